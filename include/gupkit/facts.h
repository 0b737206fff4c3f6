// SPDX-License-Identifier: GPL-2.0-only
// The facts of one translation unit: flows between abstract places, as plain data.
//
// A *value* is what an expression can hold: pointers, and integers as wide as one
// (page frame numbers, addresses kept in unsigned long). A value's meaning is the
// set of *objects* it can refer to; an object is a piece of memory with one
// *content* value. Locals are in SSA form, so a variable that is used for two
// pages one after the other is two values.
//
//   p = &obj        addr    p has obj
//   d = s           copy    d has what s has
//   d = *s          load    d has the content of every object of s
//   *d = s          store   the content of every object of d has what s has
//   d = *(u64 *)s   load_number   as load, except that no pointer to a page can lie there by its type
//   *(u64 *)d = s   store_number  as store, the same
//   d = (T *)s      memory  d has the memory of every page of s, and what else s has
//   d = (struct page *)s  page  of an integer s: d has the page of every memory of s, and what else s has
//   d = &s->f       field   d has the one object of field f of its record type
//   d = f(a, b)     call
//
// Fields are objects per record type, not per instance: container_of(), work
// items and private pointers need no tracking. UnitFacts::members has what is
// needed to tell instances apart where that can be proved; the linker decides
// (tool/link/splitter.cpp). Records that the model calls
// transparent (scatterlist, bio_vec, list_head, ...) are carriers of pages used
// by everybody; a pointer into one is a pointer to it, and it is told apart by
// the place that holds it.
//
// C types are believed where they are narrow: a `struct bio *` points to no struct
// page and to no scatterlist, whatever a list or a `void *` brought there. See
// UnitFacts::narrow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gupkit/guard.h"
#include "gupkit/paths.h"
#include "gupkit/shape.h"

