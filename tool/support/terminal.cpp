// SPDX-License-Identifier: GPL-2.0-only
#include "support/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gupkit {

bool isSmartTerminal(int fd) {
  if (!isatty(fd)) return false;
  const char* term = getenv("TERM");
  return term && *term && std::string_view(term) != "dumb";
}

unsigned terminalWidth(int fd) {
  struct winsize size = {};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace gupkit
