// SPDX-License-Identifier: GPL-2.0-only
#include "lint/compare.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "report/json_text.h"
#include "support/name_text.h"
#include "support/text.h"

namespace gupkit {
namespace {

using nlohmann::ordered_json;

bool open(const Site& site) {
  // A dirty call goes along with its release and is nothing to do by itself.
  return site.kind != SiteKind::dirty &&
         (site.verdict == Verdict::convert || site.verdict == Verdict::mixed || site.verdict == Verdict::unknown);
}

std::string line(const Site& s) {
  std::string out = printable(s.file) + ":" + std::to_string(s.line) + ":" + std::to_string(s.column) + ": " + name(s.kind) + " " + printable(s.callee);
  if (!s.function.empty()) out += " in " + printable(s.function) + "()";
  return out + ": " + name(s.verdict) + " [" + s.reason + "]";
}

}  // namespace

Comparison compareScans(const Scan& before, const Scan& after) {
  Comparison out;
  std::map<std::string, const Site*> old_by_id;
  for (const Site& s : before.sites) old_by_id[s.id] = &s;
  std::vector<const Site*> came;
  for (const Site& s : after.sites) {
    auto same = old_by_id.find(s.id);
    if (same == old_by_id.end()) {
      came.push_back(&s);
      continue;
    }
    const bool was = open(*same->second), is = open(s);
    if (was && !is) out.fixed.push_back(*same->second);
    else if (!was && is) out.introduced.push_back(s);
    else ++out.unchanged;
    old_by_id.erase(same);
  }
  // What is left went away; the nearest of its kind that came is where it went to.
  auto key = [](const Site& s) { return std::tuple(s.kind, s.callee, s.verdict); };
  std::vector<const Site*> went;
  for (const Site& s : before.sites)
    if (auto it = old_by_id.find(s.id); it != old_by_id.end() && it->second == &s) went.push_back(&s);
  for (const bool near : {true, false})
    std::erase_if(went, [&](const Site* old) {
      auto to = std::find_if(came.begin(), came.end(), [&](const Site* s) {
        return key(*s) == key(*old) && (near ? s->file == old->file : s->function == old->function);
      });
      if (to == came.end()) return false;
      out.moved.emplace_back(*old, **to);
      came.erase(to);
      return true;
    });
  for (const Site* s : went)
    if (open(*s)) out.fixed.push_back(*s);
  for (const Site* s : came) {
    if (open(*s)) out.introduced.push_back(*s);
    else ++out.unchanged;
  }
  return out;
}

std::string comparisonText(const Comparison& c) {
  std::string text;
  for (const Site& s : c.introduced) text += "introduced: " + line(s) + "\n";
  for (const Site& s : c.fixed) text += "fixed: " + line(s) + "\n";
  for (auto& [from, to] : c.moved)
    text += "moved: " + line(to) + ", from " + printable(from.file) + ":" + std::to_string(from.line) + "\n";
  if (!text.empty()) text += "\n";
  return text + std::to_string(c.introduced.size()) + " introduced, " + std::to_string(c.fixed.size()) + " fixed, " +
         std::to_string(c.moved.size()) + " moved, " + std::to_string(c.unchanged) + " unchanged\n";
}

std::string comparisonJson(const Comparison& c) {
  return "{\"schema\":\"gupkit-compare/1\",\n\"introduced\":" + jsonLines(c.introduced, siteJson) + ",\n\"fixed\":" + jsonLines(c.fixed, siteJson) +
         ",\n\"moved\":" + jsonLines(c.moved, [](const auto& pair) {
           ordered_json one = siteJson(pair.second);
           one["from"] = {{"file", asUtf8(pair.first.file)}, {"line", pair.first.line}, {"function", pair.first.function}};
           return one;
         }) + ",\n\"unchanged\":" + std::to_string(c.unchanged) + "}\n";
}

std::string sitesCsv(const Scan& scan) {
  auto field = [](const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char c : text) {
      out += c;
      if (c == '"') out += c;
    }
    return out + "\"";
  };
  std::string out = "id,kind,file,line,column,function,callee,verdict,reason,case\r\n";
  for (const Site& s : scan.sites)
    out += s.id + "," + name(s.kind) + "," + field(asUtf8(s.file)) + "," + std::to_string(s.line) + "," + std::to_string(s.column) + "," +
           field(s.function) + "," + field(s.callee) + "," + name(s.verdict) + "," + s.reason + "," +
           (s.gup_case ? std::to_string(s.gup_case) : "") + "\r\n";
  return out;
}

}  // namespace gupkit
