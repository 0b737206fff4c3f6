// SPDX-License-Identifier: GPL-2.0-only
#include "cli/series_command.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

#include "cli/core_api.h"
#include "cli/say.h"
#include "cli/series_verify.h"
#include "edit/text.h"
#include "gupkit/candidates.h"
#include "gupkit/edit.h"
#include "gupkit/recipe.h"
#include "report/reasons.h"
#include "series/apply_recipe.h"
#include "series/checkpatch.h"
#include "series/conversions.h"
#include "series/definition.h"
#include "series/mail.h"
#include "series/marks.h"
#include "series/prefix.h"
#include "series/recipients.h"
#include "series/render.h"
#include "series/scratch.h"
#include "series/tree_copy.h"
#include "support/atomic_file.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit {
namespace {

using namespace series;

class SeriesCommand {
 public:
  SeriesCommand(const Options& options, const Model& model, const TreeInfo& tree)
      : options_(options), model_(model), tree_(tree), git_(tree.root), overlay_(Overlay::ofFolder(tree.root)) {}

  Result<SeriesResult> run() {
    auto scratch = ScratchFolder::make();
    if (!scratch) return scratch.error();
    scratch_ = scratch->path();
    if (!options_.cache.empty()) TreeCopy::collect(options_.cache + "/verify");
    auto old = readOldSeries(options_.output);
    if (!old) return old.error();
    if (const Status status = checkVersion(*old); !status) return status.error();
    if (!options_.branch.empty() && !git_.there())
      return Error{"--branch " + options_.branch, tree_.root + " has no git history of its own", "leave it out, and apply the patches with git am"};
    api_ = options_.api.value_or(tree_.default_api);
    if (const Status status = stamp(); !status) return status.error();
    Recipe recipe;
    if (options_.core) {
      auto read = readRecipe();
      if (!read) return read.error();
      recipe = std::move(*read);
      // Before the scan: what does not fit is told within a second.
      if (const Status status = addSteps(recipe, false); !status) return status.error();
    }
    std::optional<EngineResult> scan;
    if (options_.conversions) {
      auto result = convert();
      if (!result) return result.error();
      scan = std::move(*result);
    }
    if (options_.core) {
      auto safe = markUntracked(scan ? &*scan : nullptr);
      if (!safe) return safe.error();
      if (*safe)
        if (const Status status = addSteps(recipe, true); !status) return status.error();
    }
    if (const Status status = checkApi(scan.has_value()); !status) return status.error();
    if (patches_.empty() && !options_.conversions)
      return Error{tree_.root, std::string("no step of the core applies in the dialect ") + name(api_),
                   "choose the other dialect with --api, or look at the `when` lines of the recipe"};
    if (patches_.empty())
      return Error{tree_.root, "there is nothing to write: no core step applies, and no site is to be converted",
                   "`gupkit scan` tells what became of each site"};
    if (const Status status = checkCommitted(); !status) return status.error();
    if (options_.signoff)
      for (SeriesPatch& patch : patches_) patch.trailers.push_back("Signed-off-by: " + stamp_.person);
    RenderInput input;
    if (options_.exec) input.notes = addRecipients(tree_.root, scratch_, patches_);
    else input.notes = {"recipients are left out: --no-exec keeps the tree's get_maintainer.pl from running"};
    input.notes.insert(input.notes.end(), notes_.begin(), notes_.end());
    if (interrupted()) return Error{"series", "interrupted", ""};
    for (const std::string& note : input.notes) say(note);
    input.patches = patches_;
    input.stamp = stamp_;
    input.version = version_;
    input.batch = options_.batch;
    input.mbox = options_.mbox;
    input.signature = std::string("gupkit ") + GUPKIT_VERSION;
    input.scan = scan ? &scan->scan : nullptr;
    input.api = api_;
    input.tool = toolName();
    input.command = commandLine();
    input.converted = converted_;
    input.reasons = meanings();
    auto rendered = renderSeries(input, *old, scratch_ + "/first");
    if (!rendered) return rendered.error();
    SeriesProof proof;
    if (options_.verify) {
      auto proved = prove(*rendered, input.scan);
      if (!proved) return proved.error();
      proof = std::move(*proved);
      for (const std::string& fault : proof.faults) say("verify: " + fault);
      if (!proof.faults.empty()) {
        fputs(proof.table.c_str(), stderr);
        return Error{"verify", "the series does not hold, so nothing was written", "see the patches and files named above"};
      }
      for (const std::string& finding : proof.style) say("checkpatch: " + finding);
      input.proof = proof.sentence;
      rendered = renderSeries(std::move(input), *old, scratch_ + "/second");
      if (!rendered) return rendered.error();
    }
    if (!options_.branch.empty())
      if (const Status status = git_.branch(options_.branch, patches_, stamp_); !status) return status.error();
    if (const Status status = replaceFolder(options_.output, rendered->files); !status) return status.error();
    for (const std::string& kept : rendered->kept) say(kept);
    fprintf(stderr, "gupkit: %zu patches in %s; apply them as %s/plan.txt says\n", patches_.size(), options_.output.c_str(),
            options_.output.c_str());
    return SeriesResult{rendered->files.at("plan.txt") + (options_.verify ? "\n" + proof.table : ""), !proof.style.empty()};
  }

