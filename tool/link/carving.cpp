// SPDX-License-Identifier: GPL-2.0-only
// Memory behind a record that is handed out in pieces (tool/facts/carve.h).
//
// To those who follow pointers all pieces are one memory, that of the record: pages of one user of the pieces
// would be in those of all. Pieces of different calls never overlap where
//
//   - the count is written by that function alone, and set to zero only where the record was allocated;
//   - the record always lies in fresh memory, and every call of the function and every pointer to the memory is known;
//   - nobody else reaches what lies behind the record: nothing is read or written through a pointer to the whole
//     memory, nobody fills it or copies it.
//
// The last is asked of the solution in which the pieces are apart already; where it does not hold, that solution
// is thrown away.
#include "link/solver.h"

namespace gupkit {

/// Every write to the count is known, and none gives a piece away twice.
bool Program::Solver::counts(uint32_t unit, const CarveFact& carve) const {
  const Obj counter = unit_objects[unit][carve.counter];
  unsigned advances = 0;
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const TagStore& tag : p.units_[u]->tags) {
      if (unit_objects[u][tag.field] != counter) continue;
      if (u == unit && tag.function == carve.function) {
        ++advances;
        continue;
      }
      if (tag.value.kind != GuardValue::Kind::constant || tag.value.number != 0 || tag.var == kNoIndex) return false;
      const auto& guards = p.units_[u]->guards;
      const auto of = std::find_if(guards.begin(), guards.end(), [&](const GuardFunction& g) { return g.function == tag.function; });
      if (of == guards.end() || of->vars[tag.var].root == kNoIndex) return false;
    }
  return advances == 1;
}

std::set<FunctionRef> Program::Solver::toCarve(std::set<Demand>& demands) const {
  std::set<FunctionRef> out;
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const CarveFact& carve : p.units_[u]->carvings) {
      const FunctionFact& fn = p.units_[u]->functions[carve.function];
      const ObjectInfo& counter = objects[unit_objects[u][carve.counter]];
      if (fn.address_taken || function_objects.count(fn.key) || fn.in_header || !p.units_[u]->errors.empty()) continue;
      if (counter.fact->in_union || bodies.at(fn.key).size() != 1) continue;
      bool get = false, other = false, hidden = true;
      const auto& memories = pts[parameter({u, carve.function}, int(carve.param))];
      for (Obj memory : memories) {
        const ObjectInfo& of = objects[memory];
        hidden = hidden && of.fresh && !of.source && !of.fact;
        for (Obj held : pts[of.content])
          if (objects[held].source)
            (p.sources_[objects[held].index].kind == SourceKind::get ? get : other) = true;
      }
      if (memories.empty() || !hidden || !get || !other || !counts(u, carve)) continue;
      std::vector<Opening> open;
      fieldOpen(unit_objects[u][carve.counter], open);
      callersOpen(fn, *p.units_[u], open);
      for (Obj memory : memories) ahead(memory, nullptr, open);
      if (anyPermanent(open)) continue;
      for (const Opening& opening : open) demands.insert(opening.demand);
      if (open.empty()) out.insert({u, carve.function});
    }
  return out;
}

bool Program::Solver::carvingHolds() const {
  for (const FunctionRef& fn : carving) {
    const UnitFacts& unit = *p.units_[fn.unit];
    const FunctionFact& body = unit.functions[fn.fn];
    for (const CarveFact& carve : unit.carvings)
      if (carve.function == fn.fn)
        for (Obj memory : pts[parameter(fn, int(carve.param))])
          if (!behindIsHidden(memory, value(fn.unit, body.first_value), value(fn.unit, body.last_value))) return false;
  }
  return true;
}

/// Whether only the values [first, last) lead to what lies in `memory`, and nobody writes or copies it as a whole.
bool Program::Solver::behindIsHidden(Obj memory, Node first, Node last) const {
  for (Node node : holding[memory])
    if ((node < first || node >= last) && (!loads[node].empty() || !stores[node].empty())) return false;
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const auto* values : {&p.units_[u]->whole, &p.units_[u]->cleared})
      for (ValueId v : *values) {
        const auto& set = pts[value(u, v)];
        if (std::binary_search(set.begin(), set.end(), memory)) return false;
      }
  return true;
}

}  // namespace gupkit
