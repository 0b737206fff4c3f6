// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/prepare.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "gupkit/tree.h"
#include "kbuild/files.h"
#include "kbuild/flags.h"
#include "kbuild/generated.h"
#include "kbuild/no_assembly.h"
#include "kbuild/process.h"

namespace gupkit::kbuild {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Raised when what is stored under the same key changes its meaning.
constexpr const char* kFormat = "gupkit-kbuild/1 " GUPKIT_PREPARE;

/// Symbols that only make tools for a real build, or need one: switched off on
/// make's command line, which leaves autoconf.h as configured.
constexpr std::array kForFlags = {"CONFIG_OBJTOOL=",       "CONFIG_STACK_VALIDATION=", "CONFIG_UNWINDER_ORC=",
                                  "CONFIG_DEBUG_INFO_BTF=", "CONFIG_GCC_PLUGINS=",      "CONFIG_WERROR="};
constexpr std::array kForHeaders = {"CONFIG_HEADERS_INSTALL=",
                                    "CONFIG_UAPI_HEADER_TEST=",
                                    "CONFIG_DTC=",
                                    "CONFIG_MODVERSIONS=",
                                    "CONFIG_ASM_MODVERSIONS=",
                                    "CONFIG_KALLSYMS=",
                                    "CONFIG_BUILDTIME_TABLE_SORT=",
                                    "CONFIG_BUILDTIME_EXTABLE_SORT=",
                                    "CONFIG_ASN1=",
                                    "CONFIG_SYSTEM_TRUSTED_KEYRING=",
                                    "CONFIG_SYSTEM_EXTRA_CERTIFICATE=",
                                    "CONFIG_SYSTEM_REVOCATION_LIST=",
                                    "CONFIG_MODULE_SIG=",
                                    "CONFIG_MODULE_SIG_FORMAT=",
                                    "CONFIG_SECURITY_SELINUX=",
                                    "CONFIG_LOGO=",
                                    "CONFIG_VT=",
                                    "CONFIG_IKCONFIG=",
                                    "CONFIG_RELOCATABLE=",
                                    "CONFIG_X86_NEED_RELOCS="};

/// Of one call of make: a hundred times what the slowest takes on two processors.
constexpr unsigned kMakeSeconds = 40 * 60;

void tell(const PrepareOptions& options, const std::string& line) {
  if (options.progress) options.progress(line);
}

/// What the private folder is made from. Sources do not count: make's result for
/// them is read again by every run.
/// From 6.2 on Kbuild asks no prefix for the target, and stops at an architecture that it knows none of.
bool wantsTarget(const std::string& tree, const Arch& arch) {
  const std::string text = slurp(tree + "/scripts/Makefile.clang").value_or("");
  return text.find("CLANG_TARGET_FLAGS") != std::string::npos && text.find("$(CROSS_COMPILE:") == std::string::npos &&
         text.find("CLANG_TARGET_FLAGS_" + arch.name + "\t") == std::string::npos &&
         text.find("CLANG_TARGET_FLAGS_" + arch.name + " ") == std::string::npos;
}

std::string keyOf(const PrepareOptions& options, const Arch& arch) {
  std::string material = std::string(kFormat) + "\n" + options.tree + "\n" + arch.name + "\n" + arch.target + "\n" +
                         options.llvm_suffix + "\n" + options.config + "\n" + (options.exec ? "" : "without make\n") +
                         (wantsTarget(options.tree, arch) ? "target named\n" : "");
  for (const char* file : {"/Makefile", "/Kconfig", "/scripts/Makefile.build", "/scripts/Makefile.lib"}) {
    material += slurp(options.tree + file).value_or("-") + "\n";
  }
  for (const char* file : {"/Makefile", "/Kconfig"}) {
    material += slurp(options.tree + "/arch/" + arch.name + file).value_or("-") + "\n";
  }
  return contentHash(material) + "-" + arch.name;
}

/// A folder of links to a tree that was built in place, without what the build
/// generated there: `make O=` accepts it, and the tree stays as it is.
Status linkTree(const std::string& tree, const std::string& farm) {
  std::error_code ec;
  fs::remove_all(farm, ec);
  const auto linkAll = [&](const std::string& from, const std::string& to, const std::vector<std::string>& except) {
    fs::create_directories(to, ec);
    if (ec) return;
    std::error_code listing;
    for (const auto& entry : fs::directory_iterator(from, listing)) {
      const std::string file = entry.path().filename().string();
      if (std::find(except.begin(), except.end(), file) != except.end()) continue;
      fs::create_symlink(entry.path(), fs::path(to) / file, ec);
      if (ec) return;
    }
  };
  linkAll(tree, farm, {".config", ".config.old", "include", "arch", "scripts", "source", "build", ".git"});
  linkAll(tree + "/include", farm + "/include", {"config", "generated"});
  fs::create_directories(farm + "/arch", ec);
  std::error_code listing;
  for (const auto& entry : fs::directory_iterator(tree + "/arch", listing)) {
    const std::string arch = entry.path().filename().string();
    if (!exists(entry.path().string() + "/include/generated")) {
      fs::create_symlink(entry.path(), farm + "/arch/" + arch, ec);
      continue;
    }
    linkAll(entry.path().string(), farm + "/arch/" + arch, {"include"});
    linkAll(entry.path().string() + "/include", farm + "/arch/" + arch + "/include", {"generated"});
  }
  // Host tools that lie in the tree would be taken for up to date; they may be
  // another architecture's or another compiler's. Their sources are linked only.
  const auto linkSources = [&](const auto& self, const std::string& from, const std::string& to) -> void {
    fs::create_directories(to, ec);
    std::error_code inner;
    for (const auto& entry : fs::directory_iterator(from, inner)) {
      const std::string file = entry.path().filename().string();
      const std::string extension = entry.path().extension().string();
      if (entry.is_symlink(inner)) {
        fs::copy_symlink(entry.path(), fs::path(to) / file, ec);
      } else if (entry.is_directory(inner)) {
        self(self, entry.path().string(), to + "/" + file);
      } else if (extension != ".o" && extension != ".cmd" && extension != ".a" && extension != ".so") {
        // A program without a source beside it under another name: built here.
        const bool built = exists(from + "/." + file + ".cmd");
        if (!built) fs::create_symlink(entry.path(), fs::path(to) / file, ec);
      }
    }
  };
  linkSources(linkSources, tree + "/scripts", farm + "/scripts");
  if (ec && ec != std::errc::file_exists) {
    return Error{farm, "cannot be filled with links: " + ec.message(), "choose another folder with --cache"};
  }
  return Done{};
}

class Preparation {
 public:
  Preparation(const PrepareOptions& options, const Arch& arch, std::string folder)
      : options_(options), arch_(arch), folder_(std::move(folder)) {
    configuration_.arch = arch;
    configuration_.source = options.tree;
    configuration_.objects = folder_ + "/objects";
    configuration_.store = folder_;
  }

