// SPDX-License-Identifier: GPL-2.0-only
#include "cli/header_users.h"

#include <algorithm>

#include "candidates/name_form.h"
#include "cli/call_text.h"
#include "cli/limits.h"
#include "support/io.h"
#include "support/parallel.h"
#include "support/path.h"

namespace gupkit {
namespace {

/// `.member = name` in a macro of the kernel, as in a table of operations: who uses the macro adds nothing of his own.
bool givesConstant(const std::string& text, const TextCall& use) {
  auto behind = [&](size_t at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\\' ||
                                (text[at] == '\n' && text[at - 1] == '\\')))
      ++at;
    return at;
  };
  auto wordEnd = [&](size_t at) {
    while (at < text.size() && isNameByte(static_cast<unsigned char>(text[at]))) ++at;
    return at;
  };
  size_t before = use.offset;
  if (!use.member || !before || text[--before] != '.') return false;
  while (before && (text[before - 1] == ' ' || text[before - 1] == '\t' ||
                    text[before - 1] == '\\' || text[before - 1] == '\n'))
    --before;
  if (!before || (text[before - 1] != ',' && text[before - 1] != '{' &&
                  !text.substr(0, before).ends_with(use.macro)))
    return false;
  size_t at = behind(wordEnd(use.offset));
  if (at >= text.size() || text[at] != '=') return false;
  at = behind(at + 1);
  const size_t end = wordEnd(at);
  const std::string value = text.substr(at, end - at);
  at = behind(end);
  if (value.empty() || (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != '\n'))
    return false;
  // Not a parameter.
  const size_t name = text.rfind(use.macro, use.offset);
  if (name == std::string::npos) return false;
  const size_t open = name + use.macro.size();
  return text[open] != '(' ||
         !textUses(text.substr(open, text.find(')', open) + 1 - open), {value}).size();
}

}  // namespace

Status HeaderUsers::findPastes(TreeText& text) {
  if (pastes_) return Done{};
  auto hits = text.search({{NameForm::paste, "##"}});
  if (!hits) return hits.error();
  std::vector<std::vector<Paste>> found(hits->size());
  shareOut(jobs_, hits->size(), 16, [&](unsigned, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (auto content = readFile(path_((*hits)[i].file)))
        pastesIn(*content, (*hits)[i].file, found[i]);
  });
  std::vector<Paste> all;
  for (auto& list : found) std::move(list.begin(), list.end(), std::back_inserter(all));
  pastes_ = std::make_unique<Pastes>(std::move(all));
  return Done{};
}

/// Fills known_ for these, with one search for all of them.
Status HeaderUsers::look(TreeText& text, const std::set<Key>& keys) {
  std::map<std::string, uint32_t> index;
  std::vector<SearchName> names;
  auto add = [&](const std::string& name) {
    if (!name.empty() && index.emplace(name, uint32_t(names.size())).second)
      names.push_back({NameForm::word, name});
  };
  for (auto& [file, name, with] : keys) {
    add(name);
    add(with);
  }
  if (names.empty()) return Done{};
  auto hits = text.search(names);
  if (!hits) return hits.error();
  std::vector<std::vector<const std::string*>> having(names.size());
  for (auto& hit : *hits)
    for (uint32_t i : hit.names) having[i].push_back(&hit.file);
  std::vector<std::pair<const Key*, const std::string*>> headers;
  for (const Key& key : keys) {
    auto& [file, name, with] = key;
    Node& node = known_[key];
    auto seen = includers_.of(text, file);
    if (!seen) return seen.error();
    std::set<std::string> all_with;
    if (!with.empty())
      for (const std::string* other : having[index[with]]) all_with.insert(*other);
    for (const std::string* user : having[index[name]]) {
      if (*user != file && !(*seen)->by(*user)) continue;
      if (isHeader(*user))
        headers.emplace_back(&key, user);
      else if (with.empty() || all_with.count(*user))
        node.files.insert(*user);
    }
  }
  std::vector<std::vector<TextCall>> uses(headers.size());
  shareOut(jobs_, headers.size(), 8, [&](unsigned, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      auto& [file, name, with] = *headers[i].first;
      if (auto content = readFile(path_(*headers[i].second)))
        uses[i] = textUses(*content, {name, with});
    }
  });
  for (size_t i = 0; i < headers.size(); ++i) {
    auto& [file, name, with] = *headers[i].first;
    std::set<std::string> complete;  // users that have the word, too
    for (const TextCall& use : uses[i])
      if (use.name == with) complete.insert(use.macro + "(" + use.function);
    for (const TextCall& use : uses[i]) {
      const std::string& user = use.macro.empty() ? use.function : use.macro;
      if (use.name != name || user.empty() || user == name) continue;
      known_[*headers[i].first].next.emplace(
          *headers[i].second, user, complete.count(use.macro + "(" + use.function) ? "" : with);
    }
  }
  return Done{};
}

