// SPDX-License-Identifier: GPL-2.0-only
#include "support/color.h"

#include <stdlib.h>

namespace gupkit {

bool useColor(When when, int fd) {
  if (when != When::automatic) return when == When::always;
  const char* no = getenv("NO_COLOR");
  if (no && *no) return false;
  const char* force = getenv("CLICOLOR_FORCE");
  if (force && *force && std::string_view(force) != "0") return true;
  return isSmartTerminal(fd);
}

std::string paint(std::string_view text, Color color, bool use) {
  static constexpr const char* codes[] = {"",         "\033[1m",  "\033[31m", "\033[32m",
                                          "\033[33m", "\033[34m", "\033[36m"};
  if (!use || color == Color::none) return std::string(text);
  return std::string(codes[int(color)]).append(text).append("\033[0m");
}

}  // namespace gupkit