  Result<Configuration> stored() {
    const auto text = slurp(folder_ + "/prepared.json");
    if (!text) return missing();
    const json stamp = json::parse(*text, nullptr, false);
    if (stamp.is_discarded() || !stamp.is_object()) return missing();
    const auto text_of = [&](const char* key) {
      const auto at = stamp.find(key);
      return at != stamp.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    if (text_of("format") != kFormat || text_of("source").empty()) return missing();
    if (!exists(configuration_.objects + "/include/generated/autoconf.h")) return missing();
    // A cache that was moved: flags and makefiles in it name the old place.
    std::error_code ec;
    if (const std::string made_in = text_of("objects"); made_in != configuration_.objects && !fs::equivalent(made_in, configuration_.objects, ec))
      return missing();
    const auto flags = stamp.find("flags");
    const auto notes = stamp.find("notes");
    if (flags == stamp.end() || !flags->is_array() || notes == stamp.end() || !notes->is_array()) return missing();
    for (const json& flag : *flags) {
      if (flag.is_string()) configuration_.flags.push_back(flag.get<std::string>());
    }
    for (const json& note : *notes) {
      if (note.is_string()) configuration_.notes.push_back(note.get<std::string>());
    }
    configuration_.source = text_of("source");
    const auto from_make = stamp.find("flags_from_make");
    configuration_.flags_from_make = from_make != stamp.end() && from_make->is_boolean() && from_make->get<bool>();
    const auto seconds = stamp.find("seconds");
    if (seconds != stamp.end() && seconds->is_number()) configuration_.seconds = seconds->get<double>();
    return configuration_;
  }

  Result<Configuration> make() {
    const auto start = std::chrono::steady_clock::now();
    std::error_code ec;
    // A folder without its stamp was interrupted: nothing of it is known to be whole.
    fs::remove_all(folder_, ec);
    fs::create_directories(configuration_.objects, ec);
    if (ec) {
      return Error{folder_, "cannot be created: " + ec.message(), "make room there, or choose another folder with --cache"};
    }
    if (builtInPlace(options_.tree)) {
      configuration_.source = folder_ + "/source";
      if (const Status linked = linkTree(options_.tree, configuration_.source); !linked) return linked.error();
      note("the tree was built in place: links to it stand in for it");
      // The user's own configuration, where it is this architecture's.
      const auto config = slurp(options_.tree + "/.config");
      if (config && archOfConfig(*config) == arch_.name) {
        if (writeWhole(configuration_.objects + "/.config", *config)) use_config_ = true;
      }
    }
    if (!options_.exec) note("nothing of the tree was run: flags and generated headers are made up");
    else tell(options_, arch_.name + ": configuring (" + (use_config_ ? "the tree's .config" : options_.config) + ")");
    if (options_.exec) {
      if (const Status status = configure(); !status) return status.error();
      tell(options_, arch_.name + ": generating headers");
      if (const Status status = generate(); !status) return status.error();
    }
    if (const Status status = sharedFlags(); !status) return status.error();
    const TreeVersion version = treeVersion();
    for (std::string& made_up :
         completeHeaders(configuration_.source, configuration_.objects, arch_, version, options_.llvm_suffix, configuration_.flags, options_.exec)) {
      note(std::move(made_up));
    }
    if (!exists(configuration_.objects + "/include/generated/autoconf.h")) {
      return Error{configuration_.objects, "no configuration could be written there",
                   "make room there, or choose another folder with --cache"};
    }
    configuration_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    configuration_.fresh = true;
    store();
    return configuration_;
  }

 private:
  using TreeVersion = std::string;

  static Error missing() { return {"prepared.json", "not there", ""}; }

  void note(std::string phrase) { configuration_.notes.push_back(std::move(phrase)); }

  TreeVersion treeVersion() { return versionOf(slurp(options_.tree + "/Makefile").value_or("")); }

  Result<Output> runMake(const std::vector<std::string>& arguments) {
    Command command;
    command.argv = {"make", "-C", configuration_.source, "O=" + configuration_.objects, "-j" + std::to_string(std::max(1u, options_.jobs))};
    for (std::string& variable : makeVariables(options_.tree, arch_, options_.llvm_suffix)) command.argv.push_back(std::move(variable));
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.unset = makeEnvironment();
    command.set = {"LC_ALL=C", "KBUILD_BUILD_TIMESTAMP=1970-01-01", "KBUILD_BUILD_USER=gupkit", "KBUILD_BUILD_HOST=gupkit"};
    command.timeout_seconds = kMakeSeconds;
    Result<Output> output = run(command);
    // make answers a Ctrl-C of its own terminal with 130 or by the signal.
    if (output && output->status == 130) return Error{"make", "interrupted", "run it again to go on"};
    if (output && output->timed_out)
      return Error{"make", "did not end within " + std::to_string(kMakeSeconds / 60) + " minutes", "see what `make -C " + options_.tree + "` waits for"};
    return output;
  }

  /// .config. A failure leaves it to completeHeaders().
  Status configure() {
    std::vector<std::string> targets = {options_.config, "defconfig"};
    if (use_config_) targets.insert(targets.begin(), "olddefconfig");
    for (const std::string& target : targets) {
      const Result<Output> output = runMake({"-s", target});
      if (!output) {
        if (output.error().fault == "interrupted") return output.error();
        note(output.error().str());
        return Done{};
      }
      if (output->status == 0 && exists(configuration_.objects + "/.config")) return Done{};
      note("make " + target + " failed: " + lastLines(output->errors, 2));
    }
    return Done{};
  }

  /// Generated headers. What fails is made up for later, so make goes on (-k) and
  /// leaves out the tools that only a real build needs.
  Status generate() {
    if (!exists(configuration_.objects + "/.config")) return Done{};
    for (const std::string target : {"prepare", "archprepare"}) {
      std::vector<std::string> arguments = {"-s", "-k", "HOSTCFLAGS=-w -O0 -fcommon", target};
      arguments.insert(arguments.end(), kForFlags.begin(), kForFlags.end());
      arguments.insert(arguments.end(), kForHeaders.begin(), kForHeaders.end());
      const Result<Output> output = runMake(arguments);
      if (!output) {
        if (output.error().fault == "interrupted") return output.error();
        note(output.error().str());
        return Done{};
      }
      if (output->status == 0) break;
      const size_t end = output->errors.find("***");
      const size_t from = end == std::string::npos ? 0 : output->errors.rfind('\n', end) + 1;
      note("make " + target + " did not finish: " + output->errors.substr(from, output->errors.find('\n', from) - from));
      if (exists(configuration_.objects + "/include/generated/utsrelease.h")) break;
    }
    return Done{};
  }

  /// What Kbuild compiles every file with, from its dry run of one file.
  Status sharedFlags() {
    if (options_.exec && exists(configuration_.objects + "/.config")) {
      for (const std::string file : {"init/main", "init/version", "kernel/fork"}) {
        if (!exists(configuration_.source + "/" + file + ".c")) continue;
        std::vector<std::string> dry_run = {"-n", "-k", "V=1", file + ".o"};
        dry_run.insert(dry_run.end(), kForFlags.begin(), kForFlags.end());
        const Result<Output> output = runMake(dry_run);
        if (!output) {
          if (output.error().fault == "interrupted") return output.error();
          break;
        }
        const auto arguments = compileOf(output->text, file + ".c");
        if (!arguments) continue;
        std::vector<std::string> flags = withoutFileNames(parsingFlags(*arguments, configuration_.objects));
        // The folder of the file itself is every file's own matter.
        const std::string own = file.substr(0, file.find('/'));
        flags.erase(std::remove_if(flags.begin(), flags.end(),
                                   [&](const std::string& flag) {
                                     return flag == "-I" + configuration_.source + "/" + own ||
                                            flag == "-I" + configuration_.objects + "/" + own;
                                   }),
                    flags.end());
        for (size_t i = 0; i + 1 < flags.size();) {
          const bool own_folder = flags[i] == "-I" && (flags[i + 1] == configuration_.source + "/" + own ||
                                                       flags[i + 1] == configuration_.objects + "/" + own);
          if (own_folder) {
            flags.erase(flags.begin() + static_cast<std::ptrdiff_t>(i), flags.begin() + static_cast<std::ptrdiff_t>(i) + 2);
          } else {
            ++i;
          }
        }
        configuration_.flags = std::move(flags);
        configuration_.flags_from_make = true;
        break;
      }
    }
    if (!configuration_.flags_from_make) {
      configuration_.flags = synthesizedFlags(configuration_.source, configuration_.objects, arch_);
      if (options_.exec) note("flags synthesized: Kbuild's dry run gave none");
    }
    configuration_.flags.insert(configuration_.flags.end(), arch_.extra.begin(), arch_.extra.end());
    if (arch_.stand_in) standInHeaders();
    dropUnknown();
    return Done{};
  }

  void standInHeaders() {
    const std::string own = "/arch/" + arch_.name + "/include";
    const std::string copies = folder_ + "/no-assembly";
    if (copyWithoutAssembly(configuration_.source + own, copies) == 0) return;
    note("inline assembly left out of the architecture's headers");
    const std::vector<std::string> first = {"-I" + copies, "-I" + copies + "/uapi"};
    configuration_.flags.insert(configuration_.flags.begin(), first.begin(), first.end());
  }

  /// Drops what this Clang refuses, by asking it until it refuses nothing.
  void dropUnknown() {
    for (int round = 0; round < 12; ++round) {
      Command command;
      command.argv = {"clang" + options_.llvm_suffix};
      for (size_t i = 0; i < configuration_.flags.size(); ++i) {
        // Headers are not wanted here.
        if (configuration_.flags[i] == "-include") {
          ++i;
          continue;
        }
        command.argv.push_back(configuration_.flags[i]);
      }
      for (const char* flag : {"-fsyntax-only", "-x", "c", "/dev/null"}) command.argv.push_back(flag);
      command.timeout_seconds = 30;
      const Result<Output> output = run(command);
      if (!output || output->status == 0) return;
      const size_t before = configuration_.flags.size();
      const auto& flags = configuration_.flags;
      std::vector<std::string> kept;
      for (size_t i = 0; i < flags.size(); ++i) {
        const std::string quoted = "'" + flags[i] + "'";
        const size_t equals = flags[i].find('=');
        const bool machine = flags[i].rfind("-mcpu=", 0) == 0 || flags[i].rfind("-march=", 0) == 0 || flags[i].rfind("-mtune=", 0) == 0;
        const bool named = (machine && output->errors.find("'" + flags[i].substr(equals + 1) + "'") != std::string::npos) ||
                           output->errors.find(quoted) != std::string::npos ||
                           (equals != std::string::npos &&
                            output->errors.find("'" + flags[i].substr(0, equals + 1) + "'") != std::string::npos);
        if (!named || flags[i].rfind("-I", 0) == 0 || flags[i].rfind("--target", 0) == 0) kept.push_back(flags[i]);
      }
      configuration_.flags = std::move(kept);
      if (configuration_.flags.size() == before) {
        note("clang does not take the shared flags: " + lastLines(output->errors, 1));
        return;
      }
    }
  }

  void store() {
    json stamp;
    stamp["format"] = kFormat;
    stamp["tree"] = options_.tree;
    stamp["source"] = configuration_.source;
    stamp["objects"] = configuration_.objects;
    stamp["flags"] = configuration_.flags;
    stamp["flags_from_make"] = configuration_.flags_from_make;
    stamp["seconds"] = configuration_.seconds;
    stamp["notes"] = configuration_.notes;
    const Status wrote =
        writeWhole(folder_ + "/prepared.json", stamp.dump(1, ' ', false, json::error_handler_t::replace));
    if (!wrote) note(wrote.error().str());
  }

  const PrepareOptions& options_;
  const Arch& arch_;
  std::string folder_;
  Configuration configuration_;
  bool use_config_ = false;
};

/// A .cmd file with the flags of an ordinary built-in object.
std::vector<std::string> flagsOfCmdFiles(const std::string& objects) {
  for (const char* file : {"init/main", "kernel/fork", "kernel/exit", "mm/gup", "mm/memory", "lib/string", "fs/open"}) {
    const std::string path = file;
    const size_t slash = path.find('/');
    const auto text = slurp(objects + "/" + path.substr(0, slash + 1) + "." + path.substr(slash + 1) + ".o.cmd");
    if (!text) continue;
    const size_t assign = text->find(":=");
    if (assign == std::string::npos) continue;
    const std::string command = text->substr(assign + 2, text->find('\n', assign) - assign - 2);
    if (const auto arguments = compileOf(command, path + ".c")) {
      return withoutFileNames(parsingFlags(*arguments, objects));
    }
  }
  return {};
}

}  // namespace

bool builtInPlace(const std::string& tree) {
  if (exists(tree + "/.config") || exists(tree + "/include/config") || exists(tree + "/include/generated")) return true;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(tree + "/arch", ec)) {
    if (exists(entry.path().string() + "/include/generated")) return true;
  }
  return false;
}

