// SPDX-License-Identifier: GPL-2.0-only
// The solver: inclusion-based points-to analysis with a worklist (Andersen 1994).
//
// Nodes are the values of all units and one *content* node an object. A copy edge
// a -> b says that b has at least what a has. Loads, stores and calls through
// pointers add copy edges while the sets grow; when nothing grows any more the
// copy graph is complete, and it is this graph that provenance, openings and
// paths are read from.
#include "gupkit/link.h"

#include <algorithm>
#include <deque>
#include <memory_resource>
#include <unordered_map>
#include <unordered_set>

#include "link/flat_set.h"
#include "link/grouped.h"
#include "support/path.h"

namespace gupkit {

namespace {

using Node = uint32_t;
using Obj = uint32_t;

struct FunctionRef {
  uint32_t unit = 0, fn = 0;
  auto operator<=>(const FunctionRef&) const = default;
};

}  // namespace

struct Program::Solver {
  explicit Solver(Program& program, const Model& model, const std::map<Demand, Answer>& answers)
      : p(program), model(model), answers(answers) {}

  Program& p;
  const Model& model;
  const std::map<Demand, Answer>& answers;

  struct ObjectInfo {
    bool source = false;
    uint32_t index = 0;      ///< source: into sources; else into infos of the first unit that has it
    const Object* fact = nullptr;
    const UnitFacts* unit = nullptr;
    uint8_t family = 0;      ///< a carrier, or memory that was allocated as such: its number in the model
    Node content = 0;
    bool address = false;    ///< what __get_free_page() hands out: memory that is used by its address
    bool fresh = false;      ///< memory that nobody else has
    bool cell = false;       ///< the field of one instance
    Obj memory = 0;          ///< of a page: the object that stands for its memory, once that is asked for
    Obj handed = 0;          ///< of a page that was handed out by its address: that address
    Obj page = 0;            ///< of memory, an address too: the page
  };
  std::vector<ObjectInfo> objects;
  // Names and keys are those of the units, which outlive the solution.
  template <class T>
  using ByName = std::unordered_map<std::string_view, T>;

  /// What the solution grows in: some million short lists, given back all at once.
  std::pmr::monotonic_buffer_resource pool{size_t(16) << 20};
  template <class T>
  using List = std::pmr::vector<T>;
  /// `pts` is sorted; `fresh` is what of it has not been passed on.
  List<List<Obj>> pts{&pool}, fresh{&pool};
  List<List<Node>> succ{&pool};
  List<List<Node>> loads{&pool}, stores{&pool};  ///< at a pointer: targets of loads, origins of stores
  std::unordered_map<Node, std::vector<CallRef>> indirect;
  /// What a node can have; what else would arrive there is dropped.
  enum class Only : uint8_t {
    all,
    pages,  ///< page_address() of a bio that lies in the same carrier is no memory
    numbers,  ///< an integer is written to no pointer and no carrier whose type is known
    bytes,  ///< what memcpy() moves into and out of a page is data; struct page is not copied at all
    nothing,  ///< code is no memory that a pointer is kept in
    no_page = 0x80,  ///< and up: as narrow as its type, see UnitFacts::narrow
  };
  static Only narrowTo(uint8_t narrow) { return Only(uint8_t(Only::no_page) + narrow - kNoPage); }
  std::vector<Only> only;
  std::unordered_map<Node, std::vector<Node>> to_memory, to_page;  ///< page_address() and back
  FlatSet64 edges;
  std::deque<Node> work;
  std::vector<bool> queued;

  std::vector<Node> base;  ///< of each unit's values
  std::vector<std::vector<Obj>> unit_objects;
  std::unordered_map<Node, CallRef> written_by;  ///< what a call of the model stores -> that call
  std::unordered_map<Obj, Obj> own_pages;  ///< global -> the source that it is
  ByName<std::vector<FunctionRef>> bodies;
  ByName<std::vector<CallRef>> callers;
  /// What a node is, beside a value: looked up for every node of every slice.
  template <class T>
  class Roles {
   public:
    const T* find(Node node) const {
      return node < index_.size() && index_[node] ? &all_[index_[node] - 1] : nullptr;
    }
    void set(Node node, T value) {
      if (node >= index_.size()) index_.resize(node + node / 2 + 1);
      all_.push_back(value);
      index_[node] = uint32_t(all_.size());
    }

