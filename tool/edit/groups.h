// SPDX-License-Identifier: GPL-2.0-only
// Which sites, and which edits, belong together.
//
// The judge knows whose pages come to which release. The text adds to that: one edit may serve two sites of a
// function (a loop, the declaration of a variable that nobody uses any more), so groups that edit one function are
// one. Applied by groups, a plan has no half of anything.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/scan.h"

namespace gupkit {

/// Fills `group` and `blocked_by` of the sites, which are numbered and ordered, and `group` of all edits.
void nameGroups(std::vector<Site>& sites, EditPlan& plan, const std::map<std::string, std::vector<ShapeFunction>>& shapes);

/// The plan of these groups alone. Their edits are those of the whole plan.
EditPlan planOf(const EditPlan& plan, const std::set<std::string>& groups);

}  // namespace gupkit
