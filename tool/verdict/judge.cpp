// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <optional>

#include "gupkit/verdict.h"
#include "support/path.h"
#include "support/union_find.h"
#include "verdict/separate.h"

namespace gupkit {
namespace {

struct Release {
  CallRef ref;
  const Effect* effect = nullptr;
  std::vector<uint32_t> sources;
  std::string bad;     ///< reason code, empty while it may be converted
  std::string detail;
  Verdict verdict = Verdict::unknown;  ///< that goes with `bad`
  bool get = false, pin = false, iov = false, other = false;
  std::optional<CallRef> blocker;  ///< the acquire that it stays for
};

struct Acquire {
  CallRef ref;
  const Effect* effect = nullptr;
  uint32_t source = 0;
  std::string bad;
  std::string detail;
  Verdict verdict = Verdict::unknown;
  int gup_case = 0;
  std::vector<size_t> releases;
  std::optional<CallRef> culprit;  ///< the extra reference or the taker that decided
  std::optional<CallRef> blocker;  ///< the release that it stays for
};

std::string openReason(const Opening& opening, const char* otherwise) {
  if (opening.why.find("too many files") != std::string::npos) return "field-shared-too-widely";
  return otherwise;
}

class Judge {
 public:
  Judge(const Program& program, const VerdictOptions& options) : p_(program), o_(options), separator_(program), groups_(uint32_t(program.sources().size())) {}

  Verdicts run() {
    collectImplementations();
    collectAcquires();
    collectReleases();
    judgeAcquires();
    judgeReleases();
    propagate();
    judgeOpenings();
    if (std::any_of(out_.demands.begin(), out_.demands.end(), [](const Demand& d) { return d.exists; }))
      out_.demands.insert(p_.besides().begin(), p_.besides().end());
    list();
    return std::move(out_);
  }

 private:
  const Program& p_;
  const VerdictOptions& o_;
  Separator separator_;
  UnionFind groups_;  ///< of sources
  Verdicts out_;
  std::set<uint32_t> told_apart_;  ///< sources whose pages a flag tells from others
  std::vector<Acquire> acquires_;
  std::vector<Release> releases_;
  std::map<uint32_t, size_t> by_source_;  ///< source -> acquire
  std::map<uint32_t, std::vector<CallRef>> extra_, consumed_, counted_, cpu_, device_;
  std::set<uint32_t> handed_on_;  ///< sources whose own reference goes early: see tool/facts/closure.h

  std::set<uint32_t> implementations_;  ///< units that define an acquire of the model

  /// mm/gup.c and its like: everything there works on the API's own references.
  void collectImplementations() {
    for (uint32_t u = 0; u < p_.units().size(); ++u)
      for (const FunctionFact& fn : p_.units()[u]->functions)
        if (fn.implementation && !fn.is_static && p_.model().find(fn.name, EffectKind::acquire))
          implementations_.insert(u);
  }
  bool implementation(CallRef ref) const {
    return p_.caller(ref).implementation ||
           (implementations_.count(ref.unit) && !p_.caller(ref).in_header);
  }

  bool unreadable(CallRef ref) const { return o_.unreadable.count(p_.unit(ref).file) != 0; }
  const std::string* refused(CallRef ref) const {
    auto it = o_.refused.find({p_.file(ref), p_.call(ref).at.offset});
    return it == o_.refused.end() ? nullptr : &it->second;
  }

  void collectAcquires() {
    std::map<CallRef, uint32_t> source_of;
    for (uint32_t s = 0; s < p_.sources().size(); ++s)
      if (p_.sources()[s].kind != SourceKind::other) source_of[p_.sources()[s].at] = s;
    for (CallRef ref : p_.calls(EffectKind::acquire)) {
      Acquire a;
      a.ref = ref;
      a.effect = p_.effect(ref, EffectKind::acquire);
      auto it = source_of.find(ref);
      if (it != source_of.end()) {
        a.source = it->second;
        by_source_[a.source] = acquires_.size();
      } else {
        a.bad = "wrapper-call";
        a.verdict = Verdict::keep;
      }
      acquires_.push_back(std::move(a));
    }
    const std::pair<EffectKind, decltype(extra_)*> kinds[] = {{EffectKind::extra, &extra_},
                                                              {EffectKind::consume, &consumed_},
                                                              {EffectKind::count, &counted_},
                                                              {EffectKind::cpu_access, &cpu_},
                                                              {EffectKind::device, &device_}};
    for (auto [kind, map] : kinds) {
      for (CallRef ref : p_.calls(kind)) {
        const Effect* e = p_.effect(ref, kind);
        if (e->flag_arg >= 0 && !p_.call(ref).flagged) continue;
        std::set<uint32_t> sources;
        // iov_iter_get_pages() of a bvec takes a reference for its own caller, who is an acquire himself.
        if (kind == EffectKind::extra && (implementation(ref) || p_.call(ref).balanced)) continue;
        // Freeing the memory of a page array is no business of the pages in it.
        bool reference = kind == EffectKind::extra || kind == EffectKind::consume;
        unsigned first = e->arg < 0 ? 0 : unsigned(e->arg);
        unsigned last = reference ? first + 1 : unsigned(p_.call(ref).args.size());
        for (unsigned i = first; i < last; ++i)
          for (bool bulk : {false, true}) {
            if (reference && bulk != e->bulk) continue;
            for (uint32_t s : p_.provenance(ref, i, bulk)) sources.insert(s);
          }
        for (uint32_t s : sources)
          if (!reference || p_.sources()[s].kind != SourceKind::get || !apart(s, ref, first, e->bulk)) (*map)[s].push_back(ref);
      }
    }
    pairExtras();
    findHandedOn();
  }

