// SPDX-License-Identifier: GPL-2.0-only
#include "facts/inline_body.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "gupkit/facts.h"
#include "support/text.h"

namespace gupkit {
namespace {

using namespace clang;

/// Whether the macro, or one that it uses, names one of `names`.
bool macroNames(IdentifierInfo& name, const llvm::StringSet<>& names, Preprocessor& preprocessor,
                std::map<const IdentifierInfo*, bool>& macros) {
  if (!name.hasMacroDefinition()) return false;
  auto [known, added] = macros.try_emplace(&name, false);
  if (!added) return known->second;
  const MacroInfo* macro = preprocessor.getMacroInfo(&name);
  if (!macro) return false;
  for (const Token& token : macro->tokens()) {
    IdentifierInfo* used = token.getIdentifierInfo();
    if (used && (names.contains(used->getName()) || macroNames(*used, names, preprocessor, macros))) return macros[&name] = true;
  }
  return false;
}

}  // namespace

bool bodyNames(llvm::StringRef text, const llvm::StringSet<>& names, Preprocessor& preprocessor,
               std::map<const IdentifierInfo*, bool>& macros) {
  size_t i = text.find('{');
  for (int depth = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{') ++depth;
    else if (c == '}' && --depth == 0) return false;
    if (!isNameByte(c) || isdigit(static_cast<unsigned char>(c))) continue;
    const size_t begin = i;
    while (i + 1 < text.size() && isNameByte(text[i + 1])) ++i;
    const llvm::StringRef word = text.slice(begin, i + 1);
    if (names.contains(word) || macroNames(*preprocessor.getIdentifierInfo(word), names, preprocessor, macros)) return true;
  }
  return false;
}

const InlineBodies::Summary& InlineBodies::of(const FunctionDecl& fn) {
  auto [known, added] = known_.try_emplace(fn.getCanonicalDecl());
  if (!added) return known->second;  // of one that calls itself: what the rest of it does
  const FunctionDecl* definition = nullptr;
  Summary out;
  if (!fn.isDefined(definition)) out.calls.insert(fn.getName().str());
  else if (const auto words = wordsOf(*definition); !words.empty()) read(words, {}, out);
  return known_[fn.getCanonicalDecl()] = std::move(out);
}

/// Empty where a macro makes the function.
std::vector<InlineBodies::Word> InlineBodies::wordsOf(const FunctionDecl& definition) const {
  const SourceManager& sources = context_.getSourceManager();
  const SourceLocation at = definition.getLocation();
  if (at.isInvalid() || at.isMacroID()) return {};
  const auto [file, offset] = sources.getDecomposedLoc(at);
  bool invalid = false;
  const llvm::StringRef text = sources.getBufferData(file, &invalid);
  if (invalid) return {};
  Lexer lexer(sources.getLocForStartOfFile(file), context_.getLangOpts(), text.begin(), text.begin() + offset, text.end());
  std::vector<Word> words;
  Token token;
  bool directive = false;
  for (int depth = 0; !lexer.LexFromRawLexer(token);) {
    if (token.isAtStartOfLine()) directive = token.is(tok::hash);
    if (directive) continue;
    if (token.is(tok::l_brace)) ++depth;
    if (token.is(tok::r_brace) && --depth == 0) break;
    if (!depth) continue;
    Word word;
    word.kind = token.getKind();
    if (token.is(tok::raw_identifier)) {
      word.name = preprocessor_.getIdentifierInfo(token.getRawIdentifier());
      word.kind = word.name->getTokenID();
    }
    words.push_back(word);
  }
  return words;
}

/// `inside`: the macros around.
void InlineBodies::read(const std::vector<Word>& words, std::set<const IdentifierInfo*> inside, Summary& out) {
  auto is = [&](size_t i, tok::TokenKind kind) { return i < words.size() && words[i].kind == kind; };
  for (size_t i = 0; i < words.size(); ++i) {
    if (is(i, tok::kw_asm)) out.opaque = true;
    const IdentifierInfo* name = words[i].name;
    if (!name || words[i].kind != tok::identifier) continue;
    const bool call = is(i + 1, tok::l_paren), member = i && (is(i - 1, tok::arrow) || is(i - 1, tok::period));
    if (model_.borrow.count(name->getName()) || model_.plain.count(name->getName())) continue;
    if (member) {
      out.opaque |= call;
      continue;
    }
    if (const MacroInfo* macro = name->hasMacroDefinition() ? preprocessor_.getMacroInfo(name) : nullptr;
        macro && (call || macro->isObjectLike())) {
      if (!inside.insert(name).second) continue;
      std::vector<Word> body;
      for (const Token& token : macro->tokens())
        body.push_back({token.getIdentifierInfo(), token.getKind()});
      // A parameter stands for what the text beside the macro's name has.
      for (Word& word : body)
        if (word.name && macro->getParameterNum(word.name) >= 0) word = {nullptr, tok::numeric_constant};
      read(body, inside, out);
      inside.erase(name);
      continue;
    }
    const NamedDecl* decl = declared_(*name);
    if (auto* var = dyn_cast_or_null<VarDecl>(decl)) {
      // What is only read of them brings a number; a constant does not.
      if (!var->getType().isConstQualified()) out.opaque = true;
    } else if (auto* fn = dyn_cast_or_null<FunctionDecl>(decl)) {
      called(*fn, out);
    } else if (call && !isa_and_nonnull<TypedefNameDecl>(decl)) {
      out.opaque = true;  // by a parameter or variable of it
    }
  }
}

void InlineBodies::called(const FunctionDecl& fn, Summary& out) {
  const std::string name = fn.getName().str();
  if (fn.getBuiltinID() || isTracepoint(name)) return;
  for (const FunctionDecl* one : fn.redecls())
    if (one->hasAttr<ConstAttr>() || one->hasAttr<PureAttr>() || one->hasAttr<FormatAttr>() ||
        one->hasAttr<ErrorAttr>() || one->isNoReturn())
      return;
  if (!fn.isDefined()) {
    // Without a parameter it gets nothing; what it returns may still be a number.
    if (fn.hasPrototype() && !fn.getNumParams() && !fn.isVariadic()) out.opaque |= !fn.getReturnType()->isVoidType();
    else out.calls.insert(name);
    return;
  }
  const Summary inner = of(fn);
  out.calls.insert(inner.calls.begin(), inner.calls.end());
  out.opaque |= inner.opaque;
}

}  // namespace gupkit
