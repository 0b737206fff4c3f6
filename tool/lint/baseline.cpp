// SPDX-License-Identifier: GPL-2.0-only
#include "lint/baseline.h"

#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "report/json_text.h"
#include "support/name_text.h"
#include "support/text.h"

namespace gupkit {
namespace {

constexpr const char* kSchema = "gupkit-baseline/1";
constexpr const char* kRemedy = "write it with gupkit lint --baseline FILE --update-baseline";

}  // namespace

Result<Baseline> readBaseline(const std::string& text, const std::string& object) {
  const auto root = nlohmann::json::parse(text, nullptr, false);
  if (root.is_discarded() || !root.is_object()) return Error{object, "is not JSON", kRemedy};
  if (root.value("schema", "") != kSchema) return Error{object, std::string("its schema is not ") + kSchema, kRemedy};
  Baseline out;
  const auto list = root.find("findings");
  if (list == root.end() || !list->is_array()) return Error{object, "has no list of findings", kRemedy};
  for (const auto& one : *list) {
    BaselineEntry e;
    for (auto [field, to] : {std::pair("fingerprint", &e.fingerprint), {"code", &e.code}, {"file", &e.file},
                             {"function", &e.function}, {"reason", &e.reason}}) {
      if (!one.is_object() || !one.contains(field) || !one[field].is_string())
        return Error{object, "findings[" + std::to_string(out.entries.size()) + "] has no " + field, kRemedy};
      *to = one[field];
    }
    if (trim(e.reason).empty())
      return Error{object, "findings[" + std::to_string(out.entries.size()) + "] has no reason", "say why it is accepted"};
    e.file = asBytes(e.file);
    out.entries.push_back(std::move(e));
  }
  return out;
}

std::string writeBaseline(const Baseline& baseline) {
  std::string out = std::string("{\"schema\":\"") + kSchema + "\",\n\"findings\":[";
  for (size_t i = 0; i < baseline.entries.size(); ++i) {
    const BaselineEntry& e = baseline.entries[i];
    out += (i ? ",\n" : "\n") + jsonText({{"fingerprint", e.fingerprint},
                                          {"code", e.code},
                                          {"file", asUtf8(e.file)},
                                          {"function", e.function},
                                          {"reason", asUtf8(e.reason)}});
  }
  return out + "]}\n";
}

std::vector<BaselineEntry> applyBaseline(const Baseline& baseline, std::vector<Finding>& findings) {
  std::map<std::string, Finding*> by_fingerprint;
  for (Finding& f : findings) by_fingerprint[f.fingerprint] = &f;
  std::vector<BaselineEntry> stale;
  for (const BaselineEntry& e : baseline.entries) {
    auto it = by_fingerprint.find(e.fingerprint);
    if (it == by_fingerprint.end()) stale.push_back(e);
    else it->second->is_new = false;
  }
  return stale;
}

Result<std::vector<Suppression>> readSuppressions(const std::string& text, const std::string& object) {
  std::vector<Suppression> out;
  unsigned number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    std::string_view rest = trim(line);
    if (rest.empty() || rest[0] == '#') continue;
    Suppression s;
    s.line = number;
    for (std::string* word : {&s.file, &s.function, &s.what}) {
      const size_t end = rest.find_first_of(" \t");
      *word = std::string(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : trim(rest.substr(end));
    }
    s.reason = std::string(rest);
    const std::string place = object + ":" + std::to_string(number);
    if (s.what.empty()) return Error{place, "is not of the form PATH FUNCTION CODE REASON", "write * for any path, function or code"};
    if (s.reason.empty()) return Error{place, "has no reason", "say behind the code why the finding is none"};
    const bool fingerprint = s.what.size() == 16 && s.what.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (s.what != "*" && !fingerprint && !findingCode(s.what))
      return Error{place, s.what + " is no code and no fingerprint of a finding", "see docs/findings/index.md"};
    if (s.file == "*" && s.function == "*" && !fingerprint)
      return Error{place, "suppresses a code as a whole", "name a path or a function"};
    out.push_back(std::move(s));
  }
  return out;
}

std::vector<Suppression> applySuppressions(const std::vector<Suppression>& all, std::vector<Finding>& findings) {
  std::vector<Suppression> stale;
  for (const Suppression& s : all) {
    bool used = false;
    for (Finding& f : findings) {
      if (s.file != "*" && fnmatch(s.file.c_str(), f.file.c_str(), 0) != 0) continue;
      if (s.function != "*" && s.function != f.function) continue;
      if (s.what != "*" && s.what != f.code && s.what != f.fingerprint) continue;
      used = true;
      if (f.suppressed.empty()) f.suppressed = s.reason;
    }
    if (!used) stale.push_back(s);
  }
  return stale;
}

namespace {

/// The checks in parentheses behind `keyword`; nothing where the line has no such mark. Empty list: all.
std::optional<std::vector<std::string>> mark(const std::string& line, const std::string& keyword) {
  for (size_t at = line.find(keyword); at != std::string::npos; at = line.find(keyword, at + 1)) {
    const size_t end = at + keyword.size();
    if (at && isalnum(static_cast<unsigned char>(line[at - 1]))) continue;
    if (end < line.size() && isupper(static_cast<unsigned char>(line[end]))) continue;
    std::vector<std::string> checks;
    if (end < line.size() && line[end] == '(') {
      const size_t close = line.find(')', end);
      for (const std::string& one : split(std::string_view(line).substr(end + 1, close - end - 1), ','))
        checks.emplace_back(trim(one));
    }
    return checks;
  }
  return std::nullopt;
}

bool covers(const std::vector<std::string>& checks, const std::string& code) {
  return checks.empty() || std::any_of(checks.begin(), checks.end(), [&](const std::string& check) {
           return fnmatch(check.c_str(), ("gupkit-" + code).c_str(), 0) == 0;
         });
}

}  // namespace

void applyNolint(std::vector<Finding>& findings, const std::function<std::string(const std::string&)>& text) {
  std::map<std::string, std::vector<std::string>> lines;
  for (Finding& f : findings) {
    if (!f.suppressed.empty() || !f.line) continue;
    auto [it, added] = lines.try_emplace(f.file);
    if (added) it->second = split(text(f.file), '\n');
    const auto& all = it->second;
    if (f.line > all.size()) continue;
    auto here = mark(all[f.line - 1], "NOLINT");
    bool off = here && covers(*here, f.code);
    if (f.line > 1)
      if (auto next = mark(all[f.line - 2], "NOLINTNEXTLINE")) off |= covers(*next, f.code);
    std::vector<std::vector<std::string>> open;
    for (unsigned i = 0; i + 1 < f.line; ++i) {
      if (auto begin = mark(all[i], "NOLINTBEGIN")) open.push_back(*begin);
      if (auto end = mark(all[i], "NOLINTEND")) {
        auto same = std::find(open.rbegin(), open.rend(), *end);
        if (same != open.rend()) open.erase(std::next(same).base());
      }
    }
    for (auto& checks : open) off |= covers(checks, f.code);
    if (off) f.suppressed = "NOLINT";
  }
}

}  // namespace gupkit
