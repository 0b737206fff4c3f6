// SPDX-License-Identifier: GPL-2.0-only
// The pipeline with its growth loop: solve what has been read, ask the program
// what it misses, read that, until nothing new appears.
#include "cli/engine.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>

#include "build_id.h"  // generated: GUPKIT_BUILD
#include "cli/at_stake.h"
#include "cli/branches.h"
#include "cli/call_text.h"
#include "cli/core_api.h"
#include "cli/edit_api.h"
#include "cli/flag_fitter.h"
#include "cli/growth.h"
#include "cli/limits.h"
#include "cli/result_store.h"
#include "cli/settle.h"
#include "edit/groups.h"
#include "facts/parse.h"
#include "gupkit/facts.h"
#include "lint/rules.h"
#include "support/fork_map.h"
#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/own_folder.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Of the facts, results and answers that are kept; the least lately used go first.
constexpr uint64_t kCacheBytes = uint64_t(4) << 30;

/// MiB of one parse: ten times what the largest file of a kernel takes.
constexpr size_t kParseMemory = 4096;

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
#include <linux/swap.h>
#include <linux/compat.h>
#include <linux/mmu_notifier.h>
#include <linux/poll.h>
#include <linux/i2c.h>
#include <linux/ftrace.h>
#include <linux/perf_event.h>
#include <linux/acpi.h>
#include <net/sock.h>
)";

}  // namespace

struct Engine::Impl {
  Options options;
  Model model;
  TreeInfo tree;
  Cache cache;
  FileHashes hashes;
  DependentStore store;
  FlagFitter fitter;
  std::unique_ptr<Kbuild> kbuild;
  Progress progress;
  std::string root;  ///< where files are relative to: the tree, or the module
  Timing timing;
  std::vector<std::string> notes;

  std::map<std::string, UnitFacts> facts;     ///< by file
  std::map<std::string, std::vector<UnitFacts>> turned;  ///< by file: with lines turned, for branches that `facts` lack
  std::set<std::pair<std::string, uint32_t>> turned_parts;  ///< file, offset: for which that was done, or cannot be
  size_t facts_changed = 0;                   ///< how often `facts` was
  std::map<std::string, CompileUnit> units;
  std::map<std::string, std::pair<CompileUnit, UnitFacts>> second;  ///< of the last batch: see CompileUnit::second
  std::set<std::string> failed;
  std::map<std::string, std::string> gaps;
  std::set<std::string> wrappers;     ///< macros and inlines of headers that hide an acquire
  std::set<std::string> limit_notes;  ///< limits that were hit
  std::optional<Error> exhausted;  ///< the machine has no room for the run
  bool reaching = false;  ///< options.paths are files of a change: Engine::reach()
  bool passing = false;  ///< a gap is the machine's (a killed worker, no memory, time): the next run may do better
  std::map<std::string, std::string> prefixes;  ///< arch -> file, "" where it cannot be made
  Growth growth;
  AtStake at_stake;
  size_t stake_of = 0;  ///< which readings that knows

  Impl(const Options& options_in, Model model_in, TreeInfo tree_in)
      : options(options_in),
        model(std::move(model_in)),
        tree(std::move(tree_in)),
        cache(options.cache),
        hashes(cache, tree.root),
        store(cache, hashes),
        fitter(cache, options.jobs),
        progress(options.progress, 2),
        growth(model, options.jobs, [this](const std::string& file) { return path(file); },
               [this](const std::string& file) { return kbuild->forcesIncludes(file); }),
        at_stake(model,
                 [this](const std::string& file) {
                   auto content = readFile(path(file));
                   return content ? std::move(*content) : std::string();
                 },
                 [this](const Stake& stake) { return growth.filesAskedFor(stake); }) {
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
    kb.exec = options.exec;
    kb.exec_module = options.exec_module;
    kb.verbose = options.verbose;
    kb.progress = [this](const std::string& line) { progress.update(0, 0, line); };
    kbuild = std::make_unique<Kbuild>(tree, options.cache, kb);
  }

  std::string path(const std::string& file) const { return file[0] == '/' ? file : root + "/" + file; }

  // ---- reading --------------------------------------------------------

  std::string unitKey(const CompileUnit& unit) const {
    Hasher h;
    h.add("facts").add(GUPKIT_VERSION).add(GUPKIT_BUILD).add(model.fingerprint).add(root).add(unit.file).add(unit.directory);
    for (auto& wrapper : wrappers) h.add("wrapper").add(wrapper);
    for (auto& flag : unit.flags) h.add(flag);
    for (auto& [offset, line] : unit.turned) h.add(std::to_string(offset)).add(line);
    h.add(unit.turned_file);
    return "facts\n" + h.digest().hex();
  }

  /// The precompiled prefix of an architecture, to be made or to be used.
  struct Prefix {
    CompileUnit common;  ///< without what belongs to one file
    std::string key, file, header, temporary;
  };

