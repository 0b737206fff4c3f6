// SPDX-License-Identifier: GPL-2.0-only
// Who writes a field of integers, where one file has the record for itself:
//
//     user->gup_flags = FOLL_LONGTERM;
//     if (write)
//             user->gup_flags |= FOLL_WRITE;
//
// That is so for a record that the file defines, as long as no pointer to it, or to a record around it, becomes one to
// something else, a void * or a number: copy_from_user() or a union would write it under no name.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

namespace gupkit {

class FieldWrites {
 public:
  explicit FieldWrites(clang::ASTContext& context) : context_(context) {}

  /// What is assigned to the field, or null where something else may be in it.
  const std::vector<const clang::Expr*>* of(const clang::FieldDecl& field);

 private:
  clang::ASTContext& context_;
  bool read_ = false;
  std::map<const clang::FieldDecl*, std::vector<const clang::Expr*>> writes_;
  std::set<const clang::FieldDecl*> lost_;     ///< written in a way that is not followed
  std::set<const clang::RecordDecl*> seen_as_; ///< pointers to them become others
  std::vector<const clang::RecordDecl*> records_;

  void readUnit();
  bool shared(const clang::RecordDecl& record, std::set<const clang::RecordDecl*>& seen) const;
  friend class FieldUses;
};

}  // namespace gupkit
