// SPDX-License-Identifier: GPL-2.0-only
#include "series/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/atomic_file.h"
#include "support/interrupt.h"
#include "support/io.h"

namespace gupkit::series {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBeside = ".gupkit-new.";

/// What runs that were killed left beside the folder.
void removeLeftOvers(const fs::path& folder) {
  std::error_code error;
  const std::string start = folder.filename().string() + kBeside;
  for (const auto& entry : fs::directory_iterator(folder.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(start)) continue;
    const pid_t owner = pid_t(atol(name.c_str() + start.size()));
    if (owner > 0 && owner != getpid() && kill(owner, 0) == 0) continue;
    std::error_code ignored;
    fs::remove_all(entry.path(), ignored);
  }
}

void syncFolder(const fs::path& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

Status writeAllFiles(const fs::path& folder, const FolderFiles& files) {
  std::error_code error;
  for (const auto& [name, text] : files) {
    const fs::path path = folder / name;
    fs::create_directories(path.parent_path(), error);
    if (error) return Error{path.parent_path().string(), error.message(), ""};
    if (interrupted()) return Error{"series", "interrupted", ""};
    if (const Status status = writeFileAtomically(path.string(), text, {}); !status) return status;
  }
  return Done{};
}

}  // namespace

Result<FolderFiles> readFolder(const std::string& folder) {
  FolderFiles files;
  std::error_code error;
  if (!fs::exists(folder, error)) return files;
  if (!fs::is_directory(folder, error)) return Error{folder, "is no folder", "name a folder for the series"};
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    auto text = readFile(at->path().string());
    if (!text) return text.error();
    files.emplace(at->path().lexically_relative(folder).generic_string(), std::move(*text));
  }
  if (error) return Error{folder, error.message(), ""};
  return files;
}

Status replaceFolder(const std::string& folder, const FolderFiles& files) {
  std::error_code error;
  // Absolute first: of a path that is not there yet weakly_canonical() makes no absolute one.
  fs::path target = fs::weakly_canonical(fs::absolute(folder, error), error);
  if (error) return Error{folder, error.message(), "name a folder that can be made"};
  if (target.filename().empty()) target = target.parent_path();
  fs::create_directories(target.parent_path(), error);
  if (error) return Error{target.parent_path().string(), error.message(), "choose another folder"};
  removeLeftOvers(target);
  const fs::path beside = target.string() + kBeside + std::to_string(getpid());
  auto cleaned = [&](Status status) {
    std::error_code ignored;
    fs::remove_all(beside, ignored);
    return status;
  };
  fs::create_directory(beside, error);
  if (error) return Error{folder, "cannot be written: " + error.message(), "choose another folder"};
  if (const Status status = writeAllFiles(beside, files); !status) return cleaned(status);
  if (renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
    syncFolder(target.parent_path());
    return cleaned(Done{});
  }
  if (errno == ENOENT || fs::is_empty(target, error)) {
    // There is no old series: an empty folder gives way to a rename.
    if (rename(beside.c_str(), target.c_str()) != 0) return cleaned(ioError(folder, errno));
    syncFolder(target.parent_path());
    return Done{};
  }
  return cleaned(Error{folder, "its file system cannot exchange two folders", "choose a folder that is not there yet"});
}

}  // namespace gupkit::series
