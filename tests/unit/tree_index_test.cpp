// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/tree_index.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "candidates/includers.h"
#include "temp_folder.h"

namespace gupkit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TreeIndex indexOf(const std::vector<std::string>& texts) {
  std::vector<TreeIndex::Collector> collectors(2);
  for (uint32_t i = 0; i < texts.size(); ++i) collectors[i % 2].collect(i, texts[i]);
  return TreeIndex(std::move(collectors));
}

TEST(TreeIndex, FindsWholeWordsOnly) {
  const TreeIndex index = indexOf({"put_page(p);", "my_put_page(p); put_page_x", "a.put_page", "/* put_page */"});
  EXPECT_THAT(index.filesWith({{NameForm::word, "put_page"}, {NameForm::word, "p"}, {NameForm::word, "none"}}),
              ElementsAre(ElementsAre(0, 2, 3), ElementsAre(0, 1), IsEmpty()));
}

TEST(TreeIndex, ALargeFileLosesNoWord) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "word_" + std::to_string(i) + " ";
  const TreeIndex index = indexOf({text, "word_1", text});
  std::vector<SearchName> names;
  for (int i = 0; i < 20000; i += 777) names.push_back({NameForm::word, "word_" + std::to_string(i)});
  for (auto& files : index.filesWith(names)) EXPECT_THAT(files, ElementsAre(0, 2));
}

TEST(TreeIndex, AWordOfAnyLengthIsTheSameAnywhere) {
  std::vector<SearchName> names;
  std::string word, among, last;
  std::vector<std::string> texts;
  for (char c = 'a'; c <= 'z'; ++c) {
    word += c;
    names.push_back({NameForm::word, word});
    among += "(" + word + ")";
    texts.push_back("." + word);  // nothing behind it can be read
  }
  texts.push_back(among + "        ");
  const auto found = indexOf(texts).filesWith(names);
  for (uint32_t i = 0; i < 26; ++i) EXPECT_THAT(found[i], ElementsAre(i, 26));
}

TEST(TreeIndex, AWordMayStandAnywhere) {
  std::vector<std::string> texts;
  for (size_t before = 0; before < 140; ++before)
    for (const char* behind : {"", ";"}) texts.push_back(std::string(before, ' ') + "put_page" + behind);
  const auto found = indexOf(texts).filesWith({{NameForm::word, "put_page"}, {NameForm::word, "put_pag"}});
  EXPECT_EQ(found[0].size(), texts.size());
  EXPECT_THAT(found[1], IsEmpty());
}

TEST(TreeIndex, AFileBehindALargeOneKeepsItsWords) {
  std::string large;
  for (int i = 0; i < 5000; ++i) large += "word_" + std::to_string(i) + " ";
  const TreeIndex index = indexOf({large, "", "word_7 other word_7", "", large});
  EXPECT_THAT(index.filesWith({{NameForm::word, "word_7"}, {NameForm::word, "other"}}),
              ElementsAre(ElementsAre(0, 2, 4), ElementsAre(2)));
}

TEST(TreeIndex, IncludeLines) {
  const TreeIndex index = indexOf({"#include <linux/mm.h>\n# include \t\"mm.h\"\n", "// #include <a/mm.h>\ninclude <b/mm.h>\n",
                                   "\t#include \"../x/mm.h\"", "#include <linux/comm.h>\n#include <mm.h\n"});
  std::vector<std::string> seen;
  for (auto& line : index.includesOf("mm.h"))
    seen.push_back(std::to_string(line.file) + (line.quoted ? "\"" : "<") + *line.spelling);
  EXPECT_THAT(seen, UnorderedElementsAre("0<linux/mm.h", "0\"mm.h", "2\"../x/mm.h"));
}

class Including : public ::testing::Test {
 protected:
  std::set<std::string> of(const std::string& header) {
    auto text = TreeText::open(folder_.path());
    EXPECT_TRUE(text);
    Includers includers;
    auto seen = includers.of(*text, header);
    EXPECT_TRUE(seen);
    return (*seen)->files;
  }
  TempFolder folder_;
};

TEST_F(Including, ThroughOtherHeadersAndBesideTheFile) {
  folder_.write("include/linux/demo.h", "");
  folder_.write("include/linux/over.h", "#include <linux/demo.h>\n");
  folder_.write("drivers/a/a.c", "#include <linux/over.h>\n");
  folder_.write("drivers/b/demo.h", "");
  folder_.write("drivers/b/b.c", "#include \"demo.h\"\n");
  EXPECT_THAT(of("include/linux/demo.h"), UnorderedElementsAre("include/linux/over.h", "drivers/a/a.c"));
  EXPECT_THAT(of("drivers/b/demo.h"), UnorderedElementsAre("drivers/b/b.c"));
}

TEST_F(Including, APrivateHeaderIsSeenByItsDriverOnly) {
  folder_.write("drivers/a/inc/priv.h", "");
  folder_.write("drivers/a/one.c", "#include <priv.h>\n");
  folder_.write("sound/two.c", "#include <priv.h>\n");
  EXPECT_THAT(of("drivers/a/inc/priv.h"), UnorderedElementsAre("drivers/a/one.c"));
}

TEST_F(Including, ByTheOtherNamesThatLinksGive) {
  folder_.write("drivers/a/demo.h", "");
  folder_.write("drivers/b/b.c", "#include \"../alias/demo.h\"\n");
  folder_.write("drivers/c/c.c", "#include \"other.h\"\n");
  folder_.write("drivers/d/d.c", "#include \"../alias/none.h\"\n");
  ASSERT_EQ(symlink("a", (folder_ / "drivers/alias").c_str()), 0);
  ASSERT_EQ(symlink("../alias/demo.h", (folder_ / "drivers/c/other.h").c_str()), 0);
  ASSERT_EQ(symlink("..", (folder_ / "drivers/above").c_str()), 0);  // names without end
  EXPECT_THAT(of("drivers/a/demo.h"), UnorderedElementsAre("drivers/b/b.c", "drivers/c/c.c"));
}

}  // namespace
}  // namespace gupkit
