// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/reach.h"

#include <gmock/gmock.h>

namespace gupkit {
namespace {

using ::testing::UnorderedElementsAre;

std::set<std::string> declared(std::string_view text) {
  std::set<std::string> out;
  namesDeclaredWith(withoutComments(text), "demo_tt", out);
  return out;
}

TEST(Reach, MembersVariablesAndFunctionsLeadToARecord) {
  EXPECT_THAT(declared("struct demo_bo {\n\tstruct demo_tt *tt, **all;\n\tstruct demo_tt own[4];\n};\n"),
              UnorderedElementsAre("tt", "all", "own"));
  EXPECT_THAT(declared("extern struct demo_tt demo_first;\n"), UnorderedElementsAre("demo_first"));
  EXPECT_THAT(declared("struct demo_tt *demo_tt_get(struct demo_bo *bo);\n"), UnorderedElementsAre("demo_tt_get"));
  EXPECT_THAT(declared("struct demo_ops {\n\tstruct demo_tt *(*create)(int kind);\n};\n"), UnorderedElementsAre("create"));
}

TEST(Reach, AttributesAreNotMistakenForTheName) {
  EXPECT_THAT(declared("struct demo_tt *__must_check demo_tt_new(void);\n"),
              UnorderedElementsAre("__must_check", "demo_tt_new"));
  EXPECT_THAT(declared("struct demo_tt *__demo_tt_new(void);\n"), UnorderedElementsAre("__demo_tt_new"));
}

TEST(Reach, AVariableOfTheDefinitionItselfCounts) {
  EXPECT_THAT(declared("struct demo_tt {\n\tint users;\n\tstruct { int a; } b;\n} demo_only;\n"), UnorderedElementsAre("demo_only"));
}

TEST(Reach, ADirectiveBetweenTheWordsDeclaresNothing) {
  EXPECT_THAT(declared("struct demo_tt\n#define DEMO_ALL \\\n\t1\n*first,\n#ifdef DEMO\n*second\n#endif\n;\n"),
              UnorderedElementsAre("first", "second"));
}

TEST(Reach, TypedefsAndMacrosCount) {
  EXPECT_THAT(declared("typedef struct demo_tt demo_tt_t;\n"), UnorderedElementsAre("demo_tt_t"));
  EXPECT_THAT(declared("#define to_demo(x) \\\n\tcontainer_of(x, struct demo_tt, base)\n"), UnorderedElementsAre("to_demo"));
}

TEST(Reach, ParametersAreSeenByTheirFunctionOnly) {
  EXPECT_TRUE(declared("int demo_count(struct demo_tt *t, int more);\n").empty());
  EXPECT_TRUE(declared("struct demo_tt;\n").empty());
}

TEST(Reach, CommentsAndStringsHideNothing) {
  // The parenthesis of the comment must not make a parameter of the member.
  EXPECT_THAT(declared("struct demo_bo {\n\tint a; /* (see\n\t * below */ struct demo_tt *tt;\n};\n"), UnorderedElementsAre("tt"));
  EXPECT_TRUE(declared("/* struct demo_tt *old; */\n").empty());
  EXPECT_THAT(declared("static const char s[] = \"(\";\nstatic struct demo_tt *tt;\n"), UnorderedElementsAre("tt"));
}

TEST(Reach, ALongerNameIsAnotherName) { EXPECT_TRUE(declared("struct demo_tt_ops *ops;\n").empty()); }

TEST(Reach, MacrosOverTheNamesCount) {
  std::set<std::string> out;
  macrosThatUse("#define bo_tt(bo) ((bo)->tt)\n#define unrelated(x) (x)\n# define far(bo) \\\n\tbo_users((bo), \\\n\t\t(bo)->tt)\n",
                {"tt"}, [&](std::string_view macro, std::string_view name) {
                  EXPECT_EQ(name, "tt");
                  out.emplace(macro);
                });
  EXPECT_THAT(out, UnorderedElementsAre("bo_tt", "far"));
}

}  // namespace
}  // namespace gupkit
