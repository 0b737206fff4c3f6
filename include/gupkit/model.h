// SPDX-License-Identifier: GPL-2.0-only
// The API model: what the kernel's functions do with page references, as data.
//
// The built-in table is tool/model/api.model; `--model FILE` adds to it. One line
// an entry: KIND NAME [key=value...]. tool/model/api.model opens with the grammar.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gupkit/error.h"

namespace gupkit {

enum class EffectKind {
  acquire,   ///< takes references on user pages
  release,   ///< drops such a reference
  dirty,     ///< marks a page dirty
  extra,     ///< takes one more reference on a page it is given
  source,    ///< hands out a page from elsewhere
  consume,   ///< takes over the caller's reference
  flow,      ///< moves pages between its arguments and result
  invoke,    ///< runs a callback: the one that its carrier (argument 0) holds, with the carrier, or Effect::callbacks
  sleep,     ///< may sleep: shows that its caller can
  lock,      ///< from here on no sleeping
  unlock,
  notifier,  ///< registers an MMU notifier
  count,      ///< reads how many references the page has
  cpu_access, ///< the CPU reads or writes the data of the page
  device,    ///< maps a page for DMA
};

/// An operand of a flow: `ret`, an argument, what it points to, `**N`, or what is kept in all RECORDs.
struct Operand {
  int arg = -1;   ///< -1: the result; kKept: what is kept
  int deref = 0;  ///< 0, 1 or 2
  std::string kept = {};  ///< RECORD.NAME: of any instance, as with a field
  static constexpr int kKept = -2;
};

/// What a function runs: parameter `param` of the callback in argument `function` is `from`.
struct Callback {
  int function = 0, param = 0;
  Operand from;
};

struct FlowEffect {
  Operand to, from;
  /// page_address() and its like: what is written there is not written to struct page.
  enum class As : uint8_t { same, memory, page, bytes } as = As::same;
};

enum class AcquireKind { get, pin, iov, frames };

struct Effect {
  EffectKind kind = EffectKind::flow;
  std::string name;

  // acquire
  AcquireKind acquire = AcquireKind::get;
  std::string pin;     ///< its pin counterpart, "" if none
  std::string untracked;  ///< its name where it cannot be converted (put_user_page dialect), "" if none
  std::string tracked;    ///< of such a name: the one that it is untracked for
  bool fast_only = false;
  bool one = false;       ///< acquire: of one page, without a number of pages among its parameters; extra, release: of
                          ///< one reference, whatever the page's state
  bool result_page = false;  ///< the page is the result
  int deref = 1;  ///< page array parameter: pages are in *arg (1) or **arg (2)
  int arg = -1;   ///< fixed position where the prototype cannot tell
  /// release
  bool unpin = false;    ///< already the target's call
  bool got = false;      ///< of such a call: the put_user_page dialect's, for pages of get_user_pages*()
  std::string put;       ///< of such a call: its name in the put_user_page dialect, "" if none
  bool bulk = false;     ///< argument is an array
  bool folio = false;
  bool whole = false;    ///< releases the carrier (put_vaddr_frames): the call itself stays
  /// source, alloc: fresh memory, no page
  bool memory = false;
  /// memory: a page it may be as well (mempool_alloc())
  bool pool = false;
  /// source: the result is an address by which the pages of this argument can be found again (dma_map_page())
  Operand of;
  /// invoke: run with these; empty: the carrier's
  std::vector<Callback> callbacks;
  /// source: the result is the address of the page's memory
  bool address = false;
  /// source: hands out what a page table entry leads to, and no reference where the entry was only looked up
  bool entry = false;
  /// consume: only when argument `flag_arg` may have `flag`
  int flag_arg = -1;
  std::string flag;
  /// consume: not where the flag `unless` has been set in the record that argument 0 points to, or where
  /// the function `told` has said that it is
  std::string unless, told;

