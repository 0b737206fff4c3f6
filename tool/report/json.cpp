// SPDX-License-Identifier: GPL-2.0-only
#include "report/json.h"

#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "support/name_text.h"

namespace gupkit {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* schema = "gupkit-scan/1";

/// Takes the fields of one object and remembers the first that is wrong.
class Fields {
 public:
  Fields(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) fault_ = where_ + " is not an object";
  }

  std::string text(const char* field) {
    const json* value = find(field);
    if (!value) return "";
    if (!value->is_string()) return wrong(field, "a string"), "";
    return value->get<std::string>();
  }

  unsigned number(const char* field) {
    const json* value = find(field);
    if (!value) return 0;
    if (!value->is_number_unsigned() || *value > UINT32_MAX) return wrong(field, "a number"), 0;
    return value->get<unsigned>();
  }

  int numberOrNull(const char* field) {
    const json* value = find(field);
    if (!value || value->is_null()) return 0;
    return int(number(field));
  }

  const json& array(const char* field) {
    static const json empty = json::array();
    const json* value = find(field);
    if (!value) return empty;
    if (!value->is_array()) return wrong(field, "an array"), empty;
    return *value;
  }

  const json& object(const char* field) {
    static const json empty = json::object();
    const json* value = find(field);
    if (!value) return empty;
    if (!value->is_object()) return wrong(field, "an object"), empty;
    return *value;
  }

  template <class Enum>
  Enum oneOf(const char* field, std::initializer_list<Enum> values) {
    const std::string word = text(field);
    for (Enum value : values)
      if (word == name(value)) return value;
    if (fault_.empty())
      fault_ = where_ + ": \"" + field + "\" has the unknown value \"" + word + "\"";
    return *values.begin();
  }

  /// A later field, which older scans lack.
  std::string textIfThere(const char* field) { return object_.is_object() && object_.contains(field) ? text(field) : ""; }

  const std::string& fault() const { return fault_; }

 private:
  const json* find(const char* field) {
    if (!fault_.empty()) return nullptr;
    const auto it = object_.find(field);
    if (it != object_.end()) return &*it;
    fault_ = where_ + ": \"" + field + "\" is missing";
    return nullptr;
  }

  void wrong(const char* field, const char* what) {
    fault_ = where_ + ": \"" + field + "\" is not " + what;
  }

  const json& object_;
  std::string where_;
  std::string fault_;
};

/// "" or what is wrong.
std::string readSite(const json& object, const std::string& where, Site& site) {
  Fields fields(object, where);
  site.id = fields.text("id");
  site.kind = fields.oneOf("kind", {SiteKind::acquire, SiteKind::release, SiteKind::dirty});
  site.file = asBytes(fields.text("file"));
  site.line = fields.number("line");
  site.column = fields.number("column");
  site.function = fields.text("function");
  site.callee = fields.text("callee");
  site.verdict = fields.oneOf("verdict", {Verdict::convert, Verdict::keep, Verdict::mixed,
                                          Verdict::unknown, Verdict::converted});
  site.reason = fields.text("reason");
  site.gup_case = fields.numberOrNull("case");
  for (const json& engine : fields.array("engines")) {
    if (!engine.is_string()) return where + ": \"engines\" holds something else than strings";
    site.engines.push_back(engine.get<std::string>());
  }
  for (const json& step : fields.array("path")) {
    Fields of_step(step, where + ".path[" + std::to_string(site.path.size()) + "]");
    PathStep read;
    read.file = asBytes(of_step.text("file"));
    read.line = of_step.number("line");
    read.note = asBytes(of_step.text("note"));
    if (!of_step.fault().empty()) return of_step.fault();
    site.path.push_back(std::move(read));
  }
  site.group = fields.textIfThere("group");
  site.blocked_by = fields.textIfThere("blocked_by");
  return fields.fault();
}

std::string readScan(const json& root, Scan& scan) {
  Fields fields(root, "the scan");
  const std::string found = fields.text("schema");
  if (!fields.fault().empty()) return fields.fault();
  if (found != schema) return "its schema is \"" + found + "\", not \"" + schema + "\"";
  Fields tree(fields.object("tree"), "tree");
  if (!fields.fault().empty()) return fields.fault();
  scan.tree.version = tree.text("version");
  scan.tree.api = tree.oneOf("api", {Api::put_user_page, Api::pin});
  if (!tree.fault().empty()) return tree.fault();
  for (const json& object : fields.array("sites")) {
    Site site;
    const std::string fault =
        readSite(object, "sites[" + std::to_string(scan.sites.size()) + "]", site);
    if (!fault.empty()) return fault;
    scan.sites.push_back(std::move(site));
  }
  for (const json& object : fields.array("gaps")) {
    Fields of_gap(object, "gaps[" + std::to_string(scan.gaps.size()) + "]");
    Gap gap;
    gap.file = asBytes(of_gap.text("file"));
    gap.reason = asBytes(of_gap.text("reason"));
    if (!of_gap.fault().empty()) return of_gap.fault();
    scan.gaps.push_back(std::move(gap));
  }
  return fields.fault();
}

}  // namespace

ordered_json stepJson(const PathStep& step) {
  return {{"file", asUtf8(step.file)}, {"line", step.line}, {"note", asUtf8(step.note)}};
}

ordered_json siteJson(const Site& site) {
  ordered_json path = ordered_json::array();
  for (const PathStep& step : site.path) path.push_back(stepJson(step));
  ordered_json out = {{"id", site.id},
                      {"kind", name(site.kind)},
                      {"file", asUtf8(site.file)},
                      {"line", site.line},
                      {"column", site.column},
                      {"function", site.function},
                      {"callee", site.callee},
                      {"verdict", name(site.verdict)},
                      {"reason", site.reason},
                      {"case", site.gup_case ? ordered_json(site.gup_case) : ordered_json()},
                      {"engines", site.engines},
                      {"path", path}};
  if (!site.group.empty()) out["group"] = site.group;
  if (!site.blocked_by.empty()) out["blocked_by"] = site.blocked_by;
  return out;
}

std::string writeJson(const Scan& scan) {
  std::string text = "{\"schema\":" + jsonText(schema) + ",\"tree\":";
  text += jsonText({{"version", scan.tree.version}, {"api", name(scan.tree.api)}});
  text += ",\n\"sites\":" + jsonLines(scan.sites, siteJson);
  text += ",\n\"gaps\":" + jsonLines(scan.gaps, [](const Gap& gap) -> ordered_json {
            return {{"file", asUtf8(gap.file)}, {"reason", asUtf8(gap.reason)}};
          });
  return text + "}\n";
}

Result<Scan> readJson(const std::string& text, const std::string& object) {
  const json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded())
    return Error{object, "is not JSON", "write it with gupkit scan --format json"};
  Scan scan;
  const std::string fault = readScan(root, scan);
  if (!fault.empty()) return Error{object, fault, "write it with gupkit scan --format json"};
  return scan;
}

}  // namespace gupkit
