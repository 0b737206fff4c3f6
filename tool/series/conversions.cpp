// SPDX-License-Identifier: GPL-2.0-only
#include "series/conversions.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>

#include "edit/text.h"
#include "series/definition.h"
#include "series/mail.h"
#include "series/prefix.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

// ---- groups -----------------------------------------------------------

class Groups {
 public:
  explicit Groups(const std::vector<std::string>& files) : files_(files), parent_(files.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }
  void join(const std::string& a, const std::string& b) {
    const size_t x = indexOf(a), y = indexOf(b);
    if (x < files_.size() && y < files_.size()) parent_[std::max(root(x), root(y))] = std::min(root(x), root(y));
  }
  std::vector<std::vector<std::string>> list() {
    std::map<size_t, std::vector<std::string>> by_root;
    for (size_t i = 0; i < files_.size(); ++i) by_root[root(i)].push_back(files_[i]);
    std::vector<std::vector<std::string>> out;
    for (auto& [index, group] : by_root) out.push_back(std::move(group));
    return out;
  }

 private:
  size_t indexOf(const std::string& file) const {
    const auto it = std::lower_bound(files_.begin(), files_.end(), file);
    return it != files_.end() && *it == file ? size_t(it - files_.begin()) : files_.size();
  }
  size_t root(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  const std::vector<std::string>& files_;  ///< sorted
  std::vector<size_t> parent_;
};

// ---- what changed -----------------------------------------------------

/// Calls by name, counted.
std::map<std::string, int> callsIn(const std::string& text) {
  const edit::Source source(text);
  const std::string_view masked = source.masked();
  std::map<std::string, int> calls;
  for (size_t at = 0; at < masked.size();) {
    if (!edit::isIdent(masked[at])) {
      ++at;
      continue;
    }
    const size_t begin = at;
    while (at < masked.size() && edit::isIdent(masked[at])) ++at;
    if (at < masked.size() && masked[at] == '(') ++calls[std::string(masked.substr(begin, at - begin))];
  }
  for (const char* word : {"if", "for", "while", "switch", "sizeof", "return", "defined", "typeof"}) calls.erase(word);
  return calls;
}

struct Changed {
  std::map<std::string, int> lost, gained;  ///< calls
};

Changed changedCalls(const std::vector<std::string>& files, const ConversionInput& input) {
  Changed changed;
  for (const std::string& file : files) {
    std::map<std::string, int> difference = callsIn(input.after.at(file));
    for (const auto& [name, count] : callsIn(input.before.at(file))) difference[name] -= count;
    for (const auto& [name, count] : difference) {
      if (count > 0) changed.gained[name] += count;
      if (count < 0) changed.lost[name] -= count;
    }
  }
  return changed;
}

std::string listOf(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

/// The names that begin alike, as the kernel writes them: "unpin_user_page*()"; else all of them.
std::string family(const std::set<std::string>& names) {
  if (names.empty()) return "";
  std::string common = *names.begin();
  for (const std::string& name : names) {
    size_t same = 0;
    while (same < common.size() && same < name.size() && common[same] == name[same]) ++same;
    common.resize(same);
  }
  if (names.size() == 1) return common + "()";
  if (common.size() >= 4) return common + "*()";
  std::vector<std::string> calls;
  for (const std::string& name : names) calls.push_back(name + "()");
  return listOf(calls);
}

// ---- words ------------------------------------------------------------

const char* caseText(int gup_case) {
  switch (gup_case) {
    case 1: return "a device uses them until the function is done, as in direct I/O";
    case 2: return "held for long";
    case 3: return "hardware that an MMU notifier keeps in step";
    case 4: return "only struct page is touched, not the data";
    case 5: return "the CPU works on the data of the pages";
  }
  return "";
}

/// The text of the call at a site, in the tree as it was scanned; "" where it is not found.
std::string callAt(const Site& site, const ConversionInput& input) {
  const auto base = input.base.find(site.file);
  if (base == input.base.end() || base->second.compare(site.offset, site.callee.size(), site.callee) != 0) return "";
  const edit::Source source(base->second);
  const std::string_view masked = source.masked();
  int depth = 0;
  for (size_t at = site.offset; at < masked.size(); ++at) {
    if (masked[at] == '(') ++depth;
    if (masked[at] == ')' && --depth <= 0) return std::string(masked.substr(site.offset, at + 1 - site.offset));
  }
  return "";
}

bool longterm(const Site& site, const ConversionInput& input) {
  return callAt(site, input).find("longterm") != std::string::npos || callAt(site, input).find("LONGTERM") != std::string::npos;
}

struct Group {
  std::vector<std::string> files;
  std::vector<const Site*> acquires, releases, dirty;
  std::vector<const Site*> right;  ///< other releases of the same acquires, which were converted before
};

bool touched(const std::vector<std::string>& files, const std::string& file) {
  return std::binary_search(files.begin(), files.end(), file);
}

Group collect(const std::vector<std::string>& files, const ConversionInput& input) {
  Group group{files, {}, {}, {}, {}};
  std::set<std::pair<std::string, unsigned>> released;
  for (const Site& site : input.scan.sites) {
    if (site.verdict != Verdict::convert || !touched(files, site.file)) continue;
    if (site.kind == SiteKind::release) {
      group.releases.push_back(&site);
      released.insert({site.file, site.line});
    }
    if (site.kind == SiteKind::dirty) group.dirty.push_back(&site);
  }
  // An acquire belongs to the patch of its releases, wherever it stands.
  for (const Site& site : input.scan.sites) {
    if (site.kind != SiteKind::acquire || site.verdict == Verdict::keep) continue;
    const bool here = site.verdict == Verdict::convert && touched(files, site.file);
    const bool feeds = std::any_of(site.path.begin(), site.path.end(),
                                   [&](const PathStep& step) { return released.count({step.file, step.line}) != 0; });
    if (here || feeds) group.acquires.push_back(&site);
  }
  std::set<std::pair<std::string, unsigned>> reached;
  for (const Site* site : group.acquires)
    for (const PathStep& step : site->path) reached.insert({step.file, step.line});
  for (const Site& site : input.scan.sites)
    if (site.kind == SiteKind::release && site.verdict == Verdict::converted && reached.count({site.file, site.line})) group.right.push_back(&site);
  return group;
}

std::string place(const Site& site, bool with_file) {
  return site.function + "()" + (with_file ? " in " + printable(site.file) : "");
}

/// The pages are pinned when they are taken, and released as if they were not.
bool isFix(const Group& group) {
  return !group.acquires.empty() &&
         std::all_of(group.acquires.begin(), group.acquires.end(), [](const Site* site) { return site->verdict == Verdict::converted; });
}

std::string subjectOf(const Changed& changed, const Group& group, Api api) {
  std::set<std::string> old_releases, new_releases, old_acquires, new_acquires;
  for (const Site* site : group.releases) old_releases.insert(site->callee);
  for (const Site* site : group.acquires)
    if (changed.lost.count(site->callee)) old_acquires.insert(site->callee);
  for (const auto& [name, count] : changed.gained) {
    const bool acquire = std::any_of(old_acquires.begin(), old_acquires.end(), [&](const std::string& old) {
      return name.size() > 4 && old.size() > 4 && name.substr(name.find('_')) == old.substr(old.find('_'));
    });
    (acquire ? new_acquires : new_releases).insert(name);
  }
  if (api == Api::pin && !old_acquires.empty() && !new_acquires.empty()) {
    const std::string both = "convert " + family(old_acquires) + " --> " + family(new_acquires);
    if (both.size() <= 62) return both;
    return "convert get_user_pages*() --> pin_user_pages*()";
  }
  if (isFix(group) && !new_releases.empty())
    if (const std::string fix = "release pinned pages with " + family(new_releases); fix.size() <= 62) return fix;
  const std::string release = "convert " + family(old_releases) + " --> " + family(new_releases);
  if (!new_releases.empty() && release.size() <= 62) return release;
  return api == Api::pin ? "release pinned pages with unpin_user_page*()" : "release user pages with put_user_page*()";
}

/// Sites of one function and one callee are one line.
std::string releaseLines(const Group& group, bool with_file) {
  std::vector<std::string> lines;
  std::map<std::string, int> seen;
  auto add = [&](const Site& site, const char* how) {
    const std::string line = site.callee + "() in " + place(site, with_file || !touched(group.files, site.file)) + how;
    if (!seen[line]++) lines.push_back(line);
  };
  for (const Site* site : group.releases) add(*site, "");
  for (const Site* site : group.right) add(*site, ", as it should be");
  std::string out;
  for (const std::string& line : lines) {
    const int count = seen[line];
    out += fold("  - " + line + (count > 1 ? " (" + std::to_string(count) + " calls)" : ""), 72, "    ") + "\n";
  }
  return out;
}

std::string acquireText(const Group& group, const ConversionInput& input, bool with_file) {
  const Api api = input.scan.tree.api;
  bool held = false;
  // The calls of one function that are alike in everything else are one sentence.
  std::vector<std::pair<std::string, std::string>> sentences;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> calls;
  for (const Site* site : group.acquires) {
    std::string rest;
    if (site->verdict == Verdict::converted) rest += ", which pins them already";
    if (api == Api::pin && site->gup_case) {
      rest += ", case " + std::to_string(site->gup_case) + " of " +
              (input.has_pin_rst ? "Documentation/core-api/pin_user_pages.rst" : "pin_user_pages.rst") + " (" + caseText(site->gup_case) + ")";
      held |= site->gup_case == 2 && site->verdict == Verdict::convert && !longterm(*site, input);
    }
    const std::pair sentence(place(*site, with_file || !touched(group.files, site->file)), rest);
    std::vector<std::string>& names = calls[sentence];
    if (names.empty()) sentences.push_back(sentence);
    if (const std::string call = site->callee + "()"; std::find(names.begin(), names.end(), call) == names.end()) names.push_back(call);
  }
  // And so are the functions that do the same.
  std::vector<std::pair<std::string, std::vector<std::string>>> facts;
  for (const auto& sentence : sentences) {
    const std::string fact = "user pages with " + listOf(calls[sentence]) + sentence.second + ".";
    auto it = std::find_if(facts.begin(), facts.end(), [&](const auto& f) { return f.first == fact; });
    if (it == facts.end()) it = facts.insert(facts.end(), {fact, {}});
    it->second.push_back(sentence.first);
  }
  std::string out;
  for (const auto& [fact, places] : facts) out += fold(listOf(places) + (places.size() == 1 ? " takes " : " take ") + fact) + "\n";
  if (held)
    out += "\n" + fold("That it is case 2 is concluded from where and how the pages are released. FOLL_LONGTERM, which that case asks for, "
                       "does not stand at the call. None is added here: it refuses or migrates pages that are accepted now.") + "\n";
  return out;
}

std::string dirtyText(const Group& group, const Changed& changed) {
  std::set<std::string> folded, kept;
  std::string with;
  for (const auto& [name, count] : changed.gained)
    if (name.find("dirty") != std::string::npos) with = name;
  for (const Site* site : group.dirty) (changed.lost.count(site->callee) ? folded : kept).insert(site->callee + "()");
  // A dirty call that the proof does not name may have gone with its loop, too.
  for (const auto& [name, count] : changed.lost)
    if (name.find("dirty") != std::string::npos) folded.insert(name + "()");
  std::string out;
  if (!folded.empty() && !with.empty())
    out = listOf({folded.begin(), folded.end()}) + " before the release is now part of " + with + "(), which does it for the same pages" +
          // A plain set_page_dirty() can race with truncation where nobody holds the page lock.
          (std::any_of(folded.begin(), folded.end(), [](const std::string& name) { return name.find("lock") == std::string::npos; }) &&
                   with.ends_with("_lock")
               ? ", and with the page lock held"
               : "") +
          ".";
  if (!kept.empty())
    out += (out.empty() ? "" : " ") + listOf({kept.begin(), kept.end()}) + " before the release stays where it is.";
  if (out.empty()) out = "No call was found that marks these pages dirty, so none is moved.";
  return out;
}

/// The words and signs of a line.
std::vector<std::string> tokens(const std::string& line) {
  std::vector<std::string> out;
  for (size_t at = 0; at < line.size();) {
    const size_t begin = at;
    while (at < line.size() && edit::isIdent(line[at])) ++at;
    if (at == begin) ++at;
    if (line[begin] != ' ' && line[begin] != '\t') out.push_back(line.substr(begin, at - begin));
  }
  return out;
}

using Renames = std::set<std::pair<std::string, std::string>>;

/// Whether the texts differ in names of calls alone, which are added to `renames`.
bool renamedOnly(const std::string& before, const std::string& after, const Changed& changed, Renames& renames) {
  std::vector<std::string> old, now;
  for (const std::string& line : split(before, '\n'))
    for (std::string& token : tokens(line)) old.push_back(std::move(token));
  for (const std::string& line : split(after, '\n'))
    for (std::string& token : tokens(line)) now.push_back(std::move(token));
  if (old.size() != now.size()) return false;
  for (size_t i = 0; i < old.size(); ++i) {
    if (old[i] == now[i]) continue;
    if (!changed.lost.count(old[i]) || !changed.gained.count(now[i])) return false;
    renames.insert({old[i], now[i]});
  }
  return !renames.empty();
}

/// The functions of a file that the sites of the group name.
std::set<std::string> functionsOf(const Group& group, const Changed& changed) {
  std::set<std::string> out;
  for (const std::vector<const Site*>* sites : {&group.acquires, &group.releases, &group.dirty})
    for (const Site* site : *sites)
      if (site->verdict == Verdict::convert && changed.lost.count(site->callee)) out.insert(site->function);
  return out;
}

/// `text` without the functions named, and they alone.
struct Parted {
  std::string inside, outside;
};

Parted part(const std::string& text, const std::set<std::string>& functions) {
  const edit::Source source(text);
  std::vector<std::pair<size_t, size_t>> ranges;
  for (const std::string& name : functions)
    for (const Definition& definition : findDefinitions(source.masked(), name))
      if (definition.function) ranges.push_back({definition.begin, definition.end});
  std::sort(ranges.begin(), ranges.end());
  Parted out;
  size_t at = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin < at) continue;
    out.outside += text.substr(at, begin - at);
    out.inside += text.substr(begin, end - begin);
    at = end;
  }
  out.outside += text.substr(at);
  return out;
}

