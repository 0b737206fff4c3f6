// SPDX-License-Identifier: GPL-2.0-only
// A recipe from its text to the changes of a tree.
#include "gupkit/recipe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "series/apply_recipe.h"
#include "temp_folder.h"

namespace gupkit::series {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using Files = std::map<std::string, std::string>;

Overlay treeOf(Files files) {
  return Overlay([files](const std::string& file) -> Result<std::optional<std::string>> {
    auto it = files.find(file);
    return it == files.end() ? std::optional<std::string>() : std::optional<std::string>(it->second);
  });
}

RecipeFiles oneStep(const std::string& step, const Files& more = {}) {
  RecipeFiles files = {{"01-one/step", "step one\nprefix mm\n" + step}, {"01-one/message", "do it\n\nBecause.\n"}};
  for (auto& [path, text] : more) files["01-one/" + path] = text;
  return files;
}

std::string parseError(const RecipeFiles& files) {
  auto recipe = parseRecipe(files, "r");
  return recipe ? "no error" : recipe.error().str();
}

/// What the hook makes of one file, or the error.
std::string hooked(const std::string& hook, const std::string& text, Api api = Api::pin) {
  auto recipe = parseRecipe(oneStep("hook h\nfile a.c\n" + hook), "r");
  if (!recipe) return recipe.error().str();
  Overlay tree = treeOf({{"a.c", text}});
  auto applied = applyRecipe(*recipe, api, false, tree);
  if (!applied) {
    EXPECT_EQ(**tree.read("a.c"), text) << "half applied";
    return applied.error().str();
  }
  return **tree.read("a.c");
}

const char kFunction[] = "int f(int a)\n{\n\tint b;\n\n\tb  =  a;\n\treturn b;\n}\n";

TEST(Recipe, ReadsAStepWhole) {
  auto recipe = parseRecipe(
      {{"02-two/step", "step two\nprefix mm/rmap\nlast\n"},
       {"02-two/message", "second\n\nBody\nmore.\n\n"},
       {"README.md", "ignored"},
       {"01-one/step",
        "# a comment\nstep one   # its name\n  prefix mm: gup\nwhen api pin\nwhen lacks put_user_page in mm/gup.c\n"
        "new mm/got.c\nhook h\n\twhen has-text a.c\n\t| x  y\n\tfile a.c\n\tin f\n\tanchor last\n\t|\treturn b;\n\tbefore\n\t|\tgot(b);\n"
        "variant\n\twhen has-file z\n\tin g\n\ttop\n\tinsert\n\t|#include <x>\n"},
       {"01-one/message", "first\n\nBody.\n"},
       {"01-one/files/mm/got.c", "int got;\n"}},
      "r");
  ASSERT_TRUE(recipe) << recipe.error().str();
  ASSERT_EQ(recipe->steps.size(), 2u);
  const RecipeStep& one = recipe->steps[0];
  EXPECT_EQ(one.name, "one");
  EXPECT_EQ(one.prefix, "mm: gup");
  EXPECT_EQ(one.subject, "first");
  EXPECT_EQ(one.when.size(), 2u);
  EXPECT_EQ(one.files.at("mm/got.c"), "int got;\n");
  ASSERT_EQ(one.hooks.size(), 1u);
  EXPECT_EQ(one.hooks[0].when.size(), 1u);
  EXPECT_EQ(one.hooks[0].when[0].lines, std::vector<std::string>({" x  y"}));
  ASSERT_EQ(one.hooks[0].forms.size(), 2u);
  EXPECT_EQ(one.hooks[0].forms[0].anchor, std::vector<std::string>({"\treturn b;"}));
  EXPECT_EQ(one.hooks[0].forms[0].pick, HookForm::Pick::last);
  EXPECT_EQ(one.hooks[0].forms[1].file, "a.c");
  EXPECT_EQ(one.hooks[0].forms[1].when.size(), 1u);
  EXPECT_EQ(one.hooks[0].forms[1].lines, std::vector<std::string>({"#include <x>"}));
  EXPECT_TRUE(recipe->steps[1].last);
  EXPECT_EQ(recipe->steps[1].body, "Body\nmore.");
}

TEST(Recipe, TheNumberOrdersTheSteps) {
  RecipeFiles files;
  for (const char* folder : {"10-b", "9-a", "100-c"}) {
    files[std::string(folder) + "/step"] = "step " + std::string(folder) + "\nprefix mm\n";
    files[std::string(folder) + "/message"] = "s\n\nb\n";
  }
  auto recipe = parseRecipe(files, "r");
  ASSERT_TRUE(recipe) << recipe.error().str();
  std::vector<std::string> order;
  for (auto& step : recipe->steps) order.push_back(step.folder);
  EXPECT_EQ(order, std::vector<std::string>({"9-a", "10-b", "100-c"}));
}

TEST(Recipe, WhatIsWrongIsNamedWithItsLine) {
  struct Row {
    std::string step, error;
  };
  for (const Row& row : {
           Row{"hok x\n", "r/01-one/step:3: no such word: hok; did you mean \"hook\"?"},
           Row{"when has x at y\n", "r/01-one/step:3: no such test"},
           Row{"when api pinn\n", "r/01-one/step:3: pinn is no dialect"},
           Row{"| text\n", "r/01-one/step:3: a line of text belongs to nothing"},
           Row{"new ../x\n", "r/01-one/step:3: ../x is no path inside a tree"},
           Row{"new x\n", "r/01-one/files/x: is not there"},
           Row{"hook h\nin f\ntop\ninsert\n|x\n", "r/01-one/step:3: hook h names no file"},
           Row{"hook h\nfile a\nin f\n", "hook h has no place"},
           Row{"hook h\nfile a\nanchor\n|x\n", "hook h does nothing"},
           Row{"hook h\nfile a\nanchor\n|x\ninsert\n|y\n", "`insert` does not go with this place"},
           Row{"hook h\nfile a\ntop\ninsert\n|y\n", "hook h needs a definition for its place"},
           Row{"hook h\nfile a\nin f\ntop\nbefore\n|y\n", "`before` does not go with this place"},
           Row{"hook h\nfile a\nanchor\nbefore\n|y\n", "hook h has an empty anchor"},
           Row{"hook h\nfile a\nanchor\n|x\nafter\n", "hook h adds no lines"},
           Row{"hook h\nfile a\nanchor middle\n", "`anchor` is followed by middle"},
           Row{"hook h\nfile a\nanchor\n|x\nafter\n|y\nhook h\n", "a second hook h"},
           Row{"step two\n", "a second `step` line"},
       })
    EXPECT_THAT(parseError(oneStep(row.step)), HasSubstr(row.error)) << row.step;
  EXPECT_THAT(parseError({{"01-a/step", "step a\nprefix mm\n"}}), HasSubstr("r/01-a: has no file `message`"));
  EXPECT_THAT(parseError({{"01-a/message", "x\n"}}), HasSubstr("r/01-a: has no file `step`"));
  EXPECT_THAT(parseError({{"01-a/step", "step a\nprefix mm\n"}, {"01-a/message", "s\nb\n"}}), HasSubstr("put an empty line"));
  EXPECT_THAT(parseError(oneStep("", {{"files/x", ""}})), HasSubstr("no `new` line of the step names it"));
  EXPECT_THAT(parseError({{"01-a/step", "step a\n"}, {"01-a/message", "s\n\nb\n"}}), HasSubstr("has no `prefix` line"));
}

TEST(Recipe, PutsLinesAtEveryPlace) {
  const std::string f = kFunction;
  EXPECT_EQ(hooked("in f\nanchor\n|\tb = a;\nbefore\n|\tx();\n", f), "int f(int a)\n{\n\tint b;\n\n\tx();\n\tb  =  a;\n\treturn b;\n}\n");
  EXPECT_EQ(hooked("anchor\n|\tb = a;\nafter\n|\tx();\n", f), "int f(int a)\n{\n\tint b;\n\n\tb  =  a;\n\tx();\n\treturn b;\n}\n");
  EXPECT_EQ(hooked("anchor\n|\tb = a;\n|\treturn b;\nreplace\n|\treturn a;\n", f), "int f(int a)\n{\n\tint b;\n\n\treturn a;\n}\n");
  EXPECT_EQ(hooked("anchor\n|\tb = a;\nreplace\n", f), "int f(int a)\n{\n\tint b;\n\n\treturn b;\n}\n");
  EXPECT_EQ(hooked("in f\ntop\ninsert\n|\tint c;\n", f), "int f(int a)\n{\n\tint c;\n\tint b;\n\n\tb  =  a;\n\treturn b;\n}\n");
  EXPECT_EQ(hooked("in f\nbody\ninsert\n|\tx();\n", f), "int f(int a)\n{\n\tint b;\n\n\tx();\n\tb  =  a;\n\treturn b;\n}\n");
  EXPECT_EQ(hooked("in f\nend\ninsert\n|\tx();\n", f), "int f(int a)\n{\n\tint b;\n\n\tb  =  a;\n\treturn b;\n\tx();\n}\n");
  EXPECT_EQ(hooked("file-end\ninsert\n|int z;\n", "int y;"), "int y;\nint z;\n");
  EXPECT_EQ(hooked("in f\nbody\ninsert\n|\tx();\n", "void f(void)\n{\n\tint b;\n\tg();\n}\n"),
            "void f(void)\n{\n\tint b;\n\n\tx();\n\tg();\n}\n");
}

TEST(Recipe, AnAnchorIsTakenOnceOrByChoice) {
  const std::string two = "int f(void)\n{\n\tg();\n\th();\n\tg();\n}\n";
  EXPECT_THAT(hooked("in f\nanchor\n|\tg();\nafter\n|\tx();\n", two),
              AllOf(HasSubstr("hook h of step one (r/01-one/step:3): does not fit this tree: a.c: `g();` in f is there twice"),
                    HasSubstr("add a `variant` for this tree, or leave the core out with --no-core")));
  EXPECT_EQ(hooked("in f\nanchor first\n|\tg();\nafter\n|\tx();\n", two), "int f(void)\n{\n\tg();\n\tx();\n\th();\n\tg();\n}\n");
  EXPECT_EQ(hooked("in f\nanchor last\n|\tg();\nbefore\n|\tx();\n", two), "int f(void)\n{\n\tg();\n\th();\n\tx();\n\tg();\n}\n");
}

TEST(Recipe, AnAnchorOutsideTheFunctionDoesNotCount) {
  EXPECT_EQ(hooked("in f\nanchor\n|\tg();\nafter\n|\tx();\n", "int e(void)\n{\n\tg();\n}\n\nint f(void)\n{\n\tg();\n}\n"),
            "int e(void)\n{\n\tg();\n}\n\nint f(void)\n{\n\tg();\n\tx();\n}\n");
}

TEST(Recipe, AHookThatDoesNotFitSaysWhatWasLookedFor) {
  EXPECT_THAT(hooked("in nope\ntop\ninsert\n|x\n", kFunction), HasSubstr("a.c: no definition of nope"));
  EXPECT_THAT(hooked("in f\nanchor\n|\tnope();\n|\tmore();\nafter\n|x\n", kFunction), HasSubstr("a.c: `nope();` and what follows in f is not there"));
  EXPECT_THAT(hooked("in f\ntop\ninsert\n|x\n", "static inline int f(void) { return 0; }\n"), HasSubstr("f has no body over several lines"));
  EXPECT_THAT(hooked("file b.c\nanchor\n|x\nafter\n|y\n", ""), HasSubstr("b.c: no such file"));
  // Every form's fault is told.
  EXPECT_THAT(hooked("in g\ntop\ninsert\n|x\nvariant\nin h\ntop\ninsert\n|x\n", kFunction),
              HasSubstr("a.c: no definition of g; a.c: no definition of h"));
}

TEST(Recipe, TheFirstVariantThatFitsIsUsed) {
  EXPECT_EQ(hooked("in g\ntop\ninsert\n|x\nvariant\nin f\nend\ninsert\n|\ty();\n", "void f(void)\n{\n}\n"), "void f(void)\n{\n\ty();\n}\n");
  EXPECT_EQ(hooked("in f\ntop\ninsert\n|1\nvariant\nin f\nend\ninsert\n|2\n", "void f(void)\n{\n}\n"), "void f(void)\n{\n1\n}\n");
  EXPECT_EQ(hooked("in g\ntop\ninsert\n|0\nvariant\nwhen api put_user_page\nin f\ntop\ninsert\n|1\nvariant\nin f\nend\ninsert\n|2\n",
                   "void f(void)\n{\n}\n"),
            "void f(void)\n{\n2\n}\n");
}

TEST(Recipe, TestsDecideAboutAHook) {
  const std::string hook = "file-end\ninsert\n|x\n";
  struct Row {
    const char* when;
    bool applies;
  };
  for (const Row& row : {
           Row{"api pin", true},
           Row{"api put_user_page", false},
           Row{"has f in a.c", true},
           Row{"has b in a.c", true},
           Row{"has comment in a.c", false},  // comments are no code
           Row{"lacks comment in a.c", true},
           Row{"lacks nothing in no.c", true},  // a missing file lacks it
           Row{"has nothing in no.c", false},
           Row{"has-file a.c", true},
           Row{"lacks-file a.c", false},
           Row{"has-text a.c\n| b = a;", true},
           Row{"lacks-text a.c\n| b = a;", false},
           Row{"lacks-text no.c\n| b = a;", true},
       }) {
    const std::string text = std::string("/* comment */\n") + kFunction;
    EXPECT_EQ(hooked(std::string("when ") + row.when + "\n" + hook, text), text + (row.applies ? "x\n" : "")) << row.when;
  }
}

TEST(Recipe, AHookThatAnEarlierOneMakesMeaninglessStopsIt) {
  const std::string rename = "when has f in a.c\nanchor\n|int f(int a)\nreplace\n|int g(int a)\n";
  EXPECT_THAT(hooked(rename + "hook flags\nwhen has f in a.c\nfile a.c\nin g\nanchor\n|\treturn b;\nreplace\n|\treturn 0;\n", kFunction),
              AllOf(HasSubstr("hook flags of step one"), HasSubstr("took away what its `when` asks for: f")));
  // What an earlier hook added need not be added again.
  EXPECT_THAT(hooked(rename + "hook again\nwhen lacks g in a.c\nfile a.c\nfile-end\ninsert\n|int g(int a);\n", kFunction),
              HasSubstr("int g(int a)\n{"));
}

TEST(Recipe, LaterStepsSeeEarlierOnes) {
  auto recipe = parseRecipe({{"01-a/step", "step a\nprefix mm\nwhen lacks got in got.h\nnew got.h\n"},
                             {"01-a/message", "s\n\nb\n"},
                             {"01-a/files/got.h", "int got;\n"},
                             {"02-b/step", "step b\nprefix mm\nwhen has got in got.h\nhook h\nfile got.h\nanchor\n|int got;\nafter\n|int more;\n"},
                             {"02-b/message", "s\n\nb\n"},
                             {"03-c/step", "step c\nprefix mm\nlast\nhook h\nfile got.h\nfile-end\ninsert\n|int on;\n"},
                             {"03-c/message", "s\n\nb\n"}},
                            "r");
  ASSERT_TRUE(recipe) << recipe.error().str();
  Overlay tree = treeOf({});
  auto applied = applyRecipe(*recipe, Api::pin, false, tree);
  ASSERT_TRUE(applied) << applied.error().str();
  ASSERT_EQ(applied->size(), 2u);
  EXPECT_EQ((*applied)[0].changes, std::vector<FileChange>({{"got.h", std::nullopt, "int got;\n"}}));
  EXPECT_EQ((*applied)[1].changes, std::vector<FileChange>({{"got.h", "int got;\n", "int got;\nint more;\n"}}));
  applied = applyRecipe(*recipe, Api::pin, true, tree);
  ASSERT_TRUE(applied) << applied.error().str();
  ASSERT_EQ(applied->size(), 1u);
  EXPECT_EQ(**tree.read("got.h"), "int got;\nint more;\nint on;\n");
  // A second run: step a is not needed any more, the others fit again.
  applied = applyRecipe(*recipe, Api::pin, false, tree);
  ASSERT_TRUE(applied) << applied.error().str();
  EXPECT_EQ(applied->size(), 1u);
}

TEST(Recipe, AFaultOfALaterStepTakesTheEarlierOnesBack) {
  auto recipe = parseRecipe({{"01-a/step", "step a\nprefix mm\nhook h\nfile x.h\nfile-end\ninsert\n|int a;\n"},
                             {"01-a/message", "s\n\nb\n"},
                             {"02-b/step", "step b\nprefix mm\nhook h\nfile y.h\nfile-end\ninsert\n|int b;\n"},
                             {"02-b/message", "s\n\nb\n"}},
                            "r");
  ASSERT_TRUE(recipe) << recipe.error().str();
  Overlay tree = treeOf({{"x.h", ""}});
  auto applied = applyRecipe(*recipe, Api::pin, false, tree);
  ASSERT_FALSE(applied);
  EXPECT_THAT(applied.error().str(), HasSubstr("hook h of step b (r/02-b/step:3): does not fit this tree: y.h: no such file"));
  EXPECT_EQ(**tree.read("x.h"), "");
}

TEST(Recipe, ANewFileOverwritesNone) {
  auto recipe = parseRecipe(oneStep("new a.c\n", {{"files/a.c", "new\n"}}), "r");
  ASSERT_TRUE(recipe) << recipe.error().str();
  Overlay tree = treeOf({{"a.c", "old\n"}});
  auto applied = applyRecipe(*recipe, Api::pin, false, tree);
  ASSERT_FALSE(applied);
  EXPECT_THAT(applied.error().str(), HasSubstr("a.c: is in the tree already, and step one makes it; add `when lacks-file a.c`"));
}

TEST(Recipe, TheFolderAndTheBuiltInOneAreTheSame) {
  const std::string folder = std::string(GUPKIT_SOURCE_DIR) + "/kernel-patches";
  RecipeFiles builtin = builtinRecipe();
  auto recipe = parseRecipe(builtin, "kernel-patches");
  ASSERT_TRUE(recipe) << recipe.error().str();
  if (recipe->steps.empty()) GTEST_SKIP() << "kernel-patches/ holds no step";
  auto disk = readRecipeFolder(folder);
  ASSERT_TRUE(disk) << disk.error().str();
  std::erase_if(*disk, [](const auto& file) { return file.first.find('/') == std::string::npos; });
  EXPECT_EQ(*disk, builtin);
}

TEST(Recipe, AFolderWithoutStepsIsRefused) {
  TempFolder folder;
  folder.write("README.md", "x");
  auto files = readRecipeFolder(folder.path());
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().str(), HasSubstr("holds no step; name the folder of a recipe"));
  EXPECT_FALSE(readRecipeFolder(folder / "nowhere"));
}

}  // namespace
}  // namespace gupkit::series
