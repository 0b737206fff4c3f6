// SPDX-License-Identifier: GPL-2.0-only
// What has not been read and could add to the solution. An opening is a demand for files, or permanent.
#include "link/solver.h"
#include "support/path.h"

namespace gupkit {

bool anyPermanent(const std::vector<Opening>& openings) {
  return std::any_of(openings.begin(), openings.end(), [](const Opening& o) { return o.permanent; });
}

bool Program::Solver::putThere(Node content, Obj object) const {
  constexpr size_t kMost = 256;  // of values on the way: more are as good as memory, and count as put there
  std::vector<Node> way{content};
  for (size_t i = 0; i < way.size(); ++i) {
    bool made_here = true;
    for (Node from : pred[way[i]]) {
      if (!std::binary_search(pts[from].begin(), pts[from].end(), object)) continue;
      made_here = false;
      if (content_of.find(from) || std::find(way.begin(), way.end(), from) != way.end()) continue;
      if (way.size() == kMost) return true;
      way.push_back(from);
    }
    if (made_here) return true;
  }
  return false;
}

bool Program::Solver::resolved(CallRef ref) const {
  const CallFact& call = p.call(ref);
  if (call.pointer) return true;  // looked at where its functions are known
  if (known(call.name).resolved || call.computes) return true;
  if (!bodies.count(call.callee)) return false;
  return !weak(call.callee);  // another one may run
}

bool Program::Solver::looksOnly(const std::string& name) { return isTracepoint(name); }

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
    if (answer == Answer::read && (o.demand.what != Demand::What::definition || o.demand.integer || o.demand.exists)) return;
    o.permanent = true;
    if (answer == Answer::too_wide) o.why += " (too many files touch it)";
    if (answer == Answer::unread) o.why += " (a file that touches it could not be read)";
  }
  out.push_back(std::move(o));
}

namespace {

/// What more values may have is blurred. Drivers: up to 1300 values; a blurred source: 60000 and more.
constexpr size_t kSpread = 10000;
/// How many values an argument is followed back over to see what record it is.
constexpr size_t kBlurred = 200;
/// The same of a parameter that is a record of any kind: its callers, and what they have it from.
constexpr size_t kHelper = 16;

void forGood(std::string why, std::vector<Opening>& out) {
  Opening o;
  o.why = std::move(why);
  o.permanent = true;
  out.push_back(std::move(o));
}

const char* text(Loss loss) {
  switch (loss) {
    case Loss::assembly: return "inline assembly";
    case Loss::expression: return "an expression that is not understood";
    case Loss::arguments: return "a variable list of arguments";
    case Loss::number: return "a number that is not followed";
    case Loss::cast: return "pieces of a pointer or number";
    case Loss::piece: return "an integer that is too narrow for it";
  }
  return "";
}

std::string where(const LostFact& lost, const UnitFacts& unit) {
  return std::string(text(lost.why)) + " at " + unit.files[lost.at.file] + ":" + std::to_string(lost.at.line);
}

}  // namespace

