// SPDX-License-Identifier: GPL-2.0-only
#include "report/reasons.h"

namespace gupkit {

const std::vector<Reason>& reasonTable() {
  static const std::vector<Reason> table = {
#define REASON(code, text) {code, text},
#include "gupkit/reasons.def"
#undef REASON
  };
  return table;
}

std::string reasonPhrase(const std::string& code) {
  for (const Reason& reason : reasonTable())
    if (code == reason.code) return reason.text;
  return code;
}

}  // namespace gupkit
