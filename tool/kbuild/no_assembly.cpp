// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/no_assembly.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include "kbuild/files.h"

namespace gupkit::kbuild {
namespace {

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// The end of a comment or a literal that starts at `at`; `at` itself if none does.
size_t skipped(std::string_view text, size_t at) {
  if (text.compare(at, 2, "/*") == 0) {
    const size_t end = text.find("*/", at + 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  if (text.compare(at, 2, "//") == 0) return std::min(text.find('\n', at), text.size());
  if (text[at] != '"' && text[at] != '\'') return at;
  const char quote = text[at];
  size_t end = at + 1;
  while (end < text.size() && text[end] != quote && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

/// Past spaces, comments and continued lines.
size_t afterBlank(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (std::isspace(static_cast<unsigned char>(text[at])) || text.compare(at, 2, "\\\n") == 0) {
      ++at;
    } else if (text.compare(at, 2, "/*") == 0) {
      at = skipped(text, at);
    } else {
      break;
    }
  }
  return at;
}

std::string_view wordAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isWord(text[end])) ++end;
  return text.substr(at, end - at);
}

bool isAsm(std::string_view word) { return word == "asm" || word == "__asm__" || word == "__asm"; }

bool isQualifier(std::string_view word) {
  constexpr std::array words = {"volatile", "__volatile__", "__volatile", "goto", "inline", "__inline__", "__inline"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// One past the `)` of the `(` at `open`; npos if it has none.
size_t closing(std::string_view text, size_t open) {
  int depth = 0;
  for (size_t at = open; at < text.size();) {
    const size_t past = skipped(text, at);
    if (past != at) {
      at = past;
      continue;
    }
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return at + 1;
    ++at;
  }
  return std::string_view::npos;
}

void blank(std::string& text, size_t from, size_t to) {
  for (size_t at = from; at < to; ++at) {
    const bool continues = text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '\n';
    if (text[at] != '\n' && !continues) text[at] = ' ';
  }
}

/// `register long x asm("r8")`: without its name the variable is an ordinary one.
void blankRegister(std::string& text, size_t asm_at) {
  size_t start = asm_at;
  while (start > 0 && text[start - 1] != ';' && text[start - 1] != '{' && text[start - 1] != '}') --start;
  for (size_t at = text.find("register", start); at != std::string::npos && at < asm_at; at = text.find("register", at + 1)) {
    const bool whole = (at == 0 || !isWord(text[at - 1])) && !isWord(text[at + 8]);
    if (whole) blank(text, at, at + 8);
  }
}

}  // namespace

std::string withoutAssembly(std::string_view original) {
  std::string text(original);
  const std::string_view view = original;
  for (size_t at = 0; at < view.size();) {
    const size_t past = skipped(view, at);
    if (past != at) {
      at = past;
      continue;
    }
    if (!isWord(view[at])) {
      ++at;
      continue;
    }
    const std::string_view word = wordAt(view, at);
    const size_t start = at;
    at += word.size();
    if (!isAsm(word)) continue;
    size_t next = afterBlank(view, at);
    while (next < view.size() && isQualifier(wordAt(view, next))) next = afterBlank(view, next + wordAt(view, next).size());
    if (next >= view.size() || view[next] != '(') continue;
    const size_t end = closing(view, next);
    if (end == std::string_view::npos) continue;
    size_t before = start;
    while (before > 0 && std::isspace(static_cast<unsigned char>(view[before - 1]))) --before;
    if (before > 0 && isWord(view[before - 1])) blankRegister(text, start);
    blank(text, start, end);
    at = end;
  }
  return text;
}

unsigned copyWithoutAssembly(const std::string& from, const std::string& to) {
  namespace fs = std::filesystem;
  unsigned copied = 0;
  std::error_code ec;
  for (auto it = fs::recursive_directory_iterator(from, ec); !ec && it != fs::recursive_directory_iterator(); it.increment(ec)) {
    const std::string path = it->path().string();
    if (it->path().extension() != ".h") continue;
    const auto text = slurp(path);
    if (!text || text->find("asm") == std::string::npos) continue;
    const std::string without = withoutAssembly(*text);
    if (without != *text && writeWhole(to + path.substr(from.size()), without)) ++copied;
  }
  return copied;
}

}  // namespace gupkit::kbuild
