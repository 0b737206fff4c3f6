// SPDX-License-Identifier: GPL-2.0-only
// Does a name that was found in a text stand there in the form asked for?
#pragma once

#include <cstddef>
#include <string_view>

#include "gupkit/candidates.h"
#include "support/text.h"

namespace gupkit {

constexpr bool isBlank(char c) { return c == ' ' || c == '\t'; }

/// `text[begin, end)` spells the name.
bool standsAs(NameForm form, std::string_view text, size_t begin, size_t end);

}  // namespace gupkit