  /// Whether pages of the source never get to that argument, though they seem to: see separate.h.
  bool apart(uint32_t source, CallRef ref, unsigned argument, bool array) {
    // By way of an address that stands for it: no slice shows that.
    const auto direct = p_.provenance(ref, argument, array, false);
    if (!std::binary_search(direct.begin(), direct.end(), source)) return false;
    switch (separator_.apart(source, ref, argument, array)) {
      case Separator::Answer::no: return false;
      case Separator::Answer::yes: break;
      case Separator::Answer::pending: want(separator_.needs()); return false;
    }
    told_apart_.insert(source);
    return true;
  }

  /// Whether a release seems to get users' pages.
  bool users(const Release& r) const {
    return std::any_of(r.sources.begin(), r.sources.end(), [&](uint32_t s) { return p_.sources()[s].kind != SourceKind::other; });
  }

  /// Of a release that seems to get pages of several kinds, those that it gets.
  void tellApart(Release& r) {
    constexpr size_t kMost = 64;  // more of them are no two kinds in one field
    if (r.sources.size() < 2 || r.sources.size() > kMost || !users(r)) return;
    std::erase_if(r.sources, [&](uint32_t s) {
      return apart(s, r.ref, unsigned(r.effect->arg), r.effect->bulk || r.effect->whole);
    });
  }

  /// What else lies in a record that the page of a closed acquire was kept in may be taken and handed over.
  void findHandedOn() {
    auto look = [&](const std::map<uint32_t, std::vector<CallRef>>& users, EffectKind kind) {
      for (auto& [source, refs] : users) {
        auto it = by_source_.find(source);
        if (it == by_source_.end() || !closed(acquires_[it->second])) continue;
        for (CallRef ref : refs)
          if (p_.handed(source, ref, unsigned(p_.effect(ref, kind)->arg))) handed_on_.insert(source);
      }
    };
    look(extra_, EffectKind::extra);
    look(consumed_, EffectKind::consume);
  }

  /// get_page() and a consumer of the same page in one function: the consumer
  /// (skb_fill_page_desc() and the like) takes over that extra reference, if on every way through the function there
  /// are as many of the one as of the other. Where the function may drop the page as well, one of the two can be
  /// what it drops.
  void pairExtras() {
    std::map<std::pair<uint32_t, uint32_t>, std::set<uint32_t>> dropped;  ///< caller -> sources
    for (CallRef ref : p_.calls(EffectKind::release)) {
      const Effect* e = p_.effect(ref, EffectKind::release);
      for (uint32_t s : p_.provenance(ref, unsigned(e->arg), e->bulk || e->whole))
        if (extra_.count(s)) dropped[{ref.unit, p_.call(ref).caller}].insert(s);
    }
    auto drops = [&](CallRef at, uint32_t s) {
      auto it = dropped.find({at.unit, p_.call(at).caller});
      return it != dropped.end() && it->second.count(s);
    };
    for (auto& [source, extras] : extra_) {
      auto consumed = consumed_.find(source);
      if (consumed == consumed_.end()) continue;
      auto same = [&](CallRef a, CallRef b) { return a.unit == b.unit && p_.call(a).caller == p_.call(b).caller; };
      const std::vector<CallRef> takers = consumed->second, all = extras;
      std::erase_if(extras, [&](CallRef extra) {
        for (CallRef taker : takers)
          if (same(extra, taker) && !drops(taker, source) && evensOut(taker, all, takers)) {
            std::erase_if(consumed->second, [&](CallRef other) { return same(other, taker); });
            return true;
          }
        return false;
      });
    }
    std::erase_if(extra_, [](auto& entry) { return entry.second.empty(); });
    std::erase_if(consumed_, [](auto& entry) { return entry.second.empty(); });
  }

  /// Whether the function of `in` hands over as many references as it takes, on every way to its end.
  bool evensOut(CallRef in, const std::vector<CallRef>& extras, const std::vector<CallRef>& takers) const {
    const uint32_t function = p_.call(in).caller;
    const std::vector<PathFunction>& all = p_.unit(in).pairings;
    auto f = std::find_if(all.begin(), all.end(), [&](const PathFunction& one) { return one.function == function; });
    if (f == all.end()) return false;
    std::map<uint32_t, int> change;
    for (auto& [refs, kind, by] : {std::tuple(&extras, EffectKind::extra, 1), std::tuple(&takers, EffectKind::consume, -1)})
      for (CallRef ref : *refs) {
        if (ref.unit != in.unit || p_.call(ref).caller != function) continue;
        // That several are taken or handed over at once may be told by a number.
        const Effect* e = p_.effect(ref, kind);
        if (e->bulk || (by > 0 && !e->one) || !change.emplace(ref.call, by).second) return false;
      }
    size_t seen = 0;
    for (const PathBlock& block : f->blocks)
      for (const PathEvent& event : block.events) seen += change.count(event.call);
    if (seen != change.size()) return false;
    enum : unsigned { kZero = 4, kEnds = 1 | 16 };  // bit i: i - 2 more taken than handed over
    std::vector<unsigned> in_block(f->blocks.size());
    std::vector<uint32_t> work{f->entry};
    in_block[f->entry] = kZero;
    while (!work.empty()) {
      const PathBlock& block = f->blocks[work.back()];
      unsigned state = in_block[work.back()];
      work.pop_back();
      for (const PathEvent& event : block.events) {
        auto by = change.find(event.call);
        if (by == change.end()) continue;
        if (state & kEnds) return false;
        state = by->second > 0 ? state << 1 : state >> 1;
      }
      for (const PathEdge& edge : block.next) {
        if ((in_block[edge.to] | state) == in_block[edge.to]) continue;
        in_block[edge.to] |= state;
        work.push_back(edge.to);
      }
    }
    return (in_block[f->exit] & ~unsigned(kZero)) == 0;
  }

