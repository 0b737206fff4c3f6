// SPDX-License-Identifier: GPL-2.0-only
// Ways out of a function on which the pages of its acquire go nowhere.
//
// Correct C gives each reference back once on every path. So on each way from an acquire to the end of its
// function, its pages are
//
//   released       by one of the releases that they are known to reach
//   put            into memory, or returned, where a release in another function finds them
//   passed         to a function that leads to a release of them
//
// A way without any of these has a taker that nobody saw. To convert the releases on the other ways would
// leave that taker with a plain put of a page that is tracked.
//
// "Another function": what is put into a record is not taken over by the error path that puts it back, nor by
// a helper that only this function calls.
#include "link/solver.h"

namespace gupkit {

class Program::Solver::Leaks {
 public:
  Leaks(const Solver& solver, uint32_t source, const std::vector<CallRef>& releases)
      : s_(solver), source_(source), at_(solver.p.sources_[source].at), releases_(releases) {}

  /// The block by which a way without a taker leaves the function; nothing where there is none.
  bool any() {
    const UnitFacts& unit = *s_.p.units_[at_.unit];
    const PathFunction* function = nullptr;
    const PathAcquire* acquire = nullptr;
    for (const PathFunction& f : unit.paths)
      for (const PathAcquire& a : f.acquires)
        if (a.call == at_.call) function = &f, acquire = &a;
    if (!function) return true;  // control flow that Clang cannot build
    fn_ = {at_.unit, function->function};
    paths_ = function;
    findLocals();
    findReleasing();
    findReaders();
    findOwn();
    if (atOnce(*acquire)) return false;
    return leaves(*function, *acquire);
  }

 private:
  const Solver& s_;
  const uint32_t source_;
  const CallRef at_;
  const std::vector<CallRef>& releases_;
  FunctionRef fn_;
  std::set<std::string_view> alone_;      ///< keys of functions that only this one calls
  std::set<std::string_view> releasing_;  ///< keys of functions that lead to a release
  std::vector<bool> tracked_;             ///< objects: the page, and memory that leads to it
  std::unordered_set<Node> read_;         ///< nodes that lead to a release in another function
  std::string local_;                     ///< how keys of this function's locals begin

  const FunctionFact& function(FunctionRef ref) const { return s_.p.units_[ref.unit]->functions[ref.fn]; }
  const FunctionFact& callerOf(CallRef ref) const { return s_.p.units_[ref.unit]->functions[s_.p.call(ref).caller]; }

  /// Functions that nobody but this one can call, by itself or through one another.
  void findLocals() {
    const FunctionFact& self = function(fn_);
    local_ = s_.p.units_[fn_.unit]->files[self.at.file] + ":" + self.name + ":";
    std::set<std::string_view> own{self.key};
    for (bool again = true; again;) {
      again = false;
      for (std::string_view key : s_.ownCallees(fn_.unit)) {
        if (own.count(key)) continue;
        const auto& refs = s_.callers.at(key);
        if (!std::all_of(refs.begin(), refs.end(), [&](CallRef ref) { return own.count(callerOf(ref).key) != 0; })) continue;
        own.insert(key);
        again = true;
      }
    }
    alone_ = std::move(own);
  }

  /// Functions that release pages of the source, and those that lead to one.
  void findReleasing() {
    std::vector<std::string_view> work;
    auto add = [&](std::string_view key) {
      if (releasing_.insert(key).second) work.push_back(key);
    };
    for (CallRef ref : releases_) add(callerOf(ref).key);
    while (!work.empty()) {
      const std::string_view key = work.back();
      work.pop_back();
      if (auto it = s_.callers.find(key); it != s_.callers.end())
        for (CallRef ref : it->second) add(callerOf(ref).key);
      auto object = s_.function_objects.find(key);
      if (object == s_.function_objects.end()) continue;
      for (Node node : s_.holding[object->second])
        if (auto through = s_.indirect.find(node); through != s_.indirect.end())
          for (CallRef ref : through->second) add(callerOf(ref).key);
    }
    releasing_.erase(function(fn_).key);
  }