   private:
    std::vector<uint32_t> index_;
    std::vector<T> all_;
  };
  Roles<FunctionRef> param_of, result_of;
  Roles<CallRef> call_of;
  Roles<Obj> content_of;

  // After solving.
  Grouped<Node> pred;
  Grouped<Node> holding;  ///< object -> nodes that have it
  struct Passed {
    CallRef ref;
    bool integer = false;
  };
  std::unordered_map<Obj, std::vector<Passed>> passed_out;  ///< object -> unresolved calls that get it
  ByName<Obj> function_objects;
  Grouped<std::pair<CallRef, unsigned>> arg_uses;  ///< node -> calls through a pointer that get it

  /// What the model says of a name: asked for by every call.
  struct Known {
    std::multimap<std::string, Effect, std::less<>>::const_iterator begin, end;
    bool resolved = false;  ///< no body is needed
    bool borrow = false;
  };
  const Known& known(const std::string& name) const {
    auto [it, added] = names.try_emplace(name);
    if (added) {
      Known& of = it->second;
      std::tie(of.begin, of.end) = model.effects.equal_range(name);
      of.borrow = model.borrow.count(name) != 0;
      of.resolved = model.knows(name) || name.rfind("__builtin_", 0) == 0 || looksOnly(name);
    }
    return it->second;
  }
  mutable ByName<Known> names;

  Node addNode() {
    pts.emplace_back();
    fresh.emplace_back();
    succ.emplace_back();
    loads.emplace_back();
    stores.emplace_back();
    queued.push_back(false);
    only.push_back(Only::all);
    return Node(pts.size() - 1);
  }
  void reserve(size_t nodes) {
    pts.reserve(nodes);
    fresh.reserve(nodes);
    succ.reserve(nodes);
    loads.reserve(nodes);
    stores.reserve(nodes);
    queued.reserve(nodes);
    only.reserve(nodes);
  }
  Node value(uint32_t unit, ValueId v) const { return v ? base[unit] + v : 0; }

  Obj addObject(ObjectInfo info) {
    info.content = addNode();
    objects.push_back(info);
    content_of.set(info.content, Obj(objects.size() - 1));
    return Obj(objects.size() - 1);
  }

  bool passes(Obj object, Only only) const {
    const ObjectInfo& info = objects[object];
    switch (only) {
      case Only::all: return true;
      case Only::pages: return info.source;
      case Only::numbers: return !info.fact || info.fact->kind == ObjectKind::local || !info.fact->pageish || info.fact->integer;
      case Only::bytes: return !info.source || info.address;
      case Only::nothing: return false;
      default: break;
    }
    if (only == narrowTo(kPage)) return !info.page;
    if (info.source && !info.address && !info.page) return false;
    const uint8_t family = info.family;
    if (only >= narrowTo(kFamily) && info.fact && (info.fact->small || info.fact->kind == ObjectKind::function)) return false;
    return !family || only == Only::no_page || model.leads(uint8_t(uint8_t(only) - uint8_t(Only::no_page) + kNoPage), family);
  }
  Node narrowed(Node from, Only to_what) {
    Node to = addNode();
    only[to] = to_what;
    edge(from, to);
    return to;
  }
  void give(Node node, Obj object) {
    if (!node) return;
    if (only[node] != Only::all && !passes(object, only[node])) return;
    auto& set = pts[node];
    auto it = std::lower_bound(set.begin(), set.end(), object);
    if (it != set.end() && *it == object) return;
    set.insert(it, object);
    fresh[node].push_back(object);
    push(node);
  }
  /// `all` is sorted. A few are not worth a merge.
  void give(Node node, std::span<const Obj> all) {
    if (all.size() < 8) {
      for (Obj object : all) give(node, object);
      return;
    }
    auto& set = pts[node];
    auto& added = fresh[node];
    const size_t had = set.size(), passed_on = added.size();
    size_t at = 0;
    for (Obj object : all) {
      at = size_t(std::lower_bound(set.begin() + std::ptrdiff_t(at), set.begin() + std::ptrdiff_t(had), object) - set.begin());
      if (at < had && set[at] == object) continue;
      if (only[node] == Only::all || passes(object, only[node])) added.push_back(object);
    }
    if (added.size() == passed_on) return;
    set.insert(set.end(), added.begin() + std::ptrdiff_t(passed_on), added.end());
    std::inplace_merge(set.begin(), set.begin() + std::ptrdiff_t(had), set.end());
    push(node);
  }
  void push(Node node) {
    if (queued[node]) return;
    queued[node] = true;
    work.push_back(node);
  }
  void edge(Node from, Node to) {
    if (!from || !to || from == to) return;
    if (!edges.insert(uint64_t(from) << 32 | to)) return;
    succ[from].push_back(to);
    give(to, pts[from]);
  }
  void load(Node pointer, Node to) {
    if (!pointer || !to) return;
    loads[pointer].push_back(to);
    for (size_t i = 0; i < pts[pointer].size(); ++i) edge(objects[pts[pointer][i]].content, to);
  }
  void store(Node pointer, Node from) {
    if (!pointer || !from) return;
    stores[pointer].push_back(from);
    for (size_t i = 0; i < pts[pointer].size(); ++i) edge(from, objects[pts[pointer][i]].content);
  }

