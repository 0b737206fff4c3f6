// SPDX-License-Identifier: GPL-2.0-only
#include "report/sarif.h"

#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "report/json_text.h"
#include "report/reasons.h"
#include "report/sarif_parts.h"
#include "support/name_text.h"

namespace gupkit {
namespace {

using nlohmann::ordered_json;

/// What GitHub takes of a path.
constexpr size_t most_steps = 10000;

bool isResult(const Site& site) {
  return site.verdict == Verdict::convert || site.verdict == Verdict::mixed ||
         site.verdict == Verdict::unknown;
}

/// `convert` can be applied as it is; the others wait for a person.
const char* levelOf(Verdict verdict) { return verdict == Verdict::convert ? "warning" : "note"; }

ordered_json rule(const std::string& code, const std::string& phrase) {
  const std::string page = "docs/reasons/" + code + ".md";
  return {
      {"id", code},
      {"shortDescription", {{"text", phrase}}},
      {"fullDescription", {{"text", phrase}}},
      {"help", {{"text", "The page " + page + " of gupkit explains the reason and what to do."}}}};
}

class Rules {
 public:
  Rules() {
    for (const Reason& reason : reasonTable()) add(reason.code, reason.text);
  }

  size_t indexOf(const std::string& code) {
    const auto it = index_.find(code);
    return it != index_.end() ? it->second : add(code, code);
  }
  const ordered_json& list() const { return list_; }

 private:
  size_t add(const std::string& code, const std::string& phrase) {
    const size_t index = list_.size();
    list_.push_back(rule(code, phrase));
    index_[code] = index;
    return index;
  }

  ordered_json list_ = ordered_json::array();
  std::map<std::string, size_t> index_;
};

ordered_json result(const Site& site, Rules& rules) {
  std::string message = std::string(name(site.kind)) + " " + site.callee;
  if (!site.function.empty()) message += " in " + site.function + "()";
  message += ": " + std::string(name(site.verdict)) + ": " + reasonPhrase(site.reason);

  ordered_json location;
  location["physicalLocation"] = physicalLocation(site.file, site.line, site.column);
  if (!site.function.empty()) {
    const ordered_json function = {{"name", site.function}, {"kind", "function"}};
    location["logicalLocations"] = ordered_json::array({function});
  }
  ordered_json json = {{"ruleId", site.reason},
                       {"ruleIndex", rules.indexOf(site.reason)},
                       {"level", levelOf(site.verdict)},
                       {"message", {{"text", message}}}};
  json["locations"] = ordered_json::array({location});
  json["partialFingerprints"] = {{"primaryLocationLineHash", site.id}};
  if (!site.path.empty()) json["codeFlows"] = ordered_json::array({codeFlow(site.path)});
  json["properties"] = {{"verdict", name(site.verdict)},
                        {"kind", name(site.kind)},
                        {"callee", site.callee},
                        {"engines", site.engines}};
  if (site.gup_case) json["properties"]["case"] = site.gup_case;
  return json;
}

ordered_json notification(const Gap& gap) {
  ordered_json json = {{"level", "warning"},
                       {"message", {{"text", asUtf8(gap.file + " was not analysed: " + gap.reason)}}}};
  if (!gap.file.empty()) {
    ordered_json location;
    location["physicalLocation"] = physicalLocation(gap.file, 0, 0);
    json["locations"] = ordered_json::array({location});
  }
  return json;
}

}  // namespace

ordered_json physicalLocation(const std::string& file, unsigned line, unsigned column) {
  ordered_json location = {
      {"artifactLocation", {{"uri", relativeUri(file)}, {"uriBaseId", kSarifRoot}}}};
  if (line) {
    location["region"] = {{"startLine", line}};
    if (column) location["region"]["startColumn"] = column;
  }
  return location;
}

ordered_json codeFlow(const std::vector<PathStep>& path) {
  ordered_json locations = ordered_json::array();
  for (const PathStep& step : path) {
    if (locations.size() == most_steps) break;
    ordered_json location;
    if (!step.file.empty())
      location["physicalLocation"] = physicalLocation(step.file, step.line, 0);
    location["message"] = {{"text", asUtf8(step.note)}};
    locations.push_back({{"location", location}});
  }
  ordered_json flow;
  flow["locations"] = locations;
  ordered_json flows;
  flows["threadFlows"] = ordered_json::array({flow});
  return flows;
}

std::string relativeUri(const std::string& path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string uri;
  for (unsigned char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (plain)
      uri += char(c);
    else
      uri.append({'%', digits[c >> 4], digits[c & 15]});
  }
  return uri;
}

std::string writeSarif(const Scan& scan, const std::string& version, size_t results_a_run) {
  Rules rules;
  std::vector<ordered_json> results = {ordered_json::array()};
  for (const Site& site : scan.sites) {
    if (!isResult(site)) continue;
    if (results.back().size() == results_a_run) results.push_back(ordered_json::array());
    results.back().push_back(result(site, rules));
  }
  ordered_json notifications = ordered_json::array();
  for (const Gap& gap : scan.gaps) notifications.push_back(notification(gap));

  ordered_json runs = ordered_json::array();
  for (size_t i = 0; i < results.size(); ++i) {
    ordered_json run;
    run["tool"]["driver"] = {{"name", "gupkit"}, {"version", version}, {"rules", rules.list()}};
    // Services keep apart, and close, the alerts of each id on their own.
    run["automationDetails"]["id"] =
        std::string("gupkit/") + name(scan.tree.api) + "/" + (i ? std::to_string(i + 1) + "/" : "");
    run["originalUriBaseIds"][kSarifRoot]["description"]["text"] = "the top folder of the kernel tree";
    ordered_json invocation = {{"executionSuccessful", true}};
    if (i == 0) invocation["toolExecutionNotifications"] = notifications;
    run["invocations"] = ordered_json::array({invocation});
    run["columnKind"] = "utf16CodeUnits";
    run["results"] = std::move(results[i]);
    run["properties"] = {{"treeVersion", scan.tree.version}, {"api", name(scan.tree.api)}};
    runs.push_back(std::move(run));
  }
  const ordered_json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                            {"version", "2.1.0"},
                            {"runs", runs}};
  return jsonText(log) + "\n";
}

}  // namespace gupkit
