// SPDX-License-Identifier: GPL-2.0-only
#include "cli/change_source.h"

#include <unistd.h>

#include <set>

#include "kbuild/process.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit {
namespace {

struct Git {
  std::string root;

  Result<kbuild::Output> run(std::vector<std::string> arguments) const {
    kbuild::Command command;
    command.argv = {"git", "-C", root, "-c", "core.quotePath=off", "-c", "core.fsmonitor=false"};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.set = {"GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"};
    return kbuild::run(command);
  }

  Result<std::string> diff(std::vector<std::string> what) const {
    std::vector<std::string> arguments = {"diff", "--no-ext-diff", "--no-textconv", "--no-color", "--relative", "-M",
                                          "-U0", "--src-prefix=a/", "--dst-prefix=b/"};
    arguments.insert(arguments.end(), what.begin(), what.end());
    arguments.push_back("--");
    auto out = run(arguments);
    if (!out) return out.error();
    if (out->status != 0)
      return Error{what.empty() ? root : what.back(), "git diff fails: " + kbuild::lastLines(out->errors, 1),
                   "name revisions that the tree's repository has"};
    return out->text;
  }

  /// Files of `files` that lie in the work tree otherwise than in `what` ("" for the index).
  Result<std::vector<std::string>> differing(const std::string& what, const std::vector<std::string>& files) const {
    std::vector<std::string> out;
    // A command line is limited; a change of a whole kernel is no change that somebody lints.
    for (size_t i = 0; i < files.size(); i += 500) {
      std::vector<std::string> arguments = {"diff", "--no-ext-diff", "--no-color", "--relative", "--name-only", "-z"};
      if (!what.empty()) arguments.push_back(what);
      arguments.push_back("--");
      for (size_t k = i; k < std::min(files.size(), i + 500); ++k) arguments.push_back(":(literal)" + files[k]);
      auto names = run(arguments);
      if (!names) return names.error();
      if (names->status != 0) return Error{what, "git diff fails: " + kbuild::lastLines(names->errors, 1), ""};
      for (const std::string& name : split(names->text, '\0'))
        if (!name.empty()) out.push_back(name);
    }
    return out;
  }
};

std::vector<std::string> namesOf(const Changes& changes) {
  std::vector<std::string> out;
  for (auto& [name, file] : changes.files) out.push_back(name);
  return out;
}

Result<std::string> readPatch(const std::string& name) {
  if (name != "-") return readFile(name);
  std::string out;
  char buffer[1 << 16];
  for (ssize_t n; (n = read(STDIN_FILENO, buffer, sizeof buffer)) != 0;) {
    if (n < 0) {
      if (errno == EINTR) continue;
      return ioError("standard input", errno);
    }
    out.append(buffer, size_t(n));
    if (out.size() > size_t(kLargestFile)) return Error{"standard input", "is larger than 1 GiB", "name one patch"};
  }
  return out;
}

/// A file whose text is not that of the change's new side; empty: none.
std::string notApplied(const Changes& changes, const std::string& root) {
  for (auto& [name, file] : changes.files) {
    auto text = readFile(root + "/" + name);
    if (!text) return name;
    const auto lines = split(*text, '\n');
    for (auto& [line, added] : file.added) {
      if (line == 0 || line > lines.size()) return name;
      std::string_view want = added, have = lines[line - 1];
      if (!want.empty() && want.back() == '\r') want.remove_suffix(1);
      if (!have.empty() && have.back() == '\r') have.remove_suffix(1);
      if (want != have) return name;
    }
  }
  return "";
}

}  // namespace

bool namesChange(const Options& o) { return !o.diff.empty() || !o.since.empty() || o.staged || !o.patch.empty(); }

Result<GivenChange> readChange(const Options& options, const std::string& root) {
  GivenChange out;
  auto take = [&](const std::string& text, const std::string& object) -> Status {
    auto changes = parseChanges(text, object);
    if (!changes) return changes.error();
    out.changes = std::move(*changes);
    return Done{};
  };
  if (!options.patch.empty()) {
    auto text = readPatch(options.patch);
    if (!text) return text.error();
    const std::string object = options.patch == "-" ? "standard input" : options.patch;
    if (auto taken = take(*text, object); !taken) return taken.error();
    if (out.changes.files.empty() && trim(*text).empty()) return Error{object, "is empty", "name a patch"};
    const std::string file = notApplied(out.changes, root);
    if (!file.empty())
      return Error{object, "is not applied to " + file + " of the tree", "apply it first: git am, or git apply"};
    return out;
  }
  const Git git{root};
  auto inside = git.run({"rev-parse", "--is-inside-work-tree"});
  if (!inside) return inside.error();
  if (inside->status != 0 || trim(inside->text) != "true")
    return Error{root, "is no work tree of git", "use --patch FILE, or lint without a change"};
  if (options.staged) {
    auto text = git.diff({"--cached"});
    if (!text) return text.error();
    if (auto taken = take(*text, "the index"); !taken) return taken.error();
    auto more = git.differing("", namesOf(out.changes));
    if (!more) return more.error();
    if (!more->empty()) {
      out.notes.push_back((*more)[0] + (more->size() > 1 ? " and others have" : " has") +
                          " more than what is staged: both are looked at together");
      auto all = git.diff({"HEAD"});
      if (!all) return all.error();
      if (auto taken = take(*all, "the work tree"); !taken) return taken.error();
    }
    return out;
  }
  if (!options.since.empty()) {
    auto text = git.diff({options.since});
    if (!text) return text.error();
    if (auto taken = take(*text, "git diff " + options.since); !taken) return taken.error();
    auto fresh = git.run({"ls-files", "--others", "--exclude-standard", "-z"});
    if (!fresh) return fresh.error();
    for (const std::string& name : split(fresh->text, '\0'))
      if (!name.empty()) out.changes.files[name].all = true;
    return out;
  }
  auto text = git.diff({options.diff});
  if (!text) return text.error();
  if (auto taken = take(*text, "git diff " + options.diff); !taken) return taken.error();
  const size_t dots = options.diff.find("..");
  std::string last = options.diff.substr(options.diff.find_first_not_of('.', dots) == std::string::npos
                                             ? options.diff.size()
                                             : options.diff.find_first_not_of('.', dots));
  if (last.empty()) last = "HEAD";
  auto other = git.differing(last, namesOf(out.changes));
  if (!other) return other.error();
  if (!other->empty())
    return Error{(*other)[0], "is not as in " + last, "check out " + last + " (git worktree add), or use --since for what lies there"};
  return out;
}

}  // namespace gupkit