  /// Of a page: what refers to it and is not the page itself.
  ObjectInfo partOf(Obj page) const {
    ObjectInfo info;
    info.source = true;
    info.index = objects[page].index;
    info.page = page;
    return info;
  }

  /// The memory of a page is an object of its own: what a driver writes into a page
  /// does not become part of struct page, whose list pointers hold other pages.
  ///
  /// What __get_free_page() hands out is used as memory by its address, and is a third object; `kmapped`
  /// says that the way led over struct page, to data as any other page's.
  Obj memoryOf(Obj object, bool kmapped) {
    const ObjectInfo& of = objects[object];
    if (!of.source || (of.page && !(of.address && kmapped))) return object;
    if (of.address) return memoryOf(of.page, kmapped);
    if (!objects[object].memory) {
      Obj memory = addObject(partOf(object));
      objects[object].memory = memory;
      // Ways from a page to its memory that nobody told the model of.
      edge(objects[object].content, objects[memory].content);
    }
    return objects[object].memory;
  }
  Obj pageOf(Obj object) const { return objects[object].page ? objects[object].page : object; }
  bool kmapped(Node from) const { return only[from] == Only::pages; }
  void memory(Node from, Node to) {
    if (!from || !to) return;
    to_memory[from].push_back(to);
    for (size_t i = 0; i < pts[from].size(); ++i) give(to, memoryOf(pts[from][i], kmapped(from)));
  }
  void page(Node from, Node to) {
    if (!from || !to) return;
    to_page[from].push_back(to);
    for (size_t i = 0; i < pts[from].size(); ++i) give(to, pageOf(pts[from][i]));
  }

  void run() {
    addUnits();
    solve();
    index();
    indexArguments();
  }

  // ---- loading the units ----------------------------------------------

  void addUnits() {
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
            give(objects[id].content, own_pages[id] = addSource({SourceKind::other, {}, object.member}));
        }
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
          case FlowKind::page: page(value(u, flow.from), to); break;
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
  }

  Obj addSource(Source source) {
    ObjectInfo info;
    info.source = true;
    info.index = uint32_t(p.sources_.size());
    p.sources_.push_back(std::move(source));
    Obj object = addObject(info);
    source_objects.push_back(object);
    return object;
  }

