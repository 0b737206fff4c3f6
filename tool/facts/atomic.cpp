// SPDX-License-Identifier: GPL-2.0-only
// Many of these calls are macros whose text depends on the configuration: preempt_disable() is a barrier in one and a
// call in another, might_sleep() may be nothing at all. So a macro that the model names counts as a whole, at the
// first piece of its expansion, and what it is made of does not.
//
// A section that is entered only where a try succeeds (spin_trylock()) counts as entered on both ways: what follows the
// failure is refused without need, and nothing is allowed that must not be.
#include "facts/atomic.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "clang/AST/Attr.h"
#include "clang/Lex/Lexer.h"
#include "facts/control_flow.h"

namespace gupkit {

using namespace clang;

namespace {

using Proof = AtomicSummary::Proof;

constexpr int kMost = 15;  ///< sections deep: a loop that only enters ends there

/// Whether a function by its name enters no section: whatever returns with one entered says so in its name.
bool soundsQuiet(StringRef name) {
  static constexpr const char* kWords[] = {
      "disable", "enable", "begin", "start", "enter", "exit", "preload", "irq", "save", "restore", "map_object", "offset",
      "walk", "iter", "guard", "hold", "cpu", "rcu", "preempt", "_bh", "local_", "acquire", "grab", "claim", "freeze",
      "seq", "quiesce", "suspend", "crit", "trans"};
  const std::string lower = name.lower();
  for (size_t at = lower.find("lock"); at != std::string::npos; at = lower.find("lock", at + 1))
    if (at == 0 || (lower[at - 1] != 'b' && lower[at - 1] != 'c')) return false;  // a block, a clock
  if (lower.find("atomic", 1) != std::string::npos) return false;  // kmap_atomic(), and not atomic_inc()
  return std::none_of(std::begin(kWords), std::end(kWords),
                      [&](const char* word) { return lower.find(word) != std::string::npos; });
}

int bounded(int n) { return std::clamp(n, -kMost, kMost); }

/// What one piece of code does.
struct Event {
  enum class Kind : uint8_t { nothing, enter, leave, sleep, call, quiet, unknown } kind = Kind::nothing;
  AtomicSummary call;
  bool enters_after = false;  ///< sleep: and enters a section then (lock_page())
};

struct State {
  Proof proof = Proof::kept;  ///< kept: as where the function was called
  Proof belief = Proof::kept;
  int held = 0, low = 0, high = 0;
  bool leaves = false;

  bool merge(const State& other) {
    State was = *this;
    proof = std::max(proof, other.proof);
    belief = std::max(belief, other.belief);
    held = std::max(held, other.held);
    low = std::min(low, other.low);
    high = std::max(high, other.high);
    leaves |= other.leaves;
    return was.proof != proof || was.belief != belief || was.held != held || was.low != low || was.high != high ||
           was.leaves != leaves;
  }
  void enter() {
    held = bounded(held + 1);
    low = bounded(low + 1);
    high = bounded(high + 1);
  }
  void leave() {
    leaves |= held == 0;
    held = std::max(held - 1, 0);
    low = bounded(low - 1);
    high = bounded(high - 1);
  }
  void sleep() {
    if (held == 0) proof = belief = Proof::made;
  }
  void call(const AtomicSummary& s) {
    const bool outside = held == 0;
    leaves |= s.leaves && outside;
    held = std::max(bounded(held + s.high), 0);
    // What it entered again after it slept counts from there, whatever was held before.
    if (s.proof == Proof::made) held = std::max(held, s.held);
    low = bounded(low + s.low);
    high = bounded(high + s.high);
    after(proof, s.proof, outside);
    after(belief, s.belief, outside);
  }
  static void after(Proof& now, Proof called, bool outside) {
    if (called == Proof::ended || (called == Proof::made && outside)) now = called;
  }
};

}  // namespace

class AtomicWalk {
  using MacroUse = AtomicContexts::MacroUse;

 public:
  AtomicWalk(AtomicContexts& all, const FunctionDecl& fn)
      : all_(all), model_(all.model_), sources_(all.context_.getSourceManager()), fn_(fn) {}

