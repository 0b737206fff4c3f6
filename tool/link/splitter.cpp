// SPDX-License-Identifier: GPL-2.0-only
// Telling instances of a record apart.
//
// A field is one object for all instances of its record. An instance gets one of its own where every
// pointer to it is known: it is fresh memory or a local, and no pointer to it or into it goes anywhere
// that is not read, is a number, or comes back as one to another record. That is decided on the solution
// with one object for all, which has every way that the finer one has. A pointer that may lead elsewhere
// as well reaches the common object, too.
#include "link/solver.h"

namespace gupkit {

class Program::Solver::Splitter {
 public:
  explicit Splitter(const Solver& solver) : s_(solver) {}

  Instances run(std::set<Demand>& demands) {
    findFields();
    if (fields_.empty()) return {};
    findInstances();
    if (known_.empty()) return {};
    indexUses();
    for (auto& [instance, of] : known_) judge(instance, of);
    Instances out;
    for (auto& [field, accesses] : fields_) decide(field, accesses, out);
    demands = std::move(demands_);
    return out;
  }

 private:
  static constexpr size_t kAccesses = 500, kHolders = 2000, kTracked = 200;

  struct Access {
    Node to = 0, base = 0;
  };
  struct Instance {
    std::set<Obj> members;                ///< fields that are reached through a pointer to it
    std::set<std::string_view> records;   ///< that they are fields of
    bool ends = false;                    ///< it cannot be told apart
    bool number = false;                  ///< the number of its page goes where no flow says
    std::vector<Opening> open;
  };

  const Solver& s_;
  std::map<Obj, std::vector<Access>> fields_;
  std::map<Obj, Instance> known_;
  std::vector<bool> lent_, whole_;  ///< objects
  Grouped<std::pair<CallRef, unsigned>> uses_;  ///< node -> calls that get it
  std::vector<std::pair<Node, Node>> broken_;  ///< values of units that do not parse: some flows may lack
  std::set<Demand> demands_;

  template <class F>
  void eachMember(F f) const {
    for (uint32_t u = 0; u < s_.p.units_.size(); ++u)
      for (const MemberFact& member : s_.p.units_[u]->members)
        f(s_.unit_objects[u][member.field], Access{s_.value(u, member.to), s_.value(u, member.base)});
  }
  std::string_view recordOf(Obj field) const {
    return recordOfField(*s_.objects[field].fact);
  }

  /// Fields in which references of GUP meet others, or of which not every user can be read.
  void findFields() {
    std::vector<bool> wanted(s_.objects.size());
    bool any = false;
    for (Obj object = 0; object < s_.objects.size(); ++object) {
      const Object* fact = s_.objects[object].fact;
      if (!fact || fact->kind != ObjectKind::field || fact->in_union || s_.model.transparent.count(fact->owner)) continue;
      if (s_.punned.count(recordOf(object))) continue;  // what is written to it is not seen
      bool get = false, other = false;
      for (Obj held : s_.pts[s_.objects[object].content]) {
        if (!s_.objects[held].source) continue;
        (s_.p.sources_[s_.objects[held].index].kind == SourceKind::get ? get : other) = true;
      }
      if (get && !other) {
        std::vector<Opening> open;
        s_.fieldOpen(object, open);
        other = anyPermanent(open);
      }
      any |= wanted[object] = get && other;
    }
    if (!any) return;
    eachMember([&](Obj field, Access access) {
      if (wanted[field]) fields_[field].push_back(access);
    });
    std::erase_if(fields_, [](auto& field) { return field.second.size() > kAccesses; });
  }

  bool fresh(Obj object) const {
    const auto& info = s_.objects[object];
    // Memory that was handed out by its address and is reached through its page, too, has two objects.
    if (info.page) {
      const auto& page = s_.objects[info.page];
      return page.fresh && !(page.handed && page.memory);
    }
    if (info.source) return false;
    return info.fact ? info.fact->kind == ObjectKind::local : info.fresh;
  }

