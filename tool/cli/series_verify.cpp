// SPDX-License-Identifier: GPL-2.0-only
// The configuration has to know what the series adds to Kconfig and to the makefiles. So
// the patches are applied first, the result is scanned and the flags are read; then the
// files go back to what they were, and the patches are applied again one by one.
#include "cli/series_verify.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "cli/core_api.h"
#include "cli/engine.h"
#include "cli/flag_fitter.h"
#include "cocci/semantic_patch.h"
#include "cocci/spatch.h"
#include "facts/parse.h"
#include "series/checkpatch.h"
#include "series/mail.h"
#include "series/tree_copy.h"
#include "support/fork_map.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/path.h"
#include "support/progress.h"
#include "support/text.h"

namespace gupkit {
namespace {

using namespace series;
namespace fs = std::filesystem;

/// The includes of a file: what its headers alone complain about is not its fault.
std::string includesOf(const std::string& text) {
  std::string out;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view words = trim(line);
    if (words.starts_with("#include")) out.append(words).append("\n");
  }
  return out;
}

class Proof {
 public:
  Proof(const Options& options, const Model& model, const TreeInfo& tree, const std::vector<SeriesPatch>& patches,
        const std::vector<std::string>& patch_files, Api api, const Scan* first, const std::string& scratch)
      : options_(options), model_(model), tree_(tree), patches_(patches), files_(patch_files), api_(api), first_(first), scratch_(scratch),
        progress_(options.progress, 2) {}

  Result<SeriesProof> run() {
    progress_.update(0, 0, "copying the tree");
    auto copy = TreeCopy::make(tree_.root, (options_.cache.empty() ? scratch_ : options_.cache) + "/verify");
    if (!copy) return copy.error();
    copy_ = &*copy;
    for (const std::string& file : files_)
      if (const Status status = copy_->apply(file); !status) {
        progress_.erase();
        out_.faults.push_back(status.error().str());
        return std::move(out_);
      }
    if (const Status status = scan(); !status) return status.error();
    if (const Status status = readFlags(); !status) return status.error();
    // Back to the tree as it was; a file that several patches touch has its first form.
    std::map<std::string, std::optional<std::string>> base;
    for (const SeriesPatch& patch : patches_)
      for (const FileChange& change : patch.changes) base.emplace(change.file, change.before);
    for (const auto& [file, text] : base)
      if (const Status status = copy_->write(file, text); !status) return status.error();
    if (const Status status = compileAll(); !status) return status.error();
    askMessages();
    progress_.erase();
    finish();
    return std::move(out_);
  }

 private:
  struct Row {
    size_t compiled = 0, not_compiled = 0, fresh = 0, style = 0, explained = 0;
    bool unchecked = false;  ///< checkpatch did not run
  };

  Status scan() {
    if (!options_.conversions) return Done{};
    auto after = readTree(copy_->path());
    if (!after) return after.error();
    Options options = options_;
    options.api = api_;
    options.tree = copy_->path();
    options.paths.clear();
    Engine engine(options, model_, *after);
    auto result = engine.run();
    if (!result) return result.error();
    for (const Site& site : result->scan.sites)
      if (site.verdict == Verdict::convert && site.kind == SiteKind::release) {
        // The copy is configured anew, and another configuration may reach more of a file.
        if (unreached(site)) {
          ++reached_;
          notes_.push_back(site.file + ": " + site.callee + "() in " + site.function +
                           "(): not reached by the scan of the tree, but by that of the copy, and convertible");
          continue;
        }
        ++left_;
        out_.faults.push_back(site.file + ":" + std::to_string(site.line) + ": " + site.callee + "() in " + site.function +
                              "() could still be converted");
      }
    scanned_ = std::move(result->units);
    return Done{};
  }

  /// A message that has a semantic patch promises that it makes the diff.
  void askMessages() {
    std::map<size_t, std::string> rules;  ///< by patch
    for (size_t i = 0; i < files_.size(); ++i)
      if (auto mail = readFile(files_[i]))
        if (std::string rule = semanticPatchOf(*mail); !rule.empty()) rules[i] = std::move(rule);
    if (rules.empty()) return;
    if (auto version = spatchVersion(); !version) {
      notes_.push_back("the semantic patches of messages were not run: " + version.error().str());
      return;
    }
    for (const auto& [i, rule] : rules) {
      if (interrupted()) return;
      const SeriesPatch& patch = patches_[i];
      progress_.update(0, 0, "spatch: " + patch.subject);
      auto differs = differsFromSemanticPatch(patch, rule, scratch_);
      if (!differs)
        notes_.push_back(patch.subject + ": its semantic patch was not run: " + differs.error().str());
      else if (!differs->empty())
        out_.faults.push_back(patch.subject + ": the semantic patch of its message makes another text of " + *differs);
      else
        ++same_;
    }
  }