/// Whether renaming all calls of these names is what was done to the text.
bool renamesAll(const std::string& after, const Renames& renames) {
  const std::map<std::string, int> calls = callsIn(after);
  return std::none_of(renames.begin(), renames.end(), [&](const auto& rename) { return calls.count(rename.first) != 0; });
}

/// What was done: a semantic patch where it would have made the same diff, else the calls that went and came.
std::string whatChanged(const Group& group, const Changed& changed, const ConversionInput& input) {
  Renames renames;
  bool plain = std::all_of(group.files.begin(), group.files.end(), [&](const std::string& file) {
    return renamedOnly(input.before.at(file), input.after.at(file), changed, renames);
  });
  // One name that becomes two is no rule.
  std::set<std::string> old_names;
  for (const auto& [old, now] : renames) plain &= old_names.insert(old).second;
  // Calls of these names that stay have to be told apart by their functions.
  const bool everywhere = plain && std::all_of(group.files.begin(), group.files.end(),
                                               [&](const std::string& file) { return renamesAll(input.after.at(file), renames); });
  const std::set<std::string> functions = functionsOf(group, changed);
  if (plain && !everywhere)
    plain = std::all_of(group.files.begin(), group.files.end(), [&](const std::string& file) {
      const Parted after = part(input.after.at(file), functions);
      return renamesAll(after.inside, renames) && after.outside == part(input.before.at(file), functions).outside;
    });
  std::string out;
  if (!plain) {
    out = "Calls that went and came:\n\n";
    for (const auto& [name, count] : changed.lost) out += "    - " + name + "(...)\n";
    for (const auto& [name, count] : changed.gained) out += "    + " + name + "(...)\n";
    return out;
  }
  // The name alone, or spatch would lay out the arguments anew.
  out = "As a semantic patch:\n";
  for (const auto& [old, now] : renames) {
    const std::string rename = "    - " + old + "\n    + " + now + "\n      (...)\n";
    if (everywhere)
      out += "\n    @@ @@\n" + rename;
    else
      out += "\n    @@\n" + fold("    identifier f = {" + join({functions.begin(), functions.end()}, ", ") + "};", 72, "        ") +
             "\n    @@\n    f(...)\n    {\n    <...\n" + rename + "    ...>\n    }\n";
  }
  return out;
}

