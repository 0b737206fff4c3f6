// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/name_form.h"

namespace gupkit {
namespace {

/// The longest parameter list that is looked through for the body behind it.
constexpr size_t longest_head = 1 << 14;
/// As far back as the parenthesis of an offsetof() is looked for.
constexpr size_t longest_offset = 1 << 10;

bool isSpace(char c) { return isBlank(c) || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool isWhole(std::string_view text, size_t begin, size_t end) {
  return (begin == 0 || !isNameByte(text[begin - 1])) &&
         (end == text.size() || !isNameByte(text[end]));
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

/// Before blanks, spliced lines and block comments.
size_t backSpace(std::string_view text, size_t at) {
  for (;;) {
    while (at > 0 && (isSpace(text[at - 1]) || text[at - 1] == '\\')) --at;
    if (at < 4 || text[at - 1] != '/' || text[at - 2] != '*') return at;
    const size_t open = text.rfind("/*", at - 4);
    if (open == std::string_view::npos) return at;
    at = open;
  }
}

/// Whether `at`, in parentheses, is in those of offsetof() or of a macro that is named after it.
bool isOffset(std::string_view text, size_t at) {
  int depth = 0;
  for (const size_t stop = at > longest_offset ? at - longest_offset : 0; at > stop; --at) {
    const char c = text[at - 1];
    if (c == ';' || c == '{' || c == '}') return false;
    if (c == ')') ++depth;
    if (c != '(' || --depth >= 0) continue;
    const size_t end = backSpace(text, at - 1);
    size_t word = end;
    while (word > 0 && isNameByte(text[word - 1])) --word;
    const std::string_view name = text.substr(word, end - word);
    return name.find("offset") != std::string_view::npos || name.find("OFFSET") != std::string_view::npos;
  }
  return false;
}

bool isMember(std::string_view text, size_t begin, size_t end) {
  begin = backSpace(text, begin);
  if (begin == 0) return false;
  const char before = text[begin - 1];
  if (before == '.') return true;
  if (before == '>') return begin > 1 && text[begin - 2] == '-';
  if (before != ',' && before != '{') return false;
  // offsetof(struct demo, page), and { page: ... } as it was written before C99.
  const char behind = text[std::min(skipSpace(text, end), text.size() - 1)];
  return behind == ':' || (before == ',' && (behind == ')' || behind == '.' || behind == '[') && isOffset(text, begin));
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

/// Behind the word of an attribute or label that gives something else this name.
bool isAlias(std::string_view text, size_t begin, size_t end) {
  const bool quoted = begin > 0 && text[begin - 1] == '"';
  if (quoted && (end == text.size() || text[end] != '"')) return false;
  begin = backSpace(text, begin - quoted);
  end = skipSpace(text, end + quoted);
  if (begin == 0 || text[begin - 1] != '(' || end >= text.size() || text[end] != ')') return false;
  begin = backSpace(text, begin - 1);
  size_t word = begin;
  while (word > 0 && isNameByte(text[word - 1])) --word;
  std::string_view name = text.substr(word, begin - word);
  while (name.starts_with('_')) name.remove_prefix(1);
  while (name.ends_with('_')) name.remove_suffix(1);
  return name == "alias" || name == "weakref" || name == "ifunc" || (quoted && name == "asm");
}

/// Whether the braces at `at`, those in them, hold values without the names of their members; not a lone 0.
bool isPositional(std::string_view text, size_t at) {
  while (at < text.size() && text[at] == '{') {
    at = skipSpace(text, at + 1);
    if (at == text.size() || text[at] != '[') continue;
    at = text.find('=', at);  // [INDEX] =
    at = at == std::string_view::npos ? text.size() : skipSpace(text, at + 1);
  }
  if (at == text.size() || text[at] == '.' || text[at] == '}') return false;
  if (text[at] != '0') return true;
  at = skipSpace(text, at + 1);
  return at < text.size() && text[at] != '}';
}

bool isFilled(std::string_view text, size_t end) {
  size_t at = skipSpace(text, end);
  if (at < text.size() && text[at] != ')') at = text.find_first_of("=;{}*()", at);
  if (at >= text.size() || (text[at] != ')' && text[at] != '=')) return false;
  at = skipSpace(text, at + 1);
  return at < text.size() && text[at] == '{' && isPositional(text, at);
}

/// `, ##args` takes a comma away and makes no name.
bool isPaste(std::string_view text, size_t begin) {
  while (begin > 0 && isBlank(text[begin - 1])) --begin;
  return begin > 0 && isNameByte(text[begin - 1]);
}

}  // namespace

bool standsAs(NameForm form, std::string_view text, size_t begin, size_t end) {
  if (form == NameForm::include) return isInclude(text, begin, end);
  if (form == NameForm::paste) return isPaste(text, begin);
  if (!isWhole(text, begin, end)) return false;
  switch (form) {
    case NameForm::member:
      return isMember(text, begin, end);
    case NameForm::alias:
      return isAlias(text, begin, end);
    case NameForm::filled:
      return isFilled(text, end);
    case NameForm::definition:
      return isDefinition(text, begin, end);
    default:
      return true;
  }
}

}  // namespace gupkit
