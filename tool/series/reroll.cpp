// SPDX-License-Identifier: GPL-2.0-only
#include "series/reroll.h"

#include <algorithm>
#include <map>
#include <set>

#include "series/mail.h"
#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

const PatchState* stateOf(const SeriesState& state, const std::string& key) {
  for (const PatchState& p : state.patches)
    if (p.key == key) return &p;
  return nullptr;
}

}  // namespace

Result<OldSeries> readOldSeries(const std::string& folder) {
  OldSeries old;
  auto files = readFolder(folder);
  if (!files) return files.error();
  old.files = std::move(*files);
  if (old.files.empty()) return old;
  const auto state = old.files.find(kStateFile);
  if (state == old.files.end())
    return Error{folder, "holds files that are no series of gupkit", "name a new or an empty folder with -o"};
  auto loaded = loadState(state->second, folder + "/" + kStateFile);
  if (!loaded) return loaded.error();
  old.state = std::move(*loaded);
  for (const PatchState& p : old.state.patches) {
    const auto file = old.files.find(p.file);
    PatchMail mail;
    if (file == old.files.end()) continue;  // thrown away by its owner
    if (!parsePatchMail(file->second, mail))
      return Error{folder + "/" + p.file, "is no patch any more", "put it right, or delete it"};
    if (hashOf(mail.diff).hex() != p.diff)
      return Error{folder + "/" + p.file, "its diff was changed by hand, and would be lost",
                   "move the change into TREE and delete the file, or name another folder with -o"};
  }
  return old;
}

Result<std::string> mergeTexts(const PrivateGit& git, const std::string& base, const std::string& ours, const std::string& theirs,
                               bool prefer_ours) {
  auto folder = git.run({"rev-parse", "--absolute-git-dir"});
  if (!folder) return folder.error();
  const std::string at(trim(*folder));
  std::vector<std::string> arguments = {"merge-file", "-p", "--quiet"};
  if (prefer_ours) arguments.push_back("--ours");
  const std::pair<const char*, const std::string*> texts[] = {{"ours", &ours}, {"base", &base}, {"theirs", &theirs}};
  for (const auto& [label, text] : texts) {
    const std::string file = at + "/gupkit-" + label;
    if (auto status = writeFileAtomically(file, *text, {.sync = false}); !status) return status.error();
    arguments.push_back(file);
  }
  return git.run(arguments);
}

Result<std::string> mergeText(const PrivateGit& git, const std::string& base, const std::string& edited, const std::string& generated) {
  if (edited == base) return generated;
  if (generated == base || generated == edited) return edited;
  // A last line with its newline, or merging would join lines.
  auto merged = mergeTexts(git, base + "\n", edited + "\n", generated + "\n", true);
  if (!merged) return merged.error();
  while (!merged->empty() && merged->back() == '\n') merged->pop_back();
  return *merged;
}

void adoptKeys(const OldSeries& old, std::vector<SeriesPatch>& patches) {
  // What the old patches touch, of those that have no successor by key.
  std::map<std::string, std::set<std::string>> loose;
  for (const PatchState& was : old.state.patches) {
    const auto file = old.files.find(was.file);
    if (file == old.files.end() || std::any_of(patches.begin(), patches.end(), [&](const SeriesPatch& p) { return p.key == was.key; })) continue;
    for (const std::string& line : split(file->second, '\n'))
      if (line.starts_with("+++ b/")) loose[was.key].insert(line.substr(6));
  }
  for (SeriesPatch& patch : patches) {
    if (patch.kind != SeriesPatch::Kind::convert || stateOf(old.state, patch.key)) continue;
    auto best = loose.end();
    size_t most = 0;
    for (auto it = loose.begin(); it != loose.end(); ++it) {
      const size_t shared = size_t(std::count_if(patch.changes.begin(), patch.changes.end(),
                                                 [&](const FileChange& change) { return it->second.count(change.file) != 0; }));
      if (shared > most) best = it, most = shared;
    }
    if (best == loose.end()) continue;
    patch.key = best->first;
    loose.erase(best);
  }
}

Status keepTexts(const OldSeries& old, const PrivateGit& git, std::vector<SeriesPatch>& patches, std::vector<std::string>& kept) {
  for (SeriesPatch& patch : patches) {
    const PatchState* was = stateOf(old.state, patch.key);
    if (!was) continue;
    const auto file = old.files.find(was->file);
    PatchMail mail;
    if (file == old.files.end() || !parsePatchMail(file->second, mail)) continue;
    std::string body = mail.body;
    const std::vector<std::string> trailers = takeTrailers(body);
    std::vector<std::string> what;
    if (mail.subject != was->subject) {
      patch.subject = mail.subject;
      what.push_back("subject");
    }
    if (body != was->body) {
      auto merged = mergeText(git, was->body, body, patch.body);
      if (!merged) return merged.error();
      patch.body = std::move(*merged);
      what.push_back("message");
    }
    if (mail.notes != was->notes) {
      patch.notes = mail.notes;
      what.push_back("notes");
    }
    std::vector<std::string> all = trailers;
    for (const std::string& trailer : patch.trailers) {
      // What a person has taken out stays out, unless --signoff asks for it.
      const bool taken_out = !trailer.starts_with("Signed-off-by:") && std::find(was->trailers.begin(), was->trailers.end(), trailer) != was->trailers.end();
      if (!taken_out && std::find(all.begin(), all.end(), trailer) == all.end()) all.push_back(trailer);
    }
    if (trailers != was->trailers) what.push_back("trailers");
    patch.trailers = std::move(all);
    if (!what.empty()) kept.push_back(was->file + ": kept its " + join(what, ", "));
  }
  return Done{};
}

std::string changesText(unsigned version, const OldSeries& old, const std::vector<SeriesPatch>& patches,
                        const std::vector<std::string>& changed, const std::string& base) {
  std::string text = "Changes in v" + std::to_string(version) + ":\n";
  text += fold("- based on " + base, 72, "  ") + "\n";
  for (const PatchState& was : old.state.patches) {
    const bool there = std::any_of(patches.begin(), patches.end(), [&](const SeriesPatch& p) { return p.key == was.key; });
    if (!there) text += fold("- dropped \"" + was.subject + "\": nothing of it is left to do", 72, "  ") + "\n";
  }
  for (const SeriesPatch& patch : patches) {
    if (!stateOf(old.state, patch.key)) text += fold("- new: \"" + patch.subject + "\"", 72, "  ") + "\n";
    else if (std::find(changed.begin(), changed.end(), patch.key) != changed.end())
      text += fold("- changed: \"" + patch.subject + "\"", 72, "  ") + "\n";
  }
  text += "- EDITME: what reviewers asked for";
  return text;
}

}  // namespace gupkit::series
