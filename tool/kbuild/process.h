// SPDX-License-Identifier: GPL-2.0-only
// Runs a program without a shell and captures what it prints.
#pragma once

#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit::kbuild {

struct Command {
  std::vector<std::string> argv;
  std::string directory;           ///< where it runs; empty: here
  std::vector<std::string> unset;  ///< environment variables that it must not see
  std::vector<std::string> set;    ///< "NAME=value"
  unsigned timeout_seconds = 0;    ///< 0: none; the whole process group is killed
  unsigned memory_mib = 0;         ///< of address space, of each of its processes; 0: no limit of its own
};

struct Output {
  int status = 0;      ///< the exit code, or 128 + the signal
  bool timed_out = false;
  std::string text;    ///< stdout
  std::string errors;  ///< stderr
};

/// Fails only if the program could not be started, prints more than 1 GiB, or was ended because a signal asked this
/// process to stop. It never outlives this process. stdin is /dev/null.
Result<Output> run(const Command& command);

/// The last `count` non-empty lines of a program's output, for a message.
std::string lastLines(const std::string& text, unsigned count);

}  // namespace gupkit::kbuild
