// SPDX-License-Identifier: GPL-2.0-only
// Flags in arguments. A flag may hide in a variable, in a macro of the driver's own, in an enumerator: what is no
// constant without it counts as having it.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"

namespace gupkit {

/// Whether `argument` may have the bits of `flag`, a macro or an enumerator. A tree that defines no such name has no
/// such flag.
bool mayHaveFlag(const clang::Expr& argument, llvm::StringRef flag, clang::ASTContext& context,
                 clang::Preprocessor& preprocessor);

}  // namespace gupkit
