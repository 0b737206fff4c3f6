// SPDX-License-Identifier: GPL-2.0-only
// The program: options in, one pipeline run, results on stdout, words on stderr.
// The only place that prints an error and chooses an exit code.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <optional>

#include "cli/bundle_command.h"
#include "cli/cache_command.h"
#include "cli/check_command.h"
#include "cli/convert_command.h"
#include "cli/doctor_command.h"
#include "cli/engine.h"
#include "cli/lint_command.h"
#include "cli/report_command.h"
#include "cli/say.h"
#include "cli/series_command.h"
#include "cli/series_status.h"
#include "cli/tree_model.h"
#include "cocci/run_engines.h"
#include "facts/parse.h"
#include "lint/compare.h"
#include "options/tree_path.h"
#include "report/json.h"
#include "report/sarif.h"
#include "report/text.h"
#include "support/atomic_file.h"
#include "support/color.h"
#include "support/hash.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/temp_files.h"

namespace gupkit {
namespace {

int fail(const Error& error) {
  if (interrupted()) {
    fprintf(stderr, "gupkit: interrupted\n");
    return int(Exit::interrupted);
  }
  say(error.str());
  return int(Exit::failed);
}

/// A result to stdout or, whole or not at all, to --output.
int deliver(const Options& options, const std::string& text) {
  Status status = options.output.empty() ? writeAll(STDOUT_FILENO, text, "standard output")
                                         : writeFileAtomically(options.output, text);
  return status ? int(Exit::done) : fail(status.error());
}

void tellTiming(const Timing& t) {
  if (t.prepare >= 0.5) fprintf(stderr, "gupkit: one-time preparation took %.1f s\n", t.prepare);
  fprintf(stderr,
          "gupkit: %.1f s without it (search %.1f, flags %.1f, parse %.1f, link %.1f); "
          "%zu files parsed, %zu from the cache, %zu rounds\n",
          t.total - t.prepare, t.prefilter, t.flags, t.parse, t.link, t.parsed, t.from_cache, t.rounds);
}

std::string scanOutput(const Options& options, const EngineResult& result) {
  switch (options.format) {
    case Format::json: return writeJson(result.scan);
    case Format::sarif: return writeSarif(result.scan, GUPKIT_VERSION);
    case Format::csv: return sitesCsv(result.scan);
    default: break;
  }
  TextOptions text;
  text.color = options.output.empty() && useColor(options.color, STDOUT_FILENO);
  return scanText(result.scan, result.coverage, text);
}

/// In text they stand on top; the other formats have them in the paths of the sites.
std::string disagreements(const Options& options, const std::vector<std::string>& lines) {
  std::string out;
  if (options.format == Format::text)
    for (const std::string& line : lines) out += "disagreement: " + line + "\n";
  return out;
}

int explain(const Options& options, const EngineResult& result, const std::string& file) {
  Scan found;
  found.tree = result.scan.tree;
  std::string near;
  for (const Site& site : result.scan.sites) {
    if (site.file != file) continue;
    if (site.line == options.line && (!options.column || site.column == options.column)) found.sites.push_back(site);
    else near += (near.empty() ? "" : ", ") + std::to_string(site.line) + (options.column ? ":" + std::to_string(site.column) : "");
  }
  if (found.sites.empty()) {
    std::string remedy = near.empty() ? "the file has no acquire, release or dirty call that gupkit knows"
                         : options.column ? "its sites are at " + near : "its sites are on lines " + near;
    std::string place = file + ":" + std::to_string(options.line);
    if (options.column) place += ":" + std::to_string(options.column);
    return fail({place, options.column ? "there is no site at this place" : "there is no site on this line", remedy});
  }
  if (options.format == Format::json) {
    for (const Gap& gap : result.scan.gaps)
      if (gap.file == file) found.gaps.push_back(gap);
    return deliver(options, writeJson(found));
  }
  std::string out;
  for (const Site& site : found.sites) {
    if (!out.empty()) out += "\n";
    out += explainText(site, {options.output.empty() && useColor(options.color, STDOUT_FILENO)});
  }
  return deliver(options, out);
}

int convert(const Options& options, Engine& engine, EngineResult& result) {
  auto done = runConvert(options, engine, result);
  if (!done) return fail(done.error());
  return options.in_place ? int(Exit::done) : deliver(options, *done);
}

int report(const Options& options, const Engine& engine, const EngineResult& result, const std::string& tree) {
  auto page = reportPage(options, result, engine.root(), tree);
  return page ? deliver(options, *page) : fail(page.error());
}

int compare(const Options& options) {
  Scan scans[2];
  const std::string files[] = {options.tree, options.other};
  for (int i = 0; i < 2; ++i) {
    auto text = readFile(files[i]);
    if (!text) return fail(text.error());
    auto scan = readJson(*text, files[i]);
    if (!scan) return fail(scan.error());
    scans[i] = std::move(*scan);
  }
  if (scans[0].tree.api != scans[1].tree.api)
    return fail({options.other, std::string("is of the dialect ") + name(scans[1].tree.api) + ", the other of " + name(scans[0].tree.api),
                 "scan both with the same --api"});
  const Comparison comparison = compareScans(scans[0], scans[1]);
  const int delivered = deliver(options, options.format == Format::json ? comparisonJson(comparison) : comparisonText(comparison));
  if (delivered != int(Exit::done)) return delivered;
  return int(comparison.introduced.empty() ? Exit::done : Exit::findings);
}

int run(const std::vector<std::string>& arguments) {
  auto parsed = parseOptions(arguments, GUPKIT_VERSION " (model of " GUPKIT_MODEL_DATE ", LLVM " + std::to_string(GUPKIT_LLVM_MAJOR) + ")");
  if (!parsed) return fail(parsed.error());
  Options options = std::move(*parsed);
  if (!options.print.empty()) {
    auto status = writeAll(STDOUT_FILENO, options.print, "standard output");
    return status ? int(Exit::done) : fail(status.error());
  }
  if (options.engine != "clang" && (options.command == Command::series || options.command == Command::prepare))
    return fail({"--engine " + options.engine, std::string(name(options.command)) + " works with Clang alone", "leave --engine out"});
  if (options.engine == "cocci" && options.verify)
    return fail({"--verify", "compiles what it checks, and --engine cocci asks for no configuration", "use --engine both"});
  installInterruptHandlers();
  if (options.command == Command::compare) return compare(options);
  if (options.command == Command::cache) {
    auto told = runCache(options);
    return told ? deliver(options, *told) : fail(told.error());
  }
  if (options.command == Command::doctor) {
    const Diagnosis diagnosis = runDoctor(options);
    const int delivered = deliver(options, diagnosis.text);
    return delivered == int(Exit::done) && diagnosis.broken ? int(Exit::findings) : delivered;
  }
  if (auto dir = resourceDir(); !dir && options.conversions) return fail(dir.error());
  auto model = loadModel(options.models);
  if (!model) return fail(model.error());
  if (options.command == Command::check) {
    auto messages = runCheck(options, std::move(*model));
    // make would stop here, for a file that the compiler may take.
    if (!messages) {
      const int code = fail(messages.error());
      return options.error || interrupted() ? code : int(Exit::done);
    }
    auto status = writeAll(STDERR_FILENO, *messages, "standard error");
    if (!status) return fail(status.error());
    return int(options.error && !messages->empty() ? Exit::findings : Exit::done);
  }
  const std::string& tree_path = options.kernel.empty() ? options.tree : options.kernel;
  auto tree = readTree(tree_path);
  if (!tree) return fail(tree.error());
  if (auto known = checkArchs(*tree, options.archs); !known) return fail(known.error());
  *model = modelFor(std::move(*model), *tree);

  if (options.reverse) {
    auto back = runReverse(options, options.kernel.empty() ? tree->root : options.tree);
    if (!back) return fail(back.error());
    return options.in_place ? int(Exit::done) : deliver(options, *back);
  }
  if (options.status) {
    auto told = runSeriesStatus(options, *model, *tree);
    if (!told) return fail(told.error());
    auto status = writeAll(STDOUT_FILENO, *told, "standard output");
    return status ? int(Exit::done) : fail(status.error());
  }
  if (options.command == Command::series) {
    auto plan = runSeries(options, *model, *tree);
    if (!plan) return fail(plan.error());
    auto status = writeAll(STDOUT_FILENO, plan->text, "standard output");
    return !status ? fail(status.error()) : int(plan->findings ? Exit::findings : Exit::done);
  }
  if (options.command == Command::lint) {
    auto lint = runLint(options, std::move(*model), std::move(*tree));
    if (!lint) return fail(lint.error());
    for (const std::string& note : lint->notes) fprintf(stderr, "gupkit: %s\n", note.c_str());
    const int delivered = deliver(options, lint->text);
    return delivered != int(Exit::done) ? delivered : int(lint->failed ? Exit::findings : Exit::done);
  }
  const Model known = *model;
  const TreeInfo info = *tree;
  Engine engine(options, std::move(*model), std::move(*tree));
  if (options.command == Command::prepare) {
    auto told = engine.prepare(options.archs.empty() ? std::vector<std::string>{"x86"} : options.archs);
    if (!told) return fail(told.error());
    return deliver(options, *told);
  }
  std::vector<std::string> selected;
  for (const std::string& path : options.paths) {
    auto relative = pathInTree(engine.root(), path);
    if (!relative) return fail(relative.error());
    selected.push_back(*relative);
  }
  std::string file;
  if (options.command == Command::explain || options.command == Command::bundle) {
    auto relative = pathInTree(engine.root(), options.file);
    if (!relative) return fail(relative.error());
    file = *relative;
  }
  engine.select(selected);
  auto engines = runEngines(options, engine, known, info, selected);
  if (!engines) return fail(engines.error());
  EngineResult* const result = &engines->result;
  for (const std::string& line : engines->disagreements) fprintf(stderr, "gupkit: disagreement: %s\n", line.c_str());
  for (const std::string& note : result->notes) say(note);
  tellTiming(result->timing);
  switch (options.command) {
    case Command::scan:
      if (options.format == Format::markdown) return report(options, engine, *result, info.root);
      return deliver(options, disagreements(options, engines->disagreements) + scanOutput(options, *result));
    case Command::explain: return explain(options, *result, file);
    case Command::convert: return convert(options, engine, *result);
    case Command::bundle: {
      auto bundle = bundleOf(options, *result, engine.root(), file, hashOf(known.fingerprint).hex());
      return bundle ? deliver(options, *bundle) : fail(bundle.error());
    }
    case Command::report: return report(options, engine, *result, info.root);
    default: return int(Exit::failed);
  }
}

}  // namespace
}  // namespace gupkit

int main(int argc, char** argv) {
  using gupkit::Exit;
  // Clang's parser, and Hyperscan's compiler, take more than the first pages of it.
  constexpr rlim_t stack = 512 << 10;
  if (rlimit limit{}; getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < stack) {
    limit.rlim_cur = std::min(stack, limit.rlim_max);
    if (limit.rlim_cur < stack || setrlimit(RLIMIT_STACK, &limit) != 0) {
      fputs("gupkit: stack: is limited to less than 512 KiB; raise it with ulimit -s\n", stderr);
      return int(Exit::failed);
    }
  }
  signal(SIGXFSZ, SIG_IGN);  // the write fails then, and says so
  try {
    return gupkit::run({argv + 1, argv + argc});
  } catch (const std::bad_alloc&) {
    fputs("gupkit: memory: is used up; use a smaller --jobs, or raise the limit (ulimit -v)\n", stderr);
  } catch (const std::exception& error) {
    fprintf(stderr, "gupkit: the run ended early: %s; raise the limits of the machine (ulimit -a), or report it\n", error.what());
  }
  gupkit::removeTempFiles();
  return int(Exit::failed);
}