  /// The first scan listed this site as one that no parse reached.
  bool unreached(const Site& site) const {
    if (!first_) return false;
    for (const Site& other : first_->sites)
      if (other.file == site.file && other.function == site.function && other.callee == site.callee &&
          (other.reason == "not-compiled" || other.reason == "not-parsed"))
        return true;
    return false;
  }

  /// Units of every source file that the series touches.
  Status readFlags() {
    auto after = readTree(copy_->path());
    if (!after) return after.error();
    api_text_ = missingApi(*after, api_);
    KbuildOptions kb;
    kb.archs = options_.archs;
    kb.jobs = options_.jobs;
    kb.llvm_suffix = "-" + std::to_string(GUPKIT_LLVM_MAJOR);
    kb.exec = options_.exec;
    kb.verbose = options_.verbose;
    kb.progress = [this](const std::string& line) { progress_.update(0, 0, line); };
    Kbuild kbuild(*after, options_.cache, kb);
    std::set<std::string> sources;
    for (const SeriesPatch& patch : patches_)
      for (const FileChange& change : patch.changes)
        if (isSource(change.file) && change.after) sources.insert(change.file);
    const std::vector<std::string> list(sources.begin(), sources.end());
    auto found = kbuild.unitsFor(list);
    std::vector<CompileUnit> units;
    for (size_t i = 0; i < list.size(); ++i) {
      if (!found[i]) {
        why_not_[list[i]] = found[i].error().str();
        continue;
      }
      units_[list[i]] = std::move(*found[i]);
    }
    Cache cache(options_.cache);
    FlagFitter fitter(cache, options_.jobs);
    std::vector<CompileUnit*> all;
    for (auto& [file, unit] : units_) all.push_back(&unit);
    fitter.fit(all);
    if (interrupted()) return Error{"series", "interrupted", ""};
    // The scan has found the best configuration of what it read.
    std::vector<std::string> bad;
    for (auto& [file, unit] : units_)
      if (auto it = scanned_.find(file); it != scanned_.end()) unit = it->second;
      else bad.push_back(file);
    // Of the others, one that needs another configuration says so by its errors.
    std::map<std::string, std::vector<std::string>> tried;
    std::map<std::string, size_t> errors = countErrors(bad, units_);
    for (int again = 0; again < 3 && !interrupted(); ++again) {
      std::map<std::string, CompileUnit> others;
      for (const auto& [file, count] : errors) {
        if (!count) continue;
        tried[file].push_back(others.count(file) ? others[file].configuration : units_[file].configuration);
        auto other = kbuild.alternativeFor(file, tried[file]);
        if (!other) continue;
        fitter.fit(*other);
        others[file] = std::move(*other);
      }
      if (others.empty()) break;
      std::vector<std::string> again_files;
      for (const auto& [file, unit] : others) again_files.push_back(file);
      for (const auto& [file, count] : countErrors(again_files, others)) {
        tried[file].push_back(others[file].configuration);
        if (count >= errors[file]) continue;
        errors[file] = count;
        units_[file] = others[file];
      }
    }
    if (interrupted()) return Error{"series", "interrupted", ""};
    return Done{};
  }

  /// Errors of a parse, by file.
  std::map<std::string, size_t> countErrors(const std::vector<std::string>& files, const std::map<std::string, CompileUnit>& units) {
    ForkOptions fork;
    fork.jobs = options_.jobs;
    fork.progress = [&](size_t done, size_t item) { progress_.update(done, files.size(), files[item]); };
    auto results = forkMap(files.size(), fork, [&](size_t i) {
      ParseRequest request{units.at(files[i]), copy_->path() + "/" + files[i], copy_->path(), "", {}};
      return std::to_string(parseUnit(request, model_).errors.size());
    });
    std::map<std::string, size_t> out;
    for (size_t i = 0; i < files.size(); ++i) out[files[i]] = results[i].ok ? size_t(atol(results[i].blob.c_str())) : 1000;
    return out;
  }

  struct Texts {
    bool ok = true;
    std::vector<std::string> messages;
  };

