// SPDX-License-Identifier: GPL-2.0-only
// Callbacks that lie in a record beside the page that they are called with:
//
//     static void walk(struct page *page, struct walk_control *wc) { wc->one(page, wc->arg); }
//     struct walk_control wc = { .one = unmap_one };
//     walk(page, &wc);
//
// With one object for the parameter `page`, every caller's page would get to every caller's function. Where a
// call hands over a local record, its page goes to the functions that were put into that record alone; what
// comes from other calls goes through the carrier's shadow to all functions. Nobody who knows only a pointer to
// such a record may write the field (UnitFacts::rewritten), and everybody who uses the field has to be read.
#include "link/solver.h"

namespace gupkit {

Program::Solver::LocalRecords Program::Solver::localRecords() const {
  LocalRecords out;
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    for (ObjectId field : p.units_[u]->rewritten) out.dropped.insert(unit_objects[u][field]);
    for (const LocalCallback& put : p.units_[u]->callbacks) {
      const Obj field = unit_objects[u][put.field];
      out.known.insert(field);
      if (put.function.empty()) out.dropped.insert(field);
      else out.functions[{u, put.record, field}].push_back(put.function);
    }
  }
  for (Obj field : out.known) {
    std::vector<Opening> open;
    fieldOpen(field, open);
    if (anyPermanent(open)) out.dropped.insert(field);
  }
  return out;
}

size_t Program::Solver::carrierAt(FunctionRef fn, uint32_t page, uint32_t record, Obj field) {
  for (size_t index : carriers_of[fn])
    if (const Carrier& c = carriers[index]; c.page == page && c.record == record && c.field == field) return index;
  Carrier carrier;
  carrier.fn = fn;
  carrier.page = page;
  carrier.record = record;
  carrier.field = field;
  carrier.shadow = addNode();
  carriers.push_back(std::move(carrier));
  carriers_of[fn].push_back(carriers.size() - 1);
  return carriers.size() - 1;
}

void Program::Solver::findCarriers() {
  const LocalRecords records = localRecords();
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const ThroughFact& through : p.units_[u]->through) {
      const Obj field = unit_objects[u][through.field];
      if (!records.known.count(field) || records.dropped.count(field)) continue;
      const CallRef ref{u, through.call};
      const size_t index = carrierAt({u, p.call(ref).caller}, through.page, through.record, field);
      carriers[index].to.insert(through.argument);
      carried_by[{ref, through.argument}] = index;
    }
  if (carriers.empty()) return;
  std::map<FunctionRef, std::set<CallRef>> callers_of;
  std::map<std::pair<CallRef, uint32_t>, const HandedFact*> handed;
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const HandedFact& fact : p.units_[u]->handed) {
      const CallRef ref{u, fact.call};
      handed[{ref, fact.argument}] = &fact;
      for (FunctionRef fn : bodiesFor(ref)) callers_of[fn].insert(ref);
    }
  // Grows while it is walked: a carrier's caller may be one as well.
  for (size_t i = 0; i < carriers.size(); ++i)
    for (CallRef ref : callers_of[carriers[i].fn]) {
      const auto [fn, page, record, field] = std::tuple(carriers[i].fn, carriers[i].page, carriers[i].record, carriers[i].field);
      auto control = handed.find({ref, record});
      if (control == handed.end()) continue;
      if (const ObjectId local = control->second->record; local != HandedFact::kNone) {
        auto functions = records.functions.find({ref.unit, local, field});
        carriers[i].calls[ref] = functions == records.functions.end() ? std::vector<std::string_view>() : functions->second;
      } else if (auto own = handed.find({ref, page}); own != handed.end() && own->second->param != HandedFact::kNone) {
        const size_t outer = carrierAt({ref.unit, p.call(ref).caller}, own->second->param, control->second->param, field);
        carriers[i].passed[ref] = outer;
      }
    }
  for (bool again = true; again;) {
    again = false;
    for (const Carrier& inner : carriers)
      for (auto [call, outer] : inner.passed)
        for (uint32_t to : std::set(inner.to)) again |= carriers[outer].to.insert(to).second;
  }
}

void Program::Solver::carry(CallRef ref, const Carrier& carrier) {
  const CallFact& call = p.call(ref);
  if (carrier.page >= call.args.size()) return;
  const Node page = value(ref.unit, call.args[carrier.page]);
  if (auto outer = carrier.passed.find(ref); outer != carrier.passed.end())
    return edge(carriers[outer->second].shadow, carrier.shadow);
  auto known = carrier.calls.find(ref);
  if (known == carrier.calls.end()) return edge(page, carrier.shadow);
  for (std::string_view function : known->second) {
    auto found = bodies.find(function);
    if (found == bodies.end()) continue;
    for (FunctionRef fn : found->second) {
      const FunctionFact& body = p.units_[fn.unit]->functions[fn.fn];
      for (uint32_t i : carrier.to)
        if (i < body.params.size()) edge(page, value(fn.unit, body.params[i]));
    }
  }
}

}  // namespace gupkit