  void collectReleases() {
    for (CallRef ref : p_.calls(EffectKind::release)) {
      Release r;
      r.ref = ref;
      r.effect = p_.effect(ref, EffectKind::release);
      r.sources = p_.provenance(ref, unsigned(r.effect->arg), r.effect->bulk || r.effect->whole);
      if (p_.call(ref).balanced && users(r)) {
        r.sources.clear();
        refuse(r, Verdict::keep, "own-reference");
      }
      std::erase_if(r.sources, [&](uint32_t s) {
        if (!closedElsewhere(s, ref)) return false;
        // What is released here is a reference that somebody took on such a page.
        if (extra_.count(s) || consumed_.count(s)) r.other = true;
        return true;
      });
      leaveLookedUp(r);
      tellApart(r);
      for (uint32_t s : r.sources) {
        switch (p_.sources()[s].kind) {
          case SourceKind::get: r.get = true; break;
          case SourceKind::pin: r.pin = true; break;
          case SourceKind::iov: r.iov = true; break;
          case SourceKind::other: r.other = true; break;
        }
        auto it = by_source_.find(s);
        if (it != by_source_.end()) acquires_[it->second].releases.push_back(releases_.size());
      }
      releases_.push_back(std::move(r));
    }
  }

  /// A page that was only looked up in a page table brings no reference, so that none can be dropped that is its own;
  /// where users' pages come as well, those are what the release drops. Not so once somebody takes a reference.
  void leaveLookedUp(Release& r) {
    if (!users(r)) return;
    std::erase_if(r.sources, [&](uint32_t s) {
      const Source& source = p_.sources()[s];
      if (source.kind != SourceKind::other || !source.looked_up || extra_.count(s) || consumed_.count(s)) return false;
      // The page of a buffer is dropped where it was put on purpose; that it lies among others in a carrier is no proof.
      if (source.memory) return !p_.handed(s, r.ref, unsigned(r.effect->arg), true);
      const auto open = p_.openAhead(s);
      if (!anyPermanent(open)) want(open);
      return open.empty();
    });
  }

  bool closed(const Acquire& a) const { return !p_.call(a.ref).closed_by.empty() && !handed_on_.count(a.source); }
  /// The reference of this source is dropped in its own function: none of it is left for `release`.
  bool closedElsewhere(uint32_t source, CallRef release) const {
    const Source& s = p_.sources()[source];
    auto it = by_source_.find(source);
    if (it != by_source_.end() ? !closed(acquires_[it->second]) : s.kind != SourceKind::other || s.global) return false;
    const auto& by = p_.call(s.at).closed_by;
    if (by.empty()) return false;
    return release.unit != s.at.unit || std::find(by.begin(), by.end(), release.call) == by.end();
  }

  std::string flags(const Acquire& a) const {
    const CallFact& call = p_.call(a.ref);
    std::string all;
    for (size_t i = 0; i < call.arg_text.size(); ++i) all += " " + call.arg_text[i];
    return all;
  }

  /// Whether the function of the call is called by one that watches an MMU notifier.
  bool calledByWatcher(CallRef ref) const {
    std::vector<Opening> open;
    const auto by = p_.callersOf(ref.unit, p_.call(ref).caller, open);
    return std::any_of(by.begin(), by.end(), [&](CallRef call) { return p_.caller(call).notifier; });
  }

  /// Cases of Documentation/core-api/pin_user_pages.rst.
  int caseOf(const Acquire& a) const {
    const CallFact& call = p_.call(a.ref);
    if (flags(a).find("FOLL_LONGTERM") != std::string::npos || call.name.find("longterm") != std::string::npos)
      return 2;
    const FunctionFact& fn = p_.caller(a.ref);
    if (fn.notifier) return 3;
    // The function that has the page taken for it, or released, may be the one that watches the notifier.
    if (calledByWatcher(a.ref)) return 3;
    for (size_t r : a.releases)
      if (p_.caller(releases_[r].ref).notifier || calledByWatcher(releases_[r].ref)) return 3;
    bool device = device_.count(a.source), cpu = cpu_.count(a.source);
    if (device) {
      // Held beyond the function that took it: long term; else one transfer.
      for (size_t r : a.releases)
        if (p_.caller(releases_[r].ref).key != fn.key) return 2;
      return 1;
    }
    if (cpu) return 5;
    for (size_t r : a.releases)
      if (releases_[r].effect->whole || p_.caller(releases_[r].ref).key != fn.key) return 2;
    return a.releases.empty() ? 0 : 4;
  }

  void refuse(Acquire& a, Verdict verdict, const std::string& reason, const std::string& detail = "") {
    if (!a.bad.empty()) return;
    a.bad = reason;
    a.detail = detail;
    a.verdict = verdict;
  }

  void blame(Acquire& a, Verdict verdict, const std::string& reason, CallRef culprit) {
    if (!a.bad.empty()) return;
    refuse(a, verdict, reason, where(culprit));
    a.culprit = culprit;
  }

