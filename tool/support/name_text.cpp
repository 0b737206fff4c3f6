// SPDX-License-Identifier: GPL-2.0-only
#include "support/name_text.h"

namespace gupkit {
namespace {

/// Length of the sequence at the start, 0 where it is none: overlong forms and surrogates are none.
size_t sequence(std::string_view text) {
  const auto at = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  size_t length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (size_t i = 1; i < length; ++i)
    if ((at(i) & 0xc0) != 0x80) return 0;
  if ((lead == 0xe0 && at(1) < 0xa0) || (lead == 0xed && at(1) > 0x9f) || (lead == 0xf0 && at(1) < 0x90) ||
      (lead == 0xf4 && at(1) > 0x8f))
    return 0;
  return length;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string asUtf8(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = sequence(bytes.substr(at));
    const bool spelled = bytes[at] == '\\' && at + 1 < bytes.size() && bytes[at + 1] == 'x';
    if (length && !spelled) {
      out.append(bytes, at, length);
      at += length;
      continue;
    }
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    out.append({'\\', 'x', digits[byte >> 4], digits[byte & 15]});
  }
  return out;
}

std::string asBytes(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 3 < text.size() && text[at + 1] == 'x' && digit(text[at + 2]) >= 0 && digit(text[at + 3]) >= 0) {
      out += char(digit(text[at + 2]) * 16 + digit(text[at + 3]));
      at += 3;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace gupkit
