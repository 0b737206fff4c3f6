// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/memo.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace gupkit {
namespace {

/// Changes whenever a name would be found in other places than before.
constexpr std::string_view magic = "gupkit-memo/1\n";

void put(std::string& out, uint64_t value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

/// Takes values off the front; once it ran short, `good` stays false.
struct Reader {
  std::string_view rest;
  bool good = true;

  uint64_t number() {
    uint64_t value = 0;
    if (rest.size() < sizeof value) return good = false, 0;
    std::memcpy(&value, rest.data(), sizeof value);
    rest.remove_prefix(sizeof value);
    return value;
  }
  std::string_view text() {
    const uint64_t size = number();
    if (!good || size > rest.size()) return good = false, std::string_view();
    const std::string_view text = rest.substr(0, size);
    rest.remove_prefix(size);
    return text;
  }
};

}  // namespace

Memo::Memo(std::string_view blob, const std::vector<ListedFile>& files) {
  if (load(blob, files)) return;
  answers_.clear();
  changed_.clear();
}

bool Memo::load(std::string_view blob, const std::vector<ListedFile>& files) {
  if (!blob.starts_with(magic) || blob.size() < magic.size() + 8) return false;
  Reader check{blob.substr(magic.size(), 8)};
  Reader in{blob.substr(magic.size() + 8)};
  if (check.number() != XXH3_64bits(in.rest.data(), in.rest.size())) return false;

  // Both lists are sorted by path: one walk over the two tells what stayed.
  constexpr uint32_t gone = UINT32_MAX;
  std::vector<uint32_t> now(in.number(), gone);
  std::vector<bool> same(files.size(), false);
  size_t at = 0;
  for (uint32_t& index : now) {
    const std::string_view path = in.text();
    const uint64_t stamp = in.number();
    if (!in.good) return false;
    while (at < files.size() && files[at].path < path) ++at;
    if (at == files.size() || files[at].path != path || !stamp || files[at].stamp != stamp)
      continue;
    index = uint32_t(at);
    same[at] = true;
  }
  for (uint32_t i = 0; i < files.size(); ++i)
    if (!same[i]) changed_.push_back(i);
  if (changed_.size() > files.size() / 2) return false;

  for (uint64_t count = in.number(); in.good && count > 0; --count) {
    const NameForm form = NameForm(in.number());
    Answer& answer = answers_[{form, std::string(in.text())}];
    answer.stale = !changed_.empty();
    for (uint64_t hits = in.number(); in.good && hits > 0; --hits) {
      const uint64_t old = in.number();
      if (old >= now.size()) return false;
      if (now[old] != gone) answer.files.push_back(now[old]);
    }
  }
  return in.good;
}

Memo::Answer* Memo::find(const SearchName& name) {
  const auto it = answers_.find(name);
  return it == answers_.end() ? nullptr : &it->second;
}

Memo::Answer& Memo::add(const SearchName& name) { return answers_[name]; }

std::string Memo::save(const std::vector<ListedFile>& files) const {
  std::string body;
  put(body, files.size());
  for (const ListedFile& file : files) {
    put(body, file.path);
    put(body, file.stamp);
  }
  uint64_t used = 0;
  for (const auto& [name, answer] : answers_) used += answer.used && !answer.stale;
  put(body, used);
  for (const auto& [name, answer] : answers_) {
    if (!answer.used || answer.stale) continue;
    put(body, uint64_t(name.form));
    put(body, name.text);
    put(body, answer.files.size());
    for (uint32_t file : answer.files) put(body, file);
  }
  std::string blob(magic);
  put(blob, XXH3_64bits(body.data(), body.size()));
  return blob + body;
}

}  // namespace gupkit
