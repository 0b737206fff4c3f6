// SPDX-License-Identifier: GPL-2.0-only
// A folder for temporary files of one run, gone with it; what a killed run left is removed by the next.
#pragma once

#include <string>

#include "gupkit/error.h"

namespace gupkit {

class OwnFolder {
 public:
  /// TMPDIR (else /tmp)/PREFIX-PID-XXXXXX, locked as long as this object lives.
  static Result<OwnFolder> make(const std::string& prefix);
  OwnFolder(OwnFolder&& other) noexcept;
  OwnFolder& operator=(OwnFolder&&) = delete;
  ~OwnFolder();

  const std::string& path() const { return path_; }

 private:
  OwnFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;
};

/// Whether a process of this number is there. One of another container may not be seen.
bool isAlive(long pid);

}  // namespace gupkit
