// SPDX-License-Identifier: GPL-2.0-only
// The variables of a body that have another value later than they began with.
#pragma once

#include <map>
#include <vector>

#include "clang/AST/Expr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/Stmt.h"

namespace gupkit {

/// Variable -> what is assigned to it; null where that is no plain `=`.
using Writes = std::map<const clang::VarDecl*, std::vector<const clang::Expr*>>;

/// Collects what is assigned to, counted up or down, or reachable by its address. An initializer is no write.
class Written : public clang::RecursiveASTVisitor<Written> {
 public:
  Writes all;

  bool VisitUnaryOperator(clang::UnaryOperator* op) {
    if (op->getOpcode() == clang::UO_AddrOf || op->isIncrementDecrementOp()) write(op->getSubExpr(), nullptr);
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator* op) {
    if (op->isAssignmentOp()) write(op->getLHS(), op->getOpcode() == clang::BO_Assign ? op->getRHS() : nullptr);
    return true;
  }
  bool VisitGCCAsmStmt(clang::GCCAsmStmt* s) {
    for (const clang::Expr* output : s->outputs()) write(output, nullptr);
    return true;
  }

 private:
  void write(const clang::Expr* to, const clang::Expr* value) {
    if (auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(to->IgnoreParenCasts()))
      if (auto* var = llvm::dyn_cast<clang::VarDecl>(ref->getDecl())) all[var].push_back(value);
  }
};

}  // namespace gupkit
