// SPDX-License-Identifier: GPL-2.0-only
#include "cli/doctor_command.h"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <vector>

#include "cli/cache_command.h"
#include "facts/parse.h"
#include "gupkit/tree.h"
#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/text.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kNeeded = uint64_t(3) << 30;  ///< of disk, for one kernel with all architectures

struct Program {
  std::string name;
  const char* package;
  const char* why;
  bool needed;  ///< to scan a tree that has no compile_commands.json
};

std::vector<Program> programs() {
  static const std::string llvm = std::to_string(GUPKIT_LLVM_MAJOR);
  static const std::string clang = "clang-" + llvm, lld = "lld-" + llvm, tidy = "clang-tidy-" + llvm, tools = "llvm-" + llvm;
  return {
      {"make", "make", "asks Kbuild how files are compiled", true},
      {clang, clang.c_str(), "configures a tree", true},
      {"ld.lld-" + llvm, lld.c_str(), "configures a tree", true},
      {"llvm-nm-" + llvm, tools.c_str(), "configures a tree", true},
      {"flex", "flex", "builds Kconfig", true},
      {"bison", "bison", "builds Kconfig", true},
      {"bc", "bc", "makes a generated header", true},
      {"perl", "perl", "runs checkpatch.pl and get_maintainer.pl of series", false},
      {"git", "git", "serves lint --diff and series --branch", false},
      {"spatch", "coccinelle", "serves --engine cocci and both, and make coccicheck", false},
      {"b4", "b4", "sends a series", false},
      {tidy, tidy.c_str(), "loads gupkit-tidy.so, of the same LLVM only", false},
  };
}

/// The first line that it prints about its version; empty: it cannot be run.
std::string versionOf(const std::string& program) {
  kbuild::Command command;
  command.argv = {program, "--version"};
  command.timeout_seconds = 20;
  auto output = kbuild::run(command);
  if (!output || output->status) return "";
  for (const std::string& line : split(output->text, '\n'))
    if (!trim(line).empty()) return printable(std::string(trim(line)));
  return "";
}

class Report {
 public:
  void good(const std::string& what, const std::string& how) { out_.text += "ok       " + what + ": " + how + "\n"; }
  void note(const std::string& what, const std::string& how) { out_.text += "note     " + what + ": " + how + "\n"; }
  void bad(const std::string& what, const std::string& how, const std::string& remedy) {
    out_.text += "MISSING  " + what + ": " + how + "; " + remedy + "\n";
    out_.broken = true;
  }
  Diagnosis take() { return std::move(out_); }

 private:
  Diagnosis out_;
};

void checkCache(const Options& options, Report& report) {
  if (options.cache.empty()) return report.bad("cache", "there is no home to keep one in", "name a folder with --cache DIR");
  std::error_code ec;
  fs::create_directories(options.cache, ec);
  const std::string probe = options.cache + "/doctor." + std::to_string(getpid());
  const Status written = writeFileAtomically(probe, "", {.sync = false});
  fs::remove(probe, ec);
  if (!written) return report.bad("cache " + options.cache, written.error().fault, "every run starts from nothing; choose another folder with --cache");
  const uint64_t bytes = cacheBytes(options.cache);
  report.good("cache " + options.cache, sizeText(bytes) + "; gupkit cache prune --limit SIZE makes it smaller");
  const auto space = fs::space(options.cache, ec);
  if (!ec && space.available + bytes < kNeeded)
    report.note("disk", sizeText(space.available) + " are free there, and one kernel takes about 2.5 GB; name a larger place with --cache");
}

void checkTree(const Options& options, Report& report) {
  auto tree = readTree(options.tree);
  if (!tree) return report.bad(tree.error().object, tree.error().fault, tree.error().remedy);
  report.good(options.tree, "Linux " + tree->version + ", --api auto is " + name(tree->default_api));
  std::error_code ec;
  if (fs::exists(tree->root + "/compile_commands.json", ec)) report.good("compile_commands.json", "flags come from it, for the files that it has");
  else if (fs::exists(tree->root + "/.config", ec)) report.good(".config", "is there; scan still makes configurations of its own in the cache, and writes nothing here");
  else report.note("compile_commands.json", "there is none; make of this tree is asked (--no-exec: nothing of it runs, and more files are gaps)");
  if (access((tree->root + "/scripts/checkpatch.pl").c_str(), R_OK) != 0) report.note("scripts/checkpatch.pl", "is missing: series --verify cannot ask it");
}

}  // namespace

Diagnosis runDoctor(const Options& options) {
  Report report;
  report.good("gupkit", std::string(GUPKIT_VERSION) + " with LLVM " + std::to_string(GUPKIT_LLVM_MAJOR));
  if (auto dir = resourceDir()) report.good("Clang's headers", *dir);
  else report.bad(dir.error().object, dir.error().fault, dir.error().remedy);
  for (const Program& program : programs()) {
    const std::string version = versionOf(program.name);
    if (!version.empty()) report.good(program.name, version);
    else if (program.needed) report.bad(program.name, std::string("it ") + program.why, std::string("apt-get install ") + program.package);
    else report.note(program.name, std::string("is not here: it ") + program.why + "; apt-get install " + program.package);
  }
  for (const auto& [header, package] : {std::pair("/usr/include/libelf.h", "libelf-dev"), std::pair("/usr/include/openssl/opensslv.h", "libssl-dev")})
    if (access(header, R_OK) != 0)
      report.note(header, std::string("is missing: some configurations build a host tool with it; apt-get install ") + package);
  checkCache(options, report);
  if (!options.tree.empty()) checkTree(options, report);
  return report.take();
}

}  // namespace gupkit