  void findInstances() {
    for (auto& [field, accesses] : fields_)
      for (const Access& access : accesses)
        for (Obj object : s_.pts[access.base])
          if (fresh(object) && s_.holding[object].size() <= kHolders) known_[object];
    std::unordered_map<Node, std::vector<Obj>> at;
    for (auto& [object, of] : known_)
      for (Node node : s_.holding[object]) at[node].push_back(object);
    eachMember([&](Obj field, Access access) {
      auto of = at.find(access.base);
      if (of == at.end()) return;
      for (Obj object : of->second) {
        known_[object].members.insert(field);
        known_[object].records.insert(recordOf(field));
      }
    });
    // One memory seen as two records: their fields may be the same bytes.
    std::erase_if(known_, [](auto& entry) { return entry.second.records.size() != 1; });
  }

  void indexUses() {
    lent_.resize(s_.objects.size());
    whole_.resize(s_.objects.size());
    uses_.build(s_.pts.size(), [&](auto add) {
      s_.eachArgument([&](Node node, CallRef ref, unsigned argument) { add(node, {ref, argument}); });
    });
    for (uint32_t u = 0; u < s_.p.units_.size(); ++u) {
      if (const UnitFacts& unit = *s_.p.units_[u]; !unit.errors.empty())
        broken_.emplace_back(s_.value(u, 1), s_.value(u, unit.values));
      for (ValueId v : s_.p.units_[u]->lent)
        for (Obj object : s_.pts[s_.value(u, v)]) lent_[object] = true;
      for (ValueId v : s_.p.units_[u]->whole)
        for (Obj object : s_.pts[s_.value(u, v)]) whole_[object] = true;
    }
    // container_of(): a pointer into an instance becomes one to it.
    std::unordered_map<Node, std::vector<Obj>> at;
    std::set<Obj> all, left;
    for (auto& [object, of] : known_) all.insert(of.members.begin(), of.members.end());
    for (Obj member : all)
      for (Node node : s_.holding[member]) at[node].push_back(member);
    eachMember([&](Obj field, Access access) {
      auto of = at.find(access.base);
      if (of == at.end()) return;
      for (Obj member : of->second)
        if (s_.objects[member].fact->inner != recordOf(field)) left.insert(member);
    });
    for (auto& [object, of] : known_)
      of.ends = whole_[object] || std::any_of(of.members.begin(), of.members.end(), [&](Obj m) { return left.count(m) != 0; });
  }

  static void end(Instance& of) { of.ends = true; }

  /// A pointer to the object comes to one of a type that cannot be one to it: vmap() gives the page for its
  /// memory. What such a pointer leads to is not known here.
  bool dropped(Obj object) const {
    for (Node node : s_.holding[object])
      for (Node to : s_.succ[node])
        if (s_.only[to] != Only::all && !s_.passes(object, s_.only[to])) return true;
    return false;
  }

  /// Follows every pointer to the instance and into it.
  void judge(Obj instance, Instance& of) {
    std::vector<Obj> all{instance};
    all.insert(all.end(), of.members.begin(), of.members.end());
    std::set<Obj> seen(all.begin(), all.end());
    for (size_t i = 0; i < all.size() && !of.ends; ++i) {
      const Obj object = all[i];
      if (lent_[object] || all.size() > kTracked || s_.holding[object].size() > kHolders || dropped(object))
        return end(of);
      for (Node node : s_.holding[object]) {
        for (auto [first, last] : broken_)
          if (first <= node && node <= last) return end(of);
        if (const Obj* holder = s_.content_of.find(node)) {
          s_.holderOpen(node, of.open);
          if (seen.insert(*holder).second) all.push_back(*holder);
        }
        if (const FunctionRef* fn = s_.result_of.find(node)) {
          const UnitFacts& unit = *s_.p.units_[fn->unit];
          s_.callersOpen(unit.functions[fn->fn], unit, of.open);
        }
        for (auto& [ref, argument] : uses_[node])
          if (!passed(ref, argument, object == instance, of.open)) return end(of);
      }
    }
    if (const Obj page = s_.objects[instance].page) {
      of.number = lent_[page];
      of.ends |= dropped(page);
      s_.forward(page, of.open);
    }
    for (const Opening& opening : of.open) of.ends |= opening.permanent;
  }

