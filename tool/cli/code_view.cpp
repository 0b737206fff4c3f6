// SPDX-License-Identifier: GPL-2.0-only
#include "cli/code_view.h"

#include <algorithm>

#include "candidates/reach.h"
#include "cli/branch_text.h"

namespace gupkit {
namespace {

bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

CodeWords wordsOf(std::string_view code) {
  CodeWords out;
  for (size_t at = 0; at < code.size(); ++at) {
    if (!isNameByte(code[at])) continue;
    const size_t begin = at;
    while (at < code.size() && isNameByte(code[at])) ++at;
    if (isdigit(static_cast<unsigned char>(code[begin]))) continue;
    const std::string word(code.substr(begin, at - begin));
    size_t before = begin, next = at;
    while (before && blank(code[before - 1])) --before;
    while (next < code.size() && blank(code[next])) ++next;
    const bool arrow = before > 1 && code[before - 1] == '>' && code[before - 2] == '-';
    if (arrow || (before && code[before - 1] == '.'))
      out.members.insert(word);
    else
      out.all.insert(word);
    if (next < code.size() && code[next] == '(') out.called.insert(word);
  }
  return out;
}

void wipe(std::string& text, size_t begin, size_t end) {
  for (size_t i = begin; i < end && i < text.size(); ++i)
    if (text[i] != '\n') text[i] = ' ';
}

/// Calls see(begin, end) for each directive, with the lines that a backslash joins to it.
template <class See>
void eachDirective(const std::string& text, See see) {
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    const size_t hash = text.find_first_not_of(" \t", at);
    const bool directive = hash != std::string::npos && text[hash] == '#' && hash < end;
    while (directive && end != std::string::npos && end && text[end - 1] == '\\')
      end = text.find('\n', end + 1);
    end = end == std::string::npos ? text.size() : end + 1;
    if (directive) see(at, end);
    at = end;
  }
}

/// Whether code does nothing but look and return a constant: a stub, what prints for debugging.
bool inert(std::string_view code, const Model& model) {
  std::vector<bool> looking;  // of each open parenthesis: its callee is a looker
  bool called_looks = false;
  for (size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size());
      continue;
    }
    if (c == '(') looking.push_back(called_looks || (!looking.empty() && looking.back()));
    if (c == ')' && !looking.empty()) looking.pop_back();
    if (c != '(' && !blank(c)) called_looks = false;
    if (c == '=' || c == '[' || c == '&') return false;
    if (!isNameByte(c)) continue;
    const size_t begin = at;
    while (at < code.size() && isNameByte(code[at])) ++at;
    const std::string_view word = code.substr(begin, at - begin);
    --at;
    if (isdigit(static_cast<unsigned char>(c))) continue;
    size_t next = at + 1;
    while (next < code.size() && blank(code[next])) ++next;
    const bool called = next < code.size() && code[next] == '(';
    bool keyword = false;
    for (std::string_view one : {"if", "while", "do", "return", "true", "false", "void"})
      keyword |= word == one;
    if (keyword) continue;
    if (called) {
      if (!looksOnly(word, model)) return false;
      called_looks = true;
      continue;
    }
    const bool constant =
        std::none_of(word.begin(), word.end(), [](char l) { return l >= 'a' && l <= 'z'; });
    if (!constant && (looking.empty() || !looking.back())) return false;
  }
  return true;
}

/// Definitions of trace events look at what they are given.
void wipeTraceEvents(std::string& code) {
  for (const char* name : {"TRACE_EVENT", "DECLARE_EVENT_CLASS", "DEFINE_EVENT"})
    for (size_t at = code.find(name); at != std::string::npos; at = code.find(name, at + 1)) {
      size_t end = code.find('(', at);
      if (end == std::string::npos || (at && isNameByte(code[at - 1]))) continue;
      for (int depth = 0; end < code.size(); ++end) {
        depth += (code[end] == '(') - (code[end] == ')');
        if (!depth) break;
      }
      wipe(code, at, end + 1);
    }
}

/// The name and the body of a #define; an empty name for any other directive.
std::pair<std::string, std::string_view> macroOf(std::string_view line) {
  size_t at = line.find('#') + 1;
  while (at < line.size() && blank(line[at])) ++at;
  if (line.substr(at, 6) != "define") return {};
  at += 6;
  while (at < line.size() && blank(line[at])) ++at;
  const size_t begin = at;
  while (at < line.size() && isNameByte(line[at])) ++at;
  const std::string name(line.substr(begin, at - begin));
  if (at < line.size() && line[at] == '(') at = std::min(line.find(')', at), line.size() - 1) + 1;
  return {name, line.substr(at)};
}

