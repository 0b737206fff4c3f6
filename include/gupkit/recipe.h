// SPDX-License-Identifier: GPL-2.0-only
// The core mm series as a recipe: steps with tests, new files and hooks, which
// are applied to whatever tree the user has. kernel-patches/README.md has the form.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/scan.h"

namespace gupkit {

/// One `when` line: a fact about the tree that has to hold.
struct RecipeTest {
  enum class What { api, word, file, text } what = What::api;
  bool wanted = true;  ///< false: lacks, lacks-file, lacks-text
  Api api = Api::pin;
  std::string word;                ///< word: a whole identifier
  std::string file;
  std::vector<std::string> lines;  ///< text
};

/// Where lines go. One hook has several forms for trees that differ.
struct HookForm {
  enum class Place { anchor, top, body, end, file_end };
  enum class Pick { only, first, last };
  enum class Action { before, after, replace, insert };

  std::vector<RecipeTest> when;
  std::string file;
  std::string in;  ///< the definition to search; empty: the whole file
  Place place = Place::anchor;
  Pick pick = Pick::only;
  Action action = Action::insert;
  std::vector<std::string> anchor;  ///< lines to find
  std::vector<std::string> lines;   ///< lines to write
  unsigned line = 0;                ///< of the step file, for messages
};

struct RecipeHook {
  std::string name;
  std::vector<RecipeTest> when;
  std::vector<HookForm> forms;  ///< the first that fits is used
  unsigned line = 0;
};

struct RecipeStep {
  std::string folder;  ///< "01-put-user-page"
  std::string name;
  std::string prefix;  ///< of the subject
  bool last = false;   ///< comes after the conversions, not before them
  std::vector<RecipeTest> when;
  std::map<std::string, std::string> files;  ///< new files: path in the tree, content
  std::vector<RecipeHook> hooks;
  std::string subject;  ///< without prefix
  std::string body;     ///< of the message; no blank lines at its ends
};

struct Recipe {
  std::string where;  ///< for messages: the folder, or "kernel-patches"
  std::vector<RecipeStep> steps;
};

/// The files of a recipe's folder: relative path, content.
using RecipeFiles = std::map<std::string, std::string>;

/// Every file of a folder on disk. Fails when it holds no step.
Result<RecipeFiles> readRecipeFolder(const std::string& folder);
/// The recipe that was built into the program.
RecipeFiles builtinRecipe();

/// `where` names the folder in errors.
Result<Recipe> parseRecipe(const RecipeFiles& files, const std::string& where);
/// One `step` file; used by parseRecipe.
Result<RecipeStep> parseStep(const std::string& text, const std::string& where);

}  // namespace gupkit
