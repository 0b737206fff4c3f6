// SPDX-License-Identifier: GPL-2.0-only
#include "support/temp_files.h"

#include <string.h>
#include <unistd.h>

#include <atomic>

namespace gupkit {
namespace {

// A signal handler may neither lock nor allocate: a fixed table of plain strings.
constexpr int slots = 64;
constexpr size_t longest_path = 4096;

enum State : int { free_slot, filling, ready };

struct Slot {
  std::atomic<int> state{free_slot};
  pid_t owner = 0;  ///< a forked child must not remove its parent's files
  char path[longest_path];
};
Slot table[slots];

int take(const std::string& path) {
  if (path.size() >= longest_path) return -1;
  for (int i = 0; i < slots; ++i) {
    int expected = free_slot;
    if (!table[i].state.compare_exchange_strong(expected, filling)) continue;
    memcpy(table[i].path, path.c_str(), path.size() + 1);
    table[i].owner = getpid();
    table[i].state.store(ready);
    return i;
  }
  return -1;  // the destructor still removes it
}

}  // namespace

TempFile::TempFile(std::string path) : path_(std::move(path)), slot_(take(path_)) {}

TempFile::~TempFile() {
  if (!kept_) unlink(path_.c_str());
  if (slot_ >= 0) table[slot_].state.store(free_slot);
}

void TempFile::keep() {
  kept_ = true;
  if (slot_ >= 0) table[slot_].state.store(filling);
}

void TempFile::remove() {
  unlink(path_.c_str());
  keep();
}

void removeTempFiles() {
  for (Slot& slot : table)
    if (slot.state.load() == ready && slot.owner == getpid()) unlink(slot.path);
}

}  // namespace gupkit
