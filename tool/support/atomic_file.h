// SPDX-License-Identifier: GPL-2.0-only
// A file is replaced as a whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "gupkit/error.h"

namespace gupkit {

struct AtomicOptions {
  bool sync = true;  ///< false for what can be made again, such as cache entries
  /// What the file has to hold: where somebody has written it since it was read, that stays and this fails.
  const std::string* expected = nullptr;
  /// The folder that the file has to lie in, wherever symbolic links lead; empty: anywhere.
  std::string within = {};
};

/// Writes `text` beside `path` and renames it over. An existing file keeps its mode,
/// a symbolic link stays and its target is replaced. On any failure, a full disk
/// among them, the old content stays and no other file is left behind. Something
/// that is not a regular file (/dev/stdout, a pipe) is written directly.
Status writeFileAtomically(const std::string& path, std::string_view text,
                           AtomicOptions options = {});

}  // namespace gupkit