std::string checkText(const std::vector<std::string>& files, const ConversionInput& input) {
  std::map<std::string, std::vector<std::string>> good, bad;
  for (const std::string& file : files) {
    const auto it = input.checks.find(file);
    if (it != input.checks.end() && !it->second.compiled.empty()) good[it->second.compiled].push_back(printable(file));
    else bad[it == input.checks.end() ? "it was not asked for" : it->second.not_compiled].push_back(printable(file));
  }
  std::string out;
  for (const auto& [how, names] : good)
    out += fold("Compiled before and after with " + how + ", no new diagnostic: " + join(names, ", ") + ".") + "\n";
  for (const auto& [why, names] : bad) out += fold("Not compiled, because " + why + ": " + join(names, ", ") + ".") + "\n";
  return out + (good.empty() ? "Not tested." : "Compile-tested only.");
}

std::string bodyOf(const Group& group, const Changed& changed, const ConversionInput& input) {
  const Api api = input.scan.tree.api;
  const bool several = group.files.size() > 1;
  std::string body;
  if (isFix(group))
    body = fold(
        "These pages are pinned when they are taken, and released as if they were not: what pin_user_pages*() took has to "
        "be given back with unpin_user_page*(), or the page looks pinned for ever.");
  else if (api == Api::pin)
    body = fold(
        "A page of get_user_pages*() looks like any other page with a reference, so a filesystem may write it back while "
        "its owner still changes it. pin_user_pages*() tells such pages apart; in return their release has to be "
        "unpin_user_page*().");
  else
    body = fold(
        "The kernel can only know which pages somebody got with get_user_pages*() if these are released with a call of "
        "their own, put_user_page*(), and not with put_page(), which ends any reference.");
  body += "\n\n" + acquireText(group, input, several) + "\nThe references are dropped by\n\n" + releaseLines(group, several);
  body += "\n" + fold("and by nothing else. " + dirtyText(group, changed)) + "\n";
  body += "\n" + checkText(group.files, input) + "\n";
  body += "\n" + fold("Code and message are made with " + input.tool + ", `" + input.command +
                      "`; the code is not edited by hand. The tool proves that every page which reaches these releases comes "
                      "from the calls above, and rewrites only what it proved.") +
          "\n\n" + whatChanged(group, changed, input);
  while (!body.empty() && body.back() == '\n') body.pop_back();
  return body;
}

