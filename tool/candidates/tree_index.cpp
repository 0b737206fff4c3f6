// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/tree_index.h"

#include <algorithm>
#include <array>

#include "candidates/name_form.h"
#include "support/path.h"

namespace gupkit {
namespace {

constexpr uint32_t hash_start = 2166136261u;  // FNV-1a
constexpr uint32_t hash_factor = 16777619u;

constexpr std::array<bool, 256> name_bytes = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < 256; ++c) out[c] = isNameByte(static_cast<unsigned char>(c));
  return out;
}();

bool nameByte(char c) { return name_bytes[static_cast<unsigned char>(c)]; }
bool blank(char c) { return c == ' ' || c == '\t'; }

/// A digit begins a number: nobody asks for those.
bool number(char c) { return c >= '0' && c <= '9'; }

uint32_t hashOf(std::string_view word) {
  uint32_t hash = hash_start;
  for (char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * hash_factor;
  return hash;
}

/// Of "linux/pagemap.h" it is "pagemap".
std::string_view longestWord(std::string_view text) {
  std::string_view longest;
  for (size_t at = 0; at < text.size(); ++at) {
    size_t end = at;
    while (end < text.size() && nameByte(text[end])) ++end;
    if (end - at > longest.size() && !number(text[at])) longest = text.substr(at, end - at);
    at = end;
  }
  return longest;
}

/// `at` is behind the word "include" that begins at `begin`: what the line includes.
std::string_view includedAt(std::string_view text, size_t begin, size_t at, bool& quoted) {
  size_t before = begin;
  while (before && blank(text[before - 1])) --before;
  if (!before || text[--before] != '#') return {};
  while (before && blank(text[before - 1])) --before;
  if (before && text[before - 1] != '\n') return {};
  while (at < text.size() && blank(text[at])) ++at;
  if (at == text.size() || (text[at] != '"' && text[at] != '<')) return {};
  quoted = text[at] == '"';
  const size_t end = text.find_first_of("\">\n", ++at);
  if (end == std::string_view::npos || text[end] == '\n') return {};
  return text.substr(at, end - at);
}

}  // namespace

bool TreeIndex::Collector::firstInFile(uint32_t hash) {
  if (used_ * 2 >= seen_.size()) {
    std::vector<uint64_t> old(std::max<size_t>(seen_.size() * 2, 1 << 12));
    old.swap(seen_);
    used_ = 0;
    for (uint64_t entry : old)
      if (entry >> 32 == turn_) firstInFile(uint32_t(entry));
  }
  const uint64_t entry = uint64_t(turn_) << 32 | hash;
  const size_t mask = seen_.size() - 1;
  // What an earlier file left counts as free.
  for (size_t at = (hash * 0x9e3779b1u) & mask;; at = (at + 1) & mask) {
    if (seen_[at] == entry) return false;
    if (seen_[at] >> 32 != turn_) {
      seen_[at] = entry;
      ++used_;
      return true;
    }
  }
}

void TreeIndex::Collector::collect(uint32_t file, std::string_view text) {
  ++turn_;
  used_ = 0;
  const size_t size = text.size();
  for (size_t at = 0; at < size;) {
    if (!nameByte(text[at])) {
      ++at;
      continue;
    }
    const size_t begin = at;
    uint32_t hash = hash_start;
    do hash = (hash ^ static_cast<unsigned char>(text[at])) * hash_factor;
    while (++at < size && nameByte(text[at]));
    if (number(text[begin])) continue;
    if (at - begin == 7 && text.compare(begin, 7, "include") == 0) {
      bool quoted = false;
      if (const std::string_view header = includedAt(text, begin, at, quoted); !header.empty())
        includes_[std::string(header)].push_back(file * 2 + quoted);
    }
    if (firstInFile(hash)) words_.push_back(hash);
  }
  files_.emplace_back(file, uint32_t(words_.size()));
}

TreeIndex::TreeIndex(std::vector<Collector> collectors) : parts_(std::move(collectors)) {
  for (Collector& part : parts_) {
    part.seen_ = {};
    part.words_.shrink_to_fit();
    for (const auto& entry : part.includes_)
      by_base_[fileName(entry.first)].push_back(&entry);
  }
}

std::vector<std::vector<uint32_t>> TreeIndex::filesWith(const std::vector<SearchName>& names) const {
  std::vector<std::pair<uint32_t, uint32_t>> wanted;  // hash, name
  for (uint32_t i = 0; i < names.size(); ++i) wanted.emplace_back(hashOf(longestWord(names[i].text)), i);
  std::sort(wanted.begin(), wanted.end());
  std::vector<uint64_t> filter(1 << 14);  // 2^20 bits
  for (const auto& [hash, name] : wanted) filter[hash >> 18] |= uint64_t(1) << (hash >> 12 & 63);
  std::vector<std::vector<uint32_t>> out(names.size());
  for (const Collector& part : parts_) {
    size_t at = 0;
    for (const auto& [file, end] : part.files_) {
      for (; at < end; ++at) {
        const uint32_t hash = part.words_[at];
        if (!(filter[hash >> 18] >> (hash >> 12 & 63) & 1)) continue;
        for (auto it = std::lower_bound(wanted.begin(), wanted.end(), std::pair(hash, uint32_t(0)));
             it != wanted.end() && it->first == hash; ++it)
          out[it->second].push_back(file);
      }
    }
  }
  for (auto& files : out) std::sort(files.begin(), files.end());
  return out;
}

std::vector<TreeIndex::Include> TreeIndex::includesOf(const std::string& base) const {
  std::vector<Include> out;
  const auto it = by_base_.find(base);
  if (it == by_base_.end()) return out;
  for (const auto* entry : it->second)
    for (uint32_t line : entry->second) out.push_back({line / 2, line % 2 != 0, &entry->first});
  return out;
}

}  // namespace gupkit
