// SPDX-License-Identifier: GPL-2.0-only
#include "cli/branches.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "candidates/reach.h"
#include "cli/branch_text.h"
#include "cli/call_text.h"

namespace gupkit {
namespace {

/// The symbols of a condition that is true as soon as they are all set.
std::optional<std::vector<std::string>> symbolsOf(const Branch& b) {
  std::string text;
  for (char c : b.condition)
    if (!std::isspace(static_cast<unsigned char>(c)) && c != '\\') text += c;
  if (b.keyword == "ifdef") text.insert(0, "defined").insert(7, 1, '(').push_back(')');
  else if (b.keyword != "if") return std::nullopt;
  std::vector<std::string> out;
  for (std::string_view rest = text;;) {
    auto take = [&](std::string_view word) {
      const bool is = rest.substr(0, word.size()) == word;
      if (is) rest.remove_prefix(word.size());
      return is;
    };
    bool closed = true;
    if (take("defined")) closed = take("(");
    else if (!take("IS_ENABLED(")) return std::nullopt;
    size_t length = 0;
    while (length < rest.size() && isNameByte(rest[length])) ++length;
    out.emplace_back(rest.substr(0, length));
    if (out.back().rfind("CONFIG_", 0) != 0) return std::nullopt;
    rest.remove_prefix(length);
    if (closed && !take(")")) return std::nullopt;
    if (rest.empty()) return out;
    if (!take("&&")) return std::nullopt;
  }
}

size_t branchAt(const std::vector<Branch>& all, uint32_t offset) {
  size_t found = kNone;
  for (size_t i = 0; i < all.size(); ++i)
    if (all[i].begin <= offset && offset < all[i].end) found = i;  // the inner ones come last
  return found;
}

/// Does a piece of text hold nothing but lines that choose branches?
bool nothingIn(std::string_view text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1);
    std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    const size_t first = line.find_first_not_of(" \t\r\n\f");
    if (first == std::string_view::npos) continue;
    if (line[first] != '#') return false;
    line.remove_prefix(first + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.find('\\') != std::string_view::npos) return false;
    if (line.rfind("if", 0) && line.rfind("el", 0) && line.rfind("endif", 0) && line.rfind("error", 0)) return false;
  }
  return true;
}

/// Does the model say of the function that a reference comes or goes, or that a page comes from elsewhere?
bool matters(const std::string& name, const Model& model) {
  if (model.maps.count(name)) return true;
  for (EffectKind kind : {EffectKind::acquire, EffectKind::release, EffectKind::extra, EffectKind::consume, EffectKind::dirty})
    if (model.find(name, kind)) return true;
  const Effect* source = model.find(name, EffectKind::source);
  return source && !source->memory;
}

/// Calls of the model that a parse saw, outside of what every file includes.
std::set<std::tuple<std::string, uint32_t, std::string>> callsOf(const UnitFacts& unit, const Model& model) {
  std::set<std::tuple<std::string, uint32_t, std::string>> out;
  for (const CallFact& call : unit.calls) {
    const std::string& file = unit.files[call.at.file];
    if (file.rfind("include/", 0) == 0 || file.rfind("arch/", 0) == 0 || file[0] == '/') continue;
    if (matters(call.name, model)) out.emplace(file, call.at.offset, call.name);
  }
  return out;
}

/// Does a function handle pages: by a call of the model, or by the type of a value?
bool handlesPages(const UnitFacts& unit, uint32_t index, const Model& model) {
  const FunctionFact& fn = unit.functions[index];
  for (const CallFact& call : unit.calls)
    if (call.caller == index && matters(call.name, model)) return true;
  return std::any_of(unit.narrow.begin(), unit.narrow.end(), [&](const auto& value) {
    return fn.first_value <= value.first && value.first < fn.last_value && value.second != kNoPage;
  });
}

/// Is `offset` in the definition that begins with the name at `begin`? `text` without what is not compiled.
bool inDefinition(const std::string& text, uint32_t begin, uint32_t offset) {
  int depth = 0;
  for (uint32_t i = begin; i < offset; ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth <= 0) return false;
    if (text[i] == ';' && depth == 0) return false;
  }
  return true;
}

/// No function that `without` has read and that handles pages got another text.
bool pagesUntouched(const std::string& text, const std::vector<Branch>& now, const std::vector<Branch>& before,
                    const UnitFacts& with, const UnitFacts& without, const Model& model) {
  std::string compiled = text;
  for (const Branch& b : now)
    for (uint32_t i = b.begin; !b.compiled && i < b.end; ++i)
      if (compiled[i] != '\n') compiled[i] = ' ';
  std::map<std::string, uint32_t> known;
  for (uint32_t i = 0; i < without.functions.size(); ++i) known[without.functions[i].key] = i;
  for (size_t b = 0; b < now.size(); ++b) {
    if (!now[b].compiled || before[b].compiled) continue;
    for (uint32_t i = 0; i < with.functions.size(); ++i) {
      const FunctionFact& fn = with.functions[i];
      if (with.files[fn.at.file] != with.file || fn.at.offset >= now[b].begin) continue;
      if (!inDefinition(compiled, fn.at.offset, now[b].begin)) continue;
      auto old = known.find(fn.key);
      if (old == known.end()) continue;  // new as a whole
      if (handlesPages(with, i, model) || handlesPages(without, old->second, model)) return false;
    }
  }
  return true;
}

}  // namespace

