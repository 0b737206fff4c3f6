// SPDX-License-Identifier: GPL-2.0-only
// The control flow graph is walked with what is known about the one page variable:
//
//   idle      nothing was taken yet, or it was given back
//   held      the acquire returned 1, and the page is held
//   refused   the acquire returned 0 or an error, and nothing is held
//
// A source that returns its page, alloc_page(), is the same: held where that is no null pointer.
//
// A branch on what the acquire returned, `if (ret != 1)`, ends the states that cannot
// take it. The acquire is closed when `held` never leaves the function, never meets a
// second acquire, and when no release is reached otherwise than held.
#include "facts/closure.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"
#include "facts/page_type.h"

namespace gupkit {

using namespace clang;

namespace {

/// What the acquire can have returned, where the variable that keeps it still says so.
constexpr std::array<int64_t, 3> kReturned = {1, 0, -14};
enum : unsigned {
  kIdle = 1,
  kHeld = 2,       ///< kHeld << i: it returned kReturned[i]; only the first holds the page
  kHeldBlind = 16, ///< the same once that variable has another value
};
constexpr unsigned kAllHeld = kHeld | kHeldBlind;
constexpr unsigned kToldByResult = 7 * kHeld;

class Walk {
 public:
  Walk(const FunctionDecl& fn, ASTContext& context, const Model& model, const VarDecl& page,
       std::set<const CallExpr*> acquires)
      : fn_(fn), context_(context), model_(model), page_(page), acquires_(std::move(acquires)) {
    for (const CallExpr* acquire : acquires_) edited_ |= !acquire->getType()->isPointerType();
  }

  std::vector<Closure> run() {
    std::unique_ptr<CFG> cfg = controlFlow(fn_, context_);
    if (!cfg) return {};
    std::map<const CFGBlock*, unsigned> in{{&cfg->getEntry(), kIdle}};
    std::vector<const CFGBlock*> work{&cfg->getEntry()};
    while (!work.empty() && !broken_) {
      const CFGBlock* block = work.back();
      work.pop_back();
      unsigned state = in[block];
      for (const CFGElement& element : *block)
        if (auto statement = element.getAs<CFGStmt>()) state = step(statement->getStmt(), state);
      unsigned index = 0;
      for (const CFGBlock::AdjacentBlock& next : block->succs()) {
        const unsigned way = index++;
        const CFGBlock* to = next.getReachableBlock();
        const bool elsewhere = !to && ofConfiguration(*block);
        if (elsewhere) to = next.getPossiblyUnreachableBlock();
        if (!to) continue;
        const unsigned passes = elsewhere ? state : through(*block, way, state);
        unsigned& known = in[to];
        if ((known | passes) == known && known) continue;
        if (!passes) continue;
        known |= passes;
        work.push_back(to);
      }
    }
    if (broken_ || releases_.empty() || (in[&cfg->getExit()] & kAllHeld)) return {};
    std::vector<Closure> out;
    for (const CallExpr* acquire : acquires_)
      out.push_back({acquire, std::vector<const CallExpr*>(releases_.begin(), releases_.end())});
    return out;
  }

 private:
  const FunctionDecl& fn_;
  ASTContext& context_;
  const Model& model_;
  const VarDecl& page_;
  std::set<const CallExpr*> acquires_;
  std::set<const CallExpr*> releases_;
  const VarDecl* result_ = nullptr;  ///< keeps what the acquire returned
  bool broken_ = false;
  bool edited_ = false;  ///< one is of GUP, so that the releases may be rewritten: no macros

  /// Whether a macro says which way the block goes: IS_ENABLED(CONFIG_X) is another constant in another configuration.
  static bool ofConfiguration(const CFGBlock& block) {
    const clang::Stmt* terminator = block.getTerminatorStmt();
    if (!terminator || isa<DoStmt>(terminator) || isa<ForStmt>(terminator)) return false;
    const auto* condition = dyn_cast_or_null<clang::Expr>(block.getLastCondition());
    return condition && mentionsMacro(condition);
  }
  static bool mentionsMacro(const clang::Stmt* s) {
    if (!s) return false;
    if (s->getBeginLoc().isMacroID() || s->getEndLoc().isMacroID()) return true;
    return std::any_of(s->child_begin(), s->child_end(), mentionsMacro);
  }

  static const VarDecl* variable(const clang::Expr* e) {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenCasts());
    return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
  }
  const CallExpr* acquireIn(const clang::Expr* e) const {
    auto* call = dyn_cast_or_null<CallExpr>(e ? e->IgnoreParenCasts() : nullptr);
    return call && acquires_.count(call) ? call : nullptr;
  }

