// SPDX-License-Identifier: GPL-2.0-only
// core_steps TREE pin|put_user_page RECIPE OUT: the core steps alone, for the kernel
// proof. Writes for each step that TREE needs OUT/STEP/message and the files as they
// are after it, under OUT/STEP/files/.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "gupkit/recipe.h"
#include "series/apply_recipe.h"
#include "series/overlay.h"

namespace fs = std::filesystem;

namespace {

int complain(const gupkit::Error& error) {
  std::cerr << "core_steps: " << error.str() << '\n';
  return 2;
}

bool put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  return out.good();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: core_steps TREE pin|put_user_page RECIPE OUT\n";
    return 2;
  }
  const auto api = std::string(argv[2]) == "pin" ? gupkit::Api::pin : gupkit::Api::put_user_page;
  auto files = gupkit::readRecipeFolder(argv[3]);
  if (!files) return complain(files.error());
  auto recipe = gupkit::parseRecipe(*files, argv[3]);
  if (!recipe) return complain(recipe.error());
  auto tree = gupkit::series::Overlay::ofFolder(argv[1]);
  for (const bool last : {false, true}) {
    auto steps = gupkit::series::applyRecipe(*recipe, api, last, tree);
    if (!steps) return complain(steps.error());
    for (const auto& change : *steps) {
      const fs::path folder = fs::path(argv[4]) / ((last ? "9-" : "0-") + change.step->folder);
      bool ok = put(folder / "message", change.step->prefix + ": " + change.step->subject + "\n\n" +
                                            change.step->body + "\n");
      for (const auto& file : change.changes)
        ok = ok && put(folder / "files" / file.file, file.after.value_or(""));
      if (!ok) {
        std::cerr << "core_steps: " << folder.string() << ": cannot be written\n";
        return 2;
      }
      std::cout << change.step->folder << '\n';
    }
  }
  return 0;
}
