// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/generated.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>

#include "kbuild/files.h"
#include "kbuild/process.h"
#include "support/text.h"

namespace gupkit::kbuild {
namespace {

namespace fs = std::filesystem;

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// A path that a makefile of the tree names leads to a file below the folder that it is added to.
bool staysBelow(std::string_view path) {
  if (path.empty() || path[0] == '/' || path.find('\0') != std::string_view::npos) return false;
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    if (path.substr(at, end - at) == "..") return false;
    at = end + 1;
  }
  return true;
}

/// Clang's assembly of a source; empty if it does not compile.
std::string assemblyOf(const std::string& source, const std::string& objects, const std::string& llvm_suffix,
                       const std::vector<std::string>& flags) {
  Command command;
  command.argv = {"clang" + llvm_suffix};
  for (size_t i = 0; i < flags.size(); ++i) {
    // Past the driver, which would take a precompiled header of the tree (kconfig.h.gch) for it.
    const bool forced = flags[i] == "-include" && i + 1 < flags.size();
    if (forced) command.argv.insert(command.argv.end(), {"-Xclang", "-include", "-Xclang", flags[++i]});
    else command.argv.push_back(flags[i]);
  }
  for (const char* flag : {"-DKBUILD_MODNAME=\"x\"", "-DKBUILD_BASENAME=\"x\"", "-w", "-fno-lto", "-S", "-o", "-"}) {
    command.argv.push_back(flag);
  }
  command.argv.push_back(source);
  command.directory = objects;
  command.timeout_seconds = 60;
  command.memory_mib = 4096;
  Result<Output> output = run(command);
  if (output && output->status != 0) {
    // Some asked for a GCC that is newer than the one that Clang claims to be.
    command.argv.insert(command.argv.end() - 1, "-fgnuc-version=5.1");
    output = run(command);
  }
  return output && output->status == 0 ? output->text : std::string();
}

/// Values that every layout accepts; only sizes of bit fields depend on them.
constexpr const char* kBounds =
    "#ifndef __LINUX_BOUNDS_H__\n#define __LINUX_BOUNDS_H__\n"
    "#define NR_PAGEFLAGS 24\n#define MAX_NR_ZONES 4\n#define NR_CPUS_BITS 13\n"
    "#define SPINLOCK_SIZE 4\n#define LRU_GEN_WIDTH 0\n#define __LRU_REFS_WIDTH 0\n#endif\n";

void writeMissing(const std::string& path, std::string_view text, const std::string& what,
                  std::vector<std::string>& notes) {
  if (exists(path)) return;
  if (writeWhole(path, text)) notes.push_back(what);
}

/// The header that kernel/time/timeconst.bc computes from CONFIG_HZ; empty without bc.
std::string timeConstants(const std::string& tree, const std::string& objects) {
  const std::string config = slurp(objects + "/include/config/auto.conf").value_or("");
  const size_t at = config.find("CONFIG_HZ=");
  const std::string hz = at == std::string::npos ? "250" : config.substr(at + 10, config.find('\n', at) - at - 10);
  const std::string script = tree + "/kernel/time/timeconst.bc";
  if (!exists(script) || hz.find_first_not_of("0123456789") != std::string::npos) return {};
  // bc reads the number from its input, which here is a second file.
  const std::string number = objects + "/include/generated/.hz";
  if (!writeWhole(number, hz + "\n")) return {};
  Command command;
  command.argv = {"sh", "-c", "exec bc -q \"$1\" < \"$2\"", "sh", script, number};
  command.timeout_seconds = 30;
  command.memory_mib = 1024;
  const Result<Output> output = run(command);
  return output && output->status == 0 ? output->text : std::string();
}

/// arch/<x>/include/generated/[uapi/]asm wrappers: what the architecture lists as
/// generic, and every mandatory one that it does not have.
void writeWrappers(const std::string& tree, const std::string& objects, const Arch& arch,
                   std::vector<std::string>& notes) {
  unsigned written = 0;
  for (const bool uapi : {true, false}) {
    const std::string part = uapi ? "include/uapi/asm" : "include/asm";
    const std::string own = tree + "/arch/" + arch.name + "/" + part;
    const std::string generic = tree + (uapi ? "/include/uapi/asm-generic" : "/include/asm-generic");
    std::set<std::string> wanted;
    if (const auto text = slurp(own + "/Kbuild")) {
      for (std::string& name : genericHeaders(*text)) wanted.insert(std::move(name));
    }
    if (const auto text = slurp(generic + "/Kbuild")) {
      for (std::string& name : genericHeaders(*text)) wanted.insert(std::move(name));
    }
    if (const auto text = slurp(tree + "/include/uapi/asm-generic/Kbuild.asm"); text && uapi) {
      for (std::string& name : genericHeaders(*text)) wanted.insert(std::move(name));
    }
    const std::string folder = objects + "/arch/" + arch.name + "/include/generated/" + (uapi ? "uapi/asm/" : "asm/");
    for (const std::string& name : wanted) {
      if (!staysBelow(name)) {
        notes.push_back("generic header " + name + " is not made: it leads out of its folder");
        continue;
      }
      if (exists(own + "/" + name) || exists(folder + name) || !exists(generic + "/" + name)) continue;
      if (writeWhole(folder + name, "#include <asm-generic/" + name + ">\n")) ++written;
    }
  }
  if (written != 0) notes.push_back(std::to_string(written) + " asm-generic wrappers written");
}

}  // namespace

