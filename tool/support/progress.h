// SPDX-License-Identifier: GPL-2.0-only
// "[12/140] drivers/foo/bar.c" on stderr while a long step runs.
//
// A smart terminal has one line that is written over and erased at the end. With
// --progress=always anything else gets a plain line now and then.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "support/terminal.h"

namespace gupkit {

class Progress {
 public:
  Progress(When when, int fd);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  ///< erases the line

  /// Safe from any thread. Shows less often than it is called.
  void update(size_t done, size_t total, std::string_view now_at);

  /// Takes the line away, so that a message can be printed; the next update brings it back.
  void erase();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Style { off, one_line, plain };

  const Style style_;
  const int fd_;
  std::mutex mutex_;
  bool shown_ = false;
  Clock::time_point next_{};
};

}  // namespace gupkit
