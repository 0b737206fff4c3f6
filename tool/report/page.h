// SPDX-License-Identifier: GPL-2.0-only
// A scan as a page to look at: one file of HTML that asks the network for nothing, and the same as Markdown.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gupkit/scan.h"
#include "report/text.h"

namespace gupkit {

/// Who cares for a file, as MAINTAINERS says.
struct Owners {
  std::string subsystem;            ///< the title of its most specific entry, else its folder
  std::vector<std::string> people;  ///< of all its entries
  std::vector<std::string> lists;
};

struct PageInput {
  const Scan& scan;
  Coverage coverage;
  std::string version;  ///< of gupkit
  std::map<std::string, Owners> owners;      ///< by file
  std::map<std::string, std::string> diffs;  ///< by group
  /// A file's lines, for the steps of a path; empty where it cannot be read.
  std::function<const std::vector<std::string>&(const std::string& file)> lines;
  /// Earlier scans, in the order of the burn-down: a label and the scan.
  std::vector<std::pair<std::string, Scan>> history;
};

std::string pageHtml(const PageInput& input);
std::string pageMarkdown(const PageInput& input);

}  // namespace gupkit
