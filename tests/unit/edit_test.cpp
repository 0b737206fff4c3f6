// SPDX-License-Identifier: GPL-2.0-only
// The planner on shapes made by hand, and the diff as git reads it. No Clang: what the shapes look
// like for real C is tests/facts/edit_pairs_test.cpp.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "edit/text.h"
#include "gupkit/edit.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

/// A function of plain statements, each the call `name(arg);`.
class ShapeOf {
 public:
  ShapeOf(std::string file, std::string text) : text_(std::move(text)) {
    fn_.file = std::move(file);
    fn_.name = "f";
    fn_.range = {0, static_cast<uint32_t>(text_.size())};
    uint32_t open = static_cast<uint32_t>(text_.find('{'));
    Stmt body;
    body.kind = StmtKind::compound;
    body.range = {open, static_cast<uint32_t>(text_.rfind('}') + 1)};
    fn_.stmts.push_back(body);
    fn_.body = 0;
  }

  ShapeOf& call(const std::string& name, const std::string& arg, bool lvalue = true) {
    std::string want = name + "(" + arg + ")";
    uint32_t at = static_cast<uint32_t>(text_.find(want, from_)), end = at + static_cast<uint32_t>(want.size());
    from_ = end;
    Stmt s;
    s.kind = StmtKind::expr;
    s.range = {at, end + 1};
    s.parent = 0;
    int id = static_cast<int>(fn_.stmts.size());
    fn_.stmts.push_back(s);
    fn_.stmts[0].children.push_back(id);
    Expr e;
    e.kind = ExprKind::ref;
    e.type = ExprType::page;
    e.range = {end - 1 - static_cast<uint32_t>(arg.size()), end - 1};
    e.lvalue = lvalue;
    e.pure = true;
    fn_.exprs.push_back(e);
    ShapeCall c;
    c.callee = name;
    c.name = {at, at + static_cast<uint32_t>(name.size())};
    c.call = {at, end};
    c.args = {e.range};
    c.arg_exprs = {static_cast<int>(fn_.exprs.size()) - 1};
    c.stmt = id;
    c.whole_stmt = true;
    fn_.calls.push_back(c);
    return *this;
  }

  EditInput input() const {
    EditInput in;
    in.text[fn_.file] = text_;
    in.shapes[fn_.file] = {fn_};
    return in;
  }
  SiteEdit release(size_t call, bool may_sleep = true) const {
    SiteEdit s;
    s.file = fn_.file;
    s.offset = fn_.calls[call].name.begin;
    s.callee = fn_.calls[call].callee;
    s.may_sleep = may_sleep;
    return s;
  }
  std::string edited(const std::vector<SiteEdit>& sites, const EditApi& api = {}) const {
    EditPlan plan = planEdits(input(), sites, api);
    return plan.files.empty() ? text_ : applyEdits(text_, plan.files[0].edits);
  }
  ShapeFunction& fn() { return fn_; }

 private:
  std::string text_;
  ShapeFunction fn_;
  size_t from_ = 0;
};

TEST(Plan, RenamesOneCall) {
  ShapeOf f("a.c", "void f(void)\n{\n\tput_page(p);\n}\n");
  f.call("put_page", "p");
  EXPECT_EQ(f.edited({f.release(0)}), "void f(void)\n{\n\tunpin_user_page(p);\n}\n");
  EditApi put;
  put.api = Api::put_user_page;
  EXPECT_EQ(f.edited({f.release(0)}, put), "void f(void)\n{\n\tput_user_page(p);\n}\n");
}

TEST(Plan, FoldsADirtyCallOnlyIntoAnAddressableLvalue) {
  ShapeOf f("a.c", "void f(void)\n{\n\tset_page_dirty_lock(p);\n\tput_page(p);\n}\n");
  f.call("set_page_dirty_lock", "p").call("put_page", "p");
  EXPECT_EQ(f.edited({f.release(1)}), "void f(void)\n{\n\tunpin_user_pages_dirty_lock(&p, 1, true);\n}\n");
  ShapeOf g("a.c", "void f(void)\n{\n\tset_page_dirty_lock(p);\n\tput_page(p);\n}\n");
  g.call("set_page_dirty_lock", "p", false).call("put_page", "p", false);
  EXPECT_EQ(g.edited({g.release(1)}),
            "void f(void)\n{\n\tset_page_dirty_lock(p);\n\tunpin_user_page(p);\n}\n");
}

TEST(Plan, MinimalKeepsTheDirtyCall) {
  ShapeOf f("a.c", "void f(void)\n{\n\tset_page_dirty_lock(p);\n\tput_page(p);\n}\n");
  f.call("set_page_dirty_lock", "p").call("put_page", "p");
  EditApi api;
  api.minimal = true;
  EXPECT_EQ(f.edited({f.release(1)}, api),
            "void f(void)\n{\n\tset_page_dirty_lock(p);\n\tunpin_user_page(p);\n}\n");
}

