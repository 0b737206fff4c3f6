// SPDX-License-Identifier: GPL-2.0-only
#include "cli/at_stake.h"

#include <algorithm>

#include "cli/branches.h"

namespace gupkit {
namespace {

bool meet(const std::set<std::string>& a, const std::set<std::string>& b) {
  return a.size() < b.size()
             ? std::any_of(a.begin(), a.end(), [&](auto& one) { return b.count(one) != 0; })
             : std::any_of(b.begin(), b.end(), [&](auto& one) { return a.count(one) != 0; });
}

}  // namespace

const CodeView& AtStake::view(const UnitFacts& unit, const std::string& file) {
  auto& known = views_[{unit.file, file}];
  if (!known) {
    known = std::make_unique<CodeView>(text_(file), skippedIn(unit, file), model_);
  }
  return *known;
}

const std::set<AtStake::Found>& AtStake::of(const Program& program, uint32_t source, bool flags,
                                            const std::map<std::string, UnitFacts>& base) {
  auto [known, added] = found_.try_emplace({source, flags});
  std::set<Found>& out = known->second;
  if (!added) return out;
  const Stake stake = program.stake(source, flags);
  struct InUnit {
    std::map<std::string, std::set<uint32_t>> places;  ///< file -> offsets of the functions' names
    std::set<std::string> own;  ///< names of functions that this unit alone has
  };
  std::map<const UnitFacts*, InUnit> units;
  for (auto [u, f] : stake.functions) {
    const UnitFacts& read = *program.units()[u];
    auto it = base.find(read.file);
    if (it == base.end()) continue;
    const FunctionFact& fn = read.functions[f];
    InUnit& in = units[&it->second];
    in.places[read.files[fn.at.file]].insert(fn.at.offset);
    in.own.insert(fn.name);
  }
  for (const std::string& file : touching_(stake))
    if (auto it = base.find(file); it != base.end()) units[&it->second];

  for (auto& [unit, in] : units) {
    std::set<std::string> files;
    if (!unit->skipped.empty() || in.places.count(unit->file)) files.insert(unit->file);
    for (const SkippedPart& part : unit->skipped_in) files.insert(part.file);
    for (auto& [file, offsets] : in.places)
      if (file[0] != '/') files.insert(file);
    // What the functions name, by macros of these files, too.
    CodeWords named;
    for (auto& [file, offsets] : in.places)
      if (files.count(file))
        for (uint32_t offset : offsets) {
          const CodeView& v = view(*unit, file);
          if (const Construct* c = v.at(offset)) named.add(v.words(*c));
        }
    for (const std::string& file : files)
      if (!in.places.empty()) view(*unit, file).addMacros(named);
    for (const std::string& file : files) {
      const CodeView& v = view(*unit, file);
      auto offsets = in.places.find(file);
      auto atStake = [&](const Construct& c) {
        return offsets != in.places.end() &&
               std::any_of(offsets->second.begin(), offsets->second.end(),
                           [&](uint32_t at) { return c.range.begin <= at && at < c.range.end; });
      };
      auto hasSites = [&](const Construct& c) {
        return std::any_of(unit->shapes.begin(), unit->shapes.end(),
                           [&](const ShapeFunction& shape) {
                             return shape.file == file && c.range.begin < shape.range.end &&
                                    shape.range.begin < c.range.end;
                           });
      };
      for (const CodeView::Part& part : v.parts()) {
        const bool touches = meet(part.words.members, stake.members) ||
                             meet(part.words.all, stake.names) || meet(part.words.all, in.own);
        bool matters = false;
        if (!part.in) {
          matters =
              part.statements && (touches || meet(part.defines, named.all) ||
                                  meet(part.defines, in.own) || meet(part.defines, stake.names));
        } else {
          switch (part.in->kind) {
            case Construct::Kind::function:
              if (atStake(*part.in))
                matters = part.statements &&
                          (!part.off || part.fragment || touches || hasSites(*part.in));
              else
                matters = part.statements && touches;
              break;
            case Construct::Kind::initializer:
              matters = touches || named.all.count(part.in->name) ||
                        meet(part.words.members, named.called);
              break;
            case Construct::Kind::record:
              matters = part.fragment && stake.tags.count(part.in->name);
              break;
            case Construct::Kind::other:
              matters = touches;
              break;
          }
        }
        if (matters) out.insert({unit->file, file, part.range, part.off});
      }
    }
  }
  return out;
}

}  // namespace gupkit
