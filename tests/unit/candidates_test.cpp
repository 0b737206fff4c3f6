// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "candidates/name_form.h"
#include "child.h"
#include "support/interrupt.h"
#include "temp_folder.h"

namespace gupkit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using namespace std::string_literals;

std::vector<std::string> filesWith(TreeText& tree, NameForm form, const std::string& name) {
  auto hits = tree.search({{form, name}});
  std::vector<std::string> files;
  if (!hits) return {"error: " + hits.error().str()};
  for (const FileHits& hit : *hits) files.push_back(hit.file);
  return files;
}

TreeText openTree(const TempFolder& folder, std::string memo = "") {
  TreeTextOptions options;
  options.jobs = 2;
  options.memo = std::move(memo);
  auto tree = TreeText::open(folder.path(), options);
  EXPECT_TRUE(tree) << tree.error().str();
  return std::move(*tree);
}

/// Whether `name` is found in `text`, on the way that a scan takes.
bool found(NameForm form, const std::string& name, const std::string& text) {
  const TempFolder folder;
  folder.write("a.c", text);
  TreeText tree = openTree(folder);
  return !filesWith(tree, form, name).empty();
}

TEST(NameForms, WordIsNeverPartOfALongerOne) {
  EXPECT_TRUE(found(NameForm::word, "put_page", "put_page"));
  EXPECT_TRUE(found(NameForm::word, "put_page", "\tput_page(p);"));
  EXPECT_TRUE(found(NameForm::word, "put_page", "my_put_page(p); put_page(q);"));
  EXPECT_FALSE(found(NameForm::word, "put_page", "my_put_page(p);"));
  EXPECT_FALSE(found(NameForm::word, "put_page", "put_page2(p);"));
  EXPECT_FALSE(found(NameForm::word, "put_page", "put_pages(p);"));
  EXPECT_FALSE(found(NameForm::word, "put_page", "PUT_PAGE(p);"));
}

TEST(NameForms, MemberIsFoundWhateverSpaceIsBeforeIt) {
  for (const std::string name : {"pg", "page_of"})
    for (const char* before : {"b->\n\t", "b->\t", "b ->  ", "b->/* x */ ", "b.\\\n", "{ .", "offsetof(struct b, ", "{ a: 1, "})
      EXPECT_TRUE(found(NameForm::member, name, before + name + (before[0] == '{' ? ": 0" : before[0] == 'o' ? ")" : ";")))
          << before << name;
  EXPECT_FALSE(found(NameForm::member, "pg", "f(a, pg)"));
  EXPECT_FALSE(found(NameForm::member, "pg", "a > pg"));
}

TEST(NameForms, RecordsAreFilledByPosition) {
  EXPECT_TRUE(found(NameForm::filled, "b", "*x = (struct b){ p, 1 };"));
  EXPECT_TRUE(found(NameForm::filled, "b", "static struct b all[] __initdata = { { p }, };"));
  EXPECT_TRUE(found(NameForm::filled, "b", "struct b all[] = { [ONE] = { p } };"));
  EXPECT_FALSE(found(NameForm::filled, "b", "struct b { int x; };"));
  EXPECT_FALSE(found(NameForm::filled, "b", "struct b x = { 0 }, y = {};"));
  EXPECT_FALSE(found(NameForm::filled, "b", "struct b x = { .p = p }; int y[] = { 1 };"));
  EXPECT_FALSE(found(NameForm::filled, "b", "struct b *f(void) { return 0; }"));
}

TEST(NameForms, AliasStandsForTheName) {
  EXPECT_TRUE(found(NameForm::alias, "f", "void g(void) __attribute__((alias(\"f\")));"));
  EXPECT_TRUE(found(NameForm::alias, "f", "void g(void) __alias(f);"));
  EXPECT_TRUE(found(NameForm::alias, "f", "void g(void) __asm__ (\"f\");"));
  EXPECT_FALSE(found(NameForm::alias, "f", "void g(void) { asm(\"f x\"); f(x); print(\"f\"); }"));
}

TEST(NameForms, PasteMakesAName) {
  EXPECT_TRUE(found(NameForm::paste, "##", "#define F(x) page_##x"));
  EXPECT_TRUE(found(NameForm::paste, "##", "#define F(x) x ## _page"));
  EXPECT_FALSE(found(NameForm::paste, "##", "#define F(x, a...) f(x, ##a)"));
}

TEST(NameForms, MemberStandsBehindArrowOrDot) {
  for (const char* text : {"a->pages = b;", "a.pages[0]", "a-> pages", ".pages = x,", ". pages",
                           "a->\n\tpages", "a->b.pages"})
    EXPECT_TRUE(found(NameForm::member, "pages", text)) << text;
  for (const char* text : {"pages = b;", "a > pages", "a->pages2", "struct page **pages;"})
    EXPECT_FALSE(found(NameForm::member, "pages", text)) << text;
}