std::vector<std::string> symbolsToSet(const std::string& text, const UnitFacts& unit, const std::set<std::string>& names) {
  if (unit.skipped.empty() || unit.unset.empty()) return {};
  const auto all = compiledBranches(withoutComments(text), unit.skipped);
  std::set<std::string> out;
  for (const TextCall& call : textCalls(text, names)) {
    if (call.in_directive) continue;
    std::set<std::string> wanted;
    bool possible = true;
    for (size_t b = branchAt(all, call.offset); possible && b != kNone && !all[b].compiled; b = all[b].parent) {
      auto symbols = symbolsOf(all[b]);
      possible = symbols.has_value();
      if (possible) wanted.insert(symbols->begin(), symbols->end());
    }
    if (!possible) continue;
    for (const std::string& symbol : wanted)
      if (std::binary_search(unit.unset.begin(), unit.unset.end(), symbol)) out.insert(symbol);
  }
  return {out.begin(), out.end()};
}

bool standsFor(const std::string& text, const UnitFacts& with, const UnitFacts& without, const Model& model,
               const std::set<std::string>& names) {
  if (!with.errors.empty()) return false;
  const std::string plain = withoutComments(text);
  const auto now = compiledBranches(plain, with.skipped), before = compiledBranches(plain, without.skipped);
  for (size_t b = 0; b < now.size(); ++b)
    if (before[b].compiled && !now[b].compiled &&
        !nothingIn(std::string_view(plain).substr(now[b].begin, now[b].end - now[b].begin)))
      return false;
  const auto old_calls = callsOf(without, model), new_calls = callsOf(with, model);
  if (!std::includes(new_calls.begin(), new_calls.end(), old_calls.begin(), old_calls.end())) return false;
  const bool gained = std::any_of(new_calls.begin(), new_calls.end(), [&](const auto& call) {
    return std::get<0>(call) == with.file && names.count(std::get<2>(call)) && !old_calls.count(call);
  });
  return gained && pagesUntouched(plain, now, before, with, without, model);
}

std::vector<Range> unreadParts(const std::string& text, const UnitFacts& unit, const std::vector<ShapeFunction>& shapes,
                               uint32_t offset, const Model& model, const std::set<std::string>& counting) {
  std::vector<Range> out;
  for (const Range& skipped : unit.skipped) {
    const auto function = std::find_if(shapes.begin(), shapes.end(), [&](const ShapeFunction& f) {
      return f.range.begin <= skipped.begin && skipped.begin < f.range.end;
    });
    if (function == shapes.end() ? holdsNames(text, skipped, counting)
                                 : function->range.begin <= offset && offset < function->range.end &&
                                       holdsStatements(text, skipped, model))
      out.push_back(skipped);
  }
  return out;
}

namespace {

/// Makes the line of a directive choose its branch, or not.
bool turn(const std::string& text, const Branch& b, bool on, std::map<uint32_t, std::string>& out) {
  std::string line = text.substr(b.line, b.begin - b.line);
  for (char& c : line)
    if (c != '\n') c = ' ';
  const std::string word = b.keyword == "else" ? "#else" : std::string(b.keyword.rfind("el", 0) == 0 ? "#elif " : "#if ") + (on ? "1" : "0");
  if (line.find('\n') < word.size()) return false;  // #ifdef X never is; #if\ ... may be
  out[b.line] = line.replace(0, word.size(), word);
  return true;
}

}  // namespace

std::map<uint32_t, std::string> turnOn(const std::string& text, const std::vector<Range>& skipped, const Range& part) {
  const auto all = compiledBranches(withoutComments(text), skipped);
  size_t at = kNone;
  for (size_t i = all.size(); i-- > 0;)
    if (part.begin <= all[i].line && all[i].line < part.end) at = i;  // the first one
  std::map<uint32_t, std::string> out;
  // The branch, those before it in its group, and the same of what is around it.
  for (; at != kNone; at = all[at].parent) {
    if (all[at].compiled) break;
    if (!turn(text, all[at], true, out)) return {};
    for (size_t before = at; all[before].keyword.rfind("el", 0) == 0;) {
      size_t i = before;
      while (i-- > 0 && all[i].end != all[before].line) {
      }
      if (i == kNone || !turn(text, all[i], false, out)) return {};
      before = i;
    }
  }
  return out;
}

std::map<uint32_t, std::string> turnOff(const std::string& text, const std::vector<Range>& skipped, const Range& part) {
  const auto all = compiledBranches(withoutComments(text), skipped);
  std::map<uint32_t, std::string> out;
  uint32_t next = part.begin;
  // The branch, and those behind it in its group.
  for (const Branch& b : all) {
    if (b.line != next) continue;
    if (!turn(text, b, false, out)) return {};
    next = b.end;
  }
  return out;
}

std::vector<Range> skippedIn(const UnitFacts& unit, const std::string& file) {
  if (file == unit.file) return unit.skipped;
  std::vector<Range> out;
  for (const SkippedPart& part : unit.skipped_in)
    if (part.file == file) out.push_back(part.range);
  return out;
}

bool readTurned(const std::string& text, const std::string& file, const std::vector<UnitFacts>& turned, const Range& part,
                const Model& model, const std::set<std::string>& counting, bool off) {
  return std::any_of(turned.begin(), turned.end(), [&](const UnitFacts& unit) {
    if (!unit.errors.empty()) return false;
    const std::vector<Range> skipped = skippedIn(unit, file);
    if (off) return std::any_of(skipped.begin(), skipped.end(), [&](const Range& left) { return left.begin == part.begin; });
    return std::none_of(skipped.begin(), skipped.end(), [&](const Range& left) {
      if (left.begin <= part.begin && part.begin < left.end) return true;
      return part.begin <= left.begin && left.begin < part.end &&
             (holdsStatements(text, left, model) || holdsNames(text, left, counting));
    });
  });
}

}  // namespace gupkit
