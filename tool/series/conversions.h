// SPDX-License-Identifier: GPL-2.0-only
// The edits of a scan as patches, one a driver or subsystem, with messages written from
// what was proved.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gupkit/scan.h"
#include "gupkit/series.h"
#include "series/maintainers.h"

namespace gupkit::series {

/// How one touched file was checked; a phrase each.
struct FileCheck {
  std::string compiled;      ///< "x86, allmodconfig"; empty: not compiled
  std::string not_compiled;  ///< why
};

struct ConversionInput {
  const Scan& scan;
  std::map<std::string, std::string> before, after;  ///< of the files that change
  std::map<std::string, FileCheck> checks;
  const Maintainers& maintainers;
  std::function<std::string(const std::string& file)> prefix;
  std::string tool;      ///< "gupkit 0.1.0 (Clang 19)"
  std::string command;   ///< "gupkit series --api pin"
  bool has_pin_rst = true;  ///< the tree has Documentation/core-api/pin_user_pages.rst
  std::map<std::string, std::string> base = {};  ///< of the files that change, as they were scanned
  /// The Fixes: trailer for a fault that is there since all these sites are; "" where that is not known.
  std::function<std::string(const std::vector<const Site*>& sites)> fixes = nullptr;
};

/// Files that have to change in one patch: those that an acquire and its releases share, and
/// those of one MAINTAINERS entry in one folder, where the folder is one subsystem. Groups and
/// files are ordered by name.
std::vector<std::vector<std::string>> groupFiles(const ConversionInput& input);

/// Bug fixes first, as they can go in by themselves.
std::vector<SeriesPatch> conversionPatches(const ConversionInput& input);

}  // namespace gupkit::series
