// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace gupkit {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A folder with the files that make a kernel tree, removed at the end.
class TreeTest : public ::testing::Test {
 protected:
  TreeTest() {
    std::string pattern = ::testing::TempDir() + "gupkit-tree.XXXXXX";
    root_ = fs::canonical(::mkdtemp(pattern.data()));
  }
  ~TreeTest() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  void writeMinimal(const std::string& mm) {
    write("Makefile", "# SPDX-License-Identifier: GPL-2.0\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION =\nNAME = x\n");
    write("include/linux/mm.h", mm);
  }

  fs::path root_;
};

TEST(VersionOf, ReadsTheFourParts) {
  EXPECT_EQ(versionOf("VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION =\n"), "6.1.192");
  EXPECT_EQ(versionOf("VERSION = 5\nPATCHLEVEL = 2\nSUBLEVEL = 0\nEXTRAVERSION = -rc3\n"), "5.2.0-rc3");
  EXPECT_EQ(versionOf("VERSION = 4\nPATCHLEVEL = 4  # old\n"), "4.4");
}

TEST(VersionOf, IsEmptyForOtherMakefiles) {
  EXPECT_EQ(versionOf("all:\n\tcc x.c\n"), "");
  EXPECT_EQ(versionOf("VERSION = $(shell date)\nPATCHLEVEL = 1\n"), "");
  EXPECT_EQ(versionOf("VERSIONS = 6\nPATCHLEVEL = 1\n"), "");
}

std::map<std::string, std::vector<std::string>> prototypesIn(const std::string& header) {
  std::map<std::string, std::vector<std::string>> prototypes;
  readPrototypes(header, prototypes);
  return prototypes;
}

TEST(Prototypes, AreReadOverLinesAndComments) {
  const auto found = prototypesIn(
      "long get_user_pages(unsigned long start, /* from, to */ unsigned long nr_pages,\n"
      "\t\t    unsigned int gup_flags, struct page **pages,\n"
      "\t\t    struct vm_area_struct **vmas);\n");
  ASSERT_EQ(found.count("get_user_pages"), 1u);
  EXPECT_THAT(found.at("get_user_pages"), ElementsAre("unsigned long start", "unsigned long nr_pages", "unsigned int gup_flags",
                                                      "struct page **pages", "struct vm_area_struct **vmas"));
}

TEST(Prototypes, IncludeInlineDefinitionsAndVendorNames) {
  const auto found = prototypesIn(
      "static inline void put_user_page(struct page *page)\n{\n\tput_page(page);\n}\n"
      "int get_user_pages_vendor(void);\n");
  EXPECT_THAT(found.at("put_user_page"), ElementsAre("struct page *page"));
  EXPECT_THAT(found.at("get_user_pages_vendor"), IsEmpty());
}

TEST(Prototypes, KeepTheFirstOfTwo) {
  const auto found = prototypesIn(
      "#ifdef CONFIG_FS_DAX\nlong get_user_pages_longterm(unsigned long start, unsigned long nr_pages);\n#else\n"
      "static inline long get_user_pages_longterm(unsigned long s)\n{ return get_user_pages(s); }\n#endif\n");
  EXPECT_EQ(found.at("get_user_pages_longterm").size(), 2u);
  EXPECT_EQ(found.count("get_user_pages"), 0u) << "a call is no declaration";
}

TEST(Prototypes, PassOverMacrosCommentsAndStrings) {
  EXPECT_THAT(prototypesIn("#define put_user_page(page) \\\n\tvoid put_user_page(page);\n"), IsEmpty());
  EXPECT_THAT(prototypesIn("/* long get_user_pages(unsigned long start); */\n// int pin_user_pages(int a);\n"), IsEmpty());
  EXPECT_THAT(prototypesIn("const char *s = \"long get_user_pages(int a);\";\n"), IsEmpty());
  EXPECT_THAT(prototypesIn("long forget_user_pages(int a);\n"), IsEmpty());
}

