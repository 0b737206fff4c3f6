// SPDX-License-Identifier: GPL-2.0-only
// Who uses a name by another one: the macros and inline functions of headers that have it.
//
//     b.h:  #define RELEASE(p) drop(p)
//           static inline void set(struct b *b, struct page *page) { b->page = page; }
//     x.c:  set(b, alloc_page(0)); RELEASE(b->page);
//
// x.c has neither drop nor page in its text. Names that a macro makes with ## are in nobody's text at all.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "candidates/includers.h"
#include "candidates/pastes.h"
#include "gupkit/candidates.h"
#include "gupkit/error.h"

namespace gupkit {

class HeaderUsers {
 public:
  HeaderUsers(unsigned jobs, std::function<std::string(const std::string&)> path,
              Includers& includers)
      : jobs_(jobs), path_(std::move(path)), includers_(includers) {}

  struct Wanted {
    std::string name;
    bool member = false;
    std::vector<std::string> headers;  ///< that have it in their text
    std::set<std::string> files;  ///< found: sources that use it by other names
    bool cut = false;  ///< found: names behind names, more than are followed
  };
  Status find(TreeText& text, std::vector<Wanted>& all);

 private:
  /// file, name, and a word that a user must have beside it, or ""
  using Key = std::tuple<std::string, std::string, std::string>;
  struct Node {
    std::set<std::string> files;
    std::set<Key> next;
  };
  Status findPastes(TreeText& text);
  Status look(TreeText& text, const std::set<Key>& keys);

  unsigned jobs_;
  std::function<std::string(const std::string&)> path_;
  Includers& includers_;
  std::map<Key, Node> known_;
  std::unique_ptr<Pastes> pastes_;
};

}  // namespace gupkit