  /// The unit has the acquire, or one of its releases.
  bool ofGroup(const Acquire& a, uint32_t unit) const {
    return unit == a.ref.unit || std::any_of(a.releases.begin(), a.releases.end(),
                                             [&](size_t r) { return releases_[r].ref.unit == unit; });
  }

  void want(const std::vector<Opening>& openings) {
    for (const Opening& opening : openings)
      if (!opening.permanent) out_.demands.insert(opening.demand);
  }

  void judgeAcquires() {
    for (Acquire& a : acquires_) {
      if (!a.bad.empty()) continue;
      const CallFact& call = p_.call(a.ref);
      const Source& source = p_.sources()[a.source];
      if (implementation(a.ref)) {
        refuse(a, Verdict::keep, "gup-implementation");
        continue;
      }
      if (source.null_pages) {
        refuse(a, Verdict::keep, "pages-null");
        a.gup_case = 4;
        continue;
      }
      a.gup_case = caseOf(a);
      if (unreadable(a.ref)) refuse(a, Verdict::unknown, "not-parsed");
      if (source.kind == SourceKind::iov)
        refuse(a, Verdict::unknown, o_.api == Api::pin ? "no-pin-variant" : "iter-kind-unknown");
      if (source.kind == SourceKind::get && o_.api == Api::pin && !pinName(a).has_value())
        refuse(a, a.gup_case == 3 || a.gup_case == 4 ? Verdict::keep : Verdict::unknown,
               a.gup_case == 3 ? "case-3-mmu-notifier" : "no-pin-variant");
      if (source.kind == SourceKind::get && o_.api == Api::pin && a.gup_case == 3)
        refuse(a, Verdict::keep, "case-3-mmu-notifier");
      if (source.kind == SourceKind::get && o_.api == Api::pin && source.pages >= 0)
        if (auto by = p_.nullArray(a.ref, unsigned(source.pages))) blame(a, Verdict::unknown, "pages-null", *by);
      if (source.kind == SourceKind::get && o_.api == Api::pin && call.hidden_flag)
        refuse(a, Verdict::unknown, "unsupported-form", "its flags may hold one that a pin refuses");
      if (source.kind == SourceKind::get && o_.api == Api::put_user_page && a.effect->fast_only)
        refuse(a, Verdict::keep, "may-run-in-nmi");
      if (!closed(a)) {
        if (auto it = extra_.find(a.source); it != extra_.end())
          blame(a, Verdict::mixed, "extra-reference", it->second[0]);
        if (auto it = consumed_.find(a.source); it != consumed_.end())
          blame(a, Verdict::unknown, "ownership-handed-over", it->second[0]);
      }
      if (source.kind == SourceKind::get && o_.api == Api::pin && a.gup_case == 4)
        refuse(a, Verdict::keep, "case-4-struct-page-only");
      if (source.kind == SourceKind::get)
        if (auto it = counted_.find(a.source); it != counted_.end())
          for (CallRef reader : it->second)
            if (ofGroup(a, reader.unit) && !isKernelHeader(p_.file(reader))) blame(a, Verdict::unknown, "count-is-read", reader);
      if (source.kind == SourceKind::get && (o_.api == Api::pin || !a.effect->tracked.empty())) {
        if (call.in_macro) refuse(a, Verdict::unknown, "in-macro-body");
      }
      if (auto* reason = refused(a.ref)) refuse(a, Verdict::unknown, *reason);
    }
  }

  std::vector<Opening> openings(const Acquire& a) const {
    auto out = p_.openAhead(a.source);
    if (int array = arrayArgument(a); array >= 0) {
      auto behind = p_.openBehind(a.ref, unsigned(array), false);
      out.insert(out.end(), behind.begin(), behind.end());
    }
    return out;
  }
  std::vector<Opening> openings(const Release& r) const {
    auto out = p_.openBehind(r.ref, unsigned(r.effect->arg), r.effect->bulk);
    // A release inside a header's inline function: every unit that has it counts.
    const FunctionFact& fn = p_.caller(r.ref);
    if (fn.is_static && fn.in_header) p_.callersOf(r.ref, out);
    return out;
  }
  const char* openCode(const Acquire&) const { return "escapes-to-unknown"; }
  const char* openCode(const Release&) const { return "unknown-source"; }
  bool watched(const Acquire& a) const {
    const SourceKind kind = p_.sources()[a.source].kind;
    return (kind == SourceKind::get || (o_.pins && kind == SourceKind::pin)) && !closed(a);
  }
  bool watched(const Release&) const { return true; }

