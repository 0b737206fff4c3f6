// SPDX-License-Identifier: GPL-2.0-only
#include "cli/one_unit.h"

#include <algorithm>
#include <filesystem>

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

/// The conversion of what is proved in the unit; what cannot be written takes its group back.
std::vector<FileEdits> editsOf(const UnitFacts& facts, const std::string& root, const TreeInfo& tree, const Program& program,
                               VerdictOptions verdict, Verdicts verdicts) {
  const EditApi api = editApi(tree, verdict);
  EditInput input;
  for (const ShapeFunction& shape : facts.shapes) input.shapes[shape.file].push_back(shape);
  for (auto& [id, region] : facts.regions)
    if (id == 0) input.regions[facts.file].push_back(region);
  // A branch that this configuration leaves out may have the other half of a group.
  auto leftOut = [&](const SiteEdit& edit) {
    if (edit.file != facts.file) return false;
    return std::any_of(input.shapes[edit.file].begin(), input.shapes[edit.file].end(), [&](const ShapeFunction& shape) {
      return shape.range.begin <= edit.offset && edit.offset < shape.range.end &&
             std::any_of(facts.skipped.begin(), facts.skipped.end(),
                         [&](const Range& r) { return r.begin < shape.range.end && shape.range.begin < r.end; });
    });
  };
  auto planned = settle(
      verdict, std::move(verdicts), [&](const VerdictOptions& o) { return judge(program, o); },
      [&](const std::vector<SiteEdit>& edits) {
        PlanRound round;
        for (const SiteEdit& edit : edits) {
          if (!input.text.count(edit.file))
            if (auto text = readFile(edit.file[0] == '/' ? edit.file : root + "/" + edit.file)) input.text[edit.file] = std::move(*text);
          if (!input.text.count(edit.file)) round.refused[{edit.file, edit.offset}] = "unsupported-form";
          if (leftOut(edit)) round.refused[{edit.file, edit.offset}] = "not-compiled";
        }
        round.plan = planEdits(input, edits, api);
        for (const Refusal& refusal : round.plan.refusals)
          round.refused.try_emplace({refusal.file, refusal.offset},
                                    *reasonText(refusal.reason) ? refusal.reason : std::string("unsupported-form"));
        return round;
      });
  return planned ? std::move(planned->second.files) : std::vector<FileEdits>();
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
                         std::optional<Api> api, bool with_edits) {
  const UnitFacts facts = parseUnit({unit, path, tree.root, "", {}}, model);
  if (!facts.errors.empty()) return Error{unit.file, "does not parse: " + facts.errors[0], ""};
  const std::map<Demand, Answer> answers;
  const Program program(model, {&facts}, answers);
  VerdictOptions verdict;
  verdict.api = api.value_or(tree.default_api);
  for (auto& [name, params] : tree.prototypes) verdict.declared.insert(name);
  verdict.evidence = true;
  Verdicts verdicts = judge(program, verdict);
  const LintInput in = lintInput(program, verdicts, verdict, tree.root, [&](const std::string& file) {
    return file == unit.file ? path : file[0] == '/' ? file : tree.root + "/" + file;
  });
  OneUnit out;
  out.findings = findFindings(in);
  if (with_edits) out.edits = editsOf(facts, tree.root, tree, program, verdict, std::move(verdicts));
  return out;
}

}  // namespace gupkit
