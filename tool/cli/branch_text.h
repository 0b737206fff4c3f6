// SPDX-License-Identifier: GPL-2.0-only
// The branches of a C text that `#if` and its like choose from, and what the text of one of them is made of.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/model.h"
#include "gupkit/shape.h"
#include "support/text.h"

namespace gupkit {

constexpr size_t kNone = SIZE_MAX;

struct Branch {
  uint32_t line = 0;             ///< where the line of its directive begins
  uint32_t begin = 0, end = 0;   ///< what it holds
  std::string keyword, condition;
  size_t parent = kNone;
  bool compiled = false;         ///< filled by compiledBranches()
};

/// The branches of a text without comments, each before those in it.
std::vector<Branch> branchesOf(const std::string& text);
/// `skipped`: what a parse left out.
std::vector<Branch> compiledBranches(const std::string& text, const std::vector<Range>& skipped);

/// The code of a part: no directives, no comments, nothing under `#if 0`.
std::string codeIn(const std::string& text, const Range& part);

/// Of a word before a parenthesis: what is called does nothing to a reference, and keeps nothing.
bool looksOnly(std::string_view word, const Model& model);

/// Whether a part of the text holds statements: assignments, jumps, pieces of statements, calls but of those that only
/// look at their arguments. `names`: whether it names one of them. What stands under `#if 0` is no code of any configuration.
bool holdsStatements(const std::string& text, const Range& part, const Model& model);
bool holdsNames(const std::string& text, const Range& part, const std::set<std::string>& names);

}  // namespace gupkit
