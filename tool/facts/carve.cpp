// SPDX-License-Identifier: GPL-2.0-only
#include "facts/carve.h"

#include <map>
#include <set>
#include <utility>

#include "clang/AST/RecursiveASTVisitor.h"

namespace gupkit {

using namespace clang;

namespace {

const VarDecl* variable(const Expr* e) {
  auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenImpCasts());
  return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
}

/// `&base[index]` or `base + index`: both; nulls for another expression.
std::pair<const Expr*, const Expr*> elementOf(const Expr* e) {
  if (auto* address = dyn_cast<UnaryOperator>(e); address && address->getOpcode() == UO_AddrOf)
    if (auto* element = dyn_cast<ArraySubscriptExpr>(address->getSubExpr()->IgnoreParens()))
      return {element->getBase(), element->getIdx()};
  if (auto* sum = dyn_cast<BinaryOperator>(e); sum && sum->getOpcode() == BO_Add) return {sum->getLHS(), sum->getRHS()};
  return {};
}

/// How often each variable is named; whether a statement is reached but from the one before it.
class Uses : public RecursiveASTVisitor<Uses> {
 public:
  std::map<const VarDecl*, unsigned> count;
  bool jumps = false;

  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) ++count[var];
    return true;
  }
  bool VisitStmt(Stmt* s) {
    auto* assembly = dyn_cast<GCCAsmStmt>(s);
    jumps |= isa<LabelStmt>(s) || isa<GotoStmt>(s) || isa<IndirectGotoStmt>(s) || (assembly && assembly->isAsmGoto());
    return true;
  }
};

unsigned uses(const Stmt* s, const VarDecl* var) {
  Uses all;
  all.TraverseStmt(const_cast<Stmt*>(s));
  return all.count[var];
}

class Form {
 public:
  Form(const FunctionDecl& fn, ASTContext& context, const Model& model, const Writes& writes)
      : fn_(fn), context_(context), model_(model), writes_(writes) {}

  std::optional<Carving> match() {
    auto* body = dyn_cast_or_null<CompoundStmt>(fn_.getBody());
    if (!body || body->size() < 3) return std::nullopt;
    auto* last = dyn_cast<ReturnStmt>(body->body_back());
    if (!last || !last->getRetValue()) return std::nullopt;
    mine_ = variable(last->getRetValue());
    if (!mine_ || !mine_->hasLocalStorage() || isa<ParmVarDecl>(mine_)) return std::nullopt;
    all_.TraverseStmt(const_cast<CompoundStmt*>(body));
    if (all_.jumps) return std::nullopt;
    for (const Stmt* s : body->body())
      if (s != last && !statement(s)) return std::nullopt;
    if (!advanced_ || all_.count[first_] != 1 || mine_uses_ + 1 != all_.count[mine_]) return std::nullopt;
    return Carving{record_->getFunctionScopeIndex(), counter_};
  }

 private:
  bool written(const VarDecl* var) const { return writes_.count(var) != 0; }

  bool statement(const Stmt* s) {
    if (auto* decl = dyn_cast<DeclStmt>(s)) return declared(*decl);
    if (auto* e = dyn_cast<Expr>(s)) return expression(e->IgnoreParens());
    if (auto* branch = dyn_cast<IfStmt>(s)) return check(*branch);
    return isa<NullStmt>(s);
  }

  bool declared(const DeclStmt& s) {
    for (const Decl* d : s.decls()) {
      auto* var = dyn_cast<VarDecl>(d);
      if (!var) return false;
      if (!var->hasInit()) continue;
      if (var == mine_) {
        if (written(var) || !carve(var->getInit())) return false;
      } else if (behind(var->getInit())) {
        if (first_ || written(var)) return false;
        first_ = var;
      } else if (mentions(var->getInit())) {
        return false;
      }
    }
    return true;
  }

  /// &record[1]
  bool behind(const Expr* e) {
    const auto [base, index] = elementOf(e->IgnoreParenCasts());
    Expr::EvalResult number;
    if (!base || !index->EvaluateAsInt(number, context_) || number.Val.getInt() != 1) return false;
    auto* param = dyn_cast_or_null<ParmVarDecl>(variable(base));
    if (!param || written(param) || !param->getType()->isPointerType()) return false;
    if (!param->getType()->getPointeeType()->isRecordType() || (record_ && record_ != param)) return false;
    record_ = param;
    return true;
  }