  unsigned blind(unsigned state) const {
    unsigned out = state & ~kToldByResult;
    if (state & kHeld) out |= kHeldBlind;
    if (state & (kToldByResult & ~kHeld)) out |= kIdle;
    return out;
  }

  unsigned step(const clang::Stmt* s, unsigned state) {
    if (auto* call = dyn_cast<CallExpr>(s)) {
      if (acquires_.count(call)) {
        if (state & kAllHeld) broken_ = true;
        return call->getType()->isPointerType() ? kHeld | kHeld << 1 : kToldByResult;
      }
      return release(*call, state);
    }
    if (auto* op = dyn_cast<BinaryOperator>(s); op && op->isAssignmentOp()) {
      const VarDecl* to = variable(op->getLHS());
      if (op->getOpcode() == BO_Assign && acquireIn(op->getRHS()) && to) return keep(*to, state);
      return to && to == result_ ? blind(state) : state;
    }
    if (auto* op = dyn_cast<UnaryOperator>(s)) {
      const bool writes = op->isIncrementDecrementOp() || op->getOpcode() == UO_AddrOf;
      return writes && result_ && variable(op->getSubExpr()) == result_ ? blind(state) : state;
    }
    if (auto* decl = dyn_cast<DeclStmt>(s))
      for (const Decl* one : decl->decls())
        if (auto* var = dyn_cast<VarDecl>(one); var && acquireIn(var->getInit())) return keep(*var, state);
    return state;
  }

  unsigned keep(const VarDecl& var, unsigned state) {
    if (result_ && result_ != &var) broken_ = true;  // two of them: not worth telling apart
    if (!var.hasLocalStorage() || !(var.getType()->isIntegerType() || &var == &page_)) broken_ = true;
    result_ = &var;
    return state;
  }

  unsigned release(const CallExpr& call, unsigned state) {
    const FunctionDecl* callee = call.getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier()) return state;
    const Effect* effect = model_.find(callee->getName(), EffectKind::release);
    if (!effect) return state;
    const unsigned arg = unsigned(effect->arg);
    if (arg >= call.getNumArgs() || variable(call.getArg(arg)) != &page_) return state;
    if (effect->bulk || effect->whole || (edited_ && call.getBeginLoc().isMacroID()) || (state & ~kAllHeld)) {
      broken_ = true;
      return state;
    }
    releases_.insert(&call);
    return kIdle;
  }

  /// What of `state` takes this way out of the block.
  unsigned through(const CFGBlock& block, unsigned way, unsigned state) {
    if (!(state & kToldByResult) || block.succ_size() != 2) return state;
    const clang::Stmt* terminator = block.getTerminatorStmt();
    if (!terminator || isa<SwitchStmt>(terminator)) return state;
    const auto* condition = dyn_cast_or_null<clang::Expr>(block.getLastCondition());
    if (!condition) return state;
    unsigned out = state & ~kToldByResult;
    for (size_t i = 0; i < kReturned.size(); ++i) {
      if (!(state & kHeld << i)) continue;
      const std::optional<int64_t> value = evaluate(condition, kReturned[i]);
      if (!value || (*value != 0) == (way == 0)) out |= kHeld << i;
    }
    return out;
  }

  /// The value of an expression of constants and of what the acquire returned.
  std::optional<int64_t> evaluate(const clang::Expr* e, int64_t returned) const {
    e = e->IgnoreParenImpCasts();
    if (acquireIn(e)) {
      const QualType type = e->getType();
      return type->isBooleanType() ? int64_t(returned == 1) : returned;
    }
    if (result_ && variable(e) == result_) return returned;
    if (auto* cast = dyn_cast<CastExpr>(e)) {
      if (!cast->getType()->isIntegerType()) return std::nullopt;
      return evaluate(cast->getSubExpr(), returned);
    }
    if (auto* op = dyn_cast<UnaryOperator>(e)) {
      auto sub = evaluate(op->getSubExpr(), returned);
      if (!sub) return std::nullopt;
      if (op->getOpcode() == UO_LNot) return int64_t(!*sub);
      if (op->getOpcode() == UO_Minus) return -*sub;
      return std::nullopt;
    }
    if (auto* op = dyn_cast<BinaryOperator>(e)) {
      if (op->getOpcode() == BO_Assign) return acquireIn(op->getRHS()) ? std::optional(returned) : std::nullopt;
      auto a = evaluate(op->getLHS(), returned), b = evaluate(op->getRHS(), returned);
      if (!a || !b) return std::nullopt;
      // An error code that is compared as an unsigned number is no small number.
      if ((*a < 0 || *b < 0) && op->getLHS()->getType()->isUnsignedIntegerType()) return std::nullopt;
      switch (op->getOpcode()) {
        case BO_LT: return *a < *b;
        case BO_GT: return *a > *b;
        case BO_LE: return *a <= *b;
        case BO_GE: return *a >= *b;
        case BO_EQ: return *a == *b;
        case BO_NE: return *a != *b;
        default: return std::nullopt;
      }
    }
    // unlikely(x)
    if (auto* call = dyn_cast<CallExpr>(e); call && call->getNumArgs() == 2)
      if (const FunctionDecl* fn = call->getDirectCallee(); fn && fn->getName() == "__builtin_expect")
        return evaluate(call->getArg(0), returned);
    if (e->isNullPointerConstant(context_, clang::Expr::NPC_ValueDependentIsNotNull)) return 0;
    clang::Expr::EvalResult value;
    if (!e->isValueDependent() && e->EvaluateAsInt(value, context_) && value.Val.getInt().isRepresentableByInt64())
      return value.Val.getInt().getExtValue();
    return std::nullopt;
  }
};

