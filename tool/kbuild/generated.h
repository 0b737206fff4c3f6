// SPDX-License-Identifier: GPL-2.0-only
// Generated headers and flags that make could not produce, made up for.
#pragma once

#include <string>
#include <vector>

#include "kbuild/arch.h"

namespace gupkit::kbuild {

/// Writes every generated header that is missing under `objects`: autoconf.h from
/// .config, bounds.h, asm-offsets.h, utsrelease.h, version.h, the wrappers of
/// asm-generic headers. Returns what was made up, one phrase each. Without `exec` no script of the tree is run.
std::vector<std::string> completeHeaders(const std::string& tree, const std::string& objects, const Arch& arch,
                                         const std::string& version, const std::string& llvm_suffix,
                                         const std::vector<std::string>& flags, bool exec);

/// autoconf.h (or auto.conf, with `for_make`) from the text of a .config.
std::string autoconfOf(std::string_view config, bool for_make);

/// "generic-y += a.h b.h" lists of a Kbuild file, as header names.
std::vector<std::string> genericHeaders(std::string_view kbuild);

/// What every C file of an architecture is compiled with, as Kbuild has done since
/// 4.x, for where make cannot be asked.
std::vector<std::string> synthesizedFlags(const std::string& tree, const std::string& objects, const Arch& arch);

/// A header that the tree's top-level Kbuild makes of the assembly of a C file: bounds.h, asm-offsets.h, and since
/// 6.19 rq-offsets.h.
struct OffsetsRule {
  std::string header;  ///< relative to the objects: include/generated/bounds.h
  std::string source;  ///< relative to the tree, with $(SRCARCH) as it stands there: kernel/bounds.c
  std::string guard;
  bool operator==(const OffsetsRule&) const = default;
};
/// In the order in which they stand.
std::vector<OffsetsRule> offsetsRules(std::string_view kbuild);

/// offsets.h from Clang's assembly of an offsets.c; empty if there are no markers.
std::string offsetsHeader(std::string_view assembly, std::string_view guard);

}  // namespace gupkit::kbuild
