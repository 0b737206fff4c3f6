// SPDX-License-Identifier: GPL-2.0-only
// Which of the numbers 0..n-1 belong together.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace gupkit {

class UnionFind {
 public:
  explicit UnionFind(uint32_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0u); }

  /// The least number of the set that `one` is in.
  uint32_t find(uint32_t one) const {
    while (parent_[one] != one) one = parent_[one];
    return one;
  }

  void unite(uint32_t a, uint32_t b) {
    a = find(a);
    b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<uint32_t> parent_;
};

}  // namespace gupkit
