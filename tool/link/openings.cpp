// SPDX-License-Identifier: GPL-2.0-only
// What has not been read and could add to the solution. An opening is a demand for files, or permanent.
#include "link/solver.h"
#include "support/path.h"

namespace gupkit {

bool anyPermanent(const std::vector<Opening>& openings) {
  return std::any_of(openings.begin(), openings.end(), [](const Opening& o) { return o.permanent; });
}

bool Program::Solver::resolved(CallRef ref) const {
  const CallFact& call = p.call(ref);
  if (call.pointer) return true;  // looked at where its functions are known
  return known(call.name).resolved || call.computes || bodies.count(call.callee);
}

bool Program::Solver::looksOnly(const std::string& name) {
  for (const char* prefix : {"__SCT__tp_func_", "__traceiter_", "trace_", "__trace_"})
    if (name.rfind(prefix, 0) == 0) return true;
  return false;
}

bool Program::Solver::answered(const Demand& demand, Answer& answer) const {
  auto it = answers.find(demand);
  if (it == answers.end()) return false;
  answer = it->second;
  return true;
}

void Program::Solver::ask(Demand demand, std::string why, std::vector<Opening>& out) const {
  Opening o;
  o.demand = std::move(demand);
  o.why = std::move(why);
  Answer answer;
  if (answered(o.demand, answer)) {
    if (answer == Answer::read && (o.demand.what != Demand::What::definition || o.demand.integer)) return;
    o.permanent = true;
    if (answer == Answer::too_wide) o.why += " (too many files touch it)";
  }
  out.push_back(std::move(o));
}

void Program::Solver::fieldOpen(Obj object, std::vector<Opening>& out) const {
  const Object& fact = *objects[object].fact;
  const std::string& file = objects[object].unit->files[fact.file];
  if (!isHeader(file)) return;  // only this file knows the record
  const std::string name = fact.owner + "." + fact.member;
  if (model.apart.count(name)) return;  // as with the carrier: who has it is asked instead
  if (model.lent.count(name) || model.data_only.count(name)) return;  // who put it there has been read, the others look
  ask({Demand::What::field, fact.member, file, fact.key, fact.integer}, "not every user of " + name + " has been read", out);
}

void Program::Solver::keptOpen(std::string_view name, std::vector<Opening>& out) const {
  for (auto& [function, effect] : model.effects)
    for (const FlowEffect& flow : effect.flows)
      if (flow.to.kept == name || flow.from.kept == name)
        ask({Demand::What::callers, function, "", ""}, "not every caller of " + function + "() has been read", out);
}

void Program::Solver::holderOpen(Node node, std::vector<Opening>& out) const {
  const Obj* object = content_of.find(node);
  if (!object) return;
  for (auto& [name, known] : kept)
    if (known == *object) keptOpen(name, out);
  const Object* fact = objects[*object].fact;
  if (!fact || objects[*object].cell) return;  // who has such an instance is known
  if (fact->kind == ObjectKind::field) fieldOpen(*object, out);
  else if (fact->kind == ObjectKind::global && !fact->is_static)
    ask({Demand::What::global, fact->member, "", "", fact->integer},
        "not every user of " + fact->member + " has been read", out);
}

void Program::Solver::callersOpen(const FunctionFact& fn, const UnitFacts& unit, std::vector<Opening>& out) const {
  // A static function of a header is a function of each unit that includes it.
  if (!fn.is_static)
    ask({Demand::What::callers, fn.name, "", ""}, "not every caller of " + fn.name + "() has been read", out);
  auto it = function_objects.find(fn.key);
  if (it == function_objects.end()) return;
  Obj object = it->second;
  for (Node node : holding[object]) holderOpen(node, out);
  auto given = passed_out.find(object);
  if (given != passed_out.end() && !given->second.empty()) {
    Opening o;
    o.permanent = true;
    o.why = fn.name + "() is a callback given to " + p.call(given->second[0].ref).name + "()";
    out.push_back(std::move(o));
  }
}

void Program::Solver::openNode(Node node, std::vector<Opening>& out) const {
  if (const FunctionRef* of = param_of.find(node)) {
    const UnitFacts& unit = *p.units_[of->unit];
    callersOpen(unit.functions[of->fn], unit, out);
  }
  if (const CallRef* of = call_of.find(node)) {
    const CallFact& call = p.call(*of);
    if (call.pointer) {
      bool any = false;
      for (Obj object : pts[value(of->unit, call.pointer)]) {
        const Object* fact = objects[object].fact;
        if (!fact || fact->kind != ObjectKind::function) continue;
        any = true;
        if (!bodies.count(fact->key) && !model.knows(fact->member) && !looksOnly(fact->member))
          ask({Demand::What::definition, fact->member, "", ""}, fact->member + "() has not been read", out);
      }
      // The slice goes on to the pointer; where that is complete, nobody set it.
      if (!any) noTarget(value(of->unit, call.pointer), "the result of a call through a pointer", out);
    } else if (!resolved(*of)) {
      ask({Demand::What::definition, call.name, "", ""}, call.name + "() has not been read", out);
    }
  }
  if (const Obj* of = content_of.find(node)) {
    Obj object = *of;
    holderOpen(node, out);
    // A pointer to this memory that lies in a field lets others write to it.
    for (Node holder : holding[object]) holderOpen(holder, out);
    if (auto given = passed_out.find(object); given != passed_out.end())
      for (const Passed& to : given->second)
        if (!to.integer)
          ask({Demand::What::definition, p.call(to.ref).name, "", ""}, p.call(to.ref).name + "() may write to it", out);
  }
}

void Program::Solver::backward(std::vector<Node> start, std::vector<Opening>& out) const {
  std::unordered_set<Node> seen(start.begin(), start.end());
  while (!start.empty()) {
    Node node = start.back();
    start.pop_back();
    openNode(node, out);
    for (Node from : pred[node])
      if (seen.insert(from).second) start.push_back(from);
  }
}

std::vector<Obj> Program::Solver::tracked(Obj source) const {
  std::vector<Obj> all{source};
  if (objects[source].memory) all.push_back(objects[source].memory);
  std::unordered_set<Obj> seen(all.begin(), all.end());
  for (size_t i = 0; i < all.size(); ++i)
    for (Node node : holding[all[i]])
      if (const Obj* of = content_of.find(node); of && seen.insert(*of).second) all.push_back(*of);
  return all;
}

void Program::Solver::forward(Obj source, std::vector<Opening>& out) const {
  constexpr size_t kSpread = 10000;  // drivers: up to 1300 values; a blurred source: 60000 and more
  if (holding[source].size() > kSpread) {
    Opening o;
    o.permanent = true;
    o.why = "it seems to reach more than " + std::to_string(kSpread) + " values: too many to follow";
    out.push_back(std::move(o));
    return;
  }
  for (Obj object : tracked(source)) ahead(object, out);
}

/// Who else may get a pointer to the object.
void Program::Solver::ahead(Obj object, std::vector<Opening>& out) const {
  bool own_memory = !objects[object].fact || objects[object].fact->kind == ObjectKind::local || objects[object].source ||
                    objects[object].cell;
  if (auto given = passed_out.find(object); given != passed_out.end())
    for (const Passed& to : given->second)
      ask({Demand::What::definition, p.call(to.ref).name, "", "", to.integer}, "it is passed to " + p.call(to.ref).name + "()",
          out);
  for (Node node : holding[object]) {
    holderOpen(node, out);  // of a field too: who has a pointer to it reads it without its name
    if (!own_memory) continue;
    if (const FunctionRef* of = result_of.find(node)) {
      const UnitFacts& unit = *p.units_[of->unit];
      callersOpen(unit.functions[of->fn], unit, out);
    }
    if (const FunctionRef* of = param_of.find(node))
      if (auto by = carriers_of.find(*of); by != carriers_of.end())
        for (size_t carrier : by->second) fieldOpen(carriers[carrier].field, out);
    for (auto& [ref, argument] : arg_uses[node]) indirectOpen(ref, argument, out);
  }
}

void Program::Solver::indirectOpen(CallRef ref, unsigned argument, std::vector<Opening>& out) const {
  const CallFact& call = p.call(ref);
  if (argument < 64 && !(call.page_args >> argument & 1)) return;
  if (call.pointer) passedThrough(value(ref.unit, call.pointer), out);
  else
    for (Node pointer : callbackOf(ref, argument)) passedThrough(pointer, out);
}

void Program::Solver::passedThrough(Node pointer, std::vector<Opening>& out) const {
  bool any = false;
  for (Obj object : pts[pointer]) {
    const Object* fact = objects[object].fact;
    if (!fact || fact->kind != ObjectKind::function) continue;
    any = true;
    if (!bodies.count(fact->key) && !model.knows(fact->member) && !looksOnly(fact->member))
      ask({Demand::What::definition, fact->member, "", ""}, "it is passed to " + fact->member + "()", out);
  }
  if (!any) noTarget(pointer, "it is passed to a call through a pointer", out);
  backward({pointer}, out);
}

void Program::Solver::noTarget(Node pointer, const char* why, std::vector<Opening>& out) const {
  if (slicing) return;
  slicing = true;
  std::vector<Opening> behind;
  backward({pointer}, behind);
  slicing = false;
  for (const Opening& opening : behind)
    if (!opening.permanent) {
      out.push_back(opening);
      return;
    }
  out.push_back({{}, why, true});
}

}  // namespace gupkit