TEST(Plan, PlainDirtyCallStaysWhereSleepingIsNotProved) {
  ShapeOf f("a.c", "void f(void)\n{\n\tset_page_dirty(p);\n\tput_page(p);\n}\n");
  f.call("set_page_dirty", "p").call("put_page", "p");
  EXPECT_EQ(f.edited({f.release(1, false)}),
            "void f(void)\n{\n\tset_page_dirty(p);\n\tunpin_user_page(p);\n}\n");
}

TEST(Plan, KeepsCarriageReturns) {
  ShapeOf f("a.c", "void f(void)\r\n{\r\n\tset_page_dirty_lock(p);\r\n\tput_page(p);\r\n}\r\n");
  f.call("set_page_dirty_lock", "p").call("put_page", "p");
  EXPECT_EQ(f.edited({f.release(1)}),
            "void f(void)\r\n{\r\n\tunpin_user_pages_dirty_lock(&p, 1, true);\r\n}\r\n");
}

TEST(Plan, RefusesWithAReason) {
  ShapeOf f("a.c", "#define DROP(p) \\\n\tput_page(p)\nvoid f(void)\n{\n\tput_page(p);\n\tput_page_testzero(q);\n}\n");
  f.call("put_page", "p");
  ShapeOf g("a.c", "void f(void)\n{\n\tput_page_testzero(q);\n}\n");
  g.call("put_page_testzero", "q");
  auto reason = [](const EditPlan& p) { return p.refusals.size() == 1 ? p.refusals[0].reason : "?"; };
  EXPECT_EQ(reason(planEdits(g.input(), {g.release(0)}, {})), "unsupported-form");

  EditInput in = f.input();
  in.shapes.clear();
  SiteEdit macro;
  macro.file = "a.c";
  macro.offset = 18;  // in the second line of the #define
  macro.callee = "put_page";
  EXPECT_EQ(reason(planEdits(in, {macro}, {})), "in-macro-body");
  macro.offset = 52;
  EXPECT_EQ(reason(planEdits(in, {macro}, {})), "unsupported-form");
  macro.file = "b.c";
  EXPECT_EQ(reason(planEdits(in, {macro}, {})), "not-parsed");
}

TEST(Plan, AcquiresTakeTheNameTheyAreGiven) {
  ShapeOf f("a.c", "void f(void)\n{\n\tget_user_pages(p);\n}\n");
  f.call("get_user_pages", "p");
  SiteEdit s = f.release(0);
  s.what = SiteEdit::What::acquire;
  EXPECT_EQ(planEdits(f.input(), {s}, {}).refusals.at(0).reason, "no-pin-variant");
  s.replacement = "pin_user_pages";
  EXPECT_EQ(f.edited({s}), "void f(void)\n{\n\tpin_user_pages(p);\n}\n");
}

TEST(Plan, CallOutOfAMacroBodyHasNoEdit) {
  ShapeOf f("a.c", "void f(void)\n{\n\tput_page(p);\n}\n");
  f.call("put_page", "p");
  f.fn().calls[0].in_macro = true;
  EditPlan plan = planEdits(f.input(), {f.release(0)}, {});
  EXPECT_TRUE(plan.files.empty());
  ASSERT_EQ(plan.refusals.size(), 1u);
  EXPECT_EQ(plan.refusals[0].reason, "in-macro-body");
}

TEST(Source, MasksCommentsAndStrings) {
  edit::Source s("a /* put */ \"x//\" b; // c\nd '\"' e\n");
  EXPECT_EQ(s.masked(), "a" + std::string(17, ' ') + "b;     \nd     e\n");
  EXPECT_EQ(s.comments({0, 40}).size(), 2u);
}

TEST(Source, ColumnsCountTabsToEight) {
  edit::Source s("\t  x\n");
  EXPECT_EQ(s.column(3), 10u);
  EXPECT_EQ(edit::indentTo(10), "\t  ");
}

TEST(Source, FindsDirectivesAtLineStartsOnly) {
  edit::Source s("a # b\n  #if X\nc /*\n#d */\n");
  EXPECT_FALSE(s.hasDirective({0, 5}));
  EXPECT_TRUE(s.hasDirective({0, 12}));
  EXPECT_FALSE(s.hasDirective({14, 24}));
}

TEST(Source, MemberNamesAreNoMentions) {
  EXPECT_EQ(edit::mentions("i + a.i + b->i + ii + i", "i"), (std::vector<uint32_t>{0, 22}));
}

// --- the diff, as `git apply` reads it ----------------------------------------------------

