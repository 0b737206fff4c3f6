// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/tree_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "candidates/name_form.h"
#include "support/parallel.h"
#include "support/path.h"

namespace gupkit {
namespace {

constexpr uint64_t hash_factor = 0x9e3779b97f4a7c15u;

constexpr std::array<bool, 256> name_bytes = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < 256; ++c) out[c] = isNameByte(static_cast<unsigned char>(c));
  return out;
}();

/// Of the table of a file's words; a power of two.
constexpr size_t least_room = size_t(1) << 11;

bool nameByte(char c) { return name_bytes[static_cast<unsigned char>(c)]; }

/// A digit begins a number: nobody asks for those.
bool number(char c) { return c >= '0' && c <= '9'; }

/// Bit i: text[i] can stand in a name. Without a branch a byte: where words end cannot be predicted.
uint64_t nameBits(std::string_view text) {
  uint64_t bits = 0;
  for (size_t i = 0; i < text.size(); ++i) bits |= uint64_t(nameByte(text[i])) << i;
  return bits;
}

/// Up to eight bytes as a number. `readable` bytes may be read, `size` of them count.
uint64_t bytesAt(const char* at, size_t size, size_t readable) {
  uint64_t bytes = 0;
  if (readable < sizeof bytes) {
    memcpy(&bytes, at, size);
    return bytes;
  }
  memcpy(&bytes, at, sizeof bytes);
  if (size >= sizeof bytes) return bytes;
  const unsigned rest = 8 * unsigned(sizeof bytes - size);
  return std::endian::native == std::endian::little ? bytes << rest >> rest : bytes >> rest << rest;
}

/// Of the word text[begin, end): eight bytes a step, most words take one or two.
uint32_t hashOf(std::string_view text, size_t begin, size_t end) {
  uint64_t hash = end - begin;
  for (; begin < end; begin += std::min<size_t>(8, end - begin)) {
    hash = (hash ^ bytesAt(text.data() + begin, end - begin, text.size() - begin)) * hash_factor;
    hash ^= hash >> 32;
  }
  return uint32_t(hash);
}

uint32_t hashOf(std::string_view word) { return hashOf(word, 0, word.size()); }

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

/// Behind blanks, comments and ends of lines that a backslash continues.
size_t skipBlanks(std::string_view text, size_t at) {
  for (;;) {
    while (at < text.size() && isBlank(text[at])) ++at;
    if (text.substr(at, 2) == "\\\n") {
      at += 2;
    } else if (text.substr(at, 2) == "/*") {
      at = text.find("*/", at + 2);
      if (at == std::string_view::npos) return text.size();
      at += 2;
    } else {
      return at;
    }
  }
}

/// `at` is behind the word "include" that begins at `begin`: what the line includes. `computed`: a macro says it.
std::string_view includedAt(std::string_view text, size_t begin, size_t at, bool& quoted, bool& computed) {
  size_t before = begin;
  while (before && isBlank(text[before - 1])) --before;
  if (!before || text[--before] != '#') return {};
  while (before && isBlank(text[before - 1])) --before;
  if (before && text[before - 1] != '\n') return {};
  at = skipBlanks(text, at);
  computed = at < text.size() && nameByte(text[at]);
  if (at == text.size() || (text[at] != '"' && text[at] != '<')) return {};
  quoted = text[at] == '"';
  const size_t end = text.find_first_of("\">\n", ++at);
  if (end == std::string_view::npos || text[end] == '\n') return {};
  return text.substr(at, end - at);
}

/// "##" stands before the word at `at`.
bool isPasted(std::string_view text, size_t at) {
  while (at && isBlank(text[at - 1])) --at;
  return at > 1 && text[at - 1] == '#' && text[at - 2] == '#';
}

}  // namespace

bool TreeIndex::Collector::firstInFile(uint32_t hash) {
  if (used_ * 2 >= room_) makeRoom();
  const uint64_t entry = uint64_t(turn_) << 32 | hash;
  const size_t mask = room_ - 1;
  // What an earlier file left counts as free.
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    if (seen_[at] == entry) return false;
    if (seen_[at] >> 32 != turn_) {
      seen_[at] = entry;
      ++used_;
      return true;
    }
  }
}