  /// Fills prefixes[unit.arch] where that is known at once; else says what has to be made for it. Two
  /// seconds to make: not for a handful of files, for which the answer stays open.
  std::optional<Prefix> prefixToMake(const CompileUnit& unit, size_t wanted) {
    if (prefixes.count(unit.arch)) return std::nullopt;
    if (options.cache.empty()) {
      prefixes[unit.arch] = "";
      return std::nullopt;
    }
    Prefix out;
    out.common = unit;
    out.common.flags = commonFlags(unit.flags);
    Hasher h;
    h.add("prefix").add(GUPKIT_VERSION).add(GUPKIT_BUILD).add(root).add(unit.directory).add(kPrefix).add(model.fingerprint);
    for (auto& wrapper : wrappers) h.add("wrapper").add(wrapper);
    for (auto& flag : out.common.flags) h.add(flag);
    const std::string id = h.digest().hex();
    out.key = "prefix\n" + id;
    out.file = options.cache + "/prefix/" + id + ".pch";
    std::error_code ec;
    if (store.get(out.key) && fs::exists(out.file, ec)) {
      prefixes[unit.arch] = out.file;
      return std::nullopt;
    }
    if (wanted < 8) return std::nullopt;
    prefixes[unit.arch] = "";
    fs::create_directories(options.cache + "/prefix", ec);
    // The precompiled file refers to its source by name.
    out.header = options.cache + "/prefix/" + id + ".h";
    out.temporary = out.file + "." + std::to_string(getpid());
    if (!writeFileAtomically(out.header, kPrefix, {.sync = false})) return std::nullopt;
    return out;
  }

  /// In a child: the files that the prefix was read from, a line each, or "!" and why there is none.
  std::string makePrefix(const Prefix& prefix) {
    std::vector<std::string> deps;
    auto status = buildPrefix(prefix.common, root, prefix.header, prefix.temporary, model, wrappers, deps);
    if (!status) return "!" + status.error().str();
    std::string out;
    for (auto& dep : deps) out += dep + "\n";
    return out;
  }

  /// What runs that were killed had begun: ID.pch.PID.
  void removeLeftPrefixes() const {
    std::error_code ec;
    for (fs::directory_iterator it(options.cache + "/prefix", ec), end; !ec && it != end; it.increment(ec)) {
      const std::string name = it->path().filename().string();
      const size_t pid = name.find(".pch.");
      std::error_code ignored;
      if (pid != std::string::npos && !isAlive(atol(name.c_str() + pid + 5))) fs::remove(it->path(), ignored);
    }
  }

