// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/kbuild.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "kbuild/arch.h"
#include "kbuild/database.h"
#include "kbuild/files.h"
#include "kbuild/flags.h"
#include "kbuild/generated.h"
#include "kbuild/kconfig.h"
#include "kbuild/makefiles.h"
#include "kbuild/memory.h"
#include "kbuild/no_assembly.h"
#include "kbuild/prepare.h"
#include "kbuild/process.h"

namespace gupkit::kbuild {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class KbuildTest : public ::testing::Test {
 protected:
  KbuildTest() {
    std::string pattern = ::testing::TempDir() + "gupkit-kbuild.XXXXXX";
    root_ = fs::canonical(::mkdtemp(pattern.data()));
    tree_ = (root_ / "tree").string();
  }
  ~KbuildTest() override {
    std::error_code ec;
    fs::permissions(root_, fs::perms::owner_all, fs::perm_options::add, ec);
    fs::remove_all(root_, ec);
  }

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  /// A tree whose top Makefile does what Kbuild's does, in miniature: a
  /// configuration, one generated header and a command for one object.
  void writeTree(const std::string& prepare = "") {
    write("tree/Makefile",
          "VERSION = 4\nPATCHLEVEL = 17\nSUBLEVEL = 0\nEXTRAVERSION =\n"
          "allmodconfig %_defconfig:\n"
          "\t@mkdir -p $(O)/include/config $(O)/include/generated\n"
          "\t@if [ $(ARCH) = x86_64 ]; then echo CONFIG_X86=y; else echo CONFIG_ARM=y; fi > $(O)/.config\n"
          "\t@echo CONFIG_DRV=m >> $(O)/.config\n"
          "\t@cp $(O)/.config $(O)/include/config/auto.conf\n"
          "\t@echo configured >> $(O)/log\n"
          "prepare:\n" + (prepare.empty() ? "\t@echo '#define FROM_MAKE 1' > $(O)/include/generated/autoconf.h\n" : prepare) +
          "archprepare:\n\t@false\n"
          "init/main.o:\n"
          "\tclang -Wp,-MD,init/.main.o.d -I./include -D__KERNEL__ -DBASE_OF_$(ARCH) -DKBUILD_BASENAME='\"main\"' "
          "-DKBUILD_MODNAME='\"main\"' -I $(CURDIR)/init -c -o init/main.o $(CURDIR)/init/main.c\n");
    write("tree/init/main.c", "int main_;\n");
    write("tree/include/linux/mm.h", "void put_user_page(struct page *page);\n");
    write("tree/Kconfig", "source \"arch/$(SRCARCH)/Kconfig\"\nsource \"drivers/Kconfig\"\n");
    write("tree/arch/x86/Kconfig", "config X86\n\tdef_bool y\n");
    write("tree/arch/arm/Kconfig", "config ARM\n\tdef_bool y\nconfig ARM_ONLY\n\tbool \"x\"\n");
    write("tree/arch/arm/mm/Makefile", "obj-y += fault.o\n");
    write("tree/arch/arm/mm/fault.c", "int fault;\n");
    write("tree/drivers/Kconfig",
          "config DRV\n\ttristate \"a driver\"\nconfig ARM_DRV\n\ttristate \"another\"\n\tdepends on ARM_ONLY && DRV\n");
    write("tree/drivers/Makefile", "subdir-ccflags-y += -DSUBDIR\nobj-$(CONFIG_DRV) += drv/\nobj-y += other/\n");
    write("tree/drivers/drv/Makefile",
          "ccflags-y := -I$(srctree)/$(src)/inc -DFOLDER -Werror\nccflags-$(CONFIG_NOT) += -DNOT\n"
          "CFLAGS_a-b.o := -DONLY_A\nCFLAGS_REMOVE_c.o := -DFOLDER\n"
          "obj-$(CONFIG_DRV) += whole.o\nwhole-objs := a-b.o c.o\nobj-$(CONFIG_ARM_DRV) += armed.o\n");
    for (const char* file : {"a-b.c", "c.c", "armed.c", "lonely.c"}) write(std::string("tree/drivers/drv/") + file, "int x;\n");
    write("tree/drivers/other/Makefile", "obj-y += core.o\n");
    write("tree/drivers/other/core.c", "int y;\n");
  }

  TreeInfo tree() {
    auto info = readTree(tree_);
    EXPECT_TRUE(info) << (info ? "" : info.error().str());
    return *info;
  }

  Kbuild kbuild(KbuildOptions options = {}) { return Kbuild(tree(), (root_ / "cache").string(), std::move(options)); }

