// SPDX-License-Identifier: GPL-2.0-only
// From the facts of the units to nodes, objects and edges. What the model says of a call stands in for its body.
#include "link/solver.h"

namespace gupkit {

void Program::Solver::addUnits() {
  size_t expected = 1;
  for (const UnitFacts* unit : p.units_) expected += unit->values + unit->objects.size();
  reserve(expected);
  addNode();  // 0 is nothing
  ByName<Obj> by_key;
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    const UnitFacts& facts = *p.units_[u];
    base.push_back(Node(pts.size()) - 1);
    for (uint32_t v = 1; v < facts.values; ++v) addNode();
    for (auto [v, narrow] : facts.narrow) only[value(u, v)] = narrowTo(narrow);
    auto& ids = unit_objects.emplace_back();
    for (const Object& object : facts.objects) {
      // A local is this unit's alone.
      const Obj next = Obj(objects.size());
      const auto [key, added] = object.kind == ObjectKind::local ? std::pair(by_key.end(), true)
                                                                   : by_key.try_emplace(object.key, next);
      const Obj id = added ? next : key->second;
      if (added) {
        ObjectInfo info;
        info.fact = &object;
        info.unit = &facts;
        info.family = object.family;
        addObject(info);
        if (object.kind == ObjectKind::function) {
          function_objects[object.key] = id;
          only[objects[id].content] = Only::nothing;
        }
        if (object.kind == ObjectKind::global && model.other_globals.count(object.member))
          give(objects[id].content, own_pages[id] = addSource({SourceKind::other, {}, object.member, true}));
        else if (object.own_page)
          own_pages[id] = addSource({SourceKind::other, {}, object.member, true});
      }
      objects[id].defined |= object.defined;
      // Where a unit does not see the record's definition, it cannot tell.
      if (object.holds) only[objects[id].content] = narrowTo(object.holds);
      ids.push_back(id);
    }
    for (uint32_t f = 0; f < facts.functions.size(); ++f) {
      const FunctionFact& fn = facts.functions[f];
      bodies[fn.key].push_back({u, f});
      for (ValueId param : fn.params) param_of.set(value(u, param), {u, f});
      result_of.set(value(u, fn.result), {u, f});
    }
  }
  findCarriers();
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    const UnitFacts& facts = *p.units_[u];
    for (const Flow& flow : facts.flows) {
      Node to = value(u, flow.to);
      switch (flow.kind) {
        case FlowKind::copy: edge(value(u, flow.from), to); break;
        case FlowKind::addr: {
          Obj object = unit_objects[u][flow.from];
          if (auto of = instances.find(to); of != instances.end()) {
            for (Obj instance : of->second) give(to, instance ? cellOf(instance, object) : object);
            break;
          }
          give(to, object);
          // The address of empty_zero_page leads to a page just as its content would.
          if (auto own = own_pages.find(object); own != own_pages.end()) give(to, own->second);
          break;
        }
        case FlowKind::load: load(value(u, flow.from), to); break;
        case FlowKind::store: store(to, value(u, flow.from)); break;
        case FlowKind::memory: memory(value(u, flow.from), to); break;
        case FlowKind::page: page(value(u, flow.from), to, true); break;
        case FlowKind::load_number:
          if (Node from = value(u, flow.from)) load(narrowed(from, Only::numbers), to);
          break;
        case FlowKind::store_number:
          if (to) store(narrowed(to, Only::numbers), value(u, flow.from));
          break;
      }
    }
    collectResults(u);
    for (uint32_t c = 0; c < facts.calls.size(); ++c) addCall({u, c});
  }
  for (const OperationPair& pair : model.pairs) addPair(pair, by_key);
}

