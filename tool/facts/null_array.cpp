// SPDX-License-Identifier: GPL-2.0-only
// Each variable that is passed as such an array is followed over the control flow graph with what it may be: null, a
// parameter's value, or an array. Memory that could not be allocated counts as an array: who does not test it is wrong
// in either dialect. So does a field: it is not known when it is set.
#include "facts/null_array.h"

#include <memory>
#include <set>

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"

namespace gupkit {

using namespace clang;

bool takesPageArray(QualType type) {
  auto* outer = type.getCanonicalType()->getAs<clang::PointerType>();
  auto* inner = outer ? outer->getPointeeType()->getAs<clang::PointerType>() : nullptr;
  auto* record = inner ? inner->getPointeeType()->getAsRecordDecl() : nullptr;
  return record && record->getIdentifier() && record->getName() == "page";
}

namespace {

enum : unsigned { kNull = 1, kParam = 2, kSet = 4 };

bool isNull(const clang::Expr& e, ASTContext& context) {
  return e.isNullPointerConstant(context, clang::Expr::NPC_ValueDependentIsNotNull) !=
         clang::Expr::NPCK_NotNull;
}

struct Passed {
  const CallExpr* call;
  unsigned argument;
  const clang::Expr* value;
};

/// The arrays that the calls of a body are given.
class Arrays : public RecursiveASTVisitor<Arrays> {
 public:
  std::vector<Passed> all;
  bool VisitCallExpr(CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee) return true;
    for (unsigned i = 0; i < call->getNumArgs() && i < callee->getNumParams(); ++i)
      if (takesPageArray(callee->getParamDecl(i)->getType()))
        all.push_back({call, i, call->getArg(i)});
    return true;
  }
};

class Walk {
 public:
  Walk(ASTContext& context, const VarDecl& var) : context_(context), var_(var) {
    if (auto* param = dyn_cast<ParmVarDecl>(&var)) params_.insert(param->getFunctionScopeIndex());
  }

  void run(const CFG& cfg, const std::set<const CallExpr*>& calls) {
    std::map<const CFGBlock*, unsigned> in{
        {&cfg.getEntry(), isa<ParmVarDecl>(var_) ? kParam : kNull}};
    std::vector<const CFGBlock*> work{&cfg.getEntry()};
    while (!work.empty()) {
      const CFGBlock* block = work.back();
      work.pop_back();
      unsigned state = in[block];
      for (const CFGElement& element : *block) {
        auto statement = element.getAs<CFGStmt>();
        if (!statement) continue;
        if (auto* call = dyn_cast<CallExpr>(statement->getStmt()); call && calls.count(call))
          at_[call] |= state;
        state = step(*statement->getStmt(), state);
      }
      unsigned way = 0;
      for (const CFGBlock::AdjacentBlock& next : block->succs()) {
        const unsigned passes = through(*block, way++, state);
        if (!next.getReachableBlock() || !passes) continue;
        unsigned& known = in[next.getReachableBlock()];
        if ((known | passes) == known) continue;
        known |= passes;
        work.push_back(next.getReachableBlock());
      }
    }
  }
  /// What the variable may be where the call gets it.
  unsigned at(const CallExpr* call) const {
    auto known = at_.find(call);
    return known == at_.end() ? kSet : known->second;
  }
  /// Those that kParam means.
  const std::set<uint32_t>& params() const { return params_; }

 private:
  ASTContext& context_;
  const VarDecl& var_;
  std::map<const CallExpr*, unsigned> at_;
  std::set<uint32_t> params_;

  /// What an expression may be, where the variable is `state`.
  unsigned valueOf(const clang::Expr* e, unsigned state) {
    e = e->IgnoreParenCasts();
    if (isNull(*e, context_)) return kNull;
    if (auto* choice = dyn_cast<ConditionalOperator>(e))
      return valueOf(choice->getTrueExpr(), state) | valueOf(choice->getFalseExpr(), state);
    if (auto* choice = dyn_cast<BinaryConditionalOperator>(e))
      return (valueOf(choice->getCommon(), state) & ~kNull) |
             valueOf(choice->getFalseExpr(), state);
    if (auto* op = dyn_cast<BinaryOperator>(e);
        op && (op->getOpcode() == BO_Comma || op->getOpcode() == BO_Assign))
      return valueOf(op->getRHS(), state);
    if (is(e)) return state;
    if (auto* ref = dyn_cast<DeclRefExpr>(e))
      if (auto* param = dyn_cast<ParmVarDecl>(ref->getDecl())) {
        params_.insert(param->getFunctionScopeIndex());
        return kParam;
      }
    return kSet;  // also pages + n: nobody adds to what may be null
  }

