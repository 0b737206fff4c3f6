// SPDX-License-Identifier: GPL-2.0-only
// 128-bit content hashes (XXH3): keys of the cache and ids, not for secrets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gupkit {

struct Hash128 {
  uint64_t high = 0, low = 0;
  bool operator==(const Hash128&) const = default;
  std::string hex() const;  ///< 32 digits
};

Hash128 hashOf(std::string_view bytes);

/// The address of a global, by its key, as a number that can be compared; never 0.
inline uint64_t tableNumber(std::string_view key) { return hashOf(key).low | 1; }

/// Hash of several fields. Each is added with its length, so that ("ab", "c") and
/// ("a", "bc") differ.
class Hasher {
 public:
  Hasher();
  Hasher(Hasher&&) noexcept;
  ~Hasher();
  Hasher& add(std::string_view field);
  Hasher& add(uint64_t number);
  Hash128 digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gupkit
