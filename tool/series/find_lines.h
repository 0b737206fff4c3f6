// SPDX-License-Identifier: GPL-2.0-only
// Lines of a recipe, found in a file: compared line by line, runs of blanks equal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/shape.h"

namespace gupkit::series {

/// Where `lines` stand one after the other inside `within`, whole lines with their
/// newlines. Blanks at the ends of a line do not count.
std::vector<Range> findLines(std::string_view text, Range within, const std::vector<std::string>& lines);

/// Each line with its newline.
std::string joinLines(const std::vector<std::string>& lines);

}  // namespace gupkit::series