std::vector<std::string> makeVariables(const std::string& tree, const Arch& arch, const std::string& llvm_suffix) {
  // LLVM=-19 is understood since 5.18 only; the tools one by one always were. The
  // triple goes in as the prefix of tools that are not called, which Kbuild has
  // turned into --target= since 4.4.
  const std::string& s = llvm_suffix;
  std::vector<std::string> variables = {"ARCH=" + arch.make_arch,
                                        "CROSS_COMPILE=" + arch.target + "-",
                                        "LLVM=1",
                                        "LLVM_IAS=1",
                                        "CC=clang" + s,
                                        "LD=ld.lld" + s,
                                        "AR=llvm-ar" + s,
                                        "NM=llvm-nm" + s,
                                        "OBJCOPY=llvm-objcopy" + s,
                                        "OBJDUMP=llvm-objdump" + s,
                                        "STRIP=llvm-strip" + s,
                                        "READELF=llvm-readelf" + s,
                                        "HOSTCC=cc",
                                        "HOSTCXX=c++"};
  if (wantsTarget(tree, arch)) variables.push_back("CLANG_TARGET_FLAGS=" + arch.target);
  return variables;
}

const std::vector<std::string>& makeEnvironment() {
  static const std::vector<std::string> names = {
      "MAKEFLAGS", "MAKELEVEL",     "MFLAGS",       "GNUMAKEFLAGS", "KBUILD_OUTPUT", "ARCH",      "SUBARCH", "CROSS_COMPILE",
      "LLVM",      "KCFLAGS",       "KCPPFLAGS",    "KBUILD_EXTMOD", "M",            "O",         "V",       "C",
      "W",         "KCONFIG_CONFIG", "KCONFIG_ALLCONFIG", "LOCALVERSION", "KBUILD_VERBOSE", "srctree", "objtree",
      "SRCARCH",   "sub_make_done", "KERNELRELEASE"};
  return names;
}

