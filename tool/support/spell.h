// SPDX-License-Identifier: GPL-2.0-only
// "did you mean": the nearest of the words that would have been right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gupkit {

/// Letters added, dropped, changed, or swapped with their neighbour.
unsigned editDistance(std::string_view a, std::string_view b);

/// The nearest candidate, or "" where none is near enough to be meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// `did you mean "x"?`, or "".
std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace gupkit
