// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/makefiles.h"

#include <utility>

#include "kbuild/files.h"
#include "kbuild/flags.h"
#include "kbuild/process.h"
#include "support/own_folder.h"

namespace gupkit::kbuild {
namespace {

// Compiler probes answer yes without a probe: a flag that the parser does not know
// is dropped later, and a probe costs a process each.
constexpr const char* kPrelude = R"(
MAKEFLAGS += -rR --no-print-directory
.SUFFIXES:
gupkit-nothing: ;
FORCE: ;
.PHONY: gupkit-nothing FORCE
empty :=
space := $(empty) $(empty)
comma := ,
squote := '
pound := \#
cc-option = $(1)
cc-option-yn = y
__cc-option = $(3)
cc-disable-warning = $(if $(strip $(1)),-Wno-$(strip $(1)))
cc-option-align :=
cc-ldoption = $(1)
ld-option = $(1)
ld-ifversion =
cc-ifversion =
cc-if-fullversion =
gcc-min-version =
clang-min-version = y
test-ge = y
test-gt = y
as-option = $(1)
as-instr =
ar-option = $(1)
rustc-option =
hostcc-option = $(1)
cc-version := 0
cc-name := clang
build := -f $(srctree)/scripts/Makefile.build obj
clean := -f $(srctree)/scripts/Makefile.clean obj
if_changed = @:
if_changed_dep = @:
if_changed_rule = @:
cmd = @:
need-builtin := 1
need-modorder := 1
gupkit_new :=
gupkit_files :=
define gupkit_forget
$(foreach v,$(gupkit_new),$(eval undefine $(v)))
endef
# Asking for all variables is slow, with ten thousands of CONFIG_ ones: once a folder.
define gupkit_tell
$(eval gupkit_new := $(filter-out $(gupkit_keep),$(.VARIABLES)))
$(foreach v,$(sort $(filter ccflags-% subdir-ccflags-% ccflags-remove-% CFLAGS_% EXTRA_CFLAGS KBUILD_CFLAGS KBUILD_CPPFLAGS \
  NOSTDINC_FLAGS LINUXINCLUDE CPPFLAGS obj-% lib-% subdir-% %-y %-m %-objs %-,$(gupkit_new))),$(info @v $(v) $($(v))))
$(foreach f,$(filter-out $(gupkit_files),$(MAKEFILE_LIST)),$(info @file $(f)))
endef
)";

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '$') out += '$';
    if (c == '#') out += '\\';
    out += c;
  }
  return out;
}

/// Since 6.10 $(src) holds the tree's path; before, the path inside the tree.
bool srcIsFullPath(const std::string& tree) {
  const auto text = slurp(tree + "/scripts/Makefile.build");
  return text && text->find("$(srcroot)") != std::string::npos;
}

std::string makefileFor(const MakeContext& context, const std::vector<std::string>& folders) {
  std::string text = kPrelude;
  const auto set = [&](const char* name, const std::string& value) {
    text += std::string(name) + " := " + escaped(value) + "\n";
  };
  set("srctree", context.tree);
  set("abs_srctree", context.tree);
  set("srcroot", context.module.empty() ? context.tree : context.module);
  set("objtree", context.objects);
  set("abs_objtree", context.objects);
  set("SRCARCH", context.arch);
  set("ARCH", context.make_arch);
  set("BITS", context.is_64bit ? "64" : "32");
  set("CC", context.compiler);
  set("CPP", context.compiler + " -E");
  set("CONFIG_SHELL", "sh");
  set("KBUILD_SRC", context.tree);
  set("building_out_of_srctree", "1");
  set("KERNELRELEASE", "0");
  set("KBUILD_EXTMOD", context.module);
  set("M", context.module);
  set("KDIR", context.tree);
  text += "-include " + escaped(context.objects) + "/include/config/auto.conf\n";
  text += "gupkit_keep := gupkit_keep $(.VARIABLES)\n";
  const bool full_path = srcIsFullPath(context.tree);
  for (const std::string& folder : folders) {
    const bool absolute = !folder.empty() && folder[0] == '/';
    const std::string makefile = makefileOf(context.tree, folder);
    text += "$(info @folder " + escaped(folder) + ")\n";
    text += "$(call gupkit_forget)\n";
    text += "obj := " + escaped(folder) + "\n";
    text += "src := " + escaped((full_path && !absolute ? context.tree + "/" : "") + folder) + "\n";
    text += "kbuild-dir := " + escaped((absolute ? "" : context.tree + "/") + folder) + "\n";
    text += "gupkit_files := $(MAKEFILE_LIST)\n";
    text += "KBUILD_CFLAGS :=\nKBUILD_CPPFLAGS :=\nNOSTDINC_FLAGS :=\nLINUXINCLUDE :=\nCPPFLAGS :=\n";
    text += "include " + escaped(makefile) + "\n";
    text += "$(call gupkit_tell)\n$(info @read " + escaped(folder) + ")\n";
  }
  return text;
}

