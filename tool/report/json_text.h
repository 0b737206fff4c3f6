// SPDX-License-Identifier: GPL-2.0-only
// What the JSON forms of scans, comparisons and findings share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gupkit/scan.h"

namespace gupkit {

/// On one line; bytes that are no UTF-8 become U+FFFD instead of an exception.
inline std::string jsonText(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// As a list, one item a line.
template <class Items, class ToJson>
std::string jsonLines(const Items& items, ToJson to_json) {
  std::string text = "[";
  for (size_t i = 0; i < items.size(); ++i)
    text += (i ? ",\n" : "\n") + jsonText(to_json(items[i]));
  return text + "]";
}

nlohmann::ordered_json stepJson(const PathStep& step);
/// A site as gupkit-scan/1 has it.
nlohmann::ordered_json siteJson(const Site& site);

}  // namespace gupkit