void Program::Solver::indexLost() {
  stored_by.build(pts.size(), [&](auto add) {
    for (Node pointer = 1; pointer < stores.size(); ++pointer)
      for (Node from : stores[pointer]) add(from, pointer);
  });
  loaded_by.build(pts.size(), [&](auto add) {
    for (Node pointer = 1; pointer < loads.size(); ++pointer)
      for (Node to : loads[pointer]) add(to, pointer);
  });
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    const UnitFacts& unit = *p.units_[u];
    for (const LostFact& lost : unit.lost) {
      const Node node = value(u, lost.value);
      auto [known, added] = (lost.in ? lost_in : lost_out).try_emplace(node, &lost);
      if (!added && known->second->why == Loss::piece) known->second = &lost, added = true;  // the least of all
      if (added) lost_unit[node] = &unit;
    }
    punned.insert(unit.punned.begin(), unit.punned.end());
    copied.insert(unit.copied.begin(), unit.copied.end());
    // By a pointer of which no function is known, or one that has not been read.
    for (uint32_t c = 0; c < unit.calls.size(); ++c) {
      const CallFact& call = unit.calls[c];
      // In a header of the kernel: a tracepoint, a static call.
      if (!call.pointer || call.records.empty() || isKernelHeader(unit.files[call.at.file])) continue;
      bool read = false, unread = false;
      for (Obj object : pts[value(u, call.pointer)]) {
        const Object* fact = objects[object].fact;
        if (!fact || fact->kind != ObjectKind::function) continue;
        (bodies.count(fact->key) || model.knows(fact->member) ? read : unread) = true;
      }
      if (read && !unread) continue;
      // The kernel's records go through the kernel's tables of operations everywhere: the model speaks for those.
      for (const std::string& record : call.records)
        if (!isKernelHeader(record)) record_calls[record].push_back({u, c});
    }
  }
  indexInside();
  findBlurred();
  spreadRecords();
}

/// Which records lie in which, at any depth.
void Program::Solver::indexInside() {
  for (const ObjectInfo& info : objects)
    if (info.fact && info.fact->kind == ObjectKind::field && !info.cell && !info.fact->inner.empty())
      inside[recordOfField(*info.fact)].insert(info.fact->inner);
  for (auto& [outer, all] : inside) {
    std::vector<std::string_view> work(all.begin(), all.end());
    while (!work.empty()) {
      const std::string_view record = work.back();
      work.pop_back();
      if (auto it = inside.find(record); it != inside.end())
        for (std::string_view inner : it->second)
          if (all.insert(inner).second) work.push_back(inner);
    }
  }
}

/// Calls see(node) for the value and what it comes from by values alone, until that says false or `most` are met.
template <class See>
void Program::Solver::eachBehind(Node start, size_t most, See see) const {
  met_in.resize(std::max(met_in.size(), pts.size()));
  ++meeting;
  std::vector<Node> work{start};
  met_in[start] = meeting;
  for (size_t met = 1; !work.empty() && met < most;) {
    const Node node = work.back();
    work.pop_back();
    if (!see(node)) return;
    for (Node from : pred[node]) {
      if (met_in[from] == meeting || !unitValue(from).second) continue;
      met_in[from] = meeting;
      ++met;
      work.push_back(from);
    }
  }
}

/// A record that is handed to code that has not been read as a pointer to void, or as a number, or that is seen as
/// numbers behind such a pointer: what it is the other uses of the value tell.
void Program::Solver::findBlurred() {
  std::unordered_map<Node, std::string_view> record_of;
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const MemberFact& member : p.units_[u]->members)
      if (const Node base = value(u, member.base))
        if (const Object* field = objects[unit_objects[u][member.field]].fact; field && !isKernelHeader(field->key))
          record_of.emplace(base, recordOfField(*field));
  auto behind = [&](Node start, size_t most, auto found) {
    eachBehind(start, most, [&](Node node) {
      if (auto it = record_of.find(node); it != record_of.end()) found(it->second);
      return true;
    });
  };
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    const UnitFacts& unit = *p.units_[u];
    for (uint32_t c = 0; c < unit.calls.size(); ++c) {
      const CallFact& call = unit.calls[c];
      // The kernel does not know a driver's records.
      if (call.pointer || call.callee.empty() || isKernelHeader(unit.files[call.callee_file]) || resolved({u, c})) continue;
      for (size_t i = 0; i < call.args.size(); ++i) {
        // What is printed is only looked at.
        if (!call.args[i] || (i >= call.named_args && i < 64 && !(call.page_args >> i & 1))) continue;
        behind(value(u, call.args[i]), kBlurred, [&](std::string_view record) { record_calls[record].push_back({u, c}); });
      }
    }
  }
  // Its fields lie where numbers are read and written.
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (const UntypedFact& untyped : p.units_[u]->untyped) record_of.emplace(value(u, untyped.value), untyped.record);
  for (uint32_t u = 0; u < p.units_.size(); ++u)
    for (ValueId raw : p.units_[u]->raw) behind(value(u, raw), kHelper, [&](std::string_view record) { punned.insert(record); });
}

