// SPDX-License-Identifier: GPL-2.0-only
#include "edit/groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gupkit {
namespace {

using testing::ElementsAre;

Site siteAt(const char* id, unsigned offset, unsigned component, Verdict verdict = Verdict::convert) {
  Site site;
  site.id = id;
  site.file = "a.c";
  site.offset = offset;
  site.component = component;
  site.verdict = verdict;
  return site;
}

std::map<std::string, std::vector<ShapeFunction>> functions(std::initializer_list<Range> ranges) {
  std::map<std::string, std::vector<ShapeFunction>> out;
  for (Range range : ranges) {
    ShapeFunction shape;
    shape.file = "a.c";
    shape.range = range;
    out["a.c"].push_back(shape);
  }
  return out;
}

std::vector<std::string> groupsOf(const std::vector<Site>& sites) {
  std::vector<std::string> out;
  for (const Site& site : sites) out.push_back(site.group);
  return out;
}

EditPlan plan(std::initializer_list<uint32_t> offsets) {
  EditPlan out;
  out.files.push_back({"a.c", {}});
  for (uint32_t at : offsets) out.files[0].edits.push_back({{at, at + 1}, "x"});
  return out;
}

TEST(Groups, AreNamedByTheirFirstSite) {
  std::vector<Site> sites = {siteAt("s1", 10, 7), siteAt("s2", 110, 3), siteAt("s3", 210, 7), siteAt("s4", 310, 0)};
  EditPlan edits = plan({10, 110, 210});
  nameGroups(sites, edits, functions({{0, 100}, {100, 200}, {200, 300}}));
  EXPECT_THAT(groupsOf(sites), ElementsAre("s1", "s2", "s1", ""));
  EXPECT_EQ(planOf(edits, {"s1"}).files[0].edits.size(), 2u);
  EXPECT_EQ(planOf(edits, {"s2"}).files[0].edits[0].range.begin, 110u);
  EXPECT_TRUE(planOf(edits, {}).files.empty());
}

TEST(Groups, ThatEditOneFunctionAreOne) {
  std::vector<Site> sites = {siteAt("s1", 10, 7), siteAt("s2", 50, 3), siteAt("s3", 210, 3)};
  EditPlan edits = plan({10, 50, 210});
  nameGroups(sites, edits, functions({{0, 100}, {200, 300}}));
  EXPECT_THAT(groupsOf(sites), ElementsAre("s1", "s1", "s1"));
  EXPECT_EQ(planOf(edits, {"s1"}).files[0].edits.size(), 3u);
}

TEST(Groups, ThatStayInAFunctionThatIsEditedAreTheirOwn) {
  std::vector<Site> sites = {siteAt("s1", 10, 7), siteAt("s2", 50, 3, Verdict::mixed)};
  EditPlan edits = plan({10});
  nameGroups(sites, edits, functions({{0, 100}}));
  EXPECT_THAT(groupsOf(sites), ElementsAre("s1", "s2"));
}

TEST(Groups, AnEditOutsideOfFunctionsJoinsTheFile) {
  std::vector<Site> sites = {siteAt("s1", 110, 7), siteAt("s2", 210, 3)};
  EditPlan edits = plan({5, 110, 210});
  nameGroups(sites, edits, functions({{100, 200}, {200, 300}}));
  EXPECT_THAT(groupsOf(sites), ElementsAre("s1", "s1"));
  EXPECT_EQ(planOf(edits, {"s1"}).files[0].edits.size(), 3u);
}

TEST(Groups, OfWhichAFileIsNotSelectedAreNotEdited) {
  EditPlan plan;
  plan.files = {{"a.c", {{{1, 2}, "x", "s1"}, {{5, 6}, "x", "s2"}}}, {"b.c", {{{1, 2}, "x", "s1"}}}};
  auto outside = takeOutside(plan, [](const std::string& file) { return file == "a.c"; });
  ASSERT_EQ(plan.files.size(), 1u);
  ASSERT_EQ(plan.files[0].edits.size(), 1u);
  EXPECT_EQ(plan.files[0].edits[0].group, "s2");
  ASSERT_EQ(outside.size(), 1u);
  EXPECT_THAT(outside["s1"], ElementsAre("b.c"));
}

TEST(Groups, WhatASiteStaysForIsNamed) {
  std::vector<Site> sites = {siteAt("s1", 10, 1, Verdict::mixed), siteAt("s2", 20, 1, Verdict::mixed)};
  sites[0].blocker = {"a.c", 20};
  sites[1].blocker = {"b.c", 20};  // of no row
  EditPlan edits;
  nameGroups(sites, edits, {});
  EXPECT_EQ(sites[0].blocked_by, "s2");
  EXPECT_EQ(sites[1].blocked_by, "");
}

}  // namespace
}  // namespace gupkit
