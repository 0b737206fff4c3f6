// SPDX-License-Identifier: GPL-2.0-only
#include "support/spell.h"

#include <algorithm>

namespace gupkit {

unsigned editDistance(std::string_view a, std::string_view b) {
  const size_t width = b.size() + 1;
  std::vector<unsigned> rows((a.size() + 1) * width);
  auto at = [&](size_t i, size_t j) -> unsigned& { return rows[i * width + j]; };
  for (size_t i = 0; i <= a.size(); ++i) at(i, 0) = unsigned(i);
  for (size_t j = 0; j <= b.size(); ++j) at(0, j) = unsigned(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const unsigned change = a[i - 1] != b[j - 1];
      at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return at(a.size(), b.size());
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // More than a third of the letters wrong is another word.
  unsigned best = unsigned(std::max<size_t>(1, (word.size() + 2) / 3)) + 1;
  std::string found;
  for (const std::string& candidate : candidates) {
    const unsigned distance = editDistance(word, candidate);
    if (distance >= best || distance >= candidate.size()) continue;
    best = distance;
    found = candidate;
  }
  return found;
}

std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? "" : "did you mean \"" + found + "\"?";
}

}  // namespace gupkit
