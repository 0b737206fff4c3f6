// SPDX-License-Identifier: GPL-2.0-only
#include "series/marks.h"

#include <algorithm>

#include "edit/text.h"
#include "series/definition.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

constexpr size_t kNone = std::string_view::npos;

/// The last character before `at` that is no white space; kNone where there is none.
size_t before(std::string_view masked, size_t at) {
  while (at > 0) {
    const char c = masked[--at];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\\') return at;
  }
  return kNone;
}

std::string_view wordEndingAt(std::string_view masked, size_t last) {
  size_t begin = last + 1;
  while (begin > 0 && edit::isIdent(masked[begin - 1])) --begin;
  return masked.substr(begin, last + 1 - begin);
}

enum class Use { call, other, declaration };

/// What stands at an identifier that is no member.
Use useAt(std::string_view masked, size_t begin, size_t end) {
  size_t open = end;
  while (open < masked.size() && (masked[open] == ' ' || masked[open] == '\t' || masked[open] == '\n' || masked[open] == '\r')) ++open;
  const bool called = open < masked.size() && masked[open] == '(';
  size_t left = before(masked, begin);
  if (!called) {
    // EXPORT_SYMBOL(name)
    if (left != kNone && masked[left] == '(')
      if (const size_t macro = before(masked, left); macro != kNone && wordEndingAt(masked, macro).find("EXPORT_SYMBOL") != kNone)
        return Use::declaration;
    if (left != kNone && edit::isIdent(masked[left])) {
      const std::string_view word = wordEndingAt(masked, left);
      if (word == "undef" || word == "ifdef" || word == "ifndef" || word == "defined" || word == "define") return Use::declaration;
    }
    return Use::other;
  }
  while (left != kNone && masked[left] == '*') left = before(masked, left);
  if (left == kNone || !edit::isIdent(masked[left])) return Use::call;
  const std::string_view word = wordEndingAt(masked, left);
  for (const char* statement : {"return", "else", "do", "case", "goto"})
    if (word == statement) return Use::call;
  // #define NAME get_user_pages(...)
  if (const size_t left_of = before(masked, left - word.size() + 1); left_of != kNone && wordEndingAt(masked, left_of) == "define")
    return Use::call;
  return Use::declaration;
}

struct Found {
  GupCall call;
  Use use = Use::call;
};

std::vector<Found> findAll(std::string_view masked, const std::vector<MarkName>& names) {
  std::vector<Found> found;
  for (size_t i = 0; i < names.size(); ++i)
    for (const bool marked : {false, true})
      for (const uint32_t at : edit::mentions(masked, marked ? names[i].untracked : names[i].name)) {
        const size_t end = at + (marked ? names[i].untracked : names[i].name).size();
        found.push_back({{at, i, marked}, useAt(masked, at, end)});
      }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.call.offset < b.call.offset; });
  return found;
}

unsigned widest(std::string_view lines) {
  unsigned most = 0;
  for (const std::string& line : split(lines, '\n')) most = std::max(most, edit::columnAfter(0, line));
  return most;
}

/// `head`, which ends with a parenthesis, and as many arguments a line as fit, aligned to it; `tail` is what
/// follows the last one.
std::string filled(const std::string& head, const std::vector<std::string>& arguments, const std::string& tail, unsigned columns) {
  const size_t nl = head.rfind('\n');
  const unsigned indent = edit::columnAfter(0, std::string_view(head).substr(nl == std::string::npos ? 0 : nl + 1));
  std::string out = head;
  unsigned at = indent;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string word = arguments[i] + (i + 1 < arguments.size() ? "," : tail);
    if (i && at + 1 + word.size() > columns) {
      out += "\n" + edit::indentTo(indent);
      at = indent;
    } else if (i) {
      out += ' ';
      ++at;
    }
    out += word;
    at += unsigned(word.size());
  }
  return out;
}

