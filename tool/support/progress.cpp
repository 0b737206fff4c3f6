// SPDX-License-Identifier: GPL-2.0-only
#include "support/progress.h"

#include "support/io.h"

namespace gupkit {
namespace {

constexpr std::chrono::milliseconds one_line_pause{80};
constexpr std::chrono::seconds plain_pause{2};

/// Shortens in the middle: the file's name at the end says most.
std::string fit(std::string text, size_t width) {
  if (text.size() <= width) return text;
  if (width < 8) return text.substr(0, width);
  const size_t head = (width - 3) / 3, tail = width - 3 - head;
  return text.substr(0, head) + "..." + text.substr(text.size() - tail);
}

/// A file name may hold anything, escape sequences too.
std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if ((unsigned char)c < ' ' || c == 127) c = '?';
  return out;
}

}  // namespace

Progress::Progress(When when, int fd)
    : style_(when == When::never    ? Style::off
             : isSmartTerminal(fd)  ? Style::one_line
             : when == When::always ? Style::plain
                                    : Style::off),
      fd_(fd) {}

Progress::~Progress() { erase(); }

void Progress::update(size_t done, size_t total, std::string_view now_at) {
  if (style_ == Style::off) return;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + (style_ == Style::one_line ? Clock::duration(one_line_pause) : plain_pause);
  std::string text = "[";
  text.append(std::to_string(done)).append("/").append(std::to_string(total)).append("] ");
  text += printable(now_at);
  if (style_ == Style::plain) {
    (void)writeAll(fd_, text + "\n", "progress");
    return;
  }
  // The last column stays free: some terminals wrap when it is filled.
  text = fit(std::move(text), terminalWidth(fd_) - 1);
  (void)writeAll(fd_, "\r" + text + "\033[K", "progress");
  shown_ = true;
}

void Progress::erase() {
  const std::lock_guard lock(mutex_);
  if (!shown_) return;
  (void)writeAll(fd_, "\r\033[K", "progress");
  shown_ = false;
  next_ = {};
}

}  // namespace gupkit