  /// record->counter
  const FieldDecl* count(const Expr* e) const {
    auto* member = dyn_cast<MemberExpr>(e->IgnoreParenImpCasts());
    if (!member || !member->isArrow() || !record_ || variable(member->getBase()) != record_) return nullptr;
    auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    return field && field->getType()->isIntegerType() && !field->isBitField() ? field : nullptr;
  }

  /// &first[record->counter]
  bool carve(const Expr* e) {
    const auto [base, index] = elementOf(e->IgnoreParenImpCasts());
    if (!base || !first_ || variable(base) != first_ || counter_) return false;
    counter_ = count(index);
    return counter_ != nullptr;
  }

  bool expression(const Expr* e) {
    if (auto* op = dyn_cast<BinaryOperator>(e); op && op->getOpcode() == BO_Assign && variable(op->getLHS()) == mine_) {
      ++mine_uses_;
      auto to = writes_.find(mine_);
      return to != writes_.end() && to->second.size() == 1 && carve(op->getRHS());
    }
    if (auto* op = dyn_cast<CompoundAssignOperator>(e); op && op->getOpcode() == BO_AddAssign && counter_ && !advanced_) {
      auto* by = variable(op->getRHS());
      advanced_ = count(op->getLHS()) == counter_ && by && by != mine_ && by != first_ && !written(by) && grows(by);
      return advanced_;
    }
    auto* call = dyn_cast<CallExpr>(e);
    return call && looks(*call);
  }

  /// A call that may see the piece; before it is counted, one that reaches nothing else.
  bool looks(const CallExpr& call) {
    const FunctionDecl* callee = call.getDirectCallee();
    const unsigned piece = uses(&call, mine_);
    const bool looker = callee && callee->getIdentifier() && model_.borrow.count(callee->getName());
    if (!looker && (piece || (counter_ && !advanced_))) return false;
    mine_uses_ += piece;
    return true;
  }

  bool grows(const VarDecl* by) const { return by->getType()->isUnsignedIntegerType() || positive_.count(by); }

  /// if (n <= 0) { ...; return ERR_PTR(-EINVAL); }, or another that ends in such a return.
  bool check(const IfStmt& s) {
    if (s.getElse() || s.getInit() || s.hasVarStorage() || mentions(s.getThen()) || mentions(s.getCond())) return false;
    const Stmt* then = s.getThen();
    if (auto* block = dyn_cast<CompoundStmt>(then)) then = block->body_empty() ? nullptr : block->body_back();
    if (counter_ && !advanced_) return false;
    if (!then || !isa<ReturnStmt>(then)) return true;
    auto* test = dyn_cast<BinaryOperator>(s.getCond()->IgnoreParenImpCasts());
    Expr::EvalResult limit;
    if (!test || !test->getRHS()->EvaluateAsInt(limit, context_)) return true;
    const auto& number = limit.Val.getInt();
    const bool zero = number == 0 && (test->getOpcode() == BO_LE || test->getOpcode() == BO_LT);
    if (zero || (number == 1 && test->getOpcode() == BO_LT))
      if (auto* var = variable(test->getLHS()); var && !written(var)) positive_.insert(var);
    return true;
  }

  /// The piece, or where all of them begin; and a count that is written is seen by the link step.
  bool mentions(const Stmt* s) const {
    Uses in;
    in.TraverseStmt(const_cast<Stmt*>(s));
    return in.count[mine_] || (first_ && in.count[first_]);
  }

  const FunctionDecl& fn_;
  ASTContext& context_;
  const Model& model_;
  const Writes& writes_;
  Uses all_;
  const VarDecl *first_ = nullptr, *mine_ = nullptr;
  const ParmVarDecl* record_ = nullptr;
  const FieldDecl* counter_ = nullptr;
  bool advanced_ = false;
  unsigned mine_uses_ = 0;
  std::set<const VarDecl*> positive_;
};

}  // namespace

std::optional<Carving> carves(const FunctionDecl& fn, ASTContext& context, const Model& model, const Writes& writes) {
  if (!fn.getReturnType()->isPointerType() || fn.getNumParams() == 0) return std::nullopt;
  return Form(fn, context, model, writes).match();
}

}  // namespace gupkit
