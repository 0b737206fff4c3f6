// SPDX-License-Identifier: GPL-2.0-only
#include "facts/lookup.h"

#include "clang/AST/RecursiveASTVisitor.h"

namespace gupkit {

using namespace clang;

namespace {

const VarDecl* local(const Expr* e) {
  auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenCasts());
  auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
  return var && var->hasLocalStorage() && !isa<ParmVarDecl>(var) ? var : nullptr;
}

std::string calleeName(const CallExpr& call) {
  const FunctionDecl* callee = call.getDirectCallee();
  return callee && callee->getIdentifier() ? callee->getName().str() : "";
}

/// `*pointer` or ptep_get(pointer): the pointer.
const VarDecl* readFrom(const Expr* e, const Model& model) {
  e = e->IgnoreParenCasts();
  if (auto* op = dyn_cast<UnaryOperator>(e)) return op->getOpcode() == UO_Deref ? local(op->getSubExpr()) : nullptr;
  if (auto* call = dyn_cast<CallExpr>(e))
    return call->getNumArgs() == 1 && model.borrow.count(calleeName(*call)) ? local(call->getArg(0)) : nullptr;
  return nullptr;
}

/// How often a pointer is named, how often as something that leaves the entry alone, and whether a look-up sets it.
class PointerUses : public RecursiveASTVisitor<PointerUses> {
 public:
  PointerUses(const VarDecl* pointer, const Model& model) : pointer_(pointer), model_(model) {}
  unsigned all = 0, harmless = 0, set = 0;

  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    all += ref->getDecl() == pointer_;
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr* cast) {
    if (cast->getCastKind() != CK_LValueToRValue) return true;
    auto* op = dyn_cast<UnaryOperator>(cast->getSubExpr()->IgnoreParens());
    harmless += op && op->getOpcode() == UO_Deref && local(op->getSubExpr()) == pointer_;
    return true;
  }
  bool VisitCStyleCastExpr(CStyleCastExpr* cast) {
    harmless += cast->getCastKind() == CK_ToVoid && local(cast->getSubExpr()) == pointer_;
    return true;
  }
  bool VisitCallExpr(CallExpr* call) {
    const std::string name = calleeName(*call);
    for (const Expr* argument : call->arguments()) {
      auto* address = dyn_cast<UnaryOperator>(argument->IgnoreParenCasts());
      if (address && address->getOpcode() == UO_AddrOf && local(address->getSubExpr()) == pointer_) {
        const bool looks = model_.lookups.count(name) != 0;
        harmless += looks;
        set += looks;
      } else if (local(argument) == pointer_) {
        harmless += model_.borrow.count(name) != 0;
      }
    }
    return true;
  }

 private:
  const VarDecl* pointer_;
  const Model& model_;
};

}  // namespace

bool looksUp(const CallExpr& call, const FunctionDecl& fn, const Model& model, const Writes& writes) {
  if (call.getNumArgs() == 0) return false;
  const Expr* entry = call.getArg(0);
  // A copy of the entry that nothing changes.
  if (auto* copy = local(entry)) {
    if (!copy->hasInit() || writes.count(copy)) return false;
    entry = copy->getInit();
  }
  const VarDecl* pointer = readFrom(entry, model);
  if (!pointer || pointer->hasInit()) return false;
  PointerUses uses(pointer, model);
  uses.TraverseStmt(fn.getBody());
  return uses.set > 0 && uses.all == uses.harmless;
}

}  // namespace gupkit