  /// What has not been read. First what no reading can close: it ends its group,
  /// and nothing more has to be read for that group's sake.
  void judgeOpenings() {
    std::vector<std::vector<Opening>> of_acquire(acquires_.size()), of_release(releases_.size());
    auto look = [&](auto& sites, auto& of) {
      for (size_t i = 0; i < sites.size(); ++i) {
        auto& site = sites[i];
        if (!site.bad.empty() || !watched(site)) continue;
        of[i] = openings(site);
        for (const Opening& opening : of[i])
          if (opening.permanent) refuse(site, Verdict::unknown, openReason(opening, openCode(site)), opening.why);
      }
    };
    look(acquires_, of_acquire);
    look(releases_, of_release);
    propagate();
    auto ask = [&](auto& sites, auto& of) {
      for (size_t i = 0; i < sites.size(); ++i) {
        if (!sites[i].bad.empty() || of[i].empty()) continue;
        want(of[i]);
        refuse(sites[i], Verdict::unknown, openCode(sites[i]), of[i][0].why);
      }
    };
    ask(acquires_, of_acquire);
    ask(releases_, of_release);
    propagate();
    // Where pinned pages go matters to the lint, whatever else is known of them.
    if (o_.pins)
      for (const Acquire& a : acquires_)
        if (by_source_.count(a.source) && p_.sources()[a.source].kind == SourceKind::pin && !closed(a) && !implementation(a.ref))
          want(openings(a));
    if (!o_.behind.empty())
      for (const Release& r : releases_)
        if (!users(r) && !implementation(r.ref) && o_.behind.count(p_.file(r.ref))) want(openings(r));
    // Groups that stay are followed as well, to list their releases.
    if (o_.soft) followKept();
    // Only now: growth may still bring the release.
    for (Acquire& a : acquires_)
      if (a.releases.empty()) refuse(a, Verdict::unknown, "no-release-found");
    catchStrays();
  }

  // What the flows did not see shows where references are counted. Correct C drops each reference once on
  // every path; so a way without a taker has one that nobody saw, and a release without a source drops a
  // page that came by a way that nobody saw.

  /// Acquires with a way on which their pages are left behind, and those whose pages a stray release may drop.
  void catchStrays() {
    std::map<uint32_t, CallRef> strays;  ///< unit -> release
    for (const Release& r : releases_)
      if (r.bad == "unknown-source" && r.sources.empty() && !isKernelHeader(p_.file(r.ref))) strays.try_emplace(r.ref.unit, r.ref);
    for (Acquire& a : acquires_) {
      if (!a.bad.empty() || !watched(a)) continue;
      std::vector<CallRef> releases;
      for (size_t i : a.releases) releases.push_back(releases_[i].ref);
      if (p_.leaks(a.source, releases)) {
        refuse(a, Verdict::unknown, "page-left-behind");
        continue;
      }
      std::set<uint32_t> units{a.ref.unit};
      for (CallRef ref : releases) units.insert(ref.unit);
      auto near = [&](uint32_t unit) {
        return units.count(unit) || (folderOf(p_.units()[unit]->file) == folderOf(p_.file(a.ref)) && p_.visits(a.source, unit));
      };
      for (auto& [unit, stray] : strays)
        if (near(unit)) {
          blame(a, Verdict::unknown, "orphan-release", stray);
          break;
        }
    }
    propagate();
  }

  void followKept() {
    for (const Acquire& a : acquires_) {
      if (a.bad == "wrapper-call" || a.bad == "gup-implementation" || a.bad == "pages-null") continue;
      if (p_.sources()[a.source].kind == SourceKind::iov) continue;
      if (closed(a) || (watched(a) && (a.bad.empty() || a.bad == openCode(a)))) continue;
      for (const Opening& opening : p_.openAhead(a.source)) {
        if (opening.permanent) continue;
        if (opening.demand.what != Demand::What::field && opening.demand.what != Demand::What::callers) continue;
        Demand demand = opening.demand;
        demand.soft = true;
        demand.near = p_.file(a.ref).substr(0, p_.file(a.ref).find_last_of('/'));
        out_.demands.insert(demand);
      }
    }
  }

  int arrayArgument(const Acquire& a) const {
    if (a.effect->result_page) return -1;
    const CallFact& call = p_.call(a.ref);
    for (size_t i = 0; i < call.param_types.size(); ++i)
      if (call.param_types[i].find("struct page *") == 0 || call.param_types[i].find("struct folio *") == 0)
        return int(i);
    return a.effect->arg;
  }

  std::optional<std::string> pinName(const Acquire& a) const {
    if (a.effect->pin.empty() || !o_.declared.count(a.effect->pin)) return std::nullopt;
    return a.effect->pin;
  }

  /// A field that hands its page over is no function.
  static std::string called(const std::string& name) { return name + (name.find('.') == std::string::npos ? "()" : ""); }

  std::string where(CallRef ref) const {
    return called(p_.call(ref).name) + " at " + p_.file(ref) + ":" + std::to_string(p_.call(ref).at.line);
  }

  void refuse(Release& r, Verdict verdict, const std::string& reason, const std::string& detail = "") {
    if (!r.bad.empty()) return;
    r.bad = reason;
    r.detail = detail;
    r.verdict = verdict;
  }

  /// What pin_user_pages*() took is released by it, and nothing else.
  static bool unpins(const Release& r) { return r.effect->unpin && !r.effect->got; }

  /// put_page() of a pinned page is a fault in any tree, and so is the reverse. Where the function of a
  /// release that both kinds seem to reach has a release of the other kind for each of them, it tells
  /// them apart.
  bool toldApart(const Release& r) const {
    for (uint32_t s : r.sources) {
      SourceKind kind = p_.sources()[s].kind;
      if (kind != SourceKind::pin && kind != SourceKind::get) continue;
      auto it = by_source_.find(s);
      if (it == by_source_.end()) return false;
      const auto& all = acquires_[it->second].releases;
      if (std::none_of(all.begin(), all.end(), [&](size_t i) {
            const Release& other = releases_[i];
            return unpins(other) == (kind == SourceKind::pin) && other.ref.unit == r.ref.unit &&
                   p_.call(other.ref).caller == p_.call(r.ref).caller;
          }))
        return false;
    }
    return true;
  }

