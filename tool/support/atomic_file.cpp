// SPDX-License-Identifier: GPL-2.0-only
#include "support/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>

#include "support/io.h"
#include "support/temp_files.h"

namespace gupkit {
namespace {

/// Unique over threads, processes and, with the clock-free counter, retries.
std::string tempName(const std::string& path) {
  static std::atomic<unsigned> counter{0};
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  return folder + ".gupkit-tmp." + std::to_string(getpid()) + "." + std::to_string(counter++);
}

std::string folderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status writeDirectly(const std::string& path, std::string_view text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return ioError(path, errno);
  const Status status = writeAll(fd, text, path);
  if (close(fd) != 0 && status) return ioError(path, errno);
  return status;
}

/// Whether a path lies below a folder once every link is followed. The file itself need not be there.
bool liesWithin(const std::string& path, const std::string& folder) {
  char file[PATH_MAX], top[PATH_MAX];
  if (!realpath(folder.c_str(), top)) return false;
  if (!realpath(path.c_str(), file) && !realpath(folderOf(path).c_str(), file)) return false;
  const std::string_view place = file, above = top;
  return above == "/" || (place.starts_with(above) && (place.size() == above.size() || place[above.size()] == '/'));
}

Error changed(const std::string& path) {
  return Error{path, "was changed by somebody else meanwhile, and is left as it is", "run the command again"};
}

bool holds(const std::string& file, const std::string& expected) {
  const auto text = readFile(file);
  return text && *text == expected;
}

/// A file that has no name until it is whole, so that a kill leaves nothing behind; -1 where there is no such thing.
int openNameless(const std::string& folder) {
  if (access("/proc/self/fd", X_OK) != 0) return -1;  // giveName() needs it
  return open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
}

Status giveName(int fd, const std::string& name, const std::string& path) {
  const std::string nameless = "/proc/self/fd/" + std::to_string(fd);
  if (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) return ioError(path, errno);
  return Done{};
}

/// Puts `temp` in the place of `target`, which held `expected` a moment ago. The two change places, so that a text
/// that was saved between the last look and now is not lost either.
Status exchange(const std::string& path, const std::string& temp, const std::string& target, const std::string& expected) {
  if (renameat2(AT_FDCWD, temp.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0) {
    // A file system without it.
    if (errno != EINVAL && errno != ENOSYS) return ioError(path, errno);
    if (rename(temp.c_str(), target.c_str()) != 0) return ioError(path, errno);
    return Done{};
  }
  if (holds(temp, expected)) return Done{};
  if (renameat2(AT_FDCWD, temp.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0) return ioError(path, errno);
  return changed(path);
}

}  // namespace

Status writeFileAtomically(const std::string& path, std::string_view text, AtomicOptions options) {
  if (!options.within.empty() && !liesWithin(path, options.within))
    return Error{path, "leads out of " + options.within + " by a symbolic link", "put a file or folder in the place of the link"};
  std::string target = path;
  mode_t mode = 0;
  struct stat st;
  if (stat(path.c_str(), &st) == 0) {
    if (S_ISDIR(st.st_mode)) return ioError(path, EISDIR);
    if (!S_ISREG(st.st_mode)) return writeDirectly(path, text);
    mode = st.st_mode & 07777;
    char real[PATH_MAX];
    if (realpath(path.c_str(), real)) target = real;
  } else if (errno != ENOENT) {
    return ioError(path, errno);
  }

  const std::string temp_name = tempName(target);
  int fd = options.sync ? openNameless(folderOf(target)) : -1;
  const bool nameless = fd >= 0;
  if (!nameless) fd = open(temp_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return ioError(path, errno);
  TempFile temp(temp_name);
  Status status = writeAll(fd, text, path);
  if (status && mode && fchmod(fd, mode) != 0) status = ioError(path, errno);
  if (status && options.sync && fsync(fd) != 0 && errno != EINVAL) status = ioError(path, errno);
  if (status && options.expected && !holds(target, *options.expected)) status = changed(path);
  if (status && nameless) status = giveName(fd, temp_name, path);
  // Network file systems and quotas report a full disk as late as here.
  if (close(fd) != 0 && status) status = ioError(path, errno);
  if (status && options.expected) status = exchange(path, temp_name, target, *options.expected);
  else if (status && rename(temp_name.c_str(), target.c_str()) != 0) status = ioError(path, errno);
  if (!status) return status;
  if (options.expected) temp.remove();  // the old text now
  else temp.keep();
  if (options.sync) {
    const int folder = open(folderOf(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
      fsync(folder);
      close(folder);
    }
  }
  return status;
}

}  // namespace gupkit