std::string autoconfOf(std::string_view config, bool for_make) {
  std::string out;
  for (std::string_view line : linesOf(config)) {
    if (line.substr(0, 7) != "CONFIG_") continue;
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string symbol(line.substr(0, equals));
    const std::string_view value = line.substr(equals + 1);
    if (for_make) {
      out += std::string(line) + "\n";
    } else if (value == "y") {
      out += "#define " + symbol + " 1\n";
    } else if (value == "m") {
      out += "#define " + symbol + "_MODULE 1\n";
    } else if (value != "n") {
      out += "#define " + symbol + " " + std::string(value) + "\n";
    }
  }
  return out;
}

std::vector<std::string> genericHeaders(std::string_view kbuild) {
  std::vector<std::string> headers;
  std::string joined;
  for (std::string_view line : linesOf(kbuild)) {
    joined += line.substr(0, line.find('#'));
    if (!joined.empty() && joined.back() == '\\') {
      joined.back() = ' ';
      continue;
    }
    const size_t equals = joined.find('=');
    const std::string name = joined.substr(0, joined.find_first_of(" \t+:="));
    if (equals != std::string::npos && (name == "generic-y" || name == "mandatory-y")) {
      std::string word;
      for (char c : joined.substr(equals + 1) + " ") {
        if (!std::isspace(static_cast<unsigned char>(c))) {
          word += c;
        } else if (!word.empty()) {
          headers.push_back(std::move(word));
          word.clear();
        }
      }
    }
    joined.clear();
  }
  return headers;
}

std::string offsetsHeader(std::string_view assembly, std::string_view guard) {
  std::string body;
  for (std::string_view line : linesOf(assembly)) {
    // `.ascii "->NAME $VALUE text"`; older kernels emit the arrow without .ascii.
    const size_t arrow = line.find("->");
    if (arrow == std::string_view::npos) continue;
    const std::string_view before = line.substr(0, arrow);
    if (before.find(".ascii") == std::string_view::npos &&
        before.find_first_not_of(" \t\"") != std::string_view::npos) {
      continue;
    }
    std::string_view rest = line.substr(arrow + 2);
    const size_t space = rest.find(' ');
    if (space == std::string_view::npos || space == 0) continue;
    const std::string name(rest.substr(0, space));
    rest = rest.substr(space + 1);
    std::string value(rest.substr(0, rest.find_first_of(" \"")));
    value.erase(std::remove_if(value.begin(), value.end(), [](char c) { return c == '$' || c == '#'; }), value.end());
    if (!value.empty()) body += "#define " + name + " " + value + "\n";
  }
  if (body.empty()) return {};
  const std::string g(guard);
  return "#ifndef " + g + "\n#define " + g + "\n" + body + "#endif\n";
}

