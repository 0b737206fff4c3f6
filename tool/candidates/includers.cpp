// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/includers.h"

#include <algorithm>
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
/// lies beside one, else by the end of the path. `by_flag`: a -I of the Makefile may lead to any folder.
bool mayMean(const TreeText& text, const IncludeLine& line, const std::string& header, bool by_flag) {
  if (line.quoted) {
    const std::string beside = fs::path(folderOf(line.file) + "/" + line.spelling).lexically_normal().string();
    if (beside == header) return true;
    if (text.has(beside)) return false;
  }
  std::string tail = line.spelling;
  while (tail.starts_with("../") || tail.starts_with("./")) tail.erase(0, tail.find('/') + 1);
  if (header != tail && !header.ends_with("/" + tail)) return false;
  if (by_flag) return true;
  // <x.h> of another folder's private header needs -I for it: mostly the same driver.
  const bool shared = header.starts_with("include/") || header.find("/include/") != std::string::npos;
  return shared || line.file.starts_with(folderOf(folderOf(header)));
}

/// The names that a header has besides through links of the tree: of itself, and of folders above it.
void addOtherNames(const TreeText& text, const std::string& header, std::set<std::string>& headers, std::vector<std::string>& next,
                   int depth = 0) {
  if (depth == 3) return;  // a link that leads above itself makes ever longer ones
  for (const TreeLink& link : text.links()) {
    const bool whole = header == link.target;
    if (!whole && !link.target.empty() && !header.starts_with(link.target + "/")) continue;
    const size_t cut = link.target.empty() ? 0 : link.target.size() + 1;
    const std::string name = whole ? link.path : link.path + "/" + header.substr(cut);
    if (!headers.insert(name).second) continue;
    next.push_back(name);
    addOtherNames(text, name, headers, next, depth + 1);
  }
}

void addHeader(const TreeText& text, const std::string& header, std::set<std::string>& headers, std::vector<std::string>& next) {
  if (!headers.insert(header).second) return;
  next.push_back(header);
  addOtherNames(text, header, headers, next);
}

/// Whether some line includes a file that is no header.
Result<bool> isIncluded(TreeText& text, const std::string& file, bool by_flag) {
  auto lines = text.includesOf(fileName(file));
  if (!lines) return lines.error();
  return std::any_of(lines->begin(), lines->end(),
                     [&](const IncludeLine& line) { return mayMean(text, line, file, by_flag); });
}

}  // namespace

Result<const Includers::Seen*> Includers::of(TreeText& text, const std::string& header, bool by_flag) {
  auto& known = by_flag ? known_by_flag_ : known_;
  if (auto it = known.find(header); it != known.end()) return &it->second;
  Seen seen;
  std::set<std::string> headers;
  std::vector<std::string> next;
  addHeader(text, header, headers, next);
  // What a macro says may be any header of the same driver.
  auto computed = text.includesOf("");
  if (!computed) return computed.error();
  for (const IncludeLine& line : *computed)
    if (!header.starts_with("include/") && line.file.starts_with(folderOf(header)) && seen.files.insert(line.file).second &&
        isHeader(line.file))
      addHeader(text, line.file, headers, next);
  for (int depth = 0; depth < kDepth && !next.empty() && !seen.everywhere; ++depth) {
    std::vector<std::string> asked;
    asked.swap(next);
    for (const std::string& target : asked) {
      auto lines = text.includesOf(fileName(target));
      if (!lines) return lines.error();
      for (const IncludeLine& line : *lines) {
        if (seen.files.count(line.file) || !mayMean(text, line, target, by_flag)) continue;
        seen.files.insert(line.file);
        auto again = isHeader(line.file) ? Result<bool>(true) : isIncluded(text, line.file, by_flag);
        if (!again) return again.error();
        if (*again) addHeader(text, line.file, headers, next);
      }
    }
    seen.everywhere = headers.size() > kHeaders || seen.files.size() > kFiles;
  }
  seen.everywhere |= !next.empty();  // deeper than was looked
  if (seen.everywhere) seen.files.clear();
  return &known.emplace(header, std::move(seen)).first->second;
}

}  // namespace gupkit
