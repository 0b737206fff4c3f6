// SPDX-License-Identifier: GPL-2.0-only
// The linked program: facts of many units, solved to a fixed point.
//
// Values get the set of objects that they can refer to (inclusion-based points-to
// analysis over the flows, field objects per record type). References to pages are
// objects too: each acquire, each allocator or lookup call is a *source*, so that
// the provenance of a release is the set of sources in its argument.
//
// What is not known is explicit: a value can be *open* because callers, readers or
// writers of a field, or the body of a function have not been read. demands()
// names what to read; when the tree has no more to give, what is still open makes
// a verdict `unknown`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gupkit/facts.h"
#include "gupkit/model.h"

namespace gupkit {

/// Something to read before a verdict can be given.
struct Demand {
  enum class What : uint8_t {
    definition,  ///< the body of function `name`
    callers,     ///< every file that mentions function `name`
    field,       ///< every file that may touch member `name` of the record in `file`
    global,      ///< every file that mentions variable `name`
  } what = What::definition;
  std::string name;
  std::string file;  ///< field: where its record is defined
  std::string key;   ///< field: the object's key
  /// Only an integer goes there: what cannot turn it back into a page does not matter.
  bool integer = false;
  /// Nothing is proved by it: only files with a release are read, to list them.
  bool soft = false;
  std::string near = {};  ///< soft: the folder whose files are read
  /// definition: only whether the tree has one; who reads each user of the fields at stake need not read it.
  bool exists = false;
  auto operator<=>(const Demand&) const = default;
};

/// How a demand ended.
enum class Answer : uint8_t {
  read,      ///< every file concerned is in the program
  absent,    ///< the tree does not have it
  too_wide,  ///< more files than the limit: shared by everybody
  unread,    ///< a file concerned could not be read, or not as a whole
};

enum class SourceKind : uint8_t { get, pin, iov, other };

/// One call of one unit.
struct CallRef {
  uint32_t unit = 0, call = 0;
  auto operator<=>(const CallRef&) const = default;
};

struct Source {
  SourceKind kind = SourceKind::other;
  CallRef at;          ///< says nothing where it is a global's own page
  std::string name;    ///< of the function, or of the global
  bool global = false;
  bool null_pages = false;  ///< pages == NULL: no reference is taken
  int pages = -1;           ///< the argument that is the array, where there is one
  bool looked_up = false;   ///< in a page table, or by the address of its memory: it brings no reference
  bool memory = false;      ///< of an allocator's memory: a page of the slab, which nobody puts that did not get it
  const Operand* of = nullptr;  ///< no page of its own: it stands for those of this operand of the call
};

/// Why a value is not fully known, with the demand that could tell more.
struct Opening {
  Demand demand;
  std::string why;  ///< one phrase
  bool permanent = false;  ///< no demand can close it
};

/// What code has to stand in, or to name, to get hold of a source's pages: tool/cli/at_stake.h.
struct Stake {
  std::set<std::pair<uint32_t, uint32_t>> functions;  ///< unit, function: those that have them, or a record that does
  std::set<std::string> names;    ///< of these functions that others can call, and of variables
  std::set<std::string> members;  ///< of records of drivers, in which they lie
  std::set<std::string> fields;   ///< the keys of these
  std::set<std::string> tags;     ///< of these records
};

/// Whether one of them is for good: no reading can close it.
bool anyPermanent(const std::vector<Opening>& openings);

class Program {
 public:
  /// Refers to all three as long as it lives. More answers may be added meanwhile; they count from then on.
  Program(const Model& model, const std::vector<const UnitFacts*>& units,
          const std::map<Demand, Answer>& answers);
  ~Program();

  /// Instances of a record type, and pieces of the memory behind a record, can be told apart where that is proved
  /// and pages of GUP and others meet. This asks which, without a new solution; returned: what has to be read to
  /// prove more.
  std::set<Demand> tellApart();
  /// Solves again with those instances apart. True: there are some, and what was asked of this program before
  /// has a new answer.
  bool split();
  /// Back to the solution before split(), for another tellApart().
  void unite();

  const Model& model() const { return model_; }
  const std::vector<const UnitFacts*>& units() const { return units_; }
  const UnitFacts& unit(CallRef ref) const { return *units_[ref.unit]; }
  const CallFact& call(CallRef ref) const { return units_[ref.unit]->calls[ref.call]; }
  const FunctionFact& caller(CallRef ref) const {
    return units_[ref.unit]->functions[call(ref).caller];
  }
  const std::string& file(CallRef ref) const { return units_[ref.unit]->files[call(ref).at.file]; }

  const std::vector<Source>& sources() const { return sources_; }

  /// Calls of the model's kind, in the order of units.
  const std::vector<CallRef>& calls(EffectKind kind) const;
  const Effect* effect(CallRef ref, EffectKind kind) const;