std::string builtinHeaders(const std::string& llvm_suffix) {
  Command command;
  command.argv = {"clang" + llvm_suffix, "-print-file-name=include"};
  command.timeout_seconds = 30;
  const Result<Output> output = run(command);
  if (!output || output->status != 0) return {};
  const std::string path = output->text.substr(0, output->text.find('\n'));
  return exists(path + "/stddef.h") ? path : std::string();
}

Result<Configuration> preparePrivate(const PrepareOptions& options, const Arch& arch) {
  if (!options.exec) {
    // What make has left in the cache before is as good: nothing runs.
    PrepareOptions earlier = options;
    earlier.exec = true;
    if (Result<Configuration> stored = Preparation(earlier, arch, earlier.cache + "/kbuild/" + keyOf(earlier, arch)).stored())
      return stored;
  }
  if (!exists(options.tree + "/arch/" + arch.name)) {
    return Error{arch.name, "is no architecture of this tree", "name a folder of its arch/"};
  }
  const std::string folder = options.cache + "/kbuild/" + keyOf(options, arch);
  std::error_code ec;
  fs::create_directories(options.cache + "/kbuild", ec);
  if (Result<Configuration> stored = Preparation(options, arch, folder).stored()) return stored;
  const FileLock lock(folder + ".lock");
  // Another run may have done the work while this one waited.
  if (Result<Configuration> stored = Preparation(options, arch, folder).stored()) return stored;
  return Preparation(options, arch, folder).make();
}

