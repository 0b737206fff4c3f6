// SPDX-License-Identifier: GPL-2.0-only
#include "series/checkpatch.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "explained_style.h"
#include "gupkit/edit.h"
#include "kbuild/process.h"
#include "series/maintainers.h"
#include "support/atomic_file.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

Result<std::string> ask(const std::string& root, const std::string& file) {
  const std::string script = root + "/scripts/checkpatch.pl";
  struct stat st;
  if (stat(script.c_str(), &st) != 0) return Error{script, "is not there", "checkpatch comes with the kernel tree"};
  kbuild::Command command;
  command.argv = {"perl", script, "--root=" + root, "--strict", "--terse", "--show-types", "--showfile", "--no-summary", "--color=never", file};
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

/// A call with its first argument and nothing else: the only break left is behind the parenthesis.
bool oneArgument(const std::string& code) {
  const std::string_view text = trim(code);
  const size_t open = text.find('(');
  if (open == std::string_view::npos || open == 0 || !(text.ends_with(",") || text.ends_with(");"))) return false;
  return text.substr(0, open).find(' ') == std::string_view::npos && text.find(", ") == std::string_view::npos;
}

bool newFilesHaveAnEntry(const std::string& root, const SeriesPatch& patch) {
  auto text = readFile(root + "/MAINTAINERS");
  if (!text) return false;
  const Maintainers maintainers(*text);
  return std::all_of(patch.changes.begin(), patch.changes.end(), [&](const FileChange& change) {
    return change.after && (change.before || !maintainers.entryOf(change.file).empty());
  });
}

}  // namespace

Result<std::vector<Explanation>> parseExplanations(const std::string& text, const std::string& name) {
  const std::map<std::string, Explanation::Rule> rules = {{"always", Explanation::Rule::always},
                                                          {"new-files-have-an-entry", Explanation::Rule::new_files_have_an_entry},
                                                          {"marks-calls", Explanation::Rule::marks_calls},
                                                          {"one-argument", Explanation::Rule::one_argument},
                                                          {"was-so-before", Explanation::Rule::was_so_before}};
  std::vector<Explanation> list;
  size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    const std::string entry(trim(line));
    if (entry.empty() || entry[0] == '#') continue;
    const size_t type = entry.find(' '), rule = type == std::string::npos ? type : entry.find(' ', type + 1);
    const std::string at = name + ":" + std::to_string(number);
    if (rule == std::string::npos) return Error{at, "has no reason", "a line is TYPE RULE REASON"};
    const auto known = rules.find(entry.substr(type + 1, rule - type - 1));
    if (known == rules.end()) return Error{at, "no such rule: " + entry.substr(type + 1, rule - type - 1), "the head of the list has them"};
    list.push_back({entry.substr(0, type), known->second, std::string(trim(entry.substr(rule)))});
  }
  return list;
}

Result<std::vector<Explanation>> builtinExplanations() { return parseExplanations(kExplainedStyle, "checkpatch.explained"); }

std::vector<StyleFinding> parseCheckpatch(const std::string& output) {
  std::vector<StyleFinding> findings;
  for (const std::string& line : split(output, '\n'))
    for (const char* level : {": ERROR:", ": WARNING:", ": CHECK:"}) {
      const size_t at = line.find(level);
      if (at == std::string::npos) continue;
      StyleFinding finding;
      finding.file = line.substr(0, line.rfind(':', at - 1));
      if (finding.file.size() < at) finding.line = unsigned(atol(line.c_str() + finding.file.size() + 1));
      const size_t type = at + std::string_view(level).size();
      finding.type = line.substr(type, line.find(':', type) - type);
      // In a message there is no file, and the line is 0.
      finding.text = finding.file.empty() ? line.substr(at + 2) : line;
      findings.push_back(std::move(finding));
      break;
    }
  return findings;
}

CheckpatchReport explainFindings(const std::vector<StyleFinding>& findings, const std::vector<StyleFinding>& reverse,
                                 const StyleFacts& patch, const std::vector<Explanation>& list) {
  CheckpatchReport report;
  std::map<std::pair<std::string, std::string>, int> before;
  for (const StyleFinding& finding : reverse) ++before[{finding.file, finding.type}];
  for (const StyleFinding& finding : findings) {
    const auto why = std::find_if(list.begin(), list.end(), [&](const Explanation& e) {
      if (e.type != "*" && e.type != finding.type) return false;
      switch (e.rule) {
        case Explanation::Rule::always: return true;
        case Explanation::Rule::new_files_have_an_entry: return patch.new_files_have_an_entry;
        case Explanation::Rule::marks_calls: return patch.marks_calls;
        case Explanation::Rule::one_argument: return oneArgument(finding.code);
        case Explanation::Rule::was_so_before: return !finding.file.empty() && before[{finding.file, finding.type}]-- > 0;
      }
      return false;
    });
    if (why == list.end()) report.findings.push_back(finding.text);
    else report.explained.push_back(finding.type + ": " + why->reason);
  }
  return report;
}

unsigned longestLine(const std::string& root) {
  constexpr std::string_view limit = "my $max_line_length = ";
  auto text = readFile(root + "/scripts/checkpatch.pl");
  if (!text) return 80;
  const size_t at = text->find(limit);
  const long columns = at == std::string::npos ? 0 : atol(text->c_str() + at + limit.size());
  return columns >= 80 && columns <= 200 ? unsigned(columns) : 80;
}

Result<CheckpatchReport> checkpatch(const std::string& root, const std::string& scratch, const std::string& patch_file,
                                    const SeriesPatch& patch) {
  auto list = builtinExplanations();
  if (!list) return list.error();
  auto there = ask(root, patch_file);
  if (!there) return there.error();
  std::vector<StyleFinding> findings = parseCheckpatch(*there);
  for (StyleFinding& finding : findings)
    for (const FileChange& change : patch.changes) {
      if (change.file != finding.file || !change.after) continue;
      const std::vector<std::string> lines = split(*change.after, '\n');
      if (finding.line && finding.line <= lines.size()) finding.code = lines[finding.line - 1];
    }
  std::vector<StyleFinding> reverse;
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
  return explainFindings(findings, reverse, {newFilesHaveAnEntry(root, patch), patch.key == kMarksKey}, *list);
}

}  // namespace gupkit::series