void Program::Solver::addPair(const OperationPair& pair, const ByName<Obj>& by_key) {
  auto content = [&](bool loose) {
    auto it = by_key.find(pair.returned(loose));
    return it == by_key.end() ? 0 : objects[it->second].content;
  };
  const size_t dot = pair.first.find('.');
  const auto record = std::string_view(pair.first).substr(0, dot), first = std::string_view(pair.first).substr(dot + 1),
             second = std::string_view(pair.second).substr(dot + 1);
  struct Table {
    std::vector<FunctionRef> first, second;
  };
  std::map<std::string_view, Table> tables;
  for (const UnitFacts* unit : p.units_)
    for (const TableEntry& entry : unit->tables) {
      if (entry.type != record || (entry.member != first && entry.member != second)) continue;
      auto found = bodies.find(entry.function);
      if (found == bodies.end()) continue;
      Table& table = tables[entry.table];
      (entry.member == first ? table.first : table.second) = found->second;
    }
  for (auto& [key, table] : tables) {
    for (const FunctionRef& from : table.first) {
      const Node result = value(from.unit, p.units_[from.unit]->functions[from.fn].result);
      edge(result, content(false));
      for (const FunctionRef& to : table.second) edge(result, parameter(to, pair.arg));
    }
    for (const FunctionRef& to : table.second) edge(content(true), parameter(to, pair.arg));
  }
}

Node Program::Solver::parameter(FunctionRef fn, int number) const {
  const auto& params = p.units_[fn.unit]->functions[fn.fn].params;
  return size_t(number) < params.size() ? value(fn.unit, params[number]) : 0;
}

Obj Program::Solver::addSource(Source source) {
  ObjectInfo info;
  info.source = true;
  info.index = uint32_t(p.sources_.size());
  p.sources_.push_back(std::move(source));
  Obj object = addObject(info);
  source_objects.push_back(object);
  return object;
}

int Program::Solver::pageParameter(const CallFact& call, const Effect& effect) {
  if (effect.arg >= 0) return effect.arg;
  std::string want = effect.deref == 2 ? " ***" : " **";
  for (size_t i = 0; i < call.param_types.size(); ++i) {
    const std::string& type = call.param_types[i];
    bool page = type.rfind("struct page ", 0) == 0 || type.rfind("struct folio ", 0) == 0;
    if (page && type.size() > want.size() && type.compare(type.size() - want.size(), want.size(), want) == 0 &&
        type.find('*') == type.size() - (want.size() - 1))
      return int(i);
  }
  for (size_t i = 0; i < call.param_types.size(); ++i)
    if (call.param_types[i].find("struct frame_vector *") != std::string::npos) return int(i);
  return -1;
}

Node Program::Solver::operand(CallRef ref, const Operand& op) {
  const CallFact& call = p.call(ref);
  if (op.arg == Operand::kKept) {
    auto [it, added] = kept.try_emplace(op.kept, 0);
    if (added) it->second = addObject({});
    return objects[it->second].content;
  }
  if (op.arg < 0) return value(ref.unit, call.result);
  if (size_t(op.arg) >= call.args.size()) return 0;
  return value(ref.unit, call.args[op.arg]);
}

const std::vector<Callback>* Program::Solver::callbacks(CallRef ref) const {
  const CallFact& call = p.call(ref);
  if (call.pointer) return nullptr;
  const Known& called = known(call.name);
  for (auto it = called.begin; it != called.end; ++it)
    if (it->second.kind == EffectKind::invoke && !it->second.callbacks.empty()) return &it->second.callbacks;
  return nullptr;
}

std::vector<Node> Program::Solver::callbackOf(CallRef ref, unsigned argument) const {
  std::vector<Node> out;
  const CallFact& call = p.call(ref);
  if (const auto* all = callbacks(ref))
    for (const Callback& one : *all)
      if (one.from.arg == int(argument) && size_t(one.function) < call.args.size())
        if (Node pointer = value(ref.unit, call.args[one.function])) out.push_back(pointer);
  return out;
}

void Program::Solver::addFlow(CallRef ref, const FlowEffect& flow) {
  Node from = operand(ref, flow.from), to = operand(ref, flow.to);
  if (!from || !to) return;
  if (flow.as == FlowEffect::As::bytes) {
    from = narrowed(from, Only::bytes);
    to = narrowed(to, Only::bytes);
  }
  for (int i = 0; i < flow.from.deref; ++i) {
    Node temp = addNode();
    load(from, temp);
    from = temp;
  }
  if (flow.as == FlowEffect::As::memory || flow.as == FlowEffect::As::page) {
    Node temp = addNode();
    if (flow.as == FlowEffect::As::memory) memory(narrowed(from, Only::pages), temp);
    else page(from, temp, true);
    from = temp;
  }
  if (flow.to.deref == 0) {
    edge(from, to);
    return;
  }
  for (int i = 1; i < flow.to.deref; ++i) {
    Node temp = addNode();
    load(to, temp);
    to = temp;
  }
  if (from != operand(ref, flow.from)) written_by.emplace(from, ref);
  store(to, from);
}

