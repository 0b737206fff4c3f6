// SPDX-License-Identifier: GPL-2.0-only
#include "edit/groups.h"

#include <algorithm>

#include "support/union_find.h"

namespace gupkit {
namespace {

using Shapes = std::map<std::string, std::vector<ShapeFunction>>;

/// The function of a file that has the offset; where none has, the file itself.
Range functionAt(const Shapes& shapes, const std::string& file, uint32_t offset) {
  if (auto it = shapes.find(file); it != shapes.end())
    for (const ShapeFunction& shape : it->second)
      if (shape.range.begin <= offset && offset < shape.range.end) return shape.range;
  return {0, UINT32_MAX};
}

}  // namespace

void nameGroups(std::vector<Site>& sites, EditPlan& plan, const Shapes& shapes) {
  uint32_t most = 0;
  for (const Site& site : sites) most = std::max(most, site.component);
  UnionFind groups(most + 1);
  // One for all that is edited in a range; an edit outside of every function may serve any site of the file.
  auto editedIn = [&](const std::string& file, Range range) {
    uint32_t first = 0;
    for (const Site& site : sites) {
      if (site.file != file || site.verdict != Verdict::convert || !site.component) continue;
      if (site.offset < range.begin || site.offset >= range.end) continue;
      if (first) groups.unite(first, site.component);
      else first = site.component;
    }
    return first;
  };
  std::map<const TextEdit*, uint32_t> edited;
  for (FileEdits& file : plan.files)
    for (TextEdit& edit : file.edits) {
      uint32_t component = editedIn(file.file, functionAt(shapes, file.file, edit.range.begin));
      if (!component) component = editedIn(file.file, {0, UINT32_MAX});
      edited[&edit] = component;
    }
  std::map<uint32_t, std::string> names;
  std::map<std::pair<std::string, unsigned>, const Site*> places;
  for (Site& site : sites) {
    places.try_emplace({site.file, site.offset}, &site);
    if (site.component) site.group = names.try_emplace(groups.find(site.component), site.id).first->second;
  }
  for (Site& site : sites) {
    auto it = places.find(site.blocker);
    if (it != places.end() && it->second != &site) site.blocked_by = it->second->id;
  }
  for (FileEdits& file : plan.files)
    for (TextEdit& edit : file.edits)
      if (uint32_t component = edited[&edit]) edit.group = names[groups.find(component)];
}

std::map<std::string, std::set<std::string>> takeOutside(EditPlan& plan, const std::function<bool(const std::string& file)>& selected) {
  std::map<std::string, std::set<std::string>> out;
  for (const FileEdits& file : plan.files)
    if (!selected(file.file))
      for (const TextEdit& edit : file.edits) out[edit.group].insert(file.file);
  for (FileEdits& file : plan.files) std::erase_if(file.edits, [&](const TextEdit& edit) { return out.count(edit.group) != 0; });
  std::erase_if(plan.files, [](const FileEdits& file) { return file.edits.empty(); });
  return out;
}

std::set<std::string> groupsOf(const EditPlan& plan) {
  std::set<std::string> out;
  for (const FileEdits& file : plan.files)
    for (const TextEdit& edit : file.edits) out.insert(edit.group);
  return out;
}

EditPlan planOf(const EditPlan& plan, const std::set<std::string>& groups) {
  EditPlan out;
  for (const FileEdits& file : plan.files) {
    FileEdits chosen{file.file, {}};
    for (const TextEdit& edit : file.edits)
      if (groups.count(edit.group)) chosen.edits.push_back(edit);
    if (!chosen.edits.empty()) out.files.push_back(std::move(chosen));
  }
  return out;
}

}  // namespace gupkit
