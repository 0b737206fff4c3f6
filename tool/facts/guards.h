// SPDX-License-Identifier: GPL-2.0-only
// Reads the facts of include/gupkit/guard.h off one function, while it is walked.
//
// The walk calls enter() and leave() around branches, so that atoms() is what is
// known to hold at the statement at hand. Nothing is guessed: what has no simple
// form is `unknown`, and a condition that is not understood stands for itself, so
// that its two branches are told apart and nothing else.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "facts/entry_values.h"
#include "gupkit/guard.h"
#include "gupkit/model.h"

namespace gupkit {

class Guards {
 public:
  struct Keys {
    std::function<uint32_t(const clang::FieldDecl&)> field;  ///< index into UnitFacts::objects; kNoIndex: not to be followed
    std::function<std::string(const clang::VarDecl&)> global;
  };
  Guards(const clang::FunctionDecl& fn, clang::ASTContext& context, const Model& model, Keys keys);

  size_t mark() const { return atoms_.size(); }
  void leave(size_t mark) { atoms_.resize(std::min(mark, atoms_.size())); }
  void enter(const clang::Expr* condition, bool holds);
  void enterCase(const clang::Expr* subject, const clang::CaseStmt& label);
  /// A label: who jumps there brings what he knows.
  void forget() { atoms_.clear(); }
  void loop(int by) { depth_ += by; }
  const std::vector<GuardAtom>& atoms() const { return atoms_; }
  uint32_t next() { return order_++; }

  GuardValue value(const clang::Expr* e, int copies = 0);
  /// The variable that a record is reached by; kNoIndex where it is none, or one that changes.
  GuardVarId variable(const clang::Expr* e);
  GuardOrigins origins(const clang::Expr* e);
  std::vector<GuardJoint> joints(const clang::CallExpr* call);
  void note(const clang::CallExpr* call, uint32_t index) { calls_[call] = index; }
  std::vector<GuardVar> takeVars() { return std::move(vars_); }

 private:
  struct Definition {
    std::vector<const clang::Expr*> values;
    bool changed = false;  ///< by ++, +=
    bool looped = false;
    bool escapes = false;
  };
  class Definitions;

  const Definition* definition(const clang::VarDecl& var) const;
  bool constant(const clang::VarDecl& var) const;
  const clang::VarDecl* steady(const clang::Expr* e);
  GuardVarId idOf(const clang::VarDecl& var);
  GuardVarId opaque(const clang::Expr* e);
  GuardVarId rootOf(const clang::Expr* e);
  bool allocates(const clang::Expr* e) const;
  void compare(const clang::Expr* left, const clang::Expr* right, bool equal);
  void add(GuardValue subject, clang::QualType type, uint64_t mask, uint64_t want, bool equal);
  std::optional<uint64_t> number(const clang::Expr* e) const;
  void collect(const clang::Expr* e, int deref, GuardOrigins& out, std::set<const clang::VarDecl*>& seen);

  clang::ASTContext& context_;
  const Model& model_;
  Keys keys_;
  EntryValues entry_;
  std::map<const clang::VarDecl*, Definition> definitions_;
  bool jumps_back_ = false;
  std::map<const clang::VarDecl*, GuardVarId> ids_;
  std::map<const clang::Expr*, GuardVarId> opaque_;
  std::map<const clang::CallExpr*, uint32_t> calls_;
  std::vector<GuardVar> vars_;
  std::vector<GuardAtom> atoms_;
  int depth_ = 0;
  uint32_t order_ = 0;
};

/// The bits that a value of this type has; 64 for pointers.
uint64_t bitsOf(clang::QualType type, const clang::ASTContext& context);

}  // namespace gupkit
