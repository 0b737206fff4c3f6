// SPDX-License-Identifier: GPL-2.0-only
#include "facts/flag_field.h"

#include "clang/AST/RecursiveASTVisitor.h"

namespace gupkit {

using namespace clang;

namespace {

const RecordDecl* pointee(QualType type) {
  const QualType to = type.isNull() ? type : type->getPointeeType();
  const auto* record = to.isNull() ? nullptr : to->getAs<RecordType>();
  return record ? record->getDecl()->getDefinition() : nullptr;
}

/// The record that lies in a member of this type, as such or as elements.
const RecordDecl* inside(QualType type) {
  while (const ArrayType* array = type->getAsArrayTypeUnsafe()) type = array->getElementType();
  const auto* record = type->getAs<RecordType>();
  return record ? record->getDecl()->getDefinition() : nullptr;
}

}  // namespace

class FieldUses : public RecursiveASTVisitor<FieldUses> {
 public:
  explicit FieldUses(FieldWrites& out) : out_(out) {}

  bool VisitRecordDecl(RecordDecl* record) {
    if (record->isThisDeclarationADefinition()) out_.records_.push_back(record);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() == UO_AddrOf || op->isIncrementDecrementOp()) write(op->getSubExpr(), nullptr);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator* op) {
    if (!op->isAssignmentOp()) return true;
    const BinaryOperatorKind kind = op->getOpcode();
    // What is masked away cannot come back, and what is set is in the right side.
    if (kind != BO_AndAssign) write(op->getLHS(), kind == BO_Assign || kind == BO_OrAssign ? op->getRHS() : nullptr);
    return true;
  }
  bool VisitGCCAsmStmt(GCCAsmStmt* s) {
    for (const Expr* output : s->outputs()) {
      write(output, nullptr);
      if (const RecordDecl* record = inside(output->getType())) out_.seen_as_.insert(record);
    }
    return true;
  }
  bool VisitInitListExpr(InitListExpr* list) {
    const auto* type = list->getType().isNull() ? nullptr : list->getType()->getAs<RecordType>();
    if (!type || !list->isSemanticForm() || type->getDecl()->isUnion()) return true;
    unsigned at = 0;
    for (const FieldDecl* field : type->getDecl()->fields()) {
      if (field->isUnnamedBitField()) continue;
      if (at < list->getNumInits()) out_.writes_[field].push_back(list->getInit(at));
      ++at;
    }
    return true;
  }
  bool VisitCallExpr(CallExpr* call) {
    // Who gets a const pointer writes nothing by it, but to free the memory.
    const FunctionDecl* callee = call->getDirectCallee();
    for (unsigned i = 0; callee && i < call->getNumArgs() && i < callee->getNumParams(); ++i)
      if (const QualType to = callee->getParamDecl(i)->getType()->getPointeeType(); !to.isNull() && to.isConstQualified())
        read_only_.insert(call->getArg(i));
    return true;
  }
  bool VisitCastExpr(CastExpr* cast) {
    const RecordDecl* from = pointee(cast->getSubExpr()->getType());
    if (from && cast->getCastKind() != CK_LValueToRValue && pointee(cast->getType()) != from &&
        cast->getCastKind() != CK_ToVoid && cast->getCastKind() != CK_PointerToBoolean && !read_only_.count(cast))
      out_.seen_as_.insert(from);
    return true;
  }
  bool shouldVisitImplicitCode() const { return true; }

 private:
  FieldWrites& out_;
  std::set<const Expr*> read_only_;

  void write(const Expr* to, const Expr* value) {
    auto* member = dyn_cast<MemberExpr>(to->IgnoreParenCasts());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (!field) return;
    if (value) out_.writes_[field].push_back(value);
    else out_.lost_.insert(field);
  }
};

void FieldWrites::readUnit() {
  if (read_) return;
  read_ = true;
  FieldUses uses(*this);
  for (Decl* decl : context_.getTranslationUnitDecl()->noload_decls()) uses.TraverseDecl(decl);
}

/// Whether the record, or one that it lies in, is a union or is seen as something else.
bool FieldWrites::shared(const RecordDecl& record, std::set<const RecordDecl*>& seen) const {
  if (record.isUnion() || seen_as_.count(&record)) return true;
  if (!seen.insert(&record).second) return false;
  for (const RecordDecl* outer : records_)
    for (const FieldDecl* field : outer->fields())
      if (inside(field->getType()) == &record && shared(*outer, seen)) return true;
  return false;
}

const std::vector<const Expr*>* FieldWrites::of(const FieldDecl& field) {
  const SourceManager& sources = context_.getSourceManager();
  const RecordDecl* record = field.getParent();
  if (!sources.isInMainFile(sources.getExpansionLoc(record->getLocation()))) return nullptr;
  readUnit();
  std::set<const RecordDecl*> seen;
  if (lost_.count(&field) || shared(*record, seen)) return nullptr;
  return &writes_[&field];
}

}  // namespace gupkit
