// SPDX-License-Identifier: GPL-2.0-only
#include "series/definition.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "support/text.h"

namespace gupkit::series {
namespace {

bool identifier(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

size_t lineBegin(std::string_view text, size_t at) {
  const size_t nl = at ? text.rfind('\n', at - 1) : std::string_view::npos;
  return nl == std::string_view::npos ? 0 : nl + 1;
}

/// Behind the line's newline, or the end of the text.
size_t nextLine(std::string_view text, size_t at) {
  const size_t nl = text.find('\n', at);
  return nl == std::string_view::npos ? text.size() : nl + 1;
}

std::string_view lineAt(std::string_view text, size_t at) {
  const size_t begin = lineBegin(text, at);
  return trim(text.substr(begin, nextLine(text, begin) - begin));
}

size_t skipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && blank(text[at])) ++at;
  return at;
}

/// The identifier that ends before `at`, blanks skipped.
std::string_view wordBefore(std::string_view text, size_t at) {
  while (at && blank(text[at - 1])) --at;
  size_t end = at;
  while (at && identifier(text[at - 1])) --at;
  return text.substr(at, end - at);
}

/// Behind the parenthesis that closes the one at `at`; npos where there is none.
size_t closeOf(std::string_view text, size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '(' || text[at] == '[') ++depth;
    if ((text[at] == ')' || text[at] == ']') && --depth == 0) return at + 1;
    if (text[at] == ';' || text[at] == '{') return std::string_view::npos;
  }
  return std::string_view::npos;
}

/// The opening brace that follows, with nothing but attributes in between.
size_t braceAfter(std::string_view text, size_t at) {
  for (int words = 0; words < 8; ++words) {
    at = skipBlanks(text, at);
    if (at >= text.size()) return std::string_view::npos;
    if (text[at] == '{') return at;
    if (text[at] == '(') {
      at = closeOf(text, at);
      if (at == std::string_view::npos) return at;
      continue;
    }
    if (!identifier(text[at])) return std::string_view::npos;
    while (at < text.size() && identifier(text[at])) ++at;
  }
  return std::string_view::npos;
}

/// The first line of a definition whose name stands on the line of `at`.
size_t headBegin(std::string_view masked, size_t at) {
  size_t begin = lineBegin(masked, at);
  while (begin) {
    const std::string_view above = lineAt(masked, begin - 1);
    if (above.empty() || above[0] == '#' || above.back() == ';' || above.back() == '}' || above.back() == '\\') break;
    begin = lineBegin(masked, begin - 1);
  }
  return begin;
}

void addBraced(std::string_view masked, size_t name_at, size_t open, bool function, std::vector<Definition>& out) {
  Definition d;
  d.begin = uint32_t(headBegin(masked, name_at));
  d.function = function;
  const char first = masked[d.begin];
  if (blank(first)) return;  // inside another definition
  size_t line_end = nextLine(masked, open);
  int depth = 0;
  for (size_t at = open; at < line_end; ++at) {
    depth += masked[at] == '{';
    if (masked[at] == '}' && --depth == 0) {
      d.end = uint32_t(line_end);
      out.push_back(d);
      return;
    }
  }
  for (size_t at = line_end; at < masked.size(); at = nextLine(masked, at)) {
    if (masked[at] != '}') continue;
    d.top = uint32_t(line_end);
    d.bottom = uint32_t(at);
    d.end = uint32_t(nextLine(masked, at));
    out.push_back(d);
    return;
  }
}

void addMacro(std::string_view masked, size_t begin, std::vector<Definition>& out) {
  size_t at = begin;
  for (;;) {
    const std::string_view line = lineAt(masked, at);
    at = nextLine(masked, at);
    if (line.empty() || line.back() != '\\' || at >= masked.size()) break;
  }
  Definition d;
  d.begin = uint32_t(begin);
  d.end = uint32_t(at);
  out.push_back(d);
}

bool isMacroName(std::string_view line, size_t name_offset) {
  if (line.empty() || line[0] != '#') return false;
  std::string_view head = trim(line.substr(1, name_offset - 1));
  return head == "define";
}

std::vector<size_t> words(std::string_view text, std::string_view word) {
  std::vector<size_t> found;
  if (word.empty()) return found;
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (at && identifier(text[at - 1])) continue;
    if (at + word.size() < text.size() && identifier(text[at + word.size()])) continue;
    found.push_back(at);
  }
  return found;
}

}  // namespace

bool hasWord(std::string_view text, std::string_view word) { return !words(text, word).empty(); }

