// SPDX-License-Identifier: GPL-2.0-only
// The solver: inclusion-based points-to analysis with a worklist (Andersen 1994).
//
// Nodes are the values of all units and one *content* node an object. A copy edge
// a -> b says that b has at least what a has. Loads, stores and calls through
// pointers add copy edges while the sets grow; when nothing grows any more the
// copy graph is complete, and it is this graph that provenance, openings and
// paths are read from.
//
// load.cpp puts the facts of the units in, carriers.cpp those about callbacks; openings.cpp reads what is missing,
// splitter.cpp which instances of a record can be told apart, program.cpp all the rest.
#pragma once

#include <algorithm>
#include <deque>
#include <memory_resource>
#include <unordered_map>
#include <unordered_set>

#include "gupkit/link.h"
#include "link/flat_set.h"
#include "link/grouped.h"
#include "support/path.h"

namespace gupkit {

using Node = uint32_t;
using Obj = uint32_t;

struct FunctionRef {
  uint32_t unit = 0, fn = 0;
  auto operator<=>(const FunctionRef&) const = default;
};

/// The record that a field's key names.
inline std::string_view recordOfField(const Object& field) {
  return std::string_view(field.key).substr(0, field.key.rfind('.'));
}

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
    bool defined = false;    ///< a global: some unit defines it
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
  /// Nothing is dropped there but what the type of the pointer excludes.
  bool typed(Node pointer) const { return only[pointer] == Only::all || uint8_t(only[pointer]) >= uint8_t(Only::no_page); }
  static Only narrowTo(uint8_t narrow) { return Only(uint8_t(Only::no_page) + narrow - kNoPage); }
  std::vector<Only> only;
  std::unordered_map<Node, std::vector<Node>> to_memory, to_page;  ///< page_address() and back
  std::unordered_map<Node, std::vector<Node>> of_address;  ///< of to_page: virt_to_page() and its like
  std::map<std::string_view, Obj> kept;  ///< Operand::kept -> the object
  FlatSet64 edges;
  std::deque<Node> work;
  std::vector<bool> queued;