TEST(Prototypes, SurviveTextThatEndsEarly) {
  EXPECT_THAT(prototypesIn("long get_user_pages(unsigned long"), IsEmpty());
  EXPECT_THAT(prototypesIn("long get_user_pages(/* "), IsEmpty());
  EXPECT_THAT(prototypesIn("\""), IsEmpty());
}

TEST_F(TreeTest, ReadsThePinGeneration) {
  writeMinimal(
      "void unpin_user_page(struct page *page);\n"
      "void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages,\n\t\t\t\t bool make_dirty);\n"
      "long pin_user_pages(unsigned long start);\nstatic inline void folio_put(struct folio *folio) {}\n");
  write("include/linux/uio.h", "ssize_t iov_iter_extract_pages(struct iov_iter *i);\n");
  const auto tree = readTree(root_.string());
  ASSERT_TRUE(tree) << tree.error().str();
  EXPECT_EQ(tree->root, root_.string());
  EXPECT_EQ(tree->version, "6.1.192");
  EXPECT_TRUE(tree->has_pin);
  EXPECT_FALSE(tree->has_put_user_page);
  EXPECT_TRUE(tree->has_folio);
  EXPECT_TRUE(tree->has_iov_iter_extract);
  EXPECT_TRUE(tree->dirty_lock_takes_make_dirty);
  EXPECT_EQ(tree->default_api, Api::pin);
}

TEST_F(TreeTest, ReadsThePutUserPageGeneration) {
  writeMinimal(
      "static inline void put_user_page(struct page *page) {}\n"
      "void put_user_pages_dirty_lock(struct page **pages, unsigned long npages);\n");
  const auto tree = readTree(root_.string());
  ASSERT_TRUE(tree);
  EXPECT_TRUE(tree->has_put_user_page);
  EXPECT_FALSE(tree->dirty_lock_takes_make_dirty);
  EXPECT_EQ(tree->default_api, Api::put_user_page);
}

TEST_F(TreeTest, BelievesTheHeadersNotTheVersion) {
  writeMinimal("long get_user_pages(unsigned long start);\n");
  const auto tree = readTree(root_.string());
  ASSERT_TRUE(tree);
  EXPECT_FALSE(tree->has_pin) << "6.1 by its number, but nothing is declared";
  EXPECT_EQ(tree->default_api, Api::put_user_page);
}

TEST_F(TreeTest, AcceptsALinkAndATrailingSlash) {
  writeMinimal("");
  const fs::path link = root_ / "link";
  fs::create_directory_symlink(root_, link);
  const auto tree = readTree(link.string() + "/");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->root, root_.string());
}

TEST_F(TreeTest, RefusesWhatIsNoTree) {
  const auto missing = readTree((root_ / "nowhere").string());
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().str(), HasSubstr("nowhere: no such folder; "));

  const auto empty = readTree(root_.string());
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().str(), HasSubstr("no Makefile"));

  write("Makefile", "all:\n");
  const auto other = readTree(root_.string());
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().str(), HasSubstr("names no VERSION"));

  write("Makefile", "VERSION = 6\nPATCHLEVEL = 1\n");
  const auto headless = readTree(root_.string());
  ASSERT_FALSE(headless);
  EXPECT_THAT(headless.error().str(), HasSubstr("no include/linux/mm.h"));

  const auto file = readTree((root_ / "Makefile").string());
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().str(), HasSubstr("is not a folder"));
}

TEST_F(TreeTest, RefusesALoopOfLinks) {
  fs::create_symlink("b", root_ / "a");
  fs::create_symlink("a", root_ / "b");
  const auto tree = readTree((root_ / "a").string());
  ASSERT_FALSE(tree);
  EXPECT_THAT(tree.error().str(), HasSubstr("loop of symbolic links"));
}

TEST_F(TreeTest, NamesAnUnreadableHeader) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  writeMinimal("");
  fs::permissions(root_ / "include/linux/mm.h", fs::perms::none);
  const auto tree = readTree(root_.string());
  ASSERT_FALSE(tree);
  EXPECT_THAT(tree.error().str(), HasSubstr("mm.h: cannot be read"));
}

}  // namespace
}  // namespace gupkit