uint8_t Program::Solver::allocatedAs(CallRef ref) const {
  const Node result = value(ref.unit, p.call(ref).result);
  if (result && only[result] >= narrowTo(kFamily)) return uint8_t(uint8_t(only[result]) - uint8_t(Only::no_page) + kNoPage);
  auto it = results.find(result);
  return it == results.end() || it->second == kMany ? 0 : it->second;
}

void Program::Solver::collectResults(uint32_t u) {
  const UnitFacts& facts = *p.units_[u];
  std::unordered_set<ValueId> memory;
  for (const CallFact& call : facts.calls)
    if (const Effect* e = call.result ? model.find(call.name, EffectKind::source) : nullptr; e && e->memory)
      memory.insert(call.result);
  for (const Flow& flow : facts.flows) {
    // Whatever else is done with it is done with memory of no type.
    const bool from = flow.kind != FlowKind::addr && memory.count(flow.from);
    if (!from && !memory.count(flow.to)) continue;
    uint8_t narrow = kMany;
    if (from && flow.kind == FlowKind::copy) {
      auto at = std::lower_bound(facts.narrow.begin(), facts.narrow.end(), std::pair(flow.to, uint8_t(0)));
      if (at != facts.narrow.end() && at->first == flow.to && at->second >= kFamily) narrow = at->second;
    }
    auto [it, added] = results.try_emplace(value(u, from ? ValueId(flow.from) : flow.to), narrow);
    if (!added && it->second != narrow) it->second = kMany;
  }
  for (const CallFact& call : facts.calls)
    for (ValueId arg : call.args)
      if (memory.count(arg)) results[value(u, arg)] = kMany;
}

