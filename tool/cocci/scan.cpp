// SPDX-License-Identifier: GPL-2.0-only
#include "cocci/scan.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <regex>
#include <set>
#include <tuple>

#include "cli/call_text.h"
#include "cocci/spatch.h"
#include "gupkit/candidates.h"
#include "support/cache.h"
#include "support/hash.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/own_folder.h"
#include "support/parallel.h"
#include "support/path.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

struct Verdictish {
  Verdict verdict;
  const char* reason;
};

/// The words of gup_convert_*.cocci as codes.
Verdictish verdictOf(const std::string& stays, Api api) {
  const auto has = [&](const char* words) { return stays.find(words) != std::string::npos; };
  if (stays.empty()) return {Verdict::unknown, "escapes-to-unknown"};
  if (has("MMU notifier")) return {Verdict::keep, "case-3-mmu-notifier"};
  if (has("nothing touches")) return {Verdict::keep, "case-4-struct-page-only"};
  if (has("may forbid a pin") && api == Api::pin) return {Verdict::unknown, "no-pin-variant"};
  if (has("may be no array")) return {Verdict::unknown, "pages-null"};
  if (has("no release")) return {Verdict::unknown, "no-release-found"};
  if (has("may be negative")) return {Verdict::unknown, "count-may-be-negative"};
  if (has("macro")) return {Verdict::unknown, "in-macro-body"};
  if (has("preprocessor")) return {Verdict::unknown, "not-compiled"};
  return {Verdict::unknown, "escapes-to-unknown"};
}

/// The quoted headers beside a file: their macros count for what it converts.
std::string headersOf(const std::string& path, const std::string& text) {
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)")re", std::regex::multiline);
  std::string out;
  for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it) {
    auto header = readFile((fs::path(path).parent_path() / (*it)[1].str()).string());
    out += (*it)[1].str() + "\n" + (header ? hashOf(*header).hex() : "") + "\n";
  }
  return out;
}

Site siteOf(const std::string& file, const CocciSite& seen, const Model& model, Api api) {
  Site site;
  site.kind = seen.kind;
  site.file = file;
  site.line = seen.line;
  site.column = seen.column;
  site.function = seen.function;
  site.callee = seen.callee;
  site.engines = {"cocci"};
  const Effect* acquire = model.find(seen.callee, EffectKind::acquire);
  const Effect* release = model.find(seen.callee, EffectKind::release);
  if (seen.converts) {
    site.verdict = Verdict::convert;
    site.reason = "all-sources-gup";
    site.path.push_back({file, seen.line, "every mention of what holds these pages is accounted for"});
  } else if ((acquire && acquire->acquire == AcquireKind::pin) || (release && release->unpin)) {
    site.verdict = Verdict::converted;
    site.reason = "already-converted";
  } else if (file.rfind("include/", 0) == 0 || file.rfind("mm/gup.c", 0) == 0) {
    site.verdict = Verdict::keep;
    site.reason = "gup-implementation";
  } else if (seen.kind == SiteKind::acquire) {
    const Verdictish what = acquire && acquire->acquire != AcquireKind::get
                                ? Verdictish{Verdict::unknown, api == Api::pin ? "no-pin-variant" : "iter-kind-unknown"}
                                : verdictOf(seen.stays, api);
    site.verdict = what.verdict;
    site.reason = what.reason;
    site.path.push_back({file, seen.line, seen.stays.empty() ? "its pages lie where a semantic patch does not follow" : seen.stays});
  } else {
    site.verdict = Verdict::unknown;
    site.reason = seen.kind == SiteKind::dirty ? "dirty-stays" : "unknown-source";
  }
  return site;
}

/// Calls in the text that spatch did not see, by function.
void addUnseen(const std::string& file, const std::string& text, const std::set<std::string>& names,
               const CocciFile& result, std::vector<Gap>& gaps) {
  std::set<std::pair<unsigned, unsigned>> seen;
  for (const CocciSite& site : result.sites) seen.insert({site.line, site.column});
  std::map<std::string, std::string> unseen;
  for (const TextCall& call : textCalls(text, names)) {
    if (seen.count({call.line, call.column}) || call.member) continue;
    std::string& list = unseen[call.function];
    list += (list.empty() ? "" : ", ") + call.name + "() in line " + std::to_string(call.line);
  }
  for (const auto& [function, list] : unseen) {
    const bool dropped = std::find(result.dropped.begin(), result.dropped.end(), function) != result.dropped.end();
    gaps.push_back({file, "not seen by spatch: " + list + (function.empty() ? ", outside of functions" : ", in " + function + "()") +
                              (dropped ? ", which does not parse" : "")});
  }
}

void numberSites(std::vector<Site>& sites) {
  std::map<std::string, unsigned> seen;
  for (Site& site : sites) {
    const std::string key = site.file + "\n" + site.function + "\n" + site.callee + "\n" + name(site.kind);
    Hasher h;
    h.add(key).add(uint64_t(seen[key]++));
    site.id = h.digest().hex().substr(0, 16);
  }
}

}  // namespace

