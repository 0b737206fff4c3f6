// SPDX-License-Identifier: GPL-2.0-only
// A set of names compiled to one Hyperscan database of plain literals.
//
// Hyperscan finds the letters, which it does at memory speed; whether they stand
// as a whole name in the form asked for is decided on each hit from the bytes
// around it. Boundaries inside the patterns would cost far more.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "gupkit/candidates.h"
#include "gupkit/error.h"

namespace gupkit {

class Matcher {
 public:
  static Result<Matcher> compile(const std::vector<SearchName>& names);

  /// Working memory of one thread.
  class Scratch {
   public:
    Scratch();
    Scratch(Scratch&&) noexcept;
    ~Scratch();

   private:
    friend class Matcher;
    struct Impl;
    std::unique_ptr<Impl> impl_;
  };

  Result<Scratch> scratch() const;

  /// Ascending indexes of the names that `text` holds; valid until the next call.
  const std::vector<uint32_t>& match(std::string_view text, Scratch& scratch) const;

  Matcher(Matcher&&) noexcept;
  ~Matcher();

 private:
  struct Impl;
  explicit Matcher(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gupkit
