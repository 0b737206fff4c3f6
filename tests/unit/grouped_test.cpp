// SPDX-License-Identifier: GPL-2.0-only
#include "link/grouped.h"

#include <gmock/gmock.h>

#include <string>

namespace gupkit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Grouped, AListKeepsItsOrderAndMayBeEmpty) {
  Grouped<std::string> lists;
  lists.build(4, [](auto add) {
    add(2, "b");
    add(0, "x");
    add(2, "a");
    add(3, "end");
  });
  EXPECT_THAT(lists[0], ElementsAre("x"));
  EXPECT_THAT(lists[1], IsEmpty());
  EXPECT_THAT(lists[2], ElementsAre("b", "a"));
  EXPECT_THAT(lists[3], ElementsAre("end"));
}

TEST(Grouped, BuiltAgainItForgets) {
  Grouped<int> lists;
  lists.build(1, [](auto add) { add(0, 7); });
  lists.build(2, [](auto add) { add(1, 8); });
  EXPECT_THAT(lists[0], IsEmpty());
  EXPECT_THAT(lists[1], ElementsAre(8));
}

}  // namespace
}  // namespace gupkit