/// The last name of a text, brackets and what is in them not counted.
std::string lastName(std::string_view head) {
  size_t at = head.size();
  int depth = 0;
  while (at) {
    const char c = head[at - 1];
    if (c == ']' || c == ')')
      ++depth;
    else if (c == '[' || c == '(')
      --depth;
    else if (depth == 0 && isNameByte(c)) {
      size_t end = at;
      while (at && isNameByte(head[at - 1])) --at;
      const std::string name(head.substr(at, end - at));
      if (!name.starts_with("__")) return name;  // __read_mostly
      continue;
    }
    --at;
  }
  return "";
}

/// The name before the first parenthesis that has no attribute before it.
std::string calledName(std::string_view head) {
  for (size_t open = head.find('('); open != std::string_view::npos;
       open = head.find('(', open + 1)) {
    const std::string name = lastName(head.substr(0, open));
    size_t before = open;
    while (before && blank(head[before - 1])) --before;
    if (!name.empty() && before && isNameByte(head[before - 1]) &&
        head.substr(0, before).ends_with(name))
      return name;
  }
  return "";
}

/// `declared`: gets what is declared without a body.
std::vector<Construct> outline(std::string_view code, std::set<std::string>* declared = nullptr) {
  std::vector<Construct> out;
  size_t head = 0;
  int depth = 0, parentheses = 0;
  bool initializes = false;
  size_t sign = 0;
  for (size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (depth == 0 && c == '(') ++parentheses;
    if (depth == 0 && c == ')' && parentheses) --parentheses;
    if (depth == 0 && c == '=' && !parentheses && !initializes) {
      initializes = true;
      sign = at;
    }
    if (depth == 0 && c == ';') {
      const std::string_view text = code.substr(head, at - head);
      if (declared && text.find('(') != std::string_view::npos &&
          text.find("typedef") == std::string_view::npos)
        declared->insert(calledName(text));
      if (declared && initializes) declared->insert(lastName(code.substr(head, sign - head)));
      head = at + 1;
      initializes = false;
      parentheses = 0;
    }
    if (c == '{' && depth++ == 0) {
      Construct one;
      const std::string_view text = code.substr(head, at - head);
      const CodeWords words = wordsOf(text);
      if (initializes) {
        one.kind = Construct::Kind::initializer;
        one.name = lastName(code.substr(head, sign - head));
      } else if (parentheses) {
        one.kind = Construct::Kind::other;
      } else if (text.find('(') == std::string_view::npos &&
                 (words.all.count("struct") || words.all.count("union") ||
                  words.all.count("enum"))) {
        one.kind = Construct::Kind::record;
        one.name = lastName(text);
      } else {
        one.kind = Construct::Kind::function;
        one.name = calledName(text);
      }
      one.range = {uint32_t(head), uint32_t(code.size())};
      out.push_back(std::move(one));
    }
    if (c == '}' && depth && --depth == 0) {
      out.back().range.end = uint32_t(at + 1);
      if (out.back().kind == Construct::Kind::function) head = at + 1;
    }
  }
  return out;
}

bool balanced(std::string_view code) {
  int braces = 0, parentheses = 0;
  for (char c : code) {
    braces += (c == '{') - (c == '}');
    parentheses += (c == '(') - (c == ')');
    if (braces < 0 || parentheses < 0) return false;
  }
  return !braces && !parentheses;
}

/// `#if 0`, `#if 1`: no symbol turns it.
bool literal(const Branch& b) {
  return b.keyword == "if" &&
         b.condition.find_first_not_of("0123456789 \t\r\n") == std::string::npos;
}

