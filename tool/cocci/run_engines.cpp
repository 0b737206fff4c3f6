// SPDX-License-Identifier: GPL-2.0-only
// With both engines spatch runs in a process of its own beside Clang, and leaves its results in the cache: no thread is
// there when Clang's workers are forked, and whoever comes first waits for nobody.
#include "cocci/run_engines.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "cocci/reconcile.h"
#include "cocci/scan.h"

namespace gupkit {
namespace {

CocciOptions cocciOptions(const Options& options, const std::string& root, const TreeInfo& tree,
                          const std::vector<std::string>& paths) {
  CocciOptions out;
  out.root = root;
  out.api = options.api.value_or(tree.default_api);
  out.jobs = options.jobs;
  out.cache = options.cache;
  out.paths = paths;
  return out;
}

std::string told(const CocciScan& scan) {
  return "spatch: " + std::to_string(scan.files) + " files searched, " + std::to_string(scan.candidates) + " read, " +
         std::to_string(scan.from_cache) + " from the cache; " + std::to_string(scan.functions_dropped) +
         " functions do not parse";
}

/// Fills the cache. 0: it runs here, or cannot.
pid_t startBeside(const CocciOptions& options, const Model& model, const TreeInfo& tree) {
  if (options.cache.empty() || options.jobs < 2) return 0;
  const pid_t parent = getpid(), child = fork();
  if (child != 0) return child > 0 ? child : 0;
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() == parent) {
    auto filled = scanByCocci(options, model, tree);
    (void)filled;  // an error comes again when the results are asked for
  }
  _exit(0);
}

}  // namespace

Result<EnginesResult> runEngines(const Options& options, Engine& engine, const Model& model, const TreeInfo& tree,
                                 const std::vector<std::string>& paths) {
  EnginesResult out;
  if (options.engine == "clang") {
    auto result = engine.run();
    if (!result) return result.error();
    out.result = std::move(*result);
    return out;
  }
  CocciOptions cocci = cocciOptions(options, engine.root(), tree, paths);
  if (options.engine == "cocci") {
    const auto start = std::chrono::steady_clock::now();
    auto scan = scanByCocci(cocci, model, tree);
    if (!scan) return scan.error();
    out.result.notes.push_back(told(*scan));
    out.result.coverage = {scan->files, scan->candidates, scan->candidates};
    out.result.timing.from_cache = scan->from_cache;
    out.result.timing.parsed = scan->candidates - scan->from_cache;
    out.result.timing.total = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    out.result.scan = std::move(scan->scan);
    out.result.plan = std::move(scan->plan);
    out.result.text = std::move(scan->text);
    return out;
  }
  const pid_t beside = startBeside(cocci, model, tree);
  auto result = engine.run();
  if (beside && !result) kill(beside, SIGTERM);
  while (beside && waitpid(beside, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (!result) return result.error();
  auto scan = scanByCocci(cocci, model, tree);
  if (!scan) return scan.error();
  out.result = std::move(*result);
  const Reconciled both = reconcile(out.result.scan, *scan);
  out.disagreements = both.disagreements;
  out.result.notes.push_back(told(*scan));
  out.result.notes.push_back("engines: " + std::to_string(both.both) + " sites seen by both, " + std::to_string(both.only_clang) +
                             " by clang alone, " + std::to_string(both.only_cocci) + " by cocci alone; " +
                             std::to_string(both.disagreements.size()) + " disagreements");
  return out;
}

}  // namespace gupkit