  std::vector<FlowEffect> flows;
};

/// What a pointer's type says: kNoPage, it is none to struct page; kPage, it is one, and none to the memory
/// of that page. A carrier of Model::families, from kFamily, excludes struct page and what Model::leads() denies.
inline constexpr uint8_t kNoPage = 1, kPage = 2, kFamily = 3;

/// Two operations of one table: what the function in the field `first` returns comes back to that in the field
/// `second` of the same table, as its argument `arg`, and to no other table's.
struct OperationPair {
  std::string first, second;  ///< RECORD.FIELD, of one record
  int arg = 0;
  /// Name of what all functions in `first` return; `loose`: of those only that are not put there by a table.
  std::string returned(bool loose) const { return first + (loose ? "()?" : "()"); }
};

struct Model {
  /// Several effects may share a name (dirty and release in one call).
  std::multimap<std::string, Effect, std::less<>> effects;
  std::set<std::string, std::less<>> filled;       ///< of `memory`: what it returns has a content already (krealloc())
  std::set<std::string, std::less<>> borrow;       ///< looks at its arguments only
  std::set<std::string, std::less<>> plain;        ///< keeps no pointer that it is given, not even to what is no page
  std::set<std::string, std::less<>> symbols;      ///< returns the address of the function that argument 0, a string, names
  std::set<std::string, std::less<>> heads;        ///< of flow: what it returns has one count of references with argument 0
  std::set<std::string, std::less<>> maps;         ///< a page table takes over a reference on argument 0
  std::set<std::string, std::less<>> fresh;        ///< of memory and sources: what it returns nobody else has
  std::set<std::string, std::less<>> transparent;  ///< record tags
  std::set<std::string, std::less<>> typed;        ///< of these: only members of transparent type carry
  std::set<std::string, std::less<>> apart;        ///< of these, as RECORD.FIELD: fields that are no part of the carrier
  std::set<std::string, std::less<>> exclusive;    ///< RECORD.FIELD of a union, read under no other member's name
  std::set<std::string, std::less<>> lent;         ///< RECORD.FIELD of a request: who serves it only looks at what lies there
  /// RECORD.FIELD -> functions that only look at what they read there
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> views;
  std::set<std::string, std::less<>> data_only;    ///< RECORD.FIELD where the CPU finds data: no way to the page
  std::vector<OperationPair> pairs;                ///< calls through these fields pass on nothing else of the carrier
  std::set<std::string, std::less<>> atomic_begin, atomic_end;  ///< beside what else is said of them: as lock and unlock
  std::set<std::string, std::less<>> get_flags;    ///< of an acquire: its pin counterpart fails with one
  std::set<std::string, std::less<>> steady;       ///< leaves locks, interrupts and preemption as they were
  std::set<std::string, std::less<>> lookups;      ///< set a pointer to a page table entry, by its address; the entry stays
  std::set<std::string, std::less<>> numbers;      ///< typedefs of integers, and RECORD.FIELD, without an address or frame number
  std::set<std::string, std::less<>> links;        ///< of these: what struct page has inside, so a pointer to one can be a page
  std::map<std::string, uint8_t, std::less<>> families;  ///< of these: tag -> a number of its own, from kFamily
  std::array<std::bitset<0x80>, 0x80> lead{};  ///< by these numbers: whether a pointer to the one can lead to the other
  std::set<std::string, std::less<>> converts; ///< from an address or frame number to a page
  std::set<std::string, std::less<>> nowhere;  ///< globals that are bases of address arithmetic (vmemmap)
  std::set<std::string, std::less<>> other_globals;  ///< globals that hold pages of their own (empty_zero_page)

  std::set<std::string, std::less<>> given;  ///< words of the user's files: a driver's function of that name is meant

  bool knows(std::string_view name) const {
    return effects.find(name) != effects.end() || borrow.find(name) != borrow.end();
  }
  /// Whether a pointer to a carrier of the one number can lead to an object that is declared as the other.
  bool leads(uint8_t pointer, uint8_t declared) const { return lead[pointer][declared]; }
  const Effect* find(std::string_view name, EffectKind kind) const;
  std::vector<std::string> names(EffectKind kind) const;
  /// What takes, drops, brings or takes over a reference.
  std::set<std::string> countingNames() const;
  /// Identity of the contents, part of every cache key.
  std::string fingerprint;
};

/// The built-in model, with the given files added in order.
Result<Model> loadModel(const std::vector<std::string>& extra_files);
/// For tests: parses one text. `origin` names it in errors.
Status parseModel(const std::string& text, const std::string& origin, Model& model);

}  // namespace gupkit
