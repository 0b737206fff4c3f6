// SPDX-License-Identifier: GPL-2.0-only
#include "facts/guards.h"

#include <optional>

#include "clang/AST/RecursiveASTVisitor.h"

#include "facts/conditions.h"
#include "facts/page_type.h"
#include "support/hash.h"

namespace gupkit {

using namespace clang;

const Expr* plain(const Expr* e) {
  for (;;) {
    e = e->IgnoreParenCasts();
    if (auto* opaque = dyn_cast<OpaqueValueExpr>(e); opaque && opaque->getSourceExpr()) e = opaque->getSourceExpr();
    else if (auto* stmt = dyn_cast<StmtExpr>(e)) {
      auto* last = stmt->getSubStmt()->body_empty() ? nullptr : dyn_cast<Expr>(stmt->getSubStmt()->body_back());
      if (!last) return e;
      e = last;
    } else {
      return e;
    }
  }
}

namespace {

const VarDecl* variableIn(const Expr* e) {
  auto* ref = dyn_cast<DeclRefExpr>(e);
  return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
}

/// In bits; 0 where the type is not known, as in code that does not parse.
uint64_t widthOf(QualType type, const ASTContext& context) {
  return type->isDependentType() || type->isIncompleteType() || !type->isScalarType() ? 0 : context.getTypeSize(type);
}

}  // namespace

const Expr* tested(const Expr* e, const ASTContext& context) {
  for (;;) {
    e = e->IgnoreParens();
    auto* cast = dyn_cast<CastExpr>(e);
    if (!cast) return isa<StmtExpr>(e) || isa<OpaqueValueExpr>(e) ? plain(e) : e;
    const Expr* from = cast->getSubExpr();
    const bool narrows = cast->getCastKind() == CK_IntegralCast &&
                         widthOf(cast->getType(), context) < widthOf(from->getType(), context);
    if (narrows) return e;
    e = from;
  }
}

bool keepsBits(const Expr* e, const ASTContext& context) {
  for (e = e->IgnoreParens(); auto* cast = dyn_cast<CastExpr>(e); e = cast->getSubExpr()->IgnoreParens()) {
    if (cast->getCastKind() == CK_IntegralToBoolean || cast->getCastKind() == CK_PointerToBoolean) return false;
    if (cast->getCastKind() == CK_IntegralCast &&
        widthOf(cast->getType(), context) < widthOf(cast->getSubExpr()->getType(), context))
      return false;
  }
  return true;
}

std::optional<uint64_t> numberOf(const Expr* e, const ASTContext& context) {
  Expr::EvalResult result;
  if (e->isValueDependent()) return std::nullopt;
  if (e->isNullPointerConstant(const_cast<ASTContext&>(context), Expr::NPC_ValueDependentIsNotNull)) return 0;
  if (!e->getType()->isIntegralOrEnumerationType() || !e->EvaluateAsInt(result, context)) return std::nullopt;
  const llvm::APSInt& value = result.Val.getInt();
  return value.isSigned() ? uint64_t(value.extOrTrunc(64).getSExtValue()) : value.extOrTrunc(64).getZExtValue();
}

std::optional<BitTest> onBits(uint64_t bits, uint64_t mask, uint64_t want, bool equal) {
  if ((want & ~bits) && (want | bits) != ~uint64_t(0)) return std::nullopt;  // no value of this type
  mask &= bits;
  want &= mask;
  if (!mask) return std::nullopt;
  // One bit: not the one value is the other.
  if (!equal && (mask & (mask - 1)) == 0) return BitTest{mask, want ^ mask, true};
  return BitTest{mask, want, equal};
}

uint64_t bitsOf(QualType type, const ASTContext& context) {
  if (type->isBooleanType()) return 1;
  if (!type->isIntegralOrEnumerationType()) return ~uint64_t(0);
  const uint64_t width = widthOf(type, context);
  return width >= 64 ? ~uint64_t(0) : (uint64_t(1) << width) - 1;
}

/// Where each local gets its value.
class Guards::Definitions : public RecursiveASTVisitor<Definitions> {
 public:
  explicit Definitions(Guards& out) : out_(out) {}

