// SPDX-License-Identifier: GPL-2.0-only
// Part of a test in a child process: signals, limits, other users.
#pragma once

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>

namespace gupkit {

/// The exit code of a child process that runs `work`; 1000 + signal if one ended it.
inline int inChild(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/// The same without root's right to read and write everything. `folder` is made
/// reachable for that user, who is its owner afterwards.
inline int withoutPrivileges(const std::string& folder, const std::function<int()>& work) {
  constexpr unsigned nobody = 65534;
  return inChild([&] {
    if (geteuid() == 0 &&
        (chown(folder.c_str(), nobody, nobody) != 0 || setgid(nobody) != 0 || setuid(nobody) != 0))
      return 99;
    return work();
  });
}

}  // namespace gupkit