/// Adds what make printed; returns the folder that it stopped in, empty if none.
std::string collect(const std::string& output, std::map<std::string, FolderMakefile>& into) {
  std::string folder;
  FolderMakefile current;
  for (size_t at = 0; at < output.size();) {
    size_t end = output.find('\n', at);
    if (end == std::string::npos) end = output.size();
    const std::string line = output.substr(at, end - at);
    at = end + 1;
    if (line.rfind("@folder ", 0) == 0) {
      folder = line.substr(8);
      current = {};
    } else if (line.rfind("@v ", 0) == 0) {
      const size_t space = line.find(' ', 3);
      const std::string variable = line.substr(3, space - 3);
      if (space == std::string::npos) continue;
      std::vector<std::string> words = shellWords(line.substr(space + 1));
      if (!words.empty()) current.variables[variable] = std::move(words);
    } else if (line.rfind("@file ", 0) == 0) {
      current.files.push_back(line.substr(6));
    } else if (line.rfind("@read ", 0) == 0) {
      into[folder] = std::exchange(current, {});
      folder.clear();
    }
  }
  return folder;
}

}  // namespace

const std::vector<std::string>& FolderMakefile::words(const std::string& variable) const {
  static const std::vector<std::string> none;
  const auto at = variables.find(variable);
  return at == variables.end() ? none : at->second;
}

std::string makefileOf(const std::string& root, const std::string& folder) {
  const std::string path = (!folder.empty() && folder[0] == '/' ? "" : root + "/") + folder;
  if (exists(path + "/Kbuild")) return path + "/Kbuild";
  // The tree's top Makefile and arch/*/Makefile are not Kbuild's.
  const bool top = folder.empty() || folder == ".";
  const bool arch_top = folder.rfind("arch/", 0) == 0 && folder.find('/', 5) == std::string::npos;
  if (top || arch_top || !exists(path + "/Makefile")) return {};
  return path + "/Makefile";
}

Result<std::map<std::string, FolderMakefile>> readMakefiles(const MakeContext& context,
                                                            const std::vector<std::string>& folders,
                                                            std::vector<std::string>& unread) {
  std::map<std::string, FolderMakefile> read;
  std::vector<std::string> left;
  for (const std::string& folder : folders) {
    if (!makefileOf(context.tree, folder).empty()) left.push_back(folder);
  }
  const auto scratch = OwnFolder::make("gupkit-makefiles");
  if (!scratch) return scratch.error();
  const std::string path = scratch->path() + "/Makefile";
  while (!left.empty()) {
    if (const Status wrote = writeWhole(path, makefileFor(context, left)); !wrote) return wrote.error();
    Command command;
    command.argv = {"make", "-rR", "--no-print-directory", "-I", context.tree, "-f", path, "gupkit-nothing"};
    command.directory = exists(context.objects) ? context.objects : std::string();
    command.unset = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "GNUMAKEFLAGS"};
    command.set = {"LC_ALL=C", "KERNELRELEASE=0"};
    command.timeout_seconds = 120;
    const Result<Output> output = run(command);
    if (!output) return output.error();
    const std::string stopped = collect(output->text, read);
    if (stopped.empty()) break;
    // What make printed last names the line; that folder goes without, the rest goes on.
    unread.push_back(stopped + ": " + lastLines(output->errors, 1));
    std::vector<std::string> rest;
    bool after = false;
    for (const std::string& folder : left) {
      if (after) rest.push_back(folder);
      if (folder == stopped) after = true;
    }
    left = std::move(rest);
  }
  return read;
}

}  // namespace gupkit::kbuild
