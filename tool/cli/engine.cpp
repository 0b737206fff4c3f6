// SPDX-License-Identifier: GPL-2.0-only
// The pipeline with its growth loop: solve what has been read, ask the program
// what it misses, read that, until nothing new appears.
#include "cli/engine.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <regex>

#include "build_id.h"  // generated: GUPKIT_BUILD
#include "candidates/reach.h"
#include "cli/call_text.h"
#include "cli/core_api.h"
#include "cli/result_store.h"
#include "facts/parse.h"
#include "gupkit/facts.h"
#include "support/fork_map.h"
#include "support/atomic_file.h"
#include "support/interrupt.h"
#include "support/io.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// More files than this for one name: it belongs to everybody.
constexpr size_t kWide = 48;
constexpr size_t kDefinitions = 8;
constexpr int kRounds = 24;

bool isHeader(const std::string& file) { return file.size() > 2 && file.compare(file.size() - 2, 2, ".h") == 0; }
bool isSource(const std::string& file) { return file.size() > 2 && file.compare(file.size() - 2, 2, ".c") == 0; }

std::string baseName(const std::string& file) { return file.substr(file.find_last_of('/') + 1); }
std::string folder(const std::string& file) {
  size_t slash = file.find_last_of('/');
  return slash == std::string::npos ? "" : file.substr(0, slash);
}

/// What every driver includes: precompiled once a configuration.
constexpr const char* kPrefix = R"(
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/highmem.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/sched.h>
#include <linux/uio.h>
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/skbuff.h>
#include <linux/netdevice.h>
#include <linux/vmalloc.h>
#include <linux/of.h>
)";

}  // namespace

struct Engine::Impl {
  Options options;
  Model model;
  TreeInfo tree;
  Cache cache;
  FileHashes hashes;
  DependentStore store;
  std::unique_ptr<Kbuild> kbuild;
  Progress progress;
  std::string root;  ///< where files are relative to: the tree, or the module
  Timing timing;
  std::vector<std::string> notes;

  std::map<std::string, UnitFacts> facts;     ///< by file
  std::map<std::string, CompileUnit> units;
  std::set<std::string> failed;
  std::map<std::string, std::string> gaps;
  std::map<std::string, std::string> prefixes;  ///< arch -> file, "" where it cannot be made
  std::map<Demand, Answer> answers;

  Impl(const Options& options_in, Model model_in, TreeInfo tree_in)
      : options(options_in),
        model(std::move(model_in)),
        tree(std::move(tree_in)),
        cache(options.cache),
        hashes(cache, tree.root),
        store(cache, hashes),
        progress(options.progress, 2) {
    root = tree.root;
    KbuildOptions kb;
    kb.archs = options.archs;
    kb.jobs = options.jobs;
    if (!options.kernel.empty()) {
      std::error_code ec;
      kb.module = fs::canonical(options.tree, ec).string();
      root = kb.module;
    }
    kb.llvm_suffix = "-" + std::to_string(GUPKIT_LLVM_MAJOR);
    kb.progress = [this](const std::string& line) { progress.update(0, 0, line); };
    kbuild = std::make_unique<Kbuild>(tree, options.cache, kb);
  }

  std::string path(const std::string& file) const { return file[0] == '/' ? file : root + "/" + file; }

  // ---- reading --------------------------------------------------------

  std::string unitKey(const CompileUnit& unit) const {
    Hasher h;
    h.add("facts").add(GUPKIT_VERSION).add(GUPKIT_BUILD).add(model.fingerprint).add(root).add(unit.file).add(unit.directory);
    for (auto& flag : unit.flags) h.add(flag);
    return "facts\n" + h.digest().hex();
  }

  /// The precompiled prefix of an architecture; made when enough files want it.
  std::string prefixFor(const CompileUnit& unit, size_t wanted) {
    auto it = prefixes.find(unit.arch);
    if (it != prefixes.end()) return it->second;
    if (options.cache.empty()) return prefixes[unit.arch] = "";
    std::vector<std::string> flags = commonFlags(unit.flags);
    Hasher h;
    h.add("prefix").add(GUPKIT_VERSION).add(GUPKIT_BUILD).add(root).add(unit.directory).add(kPrefix).add(model.fingerprint);
    for (auto& flag : flags) h.add(flag);
    std::string id = h.digest().hex();
    std::string file = options.cache + "/prefix/" + id + ".pch";
    std::error_code ec;
    if (store.get("prefix\n" + id) && fs::exists(file, ec)) return prefixes[unit.arch] = file;
    // Two seconds to make: not for a handful of files.
    if (wanted < 8) return "";
    fs::create_directories(options.cache + "/prefix", ec);
    auto start = Clock::now();
    progress.update(0, 0, "precompiling kernel headers for " + unit.arch);
    CompileUnit common = unit;
    common.flags = flags;
    // The precompiled file refers to its source by name.
    std::string header = options.cache + "/prefix/" + id + ".h";
    if (!writeFileAtomically(header, kPrefix, {.sync = false})) return prefixes[unit.arch] = "";
    std::string temporary = file + "." + std::to_string(getpid());
    auto answer = forkMap(1, {.jobs = 1, .seconds = 300, .progress = {}}, [&](size_t) {
      std::vector<std::string> deps;
      auto status = buildPrefix(common, root, header, temporary, model, deps);
      if (!status) return std::string("!") + status.error().str();
      std::string out;
      for (auto& dep : deps) out += dep + "\n";
      return out;
    });
    timing.prepare += since(start);
    if (!answer[0].ok || answer[0].blob.empty() || answer[0].blob[0] == '!') {
      fs::remove(temporary, ec);
      return prefixes[unit.arch] = "";
    }
    std::vector<std::string> deps;
    std::string line;
    for (char c : answer[0].blob) {
      if (c == '\n') {
        if (line.find("/prefix/") == std::string::npos) deps.push_back(line);
        line.clear();
      } else {
        line += c;
      }
    }
    fs::rename(temporary, file, ec);
    if (ec) return prefixes[unit.arch] = "";
    store.put("prefix\n" + id, deps, "ok");
    return prefixes[unit.arch] = file;
  }