  fs::path root_;
  std::string tree_;
};

// ---- shell text and flags

TEST(ShellCommands, SplitsWordsAndCommands) {
  const auto commands = shellCommands("set -e;  cc -DA='\"x y\"' -D\"S(s)=\\\"s\\\"\" a\\ b.c; true | false");
  ASSERT_EQ(commands.size(), 4u);
  EXPECT_THAT(commands[1], ElementsAre("cc", "-DA=\"x y\"", "-DS(s)=\"s\"", "a b.c"));
  EXPECT_THAT(commands[3], ElementsAre("false"));
}

TEST(ShellCommands, SurvivesOpenQuotes) {
  EXPECT_EQ(shellWords("a 'b").size(), 2u);
  EXPECT_EQ(shellWords("a \"b\\").size(), 2u);
  EXPECT_TRUE(shellWords("").empty());
}

TEST(CompileOf, TakesTheCompileNotTheEcho) {
  const std::string text =
      "set -e; echo '  cc -DECHO -c -o a.o drivers/a.c'; cc -E -DPRE drivers/a.c; ccache cc -DREAL -c -o a.o /t/drivers/a.c; fixdep a";
  const auto arguments = compileOf(text, "drivers/a.c");
  ASSERT_TRUE(arguments);
  EXPECT_THAT(*arguments, ElementsAre("-DREAL", "-c", "-o", "a.o", "/t/drivers/a.c"));
  EXPECT_FALSE(compileOf(text, "drivers/b.c"));
  EXPECT_FALSE(compileOf("cc -c -o x.o other_drivers/a.c", "drivers/a.c")) << "a whole component must match";
}

TEST(ParsingFlags, DropsOutputsAndErrorsAndMakesPathsAbsolute) {
  const auto flags = parsingFlags({"-Wp,-MMD,a/.b.o.d", "-nostdinc", "-I./include", "-I", "x", "-include", "k.h", "-I/abs", "-Werror",
                                   "-Werror=vla", "-g", "-DX=1", "-c", "-o", "b.o", "/t/b.c", "-MD", "-O2", "-fplugin=./p.so",
                                   "-D", "Y", "-frandomize-layout-seed-file=./s"},
                                  "/o");
  EXPECT_THAT(flags, ElementsAre("-nostdinc", "-I/o/include", "-I", "/o/x", "-include", "/o/k.h", "-I/abs", "-DX=1", "-O2", "-D", "Y"));
}

// -G 0 of MIPS: without its number it would take the next flag for one.
TEST(ParsingFlags, AThresholdGoesWithItsNumber) {
  const std::vector<std::string> flags = parsingFlags({"-G", "0", "-Iinclude", "-G0", "-msoft-float"}, "/t");
  EXPECT_EQ(flags, (std::vector<std::string>{"-I/t/include", "-G0", "-msoft-float"}));
}

TEST(ParsingFlags, WithoutFileNamesKeepsTheRest) {
  EXPECT_THAT(withoutFileNames({"-DKBUILD_MODNAME=\"a\"", "-D", "KBUILD_BASENAME=\"a\"", "-D__KBUILD_MODNAME=x", "-DMODULE", "-DMODULES",
                                "-D__KERNEL__"}),
              ElementsAre("-DMODULES", "-D__KERNEL__"));
}

TEST(ForcesIncludes, OfACommand) {
  EXPECT_FALSE(forcesIncludes(std::vector<std::string>{"-Iinclude", "-include", "/t/include/linux/kconfig.h", "-DX"}));
  EXPECT_TRUE(forcesIncludes(std::vector<std::string>{"-include", "/t/include/linux/kconfig.h", "-include", "own.h"}));
  EXPECT_TRUE(forcesIncludes(std::vector<std::string>{"-imacros", "own.h"}));
  EXPECT_TRUE(forcesIncludes(std::vector<std::string>{"@flags"}));
}

TEST(ForcesIncludes, OfAMakefile) {
  EXPECT_FALSE(forcesIncludes(std::string_view("-include own.mk\nifdef X\n  -include $(src)/own.mk\nendif\n")));
  EXPECT_FALSE(forcesIncludes(std::string_view("ccflags-y += -Wmissing-include-dirs --include=x # -include own.h\n")));
  EXPECT_TRUE(forcesIncludes(std::string_view("obj-y += a.o\nccflags-y += -include $(src)/own.h")));
  EXPECT_TRUE(forcesIncludes(std::string_view("ccflags-y += -DX \\\n\t-include own.h\n")));
}

TEST(DropGccOnly, TakesTheArgumentAlong) {
  const auto known = [](const std::string& flag) { return flag != "--param" && flag != "-mgcc"; };
  EXPECT_THAT(dropGccOnly({"-mgcc", "-O2", "--param", "x=1", "-include", "k.h"}, known), ElementsAre("-O2", "-include", "k.h"));
}

// ---- architectures

TEST(Arch, KnowsNamesPathsAndSymbols) {
  EXPECT_EQ(archOfPath("arch/powerpc/kvm/e500.c"), "powerpc");
  EXPECT_EQ(archOfPath("drivers/arch/x.c"), "");
  EXPECT_EQ(archOfSymbol("PPC64"), "powerpc");
  EXPECT_EQ(archOfSymbol("COMPILE_TEST"), "");
  EXPECT_EQ(srcarchOf("sparc64"), "sparc");
  EXPECT_EQ(archNamed("sparc").make_arch, "sparc64");
  EXPECT_FALSE(archNamed("s390").stand_in);
  EXPECT_TRUE(archNamed("ia64").stand_in);
  EXPECT_THAT(archNamed("ia64").extra, Contains("-D__ia64__"));
  EXPECT_TRUE(archNamed("vendor_new").stand_in) << "unknown ones are tried, not refused";
}

TEST(Arch, IsReadFromAConfiguration) {
  EXPECT_EQ(archOfConfig("# x\nCONFIG_64BIT=y\nCONFIG_ARM64=y\n"), "arm64");
  EXPECT_EQ(archOfConfig("CONFIG_X86=y\nCONFIG_UML=y\n"), "um");
  EXPECT_EQ(archOfConfig("CONFIG_ARM64=n\nMY_CONFIG_ARM64=y\n"), "");
}

// ---- Kconfig

TEST_F(KbuildTest, MakeIsToldTheTargetThatKbuildDoesNotKnow) {
  const auto told = [&](const char* arch) {
    const std::vector<std::string> all = makeVariables(tree_, archNamed(arch), "-19");
    return std::count(all.begin(), all.end(), "CLANG_TARGET_FLAGS=" + archNamed(arch).target);
  };
  const std::string known = "CLANG_TARGET_FLAGS_x86\t:= x86_64-linux-gnu\nCLANG_TARGET_FLAGS := $(CLANG_TARGET_FLAGS_$(SRCARCH))\n";
  EXPECT_EQ(told("sparc"), 0);  // before 5.14 there is no such file
  write("tree/scripts/Makefile.clang", known + "CLANG_FLAGS += --target=$(notdir $(CROSS_COMPILE:%-=%))\n");
  EXPECT_EQ(told("sparc"), 0);
  write("tree/scripts/Makefile.clang", known + "CLANG_FLAGS += --target=$(CLANG_TARGET_FLAGS)\n");
  EXPECT_EQ(told("sparc"), 1);
  EXPECT_EQ(told("x86"), 0);
}

TEST(Condition, KnowsOperatorsAndComparisons) {
  const auto value = [](const std::string& name) { return name == "A"; };
  EXPECT_TRUE(evaluateCondition("A && (B || A)", value));
  EXPECT_FALSE(evaluateCondition("A && B", value));
  EXPECT_TRUE(evaluateCondition("!B", value));
  EXPECT_TRUE(evaluateCondition("A && B=\"x\" && $(cc-option,-m)", value));
  EXPECT_FALSE(evaluateCondition("n || B", value));
  EXPECT_TRUE(evaluateCondition("!PPC && A", value));
  EXPECT_FALSE(evaluateCondition("!X86", [](const std::string& name) { return name == "X86"; }));
}

TEST_F(KbuildTest, KconfigTellsArchitectures) {
  writeTree();
  write("tree/drivers/Kconfig",
        "if ARM_ONLY\nconfig UNDER_IF\n\tbool \"a\"\nendif\n"
        "menu \"m\"\n\tdepends on X86\nconfig UNDER_MENU\n\tbool \"b\"\n\thelp\n\t  config NOT_HERE\nendmenu\n"
        "config OPEN\n\tbool \"c\"\n\tdepends on (ARM || X86) && COMPILE_TEST_MISSING!=y\n"
        "config ONLY_SELECTED\n\tbool\nconfig SELECTOR\n\tbool \"d\"\n\tdepends on ARM\n\tselect ONLY_SELECTED\n"
        "config NEEDS_IT\n\ttristate \"e\"\n\tdepends on ONLY_SELECTED\n");
  const Kconfig kconfig = Kconfig::read(tree_);
  EXPECT_TRUE(kconfig.possible("UNDER_IF", "arm"));
  EXPECT_FALSE(kconfig.possible("UNDER_IF", "x86"));
  EXPECT_TRUE(kconfig.possible("UNDER_MENU", "x86"));
  EXPECT_FALSE(kconfig.possible("UNDER_MENU", "arm"));
  EXPECT_TRUE(kconfig.possible("OPEN", "arm"));
  EXPECT_TRUE(kconfig.possible("OPEN", "x86"));
  EXPECT_FALSE(kconfig.possible("OPEN", "mips"));
  EXPECT_TRUE(kconfig.possible("NEEDS_IT", "arm"));
  EXPECT_FALSE(kconfig.possible("NEEDS_IT", "x86"));
  EXPECT_FALSE(kconfig.defines("NOT_HERE")) << "help text";
}

// ---- generated headers

TEST(Generated, AutoconfFromConfig) {
  const std::string config = "# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C=m\nCONFIG_D=\"s\"\nCONFIG_E=0x10\nCONFIG_F=n\n";
  EXPECT_EQ(autoconfOf(config, false), "#define CONFIG_B 1\n#define CONFIG_C_MODULE 1\n#define CONFIG_D \"s\"\n#define CONFIG_E 0x10\n");
  EXPECT_THAT(autoconfOf(config, true), HasSubstr("CONFIG_C=m\n"));
}

TEST(Generated, ReadsWhichOffsetsHeadersTheTreeMakes) {
  EXPECT_THAT(offsetsRules("bounds-file := include/generated/bounds.h\n\ntargets := kernel/bounds.s\n\n"
                           "$(bounds-file): kernel/bounds.s FORCE\n\t$(call filechk,offsets,__LINUX_BOUNDS_H__)\n\n"
                           "rq-offsets-file := include/generated/rq-offsets.h\n"
                           "kernel/sched/rq-offsets.s: $(offsets-file)\n\n"
                           "$(rq-offsets-file): kernel/sched/rq-offsets.s FORCE\n"
                           "\t$(call filechk,offsets,__RQ_OFFSETS_H__)\n"
                           "$(time-file): kernel/time.bc FORCE\n\t$(call filechk,gentimeconst)\n"),
              ::testing::ElementsAre(
                  OffsetsRule{"include/generated/bounds.h", "kernel/bounds.c", "__LINUX_BOUNDS_H__"},
                  OffsetsRule{"include/generated/rq-offsets.h", "kernel/sched/rq-offsets.c", "__RQ_OFFSETS_H__"}));
  EXPECT_THAT(offsetsRules("bounds-file := include/generated/bounds.h\n"
                           "$(obj)/$(bounds-file): kernel/bounds.s FORCE\n\t$(call filechk,offsets,G)\n"),
              ::testing::ElementsAre(OffsetsRule{"include/generated/bounds.h", "kernel/bounds.c", "G"}));
  EXPECT_THAT(offsetsRules("\t$(call filechk,offsets,G)\n"), ::testing::IsEmpty());
}

TEST(Generated, OffsetsFromAssembly) {
  const std::string header = offsetsHeader(
      "\t.ascii\t\"->NR_PAGEFLAGS $24 __NR_PAGEFLAGS\"\n\tmovl $1, %eax\n\t.ascii \"->SIZE 8 sizeof(x)\"\n\t.ascii \"->\"\n->OLD #4 x\n", "G");
  EXPECT_EQ(header, "#ifndef G\n#define G\n#define NR_PAGEFLAGS 24\n#define SIZE 8\n#define OLD 4\n#endif\n");
  EXPECT_EQ(offsetsHeader("nop\n", "G"), "");
}

TEST(Generated, GenericLists) {
  EXPECT_THAT(genericHeaders("generic-y += a.h \\\n  b.h\n# generic-y += no.h\nmandatory-y += c.h\nheader-y += d.h\n"),
              ElementsAre("a.h", "b.h", "c.h"));
}

TEST_F(KbuildTest, MissingHeadersAreMadeUp) {
  write("tree/Makefile", "VERSION = 4\nPATCHLEVEL = 17\n");
  write("tree/include/uapi/asm-generic/errno.h", "");
  write("tree/arch/x86/include/uapi/asm/Kbuild", "generic-y += errno.h\n");
  write("objects/.config", "CONFIG_X=y\n");
  const std::string objects = (root_ / "objects").string();
  const auto notes = completeHeaders(tree_, objects, archNamed("x86"), "4.17.3", "-none", {}, true);
  EXPECT_THAT(slurp(objects + "/include/generated/autoconf.h").value_or(""), HasSubstr("#define CONFIG_X 1"));
  EXPECT_THAT(slurp(objects + "/include/generated/uapi/linux/version.h").value_or(""), HasSubstr("LINUX_VERSION_CODE 266499"));
  EXPECT_THAT(slurp(objects + "/include/generated/bounds.h").value_or(""), HasSubstr("NR_PAGEFLAGS"));
  EXPECT_EQ(slurp(objects + "/arch/x86/include/generated/uapi/asm/errno.h").value_or(""), "#include <asm-generic/errno.h>\n");
  EXPECT_THAT(notes, Contains("utsrelease.h made up"));
}

// ---- inline assembly

TEST(NoAssembly, StatementsAndRegisterNamesGo) {
  EXPECT_EQ(withoutAssembly("x; asm volatile (\"mov ) %0\" :: \"r\"(f(1))); y;"), "x;" + std::string(39, ' ') + "; y;");
  EXPECT_EQ(withoutAssembly("register long r asm(\"r8\") = 1;"), "         long r           = 1;");
  EXPECT_EQ(withoutAssembly("int x __attribute__((a)); register int k;"), "int x __attribute__((a)); register int k;");
}

TEST(NoAssembly, LinesStay) {
  const std::string text = "#define f(x) \\\n  __asm__ __volatile__ (\"a\" \\\n \"b\")\nint after;\n";
  const std::string without = withoutAssembly(text);
  EXPECT_EQ(without.size(), text.size());
  EXPECT_EQ(std::count(without.begin(), without.end(), '\n'), 4);
  EXPECT_THAT(without, HasSubstr("\\\n"));
  EXPECT_THAT(without, Not(HasSubstr("__asm__")));
  EXPECT_THAT(without, HasSubstr("int after;"));
}

TEST(NoAssembly, CommentsStringsAndOpenEndsAreLeft) {
  for (const char* text : {"/* asm(\"x\") */", "\"asm(1)\"", "asm(\"x\"", "int asm_count(int);", "#include <asm/page.h>", "asm"}) {
    EXPECT_EQ(withoutAssembly(text), text);
  }
}

// ---- what is remembered

TEST_F(KbuildTest, MakefilesAreRememberedUntilTheyChange) {
  write("a", "1");
  write("base", "1");
  const std::string path = (root_ / "memory.json").string();
  const std::vector<std::string> base = {(root_ / "base").string()};
  {
    MakefileMemory memory(path, base);
    FolderMakefile makefile;
    makefile.variables["obj-y"] = {"x.o"};
    makefile.files = {(root_ / "a").string()};
    memory.put("folder", makefile);
    memory.save();
  }
  const auto found = MakefileMemory(path, base).find("folder");
  ASSERT_TRUE(found);
  EXPECT_THAT(found->words("obj-y"), ElementsAre("x.o"));
  EXPECT_FALSE(MakefileMemory(path, base).find("other"));
  write("base", "longer");
  EXPECT_FALSE(MakefileMemory(path, base).find("folder"));
  write("base", "1");
  write("a", "longer");
  EXPECT_FALSE(MakefileMemory(path, {(root_ / "base").string()}).find("folder"));
  write("memory.json", "{\"base\":1,\"folders\":[]}");
  EXPECT_FALSE(MakefileMemory(path, base).find("folder"));
}

TEST_F(KbuildTest, ASecondRunGivesTheSameUnits) {
  writeTree();
  const std::vector<std::string> files = {"drivers/drv/a-b.c", "drivers/drv/armed.c", "arch/arm/mm/fault.c"};
  std::vector<std::vector<std::string>> flags;
  for (int run = 0; run < 2; ++run) {
    Kbuild build = kbuild();
    for (const auto& unit : build.unitsFor(files)) {
      ASSERT_TRUE(unit);
      flags.push_back(unit->flags);
    }
  }
  for (size_t i = 0; i < files.size(); ++i) EXPECT_EQ(flags[i], flags[i + files.size()]) << files[i];
}

// ---- makefiles

TEST_F(KbuildTest, MakefilesAreReadByMake) {
  writeTree();
  write("objects/include/config/auto.conf", "CONFIG_DRV=m\n");
  write("tree/bad/Makefile", "obj-y += a.o\n$(error no)\n");
  MakeContext context;
  context.tree = tree_;
  context.objects = (root_ / "objects").string();
  context.arch = "x86";
  std::vector<std::string> unread;
  const auto read = readMakefiles(context, {"drivers", "bad", "drivers/drv", "none"}, unread);
  ASSERT_TRUE(read) << read.error().str();
  EXPECT_THAT(read->at("drivers").words("subdir-ccflags-y"), ElementsAre("-DSUBDIR"));
  const FolderMakefile& folder = read->at("drivers/drv");
  EXPECT_THAT(folder.words("ccflags-y"), ElementsAre("-I" + tree_ + "/drivers/drv/inc", "-DFOLDER", "-Werror"));
  EXPECT_THAT(folder.words("obj-m"), ElementsAre("whole.o"));
  EXPECT_THAT(folder.words("obj-"), ElementsAre("armed.o"));
  EXPECT_THAT(folder.words("subdir-ccflags-y"), IsEmpty()) << "one folder's variables do not reach the next";
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_THAT(unread[0], HasSubstr("bad: "));
}

TEST_F(KbuildTest, MakefilesIncludeFromTheTree) {
  write("tree/d/Makefile", "include $(src)/sub/Makefile\nobj-m := d.o\nd-y := $(PARTS)\n");
  write("tree/d/sub/Makefile", "PARTS := sub/a.o\n");
  MakeContext context;
  context.tree = tree_;
  context.objects = (root_ / "objects").string();
  std::vector<std::string> unread;
  const auto read = readMakefiles(context, {"d"}, unread);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->count("d"), 1u);
  EXPECT_THAT(read->at("d").words("d-y"), ElementsAre("sub/a.o"));
  EXPECT_EQ(read->at("d").files.size(), 2u) << "a change of either is a change";
}