/// Who has a record has those that lie in it, and those that it points to.
void Program::Solver::spreadRecords() {
  auto next = inside;
  for (const ObjectInfo& info : objects)
    if (info.fact && info.fact->kind == ObjectKind::field && !info.cell && !info.fact->points.empty() &&
        !isKernelHeader(info.fact->points) && !isKernelHeader(info.fact->key))
      next[recordOfField(*info.fact)].insert(info.fact->points);
  std::map<std::string_view, std::vector<CallRef>> more;
  for (auto& [record, refs] : record_calls) {
    std::set<std::string_view> seen{record};
    std::vector<std::string_view> work{record};
    while (!work.empty()) {
      const std::string_view at = work.back();
      work.pop_back();
      if (auto it = next.find(at); it != next.end())
        for (std::string_view found : it->second)
          if (seen.insert(found).second) {
            work.push_back(found);
            more[found].insert(more[found].end(), refs.begin(), refs.end());
          }
    }
  }
  for (auto& [inner, refs] : more) {
    std::vector<CallRef>& all = record_calls[inner];
    all.insert(all.end(), refs.begin(), refs.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }
}

/// The record that the memory was made as; empty: it is not known.
std::string_view Program::Solver::madeAs(Obj object) const {
  if (const Object* fact = objects[object].fact) return fact->inner;
  const auto call = allocated.find(object);
  return call == allocated.end() ? std::string_view() : std::string_view(p.call(call->second).made_as);
}

/// Records as which one piece of memory is seen in one folder. Where two of them do not lie in one another, each is
/// a disguise of the other, if the memory can be such a record at all. Code of another folder has its own records:
/// that it seems to have this one comes from the pointers to void that core code keeps for everybody (private data,
/// lists), which are not told apart.
void Program::Solver::findDisguised() const {
  std::unordered_map<Obj, std::map<std::string_view, std::set<std::string_view>>> seen;
  for (uint32_t u = 0; u < p.units_.size(); ++u) {
    const UnitFacts& unit = *p.units_[u];
    const std::string_view folder = std::string_view(unit.file).substr(0, unit.file.rfind('/') + 1);
    for (const MemberFact& member : unit.members)
      for (Obj object : pts[value(u, member.base)])
        if (const auto& info = objects[object]; !info.source && !info.page && (!info.fact || info.fact->kind == ObjectKind::local))
          seen[object][folder].insert(recordOfField(*objects[unit_objects[u][member.field]].fact));
  }
  auto lies = [&](std::string_view inner, std::string_view outer) {
    auto it = inside.find(outer);
    return it != inside.end() && it->second.count(inner);
  };
  std::set<std::pair<std::string_view, std::set<std::string_view>>> done;
  for (auto& [object, folders] : seen) {
    if (holding[object].size() > kSpread) continue;
    const std::string_view made = madeAs(object);
    auto hidden = [&](std::string_view record) {
      if (made.empty() || made == record || lies(record, made)) disguised.insert(record);
    };
    for (auto& [folder, records] : folders) {
      if (records.size() < 2 || !done.insert({made, records}).second) continue;
      for (auto a = records.begin(); a != records.end(); ++a)
        for (auto b = std::next(a); b != records.end(); ++b)
          if (!lies(*a, *b) && !lies(*b, *a)) {
            hidden(*a);
            hidden(*b);
          }
    }
  }
}

bool Program::Solver::seenAsAnother(std::string_view record) const {
  if (disguised.empty()) {
    disguised.insert("");
    findDisguised();
  }
  return disguised.count(record) != 0;
}

/// The memory of the record is also reached as another record, or is copied as a whole: what is written to one of
/// its fields then is not seen under the field's name.
void Program::Solver::disguisedOpen(Obj field, bool alone, std::vector<Opening>& out) const {
  const std::string_view record = recordOfField(*objects[field].fact);
  if (alone && copied.count(record)) forGood("records with it are copied as a whole", out);
  if (seenAsAnother(record)) forGood(std::string(record) + ", where it lies, is also seen as another one", out);
}

/// A record of this kind is given to, or comes from, a function that has not been read: by its type alone, which
/// instance it is does not count.
void Program::Solver::recordOpen(std::string_view record, std::vector<Opening>& out) const {
  if (!strict) return;
  if (punned.count(record)) forGood(std::string(record) + ", where it lies, is seen as bytes or as another record", out);
  else if (seenAsAnother(record)) forGood(std::string(record) + ", where it lies, is also seen as another one", out);
  auto calls = record_calls.find(record);
  if (calls == record_calls.end()) return;
  // Every field asks, and the answers come in rounds.
  auto& known = record_openings[record];
  if (known.first != answers.size() + 1) {
    known.first = answers.size() + 1;
    known.second.clear();
    std::set<std::string> asked;
    for (CallRef ref : calls->second) {
      const CallFact& call = p.call(ref);
      const std::string where = std::string(record) + ", where it lies, is passed to ";
      if (call.pointer) {
        const std::string why = where + "a call through a pointer at " + p.units_[ref.unit]->files[call.at.file] + ":" +
                                std::to_string(call.at.line);
        noTarget(value(ref.unit, call.pointer), why.c_str(), known.second);
        continue;
      }
      // One of a kernel header is there; whom it calls has to be.
      for (const std::string& name : call.skipped_body ? call.hands_on : std::vector{plainName(call)}) {
        if (!asked.insert(name).second) continue;
        Demand demand{Demand::What::definition, name, "", ""};
        demand.exists = true;
        ask(std::move(demand), where + name + "()", known.second);
      }
    }
  }
  // One stands for all: for good, or with the rest of what is asked for beside it.
  for (const Opening& opening : known.second)
    if (opening.permanent) {
      out.push_back(opening);
      return;
    }
  if (known.second.empty()) return;
  out.push_back(known.second.front());
  for (const Opening& opening : known.second) beside.insert(opening.demand);
}

void Program::Solver::fieldOpen(Obj object, std::vector<Opening>& out) const {
  const Object& fact = *objects[object].fact;
  const std::string& file = objects[object].unit->files[fact.file];
  const std::string name = fact.owner + "." + fact.member;
  if (model.apart.count(name)) return;  // as with the carrier: who has it is asked instead
  if (model.lent.count(name) || model.data_only.count(name)) return;  // who put it there has been read, the others look
  recordOpen(recordOfField(fact), out);
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
  if (fact->kind == ObjectKind::field) return fieldOpen(*object, out);
  if (fact->kind != ObjectKind::global) return;
  if (fact->swept) forGood(fact->member + " lies in a section that others sweep", out);
  if (fact->is_static) return;
  const size_t before = out.size();
  ask({Demand::What::global, fact->member, "", "", fact->integer}, "not every user of " + fact->member + " has been read", out);
  if (out.size() == before && !objects[*object].defined) forGood("nothing that was read defines " + fact->member, out);
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

/// The function that a value belongs to; null where it is no value of one.
const FunctionFact* Program::Solver::functionOf(Node node) const {
  const auto [u, v] = unitValue(node);
  if (!v) return nullptr;
  for (const FunctionFact& fn : p.units_[u]->functions)
    if (fn.first_value <= v && v < fn.last_value) return &fn;
  return nullptr;
}
std::string Program::Solver::place(Node node) const {
  const FunctionFact* fn = functionOf(node);
  return fn ? ", in " + fn->name + "() of " + p.units_[unitValue(node).first]->files[fn->at.file] : "";
}
/// The model speaks for its callers: they are not bound to its parameters.
bool Program::Solver::ofTheModel(Node node) const {
  const FunctionFact* fn = functionOf(node);
  return fn && (fn->implementation || known(fn->name).resolved);
}

/// The pointer has known targets, and may as well be one that comes from where no flow leads.
void Program::Solver::comesLost(Node pointer, std::vector<Opening>& out) const {
  auto [known, added] = lost_behind.try_emplace(pointer);
  if (added)
    eachBehind(pointer, kBlurred, [&](Node node) {
      if (lost_in.count(node)) known->second = node;
      return !known->second;
    });
  if (known->second) forGood("what it is read from may come from " + where(*lost_in.at(known->second), *lost_unit.at(known->second)), out);
}

void Program::Solver::openNode(Node node, std::vector<Opening>& out) const {
  if (auto lost = lost_in.find(node); lost != lost_in.end())
    forGood("it may come from " + where(*lost->second, *lost_unit.at(node)), out);
  for (Node pointer : loaded_by[node])
    if (!pts[pointer].empty()) comesLost(pointer, out);
    else if (typed(pointer) && only[pointer] < narrowTo(kFamily)) noTarget(pointer, ("what it is read from is not known" + place(pointer)).c_str(), out);
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
        if (!bodies.count(fact->key) && counts(fact->member)) forGood(fact->member + "() is called through a pointer", out);
        else if (!bodies.count(fact->key) && !model.knows(fact->member) && !looksOnly(fact->member))
          ask({Demand::What::definition, fact->member, "", ""}, fact->member + "() has not been read", out);
      }
      // The slice goes on to the pointer; where that is complete, nobody set it.
      if (!any) noTarget(value(of->unit, call.pointer), "the result of a call through a pointer", out);
    } else if (!resolved(*of)) {
      ask({Demand::What::definition, plainName(call), "", ""}, plainName(call) + "() has not been read", out);
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
          ask({Demand::What::definition, plainName(p.call(to.ref)), "", ""}, plainName(p.call(to.ref)) + "() may write to it", out);
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
  for (size_t i = 0; i < all.size(); ++i) {
    // Who has a page has what lies in its memory.
    if (const Obj page = objects[all[i]].page; page && seen.insert(page).second) all.push_back(page);
    for (Node node : holding[all[i]])
      if (const Obj* of = content_of.find(node); of && seen.insert(*of).second) all.push_back(*of);
  }
  return all;
}

void Program::Solver::forward(Obj source, std::vector<Opening>& out) const {
  if (holding[source].size() > kSpread) {
    Opening o;
    o.permanent = true;
    o.why = "it seems to reach more than " + std::to_string(kSpread) + " values: too many to follow";
    out.push_back(std::move(o));
    return;
  }
  const Source& from = p.sources_[objects[source].index];
  const FunctionFact* taker = from.kind == SourceKind::other ? nullptr : &p.caller(from.at);
  std::vector<Node> through;
  for (Obj object : tracked(source)) ahead(object, taker, out, &through);
  std::sort(through.begin(), through.end());
  through.erase(std::unique(through.begin(), through.end()), through.end());
  backward(std::move(through), out);
}

/// Who else may get a pointer to the object. `taker`: the function of its acquire, if it has one.
void Program::Solver::ahead(Obj object, const FunctionFact* taker, std::vector<Opening>& out, std::vector<Node>* through) const {
  bool own_memory = !objects[object].fact || objects[object].fact->kind == ObjectKind::local || objects[object].source ||
                    objects[object].cell;
  if (auto given = passed_out.find(object); given != passed_out.end())
    for (const Passed& to : given->second) {
      const std::string name = plainName(p.call(to.ref));
      if (to.bytes && objects[object].page) continue;  // data
      if (to.surplus) forGood("it is passed to " + name + "() in a list of arguments", out);
      if (to.surplus) continue;
      Demand demand{Demand::What::definition, name, "", "", to.integer};
      demand.exists = to.narrow;  // its body would not be followed
      ask(std::move(demand), "it is passed to " + name + "()", out);
    }
  for (Node node : holding[object]) {
    // What is put into a variable of the whole kernel is for somebody.
    if (const Obj* of = content_of.find(node); of && succ[node].empty())
      if (const Object* fact = objects[*of].fact; fact && fact->kind == ObjectKind::global && !fact->is_static)
        forGood("nobody reads " + fact->member + ", which holds it", out);
    holderOpen(node, out);  // of a field too: who has a pointer to it reads it without its name
    // In pieces a page is found by its number; the memory that holds one is found by its address, which is none.
    if (auto lost = lost_out.find(node); lost != lost_out.end() && !(objects[object].page && lost->second->why == Loss::assembly) &&
                                         (lost->second->why != Loss::piece || objects[object].source || !through))
      forGood("it goes to " + where(*lost->second, *lost_unit.at(node)), out);
    for (Node pointer : stored_by[node]) {
      if (!typed(pointer) || ofTheModel(pointer)) continue;
      if (!pts[pointer].empty()) {
        if (through) through->push_back(pointer);
        continue;
      }
      // A carrier that the function of the acquire fills: leaks() asks for a release behind that.
      if (taker && only[pointer] >= narrowTo(kFamily) && functionOf(pointer) == taker) continue;
      noTarget(pointer, ("it is stored where nothing is known of" + place(pointer)).c_str(), out);
    }
    if (!own_memory) continue;
    if (const FunctionRef* of = result_of.find(node)) {
      const UnitFacts& unit = *p.units_[of->unit];
      const FunctionFact& fn = unit.functions[of->fn];
      const size_t before = out.size();
      callersOpen(fn, unit, out);
      if (out.size() == before && !fn.is_static && !callers.count(fn.key) && !function_objects.count(fn.key))
        forGood("nobody calls " + fn.name + "(), which returns it", out);
    }
    if (const FunctionRef* of = param_of.find(node))
      if (auto by = carriers_of.find(*of); by != carriers_of.end())
        for (size_t carrier : by->second) fieldOpen(carriers[carrier].field, out);
    for (auto& [ref, argument] : arg_uses[node]) indirectOpen(ref, argument, out);
  }
}

/// The callback of a carrier: who it is has to be read. In another file it serves carriers of others, too, and whose
/// pages those have is not told apart.
void Program::Solver::callbackOpen(CallRef ref, std::vector<Opening>& out) const {
  const CallFact& call = p.call(ref);
  if (call.args.empty() || !call.args[0]) return;
  for (Obj carrier : pts[value(ref.unit, call.args[0])])
    for (Obj object : pts[objects[carrier].content]) {
      const Object* fact = objects[object].fact;
      if (!fact || fact->kind != ObjectKind::function) continue;
      if (auto found = bodies.find(fact->key); found != bodies.end()) {
        if (std::none_of(found->second.begin(), found->second.end(), [&](FunctionRef fn) { return fn.unit == ref.unit; }))
          forGood(fact->member + "(), in another file, runs with it", out);
        continue;
      }
      if (counts(fact->member)) forGood(fact->member + "() runs with it", out);
      else if (!model.knows(fact->member))
        ask({Demand::What::definition, fact->member, "", ""}, fact->member + "() runs with it", out);
    }
}

void Program::Solver::indirectOpen(CallRef ref, unsigned argument, std::vector<Opening>& out) const {
  const CallFact& call = p.call(ref);
  if (!call.pointer) {
    if (argument == 0 && model.find(call.name, EffectKind::invoke)) callbackOpen(ref, out);
    return;
  }
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
    if (!bodies.count(fact->key) && counts(fact->member)) forGood("it is passed to " + fact->member + "() through a pointer", out);
    else if (!bodies.count(fact->key) && !model.knows(fact->member) && !looksOnly(fact->member))
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