  /// What Clang says about files as they are in the copy now, or about their includes alone.
  std::map<std::string, Texts> diagnoseAll(const std::vector<std::string>& files, bool includes_only = false) {
    std::vector<std::string> jobs;
    for (const std::string& file : files)
      if (units_.count(file) && fs::exists(copy_->path() + "/" + file)) jobs.push_back(file);
    ForkOptions fork;
    fork.jobs = options_.jobs;
    fork.progress = [&](size_t done, size_t item) { progress_.update(done, jobs.size(), "compiling " + jobs[item]); };
    auto results = forkMap(jobs.size(), fork, [&](size_t i) {
      const std::string path = copy_->path() + "/" + jobs[i];
      auto text = readFile(path);
      if (!text) return std::string();
      ParseRequest request{units_.at(jobs[i]), path, copy_->path(), "", {}};
      std::string out;
      auto messages = diagnose(request, includes_only ? includesOf(*text) : *text, api_text_);
      if (!messages) return "cannot be compiled: " + messages.error().fault + "\n";
      for (const std::string& message : *messages) out += message + "\n";
      return out;
    });
    std::map<std::string, Texts> out;
    for (size_t i = 0; i < jobs.size(); ++i) {
      Texts texts;
      texts.ok = results[i].ok;
      for (const std::string& line : split(results[i].blob, '\n'))
        if (!line.empty()) texts.messages.push_back(line);
      if (!texts.ok) texts.messages.push_back("Clang " + results[i].fault);
      out[jobs[i]] = std::move(texts);
    }
    return out;
  }

  Status compileAll() {
    std::vector<std::string> sources;
    for (const auto& [file, unit] : units_) sources.push_back(file);
    std::map<std::string, Texts> last = diagnoseAll(sources);
    for (size_t i = 0; i < patches_.size(); ++i) {
      if (interrupted()) return Error{"series", "interrupted", ""};
      if (const Status status = copy_->apply(files_[i]); !status) {
        out_.faults.push_back(status.error().str());
        return Done{};
      }
      Row row;
      bool header = false;
      std::set<std::string> touched, includes_changed;
      for (const FileChange& change : patches_[i].changes) {
        header |= change.file.ends_with(".h");
        if (!isSource(change.file) || !change.after) continue;
        touched.insert(change.file);
        if (change.before && includesOf(*change.before) != includesOf(*change.after)) includes_changed.insert(change.file);
        if (!units_.count(change.file)) {
          ++row.not_compiled;
          notes_.push_back(change.file + ": not compiled: " + why_not_[change.file]);
        }
      }
      // A header is compiled with every file of the series.
      std::vector<std::string> now(touched.begin(), touched.end());
      if (header) now = sources;
      // What new includes bring along is not the patch's fault either; where a header of the patch itself is at fault,
      // the files say so that included it before.
      std::vector<std::string> apart = newOnes(now, last);
      for (const std::string& file : includes_changed)
        if (last.count(file)) apart.push_back(file);
      const auto before_new = diagnoseAll(apart, true);
      for (auto& [file, texts] : diagnoseAll(now)) {
        ++row.compiled;
        std::multiset<std::string> known;
        for (const std::map<std::string, Texts>* earlier : std::initializer_list<const std::map<std::string, Texts>*>{&last, &before_new})
          if (const auto was = earlier->find(file); was != earlier->end()) known.insert(was->second.messages.begin(), was->second.messages.end());
        for (const std::string& message : texts.messages) {
          if (auto it = known.find(message); it != known.end()) {
            known.erase(it);
            continue;
          }
          ++row.fresh;
          out_.faults.push_back(nameOf(i) + ": " + file + ": " + message);
        }
        last[file] = std::move(texts);
      }
      Result<CheckpatchReport> style = Error{"checkpatch.pl", "--no-exec keeps it from running", ""};
      if (options_.exec) style = checkpatch(copy_->path(), scratch_, files_[i], patches_[i]);
      if (!style) {
        notes_.push_back("checkpatch did not run: " + style.error().str());
        row.unchecked = true;
      } else {
        row.style = style->findings.size();
        row.explained = style->explained.size();
        for (const std::string& finding : style->findings) out_.style.push_back(nameOf(i) + ": " + finding);
        for (const std::string& why : style->explained) ++explained_[why];
      }
      rows_.push_back(row);
    }
    return Done{};
  }

  std::vector<std::string> newOnes(const std::vector<std::string>& files, const std::map<std::string, Texts>& known) const {
    std::vector<std::string> out;
    for (const std::string& file : files)
      if (!known.count(file)) out.push_back(file);
    return out;
  }

