// SPDX-License-Identifier: GPL-2.0-only
// Fields of one record that are written together, and a page that is used where another field was tested.
//
//     rec->frag[i].user = user;               one group: the same record, one statement after
//     rec->frag[i].page = page;               the other, nothing else between
//     ...
//     if (rec->frag[i].user)                  a use of frag.page under a condition on frag.user
//             put_page(rec->frag[i].page);
//
// The record is one that the same variables lead to, which nothing changes on the way: by one `->` at most, for what
// lies behind a second one may be another record by then.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "gupkit/model.h"

namespace gupkit {

class Together {
 public:
  Together(const clang::FunctionDecl& fn, clang::ASTContext& context, const Model& model);

  /// The group that an assignment belongs to; none where it stands alone.
  std::optional<uint32_t> group(const clang::Expr* assignment) const;

  struct Test {
    const clang::FieldDecl* flag = nullptr;
    uint64_t mask = 0, want = 0;  ///< (flag & mask) == want, or not
    bool equal = true;
  };
  struct Use {
    unsigned argument = 0;
    const clang::FieldDecl* page = nullptr;
    Test test;
  };
  /// Arguments of a call that are fields of a record whose flag has been tested just before.
  const std::vector<Use>& uses(const clang::CallExpr* call) const;

 private:
  class Walk;
  /// A field, and the record it lies in, as text that is the same for the same record.
  struct Spot {
    std::string record;
    const clang::FieldDecl* field = nullptr;
  };
  struct Known {
    std::string record;
    Test test;
  };

  std::optional<Spot> spot(const clang::Expr* e) const;
  std::string record(const clang::Expr* e) const;
  bool pure(const clang::Stmt* s) const;
  void run(const std::vector<const clang::BinaryOperator*>& stores);
  void statements(const clang::CompoundStmt* block);
  void branches(const clang::IfStmt* s);
  void tests(const clang::Expr* condition, bool holds, std::vector<Known>& out) const;
  bool follow(const clang::Stmt* s, const std::vector<Known>& known);

  clang::ASTContext& context_;
  const Model& model_;
  std::set<const clang::VarDecl*> exposed_;  ///< somebody may have their address
  std::map<const clang::Expr*, uint32_t> groups_;
  uint32_t next_ = 0;
  std::map<const clang::CallExpr*, std::vector<Use>> uses_;
};

}  // namespace gupkit
