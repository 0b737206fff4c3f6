// SPDX-License-Identifier: GPL-2.0-only
// A set of 64-bit keys that only grows: open addressing, no node per key.
#pragma once

#include <cstdint>
#include <vector>

namespace gupkit {

class FlatSet64 {
 public:
  /// True when `key` is new. 0 is not a key.
  bool insert(uint64_t key) {
    if ((size_ + 1) * 2 > slots_.size()) grow();
    for (size_t i = hash(key) & mask_;; i = (i + 1) & mask_) {
      if (slots_[i] == key) return false;
      if (slots_[i] == 0) {
        slots_[i] = key;
        ++size_;
        return true;
      }
    }
  }

 private:
  static uint64_t hash(uint64_t key) {
    key ^= key >> 32;
    key *= 0x9e3779b97f4a7c15ull;
    return key ^ (key >> 29);
  }
  void grow() {
    std::vector<uint64_t> old = std::move(slots_);
    slots_.assign(old.empty() ? size_t(1) << 16 : old.size() * 2, 0);
    mask_ = slots_.size() - 1;
    for (uint64_t key : old) {
      if (!key) continue;
      size_t i = hash(key) & mask_;
      while (slots_[i]) i = (i + 1) & mask_;
      slots_[i] = key;
    }
  }

  std::vector<uint64_t> slots_;
  size_t size_ = 0, mask_ = 0;
};

}  // namespace gupkit
