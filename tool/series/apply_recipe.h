// SPDX-License-Identifier: GPL-2.0-only
// A recipe applied to a tree. All of it or nothing: a hook that does not fit stops
// it with the hook's name and the function that it looked at.
#pragma once

#include <string>
#include <vector>

#include "gupkit/recipe.h"
#include "series/overlay.h"

namespace gupkit::series {

/// What one step of the recipe does to the tree.
struct StepChange {
  const RecipeStep* step = nullptr;
  std::vector<FileChange> changes;
};

/// Applies the steps whose `last` is as asked, in order, to `tree`, which shows them
/// to later steps. Steps that the tree does not need are left out. On an error `tree`
/// is as it was.
Result<std::vector<StepChange>> applyRecipe(const Recipe& recipe, Api api, bool last, Overlay& tree);

/// The same for one step: nothing is changed and `changes` is empty when its tests say no.
Result<StepChange> applyStep(const Recipe& recipe, const RecipeStep& step, Api api, Overlay& tree);

}  // namespace gupkit::series