 private:
  static std::string toolName() { return std::string("gupkit ") + GUPKIT_VERSION + " (Clang " + std::to_string(GUPKIT_LLVM_MAJOR) + ")"; }

  std::string commandLine() const {
    std::string line = std::string("gupkit series --api ") + name(api_);
    if (!options_.core) line += " --no-core";
    if (!options_.conversions) line += " --core-only";
    if (options_.minimal) line += " --minimal";
    return line;
  }

  /// Conversions call functions that somebody has to bring.
  Status checkApi(bool conversions) {
    if (!conversions || missingApi(tree_, api_).empty()) return Done{};
    bool converts = false;
    for (const SeriesPatch& patch : patches_) {
      converts |= patch.kind == SeriesPatch::Kind::convert;
      for (const FileChange& change : patch.changes)
        if (isHeader(change.file) && change.after && hasWord(*change.after, "put_user_page")) return Done{};
    }
    if (!converts) return Done{};
    if (options_.core)
      return Error{tree_.root, "the tree has no put_user_page(), and no step of the core brings it",
                   "use --api pin, or another --recipe; --no-core writes the conversions all the same"};
    notes_.push_back("the tree has no put_user_page(): the series builds only where the core patches are");
    return Done{};
  }

  Result<SeriesProof> prove(const Rendered& rendered, const Scan* first) {
    std::vector<std::string> files;
    for (const std::string& file : rendered.patch_files) {
      files.push_back(scratch_ + "/proof/" + file);
      std::error_code error;
      std::filesystem::create_directories(std::filesystem::path(files.back()).parent_path(), error);
      if (error) return Error{files.back(), error.message(), "set TMPDIR to a folder that can be written"};
      if (auto status = writeFileAtomically(files.back(), rendered.files.at(file), {.sync = false}); !status) return status.error();
    }
    return proveSeries(options_, model_, tree_, patches_, files, api_, first, scratch_);
  }

  Status checkVersion(const OldSeries& old) {
    version_ = options_.reroll ? options_.reroll : std::max(1u, old.state.version);
    if (version_ < old.state.version)
      return Error{options_.output, "holds version " + std::to_string(old.state.version) + " already",
                   "write -v " + std::to_string(old.state.version + 1) + " for the next one"};
    return Done{};
  }

  Status stamp() {
    stamp_.version = tree_.version;
    stamp_.base_commit = git_.head();
    stamp_.person = git_.person();
    if (stamp_.person.empty()) {
      if (options_.signoff)
        return Error{"--signoff", "git does not know who you are", "set user.name and user.email with git config --global"};
      stamp_.person = "EDITME <editme@localhost>";
      fprintf(stderr, "gupkit: git does not know who you are; the patches are From: EDITME\n");
    }
    if (const char* epoch = getenv("SOURCE_DATE_EPOCH"); epoch && *epoch) {
      char* end = nullptr;
      stamp_.seconds = strtoll(epoch, &end, 10);
      constexpr int64_t last = 253402300799;  // of the year 9999
      if (*end || stamp_.seconds < 0 || stamp_.seconds > last) return Error{std::string("SOURCE_DATE_EPOCH=") + epoch, "is no number of seconds up to the year 9999", "unset it, or set it to one"};
    } else if (git_.there()) {
      stamp_.seconds = git_.headTime();
    } else {
      struct stat st;
      if (stat((tree_.root + "/Makefile").c_str(), &st) == 0) stamp_.seconds = st.st_mtime;
    }
    return Done{};
  }