Result<CocciScan> scanByCocci(const CocciOptions& options, const Model& model, const TreeInfo& tree) {
  CocciScan out;
  out.scan.tree = {tree.version, options.api};
  auto version = spatchVersion();
  if (!version) return version.error();
  Cache cache(options.cache);

  // Candidates.
  TreeTextOptions text_options;
  text_options.jobs = options.jobs;
  const std::string memo_key = "cocci memo\n" + options.root;
  if (auto memo = cache.get(memo_key)) text_options.memo = *memo;
  auto opened = TreeText::open(options.root, text_options);
  if (!opened) return opened.error();
  std::set<std::string> acquires, names;
  for (const std::string& name : model.names(EffectKind::acquire)) acquires.insert(name);
  names = acquires;
  for (const std::string& name : model.names(EffectKind::release)) names.insert(name);
  std::vector<SearchName> search;
  for (const std::string& name : acquires) search.push_back({NameForm::word, name});
  // Pages that were pinned elsewhere are released by name here.
  for (const std::string& name : model.names(EffectKind::release))
    if (model.find(name, EffectKind::release)->unpin) search.push_back({NameForm::word, name});
  auto hits = opened->search(search);
  if (!hits) return hits.error();
  cache.put(memo_key, opened->memo());
  out.files = opened->files().size();

  struct Job {
    std::string file, text;
    CocciFile result;
    std::optional<Error> error;
  };
  std::vector<Job> jobs;
  std::set<std::string> asked;
  for (const SearchName& name : search) asked.insert(name.text);
  for (const FileHits& hit : *hits) {
    if (!selects(options.paths, hit.file) || hit.file.rfind("tools/", 0) == 0 || hit.file.rfind("Documentation/", 0) == 0) continue;
    auto text = readFile(options.root + "/" + hit.file);
    if (!text) {
      out.scan.gaps.push_back({hit.file, text.error().fault});
      continue;
    }
    // Prototypes and comments are no reason to read a file.
    if (!textCalls(*text, asked).empty()) jobs.push_back({hit.file, std::move(*text), {}, {}});
  }
  out.candidates = jobs.size();

  auto work = OwnFolder::make("gupkit-cocci");
  if (!work) return work.error();
  std::mutex mutex;
  const std::string script = cocciFingerprint(options.api);
  shareOut(options.jobs, jobs.size(), 1, [&](unsigned, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      Job& job = jobs[i];
      const std::string path = options.root + "/" + job.file;
      Hasher h;
      h.add("cocci").add(*version).add(script).add(path).add(job.text).add(headersOf(path, job.text));
      const std::string key = "cocci\n" + h.digest().hex();
      if (auto blob = cache.get(key); blob && loadCocciFile(*blob, job.result)) {
        std::lock_guard lock(mutex);
        ++out.from_cache;
        continue;
      }
      if (interrupted()) {
        job.error = Error{"the run", "was interrupted", ""};
        continue;
      }
      const std::string folder = work->path() + "/" + std::to_string(i);
      std::error_code ec;
      fs::create_directory(folder, ec);
      auto result = runSpatch(path, options.api, folder);
      fs::remove_all(folder, ec);
      if (!result) {
        job.error = result.error();
        continue;
      }
      job.result = std::move(*result);
      if (!job.result.passing) cache.put(key, saveCocciFile(job.result));
    }
  });

  for (Job& job : jobs) {
    if (job.error) return *job.error;
    if (!job.result.fault.empty()) {
      out.scan.gaps.push_back({job.file, job.result.fault});
      continue;
    }
    const std::string& converted = job.result.converted;
    for (const CocciSite& seen : job.result.sites) out.scan.sites.push_back(siteOf(job.file, seen, model, options.api));
    if (!job.result.dropped.empty()) {
      std::string list;
      for (const std::string& function : job.result.dropped) list += (list.empty() ? "" : ", ") + function + "()";
      out.functions_dropped += job.result.dropped.size();
      out.dropped[job.file] = list;
      out.scan.gaps.push_back({job.file, "spatch does not parse " + list + ": it stumbles at line " + std::to_string(job.result.error_line)});
    }
    addUnseen(job.file, job.text, names, job.result, out.scan.gaps);
    if (!converted.empty() && converted != job.text) {
      out.plan.files.push_back({job.file, {{{0, uint32_t(job.text.size())}, converted}}});
      out.text[job.file] = std::move(job.text);
    }
  }
  for (const Gap& gap : opened->gaps()) out.scan.gaps.push_back(gap);
  std::stable_sort(out.scan.sites.begin(), out.scan.sites.end(), [](const Site& a, const Site& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  std::stable_sort(out.scan.gaps.begin(), out.scan.gaps.end(), [](const Gap& a, const Gap& b) { return a.file < b.file; });
  numberSites(out.scan.sites);
  return out;
}

}  // namespace gupkit
