// SPDX-License-Identifier: GPL-2.0-only
#include "cli/unit_store.h"

#include <sys/stat.h>

#include <cstring>

#include "support/io.h"

namespace gupkit {
namespace {

template <class T>
void put(std::string& out, const T& value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); }

template <class T>
bool take(const std::string& in, size_t& at, T& value) {
  if (in.size() - at < sizeof value) return false;
  std::memcpy(&value, in.data() + at, sizeof value);
  at += sizeof value;
  return true;
}

void putText(std::string& out, const std::string& text) {
  put(out, uint32_t(text.size()));
  out += text;
}

bool takeText(const std::string& in, size_t& at, std::string& text) {
  uint32_t size = 0;
  if (!take(in, at, size) || in.size() - at < size) return false;
  text.assign(in, at, size);
  at += size;
  return true;
}

int64_t nanoseconds(const timespec& time) { return int64_t(time.tv_sec) * 1000000000 + time.tv_nsec; }

}  // namespace

FileHashes::FileHashes(Cache& cache, const std::string& key) : cache_(cache), key_("file-hashes/2\n" + key) {
  auto blob = cache_.get(key_);
  if (!blob) return;
  size_t at = 0;
  while (at < blob->size()) {
    std::string path;
    Entry e;
    if (!takeText(*blob, at, path) || !take(*blob, at, e.size) || !take(*blob, at, e.inode) ||
        !take(*blob, at, e.time) || !take(*blob, at, e.changed) || !take(*blob, at, e.hash.high) || !take(*blob, at, e.hash.low)) {
      entries_.clear();
      return;
    }
    entries_.emplace(std::move(path), e);
  }
}

Hash128 FileHashes::of(const std::string& path) {
  Entry& e = entries_[path];
  if (e.checked) return e.hash;
  e.checked = true;
  struct stat st {};
  if (stat(path.c_str(), &st) != 0 || !hasAnEnd(path)) {
    e.hash = {};
    return e.hash;
  }
  const int64_t time = nanoseconds(st.st_mtim), changed = nanoseconds(st.st_ctim);
  if (e.size == uint64_t(st.st_size) && e.inode == uint64_t(st.st_ino) && e.time == time && e.changed == changed &&
      !(e.hash == Hash128{}))
    return e.hash;
  auto text = readFile(path);
  e.size = uint64_t(st.st_size);
  e.inode = uint64_t(st.st_ino);
  e.time = time;
  e.changed = isFresh(st.st_ctim) ? 0 : changed;
  e.hash = text ? hashOf(*text) : Hash128{};
  dirty_ = true;
  return e.hash;
}

void FileHashes::save() {
  if (!dirty_) return;
  std::string blob;
  for (auto& [path, e] : entries_) {
    if (e.hash == Hash128{}) continue;
    putText(blob, path);
    put(blob, e.size);
    put(blob, e.inode);
    put(blob, e.time);
    put(blob, e.changed);
    put(blob, e.hash.high);
    put(blob, e.hash.low);
  }
  cache_.put(key_, blob);
  dirty_ = false;
}

std::optional<std::string> DependentStore::get(const std::string& key) {
  auto blob = cache_.get(key);
  if (!blob) return std::nullopt;
  size_t at = 0;
  uint32_t count = 0;
  if (!take(*blob, at, count)) return std::nullopt;
  for (uint32_t i = 0; i < count; ++i) {
    std::string path;
    Hash128 hash;
    if (!takeText(*blob, at, path) || !take(*blob, at, hash.high) || !take(*blob, at, hash.low)) return std::nullopt;
    if (!(hashes_.of(path) == hash)) return std::nullopt;
  }
  return blob->substr(at);
}

void DependentStore::put(const std::string& key, const std::vector<std::string>& deps, const std::string& blob) {
  std::string out;
  gupkit::put(out, uint32_t(deps.size()));
  for (const std::string& path : deps) {
    Hash128 hash = hashes_.of(path);
    if (hash == Hash128{}) return;  // gone, or never the same twice
    putText(out, path);
    gupkit::put(out, hash.high);
    gupkit::put(out, hash.low);
  }
  cache_.put(key, out + blob);
}

}  // namespace gupkit