  void acceptPrefix(const Prefix& prefix, const ForkResult& answer) {
    std::error_code ec;
    if (!answer.ok || answer.blob.empty() || answer.blob[0] == '!') {
      fs::remove(prefix.temporary, ec);
      return;
    }
    std::vector<std::string> deps;
    std::string line;
    for (char c : answer.blob) {
      if (c == '\n') {
        if (line.find("/prefix/") == std::string::npos) deps.push_back(line);
        line.clear();
      } else {
        line += c;
      }
    }
    fs::rename(prefix.temporary, prefix.file, ec);
    if (ec) return;
    store.put(prefix.key, deps, "ok");
    prefixes[prefix.common.arch] = prefix.file;
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
        const Error& error = found[i].error();
        gaps[wanted[i]] = error.object == wanted[i] ? Error{"", error.fault, error.remedy}.str().substr(2) : error.str();
        continue;
      }
      jobs.push_back(std::move(*found[i]));
    }
    fitAll(jobs);
    parse(jobs);
    // A file that needs another architecture's headers.
    std::map<std::string, std::vector<std::string>> tried;
    for (int attempt = 0; attempt < limits::configurations && !interrupted(); ++attempt) {
      std::vector<CompileUnit> again;
      prepared = kbuild->prepareSeconds();
      for (auto& unit : jobs) {
        auto it = facts.find(unit.file);
        if (it == facts.end() || it->second.errors.empty()) continue;
        auto& archs = tried[unit.file];
        archs.push_back(units[unit.file].configuration);
        auto other = kbuild->alternativeFor(unit.file, archs);
        if (!other) continue;
        again.push_back(std::move(*other));
      }
      timing.prepare += kbuild->prepareSeconds() - prepared;
      if (again.empty()) break;
      fitAll(again);
      parse(again);
    }
    if (exhausted) return false;
    readLeftOut(jobs);
    return !interrupted() && !exhausted;
  }

  void fitAll(std::vector<CompileUnit>& list) {
    std::vector<CompileUnit*> all;
    for (CompileUnit& unit : list) all.push_back(&unit);
    fitter.fit(all);
  }

  /// Calls in `#ifdef CONFIG_X` that no parse has seen: the file is read once more with the symbols set, in its own
  /// configuration or in one that knows them, and that parse takes the place of the first where it loses nothing.
  void readLeftOut(const std::vector<CompileUnit>& jobs) {
    std::set<std::string> names;
    for (EffectKind kind : {EffectKind::acquire, EffectKind::release})
      for (auto& name : model.names(kind)) names.insert(name);
    std::map<std::string, std::vector<std::string>> symbols;
    std::vector<CompileUnit> looks;
    for (auto& job : jobs) {
      auto it = facts.find(job.file);
      if (it == facts.end() || !it->second.errors.empty() || it->second.unset.empty() || it->second.skipped.empty()) continue;
      auto content = readFile(path(job.file));
      if (!content || !callsAcquire(*content, names)) continue;
      auto wanted = symbolsToSet(*content, it->second, names);
      if (wanted.empty()) continue;
      looks.push_back(withSymbols(units[job.file], wanted));
      symbols[job.file] = std::move(wanted);
    }
    for (int attempt = 0; attempt < 2 && !looks.empty() && !interrupted(); ++attempt) {
      second.clear();
      parse(looks);
      std::vector<CompileUnit> others;
      for (auto& look : looks) {
        auto found = second.find(look.file);
        auto content = readFile(path(look.file));
        if (found == second.end() || !content) continue;
        auto& [unit, read] = found->second;
        if (standsFor(*content, read, facts[look.file], model, names)) {
          read.deps.clear();
          facts[look.file] = std::move(read);
          units[look.file] = unit;
          ++facts_changed;
        } else if (!attempt && !read.errors.empty()) {
          const double prepared = kbuild->prepareSeconds();
          if (auto other = kbuild->configurationWith(look.file, symbols[look.file], {units[look.file].configuration})) {
            fitter.fit(*other);
            others.push_back(std::move(*other));
          }
          timing.prepare += kbuild->prepareSeconds() - prepared;
        }
      }
      looks = std::move(others);
    }
    second.clear();
  }

  /// Branches that no configuration compiles and that matter to an edit: the file is read once more for each, with the
  /// directives turned so that they choose it. True where that brought something new.
  bool readBranches(std::unique_ptr<Program>& program, const std::vector<SiteEdit>& edits, bool last) {
    const std::set<std::string> counting = model.countingNames();
    std::vector<CompileUnit> looks;
    std::map<std::string, size_t> looked;
    for (const SiteEdit& edit : edits) {
      auto it = facts.find(edit.file);
      if (it == facts.end() || !it->second.errors.empty() || it->second.skipped.empty()) continue;
      auto content = readFile(path(edit.file));
      if (!content) continue;
      std::vector<ShapeFunction> shapes;
      for (auto& shape : it->second.shapes)
        if (shape.file == edit.file) shapes.push_back(shape);
      for (const Range& part : unreadParts(*content, it->second, shapes, edit.offset, model, counting)) {
        if (!turned_parts.emplace(edit.file, part.begin).second) continue;
        if (++looked[edit.file] > limits::turned_branches) continue;
        CompileUnit look = units[edit.file];
        look.turned = turnOn(*content, it->second.skipped, part);
        if (!look.turned.empty()) looks.push_back(std::move(look));
      }
    }
    for (const AtStake::Found& part : partsAtStake(*program, edits)) {
      auto it = facts.find(part.unit);
      if (it == facts.end() || !it->second.errors.empty()) continue;
      const std::string of = part.unit + (part.file == part.unit ? "" : "\n" + part.file);
      if (!turned_parts.emplace(of, part.range.begin).second) continue;
      if (++looked[part.unit] > limits::turned_branches) continue;
      auto content = readFile(path(part.file));
      if (!content) continue;
      CompileUnit look = units[part.unit];
      look.turned = (part.off ? turnOff : turnOn)(*content, skippedIn(it->second, part.file), part.range);
      if (part.file != part.unit) look.turned_file = part.file;
      if (!look.turned.empty()) looks.push_back(std::move(look));
    }
    if (looks.empty()) return false;
    if (!last) program.reset();  // as before every reading
    parse(looks);
    return true;
  }

  /// What no reading has seen and may touch the pages of the edits' sources.
  std::set<AtStake::Found> partsAtStake(const Program& program, const std::vector<SiteEdit>& edits) {
    if (stake_of != facts_changed) at_stake.forget();
    stake_of = facts_changed;
    std::set<AtStake::Found> out;
    for (const SiteEdit& edit : edits)
      for (uint32_t source : edit.sources) {
        const auto& found = at_stake.of(program, source, edit.told_apart, facts);
        out.insert(found.begin(), found.end());
      }
    return out;
  }

  static CompileUnit withSymbols(CompileUnit unit, const std::vector<std::string>& symbols) {
    unit.second = true;
    unit.defined = symbols;
    for (auto& symbol : symbols) unit.flags.push_back("-D" + symbol + "=1");
    return unit;
  }

  bool callsAcquire(const std::string& content, const std::set<std::string>& names) const {
    for (auto& call : textCalls(content, names)) {
      const Effect* release = model.find(call.name, EffectKind::release);
      if (model.find(call.name, EffectKind::acquire) || (release && release->unpin)) return true;
    }
    return false;
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
    // The longest first, so that no worker ends with them.
    std::stable_sort(todo.begin(), todo.end(), [&](const CompileUnit* a, const CompileUnit* b) {
      std::error_code ec;
      return fs::file_size(path(a->file), ec) > fs::file_size(path(b->file), ec);
    });
    std::vector<Prefix> prefixes_to_make;
    std::set<std::string> waiting;  // architectures
    for (const CompileUnit* unit : todo)
      if (unit->second) continue;  // it was made with other symbols
      else if (auto prefix = prefixToMake(*unit, by_arch[unit->arch])) {
        prefixes_to_make.push_back(std::move(*prefix));
        waiting.insert(unit->arch);
      }
    // While a prefix is made, the other workers read what needs none.
    const auto later = std::stable_partition(todo.begin(), todo.end(),
                                             [&](const CompileUnit* unit) { return !waiting.count(unit->arch); });
    const std::vector<const CompileUnit*> waited(later, todo.end());
    todo.erase(later, todo.end());
    parseNow(prefixes_to_make, todo, waited.size());
    if (!interrupted()) parseNow({}, waited, 0);
    timing.parse += since(start);
  }

  /// `more` files follow: for the progress line.
  void parseNow(const std::vector<Prefix>& make, const std::vector<const CompileUnit*>& files, size_t more) {
    ForkOptions fork;
    fork.jobs = options.jobs;
    fork.memory_mib = kParseMemory;
    const size_t before = timing.parsed, all = before + files.size() + more;
    fork.progress = [&](size_t done, size_t item) {
      done -= std::min(done, make.size());
      progress.update(before + done, all, item < make.size() ? "kernel headers of " + make[item].common.arch
                                                             : files[item - make.size()]->file);
    };
    auto results = forkMap(make.size() + files.size(), fork, [&](size_t i) {
      if (i < make.size()) return makePrefix(make[i]);
      const CompileUnit& unit = *files[i - make.size()];
      ParseRequest request{unit, path(unit.file), root, "", wrappers};
      if (auto it = prefixes.find(unit.arch); it != prefixes.end() && !unit.second) request.prefix = it->second;
      bool lasting = true;
      auto read = parseUnit(request, model, &lasting);
      return (lasting ? "k" : "p") + saveFacts(read);
    });
    for (size_t i = 0; i < make.size(); ++i) acceptPrefix(make[i], results[i]);
    for (size_t i = 0; i < files.size(); ++i) {
      const CompileUnit& unit = *files[i];
      const ForkResult& result = results[make.size() + i];
      if (!result.ok) {
        if (result.fault.empty()) continue;
        if (result.not_started) {
          // Nothing can be read: a result without these files would say nothing of the tree.
          exhausted = Error{"Clang", result.fault, "raise the limit (ulimit -a), or use a smaller --jobs"};
          continue;
        }
        gaps[unit.file] = "Clang " + result.fault + " on this file";
        passing = true;
        continue;
      }
      UnitFacts loaded;
      const bool lasting = !result.blob.empty() && result.blob[0] == 'k';
      if (result.blob.empty() || !loadFacts(result.blob.substr(1), loaded)) {
        gaps[unit.file] = "what a worker found in this file is damaged";
        passing = true;
        continue;
      }
      ++timing.parsed;
      if (!lasting && looksOutside(unit)) passing = true;
      if (lasting && (loaded.errors.empty() || unit.second || !unit.turned.empty() || units[unit.file].arch.empty()))
        store.put(unitKey(unit), loaded.deps, result.blob.substr(1));
      accept(unit, std::move(loaded));
    }
  }

  /// A header may come to a folder that no stamp of the tree covers.
  bool looksOutside(const CompileUnit& unit) const {
    for (const std::string& flag : unit.flags) {
      const size_t slash = flag.find('/');
      if ((flag.rfind("-I", 0) != 0 && slash != 0) || slash == std::string::npos || flag.rfind("-D", 0) == 0) continue;
      const std::string place = flag.substr(slash);
      bool inside = place.rfind(GUPKIT_LLVM_LIB, 0) == 0;
      for (const std::string& top : {root, tree.root, options.cache}) inside |= !top.empty() && place.rfind(top, 0) == 0;
      if (!inside) return true;
    }
    return false;
  }

  /// The better of two parses of one file is kept; about a second look readLeftOut() decides.
  void accept(const CompileUnit& unit, UnitFacts loaded) {
    if (!unit.turned.empty()) {
      loaded.deps.clear();
      turned[unit.file].push_back(std::move(loaded));
      ++facts_changed;
      return;
    }
    if (unit.second) {
      second[unit.file] = {unit, std::move(loaded)};
      return;
    }
    auto it = facts.find(unit.file);
    if (it != facts.end() && it->second.errors.size() <= loaded.errors.size()) return;
    loaded.deps.clear();
    facts[unit.file] = std::move(loaded);
    ++facts_changed;
    units[unit.file] = unit;
  }

  // ---- the whole ------------------------------------------------------

  std::string resultKey() const {
    Hasher h;
    h.add("result").add(GUPKIT_VERSION).add(GUPKIT_ALL).add(model.fingerprint).add(root).add(tree.root);
    h.add(options.api ? name(*options.api) : "auto").add(uint64_t(options.minimal));
    if (options.command == Command::lint) h.add("lint").add(uint64_t(reaching));
    h.add(uint64_t(options.exec)).add(uint64_t(options.exec_module));
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
    for (auto& [file, unit] : units) {
      std::string how = unit.configuration;
      if (unit.second) how += " with";
      for (auto& symbol : unit.defined) how += " " + symbol;
      out.emplace_back(file, how);
    }
    return out;
  }

  /// The unit that unitFiles() named for a file, where it is not `usual`.
  std::optional<CompileUnit> unitNamed(const std::string& file, const std::string& how, const CompileUnit& usual) {
    const size_t with = how.find(" with");
    const std::string configuration = how.substr(0, with);
    CompileUnit unit = usual;
    if (unit.configuration != configuration) {
      auto other = with == std::string::npos ? kbuild->alternativeFor(file, {usual.configuration})
                                             : kbuild->unitIn(file, configuration);
      if (!other || other->configuration != configuration) return std::nullopt;
      unit = std::move(*other);
    }
    if (with == std::string::npos) return unit;
    std::vector<std::string> symbols;
    for (size_t at = with + 5; at < how.size();) {
      const size_t end = std::min(how.find(' ', at + 1), how.size());
      symbols.push_back(how.substr(at + 1, end - at - 1));
      at = end;
    }
    return withSymbols(std::move(unit), symbols);
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
      auto unit = unitNamed(files[i], stored.units[i].second, *found[i]);
      if (!unit) return false;
      now.emplace(files[i], std::move(*unit));
    }
    std::vector<CompileUnit*> all;
    for (auto& [file, unit] : now) all.push_back(&unit);
    fitter.fit(all);
    if (flagsHash(now) != stored.flags) return false;
    for (const FileEdits& file : stored.plan.files) {
      auto content = readFile(path(file.file));
      // Edits are places in a text: of this one, whatever its times say.
      if (!content || hashOf(*content).hex() != stored.texts[file.file]) return false;
      result.text[file.file] = std::move(*content);
    }
    result.scan = std::move(stored.scan);
    result.plan = std::move(stored.plan);
    result.coverage = stored.coverage;
    result.findings = std::move(stored.findings);
    result.hidden = std::move(stored.hidden);
    result.outside = std::move(stored.outside);
    result.units = std::move(now);
    return true;
  }

  Error stopped() const { return exhausted ? *exhausted : Error{"scan", "interrupted", ""}; }

  bool selected(const std::string& file) const { return selects(options.paths, file); }

  std::vector<std::string> acquireNames() const { return model.names(EffectKind::acquire); }

  static bool isPasted(const std::string& text, const TextCall& use) {
    const size_t next = text.find_first_not_of(" \t", use.offset + use.name.size());
    const size_t before = use.offset ? text.find_last_not_of(" \t", use.offset - 1) : std::string::npos;
    return (next != std::string::npos && text.compare(next, 2, "##") == 0) ||
           (before != std::string::npos && before && text.compare(before - 1, 2, "##") == 0);
  }

  /// What a ## may stand beside: the pieces of the names up to an underscore, and from one on.
  static std::set<std::string> piecesOf(const std::vector<std::string>& names) {
    std::set<std::string> out;
    for (auto& name : names)
      for (size_t at = name.find('_', 1); at != std::string::npos; at = name.find('_', at + 1)) {
        if (at >= 3) out.insert(name.substr(0, at + 1));
        if (name.size() - at > 5) out.insert(name.substr(at));
      }
    return out;
  }

  Result<EngineResult> run() {
    auto start = Clock::now();
    EngineResult result;
    TreeTextOptions text_options;
    text_options.jobs = options.jobs;
    text_options.index = true;
    std::string memo_key = "memo\n" + root;
    if (auto memo = cache.get(memo_key)) text_options.memo = *memo;
    auto opened = TreeText::open(root, text_options);
    if (!opened) return opened.error();
    TreeText text = std::move(*opened);

    const std::string result_key = resultKey();
    const TreeStamp stamp = treeStamp(root, text.files());
    // A bundle has the facts themselves.
    if (auto blob = cache.get(result_key); blob && options.command != Command::bundle && recall(*blob, stamp.sources, result)) {
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
    const std::set<std::string> pieces = piecesOf(acquireNames());
    for (auto& piece : pieces) names.push_back({NameForm::word, piece});

    // Only files with a use in their code: prototypes and comments are no reason to parse. A macro or an inline of a
    // header that has one hides it from whoever uses that, so it becomes a name to look for, too.
    std::set<std::string> initial, mention;
    std::set<std::string> header_calls;
    std::vector<Gap> by_text;
    for (int wrapped = 0; !names.empty(); ++wrapped) {
      auto hits = text.search(names);
      if (!hits) return hits.error();
      if (interrupted()) return Error{"scan", "interrupted", ""};
      std::map<std::string, std::set<std::string>> users;  // wrapper -> files
      std::set<std::string> more;
      for (auto& hit : *hits) {
        auto content = readFile(path(hit.file));
        if (!content) {
          gaps[hit.file] = content.error().fault;
          passing = true;
          continue;
        }
        std::set<std::string> wanted;
        for (uint32_t index : hit.names)
          if (wrapped || !model.find(names[index].text, EffectKind::release)) wanted.insert(names[index].text);
        if (!wrapped) mention.insert(hit.file);
        if (!wrapped && selected(hit.file))
          for (auto& name : wanted)
            if (model.find(name, EffectKind::acquire) && content->find('"' + name + '"') != std::string::npos)
              by_text.push_back({hit.file, "has " + name + "() in a text, as for a label or a look-up of symbols: calls by that are not seen"});
        for (auto& use : textUses(*content, wanted)) {
          if (!wrapped && pieces.count(use.name) && !isPasted(*content, use)) continue;
          if (wrapped) users[use.name].insert(hit.file);
          else if (isSource(hit.file) && selected(hit.file)) initial.insert(hit.file);
          if (!isHeader(hit.file)) continue;
          if (!wrapped && use.called) header_calls.insert(hit.file);
          const std::string& wrapper = use.macro.empty() ? use.function : use.macro;
          if (!wrapper.empty() && !model.find(wrapper, EffectKind::acquire) && !model.find(wrapper, EffectKind::release) &&
              wrappers.insert(wrapper).second)
            more.insert(wrapper);
        }
      }
      for (auto& [wrapper, files] : users) {
        if (files.size() > limits::wrapper_users) {
          gaps["(" + wrapper + ")"] = "hides an acquire in a header, and " + std::to_string(files.size()) + " files use it: not searched";
          continue;
        }
        for (auto& file : files)
          if (isSource(file) && selected(file)) initial.insert(file);
      }
      names.clear();
      if (wrapped < limits::wrapper_depth)
        for (auto& wrapper : more) names.push_back({NameForm::word, wrapper});
      else if (!more.empty())
        limit_notes.insert("macros of headers that hide an acquire behind one another: more than " + std::to_string(limits::wrapper_depth));
    }
    if (reaching)
      if (auto more = reached(text, mention); !more) return more.error();
      else initial.insert(more->begin(), more->end());
    timing.prefilter = since(start);
    if (!read(initial)) return stopped();
    if (!header_calls.empty()) {
      std::set<std::string> headers;
      for (auto& header : header_calls)
        if (header.rfind("include/linux/", 0) != 0 && selected(header)) headers.insert(header);
      std::set<std::string> more;
      for (auto& header : headers) {
        auto seen = growth.includers().of(text, header);
        if (!seen) return seen.error();
        size_t taken = 0;
        for (bool near : {true, false})
          for (auto& file : (*seen)->files)
            if (isSource(file) && (folderOf(file) == folderOf(header)) == near && taken < 2) {
              more.insert(file);
              ++taken;
            }
      }
      if (!read(more)) return stopped();
    }

    VerdictOptions verdict;
    verdict.api = options.api.value_or(tree.default_api);
    verdict.pins = options.command == Command::lint;
    if (reaching) verdict.behind.insert(options.paths.begin(), options.paths.end());
    for (auto& [name, params] : tree.prototypes) verdict.declared.insert(name);

    Verdicts verdicts;
    std::unique_ptr<Program> program;
    size_t linked = 0;
    int soft_rounds = 0, split_rounds = 0;
    for (int round = 0; round < limits::rounds; ++round) {
      auto link_start = Clock::now();
      // A round may bring answers alone, without a file: a solved program sees those as they come.
      if (!program || linked != facts_changed) {
        std::vector<const UnitFacts*> list;
        verdict.unreadable.clear();
        for (auto& [file, unit] : facts) {
          list.push_back(&unit);
          if (!unit.errors.empty()) verdict.unreadable.insert(file);
        }
        for (auto& [file, units] : turned)
          for (const UnitFacts& unit : units)
            if (unit.errors.empty()) list.push_back(&unit);
        program.reset();
        program = std::make_unique<Program>(model, list, unreadAnswers(verdict));
        linked = facts_changed;
      } else {
        unreadAnswers(verdict);
      }
      verdict.explain = false;
      verdicts = judge(*program, verdict);
      timing.link += since(link_start);
      ++timing.rounds;
      if (interrupted()) return Error{"scan", "interrupted", ""};
      auto grow = [&](const std::set<Demand>& demands, bool soft) {
        auto growth_start = Clock::now();
        auto step = growth.grow(text, demands, soft);
        timing.prefilter += since(growth_start);
        return step;
      };
      auto step = grow(verdicts.demands, false);
      if (!step) return step.error();
      if (!step->any) {
        auto growMore = [&](const std::set<Demand>& demands) {
          if (split_rounds == limits::split_rounds) {
            limit_notes.insert("records were told apart in " + std::to_string(limits::split_rounds) + " rounds only");
            return;
          }
          step = grow(demands, false);
          if (step && !step->files.empty()) ++split_rounds;
        };
        link_start = Clock::now();
        const auto demands = program->tellApart();
        timing.link += since(link_start);
        growMore(demands);
        // A new solution waits until nothing is missing for it.
        if (step && !step->any) {
          link_start = Clock::now();
          const bool split = program->split();
          if (split) verdicts = judge(*program, verdict);
          timing.link += since(link_start);
          if (split) growMore(verdicts.demands);
        }
        if (!step) return step.error();
      }
      if (!step->any && soft_rounds < 1) {
        ++soft_rounds;
        verdict.soft = true;
        verdicts = judge(*program, verdict);
        verdict.soft = false;
        step = grow(verdicts.demands, true);
        if (!step) return step.error();
      }
      const bool last = round + 1 == limits::rounds;
      if (!step->any && !readBranches(program, verdicts.edits, last)) break;
      if (last)
        limit_notes.insert("the growth of what is read was stopped after " + std::to_string(limits::rounds) + " rounds; what was still asked for stays open");
      if (program) program->unite();  // what is known now may tell more apart
      // Whoever parses is a copy of this process, and has no use for a solution that the new files make worthless.
      if (!last && std::any_of(step->files.begin(), step->files.end(),
                      [&](const std::string& file) { return !facts.count(file) && !gaps.count(file); }))
        program.reset();
      if (!read(step->files)) return stopped();
    }

    // Edits; what cannot be written takes its group back.
    verdicts = judge(*program, verdict);
    EditApi api = editApi(tree, verdict);
    api.minimal = options.minimal;
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
    const std::set<std::string> counting = model.countingNames();
    // A branch of the function that no parse reads, or code elsewhere in the file that counts references. What was read
    // by turned lines alone is known, and not edited: the other readings do not have it.
    auto unread = [&](const SiteEdit& edit) {
      auto unit = facts.find(edit.file);
      if (unit == facts.end()) return false;
      for (const Range& skipped : unit->second.skipped)
        if (skipped.begin <= edit.offset && edit.offset < skipped.end) return true;
      const std::string& content = input.text.at(edit.file);
      const auto parts = unreadParts(content, unit->second, input.shapes[edit.file], edit.offset, model, counting);
      return std::any_of(parts.begin(), parts.end(), [&](const Range& part) {
        return !readTurned(content, edit.file, turned[edit.file], part, model, counting);
      });
    };
    std::map<AtStake::Found, bool> part_read;
    auto touched = [&](const SiteEdit& edit) {
      const auto parts = partsAtStake(*program, {edit});
      return std::any_of(parts.begin(), parts.end(), [&](const AtStake::Found& part) {
        auto [known, added] = part_read.try_emplace(part, false);
        if (added)
          if (auto content = readFile(path(part.file)))
            known->second = readTurned(*content, part.file, turned[part.unit], part.range, model, counting, part.off);
        return !known->second;
      });
    };
    // Code of the same function that no configuration compiled may hold the other half.
    auto beside = [&](const std::string& file, uint32_t offset) {
      return std::any_of(input.shapes[file].begin(), input.shapes[file].end(), [&](const ShapeFunction& shape) {
        return shape.range.begin <= offset && offset < shape.range.end &&
               std::any_of(loose.begin(), loose.end(), [&](const Site& site) {
                 return site.file == file && shape.range.begin <= site.offset && site.offset < shape.range.end;
               });
      });
    };
    // A pin that stands beside such text may be a get in another configuration, with the same releases.
    for (const Site& site : verdicts.sites) {
      if (site.kind != SiteKind::acquire || site.file.empty() || site.file[0] == '/') continue;
      if (site.verdict == Verdict::converted && addInput(site.file) && beside(site.file, site.offset))
        verdict.refused[{site.file, site.offset}] = "not-compiled";
    }
    if (!verdict.refused.empty()) verdicts = judge(*program, verdict);
    auto planned = settle(
        verdict, std::move(verdicts), [&](const VerdictOptions& o) { return judge(*program, o); },
        [&](const std::vector<SiteEdit>& edits) {
          PlanRound round;
          for (const SiteEdit& edit : edits) {
            if (edit.file.empty() || edit.file[0] == '/' || !addInput(edit.file)) {
              round.refused[{edit.file, edit.offset}] = "unsupported-form";
              continue;
            }
            if (unread(edit)) round.refused[{edit.file, edit.offset}] = "not-compiled";
            if (touched(edit)) round.refused[{edit.file, edit.offset}] = "not-compiled";
            if (beside(edit.file, edit.offset)) round.refused[{edit.file, edit.offset}] = "not-compiled";
          }
          round.plan = planEdits(input, edits, api);
          for (const Refusal& refusal : round.plan.refusals)
            round.refused.try_emplace({refusal.file, refusal.offset},
                                      *reasonText(refusal.reason) ? refusal.reason : std::string("unsupported-form"));
          return round;
        });
    if (!planned) return planned.error();
    result.plan = std::move(planned->second);
    auto link_start = Clock::now();
    verdict.explain = true;
    verdict.evidence = options.command == Command::lint;
    verdicts = judge(*program, verdict);
    if (verdict.evidence) {
      result.findings = findFindings(lintInput(*program, verdicts, verdict, tree.root, [this](const std::string& file) { return path(file); }));
      std::erase_if(result.findings, [&](const Finding& f) {
        return !selected(f.file) && !selected(f.unit) &&
               (!reaching || std::none_of(f.places.begin(), f.places.end(),
                                          [&](const std::string& place) { return selected(place.substr(0, place.rfind(':'))); }));
      });
      result.hidden = wrappers;
    }
    timing.link += since(link_start);
    if (!sameEdits(verdicts.edits, planned->first.edits))
      return Error{root, "the verdicts and the edits do not agree", "this is a fault of gupkit: report it with this tree"};
    result.text = std::move(input.text);

    result.scan.tree.version = tree.version;
    result.scan.tree.api = verdict.api;
    for (Site& site : verdicts.sites) {
      if (site.file.empty() || site.file[0] == '/') continue;
      result.scan.sites.push_back(std::move(site));
    }
    for (Site& site : loose)
      if (selected(site.file)) result.scan.sites.push_back(std::move(site));
    std::stable_sort(result.scan.sites.begin(), result.scan.sites.end(), [](const Site& a, const Site& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    numberSites(result.scan.sites);
    nameGroups(result.scan.sites, result.plan, input.shapes);
    // Half a group is worse than none: it goes with all that it has in PATH, or not at all.
    result.outside = takeOutside(result.plan, [&](const std::string& file) { return selected(file); });
    std::erase_if(result.scan.sites, [&](const Site& site) { return !selected(site.file); });
    for (auto& [file, reason] : gaps) result.scan.gaps.push_back({file, reason});
    result.scan.gaps.insert(result.scan.gaps.end(), by_text.begin(), by_text.end());
    for (auto& [file, unit] : facts)
      if (!unit.errors.empty()) result.scan.gaps.push_back({file, "does not parse: " + shorten(unit.errors[0])});
    for (const Gap& gap : text.gaps()) result.scan.gaps.push_back(gap);
    std::stable_sort(result.scan.gaps.begin(), result.scan.gaps.end(),
                     [](const Gap& a, const Gap& b) { return a.file < b.file; });
    result.units = units;
    if (options.command == Command::bundle)
      for (auto& [file, unit] : facts) result.facts[file] = saveFacts(unit);
    timing.units = facts.size();
    result.coverage = {text.files().size(), mention.size(), facts.size()};
    timing.total = since(start);
    result.timing = timing;
    result.notes = kbuild->notes();
    for (auto& note : fitter.notes()) result.notes.push_back(note);
    result.notes.insert(result.notes.end(), limit_notes.begin(), limit_notes.end());
    cache.put(memo_key, text.memo());
    hashes.save();
    // What a fault of the machine left out, or a tree that changed meanwhile, is no result of this tree.
    const TreeStamp after = treeStamp(root, text.files());
    passing |= stamp.fresh || after.sources != stamp.sources || after.folders != stamp.folders || text.passing();
    std::map<std::string, std::string> texts;
    for (const FileEdits& file : result.plan.files) texts[file.file] = hashOf(result.text.at(file.file)).hex();
    if (!passing)
      cache.put(result_key, saveResult({stamp.sources, flagsHash(units), unitFiles(), result.scan, result.plan, texts, result.coverage, result.findings, result.hidden, result.outside}));
    if (auto warning = cache.takeWarning()) result.notes.push_back(warning->str());
    cache.collect(kCacheBytes);
    removeLeftPrefixes();
    progress.erase();
    return result;
  }

  /// Of the files of a change, and of those that include one of its headers, the ones that may matter to a page.
  Result<std::set<std::string>> reached(TreeText& text, const std::set<std::string>& mention) {
    std::set<std::string> out, names = model.countingNames();
    for (EffectKind kind : {EffectKind::acquire, EffectKind::release, EffectKind::dirty})
      for (auto& name : model.names(kind)) names.insert(name);
    for (const std::string& file : options.paths) {
      if (isSource(file)) {
        auto content = readFile(path(file));
        if (content && !textCalls(*content, names).empty()) out.insert(file);
      } else {
        auto seen = growth.includers().of(text, file);
        if (!seen) return seen.error();
        for (auto& user : (*seen)->files)
          if (isSource(user) && mention.count(user)) out.insert(user);
      }
    }
    return out;
  }

  /// The answers of growth, open where a file that was asked for could not be read.
  const std::map<Demand, Answer>& unreadAnswers(const VerdictOptions& verdict) {
    std::set<std::string> unread = verdict.unreadable;
    for (auto& [file, reason] : gaps) unread.insert(file);
    return growth.answers(unread);
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
void Engine::reach(const std::vector<std::string>& files) {
  impl_->options.paths = files;
  impl_->reaching = true;
}

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
    for (const std::string& note : prepared->notes) out += "  " + printable(note) + "\n";
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
  fork.memory_mib = kParseMemory;
  fork.progress = [&](size_t done, size_t item) { impl_->progress.update(done, jobs.size(), jobs[item].unit.file); };
  auto results = forkMap(jobs.size(), fork, [&](size_t i) {
    const Job& job = jobs[i];
    const std::string& before = result.text.at(job.edits->file);
    ParseRequest request{job.unit, impl_->path(job.unit.file), impl_->root, "", {}};
    auto old_messages = diagnose(request, before, api);
    auto new_messages = diagnose(request, applyEdits(before, job.edits->edits), api);
    if (!old_messages || !new_messages)
      return "!" + (old_messages ? new_messages : old_messages).error().fault;
    std::multiset<std::string> known(old_messages->begin(), old_messages->end());
    std::string out;
    for (auto& message : *new_messages) {
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
    if (results[i].blob.starts_with("!")) {
      fresh.push_back(jobs[i].unit.file + ": cannot be compiled: " + results[i].blob.substr(1));
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