TEST(NameForms, ShortMemberStandsBehindArrowOrDot) {
  EXPECT_TRUE(found(NameForm::member, "p", "a->p = 1;"));
  EXPECT_TRUE(found(NameForm::member, "p", "{ .p = 1 }"));
  EXPECT_TRUE(found(NameForm::member, "pg", "a-> pg"));
  EXPECT_FALSE(found(NameForm::member, "p", "a->pp; p = 1;"));
}

TEST(NameForms, IncludeEndsTheDirectivesPath) {
  for (const char* text :
       {"#include \"umem.h\"", "#include <rdma/umem.h>", "  #  include \"x/umem.h\""})
    EXPECT_TRUE(found(NameForm::include, "umem.h", text)) << text;
  for (const char* text :
       {"#include \"ib_umem.h\"", "/* see umem.h */", "\"umem.h\"", "#include \"umem.hpp\""})
    EXPECT_FALSE(found(NameForm::include, "umem.h", text)) << text;
  EXPECT_TRUE(found(NameForm::include, "rdma/umem.h", "#include <rdma/umem.h>"));
}

TEST(NameForms, DefinitionStartsAtTheMarginAndHasABody) {
  for (const char* text : {
           "static int foo(int a)\n{\n}",
           "static int\nfoo(int a,\n    int b) {",
           "void foo(void)\n\t__releases(lock)\n{",
           "void foo(void (*done)(int)) /* note */\n{",
           "#define foo(x) bar(x)",
           "# define foo bar",
           "EXPORT_SYMBOL_GPL(foo);",
       })
    EXPECT_TRUE(found(NameForm::definition, "foo", text)) << text;
  for (const char* text : {
           "int foo(int a);",
           "\tfoo(1);\n\t{",
           "\tif (foo(1)) {",
           "#define bar foo(1)",
           "int x = foo;",
           " * foo() {",
       })
    EXPECT_FALSE(found(NameForm::definition, "foo", text)) << text;
}

TEST(NameForms, TextMayEndAnywhere) {
  // Every prefix of this is a file that was cut off.
  const std::string text =
      "static int foo(int (*a)(int)) __acquires(x) /* c */ // d\n{\n#define foo\na->foo";
  for (size_t size = 0; size <= text.size(); ++size) {
    const std::string_view cut = std::string_view(text).substr(0, size);
    for (size_t at = cut.find("foo"); at != std::string_view::npos; at = cut.find("foo", at + 1))
      for (NameForm form :
           {NameForm::word, NameForm::member, NameForm::include, NameForm::definition})
        standsAs(form, cut, at, at + 3);
  }
}

TEST(TreeText, ListsSourceOnly) {
  const TempFolder folder;
  for (const char* file : {"mm/gup.c", "include/linux/mm.h", "mm/gup.o", "mm/a.mod.c", "tools/x.c",
                           "drivers/tools/y.c", "Documentation/z.c", ".git/w.c",
                           "include/generated/v.h", "arch/x86/include/generated/u.h", "mm/entry.S"})
    folder.write(file, "");
  folder.write("out/built.c", "");
  ASSERT_EQ(symlink(folder.path().c_str(), (folder / "out/source").c_str()), 0);
  const TreeText tree = openTree(folder);
  EXPECT_THAT(tree.files(), ElementsAre("drivers/tools/y.c", "include/linux/mm.h", "mm/gup.c"));
  EXPECT_THAT(tree.gaps(), IsEmpty());
}

TEST(TreeText, FindsSeveralNamesInOnePass) {
  const TempFolder folder;
  folder.write("a.c", "pin_user_pages_fast(a); put_page(b);");
  folder.write("b.c", "put_page(b);");
  folder.write("c.c", "nothing");
  TreeText tree = openTree(folder);
  auto hits = tree.search({{NameForm::word, "put_page"},
                           {NameForm::word, "pin_user_pages_fast"},
                           {NameForm::word, "pin_user_pages"}});
  ASSERT_TRUE(hits);
  ASSERT_THAT(*hits, SizeIs(2));
  EXPECT_EQ((*hits)[0].file, "a.c");
  EXPECT_THAT((*hits)[0].names, ElementsAre(0, 1));
  EXPECT_EQ((*hits)[1].file, "b.c");
  EXPECT_THAT((*hits)[1].names, ElementsAre(0));
}

TEST(TreeText, NoNameFindsNothing) {
  const TempFolder folder;
  folder.write("a.c", " x ");
  TreeText tree = openTree(folder);
  auto hits = tree.search({});
  ASSERT_TRUE(hits);
  EXPECT_THAT(*hits, IsEmpty());
  EXPECT_THAT(filesWith(tree, NameForm::word, ""), IsEmpty());
}

