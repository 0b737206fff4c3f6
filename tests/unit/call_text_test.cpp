// SPDX-License-Identifier: GPL-2.0-only
#include "cli/call_text.h"

#include <gtest/gtest.h>

namespace gupkit {
namespace {

std::vector<std::string> calls(const std::string& text) {
  std::vector<std::string> out;
  for (auto& call : textCalls(text, {"put_page", "release_pages"}))
    out.push_back(call.function + ":" + call.name + ":" + std::to_string(call.line));
  return out;
}

using Names = std::vector<std::string>;

TEST(CallText, FindsCallsInBranchesThatAreNotCompiled) {
  EXPECT_EQ(calls("void f(void)\n{\n#ifdef CONFIG_A\n\trelease_pages(p, 1);\n#else\n\tput_page(p);\n#endif\n}\n"),
            (Names{"f:release_pages:4", "f:put_page:6"}));
}

TEST(CallText, PrototypesAndDefinitionsAreNoCalls) {
  EXPECT_EQ(calls("void put_page(struct page *p);\nstatic void put_page(struct page *p)\n{\n}\n"), Names{});
}

TEST(CallText, CommentsAndStringsAreSkipped) {
  EXPECT_EQ(calls("void f(void)\n{\n\t/* put_page(p); */ // put_page(p)\n\tg(\"put_page(p)\");\n}\n"), Names{});
}

TEST(CallText, MembersOfTheSameNameAreNoCalls) {
  EXPECT_EQ(calls("void f(void)\n{\n\tops->put_page(p);\n\tops.put_page(p);\n}\n"), Names{});
}

TEST(CallText, ReturnAndElseStandBeforeCalls) {
  EXPECT_EQ(calls("int f(void)\n{\n\tif (a)\n\t\tb();\n\telse put_page(p);\n\treturn put_page(p);\n}\n"),
            (Names{"f:put_page:5", "f:put_page:6"}));
}

TEST(CallText, OtherTokensMayStandBetween) {
  EXPECT_EQ(calls("void f(void)\n{\n\t(put_page)(p);\n\tput_page /* it */ (p);\n\tput_page\r\n(p);\n\tput_page \\\n(p);\n}\n"),
            (Names{"f:put_page:3", "f:put_page:4", "f:put_page:5", "f:put_page:7"}));
}

TEST(CallText, BranchesMayCloseTheSameBrace) {
  EXPECT_EQ(calls("void a(void)\n{\n#ifdef A\n}\n#else\n}\n#endif\nvoid f(void)\n{\n\tput_page(p);\n}\n"), (Names{"f:put_page:10"}));
  EXPECT_EQ(calls("void f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t}\n\tput_page(p);\n}\nvoid put_page(x);\n"),
            (Names{"f:put_page:9"}));
}

TEST(CallText, MentionsThatAreNoCallsAreUses) {
  const auto uses = textUses("#define RELEASE put_page\n#define PUT(p) do { release_pages(p, 1); } while (0)\nstruct o o = { .put = put_page };\n"
                             "EXPORT_SYMBOL(put_page);\n#undef put_page\nint put_page;\n",
                             {"put_page", "release_pages"});
  ASSERT_EQ(uses.size(), 3u);
  EXPECT_EQ(uses[0].macro, "RELEASE");
  EXPECT_FALSE(uses[0].called);
  EXPECT_EQ(uses[1].macro, "PUT");
  EXPECT_TRUE(uses[1].called);
  EXPECT_EQ(uses[2].line, 3u);
}

}  // namespace
}  // namespace gupkit
