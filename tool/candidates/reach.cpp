// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/reach.h"

#include <algorithm>
#include <cctype>

#include "candidates/name_form.h"

namespace gupkit {
namespace {

bool word(char c) { return isNameByte(static_cast<unsigned char>(c)); }

std::string_view wordAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && word(text[end])) ++end;
  return text.substr(at, end - at);
}

/// The next place at or behind `from` where `name` stands as a whole word.
size_t findWord(std::string_view text, std::string_view name, size_t from) {
  for (size_t at = text.find(name, from); at != std::string_view::npos; at = text.find(name, at + 1)) {
    size_t end = at + name.size();
    if ((at == 0 || !word(text[at - 1])) && (end == text.size() || !word(text[end]))) return at;
  }
  return std::string_view::npos;
}

/// The first character of the line around `at`.
size_t lineStart(std::string_view text, size_t at) {
  const size_t newline = at ? text.rfind('\n', at - 1) : std::string_view::npos;
  return newline == std::string_view::npos ? 0 : newline + 1;
}

/// Whether the line that ends at `newline` goes on in the next one.
bool continued(std::string_view text, size_t newline) {
  if (newline && text[newline - 1] == '\r') --newline;
  return newline && text[newline - 1] == '\\';
}

/// The first character of the logical line around `at`, that is with its continued lines.
size_t logicalLine(std::string_view text, size_t at) {
  size_t line = lineStart(text, at);
  while (line && continued(text, line - 1)) line = lineStart(text, line - 1);
  return line;
}

/// The macro that the logical line at `line` defines; empty where it is no #define.
std::string_view macroOf(std::string_view text, size_t line) {
  size_t at = line;
  auto blanks = [&] { while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at; };
  blanks();
  if (at >= text.size() || text[at] != '#') return {};
  ++at;
  blanks();
  if (wordAt(text, at) != "define") return {};
  at += 6;
  blanks();
  return wordAt(text, at);
}

/// Whether `at` lies inside parentheses that its declaration opened.
bool inParentheses(std::string_view text, size_t at) {
  int depth = 0;
  while (at > 0) {
    char c = text[--at];
    if (c == ';' || c == '{' || c == '}' || c == '#') return false;
    if (c == ')') ++depth;
    if (c == '(' && --depth < 0) return true;
  }
  return false;
}

size_t behindBraces(std::string_view text, size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at + 1;
  }
  return at;
}

bool qualifier(std::string_view name) {
  return name == "const" || name == "volatile" || name == "restrict" || name == "struct";
}

/// The declarators that follow a type which ends at `at`.
void declarators(std::string_view text, size_t at, std::set<std::string>& out) {
  bool named = false;
  while (at < text.size()) {
    char c = text[at];
    if (c == ';' || c == '=' || (c == '(' && named)) return;
    if (c == '{') {
      if (named) return;
      at = behindBraces(text, at);  // struct tag { ... } name;
      continue;
    }
    if (c == '#') {  // a directive's words are no names: "define" would stand in every header
      size_t end = text.find('\n', at);
      while (end != std::string_view::npos && continued(text, end)) end = text.find('\n', end + 1);
      at = std::min(end, text.size());
      continue;
    }
    if (c == ',') named = false;
    if (c == '[' || c == ':') {
      while (at < text.size() && text[at] != ']' && text[at] != ',' && text[at] != ';') ++at;
      if (at < text.size() && text[at] == ']') ++at;
      continue;
    }
    if (!word(c)) {
      ++at;
      continue;
    }
    std::string_view name = wordAt(text, at);
    at += name.size();
    if (qualifier(name) || std::isdigit(static_cast<unsigned char>(name[0]))) continue;
    out.emplace(name);
    size_t next = text.find_first_not_of(" \t\r\n", at);
    // __must_check and its like stand before the name.
    named = name.substr(0, 2) != "__" || (next != std::string_view::npos && !word(text[next]) && text[next] != '*');
  }
}

}  // namespace

std::string withoutComments(std::string_view text) {
  std::string out(text);
  auto wipe = [&](size_t from, size_t to) {
    for (size_t i = from; i < to && i < out.size(); ++i)
      if (out[i] != '\n') out[i] = ' ';
  };
  for (size_t at = 0; at < out.size();) {
    if (out.compare(at, 2, "/*") == 0) {
      size_t end = text.find("*/", at + 2);
      end = end == std::string_view::npos ? out.size() : end + 2;
      wipe(at, end);
      at = end;
    } else if (out.compare(at, 2, "//") == 0) {
      size_t end = std::min(text.find('\n', at), out.size());
      wipe(at, end);
      at = end;
    } else if (out[at] == '"' || out[at] == '\'') {
      size_t end = at + 1;
      while (end < out.size() && text[end] != text[at] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      wipe(at + 1, end);
      at = end + 1;
    } else {
      ++at;
    }
  }
  return out;
}

void namesDeclaredWith(std::string_view text, std::string_view tag, std::set<std::string>& out) {
  if (tag.empty()) return;
  for (size_t at = findWord(text, tag, 0); at != std::string_view::npos; at = findWord(text, tag, at + tag.size())) {
    if (std::string_view macro = macroOf(text, logicalLine(text, at)); !macro.empty()) {
      if (macro != tag) out.emplace(macro);
      continue;
    }
    if (!inParentheses(text, at)) declarators(text, at + tag.size(), out);
  }
}

void macrosThatUse(std::string_view text, const std::unordered_set<std::string_view>& names,
                   const std::function<void(std::string_view macro, std::string_view name)>& found) {
  // Headers of registers define a hundred thousand macros and use few of the names.
  for (std::string_view name : names) {
    for (size_t at = findWord(text, name, 0); at != std::string_view::npos; at = findWord(text, name, at + name.size())) {
      // A definition goes on to this line when each line from it on is continued.
      for (size_t line = lineStart(text, at);; line = lineStart(text, line - 1)) {
        const std::string_view macro = macroOf(text, line);
        if (!macro.empty() && macro.data() + macro.size() <= text.data() + at) found(macro, name);
        if (!line || !continued(text, line - 1)) break;
      }
    }
  }
}

}  // namespace gupkit