  Result<Recipe> readRecipe() const {
    if (options_.recipe.empty()) return parseRecipe(builtinRecipe(), "kernel-patches");
    auto files = readRecipeFolder(options_.recipe);
    if (!files) return files.error();
    return parseRecipe(*files, options_.recipe);
  }

  Status addSteps(const Recipe& recipe, bool last) {
    auto applied = applyRecipe(recipe, api_, last, overlay_);
    if (!applied) return applied.error();
    for (StepChange& step : *applied) {
      SeriesPatch patch;
      patch.kind = last ? SeriesPatch::Kind::last : SeriesPatch::Kind::core;
      patch.key = "core/" + step.step->name;
      patch.subject = step.step->prefix + ": " + step.step->subject;
      patch.body = step.step->body;
      patch.trailers = takeTrailers(patch.body);
      patch.changes = std::move(step.changes);
      patches_.push_back(std::move(patch));
    }
    return Done{};
  }

  static std::map<std::string, std::string> meanings() {
    std::map<std::string, std::string> out;
    for (const Reason& reason : reasonTable()) out[reason.code] = reason.text;
    return out;
  }

  /// A header of the core patches that has the word.
  bool headerHas(const std::string& word) const {
    return std::any_of(patches_.begin(), patches_.end(), [&](const SeriesPatch& patch) {
      return std::any_of(patch.changes.begin(), patch.changes.end(),
                         [&](const FileChange& change) { return isHeader(change.file) && change.after && hasWord(*change.after, word); });
    });
  }

  /// The functions of GUP that the core patches give an untracked form.
  std::vector<MarkName> markNames() const {
    std::vector<MarkName> names;
    if (api_ != Api::put_user_page) return names;
    for (const auto& [name, effect] : model_.effects) {
      if (effect.kind != EffectKind::acquire || effect.untracked.empty()) continue;
      if (headerHas(effect.untracked)) names.push_back({name, effect.untracked});
    }
    return names;
  }