  std::vector<Node> base;  ///< of each unit's values
  std::vector<std::vector<Obj>> unit_objects;
  std::unordered_map<Node, CallRef> written_by;  ///< what a call of the model stores -> that call
  std::unordered_map<Obj, Obj> own_pages;  ///< global -> the source that it is; memory -> that of its page
  std::unordered_map<Obj, CallRef> allocated;  ///< memory -> the call that returned it
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
    bool narrow = false;   ///< as an integer that it does not fit in
    bool bytes = false;    ///< as an address of bytes
    bool surplus = false;  ///< beyond the parameters of a body that has been read
  };
  std::unordered_map<Obj, std::vector<Passed>> passed_out;  ///< object -> unresolved calls that get it
  ByName<Obj> function_objects;
  Grouped<Node> stored_by;   ///< value -> pointers that it is stored through
  Grouped<Node> loaded_by;   ///< value -> pointers that it is loaded through
  std::unordered_map<Node, const LostFact*> lost_out, lost_in;
  std::unordered_map<Node, const UnitFacts*> lost_unit;
  mutable std::unordered_map<Node, Node> lost_behind;  ///< pointers -> a node of lost_in that they may come from, or 0
  ByName<std::vector<CallRef>> record_calls;  ///< record -> calls of functions that have not been read, which see one
  std::set<std::string_view> punned, copied;  ///< records, as in UnitFacts
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
      const Effect* release = model.find(name, EffectKind::release);
      // What drops the pages of a carrier is judged by its body.
      of.resolved = (model.knows(name) && !(release && release->whole)) || name.rfind("__builtin_", 0) == 0 ||
                    looksOnly(name);
    }
    return it->second;
  }
  mutable ByName<Known> names;

  // What questions come back to, worked out when first asked for.
  std::optional<std::unordered_set<std::string_view>> copied_tables;
  mutable std::unordered_map<uint32_t, std::vector<std::string_view>> own_callees;
  /// Keys of the global variables that are read or copied as a whole.
  std::unordered_set<std::string_view> copiedTables() const;
  /// Functions that a unit calls and that nothing but calls by their name can reach.
  const std::vector<std::string_view>& ownCallees(uint32_t unit) const;

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
  /// The page that memory of an allocator lies in: it brings no reference of its own.
  Obj pageAround(Obj memory) {
    const auto from = allocated.find(memory);
    const Object* fact = objects[memory].fact;
    // virt_to_page() of a buffer in a module's data.
    const bool variable = fact && !objects[memory].cell && fact->kind == ObjectKind::global;
    if (from == allocated.end() && !variable) return 0;
    if (auto own = own_pages.find(memory); own != own_pages.end()) return own->second;
    Source source = from == allocated.end() ? Source{SourceKind::other, {}, fact->member, true}
                                            : Source{SourceKind::other, from->second, p.call(from->second).name};
    source.looked_up = source.memory = true;
    return own_pages[memory] = addSource(std::move(source));
  }
  void page(Node from, Node to, bool address = false) {
    if (!from || !to) return;
    to_page[from].push_back(to);
    if (address) of_address[from].push_back(to);
    for (size_t i = 0; i < pts[from].size(); ++i) {
      const Obj object = pts[from][i];
      give(to, pageOf(object));
      if (const Obj around = address ? pageAround(object) : 0) give(to, around);
    }
  }

  void run() {
    addUnits();
    solve();
    index();
    indexArguments();
  }

  // ---- loading the units: load.cpp -------------------------------------

  void addUnits();
  void addPair(const OperationPair& pair, const ByName<Obj>& by_key);
  Node parameter(FunctionRef fn, int number) const;

  Obj addSource(Source source);

  /// The parameter that receives the pages, by the prototype's type.
  static int pageParameter(const CallFact& call, const Effect& effect);

  Node operand(CallRef ref, const Operand& op);
  /// `invoke`: what is run, or nothing; with this argument: the pointers to what gets it.
  const std::vector<Callback>* callbacks(CallRef ref) const;
  std::vector<Node> callbackOf(CallRef ref, unsigned argument) const;

  void addFlow(CallRef ref, const FlowEffect& flow);

  /// Memory that goes nowhere but into pointers to one kind of carrier is such a carrier, or an array of them.
  uint8_t allocatedAs(CallRef ref) const;
  void collectResults(uint32_t u);
  static constexpr uint8_t kMany = 0xff;
  std::unordered_map<Node, uint8_t> results;  ///< of allocations: the carrier that it is used as

  void addCall(CallRef ref);

  /// Bodies that a direct call can mean: its own unit's where the function is static.
  std::vector<FunctionRef> bodiesFor(CallRef ref) const;

  void bind(CallRef ref, FunctionRef fn);

  // ---- callbacks in a record beside the page: carriers.cpp ------------

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
  LocalRecords localRecords() const;

  size_t carrierAt(FunctionRef fn, uint32_t page, uint32_t record, Obj field);

  void findCarriers();

  void carry(CallRef ref, const Carrier& carrier);

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
        if (fact && fact->kind == ObjectKind::function && (fact->is_static || !known(fact->member).borrow)) {
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
      if (auto it = of_address.find(node); it != of_address.end())
        for (Node to : std::vector<Node>(it->second))
          for (Obj object : delta)
            if (const Obj around = pageAround(object)) give(to, around);
    }
  }

  // ---- reading the result; what is missing from it: openings.cpp --------

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
      for (const Source& source : p.sources_)
        if (source.of)
          for (Node from : argumentNodes(source.at, unsigned(source.of->arg), source.of->deref > 0))
            add(value(source.at.unit, p.call(source.at).result), from);
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
    indexLost();
  }
  void indexLost();
  void indexInside();
  void findBlurred();
  void spreadRecords();
  void findDisguised() const;
  bool seenAsAnother(std::string_view record) const;
  std::string_view madeAs(Obj object) const;
  std::map<std::string_view, std::set<std::string_view>> inside;  ///< record -> those that lie in it, at any depth
  mutable std::set<Demand> beside;  ///< demands that openings stand for
  /// Record -> what was found for so many answers.
  mutable std::unordered_map<std::string_view, std::pair<size_t, std::vector<Opening>>> record_openings;
  /// Whether recordOpen() answers. Not for a page that GUP did not take: it is not converted, and who else sees the
  /// record that it lies in does not matter.
  bool strict = true;
  void recordOpen(std::string_view record, std::vector<Opening>& out) const;
  void disguisedOpen(Obj field, bool alone, std::vector<Opening>& out) const;
  mutable std::set<std::string_view> disguised;  ///< records whose memory is reached as another, too; once asked for
  /// Whether a body of the function gives way to another where there is one: which runs is not known.
  bool weak(std::string_view key) const {
    auto it = bodies.find(key);
    return it != bodies.end() && std::any_of(it->second.begin(), it->second.end(), [&](FunctionRef fn) {
      return p.units_[fn.unit]->functions[fn.fn].weak;
    });
  }
  /// The name that a definition is looked for by.
  static std::string plainName(const CallFact& call) {
    return call.name.starts_with("own ") ? call.name.substr(4) : call.name;
  }
  /// What the model says of it is no look alone: as a value it may be called anywhere.
  bool counts(const std::string& name) const {
    const Known& called = known(name);
    for (auto it = called.begin; it != called.end; ++it)
      switch (it->second.kind) {
        case EffectKind::acquire: case EffectKind::release: case EffectKind::extra: case EffectKind::source:
        case EffectKind::consume: case EffectKind::flow: case EffectKind::invoke:
          if (!it->second.memory) return true;
          break;
        default: break;
      }
    return false;
  }

  bool resolved(CallRef ref) const;

  /// Tracepoints look at what they are given.
  static bool looksOnly(const std::string& name);

  /// Who gets the head of a list finds the records that hang on it; the kernel does not know a driver's.
  void passedAlong(Obj head, CallRef ref) {
    const Object* list = objects[head].fact;
    if (!list || list->kind == ObjectKind::function) return;
    for (Obj object : pts[objects[head].content]) {
      const Object* fact = objects[object].fact;
      if (!fact || fact->kind != ObjectKind::field || isKernelHeader(fact->key)) continue;
      // Numbers that went through memory, as a guest's registers, seem to hold whatever was ever kept in any.
      if (list->numbers && !putThere(objects[head].content, object)) continue;
      record_calls[recordOfField(*fact)].push_back(ref);
    }
  }
  /// Whether an address gets into that memory from where it is made, through no other memory.
  bool putThere(Node content, Obj object) const;

  void indexCall(CallRef ref) {
    const CallFact& call = p.call(ref);
    // What a body has no parameter for it may take by va_arg().
    size_t first = 0;
    if (resolved(ref)) {
      auto found = call.pointer || known(call.name).resolved ? bodies.end() : bodies.find(call.callee);
      if (found == bodies.end()) return;
      for (const FunctionRef& fn : found->second)
        first = std::max(first, p.units_[fn.unit]->functions[fn.fn].params.size());
    } else {
      for (const std::string& record : call.records) record_calls[record].push_back(ref);
    }
    for (size_t i = first; i < call.args.size(); ++i) {
      // Who gets a function may call it with anything.
      const bool functions_only = i < 64 && !(call.page_args >> i & 1);
      const bool narrow = i < 64 && (call.narrow_args >> i & 1), integer = narrow || (i < 64 && (call.integer_args >> i & 1)),
                 bytes = i < 64 && (call.byte_args >> i & 1);
      if (integer && call.skipped_body && call.hands_on.empty()) continue;
      if (Node arg = value(ref.unit, call.args[i]))
        for (Obj object : pts[arg]) {
          if (functions_only && !(objects[object].fact && objects[object].fact->kind == ObjectKind::function)) continue;
          passed_out[object].push_back({ref, integer, narrow, bytes, first != 0});
          if (!resolved(ref) && !isKernelHeader(p.units_[ref.unit]->files[call.callee_file])) passedAlong(object, ref);
        }
    }
  }

  bool answered(const Demand& demand, Answer& answer) const;

  void ask(Demand demand, std::string why, std::vector<Opening>& out) const;

  void fieldOpen(Obj object, std::vector<Opening>& out) const;

  void keptOpen(std::string_view name, std::vector<Opening>& out) const;

  void holderOpen(Node node, std::vector<Opening>& out) const;

  /// Who may call a function that has not been read.
  void callersOpen(const FunctionFact& fn, const UnitFacts& unit, std::vector<Opening>& out) const;

  void openNode(Node node, std::vector<Opening>& out) const;
  void comesLost(Node pointer, std::vector<Opening>& out) const;
  template <class See>
  void eachBehind(Node start, size_t most, See see) const;
  mutable std::vector<uint32_t> met_in;  ///< node -> the last walk of eachBehind() that met it
  mutable uint32_t meeting = 0;
  const FunctionFact* functionOf(Node node) const;
  std::string place(Node node) const;
  bool ofTheModel(Node node) const;

  /// The unit and value of a node; 0 where it is none.
  std::pair<uint32_t, ValueId> unitValue(Node node) const {
    // The last value of a unit without objects is the base of the next one.
    const auto after = std::lower_bound(base.begin(), base.end(), node);
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

  void backward(std::vector<Node> start, std::vector<Opening>& out) const;

  /// The source and every piece of memory that leads to it.
  std::vector<Obj> tracked(Obj source) const;

  void forward(Obj source, std::vector<Opening>& out) const;

  /// `through`: gets the pointers that it is stored through and of which something is known, so that they are not open
  /// by themselves.
  void ahead(Obj object, const FunctionFact* taker, std::vector<Opening>& out, std::vector<Node>* through = nullptr) const;
  void callbackOpen(CallRef ref, std::vector<Opening>& out) const;
  void indirectOpen(CallRef ref, unsigned argument, std::vector<Opening>& out) const;
  void passedThrough(Node pointer, std::vector<Opening>& out) const;

  /// A call through a pointer of which no function is known: what may set it has to
  /// be read first.
  void noTarget(Node pointer, const char* why, std::vector<Opening>& out) const;
  mutable bool slicing = false;

  void indexArguments() {
    arg_uses.build(pts.size(), [&](auto add) {
      eachArgument([&](Node node, CallRef ref, unsigned argument) {
        if (p.call(ref).pointer || !callbackOf(ref, argument).empty() || model.find(p.call(ref).name, EffectKind::invoke))
          add(node, {ref, argument});
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

  // ---- telling instances apart: splitter.cpp ---------------------------

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

  // ---- memory that is handed out in pieces: carving.cpp ---------------

  std::set<FunctionRef> carving;    ///< what these return is told apart by the calls
  std::set<FunctionRef> may_carve;  ///< what the next solution may have as `carving`
  std::set<FunctionRef> toCarve(std::set<Demand>& demands) const;
  bool counts(uint32_t unit, const CarveFact& carve) const;
  bool behindIsHidden(Obj memory, Node first, Node last) const;
  bool carvingHolds() const;

  class Splitter;
  class Leaks;
  /// Which instances the next solution may have apart; and what has to be read to prove more.
  Instances toTellApart(std::set<Demand>& demands) const;

  std::vector<Obj> source_objects;
  Obj sourceObject(uint32_t source) const { return source_objects[source]; }
};

}  // namespace gupkit
