// SPDX-License-Identifier: GPL-2.0-only
// Myers' O(ND) difference of lines, and its `git apply` form. Lines are bytes: CR, missing final
// newlines and bytes that are not UTF-8 pass through.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/edit.h"

namespace gupkit {
namespace {

using Lines = std::vector<std::string_view>;

Lines split(std::string_view text) {
  Lines lines;
  for (size_t at = 0; at < text.size();) {
    size_t nl = text.find('\n', at);
    size_t end = nl == std::string_view::npos ? text.size() : nl + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

/// A run of lines that differ: a[a_begin, a_end) became b[b_begin, b_end).
struct Change {
  size_t a_begin, a_end, b_begin, b_end;
};

/// Beyond this many differing lines the rest counts as one change: correct, if not smallest.
constexpr long kMaxD = 6000;

std::vector<Change> compare(const Lines& a, const Lines& b) {
  size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  const long n = static_cast<long>(a.size() - head - tail), m = static_cast<long>(b.size() - head - tail);
  if (!n && !m) return {};
  std::vector<std::vector<long>> trace;  // per d: furthest x by diagonal -d..d
  long found = -1;
  std::vector<long> v;
  for (long d = 0; d <= std::min(n + m, kMaxD) && found < 0; ++d) {
    std::vector<long> next(2 * d + 1);
    auto before = [&](long k) { return v[k + d - 1]; };  // v spans -(d-1)..d-1
    for (long k = -d; k <= d; k += 2) {
      long x = 0;
      if (d > 0) {
        bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
        x = down ? before(k + 1) : before(k - 1) + 1;
      }
      long y = x - k;
      while (x < n && y < m && a[head + x] == b[head + y]) ++x, ++y;
      next[k + d] = x;
      if (x >= n && y >= m) {
        found = d;
        break;
      }
    }
    trace.push_back(next);
    v = std::move(next);
  }
  if (found < 0) return {{head, head + n, head, head + m}};
  std::vector<Change> changes;
  long x = n, y = m;
  for (long d = found; d > 0; --d) {
    const auto& p = trace[d - 1];
    auto before = [&](long k) { return p[k + d - 1]; };
    long k = x - y;
    bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
    long pk = down ? k + 1 : k - 1, px = before(pk), py = px - pk;
    size_t ab = head + px, bb = head + py, ae = ab + (down ? 0 : 1), be = bb + (down ? 1 : 0);
    if (!changes.empty() && changes.back().a_begin == ae && changes.back().b_begin == be) {
      changes.back().a_begin = ab;
      changes.back().b_begin = bb;
    } else {
      changes.push_back({ab, ae, bb, be});
    }
    x = px;
    y = py;
  }
  std::reverse(changes.begin(), changes.end());
  return changes;
}

/// The line that git shows behind "@@": the last one before the hunk that starts a definition.
std::string_view context(const Lines& a, size_t before) {
  for (size_t i = before; i-- > 0;) {
    std::string_view l = a[i];
    char c = l.empty() ? ' ' : l[0];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$')) continue;
    size_t end = l.find_last_not_of(" \t\r\n");
    l = l.substr(0, end == std::string_view::npos ? 0 : end + 1);
    size_t word = l.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    if (word != std::string_view::npos && l[word] == ':') continue;  // a label
    return l.substr(0, 80);
  }
  return {};
}

std::string start(size_t begin, size_t count) {
  // An empty side names the line before it.
  std::string s = std::to_string(count ? begin + 1 : begin);
  if (count != 1) s += "," + std::to_string(count);
  return s;
}

void put(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (line.empty() || line.back() != '\n') out += "\n\\ No newline at end of file\n";
}

/// As git quotes names; a name with a space ends in a tab on the ---/+++ lines.
std::string quoted(const std::string& name) {
  bool plain = std::all_of(name.begin(), name.end(),
                           [](unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
  if (plain) return name;
  std::string out = "\"";
  for (unsigned char c : name) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20 || c >= 0x7f) {
      char octal[5] = {'\\', static_cast<char>('0' + (c >> 6)), static_cast<char>('0' + ((c >> 3) & 7)),
                       static_cast<char>('0' + (c & 7)), 0};
      out += octal;
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + "\"";
}

}  // namespace

std::string unifiedDiff(const std::string& file, const std::string& before, const std::string& after) {
  constexpr size_t kContext = 3;
  Lines a = split(before), b = split(after);
  std::vector<Change> changes = compare(a, b);
  if (changes.empty()) return {};
  std::string from = quoted("a/" + file), to = quoted("b/" + file);
  std::string end = file.find(' ') != std::string::npos ? "\t\n" : "\n";
  std::string out = "diff --git " + from + " " + to + "\n--- " + from + end + "+++ " + to + end;
  for (size_t i = 0; i < changes.size();) {
    size_t j = i + 1;
    while (j < changes.size() && changes[j].a_begin - changes[j - 1].a_end <= 2 * kContext) ++j;
    const Change &first = changes[i], &last = changes[j - 1];
    size_t lead = std::min(kContext, first.a_begin), trail = std::min(kContext, a.size() - last.a_end);
    size_t ab = first.a_begin - lead, ae = last.a_end + trail, bb = first.b_begin - lead, be = last.b_end + trail;
    out += "@@ -" + start(ab, ae - ab) + " +" + start(bb, be - bb) + " @@";
    if (std::string_view c = context(a, ab); !c.empty()) out += " " + std::string(c);
    out += "\n";
    size_t at = ab;
    for (; i < j; ++i) {
      for (; at < changes[i].a_begin; ++at) put(out, ' ', a[at]);
      for (; at < changes[i].a_end; ++at) put(out, '-', a[at]);
      for (size_t k = changes[i].b_begin; k < changes[i].b_end; ++k) put(out, '+', b[k]);
    }
    for (; at < ae; ++at) put(out, ' ', a[at]);
  }
  return out;
}

std::string applyEdits(const std::string& text, const std::vector<TextEdit>& edits) {
  std::string out;
  out.reserve(text.size() + 64 * edits.size());
  size_t at = 0;
  for (const TextEdit& e : edits) {
    if (e.range.begin < at || e.range.end < e.range.begin || e.range.end > text.size()) continue;
    out.append(text, at, e.range.begin - at);
    out += e.text;
    at = e.range.end;
  }
  out.append(text, at, std::string::npos);
  return out;
}

}  // namespace gupkit
