// SPDX-License-Identifier: GPL-2.0-only
// The API of the core patches, for trees that lack it.
#pragma once

#include <string>

#include "gupkit/tree.h"

namespace gupkit {

/// Declarations to put before a converted file of the dialect; "" where the tree has them.
inline std::string missingApi(const TreeInfo& tree, Api api) {
  if (api != Api::put_user_page || tree.has_put_user_page) return "";
  return "struct page;\n"
         "void put_user_page(struct page *page);\n"
         "void put_user_pages(struct page **pages, unsigned long npages);\n"
         "void put_user_pages_dirty_lock(struct page **pages, unsigned long npages, _Bool make_dirty);\n";
}

}  // namespace gupkit
