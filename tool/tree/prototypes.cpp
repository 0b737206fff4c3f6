// SPDX-License-Identifier: GPL-2.0-only
// Declarations of the GUP family, read off a header without a preprocessor.
//
// A header is scanned for `type name(parameters)` with the name in the family.
// Macro definitions and calls inside inline bodies have no type in front, or an
// operator or keyword, and are passed over.
#include <array>
#include <cctype>

#include "gupkit/tree.h"

namespace gupkit {
namespace {

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool isSpace(char c) { return std::isspace(static_cast<unsigned char>(c)); }

/// The header with comments, strings' contents and preprocessor lines blanked.
std::string declarationsOnly(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool line_start = true;
  for (size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "/*") == 0) {
      const size_t end = text.find("*/", i + 2);
      i = end == std::string_view::npos ? text.size() : end + 2;
      out += ' ';
    } else if (text.compare(i, 2, "//") == 0) {
      while (i < text.size() && text[i] != '\n') ++i;
    } else if (line_start && text[i] == '#') {
      while (i < text.size() && text[i] != '\n') {
        const bool continued = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\n';
        i += continued ? 2 : 1;
      }
    } else if (text[i] == '"') {
      out += '"';
      ++i;
      while (i < text.size() && text[i] != '"' && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
      out += '"';
      ++i;
    } else {
      if (text[i] == '\n') {
        line_start = true;
      } else if (!isSpace(text[i])) {
        line_start = false;
      }
      out += text[i++];
    }
  }
  return out;
}

/// One run of spaces between words, none at the ends.
std::string squeezed(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (!isSpace(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// The parameters between text[open] == '(' and its partner; npos in `close` if there is none.
std::vector<std::string> parametersFrom(std::string_view text, size_t open, size_t& close) {
  std::vector<std::string> parameters;
  size_t start = open + 1;
  int depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ';' || c == '{') break;
    if ((c == ',' && depth == 1) || depth == 0) {
      parameters.push_back(squeezed(text.substr(start, i - start)));
      start = i + 1;
    }
    if (depth == 0) {
      close = i;
      if (parameters.size() == 1 && (parameters[0].empty() || parameters[0] == "void")) parameters.clear();
      return parameters;
    }
  }
  close = std::string_view::npos;
  return {};
}

/// Is the name at `at` preceded by a type? `return f(x)` and `= f(x)` are calls.
bool followsType(std::string_view text, size_t at) {
  size_t i = at;
  while (i > 0 && (isSpace(text[i - 1]) || text[i - 1] == '*')) --i;
  if (i == at || i == 0 || !isWord(text[i - 1])) return false;
  const size_t end = i;
  while (i > 0 && isWord(text[i - 1])) --i;
  const std::string_view word = text.substr(i, end - i);
  return word != "return" && word != "else" && word != "goto" && word != "case" && word != "sizeof";
}

/// A declaration's or a definition's parameters each have a type and a name, or are
/// types alone; a call's arguments of one identifier would look the same, so what
/// follows the `)` decides.
bool followedByDeclaration(std::string_view text, size_t close) {
  size_t i = close + 1;
  while (i < text.size() && isSpace(text[i])) ++i;
  if (i >= text.size()) return false;
  return text[i] == ';' || text[i] == '{' || isWord(text[i]);
}

constexpr std::array<std::string_view, 21> kPrefixes = {
    "get_user_page",      "__get_user_page",   "pin_user_page",        "__pin_user_page",
    "unpin_user",         "__unpin_user",      "unpin_folio",          "put_user_page",
    "__put_user_page",    "get_vaddr_frames",  "put_vaddr_frames",     "frame_vector_",
    "iov_iter_get_pages", "iov_iter_extract",  "__iov_iter_get_pages", "iov_iter_pin_pages",
    "memfd_pin_folio",    "pin_longterm_page", "get_user_folio",       "pin_user_folio",
    "put_user_folio"};

}  // namespace

bool isGupFamily(std::string_view function) {
  for (std::string_view prefix : kPrefixes) {
    if (function.substr(0, prefix.size()) == prefix) return true;
  }
  return false;
}

void readPrototypes(std::string_view header, std::map<std::string, std::vector<std::string>>& prototypes) {
  const std::string text = declarationsOnly(header);
  const std::string_view view = text;
  for (size_t i = 0; i < view.size();) {
    if (!isWord(view[i])) {
      ++i;
      continue;
    }
    const size_t start = i;
    while (i < view.size() && isWord(view[i])) ++i;
    const std::string_view word = view.substr(start, i - start);
    if (!isGupFamily(word)) continue;
    size_t open = i;
    while (open < view.size() && isSpace(view[open])) ++open;
    if (open >= view.size() || view[open] != '(' || !followsType(view, start)) continue;
    size_t close = 0;
    std::vector<std::string> parameters = parametersFrom(view, open, close);
    if (close == std::string_view::npos || !followedByDeclaration(view, close)) continue;
    prototypes.emplace(std::string(word), std::move(parameters));
    i = close;
  }
}

}  // namespace gupkit
