// SPDX-License-Identifier: GPL-2.0-only
// Flags of an acquire that its pin counterpart fails with.
//
//     #define DEMO_FLAGS (FOLL_GET | FOLL_WRITE)
//     got = get_user_pages_fast(addr, n, DEMO_FLAGS, pages);   /* pin_user_pages_fast() returns -EINVAL */
//
// One that is written out in the call can be taken out of it. Where the flags come from anywhere else, they have to be
// known not to hold it.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "facts/flag_field.h"
#include "gupkit/model.h"

namespace gupkit {

/// The flags of one unit's acquires.
class PlainFlags {
 public:
  PlainFlags(clang::ASTContext& context, const Model& model) : context_(context), model_(model), fields_(context) {}

  /// Whether the call's flags may hold such a one that does not stand in its own text.
  bool hidden(const clang::CallExpr& acquire);

 private:
  clang::ASTContext& context_;
  const Model& model_;
  bool read_ = false;
  std::map<const clang::VarDecl*, std::vector<const clang::Expr*>>
      writes_;  ///< null: in a way that is not followed
  std::map<const clang::FunctionDecl*, std::vector<const clang::CallExpr*>> calls_;
  std::set<const clang::FunctionDecl*> taken_;  ///< their address is
  std::set<const clang::ValueDecl*> busy_;
  FieldWrites fields_;

  void readUnit();
  bool mayHold(const clang::Expr* e, bool outer);
  bool mayHold(const clang::VarDecl& var);
  bool mayHold(const clang::FieldDecl& field);
  bool constant(const clang::Expr* e, bool outer) const;
  friend class FlagUses;
};

}  // namespace gupkit
