// SPDX-License-Identifier: GPL-2.0-only
// What conditions are made of, for guards.h and together.h.
#pragma once

#include <cstdint>
#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

namespace gupkit {

/// Without parentheses, casts, and the wrapping of `({ ...; e; })`.
const clang::Expr* plain(const clang::Expr* e);
/// A condition without what only asks whether it is zero, and without conversions that keep every bit.
const clang::Expr* tested(const clang::Expr* e, const clang::ASTContext& context);
/// Whether a conversion keeps every bit that the result has. Into bool it does not.
bool keepsBits(const clang::Expr* e, const clang::ASTContext& context);
/// A constant, sign-extended where its type is signed; 0 for a null pointer.
std::optional<uint64_t> numberOf(const clang::Expr* e, const clang::ASTContext& context);

/// (x & mask) == want, or not, of an x that has these bits only. Nothing where that says nothing.
struct BitTest {
  uint64_t mask = 0, want = 0;
  bool equal = true;
};
std::optional<BitTest> onBits(uint64_t bits, uint64_t mask, uint64_t want, bool equal);

}  // namespace gupkit
