// SPDX-License-Identifier: GPL-2.0-only
#include "cli/flag_fitter.h"

#include <algorithm>
#include <optional>
#include <set>

#include "support/fork_map.h"
#include "support/hash.h"
#include "support/text.h"

namespace gupkit {
namespace {

std::string keyOf(const std::vector<std::string>& set) {
  Hasher h;
  h.add("flags").add(uint64_t(GUPKIT_LLVM_MAJOR));
  for (auto& flag : set) h.add(flag);
  return "flags\n" + h.digest().hex();
}

constexpr char kEnd = '\0';  // stands in no argument of a command line

std::string save(const std::vector<RefusedFlag>& refused) {
  std::string out;
  for (auto& one : refused) out += one.flag + kEnd + one.why + kEnd;
  return out;
}

std::vector<RefusedFlag> load(const std::string& blob) {
  std::vector<RefusedFlag> out;
  const auto words = split(blob, kEnd);
  for (size_t i = 0; i + 1 < words.size(); i += 2) out.push_back({std::string(words[i]), std::string(words[i + 1])});
  return out;
}

}  // namespace

void FlagFitter::ask(const std::vector<Set>& sets) {
  std::vector<Set> open;
  for (auto& set : sets) {
    if (known_.count(set)) continue;
    if (auto blob = cache_.get(keyOf(set))) known_[set] = load(*blob);
    else if (std::find(open.begin(), open.end(), set) == open.end()) open.push_back(set);
  }
  ForkOptions fork;
  fork.jobs = jobs_;
  const auto answers = forkMap(open.size(), fork, [&](size_t i) { return save(refusedFlags(open[i])); });
  for (size_t i = 0; i < open.size(); ++i) {
    auto& refused = known_[open[i]];
    if (!answers[i].ok) continue;  // each file with them will say that it cannot be read
    refused = load(answers[i].blob);
    cache_.put(keyOf(open[i]), answers[i].blob);
  }
}

void FlagFitter::fit(const std::vector<CompileUnit*>& units) {
  std::vector<Set> sets;
  for (CompileUnit* unit : units) {
    unit->flags = allowedFlags(unit->flags);
    sets.push_back(checkedFlags(unit->flags));
  }
  ask(sets);
  for (size_t i = 0; i < units.size(); ++i)
    for (const RefusedFlag& refused : known_[sets[i]]) std::erase(units[i]->flags, refused.flag);
}

std::vector<std::string> FlagFitter::notes() const {
  std::set<std::string> said;
  for (auto& [set, refused] : known_)
    for (auto& one : refused) said.insert(one.flag + " is left out: " + one.why);
  return {said.begin(), said.end()};
}

}  // namespace gupkit