  /// Indexes of the sources whose reference `argument` of the call can hold.
  /// `bulk`: the argument is an array or carrier, what it holds counts.
  std::vector<uint32_t> provenance(CallRef ref, unsigned argument, bool bulk, bool resolve = true) const;
  /// What has to be known beside the demands of the openings that were given, which stand for several.
  const std::set<Demand>& besides() const;
  /// Openings behind an argument: other sources may reach it.
  std::vector<Opening> openBehind(CallRef ref, unsigned argument, bool bulk) const;
  /// Openings in who calls the function of a release that every includer has a copy of.
  void callersOf(CallRef ref, std::vector<Opening>& out) const;
  /// Openings before a source: its page may be released where nobody looked.
  std::vector<Opening> openAhead(uint32_t source) const;
  /// Calls that take over the reference of a source, or take one more.
  std::vector<CallRef> users(uint32_t source, EffectKind kind) const;
  /// Whether the pages of `source` come to that argument through variables, arguments and results alone:
  /// not out of a record, where another page of its kind may lie.
  /// `kept`: records of drivers, and memory that they allocate, count as ways, too: all but what carries pages for everybody.
  bool handed(uint32_t source, CallRef ref, unsigned argument, bool kept = false) const;
  /// Whether a way leads out of the acquire's function on which its pages are neither released nor put, returned or
  /// passed to where one of the releases finds them: tool/link/leak.cpp.
  bool leaks(uint32_t source, const std::vector<CallRef>& releases) const;
  /// Whether the page of the source may come to a value of the unit.
  bool visits(uint32_t source, uint32_t unit) const;
  /// `flags`: with the fields that tell what pages a record has.
  Stake stake(uint32_t source, bool flags) const;
  /// Steps from a source to an argument, as phrases with places; empty if there is none.
  struct Step {
    std::string file;
    uint32_t line = 0;
    std::string note;
  };
  std::vector<Step> path(uint32_t source, CallRef ref, unsigned argument, bool bulk) const;

  // For the proof that the pages of a source never get somewhere: tool/verdict/separate.h.

  using ObjectRef = uint32_t;  ///< an object of the whole program
  ObjectRef object(uint32_t unit, ObjectId id) const;
  bool divided(ObjectRef field) const;  ///< instances have it apart: what it holds is not all of it
  std::vector<ObjectRef> pointees(uint32_t unit, ValueId value) const;
  std::vector<ObjectRef> held(ObjectRef object) const;  ///< what its content can refer to
  bool holds(ObjectRef object, uint32_t source) const;  ///< its content can be a page of `source`
  /// What gives the content of `object` a page of `source`, or the address of `what`: a value of a function,
  /// or a call of the model. Neither: another way, which nobody can follow.
  struct Writer {
    uint32_t unit = 0;
    ValueId value = 0;
    std::optional<CallRef> call;
  };
  std::vector<Writer> writersOfPages(ObjectRef object, uint32_t source) const;
  std::vector<Writer> writersOfAddress(ObjectRef object, ObjectRef what) const;
  /// Calls of a function, also through tables; openings where there may be more.
  std::vector<CallRef> callersOf(uint32_t unit, uint32_t function, std::vector<Opening>& open) const;
  /// Openings in who writes a field; also by a record that is seen as another, and, `alone`, by a copy of the whole
  /// record: that one may put back what it found in another field.
  std::vector<Opening> openField(ObjectRef object, bool alone) const;
  /// Whether a table of operations is copied as a whole: its functions are called through other tables, too.
  bool copiesTable(const std::string& key) const;

  /// The call whose array of pages may be null in that argument: this one, or one of its callers'.
  std::optional<CallRef> nullArray(CallRef ref, unsigned argument) const;
  /// Proved: sleeping is allowed where the call stands.
  bool sleepable(CallRef ref) const;
  /// The same for who reports and does not edit: names are believed (facts/atomic.h), and so is that what stands in a
  /// table of operations as one of `roots`, given "RECORD.FIELD", is called where sleeping is allowed.
  bool processContext(CallRef ref, const std::function<bool(const std::string&)>& roots) const;
  /// "RECORD.FIELD" of all that keeps this function to call it later, beside static tables of operations; nothing where
  /// it is kept, or given away, in a way that is not known.
  std::optional<std::set<std::string>> keptIn(const FunctionFact& fn) const;
  /// True when a function of this unit registers an MMU notifier.
  bool unitHasNotifier(uint32_t unit) const;
  /// All calls of a function by its name that have been read: unit, function and context of each.
  void eachCall(const FunctionFact& fn, const std::function<void(uint32_t, uint32_t, Context)>& see) const;

  size_t nodes() const;

 private:
  bool maySleep(CallRef ref, const std::function<bool(const std::string&)>* roots) const;
  /// "RECORD.FIELD" of the static tables of operations that name the function.
  std::set<std::string> tablesOf(const FunctionFact& fn) const;
  void indexCalls();
  struct Solver;
  template <class Wanted>
  std::vector<Writer> writers(ObjectRef object, Wanted wanted) const;
  const Model& model_;
  std::vector<const UnitFacts*> units_;
  const std::map<Demand, Answer>& answers_;
  std::vector<Source> sources_;
  std::map<EffectKind, std::vector<CallRef>> calls_;
  mutable std::unique_ptr<std::unordered_map<std::string_view, std::vector<CallRef>>> plain_callers_;
  std::unique_ptr<Solver> solver_, united_;  ///< united_: while solver_ is split
};

}  // namespace gupkit