  std::string nameOf(size_t i) const { return fs::path(files_[i]).filename().string().substr(0, 40); }

  /// For the cover: a type that is explained is a finding, too.
  std::string checkpatchText(size_t unchecked) const {
    if (unchecked == rows_.size()) return "checkpatch did not run";
    std::set<std::string> types;
    for (const auto& [why, times] : explained_) types.insert(why.substr(0, why.find(':')));
    std::string text = "checkpatch --strict: " + std::to_string(out_.style.size()) + " findings";
    if (!types.empty()) text += " beside the explained " + join({types.begin(), types.end()}, ", ");
    if (unchecked) text += "; it did not run on " + std::to_string(unchecked) + " patches";
    return text;
  }

  void finish() {
    char line[160];
    snprintf(line, sizeof line, "%-42s %7s %12s %8s %s\n", "patch", "applies", "compiled", "new", "checkpatch --strict");
    out_.table = line;
    size_t compiled = 0, fresh = 0, not_compiled = 0, unchecked = 0;
    for (size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      compiled += row.compiled;
      fresh += row.fresh;
      not_compiled += row.not_compiled;
      std::string style = row.unchecked ? "did not run" : row.style ? std::to_string(row.style) + " findings" : "clean";
      unchecked += row.unchecked;
      if (row.explained) style += ", " + std::to_string(row.explained) + " explained";
      std::string count = std::to_string(row.compiled) + (row.compiled == 1 ? " file" : " files");
      if (row.not_compiled) count += " (" + std::to_string(row.not_compiled) + " not)";
      snprintf(line, sizeof line, "%-42s %7s %12s %8zu %s\n", nameOf(i).c_str(), "yes", count.c_str(), row.fresh, style.c_str());
      out_.table += line;
    }
    out_.table += std::to_string(rows_.size()) + " of " + std::to_string(patches_.size()) + " patches apply; " + std::to_string(compiled) +
                  " compilations, " + std::to_string(fresh) + " new diagnostics; " + std::to_string(out_.style.size()) + " findings of checkpatch" +
                  (unchecked ? ", which did not run on " + std::to_string(unchecked) : "") + "\n";
    if (options_.conversions) out_.table += "scan of the result: " + std::to_string(left_) + " releases left to convert" +
                                       (reached_ ? ", and " + std::to_string(reached_) + " that the first scan did not reach" : "") + "\n";
    if (same_) out_.table += std::to_string(same_) + " messages have a semantic patch, which makes their diff byte by byte\n";
    for (const auto& [why, times] : explained_) out_.table += "explained: " + why + " (" + std::to_string(times) + ")\n";
    std::sort(notes_.begin(), notes_.end());
    notes_.erase(std::unique(notes_.begin(), notes_.end()), notes_.end());
    for (const std::string& note : notes_) out_.table += "note: " + note + "\n";
    out_.sentence = "Every patch applied in order; after each, the source files that it touches were compiled with Clang " +
                    std::to_string(GUPKIT_LLVM_MAJOR) + " (" + std::to_string(compiled) + " compilations, " + std::to_string(fresh) +
                    " new diagnostics" + (not_compiled ? "; " + std::to_string(not_compiled) + " files have no configuration that builds them" : std::string()) +
                    ")" + (options_.conversions ? "; a scan of the result finds " + std::to_string(left_) + " releases left to convert" : std::string()) +
                    "; " + checkpatchText(unchecked) + ".";
  }

  const Options& options_;
  const Model& model_;
  const TreeInfo& tree_;
  const std::vector<SeriesPatch>& patches_;
  const std::vector<std::string>& files_;
  const Api api_;
  const Scan* first_;
  const std::string& scratch_;
  Progress progress_;
  const TreeCopy* copy_ = nullptr;
  std::string api_text_;
  std::map<std::string, CompileUnit> units_, scanned_;
  std::map<std::string, std::string> why_not_;
  std::vector<Row> rows_;
  std::vector<std::string> notes_;
  std::map<std::string, size_t> explained_;  ///< why, and how often
  size_t left_ = 0, reached_ = 0, same_ = 0;
  SeriesProof out_;
};

}  // namespace

Result<SeriesProof> proveSeries(const Options& options, const Model& model, const TreeInfo& tree,
                                const std::vector<SeriesPatch>& patches, const std::vector<std::string>& patch_files,
                                Api api, const Scan* first, const std::string& scratch) {
  return Proof(options, model, tree, patches, patch_files, api, first, scratch).run();
}

}  // namespace gupkit