/// Comments that name a call which the file has no more of: `file:line: name()`, by the converted text.
std::vector<std::string> staleComments(const Group& group, const ConversionInput& input) {
  std::map<std::string, std::set<std::string>> replaced;
  for (const auto* sites : {&group.releases, &group.dirty})
    for (const Site* site : *sites) replaced[site->file].insert(site->callee);
  std::vector<std::string> out;
  for (const auto& [file, names] : replaced) {
    const std::string& text = input.after.at(file);
    const edit::Source source(text);
    for (const std::string& name : names) {
      if (hasWord(source.masked(), name)) continue;
      unsigned line = 0;
      for (const std::string& words : split(text, '\n')) {
        ++line;
        if (hasWord(words, name)) out.push_back(printable(file) + ":" + std::to_string(line) + ": " + name + "()");
      }
    }
  }
  return out;
}

/// What the sender has to settle before the patch goes out.
std::string notesOf(const Group& group, const SeriesPatch& patch, const ConversionInput& input) {
  std::string out;
  if (isFix(group))
    out = fold(patch.trailers.empty()
                   ? "EDITME: this mends a bug. Find the commit that brought it, add a Fixes: line, and decide whether the stable trees need it."
                   : "EDITME: this mends a bug. Fixes: names the latest commit that `git blame` has for the calls that take and release "
                     "the pages. Check it, and decide whether the stable trees need it.");
  // A function that calls both forms may want the difference, as a test of them does.
  std::map<std::pair<std::string, std::string>, unsigned> forms;
  for (const Site* site : group.acquires) forms[{site->file, site->function}] |= site->verdict == Verdict::converted ? 1 : 2;
  for (const auto& [place, seen] : forms)
    if (seen == 3)
      out += (out.empty() ? "" : "\n\n") + fold("EDITME: " + place.second + "() in " + place.first + " takes pages both with get_user_pages*() and with "
                                               "pin_user_pages*(). Drop its part of the patch if the difference is wanted, as in a test of both.");
  if (const std::vector<std::string> stale = staleComments(group, input); !stale.empty()) {
    out += (out.empty() ? "" : "\n\n") + fold("EDITME: comments (or messages) that still name what is called no more, by the converted files:") + "\n";
    for (const std::string& place : stale) out += "\n  " + place;
  }
  return out;
}

