// SPDX-License-Identifier: GPL-2.0-only
#include "lint/rules.h"

#include <algorithm>
#include <memory>

#include "support/io.h"
#include "support/text.h"

namespace gupkit {
namespace lint {

View::View(const LintInput& input) : in(input), out(found_) {
  for (const Evidence& e : in.verdicts.evidence)
    if (e.kind == SiteKind::acquire && !e.sources.empty()) acquires_.emplace(e.sources[0], &e);
}

const Evidence* View::acquire(uint32_t source) const {
  auto it = acquires_.find(source);
  return it == acquires_.end() ? nullptr : it->second;
}

std::string View::place(CallRef ref) const {
  return program().file(ref) + ":" + std::to_string(program().call(ref).at.line);
}

std::string View::call(CallRef ref) const {
  return program().call(ref).name + "() in " + program().caller(ref).name + "()";
}

PathStep View::step(CallRef ref, const std::string& note) const {
  return {program().file(ref), program().call(ref).at.line, note};
}

Finding View::at(CallRef ref, const std::string& code, const std::string& message) const {
  const CallFact& fact = program().call(ref);
  Finding f;
  f.code = code;
  f.file = program().file(ref);
  f.line = fact.at.line;
  f.column = fact.at.column;
  f.offset = fact.at.offset;
  f.function = program().caller(ref).name;
  f.callee = fact.name;
  f.message = message;
  if (fact.in_macro) f.macro = fact.macro;
  f.unit = program().unit(ref).file;
  if (const FindingCode* known = findingCode(code)) f.severity = known->severity;
  f.places.push_back(place(ref));
  return f;
}

void View::addWay(Finding& f, const Evidence& to, unsigned argument, bool bulk) const {
  bool first = true;
  for (uint32_t s : to.sources) {
    const Evidence* from = acquire(s);
    if (!from) continue;
    f.path.push_back(step(from->ref, "pages taken by " + call(from->ref)));
    f.places.push_back(place(from->ref));
    if (!first) continue;
    for (auto& one : program().path(s, to.ref, argument, bulk)) f.path.push_back({one.file, one.line, one.note});
    first = false;
  }
}

std::optional<std::string> View::flags(CallRef ref) const {
  const CallFact& fact = program().call(ref);
  for (size_t i = 0; i < fact.param_names.size() && i < fact.arg_text.size(); ++i)
    if (fact.param_names[i].find("flags") != std::string::npos) return fact.arg_text[i];
  return std::nullopt;
}

bool View::writtenOut(const std::string& flags) {
  for (size_t i = 0; i < flags.size(); ++i) {
    const char c = flags[i];
    if (!isNameByte(c)) {
      if (c != ' ' && c != '|' && c != '(' && c != ')' && c != '\t' && c != '\n') return false;
      continue;
    }
    const size_t begin = i;
    while (i + 1 < flags.size() && isNameByte(flags[i + 1])) ++i;
    const std::string word = flags.substr(begin, i + 1 - begin);
    if (word.rfind("FOLL_", 0) != 0 && !isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

}  // namespace lint

LintInput lintInput(const Program& program, const Verdicts& verdicts, const VerdictOptions& verdict, const std::string& root,
                    std::function<std::string(const std::string& file)> path) {
  LintInput in{program, verdicts};
  in.api = verdict.api;
  in.longterm = hasLongterm(root, verdict.declared);
  in.text = [path = std::move(path), texts = std::make_shared<std::map<std::string, std::string>>()](const std::string& file) -> const std::string& {
    auto [it, added] = texts->try_emplace(file);
    if (added)
      if (auto content = readFile(path(file))) it->second = std::move(*content);
    return it->second;
  };
  return in;
}

bool hasLongterm(const std::string& root, const std::set<std::string>& declared) {
  if (declared.count("get_user_pages_longterm")) return true;
  for (const char* header : {"/include/linux/mm.h", "/include/linux/mm_types.h"})
    if (auto text = readFile(root + header); text && text->find("FOLL_LONGTERM") != std::string::npos) return true;
  return false;
}

std::vector<Finding> findFindings(const LintInput& input) {
  lint::View view(input);
  lint::unconverted(view);
  lint::getReleasedByUnpin(view);
  lint::pinReleasedByPut(view);
  lint::dirtyUnlocked(view);
  lint::longtermMissing(view);
  lint::pinWithNullArray(view);
  lint::writeWithoutFollWrite(view);
  // What a unit with errors says is no proof.
  std::set<std::string> unread;
  for (const UnitFacts* unit : input.program.units())
    if (!unit->errors.empty()) unread.insert(unit->file);
  for (Finding& f : view.out) f.proved &= !unread.count(f.unit);
  std::erase_if(view.out, [](const Finding& f) { return f.file.empty() || f.file[0] == '/'; });
  numberFindings(view.out);
  return std::move(view.out);
}

}  // namespace gupkit