namespace gupkit {

using ValueId = uint32_t;   ///< index of a value in its unit; 0 is "nothing"
using ObjectId = uint32_t;  ///< index into UnitFacts::objects
using FileId = uint32_t;    ///< index into UnitFacts::files

struct Place {
  FileId file = 0;
  uint32_t line = 0, column = 0, offset = 0;
};

enum class ObjectKind : uint8_t {
  local,     ///< a local aggregate or address-taken variable
  global,    ///< a variable with static storage
  field,     ///< a field of a record type
  function,  ///< a function, as a value
  string,    ///< a literal or another thing of no interest
};

struct Object {
  ObjectKind kind = ObjectKind::local;
  /// Unique over the program: "file.c:fn:var", "name", "dir/x.h:rec.field"
  std::string key;
  std::string member;   ///< field: the member's name
  std::string owner;    ///< field: the record's tag
  /// field, local: the key of the record that lies in it, or that it is, alone or as an array; empty: none
  std::string inner;
  bool in_union = false;  ///< field: it shares its memory with others
  FileId file = 0;      ///< field: where the record is defined; others: where declared
  bool is_static = false;  ///< global, function: internal linkage
  bool integer = false; ///< field, global: an integer; it can hold an address or frame number only
  bool numbers = false; ///< an integer, or an array of them
  bool pageish = false; ///< field: its type can lead to a page (struct page *, void *, ...)
  bool small = false;   ///< a number, a pointer or a link by itself: no carrier lies in it
  uint8_t holds = 0;    ///< a pointer variable or field: how narrow its type is, as in UnitFacts::narrow
  std::string points;   ///< field: the key of the record that it points to; empty: none
  bool own_page = false;  ///< of a driver: struct page by itself, or an array of it
  bool defined = false;   ///< global: this unit defines it
  bool swept = false;     ///< global: in a section of which the linker gives everybody the ends
  uint8_t family = 0;   ///< a carrier, or an array of them: its number in Model::families
};

enum class FlowKind : uint8_t { copy, addr, load, store, memory, page, load_number, store_number };

/// `&base->field`: the flow that gives `to` the field, and the pointer that it was reached through.
struct MemberFact {
  ValueId to = 0, base = 0;
  ObjectId field = 0;
};

struct Flow {
  FlowKind kind;
  ValueId to = 0;
  uint32_t from = 0;  ///< a value, or for addr an object
};

/// Whether sleeping is allowed where a call stands: tool/facts/atomic.h.
enum class Context : uint8_t {
  unknown,  ///< nothing is proved
  atomic,   ///< on some path a lock is held that forbids it, the page lock among them, or interrupts are off
  caller,   ///< as where the function is called
  sleeps,   ///< on every path a call that sleeps comes before, and nothing after it that may forbid it
  /// Unknown as far as a conversion goes; as the last two where a kernel's function that is not known, and is not
  /// called like one that enters anything, is believed to enter nothing.
  caller_believed,
  sleeps_believed,
};

/// An argument that is the array of pages that a parameter of the caller is, null where that is.
struct PassedArray {
  uint32_t argument = 0, param = 0;
};

/// A call, with what the later steps ask of it.
struct CallFact {
  uint32_t caller = 0;      ///< index into UnitFacts::functions
  std::string callee;       ///< key of the function; empty for a call through a pointer
  std::string name;         ///< its plain name; "own " before it: a driver's, not the one that the model knows
  FileId callee_file = 0;   ///< where it is declared
  ValueId pointer = 0;      ///< call through a pointer: its value
  std::vector<ValueId> args;
  ValueId result = 0;
  Place at;                 ///< of the name
  bool in_macro = false;    ///< the name token comes from a macro body
  std::string macro;        ///< its name
  Context context = Context::unknown;
  bool static_callee = false;
  uint64_t null_args = 0;   ///< bit i: argument i is a null pointer constant
  uint64_t null_arrays = 0; ///< bit i: argument i is an array of pages and may be null: tool/facts/null_array.h
  std::vector<PassedArray> passed_arrays;
  bool hidden_flag = false; ///< acquire: its flags may hold one that a pin refuses, out of sight: tool/facts/plain_flag.h
  uint64_t page_args = 0;   ///< bit i: argument i can lead to a page
  uint32_t named_args = 0;  ///< arguments that the prototype names; what follows is printed
  uint64_t integer_args = 0;  ///< bit i: argument i is an integer: an address or frame number at most
  uint64_t narrow_args = 0; ///< bit i: argument i is an integer that the number of a page was made narrower for
  uint64_t byte_args = 0;   ///< bit i: argument i is an address of bytes: of a page's memory at most by habit
  /// Keys of the records that the callee gets, or gives back, as a whole or by an address of or in them. Not of calls
  /// that are known to look at no more than they are given.
  std::vector<std::string> records;
  /// memory: the key of the record that was asked for, alone or as an array, by no more than its size; empty: not known
  std::string made_as;
  bool skipped_body = false;  ///< an inline function of a kernel header, not read: it names nothing that counts
  bool computes = false;    ///< such a function from numbers to a number, with nothing else in its text
  std::vector<std::string> hands_on;  ///< the functions without a body here that such a function calls, by its text
  std::vector<std::string> arg_text;  ///< for calls of the model only
  std::vector<std::string> param_types;  ///< of the callee's prototype; for calls of the model only
  std::vector<std::string> param_names;
  bool balanced = false;  ///< one of the calls here that take and drop references on a page and even out: tool/facts/balance.h
  bool flagged = false;   ///< consume: the flag that makes it one may be set
  bool looked_up = false;  ///< source: of a page table entry that this function only looks at: tool/facts/lookup.h
  std::vector<uint32_t> closed_by;  ///< acquire of one page, source: the calls here one of which drops it, on every path
};

struct FunctionFact {
  std::string key;
  std::string name;
  Place at;
  bool is_static = false;
  bool address_taken = false;
  bool only_in_tables = false;  ///< address taken, and only to initialize static tables of operations
  bool in_header = false;
  bool notifier = false;  ///< registers an MMU notifier
  bool weak = false;      ///< another file may have the one that runs
  bool implementation = false;  ///< the model speaks for it: it is part of the GUP API itself
  ValueId first_value = 0, last_value = 0;  ///< its values: [first, last)
  std::vector<ValueId> params;
  std::vector<bool> param_pageish;
  std::vector<std::string> param_types;
  ValueId result = 0;
};

/// A direct call that is no CallFact, because no page comes or goes with it; for its context.
struct PlainCall {
  uint32_t caller = 0;  ///< index into UnitFacts::functions
  uint32_t callee = 0;  ///< index into UnitFacts::plain_callees
  Context context = Context::unknown;
};

/// A function stored in a table of operations: `static const struct T table = { .member = function }`.
struct TableEntry {
  std::string table;     ///< key of the global
  std::string type;      ///< record tag of the table
  std::string member;
  std::string function;  ///< key
};

// A page that a function hands to a callback, beside the record that the callback lies in:
//
//     static void walk(struct page *page, struct walk_control *wc) { wc->one(page, wc->arg); }
//     struct walk_control wc = { .one = unmap_one };
//     walk(page, &wc);

/// A call through a member of a record that is a parameter: an argument is the page of another parameter.
struct ThroughFact {
  uint32_t call = 0, argument = 0;
  uint32_t page = 0, record = 0;  ///< parameters of the caller, which nothing writes
  ObjectId field = 0;
};
/// An argument of a direct call that hands over a record with functions in it: that record, or what goes with it.
struct HandedFact {
  static constexpr uint32_t kNone = UINT32_MAX;
  uint32_t call = 0, argument = 0;
  uint32_t param = kNone;         ///< it is this parameter of the caller, which nothing writes
  ObjectId record = kNone;        ///< or the address of this local record
};
/// A function that is put into a local record.
struct LocalCallback {
  ObjectId record = 0, field = 0;
  std::string function;  ///< key; empty: which one is not known
};

/// Why no flow says where a value goes, or comes from.
enum class Loss : uint8_t {
  assembly,    ///< an operand of inline assembly
  expression,  ///< an expression that is not understood
  arguments,   ///< of a variable list of arguments
  number,      ///< a page of a number that is narrower than a pointer, or not followed
  cast,        ///< a record that is seen as another one
  piece,       ///< a number in memory that is too narrow for it
};
/// A value that goes where no flow says: what it can refer to may be released there. `in`: it comes from there.
struct LostFact {
  ValueId value = 0;
  Loss why = Loss::expression;
  bool in = false;
  Place at;
};
/// A pointer to a driver's record that becomes one to void.
struct UntypedFact {
  ValueId value = 0;
  std::string record;  ///< key
};
/// A function that returns the next piece of the memory behind the record of a parameter: tool/facts/carve.h.
struct CarveFact {
  uint32_t function = 0, param = 0;
  ObjectId counter = 0;
};

struct SkippedPart {
  std::string file;  ///< relative to the tree
  Range range;
};

struct UnitFacts {
  std::string file;  ///< of the unit, relative to the tree
  std::vector<std::string> files;  ///< relative to the tree where inside it, else absolute; [0] is the unit
  std::vector<Object> objects;
  std::vector<FunctionFact> functions;
  std::vector<CallFact> calls;
  std::vector<PlainCall> plain_calls;
  std::vector<std::string> plain_callees;  ///< keys
  std::vector<Flow> flows;
  std::vector<TableEntry> tables;
  std::vector<GuardFunction> guards;  ///< of functions outside of the kernel's headers
  std::vector<TagStore> tags;
  std::vector<ObjectId> parts;  ///< fields of records with a page, of which memset() and its like may write a part
  std::vector<MemberFact> members;
  std::vector<ThroughFact> through;
  std::vector<HandedFact> handed;
  std::vector<LocalCallback> callbacks;
  std::vector<CarveFact> carvings;
  std::vector<LostFact> lost;
  std::vector<std::string> punned;  ///< records that are also seen as bytes, or as another record
  std::vector<std::string> copied;  ///< records that are copied as a whole
  std::vector<UntypedFact> untyped;
  std::vector<ValueId> raw;  ///< memory of no type, void *, that is written or read as numbers or pointers from there
  std::vector<PathFunction> paths;  ///< of functions with acquires
  std::vector<PathFunction> pairings;  ///< of functions that take a reference and hand one over: no event but those calls
  std::vector<ObjectId> rewritten;  ///< fields for functions that may be written in a record of which only a pointer is known
  std::vector<ValueId> whole;  ///< addresses of records that are copied as a whole, from there or to there
  std::vector<ValueId> cleared;  ///< addresses of memory that memset() and its like fill
  /// Values that also go where no flow says: assembly, numbers, functions that the model calls lookers
  /// without calling them `plain`.
  std::vector<ValueId> lent;
  uint32_t values = 1;
  /// Values whose C type is a pointer to a record, ascending: kPage, it is struct page or an alias;
  /// kNoPage, it is another record, and no link that lies in struct page; or the number of the carrier that it
  /// is. The address of a page's memory can be in the last two, never the page.
  std::vector<std::pair<ValueId, uint8_t>> narrow;
  std::vector<ShapeFunction> shapes;  ///< of functions with sites
  std::vector<std::pair<FileId, PpRegion>> regions;
  std::vector<Range> skipped;       ///< of the unit's own text: from the directive of a branch that is left out to what ends it
  std::vector<SkippedPart> skipped_in;  ///< the same of the driver's headers, as they were read first
  std::vector<std::string> unset;   ///< CONFIG_ symbols that its text names and that are not set, also not to m; ascending
  std::vector<std::string> deps;  ///< absolute paths of all files read
  std::vector<std::string> errors;  ///< first errors of the parse; a unit with errors is a gap, its facts are not used to prove
};

/// The tag in the key of a record or of a field: "dir/x.h:tag", "dir/x.h:tag@line.member".
inline std::string recordTag(std::string_view key) {
  const size_t begin = key.find(':') + 1;
  return std::string(key.substr(begin, key.find_first_of("@.", begin) - begin));
}

/// Whether a function of this name is a tracepoint's, if a macro declares it: those look at what they are given.
inline bool isTracepoint(const std::string& name) {
  for (const char* prefix : {"__SCT__tp_func_", "__traceiter_", "trace_", "__trace_"})
    if (name.rfind(prefix, 0) == 0) return true;
  return false;
}

std::string saveFacts(const UnitFacts&);
bool loadFacts(const std::string& blob, UnitFacts&);

}  // namespace gupkit