  bool VisitVarDecl(VarDecl* var) {
    if (var->hasInit()) define(*var, var->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator* op) {
    if (!op->isAssignmentOp()) return true;
    if (auto* var = variableIn(op->getLHS()->IgnoreParens())) {
      if (op->getOpcode() == BO_Assign) define(*var, op->getRHS());
      else out_.definitions_[var].changed = true;
    }
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator* op) {
    auto* var = variableIn(op->getSubExpr()->IgnoreParens());
    if (!var) return true;
    if (op->isIncrementDecrementOp()) out_.definitions_[var].changed = true;
    if (op->getOpcode() == UO_AddrOf) out_.definitions_[var].escapes = true;
    return true;
  }
  bool TraverseGCCAsmStmt(GCCAsmStmt* assembly) {
    for (const Expr* output : assembly->outputs())
      if (auto* var = variableIn(output->IgnoreParenCasts())) out_.definitions_[var].escapes = true;
    return RecursiveASTVisitor::TraverseGCCAsmStmt(assembly);
  }
  bool VisitGotoStmt(GotoStmt* jump) {
    const SourceManager& sources = out_.context_.getSourceManager();
    if (!sources.isBeforeInTranslationUnit(jump->getGotoLoc(), jump->getLabel()->getLocation())) out_.jumps_back_ = true;
    return true;
  }
  bool VisitIndirectGotoStmt(IndirectGotoStmt*) { return out_.jumps_back_ = true; }
  bool TraverseForStmt(ForStmt* s) { return inLoop([&] { return RecursiveASTVisitor::TraverseForStmt(s); }); }
  bool TraverseWhileStmt(WhileStmt* s) { return inLoop([&] { return RecursiveASTVisitor::TraverseWhileStmt(s); }); }
  bool TraverseDoStmt(DoStmt* s) { return inLoop([&] { return RecursiveASTVisitor::TraverseDoStmt(s); }); }

 private:
  Guards& out_;
  int depth_ = 0;

  void define(const VarDecl& var, const Expr* value) {
    Definition& of = out_.definitions_[&var];
    of.values.push_back(value);
    of.looped |= depth_ > 0;
  }
  template <class Visit>
  bool inLoop(Visit visit) {
    ++depth_;
    const bool go_on = visit();
    --depth_;
    return go_on;
  }
};

Guards::Guards(const FunctionDecl& fn, ASTContext& context, const Model& model, Keys keys)
    : context_(context), model_(model), keys_(std::move(keys)), entry_(fn, context) {
  Definitions(*this).TraverseStmt(fn.getBody());
}

const Guards::Definition* Guards::definition(const VarDecl& var) const {
  auto it = definitions_.find(&var);
  return it == definitions_.end() ? nullptr : &it->second;
}

/// A parameter that nobody writes, or a local that is written once.
bool Guards::constant(const VarDecl& var) const {
  if (!var.hasLocalStorage() || var.getType().isVolatileQualified() || var.getType()->isArrayType() ||
      var.getType()->isRecordType())
    return false;
  const Definition* of = definition(var);
  if (isa<ParmVarDecl>(var)) return !of || (of->values.empty() && !of->changed && !of->escapes);
  return of && of->values.size() == 1 && !of->changed && !of->escapes;
}

/// A variable that has one value, or a parameter that has what was passed where this expression stands.
const VarDecl* Guards::steady(const Expr* e) {
  auto* var = variableIn(e);
  if (!var || constant(*var)) return var;
  if (!isa<ParmVarDecl>(var)) return nullptr;
  const Definition* of = definition(*var);
  return of && !of->escapes && entry_.passed(*cast<DeclRefExpr>(e)) ? var : nullptr;
}

GuardVarId Guards::idOf(const VarDecl& var) {
  auto [it, added] = ids_.try_emplace(&var, GuardVarId(vars_.size()));
  if (!added) return it->second;
  const GuardVarId id = it->second;
  vars_.emplace_back();
  if (auto* param = dyn_cast<ParmVarDecl>(&var)) {
    vars_[id].param = int(param->getFunctionScopeIndex());
    return id;
  }
  const Definition* of = definition(var);
  vars_[id].looped = jumps_back_ || of->looped;
  if (vars_[id].looped) return id;
  // Not in one step: the other variables of the way are numbered meanwhile.
  const GuardVarId root = allocates(of->values[0]) ? id : rootOf(of->values[0]);
  vars_[id].root = root;
  return id;
}

GuardVarId Guards::opaque(const Expr* e) {
  auto [it, added] = opaque_.try_emplace(e, GuardVarId(vars_.size()));
  if (added) vars_.push_back({-1, depth_ > 0 || jumps_back_, kNoIndex});
  return it->second;
}

/// Fresh memory that holds nothing of an older life.
bool Guards::allocates(const Expr* e) const {
  auto* call = dyn_cast<CallExpr>(plain(e));
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (!callee || !callee->getDeclName().isIdentifier()) return false;
  const Effect* effect = model_.find(callee->getName(), EffectKind::source);
  return effect && effect->memory && !model_.filled.count(callee->getName());
}

/// The variable with the allocation that an address lies in.
GuardVarId Guards::rootOf(const Expr* e) {
  e = plain(e);
  if (auto* var = variableIn(e)) return constant(*var) ? vars_[idOf(*var)].root : kNoIndex;
  if (auto* op = dyn_cast<BinaryOperator>(e); op && op->isAdditiveOp() && op->getType()->isPointerType())
    return rootOf(op->getLHS()->getType()->isPointerType() ? op->getLHS() : op->getRHS());
  if (auto* member = dyn_cast<MemberExpr>(e))
    return member->getType()->isArrayType() && member->isArrow() ? rootOf(member->getBase()) : kNoIndex;
  if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_AddrOf) {
    auto* inner = op->getSubExpr()->IgnoreParens();
    if (auto* member = dyn_cast<MemberExpr>(inner)) return member->isArrow() ? rootOf(member->getBase()) : kNoIndex;
    if (auto* element = dyn_cast<ArraySubscriptExpr>(inner)) return rootOf(element->getBase());
  }
  return kNoIndex;
}

/// `struct demo *a = b;` is b, as often as that happens. `int x = x;` is a way to silence a compiler.
GuardVarId Guards::variable(const Expr* e) {
  std::set<const VarDecl*> seen;
  for (GuardVarId found = kNoIndex;;) {
    const VarDecl* var = steady(plain(e));
    if (!var || !seen.insert(var).second) return found;
    found = idOf(*var);
    if (isa<ParmVarDecl>(var) || allocates(definition(*var)->values[0])) return found;
    e = definition(*var)->values[0];
  }
}

std::optional<uint64_t> Guards::number(const Expr* e) const { return numberOf(e, context_); }

GuardValue Guards::value(const Expr* e, int copies) {
  GuardValue out;
  if (auto known = number(e)) {
    out.kind = GuardValue::Kind::constant;
    out.number = *known;
    return out;
  }
  if (!keepsBits(e, context_)) return out;
  e = plain(e);
  if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_AddrOf) {
    auto* var = variableIn(op->getSubExpr()->IgnoreParens());
    if (!var || !var->hasGlobalStorage()) return out;
    out.kind = GuardValue::Kind::constant;
    out.number = tableNumber(keys_.global(*var));
    return out;
  }
  if (const VarDecl* var = steady(e)) {
    constexpr int kCopies = 8;  // of one variable into the next; `int x = x;` never ends
    if (!isa<ParmVarDecl>(var) && copies < kCopies) {
      const GuardValue of = value(definition(*var)->values[0], copies + 1);
      const bool same = widthOf(var->getType(), context_) >= widthOf(definition(*var)->values[0]->getType(), context_);
      if (of.kind != GuardValue::Kind::unknown && same && !definition(*var)->looped) return of;
    }
    out.kind = GuardValue::Kind::var;
    out.var = idOf(*var);
    return out;
  }
  auto* member = dyn_cast<MemberExpr>(e);
  auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
  // What else lies in a union writes to it under another name.
  if (!field || !member->isArrow() || member->getType()->isArrayType() || field->getParent()->isUnion()) return out;
  const GuardVarId base = variable(member->getBase());
  const uint32_t id = base == kNoIndex ? kNoIndex : keys_.field(*field);
  if (id == kNoIndex) return out;
  out.kind = GuardValue::Kind::field;
  out.var = base;
  out.field = id;
  return out;
}

