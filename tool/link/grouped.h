// SPDX-License-Identifier: GPL-2.0-only
// Lists by a small number, built once and then read: one array of all items and the place where each list
// begins, in place of a vector a list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gupkit {

template <class T>
class Grouped {
 public:
  /// `each(f)` calls f(list, item) for every item, twice and the same both times; a list keeps their order.
  template <class Each>
  void build(size_t lists, Each each) {
    first_.assign(lists + 1, 0);
    each([&](uint32_t list, const T&) { ++first_[list + 1]; });
    for (size_t i = 1; i <= lists; ++i) first_[i] += first_[i - 1];
    all_.resize(first_[lists]);
    std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
    each([&](uint32_t list, const T& item) { all_[next[list]++] = item; });
  }
  std::span<const T> operator[](size_t list) const {
    return std::span<const T>(all_).subspan(first_[list], first_[list + 1] - first_[list]);
  }

 private:
  std::vector<uint32_t> first_;  ///< of each list, and the end of the last
  std::vector<T> all_;
};

}  // namespace gupkit
