// SPDX-License-Identifier: GPL-2.0-only
// From one parsed file to its facts.
#pragma once

#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include "facts/inline_body.h"
#include "gupkit/facts.h"
#include "gupkit/model.h"

namespace gupkit {

/// Fills `out` from a translation unit. `root` is the tree, absolute.
void extractFacts(clang::ASTContext& context, clang::Preprocessor& preprocessor, FileScope scope, const Model& model,
                  const std::string& root, UnitFacts& out);

/// Whether the body of `fn`, found in a header of the kernel, is worth reading:
/// it can move pages and the model does not know it.
bool wantsBody(const clang::FunctionDecl& fn, const Model& model);

/// Whether a value of this type can lead to a page: a page, a carrier, memory of
/// unknown type, or a pointer to one of them.
bool leadsToPage(clang::QualType type, const Model& model);

}  // namespace gupkit
