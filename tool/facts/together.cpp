// SPDX-License-Identifier: GPL-2.0-only
#include "facts/together.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/conditions.h"
#include "facts/guards.h"

namespace gupkit {

using namespace clang;

namespace {

const VarDecl* variable(const Expr* e) {
  auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenImpCasts());
  return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
}

bool likely(const CallExpr& call) {
  const FunctionDecl* callee = call.getDirectCallee();
  return callee && callee->getBuiltinID() && callee->getName() == "__builtin_expect";
}

/// Anything that changes a variable or memory, or may.
class Effects : public RecursiveASTVisitor<Effects> {
 public:
  bool any = false;
  bool VisitCallExpr(CallExpr* call) { return note(!likely(*call)); }
  bool VisitStmtExpr(StmtExpr*) { return note(true); }
  bool VisitAtomicExpr(AtomicExpr*) { return note(true); }
  bool VisitVAArgExpr(VAArgExpr*) { return note(true); }
  bool VisitCompoundLiteralExpr(CompoundLiteralExpr*) { return note(true); }
  bool VisitBinaryOperator(BinaryOperator* op) { return note(op->isAssignmentOp()); }
  bool VisitUnaryOperator(UnaryOperator* op) { return note(op->isIncrementDecrementOp()); }

 private:
  bool note(bool effect) { return !(any |= effect); }
};

class Exposed : public RecursiveASTVisitor<Exposed> {
 public:
  explicit Exposed(std::set<const VarDecl*>& out) : out_(out) {}
  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() == UO_AddrOf) add(op->getSubExpr());
    return true;
  }
  bool VisitGCCAsmStmt(GCCAsmStmt* s) {
    for (const Expr* output : s->outputs()) add(output->IgnoreParenCasts());
    return true;
  }

 private:
  std::set<const VarDecl*>& out_;
  void add(const Expr* e) {
    if (const VarDecl* var = variable(e)) out_.insert(var);
  }
};

/// What else lies in a union writes to it under another name.
bool inUnion(const FieldDecl& field) {
  for (const DeclContext* at = field.getParent(); auto* record = dyn_cast_or_null<RecordDecl>(at); at = record->getParent())
    if (record->isUnion()) return true;
  return false;
}

}  // namespace

/// Visits every block and every branch.
class Together::Walk : public RecursiveASTVisitor<Walk> {
 public:
  explicit Walk(Together& out) : out_(out) {}
  bool VisitCompoundStmt(CompoundStmt* block) {
    out_.statements(block);
    return true;
  }
  bool VisitIfStmt(IfStmt* s) {
    out_.branches(s);
    return true;
  }

 private:
  Together& out_;
};

Together::Together(const FunctionDecl& fn, ASTContext& context, const Model& model) : context_(context), model_(model) {
  Exposed(exposed_).TraverseStmt(fn.getBody());
  Walk(*this).TraverseStmt(fn.getBody());
}

std::optional<uint32_t> Together::group(const Expr* assignment) const {
  auto it = groups_.find(assignment);
  return it == groups_.end() ? std::nullopt : std::optional(it->second);
}

const std::vector<Together::Use>& Together::uses(const CallExpr* call) const {
  static const std::vector<Use> none;
  auto it = uses_.find(call);
  return it == uses_.end() ? none : it->second;
}

// ---- records ------------------------------------------------------------

/// A record or element that variables lead to, as text; empty where that is not so simple.
std::string Together::record(const Expr* e) const {
  e = e->IgnoreParenImpCasts();
  if (const VarDecl* var = variable(e)) {
    // A local record is itself, whoever has its address; a pointer or index must keep its value.
    const bool itself = var->getType()->isRecordType() || var->getType()->isArrayType();
    if (!var->hasLocalStorage() || (!itself && exposed_.count(var)) || var->getType().isVolatileQualified()) return "";
    return "v" + std::to_string(reinterpret_cast<uintptr_t>(var->getCanonicalDecl()));
  }
  if (auto* member = dyn_cast<MemberExpr>(e)) {
    auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
    if (!field || (member->isArrow() && !variable(member->getBase()))) return "";
    // What a pointer in the record leads to is another record.
    if (!field->getType()->isRecordType() && !field->getType()->isArrayType()) return "";
    const std::string base = record(member->getBase());
    return base.empty() ? "" : base + "." + std::to_string(reinterpret_cast<uintptr_t>(field->getCanonicalDecl()));
  }
  if (auto* element = dyn_cast<ArraySubscriptExpr>(e)) {
    const std::string base = record(element->getBase());
    const Expr* index = element->getIdx()->IgnoreParenImpCasts();
    std::string at;
    if (auto number = numberOf(index, context_)) at = std::to_string(*number);
    else if (variable(index)) at = record(index);
    return base.empty() || at.empty() ? "" : base + "[" + at + "]";
  }
  return "";
}

std::optional<Together::Spot> Together::spot(const Expr* e) const {
  auto* member = dyn_cast<MemberExpr>(e->IgnoreParenImpCasts());
  auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
  if (!field || !field->getType()->isScalarType() || inUnion(*field)) return std::nullopt;
  if (member->isArrow() && !variable(member->getBase())) {
    // (&rec->frag[i])->page and its like: not so simple.
    return std::nullopt;
  }
  const std::string base = record(member->getBase());
  if (base.empty()) return std::nullopt;
  return Spot{base, field->getCanonicalDecl()};
}

bool Together::pure(const Stmt* s) const {
  Effects effects;
  effects.TraverseStmt(const_cast<Stmt*>(s));
  return !effects.any;
}

// ---- written together ---------------------------------------------------