  /// Whether the function that is called has been read, and unpins all that it releases.
  bool bodyUnpins(CallRef ref) const {
    bool any = false;
    for (const Release& r : releases_) {
      if (p_.caller(r.ref).key != p_.call(ref).callee) continue;
      if (!r.effect->unpin) return false;
      any = true;
    }
    return any;
  }

  void judgeReleases() {
    for (Release& r : releases_) {
      const CallFact& call = p_.call(r.ref);
      if (implementation(r.ref)) {
        refuse(r, Verdict::keep, "gup-implementation");
        continue;
      }
      if (r.effect->got && o_.api == Api::put_user_page) {
        refuse(r, Verdict::converted, "already-converted");
        continue;
      }
      if (unpins(r)) {
        // Carriers blur: only where nothing pinned can arrive is it certain.
        if (!r.get || r.pin || r.iov || r.other) {
          refuse(r, Verdict::converted, "already-converted");
          continue;
        }
        // An unpin of what was got is a fault of the tree. Pinning puts it right, and so does the release that
        // goes with get_user_pages() in the other dialect.
        if (o_.api == Api::pin) {
          refuse(r, Verdict::mixed, "get-released-by-unpin");
          continue;
        }
        if (r.effect->put.empty()) refuse(r, Verdict::mixed, "get-released-by-unpin");
      }
      if (r.effect->whole) {
        const bool nothing = !r.get && !r.pin && !r.iov && !r.other;
        if ((r.pin && !r.get && !r.iov) || (nothing && bodyUnpins(r.ref))) refuse(r, Verdict::converted, "already-converted");
        else refuse(r, Verdict::keep, "wrapper-call");
        continue;
      }
      const bool gup = r.get || r.pin || r.iov;
      if (!gup) {
        if (r.other) refuse(r, Verdict::keep, "only-other-source");
        else refuse(r, Verdict::unknown, "unknown-source");
        continue;
      }
      if (unreadable(r.ref)) refuse(r, Verdict::unknown, "not-parsed");
      if (r.other) {
        for (uint32_t s : r.sources)
          if (p_.sources()[s].kind == SourceKind::other) {
            const Source& source = p_.sources()[s];
            refuse(r, Verdict::mixed, "other-source", source.global ? source.name : where(source.at));
          }
      }
      if (r.get && r.pin && !toldApart(r)) refuse(r, Verdict::mixed, "mixed-get-pin");
      if (call.in_macro) refuse(r, Verdict::unknown, "in-macro-body", "macro " + call.macro);
      if (isKernelHeader(p_.file(r.ref)))
        refuse(r, Verdict::unknown, "unsupported-form", "an inline function of the kernel's headers: it serves everybody");
      if (auto* reason = refused(r.ref)) refuse(r, Verdict::unknown, *reason);
    }
  }

  /// put_user_page() of pages that get_user_pages() took: what the put_user_page dialect wants.
  bool done(const Release& r) const { return o_.api == Api::put_user_page && r.effect->got && r.bad == "already-converted"; }
  bool done(const Acquire& a) const {
    bool any = false;
    for (size_t i : a.releases) {
      const Release& r = releases_[i];
      if (r.effect->whole || (unpins(r) && r.pin && toldApart(r))) continue;
      if (!done(r)) return false;
      any = true;
    }
    return any;
  }

  /// One refused site takes its group with it, until nothing changes.
  void propagate() {
    for (bool again = true; again;) {
      again = spread(acquires_) | spread(releases_);
      for (Acquire& a : acquires_) {
        if (!a.bad.empty() || p_.sources()[a.source].kind != SourceKind::get) continue;
        for (size_t index : a.releases) {
          const Release& r = releases_[index];
          if (r.bad.empty()) continue;
          // A wrapper's call stays, its body is judged by itself.
          if (r.effect->whole) continue;
          if (done(r)) continue;
          // An unpin of a page that is still got is what pinning it puts right.
          if (unpins(r) && (o_.api == Api::pin || (r.get && r.pin && toldApart(r)))) continue;
          bool mixed = r.verdict == Verdict::mixed;
          a.bad = "group-refused";
          a.detail = "release " + where(r.ref) + ": " + r.bad;
          a.blocker = r.ref;
          a.verdict = mixed ? Verdict::mixed : Verdict::unknown;
          again = true;
          break;
        }
      }
      for (Release& r : releases_) {
        if (!r.bad.empty()) continue;
        for (uint32_t s : r.sources) {
          auto it = by_source_.find(s);
          if (it == by_source_.end()) continue;
          const Acquire& a = acquires_[it->second];
          if (a.bad.empty()) continue;
          // Why a pinned page's acquire could not be followed does not matter to the release
          // it reaches, except where its reference is not the only one.
          if (p_.sources()[s].kind == SourceKind::pin && a.bad != "extra-reference" &&
              a.bad != "ownership-handed-over" && a.bad != "not-parsed" && a.bad != "not-compiled")
            continue;
          r.verdict = a.verdict;
          r.bad = a.bad == "group-refused" || a.verdict != Verdict::keep ? "group-refused" : a.bad;
          if (a.bad == "extra-reference" || a.bad == "iter-kind-unknown" || a.bad == "no-pin-variant" ||
              a.bad == "ownership-handed-over")
            r.bad = a.bad;
          r.detail = "acquire " + where(a.ref) + ": " + a.bad;
          r.blocker = a.ref;
          again = true;
          break;
        }
      }
    }
  }