TEST_F(KbuildTest, SrcIsAFullPathInNewTrees) {
  write("tree/scripts/Makefile.build", "src := $(srcroot)/$(obj)\n");
  write("tree/d/Makefile", "ccflags-y := -I$(src)\nobj-y += a.o\n");
  MakeContext context;
  context.tree = tree_;
  context.objects = (root_ / "objects").string();
  std::vector<std::string> unread;
  const auto read = readMakefiles(context, {"d"}, unread);
  ASSERT_TRUE(read);
  EXPECT_THAT(read->at("d").words("ccflags-y"), ElementsAre("-I" + tree_ + "/d"));
}

// ---- processes and files

TEST(Process, CapturesBothStreamsAndTheStatus) {
  Command command;
  command.argv = {"sh", "-c", "echo out; echo err >&2; echo $GUPKIT_T; exit 3"};
  command.set = {"GUPKIT_T=seen"};
  const auto output = run(command);
  ASSERT_TRUE(output);
  EXPECT_EQ(output->text, "out\nseen\n");
  EXPECT_EQ(output->errors, "err\n");
  EXPECT_EQ(output->status, 3);
}

TEST(Process, NamesAProgramThatIsNotThere) {
  Command command;
  command.argv = {"gupkit-no-such-program"};
  const auto output = run(command);
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().str(), HasSubstr("gupkit-no-such-program: cannot be started"));
}

