// SPDX-License-Identifier: GPL-2.0-only
#include "cli/check_command.h"

#include <filesystem>
#include <set>

#include "cli/call_text.h"
#include "cli/flag_fitter.h"
#include "cli/tree_model.h"
#include "facts/parse.h"
#include "gupkit/link.h"
#include "gupkit/tree.h"
#include "gupkit/verdict.h"
#include "kbuild/arch.h"
#include "kbuild/flags.h"
#include "lint/rules.h"
#include "support/cache.h"
#include "support/io.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& path, const std::string& directory) {
  return (path[0] == '/' ? fs::path(path) : fs::path(directory) / path).lexically_normal().string();
}

/// Whether the file, or a header that it includes by a name in quotes, names anything of the API: most files do not,
/// and need no parse.
bool namesAny(const std::string& path, const std::set<std::string>& names, std::set<std::string>& seen) {
  if (seen.size() > 200 || !seen.insert(path).second) return false;
  auto text = readFile(path);
  if (!text) return false;
  for (size_t i = 0; i < text->size(); ++i) {
    const unsigned char c = (*text)[i];
    if (!isalpha(c) && c != '_') continue;
    const size_t begin = i;
    while (i + 1 < text->size() && (isalnum(static_cast<unsigned char>((*text)[i + 1])) || (*text)[i + 1] == '_')) ++i;
    if (names.count(text->substr(begin, i + 1 - begin))) return true;
  }
  for (size_t at = text->find("#include \""); at != std::string::npos; at = text->find("#include \"", at + 1)) {
    const size_t begin = at + 10, end = text->find('"', begin);
    if (end == std::string::npos) break;
    const std::string header = absolute(text->substr(begin, end - begin), fs::path(path).parent_path().string());
    if (namesAny(header, names, seen)) return true;
  }
  return false;
}

std::string archOfFlags(const std::vector<std::string>& compiler) {
  for (const std::string& flag : compiler)
    if (const size_t at = flag.find("arch/"); at != std::string::npos && flag.find("/include") != std::string::npos)
      if (std::string arch = kbuild::archOfPath(flag.substr(at)); !arch.empty()) return arch;
  return "";
}

}  // namespace

std::string treeOfFlags(const std::vector<std::string>& compiler, const std::string& directory) {
  for (size_t i = 0; i < compiler.size(); ++i) {
    std::string dir;
    if (compiler[i] == "-I" && i + 1 < compiler.size()) dir = compiler[i + 1];
    else if (compiler[i].rfind("-I", 0) == 0) dir = compiler[i].substr(2);
    if (dir.empty()) continue;
    dir = absolute(dir, directory);
    while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
    std::error_code ec;
    if (fs::exists(dir + "/linux/mm.h", ec)) return fs::path(dir).parent_path().string();
  }
  return "";
}

Result<std::string> runCheck(const Options& options, Model model) {
  std::error_code ec;
  const std::string directory = fs::current_path(ec).string();
  const std::string given = options.compiler.back(), path = absolute(given, directory);
  if (!isSource(given)) return std::string();
  std::set<std::string> names = model.countingNames(), seen;
  for (EffectKind kind : {EffectKind::acquire, EffectKind::release, EffectKind::dirty})
    for (auto& name : model.names(kind)) names.insert(name);
  if (!namesAny(path, names, seen)) return std::string();
  const std::string root = treeOfFlags(options.compiler, directory);
  if (root.empty())
    return Error{given, "no -I of its flags leads to a kernel's headers", "call it by make C=1 CHECK=\"gupkit check\""};
  auto tree = readTree(root);
  if (!tree) return tree.error();
  model = modelFor(std::move(model), *tree);

  CompileUnit unit;
  const std::string prefix = root + "/";
  unit.file = path.rfind(prefix, 0) == 0 ? path.substr(prefix.size()) : given;
  unit.directory = directory;
  unit.arch = archOfFlags(options.compiler);
  std::vector<std::string> arguments(options.compiler.begin(), options.compiler.end() - 1);
  unit.flags = kbuild::parsingFlags(arguments, directory);
  if (!unit.arch.empty() && kbuild::isArch(unit.arch)) unit.flags.insert(unit.flags.begin(), "--target=" + kbuild::archNamed(unit.arch).target);
  Cache cache(options.cache);
  FlagFitter fitter(cache, 1);
  fitter.fit(unit);
  UnitFacts facts = parseUnit({unit, path, root, "", {}}, model);
  if (!facts.errors.empty()) return Error{given, "does not parse: " + facts.errors[0], ""};

  const std::map<Demand, Answer> answers;
  const Program program(model, {&facts}, answers);
  VerdictOptions verdict;
  verdict.api = options.api.value_or(tree->default_api);
  for (auto& [name, params] : tree->prototypes) verdict.declared.insert(name);
  verdict.evidence = true;
  const Verdicts verdicts = judge(program, verdict);
  LintInput in{program, verdicts};
  in.api = verdict.api;
  in.pins = tree->has_pin;
  in.longterm = verdict.declared.count("get_user_pages_longterm") != 0;
  for (const char* header : {"/include/linux/mm.h", "/include/linux/mm_types.h"})
    if (auto text = readFile(root + header)) in.longterm |= text->find("FOLL_LONGTERM") != std::string::npos;
  std::map<std::string, std::string> texts;
  in.text = [&](const std::string& file) -> const std::string& {
    auto [it, added] = texts.try_emplace(file);
    if (added)
      if (auto content = readFile(absolute(file, root))) it->second = std::move(*content);
    return it->second;
  };
  std::string out;
  for (const Finding& f : findFindings(in)) {
    // An acquire whose pages leave the file is to be converted all the same, with what is elsewhere.
    const bool here = f.proved || f.when_new;
    if (!here && !options.pedantic) continue;
    const std::string file = f.file == unit.file ? given : f.file;
    out += file + ":" + std::to_string(f.line) + ":" + std::to_string(f.column) + ": " +
           (f.proved || f.when_new ? name(f.severity) : "note") + ": " + printable(f.message) + " [gupkit-" + f.code + "]\n";
  }
  return out;
}

}  // namespace gupkit