void Program::Solver::addCall(CallRef ref) {
  const CallFact& call = p.call(ref);
  if (call.result) call_of.set(value(ref.unit, call.result), ref);
  if (call.pointer) {
    indirect[value(ref.unit, call.pointer)].push_back(ref);
    return;
  }
  if (call.callee.empty()) return;
  callers[call.callee].push_back(ref);
  bool body = true;
  const Known& called = known(call.name);
  for (auto it = called.begin; it != called.end; ++it) {
    const Effect& effect = it->second;
    switch (effect.kind) {
      case EffectKind::acquire: {
        if (effect.acquire == AcquireKind::frames) break;
        body = false;
        Source source;
        source.kind = effect.acquire == AcquireKind::get   ? SourceKind::get
                      : effect.acquire == AcquireKind::pin ? SourceKind::pin
                                                           : SourceKind::iov;
        source.at = ref;
        source.name = call.name;
        int arg = effect.result_page ? -1 : pageParameter(call, effect);
        source.pages = arg;
        source.null_pages = arg >= 0 && arg < 64 && (call.null_args >> arg & 1);
        Obj object = addSource(source);
        if (source.null_pages) break;
        Node page = addNode();
        give(page, object);
        if (effect.result_page) {
          edge(page, value(ref.unit, call.result));
          break;
        }
        if (arg < 0 || size_t(arg) >= call.args.size()) break;
        Node target = value(ref.unit, call.args[arg]);
        if (effect.deref == 2) {
          // The callee may allocate the array itself.
          Obj array = addObject({});
          Node address = addNode();
          give(address, array);
          store(target, address);
          written_by.emplace(address, ref);
          edge(page, objects[array].content);
          Node inner = addNode();
          load(target, inner);
          target = inner;
        }
        written_by.emplace(page, ref);
        store(target, page);
        break;
      }
      case EffectKind::source: {
        body = false;
        if (effect.memory) {
          ObjectInfo memory;
          memory.family = allocatedAs(ref);
          memory.fresh = model.fresh.count(call.name) != 0;
          const Obj object = addObject(memory);
          allocated.emplace(object, ref);
          give(value(ref.unit, call.result), object);
          const size_t tag = call.made_as.rfind(':');
          if (!effect.pool && (tag == std::string::npos || !model.typed.count(std::string_view(call.made_as).substr(tag + 1)))) break;
        }
        if (effect.arg < 0 && !call.result) break;
        Source other{SourceKind::other, ref, call.name};
        other.looked_up = call.looked_up;
        if (effect.of.arg >= 0) other.of = &effect.of;
        Obj object = addSource(std::move(other));
        objects[object].fresh = model.fresh.count(call.name) != 0;
        if (effect.address) {
          ObjectInfo address = partOf(object);
          address.address = true;
          object = objects[object].handed = addObject(address);
        }
        Node page = addNode();
        give(page, object);
        if (effect.arg < 0) edge(page, value(ref.unit, call.result));
        else if (size_t(effect.arg) < call.args.size()) {
          written_by.emplace(page, ref);
          store(value(ref.unit, call.args[effect.arg]), page);
        }
        break;
      }
      case EffectKind::flow:
        body = false;
        for (const FlowEffect& flow : effect.flows) addFlow(ref, flow);
        break;
      case EffectKind::release:
        if (!effect.whole) body = false;
        break;
      case EffectKind::invoke:
        body = false;
        for (const Callback& callback : effect.callbacks)
          if (size_t(callback.function) < call.args.size() && call.args[callback.function]) {
            auto& through = indirect[value(ref.unit, call.args[callback.function])];
            if (through.empty() || through.back() != ref) through.push_back(ref);
          }
        if (effect.callbacks.empty() && !call.args.empty() && call.args[0]) {
          Node callback = addNode();
          load(value(ref.unit, call.args[0]), callback);
          indirect[callback].push_back(ref);
        }
        break;
      case EffectKind::sleep:
      case EffectKind::notifier:
      case EffectKind::count:
      case EffectKind::cpu_access:
      case EffectKind::device:
        break;
      default:
        body = false;
    }
  }
  if (!body || called.borrow) return;
  auto found = bodiesFor(ref);
  for (const FunctionRef& fn : found) bind(ref, fn);
  if (found.empty() && call.computes)
    for (ValueId arg : call.args) edge(value(ref.unit, arg), value(ref.unit, call.result));
}

std::vector<FunctionRef> Program::Solver::bodiesFor(CallRef ref) const {
  const CallFact& call = p.call(ref);
  auto it = bodies.find(call.callee);
  if (it == bodies.end()) return {};
  if (call.static_callee)
    for (const FunctionRef& fn : it->second)
      if (fn.unit == ref.unit) return {fn};
  return it->second;
}

void Program::Solver::bind(CallRef ref, FunctionRef fn) {
  const CallFact& call = p.call(ref);
  const FunctionFact& body = p.units_[fn.unit]->functions[fn.fn];
  if (const auto* all = callbacks(ref)) {
    for (const Callback& one : *all) {
      Node from = operand(ref, one.from);
      for (int i = 0; from && i < one.from.deref; ++i) {
        const Node temp = addNode();
        load(from, temp);
        from = temp;
      }
      edge(from, parameter(fn, one.param));
    }
    return;
  }
  for (uint32_t i = 0; i < call.args.size() && i < body.params.size(); ++i) {
    auto by = carried_by.find({ref, i});
    edge(by == carried_by.end() ? value(ref.unit, call.args[i]) : carriers[by->second].shadow, value(fn.unit, body.params[i]));
  }
  if (carving.count(fn)) {
    ObjectInfo piece;
    piece.family = allocatedAs(ref);
    if (call.result) give(value(ref.unit, call.result), addObject(piece));
  } else {
    edge(value(fn.unit, body.result), value(ref.unit, call.result));
  }
  if (auto of = carriers_of.find(fn); of != carriers_of.end())
    for (size_t carrier : of->second) carry(ref, carriers[carrier]);
}

}  // namespace gupkit
