// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/file_list.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string_view>

#include "support/io.h"
#include "support/parallel.h"

namespace gupkit {
namespace {

/// A file that changed less than this long ago may change again without a change
/// of its times, where the file system counts them coarsely.
constexpr int64_t fresh_seconds = 2;

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool isSource(std::string_view name) {
  return (endsWith(name, ".c") && !endsWith(name, ".mod.c")) || endsWith(name, ".h");
}

uint64_t stampOf(const struct stat& st, int64_t now) {
  if (st.st_mtim.tv_sec + fresh_seconds >= now || st.st_ctim.tv_sec + fresh_seconds >= now)
    return 0;
  const uint64_t parts[] = {uint64_t(st.st_size),        uint64_t(st.st_ino),
                            uint64_t(st.st_mtim.tv_sec), uint64_t(st.st_mtim.tv_nsec),
                            uint64_t(st.st_ctim.tv_sec), uint64_t(st.st_ctim.tv_nsec)};
  const uint64_t hash = XXH3_64bits(parts, sizeof parts);
  return hash ? hash : 1;
}

/// Folders that Kbuild fills: they hold copies and answers, no source.
bool isGenerated(const std::string& path) {
  if (path == "include/generated" || path == "include/config") return true;
  return path.starts_with("arch/") &&
         (endsWith(path, "/include/generated") || endsWith(path, "/include/generated/uapi"));
}

class Walk {
 public:
  Walk(FileList& list, const TreeTextOptions& options)
      : list_(list), options_(options), now_(time(nullptr)) {
    folders_.push_back("");
  }

  /// 0, or the errno that left folders out though they can be read.
  int run(unsigned jobs) {
    shareOut(jobs, jobs, 1, [this](unsigned, size_t, size_t) { work(); });
    return exhausted_;
  }

 private:
  struct Found {
    std::vector<ListedFile> files;
    std::vector<std::string> folders;
    std::vector<Gap> gaps;
    std::vector<TreeLink> links;
    size_t skipped = 0;
    int exhausted = 0;
  };

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return !folders_.empty() || busy_ == 0; });
      if (folders_.empty()) return;
      const std::string folder = std::move(folders_.back());
      folders_.pop_back();
      ++busy_;
      lock.unlock();
      Found found = read(folder);
      lock.lock();
      --busy_;
      std::move(found.files.begin(), found.files.end(), std::back_inserter(list_.files));
      std::move(found.folders.begin(), found.folders.end(), std::back_inserter(folders_));
      std::move(found.gaps.begin(), found.gaps.end(), std::back_inserter(list_.gaps));
      std::move(found.links.begin(), found.links.end(), std::back_inserter(list_.links));
      list_.skipped_folders += found.skipped;
      if (found.exhausted) exhausted_ = found.exhausted;
      if (!found.folders.empty() || busy_ == 0) changed_.notify_all();
    }
  }

  bool isSkipped(const std::string& folder, const std::string& path, std::string_view name) const {
    if (name.starts_with(".")) return true;
    if (folder.empty() &&
        std::find(options_.skip.begin(), options_.skip.end(), name) != options_.skip.end())
      return true;
    return isGenerated(path);
  }

  /// A link is of interest only where it may hide source that is met nowhere else.
  void readLink(const std::string& path, std::string_view name, Found& found) const {
    char target[PATH_MAX];
    struct stat st;
    const std::string full = list_.root + "/" + path;
    if (!realpath(full.c_str(), target)) {
      if (isSource(name) || errno == ELOOP)
        found.gaps.push_back({path, errno == ELOOP ? "symbolic link that leads back to itself"
                                                   : "symbolic link without a target"});
      return;
    }
    const std::string_view to = target;
    const bool inside = to == list_.root || (to.starts_with(list_.root) && to[list_.root.size()] == '/');
    if (inside && (isSource(to) || (stat(target, &st) == 0 && S_ISDIR(st.st_mode))))
      found.links.push_back({path, std::string(to.substr(std::min(list_.root.size() + 1, to.size())))});
    if (inside) return;
    if (stat(target, &st) == 0 && (S_ISDIR(st.st_mode) || isSource(name)))
      found.gaps.push_back({path, "symbolic link that leads out of the tree is not followed"});
  }

  Found read(const std::string& folder) const {
    Found found;
    const std::string full = folder.empty() ? list_.root : list_.root + "/" + folder;
    DIR* dir = opendir(full.c_str());
    if (!dir) {
      if (isExhausted(errno)) found.exhausted = errno;
      found.gaps.push_back({folder, std::string("folder cannot be read: ") + strerror(errno)});
      return found;
    }
    const int fd = dirfd(dir);
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(dir);
      if (!entry) {
        if (errno)
          found.gaps.push_back({folder, std::string("folder cannot be read: ") + strerror(errno)});
        break;
      }
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      unsigned char type = entry->d_type;
      struct stat st;
      bool known = false;
      if (type == DT_UNKNOWN || (type == DT_REG && isSource(name))) {
        const std::string path = folder.empty() ? std::string(name) : folder + "/" + entry->d_name;
        if (fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
          found.gaps.push_back({path, std::string("cannot be read: ") + strerror(errno)});
          continue;
        }
        known = true;
        type = S_ISREG(st.st_mode)   ? DT_REG
               : S_ISDIR(st.st_mode) ? DT_DIR
               : S_ISLNK(st.st_mode) ? DT_LNK
                                     : DT_UNKNOWN;
      }
      if (type == DT_REG && !isSource(name)) continue;
      if (type != DT_REG && type != DT_DIR && type != DT_LNK) continue;
      std::string path = folder.empty() ? std::string(name) : folder + "/" + entry->d_name;
      if (type == DT_REG) {
        if (known)
          found.files.push_back({std::move(path), uint64_t(st.st_size), stampOf(st, now_)});
      } else if (type == DT_DIR) {
        if (isSkipped(folder, path, name))
          ++found.skipped;
        else
          found.folders.push_back(std::move(path));
      } else if (name == "source" && !folder.empty()) {
        // An O= build folder: Kbuild leaves this link in it to the tree.
        closedir(dir);
        Found none;
        none.skipped = 1;
        return none;
      } else {
        readLink(path, name, found);
      }
    }
    closedir(dir);
    return found;
  }

  FileList& list_;
  const TreeTextOptions& options_;
  const int64_t now_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> folders_;
  unsigned busy_ = 0;
  int exhausted_ = 0;
};

}  // namespace

Result<FileList> listFiles(const std::string& root, const TreeTextOptions& options, unsigned jobs) {
  char real[PATH_MAX];
  if (!realpath(root.c_str(), real))
    return Error{root, strerror(errno), "name the top folder of a kernel tree"};
  DIR* dir = opendir(real);
  if (!dir) {
    const bool file = errno == ENOTDIR;
    return Error{root, file ? "is not a folder" : std::string("cannot be read: ") + strerror(errno),
                 "name the top folder of a kernel tree"};
  }
  closedir(dir);
  FileList list;
  list.root = real;
  if (const int error = Walk(list, options).run(jobs)) return ioError(root, error);
  std::sort(list.files.begin(), list.files.end(),
            [](const ListedFile& a, const ListedFile& b) { return a.path < b.path; });
  std::sort(list.gaps.begin(), list.gaps.end(),
            [](const Gap& a, const Gap& b) { return a.file < b.file; });
  std::sort(list.links.begin(), list.links.end(),
            [](const TreeLink& a, const TreeLink& b) { return a.path < b.path; });
  return list;
}

}  // namespace gupkit
