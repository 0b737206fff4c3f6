// SPDX-License-Identifier: GPL-2.0-only
// A mailing-list series as plain data: patches with texts and recipients, from
// which the files of the output folder are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit {

/// A file before and after a patch; nullopt: it is not there.
struct FileChange {
  std::string file;
  std::optional<std::string> before, after;
  bool operator==(const FileChange&) const = default;
};

struct SeriesPatch {
  enum class Kind { core, convert, last } kind = Kind::convert;
  /// Names the patch over rerolls: "core/page-got", "convert/drivers/misc/bcm-vk".
  std::string key;
  std::string subject;  ///< with its prefix, without [PATCH]
  std::string body;     ///< wrapped; no blank lines at its ends; without trailers
  std::vector<std::string> trailers;
  std::vector<FileChange> changes;
  std::vector<std::string> to, cc;
  std::string notes;  ///< below the `---`, for reviewers only
};

/// Key of the patch that marks the callers of GUP that stay untracked.
inline constexpr const char kMarksKey[] = "core/untracked-callers";

/// Who and when: what makes two runs equal.
struct SeriesStamp {
  std::string person;    ///< "Name <mail>"
  int64_t seconds = 0;   ///< of the first commit; each further one is a second later
  std::string base_commit;  ///< of a tree with git; else empty
  std::string version;   ///< of the tree: "6.1.192"
};

}  // namespace gupkit
