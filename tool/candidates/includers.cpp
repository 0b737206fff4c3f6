// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/includers.h"

#include <filesystem>
#include <vector>

#include "support/path.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

constexpr size_t kHeaders = 120;
constexpr size_t kFiles = 3000;
constexpr int kDepth = 8;

/// Whether the line can mean `header`: by the search order of "x.h" where the file
/// lies beside one, else by the end of the path.
bool mayMean(const TreeText& text, const IncludeLine& line, const std::string& header) {
  if (line.quoted) {
    const std::string beside = fs::path(folderOf(line.file) + "/" + line.spelling).lexically_normal().string();
    if (beside == header) return true;
    if (text.has(beside)) return false;
  }
  std::string tail = line.spelling;
  while (tail.starts_with("../") || tail.starts_with("./")) tail.erase(0, tail.find('/') + 1);
  if (header != tail && !header.ends_with("/" + tail)) return false;
  // <x.h> of another folder's private header needs -I for it: the same driver.
  const bool shared = header.starts_with("include/") || header.find("/include/") != std::string::npos;
  return shared || line.file.starts_with(folderOf(folderOf(header)));
}

}  // namespace

Result<const Includers::Seen*> Includers::of(TreeText& text, const std::string& header) {
  if (auto it = known_.find(header); it != known_.end()) return &it->second;
  Seen seen;
  std::set<std::string> headers{header};
  std::vector<std::string> next{header};
  // What a macro says may be any header of the same driver.
  auto computed = text.includesOf("");
  if (!computed) return computed.error();
  for (const IncludeLine& line : *computed)
    if (!header.starts_with("include/") && line.file.starts_with(folderOf(header)) && seen.files.insert(line.file).second &&
        isHeader(line.file) && headers.insert(line.file).second)
      next.push_back(line.file);
  for (int depth = 0; depth < kDepth && !next.empty() && !seen.everywhere; ++depth) {
    std::vector<std::string> asked;
    asked.swap(next);
    for (const std::string& target : asked) {
      auto lines = text.includesOf(fileName(target));
      if (!lines) return lines.error();
      for (const IncludeLine& line : *lines) {
        if (seen.files.count(line.file) || !mayMean(text, line, target)) continue;
        seen.files.insert(line.file);
        if (isHeader(line.file) && headers.insert(line.file).second) next.push_back(line.file);
      }
    }
    seen.everywhere = headers.size() > kHeaders || seen.files.size() > kFiles;
  }
  seen.everywhere |= !next.empty();  // deeper than was looked
  if (seen.everywhere) seen.files.clear();
  return &known_.emplace(header, std::move(seen)).first->second;
}

}  // namespace gupkit
