// SPDX-License-Identifier: GPL-2.0-only
// Parameters that still have what the caller passed, though the function writes them later.
//
//     if (put)                    // as it was passed: no way leads here from the writes
//             put_page(page);
//     ...
//     again:
//     keep(rec, put, page);       // both as they were passed, or 0 and NULL
//     put = 0;
//     page = NULL;
//     goto again;
//
// Only of parameters that nobody has the address of, and that are written by statements of their own: in
// `f(put, put = 0)` nobody knows which comes first.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"

namespace gupkit {

class EntryValues {
 public:
  EntryValues(const clang::FunctionDecl& fn, clang::ASTContext& context);
  ~EntryValues();

  /// Whether the variable has what was passed wherever this expression is evaluated.
  bool passed(const clang::DeclRefExpr& ref);
  /// What two parameters can have at a call, each as they go together: what was assigned, or null for what was
  /// passed. Nothing where that is not known.
  struct Choice {
    const clang::Expr* first = nullptr;
    const clang::Expr* second = nullptr;
  };
  std::optional<std::vector<Choice>> together(const clang::CallExpr& call, const clang::ParmVarDecl& first,
                                              const clang::ParmVarDecl& second);

 private:
  struct Writes;
  using Defined = std::pair<const clang::Stmt*, const clang::Stmt*>;  ///< the last writes of both; null: none
  using States = std::map<const clang::CFGBlock*, std::set<Defined>>;

  bool followed(const clang::ParmVarDecl& var);
  /// `visit` gets each statement that may be reached, with what may have been written before.
  template <class Visit>
  bool flow(const clang::ParmVarDecl& first, const clang::ParmVarDecl* second, Visit visit);

  const clang::FunctionDecl& fn_;
  clang::ASTContext& context_;
  std::unique_ptr<Writes> writes_;
  std::unique_ptr<clang::CFG> cfg_;
  bool tried_ = false;
  std::map<const clang::ParmVarDecl*, std::set<const clang::Stmt*>> passed_;
};

}  // namespace gupkit