void Guards::add(GuardValue subject, QualType type, uint64_t mask, uint64_t want, bool equal) {
  if (auto test = onBits(bitsOf(type, context_), mask, want, equal))
    atoms_.push_back({subject, test->mask, test->want, test->equal});
}

/// `left == right` where one side is a number, and the other a value or `value & number`.
void Guards::compare(const Expr* left, const Expr* right, bool equal) {
  auto want = number(right);
  if (!want) {
    std::swap(left, right);
    want = number(right);
  }
  if (!want) {
    // The address of a table is a number, too.
    GuardValue other = value(right);
    if (other.kind != GuardValue::Kind::constant) std::swap(left, right), other = value(right);
    if (other.kind == GuardValue::Kind::constant) want = other.number;
  }
  if (!want) return;
  uint64_t mask = ~uint64_t(0);
  const Expr* subject = left;
  if (auto* op = dyn_cast<BinaryOperator>(plain(left)); op && op->getOpcode() == BO_And && keepsBits(left, context_)) {
    auto bits = number(op->getRHS());
    subject = op->getLHS();
    if (!bits) {
      bits = number(op->getLHS());
      subject = op->getRHS();
    }
    if (!bits) return;
    mask = *bits;
    if (*want & ~mask) return;
  }
  const GuardValue of = value(subject);
  if (of.kind == GuardValue::Kind::var || of.kind == GuardValue::Kind::field)
    add(of, plain(subject)->getType(), mask, *want, equal);
}

