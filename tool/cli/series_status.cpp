// SPDX-License-Identifier: GPL-2.0-only
#include "cli/series_status.h"

#include <algorithm>
#include <set>

#include "cli/engine.h"
#include "cli/say.h"
#include "series/status.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit {

Result<std::string> runSeriesStatus(const Options& options, const Model& model, const TreeInfo& tree) {
  using Where = series::PatchStatus::Where;
  auto patches = series::statusOf(options.output, tree.root);
  if (!patches) return patches.error();
  std::set<std::string> files;
  for (const series::PatchStatus& patch : *patches)
    for (const std::string& file : patch.touches)
      if (readFile(tree.root + "/" + file)) files.insert(file);
  std::map<std::string, size_t> left;  // by file: what still converts, or waits for somebody
  if (!files.empty()) {
    Options scan = options;
    scan.command = Command::scan;
    scan.output.clear();
    Engine engine(scan, model, tree);
    engine.select({files.begin(), files.end()});
    auto result = engine.run();
    if (!result) return result.error();
    for (const std::string& note : result->notes) say(note);
    for (const Site& site : result->scan.sites) left[site.file] += site.kind != SiteKind::dirty && site.verdict == Verdict::convert;
  }
  std::string out;
  size_t in = 0, open = 0;
  for (const series::PatchStatus& patch : *patches) {
    const bool there = patch.where == Where::commit || patch.where == Where::text;
    in += there;
    size_t sites = 0;
    for (const std::string& file : patch.touches) sites += left[file];
    out += there ? "in    " : "open  ";
    out += printable(patch.file + ": " + patch.subject) + "\n      ";
    switch (patch.where) {
      case Where::commit: out += "as " + printable(patch.commit); break;
      case Where::text: out += "its text is there, by another commit"; break;
      case Where::applies: out += "applies"; break;
      case Where::stale: out += "does not apply: these files have changed"; break;
    }
    if (sites) out += "; " + std::to_string(sites) + (sites == 1 ? " site" : " sites") + " of its files to convert";
    out += "\n";
  }
  for (const auto& [file, sites] : left) open += sites;
  return out + std::to_string(in) + " of " + std::to_string(patches->size()) + " patches are in Linux " + tree.version + "; " +
         std::to_string(open) + " sites of their files are left to convert\n";
}

}  // namespace gupkit