void Together::statements(const CompoundStmt* block) {
  std::vector<const BinaryOperator*> stores;
  for (const Stmt* child : block->body()) {
    auto* op = dyn_cast<BinaryOperator>(child);
    const bool store = op && op->getOpcode() == BO_Assign && isa<MemberExpr>(op->getLHS()->IgnoreParens()) &&
                       op->getLHS()->getType()->isScalarType() && pure(op->getLHS()) && pure(op->getRHS());
    if (store) {
      stores.push_back(op);
      continue;
    }
    run(stores);
    stores.clear();
  }
  run(stores);
}

/// Statements that follow each other. A field that two of them write may be the same one's, so it has no partner.
void Together::run(const std::vector<const BinaryOperator*>& stores) {
  std::map<const FieldDecl*, int> times;
  for (const BinaryOperator* op : stores)
    if (auto* field = dyn_cast<FieldDecl>(cast<MemberExpr>(op->getLHS()->IgnoreParens())->getMemberDecl()))
      ++times[field->getCanonicalDecl()];
  std::map<std::string, uint32_t> of;
  for (const BinaryOperator* op : stores) {
    auto at = spot(op->getLHS());
    if (!at || times[at->field] != 1) continue;
    auto [known, added] = of.try_emplace(at->record, next_);
    if (added) ++next_;
    groups_[op] = known->second;
  }
}

// ---- used where another field was tested --------------------------------

void Together::tests(const Expr* condition, bool holds, std::vector<Known>& out) const {
  const Expr* e = tested(condition, context_);
  if (auto* call = dyn_cast<CallExpr>(e); call && likely(*call)) return tests(call->getArg(0), holds, out);
  if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_LNot) return tests(op->getSubExpr(), !holds, out);
  auto* op = dyn_cast<BinaryOperator>(e);
  if (op && op->getOpcode() == (holds ? BO_LAnd : BO_LOr)) {
    tests(op->getLHS(), holds, out);
    tests(op->getRHS(), holds, out);
    return;
  }
  const Expr* subject = e;
  uint64_t mask = ~uint64_t(0), want = 0;
  bool equal = !holds;
  if (op && op->isEqualityOp()) {
    auto number = numberOf(op->getRHS(), context_);
    if (!number) return;
    subject = op->getLHS();
    want = *number;
    equal = (op->getOpcode() == BO_EQ) == holds;
    op = dyn_cast<BinaryOperator>(plain(subject));
    if (op && op->getOpcode() == BO_And && !keepsBits(subject, context_)) return;
    if (op) subject = plain(subject);
  }
  if (op && op->getOpcode() == BO_And) {
    auto bits = numberOf(op->getRHS(), context_);
    if (!bits || (want & ~*bits)) return;
    mask = *bits;
    subject = op->getLHS();
  }
  if (!keepsBits(subject, context_)) return;
  subject = plain(subject);
  auto at = spot(subject);
  if (!at || !at->field->getType()->isIntegralOrEnumerationType() || at->field->isBitField()) return;
  // A number that the field cannot have is not compared with its bits.
  const uint64_t bits = bitsOf(at->field->getType(), context_);
  const uint64_t top = at->field->getType()->isSignedIntegerOrEnumerationType() ? bits & ~(bits >> 1) : 0;
  if ((want & (~bits | top)) || (mask != ~uint64_t(0) && (mask & (~bits | top)))) return;
  if (auto atom = onBits(bits, mask, want, equal))
    out.push_back({at->record, {at->field, atom->mask, atom->want, atom->equal}});
}

void Together::branches(const IfStmt* s) {
  if (s->getInit() || s->getConditionVariable() || !pure(s->getCond())) return;
  for (bool holds : {true, false}) {
    std::vector<Known> known;
    tests(s->getCond(), holds, known);
    if (!known.empty()) follow(holds ? s->getThen() : s->getElse(), known);
  }
}

/// From here on as long as nothing can have changed the records; false: not beyond this.
bool Together::follow(const Stmt* s, const std::vector<Known>& known) {
  if (!s || isa<NullStmt>(s)) return true;
  if (auto* block = dyn_cast<CompoundStmt>(s)) {
    for (const Stmt* child : block->body())
      if (!follow(child, known)) return false;
    return true;
  }
  if (auto* branch = dyn_cast<IfStmt>(s)) {
    if (branch->getInit() || branch->getConditionVariable() || !pure(branch->getCond())) return false;
    const bool yes = follow(branch->getThen(), known);
    const bool no = follow(branch->getElse(), known);
    return yes && no;
  }
  auto* e = dyn_cast<Expr>(s);
  if (!e) return false;
  auto* call = dyn_cast<CallExpr>(e->IgnoreParenCasts());
  if (!call) return pure(e);
  const FunctionDecl* callee = call->getDirectCallee();
  if (!callee || !callee->getDeclName().isIdentifier()) return false;
  for (unsigned i = 0; i < call->getNumArgs(); ++i)
    if (!pure(call->getArg(i))) return false;
  for (unsigned i = 0; i < call->getNumArgs(); ++i) {
    auto at = spot(call->getArg(i)->IgnoreParenCasts());
    if (!at || !at->field->getType()->isPointerType()) continue;
    for (const Known& test : known)
      if (test.record == at->record && test.test.flag->getParent() == at->field->getParent())
        uses_[call].push_back({i, at->field, test.test});
  }
  // Marking a page dirty leaves the driver's records alone, if it is the kernel's function that does it.
  const FunctionDecl* body = callee->getDefinition();
  const SourceManager& sources = context_.getSourceManager();
  if (body && sources.isInMainFile(sources.getFileLoc(body->getLocation()))) return false;
  return model_.find(callee->getName(), EffectKind::dirty) && !model_.find(callee->getName(), EffectKind::release);
}

}  // namespace gupkit
