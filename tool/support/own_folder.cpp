// SPDX-License-Identifier: GPL-2.0-only
#include "support/own_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/io.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

int lockOf(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  if (fd >= 0) close(fd);
  return -1;
}

/// Of this user, whose process is gone, and locked by nobody: in another container it could be alive.
void removeLeft(const fs::path& base, const std::string& prefix) {
  std::error_code ignored;
  for (fs::directory_iterator it(base, ignored), end; !ignored && it != end; it.increment(ignored)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(prefix + "-")) continue;
    char* rest = nullptr;
    const long pid = strtol(name.c_str() + prefix.size() + 1, &rest, 10);
    struct stat st;
    if (*rest != '-' || pid <= 0 || isAlive(pid)) continue;
    if (lstat(it->path().c_str(), &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid()) continue;
    const int lock = lockOf(it->path().string());
    if (lock < 0) continue;
    std::error_code failed;
    fs::remove_all(it->path(), failed);
    close(lock);
  }
}

}  // namespace

bool isAlive(long pid) { return kill(pid_t(pid), 0) == 0 || errno != ESRCH; }

Result<OwnFolder> OwnFolder::make(const std::string& prefix) {
  std::error_code error;
  fs::path base = fs::temp_directory_path(error);
  if (error) base = "/tmp";
  removeLeft(base, prefix);
  std::string pattern = base / (prefix + "-" + std::to_string(getpid()) + "-XXXXXX");
  if (!mkdtemp(pattern.data())) return ioError(pattern, errno);
  return OwnFolder(pattern, lockOf(pattern));
}

OwnFolder::OwnFolder(OwnFolder&& other) noexcept : path_(std::move(other.path_)), lock_(other.lock_) {
  other.path_.clear();
  other.lock_ = -1;
}

OwnFolder::~OwnFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

}  // namespace gupkit