  /// Flags without what belongs to one file.
  static std::vector<std::string> commonFlags(const std::vector<std::string>& flags) {
    std::vector<std::string> out;
    for (auto& flag : flags)
      if (flag.rfind("-DKBUILD_", 0) != 0 && flag.rfind("-D__KBUILD", 0) != 0 && flag != "-DMODULE") out.push_back(flag);
    return out;
  }

  /// Reads files that have not been read; false when interrupted.
  bool read(const std::set<std::string>& files) {
    std::vector<std::string> wanted;
    for (auto& file : files)
      if (!facts.count(file) && !gaps.count(file)) wanted.push_back(file);
    if (wanted.empty()) return true;
    auto start = Clock::now();
    double prepared = kbuild->prepareSeconds();
    auto found = kbuild->unitsFor(wanted);
    double prepare = kbuild->prepareSeconds() - prepared;
    timing.prepare += prepare;
    timing.flags += since(start) - prepare;
    std::vector<CompileUnit> jobs;
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (!found[i]) {
        gaps[wanted[i]] = found[i].error().str();
        continue;
      }
      CompileUnit unit = *found[i];
      unit.flags = dropUnknownFlags(unit.flags);
      jobs.push_back(std::move(unit));
    }
    parse(jobs);
    // A file that needs another architecture's headers.
    std::map<std::string, std::vector<std::string>> tried;
    for (int attempt = 0; attempt < 3 && !interrupted(); ++attempt) {
      std::vector<CompileUnit> again;
      for (auto& unit : jobs) {
        auto it = facts.find(unit.file);
        if (it == facts.end() || it->second.errors.empty()) continue;
        auto& archs = tried[unit.file];
        archs.push_back(units[unit.file].configuration);
        auto other = kbuild->alternativeFor(unit.file, archs);
        if (!other) continue;
        CompileUnit next = *other;
        next.flags = dropUnknownFlags(next.flags);
        again.push_back(std::move(next));
      }
      if (again.empty()) break;
      parse(again);
    }
    return !interrupted();
  }

  void parse(const std::vector<CompileUnit>& jobs) {
    auto start = Clock::now();
    std::vector<const CompileUnit*> todo;
    std::map<std::string, size_t> by_arch;
    for (const CompileUnit& unit : jobs) {
      if (auto blob = store.get(unitKey(unit))) {
        UnitFacts loaded;
        if (loadFacts(*blob, loaded)) {
          accept(unit, std::move(loaded));
          ++timing.from_cache;
          continue;
        }
      }
      todo.push_back(&unit);
      ++by_arch[unit.arch];
    }
    if (todo.empty()) {
      timing.parse += since(start);
      return;
    }
    double before = timing.prepare;
    for (const CompileUnit* unit : todo) prefixFor(*unit, by_arch[unit->arch]);
    double prefix_time = timing.prepare - before;
    // The longest first, so that no worker ends with them.
    std::stable_sort(todo.begin(), todo.end(), [&](const CompileUnit* a, const CompileUnit* b) {
      std::error_code ec;
      return fs::file_size(path(a->file), ec) > fs::file_size(path(b->file), ec);
    });
    ForkOptions fork;
    fork.jobs = options.jobs;
    fork.progress = [&](size_t done, size_t item) {
      progress.update(timing.parsed + done, timing.parsed + todo.size(), todo[item]->file);
    };
    auto results = forkMap(todo.size(), fork, [&](size_t i) {
      const CompileUnit& unit = *todo[i];
      ParseRequest request{unit, path(unit.file), root, ""};
      if (auto it = prefixes.find(unit.arch); it != prefixes.end()) request.prefix = it->second;
      return saveFacts(parseUnit(request, model));
    });
    for (size_t i = 0; i < todo.size(); ++i) {
      const CompileUnit& unit = *todo[i];
      if (!results[i].ok) {
        if (!results[i].fault.empty()) gaps[unit.file] = "Clang " + results[i].fault + " on this file";
        continue;
      }
      UnitFacts loaded;
      if (!loadFacts(results[i].blob, loaded)) continue;
      ++timing.parsed;
      if (loaded.errors.empty() || units[unit.file].arch.empty()) store.put(unitKey(unit), loaded.deps, results[i].blob);
      accept(unit, std::move(loaded));
    }
    timing.parse += since(start) - prefix_time;
  }

  /// The better of two parses of one file is kept.
  void accept(const CompileUnit& unit, UnitFacts loaded) {
    auto it = facts.find(unit.file);
    if (it != facts.end() && it->second.errors.size() <= loaded.errors.size()) return;
    loaded.deps.clear();
    facts[unit.file] = std::move(loaded);
    units[unit.file] = unit;
  }

  // ---- growth ---------------------------------------------------------

  struct Growth {
    std::set<std::string> files;
    bool any = false;
  };

  void setAnswer(const Demand& demand, std::vector<std::string> files, Growth& growth, size_t limit) {
    growth.any = true;
    if (demand.soft) {
      std::erase_if(files, [&](const std::string& file) {
        return !releasers.count(file) || folder(file).rfind(demand.near, 0) != 0;
      });
      limit = std::min<size_t>(limit, 8);
    }
    std::erase_if(files, [](const std::string& file) { return !isSource(file); });
    if (files.empty()) {
      answers[demand] = demand.what == Demand::What::definition ? Answer::absent : Answer::read;
      return;
    }
    if (files.size() > limit) {
      answers[demand] = Answer::too_wide;
      return;
    }
    answers[demand] = Answer::read;
    growth.files.insert(files.begin(), files.end());
  }

  /// `soft`: look for more releases of groups that stay, too.
  Result<Growth> grow(TreeText& text, const std::set<Demand>& demands, bool soft) {
    Growth growth;
    if (demands.empty()) return growth;
    if (!converters_known) {
      std::vector<SearchName> names;
      for (auto& name : model.converts) names.push_back({NameForm::word, name});
      const size_t first_release = names.size();
      for (auto& name : model.names(EffectKind::release))
        if (!model.find(name, EffectKind::release)->unpin && !model.find(name, EffectKind::release)->whole)
          names.push_back({NameForm::word, name});
      auto hits = text.search(names);
      if (!hits) return hits.error();
      for (auto& hit : *hits)
        (*hit.names.begin() < first_release ? converters : releasers).insert(hit.file);
      for (auto& hit : *hits)
        if (hit.names.back() >= first_release) releasers.insert(hit.file);
      converters_known = true;
    }
    std::vector<Demand> words, fields;
    std::vector<std::string> definitions;
    std::vector<Demand> definition_demands;
    for (const Demand& demand : demands) {
      if (answers.count(demand)) continue;
      if (demand.soft && (!soft || demand.integer)) continue;
      switch (demand.what) {
        case Demand::What::definition:
          definitions.push_back(demand.name);
          definition_demands.push_back(demand);
          break;
        case Demand::What::callers:
        case Demand::What::global: words.push_back(demand); break;
        case Demand::What::field: fields.push_back(demand); break;
      }
    }
    if (!definitions.empty()) {
      auto found = text.functionDefinitions(definitions);
      if (!found) return found.error();
      for (auto& demand : definition_demands) {
        auto files = (*found)[demand.name];
        setAnswer(demand, files, growth, kDefinitions);
        // What no C file defines (assembly, a builtin) stores no number where C code finds it.
        if (demand.integer && answers[demand] == Answer::absent) answers[demand] = Answer::read;
      }
    }
    if (words.empty() && fields.empty()) return growth;
    std::vector<SearchName> names;
    for (auto& demand : words) names.push_back({NameForm::word, demand.name});
    for (auto& demand : fields) names.push_back({NameForm::member, demand.name});
    auto hits = text.search(names);
    if (!hits) return hits.error();
    std::vector<std::vector<std::string>> by_name(names.size());
    for (auto& hit : *hits)
      for (uint32_t index : hit.names) by_name[index].push_back(hit.file);
    for (size_t i = 0; i < words.size(); ++i) {
      setAnswer(words[i], by_name[i], growth, kWide);
    }
    std::set<std::string> headers;
    for (auto& demand : fields) headers.insert(demand.file);
    auto seen_by = includers(text, headers);
    if (!seen_by) return seen_by.error();
    std::set<std::string> wide;
    for (size_t i = 0; i < fields.size(); ++i) {
      auto& files = by_name[words.size() + i];
      const auto& visible = (*seen_by)[fields[i].file];
      if (!visible.count("*")) std::erase_if(files, [&](const std::string& file) { return !visible.count(file); });
      if (files.size() > kWide) wide.insert(recordTag(fields[i].key));
    }
    if (auto status = findReachers(text, wide); !status) return status.error();
    for (size_t i = 0; i < fields.size(); ++i) {
      auto& files = by_name[words.size() + i];
      if (files.size() > kWide)
        std::erase_if(files, [&](const std::string& file) { return !reachers[recordTag(fields[i].key)].count(file); });
      setAnswer(fields[i], files, growth, kWide);
    }
    return growth;
  }

  /// The tag in a field's key, "dir/x.h:tag.member" or "dir/x.h:tag@line.member".
  static std::string recordTag(const std::string& key) {
    size_t begin = key.find(':') + 1;
    return key.substr(begin, key.find_first_of("@.", begin) - begin);
  }

  /// tag -> the files that can touch a member of that record: see candidates/reach.h.
  std::map<std::string, std::set<std::string>> reachers;

  /// Fills `reachers` for these tags, with one pass over the tree a step for all of them.
  Status findReachers(TreeText& text, std::set<std::string> tags) {
    std::erase_if(tags, [&](const std::string& tag) { return reachers.count(tag) != 0; });
    using Names = std::map<std::string, std::set<std::string>>;  // tag -> names
    Names wanted, named, macros;
    for (auto& tag : tags) wanted[tag] = {tag};
    // The files that have one of a tag's names count; what their headers lead to goes into `next`.
    auto step = [&](const Names& names, Names* next, bool declarations) -> Status {
      std::vector<SearchName> search;
      std::vector<const std::string*> owner;
      for (auto& [tag, all] : names)
        for (auto& name : all) {
          search.push_back({NameForm::word, name});
          owner.push_back(&tag);
        }
      if (search.empty()) return Done{};
      auto hits = text.search(search);
      if (!hits) return hits.error();
      for (auto& hit : *hits) {
        std::set<std::string> of;
        for (uint32_t index : hit.names) of.insert(*owner[index]);
        Result<std::string> content = next && isHeader(hit.file) ? readFile(path(hit.file)) : Result<std::string>(std::string());
        for (auto& tag : of) {
          reachers[tag].insert(hit.file);
          if (!content || content->empty()) continue;
          if (declarations) namesDeclaredWith(*content, tag, (*next)[tag]);
          else macrosThatUse(*content, names.at(tag), (*next)[tag]);
        }
      }
      return Done{};
    };
    for (auto& tag : tags) reachers[tag];
    if (auto status = step(wanted, &named, true); !status) return status;
    for (auto& [tag, all] : named) all.insert(tag);
    if (auto status = step(named, &macros, false); !status) return status;
    return step(macros, nullptr, false);
  }

  std::set<std::string> converters;  ///< files that turn numbers into pages
  std::set<std::string> releasers;   ///< files that mention a release that is no unpin
  bool converters_known = false;

  void keepConverters(std::vector<std::string>& files) const {
    std::erase_if(files, [&](const std::string& file) { return !converters.count(file); });
  }

  std::map<std::string, std::set<std::string>> includer_cache;

  std::map<std::string, std::vector<std::pair<std::string, bool>>> include_lines;

  /// Whether an #include line of `file` can mean `header`: by the search order of
  /// "x.h" where the file lies beside one, else by the end of the path.
  bool mayInclude(const std::string& file, const std::string& header) {
    auto [it, fresh] = include_lines.try_emplace(file);
    if (fresh) {
      auto content = readFile(path(file));
      if (!content) return true;
      static const std::regex include(R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">])re");
      for (std::sregex_iterator at(content->begin(), content->end(), include), end; at != end; ++at)
        it->second.emplace_back((*at)[2].str(), (*at)[1].str() == "\"");
    }
    for (auto& [spelled, quoted] : it->second) {
      if (baseName(spelled) != baseName(header)) continue;
      if (quoted) {
        std::string beside = fs::path(folder(file) + "/" + spelled).lexically_normal().string();
        if (beside == header) return true;
        std::error_code ec;
        if (fs::exists(path(beside), ec)) continue;
      }
      std::string tail = spelled;
      while (tail.rfind("../", 0) == 0 || tail.rfind("./", 0) == 0) tail.erase(0, tail.find('/') + 1);
      if (header == tail || (header.size() > tail.size() && header[header.size() - tail.size() - 1] == '/' &&
                             header.compare(header.size() - tail.size(), tail.size(), tail) == 0)) {
        // <x.h> of another folder's private header needs -I for it: the same driver.
        bool shared = header.rfind("include/", 0) == 0 || header.find("/include/") != std::string::npos;
        std::string area = folder(folder(header));
        if (shared || file.rfind(area, 0) == 0) return true;
      }
    }
    return false;
  }

  /// For each header the files that include it, directly or not; "*" where that
  /// is too many to tell apart. A superset: `#if` around an #include is not looked at.
  Result<std::map<std::string, std::set<std::string>>> includers(TreeText& text, const std::set<std::string>& headers) {
    struct State {
      std::set<std::string> headers, files;
      std::vector<std::string> next;  ///< headers whose includers are to be found
      bool wide = false;
    };
    std::map<std::string, State> states;
    for (auto& header : headers) {
      if (includer_cache.count(header)) continue;
      State& s = states[header];
      s.next = {header};
      s.headers = {header};
    }
    for (int depth = 0; depth < 8; ++depth) {
      std::set<std::string> ask;
      for (auto& [header, s] : states)
        if (!s.wide)
          for (auto& next : s.next) ask.insert(baseName(next));
      if (ask.empty()) break;
      std::vector<SearchName> names;
      for (auto& name : ask) names.push_back({NameForm::include, name});
      auto hits = text.search(names);
      if (!hits) return hits.error();
      std::map<std::string, std::vector<std::string>> by_name;
      for (auto& hit : *hits)
        for (uint32_t index : hit.names) by_name[names[index].text].push_back(hit.file);
      for (auto& [header, s] : states) {
        if (s.wide) continue;
        std::vector<std::string> asked = std::move(s.next);
        s.next.clear();
        for (auto& target : asked)
          for (auto& file : by_name[baseName(target)]) {
            if (s.files.count(file) || !mayInclude(file, target)) continue;
            s.files.insert(file);
            if (isHeader(file) && s.headers.insert(file).second) s.next.push_back(file);
          }
        if (s.headers.size() > 120 || s.files.size() > 3000) s.wide = true;
      }
    }
    for (auto& [header, s] : states) {
      if (s.wide) s.files = {"*"};
      includer_cache[header] = std::move(s.files);
    }
    std::map<std::string, std::set<std::string>> out;
    for (auto& header : headers) out[header] = includer_cache[header];
    return out;
  }

  // ---- the whole ------------------------------------------------------

  std::string resultKey() const {
    Hasher h;
    h.add("result").add(GUPKIT_VERSION).add(GUPKIT_ALL).add(model.fingerprint).add(root).add(tree.root);
    h.add(options.api ? name(*options.api) : "auto").add(uint64_t(options.minimal));
    for (auto& arch : options.archs) h.add("arch").add(arch);
    for (auto& path : options.paths) h.add("path").add(path);
    return "result\n" + h.digest().hex();
  }

  static std::string flagsHash(const std::map<std::string, CompileUnit>& all) {
    Hasher h;
    for (auto& [file, unit] : all) {
      h.add(file).add(unit.directory);
      for (auto& flag : unit.flags) h.add(flag);
    }
    return h.digest().hex();
  }

  /// The files that were read, with the configuration that read them.
  std::vector<std::pair<std::string, std::string>> unitFiles() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (auto& [file, unit] : units) out.emplace_back(file, unit.configuration);
    return out;
  }

  /// The stored result of a run over the same tree with the same flags.
  bool recall(const std::string& blob, const std::string& stamp, EngineResult& result) {
    StoredResult stored;
    if (!loadResult(blob, stored) || stored.stamp != stamp) return false;
    std::vector<std::string> files;
    for (auto& [file, configuration] : stored.units) files.push_back(file);
    double prepared = kbuild->prepareSeconds();
    auto found = kbuild->unitsFor(files);
    timing.prepare += kbuild->prepareSeconds() - prepared;
    std::map<std::string, CompileUnit> now;
    for (size_t i = 0; i < files.size(); ++i) {
      if (!found[i]) return false;
      CompileUnit unit = std::move(*found[i]);
      if (unit.configuration != stored.units[i].second) {
        auto other = kbuild->alternativeFor(files[i], {unit.configuration});
        if (!other || other->configuration != stored.units[i].second) return false;
        unit = std::move(*other);
      }
      unit.flags = dropUnknownFlags(unit.flags);
      now.emplace(files[i], std::move(unit));
    }
    if (flagsHash(now) != stored.flags) return false;
    for (const FileEdits& file : stored.plan.files) {
      auto content = readFile(path(file.file));
      if (!content) return false;
      result.text[file.file] = std::move(*content);
    }
    result.scan = std::move(stored.scan);
    result.plan = std::move(stored.plan);
    result.coverage = stored.coverage;
    result.units = std::move(now);
    return true;
  }

  bool selected(const std::string& file) const {
    if (options.paths.empty()) return true;
    for (const std::string& prefix : options.paths)
      if (file == prefix || prefix.empty() || prefix == "." ||
          (file.size() > prefix.size() && file.compare(0, prefix.size(), prefix) == 0 &&
           (prefix.back() == '/' || file[prefix.size()] == '/')))
        return true;
    return false;
  }

  std::vector<std::string> acquireNames() const { return model.names(EffectKind::acquire); }

  Result<EngineResult> run() {
    auto start = Clock::now();
    EngineResult result;
    TreeTextOptions text_options;
    text_options.jobs = options.jobs;
    std::string memo_key = "memo\n" + root;
    if (auto memo = cache.get(memo_key)) text_options.memo = *memo;
    auto opened = TreeText::open(root, text_options);
    if (!opened) return opened.error();
    TreeText text = std::move(*opened);

    const std::string result_key = resultKey();
    const std::string stamp = treeStamp(root, text.files());
    if (auto blob = cache.get(result_key); blob && recall(*blob, stamp, result)) {
      timing.prefilter = since(start);
      timing.from_cache = result.coverage.analysed;
      timing.total = since(start);
      result.timing = timing;
      result.notes = kbuild->notes();
      progress.erase();
      return result;
    }

    std::vector<SearchName> names;
    for (auto& name : acquireNames()) names.push_back({NameForm::word, name});
    // Pages that were pinned elsewhere are released by name here.
    for (auto& name : model.names(EffectKind::release))
      if (model.find(name, EffectKind::release)->unpin) names.push_back({NameForm::word, name});
    auto hits = text.search(names);
    if (!hits) return hits.error();
    timing.prefilter = since(start);
    if (interrupted()) return Error{"scan", "interrupted", ""};

    // Only files with a call: prototypes and comments are no reason to parse.
    std::set<std::string> initial, mention;
    std::set<std::string> header_calls;
    for (auto& hit : *hits) {
      auto content = readFile(path(hit.file));
      if (!content) continue;
      mention.insert(hit.file);
      std::set<std::string> wanted;
      for (uint32_t index : hit.names)
        if (model.find(names[index].text, EffectKind::acquire)) wanted.insert(names[index].text);
      if (textCalls(*content, wanted).empty()) continue;
      if (isSource(hit.file) && selected(hit.file)) initial.insert(hit.file);
      else if (isHeader(hit.file)) header_calls.insert(hit.file);
    }
    if (!read(initial)) return Error{"scan", "interrupted", ""};
    if (!header_calls.empty()) {
      std::set<std::string> headers;
      for (auto& header : header_calls)
        if (header.rfind("include/linux/", 0) != 0 && selected(header)) headers.insert(header);
      auto seen_by = includers(text, headers);
      if (!seen_by) return seen_by.error();
      std::set<std::string> more;
      for (auto& header : headers) {
        size_t taken = 0;
        for (bool near : {true, false})
          for (auto& file : (*seen_by)[header])
            if (isSource(file) && (folder(file) == folder(header)) == near && taken < 2) {
              more.insert(file);
              ++taken;
            }
      }
      if (!read(more)) return Error{"scan", "interrupted", ""};
    }

    VerdictOptions verdict;
    verdict.api = options.api.value_or(tree.default_api);
    for (auto& [name, params] : tree.prototypes) verdict.declared.insert(name);

    Verdicts verdicts;
    std::unique_ptr<Program> program;
    int soft_rounds = 0;
    for (int round = 0; round < kRounds; ++round) {
      auto link_start = Clock::now();
      std::vector<const UnitFacts*> list;
      verdict.unreadable.clear();
      for (auto& [file, unit] : facts) {
        list.push_back(&unit);
        if (!unit.errors.empty()) verdict.unreadable.insert(file);
      }
      program = std::make_unique<Program>(model, list, answers);
      verdict.explain = false;
      verdicts = judge(*program, verdict);
      timing.link += since(link_start);
      ++timing.rounds;
      if (interrupted()) return Error{"scan", "interrupted", ""};
      auto growth_start = Clock::now();
      auto growth = grow(text, verdicts.demands, false);
      if (!growth) return growth.error();
      if (!growth->any && soft_rounds < 1) {
        ++soft_rounds;
        verdict.soft = true;
        verdicts = judge(*program, verdict);
        verdict.soft = false;
        growth = grow(text, verdicts.demands, true);
        if (!growth) return growth.error();
      }
      timing.prefilter += since(growth_start);
      if (!growth->any) break;
      if (!read(growth->files)) return Error{"scan", "interrupted", ""};
    }

    // Edits; what cannot be written takes its group back.
    auto link_start = Clock::now();
    verdict.explain = true;
    verdicts = judge(*program, verdict);
    timing.link += since(link_start);
    EditApi api;
    api.api = verdict.api;
    api.make_dirty = verdict.api == Api::pin ? true : tree.dirty_lock_takes_make_dirty || !tree.has_put_user_page;
    api.range_dirty_lock = tree.has_unpin_range_dirty_lock;
    api.unpin_folio = tree.has_unpin_folio;
    api.minimal = options.minimal;
    api.unpin_user_folio = verdict.declared.count("unpin_user_folio") != 0;
    api.checks_count = checksCount(verdict.api);
    EditInput input;
    auto addInput = [&](const std::string& file) -> bool {
      if (input.text.count(file)) return true;
      auto content = readFile(path(file));
      if (!content) return false;
      input.text[file] = std::move(*content);
      for (auto& [unit_file, unit] : facts) {
        for (auto& shape : unit.shapes)
          if (shape.file == file) {
            auto& all = input.shapes[file];
            bool known = false;
            for (auto& other : all) known |= other.range.begin == shape.range.begin;
            if (!known) all.push_back(shape);
          }
        if (unit_file == file)
          for (auto& [id, region] : unit.regions)
            if (id == 0) input.regions[file].push_back(region);
      }
      return true;
    };
    auto loose = textSites(mention, verdicts);
    for (int again = 0; again < 8; ++again) {
      size_t before = verdict.refused.size();
      for (const SiteEdit& edit : verdicts.edits) {
        if (edit.file.empty() || edit.file[0] == '/' || !addInput(edit.file)) {
          verdict.refused[{edit.file, edit.offset}] = "unsupported-form";
          continue;
        }
        // Code of the same function that no configuration compiled may hold the other half.
        for (auto& shape : input.shapes[edit.file])
          if (shape.range.begin <= edit.offset && edit.offset < shape.range.end)
            for (const Site& site : loose)
              if (site.file == edit.file && shape.range.begin <= site.offset && site.offset < shape.range.end)
                verdict.refused[{edit.file, edit.offset}] = "not-compiled";
      }
      result.plan = planEdits(input, verdicts.edits, api);
      for (const Refusal& refusal : result.plan.refusals)
        verdict.refused[{refusal.file, refusal.offset}] =
            *reasonText(refusal.reason) ? refusal.reason : std::string("unsupported-form");
      if (verdict.refused.size() == before) break;
      verdicts = judge(*program, verdict);
    }
    result.text = std::move(input.text);

    result.scan.tree.version = tree.version;
    result.scan.tree.api = verdict.api;
    for (Site& site : verdicts.sites) {
      if (site.file.empty() || site.file[0] == '/' || !selected(site.file)) continue;
      result.scan.sites.push_back(std::move(site));
    }
    for (Site& site : loose)
      if (selected(site.file)) result.scan.sites.push_back(std::move(site));
    std::erase_if(result.plan.files, [&](const FileEdits& f) { return !selected(f.file); });
    std::stable_sort(result.scan.sites.begin(), result.scan.sites.end(), [](const Site& a, const Site& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    numberSites(result.scan.sites);
    for (auto& [file, reason] : gaps) result.scan.gaps.push_back({file, reason});
    for (auto& [file, unit] : facts)
      if (!unit.errors.empty()) result.scan.gaps.push_back({file, "does not parse: " + shorten(unit.errors[0])});
    for (const Gap& gap : text.gaps()) result.scan.gaps.push_back(gap);
    std::stable_sort(result.scan.gaps.begin(), result.scan.gaps.end(),
                     [](const Gap& a, const Gap& b) { return a.file < b.file; });
    result.units = units;
    timing.units = facts.size();
    result.coverage = {text.files().size(), mention.size(), facts.size()};
    timing.total = since(start);
    result.timing = timing;
    result.notes = kbuild->notes();
    cache.put(memo_key, text.memo());
    hashes.save();
    cache.put(result_key, saveResult({stamp, flagsHash(units), unitFiles(), result.scan, result.plan, result.coverage}));
    if (auto warning = cache.takeWarning()) result.notes.push_back(warning->str());
    cache.collect(uint64_t(4) << 30);
    progress.erase();
    return result;
  }

  /// Whether the bulk calls take a negative count (an error code) for nothing: mm/gup.c
  /// since 5.10 (IS_ERR_VALUE(npages)), and gupkit's own core patches.
  bool checksCount(Api api) const {
    if (api == Api::put_user_page && !tree.has_put_user_page) return true;
    auto text = readFile(tree.root + "/mm/gup.c");
    return text && text->find("IS_ERR_VALUE(npages)") != std::string::npos;
  }

  std::string shorten(std::string message) const {
    if (size_t at = message.find(root + "/"); at != std::string::npos) message.erase(at, root.size() + 1);
    return message;
  }

  /// Calls that no parse saw: in branches that no configuration compiles, or in
  /// files that could not be read by Clang.
  std::vector<Site> textSites(const std::set<std::string>& mention, const Verdicts& verdicts) {
    std::map<std::string, std::set<uint32_t>> seen;
    std::set<std::string> files;
    for (const Site& site : verdicts.sites) {
      seen[site.file].insert(site.offset);
      files.insert(site.file);
    }
    std::set<std::string> names, acquires;
    for (auto& name : acquireNames()) acquires.insert(name);
    names = acquires;
    for (auto& name : model.names(EffectKind::release)) names.insert(name);
    for (auto& file : mention) files.insert(file);
    std::vector<Site> out;
    for (auto& file : files) {
      if (file.empty() || file[0] == '/' || !selected(file)) continue;
      bool caller = mention.count(file) != 0;
      if (!caller) continue;
      auto content = readFile(path(file));
      if (!content) continue;
      auto unit = facts.find(file);
      bool parsed = unit != facts.end() && unit->second.errors.empty();
      bool header = isHeader(file);
      auto calls = textCalls(*content, names);
      bool any_acquire = false;
      for (auto& call : calls) {
        const Effect* release = model.find(call.name, EffectKind::release);
        any_acquire |= acquires.count(call.name) || (release && release->unpin);
      }
      if (!any_acquire) continue;
      for (auto& call : calls) {
        if (seen[file].count(call.offset)) continue;
        if (call.in_directive && !acquires.count(call.name)) continue;
        Site s;
        s.file = file;
        s.line = call.line;
        s.column = call.column;
        s.offset = call.offset;
        s.function = call.function;
        s.callee = call.name;
        s.kind = acquires.count(call.name) ? SiteKind::acquire : SiteKind::release;
        s.engines = {"text"};
        if (header && file.rfind("include/", 0) == 0) {
          s.verdict = Verdict::keep;
          s.reason = "gup-implementation";
        } else {
          s.verdict = Verdict::unknown;
          s.reason = parsed || header ? "not-compiled" : "not-parsed";
        }
        // By its name alone the call is the target's already.
        const Effect* release = model.find(call.name, EffectKind::release);
        const Effect* acquire = model.find(call.name, EffectKind::acquire);
        if (s.verdict == Verdict::unknown &&
            ((release && release->unpin) || (acquire && acquire->acquire == AcquireKind::pin))) {
          s.verdict = Verdict::converted;
          s.reason = "already-converted";
        }
        s.path.push_back({file, call.line, "found in the text; no parse reached it"});
        out.push_back(std::move(s));
      }
    }
    return out;
  }

  static void numberSites(std::vector<Site>& sites) {
    std::map<std::string, unsigned> seen;
    for (Site& site : sites) {
      std::string key = site.file + "\n" + site.function + "\n" + site.callee + "\n" + name(site.kind);
      Hasher h;
      h.add(key).add(uint64_t(seen[key]++));
      site.id = h.digest().hex().substr(0, 16);
    }
  }
};

Engine::Engine(const Options& options, Model model, TreeInfo tree)
    : impl_(std::make_unique<Impl>(options, std::move(model), std::move(tree))) {}
Engine::~Engine() = default;

const std::string& Engine::root() const { return impl_->root; }
void Engine::select(const std::vector<std::string>& paths) { impl_->options.paths = paths; }

Result<std::string> Engine::prepare(const std::vector<std::string>& archs) {
  std::string out;
  for (const std::string& arch : archs) {
    auto prepared = impl_->kbuild->prepare(arch);
    impl_->progress.erase();
    if (!prepared) return prepared.error();
    char line[64];
    snprintf(line, sizeof line, "%.1f s", prepared->seconds);
    out += prepared->arch + ": " + (prepared->fresh ? std::string("prepared in ") + line : "was prepared already") +
           "\n";
    for (const std::string& note : prepared->notes) out += "  " + note + "\n";
  }
  return out;
}

Result<EngineResult> Engine::run() { return impl_->run(); }

Result<std::vector<std::string>> Engine::verify(const EngineResult& result, size_t& checked) {
  struct Job {
    const FileEdits* edits;
    CompileUnit unit;
  };
  std::vector<Job> jobs;
  std::vector<std::string> fresh;
  for (const FileEdits& file : result.plan.files) {
    auto it = result.units.find(file.file);
    if (it == result.units.end()) {
      fresh.push_back(file.file + ": no configuration compiles it, so the edit was not checked");
      continue;
    }
    jobs.push_back({&file, it->second});
  }
  // The API that the core patches add where the tree lacks it.
  const std::string api = missingApi(impl_->tree, result.scan.tree.api);
  ForkOptions fork;
  fork.jobs = impl_->options.jobs;
  fork.progress = [&](size_t done, size_t item) { impl_->progress.update(done, jobs.size(), jobs[item].unit.file); };
  auto results = forkMap(jobs.size(), fork, [&](size_t i) {
    const Job& job = jobs[i];
    const std::string& before = result.text.at(job.edits->file);
    ParseRequest request{job.unit, impl_->path(job.unit.file), impl_->root, ""};
    auto old_messages = diagnose(request, before, api);
    auto new_messages = diagnose(request, applyEdits(before, job.edits->edits), api);
    std::multiset<std::string> known(old_messages.begin(), old_messages.end());
    std::string out;
    for (auto& message : new_messages) {
      auto it = known.find(message);
      if (it != known.end()) known.erase(it);
      else out += message + "\n";
    }
    return out;
  });
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (!results[i].ok) {
      fresh.push_back(jobs[i].unit.file + ": Clang " + results[i].fault);
      continue;
    }
    ++checked;
    std::string line;
    for (char c : results[i].blob) {
      if (c == '\n') {
        fresh.push_back(jobs[i].unit.file + ": " + line);
        line.clear();
      } else {
        line += c;
      }
    }
  }
  impl_->progress.erase();
  if (interrupted()) return Error{"verify", "interrupted", ""};
  return fresh;
}

}  // namespace gupkit
