// SPDX-License-Identifier: GPL-2.0-only
// Colours of text output, and whether to use any.
#pragma once

#include <string>
#include <string_view>

#include "support/terminal.h"

namespace gupkit {

/// `automatic`: NO_COLOR (not empty) says no, CLICOLOR_FORCE (not empty, not "0")
/// says yes, else a smart terminal decides. `always` and `never` beat both.
bool useColor(When when, int fd);

enum class Color { none, bold, red, green, yellow, blue, cyan };

/// `text` in that colour, or unchanged.
std::string paint(std::string_view text, Color color, bool use);

}  // namespace gupkit
