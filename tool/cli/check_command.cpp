// SPDX-License-Identifier: GPL-2.0-only
#include "cli/check_command.h"

#include <filesystem>

#include "cli/flag_fitter.h"
#include "cli/one_unit.h"
#include "cli/tree_model.h"
#include "kbuild/arch.h"
#include "kbuild/flags.h"
#include "support/cache.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& path, const std::string& directory) {
  return (path[0] == '/' ? fs::path(path) : fs::path(directory) / path).lexically_normal().string();
}

std::string archOfFlags(const std::vector<std::string>& compiler) {
  for (const std::string& flag : compiler)
    if (const size_t at = flag.find("arch/"); at != std::string::npos && flag.find("/include") != std::string::npos)
      if (std::string arch = kbuild::archOfPath(flag.substr(at)); !arch.empty()) return arch;
  return "";
}

}  // namespace

std::string treeOfFlags(const std::vector<std::string>& compiler, const std::string& directory) {
  std::vector<std::string> folders;
  for (size_t i = 0; i < compiler.size(); ++i) {
    std::string dir;
    if (compiler[i] == "-I" && i + 1 < compiler.size()) dir = compiler[i + 1];
    else if (compiler[i].rfind("-I", 0) == 0) dir = compiler[i].substr(2);
    if (!dir.empty()) folders.push_back(absolute(dir, directory));
  }
  return treeOfFolders(folders);
}

Result<std::string> runCheck(const Options& options, Model model) {
  std::error_code ec;
  const std::string directory = fs::current_path(ec).string();
  const std::string given = options.compiler.back(), path = absolute(given, directory);
  if (!isSource(given) || !namesApi(path, model)) return std::string();
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
  unit.flags = kbuild::parsingFlags({options.compiler.begin(), options.compiler.end() - 1}, directory);
  if (!unit.arch.empty() && kbuild::isArch(unit.arch)) unit.flags.insert(unit.flags.begin(), "--target=" + kbuild::archNamed(unit.arch).target);
  Cache cache(options.cache);
  FlagFitter fitter(cache, 1);
  fitter.fit(unit);
  auto one = lintUnit(unit, path, *tree, model, options.api);
  if (!one) return Error{given, one.error().fault, one.error().remedy};
  std::string out;
  for (const Finding& f : one->findings) {
    // An acquire whose pages leave the file is to be converted all the same, with what is elsewhere.
    const bool shown = f.proved || f.when_new;
    if (!shown && !options.pedantic) continue;
    out += (f.file == unit.file ? given : f.file) + ":" + std::to_string(f.line) + ":" + std::to_string(f.column) + ": " +
           (shown ? name(f.severity) : "note") + ": " + printable(f.message) + " [gupkit-" + f.code + "]\n";
  }
  return out;
}

}  // namespace gupkit
