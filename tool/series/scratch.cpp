// SPDX-License-Identifier: GPL-2.0-only
#include "series/scratch.h"

#include <errno.h>
#include <stdlib.h>

#include <filesystem>

#include "support/io.h"

namespace gupkit::series {

namespace fs = std::filesystem;

Result<ScratchFolder> ScratchFolder::make() {
  std::error_code error;
  const fs::path base = fs::temp_directory_path(error);
  std::string pattern = (error ? fs::path("/tmp") : base) / "gupkit-series-XXXXXX";
  if (!mkdtemp(pattern.data())) return ioError(pattern, errno);
  return ScratchFolder(pattern);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace gupkit::series
