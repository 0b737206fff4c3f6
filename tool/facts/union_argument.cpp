// SPDX-License-Identifier: GPL-2.0-only
#include "facts/union_argument.h"

#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace gupkit {

using namespace clang;

namespace {

/// The member that a union which only this call has was made of, else null.
Expr* member(Expr* arg) {
  auto* type = arg->getType()->getAsUnionType();
  if (!type || !type->getDecl()->hasAttr<TransparentUnionAttr>()) return nullptr;
  auto* literal = dyn_cast<CompoundLiteralExpr>(arg->IgnoreParenImpCasts());
  // A literal that stands in the text has parentheses of its own.
  if (!literal || literal->getLParenLoc().isValid()) return nullptr;
  auto* list = dyn_cast<InitListExpr>(literal->getInitializer());
  return list && list->getNumInits() == 1 ? list->getInit(0) : nullptr;
}

class Visitor : public RecursiveASTVisitor<Visitor> {
 public:
  explicit Visitor(const Model& model) : model_(model) {}
  bool VisitCallExpr(CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier() || !spokenFor(callee->getName())) return true;
    for (unsigned i = 0; i < call->getNumArgs(); ++i)
      if (Expr* plain = member(call->getArg(i))) call->setArg(i, plain);
    return true;
  }

 private:
  /// No driver's own function of that name is meant instead: Extractor::ownFunction().
  bool spokenFor(llvm::StringRef name) const {
    return model_.find(name, EffectKind::release) || model_.find(name, EffectKind::extra) ||
           model_.find(name, EffectKind::acquire) || model_.find(name, EffectKind::dirty);
  }
  const Model& model_;
};

}  // namespace

void passUnionMembers(Stmt* body, const Model& model) { Visitor(model).TraverseStmt(body); }

}  // namespace gupkit