/// Local page pointers, the acquires of one page into them, and whether anything else writes them.
class Candidates : public RecursiveASTVisitor<Candidates> {
 public:
  Candidates(ASTContext& context, const Model& model) : context_(context), model_(model) {}
  std::map<const VarDecl*, std::set<const CallExpr*>> acquires;
  std::set<const VarDecl*> written;

  bool VisitCallExpr(CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier() || call->getBeginLoc().isMacroID()) return true;
    const Effect* effect = model_.find(callee->getName(), EffectKind::acquire);
    if (!effect || effect->result_page || effect->deref == 2 || effect->acquire != AcquireKind::get) return true;
    if (!takesOne(*call, *callee, *effect)) return true;
    for (clang::Expr* arg : call->arguments()) {
      auto* op = dyn_cast<UnaryOperator>(arg->IgnoreParenCasts());
      if (!op || op->getOpcode() != UO_AddrOf) continue;
      auto* ref = dyn_cast<DeclRefExpr>(op->getSubExpr()->IgnoreParens());
      auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
      if (!var || !var->hasLocalStorage() || !pageRecord(var->getType(), model_)) continue;
      acquires[var].insert(call);
      taken_.insert(op);
    }
    return true;
  }
  bool VisitVarDecl(VarDecl* var) {
    if (var->hasInit() && !null(var->getInit()) && !made(*var, var->getInit())) written.insert(var);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator* op) {
    if ((op->getOpcode() == UO_AddrOf && !taken_.count(op)) || op->isIncrementDecrementOp()) write(op->getSubExpr());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator* op) {
    if (!op->isAssignmentOp() || null(op->getRHS())) return true;
    auto* ref = dyn_cast<DeclRefExpr>(op->getLHS()->IgnoreParens());
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    if (!var || op->getOpcode() != BO_Assign || !made(*var, op->getRHS())) write(op->getLHS());
    return true;
  }

 private:
  ASTContext& context_;
  const Model& model_;
  std::set<const UnaryOperator*> taken_;

  /// The variable gets the page that a source returns.
  bool made(const VarDecl& var, const clang::Expr* value) {
    auto* call = dyn_cast<CallExpr>(value->IgnoreParenCasts());
    if (!call || !var.hasLocalStorage() || !pageRecord(var.getType(), model_)) return false;
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier() || !pageRecord(call->getType(), model_)) return false;
    const Effect* source = model_.find(callee->getName(), EffectKind::source);
    if (!source || source->memory || source->address || source->entry || source->arg >= 0 || source->of.arg >= 0) return false;
    acquires[&var].insert(call);
    return true;
  }

  bool null(const clang::Expr* e) const {
    return e->isNullPointerConstant(context_, clang::Expr::NPC_ValueDependentIsNotNull);
  }
  bool takesOne(const CallExpr& call, const FunctionDecl& callee, const Effect& effect) const {
    for (unsigned i = 0; i < call.getNumArgs() && i < callee.getNumParams(); ++i) {
      if (callee.getParamDecl(i)->getName() != "nr_pages") continue;
      clang::Expr::EvalResult value;
      return call.getArg(i)->EvaluateAsInt(value, context_) && value.Val.getInt() == 1;
    }
    return effect.one;
  }
  void write(const clang::Expr* e) {
    if (auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenCasts()))
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) written.insert(var);
  }
};

}  // namespace

std::vector<Closure> closures(const FunctionDecl& fn, ASTContext& context, const Model& model) {
  Candidates found(context, model);
  found.TraverseStmt(fn.getBody());
  std::vector<Closure> out;
  for (auto& [var, acquires] : found.acquires) {
    if (found.written.count(var)) continue;
    for (Closure& closure : Walk(fn, context, model, *var, acquires).run()) out.push_back(std::move(closure));
  }
  return out;
}

}  // namespace gupkit
