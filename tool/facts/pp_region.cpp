// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>

#include <clang/Basic/SourceManager.h>

#include "facts/shape.h"

namespace gupkit {

/// The whole line of a directive, with the lines that a backslash joins to it.
Range PpRegionCollector::line(clang::SourceLocation loc) const {
  auto [file, offset] = sources_.getDecomposedLoc(loc);
  llvm::StringRef text = sources_.getBufferData(file);
  size_t begin = offset, end = offset;
  while (begin && text[begin - 1] != '\n') --begin;
  for (;;) {
    size_t nl = text.find('\n', end);
    if (nl == llvm::StringRef::npos) {
      end = text.size();
      break;
    }
    size_t last = nl;
    if (last && text[last - 1] == '\r') --last;
    end = nl + 1;
    if (!last || text[last - 1] != '\\') break;
  }
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

void PpRegionCollector::open(clang::SourceLocation loc) {
  if (!loc.isFileID()) return;
  Range at = line(loc);
  PpRegion region;
  region.range = at;
  region.directives.push_back(at);
  open_[sources_.getFileID(loc)].push_back(std::move(region));
}

void PpRegionCollector::branch(clang::SourceLocation loc) {
  if (!loc.isFileID()) return;
  auto& stack = open_[sources_.getFileID(loc)];
  if (!stack.empty()) stack.back().directives.push_back(line(loc));
}

void PpRegionCollector::Endif(clang::SourceLocation loc, clang::SourceLocation) {
  if (!loc.isFileID()) return;
  clang::FileID file = sources_.getFileID(loc);
  auto& stack = open_[file];
  if (stack.empty()) return;
  PpRegion region = std::move(stack.back());
  stack.pop_back();
  Range at = line(loc);
  region.directives.push_back(at);
  region.range.end = at.end;
  auto& out = regions_[file];
  auto place = std::upper_bound(out.begin(), out.end(), region.range.begin,
                                [](uint32_t begin, const PpRegion& r) { return begin < r.range.begin; });
  out.insert(place, std::move(region));
}

void PpRegionCollector::SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation end) {
  const clang::SourceLocation begin = range.getBegin();
  if (!begin.isFileID() || !end.isFileID() || sources_.getFileID(begin) != sources_.getFileID(end)) return;
  if (sources_.isInMainFile(begin)) skipped_.push_back({line(begin).begin, line(end).begin});
  else skipped_in_[sources_.getFileID(begin)].push_back({line(begin).begin, line(end).begin});
}

}  // namespace gupkit