  /// What leads to a release in another function, among what holds the pages.
  void findReaders() {
    tracked_.resize(s_.objects.size());
    std::vector<bool> holds(s_.pts.size());
    auto track = [&](uint32_t source) {
      for (Obj object : s_.tracked(s_.sourceObject(source))) {
        tracked_[object] = true;
        for (Node node : s_.holding[object]) holds[node] = true;
      }
    };
    track(source_);
    // A number that stands for them: dma_map_page().
    for (uint32_t other = 0; other < s_.p.sources_.size(); ++other)
      if (const Source& of = s_.p.sources_[other]; of.of)
        for (Node node : s_.argumentNodes(of.at, unsigned(of.of->arg), of.of->deref > 0))
          if (leads(node)) track(other);
    std::vector<Node> work;
    for (CallRef ref : releases_) {
      if (alone_.count(callerOf(ref).key)) continue;
      const Effect* e = s_.p.effect(ref, EffectKind::release);
      auto nodes = s_.argumentNodes(ref, unsigned(e->arg), false);
      if (e->bulk || e->whole)
        for (Node node : s_.argumentNodes(ref, unsigned(e->arg), true)) nodes.push_back(node);
      for (Node node : nodes)
        if (read_.insert(node).second) work.push_back(node);
    }
    while (!work.empty()) {
      const Node node = work.back();
      work.pop_back();
      for (Node from : s_.pred[node])
        if (holds[from] && read_.insert(from).second) work.push_back(from);
    }
  }

  bool leads(Node node) const {
    return std::any_of(s_.pts[node].begin(), s_.pts[node].end(), [&](Obj object) { return tracked_[object]; });
  }
  struct Position {
    uint32_t block = 0, event = 0;
  };
  /// A variable of this function, or memory that it allocated and nobody else has the address of before `at`.
  bool own(Obj object, Position at) const {
    const auto& info = s_.objects[object];
    if (info.fact && info.fact->kind == ObjectKind::local) return info.fact->key.rfind(local_, 0) == 0;
    if (!mine_.count(object)) return false;
    auto [first, last] = published_.equal_range(object);
    return std::none_of(first, last, [&](const auto& entry) {
      const Position& where = entry.second;
      return (where.block == at.block && where.event < at.event) || reaches(where.block, at.block);
    });
  }
  /// Whether something is put there that a release elsewhere finds: the value `what`, into what `to` points to.
  bool takes(Node to, Node what, Position at) const {
    if (!leads(what)) return false;
    for (Obj object : s_.pts[to])
      if (read_.count(s_.objects[object].content) && !own(object, at)) return true;
    return false;
  }

  const PathFunction* paths_ = nullptr;
  std::set<Obj> mine_;                          ///< memory that this function allocated
  std::multimap<Obj, Position> published_;      ///< of these: stores of its address where a release elsewhere finds it

  void findOwn() {
    eachEvent([&](const PathEvent& event, Position) {
      if (event.kind != PathEvent::Kind::call) return;
      const CallFact& call = s_.p.units_[fn_.unit]->calls[event.call];
      const Effect* e = call.result ? s_.model.find(call.name, EffectKind::source) : nullptr;
      if (!e || !e->memory) return;
      for (Obj object : s_.pts[s_.value(fn_.unit, call.result)]) {
        const auto& info = s_.objects[object];
        if (!info.fact && !info.source && !info.page) mine_.insert(object);
      }
    });
    // Memory in memory: as long as more is found.
    for (size_t before = SIZE_MAX; before != published_.size();) {
      before = published_.size();
      std::multimap<Obj, Position> found;
      eachEvent([&](const PathEvent& event, Position at) {
        if (event.kind != PathEvent::Kind::store) return;
        const Node what = s_.value(fn_.unit, event.value);
        for (Obj object : s_.pts[what])
          if (mine_.count(object) && takes(s_.value(fn_.unit, event.to), what, at)) found.emplace(object, at);
      });
      published_ = std::move(found);
    }
  }
  template <class F>
  void eachEvent(F f) const {
    for (uint32_t b = 0; b < paths_->blocks.size(); ++b)
      for (uint32_t e = 0; e < paths_->blocks[b].events.size(); ++e) f(paths_->blocks[b].events[e], Position{b, e});
  }

  bool disposes(const PathEvent& event, Position at) const {
    const uint32_t u = fn_.unit;
    switch (event.kind) {
      case PathEvent::Kind::leave: {
        const Node value = s_.value(u, event.value), result = s_.value(u, function(fn_).result);
        return value && leads(value) && read_.count(result);
      }
      case PathEvent::Kind::store:
        return takes(s_.value(u, event.to), s_.value(u, event.value), at);
      case PathEvent::Kind::call: break;
    }
    const CallRef ref{u, event.call};
    if (std::find(releases_.begin(), releases_.end(), ref) != releases_.end()) return true;
    const CallFact& call = s_.p.call(ref);
    if (call.pointer) return pointsToRelease(s_.value(u, call.pointer));
    for (const FunctionRef& fn : s_.bodiesFor(ref))
      if (releasing_.count(function(fn).key)) return true;
    if (!s_.bodiesFor(ref).empty()) return putsAway(ref, at);
    return modelTakes(ref, at);
  }

