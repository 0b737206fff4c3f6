// SPDX-License-Identifier: GPL-2.0-only
#include "cli/choose.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>

#include "cli/report_command.h"
#include "edit/groups.h"
#include "support/color.h"
#include "support/interrupt.h"
#include "support/text.h"

namespace gupkit {
namespace {

/// The groups of the sites with these ids.
Result<std::set<std::string>> groupsWith(const char* option, const std::vector<std::string>& ids, const EngineResult& result,
                                       const std::set<std::string>& groups) {
  std::set<std::string> out;
  for (const std::string& id : ids) {
    const auto site = std::find_if(result.scan.sites.begin(), result.scan.sites.end(), [&](const Site& s) { return s.id == id; });
    const std::string object = std::string(option) + " " + id;
    if (site == result.scan.sites.end())
      return Error{object, "no site has this id", "take it from gupkit scan --format json, with the same TREE, --api and PATHs"};
    const std::string place = site->file + ":" + std::to_string(site->line);
    if (site->verdict != Verdict::convert)
      return Error{object, place + " does not convert: " + name(site->verdict) + " [" + site->reason + "]", "gupkit explain tells why"};
    if (!groups.count(site->group))
      return Error{object, place + " has no edit of its own group here", "leave PATHs out"};
    out.insert(site->group);
  }
  return out;
}

/// One line of standard input, without its end; none at the end of it.
std::optional<std::string> answer() {
  std::string line;
  for (char c; ;) {
    const ssize_t got = read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR && !interrupted()) continue;
    if (got <= 0) return line.empty() ? std::nullopt : std::optional(line);
    if (c == '\n') return line;
    line += c;
  }
}

constexpr const char* kHelp =
    "y - convert this group\n"
    "n - leave it\n"
    "a - convert it and all that follow\n"
    "d - leave it and all that follow\n"
    "q - as d\n"
    "? - this help\n";

Result<std::set<std::string>> ask(const Options& options, const EngineResult& result, const std::set<std::string>& groups) {
  const bool color = useColor(options.color, STDERR_FILENO);
  const auto diffs = groupDiffs(result);
  std::set<std::string> chosen;
  size_t number = 0;
  bool all = false;
  // In the order of the tree, which is that of the sites.
  std::vector<std::string> order;
  for (const Site& site : result.scan.sites)
    if (groups.count(site.group) && std::find(order.begin(), order.end(), site.group) == order.end()) order.push_back(site.group);
  for (const std::string& group : order) {
    ++number;
    if (all) {
      chosen.insert(group);
      continue;
    }
    for (const std::string& line : split(diffs.at(group), '\n')) {
      const Color what = line.starts_with("+") ? Color::green : line.starts_with("-") ? Color::red : line.starts_with("@@") ? Color::cyan : Color::none;
      fprintf(stderr, "%s\n", paint(line, what, color).c_str());
    }
    for (bool asked = true; asked;) {
      fprintf(stderr, "(%zu/%zu) Convert this group [y,n,q,a,d,?]? ", number, order.size());
      fflush(stderr);
      const auto line = answer();
      if (interrupted()) return Error{"convert", "interrupted", ""};
      asked = false;
      if (!line) {
        fputs("\n", stderr);
        return Error{"standard input", "ended before every group was decided, so nothing was written", "answer q to leave the rest"};
      }
      const std::string word(trim(*line));
      if (word == "y") chosen.insert(group);
      else if (word == "a") chosen.insert(group), all = true;
      else if (word == "d" || word == "q") return chosen;
      else if (word != "n") {
        fputs(kHelp, stderr);
        asked = true;
      }
    }
  }
  return chosen;
}

}  // namespace

Status chooseGroups(const Options& options, EngineResult& result) {
  if (options.only.empty() && options.skip.empty() && !options.interactive) return Done{};
  std::set<std::string> groups = groupsOf(result.plan);
  if (!options.only.empty()) {
    auto only = groupsWith("--only", options.only, result, groups);
    if (!only) return only.error();
    groups = std::move(*only);
  }
  auto skip = groupsWith("--skip", options.skip, result, groups);
  if (!skip) return skip.error();
  for (const std::string& group : *skip) groups.erase(group);
  if (options.interactive) {
    result.plan = planOf(result.plan, groups);
    auto chosen = ask(options, result, groups);
    if (!chosen) return chosen.error();
    groups = std::move(*chosen);
  }
  result.plan = planOf(result.plan, groups);
  return Done{};
}

}  // namespace gupkit
