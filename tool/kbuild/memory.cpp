// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/memory.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "kbuild/files.h"

namespace gupkit::kbuild {
namespace {

using nlohmann::json;

/// Raised when the same files would be answered for in another way.
constexpr const char* kFormat = "gupkit-memory/2;";

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

/// An object, whatever the file holds: what is damaged is forgotten.
json objectIn(const std::string& path) {
  const auto text = slurp(path);
  if (!text) return json::object();
  json value = json::parse(*text, nullptr, false);
  return value.is_object() ? value : json::object();
}

std::vector<std::string> stringsOf(const json& array) {
  std::vector<std::string> strings;
  if (!array.is_array()) return strings;
  for (const json& item : array) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

}  // namespace

std::string stampOf(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return "-";
  return std::to_string(status.st_size) + ":" + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec);
}

MakefileMemory::MakefileMemory(std::string path, const std::vector<std::string>& base) : path_(std::move(path)) {
  base_ = kFormat;
  for (const std::string& file : base) base_ += stampOf(file) + ";";
  const json stored = objectIn(path_);
  const auto base_at = stored.find("base");
  const auto folders = stored.find("folders");
  if (base_at == stored.end() || !base_at->is_string() || base_at->get<std::string>() != base_) return;
  if (folders == stored.end() || !folders->is_object()) return;
  for (const auto& [folder, value] : folders->items()) {
    if (!value.is_object()) continue;
    const auto stamps = value.find("stamps");
    const auto variables = value.find("variables");
    if (stamps == value.end() || !stamps->is_object() || variables == value.end() || !variables->is_object()) continue;
    Entry entry;
    for (const auto& [file, stamp] : stamps->items()) {
      entry.stamps[file] = stamp.is_string() ? stamp.get<std::string>() : std::string();
    }
    for (const auto& [variable, words] : variables->items()) entry.makefile.variables[variable] = stringsOf(words);
    entries_[folder] = std::move(entry);
  }
}

std::optional<FolderMakefile> MakefileMemory::find(const std::string& folder) const {
  const auto at = entries_.find(folder);
  if (at == entries_.end() || at->second.stamps.empty()) return std::nullopt;
  for (const auto& [file, stamp] : at->second.stamps) {
    if (stampOf(file) != stamp) return std::nullopt;
  }
  return at->second.makefile;
}

void MakefileMemory::put(const std::string& folder, const FolderMakefile& makefile) {
  Entry entry;
  for (const std::string& file : makefile.files) entry.stamps[file] = stampOf(file);
  entry.makefile = makefile;
  entries_[folder] = std::move(entry);
}

void MakefileMemory::save() const {
  json folders = json::object();
  for (const auto& [folder, entry] : entries_) {
    folders[folder] = {{"stamps", entry.stamps}, {"variables", entry.makefile.variables}};
  }
  (void)!writeWhole(path_, dumped({{"base", base_}, {"folders", folders}}));
}

ArchMemory::ArchMemory(std::string path) : path_(std::move(path)) {
  const json stored = objectIn(path_);
  const auto stamps = stored.find("stamps");
  const auto guards = stored.find("guards");
  if (stamps == stored.end() || !stamps->is_object() || guards == stored.end() || !guards->is_object()) return;
  for (const auto& [file, stamp] : stamps->items()) {
    if (!stamp.is_string() || stampOf(file) != stamp.get<std::string>()) return;
  }
  for (const auto& [key, archs] : guards->items()) entries_[key] = stringsOf(archs);
}

std::optional<std::vector<std::string>> ArchMemory::find(const std::string& guards) const {
  const auto at = entries_.find(guards);
  if (at == entries_.end()) return std::nullopt;
  return at->second;
}

void ArchMemory::put(const std::string& guards, const std::vector<std::string>& archs) { entries_[guards] = archs; }

void ArchMemory::save(const std::vector<std::string>& kconfig_files) const {
  json stamps = json::object();
  for (const std::string& file : kconfig_files) stamps[file] = stampOf(file);
  (void)!writeWhole(path_, dumped({{"stamps", stamps}, {"guards", entries_}}));
}

}  // namespace gupkit::kbuild
