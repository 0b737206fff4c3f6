// SPDX-License-Identifier: GPL-2.0-only
#include "edit/text.h"

#include <algorithm>
#include <cctype>

namespace gupkit::edit {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }

}  // namespace

bool isIdent(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

unsigned columnAfter(unsigned column, char c) { return c == '\t' ? (column / 8 + 1) * 8 : column + 1; }

unsigned columnAfter(unsigned column, std::string_view text) {
  for (char c : text) column = columnAfter(column, c);
  return column;
}

std::string indentTo(unsigned column) {
  return std::string(column / 8, '\t') + std::string(column % 8, ' ');
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string squeeze(std::string_view text) {
  std::string out;
  for (char c : trim(text)) {
    if (!blank(c))
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  return out;
}

std::vector<uint32_t> mentions(std::string_view masked, std::string_view ident) {
  std::vector<uint32_t> found;
  for (size_t at = masked.find(ident); at != std::string_view::npos; at = masked.find(ident, at + 1)) {
    if (at && isIdent(masked[at - 1])) continue;
    if (at + ident.size() < masked.size() && isIdent(masked[at + ident.size()])) continue;
    size_t before = at;
    while (before && blank(masked[before - 1])) --before;
    if (before && masked[before - 1] == '.' && !(before > 1 && masked[before - 2] == '.')) continue;
    if (before > 1 && masked[before - 1] == '>' && masked[before - 2] == '-') continue;
    found.push_back(static_cast<uint32_t>(at));
  }
  return found;
}

std::vector<std::string> callArgs(std::string_view text, std::string_view name) {
  text = trim(text);
  if (!text.starts_with(name)) return {};
  std::string_view rest = trim(text.substr(name.size()));
  if (rest.size() < 2 || rest.front() != '(' || rest.back() != ')') return {};
  std::vector<std::string> args;
  int depth = 0;
  size_t start = 1;
  for (size_t i = 0; i < rest.size(); ++i) {
    char c = rest[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') {
      if (--depth == 0 && i + 1 != rest.size()) return {};
    }
    if ((c == ',' && depth == 1) || i + 1 == rest.size()) {
      args.push_back(squeeze(rest.substr(start, i - start)));
      start = i + 1;
    }
  }
  return args;
}

Source::Source(std::string_view text) : text_(text), masked_(text), eol_("\n") {
  if (size_t nl = text.find('\n'); nl != std::string_view::npos && nl && text[nl - 1] == '\r') eol_ = "\r\n";
  size_t n = text.size();
  auto wipe = [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i)
      if (masked_[i] != '\n' && masked_[i] != '\r') masked_[i] = ' ';
  };
  for (size_t i = 0; i < n;) {
    char c = text[i];
    size_t end = i;
    if (c == '/' && i + 1 < n && text[i + 1] == '*') {
      size_t close = text.find("*/", i + 2);
      end = close == std::string_view::npos ? n : close + 2;
      comments_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(end)});
    } else if (c == '/' && i + 1 < n && text[i + 1] == '/') {
      end = i;
      while (end < n && text[end] != '\n') {
        if (text[end] == '\\' && end + 1 < n && text[end + 1] == '\n') ++end;
        ++end;
      }
      end = std::min(end, n);
      comments_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(end)});
    } else if (c == '"' || c == '\'') {
      end = i + 1;
      while (end < n && text[end] != c && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end, n);
      if (end < n && text[end] == c) ++end;
    }
    if (end == i) {
      ++i;
    } else {
      wipe(i, end);
      i = end;
    }
  }
}

std::string_view Source::at(Range r) const {
  if (r.begin > r.end || r.end > text_.size()) return {};
  return text_.substr(r.begin, r.end - r.begin);
}

std::string_view Source::maskedAt(Range r) const {
  if (r.begin > r.end || r.end > masked_.size()) return {};
  return std::string_view(masked_).substr(r.begin, r.end - r.begin);
}

uint32_t Source::lineBegin(uint32_t offset) const {
  while (offset && text_[offset - 1] != '\n') --offset;
  return offset;
}

uint32_t Source::lineEnd(uint32_t offset) const {
  size_t nl = text_.find('\n', offset);
  if (nl == std::string_view::npos) return static_cast<uint32_t>(text_.size());
  return static_cast<uint32_t>(nl > offset && text_[nl - 1] == '\r' ? nl - 1 : nl);
}

uint32_t Source::nextLine(uint32_t offset) const {
  size_t nl = text_.find('\n', offset);
  return static_cast<uint32_t>(nl == std::string_view::npos ? text_.size() : nl + 1);
}

unsigned Source::column(uint32_t offset) const {
  uint32_t begin = lineBegin(offset);
  return columnAfter(0, text_.substr(begin, offset - begin));
}

std::string_view Source::indent(uint32_t offset) const {
  uint32_t begin = lineBegin(offset), end = begin;
  while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
  return text_.substr(begin, end - begin);
}

bool Source::firstOnLine(uint32_t offset) const {
  uint32_t begin = lineBegin(offset);
  return trim(text_.substr(begin, offset - begin)).empty();
}

bool Source::lastOnLine(uint32_t offset) const {
  return trim(text_.substr(offset, lineEnd(offset) - offset)).empty();
}

std::vector<Range> Source::comments(Range r) const {
  std::vector<Range> found;
  for (Range c : comments_)
    if (c.begin < r.end && r.begin < c.end) found.push_back(c);
  return found;
}

bool Source::hasDirective(Range r) const {
  for (uint32_t at = lineBegin(r.begin); at < r.end;) {
    uint32_t i = at, next = nextLine(at);
    while (i < r.end && (masked_[i] == ' ' || masked_[i] == '\t')) ++i;
    if (i >= r.begin && i < r.end && masked_[i] == '#') return true;
    if (next <= at) break;
    at = next;
  }
  return false;
}

}  // namespace gupkit::edit