std::vector<OffsetsRule> offsetsRules(std::string_view kbuild) {
  // $(bounds-file): kernel/bounds.s FORCE                    up to 5.0 $(obj)/$(bounds-file)
  //         $(call filechk,offsets,__LINUX_BOUNDS_H__)
  constexpr std::string_view call = "$(call filechk,offsets,";
  std::vector<OffsetsRule> rules;
  std::map<std::string, std::string, std::less<>> variables;
  std::string_view before;
  for (std::string_view line : linesOf(kbuild)) {
    const std::string_view text = trim(line);
    if (const size_t is = text.find(":="); is != std::string_view::npos && line[0] != '\t')
      variables[std::string(trim(text.substr(0, is)))] = trim(text.substr(is + 2));
    const size_t end = before.find("):"), begin = before.rfind("$(", end), close = text.find(')');
    if (text.starts_with(call) && close != std::string_view::npos && end != std::string_view::npos && begin < end) {
      const auto header = variables.find(before.substr(begin + 2, end - begin - 2));
      const std::string_view needs = trim(before.substr(end + 2));
      const std::string_view assembly = needs.substr(0, needs.find(' '));
      if (header != variables.end() && assembly.ends_with(".s"))
        rules.push_back({header->second, std::string(assembly.substr(0, assembly.size() - 1)) + "c",
                         std::string(text.substr(call.size(), close - call.size()))});
    }
    before = text;
  }
  return rules;
}

std::vector<std::string> completeHeaders(const std::string& tree, const std::string& objects, const Arch& arch,
                                         const std::string& version, const std::string& llvm_suffix,
                                         const std::vector<std::string>& flags, bool exec) {
  std::vector<std::string> notes;
  const std::string generated = objects + "/include/generated/";
  if (!exists(generated + "autoconf.h")) {
    std::string config = slurp(objects + "/.config").value_or("");
    std::string origin = "the .config";
    if (config.empty()) {
      for (const std::string& defconfig : {arch.make_arch + "_defconfig", std::string("defconfig")}) {
        const auto text = slurp(tree + "/arch/" + arch.name + "/configs/" + defconfig);
        if (!text) continue;
        config = *text;
        origin = defconfig;
        break;
      }
      config += "CONFIG_MMU=y\nCONFIG_MODULES=y\nCONFIG_SMP=y\nCONFIG_NR_CPUS=64\nCONFIG_HZ=250\n";
      config += "CONFIG_PGTABLE_LEVELS=" + std::string(arch.is_64bit ? "4" : "2") + "\nCONFIG_PHYS_ADDR_T_64BIT=y\n";
      config += "CONFIG_NODES_SHIFT=6\nCONFIG_LOG_BUF_SHIFT=17\nCONFIG_BASE_SMALL=0\n";
      if (arch.is_64bit) config += "CONFIG_64BIT=y\n";
      if (arch.name == "x86") config += "CONFIG_X86=y\nCONFIG_X86_64=y\nCONFIG_X86_L1_CACHE_SHIFT=6\n";
    }
    writeMissing(generated + "autoconf.h", autoconfOf(config, false), "autoconf.h made from " + origin, notes);
    if (!exists(objects + "/include/config/auto.conf")) {
      (void)!writeWhole(objects + "/include/config/auto.conf", autoconfOf(config, true));
    }
  }
  writeWrappers(tree, objects, arch, notes);
  writeMissing(generated + "utsrelease.h", "#define UTS_RELEASE \"" + version + "\"\n", "utsrelease.h made up", notes);

  unsigned numbers[3] = {0, 0, 0};
  size_t at = 0;
  for (unsigned& number : numbers) {
    while (at < version.size() && std::isdigit(static_cast<unsigned char>(version[at]))) {
      number = number * 10 + static_cast<unsigned>(version[at++] - '0');
    }
    if (at < version.size() && version[at] == '.') ++at;
  }
  writeMissing(generated + "uapi/linux/version.h",
               "#define LINUX_VERSION_CODE " +
                   std::to_string(numbers[0] * 65536 + numbers[1] * 256 + std::min(numbers[2], 255u)) +
                   "\n#define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))\n" +
                   "#define LINUX_VERSION_MAJOR " + std::to_string(numbers[0]) + "\n#define LINUX_VERSION_PATCHLEVEL " +
                   std::to_string(numbers[1]) + "\n#define LINUX_VERSION_SUBLEVEL " + std::to_string(numbers[2]) + "\n",
               "version.h made up", notes);
  writeMissing(generated + "compile.h",
               "#define UTS_MACHINE \"" + arch.name +
                   "\"\n#define UTS_VERSION \"#1\"\n#define LINUX_COMPILE_BY \"\"\n#define LINUX_COMPILE_HOST \"\"\n"
                   "#define LINUX_COMPILER \"\"\n",
               "compile.h made up", notes);

  // bounds.c needs nothing generated but itself; asm-offsets.c needs the other two.
  if (!exists(generated + "bounds.h")) {
    std::vector<std::string> with = flags;
    with.push_back("-D__GENERATING_BOUNDS_H");
    const std::string header =
        offsetsHeader(assemblyOf(tree + "/kernel/bounds.c", objects, llvm_suffix, with), "__LINUX_BOUNDS_H__");
    writeMissing(generated + "bounds.h", header.empty() ? kBounds : header,
                 header.empty() ? "bounds.h made up" : "bounds.h made with Clang alone", notes);
  }
  if (!exists(generated + "timeconst.h")) {
    const std::string header = exec ? timeConstants(tree, objects) : std::string();
    writeMissing(generated + "timeconst.h", header, header.empty() ? "timeconst.h left empty" : "timeconst.h made with bc alone",
                 notes);
  }
  std::vector<OffsetsRule> rules = offsetsRules(slurp(tree + "/Kbuild").value_or(""));
  const std::string asm_offsets = "arch/" + arch.name + "/kernel/asm-offsets.c";
  rules.insert(rules.begin(), {"include/generated/asm-offsets.h", asm_offsets, "__ASM_OFFSETS_H__"});
  for (const OffsetsRule& rule : rules) {
    if (!staysBelow(rule.header) || !staysBelow(rule.source)) {
      notes.push_back(rule.header + " is not made: it leads out of its folder");
      continue;
    }
    if (exists(objects + "/" + rule.header)) continue;
    const std::string name = fs::path(rule.header).filename().string();
    const std::string header =
        offsetsHeader(assemblyOf(tree + "/" + rule.source, objects, llvm_suffix, flags), rule.guard);
    writeMissing(objects + "/" + rule.header, header, name + (header.empty() ? " left empty" : " made with Clang alone"), notes);
  }
  return notes;
}

