// SPDX-License-Identifier: GPL-2.0-only
#include "cli/undo.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/io.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFormat = "gupkit-undo/1";

std::string stackFile(const std::string& cache, const std::string& root) {
  std::error_code ec;
  const fs::path canonical = fs::canonical(root, ec);
  return cache + "/undo/" + hashOf(ec ? root : canonical.string()).hex();
}

/// One conversion: a file's text before it, and the hash of that after it.
struct Step {
  std::string before, after;
};
using Conversion = std::map<std::string, Step>;

std::vector<Conversion> readStack(const std::string& path) {
  std::vector<Conversion> out;
  auto text = readFile(path);
  if (!text) return out;
  const json j = json::from_msgpack(*text, true, false);
  try {
    if (!j.is_object() || j.at("format") != kFormat) return {};
    for (const json& conversion : j.at("conversions")) {
      Conversion& steps = out.emplace_back();
      for (const json& file : conversion) {
        const auto& before = file.at(1).get_binary();
        const auto& name = file.at(0).get_binary();
        steps[std::string(name.begin(), name.end())] = {std::string(before.begin(), before.end()), file.at(2)};
      }
    }
  } catch (const json::exception&) {
    return {};
  }
  return out;
}

Status writeStack(const std::string& path, const std::vector<Conversion>& stack) {
  json conversions = json::array();
  for (const Conversion& conversion : stack) {
    json files = json::array();
    for (const auto& [file, step] : conversion)
      files.push_back({json::binary({file.begin(), file.end()}), json::binary({step.before.begin(), step.before.end()}), step.after});
    conversions.push_back(std::move(files));
  }
  const auto bytes = json::to_msgpack({{"format", kFormat}, {"conversions", std::move(conversions)}});
  std::error_code ec;
  fs::create_directories(fs::path(path).parent_path(), ec);
  return writeFileAtomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

Status rememberConversion(const std::string& cache, const std::string& root, const std::vector<Replacement>& files) {
  if (cache.empty()) return Error{"--cache", "there is no home to keep one in", "name a folder with --cache DIR"};
  const std::string path = stackFile(cache, root);
  std::vector<Conversion> stack = readStack(path);
  Conversion conversion;
  for (const Replacement& one : files) conversion[one.file] = {one.before, hashOf(one.after).hex()};
  stack.push_back(std::move(conversion));
  // What nothing in the tree is left of, after a checkout say, is no conversion of it any more.
  std::erase_if(stack, [&](const Conversion& old) {
    return &old != &stack.back() && std::all_of(old.begin(), old.end(), [&](const auto& entry) {
      auto now = readFile(root + "/" + entry.first);
      return now && *now == entry.second.before;
    });
  });
  return writeStack(path, stack);
}

Result<std::vector<Replacement>> reversal(const std::string& cache, const std::string& root) {
  const std::string path = stackFile(cache, root);
  const std::vector<Conversion> stack = readStack(path);
  if (cache.empty() || stack.empty())
    return Error{root, "gupkit knows of no conversion in place that it has made here",
                 "name the --cache DIR of that run, or use git"};
  std::map<std::string, std::pair<std::string, std::string>> texts;  // file -> now, then
  for (auto conversion = stack.rbegin(); conversion != stack.rend(); ++conversion)
    for (const auto& [file, step] : *conversion) {
      auto it = texts.find(file);
      if (it == texts.end()) {
        auto now = readFile(root + "/" + file);
        if (!now) return now.error();
        it = texts.emplace(file, std::pair(*now, *now)).first;
      }
      std::string& text = it->second.second;
      if (hashOf(text).hex() == step.after) text = step.before;
      else if (text != step.before)
        return Error{root + "/" + file, "was changed after the conversion", "take that change away first, or use git; nothing was written"};
    }
  std::vector<Replacement> out;
  for (auto& [file, text] : texts)
    if (text.first != text.second) out.push_back({file, text.first, text.second});
  return out;
}

Status forgetConversions(const std::string& cache, const std::string& root) {
  std::error_code ec;
  fs::remove(stackFile(cache, root), ec);
  if (ec) return Error{stackFile(cache, root), "cannot be removed: " + ec.message(), "remove it by hand"};
  return Done{};
}

}  // namespace gupkit