/// The folder that the files share, or the first file's.
std::string keyOf(const std::vector<std::string>& files) {
  std::string common = folderOf(files[0]);
  for (const std::string& file : files)
    while (!common.empty() && file.compare(0, common.size() + 1, common + "/") != 0) common = folderOf(common);
  return files.size() == 1 ? files[0] : common.empty() ? files[0] : common;
}

}  // namespace

std::vector<std::vector<std::string>> groupFiles(const ConversionInput& input) {
  std::vector<std::string> files;
  for (const auto& [file, text] : input.after) files.push_back(file);
  Groups groups(files);
  std::map<std::string, std::string> first;
  for (const std::string& file : files) {
    // kernel/events has uprobes and perf: one entry, but two subsystems.
    const std::string prefix = prefixOfPath(file);
    const auto [it, fresh] = first.emplace(
        input.maintainers.entryOf(file) + "\n" + folderOf(file) + "\n" + prefix.substr(0, prefix.find_first_of("/:")), file);
    if (!fresh) groups.join(it->second, file);
  }
  std::set<std::pair<std::string, unsigned>> converted;
  for (const Site& site : input.scan.sites)
    if (site.verdict == Verdict::convert) converted.insert({site.file, site.line});
  for (const Site& site : input.scan.sites) {
    // Every converted end of this chain; the acquire itself may keep its name.
    std::string one = site.verdict == Verdict::convert ? site.file : "";
    for (const PathStep& step : site.path) {
      if (!converted.count({step.file, step.line})) continue;
      if (one.empty()) one = step.file;
      groups.join(one, step.file);
    }
  }
  return groups.list();
}

