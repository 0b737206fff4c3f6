// SPDX-License-Identifier: GPL-2.0-only
// What code would have to stand in, or to name, to get hold of the pages of a source.
#include "link/solver.h"
#include "support/path.h"

namespace gupkit {

Stake Program::stake(uint32_t source, bool flags) const {
  const Solver& s = *solver_;
  Stake out;
  std::set<std::string_view> records;
  auto record = [&](std::string_view key) {
    if (!isKernelHeader(std::string(key))) records.insert(key);
  };
  for (Obj object : s.tracked(s.sourceObject(source)))
    for (Node node : s.holding[object]) {
      if (const auto [unit, value] = s.unitValue(node); value) {
        if (const FunctionFact* fn = s.functionOf(node))
          out.functions.emplace(unit, uint32_t(fn - units_[unit]->functions.data()));
        continue;
      }
      const Obj* of = s.content_of.find(node);
      const Object* fact = of ? s.objects[*of].fact : nullptr;
      if (!fact || isKernelHeader(fact->key)) continue;
      if (fact->kind == ObjectKind::global)
        out.names.insert(fact->member.empty() ? fact->key : fact->member);
      if (fact->kind != ObjectKind::field) continue;
      out.members.insert(fact->member);
      out.fields.insert(fact->key);
      record(recordOfField(*fact));
    }
  if (flags) {
    std::set<std::string_view> around = records;
    for (auto& [outer, inner] : s.inside)
      for (std::string_view one : records)
        if (outer == one)
          around.insert(inner.begin(), inner.end());
        else if (inner.count(one))
          around.insert(outer);
    for (const UnitFacts* unit : units_)
      for (const TagStore& tag : unit->tags)
        if (const Object& field = unit->objects[tag.field];
            around.count(recordOfField(field)) && !isKernelHeader(field.key)) {
          out.members.insert(field.member);
          out.fields.insert(field.key);
        }
  }
  // Who is given such a record, or gives one.
  std::set<std::string> types;
  for (std::string_view key : records)
    if (const std::string tag = recordTag(key); !tag.empty()) {
      out.tags.insert(tag);
      types.insert("struct " + tag + " *");
      types.insert("const struct " + tag + " *");
    }
  for (uint32_t u = 0; u < units_.size() && !records.empty(); ++u) {
    const UnitFacts& unit = *units_[u];
    for (uint32_t f = 0; f < unit.functions.size(); ++f)
      for (const std::string& type : unit.functions[f].param_types)
        if (types.count(type)) out.functions.emplace(u, f);
    for (const CallFact& call : unit.calls)
      for (const std::string& key : call.records)
        if (records.count(key)) out.functions.emplace(u, call.caller);
  }
  std::erase_if(out.functions, [&](auto& at) {
    const UnitFacts& unit = *units_[at.first];
    return isKernelHeader(unit.files[unit.functions[at.second].at.file]);
  });
  for (auto [u, f] : out.functions)
    if (!units_[u]->functions[f].is_static) out.names.insert(units_[u]->functions[f].name);
  return out;
}

}  // namespace gupkit