TEST(Process, EndsWhatTakesTooLong) {
  Command command;
  command.argv = {"sh", "-c", "sleep 20; echo late"};
  command.timeout_seconds = 1;
  const auto output = run(command);
  ASSERT_TRUE(output);
  EXPECT_TRUE(output->timed_out);
  EXPECT_EQ(output->text, "");
}

TEST(Process, LastLines) { EXPECT_EQ(lastLines("a\n\nb\nc\n", 2), "b | c"); }

TEST_F(KbuildTest, WholeWritesLeaveNothingBeside) {
  const std::string path = (root_ / "new/folder/file").string();
  ASSERT_TRUE(writeWhole(path, "one"));
  ASSERT_TRUE(writeWhole(path, "two"));
  EXPECT_EQ(slurp(path).value_or(""), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(root_ / "new/folder"), fs::directory_iterator()), 1);
  EXPECT_FALSE(writeWhole("/proc/gupkit/x", "y"));
}

// ---- what a build left behind

TEST_F(KbuildTest, DatabaseEntriesAreFoundByFile) {
  write("db.json", "[{\"directory\":\"/o\",\"file\":\"/t/a.c\",\"command\":\"gcc -DA='1' -c -o a.o /t/a.c\"},"
                   "{\"directory\":\"/t\",\"file\":\"d/b.c\",\"arguments\":[\"cc\",\"-DB\",\"-c\",\"d/b.c\"],\"output\":\"b.o\"},"
                   "{\"directory\":\"/x\",\"file\":\"/elsewhere/c.c\",\"command\":\"cc -c c.c\"}]");
  const auto entries = readDatabase((root_ / "db.json").string(), "/t");
  ASSERT_TRUE(entries) << entries.error().str();
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ(entries->at("a.c").directory, "/o");
  EXPECT_THAT(entries->at("a.c").arguments, ElementsAre("-DA=1", "-c", "-o", "a.o", "/t/a.c"));
  EXPECT_THAT(entries->at("d/b.c").arguments, Contains("-DB"));
}