  /// The parameter that receives the pages, by the prototype's type.
  static int pageParameter(const CallFact& call, const Effect& effect) {
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

  Node operand(CallRef ref, const Operand& op) {
    const CallFact& call = p.call(ref);
    if (op.arg < 0) return value(ref.unit, call.result);
    if (size_t(op.arg) >= call.args.size()) return 0;
    return value(ref.unit, call.args[op.arg]);
  }

  void addFlow(CallRef ref, const FlowEffect& flow) {
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
      else page(from, temp);
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

  /// Memory that goes nowhere but into pointers to one kind of carrier is such a carrier, or an array of them.
  uint8_t allocatedAs(CallRef ref) const {
    const Node result = value(ref.unit, p.call(ref).result);
    if (result && only[result] >= narrowTo(kFamily)) return uint8_t(uint8_t(only[result]) - uint8_t(Only::no_page) + kNoPage);
    auto it = results.find(result);
    return it == results.end() || it->second == kMany ? 0 : it->second;
  }
  void collectResults(uint32_t u) {
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
  static constexpr uint8_t kMany = 0xff;
  std::unordered_map<Node, uint8_t> results;  ///< of allocations: the carrier that it is used as

  void addCall(CallRef ref) {
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
            give(value(ref.unit, call.result), addObject(memory));
            break;
          }
          if (effect.arg < 0 && !call.result) break;
          Obj object = addSource({SourceKind::other, ref, call.name});
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
          if (!call.args.empty() && call.args[0]) {
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

  /// Bodies that a direct call can mean: its own unit's where the function is static.
  std::vector<FunctionRef> bodiesFor(CallRef ref) const {
    const CallFact& call = p.call(ref);
    auto it = bodies.find(call.callee);
    if (it == bodies.end()) return {};
    if (call.static_callee)
      for (const FunctionRef& fn : it->second)
        if (fn.unit == ref.unit) return {fn};
    return it->second;
  }

  void bind(CallRef ref, FunctionRef fn) {
    const CallFact& call = p.call(ref);
    const FunctionFact& body = p.units_[fn.unit]->functions[fn.fn];
    for (uint32_t i = 0; i < call.args.size() && i < body.params.size(); ++i) {
      auto by = carried_by.find({ref, i});
      edge(by == carried_by.end() ? value(ref.unit, call.args[i]) : carriers[by->second].shadow, value(fn.unit, body.params[i]));
    }
    edge(value(fn.unit, body.result), value(ref.unit, call.result));
    if (auto of = carriers_of.find(fn); of != carriers_of.end())
      for (size_t carrier : of->second) carry(ref, carriers[carrier]);
  }

  // ---- callbacks in a record beside the page --------------------------
  //
  //     static void walk(struct page *page, struct walk_control *wc) { wc->one(page, wc->arg); }
  //     struct walk_control wc = { .one = unmap_one };
  //     walk(page, &wc);
  //
  // With one object for the parameter `page`, every caller's page would get to every caller's function. Where a
  // call hands over a local record, its page goes to the functions that were put into that record alone; what
  // comes from other calls goes through the carrier's shadow to all functions. Nobody who knows only a pointer to
  // such a record may write the field (UnitFacts::rewritten), and everybody who uses the field has to be read.

  struct Carrier {
    FunctionRef fn;
    uint32_t page = 0, record = 0;  ///< parameters
    Obj field = 0;                  ///< that has the function
    std::set<uint32_t> to;          ///< arguments of the callback that are the page
    std::map<CallRef, std::vector<std::string_view>> calls;  ///< calls of `fn` with a local record -> functions in it
    std::map<CallRef, size_t> passed;  ///< calls of `fn` by a carrier that hands over its own page and record
    Node shadow = 0;
  };
  std::vector<Carrier> carriers;
  std::map<FunctionRef, std::vector<size_t>> carriers_of;
  std::map<std::pair<CallRef, uint32_t>, size_t> carried_by;  ///< argument of a call of such a function -> carrier

  /// What is put into the local records of all units.
  struct LocalRecords {
    std::map<std::tuple<uint32_t, ObjectId, Obj>, std::vector<std::string_view>> functions;
    std::set<Obj> known;    ///< fields of which there are some
    std::set<Obj> dropped;  ///< fields for which no record can be trusted
  };
  LocalRecords localRecords() const {
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
      if (std::any_of(open.begin(), open.end(), [](const Opening& o) { return o.permanent; })) out.dropped.insert(field);
    }
    return out;
  }

  size_t carrierAt(FunctionRef fn, uint32_t page, uint32_t record, Obj field) {
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

  void findCarriers() {
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

  void carry(CallRef ref, const Carrier& carrier) {
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

  void solve() {
    List<Obj> delta{&pool};
    while (!work.empty()) {
      Node node = work.front();
      work.pop_front();
      queued[node] = false;
      delta.clear();
      delta.swap(fresh[node]);
      std::sort(delta.begin(), delta.end());
      for (Obj object : delta) {
        Node content = objects[object].content;
        for (size_t i = 0; i < loads[node].size(); ++i) edge(content, loads[node][i]);
        for (size_t i = 0; i < stores[node].size(); ++i) edge(stores[node][i], content);
        const Object* fact = objects[object].fact;
        if (fact && fact->kind == ObjectKind::function) {
          auto it = indirect.find(node);
          if (it != indirect.end()) {
            auto calls = it->second;
            for (CallRef ref : calls) {
              auto found = bodies.find(fact->key);
              if (found != bodies.end())
                for (const FunctionRef& fn : found->second) bind(ref, fn);
            }
          }
        }
      }
      for (size_t i = 0; i < succ[node].size(); ++i) give(succ[node][i], delta);
      // Copies: new objects bring new nodes, and a cycle back to this one.
      if (auto it = to_memory.find(node); it != to_memory.end())
        for (Node to : std::vector<Node>(it->second))
          for (Obj object : delta) give(to, memoryOf(object, kmapped(node)));
      if (auto it = to_page.find(node); it != to_page.end())
        for (Node to : std::vector<Node>(it->second))
          for (Obj object : delta) give(to, pageOf(object));
    }
  }

  // ---- reading the result ---------------------------------------------

  void index() {
    pred.build(pts.size(), [&](auto add) {
      for (Node node = 0; node < succ.size(); ++node) {
        for (Node to : succ[node]) add(to, node);
        // What a load yields depends on the pointer being complete.
        for (Node to : loads[node]) add(to, node);
      }
      for (auto* conversions : {&to_memory, &to_page})
        for (auto& [node, all] : *conversions)
          for (Node to : all) add(to, node);
      for (auto& [pointer, refs] : indirect)
        for (CallRef ref : refs)
          if (Node result = value(ref.unit, p.call(ref).result)) add(result, pointer);
    });
    holding.build(objects.size(), [&](auto add) {
      for (Node node = 1; node < pts.size(); ++node)
        for (Obj object : pts[node]) add(object, node);
    });
    for (uint32_t u = 0; u < p.units_.size(); ++u)
      for (uint32_t c = 0; c < p.units_[u]->calls.size(); ++c) indexCall({u, c});
  }

  bool resolved(CallRef ref) const {
    const CallFact& call = p.call(ref);
    if (call.pointer) return true;  // looked at where its functions are known
    return known(call.name).resolved || call.computes || bodies.count(call.callee);
  }

  /// Tracepoints look at what they are given.
  static bool looksOnly(const std::string& name) {
    for (const char* prefix : {"__SCT__tp_func_", "__traceiter_", "trace_", "__trace_"})
      if (name.rfind(prefix, 0) == 0) return true;
    return false;
  }

  void indexCall(CallRef ref) {
    if (resolved(ref)) return;
    const CallFact& call = p.call(ref);
    for (size_t i = 0; i < call.args.size(); ++i) {
      if (i < 64 && !(call.page_args >> i & 1)) continue;
      if (Node arg = value(ref.unit, call.args[i]))
        for (Obj object : pts[arg]) passed_out[object].push_back({ref, i < 64 && (call.integer_args >> i & 1)});
    }
  }

  bool answered(const Demand& demand, Answer& answer) const {
    auto it = answers.find(demand);
    if (it == answers.end()) return false;
    answer = it->second;
    return true;
  }

  void ask(Demand demand, std::string why, std::vector<Opening>& out) const {
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

  void fieldOpen(Obj object, std::vector<Opening>& out) const {
    const Object& fact = *objects[object].fact;
    const std::string& file = objects[object].unit->files[fact.file];
    if (!isHeader(file)) return;  // only this file knows the record
    const std::string name = fact.owner + "." + fact.member;
    if (model.apart.count(name)) return;  // as with the carrier: who has it is asked instead
    ask({Demand::What::field, fact.member, file, fact.key, fact.integer}, "not every user of " + name + " has been read", out);
  }

  void holderOpen(Node node, std::vector<Opening>& out) const {
    const Obj* object = content_of.find(node);
    if (!object) return;
    const Object* fact = objects[*object].fact;
    if (!fact || objects[*object].cell) return;  // who has such an instance is known
    if (fact->kind == ObjectKind::field) fieldOpen(*object, out);
    else if (fact->kind == ObjectKind::global && !fact->is_static)
      ask({Demand::What::global, fact->member, "", "", fact->integer},
          "not every user of " + fact->member + " has been read", out);
  }

  /// Who may call a function that has not been read.
  void callersOpen(const FunctionFact& fn, const UnitFacts& unit, std::vector<Opening>& out) const {
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

  void openNode(Node node, std::vector<Opening>& out) const {
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
      if (!objects[object].fact || objects[object].fact->kind == ObjectKind::local || objects[object].cell) {
        // A pointer to this memory that lies in a field lets others write to it.
        for (Node holder : holding[object]) holderOpen(holder, out);
      }
      if (auto given = passed_out.find(object); given != passed_out.end())
        for (const Passed& to : given->second)
          if (!to.integer)
            ask({Demand::What::definition, p.call(to.ref).name, "", ""}, p.call(to.ref).name + "() may write to it", out);
    }
  }

  /// The unit and value of a node; 0 where it is none.
  std::pair<uint32_t, ValueId> unitValue(Node node) const {
    const auto after = std::upper_bound(base.begin(), base.end(), node);
    if (after == base.begin()) return {};
    const uint32_t u = uint32_t(after - base.begin() - 1);
    const ValueId v = node - base[u];
    return v && v < p.units_[u]->values ? std::pair(u, v) : std::pair<uint32_t, ValueId>();
  }

  std::vector<Node> argumentNodes(CallRef ref, unsigned argument, bool bulk) const {
    const CallFact& call = p.call(ref);
    if (argument >= call.args.size()) return {};
    Node node = value(ref.unit, call.args[argument]);
    if (!node) return {};
    if (!bulk) return {node};
    std::vector<Node> out;
    // A page from __get_free_page() can be the array itself.
    for (Obj object : pts[node]) out.push_back(objects[object].content);
    return out;
  }

  void backward(std::vector<Node> start, std::vector<Opening>& out) const {
    std::unordered_set<Node> seen(start.begin(), start.end());
    while (!start.empty()) {
      Node node = start.back();
      start.pop_back();
      openNode(node, out);
      for (Node from : pred[node])
        if (seen.insert(from).second) start.push_back(from);
    }
  }

  /// The source and every piece of memory that leads to it.
  std::vector<Obj> tracked(Obj source) const {
    std::vector<Obj> all{source};
    if (objects[source].memory) all.push_back(objects[source].memory);
    std::unordered_set<Obj> seen(all.begin(), all.end());
    for (size_t i = 0; i < all.size(); ++i)
      for (Node node : holding[all[i]])
        if (const Obj* of = content_of.find(node); of && seen.insert(*of).second) all.push_back(*of);
    return all;
  }

  void forward(Obj source, std::vector<Opening>& out) const {
    constexpr size_t kSpread = 10000;  // drivers: up to 1300 values; a blurred source: 60000 and more
    if (holding[source].size() > kSpread) {
      Opening o;
      o.permanent = true;
      o.why = "it seems to reach more than " + std::to_string(kSpread) + " values: too many to follow";
      out.push_back(std::move(o));
      return;
    }
    for (Obj object : tracked(source)) {
      bool own_memory = !objects[object].fact || objects[object].fact->kind == ObjectKind::local ||
                        objects[object].source || objects[object].cell;
      if (auto given = passed_out.find(object); given != passed_out.end())
        for (const Passed& to : given->second)
          ask({Demand::What::definition, p.call(to.ref).name, "", "", to.integer},
              "it is passed to " + p.call(to.ref).name + "()", out);
      for (Node node : holding[object]) {
        if (own_memory) holderOpen(node, out);
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
  }

  void indirectOpen(CallRef ref, unsigned argument, std::vector<Opening>& out) const {
    const CallFact& call = p.call(ref);
    if (!call.pointer) return;
    if (argument < 64 && !(call.page_args >> argument & 1)) return;
    Node pointer = value(ref.unit, call.pointer);
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

  /// A call through a pointer of which no function is known: what may set it has to
  /// be read first.
  void noTarget(Node pointer, const char* why, std::vector<Opening>& out) const {
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
  mutable bool slicing = false;

  void indexArguments() {
    arg_uses.build(pts.size(), [&](auto add) {
      eachArgument([&](Node node, CallRef ref, unsigned argument) {
        if (p.call(ref).pointer) add(node, {ref, argument});
      });
    });
  }
  /// Calls f(node, call, its number) for every argument.
  template <class F>
  void eachArgument(F f) const {
    for (uint32_t u = 0; u < p.units_.size(); ++u)
      for (uint32_t c = 0; c < p.units_[u]->calls.size(); ++c) {
        const auto& args = p.units_[u]->calls[c].args;
        for (unsigned i = 0; i < args.size(); ++i)
          if (args[i]) f(value(u, args[i]), CallRef{u, c}, i);
      }
  }

  /// The way of one source through the program, breadth first. It goes on where the last question
  /// left it: one source is asked for by many releases.
  class Search {
   public:
    Search(const Solver& solver, uint32_t source) : s_(solver), has_(solver.pts.size()), from_(solver.pts.size(), kUnseen) {
      const ObjectInfo& page = solver.objects[solver.sourceObject(source)];
      const Obj handed = page.handed ? page.handed : solver.sourceObject(source);
      for (Obj part : {solver.sourceObject(source), page.memory, page.handed})
        if (part)
          for (Node node : solver.holding[part]) has_[node] = true;
      // Where the source is introduced: nodes that have it without a predecessor that has it.
      for (Node node : solver.holding[handed]) {
        const auto before = solver.pred[node];
        if (std::none_of(before.begin(), before.end(), [&](Node other) { return has_[other]; })) reach(node, 0);
      }
    }

    /// From an introduction to the nearest of the goals; empty where none is reached.
    std::vector<Node> to(const std::vector<Node>& goals) {
      auto reached = [&](Node goal) { return from_[goal] != kUnseen; };
      while (std::none_of(goals.begin(), goals.end(), reached) && !work_.empty()) {
        const Node node = work_.front();
        work_.pop_front();
        for (Node next : s_.succ[node]) reach(next, node);
        for (auto* conversions : {&s_.to_memory, &s_.to_page})
          if (auto it = conversions->find(node); it != conversions->end())
            for (Node next : it->second) reach(next, node);
      }
      std::vector<Node> nearest;
      for (Node goal : goals) {
        if (!reached(goal)) continue;
        std::vector<Node> chain;
        for (Node node = goal; node; node = from_[node]) chain.push_back(node);
        if (nearest.empty() || chain.size() < nearest.size()) nearest = std::move(chain);
      }
      std::reverse(nearest.begin(), nearest.end());
      return nearest;
    }

   private:
    static constexpr Node kUnseen = UINT32_MAX;
    void reach(Node node, Node before) {
      if (!has_[node] || from_[node] != kUnseen) return;
      from_[node] = before;
      work_.push_back(node);
    }

    const Solver& s_;
    std::vector<bool> has_;
    std::vector<Node> from_;  ///< 0 at an introduction
    std::deque<Node> work_;
  };
  mutable std::deque<std::pair<uint32_t, Search>> searches;  ///< the last few

  Search& search(uint32_t source) const {
    for (auto& [known, search] : searches)
      if (known == source) return search;
    if (searches.size() == 16) searches.pop_front();
    return searches.emplace_back(source, Search(*this, source)).second;
  }

  // ---- telling instances apart ----------------------------------------
  //
  // A field is one object for all instances of its record. An instance gets one of its own where every
  // pointer to it is known: it is fresh memory or a local, and no pointer to it or into it goes anywhere
  // that is not read, is a number, or comes back as one to another record. That is decided on the solution
  // with one object for all, which has every way that the finer one has. A pointer that may lead elsewhere
  // as well reaches the common object, too.

  using Instances = std::unordered_map<Node, std::vector<Obj>>;
  /// Address of a field -> the instances that it is of, as objects of the solution that decided; 0: any other.
  Instances instances;
  Instances apart;  ///< what the next solution may have as `instances`
  std::map<std::pair<Obj, Obj>, Obj> cells;
  std::unordered_set<Obj> divided;  ///< fields that have cells

  Obj cellOf(Obj instance, Obj field) {
    auto [it, added] = cells.try_emplace({instance, field}, 0);
    if (added) {
      ObjectInfo info;
      info.fact = objects[field].fact;
      info.unit = objects[field].unit;
      info.cell = true;
      it->second = addObject(info);
      only[objects[it->second].content] = only[objects[field].content];
      divided.insert(field);
    }
    return it->second;
  }

  class Splitter {
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
      const std::string& key = s_.objects[field].fact->key;
      return std::string_view(key).substr(0, key.rfind('.'));
    }

    /// Fields in which references of GUP meet others, or of which not every user can be read.
    void findFields() {
      std::vector<bool> wanted(s_.objects.size());
      bool any = false;
      for (Obj object = 0; object < s_.objects.size(); ++object) {
        const Object* fact = s_.objects[object].fact;
        if (!fact || fact->kind != ObjectKind::field || fact->in_union || s_.model.transparent.count(fact->owner)) continue;
        bool get = false, other = false;
        for (Obj held : s_.pts[s_.objects[object].content]) {
          if (!s_.objects[held].source) continue;
          (s_.p.sources_[s_.objects[held].index].kind == SourceKind::get ? get : other) = true;
        }
        if (get && !other) {
          std::vector<Opening> open;
          s_.fieldOpen(object, open);
          other = std::any_of(open.begin(), open.end(), [](const Opening& o) { return o.permanent; });
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
      if (ask && std::none_of(open.begin(), open.end(), [](const Opening& o) { return o.permanent; })) want(open);
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
        if (std::none_of(open.begin(), open.end(), [](const Opening& o) { return o.permanent; })) want(open);
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

  std::vector<Obj> source_objects;
  Obj sourceObject(uint32_t source) const { return source_objects[source]; }
};

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
  solver_->apart = Solver::Splitter(*solver_).run(demands);
  return demands;
}

bool Program::split() {
  if (solver_->apart.empty()) return false;
  united_ = std::move(solver_);
  sources_.clear();  // the same come again
  solver_ = std::make_unique<Solver>(*this, model_, answers_);
  solver_->instances = std::exchange(united_->apart, {});
  solver_->run();
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

std::vector<uint32_t> Program::provenance(CallRef ref, unsigned argument, bool bulk) const {
  std::vector<uint32_t> out;
  for (Node node : solver_->argumentNodes(ref, argument, bulk))
    for (Obj object : solver_->pts[node])
      if (solver_->objects[object].source) out.push_back(solver_->objects[object].index);
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
  solver_->forward(solver_->sourceObject(source), out);
  return out;
}

std::vector<CallRef> Program::users(uint32_t source, EffectKind kind) const {
  std::vector<CallRef> out;
  for (CallRef ref : calls(kind)) {
    const Effect* e = effect(ref, kind);
    int arg = e->arg < 0 ? 0 : e->arg;
    if (e->flag_arg >= 0 && (size_t(e->flag_arg) >= call(ref).arg_text.size() ||
                             call(ref).arg_text[e->flag_arg].find(e->flag) == std::string::npos))
      continue;
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

bool Program::handed(uint32_t source, CallRef ref, unsigned argument) const {
  const Solver& s = *solver_;
  if (argument >= call(ref).args.size()) return false;
  const Node goal = s.value(ref.unit, call(ref).args[argument]);
  const Obj object = s.sourceObject(source);
  auto record = [&](Node node) {
    const Obj* of = s.content_of.find(node);
    return of && !(s.objects[*of].fact && s.objects[*of].fact->kind == ObjectKind::local);
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
      out.insert(out.end(), through->second.begin(), through->second.end());
  return out;
}

std::vector<Opening> Program::openField(ObjectRef object) const {
  std::vector<Opening> out;
  if (const Object* fact = solver_->objects[object].fact; fact && fact->kind == ObjectKind::field)
    solver_->fieldOpen(object, out);
  return out;
}

bool Program::sleepable(CallRef ref) const {
  std::set<std::string> visited;
  auto may = [&](auto&& self, CallRef at) -> bool {
    if (call(at).atomic) return false;
    const FunctionFact& fn = caller(at);
    if (fn.sleeps) return true;
    if (!visited.insert(fn.key).second) return true;  // a cycle adds nothing
    if (fn.address_taken || solver_->function_objects.count(fn.key)) return false;
    std::vector<Opening> open;
    solver_->callersOpen(fn, *units_[at.unit], open);
    if (!open.empty()) return false;
    auto it = solver_->callers.find(fn.key);
    if (it == solver_->callers.end() || it->second.empty()) return false;
    for (CallRef by : it->second)
      if (!self(self, by)) return false;
    return true;
  };
  return may(may, ref);
}

bool Program::unitHasNotifier(uint32_t unit) const {
  for (const FunctionFact& fn : units_[unit]->functions)
    if (fn.notifier) return true;
  return false;
}

}  // namespace gupkit
