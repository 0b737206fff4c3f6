// SPDX-License-Identifier: GPL-2.0-only
#include "series/batches.h"

namespace gupkit::series {

std::vector<Batch> cutBatches(const std::vector<SeriesPatch>& patches, unsigned most) {
  std::vector<Batch> batches;
  if (patches.empty()) return batches;
  if (most == 0 || patches.size() <= most) {
    batches.push_back({"", "", 0, patches.size()});
    return batches;
  }
  size_t core = 0;
  while (core < patches.size() && patches[core].kind == SeriesPatch::Kind::core) ++core;
  auto cut = [&](size_t begin, size_t end, const std::string& title) {
    const size_t count = (end - begin + most - 1) / most;
    // Even pieces: 16 patches are two of 8, not 15 and one.
    for (size_t i = 0; i < count; ++i) {
      const size_t from = begin + (end - begin) * i / count, to = begin + (end - begin) * (i + 1) / count;
      std::string name = title;
      if (count > 1) name += ", " + std::to_string(i + 1) + " of " + std::to_string(count);
      batches.push_back({"batch-" + std::to_string(batches.size() + 1), name, from, to});
    }
  };
  cut(0, core, "core");
  cut(core, patches.size(), "conversions");
  return batches;
}

}  // namespace gupkit::series