std::vector<std::string> synthesizedFlags(const std::string& tree, const std::string& objects, const Arch& arch) {
  const std::string own = "/arch/" + arch.name + "/include";
  std::vector<std::string> flags = {"-nostdinc",
                                    "-I" + tree + own,
                                    "-I" + objects + own + "/generated",
                                    "-I" + tree + "/include",
                                    "-I" + objects + "/include",
                                    "-I" + tree + own + "/uapi",
                                    "-I" + objects + own + "/generated/uapi",
                                    "-I" + tree + "/include/uapi",
                                    "-I" + objects + "/include/generated/uapi"};
  for (const char* header : {"compiler-version.h", "kconfig.h", "compiler_types.h"}) {
    const std::string path = tree + "/include/linux/" + header;
    if (!exists(path)) continue;
    flags.push_back("-include");
    flags.push_back(path);
  }
  flags.insert(flags.end(), {"-D__KERNEL__", "--target=" + arch.target});
  // gnu11 since 5.18, where compiler-version.h had come; gnu89 before.
  const auto makefile = slurp(tree + "/Makefile");
  flags.push_back(makefile && makefile->find("-std=gnu11") != std::string::npos ? "-std=gnu11" : "-std=gnu89");
  flags.insert(flags.end(), {"-fshort-wchar", "-fno-strict-aliasing", "-fno-common", "-O2", "-fno-PIE", "-Wno-pointer-sign"});
  if (arch.name == "x86" || arch.name == "um") {
    flags.insert(flags.end(), {"-m64", "-mcmodel=kernel", "-mno-sse", "-mno-red-zone"});
  } else if (arch.name == "arm") {
    flags.insert(flags.end(), {"-D__LINUX_ARM_ARCH__=7", "-march=armv7-a", "-msoft-float", "-Uarm"});
  } else if (arch.name == "arm64") {
    flags.insert(flags.end(), {"-mgeneral-regs-only", "-DKASAN_SHADOW_SCALE_SHIFT=3"});
  } else if (arch.name == "powerpc") {
    flags.insert(flags.end(), {"-mbig-endian", "-m64", "-msoft-float", "-D_CALL_ELF=2"});
  } else if (arch.name == "s390") {
    flags.insert(flags.end(), {"-m64", "-march=z10", "-mbackchain"});
  } else if (arch.name == "mips") {
    flags.push_back("-I" + tree + "/arch/mips/include/asm/mach-generic");
    flags.insert(flags.end(), {"-DVMLINUX_LOAD_ADDRESS=0xffffffff80100000", "-D_LOONGSON_32BIT=0"});
  }
  return flags;
}

}  // namespace gupkit::kbuild