/// A choice between trees, not between configurations of one; or code of no kernel.
bool ofOtherTrees(const Branch& b) {
  for (const char* word :
       {"KERNEL_VERSION", "LINUX_VERSION_CODE", "__KERNEL__", "__cplusplus", "RHEL_RELEASE"})
    if (b.condition.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

void CodeWords::add(const CodeWords& more) {
  all.insert(more.all.begin(), more.all.end());
  members.insert(more.members.begin(), more.members.end());
  called.insert(more.called.begin(), more.called.end());
}

CodeView::CodeView(const std::string& text, const std::vector<Range>& skipped, const Model& model) {
  const std::string plain = withoutComments(text);
  const std::vector<Branch> branches = compiledBranches(plain, skipped);
  code_ = plain;
  for (const Branch& b : branches)
    if (!b.compiled) wipe(code_, b.line, b.end);
  eachDirective(plain, [&](size_t begin, size_t end) {
    const auto [name, body] = macroOf(std::string_view(code_).substr(begin, end - begin));
    if (!name.empty()) macros_[name].add(wordsOf(body));
    wipe(code_, begin, end);
  });
  constructs_ = outline(code_);

  std::set<std::string> functions;
  for (const Construct& c : constructs_)
    if (c.kind == Construct::Kind::function) functions.insert(c.name);
  auto add = [&](const Range& range, bool off) {
    Part part;
    part.range = range;
    part.off = off;
    part.in = at(range.begin);
    std::string code = codeIn(plain, range);
    if (!part.in) wipeTraceEvents(code);
    part.statements = holdsStatements(plain, range, model);
    part.words = wordsOf(code);
    const size_t last = code.find_last_not_of(" \t\r\n\f");
    if (part.in && part.in->kind == Construct::Kind::record)
      part.fragment = !balanced(code);
    else
      part.fragment = last != std::string::npos &&
                      ((code[last] != ';' && code[last] != '}') || !balanced(code) ||
                       part.words.all.count("case") || part.words.all.count("default"));
    if (!part.in) {
      const std::vector<Construct> all = outline(code, &part.defines);
      part.defines.erase("");
      part.statements = !part.defines.empty() || (all.empty() && part.fragment);
      for (const Construct& c : all) {
        if (c.kind == Construct::Kind::record) continue;
        part.defines.insert(c.name);
        const std::string_view text =
            std::string_view(code).substr(c.range.begin, c.range.end - c.range.begin);
        part.statements |= c.kind != Construct::Kind::function ||
                           !inert(text.substr(std::min(text.find('{'), text.size())), model);
      }
    }
    const std::string raw = plain.substr(range.begin, range.end - range.begin);
    eachDirective(raw, [&](size_t begin, size_t end) {
      const auto [name, body] = macroOf(std::string_view(raw).substr(begin, end - begin));
      if (name.empty()) return;
      const CodeWords words = wordsOf(body);
      if (inert(body, model)) return;
      part.defines.insert(name);
      part.words.add(words);
      part.statements = true;
    });
    parts_.push_back(std::move(part));
  };
  for (size_t i = 0; i < branches.size(); ++i) {
    const Branch& b = branches[i];
    if (literal(b) || ofOtherTrees(b)) continue;
    const bool around = b.parent == kNone || branches[b.parent].compiled;
    if (!around) continue;
    // The others of its group: those whose line ends the one before.
    bool other_tree = false, has_else = b.keyword == "else";
    for (size_t first = i, j = i; j-- > 0 && branches[first].keyword.starts_with("el");)
      if (branches[j].end == branches[first].line) {
        first = j;
        other_tree |= ofOtherTrees(branches[j]) || literal(branches[j]);
      }
    for (size_t j = i + 1, end = b.end; j < branches.size(); ++j)
      if (branches[j].line == end && branches[j].keyword.starts_with("el")) {
        has_else |= branches[j].keyword == "else";
        end = branches[j].end;
      }
    if (other_tree) continue;
    if (!b.compiled)
      add({b.line, b.end}, false);
    else if (const Construct* in = at(b.line);
             in && in->kind == Construct::Kind::function && !has_else)
      add({b.line, b.end}, true);
  }
}

const Construct* CodeView::at(uint32_t offset) const {
  for (const Construct& c : constructs_)
    if (c.range.begin <= offset && offset < c.range.end) {
      // What stands before its first word is at the margin.
      const size_t first =
          std::string_view(code_).substr(c.range.begin).find_first_not_of(" \t\r\n\f");
      return offset < c.range.begin + first ? nullptr : &c;
    }
  return nullptr;
}

CodeWords CodeView::words(const Construct& in) const {
  return wordsOf(std::string_view(code_).substr(in.range.begin, in.range.end - in.range.begin));
}

void CodeView::addMacros(CodeWords& to) const {
  std::set<std::string> done;
  for (bool again = true; again;) {
    again = false;
    for (auto& [name, words] : macros_)
      if (to.all.count(name) && done.insert(name).second) {
        to.add(words);
        again = true;
      }
  }
}

}  // namespace gupkit
