// SPDX-License-Identifier: GPL-2.0-only
// What a function knows of a record's fields where it takes or drops pages, as plain data.
//
//     shm->flags = flags;                       tag store
//     if (flags & USER)                         condition
//             get_user_pages_fast(a, n, w, shm->pages);
//     else
//             own_pages(a, n, shm->pages);
//     ...
//     if (shm->flags & USER)                    the same condition, on the record
//             put_page(shm->pages[i]);
//
// Both kinds of page lie in one field; which of them a record has is written in
// another. The verdicts step reads off these facts that the release never meets a
// page of the second kind; tool/verdict/separate.h has the argument.
//
// A variable here is a parameter or local that has one value while its function
// runs: it is never assigned again, and nobody has its address. A parameter that is
// assigned later stands for what was passed, where no assignment can have come before.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gupkit {

using GuardVarId = uint32_t;  ///< index into GuardFunction::vars
inline constexpr uint32_t kNoIndex = UINT32_MAX;

/// What an integer or pointer expression is, as far as conditions can be about it.
struct GuardValue {
  enum class Kind : uint8_t {
    unknown,
    constant,  ///< `number`; the address of a global is the hash of its key
    var,       ///< the variable itself
    field,     ///< var->field
  } kind = Kind::unknown;
  GuardVarId var = kNoIndex;
  uint32_t field = kNoIndex;  ///< index into UnitFacts::objects
  uint64_t number = 0;
};

/// (subject & mask) == want, or not; `subject` is no constant. Held when a statement was reached.
struct GuardAtom {
  GuardValue subject;
  uint64_t mask = ~uint64_t(0), want = 0;
  bool equal = true;
};

/// Where a pointer or page comes from, within its function.
struct GuardOrigin {
  enum class Kind : uint8_t {
    unknown,
    var,    ///< a parameter, or memory that was allocated here
    field,  ///< what lies in var->field
    call,   ///< the result of a call
  } kind = Kind::unknown;
  GuardVarId var = kNoIndex;
  uint32_t field = kNoIndex;  ///< index into UnitFacts::objects
  uint32_t call = kNoIndex;   ///< index into UnitFacts::calls
  int8_t deref = 0;           ///< how often it was dereferenced since: 1 for var->field[i], -1 for &var->field
  auto operator<=>(const GuardOrigin&) const = default;
};
using GuardOrigins = std::vector<GuardOrigin>;

struct GuardVar {
  int param = -1;        ///< its position, -1: a local
  bool looped = false;   ///< may have another value in the next turn of a loop
  GuardVarId root = kNoIndex;  ///< memory allocated here: the variable that got it first; several can point into one allocation
};

/// What two arguments can be at once, where they are parameters that the function writes.
struct GuardJoint {
  struct Choice {
    GuardValue flag, page;
  };
  uint32_t flag = 0, page = 0;  ///< which arguments
  std::vector<Choice> choices;
};

/// An argument that is a field of a record of which another field was tested just before:
/// tool/facts/together.h.
struct GuardUse {
  uint32_t argument = 0;
  uint32_t page = 0, flag = 0;  ///< indexes into UnitFacts::objects
  uint64_t mask = 0, want = 0;  ///< (flag & mask) == want, or not
  bool equal = true;
};

struct GuardCall {
  uint32_t call = 0;               ///< index into UnitFacts::calls
  uint32_t order = 0;              ///< of the statements of a function, as they stand
  std::vector<GuardAtom> atoms;
  std::vector<GuardValue> values;  ///< of the arguments
  std::vector<GuardOrigins> origins;
  GuardValue table;    ///< call of a member of a table of operations: the pointer to that table
  std::vector<GuardJoint> joints;
  std::vector<GuardUse> uses;
};

/// `*to = value` of something that may be a page, or lead to one.
struct GuardStore {
  uint32_t pointer = 0, value = 0;  ///< values of UnitFacts
  uint32_t order = 0;
  std::vector<GuardAtom> atoms;
  GuardOrigins to;       ///< of the place: deref 0 for var->field = value, 1 for var->field[i] = value
  GuardVarId from = kNoIndex;  ///< the variable that is stored, if it is one
  GuardOrigins what;           ///< of the value
  uint32_t group = kNoIndex;   ///< as in TagStore
};

/// A write to a field that conditions may be about. Without a variable: by a way that is not followed.
struct TagStore {
  uint32_t function = 0;
  GuardVarId var = kNoIndex;
  uint32_t field = 0;          ///< index into UnitFacts::objects
  uint32_t order = 0;
  std::vector<GuardAtom> atoms;
  GuardValue value;
  uint64_t touched = ~uint64_t(0);  ///< the bits that may change
  /// Stores of one function with the same number write the same record, one right after the other, each
  /// another field: tool/facts/together.h. They have `atoms` and `value`, and `order` if not `var`.
  uint32_t group = kNoIndex;
};

struct GuardFunction {
  uint32_t function = 0;  ///< index into UnitFacts::functions
  std::vector<GuardVar> vars;
  std::vector<GuardCall> calls;
  std::vector<GuardStore> stores;
};

}  // namespace gupkit
