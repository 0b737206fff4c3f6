// SPDX-License-Identifier: GPL-2.0-only
// Code in `#ifdef CONFIG_X` that no configuration compiles: which symbols would compile it, and whether a parse
// with them may stand for the one without.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gupkit/facts.h"
#include "gupkit/model.h"

namespace gupkit {

/// Symbols ("CONFIG_X") that were not set in the parse of `unit` and that, all set, compile calls of `names` which
/// it left out. Only branches that want nothing else than symbols count: `#ifdef`, and `#if` of defined() and
/// IS_ENABLED() with `&&`, inside others of the kind. Empty: no such call.
std::vector<std::string> symbolsToSet(const std::string& text, const UnitFacts& unit, const std::set<std::string>& names);

/// May `with`, the same file with symbols set, take the place of `without`? Not where it lost something: neither a
/// call of the model, nor any text but that of `#if` lines. What it gained must not change a function that
/// `without` has read and that handles pages, since the paths of such a function are those of a kernel
/// without the symbols too. And it has to have gained a call of `names`.
bool standsFor(const std::string& text, const UnitFacts& with, const UnitFacts& without, const Model& model,
               const std::set<std::string>& names);

/// Parts of the file that no configuration compiled and that matter to a call at `offset`: statements in its function
/// (one of `shapes`), and where they stand in none, code that names one of `counting`.
std::vector<Range> unreadParts(const std::string& text, const UnitFacts& unit, const std::vector<ShapeFunction>& shapes,
                               uint32_t offset, const Model& model, const std::set<std::string>& counting);

/// What a reading left out of a file: the unit itself, or a header.
std::vector<Range> skippedIn(const UnitFacts& unit, const std::string& file);

/// Lines by which the directives of the file choose that part, as CompileUnit::turned. None where they cannot.
std::map<uint32_t, std::string> turnOn(const std::string& text, const std::vector<Range>& skipped, const Range& part);
/// By which they leave out a part that was compiled, with nothing in its place.
std::map<uint32_t, std::string> turnOff(const std::string& text, const std::vector<Range>& skipped, const Range& part);

/// Whether one of the readings with turned lines has the part, without errors, and left nothing of it out that matters.
/// `off`: whether one of them left out that part, which was compiled.
bool readTurned(const std::string& text, const std::string& file, const std::vector<UnitFacts>& turned, const Range& part,
                const Model& model, const std::set<std::string>& counting, bool off = false);

}  // namespace gupkit
