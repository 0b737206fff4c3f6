// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/separate.h"

#include <algorithm>

#include "support/hash.h"

namespace gupkit {

namespace {

constexpr int kDepth = 6;  // calls up from one statement; drivers need two or three

}  // namespace

Separator::Separator(const Program& program) : p_(program) {
  for (uint32_t u = 0; u < p_.units().size(); ++u) {
    const UnitFacts& unit = *p_.units()[u];
    for (const GuardFunction& guard : unit.guards) {
      functions_[{u, guard.function}] = &guard;
      for (const GuardCall& call : guard.calls) calls_[{u, call.call}] = {&guard, &call};
    }
    for (const TagStore& tag : unit.tags) tags_[p_.object(u, tag.field)].emplace_back(u, &tag);
    for (const TableEntry& entry : unit.tables) tables_[entry.function].insert(entry.table);
    for (ObjectId field : unit.parts) parts_.insert(p_.object(u, field));
    for (const Object& object : unit.objects)
      if (object.kind == ObjectKind::field && !object.inner.empty()) around_[object.inner].push_back(&object);
  }
}

// ---- conditions ---------------------------------------------------------

Separator::Fact Separator::fact(const Frame& frame, const GuardAtom& atom) const {
  const bool field = atom.subject.kind == GuardValue::Kind::field;
  return {atom.subject.var, field ? p_.object(frame.unit, atom.subject.field) : kNoField, atom.mask, atom.want,
          atom.equal, frame.var(atom.subject.var).looped};
}

Separator::Facts Separator::facts(const Frame& frame, const std::vector<GuardAtom>& atoms) const {
  Facts out;
  for (const GuardAtom& atom : atoms) out.push_back(fact(frame, atom));
  return out;
}

/// Whether no value of their common subject fulfils both.
bool Separator::clash(const Fact& a, const Fact& b) {
  if (a.var != b.var || a.field != b.field) return false;
  if (a.equal && b.equal) return ((a.want ^ b.want) & a.mask & b.mask) != 0;
  if (a.equal == b.equal) return false;
  const Fact& is = a.equal ? a : b;
  const Fact& is_not = a.equal ? b : a;
  return (is_not.mask & ~is.mask) == 0 && (is.want & is_not.mask) == is_not.want;
}

/// Of variables alone: what a field was when it was looked at it need not be now.
bool Separator::clash(const Facts& a, const Facts& b, bool same_statement) {
  for (const Fact& one : a)
    for (const Fact& other : b)
      if (one.field == kNoField && (same_statement || (!one.looped && !other.looped)) && clash(one, other)) return true;
  return false;
}

/// `wanted` of a field, said of the value that is stored there. `never`: a constant that does not fulfil it.
std::optional<Separator::Fact> Separator::satisfied(const Frame& frame, const GuardValue& value, const Fact& wanted,
                                                    bool& never) const {
  never = false;
  Fact of = wanted;
  switch (value.kind) {
    case GuardValue::Kind::unknown: return std::nullopt;
    case GuardValue::Kind::constant:
      never = ((value.number & wanted.mask) == wanted.want) != wanted.equal;
      return std::nullopt;
    case GuardValue::Kind::var: of.field = kNoField; break;
    case GuardValue::Kind::field: of.field = p_.object(frame.unit, value.field); break;
  }
  of.var = value.var;
  of.looped = frame.var(value.var).looped;
  return of;
}

// ---- up the calls -------------------------------------------------------

/// What a call passes for a parameter, where that is one of its own variables.
std::optional<GuardVarId> Separator::passed(const Frame& frame, GuardVarId var, const GuardCall& call) const {
  const int param = frame.var(var).param;
  if (param < 0 || size_t(param) >= call.values.size()) return std::nullopt;
  const GuardValue& value = call.values[size_t(param)];
  if (value.kind != GuardValue::Kind::var) return std::nullopt;
  return value.var;
}

/// Whether `visit` holds for every call of the function, with what holds there. Calls that contradict
/// what holds at `at` do not count.
template <class Visit>
bool Separator::everyCaller(const At& at, Visit visit) {
  if (depth_ >= kDepth) return false;
  const Frame& frame = at.frame;
  const FunctionFact& fn = p_.units()[frame.unit]->functions[frame.guard->function];
  if (fn.in_header) return false;
  std::vector<Opening> open;
  const auto callers = p_.callersOf(frame.unit, frame.guard->function, open);
  for (Opening& opening : open) {
    if (opening.permanent) return false;
    needs_.push_back(std::move(opening));
  }
  if (callers.empty()) return false;
  for (CallRef ref : callers) {
    auto known = calls_.find(ref);
    if (known == calls_.end()) return false;
    auto [guard, call] = known->second;
    At up{{ref.unit, guard}, call->order, facts({ref.unit, guard}, call->atoms)};
    if (p_.call(ref).pointer) {
      // The table that the function lies in, where that is the only one, and nobody else has its address.
      auto tables = tables_.find(fn.key);
      if (fn.is_static && fn.only_in_tables && tables != tables_.end() && tables->second.size() == 1 &&
          !p_.copiesTable(*tables->second.begin()) && call->table.kind == GuardValue::Kind::field)
        up.facts.push_back(fact(up.frame, {call->table, ~uint64_t(0), tableNumber(*tables->second.begin()), true}));
    } else if (p_.call(ref).callee != fn.key) {
      return false;  // a callback that the model runs
    }
    bool feasible = true;
    for (const Fact& known_here : at.facts) {
      const int param = frame.var(known_here.var).param;
      if (param < 0 || size_t(param) >= call->values.size()) continue;
      const GuardValue& value = call->values[size_t(param)];
      if (known_here.field == kNoField) {
        bool never = false;
        auto of = satisfied(up.frame, value, known_here, never);
        feasible = feasible && !never;
        if (of) up.facts.push_back(*of);
      } else if (value.kind == GuardValue::Kind::var) {
        Fact of = known_here;
        of.var = value.var;
        of.looped = up.frame.var(value.var).looped;
        up.facts.push_back(of);
      }
    }
    if (!feasible || impossible(up.facts)) continue;
    ++depth_;
    const bool holds = visit(up, *call, ref);
    --depth_;
    if (!holds) return false;
  }
  return true;
}

// ---- the release --------------------------------------------------------

Separator::Answer Separator::apart(uint32_t source, CallRef ref, unsigned argument, bool array) {
  needs_.clear();
  auto known = calls_.find(ref);
  if (known == calls_.end()) return Answer::no;
  auto [guard, call] = known->second;
  if (argument >= call->origins.size() || call->origins[argument].empty()) return Answer::no;
  source_ = source;
  for (const GuardUse& use : call->uses) {
    if (array || use.argument != argument) continue;
    if (never(ref.unit, use)) return needs_.empty() ? Answer::yes : Answer::pending;
    needs_.clear();
  }
  const At at{{ref.unit, guard}, call->order, facts({ref.unit, guard}, call->atoms)};
  for (GuardOrigin origin : call->origins[argument]) {
    origin.deref = int8_t(origin.deref + (array ? 1 : 0));
    if (!comesNever(at, origin, ref)) return Answer::no;
  }
  return needs_.empty() ? Answer::yes : Answer::pending;
}

bool Separator::comesNever(const At& at, const GuardOrigin& origin, CallRef ref) {
  switch (origin.kind) {
    case GuardOrigin::Kind::unknown: return false;
    case GuardOrigin::Kind::call: {
      if (origin.deref) return false;
      const CallRef by{at.frame.unit, origin.call};
      const CallFact& fact = p_.call(by);
      if (fact.pointer) return false;
      if (p_.sources()[source_].at == by) return false;
      // Its result is a page of its own, and of nobody else.
      const Effect* acquire = p_.model().find(fact.name, EffectKind::acquire);
      const Effect* other = p_.model().find(fact.name, EffectKind::source);
      return (acquire && acquire->result_page) || (other && other->arg < 0 && !other->memory && !other->address);
    }
    case GuardOrigin::Kind::field:
      return fieldHasNever(at, origin.var, p_.object(at.frame.unit, origin.field), origin.deref);
    case GuardOrigin::Kind::var: break;
  }
  if (at.frame.var(origin.var).root != kNoIndex) return origin.deref == 1 && localHasNever(at, origin.var, ref);
  const int param = at.frame.var(origin.var).param;
  if (param < 0) return false;
  return everyCaller(at, [&](const At& up, const GuardCall& call, CallRef by) {
    if (size_t(param) >= call.origins.size()) return false;
    if (origin.deref == 0 && passesNever(uint32_t(param), by)) return true;
    for (GuardOrigin of : call.origins[size_t(param)]) {
      of.deref = int8_t(of.deref + origin.deref);
      if (!comesNever(up, of, by)) return false;
    }
    return true;
  });
}

/// What is known of the record's fields: by conditions, and by what was stored there since it was allocated.
Separator::Facts Separator::about(const At& at, GuardVarId record) const {
  Facts out;
  for (const Fact& known : at.facts)
    if (known.var == record && known.field != kNoField) out.push_back(known);
  const GuardVarId root = at.frame.var(record).root;
  if (root == kNoIndex) return out;
  const UnitFacts& unit = *p_.units()[at.frame.unit];
  for (const TagStore& tag : unit.tags) {
    if (tag.function != at.frame.guard->function || tag.var == kNoIndex || at.frame.var(tag.var).root != root) continue;
    if (tag.value.kind != GuardValue::Kind::var || tag.order > at.order || !tag.atoms.empty()) continue;
    const uint32_t field = p_.object(at.frame.unit, tag.field);
    const auto same = [&](const TagStore& other) {
      return other.function == tag.function && other.field == tag.field;
    };
    if (std::count_if(unit.tags.begin(), unit.tags.end(), same) != 1) continue;
    for (Fact known : at.facts) {
      if (known.var != tag.value.var || known.field != kNoField) continue;
      known.var = record;
      known.field = field;
      out.push_back(known);
    }
  }
  return out;
}

bool Separator::fieldHasNever(const At& at, GuardVarId record, uint32_t field, int deref) {
  if (p_.divided(field)) return false;
  std::vector<uint32_t> objects;
  if (deref == 0) objects.push_back(field);
  else if (deref == 1) objects = p_.held(field);
  else return false;
  std::erase_if(objects, [&](uint32_t object) { return !p_.holds(object, source_); });
  if (objects.empty()) return true;
  const Place place{&at, record, about(at, record), field};
  const bool here = std::all_of(objects.begin(), objects.end(), [&](uint32_t object) {
    const size_t needs = needs_.size();
    if (deref == 1 && allElsewhere(p_.writersOfAddress(field, object), field, place)) return true;
    needs_.resize(needs);
    if (allElsewhere(p_.writersOfPages(object, source_), object, place)) return true;
    needs_.resize(needs);
    return false;
  });
  if (here) return true;
  // What the callers know of it.
  if (at.frame.var(record).param < 0) return false;
  return everyCaller(at, [&](const At& up, const GuardCall& call, CallRef) {
    auto same = passed(at.frame, record, call);
    return same && fieldHasNever(up, *same, field, deref);
  });
}

/// Memory that was allocated in the function of the release, and is reached by its own variable.
bool Separator::localHasNever(const At& at, GuardVarId root, CallRef ref) {
  std::vector<uint32_t> objects;
  for (const GuardStore& store : at.frame.guard->stores)
    for (const GuardOrigin& to : store.to)
      if (to.kind == GuardOrigin::Kind::var && to.var == root && to.deref == 1)
        for (uint32_t object : p_.pointees(ref.unit, store.pointer)) objects.push_back(object);
  for (const GuardCall& call : at.frame.guard->calls)
    for (size_t i = 0; i < call.origins.size(); ++i)
      for (const GuardOrigin& of : call.origins[i])
        if (of.kind == GuardOrigin::Kind::var && of.var == root && of.deref == 0)
          for (uint32_t object : p_.pointees(ref.unit, p_.units()[ref.unit]->calls[call.call].args[i])) objects.push_back(object);
  if (objects.empty()) return false;
  std::sort(objects.begin(), objects.end());
  objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
  std::erase_if(objects, [&](uint32_t object) { return !p_.holds(object, source_); });
  const Place place{&at, root, {}, kNoField};
  return std::all_of(objects.begin(), objects.end(), [&](uint32_t object) {
    return allElsewhere(p_.writersOfPages(object, source_), object, place);
  });
}

// ---- flag and page written together -------------------------------------

/// Whether what a call passes can be no page of the source, by the linked program.
bool Separator::passesNever(uint32_t param, const CallRef& by) const {
  const auto sources = p_.provenance(by, param, false);
  return !std::binary_search(sources.begin(), sources.end(), source_);
}

/// Whether a record that the field lies in is a member of a union somewhere.
bool Separator::sharesMemory(const Object& field) const {
  std::set<std::string> seen;
  std::vector<const Object*> work{&field};
  while (!work.empty()) {
    const Object& at = *work.back();
    work.pop_back();
    if (at.in_union) return true;
    const size_t member = at.key.size() - std::min(at.key.size(), at.member.size() + 1);
    const std::string record = at.key.substr(0, member);
    if (record.empty() || !seen.insert(record).second) continue;
    if (auto around = around_.find(record); around != around_.end())
      work.insert(work.end(), around->second.begin(), around->second.end());
  }
  return false;
}

/// The store to `field` that goes with this one.
const TagStore* Separator::partner(uint32_t unit, const TagStore& tag, uint32_t field) const {
  if (tag.group == kNoIndex) return nullptr;
  auto known = tags_.find(field);
  if (known == tags_.end()) return nullptr;
  for (auto [other, store] : known->second)
    if (other == unit && store->function == tag.function && store->group == tag.group) return store;
  return nullptr;
}

/// Whether each store to the one field goes with one to the other.
bool Separator::pairs(uint32_t field, uint32_t with) const {
  auto stores = tags_.find(field);
  return stores != tags_.end() && std::all_of(stores->second.begin(), stores->second.end(), [&](const auto& store) {
    return partner(store.first, *store.second, with) != nullptr;
  });
}

/// Whether the page field of a record whose flag was found so is no page of the source.
bool Separator::never(uint32_t unit, const GuardUse& use) {
  const uint32_t page = p_.object(unit, use.page), flag = p_.object(unit, use.flag);
  const UnitFacts& facts = *p_.units()[unit];
  if (page == flag || parts_.count(page) || parts_.count(flag) || p_.divided(page) || p_.divided(flag)) return false;
  if (sharesMemory(facts.objects[use.page]) || sharesMemory(facts.objects[use.flag])) return false;
  if (!pairs(page, flag) || !pairs(flag, page)) return false;
  for (uint32_t field : {page, flag})
    for (Opening& opening : p_.openField(field, false)) {
      if (opening.permanent) return false;
      needs_.push_back(std::move(opening));
    }
  const Fact wanted{0, flag, use.mask, use.want, use.equal};
  const auto writers = p_.writersOfPages(page, source_);
  return !writers.empty() && std::all_of(writers.begin(), writers.end(), [&](const Program::Writer& writer) {
    return storesNever(writer, wanted, page);
  });
}

/// Whether what may store a page of the source is such a pair, with a flag that is not `wanted`.
bool Separator::storesNever(const Program::Writer& writer, const Fact& wanted, uint32_t page) {
  if (writer.call || !writer.value) return false;
  const UnitFacts& unit = *p_.units()[writer.unit];
  auto reaches = [&](ValueId pointer) {
    const auto points = p_.pointees(writer.unit, pointer);
    return std::binary_search(points.begin(), points.end(), page);
  };
  bool any = false;
  for (uint32_t f = 0; f < unit.functions.size(); ++f) {
    if (writer.value < unit.functions[f].first_value || writer.value >= unit.functions[f].last_value) continue;
    auto guard = functions_.find({writer.unit, f});
    if (guard == functions_.end()) return false;
    const Frame frame{writer.unit, guard->second};
    for (const GuardStore& store : guard->second->stores) {
      if (store.value != writer.value || !reaches(store.pointer)) continue;
      TagStore of;
      of.function = f;
      of.group = store.group;
      const TagStore* pages = partner(writer.unit, of, page);
      const TagStore* flags = partner(writer.unit, of, wanted.field);
      if (!pages || !flags) return false;
      const At at{frame, pages->order, facts(frame, pages->atoms)};
      if (!pairNever(at, flags->value, pages->value, wanted)) return false;
      any = true;
    }
    // The same value may get there by a function that moves pages, too.
    for (const GuardCall& call : guard->second->calls) {
      const CallFact& fact = unit.calls[call.call];
      if (!fact.pointer && p_.model().find(fact.name, EffectKind::flow) &&
          std::find(fact.args.begin(), fact.args.end(), writer.value) != fact.args.end() &&
          std::any_of(fact.args.begin(), fact.args.end(), reaches))
        return false;
    }
  }
  return any;
}

/// Whether a flag and a page that stand at one place are never a flag that is `wanted` and a page of the source.
bool Separator::pairNever(At at, const GuardValue& flag, const GuardValue& page, const Fact& wanted) {
  bool never = false;
  const auto is = satisfied(at.frame, flag, wanted, never);
  if (never || (page.kind == GuardValue::Kind::constant && page.number == 0)) return true;
  if (is) at.facts.push_back(*is);
  if (impossible(at.facts)) return true;
  if (page.kind != GuardValue::Kind::var || at.frame.var(page.var).param < 0) return false;
  const uint32_t page_at = uint32_t(at.frame.var(page.var).param);
  const bool passed = is && is->field == kNoField && at.frame.var(is->var).param >= 0;
  const uint32_t flag_at = passed ? uint32_t(at.frame.var(is->var).param) : kNoIndex;
  return everyCaller(at, [&](const At& up, const GuardCall& call, CallRef by) {
    if (page_at >= call.values.size()) return false;
    if (passesNever(page_at, by)) return true;
    for (const GuardJoint& joint : call.joints)
      if (joint.flag == flag_at && joint.page == page_at)
        return std::all_of(joint.choices.begin(), joint.choices.end(), [&](const GuardJoint::Choice& choice) {
          return pairNever(up, choice.flag, choice.page, wanted);
        });
    const GuardValue unknown;
    return pairNever(up, flag_at < call.values.size() ? call.values[flag_at] : unknown, call.values[page_at], wanted);
  });
}

// ---- what fills the place -----------------------------------------------

/// The statements behind the writers; false where one is not known.
bool Separator::deposits(const std::vector<Program::Writer>& writers, uint32_t object, std::vector<Deposit>& out) const {
  auto shifted = [](GuardOrigins origins, int by) {
    for (GuardOrigin& origin : origins) origin.deref = int8_t(origin.deref + by);
    return origins;
  };
  auto byCall = [&](uint32_t unit, const GuardFunction& guard, const GuardCall& call) {
    const Frame frame{unit, &guard};
    const CallFact& fact = p_.units()[unit]->calls[call.call];
    Deposit d{{frame, call.order, facts(frame, call.atoms)}, {}, kNoIndex, {}};
    if (const Effect* flow = p_.model().find(fact.name, EffectKind::flow); flow && flow->flows.size() == 1)
      if (const Operand& from = flow->flows[0].from; from.arg >= 0 && size_t(from.arg) < call.origins.size())
        d.what = shifted(call.origins[size_t(from.arg)], from.deref);
    bool any = false;
    for (size_t i = 0; i < call.origins.size() && i < fact.args.size(); ++i) {
      const auto points = p_.pointees(unit, fact.args[i]);
      if (!std::binary_search(points.begin(), points.end(), object)) continue;
      const GuardOrigins to = shifted(call.origins[i], 1);
      if (to.empty()) return false;
      d.to.insert(d.to.end(), to.begin(), to.end());
      any = true;
    }
    if (any) out.push_back(std::move(d));
    return any;
  };
  for (const Program::Writer& writer : writers) {
    if (writer.call) {
      auto known = calls_.find(*writer.call);
      if (known == calls_.end() || !byCall(writer.call->unit, *known->second.first, *known->second.second)) return false;
      continue;
    }
    if (!writer.value) return false;
    const UnitFacts& unit = *p_.units()[writer.unit];
    bool any = false;
    for (uint32_t f = 0; f < unit.functions.size(); ++f) {
      if (writer.value < unit.functions[f].first_value || writer.value >= unit.functions[f].last_value) continue;
      auto guard = functions_.find({writer.unit, f});
      if (guard == functions_.end()) return false;
      const Frame frame{writer.unit, guard->second};
      for (const GuardStore& store : guard->second->stores) {
        if (store.value != writer.value) continue;
        const auto points = p_.pointees(writer.unit, store.pointer);
        if (!std::binary_search(points.begin(), points.end(), object)) continue;
        if (store.to.empty()) return false;
        out.push_back({{frame, store.order, facts(frame, store.atoms)}, store.to, store.from, store.what});
        any = true;
      }
      for (const GuardCall& call : guard->second->calls) {
        const CallFact& fact = unit.calls[call.call];
        if (fact.pointer || !p_.model().find(fact.name, EffectKind::flow)) continue;
        if (std::find(fact.args.begin(), fact.args.end(), writer.value) == fact.args.end()) continue;
        any |= byCall(writer.unit, *guard->second, call);
      }
    }
    if (!any) return false;
  }
  return true;
}

bool Separator::allElsewhere(const std::vector<Program::Writer>& writers, uint32_t object, const Place& place) {
  std::vector<Deposit> all;
  if (writers.empty() || !deposits(writers, object, all)) return false;
  for (const Deposit& d : all) {
    if (impossible(d.at.facts)) continue;
    // A page that moves within one record was put there by another statement.
    const auto moved = [&](const GuardOrigin& to) {
      return !d.what.empty() && to.kind != GuardOrigin::Kind::unknown &&
             std::all_of(d.what.begin(), d.what.end(), [&](const GuardOrigin& what) { return what == to; });
    };
    for (const GuardOrigin& to : d.to)
      if (!moved(to) && !elsewhere(d.at, to, object, place)) return false;
  }
  return true;
}

/// Whether a statement fills no record that the release can have.
bool Separator::elsewhere(const At& at, const GuardOrigin& to, uint32_t object, const Place& place) {
  if (depth_ >= kDepth) return false;
  switch (to.kind) {
    case GuardOrigin::Kind::unknown:
    case GuardOrigin::Kind::call: return false;
    case GuardOrigin::Kind::field: {
      if (p_.object(at.frame.unit, to.field) != place.field) return false;
      return otherRecord(at, to.var, place);
    }
    case GuardOrigin::Kind::var: break;
  }
  const GuardVar& var = at.frame.var(to.var);
  if (var.root != kNoIndex) {
    if (to.deref != 1) return false;
    // The same run of the same function, on branches that exclude each other.
    if (at.frame == place.at->frame && var.root == at.frame.var(place.record).root &&
        clash(at.facts, place.at->facts, false))
      return true;
    if (place.field == kNoField) return false;
    // Which records the memory gets into is said here.
    std::vector<Deposit> links;
    if (!deposits(p_.writersOfAddress(place.field, object), place.field, links) || links.empty()) return false;
    for (const Deposit& link : links) {
      if (!(link.at.frame == at.frame) || link.from == kNoIndex || at.frame.var(link.from).root != var.root) return false;
      for (const GuardOrigin& record : link.to)
        if (record.kind != GuardOrigin::Kind::field || record.deref != 0 ||
            p_.object(at.frame.unit, record.field) != place.field || !otherRecord(at, record.var, place))
          return false;
    }
    return true;
  }
  if (var.param < 0) return false;
  return everyCaller(at, [&](const At& up, const GuardCall& call, CallRef by) {
    const size_t i = size_t(var.param);
    if (i >= call.origins.size() || i >= p_.call(by).args.size()) return false;
    const auto points = p_.pointees(by.unit, p_.call(by).args[i]);
    // Through a field's address the object is the field itself.
    if (!std::binary_search(points.begin(), points.end(), object)) return true;
    if (call.origins[i].empty()) return false;
    for (GuardOrigin of : call.origins[i]) {
      of.deref = int8_t(of.deref + to.deref);
      if (!elsewhere(up, of, object, place)) return false;
    }
    return true;
  });
}

bool Separator::otherRecord(const At& at, GuardVarId record, const Place& place) {
  const GuardVarId root = at.frame.var(record).root;
  if (at.frame == place.at->frame && root != kNoIndex && root == at.frame.var(place.record).root &&
      clash(at.facts, place.at->facts, false))
    return true;
  for (const Fact& wanted : place.about)
    if (settled(at, record, wanted)) return true;
  if (at.frame.var(record).param < 0) return false;
  return everyCaller(at, [&](const At& up, const GuardCall& call, CallRef) {
    auto same = passed(at.frame, record, call);
    return same && otherRecord(up, *same, place);
  });
}

/// Whether the record that a statement fills contradicts `wanted`, then and ever after.
bool Separator::settled(const At& at, GuardVarId record, const Fact& wanted) {
  const GuardVarId root = at.frame.var(record).root;
  auto tags = tags_.find(wanted.field);
  bool before = false;  // a store that contradicts it comes first, on every way
  if (tags != tags_.end())
    for (auto [unit, tag] : tags->second) {
      if (!(tag->touched & wanted.mask)) continue;
      auto guard = functions_.find({unit, tag->function});
      if (tag->var == kNoIndex || guard == functions_.end()) return false;
      const Frame frame{unit, guard->second};
      const GuardVarId of = frame.var(tag->var).root;
      if (of == kNoIndex) return false;  // a record that others may have
      if (!(frame == at.frame) || root == kNoIndex || of != root) continue;
      Facts then = facts(frame, tag->atoms);
      bool never = false;
      if (auto value = satisfied(frame, tag->value, wanted, never)) then.push_back(*value);
      if (!never && !clash(then, at.facts, false) && !impossible(then)) return false;
      const bool surely = std::all_of(tag->atoms.begin(), tag->atoms.end(), [&](const GuardAtom& atom) {
        const Fact condition = fact(frame, atom);
        return std::any_of(at.facts.begin(), at.facts.end(), [&](const Fact& known) {
          return known.var == condition.var && known.field == condition.field && known.mask == condition.mask &&
                 known.want == condition.want && known.equal == condition.equal && !known.looped;
        });
      });
      before |= surely && tag->order < at.order;
    }
  for (Opening& opening : p_.openField(wanted.field, true)) {
    if (opening.permanent) return false;
    needs_.push_back(std::move(opening));
  }
  const bool zero_does = (wanted.want == 0) == wanted.equal;
  if (root != kNoIndex) return before || !zero_does;
  Fact here = wanted;
  here.var = record;
  here.looped = false;
  return std::any_of(at.facts.begin(), at.facts.end(), [&](const Fact& known) { return clash(known, here); });
}

}  // namespace gupkit
