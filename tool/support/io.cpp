// SPDX-License-Identifier: GPL-2.0-only
#include "support/io.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace gupkit {
namespace {

std::string remedyFor(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return "free some space, or choose another place";
    case EACCES:
    case EPERM:
      return "check its owner and its permissions";
    case EROFS:
      return "choose a place that can be written";
    case ENOENT:
      return "check the path";
    case EISDIR:
      return "name a file";
    case ENOTDIR:
      return "check the folders on its path";
    case EMFILE:
    case ENFILE:
      return "raise the limit of open files (ulimit -n), or use a smaller --jobs";
    default:
      return "";
  }
}

}  // namespace

Error ioError(const std::string& object, int error_number) {
  std::string fault = strerror(error_number);
  if (!fault.empty() && fault[0] >= 'A' && fault[0] <= 'Z' && !(fault[1] >= 'A' && fault[1] <= 'Z'))
    fault[0] = char(fault[0] - 'A' + 'a');
  return Error{object, fault, remedyFor(error_number)};
}

bool isExhausted(int error_number) { return error_number == EMFILE || error_number == ENFILE || error_number == ENOMEM; }

bool hasAnEnd(const std::string& path) {
  struct stat st;
  // What is not there is told by who opens it; the null device is an empty file.
  if (stat(path.c_str(), &st) != 0 || S_ISDIR(st.st_mode) || path == "/dev/null") return true;
  if (!S_ISREG(st.st_mode) || st.st_size > kLargestFile) return false;
  struct statfs system;
  return st.st_size != 0 || statfs(path.c_str(), &system) != 0 ||
         (system.f_type != PROC_SUPER_MAGIC && system.f_type != SYSFS_MAGIC);
}

bool isFresh(const timespec& changed) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec - changed.tv_sec < 2 || (now.tv_sec - changed.tv_sec == 2 && now.tv_nsec < changed.tv_nsec);
}

Result<std::string> readFile(const std::string& path) {
  // Before it is opened: a pipe that nobody writes to would not come back.
  if (!hasAnEnd(path)) {
    struct stat st;
    const bool large = stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode) && st.st_size > kLargestFile;
    return Error{path, large ? "is larger than 1 GiB" : "is no regular file", "name a file of source or data"};
  }
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ioError(path, errno);
  std::string text;
  struct stat st;
  if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= kLargestFile) text.reserve(size_t(st.st_size) + 1);
  for (;;) {
    if (text.size() > size_t(kLargestFile)) {
      close(fd);
      return Error{path, "is larger than 1 GiB", "name a file of source or data"};
    }
    const size_t have = text.size();
    text.resize(std::max(text.capacity(), have + 4096));
    const ssize_t got = read(fd, text.data() + have, text.size() - have);
    text.resize(have + size_t(got > 0 ? got : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const Error error = ioError(path, errno);
      close(fd);
      return error;
    }
    if (got == 0) break;
  }
  close(fd);
  return text;
}

Status writeAll(int fd, std::string_view text, const std::string& object) {
  while (!text.empty()) {
    const ssize_t put = write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return ioError(object, errno);
    text.remove_prefix(size_t(put));
  }
  return Done{};
}

}  // namespace gupkit
