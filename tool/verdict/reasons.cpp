// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/verdict.h"

namespace gupkit {
namespace {

struct Reason {
  const char* code;
  const char* text;
};
constexpr Reason kReasons[] = {
#define REASON(code, text) {code, text},
#include "gupkit/reasons.def"
#undef REASON
};

}  // namespace

const char* reasonText(const std::string& code) {
  for (const Reason& reason : kReasons)
    if (code == reason.code) return reason.text;
  return "";
}

std::vector<std::string> reasonCodes() {
  std::vector<std::string> out;
  for (const Reason& reason : kReasons) out.push_back(reason.code);
  return out;
}

}  // namespace gupkit