  AtomicSummary run(std::map<const CallExpr*, Context>& contexts) {
    std::unique_ptr<CFG> cfg = controlFlow(fn_, all_.context_, false);
    if (!cfg) return {};
    findLeaders(*cfg);
    std::map<const CFGBlock*, State> in{{&cfg->getEntry(), {}}};
    std::vector<const CFGBlock*> work{&cfg->getEntry()};
    while (!work.empty()) {
      const CFGBlock* block = work.back();
      work.pop_back();
      State state = in[block];
      for (const CFGElement& element : *block)
        if (auto statement = element.getAs<CFGStmt>()) step(*statement->getStmt(), state, nullptr);
      if (block->hasNoReturnElement()) continue;
      unsigned way = 0;
      for (const CFGBlock::AdjacentBlock& next : block->succs()) {
        const CFGBlock* to = next.getReachableBlock() ? next.getReachableBlock()
                                                      : next.getPossiblyUnreachableBlock();
        if (!to || !taken(*block, way++)) continue;
        auto [known, added] = in.try_emplace(to, state);
        if (added || known->second.merge(state)) work.push_back(to);
      }
    }
    bool leaves = false;
    for (const auto& [block, at_entry] : in) {
      State state = at_entry;
      for (const CFGElement& element : *block)
        if (auto statement = element.getAs<CFGStmt>())
          step(*statement->getStmt(), state, &contexts);
      leaves |= state.leaves;
    }
    // It leaves what somebody entered in a way that was not seen: then nothing here is sure.
    if (leaves)
      for (auto& [call, context] : contexts)
        if (context != Context::atomic) context = Context::unknown;
    auto out = in.find(&cfg->getExit());
    AtomicSummary summary;
    summary.proof = summary.belief = Proof::kept;
    if (out == in.end()) return summary;  // never returns
    summary.proof = out->second.proof;
    summary.belief = out->second.belief;
    summary.held = out->second.held;
    summary.low = out->second.low;
    summary.high = out->second.high;
    summary.leaves = leaves;
    return summary;
  }

 private:
  AtomicContexts& all_;
  const Model& model_;
  const SourceManager& sources_;
  const FunctionDecl& fn_;
  /// What pieces do, each looked at once: the blocks of a loop are walked several times.
  std::unordered_map<const clang::Stmt*, Event> events_;
  std::set<SourceLocation> leaders_;  ///< uses of macros of the model of which a piece was seen: the first speaks for all

  /// `do { } while (0)` goes around once. Other constant conditions are another configuration's variables.
  bool taken(const CFGBlock& block, unsigned way) const {
    auto* loop = dyn_cast_or_null<DoStmt>(block.getTerminatorStmt());
    if (!loop || way != 0) return true;
    clang::Expr::EvalResult value;
    return loop->getCond()->isValueDependent() ||
           !loop->getCond()->EvaluateAsInt(value, all_.context_) ||
           value.Val.getInt().getBoolValue();
  }

  static SourceLocation placeOf(const clang::Stmt& s) {
    if (auto* call = dyn_cast<CallExpr>(&s))
      return call->getCallee()->IgnoreParenImpCasts()->getBeginLoc();
    return s.getBeginLoc();
  }
  StringRef macroAt(SourceLocation at) const {
    return Lexer::getImmediateMacroName(at, sources_, all_.context_.getLangOpts());
  }
  /// The outermost of the macros that a place stands in that the model names.
  std::optional<MacroUse> contextMacro(SourceLocation at) {
    while (at.isMacroID() && sources_.isMacroArgExpansion(at)) at = sources_.getImmediateMacroCallerLoc(at);
    if (!at.isMacroID()) return std::nullopt;
    const SourceLocation use = sources_.getImmediateMacroCallerLoc(at);
    if (auto known = all_.macros_.find(use.getRawEncoding()); known != all_.macros_.end()) return known->second;
    std::optional<MacroUse> found = contextMacro(use);
    if (!found)
      if (const StringRef name = macroAt(at); named(name).kind != Event::Kind::nothing) found = MacroUse{name, use};
    return all_.macros_[use.getRawEncoding()] = found;
  }
  bool inQuietMacro(const clang::Stmt& s) const {
    for (SourceLocation at = placeOf(s); at.isMacroID(); at = sources_.getImmediateMacroCallerLoc(at))
      if (!sources_.isMacroArgExpansion(at) && quiet(macroAt(at))) return true;
    return false;
  }

  void findLeaders(const CFG& cfg) {
    std::vector<const CFGBlock*> blocks(cfg.begin(), cfg.end());
    // Clang numbers them from the last to the first.
    std::sort(blocks.begin(), blocks.end(),
              [](auto* a, auto* b) { return a->getBlockID() > b->getBlockID(); });
    for (const CFGBlock* block : blocks)
      for (const CFGElement& element : *block)
        if (auto statement = element.getAs<CFGStmt>())
          if (auto use = contextMacro(placeOf(*statement->getStmt()))) {
            const bool first = leaders_.insert(use->at).second;
            events_[statement->getStmt()] = first ? named(use->macro) : Event{};
          }
  }

  /// What the model says of a function or macro of this name.
  Event named(StringRef name) const {
    Event event;
    const bool enters = model_.find(name, EffectKind::lock) || model_.atomic_begin.count(name);
    if (model_.find(name, EffectKind::sleep)) {
      event.kind = Event::Kind::sleep;
      event.enters_after = enters;
    } else if (enters) {
      event.kind = Event::Kind::enter;
    } else if (model_.find(name, EffectKind::unlock) || model_.atomic_end.count(name)) {
      event.kind = Event::Kind::leave;
    }
    return event;
  }

