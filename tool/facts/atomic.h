// SPDX-License-Identifier: GPL-2.0-only
// Whether sleeping is allowed where a call stands.
//
//     mutex_lock(&d->lock);           whoever gets past this may sleep
//     set_page_dirty(page);           ... here, too
//     spin_lock(&d->queue_lock);
//     set_page_dirty(page);           ... and here not
//
// A function is followed over its control flow graph with the atomic sections that it has entered, and with the last
// proof that it may sleep: a call that sleeps, made outside of them. What it calls is followed the same way where the
// unit has the body. Anything else that the model does not know may enter such a section in some way of its own
// (a wrapper of spin_lock(), a guard, assembly), and ends the proof.
//
// For who reports and does not edit, a second answer believes names: what the kernel calls device_get_foo() holds no lock
// when it returns. It stands only where the proof does not.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "gupkit/facts.h"
#include "gupkit/model.h"

namespace gupkit {

/// What a call of a function changes.
struct AtomicSummary {
  enum class Proof : uint8_t {
    made,  ///< it has slept
    kept,  ///< as before the call
    ended,  ///< it calls what is not known
  };
  Proof proof = Proof::ended;
  Proof belief = Proof::ended;  ///< the same, where quiet names are believed (soundsQuiet())
  int held = 0;  ///< sections that it leaves entered, at most; with a proof made: since then
  int low = 0, high = 0;  ///< sections entered less those left, over all ways out
  bool leaves = false;  ///< leaves a section that it did not enter
};

/// The contexts of one unit's calls.
class AtomicContexts {
 public:
  /// `own`: functions that speak for themselves where they have a body, though the model may know the name.
  AtomicContexts(clang::ASTContext& context, const Model& model,
                 std::function<bool(const clang::FunctionDecl&)> own)
      : context_(context), model_(model), own_(std::move(own)) {}

  /// Of each call of `fn`, also through pointers; nothing where its control flow cannot be followed.
  std::map<const clang::CallExpr*, Context> of(const clang::FunctionDecl& fn);

  AtomicSummary summary(const clang::FunctionDecl& fn);

 private:
  clang::ASTContext& context_;
  const Model& model_;
  std::function<bool(const clang::FunctionDecl&)> own_;
  std::map<const clang::FunctionDecl*, AtomicSummary> summaries_;  ///< by definition
  std::map<const clang::FunctionDecl*, std::map<const clang::CallExpr*, Context>> contexts_;

  struct MacroUse {
    llvm::StringRef macro;
    clang::SourceLocation at;
  };
  /// By the place of a macro's use: the outermost around it, or itself, that the model names. Each piece of an
  /// expansion asks for it, and Clang has to look for the file of each place.
  std::unordered_map<unsigned, std::optional<MacroUse>> macros_;

  AtomicSummary follow(const clang::FunctionDecl& definition);
  friend class AtomicWalk;
};

}  // namespace gupkit
