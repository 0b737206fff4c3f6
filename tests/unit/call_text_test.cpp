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

}  // namespace
}  // namespace gupkit
