// SPDX-License-Identifier: GPL-2.0-only
#include "facts/flag_argument.h"

#include <optional>

#include "clang/AST/Decl.h"
#include "clang/Lex/MacroInfo.h"

namespace gupkit {

using namespace clang;

namespace {

/// The spelling is asked for: a token out of a precompiled header has no text of its own.
std::optional<uint64_t> number(const Token& token, const Preprocessor& preprocessor) {
  if (token.isNot(tok::numeric_constant)) return std::nullopt;
  const std::string spelling = preprocessor.getSpelling(token);
  const llvm::StringRef text = llvm::StringRef(spelling).rtrim("uUlL");
  uint64_t value = 0;
  if (text.getAsInteger(0, value)) return std::nullopt;
  return value;
}

/// `0x200` and `1 << 9`, in parentheses too; nothing where the macro is more than that.
std::optional<uint64_t> valueOf(const MacroInfo& macro, const Preprocessor& preprocessor) {
  std::vector<Token> tokens;
  for (const Token& token : macro.tokens())
    if (!token.isOneOf(tok::l_paren, tok::r_paren)) tokens.push_back(token);
  if (tokens.size() == 1) return number(tokens[0], preprocessor);
  if (tokens.size() != 3 || tokens[1].isNot(tok::lessless)) return std::nullopt;
  const auto one = number(tokens[0], preprocessor), by = number(tokens[2], preprocessor);
  if (!one || !by || *by > 63) return std::nullopt;
  return *one << *by;
}

}  // namespace

bool mayHaveFlag(const Expr& argument, llvm::StringRef flag, ASTContext& context, Preprocessor& preprocessor) {
  IdentifierInfo& name = context.Idents.get(flag);
  std::optional<uint64_t> bits;
  bool known = false;
  if (const MacroInfo* macro = preprocessor.getMacroInfo(&name)) {
    known = true;
    bits = valueOf(*macro, preprocessor);
  } else {
    for (const NamedDecl* decl : context.getTranslationUnitDecl()->lookup(&name))
      if (auto* enumerator = dyn_cast<EnumConstantDecl>(decl)) {
        known = true;
        bits = enumerator->getInitVal().getExtValue();
      }
  }
  if (!known) return false;
  Expr::EvalResult value;
  if (argument.isValueDependent() || !argument.EvaluateAsInt(value, context)) return true;
  const uint64_t set = value.Val.getInt().extOrTrunc(64).getZExtValue();
  return bits ? (set & *bits) != 0 : set != 0;
}

}  // namespace gupkit
