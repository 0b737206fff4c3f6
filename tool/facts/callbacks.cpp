// SPDX-License-Identifier: GPL-2.0-only
#include "facts/callbacks.h"

#include <algorithm>

#include "clang/AST/RecursiveASTVisitor.h"

namespace gupkit {

using namespace clang;

namespace {

const clang::RecordDecl* recordIn(QualType type) {
  const auto* record = type.isNull() ? nullptr : type->getAs<RecordType>();
  return record ? record->getDecl()->getDefinition() : nullptr;
}
bool holdsFunction(const FieldDecl& field) {
  const QualType pointee = field.getType()->getPointeeType();
  return !pointee.isNull() && pointee->isFunctionType();
}
bool hasFunctions(const clang::RecordDecl* record) {
  return record && !record->isUnion() &&
         std::any_of(record->field_begin(), record->field_end(), [](const FieldDecl* f) { return holdsFunction(*f); });
}

class Visitor : public RecursiveASTVisitor<Visitor> {
 public:
  Visitor(const FunctionDecl& fn, const Model& model, const Writes& writes, const CallbackKeys& keys, UnitFacts& out)
      : fn_(fn), model_(model), writes_(writes), keys_(keys), out_(out) {}

  bool VisitCallExpr(CallExpr* call) {
    if (const FunctionDecl* callee = call->getDirectCallee()) direct(*call, *callee);
    else through(*call);
    return true;
  }

  bool VisitVarDecl(VarDecl* var) {
    const clang::RecordDecl* record = recordIn(var->getType());
    if (!var->hasInit() || !hasFunctions(record)) return true;
    auto* list = dyn_cast<InitListExpr>(var->getInit()->IgnoreParenImpCasts());
    if (!list) {
      rewritten(*record);
      return true;
    }
    if (!var->hasLocalStorage()) return true;
    if (list->isSyntacticForm() && list->getSemanticForm()) list = list->getSemanticForm();
    unsigned i = 0;
    for (const FieldDecl* field : record->fields()) {
      if (field->isUnnamedBitField()) continue;
      if (i >= list->getNumInits()) break;
      const clang::Expr* init = list->getInit(i++);
      if (holdsFunction(*field)) put(*var, *field, init);
    }
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator* op) {
    if (!op->isAssignmentOp()) return true;
    if (const clang::RecordDecl* record = recordIn(op->getLHS()->getType()); hasFunctions(record)) {
      rewritten(*record);
      return true;
    }
    auto* member = dyn_cast<MemberExpr>(op->getLHS()->IgnoreParens());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (!field || !holdsFunction(*field)) return true;
    if (member->isArrow()) {
      out_.rewritten.push_back(keys_.field(*field));
      return true;
    }
    // Of a record in another one, or of an array of them, no address is handed over as a local's.
    const VarDecl* var = variable(member->getBase());
    if (var && var->hasLocalStorage()) put(*var, *field, op->getRHS());
    else if (!var) out_.rewritten.push_back(keys_.field(*field));
    return true;
  }

  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() != UO_AddrOf) return true;
    auto* member = dyn_cast<MemberExpr>(op->getSubExpr()->IgnoreParens());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (field && holdsFunction(*field)) out_.rewritten.push_back(keys_.field(*field));
    return true;
  }

 private:
  const FunctionDecl& fn_;
  const Model& model_;
  const Writes& writes_;
  const CallbackKeys& keys_;
  UnitFacts& out_;

