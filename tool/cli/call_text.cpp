// SPDX-License-Identifier: GPL-2.0-only
#include "cli/call_text.h"

namespace gupkit {
namespace {

bool wordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::vector<TextCall> textCalls(const std::string& text, const std::set<std::string>& names) {
  static const std::set<std::string> keywords = {"return", "else", "do", "case", "sizeof", "goto"};
  std::vector<TextCall> out;
  unsigned line = 1;
  size_t line_start = 0;
  int depth = 0;            // of braces
  bool directive = false;
  std::string function, last_word, word_before_paren;
  char last = ';';          // last token's last character, 'w' for a word
  const size_t n = text.size();
  for (size_t i = 0; i < n;) {
    char c = text[i];
    if (c == '\n') {
      if (directive && !(i && text[i - 1] == '\\')) {
        directive = false;
        last = ';';  // the words of a directive are not before the code behind it
        last_word.clear();
      }
      ++line;
      line_start = ++i;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\\') {
      ++i;
      continue;
    }
    if (c == '/' && i + 1 < n && text[i + 1] == '*') {
      size_t end = text.find("*/", i + 2);
      if (end == std::string::npos) end = n;
      for (size_t k = i; k < end && k < n; ++k)
        if (text[k] == '\n') {
          ++line;
          line_start = k + 1;
        }
      i = end == n ? n : end + 2;
      continue;
    }
    if (c == '/' && i + 1 < n && text[i + 1] == '/') {
      while (i < n && text[i] != '\n') ++i;
      continue;
    }
    if (c == '"' || c == '\'') {
      size_t k = i + 1;
      while (k < n && text[k] != c && text[k] != '\n') k += text[k] == '\\' ? 2 : 1;
      i = k < n ? k + 1 : n;
      last = '"';
      continue;
    }
    if (c == '#' && (last_word.empty() || text.find_first_not_of(" \t", line_start) == i)) {
      directive = true;
      ++i;
      continue;
    }
    if (wordChar(c)) {
      size_t k = i;
      while (k < n && wordChar(text[k])) ++k;
      std::string word = text.substr(i, k - i);
      size_t after = text.find_first_not_of(" \t\n", k);
      bool call = after != std::string::npos && text[after] == '(';
      bool declared = (last == 'w' && !keywords.count(last_word)) || last == '*';
      bool member = last == '.' || last == '>';  // x.put_page(), x->put_page()
      if (call && !directive && depth == 0) word_before_paren = word;
      if (call && !member && names.count(word) && !(declared && depth == 0) && !(last == 'w' && !keywords.count(last_word)) &&
          (depth > 0 || directive)) {
        bool define = directive && last_word == "define";
        if (!define) {
          TextCall t;
          t.name = word;
          t.function = function;
          t.offset = uint32_t(i);
          t.line = line;
          t.column = unsigned(i - line_start + 1);
          t.in_directive = directive;
          out.push_back(std::move(t));
        }
      }
      last_word = word;
      last = 'w';
      i = k;
      continue;
    }
    if (!directive) {
      if (c == '{') {
        if (depth == 0 && last == ')') function = word_before_paren;
        ++depth;
      } else if (c == '}' && depth > 0) {
        --depth;
        // A brace in the margin ends a definition whatever `#if` branches opened.
        if (i == line_start) depth = 0;
        if (depth == 0) function.clear();
      }
    }
    last = c;
    ++i;
  }
  return out;
}

}  // namespace gupkit
