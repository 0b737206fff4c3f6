// SPDX-License-Identifier: GPL-2.0-only
// The ways through a function that takes pages: its control flow with the events that can dispose
// of a reference, as plain data.
//
// Correct C gives each reference back once on every path. So on each way from an acquire to the end
// of its function the pages have to be released, or put, returned or passed to where a release finds
// them. A way on which nothing of the kind happens has a taker that nobody saw (tool/link/leak.cpp).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace gupkit {

/// Something that happens to values on a way.
struct PathEvent {
  enum class Kind : uint8_t {
    call,   ///< `call`: index into UnitFacts::calls
    store,  ///< *to = value
    leave,  ///< return value; `value` may be 0
  } kind = Kind::call;
  uint32_t call = 0;
  uint32_t to = 0, value = 0;  ///< values of UnitFacts
};

struct PathEdge {
  uint32_t to = 0;    ///< block
  uint32_t null = 0;  ///< taken only where this pointer value is null; 0: it does not depend on one
};

struct PathBlock {
  static constexpr uint32_t kNone = UINT32_MAX;
  std::vector<PathEvent> events;
  std::vector<PathEdge> next;
  /// Decides whether loop `loop` goes on. Where every turn disposes of a page, the loop disposes of all.
  uint32_t loop = kNone;
};

/// One acquire of the function.
struct PathAcquire {
  enum : uint8_t { kAll = 1, kSome = 2 };  ///< what it brought: as many pages as were asked for, or fewer
  uint32_t call = 0;   ///< index into UnitFacts::calls
  uint32_t block = 0;  ///< where it stands
  uint32_t event = 0;  ///< the event of that block
  uint8_t brings = kAll;
  /// Other acquires that overwrite the variable for its page, as they stand in `blocks`. What `ways` says ends there.
  std::vector<std::pair<uint32_t, uint32_t>> overwritten;
  std::vector<uint8_t> ways;  ///< per edge, in the order of blocks and their `next`: which of kAll, kSome can take it
};

struct PathFunction {
  uint32_t function = 0;            ///< index into UnitFacts::functions
  uint32_t entry = 0, exit = 0;     ///< blocks
  std::vector<PathBlock> blocks;
  std::vector<uint32_t> bodies;     ///< per loop: the block that its body begins with
  std::vector<PathAcquire> acquires;
};

}  // namespace gupkit
