// SPDX-License-Identifier: GPL-2.0-only
#include <cstdio>
#include <nlohmann/json.hpp>
#include "cli/engine.h"
#include "support/interrupt.h"
using namespace gupkit;
int main(int argc, char** argv) {
  std::vector<std::string> args(argv + 1, argv + argc);
  auto options = parseOptions(args, GUPKIT_VERSION);
  if (!options) { fprintf(stderr, "gupkit: %s\n", options.error().str().c_str()); return 2; }
  if (!options->print.empty()) { fputs(options->print.c_str(), stdout); return 0; }
  installInterruptHandlers();
  auto model = loadModel(options->models);
  if (!model) { fprintf(stderr, "gupkit: %s\n", model.error().str().c_str()); return 2; }
  auto tree = readTree(options->kernel.empty() ? options->tree : options->kernel);
  if (!tree) { fprintf(stderr, "gupkit: %s\n", tree.error().str().c_str()); return 2; }
  Engine engine(*options, std::move(*model), std::move(*tree));
  auto r = engine.run();
  if (!r) { fprintf(stderr, "gupkit: %s\n", r.error().str().c_str()); return 2; }
  auto& t = r->timing;
  fprintf(stderr, "prepare %.2f prefilter %.2f flags %.2f parse %.2f link %.2f total %.2f; parsed %zu cached %zu units %zu rounds %zu\n", t.prepare, t.prefilter, t.flags, t.parse, t.link, t.total, t.parsed, t.from_cache, t.units, t.rounds);
  if (options->command == Command::convert) {
    for (auto& f : r->plan.files) {
      auto& before = r->text[f.file];
      auto d = unifiedDiff(f.file, before, applyEdits(before, f.edits));
      fputs(d.c_str(), stdout);
    }
    if (options->verify) { size_t n = 0; auto v = engine.verify(*r, n); if (v) for (auto& m : *v) fprintf(stderr, "verify: %s\n", m.c_str()); fprintf(stderr, "verified %zu\n", n); }
    return 0;
  }
  nlohmann::json j;
  j["schema"] = "gupkit-scan/1";
  j["tree"] = {{"version", r->scan.tree.version}, {"api", name(r->scan.tree.api)}};
  j["sites"] = nlohmann::json::array(); j["gaps"] = nlohmann::json::array();
  for (auto& s : r->scan.sites) {
    nlohmann::json p = nlohmann::json::array();
    for (auto& x : s.path) p.push_back({{"file", x.file}, {"line", x.line}, {"note", x.note}});
    j["sites"].push_back({{"id", s.id}, {"kind", name(s.kind)}, {"file", s.file}, {"line", s.line}, {"column", s.column}, {"function", s.function}, {"callee", s.callee}, {"verdict", name(s.verdict)}, {"reason", s.reason}, {"case", s.gup_case ? nlohmann::json(s.gup_case) : nlohmann::json()}, {"engines", s.engines}, {"path", p}});
  }
  for (auto& g : r->scan.gaps) j["gaps"].push_back({{"file", g.file}, {"reason", g.reason}});
  puts(j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}
