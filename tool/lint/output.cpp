// SPDX-License-Identifier: GPL-2.0-only
#include "lint/output.h"

#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "report/sarif_parts.h"
#include "support/color.h"
#include "support/name_text.h"
#include "support/text.h"

namespace gupkit {
namespace {

using nlohmann::ordered_json;

std::string plural(size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

bool shown(const LintReport& report, const Finding& f) {
  return f.is_new && f.suppressed.empty() && (f.proved || report.pedantic);
}

Severity severity(const Finding& f) { return f.proved ? f.severity : Severity::note; }

Color colorOf(Severity severity) {
  return severity == Severity::error ? Color::red : severity == Severity::warning ? Color::yellow : Color::cyan;
}

std::string message(const Finding& f) {
  return f.message + (f.proved ? "" : " (believed, not proved)");
}

}  // namespace

size_t LintReport::counted() const {
  size_t n = 0;
  for (const Finding& f : findings) n += counts(f);
  return n;
}

std::string lintText(const LintReport& report, TextOptions options) {
  std::string text;
  size_t suppressed = 0, known = 0, believed = 0;
  for (const Finding& f : report.findings) {
    suppressed += f.proved && !f.suppressed.empty();
    known += f.proved && f.suppressed.empty() && !f.is_new;
    believed += !f.proved && f.is_new && f.suppressed.empty();
    if (!shown(report, f)) continue;
    text += printable(f.file) + ":" + std::to_string(f.line) + ":" + std::to_string(f.column) + ": ";
    text += paint(name(severity(f)), colorOf(severity(f)), options.color) + ": " + printable(message(f)) + " [" + f.code + "]\n";
    for (const PathStep& step : f.path)
      if (step.line) text += printable(step.file) + ":" + std::to_string(step.line) + ": note: " + printable(step.note) + "\n";
      else text += "  " + printable(step.note) + "\n";
  }
  for (const Gap& gap : report.gaps)
    text += printable(gap.file) + ":1:1: " + paint("gap", Color::red, options.color) + ": " + printable(gap.reason) + "\n";
  if (!text.empty()) text += "\n";
  text += plural(report.counted(), report.change ? "new finding" : "finding");
  if (known) text += ", " + std::to_string(known) + (report.change ? " that the change does not bring" : " of the baseline");
  if (suppressed) text += ", " + std::to_string(suppressed) + " suppressed";
  if (believed) text += ", " + std::to_string(believed) + " only believed" + (report.pedantic ? "" : " (--pedantic shows them)");
  text += "; looked at " + plural(report.acquires, "acquire") + ", " + plural(report.releases, "release") + " and " +
          plural(report.dirty, "dirty call");
  text += report.change ? " that " + plural(report.changed, "changed file") + (report.changed == 1 ? " reaches; " : " reach; ") : "; ";
  return text + coverageLine({{}, {}, report.gaps}, report.coverage);
}

std::string lintJson(const LintReport& report) {
  std::string text = "{\"schema\":\"gupkit-lint/1\",\"tree\":";
  text += jsonText({{"version", report.tree.version}, {"api", name(report.tree.api)}});
  text += ",\n\"findings\":[";
  bool first = true;
  for (const Finding& f : report.findings) {
    if (!f.proved && !report.pedantic) continue;
    ordered_json path = ordered_json::array();
    for (const PathStep& step : f.path) path.push_back(stepJson(step));
    ordered_json one = {{"code", f.code},
                        {"file", asUtf8(f.file)},
                        {"line", f.line},
                        {"column", f.column},
                        {"function", f.function},
                        {"callee", f.callee},
                        {"severity", name(severity(f))},
                        {"new", f.is_new},
                        {"confidence", f.proved ? "proved" : "believed"},
                        {"fingerprint", f.fingerprint},
                        {"message", f.message}};
    if (!f.suppressed.empty()) one["suppressed"] = asUtf8(f.suppressed);
    one["path"] = path;
    text += (first ? "\n" : ",\n") + jsonText(one);
    first = false;
  }
  text += "],\n\"gaps\":[";
  first = true;
  for (const Gap& gap : report.gaps) {
    text += (first ? "\n" : ",\n") + jsonText({{"file", asUtf8(gap.file)}, {"reason", asUtf8(gap.reason)}});
    first = false;
  }
  text += "],\n\"looked_at\":" + jsonText({{"acquires", report.acquires},
                                           {"releases", report.releases},
                                           {"dirty", report.dirty},
                                           {"files", report.coverage.files},
                                           {"analysed", report.coverage.analysed}});
  return text + "}\n";
}

std::string lintSarif(const LintReport& report, const std::string& version) {
  ordered_json rules = ordered_json::array();
  std::map<std::string, size_t> index;
  for (const FindingCode& code : findingCodes()) {
    index[code.code] = rules.size();
    rules.push_back({{"id", code.code},
                     {"shortDescription", {{"text", code.text}}},
                     {"help", {{"text", std::string("The page docs/findings/") + code.code + ".md of gupkit explains it and what to do."}}},
                     {"defaultConfiguration", {{"level", name(code.severity)}}}});
  }
  ordered_json results = ordered_json::array();
  for (const Finding& f : report.findings) {
    if (!f.proved && !report.pedantic) continue;
    // What a change does not bring is no part of its report.
    if (report.change && !f.is_new) continue;
    ordered_json at;
    at["physicalLocation"] = physicalLocation(f.file, f.line, f.column);
    if (!f.function.empty()) at["logicalLocations"] = ordered_json::array({{{"name", f.function}, {"kind", "function"}}});
    ordered_json one = {{"ruleId", f.code}, {"ruleIndex", index[f.code]}, {"level", name(severity(f))}, {"message", {{"text", asUtf8(message(f))}}}};
    one["locations"] = ordered_json::array({at});
    one["partialFingerprints"] = {{"primaryLocationLineHash", f.fingerprint}};
    if (!report.change) one["baselineState"] = f.is_new ? "new" : "unchanged";
    if (!f.suppressed.empty())
      one["suppressions"] = ordered_json::array({{{"kind", f.suppressed == "NOLINT" ? "inSource" : "external"}, {"justification", asUtf8(f.suppressed)}}});
    if (!f.path.empty()) one["codeFlows"] = ordered_json::array({codeFlow(f.path)});
    results.push_back(one);
  }
  ordered_json notifications = ordered_json::array();
  for (const Gap& gap : report.gaps) {
    ordered_json one = {{"level", "warning"}, {"message", {{"text", asUtf8(gap.file + " was not analysed: " + gap.reason)}}}};
    notifications.push_back(one);
  }
  ordered_json run;
  run["tool"]["driver"] = {{"name", "gupkit"}, {"version", version}, {"rules", rules}};
  run["automationDetails"]["id"] = "gupkit-lint/";
  run["originalUriBaseIds"][kSarifRoot]["description"]["text"] = "the top folder of the kernel tree";
  run["invocations"] = ordered_json::array({{{"executionSuccessful", true}, {"toolExecutionNotifications", notifications}}});
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = results;
  const ordered_json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", ordered_json::array({run})}};
  return jsonText(log) + "\n";
}

namespace {

/// What a workflow command may not hold as it is; `property`: in front of the ::, too.
std::string escaped(const std::string& text, bool property) {
  std::string out;
  for (char c : text)
    switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += property ? "%3A" : ":"; break;
      case ',': out += property ? "%2C" : ","; break;
      default: out += c;
    }
  return out;
}

}  // namespace

std::string lintGithub(const LintReport& report) {
  std::string out;
  for (const Finding& f : report.findings) {
    if (!shown(report, f)) continue;
    const Severity s = severity(f);
    out += std::string("::") + (s == Severity::error ? "error" : s == Severity::warning ? "warning" : "notice");
    out += " file=" + escaped(asUtf8(f.file), true) + ",line=" + std::to_string(f.line) + ",col=" + std::to_string(f.column);
    out += ",title=" + escaped("gupkit " + f.code, true) + "::" + escaped(asUtf8(message(f)), false);
    for (const PathStep& step : f.path)
      out += escaped("\n" + asUtf8(step.file) + (step.line ? ":" + std::to_string(step.line) : "") + ": " + asUtf8(step.note), false);
    out += "\n";
  }
  return out;
}

std::string lintGitlab(const LintReport& report) {
  std::string out = "[";
  bool first = true;
  for (const Finding& f : report.findings) {
    if (!shown(report, f)) continue;
    const Severity s = severity(f);
    ordered_json one = {{"description", asUtf8(message(f))},
                        {"check_name", "gupkit-" + f.code},
                        {"fingerprint", f.fingerprint},
                        {"severity", s == Severity::error ? "critical" : s == Severity::warning ? "major" : "info"},
                        {"location", {{"path", asUtf8(f.file)}, {"lines", {{"begin", f.line}}}}}};
    out += (first ? "\n" : ",\n") + jsonText(one);
    first = false;
  }
  return out + "]\n";
}

}  // namespace gupkit