  /// Adds the patch that marks each acquire that stays. False: tracking cannot be switched on, and a note tells why.
  Result<bool> markUntracked(const EngineResult* result) {
    const std::vector<MarkName> names = markNames();
    if (names.empty()) return true;
    auto text = TreeText::open(tree_.root, {.jobs = options_.jobs, .skip = {"Documentation", "tools", "scripts"}, .memo = ""});
    if (!text) return text.error();
    std::vector<std::string> faults;
    const std::vector<std::string> puts = {"put_user_page", "put_user_pages", "put_user_pages_dirty", "put_user_pages_dirty_lock"};
    std::vector<SearchName> search;
    for (const MarkName& name : names) search.push_back({NameForm::word, name.name});
    for (const std::string& name : puts) search.push_back({NameForm::word, name});
    auto hits = text->search(search);
    if (!hits) return hits.error();
    for (const Gap& gap : text->gaps()) faults.push_back(gap.file + ": " + gap.reason);
    std::map<std::string, std::set<uint32_t>> proved;
    std::map<std::string, std::set<std::string>> reasons;
    if (result)
      for (const Site& site : result->scan.sites) {
        if (site.kind != SiteKind::acquire) continue;
        if (site.verdict == Verdict::convert || site.verdict == Verdict::converted || site.reason == "pages-null") {
          if (std::any_of(names.begin(), names.end(), [&](const MarkName& name) { return name.name == site.callee; }))
            proved[site.file].insert(site.offset);
        }
        else
          reasons[site.file].insert(site.reason);
      }
    const Overlay base = Overlay::ofFolder(tree_.root);
    const Overlay earlier = overlay_;
    const unsigned columns = longestLine(tree_.root);
    // Tracking makes every other call an error then.
    const bool gated = headerHas(kTrackedMacro);
    std::string list;
    unsigned calls = 0, opted = 0;
    for (const FileHits& hit : *hits) {
      auto old = base.read(hit.file), now = overlay_.read(hit.file);
      if (!old) return old.error();
      if (!now) return now.error();
      if (!old->has_value() || !now->has_value()) continue;
      const edit::Source source(**old);
      // Its acquires may be anywhere, and only a scan finds them.
      if (!result && isSource(hit.file))
        for (const std::string& put : puts)
          if (hasWord(source.masked(), put) && findDefinitions(source.masked(), put).empty() && !implementsGup(source.masked(), false, names)) {
            faults.push_back(hit.file + ": releases pages by " + put + "() already; without --core-only a scan finds where they come from");
            break;
          }
      FileMarks marks = markCalls(hit.file, **old, **now, proved[hit.file], names, columns);
      if (!marks.fault.empty()) faults.push_back(marks.fault);
      if (gated && isSource(hit.file)) {
        const std::string masked(edit::Source(marks.text).masked());
        if (!gupCalls(masked, names).empty() || implementsGup(masked, false, names)) {
          std::string text = withTrackedMacro(marks.text);
          opted += text != marks.text;
          marks.text = std::move(text);
        }
      }
      if (marks.text != **now) overlay_.write(hit.file, marks.text);
      if (!marks.marked) continue;
      calls += marks.marked;
      std::string why;
      for (const std::string& reason : reasons[hit.file]) why += (why.empty() ? " (" : ", ") + reason;
      list += "\n" + fold("  - " + printable(hit.file) + (marks.marked > 1 ? ", " + std::to_string(marks.marked) + " calls" : "") + (why.empty() ? "" : why + ")"), 72, "    ");
    }
    if (calls || opted) {
      SeriesPatch patch;
      patch.kind = result ? SeriesPatch::Kind::last : SeriesPatch::Kind::core;
      patch.key = kMarksKey;
      patch.subject = "treewide: mark get_user_pages*() that are not tracked";
      patch.body = fold(std::string(result ? "The pages of these calls are not all released by put_user_page*(), or it is not known where they go. "
                                           : "No caller uses put_user_page*() yet. ") +
                        "Before get_user_pages*() tracks what it hands out, say so at each of them; nothing else changes, the pages are "
                        "released by put_page() as before. The mark goes away with the conversion." +
                        (opted ? std::string(" A file whose calls are all converted or marked says so with ") + kTrackedMacro + ": without it they will not compile."
                               : "")) +
                   "\n" + list +
                   (result ? "\n\n" + fold("In brackets: why " + toolName() + " did not convert a call there; `gupkit explain` has the whole path.") +
                                 "\n\n" + legend(list, meanings())
                           : "");
      while (patch.body.ends_with("\n")) patch.body.pop_back();
      auto changes = overlay_.changesSince(earlier);
      if (!changes) return changes.error();
      patch.changes = std::move(*changes);
      patches_.push_back(std::move(patch));
    }
    if (faults.empty()) return true;
    for (const std::string& fault : faults) notes_.push_back(fault);
    notes_.push_back("the series leaves tracking off: not every caller of get_user_pages*() is converted or marked");
    return false;
  }

  Result<EngineResult> convert() {
    Engine engine(options_, model_, tree_);
    auto result = engine.run();
    if (!result) return result.error();
    for (const std::string& note : result->notes) say(note);
    ConversionInput input{result->scan, {}, {}, {}, maintainers(), {}, toolName(), commandLine(), true, result->text, nullptr};
    if (git_.there())
      input.fixes = [&](const std::vector<const Site*>& sites) {
        std::vector<std::string> commits;
        for (const Site* site : sites) commits.push_back(git_.blame(site->file, site->line));
        return git_.fixesTrailer(git_.latest(commits));
      };
    if (const Status status = check(engine, *result, input.checks); !status) return status.error();
    auto merging = PrivateGit::make(scratch_ + "/merge");
    if (!merging) return merging.error();
    for (const FileEdits& file : result->plan.files) {
      const std::string& base = result->text.at(file.file);
      std::string after = applyEdits(base, file.edits);
      if (after == base) continue;
      auto now = overlay_.read(file.file);
      if (!now) return now.error();
      if (!now->has_value()) return Error{file.file, "a core patch removed it, and a conversion needs it", "leave the core out with --no-core"};
      if (**now != base) {
        auto merged = mergeCode(*merging, file.file, base, **now, after);
        if (!merged) return merged.error();
        after = std::move(*merged);
      }
      input.before[file.file] = **now;
      input.after[file.file] = after;
      overlay_.write(file.file, std::move(after));
    }
    auto rst = overlay_.read("Documentation/core-api/pin_user_pages.rst");
    input.has_pin_rst = rst && rst->has_value();
    input.prefix = [&](const std::string& file) { return prefixOf(file); };
    for (SeriesPatch& patch : conversionPatches(input)) patches_.push_back(std::move(patch));
    return result;
  }