std::vector<Definition> findDefinitions(std::string_view masked, std::string_view name) {
  std::vector<Definition> out;
  for (size_t at : words(masked, name)) {
    if (!out.empty() && at < out.back().end) continue;
    const size_t begin = lineBegin(masked, at);
    const size_t first = begin + (masked.substr(begin).find_first_not_of(" \t"));
    if (masked[first] == '#') {
      if (isMacroName(masked.substr(first, at - first + 1), at - first)) addMacro(masked, begin, out);
      continue;
    }
    const std::string_view before = wordBefore(masked, at);
    const size_t after = skipBlanks(masked, at + name.size());
    if (after >= masked.size()) continue;
    if (before == "struct" || before == "union" || before == "enum") {
      if (masked[after] == '{') addBraced(masked, at, after, false, out);
      // A function that returns the struct has its name elsewhere.
      continue;
    }
    // SYSCALL_DEFINE3(name, ...) {
    size_t left = at;
    while (left && blank(masked[left - 1])) --left;
    if (left && masked[left - 1] == '(' && (masked[after] == ',' || masked[after] == ')') && lineBegin(masked, left) == begin) {
      const std::string_view macro = wordBefore(masked, left - 1);
      const bool loud = !macro.empty() && std::none_of(macro.begin(), macro.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)); });
      const size_t close = loud ? closeOf(masked, left - 1) : std::string_view::npos;
      const size_t open = close == std::string_view::npos ? close : braceAfter(masked, close);
      if (open != std::string_view::npos) addBraced(masked, at, open, true, out);
      continue;
    }
    if (masked[after] == '(') {
      const size_t close = closeOf(masked, after);
      const size_t open = close == std::string_view::npos ? close : braceAfter(masked, close);
      if (open != std::string_view::npos) addBraced(masked, at, open, true, out);
      continue;
    }
    // name[] = {
    size_t assign = after;
    while (assign < masked.size() && masked[assign] == '[') {
      assign = closeOf(masked, assign);
      if (assign == std::string_view::npos) break;
      assign = skipBlanks(masked, assign);
    }
    while (assign < masked.size() && identifier(masked[assign])) {
      while (assign < masked.size() && identifier(masked[assign])) ++assign;
      assign = skipBlanks(masked, assign);
    }
    if (assign < masked.size() && masked[assign] == '=') {
      const size_t open = skipBlanks(masked, assign + 1);
      if (open < masked.size() && masked[open] == '{') addBraced(masked, at, open, false, out);
    }
  }
  return out;
}

namespace {

/// What a declaration at the head of a kernel function looks like: two words in a row
/// (`type name`, `type *name`), or a macro that declares.
bool declares(std::string_view statement) {
  statement = trim(statement);
  size_t at = 0;
  while (at < statement.size() && identifier(statement[at])) ++at;
  const std::string first(statement.substr(0, at));
  if (first.empty() || std::isdigit(static_cast<unsigned char>(first[0]))) return false;
  for (const char* word : {"return", "goto", "if", "for", "while", "do", "switch", "case", "default", "else", "asm", "break", "continue"})
    if (first == word) return false;
  at = skipBlanks(statement, at);
  if (at >= statement.size()) return false;
  if (statement[at] == '(') {
    if (blank(statement[at - 1]) && statement.substr(at).starts_with("(*")) return true;  // int (*call)(int)
    for (const char* start : {"DECLARE_", "DEFINE_", "LIST_HEAD", "HLIST_HEAD", "XA_STATE", "MA_STATE", "VMA_ITERATOR", "typeof", "__typeof"})
      if (first.starts_with(start)) return true;
    return first.ends_with("_STATE") || first.ends_with("_ITERATOR");
  }
  while (at < statement.size() && (statement[at] == '*' || blank(statement[at]))) ++at;
  return at < statement.size() && (identifier(statement[at]) || statement[at] == '(');
}

}  // namespace

uint32_t endOfDeclarations(std::string_view masked, const Definition& function) {
  size_t end = function.top, at = function.top;
  while (at < function.bottom) {
    const size_t line_end = nextLine(masked, at);
    const std::string_view line = lineAt(masked, at);
    if (line.empty()) {
      at = line_end;
      continue;
    }
    if (line[0] == '#') {
      // Declarations under #if count where all of its branches declare.
      size_t scan = at;
      int depth = 0;
      bool all = true;
      while (scan < function.bottom) {
        const std::string_view inner = lineAt(masked, scan);
        if (inner.starts_with("#if")) ++depth;
        else if (inner.starts_with("#endif")) --depth;
        else if (!inner.empty() && inner[0] != '#') all &= declares(inner);
        scan = nextLine(masked, scan);
        if (depth == 0) break;
      }
      if (!all || depth) break;
      at = end = scan;
      continue;
    }
    size_t stop = at;
    int depth = 0;
    for (; stop < function.bottom; ++stop) {
      const char c = masked[stop];
      if (c == '(' || c == '{' || c == '[') ++depth;
      if (c == ')' || c == '}' || c == ']') --depth;
      if (c == ';' && depth <= 0) break;
    }
    if (!declares(masked.substr(at, stop - at))) break;
    at = end = nextLine(masked, stop);
  }
  return uint32_t(end);
}

}  // namespace gupkit::series
