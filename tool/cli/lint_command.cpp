// SPDX-License-Identifier: GPL-2.0-only
#include "cli/lint_command.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/change_source.h"
#include "cli/engine.h"
#include "lint/baseline.h"
#include "lint/output.h"
#include "options/tree_path.h"
#include "support/atomic_file.h"
#include "support/color.h"
#include "support/io.h"
#include "support/path.h"

namespace gupkit {
namespace {

std::string rendered(const LintReport& report, const Options& options) {
  switch (options.format) {
    case Format::json: return lintJson(report);
    case Format::sarif: return lintSarif(report, GUPKIT_VERSION);
    case Format::github: return lintGithub(report);
    case Format::gitlab: return lintGitlab(report);
    default: break;
  }
  TextOptions text;
  text.color = options.output.empty() && useColor(options.color, STDOUT_FILENO);
  return lintText(report, text);
}

Status applyBaselineFile(const Options& options, const std::vector<std::string>& paths, bool change, LintReport& report,
                         LintResult& out) {
  Baseline baseline;
  auto text = readFile(options.baseline);
  const bool fresh = !text && options.update_baseline && !std::filesystem::exists(options.baseline);
  if (!text && !fresh) return text.error();
  if (text) {
    auto read = readBaseline(*text, options.baseline);
    if (!read) return read.error();
    baseline = std::move(*read);
  }
  auto stale = applyBaseline(baseline, report.findings);
  // A part shows a part only.
  std::erase_if(stale, [&](const BaselineEntry& e) { return change || !selects(paths, e.file); });
  if (!options.update_baseline) {
    for (const BaselineEntry& e : stale)
      out.notes.push_back("baseline: " + e.file + ": " + e.code + " in " + e.function + "() is gone: take it out with --update-baseline");
    out.failed |= !stale.empty();
    return Done{};
  }
  std::vector<BaselineEntry> kept;
  for (const BaselineEntry& e : baseline.entries)
    if (std::none_of(stale.begin(), stale.end(), [&](const BaselineEntry& s) { return s.fingerprint == e.fingerprint; }))
      kept.push_back(e);
  size_t added = 0, refused = 0;
  for (Finding& f : report.findings) {
    if (!LintReport::counts(f)) continue;
    if (!options.accept_new) {
      ++refused;
      continue;
    }
    kept.push_back({f.fingerprint, f.code, f.file, f.function, options.reason});
    f.is_new = false;
    ++added;
  }
  if (refused)
    out.notes.push_back("baseline: " + std::to_string(refused) + " findings are not in it; fix them, or add them with --accept-new --reason TEXT");
  std::sort(kept.begin(), kept.end(), [](const BaselineEntry& a, const BaselineEntry& b) {
    return std::tie(a.file, a.function, a.code, a.fingerprint) < std::tie(b.file, b.function, b.code, b.fingerprint);
  });
  if (auto status = writeFileAtomically(options.baseline, writeBaseline({kept})); !status) return status;
  out.notes.push_back("baseline: " + std::to_string(stale.size()) + " taken out, " + std::to_string(added) + " added, " +
                      std::to_string(kept.size()) + " in all");
  return Done{};
}

}  // namespace

Result<LintResult> runLint(const Options& given, Model model, TreeInfo tree) {
  LintResult out;
  Options options = given;
  Engine engine(options, std::move(model), std::move(tree));
  std::vector<std::string> selected;
  for (const std::string& path : options.paths) {
    auto relative = pathInTree(engine.root(), path);
    if (!relative) return relative.error();
    selected.push_back(*relative);
  }
  std::optional<GivenChange> change;
  LintReport report;
  if (namesChange(options)) {
    auto read = readChange(options, engine.root());
    if (!read) return read.error();
    change = std::move(*read);
    out.notes = change->notes;
    std::erase_if(change->changes.files, [&](auto& entry) {
      return !selects(selected, entry.first) || !(isSource(entry.first) || isHeader(entry.first));
    });
    report.change = true;
    report.changed = change->changes.files.size();
  }
  EngineResult result;
  if (!change || !change->changes.files.empty()) {
    if (change) {
      std::vector<std::string> files;
      for (auto& [name, file] : change->changes.files) files.push_back(name);
      engine.reach(files);
    } else {
      engine.select(selected);
    }
    auto run = engine.run();
    if (!run) return run.error();
    result = std::move(*run);
  }
  for (const std::string& note : result.notes) out.notes.push_back(note);
  report.tree = result.scan.tree;
  report.findings = std::move(result.findings);
  report.gaps = std::move(result.scan.gaps);
  report.coverage = result.coverage;
  report.pedantic = options.pedantic;
  for (const Site& site : result.scan.sites)
    ++(site.kind == SiteKind::acquire ? report.acquires : site.kind == SiteKind::release ? report.releases : report.dirty);
  if (change) {
    for (Finding& f : report.findings) {
      f.is_new = brings(change->changes, f, result.hidden);
      if (f.is_new && f.when_new) f.proved = true;
    }
    std::erase_if(report.gaps, [&](const Gap& gap) { return !change->changes.files.count(gap.file); });
  }
  if (!options.suppressions.empty()) {
    auto text = readFile(options.suppressions);
    if (!text) return text.error();
    auto all = readSuppressions(*text, options.suppressions);
    if (!all) return all.error();
    for (const Suppression& s : applySuppressions(*all, report.findings))
      if (!change && selected.empty())
        out.notes.push_back(options.suppressions + ":" + std::to_string(s.line) + ": matches no finding: take it out");
  }
  if (!options.kernel.empty())
    applyNolint(report.findings, [&](const std::string& file) {
      auto text = readFile(engine.root() + "/" + file);
      return text ? *text : std::string();
    });
  if (!options.baseline.empty())
    if (auto status = applyBaselineFile(options, selected, change.has_value(), report, out); !status) return status.error();
  out.failed |= report.counted() != 0;
  if (options.format == Format::sarif && !options.error) out.failed = false;
  out.text = rendered(report, options);
  return out;
}

}  // namespace gupkit