Result<Configuration> readUserBuild(const PrepareOptions& options, const std::string& objects) {
  const Error unusable{objects, "holds no built configuration", ""};
  if (!exists(objects + "/include/generated/autoconf.h")) return unusable;
  const auto conf = slurp(objects + "/include/config/auto.conf");
  const auto config = conf ? conf : slurp(objects + "/.config");
  if (!config) return unusable;
  const std::string arch = archOfConfig(*config);
  if (arch.empty()) return unusable;
  Configuration configuration;
  configuration.arch = archNamed(arch);
  configuration.source = options.tree;
  configuration.objects = objects;
  if (!options.cache.empty()) configuration.store = options.cache + "/kbuild/user-" + contentHash(objects);
  configuration.flags = flagsOfCmdFiles(objects);
  configuration.flags_from_make = !configuration.flags.empty();
  if (configuration.flags.empty()) {
    configuration.flags = synthesizedFlags(options.tree, objects, configuration.arch);
    configuration.notes.push_back("flags synthesized: no .cmd file beside the built objects");
  } else if (std::none_of(configuration.flags.begin(), configuration.flags.end(),
                          [](const std::string& flag) { return flag.rfind("--target", 0) == 0; })) {
    configuration.flags.insert(configuration.flags.begin(), "--target=" + configuration.arch.target);
  }
  configuration.flags.insert(configuration.flags.end(), configuration.arch.extra.begin(), configuration.arch.extra.end());
  return configuration;
}

}  // namespace gupkit::kbuild