  /// Whether one of the functions that the pointer may have leads to a release.
  bool pointsToRelease(Node pointer) const {
    return std::any_of(s_.pts[pointer].begin(), s_.pts[pointer].end(), [&](Obj object) {
      const Object* fact = s_.objects[object].fact;
      return fact && fact->kind == ObjectKind::function && releasing_.count(fact->key);
    });
  }
  /// Whether a function that leads to a release runs with the pages: one that is an argument, or that the carrier has.
  bool runsRelease(CallRef ref) const {
    const CallFact& call = s_.p.call(ref);
    for (unsigned i = 0; i < call.args.size(); ++i) {
      const Node arg = call.args[i] ? s_.value(ref.unit, call.args[i]) : 0;
      if (!arg || !leads(arg)) continue;
      const auto pointers = s_.callbackOf(ref, i);
      if (std::any_of(pointers.begin(), pointers.end(), [&](Node pointer) { return pointsToRelease(pointer); })) return true;
      if (i == 0 && !s_.callbacks(ref))
        for (Obj carrier : s_.pts[arg])
          if (pointsToRelease(s_.objects[carrier].content)) return true;
    }
    return false;
  }
  /// What everybody's records keep, "virtqueue.data": a release elsewhere takes it out again.
  bool keeps(CallRef ref, const FlowEffect& flow) const {
    const auto& args = s_.p.call(ref).args;
    if (flow.to.kept.empty() || flow.from.arg < 0 || size_t(flow.from.arg) >= args.size() || !args[flow.from.arg]) return false;
    auto kept = s_.kept.find(flow.to.kept);
    return kept != s_.kept.end() && read_.count(s_.objects[kept->second].content) &&
           leads(s_.value(ref.unit, args[flow.from.arg]));
  }

  /// sg_set_page(), submit_bio(): what the model says that the call puts somewhere, or runs.
  bool modelTakes(CallRef ref, Position at) const {
    const CallFact& call = s_.p.call(ref);
    const Known& called = s_.known(call.name);
    for (auto it = called.begin; it != called.end; ++it) {
      if (it->second.kind == EffectKind::invoke && runsRelease(ref)) return true;
      for (const FlowEffect& flow : it->second.flows)
        if (keeps(ref, flow)) return true;
      if (it->second.kind != EffectKind::flow && it->second.kind != EffectKind::consume) continue;
      for (ValueId to : call.args)
        for (ValueId what : call.args)
          if (to && what && to != what && takes(s_.value(ref.unit, to), s_.value(ref.unit, what), at)) return true;
    }
    return false;
  }

  /// Whether a function that is called gets the pages and puts them where a release elsewhere finds them.
  bool putsAway(CallRef ref, Position at) const {
    auto gets = [&](CallRef call) {
      const auto& args = s_.p.call(call).args;
      return std::any_of(args.begin(), args.end(), [&](ValueId arg) { return arg && leads(s_.value(call.unit, arg)); });
    };
    if (!gets(ref)) return false;
    std::set<FunctionRef> seen;
    std::vector<FunctionRef> work = s_.bodiesFor(ref);
    while (!work.empty()) {
      const FunctionRef fn = work.back();
      work.pop_back();
      if (!seen.insert(fn).second || seen.size() > kCallees) continue;
      if (storesIn(fn, at)) return true;
      for (CallRef inner : callsIn(fn)) {
        if (s_.p.call(inner).pointer || !gets(inner)) continue;
        const auto bodies = s_.bodiesFor(inner);
        work.insert(work.end(), bodies.begin(), bodies.end());
        if (bodies.empty() && modelTakes(inner, at)) return true;
      }
    }
    return false;
  }
  static constexpr size_t kCallees = 64;
  static constexpr uint8_t kTouched = 8;  ///< beside PathAcquire::kAll and kSome
  static constexpr uint8_t kBeyond = 16;  ///< held where another acquire overwrites the variable: what it returned is gone

  bool storesIn(FunctionRef fn, Position at) const {
    const FunctionFact& fact = function(fn);
    for (ValueId v = fact.first_value; v < fact.last_value; ++v)
      for (Node what : s_.stores[s_.value(fn.unit, v)])
        if (takes(s_.value(fn.unit, v), what, at)) return true;
    return false;
  }
  std::vector<CallRef> callsIn(FunctionRef fn) const {
    std::vector<CallRef> out;
    const auto& calls = s_.p.units_[fn.unit]->calls;
    for (uint32_t c = 0; c < calls.size(); ++c)
      if (calls[c].caller == fn.fn) out.push_back({fn.unit, c});
    return out;
  }

