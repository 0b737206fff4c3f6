// SPDX-License-Identifier: GPL-2.0-only
// The questions that a linked program answers, read off the solution.
#include "link/solver.h"

namespace gupkit {

Program::Program(const Model& model, const std::vector<const UnitFacts*>& units,
                 const std::map<Demand, Answer>& answers)
    : model_(model), units_(units), answers_(answers), solver_(std::make_unique<Solver>(*this, model, answers)) {
  solver_->run();
  indexCalls();
}

Program::~Program() = default;

std::set<Demand> Program::tellApart() {
  unite();
  std::set<Demand> demands;
  solver_->apart = solver_->toTellApart(demands);
  solver_->may_carve = solver_->toCarve(demands);
  return demands;
}

bool Program::split() {
  if (solver_->apart.empty() && solver_->may_carve.empty()) return false;
  united_ = std::move(solver_);
  auto solve = [&](bool carve) {
    sources_.clear();  // the same come again
    solver_ = std::make_unique<Solver>(*this, model_, answers_);
    solver_->instances = united_->apart;
    if (carve) solver_->carving = united_->may_carve;
    solver_->run();
  };
  solve(true);
  if (!solver_->carvingHolds()) solve(false);
  united_->apart.clear();
  united_->may_carve.clear();
  return true;
}

void Program::unite() {
  if (united_) solver_ = std::move(united_);
}

size_t Program::nodes() const { return solver_->pts.size(); }

void Program::indexCalls() {
  for (uint32_t u = 0; u < units_.size(); ++u)
    for (uint32_t c = 0; c < units_[u]->calls.size(); ++c) {
      const CallFact& call = units_[u]->calls[c];
      if (call.pointer) continue;
      const CallRef ref{u, c};
      const Solver::Known& called = solver_->known(call.name);
      for (auto it = called.begin; it != called.end; ++it)
        if (auto& all = calls_[it->second.kind]; all.empty() || all.back() != ref) all.push_back(ref);
    }
}

const std::vector<CallRef>& Program::calls(EffectKind kind) const {
  static const std::vector<CallRef> none;
  auto it = calls_.find(kind);
  return it == calls_.end() ? none : it->second;
}

const Effect* Program::effect(CallRef ref, EffectKind kind) const { return model_.find(call(ref).name, kind); }

std::vector<uint32_t> Program::provenance(CallRef ref, unsigned argument, bool bulk, bool resolve) const {
  std::vector<uint32_t> out;
  std::set<uint32_t> stand_ins;
  auto collect = [&](auto&& self, CallRef at, unsigned arg, bool array) -> void {
    for (Node node : solver_->argumentNodes(at, arg, array))
      for (Obj object : solver_->pts[node]) {
        if (!solver_->objects[object].source) continue;
        const uint32_t index = solver_->objects[object].index;
        const Source& source = sources_[index];
        if (!source.of || !resolve) out.push_back(index);
        else if (stand_ins.insert(index).second) self(self, source.at, unsigned(source.of->arg), source.of->deref > 0);
      }
  };
  collect(collect, ref, argument, bulk);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Opening> Program::openBehind(CallRef ref, unsigned argument, bool bulk) const {
  std::vector<Opening> out;
  auto nodes = solver_->argumentNodes(ref, argument, bulk);
  if (bulk && argument < call(ref).args.size())
    if (Node node = solver_->value(ref.unit, call(ref).args[argument])) nodes.push_back(node);
  solver_->backward(nodes, out);
  return out;
}

void Program::callersOf(CallRef ref, std::vector<Opening>& out) const {
  solver_->ask({Demand::What::callers, caller(ref).name, "", ""},
               "not every caller of " + caller(ref).name + "() has been read", out);
}

std::vector<Opening> Program::openAhead(uint32_t source) const {
  std::vector<Opening> out;
  solver_->strict = sources_[source].kind != SourceKind::other;
  solver_->forward(solver_->sourceObject(source), out);
  solver_->strict = true;
  return out;
}

std::vector<CallRef> Program::users(uint32_t source, EffectKind kind) const {
  std::vector<CallRef> out;
  for (CallRef ref : calls(kind)) {
    const Effect* e = effect(ref, kind);
    int arg = e->arg < 0 ? 0 : e->arg;
    if (e->flag_arg >= 0 && !call(ref).flagged) continue;
    for (bool bulk : {false, true}) {
      auto sources = provenance(ref, unsigned(arg), bulk);
      if (std::binary_search(sources.begin(), sources.end(), source)) {
        out.push_back(ref);
        break;
      }
    }
  }
  return out;
}

std::vector<Program::Step> Program::path(uint32_t source, CallRef ref, unsigned argument, bool bulk) const {
  const Solver& s = *solver_;
  std::vector<Node> chain = s.search(source).to(s.argumentNodes(ref, argument, bulk));
  if (chain.empty()) return {};
  std::vector<Step> steps;
  auto add = [&](const std::string& file, uint32_t line, const std::string& note) {
    if (!steps.empty() && steps.back().note == note) return;
    steps.push_back({file, line, note});
  };
  for (Node node : chain) {
    if (auto* in = s.param_of.find(node)) {
      const UnitFacts& unit = *units_[in->unit];
      const FunctionFact& fn = unit.functions[in->fn];
      add(unit.files[fn.at.file], fn.at.line, "passed to " + fn.name + "()");
    } else if (auto* in = s.result_of.find(node)) {
      const UnitFacts& unit = *units_[in->unit];
      const FunctionFact& fn = unit.functions[in->fn];
      add(unit.files[fn.at.file], fn.at.line, "returned by " + fn.name + "()");
    } else if (const Obj* of = s.content_of.find(node)) {
      const Object* fact = s.objects[*of].fact;
      if (fact && fact->kind == ObjectKind::field)
        add(s.objects[*of].unit->files[fact->file], 0, "kept in " + fact->owner + "." + fact->member);
      else if (fact && fact->kind == ObjectKind::global)
        add(s.objects[*of].unit->files[fact->file], 0, "kept in " + fact->member);
    }
  }
  return steps;
}

bool Program::handed(uint32_t source, CallRef ref, unsigned argument, bool kept) const {
  const Solver& s = *solver_;
  if (argument >= call(ref).args.size()) return false;
  const Node goal = s.value(ref.unit, call(ref).args[argument]);
  const Obj object = s.sourceObject(source);
  auto record = [&](Node node) {
    const Obj* of = s.content_of.find(node);
    if (!of) return false;
    const auto& info = s.objects[*of];
    if (info.fact && info.fact->kind == ObjectKind::local) return false;
    if (!kept || info.family || info.source || info.page) return true;
    return info.fact && isKernelHeader(info.unit->files[info.fact->file]);
  };
  // Backwards: few nodes lead to one argument.
  std::unordered_set<Node> seen{goal};
  std::vector<Node> work{goal};
  while (!work.empty()) {
    const Node node = work.back();
    work.pop_back();
    bool first = true;
    for (Node from : s.pred[node]) {
      if (!std::binary_search(s.pts[from].begin(), s.pts[from].end(), object)) continue;
      first = false;
      if (!record(from) && seen.insert(from).second) work.push_back(from);
    }
    if (first && std::binary_search(s.pts[node].begin(), s.pts[node].end(), object)) return true;
  }
  return false;
}

const std::set<Demand>& Program::besides() const { return solver_->beside; }

bool Program::visits(uint32_t source, uint32_t unit) const {
  const Solver& s = *solver_;
  const Node first = s.base[unit] + 1, last = s.base[unit] + units_[unit]->values;
  for (Node node : s.holding[s.sourceObject(source)])
    if (first <= node && node < last) return true;
  return false;
}

Program::ObjectRef Program::object(uint32_t unit, ObjectId id) const { return solver_->unit_objects[unit][id]; }

bool Program::divided(ObjectRef object) const { return solver_->divided.count(object) != 0; }

std::vector<Program::ObjectRef> Program::pointees(uint32_t unit, ValueId value) const {
  const Node node = solver_->value(unit, value);
  if (!node) return {};
  return {solver_->pts[node].begin(), solver_->pts[node].end()};
}

std::vector<Program::ObjectRef> Program::held(ObjectRef object) const {
  const auto& all = solver_->pts[solver_->objects[object].content];
  return {all.begin(), all.end()};
}

bool Program::holds(ObjectRef object, uint32_t source) const {
  for (Obj held : solver_->pts[solver_->objects[object].content])
    if (solver_->objects[held].source && solver_->objects[held].index == source) return true;
  return false;
}

template <class Wanted>
std::vector<Program::Writer> Program::writers(ObjectRef object, Wanted wanted) const {
  const Solver& s = *solver_;
  std::vector<Writer> out;
  for (Node node : s.pred[s.objects[object].content]) {
    if (std::none_of(s.pts[node].begin(), s.pts[node].end(), wanted)) continue;
    Writer w;
    if (auto call = s.written_by.find(node); call != s.written_by.end()) w.call = call->second;
    else std::tie(w.unit, w.value) = s.unitValue(node);
    out.push_back(w);
  }
  return out;
}

std::vector<Program::Writer> Program::writersOfPages(ObjectRef object, uint32_t source) const {
  return writers(object, [&](Obj held) { return solver_->objects[held].source && solver_->objects[held].index == source; });
}

std::vector<Program::Writer> Program::writersOfAddress(ObjectRef object, ObjectRef what) const {
  return writers(object, [&](Obj held) { return held == what; });
}

std::vector<CallRef> Program::callersOf(uint32_t unit, uint32_t function, std::vector<Opening>& open) const {
  const Solver& s = *solver_;
  const FunctionFact& fn = units_[unit]->functions[function];
  std::vector<CallRef> out;
  if (auto it = s.callers.find(fn.key); it != s.callers.end()) out = it->second;
  s.callersOpen(fn, *units_[unit], open);
  auto object = s.function_objects.find(fn.key);
  if (object == s.function_objects.end()) return out;
  for (Node node : s.holding[object->second])
    if (auto through = s.indirect.find(node); through != s.indirect.end())
      for (CallRef ref : through->second) {
        // Its arguments are not the callback's.
        if (!s.callbacks(ref)) out.push_back(ref);
        else open.push_back({{}, fn.name + "() is a callback given to " + call(ref).name + "()", true});
      }
  return out;
}

std::vector<Opening> Program::openField(ObjectRef object, bool alone) const {
  std::vector<Opening> out;
  if (const Object* fact = solver_->objects[object].fact; fact && fact->kind == ObjectKind::field) {
    solver_->fieldOpen(object, out);
    solver_->disguisedOpen(object, alone, out);
  }
  return out;
}

std::unordered_set<std::string_view> Program::Solver::copiedTables() const {
  std::unordered_set<std::string_view> keys;
  auto add = [&](Node node) {
    for (Obj object : pts[node])
      if (const Object* fact = objects[object].fact; fact && fact->kind == ObjectKind::global) keys.insert(fact->key);
  };
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    for (ValueId v : p.units_[u]->whole) add(value(u, v));
    for (const CallFact& call : p.units_[u]->calls) {
      if (call.pointer) continue;
      const Known& called = known(call.name);
      const bool copies = std::any_of(called.begin, called.end, [](auto& entry) {
        return entry.second.kind == EffectKind::flow || entry.second.memory;
      });
      if (!copies && !called.borrow) continue;
      for (ValueId arg : call.args)
        if (arg) add(value(u, arg));
    }
  }
  return keys;
}

bool Program::copiesTable(const std::string& key) const {
  auto& copied = solver_->copied_tables;
  if (!copied) copied = solver_->copiedTables();
  return copied->count(key) != 0;
}

std::optional<CallRef> Program::nullArray(CallRef ref, unsigned argument) const {
  std::set<std::pair<std::string, uint32_t>> visited;
  auto look = [&](auto&& self, CallRef at, unsigned arg) -> std::optional<CallRef> {
    const CallFact& fact = call(at);
    if (arg < 64 && (fact.null_arrays >> arg & 1)) return at;
    const FunctionFact& fn = caller(at);
    for (const PassedArray& passed : fact.passed_arrays) {
      if (passed.argument != arg || !visited.insert({fn.key, passed.param}).second) continue;
      std::vector<Opening> open;
      for (CallRef by : callersOf(at.unit, fact.caller, open))
        if (auto found = self(self, by, passed.param)) return found;
    }
    return std::nullopt;
  };
  return look(look, ref, argument);
}

/// All calls of a function by its name that have been read.
void Program::eachCall(const FunctionFact& fn, const std::function<void(uint32_t, uint32_t, Context)>& see) const {
  if (!plain_callers_) {
    plain_callers_ = std::make_unique<std::unordered_map<std::string_view, std::vector<CallRef>>>();
    for (uint32_t u = 0; u < units_.size(); ++u)
      for (uint32_t c = 0; c < units_[u]->plain_calls.size(); ++c)
        (*plain_callers_)[units_[u]->plain_callees[units_[u]->plain_calls[c].callee]].push_back({u, c});
  }
  if (auto it = solver_->callers.find(fn.key); it != solver_->callers.end())
    for (CallRef by : it->second) see(by.unit, call(by).caller, call(by).context);
  if (auto it = plain_callers_->find(fn.key); it != plain_callers_->end())
    for (CallRef by : it->second) {
      const PlainCall& plain = units_[by.unit]->plain_calls[by.call];
      see(by.unit, plain.caller, plain.context);
    }
}

bool Program::sleepable(CallRef ref) const { return maySleep(ref, nullptr); }

bool Program::processContext(CallRef ref, const std::function<bool(const std::string&)>& roots) const {
  return maySleep(ref, &roots);
}

bool Program::maySleep(CallRef ref, const std::function<bool(const std::string&)>* roots) const {
  // Code that sleeps, and is called with a lock held, is not understood.
  std::set<std::string> seen;
  auto atomicAbove = [&](auto&& self, const FunctionFact& fn) -> bool {
    if (!seen.insert(fn.key).second) return false;
    bool found = false;
    eachCall(fn, [&](uint32_t unit, uint32_t caller, Context context) {
      found = found || context == Context::atomic || self(self, units_[unit]->functions[caller]);
    });
    return found;
  };
  std::set<std::string> visited;
  auto may = [&](auto&& self, uint32_t unit, uint32_t function, Context context) -> bool {
    const FunctionFact& fn = units_[unit]->functions[function];
    if (!roots && context != Context::caller && context != Context::sleeps) return false;
    if (context == Context::atomic || context == Context::unknown) return false;
    if (context == Context::sleeps || context == Context::sleeps_believed) return !atomicAbove(atomicAbove, fn);
    if (!visited.insert(fn.key).second) return true;  // a cycle adds nothing
    if (roots && fn.only_in_tables) {
      const std::set<std::string> fields = tablesOf(fn);
      if (!fields.empty() && std::all_of(fields.begin(), fields.end(), *roots)) return !atomicAbove(atomicAbove, fn);
      // A table that has been read with all of its users.
      std::vector<Opening> open;
      const std::vector<CallRef> through = callersOf(unit, function, open);
      if (fields.empty() || !open.empty() || through.empty()) return false;
      return std::all_of(through.begin(), through.end(),
                         [&](CallRef by) { return self(self, by.unit, call(by).caller, call(by).context); });
    }
    if (roots && fn.address_taken && !fn.in_header) {
      const auto fields = keptIn(fn);
      if (fields && !fields->empty() && std::all_of(fields->begin(), fields->end(), *roots)) return !atomicAbove(atomicAbove, fn);
    }
    // A callback may be a timer's or an interrupt's; a header's function is called where nobody has looked.
    if (fn.address_taken || fn.in_header || solver_->function_objects.count(fn.key)) return false;
    std::vector<Opening> open;
    solver_->callersOpen(fn, *units_[unit], open);
    if (!open.empty()) return false;
    bool any = false, all = true;
    eachCall(fn, [&](uint32_t by, uint32_t caller, Context at) {
      any = true;
      all = all && self(self, by, caller, at);
    });
    return any && all;
  };
  return may(may, ref.unit, call(ref).caller, call(ref).context);
}

std::set<std::string> Program::tablesOf(const FunctionFact& fn) const {
  std::set<std::string> fields;
  for (const UnitFacts* unit : units_)
    for (const TableEntry& entry : unit->tables)
      if (entry.function == fn.key) fields.insert(entry.type + "." + entry.member);
  return fields;
}

std::optional<std::set<std::string>> Program::keptIn(const FunctionFact& fn) const {
  std::set<std::string> fields = tablesOf(fn);
  auto object = solver_->function_objects.find(fn.key);
  if (object == solver_->function_objects.end()) return fields;
  for (Node node : solver_->holding[object->second]) {
    if (const Obj* in = solver_->content_of.find(node)) {
      const Object* fact = solver_->objects[*in].fact;
      if (!fact) return std::nullopt;
      if (fact->kind == ObjectKind::field) fields.insert(fact->owner + "." + fact->member);
      else if (fact->kind != ObjectKind::global || !fn.only_in_tables) return std::nullopt;
      continue;
    }
    // An argument of a function that has been read is that function's parameter; any other is out of sight.
    const auto [unit, value] = solver_->unitValue(node);
    if (!value) continue;
    for (const CallFact& call : units_[unit]->calls)
      if (std::find(call.args.begin(), call.args.end(), value) != call.args.end() &&
          (call.pointer || !solver_->bodies.count(call.callee)))
        return std::nullopt;
  }
  return fields;
}

bool Program::unitHasNotifier(uint32_t unit) const {
  for (const FunctionFact& fn : units_[unit]->functions)
    if (fn.notifier) return true;
  return false;
}

}  // namespace gupkit