Status HeaderUsers::find(TreeText& text, std::vector<Wanted>& all) {
  if (auto status = findPastes(text); !status) return status;
  // What each name is the first step for.
  std::map<std::string, std::vector<size_t>> by_header;
  for (size_t i = 0; i < all.size(); ++i)
    for (auto& header : all[i].headers) by_header[header].push_back(i);
  std::vector<std::pair<const std::string*, const std::vector<size_t>*>> headers;
  for (auto& [header, list] : by_header) headers.emplace_back(&header, &list);
  std::vector<std::vector<TextCall>> uses(headers.size());
  shareOut(jobs_, headers.size(), 8, [&](unsigned, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      std::set<std::string> names;
      for (size_t w : *headers[i].second) names.insert(all[w].name);
      if (auto content = readFile(path_(*headers[i].first))) {
        uses[i] = textUses(*content, names, true);
        if (isKernelHeader(*headers[i].first))
          std::erase_if(uses[i], [&](const TextCall& use) {
            return !use.macro.empty() && givesConstant(*content, use);
          });
      }
    }
  });
  std::vector<std::set<Key>> reached(all.size()), last(all.size());
  for (size_t i = 0; i < headers.size(); ++i)
    for (const TextCall& use : uses[i])
      for (size_t w : *headers[i].second) {
        const std::string& user = use.macro.empty() ? use.function : use.macro;
        if (use.name != all[w].name || use.member != all[w].member || user.empty() ||
            user == use.name)
          continue;
        last[w].emplace(*headers[i].first, user, "");
      }
  for (size_t w = 0; w < all.size(); ++w)
    pastes_->making(all[w].name, [&](const Paste& paste, std::string_view piece) {
      // A number is no word: whoever has the macro.
      const bool asked = !piece.empty() && (piece[0] < '0' || piece[0] > '9');
      last[w].emplace(paste.file, paste.macro, asked ? std::string(piece) : "");
    });
  for (int depth = 0;; ++depth) {
    std::set<Key> unknown;
    bool any = false;
    for (size_t w = 0; w < all.size(); ++w) {
      std::erase_if(last[w], [&](const Key& key) { return !reached[w].insert(key).second; });
      any |= !last[w].empty();
      if (depth == limits::wrapper_depth) all[w].cut = !last[w].empty();
      for (const Key& key : last[w])
        if (!known_.count(key)) unknown.insert(key);
    }
    if (!any || depth == limits::wrapper_depth) return Done{};
    if (auto status = look(text, unknown); !status) return status;
    for (size_t w = 0; w < all.size(); ++w) {
      std::set<Key> next;
      for (const Key& key : last[w]) {
        const Node& node = known_[key];
        all[w].files.insert(node.files.begin(), node.files.end());
        next.insert(node.next.begin(), node.next.end());
      }
      last[w] = std::move(next);
    }
  }
}

}  // namespace gupkit
