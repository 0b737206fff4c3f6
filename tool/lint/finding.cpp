// SPDX-License-Identifier: GPL-2.0-only
#include "lint/finding.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "support/hash.h"

namespace gupkit {

const std::vector<FindingCode>& findingCodes() {
  static const std::vector<FindingCode> table = {
#define FINDING(code, severity, text) {code, Severity::severity, text},
#include "lint/findings.def"
#undef FINDING
  };
  return table;
}

const FindingCode* findingCode(const std::string& code) {
  for (const FindingCode& one : findingCodes())
    if (code == one.code) return &one;
  return nullptr;
}

const char* name(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "";
}

void numberFindings(std::vector<Finding>& findings) {
  auto key = [](const Finding& f) { return std::tie(f.file, f.line, f.column, f.code, f.callee); };
  // A header's function is one place seen by many units: what all of them prove is proved.
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    return key(a) < key(b) || (key(a) == key(b) && a.proved < b.proved);
  });
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [&](const Finding& a, const Finding& b) { return key(a) == key(b); }),
                 findings.end());
  std::map<std::string, unsigned> seen;
  for (Finding& f : findings) {
    const std::string what = f.code + "\n" + f.file + "\n" + f.function + "\n" + f.callee;
    Hasher h;
    h.add(what).add(uint64_t(seen[what]++));
    f.fingerprint = h.digest().hex().substr(0, 16);
  }
}

}  // namespace gupkit
