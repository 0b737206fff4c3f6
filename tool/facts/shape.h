// SPDX-License-Identifier: GPL-2.0-only
// From Clang's tree to the plain statement tree that the edits step works on.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Lex/PPCallbacks.h>

#include "gupkit/shape.h"

namespace gupkit {

/// The shape of a function definition. Ranges are offsets into the file where the body begins;
/// what does not lie in that file is marked in_macro.
ShapeFunction extractShape(const clang::FunctionDecl& function, clang::ASTContext& context,
                           std::string_view rel_file);

/// The `#if` groups of every file, ordered by their begin. Groups inside a branch that is not
/// compiled are not seen: the group around them covers their lines.
using PpRegions = std::map<clang::FileID, std::vector<PpRegion>>;

/// Fills a PpRegions, which must outlive the preprocessor.
class PpRegionCollector : public clang::PPCallbacks {
 public:
  PpRegionCollector(const clang::SourceManager& sources, PpRegions& regions)
      : sources_(sources), regions_(regions) {}

  void If(clang::SourceLocation loc, clang::SourceRange, ConditionValueKind) override { open(loc); }
  void Ifdef(clang::SourceLocation loc, const clang::Token&, const clang::MacroDefinition&) override { open(loc); }
  void Ifndef(clang::SourceLocation loc, const clang::Token&, const clang::MacroDefinition&) override { open(loc); }
  void Elif(clang::SourceLocation loc, clang::SourceRange, ConditionValueKind, clang::SourceLocation) override {
    branch(loc);
  }
  using clang::PPCallbacks::Elifdef;
  using clang::PPCallbacks::Elifndef;
  void Elifdef(clang::SourceLocation loc, const clang::Token&, const clang::MacroDefinition&) override { branch(loc); }
  void Elifdef(clang::SourceLocation loc, clang::SourceRange, clang::SourceLocation) override { branch(loc); }
  void Elifndef(clang::SourceLocation loc, const clang::Token&, const clang::MacroDefinition&) override { branch(loc); }
  void Elifndef(clang::SourceLocation loc, clang::SourceRange, clang::SourceLocation) override { branch(loc); }
  void Else(clang::SourceLocation loc, clang::SourceLocation) override { branch(loc); }
  void Endif(clang::SourceLocation loc, clang::SourceLocation) override;
  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation end) override;

  /// Of the main file: from the line of a directive to that of the one which ends what was left out.
  const std::vector<Range>& skipped() const { return skipped_; }
  /// The same of other files, each as it was read first.
  const std::map<clang::FileID, std::vector<Range>>& skippedIn() const { return skipped_in_; }

 private:
  Range line(clang::SourceLocation loc) const;
  void open(clang::SourceLocation loc);
  void branch(clang::SourceLocation loc);

  const clang::SourceManager& sources_;
  PpRegions& regions_;
  std::map<clang::FileID, std::vector<PpRegion>> open_;
  std::vector<Range> skipped_;
  std::map<clang::FileID, std::vector<Range>> skipped_in_;
};

}  // namespace gupkit