TEST_F(KbuildTest, BrokenDatabaseIsAnError) {
  for (const char* text : {"[{\"directory\":\"/o\",", "{\"a\":1}", "", "\xff\xfe"}) {
    write("db.json", text);
    EXPECT_FALSE(readDatabase((root_ / "db.json").string(), "/t")) << text;
  }
}

// ---- the whole step

bool has(const CompileUnit& unit, const std::string& flag) {
  return std::find(unit.flags.begin(), unit.flags.end(), flag) != unit.flags.end();
}

TEST_F(KbuildTest, UnitsCarrySharedFolderAndFileFlags) {
  writeTree();
  Kbuild build = kbuild();
  const auto units = build.unitsFor({"drivers/drv/a-b.c", "drivers/drv/c.c", "drivers/other/core.c", "drivers/drv/gone.c"});
  ASSERT_EQ(units.size(), 4u);
  ASSERT_TRUE(units[0]) << units[0].error().str();
  const CompileUnit& a = *units[0];
  EXPECT_EQ(a.arch, "x86");
  EXPECT_EQ(a.source, FlagSource::dry_run);
  EXPECT_FALSE(a.left_out);
  EXPECT_TRUE(has(a, "-DBASE_OF_x86_64"));
  EXPECT_TRUE(has(a, "-DSUBDIR"));
  EXPECT_TRUE(has(a, "-DFOLDER"));
  EXPECT_TRUE(has(a, "-DONLY_A"));
  EXPECT_TRUE(has(a, "-DMODULE"));
  EXPECT_TRUE(has(a, "-DKBUILD_BASENAME=\"a_b\""));
  EXPECT_TRUE(has(a, "-DKBUILD_MODNAME=\"whole\""));
  EXPECT_TRUE(has(a, "-I" + tree_ + "/drivers/drv/inc"));
  EXPECT_TRUE(has(a, "-I" + a.directory + "/include"));
  EXPECT_FALSE(has(a, "-DNOT"));
  EXPECT_FALSE(has(a, "-Werror"));
  EXPECT_FALSE(has(a, "-I" + tree_ + "/init")) << "the sample file's own folder";
  ASSERT_TRUE(units[1]);
  EXPECT_FALSE(has(*units[1], "-DFOLDER")) << "CFLAGS_REMOVE_c.o";
  EXPECT_FALSE(has(*units[1], "-DONLY_A"));
  ASSERT_TRUE(units[2]);
  EXPECT_FALSE(has(*units[2], "-DMODULE")) << "obj-y";
  ASSERT_FALSE(units[3]);
  EXPECT_THAT(units[3].error().str(), HasSubstr("gone.c: no such file"));
}

