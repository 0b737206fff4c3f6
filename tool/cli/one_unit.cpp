// SPDX-License-Identifier: GPL-2.0-only
#include "cli/one_unit.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "cli/at_stake.h"
#include "cli/branches.h"
#include "cli/edit_api.h"
#include "cli/settle.h"
#include "facts/parse.h"
#include "gupkit/link.h"
#include "gupkit/verdict.h"
#include "lint/rules.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

bool namesAny(const std::string& path, const std::set<std::string>& names, std::set<std::string>& seen) {
  if (seen.size() > 200 || !seen.insert(path).second) return false;
  auto text = readFile(path);
  if (!text) return false;
  for (size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    if (!isNameByte(c) || isdigit(static_cast<unsigned char>(c))) continue;
    const size_t begin = i;
    while (i + 1 < text->size() && isNameByte((*text)[i + 1])) ++i;
    if (names.count(text->substr(begin, i + 1 - begin))) return true;
  }
  for (size_t at = text->find("#include \""); at != std::string::npos; at = text->find("#include \"", at + 1)) {
    const size_t begin = at + 10, end = text->find('"', begin);
    if (end == std::string::npos) break;
    if (namesAny((fs::path(path).parent_path() / text->substr(begin, end - begin)).lexically_normal().string(), names, seen)) return true;
  }
  return false;
}

/// Settles what can be written: an edit that cannot takes its group back, and so does code of another configuration
/// that may touch the group's pages, for nobody reads it here. `verdict` has what was refused, after it.
Result<std::pair<Verdicts, EditPlan>> settleUnit(const UnitFacts& facts, const TreeInfo& tree, const Program& program,
                                                 const Model& model, const std::function<std::string(const std::string&)>& path,
                                                 VerdictOptions& verdict) {
  const EditApi api = editApi(tree, verdict);
  EditInput input;
  for (const ShapeFunction& shape : facts.shapes) input.shapes[shape.file].push_back(shape);
  for (auto& [id, region] : facts.regions)
    if (id == 0) input.regions[facts.file].push_back(region);
  const std::set<std::string> counting = model.countingNames();
  const std::map<std::string, UnitFacts> base{{facts.file, facts}};
  AtStake stake(
      model,
      [&](const std::string& file) {
        auto content = readFile(path(file));
        return content ? std::move(*content) : std::string();
      },
      [&](const Stake&) { return std::set<std::string>{facts.file}; });
  auto unread = [&](const SiteEdit& edit) {
    if (edit.file == facts.file &&
        !unreadParts(input.text.at(edit.file), facts, input.shapes[edit.file], edit.offset, model, counting).empty())
      return true;
    return std::any_of(edit.sources.begin(), edit.sources.end(),
                       [&](uint32_t source) { return !stake.of(program, source, edit.told_apart, base).empty(); });
  };
  return settle(
      verdict, judge(program, verdict), [&](const VerdictOptions& o) { return judge(program, o); },
      [&](const std::vector<SiteEdit>& edits) {
        PlanRound round;
        for (const SiteEdit& edit : edits) {
          if (!input.text.count(edit.file))
            if (auto text = readFile(path(edit.file))) input.text[edit.file] = std::move(*text);
          if (!input.text.count(edit.file)) round.refused[{edit.file, edit.offset}] = "unsupported-form";
          else if (unread(edit)) round.refused[{edit.file, edit.offset}] = "not-compiled";
        }
        round.plan = planEdits(input, edits, api);
        for (const Refusal& refusal : round.plan.refusals)
          round.refused.try_emplace({refusal.file, refusal.offset},
                                    *reasonText(refusal.reason) ? refusal.reason : std::string("unsupported-form"));
        return round;
      });
}

}  // namespace

bool namesApi(const std::string& path, const Model& model) {
  std::set<std::string> names = model.countingNames(), seen;
  for (EffectKind kind : {EffectKind::acquire, EffectKind::release, EffectKind::dirty})
    for (auto& name : model.names(kind)) names.insert(name);
  return namesAny(path, names, seen);
}

std::string treeOfFolders(const std::vector<std::string>& folders) {
  for (std::string dir : folders) {
    while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
    std::error_code ec;
    if (fs::exists(dir + "/linux/mm.h", ec)) return fs::path(dir).parent_path().string();
  }
  return "";
}

Result<OneUnit> lintUnit(const CompileUnit& unit, const std::string& path, const TreeInfo& tree, const Model& model,
                         std::optional<Api> api) {
  const UnitFacts facts = parseUnit({unit, path, tree.root, "", {}}, model);
  if (!facts.errors.empty()) return Error{unit.file, "does not parse: " + facts.errors[0], ""};
  const std::map<Demand, Answer> answers;
  const Program program(model, {&facts}, answers);
  VerdictOptions verdict;
  verdict.api = api.value_or(tree.default_api);
  for (auto& [name, params] : tree.prototypes) verdict.declared.insert(name);
  auto inTree = [&](const std::string& file) { return file == unit.file ? path : file[0] == '/' ? file : tree.root + "/" + file; };
  auto settled = settleUnit(facts, tree, program, model, inTree, verdict);
  if (!settled) return settled.error();
  verdict.evidence = true;
  const Verdicts verdicts = judge(program, verdict);
  OneUnit out;
  out.findings = findFindings(lintInput(program, verdicts, verdict, tree.root, inTree));
  out.edits = std::move(settled->second.files);
  return out;
}

}  // namespace gupkit
