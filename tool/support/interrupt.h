// SPDX-License-Identifier: GPL-2.0-only
// Ctrl-C: the first asks the run to stop, the second ends it at once.
#pragma once

namespace gupkit {

/// Takes SIGINT and SIGTERM over (SIGHUP too, unless ignored). System calls that
/// wait then return EINTR. Writes to a closed pipe return EPIPE instead of killing.
void installInterruptHandlers();

/// True once a signal came: loops end, nothing new is started, exit code 130.
bool interrupted();

/// What the handler does, for tests and for a step that ran into an interrupt itself.
void requestInterrupt();
void clearInterrupt();

}  // namespace gupkit
