// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/pastes.h"

#include <gtest/gtest.h>

namespace gupkit {
namespace {

/// "MACRO:missing piece" of those that can make the name.
std::vector<std::string> making(const std::string& text, const std::string& name) {
  std::vector<Paste> all;
  pastesIn(text, "a.h", all);
  std::vector<std::string> out;
  Pastes(std::move(all)).making(name, [&](const Paste& paste, std::string_view piece) {
    out.push_back(paste.macro + ":" + std::string(piece));
  });
  return out;
}

using Names = std::vector<std::string>;

TEST(Pastes, TellThePieceThatIsMissing) {
  EXPECT_EQ(making("#define F(b, kind) \\\n\t((b)->page_##kind##_of)\n", "page_user_of"), Names{"F:user"});
  EXPECT_EQ(making("#define F(what, p) what ## _page(p)\n", "drop_page"), Names{"F:drop"});
  EXPECT_EQ(making("#define F(what, p) what##_page(p)\n", "drop_pages"), Names{});
  EXPECT_EQ(making("#define F(a, b) demo_##a##_##b\n", "demo_put_page"), Names{"F:"});
}

TEST(Pastes, OfParametersAloneCanBeAnything) { EXPECT_EQ(making("#define F(a, b) a##b\n", "drop_page"), Names{}); }

}  // namespace
}  // namespace gupkit
