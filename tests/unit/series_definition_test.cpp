// SPDX-License-Identifier: GPL-2.0-only
#include "series/definition.h"

#include <gtest/gtest.h>

#include "edit/text.h"
#include "series/find_lines.h"

namespace gupkit::series {
namespace {

std::vector<std::string> found(const std::string& text, const std::string& name) {
  const std::string masked(edit::Source(text).masked());
  std::vector<std::string> out;
  for (const Definition& d : findDefinitions(masked, name)) out.push_back(text.substr(d.begin, d.end - d.begin));
  return out;
}

using Texts = std::vector<std::string>;

TEST(Definition, FunctionWithItsHeadAndWithoutItsComment) {
  EXPECT_EQ(found("int g;\n/* about f */\nstatic int\nf(int a,\n  int b)\n{\n\treturn a;\n}\nint h;\n", "f"),
            Texts({"static int\nf(int a,\n  int b)\n{\n\treturn a;\n}\n"}));
}

TEST(Definition, DeclarationsAndCallsAreNone) {
  EXPECT_EQ(found("int f(int);\nvoid g(void)\n{\n\tif (f(1)) {\n\t\tf(2);\n\t}\n}\n", "f"), Texts());
  EXPECT_EQ(found("/* f() { } */\nchar *s = \"f() {\";\n", "f"), Texts());
}

TEST(Definition, BranchesOfIfAreAllFound) {
  EXPECT_EQ(found("#ifdef A\nint f(void)\n{\n\treturn 1;\n}\n#else\nstatic inline int f(void) { return 0; }\n#endif\n", "f"),
            Texts({"int f(void)\n{\n\treturn 1;\n}\n", "static inline int f(void) { return 0; }\n"}));
}

TEST(Definition, EndsInTheFirstColumnWhateverTheBracesSay) {
  EXPECT_EQ(found("int f(int a)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (!a) {\n#endif\n\t\ta++;\n\t}\n\treturn a;\n}\nint g;\n", "f")
                .at(0)
                .size(),
            std::string("int f(int a)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (!a) {\n#endif\n\t\ta++;\n\t}\n\treturn a;\n}\n").size());
}

TEST(Definition, AttributesBetweenHeadAndBody) {
  EXPECT_EQ(found("bool f(void) __must_hold(&a->lock)\n\t__releases(b)\n{\n\tx();\n}\n", "f").size(), 1u);
}

TEST(Definition, RecordsMacrosVariablesAndSystemCalls) {
  EXPECT_EQ(found("struct a *f(void);\nstruct a {\n\tint x;\n};\nstruct a b;\n", "a"), Texts({"struct a {\n\tint x;\n};\n"}));
  EXPECT_EQ(found("#define M(x) \\\n\tdo_it(x)\nint y;\n", "M"), Texts({"#define M(x) \\\n\tdo_it(x)\n"}));
  EXPECT_EQ(found("#undef M\n#ifdef M\n#endif\n", "M"), Texts());
  EXPECT_EQ(found("const char * const names[] = {\n\t\"a\",\n};\n", "names"), Texts({"const char * const names[] = {\n\t\"a\",\n};\n"}));
  EXPECT_EQ(found("SYSCALL_DEFINE2(sync, int, a, int, b)\n{\n\treturn 0;\n}\n", "sync").size(), 1u);
  EXPECT_EQ(found("enum e {\n\tA,\n};\n", "e").size(), 1u);
}

size_t declarationsEnd(const std::string& body) {
  const std::string text = "void f(void)\n{\n" + body + "}\n";
  const std::string masked(edit::Source(text).masked());
  return endOfDeclarations(masked, findDefinitions(masked, "f").at(0)) - std::string("void f(void)\n{\n").size();
}

TEST(Definition, DeclarationsEndAtTheFirstStatement) {
  struct Row {
    const char *declarations, *rest;
  };
  for (const Row& row : {
           Row{"", "\tg();\n"},
           Row{"\tint a;\n", "\n\ta = 1;\n"},
           Row{"\tstruct x *a = get(1,\n\t\t\t2);\n\tspinlock_t *ptl;\n", "\tif (a)\n\t\tg();\n"},
           Row{"\tDEFINE_WAIT(w);\n\tLIST_HEAD(l);\n\tint (*cb)(int);\n", "\n\tVM_BUG_ON(a);\n"},
           Row{"\tint a[] = { 1, 2 };\n\tstruct s t = {\n\t\t.x = 1,\n\t};\n", "\n\treturn;\n"},
           Row{"\tint a;\n#ifdef B\n\tint b;\n#endif\n", "\n#ifdef B\n\tb = 1;\n#endif\n"},
           Row{"\tint a;\n\n\t/* why */\n\tlong b;\n", "\t/* then */\n\ta->b = 2;\n"},
           Row{"\tint a;\n", "again:\n\ta++;\n"},
       })
    EXPECT_EQ(declarationsEnd(std::string(row.declarations) + row.rest), std::string(row.declarations).size())
        << row.declarations << row.rest;
}

TEST(FindLines, BlanksAreEqualAndLinesWhole) {
  const std::string text = "a  b\n\tc\td  \n\nc d\n";
  auto count = [&](std::vector<std::string> lines) { return findLines(text, {0, uint32_t(text.size())}, lines).size(); };
  EXPECT_EQ(count({"a b", "c d"}), 1u);
  EXPECT_EQ(count({"c d"}), 2u);
  EXPECT_EQ(count({"c"}), 0u);
  EXPECT_EQ(count({"c d", "", "c d"}), 1u);
  EXPECT_EQ(findLines(text, {0, 12}, {"c d"}).size(), 1u);
}

}  // namespace
}  // namespace gupkit::series
