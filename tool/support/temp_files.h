// SPDX-License-Identifier: GPL-2.0-only
// The unfinished files of this process, so that none outlives it.
#pragma once

#include <string>

namespace gupkit {

/// One file that is removed unless keep() is called: at the end of the scope, or
/// by removeTempFiles() on a second Ctrl-C.
class TempFile {
 public:
  explicit TempFile(std::string path);
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile();

  const std::string& path() const { return path_; }
  void keep();  ///< it has its final name now
  void remove();

 private:
  std::string path_;
  int slot_ = -1;
  bool kept_ = false;
};

/// Safe inside a signal handler.
void removeTempFiles();

}  // namespace gupkit
