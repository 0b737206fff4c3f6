// SPDX-License-Identifier: GPL-2.0-only
// What the stream at the other end can show.
#pragma once

#include <string_view>

namespace gupkit {

/// Of --color and --progress.
enum class When { automatic, always, never };

/// A terminal that understands escape sequences (TERM is set and not "dumb").
bool isSmartTerminal(int fd);

/// Columns of the terminal, 80 where they are not known.
unsigned terminalWidth(int fd);

}  // namespace gupkit
