// SPDX-License-Identifier: GPL-2.0-only
#include "facts/behind_array.h"

#include <map>

#include "clang/AST/RecursiveASTVisitor.h"

namespace gupkit {
namespace {

using namespace clang;

bool narrow(QualType type, const ASTContext& context) {
  return type->isIntegerType() && context.getTypeSize(type) < context.getTypeSize(context.VoidPtrTy);
}

class Scan : public RecursiveASTVisitor<Scan> {
 public:
  Scan(const Model& model, const ASTContext& context) : model_(model), context_(context) {}

  std::map<const VarDecl*, std::set<const CastExpr*>> made;  ///< by the variables that get them
  std::map<const VarDecl*, int> others;                      ///< uses that are none of the known ones

  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) ++others[var];
    return true;
  }
  bool VisitVarDecl(VarDecl* var) {
    if (var->hasInit()) give(*var, var->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator* op) {
    if (!op->isAssignmentOp()) return true;
    if (const VarDecl* var = variable(op->getLHS())) {
      if (op->getOpcode() == BO_Assign) {
        if (give(*var, op->getRHS())) --others[var];
      } else if (op->getOpcode() == BO_AddAssign || op->getOpcode() == BO_SubAssign) {
        --others[var];
      }
    } else if (const VarDecl* array = element(op->getLHS()); array && op->getOpcode() == BO_Assign && small(op->getRHS())) {
      --others[array];
    }
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->isIncrementDecrementOp())
      if (const VarDecl* var = variable(op->getSubExpr())) --others[var];
    return true;
  }
  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr* size) {
    if (!size->isArgumentType())
      if (const VarDecl* array = element(size->getArgumentExpr())) --others[array];
    return true;
  }
  bool VisitCallExpr(CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !callee->getIdentifier() || !model_.borrow.count(callee->getName())) return true;
    for (const clang::Expr* arg : call->arguments())
      if (const VarDecl* var = variable(arg)) --others[var];
    return true;
  }

 private:
  static const VarDecl* variable(const clang::Expr* e) {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenImpCasts());
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    return var && var->hasLocalStorage() ? var : nullptr;
  }
  /// Of `v[i]` and `*v`.
  static const VarDecl* element(const clang::Expr* e) {
    e = e->IgnoreParens();
    if (auto* subscript = dyn_cast<ArraySubscriptExpr>(e)) return variable(subscript->getBase());
    auto* op = dyn_cast<UnaryOperator>(e);
    return op && op->getOpcode() == UO_Deref ? variable(op->getSubExpr()) : nullptr;
  }
  /// Nothing in it is as wide as a pointer.
  bool small(const clang::Expr* e) const {
    if (e->isIntegerConstantExpr(context_)) return true;
    if (!narrow(e->IgnoreParenImpCasts()->getType(), context_)) return false;
    for (const clang::Stmt* child : e->children())
      if (auto* part = dyn_cast_or_null<clang::Expr>(child); !part || !small(part)) return false;
    return !isa<CallExpr>(e->IgnoreParenImpCasts());
  }
  /// Whether the variable gets a pointer to integers, made of the address of an element that is not the first.
  bool give(const VarDecl& var, const clang::Expr* from) {
    auto* cast = dyn_cast<CastExpr>(from->IgnoreParenImpCasts());
    if (!cast || !var.hasLocalStorage() || !cast->getType()->isPointerType() ||
        !narrow(cast->getType()->getPointeeType(), context_))
      return false;
    auto* address = dyn_cast<UnaryOperator>(cast->getSubExpr()->IgnoreParens());
    auto* at = address && address->getOpcode() == UO_AddrOf ? dyn_cast<ArraySubscriptExpr>(address->getSubExpr()->IgnoreParens())
                                                            : nullptr;
    if (!at || at->getIdx()->isIntegerConstantExpr(context_)) return false;
    made[&var].insert(cast);
    return true;
  }

  const Model& model_;
  const ASTContext& context_;
};

}  // namespace

std::set<const CastExpr*> castsBehindArrays(const FunctionDecl& fn, const Model& model, const ASTContext& context) {
  std::set<const CastExpr*> out;
  Scan scan(model, context);
  scan.TraverseStmt(fn.getBody());
  for (const auto& [var, casts] : scan.made)
    if (scan.others[var] == 0) out.insert(casts.begin(), casts.end());
  return out;
}

}  // namespace gupkit
