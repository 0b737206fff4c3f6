// SPDX-License-Identifier: GPL-2.0-only
#include "cli/settle.h"

#include <gtest/gtest.h>

namespace gupkit {
namespace {

constexpr uint32_t kSites = 40;

SiteEdit siteAt(uint32_t offset) {
  SiteEdit edit;
  edit.file = "a.c";
  edit.offset = offset;
  edit.callee = "put_page";
  return edit;
}

Verdicts judgeAll(const VerdictOptions& options) {
  Verdicts v;
  for (uint32_t at = 0; at < kSites; ++at)
    if (!options.refused.count({"a.c", at})) v.edits.push_back(siteAt(at));
  return v;
}

/// Plans every site but the first, and that only while more than `keeps` are left.
PlanRound planButOne(const std::vector<SiteEdit>& edits, size_t keeps) {
  PlanRound round;
  for (const SiteEdit& edit : edits) round.plan.files.push_back({edit.file, {{{edit.offset, edit.offset + 1}, "x"}}});
  if (edits.size() > keeps) {
    round.refused[{edits[0].file, edits[0].offset}] = "unsupported-form";
    round.plan.files.erase(round.plan.files.begin());
  }
  return round;
}

TEST(Settle, GoesOnUntilNothingMoreIsRefused) {
  for (size_t keeps : {size_t(0), size_t(3), size_t(kSites - 9), size_t(kSites - 1), size_t(kSites)}) {
    VerdictOptions options;
    auto done = settle(options, judgeAll(options), judgeAll,
                       [&](const std::vector<SiteEdit>& edits) { return planButOne(edits, keeps); });
    ASSERT_TRUE(done);
    EXPECT_EQ(options.refused.size(), kSites - keeps);
    ASSERT_EQ(done->first.edits.size(), keeps);
    ASSERT_EQ(done->second.files.size(), keeps);
    for (size_t i = 0; i < keeps; ++i)
      EXPECT_EQ(done->second.files[i].edits[0].range.begin, done->first.edits[i].offset);
  }
}

TEST(Settle, ARefusedSiteThatStaysToConvertIsAnError) {
  VerdictOptions options;
  auto deaf = [](const VerdictOptions&) { return judgeAll({}); };
  auto done = settle(options, deaf(options), deaf, [](const std::vector<SiteEdit>& edits) { return planButOne(edits, 0); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().object, "a.c");
  EXPECT_FALSE(done.error().remedy.empty());
}

TEST(Settle, EditsAreTheSameOnlyWithTheSameContent) {
  std::vector<SiteEdit> a{siteAt(1), siteAt(2)}, b = a;
  EXPECT_TRUE(sameEdits(a, b));
  b[1].may_sleep = true;
  EXPECT_FALSE(sameEdits(a, b));
  b.pop_back();
  EXPECT_FALSE(sameEdits(a, b));
}

}  // namespace
}  // namespace gupkit
