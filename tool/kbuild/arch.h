// SPDX-License-Identifier: GPL-2.0-only
// The architectures of the kernel, as this Clang can parse them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gupkit::kbuild {

/// One folder of arch/.
struct Arch {
  std::string name;       ///< SRCARCH: the folder under arch/
  std::string make_arch;  ///< what make's ARCH= takes: "sparc64" for sparc
  std::string target;     ///< Clang's triple
  /// Clang does not know the architecture: `target` is another one of the same
  /// word size and byte order. Declarations parse; inline assembly does not.
  bool stand_in = false;
  std::vector<std::string> extra;  ///< flags of a stand-in: the macros of the real architecture
  bool is_64bit = true;
};

/// The table's row; an unknown name gets a 64-bit stand-in, so that a new or a
/// vendor's architecture is still tried.
Arch archNamed(const std::string& name);

/// Whether the table has the name.
bool isArch(const std::string& name);

/// SRCARCH for a value of ARCH=: "x86_64" -> "x86".
std::string srcarchOf(const std::string& make_arch);

/// The <x> of "arch/<x>/..."; empty for any other path.
std::string archOfPath(std::string_view file);

/// The architecture whose symbol is set in a configuration's text (.config or
/// auto.conf); empty if none is.
std::string archOfConfig(std::string_view config);

/// The architecture that a Kconfig symbol belongs to by its name: "PPC64" ->
/// "powerpc"; empty if the name alone does not tell.
std::string archOfSymbol(std::string_view symbol);

}  // namespace gupkit::kbuild