  bool is(const clang::Expr* e) const {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenCasts());
    return ref && ref->getDecl() == &var_;
  }

  unsigned step(const clang::Stmt& s, unsigned state) {
    if (auto* op = dyn_cast<BinaryOperator>(&s); op && op->isAssignmentOp() && is(op->getLHS()))
      return op->getOpcode() == BO_Assign ? valueOf(op->getRHS(), state) : kSet;
    // Who is given its address sets it.
    if (auto* op = dyn_cast<UnaryOperator>(&s);
        op && op->getOpcode() == UO_AddrOf && is(op->getSubExpr()))
      return kSet;
    if (auto* declares = dyn_cast<DeclStmt>(&s))
      for (const Decl* one : declares->decls())
        if (one == &var_)
          return var_.hasInit() ? valueOf(var_.getInit(), state) : kNull;  // unset may be anything
    return state;
  }

  /// What of it takes this way out of the block: `if (pages)`, `if (!pages)`, `if (pages == NULL)`.
  unsigned through(const CFGBlock& block, unsigned way, unsigned state) const {
    if (block.succ_size() != 2 || !block.getTerminatorStmt() ||
        isa<SwitchStmt>(block.getTerminatorStmt()))
      return state;
    const auto* condition = dyn_cast_or_null<clang::Expr>(block.getLastCondition());
    bool set = way == 0;
    for (;;) {
      if (!condition) return state;
      condition = condition->IgnoreParenCasts();
      if (auto* op = dyn_cast<UnaryOperator>(condition); op && op->getOpcode() == UO_LNot) {
        set = !set;
        condition = op->getSubExpr();
        continue;
      }
      if (auto* op = dyn_cast<BinaryOperator>(condition); op && op->isEqualityOp()) {
        const bool right = isNull(*op->getRHS(), context_);
        if (!right && !isNull(*op->getLHS(), context_)) return state;
        set ^= op->getOpcode() == BO_EQ;
        condition = right ? op->getLHS() : op->getRHS();
        continue;
      }
      if (auto* call = dyn_cast<CallExpr>(condition); call && call->getNumArgs() == 2)
        if (const FunctionDecl* callee = call->getDirectCallee();
            callee && callee->getBuiltinID() && callee->getName() == "__builtin_expect") {
          condition = call->getArg(0);
          continue;
        }
      break;
    }
    if (!is(condition)) return state;
    if (!set) return state & (kNull | kParam);
    return state & (kParam | kSet) ? kSet : 0;
  }
};

}  // namespace

std::map<std::pair<const CallExpr*, unsigned>, NullArray> nullArrays(const FunctionDecl& fn,
                                                                     ASTContext& context) {
  Arrays arrays;
  arrays.TraverseStmt(fn.getBody());
  if (arrays.all.empty()) return {};
  std::set<const CallExpr*> calls;
  for (const Passed& passed : arrays.all) calls.insert(passed.call);
  const std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  std::map<const VarDecl*, Walk> walks;
  std::map<std::pair<const CallExpr*, unsigned>, NullArray> out;
  for (const Passed& passed : arrays.all) {
    NullArray found;
    std::set<uint32_t> params;
    std::vector<const clang::Expr*> work{passed.value};
    while (!work.empty()) {
      const clang::Expr* e = work.back()->IgnoreParenCasts();
      work.pop_back();
      if (auto* choice = dyn_cast<AbstractConditionalOperator>(e)) {
        work.push_back(choice->getTrueExpr());
        work.push_back(choice->getFalseExpr());
        continue;
      }
      found.null |= isNull(*e, context);
      auto* ref = dyn_cast<DeclRefExpr>(e);
      auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
      if (!var || !var->hasLocalStorage() || !var->getType()->isPointerType()) continue;
      if (!cfg) {
        found.null = true;
        continue;
      }
      auto [walk, added] = walks.try_emplace(var, context, *var);
      if (added) walk->second.run(*cfg, calls);
      const unsigned state = walk->second.at(passed.call);
      found.null |= (state & kNull) != 0;
      if (state & kParam) params.insert(walk->second.params().begin(), walk->second.params().end());
    }
    found.params.assign(params.begin(), params.end());
    if (found.null || !found.params.empty()) out[{passed.call, passed.argument}] = std::move(found);
  }
  return out;
}

}  // namespace gupkit