TEST_F(KbuildTest, OtherArchitecturesAreChosenByPathAndByKconfig) {
  writeTree();
  Kbuild build = kbuild();
  EXPECT_EQ(build.archFor("arch/arm/mm/fault.c"), "arm");
  EXPECT_EQ(build.archFor("drivers/drv/armed.c"), "arm");
  EXPECT_EQ(build.archFor("drivers/drv/a-b.c"), "x86");
  EXPECT_EQ(build.archFor("drivers/drv/lonely.c"), "x86") << "no guard at all";
  const auto unit = build.unitFor("drivers/drv/armed.c");
  ASSERT_TRUE(unit) << unit.error().str();
  EXPECT_TRUE(has(*unit, "-DBASE_OF_arm"));
  const auto other = build.alternativeFor("drivers/drv/a-b.c", {"x86"});
  ASSERT_TRUE(other) << other.error().str();
  EXPECT_EQ(other->arch, "arm");
  EXPECT_FALSE(build.alternativeFor("drivers/drv/a-b.c", {"x86", "arm"}));
}

TEST_F(KbuildTest, ALeftOutFileSeesItsOwnSymbol) {
  writeTree();
  KbuildOptions options;
  options.archs = {"x86"};
  Kbuild build = kbuild(options);
  const auto unit = build.unitFor("drivers/drv/armed.c");
  ASSERT_TRUE(unit) << unit.error().str();
  EXPECT_TRUE(unit->left_out);
  EXPECT_TRUE(has(*unit, "-DCONFIG_ARM_DRV_MODULE=1"));
}

