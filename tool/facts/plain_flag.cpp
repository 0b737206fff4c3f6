// SPDX-License-Identifier: GPL-2.0-only
// A constant is known by the names that it is written with, for its value is another in each kernel: a flag is what
// shares its prefix with the one looked for (FOLL_), and 0 and 1 are no such flag. Variables are known by all that is
// assigned to them, parameters of static functions by all that is passed, fields where one file has them for itself.
#include "facts/plain_flag.h"

#include <algorithm>

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"

namespace gupkit {

using namespace clang;

/// Writes of variables, direct calls, and functions whose address is taken.
class FlagUses : public RecursiveASTVisitor<FlagUses> {
 public:
  explicit FlagUses(PlainFlags& out) : out_(out) {}

  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() == UO_AddrOf || op->isIncrementDecrementOp())
      write(op->getSubExpr(), nullptr);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator* op) {
    if (!op->isAssignmentOp()) return true;
    const BinaryOperatorKind kind = op->getOpcode();
    // What is masked away cannot come back, and what is set is in the right side.
    const bool bits = kind == BO_Assign || kind == BO_OrAssign;
    if (kind != BO_AndAssign) write(op->getLHS(), bits ? op->getRHS() : nullptr);
    return true;
  }
  bool VisitGCCAsmStmt(GCCAsmStmt* s) {
    for (const Expr* output : s->outputs()) write(output, nullptr);
    return true;
  }
  bool VisitCallExpr(CallExpr* call) {
    if (const FunctionDecl* callee = call->getDirectCallee()) {
      out_.calls_[callee->getCanonicalDecl()].push_back(call);
      called_.insert(call->getCallee()->IgnoreParenImpCasts());
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    if (auto* fn = dyn_cast<FunctionDecl>(ref->getDecl()); fn && !called_.count(ref))
      out_.taken_.insert(fn->getCanonicalDecl());
    return true;
  }

 private:
  PlainFlags& out_;
  std::set<const Expr*> called_;

  void write(const Expr* to, const Expr* value) {
    if (auto* ref = dyn_cast<DeclRefExpr>(to->IgnoreParenCasts()))
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl()))
        out_.writes_[var->getCanonicalDecl()].push_back(value);
  }
};

void PlainFlags::readUnit() {
  if (read_) return;
  read_ = true;
  FlagUses uses(*this);
  for (Decl* decl : context_.getTranslationUnitDecl()->noload_decls()) uses.TraverseDecl(decl);
}

bool PlainFlags::hidden(const CallExpr& acquire) {
  const FunctionDecl* callee = acquire.getDirectCallee();
  if (!callee || model_.get_flags.empty()) return false;
  for (unsigned i = 0; i < acquire.getNumArgs() && i < callee->getNumParams(); ++i) {
    const ParmVarDecl& param = *callee->getParamDecl(i);
    if (!param.getType()->isIntegerType() || !param.getName().contains("flags")) continue;
    if (mayHold(acquire.getArg(i), true)) return true;
  }
  return false;
}

/// By the names in a constant expression. `outer`: it is an argument, where a name of the file itself goes with the edit.
bool PlainFlags::constant(const Expr* e, bool outer) const {
  const SourceManager& sources = context_.getSourceManager();
  auto plain = [&](StringRef name) { return model_.get_flags.count(name) != 0; };
  auto flag = [&](StringRef name) {
    return std::any_of(
        model_.get_flags.begin(), model_.get_flags.end(),
        [&](const std::string& one) { return name.starts_with(one.substr(0, one.find('_') + 1)); });
  };
  // The innermost name that it is written with, and whether that stands in the file.
  SourceLocation at = e->getBeginLoc();
  while (at.isMacroID() && sources.isMacroArgExpansion(at))
    at = sources.getImmediateSpellingLoc(at);
  StringRef name;
  bool in_file = !at.isMacroID();
  if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
    name = ref->getDecl()->getName();
  } else if (at.isMacroID()) {
    name = Lexer::getImmediateMacroName(at, sources, context_.getLangOpts());
    SourceLocation use = sources.getImmediateMacroCallerLoc(at);
    while (use.isMacroID() && sources.isMacroArgExpansion(use))
      use = sources.getImmediateSpellingLoc(use);
    in_file = !use.isMacroID();
  }
  if (plain(name)) return !(outer && in_file);
  if (flag(name)) return false;
  Expr::EvalResult value;
  if (e->isValueDependent() || !e->EvaluateAsInt(value, context_)) return true;
  return value.Val.getInt().isNegative() || value.Val.getInt().ugt(1);
}

