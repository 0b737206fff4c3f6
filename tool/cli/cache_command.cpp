// SPDX-License-Identifier: GPL-2.0-only
#include "cli/cache_command.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <vector>

namespace gupkit {
namespace {

namespace fs = std::filesystem;

/// What may go: everything else below the folder is somebody's, as the kernel that ./run unpacks.
struct Part {
  const char* name;
  const char* what;
  bool nested;  ///< its entries are files at any depth; else what lies in its top folder
};
constexpr std::array kParts = {
    Part{"kbuild", "configurations and generated headers", false},
    Part{"blobs", "facts, results, answers", true},
    Part{"prefix", "precompiled headers", false},
};
constexpr const char* kUndo = "undo";

/// Not through links: a folder that leads to another one's is no bytes of this one.
uint64_t bytesOf(const fs::path& path) {
  struct stat st;
  if (lstat(path.c_str(), &st) != 0) return 0;
  if (!S_ISDIR(st.st_mode)) return uint64_t(st.st_blocks) * 512;
  uint64_t total = 0;
  std::error_code ec;
  for (fs::directory_iterator it(path, fs::directory_options::skip_permission_denied, ec), end; !ec && it != end; it.increment(ec))
    total += bytesOf(it->path());
  return total;
}

/// One thing that goes as a whole.
struct Entry {
  fs::path path;
  int64_t used = 0;
  uint64_t bytes = 0;
};

int64_t timeOf(const fs::path& path) {
  struct stat st;
  return lstat(path.c_str(), &st) == 0 ? std::max(st.st_mtim.tv_sec, st.st_atim.tv_sec) : 0;
}

std::vector<Entry> entriesOf(const fs::path& folder) {
  std::vector<Entry> out;
  std::error_code ec;
  for (const Part& part : kParts) {
    const fs::path top = folder / part.name;
    if (fs::is_symlink(top, ec)) continue;
    for (fs::recursive_directory_iterator it(top, fs::directory_options::skip_permission_denied, ec), end; !ec && it != end; it.increment(ec)) {
      if (part.nested && it->is_directory(ec)) continue;
      if (!part.nested) it.disable_recursion_pending();
      if (it->path().extension() == ".lock") continue;
      out.push_back({it->path(), std::max(timeOf(it->path()), timeOf(it->path().string() + ".lock")), bytesOf(it->path())});
    }
  }
  return out;
}

/// False where a run is using it.
bool removeEntry(const Entry& entry) {
  const std::string lock = entry.path.string() + ".lock";
  const int fd = open(lock.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
    close(fd);
    return false;
  }
  std::error_code ec;
  fs::remove_all(entry.path, ec);
  if (fd >= 0) {
    unlink(lock.c_str());
    close(fd);
  }
  return !ec;
}

std::string listing(const fs::path& folder) {
  std::string out = folder.string() + "\n";
  std::error_code ec;
  uint64_t total = 0;
  auto line = [](uint64_t bytes, const std::string& text) {
    const std::string size = sizeText(bytes);
    return "  " + std::string(10 - std::min<size_t>(10, size.size()), ' ') + size + "  " + text + "\n";
  };
  auto row = [&](const char* part, const char* what) {
    const fs::path top = folder / part;
    const uint64_t bytes = fs::is_symlink(top, ec) ? 0 : bytesOf(top);
    total += bytes;
    out += line(bytes, std::string(part) + ": " + what + (fs::is_symlink(top, ec) ? " (a link: its content belongs elsewhere)" : ""));
  };
  for (const Part& part : kParts) row(part.name, part.what);
  row(kUndo, "what convert --reverse needs");
  return out + line(total, "together");
}

}  // namespace

std::string sizeText(uint64_t bytes) {
  constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB"};
  double value = double(bytes);
  size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
  char text[32];
  snprintf(text, sizeof text, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
  return text;
}

uint64_t cacheBytes(const std::string& folder) {
  uint64_t total = 0;
  for (const Part& part : kParts) total += bytesOf(fs::path(folder) / part.name);
  return total + bytesOf(fs::path(folder) / kUndo);
}

Result<std::string> runCache(const Options& options) {
  if (options.cache.empty()) return Error{"gupkit cache", "there is no home to keep one in", "name a folder with --cache DIR"};
  const fs::path folder = options.cache;
  std::error_code ec;
  if (!fs::exists(folder, ec)) return folder.string() + "\n  there is none yet\n";
  if (!fs::is_directory(folder, ec)) return Error{options.cache, "is no folder", "name one with --cache DIR"};
  if (options.action == "size") return listing(folder);
  std::vector<Entry> entries = entriesOf(folder);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  uint64_t left = 0, freed = 0;
  size_t busy = 0;
  for (const Entry& entry : entries) left += entry.bytes;
  const uint64_t limit = options.action == "clear" ? 0 : options.limit;
  for (const Entry& entry : entries) {
    if (options.action == "prune" && left <= limit) break;
    if (!removeEntry(entry)) {
      ++busy;
      continue;
    }
    freed += entry.bytes;
    left -= entry.bytes;
  }
  if (options.action == "clear")
    for (const Part& part : kParts) {
      const fs::path top = folder / part.name;
      if (fs::is_symlink(top, ec)) fs::remove(top, ec);
      else if (!busy) fs::remove_all(top, ec);
    }
  fs::remove(folder / "collected", ec);
  std::string out = "freed " + sizeText(freed) + "; " + sizeText(left) + " are left in " + folder.string() + "\n";
  if (busy) out += std::to_string(busy) + " entries stay: a run uses them, or they cannot be removed\n";
  if (fs::exists(folder / kUndo, ec) && !fs::is_empty(folder / kUndo, ec)) out += (folder / kUndo).string() + " stays: convert --reverse needs it\n";
  return out;
}

}  // namespace gupkit
