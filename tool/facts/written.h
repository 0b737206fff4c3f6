// SPDX-License-Identifier: GPL-2.0-only
// The variables of a body that have another value later than they began with.
#pragma once

#include <set>

#include "clang/AST/Expr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/Stmt.h"

namespace gupkit {

/// Collects what is assigned to, counted up or down, or reachable by its address. An initializer is no write.
class Written : public clang::RecursiveASTVisitor<Written> {
 public:
  std::set<const clang::VarDecl*> all;

  bool VisitUnaryOperator(clang::UnaryOperator* op) {
    if (op->getOpcode() == clang::UO_AddrOf || op->isIncrementDecrementOp())
      write(op->getSubExpr());
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator* op) {
    if (op->isAssignmentOp()) write(op->getLHS());
    return true;
  }
  bool VisitGCCAsmStmt(clang::GCCAsmStmt* s) {
    for (const clang::Expr* output : s->outputs()) write(output);
    return true;
  }

 private:
  void write(const clang::Expr* e) {
    if (auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(e->IgnoreParenCasts()))
      if (auto* var = llvm::dyn_cast<clang::VarDecl>(ref->getDecl())) all.insert(var);
  }
};

}  // namespace gupkit
