// SPDX-License-Identifier: GPL-2.0-only
// Does a name that was found in a text stand there in the form asked for?
#pragma once

#include <cstddef>
#include <string_view>

#include "gupkit/candidates.h"

namespace gupkit {

constexpr bool isNameByte(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

constexpr bool isBlank(char c) { return c == ' ' || c == '\t'; }

/// `text[begin, end)` spells the name.
bool standsAs(NameForm form, std::string_view text, size_t begin, size_t end);

}  // namespace gupkit
