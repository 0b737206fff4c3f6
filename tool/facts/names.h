// SPDX-License-Identifier: GPL-2.0-only
// Names and places: how declarations of many units become one program.
#pragma once

#include <string>
#include <unordered_map>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "gupkit/facts.h"

namespace gupkit {

/// Maps Clang's declarations and locations to keys and places of one unit.
class Names {
 public:
  Names(const clang::ASTContext& context, std::string root, UnitFacts& out)
      : context_(context), sources_(context.getSourceManager()), root_(std::move(root)), out_(out) {}

  /// Relative to the tree where the file is inside it, else absolute. Links are followed.
  FileId file(clang::SourceLocation loc);
  const std::string& path(FileId id) const { return out_.files[id]; }
  Place place(clang::SourceLocation loc);

  /// "name", or "dir/file.c:name" for internal linkage.
  std::string function(const clang::FunctionDecl& fn);
  std::string variable(const clang::VarDecl& var);
  /// The tag of the record, of its typedef, or of the named record around it.
  std::string tag(const clang::RecordDecl& record) const;
  /// "dir/x.h:tag"; anonymous records are told apart by their line.
  std::string record(const clang::RecordDecl& record);
  /// "dir/x.h:tag.member"
  std::string field(const clang::FieldDecl& field);

 private:
  const clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  std::string root_;
  UnitFacts& out_;
  std::unordered_map<unsigned, FileId> by_id_;  ///< clang::FileID hash -> ours
  std::unordered_map<std::string, FileId> by_path_;
};

}  // namespace gupkit
