// SPDX-License-Identifier: GPL-2.0-only
#include "support/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include "gupkit/error.h"
#include "support/temp_files.h"

namespace gupkit {
namespace {

volatile sig_atomic_t interrupt_count = 0;

void onSignal(int) {
  const int before = interrupt_count;
  interrupt_count = before + 1;
  if (before == 0) return;
  removeTempFiles();
  _exit(int(Exit::interrupted));
}

}  // namespace

void installInterruptHandlers() {
  struct sigaction action = {};
  action.sa_handler = onSignal;
  sigemptyset(&action.sa_mask);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    // nohup and background jobs of a shell start with the signal ignored.
    if (before.sa_handler == SIG_IGN) continue;
    sigaction(signal, &action, nullptr);
  }
  ::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return interrupt_count != 0; }
void requestInterrupt() { interrupt_count = 1; }
void clearInterrupt() { interrupt_count = 0; }

}  // namespace gupkit