void TreeIndex::Collector::makeRoom() {
  std::vector<uint64_t> old;
  for (size_t at = 0; at < room_; ++at)
    if (seen_[at] >> 32 == turn_) old.push_back(seen_[at]);
  room_ *= 2;
  if (seen_.size() < room_) seen_.resize(room_);
  ++turn_;
  used_ = 0;
  for (uint64_t entry : old) firstInFile(uint32_t(entry));
}

void TreeIndex::Collector::collect(uint32_t file, std::string_view text) {
  ++turn_;
  used_ = 0;
  // Each file starts small: one with many words must not spread those of all later ones over
  // more memory than the processor's cache has.
  room_ = least_room;
  seen_.resize(std::max(seen_.size(), room_));
  size_t begin = 0;
  bool inside = false, pastes = false;
  for (size_t block = 0; block < text.size(); block += 64) {
    const uint64_t bits = nameBits(text.substr(block, 64));
    // Each bit is the begin of a word or the end of one, in turn.
    for (uint64_t edges = bits ^ (bits << 1 | uint64_t(inside)); edges; edges &= edges - 1) {
      const size_t at = block + size_t(std::countr_zero(edges));
      inside = !inside;
      if (inside) begin = at, pastes |= isPasted(text, at);
      else collectWord(file, text, begin, at);
    }
  }
  if (inside) collectWord(file, text, begin, text.size());
  if (pastes) words_.push_back(hashOf({}));  // as what has no word in it is looked for
  files_.emplace_back(file, uint32_t(words_.size()));
}

void TreeIndex::Collector::collectWord(uint32_t file, std::string_view text, size_t begin, size_t end) {
  if (number(text[begin])) return;
  if (end - begin == 7 && text.compare(begin, 7, "include") == 0) {
    bool quoted = false, computed = false;
    if (const std::string_view header = includedAt(text, begin, end, quoted, computed); !header.empty() || computed)
      includes_[std::string(header)].push_back(file * 2 + quoted);
  }
  if (const uint32_t hash = hashOf(text, begin, end); firstInFile(hash)) words_.push_back(hash);
}

TreeIndex::TreeIndex(std::vector<Collector> collectors) : parts_(std::move(collectors)) {
  for (Collector& part : parts_) {
    part.seen_ = {};
    part.words_.shrink_to_fit();
    for (const auto& entry : part.includes_) {
      by_base_[fileName(entry.first)].push_back(&entry);
      if (!entry.first.empty() && !entry.first.ends_with(".h") && !entry.first.ends_with(".c")) by_base_["*"].push_back(&entry);
    }
  }
}

std::vector<std::vector<uint32_t>> TreeIndex::filesWith(const std::vector<SearchName>& names) const {
  std::vector<std::pair<uint32_t, uint32_t>> wanted;  // hash, name
  for (uint32_t i = 0; i < names.size(); ++i) wanted.emplace_back(hashOf(longestWord(names[i].text)), i);
  std::sort(wanted.begin(), wanted.end());
  std::vector<uint64_t> filter(1 << 14);  // 2^20 bits
  for (const auto& [hash, name] : wanted) filter[hash >> 18] |= uint64_t(1) << (hash >> 12 & 63);
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> hits(parts_.size());  // name, file
  shareOut(unsigned(parts_.size()), parts_.size(), 1, [&](unsigned, size_t begin, size_t end) {
    for (size_t p = begin; p < end; ++p) {
      const Collector& part = parts_[p];
      size_t at = 0;
      for (const auto& [file, words_end] : part.files_) {
        for (; at < words_end; ++at) {
          const uint32_t hash = part.words_[at];
          if (!(filter[hash >> 18] >> (hash >> 12 & 63) & 1)) continue;
          for (auto it = std::lower_bound(wanted.begin(), wanted.end(), std::pair(hash, uint32_t(0)));
               it != wanted.end() && it->first == hash; ++it)
            hits[p].emplace_back(it->second, file);
        }
      }
    }
  });
  std::vector<std::vector<uint32_t>> out(names.size());
  for (const auto& part : hits)
    for (const auto& [name, file] : part) out[name].push_back(file);
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
