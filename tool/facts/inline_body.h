// SPDX-License-Identifier: GPL-2.0-only
// What an inline function of a kernel header can do whose body is not parsed, by the text of the body.
//
//     static inline int dmaengine_submit(struct desc *desc) { return submit_now(desc); }
//
// Most bodies of headers are skipped: parsing them all would cost more than the file itself. A skipped body that only
// computes, or calls what is known to keep nothing, does nothing to a page. One that hands on what it gets, or brings
// a number of its own, is like a function that nobody has read. All branches of an #if count.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include "gupkit/model.h"
#include "llvm/ADT/StringSet.h"

namespace gupkit {

/// Whether the text of a body, from the first '{' in `text` to its '}', names one of `names`, itself or by a macro.
/// `macros`: answers that are known; of one preprocessor.
bool bodyNames(llvm::StringRef text, const llvm::StringSet<>& names, clang::Preprocessor& preprocessor,
               std::map<const clang::IdentifierInfo*, bool>& macros);

/// What a name means in the file scope; null: nothing. The translation unit's own table of names is not filled in C.
using FileScope = std::function<const clang::NamedDecl*(const clang::IdentifierInfo& name)>;

class InlineBodies {
 public:
  /// Keeps all of them.
  InlineBodies(const clang::ASTContext& context, clang::Preprocessor& preprocessor, const FileScope& scope, const Model& model)
      : context_(context), preprocessor_(preprocessor), declared_(scope), model_(model) {}

  struct Summary {
    std::set<std::string> calls;  ///< functions without a body here that get called
    bool opaque = false;  ///< there is inline assembly, a call through a pointer, or a variable of the file scope in it

    /// Hands nothing on, keeps and brings nothing.
    bool quiet() const { return calls.empty() && !opaque; }
  };
  /// Of the definition of `fn`, and of the inline functions that it calls.
  const Summary& of(const clang::FunctionDecl& fn);

 private:
  struct Word {
    const clang::IdentifierInfo* name = nullptr;  ///< null: no identifier
    clang::tok::TokenKind kind;
  };
  std::vector<Word> wordsOf(const clang::FunctionDecl& definition) const;
  void read(const std::vector<Word>& words, std::set<const clang::IdentifierInfo*> inside, Summary& out);
  void called(const clang::FunctionDecl& fn, Summary& out);

  const clang::ASTContext& context_;
  clang::Preprocessor& preprocessor_;
  const FileScope& declared_;
  const Model& model_;
  std::map<const clang::FunctionDecl*, Summary> known_;
};

}  // namespace gupkit