TEST(TreeText, TellsWhereFunctionsAreDefined) {
  const TempFolder folder;
  folder.write("a.c", "int foo(void)\n{\n\tbar();\n}\n");
  folder.write("b.c", "void bar(void)\n{\n\tfoo();\n}\n");
  TreeText tree = openTree(folder);
  auto files = tree.functionDefinitions({"foo", "bar", "baz"});
  ASSERT_TRUE(files);
  EXPECT_THAT((*files)["foo"], ElementsAre("a.c"));
  EXPECT_THAT((*files)["bar"], ElementsAre("b.c"));
  EXPECT_THAT((*files)["baz"], IsEmpty());
}

TEST(TreeText, ReadsBytesThatAreNotUtf8) {
  EXPECT_TRUE(found(NameForm::word, "put_page", "/* \xff\xfe \0 */ put_page(p);"s));
}

TEST(TreeText, ReadsFilesLargerThanItsBuffer) {
  EXPECT_TRUE(found(NameForm::word, "put_page", std::string(9 << 20, ' ') + "put_page"));
}

TEST(TreeText, ReadsAllOfAFileThatGrowsMeanwhile) {
  const TempFolder folder;
  folder.write("a.c", "x");
  TreeText tree = openTree(folder);
  folder.write("a.c", std::string(1 << 20, ' ') + "put_page");
  EXPECT_THAT(filesWith(tree, NameForm::word, "put_page"), ElementsAre("a.c"));
}

TEST(TreeText, UnreadableFileIsAGap) {
  const TempFolder folder;
  folder.write("a.c", "put_page");
  folder.write("b.c", "put_page");
  chmod((folder / "a.c").c_str(), 0);
  const int code = withoutPrivileges(folder.path(), [&] {
    TreeText tree = openTree(folder);
    EXPECT_THAT(filesWith(tree, NameForm::word, "put_page"), ElementsAre("b.c"));
    EXPECT_THAT(filesWith(tree, NameForm::word, "get_page"), IsEmpty());
    EXPECT_THAT(tree.gaps(), SizeIs(1)) << "one gap, however many searches";
    EXPECT_EQ(tree.gaps().at(0).file, "a.c");
    EXPECT_THAT(tree.gaps().at(0).reason, HasSubstr("Permission denied"));
    return testing::Test::HasFailure() ? 1 : 0;
  });
  EXPECT_EQ(code, 0);
}

TEST(TreeText, UnreadableFolderIsAGap) {
  const TempFolder folder;
  folder.write("a.c", "put_page");
  folder.write("locked/b.c", "put_page");
  chmod((folder / "locked").c_str(), 0);
  const int code = withoutPrivileges(folder.path(), [&] {
    const TreeText tree = openTree(folder);
    return tree.files().size() == 1 && tree.gaps().size() == 1 && tree.gaps()[0].file == "locked"
               ? 0
               : 1;
  });
  EXPECT_EQ(code, 0);
  chmod((folder / "locked").c_str(), 0755);
}

TEST(TreeText, FileThatVanishesIsAGap) {
  const TempFolder folder;
  folder.write("a.c", "put_page");
  folder.write("b.c", "put_page");
  TreeText tree = openTree(folder);
  unlink((folder / "a.c").c_str());
  EXPECT_THAT(filesWith(tree, NameForm::word, "put_page"), ElementsAre("b.c"));
  ASSERT_THAT(tree.gaps(), SizeIs(1));
  EXPECT_EQ(tree.gaps()[0].file, "a.c");
}

TEST(TreeText, LinksAreNotFollowed) {
  const TempFolder folder, outside;
  folder.write("mm/a.c", "put_page");
  outside.write("o.c", "put_page");
  ASSERT_EQ(symlink("..", (folder / "mm/up").c_str()), 0);
  ASSERT_EQ(symlink("self.c", (folder / "mm/self.c").c_str()), 0);
  ASSERT_EQ(symlink("a.c", (folder / "mm/same.c").c_str()), 0);
  ASSERT_EQ(symlink("nowhere.c", (folder / "mm/dangling.c").c_str()), 0);
  ASSERT_EQ(symlink(outside.path().c_str(), (folder / "mm/outside").c_str()), 0);
  TreeText tree = openTree(folder);
  EXPECT_THAT(tree.files(), ElementsAre("mm/a.c"));
  std::vector<std::string> gaps;
  for (const Gap& gap : tree.gaps()) gaps.push_back(gap.file);
  EXPECT_THAT(gaps, ElementsAre("mm/dangling.c", "mm/outside", "mm/self.c"));
  std::vector<std::string> links;
  for (const TreeLink& link : tree.links()) links.push_back(link.path + " -> " + link.target);
  EXPECT_THAT(links, ElementsAre("mm/same.c -> mm/a.c", "mm/up -> "));
}

