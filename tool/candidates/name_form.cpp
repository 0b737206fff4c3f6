// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/name_form.h"

namespace gupkit {
namespace {

/// The longest parameter list that is looked through for the body behind it.
constexpr size_t longest_head = 1 << 14;

bool isBlank(char c) { return c == ' ' || c == '\t'; }
bool isSpace(char c) { return isBlank(c) || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool isWhole(std::string_view text, size_t begin, size_t end) {
  return (begin == 0 || !isNameByte(text[begin - 1])) &&
         (end == text.size() || !isNameByte(text[end]));
}

bool isMember(std::string_view text, size_t begin) {
  while (begin > 0 && (isSpace(text[begin - 1]) || text[begin - 1] == '\\')) --begin;
  if (begin == 0) return false;
  if (text[begin - 1] == '.') return true;
  return begin > 1 && text[begin - 1] == '>' && text[begin - 2] == '-';
}

size_t lineBegin(std::string_view text, size_t at) {
  while (at > 0 && text[at - 1] != '\n') --at;
  return at;
}

/// Behind `# word` at the start of the line, or npos.
size_t behindDirective(std::string_view text, size_t line, std::string_view word) {
  while (line < text.size() && isBlank(text[line])) ++line;
  if (line == text.size() || text[line] != '#') return std::string_view::npos;
  ++line;
  while (line < text.size() && isBlank(text[line])) ++line;
  if (text.substr(line, word.size()) != word) return std::string_view::npos;
  return line + word.size();
}

bool isInclude(std::string_view text, size_t begin, size_t end) {
  if (end == text.size() || (text[end] != '"' && text[end] != '>')) return false;
  if (begin == 0 || (text[begin - 1] != '"' && text[begin - 1] != '<' && text[begin - 1] != '/'))
    return false;
  return behindDirective(text, lineBegin(text, begin), "include") != std::string_view::npos;
}

size_t skipSpace(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (isSpace(text[at])) {
      ++at;
    } else if (text.substr(at, 2) == "/*") {
      const size_t close = text.find("*/", at + 2);
      at = close == std::string_view::npos ? text.size() : close + 2;
    } else if (text.substr(at, 2) == "//") {
      const size_t close = text.find('\n', at);
      at = close == std::string_view::npos ? text.size() : close + 1;
    } else {
      break;
    }
  }
  return at;
}

/// Behind the parenthesis that closes the one at `at`, or npos.
size_t behindParens(std::string_view text, size_t at) {
  int depth = 0;
  for (const size_t stop = std::min(text.size(), at + longest_head); at < stop; ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

bool isDefinition(std::string_view text, size_t begin, size_t end) {
  const size_t line = lineBegin(text, begin);
  const size_t define = behindDirective(text, line, "define");
  if (define != std::string_view::npos) {
    size_t at = define;
    while (at < begin && isBlank(text[at])) ++at;
    return at == begin;
  }
  if (text.substr(line).starts_with("EXPORT_SYMBOL")) return true;
  if (!isNameByte(text[line])) return false;
  size_t at = skipSpace(text, end);
  if (at == text.size() || text[at] != '(') return false;
  at = behindParens(text, at);
  // Annotations may stand between the parameters and the body: __acquires(lock).
  while (at < text.size()) {
    at = skipSpace(text, at);
    if (at == text.size()) return false;
    if (text[at] == '{') return true;
    if (text[at] == '(') {
      at = behindParens(text, at);
    } else if (isNameByte(text[at])) {
      while (at < text.size() && isNameByte(text[at])) ++at;
    } else {
      return false;
    }
  }
  return false;
}

}  // namespace

bool standsAs(NameForm form, std::string_view text, size_t begin, size_t end) {
  if (form == NameForm::include) return isInclude(text, begin, end);
  if (!isWhole(text, begin, end)) return false;
  switch (form) {
    case NameForm::member:
      return isMember(text, begin);
    case NameForm::definition:
      return isDefinition(text, begin, end);
    default:
      return true;
  }
}

}  // namespace gupkit