  /// The acquire itself puts the pages where a release elsewhere finds them.
  bool atOnce(const PathAcquire& acquire) const {
    for (ValueId arg : s_.p.call(at_).args)
      for (Obj object : s_.pts[s_.value(at_.unit, arg)])
        if (read_.count(s_.objects[object].content) && tracked_[object] && !own(object, {acquire.block, acquire.event})) return true;
    return false;
  }
  bool reaches(uint32_t from, uint32_t to) const {
    std::vector<bool> seen(paths_->blocks.size());
    std::vector<uint32_t> work{from};
    while (!work.empty()) {
      const uint32_t b = work.back();
      work.pop_back();
      for (const PathEdge& edge : paths_->blocks[b].next) {
        if (edge.to == PathBlock::kNone || seen[edge.to]) continue;
        if (edge.to == to) return true;
        seen[edge.to] = true;
        work.push_back(edge.to);
      }
    }
    return false;
  }

  /// Blocks that dispose of the pages by an event after `first`.
  bool disposes(uint32_t block, uint32_t first) const {
    return disposes(block, first, uint32_t(paths_->blocks[block].events.size()));
  }
  bool disposes(uint32_t block, uint32_t first, uint32_t last) const {
    for (uint32_t e = first; e < last; ++e)
      if (disposes(paths_->blocks[block].events[e], {block, e})) return true;
    return false;
  }
  /// kSome becomes kTouched behind an event that has to do with values that are known to lead to the pages, or
  /// with a function that is not read.
  uint8_t touch(uint32_t block, uint32_t first, uint8_t brought) const {
    if (!(brought & PathAcquire::kSome)) return brought;
    const auto& events = paths_->blocks[block].events;
    for (uint32_t e = first; e < events.size(); ++e)
      if (touches(events[e])) return uint8_t((brought & ~PathAcquire::kSome) | kTouched);
    return brought;
  }
  bool touches(const PathEvent& event) const {
    const uint32_t u = fn_.unit;
    if (event.kind == PathEvent::Kind::store) return leads(s_.value(u, event.value));
    if (event.kind == PathEvent::Kind::leave) return event.value && leads(s_.value(u, event.value));
    const CallRef ref{u, event.call};
    const auto& args = s_.p.call(ref).args;
    if (!s_.resolved(ref)) return std::any_of(args.begin(), args.end(), [](ValueId arg) { return arg != 0; });
    return std::any_of(args.begin(), args.end(), [&](ValueId arg) { return arg && leads(s_.value(u, arg)); });
  }
  bool open(const PathEdge& edge) const {
    if (edge.to == PathBlock::kNone) return false;
    return !(edge.null && leads(s_.value(fn_.unit, edge.null)));  // a page that is held is not null
  }

  bool leaves(const PathFunction& f, const PathAcquire& acquire) const {
    std::vector<uint8_t> disposing(f.blocks.size());
    for (uint32_t b = 0; b < f.blocks.size(); ++b) disposing[b] = disposes(b, 0);
    // Every turn of the loop disposes of a page, so that none is left when it ends.
    std::vector<bool> whole(f.bodies.size());
    for (uint32_t loop = 0; loop < f.bodies.size(); ++loop) whole[loop] = !turns(f, disposing, loop);

    // A carrier of which nothing is known is not where they go: by that or behind it they are disposed of.
    for (uint32_t b = 0; b < f.blocks.size(); ++b)
      for (uint32_t e = 0; e < f.blocks[b].events.size(); ++e)
        if (fillsUnknown(f.blocks[b].events[e]) && !disposes(b, e) && ends(f, disposing, whole, b)) return true;

    std::vector<uint32_t> first(f.blocks.size());
    uint32_t edges = 0;
    for (uint32_t b = 0; b < f.blocks.size(); ++b) {
      first[b] = edges;
      edges += uint32_t(f.blocks[b].next.size());
    }
    // Fewer pages than were asked for are often forgotten by the driver itself. Where nothing on the way touches
    // anything there is no taker, and the loss stays what it was: kSome ends, and goes on as kTouched after an event.
    std::vector<uint8_t> seen(f.blocks.size());
    std::vector<std::pair<uint32_t, uint8_t>> work;
    auto follow = [&](uint32_t b, uint8_t brought) {
      const PathBlock& block = f.blocks[b];
      for (uint32_t i = 0; i < block.next.size(); ++i) {
        const PathEdge& edge = block.next[i];
        const uint8_t ways = acquire.ways[first[b] + i];
        const uint8_t passes = brought & (ways | kBeyond | (ways & PathAcquire::kSome ? kTouched : 0));
        if (!passes || !open(edge)) continue;
        if (block.loop != PathBlock::kNone && whole[block.loop] && i == 1) continue;  // out of the loop
        work.emplace_back(edge.to, passes);
      }
    };
    if (disposes(acquire.block, acquire.event + 1)) return false;
    follow(acquire.block, touch(acquire.block, acquire.event + 1, acquire.brings));
    while (!work.empty()) {
      auto [b, brought] = work.back();
      work.pop_back();
      if ((seen[b] | brought) == seen[b]) continue;
      seen[b] |= brought;
      if (b == f.exit) {
        if (brought & ~PathAcquire::kSome) return true;
        continue;
      }
      for (const auto& [block, event] : acquire.overwritten)
        if (block == b && !disposes(b, 0, event)) brought |= kBeyond;
      brought = touch(b, 0, brought);
      if (disposing[b]) continue;
      if (b == acquire.block) continue;  // the next pages: a way of their own
      follow(b, brought);
    }
    return false;
  }

