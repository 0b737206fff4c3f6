// SPDX-License-Identifier: GPL-2.0-only
// Pages that a device keeps from one call of the user to a later one, taken without FOLL_LONGTERM.
//
// A transfer ends by itself: its pages go back in the same call, or from a completion. What is kept until the user says
// so, or closes the file, may be kept for ever; such pages must not lie where they hold up others (CMA, movable zones,
// file systems that write straight to their store), and FOLL_LONGTERM moves them away or refuses.
//
// So the finding needs a release that is reached from where the user lets go (lasting.txt), by a way that none of the
// functions above the acquire is on: while a call of the user runs, his file is not released, so what is found there was
// kept. And none that is reached as a callback: that may be a completion.
#include <set>
#include <unordered_map>

#include "lasting_operations.h"  // generated: kLastingOperations
#include "lint/rules.h"
#include "support/text.h"

namespace gupkit::lint {
namespace {

using FunctionAt = std::pair<uint32_t, uint32_t>;  ///< unit, function

/// Who calls whom, upwards.
class Above {
 public:
  Above(const Program& program, const std::set<std::string>& lasting) : p_(program), lasting_(lasting) {
    for (const UnitFacts* unit : p_.units())
      for (const TableEntry& entry : unit->tables) tables_[entry.function].push_back(entry.type + "." + entry.member);
  }

  struct Reached {
    std::set<std::string> functions;  ///< keys
    bool lasting = false;             ///< one of them is where the user lets go
    bool callback = false;            ///< one of them is given away as a callback
  };
  /// Everything above a function, itself included, but what is in `without` and above that alone.
  Reached of(FunctionAt at, const std::set<std::string>& without) const {
    Reached out;
    std::vector<FunctionAt> work{at};
    while (!work.empty()) {
      const FunctionAt now = work.back();
      work.pop_back();
      const FunctionFact& fn = p_.units()[now.first]->functions[now.second];
      if (without.count(fn.key) || !out.functions.insert(fn.key).second) continue;
      if (auto in = tables_.find(fn.key); in != tables_.end()) {
        for (const std::string& member : in->second) out.lasting |= lasting_.count(member) != 0;
      } else if (fn.address_taken) {
        // Or in a record that is filled at run time: of operations, where it has one by which the user lets go.
        const auto fields = p_.keptIn(fn);
        bool operations = fields && !fields->empty();
        if (operations)
          for (const std::string& field : *fields) {
            const auto same = lasting_.lower_bound(field.substr(0, field.find('.') + 1));
            operations = operations && same != lasting_.end() && same->compare(0, same->find('.'), field, 0, field.find('.')) == 0;
            out.lasting |= lasting_.count(field) != 0;
          }
        out.callback |= !operations;
      }
      p_.eachCall(fn, [&](uint32_t unit, uint32_t function, gupkit::Context) { work.push_back({unit, function}); });
      // Through a table of operations that has been read.
      std::vector<Opening> open;
      for (CallRef by : p_.callersOf(now.first, now.second, open)) work.push_back({by.unit, p_.call(by).caller});
    }
    return out;
  }

 private:
  const Program& p_;
  const std::set<std::string>& lasting_;
  std::unordered_map<std::string, std::vector<std::string>> tables_;
};

}  // namespace
}  // namespace gupkit::lint

std::set<std::string> gupkit::LintInput::lastingOperations() {
  std::set<std::string> out;
  for (const std::string& line : split(kLastingOperations, '\n'))
    if (line.empty() || line[0] != '#')
      for (const std::string& word : split(line, ' '))
        if (!word.empty()) out.insert(word);
  return out;
}

namespace gupkit::lint {

void longtermMissing(View& c) {
  if (!c.in.longterm) return;
  const Program& p = c.program();
  std::optional<Above> above;
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.kind != SiteKind::acquire || e.implementation || e.sources.empty() || !e.device || e.releases.empty()) continue;
    const Source& source = p.sources()[e.sources[0]];
    if ((source.kind != SourceKind::get && source.kind != SourceKind::pin) || source.null_pages) continue;
    // An MMU notifier takes the pages back.
    if (e.gup_case == 3) continue;
    const CallFact& call = p.call(e.ref);
    if (call.name.find("longterm") != std::string::npos) continue;
    const auto flags = c.flags(e.ref);
    const std::string& text = c.in.text(p.file(e.ref));
    if (flags && !View::writtenOut(*flags) && text.find("LONGTERM") != std::string::npos) continue;
    if (flags && flags->find("LONGTERM") != std::string::npos) continue;
    if (!above) above.emplace(p, c.in.lasting);
    const FunctionAt taker{e.ref.unit, call.caller};
    const Above::Reached mine = above->of(taker, {});
    bool kept = false, transfer = false;
    std::optional<CallRef> last;
    for (CallRef release : e.releases) {
      if (p.caller(release).key == p.caller(e.ref).key) continue;
      const Above::Reached apart = above->of({release.unit, p.call(release).caller}, mine.functions);
      if (apart.lasting) {
        kept = true;
        last = release;
      }
      transfer |= apart.callback;
    }
    if (!kept) continue;
    Finding f = c.at(e.ref, "longterm-missing",
                     call.name + "() takes pages that stay with a device until the user lets go of them, without FOLL_LONGTERM");
    // Flags that somebody else made up are not known.
    f.proved = !transfer && (!flags || View::writtenOut(*flags) || text.find("FOLL_") != std::string::npos);
    f.path.push_back(c.step(e.ref, "pages taken by " + c.call(e.ref)));
    f.path.push_back(c.step(*last, "released by " + c.call(*last) + ", in a later call"));
    f.places.push_back(c.place(*last));
    c.out.push_back(std::move(f));
  }
}

}  // namespace gupkit::lint