/// Puts the longer name there, and moves the lines of its arguments that are aligned to its parenthesis. Where a line
/// gets longer than 80 columns that was not, or than `columns`, its arguments are laid out anew.
std::string renamed(const std::string& text, uint32_t offset, const MarkName& name, unsigned columns) {
  const edit::Source source(text);
  const uint32_t end = offset + uint32_t(name.name.size());
  const unsigned longer = unsigned(name.untracked.size() - name.name.size());
  const size_t open = source.masked().find('(', end);
  if (open == kNone) return text.substr(0, offset) + name.untracked + text.substr(end);
  const unsigned column = source.column(uint32_t(open)) + 1;
  const uint32_t begin = source.lineBegin(offset);
  std::string moved = text.substr(begin, offset - begin) + name.untracked;
  int depth = 0;
  size_t at = end;
  while (at < text.size()) {
    const char c = source.masked()[at];
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) break;
    moved += text[at++];
    if (c != '\n' || at >= text.size()) continue;
    const std::string_view indent = source.indent(uint32_t(at));
    const unsigned wide = edit::columnAfter(0, indent);
    if (wide < column) continue;
    moved += edit::indentTo(wide + longer);
    at += indent.size();
  }
  const std::string before = text.substr(0, begin);
  if (at >= text.size()) return before + moved;
  const uint32_t last = source.lineEnd(uint32_t(at));
  const std::string tail = text.substr(at, last - at), after = text.substr(last);
  moved += tail;
  const unsigned old = widest(std::string_view(text).substr(begin, last - begin)), wanted = old <= 80 ? 80 : columns;
  const Range call{offset, uint32_t(at + 1)};
  if (widest(moved) <= wanted || source.at({begin, last}) != source.maskedAt({begin, last}) || tail.find('\\') != std::string::npos ||
      source.at(call).find('\\') != std::string_view::npos || source.hasDirective(call) || source.eol() != "\n")
    return before + moved + after;
  const std::vector<std::string> arguments = edit::callArgs(source.at(call), name.name);
  const std::string left = text.substr(begin, offset - begin);
  std::vector<std::string> forms = {moved};
  for (const unsigned most : {wanted, columns}) {
    if (!arguments.empty()) {
      forms.push_back(filled(left + name.untracked + "(", arguments, tail, most));
      // The value of an assignment may stand on a line of its own.
      if (left.ends_with(" = ") || left.ends_with("\t= "))
        forms.push_back(filled(left.substr(0, left.size() - 1) + "\n" + std::string(source.indent(begin)) + "\t" + name.untracked + "(",
                               arguments, tail, most));
    }
    for (const std::string& form : forms)
      if (widest(form) <= most) return before + form + after;
  }
  return before + moved + after;
}

}  // namespace

std::vector<GupCall> gupCalls(std::string_view masked, const std::vector<MarkName>& names) {
  std::vector<GupCall> calls;
  for (const Found& found : findAll(masked, names))
    if (found.use == Use::call) calls.push_back(found.call);
  return calls;
}

bool implementsGup(std::string_view masked, bool header, const std::vector<MarkName>& names) {
  for (const MarkName& name : names)
    for (const Definition& definition : findDefinitions(masked, name.name)) {
      if (!definition.function) continue;
      const std::string_view line = masked.substr(definition.begin, masked.find('\n', definition.begin) - definition.begin);
      if (header || !hasWord(line, "static")) return true;
    }
  return false;
}

FileMarks markCalls(const std::string& file, const std::string& before, const std::string& now,
                    const std::set<uint32_t>& proved, const std::vector<MarkName>& names, unsigned columns) {
  FileMarks out{now, 0, ""};
  const edit::Source old(before), text(now);
  const bool header = isHeader(file);
  if (implementsGup(text.masked(), header, names)) return out;
  for (const Found& found : findAll(text.masked(), names))
    if (found.use == Use::other && !found.call.marked) {
      out.fault = file + ": " + names[found.call.index].name + " is used other than in a call";
      return out;
    }
  const std::vector<GupCall> was = gupCalls(old.masked(), names), is = gupCalls(text.masked(), names);
  // What is not where the scan saw it would be marked although its pages are released by put_user_page*().
  for (const uint32_t offset : proved)
    if (std::none_of(was.begin(), was.end(), [&](const GupCall& call) { return call.offset == offset; })) {
      out.fault = file + ": a call that was converted is not found in the text";
      return out;
    }
  bool same = was.size() == is.size();
  for (size_t i = 0; same && i < is.size(); ++i) same = was[i].index == is[i].index;
  if (!same && !proved.empty()) {
    out.fault = file + ": a core patch changes which pages it gets";
    return out;
  }
  for (size_t i = is.size(); i-- > 0;) {
    if (is[i].marked || (same && proved.count(was[i].offset))) continue;
    out.text = renamed(out.text, is[i].offset, names[is[i].index], columns);
    ++out.marked;
  }
  return out;
}

std::string withTrackedMacro(const std::string& text) {
  const edit::Source source(text);
  const std::string_view masked = source.masked();
  if (hasWord(masked, kTrackedMacro)) return text;
  for (size_t begin = 0; begin < masked.size();) {
    size_t end = masked.find('\n', begin);
    if (end == kNone) end = masked.size();
    const std::string_view line = masked.substr(begin, end - begin);
    const size_t first = line.find_first_not_of(" \t");
    if (first != kNone && line[first] == '#') {
      const std::string eol(source.eol());
      const bool include = line.find("include", first) != kNone;
      return text.substr(0, begin) + "#define " + kTrackedMacro + "\t/* see linux/gup_untracked.h */" + eol + (include ? eol : "") +
             text.substr(begin);
    }
    begin = end + 1;
  }
  return text;
}

}  // namespace gupkit::series