std::vector<SeriesPatch> conversionPatches(const ConversionInput& input) {
  std::vector<SeriesPatch> fixes, patches;
  std::set<std::string> keys;
  for (const std::vector<std::string>& files : groupFiles(input)) {
    const Group group = collect(files, input);
    const Changed changed = changedCalls(files, input);
    SeriesPatch patch;
    patch.kind = SeriesPatch::Kind::convert;
    patch.key = "convert/" + keyOf(files);
    for (unsigned n = 2; !keys.insert(patch.key).second; ++n) patch.key = "convert/" + keyOf(files) + "#" + std::to_string(n);
    std::vector<std::string> prefixes;
    for (const std::string& file : files) prefixes.push_back(printable(input.prefix(file)));
    patch.subject = commonPrefix(files, prefixes) + ": " + subjectOf(changed, group, input.scan.tree.api);
    patch.body = bodyOf(group, changed, input);
    if (isFix(group)) {
      std::vector<const Site*> sites = group.acquires;
      sites.insert(sites.end(), group.releases.begin(), group.releases.end());
      if (const std::string trailer = input.fixes ? input.fixes(sites) : ""; !trailer.empty()) patch.trailers.push_back(trailer);
    }
    patch.notes = notesOf(group, patch, input);
    for (const std::string& file : files) patch.changes.push_back({file, input.before.at(file), input.after.at(file)});
    (isFix(group) ? fixes : patches).push_back(std::move(patch));
  }
  fixes.insert(fixes.end(), std::make_move_iterator(patches.begin()), std::make_move_iterator(patches.end()));
  return fixes;
}

}  // namespace gupkit::series