  /// Whether the pages are put into a carrier of which nothing is known.
  bool fillsUnknown(const PathEvent& event) const {
    const uint32_t u = fn_.unit;
    auto unknown = [&](Node to) { return to && s_.pts[to].empty() && s_.only[to] >= narrowTo(kFamily); };
    if (event.kind == PathEvent::Kind::store) return unknown(s_.value(u, event.to)) && leads(s_.value(u, event.value));
    if (event.kind != PathEvent::Kind::call) return false;
    const CallFact& call = s_.p.call({u, event.call});
    const Known& called = s_.known(call.name);
    if (std::none_of(called.begin, called.end, [](const auto& known) { return known.second.kind == EffectKind::flow; })) return false;
    for (ValueId to : call.args)
      for (ValueId what : call.args)
        if (to && what && to != what && unknown(s_.value(u, to)) && leads(s_.value(u, what))) return true;
    return false;
  }
  /// Whether a way leads from behind the block to the end of the function and disposes of nothing.
  bool ends(const PathFunction& f, const std::vector<uint8_t>& disposing, const std::vector<bool>& whole, uint32_t from) const {
    std::vector<bool> seen(f.blocks.size());
    std::vector<uint32_t> work{from};
    while (!work.empty()) {
      const PathBlock& block = f.blocks[work.back()];
      work.pop_back();
      for (uint32_t i = 0; i < block.next.size(); ++i) {
        const PathEdge& edge = block.next[i];
        if (!open(edge) || (block.loop != PathBlock::kNone && whole[block.loop] && i == 1) || seen[edge.to]) continue;
        seen[edge.to] = true;
        if (edge.to == f.exit) return true;
        if (!disposing[edge.to]) work.push_back(edge.to);
      }
    }
    return false;
  }

  /// Whether a turn of the loop can come back to its condition without a release.
  bool turns(const PathFunction& f, const std::vector<uint8_t>& disposing, uint32_t loop) const {
    std::vector<bool> seen(f.blocks.size());
    std::vector<uint32_t> work{f.bodies[loop]};
    while (!work.empty()) {
      const uint32_t b = work.back();
      work.pop_back();
      if (seen[b]) continue;
      seen[b] = true;
      if (f.blocks[b].loop == loop) return true;
      if (disposing[b]) continue;
      for (const PathEdge& edge : f.blocks[b].next)
        if (open(edge)) work.push_back(edge.to);
    }
    return false;
  }
};

const std::vector<std::string_view>& Program::Solver::ownCallees(uint32_t unit) const {
  auto [it, added] = own_callees.try_emplace(unit);
  if (!added) return it->second;
  std::unordered_set<std::string_view> seen;
  for (const CallFact& call : p.units_[unit]->calls) {
    if (call.pointer || call.callee.empty() || !seen.insert(call.callee).second) continue;
    auto body = bodies.find(call.callee);
    if (body == bodies.end() || function_objects.count(call.callee)) continue;
    const FunctionFact& fn = p.units_[body->second[0].unit]->functions[body->second[0].fn];
    if (fn.is_static && !fn.address_taken) it->second.push_back(call.callee);
  }
  return it->second;
}

bool Program::leaks(uint32_t source, const std::vector<CallRef>& releases) const {
  return Solver::Leaks(*solver_, source, releases).any();
}

}  // namespace gupkit
