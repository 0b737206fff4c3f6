// SPDX-License-Identifier: GPL-2.0-only
#include "series/checkpatch.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "gupkit/edit.h"
#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/interrupt.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

/// "TYPE" of "WARNING:TYPE: text".
std::string typeOf(const std::string& finding) {
  const size_t colon = finding.find(':');
  if (colon == std::string::npos) return finding;
  const size_t end = finding.find(':', colon + 1);
  return finding.substr(colon + 1, end == std::string::npos ? end : end - colon - 1);
}

const char* whyItStays(const std::string& type) {
  if (type == "MISSING_SIGN_OFF") return "a Signed-off-by is its sender's word, --signoff adds it";
  if (type == "FILE_PATH_CHANGES") return "new files of mm/ fall under an entry that is there";
  return nullptr;
}

Result<std::string> ask(const std::string& root, const std::string& file) {
  const std::string script = root + "/scripts/checkpatch.pl";
  struct stat st;
  if (stat(script.c_str(), &st) != 0) return Error{script, "is not there", "checkpatch comes with the kernel tree"};
  kbuild::Command command;
  command.argv = {"perl", script, "--root=" + root, "--strict", "--terse", "--show-types", "--no-summary", "--color=never", file};
  command.directory = root;
  command.set = {"PERL_HASH_SEED=0", "LC_ALL=C.UTF-8"};
  command.timeout_seconds = 300;
  auto output = kbuild::run(command);
  if (!output) return Error{"perl", "cannot be started", "install perl"};
  if (interrupted()) return Error{"series", "interrupted", ""};
  // 1: there are findings.
  if (output->status > 1) return Error{script, kbuild::lastLines(output->errors, 2), ""};
  return output->text;
}

}  // namespace

std::vector<std::string> parseCheckpatch(const std::string& output) {
  std::vector<std::string> findings;
  for (const std::string& line : split(output, '\n'))
    for (const char* level : {": ERROR:", ": WARNING:", ": CHECK:"}) {
      const size_t at = line.find(level);
      if (at != std::string::npos) {
        findings.push_back(line.substr(at + 2));
        break;
      }
    }
  return findings;
}

CheckpatchReport explainFindings(const std::vector<std::string>& findings, const std::vector<std::string>& reverse) {
  CheckpatchReport report;
  std::map<std::string, int> before;
  for (const std::string& finding : reverse) ++before[typeOf(finding)];
  auto explain = [&](const std::string& type, const std::string& why) {
    const std::string line = type + ": " + why;
    if (std::find(report.explained.begin(), report.explained.end(), line) == report.explained.end()) report.explained.push_back(line);
  };
  for (const std::string& finding : findings) {
    const std::string type = typeOf(finding);
    if (const char* why = whyItStays(type)) explain(type, why);
    else if (before[type]-- > 0) explain(type, "the code was so before");
    else report.findings.push_back(finding);
  }
  return report;
}

Result<CheckpatchReport> checkpatch(const std::string& root, const std::string& scratch, const std::string& patch_file,
                                    const SeriesPatch& patch) {
  auto there = ask(root, patch_file);
  if (!there) return there.error();
  const std::vector<std::string> findings = parseCheckpatch(*there);
  std::vector<std::string> reverse;
  if (!findings.empty()) {
    std::string diff;
    for (const FileChange& change : patch.changes)
      if (change.before) diff += unifiedDiff(change.file, change.after.value_or(""), *change.before);
    const std::string file = scratch + "/reverse.patch";
    if (auto status = writeFileAtomically(file, diff, {.sync = false}); !status) return status.error();
    auto back = ask(root, file);
    if (!back) return back.error();
    reverse = parseCheckpatch(*back);
  }
  return explainFindings(findings, reverse);
}

}  // namespace gupkit::series
