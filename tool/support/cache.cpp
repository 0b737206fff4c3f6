// SPDX-License-Identifier: GPL-2.0-only
#include "support/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/io.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "gupkit-blob/1\n";
constexpr size_t header_size = magic.size() + 16;
constexpr int64_t day = 24 * 3600;

/// Seeded with the key: an entry under a wrong name is damaged too.
std::string checksum(std::string_view key, std::string_view blob) {
  const XXH64_hash_t seed = XXH3_64bits(key.data(), key.size());
  const XXH128_hash_t hash = XXH3_128bits_withSeed(blob.data(), blob.size(), seed);
  std::string bytes(16, '\0');
  memcpy(bytes.data(), &hash.high64, 8);
  memcpy(bytes.data() + 8, &hash.low64, 8);
  return bytes;
}

bool isTemp(const fs::path& path) { return path.filename().string().starts_with(".gupkit-tmp."); }

}  // namespace

Cache::Cache(std::string folder) : folder_(std::move(folder)) {}

std::string Cache::pathOf(std::string_view key) const {
  const std::string hex = hashOf(key).hex();
  return folder_ + "/blobs/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

std::optional<std::string> Cache::get(std::string_view key) {
  if (folder_.empty()) return std::nullopt;
  const std::string path = pathOf(key);
  auto entry = readFile(path);
  if (!entry) {
    const std::lock_guard lock(mutex_);
    ++counts_.misses;
    return std::nullopt;
  }
  const std::string_view blob =
      std::string_view(*entry).substr(std::min(header_size, entry->size()));
  if (!entry->starts_with(magic) || entry->size() < header_size ||
      entry->compare(magic.size(), 16, checksum(key, blob)) != 0) {
    unlink(path.c_str());
    const std::lock_guard lock(mutex_);
    ++counts_.damaged;
    ++counts_.misses;
    return std::nullopt;
  }
  // collect() goes by the time of last use; once a day is close enough.
  struct stat st;
  if (stat(path.c_str(), &st) == 0 && st.st_mtim.tv_sec + day < time(nullptr))
    utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
  {
    const std::lock_guard lock(mutex_);
    ++counts_.hits;
  }
  entry->erase(0, header_size);
  return std::move(*entry);
}

void Cache::put(std::string_view key, std::string_view blob) {
  {
    const std::lock_guard lock(mutex_);
    if (folder_.empty() || !writable_) return;
  }
  const std::string path = pathOf(key);
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return fail(ioError(folder_, error.value()));
  std::string entry(magic);
  entry += checksum(key, blob);
  entry += blob;
  AtomicOptions options;
  options.sync = false;  // the checksum finds what a power cut tore
  if (const Status status = writeFileAtomically(path, entry, options); !status)
    fail({folder_, status.error().fault, status.error().remedy});
}

void Cache::fail(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!writable_) return;
  writable_ = false;
  warning_ = Error{"cache " + folder_, "cannot be written (" + error.fault + ")",
                   "the run goes on without keeping results; choose another place with --cache"};
}

std::optional<Error> Cache::takeWarning() {
  const std::lock_guard lock(mutex_);
  return std::exchange(warning_, std::nullopt);
}

Cache::Counts Cache::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void Cache::collect(uint64_t limit_bytes, int64_t min_age_seconds) {
  if (folder_.empty()) return;
  const int64_t now = time(nullptr);
  const std::string mark = folder_ + "/collected";
  struct stat st;
  if (stat(mark.c_str(), &st) == 0 && st.st_mtim.tv_sec + min_age_seconds > now) return;

  struct Entry {
    int64_t used;
    uint64_t size;
    std::string path;
  };
  std::vector<Entry> entries;
  uint64_t total = 0;
  std::error_code error;
  auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder_ + "/blobs", options, error), end;
       !error && it != end; it.increment(error)) {
    if (lstat(it->path().c_str(), &st) != 0 || !S_ISREG(st.st_mode)) continue;
    if (isTemp(it->path())) {
      if (st.st_mtim.tv_sec + 3600 < now) unlink(it->path().c_str());
      continue;
    }
    total += uint64_t(st.st_size);
    entries.push_back({st.st_mtim.tv_sec, uint64_t(st.st_size), it->path().string()});
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (total <= limit_bytes) break;
    if (unlink(entry.path.c_str()) == 0) total -= entry.size;
  }
  AtomicOptions no_sync;
  no_sync.sync = false;
  if (fs::exists(folder_, error)) (void)writeFileAtomically(mark, "", no_sync);
}

}  // namespace gupkit
