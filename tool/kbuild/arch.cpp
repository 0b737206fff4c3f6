// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/arch.h"

#include <array>

namespace gupkit::kbuild {
namespace {

struct Row {
  const char* name;
  const char* make_arch;
  const char* target;
  bool is_64bit;
  bool stand_in;
  const char* macros;  ///< of a stand-in, space separated
};

// Stand-ins have the word size and the byte order that the kernel uses there.
constexpr std::array<Row, 33> kArchs = {{
    {"x86", "x86_64", "x86_64-linux-gnu", true, false, ""},
    {"arm64", "arm64", "aarch64-linux-gnu", true, false, ""},
    {"arm", "arm", "arm-linux-gnueabi", false, false, ""},
    {"powerpc", "powerpc", "powerpc64le-linux-gnu", true, false, ""},
    {"s390", "s390", "s390x-linux-gnu", true, false, ""},
    {"mips", "mips", "mips-linux-gnu", false, false, ""},
    {"riscv", "riscv", "riscv64-linux-gnu", true, false, ""},
    {"sparc", "sparc64", "sparc64-linux-gnu", true, false, ""},
    {"loongarch", "loongarch", "loongarch64-linux-gnusf", true, false, ""},
    {"m68k", "m68k", "m68k-linux-gnu", false, false, ""},
    {"hexagon", "hexagon", "hexagon-linux-musl", false, false, ""},
    {"arc", "arc", "arc-linux-gnu", false, false, ""},
    {"csky", "csky", "csky-linux-gnuabiv2", false, false, ""},
    {"um", "um", "x86_64-linux-gnu", true, false, ""},
    {"ia64", "ia64", "x86_64-linux-gnu", true, true, "__ia64__ __ia64"},
    {"alpha", "alpha", "x86_64-linux-gnu", true, true, "__alpha__ __alpha"},
    {"sh", "sh", "arm-linux-gnueabi", false, true, "__sh__ __SH4__ __sh4__"},
    {"parisc", "parisc", "powerpc-linux-gnu", false, true, "__hppa__ __hppa"},
    {"xtensa", "xtensa", "arm-linux-gnueabi", false, true, "__xtensa__ __XTENSA__ __XTENSA_EL__"},
    {"microblaze", "microblaze", "arm-linux-gnueabi", false, true, "__microblaze__ __MICROBLAZEEL__"},
    {"nios2", "nios2", "arm-linux-gnueabi", false, true, "__nios2__ __nios2"},
    {"openrisc", "openrisc", "powerpc-linux-gnu", false, true, "__or1k__ __OR1K__"},
    {"h8300", "h8300", "powerpc-linux-gnu", false, true, "__H8300H__"},
    {"nds32", "nds32", "arm-linux-gnueabi", false, true, "__nds32__ __NDS32_EL__"},
    {"unicore32", "unicore32", "arm-linux-gnueabi", false, true, "__unicore32__ __unicore__"},
    {"c6x", "c6x", "arm-linux-gnueabi", false, true, "_TMS320C6X"},
    {"blackfin", "blackfin", "arm-linux-gnueabi", false, true, "__bfin__"},
    {"cris", "cris", "arm-linux-gnueabi", false, true, "__cris__"},
    {"frv", "frv", "powerpc-linux-gnu", false, true, "__frv__"},
    {"m32r", "m32r", "powerpc-linux-gnu", false, true, "__m32r__"},
    {"mn10300", "mn10300", "arm-linux-gnueabi", false, true, "__mn10300__"},
    {"score", "score", "arm-linux-gnueabi", false, true, "__score__"},
    {"tile", "tilegx", "x86_64-linux-gnu", true, true, "__tilegx__ __tile__"},
}};

struct SymbolRow {
  std::string_view symbol;
  const char* arch;
};

// The symbol that each architecture's own Kconfig sets; the first match counts.
constexpr std::array<SymbolRow, 48> kSymbols = {{
    {"X86", "x86"},          {"X86_64", "x86"},      {"X86_32", "x86"},       {"UML_X86", "um"},
    {"UML", "um"},           {"ARM64", "arm64"},     {"ARM", "arm"},          {"PPC", "powerpc"},
    {"PPC32", "powerpc"},    {"PPC64", "powerpc"},   {"PPC_PSERIES", "powerpc"}, {"PPC_POWERNV", "powerpc"},
    {"PPC_BOOK3S_64", "powerpc"}, {"FSL_SOC", "powerpc"}, {"SPAPR_TCE_IOMMU", "powerpc"}, {"S390", "s390"},
    {"MIPS", "mips"},        {"MIPS32", "mips"},     {"SPARC", "sparc"},      {"SPARC32", "sparc"},
    {"SPARC64", "sparc"},    {"SUPERH", "sh"},       {"SUPERH32", "sh"},      {"SH_DREAMCAST", "sh"},
    {"M68K", "m68k"},        {"COLDFIRE", "m68k"},   {"RISCV", "riscv"},      {"LOONGARCH", "loongarch"},
    {"IA64", "ia64"},        {"ALPHA", "alpha"},     {"PARISC", "parisc"},    {"XTENSA", "xtensa"},
    {"MICROBLAZE", "microblaze"}, {"NIOS2", "nios2"}, {"OPENRISC", "openrisc"}, {"HEXAGON", "hexagon"},
    {"ARC", "arc"},          {"CSKY", "csky"},       {"H8300", "h8300"},      {"NDS32", "nds32"},
    {"UNICORE32", "unicore32"}, {"BLACKFIN", "blackfin"}, {"CRIS", "cris"},   {"FRV", "frv"},
    {"M32R", "m32r"},        {"MN10300", "mn10300"}, {"SCORE", "score"},      {"TILE", "tile"},
}};

}  // namespace

Arch archNamed(const std::string& name) {
  for (const Row& row : kArchs) {
    if (name != row.name) continue;
    Arch arch{row.name, row.make_arch, row.target, row.stand_in, {}, row.is_64bit};
    if (!row.stand_in) return arch;
    for (const char* macro : {"__x86_64__", "__x86_64", "__amd64__", "__amd64", "__i386__", "__arm__", "__arm",
                              "__ARM_EABI__", "__powerpc__", "__PPC__", "__powerpc"}) {
      arch.extra.push_back(std::string("-U") + macro);
    }
    std::string_view macros = row.macros;
    while (!macros.empty()) {
      const size_t end = macros.find(' ');
      arch.extra.push_back("-D" + std::string(macros.substr(0, end)));
      macros = end == std::string_view::npos ? std::string_view() : macros.substr(end + 1);
    }
    return arch;
  }
  return {name, name, "x86_64-linux-gnu", true, {}, true};
}

bool isArch(const std::string& name) {
  for (const Row& row : kArchs)
    if (name == row.name) return true;
  return false;
}

std::string srcarchOf(const std::string& make_arch) {
  if (make_arch == "i386" || make_arch == "x86_64" || make_arch == "x32") return "x86";
  if (make_arch == "sparc32" || make_arch == "sparc64") return "sparc";
  if (make_arch == "sh64") return "sh";
  if (make_arch == "tilepro" || make_arch == "tilegx") return "tile";
  if (make_arch == "parisc64") return "parisc";
  if (make_arch == "aarch64") return "arm64";
  if (make_arch == "ppc" || make_arch == "ppc64" || make_arch == "ppc64le") return "powerpc";
  return make_arch;
}

std::string archOfPath(std::string_view file) {
  if (file.substr(0, 5) != "arch/") return {};
  file.remove_prefix(5);
  const size_t slash = file.find('/');
  return slash == std::string_view::npos ? std::string() : std::string(file.substr(0, slash));
}

std::string archOfConfig(std::string_view config) {
  std::string found;
  for (const SymbolRow& row : kSymbols) {
    const std::string line = "CONFIG_" + std::string(row.symbol) + "=y";
    for (size_t at = config.find(line); at != std::string_view::npos; at = config.find(line, at + 1)) {
      const size_t end = at + line.size();
      if ((at == 0 || config[at - 1] == '\n') && (end == config.size() || config[end] == '\n')) {
        // User-mode Linux sets the symbol of its host's architecture as well.
        if (std::string(row.arch) == "um") return row.arch;
        if (found.empty()) found = row.arch;
      }
    }
  }
  return found;
}

std::string archOfSymbol(std::string_view symbol) {
  for (const SymbolRow& row : kSymbols) {
    if (row.symbol == symbol) return row.arch;
  }
  return {};
}

}  // namespace gupkit::kbuild
