// SPDX-License-Identifier: GPL-2.0-only
#include "support/hash.h"

#include <xxhash.h>

namespace gupkit {
namespace {

Hash128 fromXxh(XXH128_hash_t hash) { return {hash.high64, hash.low64}; }

}  // namespace

struct Hasher::State {
  XXH3_state_t* xxh = XXH3_createState();
  ~State() { XXH3_freeState(xxh); }
};

std::string Hash128::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (uint64_t half : {high, low})
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[(half >> shift) & 15];
  return text;
}

Hash128 hashOf(std::string_view bytes) { return fromXxh(XXH3_128bits(bytes.data(), bytes.size())); }

Hasher::Hasher() : state_(std::make_unique<State>()) { XXH3_128bits_reset(state_->xxh); }
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

Hasher& Hasher::add(std::string_view field) {
  add(uint64_t(field.size()));
  XXH3_128bits_update(state_->xxh, field.data(), field.size());
  return *this;
}

Hasher& Hasher::add(uint64_t number) {
  XXH3_128bits_update(state_->xxh, &number, sizeof number);
  return *this;
}

Hash128 Hasher::digest() const { return fromXxh(XXH3_128bits_digest(state_->xxh)); }

}  // namespace gupkit
