// SPDX-License-Identifier: GPL-2.0-only
#include "series/tree_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/interrupt.h"
#include "support/io.h"

namespace gupkit::series {

namespace fs = std::filesystem;

Result<TreeCopy> TreeCopy::make(const std::string& root, const std::string& base) {
  std::error_code error;
  fs::create_directories(base, error);
  if (error) return Error{base, error.message(), "choose another folder with --cache"};
  const std::string folder = base + "/" + hashOf(root).hex().substr(0, 16);
  const int lock = open((folder + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
  if (lock < 0) return ioError(folder + ".lock", errno);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return Error{root, "is being verified by another process", "wait for it, or use another --cache"};
  }
  TreeCopy copy(folder, lock);
  fs::remove_all(folder, error);  // of a run that was killed
  fs::create_directories(folder, error);
  if (error) return Error{folder, error.message(), ""};
  kbuild::Command command;
  command.argv = {"cp", "-a", "--reflink=auto", "--no-preserve=ownership", "-t", folder, "--"};
  for (const auto& entry : fs::directory_iterator(root, error))
    if (entry.path().filename() != ".git") command.argv.push_back(entry.path().string());
  if (error) return Error{root, error.message(), ""};
  auto output = kbuild::run(command);
  if (!output) return output.error();
  if (interrupted()) return Error{"series", "interrupted", ""};
  if (output->status) return Error{folder, "the tree cannot be copied: " + kbuild::lastLines(output->errors, 1), "make room, or choose another --cache"};
  // What the user's own build wrote down names the tree, not the copy.
  const std::string database = folder + "/compile_commands.json";
  if (auto text = readFile(database)) {
    fs::remove(database, error);  // a link would lead to the user's own
    std::string out;
    for (size_t at = 0;;) {
      const size_t found = text->find(root, at);
      out.append(*text, at, found == std::string::npos ? found : found - at);
      if (found == std::string::npos) break;
      at = found + root.size();
      const char next = at < text->size() ? (*text)[at] : '"';
      const bool whole = next == '/' || next == '"' || next == ' ';
      out += whole ? folder : root;
    }
    if (auto status = writeFileAtomically(database, out, {.sync = false}); !status) return status.error();
  }
  return copy;
}

void TreeCopy::collect(const std::string& base) {
  std::error_code error;
  for (fs::directory_iterator it(base, error), end; !error && it != end; it.increment(error)) {
    const std::string folder = it->path().string();
    if (!it->is_directory(error)) continue;
    const int lock = open((folder + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    if (lock < 0) continue;
    std::error_code ignored;
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(folder, ignored);
    close(lock);
  }
}

TreeCopy::TreeCopy(TreeCopy&& other) noexcept : path_(std::move(other.path_)), lock_(other.lock_) {
  other.path_.clear();
  other.lock_ = -1;
}

TreeCopy::~TreeCopy() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

Status TreeCopy::apply(const std::string& patch_file) const {
  kbuild::Command command;
  command.argv = {"git", "apply", "--whitespace=nowarn", patch_file};
  command.directory = path_;
  command.unset = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"};
  // In no repository: one above the copy would make git take the paths for its own, and the tree itself may look like
  // one, with a configuration that runs programs.
  command.set = {"GIT_DIR=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"};
  auto output = kbuild::run(command);
  if (!output) return output.error();
  if (interrupted()) return Error{"series", "interrupted", ""};
  if (output->status) return Error{fs::path(patch_file).filename().string(), "does not apply: " + kbuild::lastLines(output->errors, 2), ""};
  return Done{};
}

Status TreeCopy::write(const std::string& file, const std::optional<std::string>& text) const {
  const std::string path = path_ + "/" + file;
  const AtomicOptions options{.sync = false, .within = path_};
  if (text) return writeFileAtomically(path, *text, options);
  // The same way: a folder on the way may be a link that leads out of the copy.
  if (auto status = writeFileAtomically(path, "", options); !status) return status;
  std::error_code error;
  fs::remove(path, error);
  if (error) return Error{path, error.message(), ""};
  return Done{};
}

}  // namespace gupkit::series