void Guards::enter(const Expr* condition, bool holds) {
  if (!condition) return;
  const Expr* e = tested(condition, context_);
  if (auto* call = dyn_cast<CallExpr>(e)) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (callee && callee->getBuiltinID() && callee->getName() == "__builtin_expect") return enter(call->getArg(0), holds);
  }
  if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_LNot) return enter(op->getSubExpr(), !holds);
  if (auto* op = dyn_cast<BinaryOperator>(e)) {
    if (op->getOpcode() == (holds ? BO_LAnd : BO_LOr)) {
      enter(op->getLHS(), holds);
      enter(op->getRHS(), holds);
      return;
    }
  }
  const size_t before = atoms_.size();
  auto* op = dyn_cast<BinaryOperator>(e);
  if (op && op->isEqualityOp()) {
    compare(op->getLHS(), op->getRHS(), (op->getOpcode() == BO_EQ) == holds);
  } else if (op && op->getOpcode() == BO_And) {
    for (bool swap : {false, true}) {
      auto bits = number(swap ? op->getLHS() : op->getRHS());
      const Expr* subject = swap ? op->getRHS() : op->getLHS();
      const GuardValue of = bits ? value(subject) : GuardValue();
      if (of.kind != GuardValue::Kind::var && of.kind != GuardValue::Kind::field) continue;
      add(of, plain(subject)->getType(), *bits, 0, !holds);
      break;
    }
  } else if (GuardValue of = value(e); of.kind == GuardValue::Kind::var || of.kind == GuardValue::Kind::field) {
    add(of, e->getType(), ~uint64_t(0), 0, !holds);
  }
  // At least the two branches differ.
  GuardValue itself;
  itself.kind = GuardValue::Kind::var;
  itself.var = opaque(e);
  if (atoms_.size() == before) atoms_.push_back({itself, ~uint64_t(0), 0, !holds});
}

void Guards::enterCase(const Expr* subject, const CaseStmt& label) {
  auto want = number(label.getLHS());
  if (!want || label.getRHS()) return;
  GuardValue of = value(subject);
  if (of.kind != GuardValue::Kind::var && of.kind != GuardValue::Kind::field) {
    of = {};
    of.kind = GuardValue::Kind::var;
    of.var = opaque(subject);
  }
  add(of, plain(subject)->getType(), ~uint64_t(0), *want, true);
}

/// Arguments that are parameters which were written: what two of them can be at once.
std::vector<GuardJoint> Guards::joints(const CallExpr* call) {
  std::vector<GuardJoint> out;
  auto argument = [&](unsigned i) -> const ParmVarDecl* {
    const Expr* e = call->getArg(i);
    auto* var = dyn_cast_or_null<ParmVarDecl>(variableIn(plain(e)));
    if (!var || !keepsBits(e, context_)) return nullptr;
    const Definition* of = definition(*var);
    return of && of->escapes ? nullptr : var;
  };
  auto valueOf = [&](const ParmVarDecl& var, const Expr* assigned) {
    GuardValue v;
    if (!assigned) {
      v.kind = GuardValue::Kind::var;
      v.var = idOf(var);
    } else if (auto known = number(assigned)) {
      // Anything else might be of another turn of a loop than its partner.
      v.kind = GuardValue::Kind::constant;
      v.number = *known;
    }
    return v;
  };
  for (unsigned flag = 0; flag < call->getNumArgs(); ++flag) {
    const ParmVarDecl* first = argument(flag);
    if (!first || !first->getType()->isIntegralOrEnumerationType()) continue;
    for (unsigned page = 0; page < call->getNumArgs(); ++page) {
      const ParmVarDecl* second = argument(page);
      if (!second || !pageRecord(second->getType(), model_) || (constant(*first) && constant(*second))) continue;
      auto choices = entry_.together(*call, *first, *second);
      if (!choices) continue;
      GuardJoint joint{flag, page, {}};
      for (const EntryValues::Choice& choice : *choices)
        joint.choices.push_back({valueOf(*first, choice.first), valueOf(*second, choice.second)});
      out.push_back(std::move(joint));
    }
  }
  return out;
}

