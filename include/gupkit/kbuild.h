// SPDX-License-Identifier: GPL-2.0-only
// How a file of a kernel tree is compiled: which configuration, which flags.
//
// Sources, best first: compile_commands.json of the tree or of its O= folder,
// .cmd files beside the objects, Kbuild itself (its own makefiles, read by make
// in a private O= folder under the cache), and a synthesized set. The tree itself
// is never written. A file of another architecture gets that architecture's flags.
#pragma once

#include <map>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/tree.h"

namespace gupkit {

/// Where a CompileUnit's flags came from.
enum class FlagSource { compile_commands, cmd_file, dry_run, synthesized };

/// One file in one configuration, ready for Clang's -cc1 driver.
struct CompileUnit {
  std::string file;       ///< relative to the tree (or to the module, for an out-of-tree driver)
  std::string arch;       ///< SRCARCH: "x86", "arm64", "powerpc", ...
  std::string directory;  ///< absolute; the flags' relative paths start here
  /// argv for the clang driver without argv[0], without -c/-o/-MD and without the
  /// file; flags that this Clang does not know are gone already.
  std::vector<std::string> flags;
  FlagSource source = FlagSource::synthesized;
  /// Clang does not know `arch`: another target of the same word size and byte
  /// order stands in, so errors inside assembly statements say nothing.
  bool stand_in_target = false;
  /// The configuration leaves the file out of the build; it is parsed all the same.
  bool left_out = false;
  /// Names the configuration: "x86", or "powerpc+ppc64e_defconfig" where the usual
  /// one of the architecture did not do.
  std::string configuration;
  /// Symbols ("CONFIG_X") that `flags` set for this file alone, for code that no configuration compiles.
  std::vector<std::string> defined;
  /// A second look at a file, for code that its usual configuration leaves out.
  bool second = false;
  /// Lines of the file that are read as others of the same length, by their offset: directives that choose a branch
  /// which no configuration compiles. tool/cli/branches.h
  std::map<uint32_t, std::string> turned;
  /// The header that these lines are of, relative to the tree; empty: they are the file's own.
  std::string turned_file;
};

const char* name(FlagSource source);

/// Fails for a name that is no architecture of the tree (SRCARCH or ARCH).
Status checkArchs(const TreeInfo& tree, const std::vector<std::string>& archs);

/// `flags` without those that `known` refuses, their separate arguments included.
std::vector<std::string> dropGccOnly(const std::vector<std::string>& flags,
                                     const std::function<bool(const std::string&)>& known);

struct KbuildOptions {
  /// Architectures that may be used (SRCARCH or ARCH names); empty: whatever a file needs.
  std::vector<std::string> archs;
  std::string llvm_suffix = "-19";  ///< clang, ld.lld, ... are called with it
  unsigned jobs = 1;
  /// make target that configures a private folder.
  std::string config = "allmodconfig";
  /// An out-of-tree driver's folder; the tree is then what it is built against
  /// (--kernel KDIR), and files are relative to the module.
  std::string module;
  /// The tree's own O= folder, where the user has one; read, never written.
  std::string objects;
  /// Code of the tree may run: make, its $(shell), its scripts. Without, makefiles are read as text, and an
  /// architecture that was not prepared before gets headers that are made up.
  bool exec = true;
  /// The same for the module's makefiles. The tree is what the user named to build against, the module is what
  /// is looked at.
  bool exec_module = false;
  /// notes() repeats what earlier runs had to make up.
  bool verbose = false;
  /// Hears one line of progress now and then; may be empty. Called from the thread
  /// that called Kbuild.
  std::function<void(const std::string&)> progress;
};

/// A configuration that is ready to parse with.
struct PreparedConfig {
  std::string arch;    ///< SRCARCH
  std::string folder;  ///< where its generated headers lie
  double seconds = 0;  ///< what the one-time work cost, when it was done
  bool fresh = false;  ///< the work was done by this run
  /// What make could not do and how it was made up for; one phrase each.
  std::vector<std::string> notes;
};

/// The build of one tree (and one module). Safe to use from several threads: calls
/// take turns. Two processes that share a cache take turns in prepare().
class Kbuild {
 public:
  /// `cache` is created where needed. If it cannot be written, a temporary folder
  /// takes its place for this object's life and a note says so.
  Kbuild(TreeInfo tree, std::string cache, KbuildOptions options);
  ~Kbuild();
  Kbuild(const Kbuild&) = delete;
  Kbuild& operator=(const Kbuild&) = delete;

  /// The one-time work for an architecture. Fails only where nothing can be parsed
  /// at all: no such folder under arch/, an interrupted make, no room left.
  Result<PreparedConfig> prepare(const std::string& arch);

  /// The units of `files` (relative to the tree, or to the module), in their order.
  /// Prepares every architecture that they need. An error stands for one file only.
  std::vector<Result<CompileUnit>> unitsFor(const std::vector<std::string>& files);
  Result<CompileUnit> unitFor(const std::string& file);

  /// Another configuration worth a try for a file that did not parse with
  /// unitFor()'s flags, most likely one first: the same architecture with a
  /// defconfig that sets what the file needs, then other architectures. `tried` are
  /// the CompileUnit::configuration values that failed. Fails when none is left.
  Result<CompileUnit> alternativeFor(const std::string& file, const std::vector<std::string>& tried);

  /// A configuration in which `symbols` ("CONFIG_X") could all be set, with those that it leaves out added to the
  /// flags: a defconfig of an architecture that knows them. It is none of `tried`. Fails when none is left.
  Result<CompileUnit> configurationWith(const std::string& file, const std::vector<std::string>& symbols,
                                        const std::vector<std::string>& tried);
  /// The unit of a file in a configuration by name, as CompileUnit::configuration has it.
  Result<CompileUnit> unitIn(const std::string& file, const std::string& configuration);

  /// Whether a file may have what no line of it includes: by -include or -imacros in its recorded command, or in a
  /// Makefile of its folder or one above it, the tree's own left out (that one's are in the flags of every file).
  bool forcesIncludes(const std::string& file);

  /// The architecture that unitFor() takes for a file.
  std::string archFor(const std::string& file);

  /// What the one-time work of this run cost, all architectures together.
  double prepareSeconds() const;

  /// Everything that had to be made up for so far: one phrase each.
  std::vector<std::string> notes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gupkit