bool PlainFlags::mayHold(const Expr* e, bool outer) {
  e = e->IgnoreParenImpCasts();
  if (e->getType()->isBooleanType()) return false;
  if (auto* cast = dyn_cast<CastExpr>(e)) return mayHold(cast->getSubExpr(), outer);
  if (isa<ImplicitValueInitExpr>(e)) return false;
  if (isa<IntegerLiteral>(e) || isa<CharacterLiteral>(e)) return constant(e, outer);
  if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
    if (isa<EnumConstantDecl>(ref->getDecl())) return constant(e, outer);
    auto* var = dyn_cast<VarDecl>(ref->getDecl());
    return !var || mayHold(*var);
  }
  if (auto* member = dyn_cast<MemberExpr>(e)) {
    auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    return !field || mayHold(*field);
  }
  if (auto* choice = dyn_cast<AbstractConditionalOperator>(e))
    return mayHold(choice->getTrueExpr(), outer) || mayHold(choice->getFalseExpr(), outer);
  if (auto* op = dyn_cast<UnaryOperator>(e)) return op->getOpcode() != UO_LNot;
  if (auto* op = dyn_cast<BinaryOperator>(e)) {
    if (op->isComparisonOp() || op->isLogicalOp()) return false;
    const BinaryOperatorKind kind = op->getOpcode();
    if (kind == BO_Comma || kind == BO_Assign) return mayHold(op->getRHS(), outer);
    if (kind == BO_And) return mayHold(op->getLHS(), outer) && mayHold(op->getRHS(), outer);
    if (kind == BO_Or || kind == BO_Xor)
      return mayHold(op->getLHS(), outer) || mayHold(op->getRHS(), outer);
    // FOLL_WRITE * write
    auto zeroOrOne = [](const Expr* side) {
      side = side->IgnoreParenImpCasts();
      auto* inner = dyn_cast<BinaryOperator>(side);
      auto* negated = dyn_cast<UnaryOperator>(side);
      return side->getType()->isBooleanType() ||
             (inner && (inner->isComparisonOp() || inner->isLogicalOp())) ||
             (negated && negated->getOpcode() == UO_LNot);
    };
    if (kind == BO_Mul && zeroOrOne(op->getLHS())) return mayHold(op->getRHS(), outer);
    if (kind == BO_Mul && zeroOrOne(op->getRHS())) return mayHold(op->getLHS(), outer);
    return true;
  }
  return true;
}

bool PlainFlags::mayHold(const FieldDecl& field) {
  if (!busy_.insert(&field).second) return false;
  const auto* writes = fields_.of(field);
  const bool holds = !writes || std::any_of(writes->begin(), writes->end(), [&](const Expr* value) { return mayHold(value, false); });
  busy_.erase(&field);
  return holds;
}

bool PlainFlags::mayHold(const VarDecl& any) {
  const VarDecl& var = *any.getCanonicalDecl();
  if (!busy_.insert(&var).second) return false;  // what it is by itself says nothing more
  readUnit();
  bool holds = !var.hasLocalStorage() && !var.getType().isConstQualified();
  if (auto* param = dyn_cast<ParmVarDecl>(&any)) {
    auto* fn = dyn_cast<FunctionDecl>(param->getDeclContext());
    const unsigned index = param->getFunctionScopeIndex();
    if (!fn || fn->isExternallyVisible() || taken_.count(fn->getCanonicalDecl())) {
      holds = true;
    } else {
      for (const CallExpr* call : calls_[fn->getCanonicalDecl()])
        holds = holds || index >= call->getNumArgs() || mayHold(call->getArg(index), false);
    }
  } else if (any.getInit()) {
    holds = holds || mayHold(any.getInit(), false);
  }
  for (const Expr* value : writes_[&var]) holds = holds || !value || mayHold(value, false);
  busy_.erase(&var);
  return holds;
}

}  // namespace gupkit