class Diff : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/gupkit-diff-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    dir_ = name;
  }
  void TearDown() override { fs::remove_all(dir_); }

  void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::string read(const fs::path& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
  }
  /// Both programs take the diff and come to the same bytes.
  void roundTrip(const std::string& file, const std::string& before, const std::string& after) {
    std::string diff = unifiedDiff(file, before, after);
    write(dir_ / "d.patch", diff);
    for (const char* command : {"GIT_CEILING_DIRECTORIES=/ git apply -p1 ../d.patch", "patch -s --binary -p1 -i ../d.patch"}) {
      SCOPED_TRACE(command);
      fs::path work = dir_ / "work";
      fs::remove_all(work);
      write(work / file, before);
      ASSERT_EQ(std::system(("cd " + work.string() + " && " + command).c_str()), 0) << diff;
      EXPECT_EQ(read(work / file), after) << diff;
    }
  }

  fs::path dir_;
};

std::string numbered(int n) {
  std::string s;
  for (int i = 0; i < n; ++i) s += "line " + std::to_string(i) + "\n";
  return s;
}

std::string replaced(std::string s, const std::string& what, const std::string& with) {
  return s.replace(s.find(what), what.size(), with);
}

TEST_F(Diff, EqualTextsHaveNone) { EXPECT_EQ(unifiedDiff("a.c", "x\n", "x\n"), ""); }

TEST_F(Diff, HasGitsForm) {
  std::string before = "int f(void)\n{\n\tint i;\n\n\tput_page(p);\nout:\n\treturn 0;\n}\n";
  EXPECT_EQ(unifiedDiff("d/a.c", before, replaced(before, "put_page", "unpin_user_page")),
            "diff --git a/d/a.c b/d/a.c\n--- a/d/a.c\n+++ b/d/a.c\n@@ -2,7 +2,7 @@ int f(void)\n {\n \tint i;\n \n"
            "-\tput_page(p);\n+\tunpin_user_page(p);\n out:\n \treturn 0;\n }\n");
}

TEST_F(Diff, AnEmptySideNamesTheLineBefore) {
  std::string diff = unifiedDiff("a.c", "", "a\n");
  EXPECT_NE(diff.find("@@ -0,0 +1 @@\n+a\n"), std::string::npos) << diff;
}

TEST_F(Diff, DistantChangesAreHunksAndNearOnesJoin) {
  std::string before = numbered(60), after = before;
  after = replaced(after, "line 5\n", "");
  after = replaced(after, "line 12\n", "twelve\nmore\n");
  after = replaced(after, "line 40\n", "forty\n");
  std::string diff = unifiedDiff("a.c", before, after);
  size_t hunks = 0;
  for (size_t at = diff.find("\n@@"); at != std::string::npos; at = diff.find("\n@@", at + 1)) ++hunks;
  EXPECT_EQ(hunks, 2u);
  roundTrip("a.c", before, after);
}

TEST_F(Diff, TakesFirstAndLastLines) {
  std::string before = numbered(20);
  roundTrip("dir/a.c", before, "first\n" + before + "last\n");
  roundTrip("dir/a.c", before, before.substr(7));
  roundTrip("dir/a.c", before, replaced(before, "line 19\n", ""));
}

TEST_F(Diff, MissingFinalNewline) {
  roundTrip("a.c", "a\nb\nc", "a\nB\nc");
  roundTrip("a.c", "a\nb\nc", "a\nb\nC");
  roundTrip("a.c", "a\nb\nc", "a\nb\nc\n");
  roundTrip("a.c", "a\nb\nc\n", "a\nb\nc");
}

TEST_F(Diff, CarriageReturnsAndOddBytesPass) {
  roundTrip("a.c", "a\r\nput\r\nb\xff\xfe\r\n", "a\r\nunpin\r\nb\xff\xfe\r\n");
  roundTrip("a.c", "/* J\xf6rg */\nput\n", "/* J\xf6rg */\nunpin\n");
}

TEST_F(Diff, NamesWithSpacesAndQuotes) { roundTrip("dir x/a b.c", "a\nb\n", "a\nc\n"); }

TEST_F(Diff, ManyChanges) {
  std::string before, after;
  unsigned seed = 7;
  for (int i = 0; i < 3000; ++i) {
    seed = seed * 1103515245 + 12345;
    std::string line = "l" + std::to_string((seed >> 16) % 50) + "\n";
    before += line;
    if ((seed >> 8) % 5 == 0) line = "new" + std::to_string(i) + "\n";
    if ((seed >> 8) % 7 != 0) after += line;
  }
  roundTrip("a.c", before, after);
}

TEST(Apply, LeavesOutWhatDoesNotFit) {
  EXPECT_EQ(applyEdits("abc", {{{0, 1}, "X"}, {{1, 1}, "-"}}), "X-bc");
  EXPECT_EQ(applyEdits("abc", {{{2, 9}, "X"}}), "abc");
}

}  // namespace
}  // namespace gupkit
