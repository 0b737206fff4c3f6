// SPDX-License-Identifier: GPL-2.0-only
#include "cli/convert_command.h"

#include "cli/choose.h"
#include "cli/say.h"
#include "cli/undo.h"
#include "edit/groups.h"
#include "support/atomic_file.h"
#include "support/interrupt.h"

namespace gupkit {
namespace {

std::string siteText(const Site& site) {
  return site.file + ":" + std::to_string(site.line) + ": " + name(site.kind) + " " + site.callee;
}

/// File by file, each only where it still has the text that was read.
Status writeInPlace(const std::string& root, const std::vector<Replacement>& files) {
  for (const Replacement& one : files) {
    if (interrupted()) return Error{"convert", "interrupted", ""};
    auto status = writeFileAtomically(root + "/" + one.file, one.after, {.expected = &one.before, .within = root});
    if (!status) return status;
  }
  return Done{};
}

/// What converts by its verdict and is not in the plan, with the files that would have to be named.
void sayOutside(const EngineResult& result) {
  std::set<std::string> said;
  for (const Site& site : result.scan.sites) {
    auto it = result.outside.find(site.group);
    if (it == result.outside.end() || site.verdict != Verdict::convert || !said.insert(site.group).second) continue;
    std::string files;
    for (const std::string& file : it->second) files += (files.empty() ? "" : " ") + file;
    say(siteText(site) + ": not converted, as its group has sites outside of PATH; add " + files);
  }
}

}  // namespace

Result<std::string> runConvert(const Options& options, Engine& engine, EngineResult& result) {
  sayOutside(result);
  if (auto chosen = chooseGroups(options, result); !chosen) return chosen.error();
  if (options.verify) {
    size_t checked = 0;
    auto messages = engine.verify(result, checked);
    if (!messages) return messages.error();
    for (const std::string& message : *messages) say("verify: " + message);
    fprintf(stderr, "gupkit: verify: %zu files compiled before and after, %zu new diagnostics\n", checked,
            messages->size());
    if (!messages->empty())
      return Error{"verify", "the edits cause new diagnostics, so nothing was written",
                   "leave the files named above out of PATH, and report them"};
  }
  std::string diff;
  std::vector<Replacement> replacements;
  for (const FileEdits& file : result.plan.files) {
    const std::string& before = result.text.at(file.file);
    replacements.push_back({file.file, before, applyEdits(before, file.edits)});
    diff += unifiedDiff(file.file, before, replacements.back().after);
  }
  if (options.in_place && !replacements.empty()) {
    // First what takes it back, then the tree: a run that is killed in between can be taken back, too.
    if (auto kept = rememberConversion(options.cache, engine.root(), replacements); !kept)
      say("--reverse will not know of this conversion: " + kept.error().str());
    if (auto written = writeInPlace(engine.root(), replacements); !written) return written.error();
  }
  const std::set<std::string> groups = groupsOf(result.plan);
  size_t sites = 0;
  for (const Site& site : result.scan.sites)
    sites += site.verdict == Verdict::convert && site.kind != SiteKind::dirty && groups.count(site.group);
  fprintf(stderr, "gupkit: %zu sites in %zu files %s; `gupkit scan` lists the others with their reasons\n", sites,
          result.plan.files.size(), options.in_place ? "converted" : "to convert");
  return diff;
}

Result<std::string> runReverse(const Options& options, const std::string& root) {
  auto back = reversal(options.cache, root);
  if (!back) return back.error();
  std::string diff;
  for (const Replacement& one : *back) diff += unifiedDiff(one.file, one.before, one.after);
  if (options.in_place) {
    if (auto written = writeInPlace(root, *back); !written) return written.error();
    if (auto forgotten = forgetConversions(options.cache, root); !forgotten) return forgotten.error();
  }
  fprintf(stderr, "gupkit: %zu files %s\n", back->size(), options.in_place ? "are as they were before" : "to take back");
  return diff;
}

}  // namespace gupkit