  static const VarDecl* variable(const clang::Expr* e) {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenImpCasts());
    return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
  }
  /// The parameter that an expression is, if nothing writes it; kNone otherwise.
  uint32_t parameter(const clang::Expr* e) const {
    auto* param = dyn_cast_or_null<ParmVarDecl>(variable(e));
    if (!param || writes_.count(param)) return HandedFact::kNone;
    for (unsigned i = 0; i < fn_.getNumParams(); ++i)
      if (fn_.getParamDecl(i) == param) return i;
    return HandedFact::kNone;
  }

  void rewritten(const clang::RecordDecl& record) {
    for (const FieldDecl* field : record.fields())
      if (holdsFunction(*field)) out_.rewritten.push_back(keys_.field(*field));
  }

  void put(const VarDecl& var, const FieldDecl& field, const clang::Expr* value) {
    const clang::Expr* e = value->IgnoreParenCasts();
    if (isa<ImplicitValueInitExpr>(e)) return;
    if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_AddrOf) e = op->getSubExpr()->IgnoreParenCasts();
    LocalCallback fact;
    fact.record = keys_.variable(var);
    fact.field = keys_.field(field);
    auto* ref = dyn_cast<DeclRefExpr>(e);
    if (auto* function = ref ? dyn_cast<FunctionDecl>(ref->getDecl()) : nullptr) fact.function = keys_.function(*function);
    out_.callbacks.push_back(std::move(fact));
  }

  void through(const CallExpr& call) {
    const clang::Expr* callee = call.getCallee()->IgnoreParenImpCasts();
    if (auto* op = dyn_cast<UnaryOperator>(callee); op && op->getOpcode() == UO_Deref)
      callee = op->getSubExpr()->IgnoreParenImpCasts();
    auto* member = dyn_cast<MemberExpr>(callee);
    auto* field = member && member->isArrow() ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (!field || !hasFunctions(field->getParent())) return;
    ThroughFact fact;
    fact.record = parameter(member->getBase());
    fact.call = keys_.call(call);
    if (fact.record == HandedFact::kNone || fact.call == kNoIndex) return;
    for (unsigned i = 0; i < call.getNumArgs(); ++i) {
      fact.argument = i;
      fact.page = parameter(call.getArg(i));
      if (fact.page == HandedFact::kNone || fact.page == fact.record) continue;
      fact.field = keys_.field(*field);
      out_.through.push_back(fact);
    }
  }

  void direct(const CallExpr& call, const FunctionDecl& callee) {
    const bool bytes = callee.getDeclName().isIdentifier() && copiesBytes(callee.getName());
    std::vector<HandedFact> handed;
    bool any = false;
    for (unsigned i = 0; i < call.getNumArgs(); ++i) {
      const clang::Expr* arg = call.getArg(i);
      const clang::RecordDecl* record = recordIn(arg->IgnoreParenCasts()->getType()->getPointeeType());
      const bool functions = hasFunctions(record);
      if (bytes && functions) rewritten(*record);
      HandedFact fact;
      fact.argument = i;
      fact.param = parameter(arg);
      auto* op = dyn_cast<UnaryOperator>(arg->IgnoreParenImpCasts());
      if (const VarDecl* var = op && op->getOpcode() == UO_AddrOf ? variable(op->getSubExpr()) : nullptr;
          functions && var && var->hasLocalStorage())
        fact.record = keys_.variable(*var);
      if (fact.param == HandedFact::kNone && fact.record == HandedFact::kNone) continue;
      any |= functions;
      handed.push_back(fact);
    }
    const uint32_t index = any ? keys_.call(call) : kNoIndex;
    if (index == kNoIndex || call.getNumArgs() < 2) return;
    for (HandedFact& fact : handed) {
      fact.call = index;
      out_.handed.push_back(fact);
    }
  }
  bool copiesBytes(StringRef name) const {
    const Effect* flow = model_.find(name, EffectKind::flow);
    return flow && std::any_of(flow->flows.begin(), flow->flows.end(),
                               [](const FlowEffect& f) { return f.as == FlowEffect::As::bytes; });
  }
};

}  // namespace

void findCallbacks(const FunctionDecl& fn, const Model& model, const Writes& writes, const CallbackKeys& keys, UnitFacts& out) {
  Visitor(fn, model, writes, keys, out).TraverseStmt(fn.getBody());
}

}  // namespace gupkit