  Event eventOf(const clang::Stmt& s) {
    if (auto known = events_.find(&s); known != events_.end()) return known->second;
    const Event event = plainEventOf(s);
    // A function that calls itself is known when it has been followed.
    return event.kind == Event::Kind::call ? event : events_[&s] = event;
  }

  /// Of a piece that no macro of the model stands for.
  Event plainEventOf(const clang::Stmt& s) {
    Event event;
    if (auto* call = dyn_cast<CallExpr>(&s)) {
      event = called(*call);
    } else if (auto* assembly = dyn_cast<GCCAsmStmt>(&s)) {
      // What enters a section by it is a function whose name says so.
      if (!emptyText(*assembly)) event.kind = soundsQuiet(fn_.getName()) ? Event::Kind::quiet : Event::Kind::unknown;
    } else if (auto* declares = dyn_cast<DeclStmt>(&s)) {
      for (const Decl* one : declares->decls())
        if (one->hasAttr<CleanupAttr>())
          event.kind = Event::Kind::unknown;  // a guard enters and leaves by itself
    }
    if ((event.kind == Event::Kind::unknown || event.kind == Event::Kind::quiet) && inQuietMacro(s)) event.kind = Event::Kind::nothing;
    return event;
  }

  static bool emptyText(const GCCAsmStmt& s) {
#if LLVM_VERSION_MAJOR >= 21
    return s.getAsmString().empty();
#else
    return s.getAsmString()->getString().empty();
#endif
  }
  bool quiet(StringRef name) const {
    return model_.knows(name) || model_.plain.count(name) || model_.steady.count(name);
  }

  Event called(const CallExpr& call) {
    Event event;
    const FunctionDecl* callee = call.getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier()) {
      event.kind = Event::Kind::unknown;
      return event;
    }
    const StringRef name = callee->getName();
    const FunctionDecl* body = nullptr;
    const bool has_body =
        callee->hasBody(body) && body->doesThisDeclarationHaveABody() && !body->hasSkippedBody();
    if (has_body && (all_.own_(*body) || !quiet(name))) {
      event.kind = Event::Kind::call;
      event.call = all_.summary(*body);
      return event;
    }
    event = named(name);
    if (event.kind == Event::Kind::nothing && !callee->getBuiltinID() && !quiet(name))
      event.kind = soundsQuiet(name) ? Event::Kind::quiet : Event::Kind::unknown;
    return event;
  }

  void step(const clang::Stmt& s, State& state, std::map<const CallExpr*, Context>* contexts) {
    if (auto* call = dyn_cast<CallExpr>(&s); call && contexts) {
      Context& context = (*contexts)[call];
      context = state.held > 0               ? Context::atomic
                : state.proof == Proof::made ? Context::sleeps
                : state.proof == Proof::kept ? Context::caller
                : state.belief == Proof::made ? Context::sleeps_believed
                : state.belief == Proof::kept ? Context::caller_believed
                                              : Context::unknown;
    }
    const Event event = eventOf(s);
    switch (event.kind) {
      case Event::Kind::nothing:
        break;
      case Event::Kind::enter:
        state.enter();
        break;
      case Event::Kind::leave:
        state.leave();
        break;
      case Event::Kind::sleep:
        state.sleep();
        if (event.enters_after) state.enter();
        break;
      case Event::Kind::call:
        state.call(event.call);
        break;
      case Event::Kind::quiet:
        state.proof = Proof::ended;
        break;
      case Event::Kind::unknown:
        state.proof = state.belief = Proof::ended;
        break;
    }
  }
};

AtomicSummary AtomicContexts::follow(const FunctionDecl& definition) {
  return AtomicWalk(*this, definition).run(contexts_[&definition]);
}

AtomicSummary AtomicContexts::summary(const FunctionDecl& fn) {
  const FunctionDecl* definition = nullptr;
  if (!fn.hasBody(definition) || definition->hasSkippedBody()) return {};
  // A function that calls itself is not known meanwhile.
  auto [known, added] = summaries_.try_emplace(definition);
  if (!added) return known->second;
  known->second.belief = AtomicSummary::Proof::kept;  // what it does besides decides
  const AtomicSummary found = follow(*definition);
  return summaries_[definition] = found;
}

std::map<const CallExpr*, Context> AtomicContexts::of(const FunctionDecl& fn) {
  const FunctionDecl* definition = nullptr;
  if (!fn.hasBody(definition) || definition->hasSkippedBody()) return {};
  summary(*definition);
  return contexts_[definition];
}

}  // namespace gupkit