TEST(TreeText, RootMayBeALink) {
  const TempFolder folder, other;
  folder.write("a.c", "put_page");
  ASSERT_EQ(symlink(folder.path().c_str(), (other / "tree").c_str()), 0);
  auto tree = TreeText::open(other / "tree");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->root(), std::filesystem::canonical(folder.path()));
  EXPECT_THAT(tree->files(), ElementsAre("a.c"));
}

TEST(TreeText, MissingTreeIsAnError) {
  const TempFolder none;
  auto tree = TreeText::open(none / "tree");
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().object, none / "tree");
  EXPECT_THAT(tree.error().remedy, Not(IsEmpty()));
}

TEST(TreeText, FileIsNoTree) {
  const TempFolder folder;
  folder.write("a.c", "");
  auto tree = TreeText::open(folder / "a.c");
  ASSERT_FALSE(tree);
  EXPECT_THAT(tree.error().fault, HasSubstr("not a folder"));
}

TEST(TreeText, InterruptEndsASearch) {
  const TempFolder folder;
  folder.write("a.c", "put_page");
  TreeText tree = openTree(folder);
  requestInterrupt();
  EXPECT_FALSE(tree.search({{NameForm::word, "put_page"}}));
  clearInterrupt();
  EXPECT_THAT(filesWith(tree, NameForm::word, "put_page"), ElementsAre("a.c"));
}

/// A tree whose files are old enough to be remembered.
class TreeTextMemo : public testing::Test {
 protected:
  TreeTextMemo() {
    write("a.c", "put_page");
    write("b.c", "get_page");
    write("c.c", "");
    write("d.c", "");
  }

  void write(const char* name, const char* text) { folder_.write(name, text); }

  /// Times of change cannot be set back: the test's clock is the file system's.
  void age() { sleep(3); }

  TempFolder folder_;
};

TEST_F(TreeTextMemo, SparesReadingWhatDidNotChange) {
  age();
  TreeText first = openTree(folder_);
  filesWith(first, NameForm::word, "put_page");
  EXPECT_EQ(first.filesRead(), 4u);

  TreeText second = openTree(folder_, first.memo());
  EXPECT_THAT(filesWith(second, NameForm::word, "put_page"), ElementsAre("a.c"));
  EXPECT_EQ(second.filesRead(), 0u);

  // A new file, a changed one, one less: two are read, the answers follow.
  write("b.c", "put_page");
  write("0.c", "put_page");
  unlink((folder_ / "a.c").c_str());
  TreeText third = openTree(folder_, second.memo());
  EXPECT_THAT(filesWith(third, NameForm::word, "put_page"), ElementsAre("0.c", "b.c"));
  EXPECT_EQ(third.filesRead(), 2u);
  EXPECT_THAT(filesWith(third, NameForm::word, "get_page"), IsEmpty());
}

TEST_F(TreeTextMemo, DoesNotTrustFreshFiles) {
  TreeText first = openTree(folder_);
  filesWith(first, NameForm::word, "put_page");
  TreeText second = openTree(folder_, first.memo());
  EXPECT_THAT(filesWith(second, NameForm::word, "put_page"), ElementsAre("a.c"));
  EXPECT_EQ(second.filesRead(), 4u);
}

TEST_F(TreeTextMemo, AnEarlyIndexSparesTheSecondReading) {
  for (bool early : {false, true}) {
    TreeTextOptions options;
    options.index = early;
    auto text = TreeText::open(folder_.path(), options);
    ASSERT_TRUE(text);
    EXPECT_THAT(filesWith(*text, NameForm::word, "put_page"), ElementsAre("a.c"));
    EXPECT_EQ(text->filesRead(), 4u);
    EXPECT_THAT(filesWith(*text, NameForm::word, "get_page"), ElementsAre("b.c"));
    EXPECT_EQ(text->filesRead(), early ? 4u : 8u);
  }
}

TEST_F(TreeTextMemo, DamageIsHarmless) {
  TreeText first = openTree(folder_);
  filesWith(first, NameForm::word, "put_page");
  const std::string memo = first.memo();
  for (size_t at = 0; at < memo.size(); at += 3) {
    std::string cut = memo.substr(0, at), bent = memo;
    bent[at] = char(bent[at] ^ 0x55);
    for (const std::string& damaged : {cut, bent}) {
      TreeText tree = openTree(folder_, damaged);
      EXPECT_THAT(filesWith(tree, NameForm::word, "put_page"), ElementsAre("a.c"));
    }
  }
}

}  // namespace
}  // namespace gupkit