  /// False where the callee may keep the pointer, or see more behind it than the flows say. `whole`: it is
  /// one to the instance itself.
  bool passed(CallRef ref, unsigned argument, bool whole, std::vector<Opening>& open) const {
    const CallFact& call = s_.p.call(ref);
    const Model& model = s_.model;
    if (call.pointer) {
      const Node pointer = s_.value(ref.unit, call.pointer);
      bool any = false;
      for (Obj object : s_.pts[pointer]) {
        const Object* fact = s_.objects[object].fact;
        if (!fact || fact->kind != ObjectKind::function) continue;
        any = true;
        if (!s_.bodies.count(fact->key) && !model.plain.count(fact->member) && !looksOnly(fact->member)) return false;
      }
      s_.backward({pointer}, open);
      return any;
    }
    if (argument >= call.named_args || model.plain.count(call.name) || looksOnly(call.name) || call.computes) return true;
    bool body = true;
    const Known& called = s_.known(call.name);
    for (auto it = called.begin; it != called.end; ++it) {
      switch (it->second.kind) {
        case EffectKind::acquire:
        case EffectKind::release: body = false; break;
        case EffectKind::flow: {
          body = false;
          bool goes = false;
          for (const FlowEffect& flow : it->second.flows) {
            if (flow.from.arg == int(argument)) {
              goes = true;
              if (whole && flow.from.deref) return false;
            }
            if (flow.to.arg == int(argument)) {
              goes = true;
              if (whole && flow.to.deref) return false;
            }
          }
          if (!goes) return false;
          break;
        }
        case EffectKind::sleep:
        case EffectKind::lock:
        case EffectKind::unlock:
        case EffectKind::count:
        case EffectKind::cpu_access:
        case EffectKind::device: break;
        default: return false;
      }
    }
    if (!body) return true;
    if (called.borrow) return false;
    const auto found = s_.bodiesFor(ref);
    for (const FunctionRef& fn : found)
      if (argument >= s_.p.units_[fn.unit]->functions[fn.fn].params.size()) return false;
    if (found.empty())
      s_.ask({Demand::What::definition, call.name, "", ""}, "it is passed to " + call.name + "()", open);
    return true;
  }

  bool closed(Node base, bool ask) {
    std::vector<Opening> open;
    s_.backward({base}, open);
    if (ask && !anyPermanent(open)) want(open);
    return open.empty();
  }
  void want(const std::vector<Opening>& open) {
    for (const Opening& opening : open)
      if (!opening.permanent) demands_.insert(opening.demand);
  }

  void decide(Obj field, const std::vector<Access>& accesses, Instances& out) {
    std::set<Obj> apart, numbered;
    for (const Access& access : accesses)
      for (Obj object : s_.pts[access.base]) {
        auto it = known_.find(object);
        if (it == known_.end() || it->second.ends) continue;
        want(it->second.open);
        if (it->second.open.empty()) (it->second.number ? numbered : apart).insert(object);
      }
    if (!numbered.empty()) {
      // A device has the number of the page; it must not be where some pointer comes from.
      std::vector<Opening> open;
      s_.fieldOpen(field, open);
      bool all = open.empty();
      if (!anyPermanent(open)) want(open);
      for (const Access& access : accesses)
        all = all && !s_.pts[access.base].empty() && closed(access.base, true);
      if (all) apart.merge(numbered);
    }
    if (apart.empty()) return;
    for (const Access& access : accesses) {
      std::vector<Obj> of;
      for (Obj object : s_.pts[access.base])
        if (apart.count(object)) of.push_back(object);
      if (of.empty()) continue;
      if (of.size() < s_.pts[access.base].size() || !closed(access.base, true)) of.push_back(0);
      out[access.to] = std::move(of);
    }
  }
};

Program::Solver::Instances Program::Solver::toTellApart(std::set<Demand>& demands) const { return Splitter(*this).run(demands); }

}  // namespace gupkit