  /// A function in a header, or a macro's body, is one place seen by many units:
  /// what one of them refuses is refused.
  template <class T>
  bool spread(std::vector<T>& all) const {
    std::map<std::pair<std::string, uint32_t>, const T*> bad;
    for (const T& one : all)
      if (!one.bad.empty()) bad.try_emplace({p_.file(one.ref), p_.call(one.ref).at.offset}, &one);
    bool any = false;
    for (T& one : all) {
      if (!one.bad.empty()) continue;
      auto it = bad.find({p_.file(one.ref), p_.call(one.ref).at.offset});
      if (it == bad.end()) continue;
      one.bad = it->second->bad;
      one.detail = it->second->detail;
      one.verdict = it->second->verdict;
      one.blocker = it->second->blocker;
      any = true;
    }
    return any;
  }

  // ---- output ---------------------------------------------------------

  Site site(CallRef ref, SiteKind kind) const {
    const CallFact& call = p_.call(ref);
    Site s;
    s.kind = kind;
    s.file = p_.file(ref);
    s.line = call.at.line;
    s.column = call.at.column;
    s.offset = call.at.offset;
    s.function = p_.caller(ref).name;
    s.callee = call.name;
    s.in_macro = call.in_macro;
    s.engines = {"clang"};
    return s;
  }

  PathStep here(CallRef ref, const std::string& note) const {
    return {p_.file(ref), p_.call(ref).at.line, note};
  }

  void addPath(Site& s, const Release& r) const {
    if (!o_.explain) return;
    size_t shown = 0;
    for (uint32_t index : r.sources) {
      const Source& source = p_.sources()[index];
      if (shown++ == 4) break;
      if (source.global) {
        s.path.push_back({s.file, 0, "a page of " + source.name});
      } else {
        s.path.push_back(here(source.at, called(source.name) + " in " + p_.caller(source.at).name + "() " +
                                             (source.kind == SourceKind::other ? "brings another page" : "takes it")));
        for (auto& step : p_.path(index, r.ref, unsigned(r.effect->arg), r.effect->bulk || r.effect->whole))
          s.path.push_back({step.file, step.line, step.note});
      }
    }
    if (!r.detail.empty()) s.path.push_back(here(r.ref, r.detail));
    s.path.push_back(here(r.ref, "released by " + p_.call(r.ref).name + "()"));
  }

  /// As Verdicts::evidence, for a site that list() has made.
  void show(const Site& s, CallRef ref, std::vector<uint32_t> sources, const Acquire* acquire = nullptr) {
    if (!o_.evidence) return;
    Evidence e{s.kind, ref, s.verdict, s.reason, s.gup_case, std::move(sources), implementation(ref), false, false, {}};
    if (acquire) {
      e.extra = extra_.count(acquire->source) != 0;
      e.device = device_.count(acquire->source) != 0;
      for (size_t r : acquire->releases) e.releases.push_back(releases_[r].ref);
    }
    out_.evidence.push_back(std::move(e));
  }

  /// Acquires whose pages come to one release belong together.
  void uniteGroups() {
    for (const Release& r : releases_) {
      std::optional<uint32_t> first;
      for (uint32_t source : r.sources) {
        if (!by_source_.count(source)) continue;
        if (first) groups_.unite(*first, source);
        else first = source;
      }
    }
  }

  void putInGroup(Site& s, const std::vector<uint32_t>& sources, const std::optional<CallRef>& blocker = {}) const {
    for (uint32_t source : sources)
      if (!s.component && by_source_.count(source)) s.component = source + 1;
    if (blocker) s.blocker = {p_.file(*blocker), p_.call(*blocker).at.offset};
  }

