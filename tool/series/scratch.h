// SPDX-License-Identifier: GPL-2.0-only
// A folder for the work of one run, gone with it.
#pragma once

#include <string>

#include "gupkit/error.h"

namespace gupkit::series {

class ScratchFolder {
 public:
  /// Under TMPDIR, else /tmp.
  static Result<ScratchFolder> make();
  ScratchFolder(ScratchFolder&& other) noexcept;
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace gupkit::series
