// SPDX-License-Identifier: GPL-2.0-only
#include "series/git.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/io.h"
#include "support/interrupt.h"
#include "support/text.h"

namespace gupkit::series {

namespace fs = std::filesystem;

namespace {

/// Variables that would lead git to another repository.
const std::vector<std::string>& strayVariables() {
  static const std::vector<std::string> names = {
      "GIT_DIR",       "GIT_WORK_TREE",   "GIT_INDEX_FILE",        "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
      "GIT_NAMESPACE", "GIT_COMMON_DIR",  "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",     "GIT_EXTERNAL_DIFF",
      "GIT_DIFF_OPTS", "GIT_ATTR_SOURCE", "GIT_CONFIG",            "GIT_PAGER",            "GIT_TRACE"};
  return names;
}

/// Settings of a tree's own repository that let git run a program or fetch: what is asked here needs none of them.
const std::vector<std::string>& onlyToRead() {
  static const std::vector<std::string> settings = [] {
    std::vector<std::string> out = {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_PAGER=cat", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL="};
    int count = 0;
    for (const auto& [key, value] : std::initializer_list<std::pair<const char*, const char*>>{
             {"core.fsmonitor", "false"}, {"core.hooksPath", "/dev/null"}, {"log.showSignature", "false"}, {"protocol.allow", "never"},
             {"safe.bareRepository", "explicit"}}) {
      out.push_back("GIT_CONFIG_KEY_" + std::to_string(count) + "=" + key);
      out.push_back("GIT_CONFIG_VALUE_" + std::to_string(count++) + "=" + value);
    }
    out.push_back("GIT_CONFIG_COUNT=" + std::to_string(count));
    return out;
  }();
  return settings;
}

std::string quotedPath(const std::string& path) {
  std::string out = "\"";
  for (char c : path) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out + "\"";
}

void putFile(std::string& out, const std::string& file, const std::optional<std::string>& text) {
  if (!text) {
    out += "D " + quotedPath(file) + "\n";
    return;
  }
  out += std::string("M ") + (text->starts_with("#!") ? "100755" : "100644") + " inline " + quotedPath(file) + "\n";
  out += "data " + std::to_string(text->size()) + "\n" + *text + "\n";
}

void putCommit(std::string& out, const std::string& branch, const std::string& message, const SeriesStamp& stamp, int64_t seconds) {
  std::string who = stamp.person;
  who.append(" ").append(std::to_string(seconds)).append(" +0000\n");
  out += "commit refs/heads/" + branch + "\nauthor " + who + "committer " + who;
  out += "data " + std::to_string(message.size()) + "\n" + message + "\n";
}

void putPatches(std::string& out, const std::string& branch, const std::vector<SeriesPatch>& patches, const SeriesStamp& stamp,
                const std::string& from) {
  int64_t seconds = stamp.seconds;
  bool first = true;
  for (const SeriesPatch& patch : patches) {
    putCommit(out, branch, messageOf(patch), stamp, ++seconds);
    if (first) out += "from " + from + "\n";
    first = false;
    for (const FileChange& change : patch.changes) putFile(out, change.file, change.after);
  }
  if (first) out += "reset refs/heads/" + branch + "\nfrom " + from + "\n";
  out += "\n";
}

/// fast-import reads its standard input, which kbuild::run leaves empty.
Result<std::string> fastImport(kbuild::Command command, const std::string& file) {
  command.argv = {"sh", "-c", "exec git fast-import --quiet --date-format=raw <\"$1\"", "sh", file};
  auto output = kbuild::run(command);
  if (!output) return output.error();
  if (interrupted()) return Error{"series", "interrupted", ""};
  if (output->status) return Error{"git fast-import", kbuild::lastLines(output->errors, 2), "is there room left in TMPDIR?"};
  return output->text;
}

}  // namespace

std::string messageOf(const SeriesPatch& patch) {
  std::string text = patch.subject + "\n";
  if (!patch.body.empty()) text += "\n" + patch.body + "\n";
  if (!patch.trailers.empty()) text.append("\n").append(join(patch.trailers, "\n")).append("\n");
  return text;
}

Result<PrivateGit> PrivateGit::make(const std::string& folder) {
  PrivateGit git(folder);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Error{folder, error.message(), "set TMPDIR to a folder that can be written"};
  auto done = git.run({"init", "--quiet", "--bare", "--template=", folder});
  if (!done) return done.error();
  return git;
}

Result<std::string> PrivateGit::run(const std::vector<std::string>& arguments) const {
  kbuild::Command command;
  command.argv = {"git"};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.directory = folder_;
  command.unset = strayVariables();
  command.set = {"GIT_DIR=" + folder_, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C", "TZ=UTC", "GIT_PAGER=cat"};
  auto output = kbuild::run(command);
  if (!output) return Error{"git", "cannot be started", "install git 2.39 or later"};
  if (interrupted()) return Error{"series", "interrupted", ""};
  if (output->status) return Error{"git " + arguments[0], kbuild::lastLines(output->errors, 2), ""};
  return output->text;
}

Status PrivateGit::commit(const std::string& name, const std::vector<SeriesPatch>& patches, const SeriesStamp& stamp) const {
  std::map<std::string, std::optional<std::string>> base;
  for (const SeriesPatch& patch : patches)
    for (const FileChange& change : patch.changes) base.emplace(change.file, change.before);
  std::string stream;
  putCommit(stream, name + "-base", "The files of Linux " + stamp.version + " that the series touches\n", stamp, stamp.seconds);
  for (const auto& [file, text] : base)
    if (text) putFile(stream, file, text);
  stream += "\n";
  putPatches(stream, name, patches, stamp, "refs/heads/" + name + "-base");
  const std::string file = folder_ + "/gupkit-stream";
  if (auto status = writeFileAtomically(file, stream, {.sync = false}); !status) return status;
  kbuild::Command command;
  command.unset = strayVariables();
  command.set = {"GIT_DIR=" + folder_, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C"};
  auto done = fastImport(command, file);
  unlink(file.c_str());
  if (!done) return done.error();
  return Done{};
}

Status PrivateGit::formatPatch(const std::string& range, const std::string& folder, const std::vector<std::string>& arguments) const {
  std::vector<std::string> all = {"format-patch", "--quiet", "--zero-commit", "--full-index", "--no-renames", "--no-thread", "-o", folder};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.push_back(range);
  auto done = run(all);
  if (!done) return done.error();
  return Done{};
}

TreeGit::TreeGit(std::string root) : root_(std::move(root)) {
  struct stat st;
  // A tarball that lies somewhere inside another repository is none of it.
  if (stat((root_ + "/.git").c_str(), &st) != 0) return;
  head_ = std::string(trim(output({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"})));
}

std::string TreeGit::output(const std::vector<std::string>& arguments) const {
  kbuild::Command command;
  command.argv = {"git", "-C", root_};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.unset = strayVariables();
  command.set = onlyToRead();
  auto result = kbuild::run(command);
  return result && !result->status ? result->text : "";
}

int64_t TreeGit::headTime() const { return atoll(output({"show", "-s", "--format=%ct", head_}).c_str()); }

std::vector<std::string> TreeGit::subjects(const std::string& file, unsigned count) const {
  std::vector<std::string> out;
  for (const std::string& line : split(output({"log", "--no-merges", "--format=%s", "-n", std::to_string(count), head_, "--", file}), '\n'))
    if (!line.empty()) out.push_back(line);
  return out;
}

std::vector<std::pair<std::string, std::string>> TreeGit::changesOf(const std::string& file, unsigned count) const {
  // %x01 stands in no name and no text of C.
  const std::string text = output({"log", "--no-merges", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--full-diff", "-p",
                                   "--src-prefix=a/", "--dst-prefix=b/", "-U3", "--abbrev=12", "--format=%x01%h (\"%s\")", "-n", std::to_string(count), head_,
                                   "--", file});
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& commit : split(text, '\1'))
    if (const size_t end = commit.find('\n'); end != std::string::npos) out.emplace_back(commit.substr(0, end), commit.substr(end + 1));
  return out;
}

std::string TreeGit::blame(const std::string& file, unsigned line) const {
  // Of HEAD: what lies in the folder would pass through the filters that the repository names.
  const std::string range = std::to_string(line) + "," + std::to_string(line);
  const std::string text = output({"blame", "-w", "--no-textconv", "--porcelain", "-L", range, head_, "--", file});
  const std::string commit = text.substr(0, text.find(' '));
  // What is not committed has a name of zeros.
  if (commit.size() < 40 || commit.find_first_not_of('0') == std::string::npos) return "";
  if (text.find("\nboundary\n") == std::string::npos) return commit;
  // The first commit of a whole history is an answer; where it was cut off is none.
  return output({"rev-parse", "--is-shallow-repository"}).starts_with("false") ? commit : "";
}

std::string TreeGit::latest(const std::vector<std::string>& commits) const {
  for (const std::string& one : commits) {
    bool last = !one.empty();
    for (const std::string& other : commits)
      last = last && !other.empty() && (other == one || trim(output({"merge-base", other, one})) == other);
    if (last) return one;
  }
  return "";
}

std::string TreeGit::fixesTrailer(const std::string& commit) const {
  return commit.empty() ? "" : std::string(trim(output({"show", "-s", "--abbrev=12", "--format=Fixes: %h (\"%s\")", commit})));
}

std::string TreeGit::person() const {
  // Refuses to make a name up from the host's: `-c user.useConfigOnly`.
  const std::string text = output({"-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"});
  const size_t close = text.find('>');
  return close == std::string::npos ? "" : text.substr(0, close + 1);
}

bool TreeGit::committed(const std::string& file, const std::optional<std::string>& text) const {
  const std::string listed = output({"ls-tree", "--name-only", head_, "--", file});
  if (!text) return listed.empty();
  return !listed.empty() && output({"cat-file", "blob", head_ + ":" + file}) == *text;
}

Status TreeGit::branch(const std::string& name, const std::vector<SeriesPatch>& patches, const SeriesStamp& stamp) const {
  if (output({"check-ref-format", "--branch", name}).empty())
    return Error{"--branch " + name, "is no name for a branch", "choose another"};
  if (!output({"rev-parse", "--verify", "--quiet", "refs/heads/" + name}).empty())
    return Error{"--branch " + name, "is there already in " + root_, "choose another, or `git branch -D " + name + "` first"};
  std::string stream;
  putPatches(stream, name, patches, stamp, head_);
  char file[] = "/tmp/gupkit-stream-XXXXXX";
  const int fd = mkstemp(file);
  if (fd < 0) return ioError(file, errno);
  Status status = writeAll(fd, stream, file);
  close(fd);
  if (status) {
    kbuild::Command command;
    command.directory = root_;
    command.unset = strayVariables();
    command.set = onlyToRead();
    auto done = fastImport(command, file);
    if (!done) status = done.error();
  }
  unlink(file);
  return status;
}

}  // namespace gupkit::series
