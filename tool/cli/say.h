// SPDX-License-Identifier: GPL-2.0-only
// Messages for the person at the terminal: standard error, one line each.
#pragma once

#include <cstdio>
#include <string>

#include "support/text.h"

namespace gupkit {

/// What a message quotes may come from the tree: it must not drive a terminal.
inline void say(const std::string& message) { fprintf(stderr, "gupkit: %s\n", printable(message).c_str()); }

}  // namespace gupkit
