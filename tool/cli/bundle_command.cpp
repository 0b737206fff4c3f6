// SPDX-License-Identifier: GPL-2.0-only
#include "cli/bundle_command.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "build_id.h"  // generated: GUPKIT_ALL
#include "cli/report_command.h"
#include "edit/groups.h"
#include "report/json_text.h"
#include "support/hash.h"
#include "support/io.h"
#include "support/name_text.h"

namespace gupkit {
namespace {

using nlohmann::ordered_json;

std::string base64(const std::string& bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t three = 0;
    for (size_t k = 0; k < 3; ++k) three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : digits[three >> (18 - 6 * k) & 63];
  }
  return out;
}

/// Where somebody keeps his trees is nobody's business.
std::string without(std::string text, const std::string& folder, const std::string& word) {
  if (folder.empty()) return text;
  for (size_t at = 0; (at = text.find(folder, at)) != std::string::npos; at += word.size()) text.replace(at, folder.size(), word);
  return text;
}

}  // namespace

Result<std::string> bundleOf(const Options& options, const EngineResult& result, const std::string& root, const std::string& file,
                             const std::string& model_hash) {
  const std::vector<Site>& all = result.scan.sites;
  const auto chosen = std::find_if(all.begin(), all.end(), [&](const Site& site) {
    return site.file == file && site.line == options.line && (!options.column || site.column == options.column);
  });
  if (chosen == all.end())
    return Error{file + ":" + std::to_string(options.line), "there is no site on this line", "gupkit scan lists the sites with their lines"};
  const std::string group = groupOf(*chosen);
  ordered_json sites = ordered_json::array(), files = ordered_json::array(), gaps = ordered_json::array();
  std::set<std::string> names;
  for (const Site& site : all) {
    if (groupOf(site) != group) continue;
    sites.push_back(siteJson(site));
    names.insert(site.file);
    for (const PathStep& step : site.path)
      if (!step.file.empty() && step.file[0] != '/') names.insert(step.file);
  }
  for (const std::string& name : names) {
    ordered_json one = {{"file", asUtf8(name)}};
    auto text = readFile(root + "/" + name);
    one["hash"] = text ? ordered_json(hashOf(*text).hex()) : ordered_json();
    if (auto unit = result.units.find(name); unit != result.units.end()) {
      one["configuration"] = unit->second.configuration;
      ordered_json flags = ordered_json::array();
      for (const std::string& flag : unit->second.flags)
        flags.push_back(asUtf8(without(without(without(flag, options.cache, "CACHE"), root, "TREE"), getenv("HOME") ? getenv("HOME") : "", "HOME")));
      one["flags"] = flags;
    }
    if (auto facts = result.facts.find(name); facts != result.facts.end()) one["facts"] = base64(facts->second);
    if (options.with_source && text) one["source"] = asUtf8(*text);
    files.push_back(std::move(one));
  }
  for (const Gap& gap : result.scan.gaps) gaps.push_back({{"file", asUtf8(gap.file)}, {"reason", asUtf8(gap.reason)}});
  ordered_json out = {{"schema", "gupkit-bundle/1"},
                      {"gupkit", {{"version", GUPKIT_VERSION}, {"build", GUPKIT_ALL}, {"llvm", GUPKIT_LLVM_MAJOR}, {"model", model_hash}}},
                      {"tree", {{"version", result.scan.tree.version}, {"api", name(result.scan.tree.api)}}},
                      {"place", {{"file", asUtf8(file)}, {"line", options.line}, {"id", chosen->id}}},
                      {"has_source", options.with_source}};
  out["sites"] = std::move(sites);
  out["files"] = std::move(files);
  out["gaps"] = std::move(gaps);
  if (options.with_source) {
    const auto diffs = groupDiffs(result);
    if (auto diff = diffs.find(chosen->group); diff != diffs.end()) out["diff"] = asUtf8(diff->second);
  }
  return out.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace gupkit
