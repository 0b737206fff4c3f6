// SPDX-License-Identifier: GPL-2.0-only
// Which sites, and which edits, belong together.
//
// The judge knows whose pages come to which release. The text adds to that: one edit may serve two sites of a
// function (a loop, the declaration of a variable that nobody uses any more), so groups that edit one function are
// one. Applied by groups, a plan has no half of anything.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gupkit/edit.h"
#include "gupkit/scan.h"

namespace gupkit {

/// Fills `group` and `blocked_by` of the sites, which are numbered and ordered, and `group` of all edits.
void nameGroups(std::vector<Site>& sites, EditPlan& plan, const std::map<std::string, std::vector<ShapeFunction>>& shapes);

/// Takes the groups that edit a file which is not `selected` out of the plan: their files that are not, by group.
std::map<std::string, std::set<std::string>> takeOutside(EditPlan& plan, const std::function<bool(const std::string& file)>& selected);

/// All groups of the plan.
std::set<std::string> groupsOf(const EditPlan& plan);

/// The group that a site is of; one without is a group by itself.
inline const std::string& groupOf(const Site& site) { return site.group.empty() ? site.id : site.group; }

/// The plan of these groups alone. Their edits are those of the whole plan.
EditPlan planOf(const EditPlan& plan, const std::set<std::string>& groups);

}  // namespace gupkit
