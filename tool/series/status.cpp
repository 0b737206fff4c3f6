// SPDX-License-Identifier: GPL-2.0-only
#include "series/status.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "kbuild/process.h"
#include "series/folder.h"
#include "series/git.h"
#include "support/hash.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

namespace fs = std::filesystem;

/// Commits of a file that are looked at: years of any driver.
constexpr unsigned kCommits = 300;

struct Diff {
  std::string id;
  std::vector<std::string> files;
};

/// As `git patch-id`: the names of the files and the lines of the hunks, without white space, numbers of lines and
/// hashes. One id for the patch, whatever the order of its files.
Diff readDiff(const std::string& text) {
  std::map<std::string, std::string> files;
  std::string file, before;
  long old_left = 0, new_left = 0;
  for (const std::string& line : split(text, '\n')) {
    if (old_left > 0 || new_left > 0) {
      const char kind = line.empty() ? ' ' : line[0];
      if (kind == '\\') continue;
      old_left -= kind != '+';
      new_left -= kind != '-';
      std::string bare(1, kind);
      for (char c : line.substr(line.empty() ? 0 : 1))
        if (c != ' ' && c != '\t' && c != '\r') bare += c;
      files[file] += bare + "\n";
    } else if (line.starts_with("--- ")) {
      before = line.substr(4);
    } else if (line.starts_with("+++ ") && !before.empty()) {
      const std::string after = line.substr(4);
      file = after == "/dev/null" ? before : after;
      file = file.substr(file.find('/') + 1);
      before.clear();
    } else if (line.starts_with("@@ -") && !file.empty()) {
      // "@@ -12,3 +12,4 @@": a count that is left out is 1.
      auto countOf = [](const std::string& range) {
        const size_t comma = range.find(',');
        return comma == std::string::npos ? 1L : atol(range.c_str() + comma + 1);
      };
      const std::vector<std::string> parts = split(line, ' ');
      if (parts.size() < 4) continue;
      old_left = countOf(parts[1]);
      new_left = countOf(parts[2]);
      files[file] += "@@\n";
    }
  }
  Diff out;
  Hasher h;
  for (const auto& [name, lines] : files) {
    h.add(name).add(lines);
    out.files.push_back(name);
  }
  out.id = h.digest().hex();
  return out;
}

bool applies(const std::string& tree, const std::string& patch, bool reverse) {
  kbuild::Command command;
  command.argv = {"git", "apply", "--check", patch};
  if (reverse) command.argv.insert(command.argv.begin() + 3, "--reverse");
  command.directory = tree;
  // A tree without git of its own, below somebody else's.
  command.unset = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"};
  command.set = {"GIT_CEILING_DIRECTORIES=" + fs::path(tree).parent_path().string(), "LC_ALL=C"};
  auto output = kbuild::run(command);
  return output && output->status == 0;
}

std::string subjectOf(const std::string& mail) {
  std::string subject;
  for (const std::string& line : split(mail.substr(0, mail.find("\n\n")), '\n')) {
    if (line.starts_with("Subject: ")) subject = line.substr(9);
    else if (!subject.empty() && line.starts_with(" ")) subject += line;
    else if (!subject.empty()) break;
  }
  const size_t end = subject.find("] ");
  return subject.starts_with("[") && end != std::string::npos ? subject.substr(end + 2) : subject;
}

}  // namespace

Result<std::vector<PatchStatus>> statusOf(const std::string& folder, const std::string& tree) {
  auto files = readFolder(folder);
  if (!files) return files.error();
  const TreeGit git(tree);
  std::map<std::string, std::map<std::string, std::string>> known;  // file of the tree -> id -> commit
  std::vector<PatchStatus> out;
  for (const auto& [name, mail] : *files) {
    if (!name.ends_with(".patch") || name.starts_with(".")) continue;
    const Diff diff = readDiff(mail);
    if (diff.files.empty()) continue;  // a cover letter
    PatchStatus status;
    status.file = name;
    status.subject = subjectOf(mail);
    status.touches = diff.files;
    const std::string& first = diff.files.front();
    if (git.there() && !known.count(first))
      for (const auto& [commit, text] : git.changesOf(first, kCommits)) known[first].emplace(readDiff(text).id, commit);
    const std::string path = fs::absolute(fs::path(folder) / name).string();
    if (auto commit = known[first].find(diff.id); commit != known[first].end()) {
      status.where = PatchStatus::Where::commit;
      status.commit = commit->second;
    } else if (applies(tree, path, true)) {
      status.where = PatchStatus::Where::text;
    } else if (applies(tree, path, false)) {
      status.where = PatchStatus::Where::applies;
    }
    out.push_back(std::move(status));
  }
  if (out.empty()) return Error{folder, "has no patches", "name the folder that gupkit series wrote, with -o DIR"};
  return out;
}

}  // namespace gupkit::series
