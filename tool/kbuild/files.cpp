// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/io.h"

namespace gupkit::kbuild {

namespace fs = std::filesystem;

std::optional<std::string> slurp(const std::string& path) {
  std::error_code ec;
  if (!fs::is_regular_file(path, ec) || fs::file_size(path, ec) > kLargestFile || ec) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return std::nullopt;
  return text;
}

bool exists(const std::string& path) {
  std::error_code ec;
  return fs::exists(path, ec);
}

Status writeWhole(const std::string& path, std::string_view text) {
  std::error_code ec;
  fs::create_directories(fs::path(path).parent_path(), ec);
  static std::atomic<unsigned> serial{0};
  const std::string beside = path + ".new." + std::to_string(::getpid()) + "." + std::to_string(serial++);
  const auto fault = [&](int error) {
    fs::remove(beside, ec);
    return Error{path, std::string("cannot be written: ") + std::strerror(error),
                 "make room there, or choose another folder with --cache"};
  };
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return fault(errno);
  while (!text.empty()) {
    const ssize_t wrote = ::write(fd, text.data(), text.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      const int error = errno;
      ::close(fd);
      return fault(error);
    }
    text.remove_prefix(static_cast<size_t>(wrote));
  }
  if (::close(fd) != 0) return fault(errno);
  if (::rename(beside.c_str(), path.c_str()) != 0) return fault(errno);
  return Done{};
}

std::string contentHash(std::string_view text) {
  const unsigned long long hash = XXH3_64bits(text.data(), text.size());
  static const char* digits = "0123456789abcdef";
  std::string hex;
  for (int shift = 60; shift >= 0; shift -= 4) hex += digits[(hash >> shift) & 15];
  return hex;
}

FileLock::FileLock(const std::string& path) {
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd_ < 0) return;
  while (::flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace gupkit::kbuild
