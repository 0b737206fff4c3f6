// SPDX-License-Identifier: GPL-2.0-only
#include "cli/branch_text.h"

#include <algorithm>

#include "candidates/reach.h"

namespace gupkit {

std::vector<Branch> branchesOf(const std::string& text) {
  std::vector<Branch> out;
  std::vector<size_t> open;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    while (end != std::string::npos && end && text[end - 1] == '\\') end = text.find('\n', end + 1);
    end = end == std::string::npos ? text.size() : end + 1;
    const size_t hash = text.find_first_not_of(" \t", at);
    if (hash < end && text[hash] == '#') {
      const size_t word = std::min(text.find_first_not_of(" \t", hash + 1), end);
      size_t stop = word;
      while (stop < end && std::isalpha(static_cast<unsigned char>(text[stop]))) ++stop;
      Branch b;
      b.keyword = text.substr(word, stop - word);
      b.condition = text.substr(stop, end - stop);
      b.line = uint32_t(at);
      b.begin = uint32_t(end);
      b.end = uint32_t(text.size());
      const bool starts = b.keyword == "if" || b.keyword == "ifdef" || b.keyword == "ifndef";
      const bool goes_on = b.keyword.rfind("el", 0) == 0;
      if ((goes_on || b.keyword == "endif") && !open.empty()) {
        out[open.back()].end = uint32_t(at);
        open.pop_back();
      }
      if (starts || goes_on) {
        b.parent = open.empty() ? kNone : open.back();
        open.push_back(out.size());
        out.push_back(std::move(b));
      }
    }
    at = end;
  }
  return out;
}

std::vector<Branch> compiledBranches(const std::string& text, const std::vector<Range>& skipped) {
  auto all = branchesOf(text);
  for (Branch& b : all)
    b.compiled = (b.parent == kNone || all[b.parent].compiled) &&
                 std::none_of(skipped.begin(), skipped.end(),
                              [&](const Range& r) { return r.begin <= b.line && b.line < r.end; });
  return all;
}

/// Of a word before a parenthesis: it does nothing to a reference, and keeps nothing.
bool looksOnly(std::string_view word, const Model& model) {
  if (word == "if" || word == "sizeof" || word == "while" || word == "switch") return true;
  if (model.borrow.count(word)) return true;
  const auto [first, last] = model.effects.equal_range(word);
  return first != last && std::all_of(first, last, [](const auto& entry) {
           const Effect& e = entry.second;
           return e.kind == EffectKind::flow &&
                  std::all_of(e.flows.begin(), e.flows.end(), [](const FlowEffect& flow) {
                    return flow.to.kept.empty() && flow.to.deref == 0 && flow.to.arg < 0;
                  });
         });
}

std::string codeIn(const std::string& text, const Range& skipped) {
  const std::string part = withoutComments(text.substr(skipped.begin, skipped.end - skipped.begin));
  std::string out;
  bool first = true;
  for (size_t at = 0; at < part.size();) {
    const size_t end = std::min(part.find('\n', at), part.size());
    const std::string line = part.substr(at, end - at);
    at = end + 1;
    const size_t begin = line.find_first_not_of(" \t");
    if (begin != std::string::npos && line[begin] == '#') {
      if (first) {
        std::string words;
        for (char c : line)
          if (c != ' ' && c != '\t') words += c;
        if (words == "#if0") return "";
      }
    } else {
      out += line + "\n";
    }
    first = false;
  }
  return out;
}

bool holdsStatements(const std::string& text, const Range& skipped, const Model& model) {
  const std::string code = codeIn(text, skipped);
  const size_t last = code.find_last_not_of(" \t\r\n\f");
  if (last == std::string::npos) return false;
  // A piece of a statement: `if (a)`, `|| b`, `case 2:`.
  if (code[last] != ';' && code[last] != '}') return true;
  int depth = 0;
  std::string_view word;
  for (size_t at = 0; at < code.size();) {
    const size_t begin = at;
    if (isNameByte(code[at])) {
      while (at < code.size() && isNameByte(code[at])) ++at;
      word = std::string_view(code).substr(begin, at - begin);
      for (std::string_view jump :
           {"return", "goto", "break", "continue", "case", "default", "else"})
        if (word == jump) return true;
      continue;
    }
    if (code[at] == '(') {
      // A call through a pointer, a cast, a macro: all but what only looks.
      if (word.empty() || !looksOnly(word, model)) return true;
      word = {};
    } else if (code[at] == '=') {
      return true;
    } else if (code[at] == '{') {
      ++depth;
      word = {};
    } else if (code[at] == '}') {
      if (--depth < 0) return true;
      word = {};
    } else if ((code[at] == '+' || code[at] == '-') && at + 1 < code.size() &&
               code[at + 1] == code[at]) {
      return true;
    } else if (!isspace(static_cast<unsigned char>(code[at]))) {
      word = {};
    }
    ++at;
  }
  return depth != 0;
}

bool holdsNames(const std::string& text, const Range& skipped, const std::set<std::string>& names) {
  const std::string code = codeIn(text, skipped);
  for (size_t at = 0; at < code.size(); ++at) {
    if (!isNameByte(code[at])) continue;
    const size_t begin = at;
    while (at < code.size() && isNameByte(code[at])) ++at;
    if (names.count(code.substr(begin, at - begin))) return true;
  }
  return false;
}

}  // namespace gupkit
