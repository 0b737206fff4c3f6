// SPDX-License-Identifier: GPL-2.0-only
// What a kernel tree is and what it already has, read from its headers.
//
// Vendor trees backport, so nothing here is concluded from the version number.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/scan.h"

namespace gupkit {

struct TreeInfo {
  std::string root;     ///< absolute, symbolic links resolved, no trailing slash
  std::string version;  ///< "6.1.192", from the top Makefile

  bool has_put_user_page = false;  ///< put_user_page() is declared
  bool has_pin = false;            ///< pin_user_pages() is declared
  bool has_folio = false;          ///< folio_put() is declared
  /// put_user_pages_dirty_lock/unpin_user_pages_dirty_lock take make_dirty.
  bool dirty_lock_takes_make_dirty = false;
  bool has_unpin_range_dirty_lock = false;  ///< unpin_user_page_range_dirty_lock()
  bool has_unpin_folio = false;             ///< unpin_folio()
  bool has_iov_iter_extract = false;        ///< iov_iter_extract_pages()

  /// Parameter texts of every function of the GUP family that the tree's headers
  /// declare: "get_user_pages" -> {"unsigned long start", ...}. A function without
  /// parameters has an empty list. Where a header declares one twice (a stub under
  /// #else), the first declaration counts.
  std::map<std::string, std::vector<std::string>> prototypes;

  /// The dialect that `--api auto` stands for.
  Api default_api = Api::put_user_page;
};

/// Reads the tree at `path`. Fails if that is not the top of a kernel tree.
Result<TreeInfo> readTree(const std::string& path);

/// "6.1.192" from the text of a top Makefile; empty if there is no VERSION line.
std::string versionOf(std::string_view makefile);

/// True for the names that readPrototypes collects.
bool isGupFamily(std::string_view function);

/// Adds the declarations of the GUP family in a header's text to `prototypes`.
void readPrototypes(std::string_view header, std::map<std::string, std::vector<std::string>>& prototypes);

}  // namespace gupkit
