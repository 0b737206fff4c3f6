// SPDX-License-Identifier: GPL-2.0-only
// Every number at which a search is cut, in one table. None may be hit in silence: what is cut stays open, so that
// no verdict rests on it, and a note or a gap of the run says so.
#pragma once

#include <cstddef>

namespace gupkit::limits {

constexpr int rounds = 64;            ///< of growth; note
constexpr int split_rounds = 24;      ///< of these, only to tell more instances of records apart; note
constexpr int configurations = 3;     ///< tried for a file that does not parse; its errors are a gap
constexpr size_t turned_branches = 8; ///< of one file, read with turned directives in a round; a site's reason says so
constexpr size_t files_of_name = 48;  ///< more files for one name: it belongs to everybody; the opening says so
constexpr size_t definitions = 8;     ///< of one function; the opening says so
constexpr size_t soft_files = 8;      ///< read for releases of groups that stay anyway
constexpr int wrapper_depth = 8;      ///< of macros in macros of headers that hide an acquire; note
constexpr size_t wrapper_users = 64;  ///< files that use one of these; gap

}  // namespace gupkit::limits