  void list() {
    std::vector<Site> sites;
    uniteGroups();
    for (const Acquire& a : acquires_) {
      Site s = site(a.ref, SiteKind::acquire);
      s.gup_case = a.gup_case;
      bool pin = a.effect->acquire == AcquireKind::pin;
      s.verdict = a.bad.empty() ? Verdict::convert : a.verdict;
      s.reason = a.bad.empty() ? "all-sources-gup" : a.bad;
      const bool put = a.bad.empty() && a.effect->tracked.empty() && done(a);
      if (put || (pin && a.bad != "gup-implementation" && a.bad != "pages-null")) {
        s.verdict = Verdict::converted;
        s.reason = "already-converted";
      }
      s.path.push_back(here(a.ref, "pages taken by " + p_.call(a.ref).name + "()"));
      for (size_t r : a.releases)
        s.path.push_back(here(releases_[r].ref, "released by " + p_.call(releases_[r].ref).name + "()" +
                                                    (releases_[r].bad.empty() ? "" : ": " + releases_[r].bad)));
      if (a.culprit && o_.explain) {
        const Effect* e = p_.effect(*a.culprit, a.bad == "extra-reference" ? EffectKind::extra : EffectKind::consume);
        for (auto& step : p_.path(a.source, *a.culprit, e && e->arg > 0 ? unsigned(e->arg) : 0, e && e->bulk))
          s.path.push_back({step.file, step.line, step.note});
      }
      if (!a.detail.empty()) s.path.push_back(here(a.ref, a.detail));
      // What was marked as untracked loses the mark with its conversion.
      const std::string replacement = o_.api == Api::pin && s.verdict == Verdict::convert ? *pinName(a) : a.effect->tracked;
      if (s.verdict == Verdict::convert && !replacement.empty()) {
        SiteEdit e;
        e.what = SiteEdit::What::acquire;
        e.file = s.file;
        e.offset = s.offset;
        e.callee = s.callee;
        e.replacement = replacement;
        e.sources = {a.source};
        e.told_apart = told_apart_.count(a.source) != 0;
        out_.edits.push_back(std::move(e));
      }
      putInGroup(s, {a.source}, a.blocker);
      if (by_source_.count(a.source) && acquires_[by_source_.at(a.source)].ref == a.ref) show(s, a.ref, {a.source}, &a);
      else show(s, a.ref, {});
      sites.push_back(std::move(s));
    }
    for (const Release& r : releases_) {
      Site s = site(r.ref, SiteKind::release);
      s.verdict = r.bad.empty() ? Verdict::convert : r.verdict;
      s.reason = r.bad.empty() ? "all-sources-gup" : r.bad;
      addPath(s, r);
      putInGroup(s, r.sources, r.blocker);
      if (s.verdict == Verdict::convert) {
        SiteEdit e;
        e.what = SiteEdit::What::release;
        e.file = s.file;
        e.offset = s.offset;
        e.callee = s.callee;
        e.replacement = r.effect->put;
        e.may_sleep = p_.sleepable(r.ref);
        e.sources = r.sources;
        for (uint32_t one : r.sources) e.told_apart |= told_apart_.count(one) != 0;
        if (!r.get) e.api = Api::pin;  // a pinned page is unpinned in either dialect
        out_.edits.push_back(std::move(e));
      }
      show(s, r.ref, r.sources);
      sites.push_back(std::move(s));
    }
    for (CallRef ref : p_.calls(EffectKind::dirty)) {
      if (implementation(ref)) continue;
      Site s = site(ref, SiteKind::dirty);
      auto sources = p_.provenance(ref, 0, false);
      putInGroup(s, sources);
      bool any = false, all = true;
      for (uint32_t index : sources) {
        auto it = by_source_.find(index);
        if (it == by_source_.end()) {
          all = false;
          continue;
        }
        any = true;
        all = all && (acquires_[it->second].bad.empty() || p_.sources()[index].kind == SourceKind::pin);
      }
      s.verdict = any && all ? Verdict::convert : any ? Verdict::mixed : sources.empty() ? Verdict::unknown : Verdict::keep;
      s.reason = any && all ? "dirty-follows-release" : any ? "dirty-stays"
                 : sources.empty() ? "unknown-source" : "only-other-source";
      if (s.verdict == Verdict::convert) {
        // Nothing to rewrite by itself: the edit of its release takes it along.
        bool release_converts = false;
        for (uint32_t index : sources)
          for (size_t r : acquires_[by_source_.at(index)].releases) release_converts |= releases_[r].bad.empty();
        if (!release_converts) {
          s.verdict = Verdict::converted;
          s.reason = "already-converted";
        }
      }
      show(s, ref, sources);
      s.path.push_back(here(ref, "marked dirty by " + p_.call(ref).name + "()"));
      sites.push_back(std::move(s));
    }
    merge(sites);
  }

  /// One row a place: a header's function is seen by many units, a macro's body by
  /// many uses. The most careful verdict wins.
  void merge(std::vector<Site>& sites) {
    auto careful = [](Verdict v) {
      switch (v) {
        case Verdict::mixed: return 0;
        case Verdict::unknown: return 1;
        case Verdict::keep: return 2;
        case Verdict::convert: return 3;
        case Verdict::converted: return 4;
      }
      return 5;
    };
    std::stable_sort(sites.begin(), sites.end(), [&](const Site& a, const Site& b) {
      return std::tie(a.file, a.offset, a.callee) < std::tie(b.file, b.offset, b.callee) ||
             (std::tie(a.file, a.offset, a.callee) == std::tie(b.file, b.offset, b.callee) &&
              careful(a.verdict) < careful(b.verdict));
    });
    std::set<std::pair<std::string, uint32_t>> changed;
    for (size_t i = 0; i < sites.size(); ++i) {
      if (i && sites[i].file == sites[i - 1].file && sites[i].offset == sites[i - 1].offset &&
          sites[i].callee == sites[i - 1].callee) {
        if (sites[i].component && sites[i - 1].component) groups_.unite(sites[i].component - 1, sites[i - 1].component - 1);
        continue;
      }
      if (sites[i].verdict != Verdict::convert) changed.insert({sites[i].file, sites[i].offset});
      out_.sites.push_back(sites[i]);
    }
    for (Site& s : out_.sites)
      if (s.component) s.component = groups_.find(s.component - 1) + 1;
    // An edit of a place that another unit's view refuses is not made.
    std::erase_if(out_.edits, [&](const SiteEdit& e) { return changed.count({e.file, e.offset}) != 0; });
    std::sort(out_.edits.begin(), out_.edits.end(), [](const SiteEdit& a, const SiteEdit& b) {
      return std::tie(a.file, a.offset) < std::tie(b.file, b.offset);
    });
    // A header's function sleeps where all of its units say that it may.
    for (size_t i = 1, first = 0; i < out_.edits.size(); ++i) {
      const SiteEdit& edit = out_.edits[i];
      if (edit.file != out_.edits[first].file || edit.offset != out_.edits[first].offset) first = i;
      else out_.edits[first].may_sleep &= edit.may_sleep;
    }
    out_.edits.erase(std::unique(out_.edits.begin(), out_.edits.end(),
                                 [](const SiteEdit& a, const SiteEdit& b) {
                                   return a.file == b.file && a.offset == b.offset;
                                 }),
                     out_.edits.end());
  }
};

}  // namespace

Verdicts judge(const Program& program, const VerdictOptions& options) { return Judge(program, options).run(); }

}  // namespace gupkit