TEST_F(KbuildTest, ADefconfigThatSetsWhatIsMissingIsTried) {
  writeTree();
  write("tree/arch/arm/configs/plain_defconfig", "CONFIG_ARM=y\n");
  write("tree/arch/arm/configs/special_defconfig", "CONFIG_ARM_ONLY=y\n");
  Kbuild build = kbuild();
  const auto usual = build.unitFor("drivers/drv/armed.c");
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->configuration, "arm");
  const auto other = build.alternativeFor("drivers/drv/armed.c", {"arm"});
  ASSERT_TRUE(other) << other.error().str();
  EXPECT_EQ(other->configuration, "arm+special_defconfig");
  EXPECT_EQ(other->arch, "arm");
  EXPECT_NE(other->directory, usual->directory);
}

TEST_F(KbuildTest, ArchOptionLimits) {
  writeTree();
  KbuildOptions options;
  options.archs = {"x86_64"};
  Kbuild build = kbuild(options);
  const auto unit = build.unitFor("arch/arm/mm/fault.c");
  ASSERT_FALSE(unit);
  EXPECT_THAT(unit.error().str(), HasSubstr("--arch"));
}

TEST_F(KbuildTest, TheTreeIsNotWritten) {
  writeTree();
  const auto listing = [&] {
    std::vector<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(tree_)) all.push_back(entry.path().string());
    std::sort(all.begin(), all.end());
    return all;
  };
  const auto before = listing();
  Kbuild build = kbuild();
  ASSERT_TRUE(build.unitFor("drivers/drv/a-b.c"));
  EXPECT_EQ(listing(), before);
}

TEST_F(KbuildTest, PreparationIsDoneOnce) {
  writeTree();
  std::string log;
  {
    Kbuild build = kbuild();
    const auto prepared = build.prepare("x86");
    ASSERT_TRUE(prepared) << prepared.error().str();
    EXPECT_TRUE(prepared->fresh);
    EXPECT_GT(build.prepareSeconds(), 0);
    log = prepared->folder + "/log";
  }
  Kbuild build = kbuild();
  const auto prepared = build.prepare("x86_64");
  ASSERT_TRUE(prepared);
  EXPECT_FALSE(prepared->fresh);
  EXPECT_EQ(build.prepareSeconds(), 0);
  EXPECT_EQ(slurp(log).value_or(""), "configured\n");
}

TEST_F(KbuildTest, ACorruptStampIsDoneAgain) {
  writeTree();
  std::string folder;
  {
    Kbuild build = kbuild();
    folder = build.prepare("x86")->folder;
  }
  const fs::path stamp = fs::path(folder).parent_path() / "prepared.json";
  ASSERT_TRUE(fs::exists(stamp));
  for (const char* text : {"", "{", "[1]", "{\"format\":\"gupkit-kbuild/1\"}", "{\"format\":3}", "\xff"}) {
    std::ofstream(stamp, std::ios::trunc) << text;
    Kbuild build = kbuild();
    const auto prepared = build.prepare("x86");
    ASSERT_TRUE(prepared) << text;
    EXPECT_TRUE(prepared->fresh) << text;
  }
}

TEST_F(KbuildTest, AMovedCacheIsPreparedAgain) {
  writeTree();
  std::string folder;
  {
    Kbuild build = kbuild();
    folder = build.prepare("x86")->folder;
  }
  // What was prepared names the old place in its flags.
  const fs::path stamp = fs::path(folder).parent_path() / "prepared.json";
  std::string text = slurp(stamp.string()).value_or("");
  for (size_t at = 0; (at = text.find(folder, at)) != std::string::npos;) text.replace(at, folder.size(), "/moved/objects");
  std::ofstream(stamp, std::ios::trunc) << text;
  Kbuild build = kbuild();
  const auto prepared = build.prepare("x86");
  ASSERT_TRUE(prepared);
  EXPECT_TRUE(prepared->fresh);
}

TEST_F(KbuildTest, AFailingPrepareIsMadeUpFor) {
  writeTree("\t@echo 'objtool does not build' >&2; false\n");
  Kbuild build = kbuild();
  const auto prepared = build.prepare("x86");
  ASSERT_TRUE(prepared) << prepared.error().str();
  EXPECT_THAT(slurp(prepared->folder + "/include/generated/autoconf.h").value_or(""), HasSubstr("#define CONFIG_X86 1"));
  EXPECT_THAT(prepared->notes, Contains(HasSubstr("make prepare did not finish")));
  const auto unit = build.unitFor("drivers/drv/a-b.c");
  ASSERT_TRUE(unit);
  EXPECT_TRUE(has(*unit, "-DBASE_OF_x86_64"));
}

TEST_F(KbuildTest, WithoutAWorkingMakefileFlagsAreSynthesized) {
  writeTree();
  write("tree/Makefile", "VERSION = 4\nPATCHLEVEL = 17\n$(error broken)\n");
  Kbuild build = kbuild();
  const auto unit = build.unitFor("drivers/drv/a-b.c");
  ASSERT_TRUE(unit) << unit.error().str();
  EXPECT_EQ(unit->source, FlagSource::synthesized);
  EXPECT_TRUE(has(*unit, "-D__KERNEL__"));
  EXPECT_TRUE(has(*unit, "-I" + tree_ + "/include"));
}