GuardOrigins Guards::origins(const Expr* e) {
  GuardOrigins out;
  std::set<const VarDecl*> seen;
  collect(e, 0, out, seen);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Guards::collect(const Expr* e, int deref, GuardOrigins& out, std::set<const VarDecl*>& seen) {
  auto found = [&](GuardOrigin::Kind kind, GuardVarId var, uint32_t field, uint32_t call, int at) {
    if (at < -1 || at > 3) kind = GuardOrigin::Kind::unknown;
    GuardOrigin origin{kind, var, field, call, int8_t(at)};
    out.push_back(kind == GuardOrigin::Kind::unknown ? GuardOrigin() : origin);
  };
  auto unknown = [&] { out.push_back({}); };
  e = plain(e);
  if (auto* ref = dyn_cast<DeclRefExpr>(e); ref && !isa<VarDecl>(ref->getDecl())) return unknown();
  if (auto* var = variableIn(e)) {
    if (!var->hasLocalStorage() || var->getType()->isArrayType() || var->getType()->isRecordType()) return unknown();
    const Definition* of = definition(*var);
    if (of && of->escapes) return unknown();
    if (steady(e)) {
      const GuardVarId id = idOf(*var);
      if (isa<ParmVarDecl>(var)) return found(GuardOrigin::Kind::var, id, kNoIndex, kNoIndex, deref);
      if (vars_[id].root != kNoIndex) return found(GuardOrigin::Kind::var, vars_[id].root, kNoIndex, kNoIndex, deref);
    }
    if (!of || isa<ParmVarDecl>(var)) return unknown();
    if (!seen.insert(var).second) return;
    for (const Expr* value : of->values) collect(value, deref, out, seen);
    return;
  }
  if (number(e) == 0) return;  // null has no pages
  if (auto* member = dyn_cast<MemberExpr>(e)) {
    auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    if (!field || !member->isArrow()) return unknown();
    const bool array = member->getType()->isArrayType();
    if (array)
      if (const GuardVarId root = rootOf(e); root != kNoIndex) return found(GuardOrigin::Kind::var, root, kNoIndex, kNoIndex, deref);
    const GuardVarId base = variable(member->getBase());
    const uint32_t id = base == kNoIndex ? kNoIndex : keys_.field(*field);
    if (id == kNoIndex) return unknown();
    return found(GuardOrigin::Kind::field, base, id, kNoIndex, array ? deref - 1 : deref);
  }
  if (auto* element = dyn_cast<ArraySubscriptExpr>(e)) return collect(element->getBase(), deref + 1, out, seen);
  if (auto* op = dyn_cast<UnaryOperator>(e)) {
    if (op->getOpcode() == UO_Deref) return collect(op->getSubExpr(), deref + 1, out, seen);
    if (op->isIncrementDecrementOp()) return collect(op->getSubExpr(), deref, out, seen);
    if (op->getOpcode() != UO_AddrOf) return unknown();
    const Expr* inner = op->getSubExpr()->IgnoreParens();
    if (isa<MemberExpr>(inner) || isa<ArraySubscriptExpr>(inner)) return collect(inner, deref - 1, out, seen);
    return unknown();
  }
  if (auto* op = dyn_cast<BinaryOperator>(e)) {
    if (op->getOpcode() == BO_Assign || op->getOpcode() == BO_Comma) return collect(op->getRHS(), deref, out, seen);
    if (!op->isAdditiveOp() || !op->getType()->isPointerType()) return unknown();
    return collect(op->getLHS()->getType()->isPointerType() ? op->getLHS() : op->getRHS(), deref, out, seen);
  }
  if (auto* choice = dyn_cast<ConditionalOperator>(e)) {
    collect(choice->getTrueExpr(), deref, out, seen);
    collect(choice->getFalseExpr(), deref, out, seen);
    return;
  }
  auto* call = dyn_cast<CallExpr>(e);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (!call) return unknown();
  if (callee && callee->getDeclName().isIdentifier())
    if (const Effect* effect = model_.find(callee->getName(), EffectKind::flow)) {
      bool any = false;
      for (const FlowEffect& flow : effect->flows) {
        if (flow.to.arg >= 0 || flow.to.deref) continue;
        if (flow.as != FlowEffect::As::same || flow.from.arg < 0 || unsigned(flow.from.arg) >= call->getNumArgs()) return unknown();
        collect(call->getArg(unsigned(flow.from.arg)), deref + flow.from.deref, out, seen);
        any = true;
      }
      return any ? void() : unknown();
    }
  auto known = calls_.find(call);
  if (known == calls_.end()) return unknown();
  found(GuardOrigin::Kind::call, kNoIndex, kNoIndex, known->second, deref);
}

}  // namespace gupkit
