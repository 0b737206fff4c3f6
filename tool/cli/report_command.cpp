// SPDX-License-Identifier: GPL-2.0-only
#include "cli/report_command.h"

#include <algorithm>

#include "edit/groups.h"
#include "lint/compare.h"
#include "report/json.h"
#include "report/page.h"
#include "series/maintainers.h"
#include "support/io.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit {
namespace {

std::map<std::string, Owners> ownersOf(const Scan& scan, const std::string& tree, const std::string& root) {
  series::Maintainers maintainers;
  // Paths of a driver out of the tree are none of MAINTAINERS.
  if (root == tree)
    if (auto text = readFile(tree + "/MAINTAINERS")) maintainers = series::Maintainers(*text);
  std::map<std::string, Owners> out;
  for (const Site& site : scan.sites) {
    auto [it, added] = out.try_emplace(site.file);
    if (!added) continue;
    Owners& owners = it->second;
    for (const series::Entry* entry : maintainers.entriesOf(site.file)) {
      if (owners.subsystem.empty()) owners.subsystem = entry->title;
      for (auto [from, to] : {std::pair(&entry->people, &owners.people), std::pair(&entry->lists, &owners.lists)})
        for (const std::string& one : *from)
          if (std::find(to->begin(), to->end(), one) == to->end()) to->push_back(one);
    }
    if (owners.subsystem.empty()) owners.subsystem = folderOf(site.file).empty() ? "." : folderOf(site.file);
  }
  return out;
}

/// The version; where two scans are of one, the name of the file with it.
std::string labelOf(const Scan& scan, const std::string& file) {
  std::string base = file.substr(file.rfind('/') + 1);
  if (base.ends_with(".json")) base.resize(base.size() - 5);
  return scan.tree.version + " (" + base + ")";
}

}  // namespace

std::map<std::string, std::string> groupDiffs(const EngineResult& result) {
  std::map<std::string, std::string> out;
  for (const std::string& group : groupsOf(result.plan))
    for (const FileEdits& file : planOf(result.plan, {group}).files) {
      const std::string& before = result.text.at(file.file);
      out[group] += unifiedDiff(file.file, before, applyEdits(before, file.edits));
    }
  return out;
}

Result<std::string> reportPage(const Options& options, const EngineResult& result, const std::string& root, const std::string& tree) {
  if (options.format == Format::csv) return sitesCsv(result.scan);
  std::map<std::string, std::vector<std::string>> read;
  PageInput input{result.scan, result.coverage, GUPKIT_VERSION, ownersOf(result.scan, tree, root), groupDiffs(result),
                  [&](const std::string& file) -> const std::vector<std::string>& {
                    auto [it, added] = read.try_emplace(file);
                    if (added && file[0] != '/')
                      if (auto text = readFile(root + "/" + file)) it->second = split(*text, '\n');
                    return it->second;
                  },
                  {}};
  for (const std::string& file : options.history) {
    auto text = readFile(file);
    if (!text) return text.error();
    auto scan = readJson(*text, file);
    if (!scan) return scan.error();
    if (scan->tree.api != result.scan.tree.api)
      return Error{file, std::string("is of the dialect ") + name(scan->tree.api) + ", this scan of " + name(result.scan.tree.api),
                   "scan both with the same --api"};
    std::string label = labelOf(*scan, file);
    input.history.emplace_back(std::move(label), std::move(*scan));
  }
  return options.format == Format::markdown ? pageMarkdown(input) : pageHtml(input);
}

}  // namespace gupkit