  const Maintainers& maintainers() {
    if (auto text = overlay_.read("MAINTAINERS"); text && text->has_value()) maintainers_ = Maintainers(**text);
    return maintainers_;
  }

  std::string prefixOf(const std::string& file) const {
    if (git_.there())
      if (std::string prefix = prefixOfSubjects(git_.subjects(file, 30)); !prefix.empty()) return prefix;
    return prefixOfPath(file);
  }

  /// Compiles what the conversions touch, and writes down with which configuration.
  Status check(Engine& engine, const EngineResult& result, std::map<std::string, FileCheck>& checks) {
    size_t compiled = 0;
    auto messages = engine.verify(result, compiled);
    if (!messages) return messages.error();
    std::vector<std::string> fresh;
    for (const std::string& message : *messages) {
      const std::string file = message.substr(0, message.find(": "));
      if (result.units.count(file)) fresh.push_back(message);
    }
    for (const std::string& message : fresh) say("verify: " + message);
    if (!fresh.empty())
      return Error{"series", "the conversions cause new diagnostics, so nothing was written", "report the files named above"};
    size_t left_out = 0;
    for (const FileEdits& file : result.plan.files) {
      FileCheck check;
      const auto unit = result.units.find(file.file);
      if (unit == result.units.end()) {
        check.not_compiled = "no configuration compiles it by itself";
      } else {
        check.compiled = "Clang " + std::to_string(GUPKIT_LLVM_MAJOR) + " for " + configurationOf(unit->second);
        left_out += unit->second.left_out;
      }
      checks[file.file] = check;
    }
    converted_ = "Compiled with Clang " + std::to_string(GUPKIT_LLVM_MAJOR) + " before and after: " + std::to_string(compiled) + " of " +
                      std::to_string(result.plan.files.size()) + " converted files, no new diagnostic" +
                      (left_out ? "; " + std::to_string(left_out) + " of them are left out by their configuration and were compiled with its flags" : "") + ".";
    return Done{};
  }

  static std::string configurationOf(const CompileUnit& unit) {
    std::string text = unit.arch;
    switch (unit.source) {
      case FlagSource::compile_commands:
      case FlagSource::cmd_file: text += " as the tree is configured"; break;
      case FlagSource::dry_run:
        if (const size_t plus = unit.configuration.find('+'); plus != std::string::npos) text += ", " + unit.configuration.substr(plus + 1);
        else text += ", allmodconfig";
        break;
      case FlagSource::synthesized: text += " with flags like those of its neighbours"; break;
    }
    for (size_t i = 0; i < unit.defined.size(); ++i) text += (i ? " and " : " with ") + unit.defined[i];
    if (unit.left_out) text += " (which leaves it out)";
    return text;
  }

  /// Both the core and a conversion change this file.
  Result<std::string> mergeCode(const PrivateGit& git, const std::string& file, const std::string& base, const std::string& core,
                                const std::string& converted) {
    auto merged = mergeTexts(git, base, core, converted, false);
    if (!merged)
      return Error{file, "a core patch and a conversion change the same lines", "leave the core out with --no-core, or change the recipe"};
    return merged;
  }

  /// A patch has to apply to the commit that it names as its base.
  Status checkCommitted() const {
    if (!git_.there()) return Done{};
    std::map<std::string, std::optional<std::string>> first;
    for (const SeriesPatch& patch : patches_)
      for (const FileChange& change : patch.changes) first.emplace(change.file, change.before);
    std::vector<std::string> differ;
    for (const auto& [file, text] : first)
      if (!git_.committed(file, text)) differ.push_back(file);
    if (differ.empty()) return Done{};
    return Error{join(differ, ", "), differ.size() == 1 ? "differs from HEAD" : "differ from HEAD",
                 "commit or stash the changes: the series names HEAD as its base"};
  }

  const Options& options_;
  const Model& model_;
  const TreeInfo& tree_;
  TreeGit git_;
  Overlay overlay_;
  Maintainers maintainers_;
  SeriesStamp stamp_;
  Api api_ = Api::pin;
  unsigned version_ = 1;
  std::string scratch_;
  std::vector<SeriesPatch> patches_;
  std::string converted_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<SeriesResult> runSeries(const Options& options, const Model& model, const TreeInfo& tree) {
  return SeriesCommand(options, model, tree).run();
}

}  // namespace gupkit