TEST_F(KbuildTest, AReadOnlyCacheIsReplaced) {
  writeTree();
  write("cache", "a file where a folder should be\n");
  Kbuild build = kbuild();
  ASSERT_TRUE(build.unitFor("drivers/drv/a-b.c"));
  EXPECT_THAT(build.notes(), Contains(HasSubstr("temporary folder")));
}

TEST_F(KbuildTest, AnInPlaceBuildIsUsedAsItIs) {
  writeTree();
  write("tree/.config", "CONFIG_X86=y\nCONFIG_DRV=m\n");
  write("tree/include/config/auto.conf", "CONFIG_X86=y\nCONFIG_DRV=m\n");
  write("tree/include/generated/autoconf.h", "");
  write("tree/init/.main.o.cmd", "cmd_init/main.o := gcc -DIN_PLACE -I./include -mgcc-only -c -o init/main.o init/main.c\n\nsource_init/main.o := x\n");
  write("tree/drivers/drv/.c.o.cmd", "savedcmd_drivers/drv/c.o := gcc -DRECORDED -I./include -c -o drivers/drv/c.o drivers/drv/c.c\n");
  Kbuild build = kbuild();
  const auto units = build.unitsFor({"drivers/drv/a-b.c", "drivers/drv/c.c"});
  ASSERT_TRUE(units[0]);
  EXPECT_EQ(units[0]->directory, tree_);
  EXPECT_TRUE(has(*units[0], "-DIN_PLACE"));
  EXPECT_TRUE(has(*units[0], "-DONLY_A"));
  ASSERT_TRUE(units[1]);
  EXPECT_EQ(units[1]->source, FlagSource::cmd_file);
  EXPECT_TRUE(has(*units[1], "-DRECORDED"));
  EXPECT_TRUE(has(*units[1], "-I" + tree_ + "/include"));
  EXPECT_FALSE(fs::exists(root_ / "cache/kbuild/x")) << "nothing to prepare";
  EXPECT_EQ(build.prepareSeconds(), 0);
}

TEST_F(KbuildTest, AnotherArchitectureOfAnInPlaceBuildGoesThroughLinks) {
  writeTree();
  write("tree/.config", "CONFIG_X86=y\n");
  write("tree/include/config/auto.conf", "CONFIG_X86=y\n");
  write("tree/include/generated/autoconf.h", "#define FROM_X86 1\n");
  Kbuild build = kbuild();
  const auto unit = build.unitFor("arch/arm/mm/fault.c");
  ASSERT_TRUE(unit) << unit.error().str();
  EXPECT_TRUE(has(*unit, "-DBASE_OF_arm"));
  EXPECT_THAT(slurp(unit->directory + "/include/generated/autoconf.h").value_or(""), HasSubstr("FROM_MAKE"));
  for (const std::string& flag : unit->flags) EXPECT_THAT(flag, Not(HasSubstr("/source/"))) << "links must not show";
}

TEST_F(KbuildTest, CompileCommandsComeFirst) {
  writeTree();
  write("tree/compile_commands.json", "[{\"directory\":\"" + tree_ + "\",\"file\":\"drivers/drv/c.c\",\"command\":\"gcc -DFROM_DB -I./arch/arm/include -c -o x.o drivers/drv/c.c\"}]");
  Kbuild build = kbuild();
  const auto unit = build.unitFor("drivers/drv/c.c");
  ASSERT_TRUE(unit);
  EXPECT_EQ(unit->source, FlagSource::compile_commands);
  EXPECT_EQ(unit->arch, "arm");
  EXPECT_TRUE(has(*unit, "-DFROM_DB"));
  EXPECT_TRUE(has(*unit, "--target=arm-linux-gnueabi"));
}

TEST_F(KbuildTest, ABrokenDatabaseIsNotedAndPassedOver) {
  writeTree();
  write("tree/compile_commands.json", "[{\"directory\":");
  Kbuild build = kbuild();
  const auto unit = build.unitFor("drivers/drv/c.c");
  ASSERT_TRUE(unit);
  EXPECT_EQ(unit->source, FlagSource::dry_run);
  EXPECT_THAT(build.notes(), Contains(HasSubstr("compile_commands.json: is not valid JSON")));
}

TEST_F(KbuildTest, AnOutOfTreeModuleIsBuiltAgainstTheTree) {
  writeTree();
  write("module/Makefile", "ifneq ($(KERNELRELEASE),)\nobj-m := mine.o\nmine-y := sub/part.o top.o\nccflags-y := -I$(src)/inc -DMINE\nelse\nall:\n\tmake -C /nowhere\nendif\n");
  write("module/top.c", "");
  write("module/sub/part.c", "");
  KbuildOptions options;
  options.module = (root_ / "module").string();
  Kbuild build = kbuild(options);
  const auto unit = build.unitFor("sub/part.c");
  ASSERT_TRUE(unit) << unit.error().str();
  EXPECT_TRUE(has(*unit, "-DMINE"));
  EXPECT_TRUE(has(*unit, "-DMODULE"));
  EXPECT_TRUE(has(*unit, "-DBASE_OF_x86_64"));
  EXPECT_TRUE(has(*unit, "-I" + options.module + "/inc"));
  EXPECT_TRUE(has(*unit, "-DKBUILD_MODNAME=\"mine\""));
}

}  // namespace
}  // namespace gupkit::kbuild
