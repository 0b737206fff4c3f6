// SPDX-License-Identifier: GPL-2.0-only
// Two kinds of pages in one field of a record, and another field that tells which.
//
// The linked program has one object for a field of all records of a type. Where a
// driver keeps user pages or its own in `buf->pages`, and writes into `buf->user`
// which they are, both kinds seem to reach both releases. This step proves for one
// source and one release that they never meet:
//
//   1. The release stands under a condition on a field F of the record that it takes
//      its page from (in its function, or in all that call it).
//   2. Every statement that puts a page of the source into that place, or the memory
//      which holds it into that field, works on a record whose F contradicts that
//      condition: the statement stands under the contrary condition, or the record
//      was allocated in its function and gets another F there.
//   3. F is written to records only in the function that allocated them, before
//      anybody else can have them. So what F said once it says for good.
//
// A function that is called only through one static table of operations stands under
// the condition that the record points to that table.
//
// A parameter that its function writes later counts where no write can have come
// before: what is known of it there is about what was passed.
//
// Where the flag may change, a second way (never()): flag and page are always written
// together, so that a record has both as one pair of statements left them.
//
//     frag->user = user;                      keep(rec, i, 1, pages[n]);
//     frag->page = page;                      keep(rec, i, 0, alloc_page(GFP_KERNEL));
//
//   1. The release is called with a page field of a record whose flag has been tested
//      just before: nothing in between can write either (tool/facts/together.h).
//   2. Each write to the one field, in any function, stands next to one to the other, of
//      the same record, with nothing but plain stores in between. Nobody has the
//      address of either, and neither shares its memory. Memory that is not written
//      so has no page, or both from another record of that type.
//   3. Each such pair that may store a page of the source stores a flag that contradicts
//      the condition. Where both are parameters, that is asked of each call; and where a
//      caller passes parameters of his own which he writes, of each two assignments that
//      can be the last ones at once.
//
// What has no such form is not proved. Believed, beside docs/verdicts.md: a field is
// not read before it is written, unless its memory was zeroed, records are copied
// as a whole, and nobody looks at a record while another fills it.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "gupkit/link.h"

namespace gupkit {

class Separator {
 public:
  explicit Separator(const Program& program);

  enum class Answer : uint8_t {
    no,       ///< not proved
    yes,      ///< pages of the source never get there
    pending,  ///< yes, if needs() bring nothing new
  };
  /// `array`: the argument is an array of pages.
  Answer apart(uint32_t source, CallRef ref, unsigned argument, bool array);
  const std::vector<Opening>& needs() const { return needs_; }

 private:
  struct Frame {
    uint32_t unit = 0;
    const GuardFunction* guard = nullptr;
    bool operator==(const Frame&) const = default;
    const GuardVar& var(GuardVarId id) const { return guard->vars[id]; }
  };
  /// An atom whose field is one of the whole program; kNoField: on the variable itself.
  struct Fact {
    GuardVarId var = 0;
    uint32_t field = kNoField;
    uint64_t mask = 0, want = 0;
    bool equal = true;
    bool looped = false;  ///< its variable may have had another value in another statement
  };
  static constexpr uint32_t kNoField = UINT32_MAX;
  using Facts = std::vector<Fact>;
  /// A place in a function, and what holds there.
  struct At {
    Frame frame;
    uint32_t order = 0;
    Facts facts;
  };
  /// A record in a field of which pages lie, seen from the release.
  struct Place {
    const At* at = nullptr;
    GuardVarId record = 0;
    Facts about;  ///< on fields of the record
    uint32_t field = 0;  ///< where the pages or their array are
  };

  const Program& p_;
  std::map<std::pair<uint32_t, uint32_t>, const GuardFunction*> functions_;
  std::map<CallRef, std::pair<const GuardFunction*, const GuardCall*>> calls_;
  std::map<uint32_t, std::vector<std::pair<uint32_t, const TagStore*>>> tags_;  ///< field -> unit, store
  std::map<std::string, std::set<std::string>> tables_;  ///< function key -> tables that it lies in
  uint32_t source_ = 0;
  std::vector<Opening> needs_;
  int depth_ = 0;
  std::set<uint32_t> parts_;  ///< fields that may be written without the rest of their record
  std::map<std::string, std::vector<const Object*>> around_;  ///< key of a record -> fields that it lies in

  Fact fact(const Frame& frame, const GuardAtom& atom) const;
  Facts facts(const Frame& frame, const std::vector<GuardAtom>& atoms) const;
  static bool clash(const Fact& a, const Fact& b);
  static bool clash(const Facts& a, const Facts& b, bool same_statement);
  static bool impossible(const Facts& facts) { return clash(facts, facts, true); }
  std::optional<Fact> satisfied(const Frame& frame, const GuardValue& value, const Fact& wanted, bool& never) const;

  template <class Visit>
  bool everyCaller(const At& at, Visit visit);
  std::optional<GuardVarId> passed(const Frame& frame, GuardVarId var, const GuardCall& call) const;

  bool comesNever(const At& at, const GuardOrigin& origin, CallRef ref);
  bool fieldHasNever(const At& at, GuardVarId record, uint32_t field, int deref);
  bool localHasNever(const At& at, GuardVarId root, CallRef ref);
  Facts about(const At& at, GuardVarId record) const;

  // Flag and page written together.
  bool sharesMemory(const Object& field) const;
  const TagStore* partner(uint32_t unit, const TagStore& tag, uint32_t field) const;
  bool pairs(uint32_t field, uint32_t with) const;
  bool never(uint32_t unit, const GuardUse& use);
  bool storesNever(const Program::Writer& writer, const Fact& wanted, uint32_t page);
  bool pairNever(At at, const GuardValue& flag, const GuardValue& page, const Fact& wanted);
  bool passesNever(uint32_t param, const CallRef& by) const;

  struct Deposit {
    At at;
    GuardOrigins to;  ///< as the place's content
    GuardVarId from = kNoIndex;
    GuardOrigins what;  ///< of the value, where known
  };
  bool deposits(const std::vector<Program::Writer>& writers, uint32_t object, std::vector<Deposit>& out) const;
  bool allElsewhere(const std::vector<Program::Writer>& writers, uint32_t object, const Place& place);
  bool elsewhere(const At& at, const GuardOrigin& to, uint32_t object, const Place& place);
  bool otherRecord(const At& at, GuardVarId record, const Place& place);
  bool settled(const At& at, GuardVarId record, const Fact& wanted);
};

}  // namespace gupkit
