// SPDX-License-Identifier: GPL-2.0-only
// Where a recipe comes from: a folder, or the program itself.
#include <algorithm>
#include <filesystem>

#include "gupkit/recipe.h"
#include "recipe_data.h"  // generated: kRecipe
#include "support/io.h"

namespace gupkit {

namespace fs = std::filesystem;

RecipeFiles builtinRecipe() {
  RecipeFiles files;
  for (const RecipeFile& file : kRecipe)
    if (*file.path) files.emplace(file.path, file.text);
  return files;
}

Result<RecipeFiles> readRecipeFolder(const std::string& folder) {
  std::error_code error;
  RecipeFiles files;
  bool any_step = false;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    const std::string path = fs::path(at->path()).lexically_relative(folder).generic_string();
    auto text = readFile(at->path().string());
    if (!text) return text.error();
    any_step |= path.ends_with("/step");
    files.emplace(path, std::move(*text));
  }
  if (error) return Error{folder, error.message(), "name the folder of a recipe, such as kernel-patches"};
  if (!any_step) return Error{folder, "holds no step", "name the folder of a recipe, such as kernel-patches"};
  return files;
}

}  // namespace gupkit
