// SPDX-License-Identifier: GPL-2.0-only
// Flows between abstract places, read off the AST.
//
// A local whose address is not taken is put into SSA form while the statements
// are walked: the state maps each such variable to its current value, branches
// are merged with fresh values, loops and labels start with one fresh value a
// variable that every jump there feeds. That is enough to tell apart
//
//     page = alloc_page(gfp);  ...  put_page(page);
//     get_user_pages_fast(addr, 1, 0, &page);  ...  put_page(page);
//
// in one function. A variable whose address is only ever passed to a call is
// handled the same way: the call gets a cell of its own, and afterwards the
// variable holds what is in that cell.
#include "facts/extract.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "clang/AST/Expr.h"
#include "clang/AST/RecordLayout.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/Stmt.h"
#include "clang/Lex/Lexer.h"
#include "facts/alternatives.h"
#include "facts/atomic.h"
#include "facts/balance.h"
#include "facts/behind_array.h"
#include "facts/callbacks.h"
#include "facts/carve.h"
#include "facts/closure.h"
#include "facts/flag_argument.h"
#include "facts/flagged.h"
#include "facts/guards.h"
#include "facts/lookup.h"
#include "facts/names.h"
#include "facts/null_array.h"
#include "facts/page_type.h"
#include "facts/paths.h"
#include "facts/plain_flag.h"
#include "facts/shape.h"
#include "facts/together.h"
#include "facts/union_argument.h"
#include "facts/written.h"
#include "support/path.h"

namespace gupkit {

using namespace clang;

namespace {

const RecordDecl* recordOf(QualType type) {
  if (auto* tag = type->getAs<RecordType>()) return tag->getDecl();
  return nullptr;
}

std::string tagOf(const RecordDecl& record) {
  if (!record.getName().empty()) return record.getName().str();
  if (auto* alias = record.getTypedefNameForAnonDecl()) return alias->getName().str();
  if (auto* outer = dyn_cast<RecordDecl>(record.getDeclContext())) return tagOf(*outer);
  return "";
}

QualType strip(QualType type) {
  type = type.getCanonicalType();
  for (;;) {
    if (auto* pointer = type->getAs<clang::PointerType>()) type = pointer->getPointeeType();
    else if (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType();
    else return type;
    type = type.getCanonicalType();
  }
}

}  // namespace

bool leadsToPage(QualType type, const Model& model) {
  if (type.isNull()) return false;
  type = type.getCanonicalType();
  bool pointer = type->isPointerType() || type->isArrayType();
  QualType base = strip(type);
  if (auto* record = recordOf(base)) return model.transparent.count(tagOf(*record)) != 0;
  return pointer && base->isVoidType();
}

bool wantsBody(const FunctionDecl& fn, const Model& model) {
  const Effect* release = model.find(fn.getName(), EffectKind::release);
  if (model.knows(fn.getName()) && !(release && release->whole)) return false;
  auto page = [&](QualType type) {
    QualType base = strip(type);
    auto* record = recordOf(base);
    return record && model.transparent.count(tagOf(*record)) && !model.links.count(tagOf(*record));
  };
  if (page(fn.getReturnType())) return true;
  for (const ParmVarDecl* param : fn.parameters())
    if (page(param->getType())) return true;
  return false;
}

namespace {

// The shape's types of the same names are not meant here.
using clang::Expr;
using clang::Stmt;

/// Variables whose address escapes other than as a plain call argument.
class AddressScan : public RecursiveASTVisitor<AddressScan> {
 public:
  std::set<const VarDecl*> escaping;
  std::set<const VarDecl*> addressed_at_all;
  std::map<const VarDecl*, int> otherwise;  ///< variables of which more than a `.member` is meant, or a member's address: not 0

  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) ++otherwise[var];
    return true;
  }
  bool VisitMemberExpr(MemberExpr* member) {
    auto* ref = dyn_cast<DeclRefExpr>(member->getBase()->IgnoreParens());
    auto* var = ref && !member->isArrow() ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    if (var && member->getType()->isScalarType()) --otherwise[var];
    return true;
  }
  bool VisitCallExpr(CallExpr* call) {
    for (Expr* arg : call->arguments())
      if (addressed(arg)) by_call_.insert(arg->IgnoreParenCasts());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() != UO_AddrOf) return true;
    if (auto* member = dyn_cast<MemberExpr>(op->getSubExpr()->IgnoreParens()); member && !member->isArrow())
      if (auto* ref = dyn_cast<DeclRefExpr>(member->getBase()->IgnoreParens()))
        if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) otherwise[var] += 2;
    if (auto* ref = dyn_cast<DeclRefExpr>(op->getSubExpr()->IgnoreParens()))
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) {
        addressed_at_all.insert(var);
        if (!by_call_.count(op)) escaping.insert(var);
      }
    return true;
  }
  bool VisitVarDecl(VarDecl* var) {
    // A function gets its address where its scope ends.
    if (var->hasAttr<CleanupAttr>()) escaping.insert(var);
    return true;
  }
  bool shouldTraversePostOrder() const { return false; }

  static const VarDecl* addressed(const Expr* arg) {
    auto* op = dyn_cast<UnaryOperator>(arg->IgnoreParenCasts());
    if (!op || op->getOpcode() != UO_AddrOf) return nullptr;
    auto* ref = dyn_cast<DeclRefExpr>(op->getSubExpr()->IgnoreParens());
    return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
  }

 private:
  std::set<const Expr*> by_call_;
};

/// Labels that a jump further down may lead to, and all that has a value at one.
class LabelScan : public RecursiveASTVisitor<LabelScan> {
 public:
  std::set<const LabelDecl*> late;       ///< targets of jumps that stand behind them, or of computed ones
  std::vector<const LabelDecl*> taken;   ///< whose address is taken
  std::vector<const VarDecl*> variables;

  bool VisitLabelStmt(LabelStmt* label) {
    passed_.insert(label->getDecl());
    return true;
  }
  bool VisitGotoStmt(GotoStmt* jump) {
    if (passed_.count(jump->getLabel())) late.insert(jump->getLabel());
    return true;
  }
  bool VisitGCCAsmStmt(GCCAsmStmt* code) {
    for (unsigned i = 0; i < code->getNumLabels(); ++i)
      if (passed_.count(code->getLabelExpr(i)->getLabel())) late.insert(code->getLabelExpr(i)->getLabel());
    return true;
  }
  bool VisitAddrLabelExpr(AddrLabelExpr* e) {
    late.insert(e->getLabel());
    taken.push_back(e->getLabel());
    return true;
  }
  bool VisitVarDecl(VarDecl* var) {
    variables.push_back(var);
    return true;
  }

 private:
  std::set<const LabelDecl*> passed_;
};

/// Whether a body calls an acquire, a release or a dirty function of the model.
class SiteScan : public RecursiveASTVisitor<SiteScan> {
 public:
  explicit SiteScan(const Model& model) : model_(model) {}
  bool in(const FunctionDecl& fn) {
    found_ = false;
    TraverseStmt(fn.getBody());
    return found_;
  }
  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    if (isa<FunctionDecl>(ref->getDecl()) && ref->getDecl()->getDeclName().isIdentifier()) {
      auto name = ref->getDecl()->getName();
      found_ = found_ || model_.find(name, EffectKind::acquire) || model_.find(name, EffectKind::release) ||
               model_.find(name, EffectKind::dirty);
    }
    return !found_;
  }

 private:
  const Model& model_;
  bool found_ = false;
};

/// How the name of a driver's function begins that is called like one of the model.
const std::string kOwn = "own ";

class Extractor {
 public:
  Extractor(ASTContext& context, Preprocessor& preprocessor, FileScope scope, const Model& model, const std::string& root,
            UnitFacts& out)
      : context_(context), preprocessor_(preprocessor), sources_(context.getSourceManager()), model_(model),
        names_(context, root, out), out_(out), scope_(std::move(scope)), inlines_(context, preprocessor, scope_, model), flags_(context, model),
        contexts_(context, model, [this](const FunctionDecl& fn) { return own(fn.getLocation()); }) {
    pointer_width_ = context.getTargetInfo().getPointerWidth(LangAS::Default);
  }

  void run() {
    // What the precompiled prefix holds is not this unit's own; to load all of it takes as long as the rest.
    for (Decl* decl : context_.getTranslationUnitDecl()->noload_decls()) {
      if (!own(decl->getLocation())) continue;
      if (auto* fn = dyn_cast<FunctionDecl>(decl)) {
        if (!fn->doesThisDeclarationHaveABody()) continue;
        // A header's function counts where something here calls it, or for its own sites; one of another file that is
        // included, and one that others can call, as those of this file.
        const SourceLocation at = sources_.getFileLoc(fn->getLocation());
        if (sources_.isInMainFile(at) || !isHeader(names_.path(names_.file(at))) ||
            (fn->isExternallyVisible() && !fn->isInlined()) || SiteScan(model_).in(*fn))
          enqueue(fn);
      } else if (auto* var = dyn_cast<VarDecl>(decl)) {
        global(var);
      }
    }
    // Functions of headers are read when something here calls them.
    for (size_t i = 0; i < queue_.size(); ++i) function(*queue_[i]);
    loseNarrowed();
  }

 private:
  using State = std::map<const VarDecl*, ValueId>;

  ASTContext& context_;
  Preprocessor& preprocessor_;
  SourceManager& sources_;
  const Model& model_;
  Names names_;
  UnitFacts& out_;
  FileScope scope_;
  InlineBodies inlines_;
  unsigned pointer_width_ = 64;

  std::vector<const FunctionDecl*> queue_;
  std::set<const FunctionDecl*> queued_;
  std::map<std::string, ObjectId> objects_;

  // The function at hand.
  const FunctionDecl* fn_ = nullptr;
  uint32_t fn_index_ = 0;
  std::set<const VarDecl*> escaping_, addressed_;
  std::map<const VarDecl*, int> otherwise_;
  State state_;
  bool live_ = true;
  bool has_sites_ = false, has_acquires_ = false, has_sources_ = false, has_extras_ = false, has_takers_ = false;
  std::unordered_map<const CallExpr*, uint32_t> calls_;  ///< -> index into the calls
  std::unordered_map<const Expr*, uint32_t> handovers_;  ///< stores that are calls to the later steps -> the same
  const void* storing_ = nullptr;  ///< the assignment or the declared variable at hand
  std::unordered_map<const void*, std::vector<std::pair<uint32_t, uint32_t>>> stored_;  ///< of these: address, value
  std::unordered_map<const ReturnStmt*, ValueId> returned_;
  std::unordered_map<const Expr*, ValueId> pointers_;  ///< what was read through them
  std::unordered_map<const Expr*, ValueId> narrowed_;  ///< casts to an integer narrower than a pointer: what it was made of
  std::set<const CastExpr*> behind_arrays_;            ///< of the function: facts/behind_array.h
  std::map<const VarDecl*, std::set<ValueId>> pieces_;  ///< the same of the function's variables
  std::vector<std::pair<ValueId, SourceLocation>> narrowings_;  ///< the same, all of the unit
  std::vector<std::pair<const CallExpr*, uint32_t>> placed_;  ///< all of them, also where a call counts twice
  PlainFlags flags_;
  AtomicContexts contexts_;
  std::map<std::string, uint32_t> plain_;  ///< -> index into the plain callees
  std::optional<Guards> guards_;  ///< of functions outside of the kernel's headers
  std::optional<Together> together_;  ///< the same
  uint32_t group_ = kNoIndex;  ///< Together::group() of the assignment at hand
  GuardFunction guard_;
  ValueId result_ = 0;
  struct Join {
    State phis;
    bool used = false;
  };
  std::map<const LabelDecl*, Join> labels_;
  LabelScan scanned_labels_;
  std::vector<Join*> breaks_, continues_;
  std::vector<State> switches_;
  std::vector<std::pair<const Expr*, size_t>> switch_marks_;  ///< subject, Guards::mark()
  std::vector<Join*> switch_joins_;

  // ---- places ---------------------------------------------------------

  /// The unit itself and the headers beside it: not the kernel's include folders.
  bool own(SourceLocation loc) {
    loc = sources_.getFileLoc(loc);
    if (loc.isInvalid()) return false;
    if (sources_.isInMainFile(loc)) return true;
    const std::string& path = names_.path(names_.file(loc));
    if (path.empty() || path[0] == '/') return false;
    return !isKernelHeader(path);
  }

  void enqueue(const FunctionDecl* fn) {
    const FunctionDecl* definition = nullptr;
    if (!fn->hasBody(definition) || !definition->doesThisDeclarationHaveABody()) return;
    if (definition->hasSkippedBody()) return;
    if (queued_.insert(definition).second) queue_.push_back(definition);
  }

  ValueId fresh() { return out_.values++; }
  ValueId fresh(QualType type) {
    ValueId v = fresh();
    if (uint8_t narrow = narrowness(type)) out_.narrow.push_back({v, narrow});
    return v;
  }
  /// The same value seen through another type.
  ValueId seenAs(QualType type, ValueId v) {
    const uint8_t want = narrowness(type);
    if (!v || !want) return v;
    auto known = std::lower_bound(out_.narrow.begin(), out_.narrow.end(), std::pair(v, uint8_t(0)));
    if (known != out_.narrow.end() && known->first == v && known->second == want) return v;
    ValueId narrow = fresh(type);
    copy(narrow, v);
    return narrow;
  }
  void flow(FlowKind kind, ValueId to, uint32_t from) { out_.flows.push_back({kind, to, from}); }
  void copy(ValueId to, ValueId from) {
    if (to && from && to != from) flow(FlowKind::copy, to, from);
  }

  ObjectId object(Object object) {
    auto [it, added] = objects_.try_emplace(object.key, ObjectId(out_.objects.size()));
    if (added) out_.objects.push_back(std::move(object));
    return it->second;
  }
  ValueId addressOf(ObjectId id) {
    ValueId v = fresh();
    flow(FlowKind::addr, v, id);
    return v;
  }
  ValueId load(ValueId from, QualType type = {}) {
    if (!from) return 0;
    ValueId v = fresh(type);
    flow(FlowKind::load, v, from);
    return v;
  }
  void store(ValueId to, ValueId from) {
    if (!to || !from) return;
    flow(FlowKind::store, to, from);
    noteStore(to, from);
  }
  void storeNumber(ValueId to, ValueId from) {
    if (!to || !from) return;
    flow(FlowKind::store_number, to, from);
    noteStore(to, from);
  }
  void noteStore(ValueId to, ValueId from) {
    if (storing_) stored_[storing_].push_back({to, from});
  }

  /// An integer that can hold an address or a frame number. An offset into a file and a signed size cannot.
  bool wideInteger(QualType type) const {
    for (auto* alias = type->getAs<TypedefType>(); alias; alias = alias->desugar()->getAs<TypedefType>())
      if (model_.numbers.count(alias->getDecl()->getName())) return false;
    return type->isIntegerType() && !type->isBooleanType() && context_.getTypeSize(type) >= pointer_width_;
  }
  /// Several numbers in one value, or a number as a fraction: what is in it is not followed.
  static bool bundle(QualType type) {
    return type->isVectorType() || type->isAnyComplexType() || type->isRealFloatingType();
  }
  bool interesting(QualType type) const {
    type = type.getAtomicUnqualifiedType();
    if (wideInteger(type)) return true;
    type = type.getCanonicalType();
    return type->isPointerType() || type->isArrayType() ||
           (recordOf(type) && model_.transparent.count(tagOf(*recordOf(type))));
  }
  /// How narrow the type is, as in UnitFacts::narrow; 0: it may lead to anything. Links (list_head) lie in
  /// struct page, too, and a record that is only declared may be a disguise (struct encoded_page).
  uint8_t narrowness(QualType type) const {
    if (type.isNull()) return 0;
    auto* pointer = type.getCanonicalType()->getAs<clang::PointerType>();
    if (!pointer) return 0;
    QualType pointee = pointer->getPointeeType().getCanonicalType();
    if (pointee->isFunctionType()) return kNoPage;
    const RecordDecl* record = recordOf(strip(pointee));
    if (!record || !record->getDefinition()) return 0;
    if (!recordOf(pointee)) return kNoPage;
    const std::string tag = tagOf(*record);
    if (model_.typed.count(tag)) return kPage;
    if (model_.links.count(tag)) return 0;
    auto family = model_.families.find(tag);
    return family == model_.families.end() ? kNoPage : family->second;
  }
  /// The family of a variable or field that is a carrier, or an array of them.
  uint8_t familyOf(QualType type) const {
    type = type.getCanonicalType();
    while (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType().getCanonicalType();
    const RecordDecl* record = recordOf(type);
    if (!record) return 0;
    auto family = model_.families.find(tagOf(*record));
    return family == model_.families.end() ? 0 : family->second;
  }
  bool transparent(const RecordDecl& record) const { return model_.transparent.count(tagOf(record)) != 0; }
  /// RECORD.FIELD, as the model names it.
  std::string fieldName(const FieldDecl& field) const {
    return names_.tag(*field.getParent()) + "." + field.getNameAsString();
  }
  /// Whether an address or frame number in it is none of a page.
  bool holdsNumber(const FieldDecl& field) const {
    return field.getType()->isIntegerType() && model_.numbers.count(fieldName(field));
  }
  bool holdsNumber(const Expr* e) const {
    auto* member = dyn_cast<MemberExpr>(e->IgnoreParens());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    return field && holdsNumber(*field);
  }
  /// Whether a member of a transparent record is part of the carrier. `page->lru` is;
  /// `page->private` is not: what a driver keeps there is no list of pages.
  bool carries(const FieldDecl& field) const {
    const RecordDecl& record = *field.getParent();
    if (!transparent(record)) return false;
    if (!field.getIdentifier()) return true;  // the unnamed unions of struct page
    if (model_.apart.count(fieldName(field))) return false;
    if (!model_.typed.count(tagOf(record))) return true;
    const RecordDecl* of = recordOf(strip(field.getType()));
    return of && transparent(*of);
  }

  /// SSA variables: scalars of this function that no pointer can reach.
  bool tracked(const VarDecl* var) {
    if (!var->hasLocalStorage() || escaping_.count(var)) return false;
    return var->getType().getCanonicalType()->isPointerType() || wideInteger(var->getType());
  }

  ObjectId variableObject(const VarDecl* var) {
    Object o;
    o.kind = var->hasGlobalStorage() ? ObjectKind::global : ObjectKind::local;
    o.is_static = !var->isExternallyVisible();
    o.file = names_.file(var->getLocation());
    o.member = var->getNameAsString();
    o.pageish = leadsToPage(var->getType(), model_);
    o.integer = var->getType()->isIntegerType();
    o.numbers = holdsNumbers(var->getType());
    o.holds = narrowness(var->getType());
    o.family = familyOf(var->getType());
    o.small = holdsNoCarrier(var->getType());
    o.own_page = isPage(var->getType());
    o.defined = var->hasDefinition() != VarDecl::DeclarationOnly;
    o.swept = swept(*var);
    o.key = names_.variable(*var);
    if (o.kind == ObjectKind::local) {
      o.inner = recordInside(var->getType());
      o.key = names_.path(names_.file(fn_->getLocation())) + ":" + fn_->getNameAsString() + ":" +
              std::to_string(names_.place(var->getLocation()).offset) + ":" + o.member;
    }
    return object(std::move(o));
  }

  ObjectId fieldObject(const FieldDecl& field) {
    Object o;
    o.kind = ObjectKind::field;
    o.member = field.getNameAsString();
    o.owner = names_.tag(*field.getParent());
    o.inner = recordInside(field.getType());
    if (const RecordDecl* of = recordOf(strip(field.getType())); of && o.inner.empty()) o.points = names_.record(*of);
    o.in_union = sharesMemory(field);
    const RecordDecl* record = field.getParent()->getDefinition();
    o.file = names_.file((record ? record : field.getParent())->getLocation());
    o.pageish = leadsToPage(field.getType(), model_);
    o.integer = field.getType()->isIntegerType();
    o.numbers = holdsNumbers(field.getType());
    o.holds = narrowness(field.getType());
    o.family = familyOf(field.getType());
    o.small = !o.in_union && holdsNoCarrier(field.getType());
    o.own_page = isPage(field.getType()) && !transparent(*field.getParent());
    o.key = names_.field(field);
    return object(std::move(o));
  }
  /// An integer, or an array of them.
  static bool holdsNumbers(QualType type) {
    while (auto* array = type.getCanonicalType()->getAsArrayTypeUnsafe()) type = array->getElementType();
    return type->isIntegerType();
  }
  /// struct page itself, or an array of it.
  bool isPage(QualType type) const {
    while (auto* array = type.getCanonicalType()->getAsArrayTypeUnsafe()) type = array->getElementType();
    const RecordDecl* record = recordOf(type.getCanonicalType());
    return record && model_.typed.count(tagOf(*record));
  }
  /// A section whose name is one of C: __start_NAME and __stop_NAME are its ends.
  static bool swept(const VarDecl& var) {
    auto* section = var.getAttr<SectionAttr>();
    return section && llvm::all_of(section->getName(), [](char c) { return llvm::isAlnum(c) || c == '_'; });
  }

  /// A number, a pointer or a link, and no array: a pointer to a carrier cannot point to it.
  bool holdsNoCarrier(QualType type) const {
    type = type.getCanonicalType();
    const RecordDecl* record = recordOf(type);
    return record ? model_.links.count(tagOf(*record)) != 0 : type->isScalarType();
  }
  /// The record that lies in a variable or field of this type, alone or as an array; no pointer to one.
  std::string recordInside(QualType type) {
    type = type.getCanonicalType();
    while (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType().getCanonicalType();
    const RecordDecl* record = recordOf(type);
    return record ? names_.record(*record) : "";
  }
  static bool sharesMemory(const FieldDecl& field) {
    const RecordDecl* record = field.getParent();
    while (!record->isUnion() && record->isAnonymousStructOrUnion()) {
      auto* around = dyn_cast<RecordDecl>(record->getDeclContext());
      if (!around) break;
      record = around;
    }
    return record->isUnion();
  }

  /// The kernel's own headers keep different things in a union at different times (struct request has its rb_node
  /// where a bio_vec lies later). Who descended into the records there would join all that the kernel has.
  bool ofTheKernel(const RecordDecl& record) {
    return isKernelHeader(names_.path(names_.file(record.getLocation())));
  }

  /// Members of a union are one piece of memory: what one holds the others hold that lie at the same place, alone
  /// or in records.
  void uniteUnion(const RecordDecl& of) {
    const RecordDecl* definition = of.getDefinition();
    if (!definition || !definition->isUnion() || definition->isInvalidDecl() || !united_.insert(definition).second) return;
    struct Leaf {
      const FieldDecl* field;
      uint64_t begin, end;
      unsigned alternative;
    };
    constexpr size_t kLeaves = 128;
    std::vector<Leaf> leaves;
    auto collect = [&](auto&& self, const RecordDecl& record, uint64_t offset, unsigned alternative, int depth) -> void {
      if (depth > 6 || leaves.size() > kLeaves) return;
      const ASTRecordLayout& layout = context_.getASTRecordLayout(&record);
      for (const FieldDecl* field : record.fields()) {
        const uint64_t at = offset + layout.getFieldOffset(field->getFieldIndex());
#if LLVM_VERSION_MAJOR >= 20
        const uint64_t bits = field->isBitField() ? field->getBitWidthValue() : 0;
#else
        const uint64_t bits = field->isBitField() ? field->getBitWidthValue(context_) : 0;
#endif
        const uint64_t size = field->isBitField() ? bits : context_.getTypeSize(field->getType());
        QualType type = field->getType().getCanonicalType();
        while (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType().getCanonicalType();
        if (const RecordDecl* inner = recordOf(type); inner && !transparent(*inner)) {
          // Of an array of records, each: the place in the first stands for all.
          if (inner->getDefinition()) self(self, *inner->getDefinition(), at, alternative, depth + 1);
        } else if (interesting(field->getType())) {
          leaves.push_back({field, at, at + std::max<uint64_t>(size, 1), alternative});
        }
      }
    };
    unsigned alternative = 0;
    const bool shared = ofTheKernel(*definition);
    for (const FieldDecl* member : definition->fields()) {
      const unsigned number = alternative++;
      if (model_.exclusive.count(fieldName(*member))) continue;
      QualType type = member->getType().getCanonicalType();
      while (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType().getCanonicalType();
      if (const RecordDecl* inner = recordOf(type); inner && inner->getDefinition() && !transparent(*inner)) {
        if (!shared) collect(collect, *inner->getDefinition(), 0, number, 0);
      } else if (interesting(member->getType())) {
        leaves.push_back({member, 0, std::max<uint64_t>(context_.getTypeSize(member->getType()), 1), number});
      }
    }
    for (size_t a = 0; a < leaves.size(); ++a)
      for (size_t b = a + 1; b < leaves.size(); ++b) {
        if (leaves[a].alternative == leaves[b].alternative) continue;
        if (leaves[a].end <= leaves[b].begin || leaves[b].end <= leaves[a].begin) continue;
        if (leaves[a].field == leaves[b].field || carries(*leaves[a].field) || carries(*leaves[b].field)) continue;
        const ValueId one = addressOf(fieldObject(*leaves[a].field)), other = addressOf(fieldObject(*leaves[b].field));
        store(other, load(one));
        store(one, load(other));
      }
  }
  std::set<const RecordDecl*> united_;
  /// The unions that a member lies in, as far as they have no name of their own.
  void uniteAround(const FieldDecl& field) {
    for (const RecordDecl* record = field.getParent(); record;) {
      if (record->isUnion()) uniteUnion(*record);
      auto* around = dyn_cast<RecordDecl>(record->getDeclContext());
      record = record->getName().empty() ? around : nullptr;
    }
  }

  /// `base` points to the record, as far as that is known.
  ValueId memberOf(ValueId base, const FieldDecl& field) {
    const ObjectId id = fieldObject(field);
    const ValueId v = addressOf(id);
    out_.members.push_back({v, base, id});
    return v;
  }
  void wholeRecord(ValueId address, QualType type) {
    const RecordDecl* record = recordOf(type.getCanonicalType());
    if (!record) return;
    if (address) out_.whole.push_back(address);
    if (record->getDefinition() && !transparent(*record)) copied_.insert(names_.record(*record->getDefinition()));
  }
  void lend(ValueId v) {
    if (v) out_.lent.push_back(v);
  }
  /// What `v` can refer to gets to where no flow leads.
  void lose(ValueId v, Loss why, SourceLocation at) {
    if (v) out_.lost.push_back({v, why, false, names_.place(sources_.getExpansionLoc(at))});
  }
  void comesFromNowhere(ValueId v, Loss why, SourceLocation at) {
    if (v) out_.lost.push_back({v, why, true, names_.place(sources_.getExpansionLoc(at))});
  }
  ValueId unknown(QualType type, Loss why, SourceLocation at) {
    if (!interesting(type)) return 0;
    const ValueId v = fresh(type);
    comesFromNowhere(v, why, at);
    return v;
  }
  /// The record of a driver: its fields lie where the flows of another type, or of bytes, lead as well.
  void pun(QualType type) {
    const RecordDecl* record = type.isNull() ? nullptr : recordOf(type.getCanonicalType());
    if (record && record->getDefinition() && !transparent(*record)) punned_.insert(names_.record(*record->getDefinition()));
  }

  ObjectId functionObject(const FunctionDecl& fn) {
    Object o;
    o.kind = ObjectKind::function;
    o.key = names_.function(fn);
    o.member = fn.getNameAsString();
    o.is_static = !fn.isExternallyVisible();
    return object(std::move(o));
  }

  ValueId cell(const Expr* at, const char* what, uint8_t family = 0) {
    Object o;
    o.kind = ObjectKind::local;
    o.family = family;
    Place p = names_.place(at->getBeginLoc());
    o.key = names_.path(p.file) + ":" + (fn_ ? fn_->getNameAsString() : "") + ":" + what +
            std::to_string(p.offset) + "#" + std::to_string(out_.objects.size());
    return addressOf(object(std::move(o)));
  }

  /// The stores of its scope are those of `at`.
  class Storing {
   public:
    Storing(Extractor& extractor, const void* at) : extractor_(extractor), before_(std::exchange(extractor.storing_, at)) {}
    ~Storing() { extractor_.storing_ = before_; }

   private:
    Extractor& extractor_;
    const void* before_;
  };

  // ---- state ----------------------------------------------------------

  void merge(const State& a, bool a_live, const State& b, bool b_live) {
    live_ = a_live || b_live;
    if (!a_live || !b_live) {
      state_ = a_live ? a : b;
      return;
    }
    // What one side alone knows it keeps: the other jumped over the declaration, or into the scope.
    State out = b;
    for (auto& [var, value] : a) {
      auto it = b.find(var);
      if (it == b.end() || it->second == value) {
        out[var] = value;
        continue;
      }
      ValueId v = fresh(var->getType());
      copy(v, value);
      copy(v, it->second);
      out[var] = v;
    }
    state_ = std::move(out);
  }

  /// Feeds the present state into a join that is read before all its jumps are known.
  void jump(Join& join) {
    if (!live_) return;
    join.used = true;
    for (auto& [var, value] : state_) {
      auto [it, added] = join.phis.try_emplace(var, 0);
      if (added) it->second = fresh(var->getType());
      copy(it->second, value);
    }
  }
  /// A value for each variable that a jump which comes later may bring.
  void expectAll(Join& join) {
    for (const VarDecl* var : scanned_labels_.variables)
      if (tracked(var))
        if (auto [it, added] = join.phis.try_emplace(var, 0); added) it->second = fresh(var->getType());
  }
  void arrive(Join& join) {
    jump(join);
    // Variables that no jump brought stay unknown to the state: they are out of scope there.
    state_ = join.phis;
    live_ = live_ || join.used;
  }

  // ---- expressions ----------------------------------------------------

  ValueId eval(const Expr* e) {
    if (!e) return 0;
    e = e->IgnoreParens();
    if (auto* c = dyn_cast<CastExpr>(e)) return evalCast(c);
    if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
      if (auto* fn = dyn_cast<FunctionDecl>(ref->getDecl())) return functionValue(fn);
      if (isa<VarDecl>(ref->getDecl())) return loadFrom(e);
      return 0;
    }
    if (auto* op = dyn_cast<UnaryOperator>(e)) return evalUnary(op);
    if (auto* op = dyn_cast<BinaryOperator>(e)) return evalBinary(op);
    if (auto* op = dyn_cast<AbstractConditionalOperator>(e)) return evalConditional(op);
    if (auto* call = dyn_cast<CallExpr>(e)) return evalCall(call);
    if (auto* stmt = dyn_cast<StmtExpr>(e)) return evalStmtExpr(stmt);
    if (auto* choose = dyn_cast<ChooseExpr>(e)) return eval(choose->getChosenSubExpr());
    if (auto* generic = dyn_cast<GenericSelectionExpr>(e))
      return generic->isResultDependent() ? 0 : eval(generic->getResultExpr());
    if (auto* opaque = dyn_cast<OpaqueValueExpr>(e)) return eval(opaque->getSourceExpr());
    if (auto* list = dyn_cast<InitListExpr>(e)) {
      const bool bundled = bundle(e->getType());
      ValueId first = 0;
      for (unsigned i = 0; i < list->getNumInits(); ++i) {
        const ValueId v = eval(list->getInit(i));
        if (bundled) lose(v, Loss::expression, e->getBeginLoc());
        if (i == 0) first = v;
      }
      return bundled ? 0 : first;
    }
    if (isa<MemberExpr>(e) || isa<ArraySubscriptExpr>(e)) return loadFrom(e);
    if (auto* literal = dyn_cast<CompoundLiteralExpr>(e)) {
      ValueId address = lvalue(literal);
      return interesting(e->getType()) ? load(address) : 0;
    }
    if (auto* constant = dyn_cast<ConstantExpr>(e)) return eval(constant->getSubExpr());
    if (auto* atomic = dyn_cast<AtomicExpr>(e)) return evalAtomic(*atomic);
    if (isa<UnaryExprOrTypeTraitExpr>(e) || isa<OffsetOfExpr>(e) || isa<IntegerLiteral>(e) || isa<FloatingLiteral>(e) ||
        isa<CharacterLiteral>(e) || isa<StringLiteral>(e) || isa<PredefinedExpr>(e) || isa<ImplicitValueInitExpr>(e) ||
        isa<GNUNullExpr>(e) || isa<SourceLocExpr>(e) || isa<TypeTraitExpr>(e) || isa<AddrLabelExpr>(e) ||
        isa<DesignatedInitExpr>(e) || isa<NoInitExpr>(e))
      return 0;
    // What is not known by name is not known at all.
    for (const Stmt* child : e->children())
      if (auto* sub = dyn_cast_or_null<Expr>(child)) lose(eval(sub), Loss::expression, e->getBeginLoc());
    return unknown(e->getType(), isa<VAArgExpr>(e) ? Loss::arguments : Loss::expression, e->getBeginLoc());
  }

  /// __atomic_store_n(), __c11_atomic_exchange(): whatever goes in may lie there afterwards, and come out.
  ValueId evalAtomic(const AtomicExpr& e) {
    const ValueId place = eval(e.getPtr());
    const QualType type = e.getPtr()->getType()->getPointeeType();
    ValueId out = load(place, type);
    for (unsigned i = 1; i < e.getNumSubExprs(); ++i) {
      const Expr* sub = e.getSubExprs()[i];
      if (!sub || sub == e.getPtr() || sub == e.getOrder()) continue;
      const ValueId v = eval(sub);
      if (!v) continue;
      store(place, v);
      // Of the generic forms, and of compare_exchange: the address of what goes in, or of where it comes out.
      const QualType pointee = sub->getType()->getPointeeType();
      if (pointee.isNull() || !context_.hasSameUnqualifiedType(pointee, type.getAtomicUnqualifiedType())) continue;
      store(place, load(v, type));
      store(v, out);
    }
    return interesting(e.getType()) ? seenAs(e.getType(), out) : 0;
  }

  ValueId evalCast(const CastExpr* c) {
    const Expr* sub = c->getSubExpr();
    switch (c->getCastKind()) {
      case CK_LValueToRValue: {
        const ValueId v = loadFrom(sub);
        if (v && c->getType()->isPointerType()) pointers_[sub->IgnoreParens()] = v;
        return v;
      }
      case CK_ArrayToPointerDecay:
        return lvalue(sub);
      case CK_FunctionToPointerDecay:
        return eval(sub);
      case CK_NullToPointer:
        eval(sub);
        return 0;
      case CK_ToVoid:
        eval(sub);
        return 0;
      case CK_PointerToIntegral: {
        // A device may hand the number back.
        ValueId v = eval(sub);
        lend(v);
        return interesting(c->getType()) ? v : 0;
      }
      case CK_IntegralToPointer: {
        ValueId v = eval(sub);
        // Of `struct page *`, not of `struct page **`: that is memory with pages in it.
        const RecordDecl* of = recordOf(c->getType()->getPointeeType().getCanonicalType());
        const bool page = of && model_.typed.count(tagOf(*of));
        if (!v && (nowhere(sub) || !interesting(c->getType()) || (looks_ && !page))) return 0;
        // A constant address is a mark, an error or a device's.
        if (!v) return pageOfNumber(c->getType(), sub, INT64_MAX);
        if (page) return pageOf(c->getType(), v);
        // A number that is no struct page * is the address of the page's memory.
        ValueId memory = fresh(c->getType());
        flow(FlowKind::memory, memory, v);
        return memory;
      }
      case CK_ToUnion:
        lose(eval(sub), Loss::expression, c->getBeginLoc());
        return 0;
      case CK_BitCast: {
        ValueId v = eval(sub);
        rawView(*c, v);
        if (auto bundled = bundleCast(*c, v)) return *bundled;
        if (isa<ExplicitCastExpr>(c)) seenDifferently(*c, v);
        return interesting(c->getType()) ? seenAs(c->getType(), v) : 0;
      }
      case CK_NoOp: {
        ValueId v = eval(sub);
        if (!interesting(c->getType())) return 0;
        return castsConstAway(*c) ? viewOf(c, v) : seenAs(c->getType(), v);
      }
      default: {
        ValueId v = eval(sub);
        // Truncation below the width of a pointer ends a flow.
        if (c->getCastKind() == CK_IntegralCast) {
          const bool narrow = narrower(c->getType());
          if (v && wideInteger(sub->getType()) && narrow) {
            narrowed_[c] = v;
            if (context_.getTypeSize(c->getType()) >= kFrameNumber) narrowings_.emplace_back(v, c->getBeginLoc());
          }
          // Wide again.
          if (!v && !narrow && interesting(c->getType())) v = wholeOf(sub);
        }
        if (auto bundled = bundleCast(*c, v)) return *bundled;
        return interesting(c->getType()) ? seenAs(c->getType(), v) : 0;
      }
    }
  }

  /// A cast into a bundle or out of one: what goes in is lost, and what comes out is not known.
  std::optional<ValueId> bundleCast(const CastExpr& c, ValueId v) {
    const bool in = bundle(c.getType()), out = bundle(c.getSubExpr()->getType());
    if (in) lose(v, Loss::number, c.getBeginLoc());
    if (out) return unknown(c.getType(), Loss::number, c.getBeginLoc());
    return in ? std::optional<ValueId>(0) : std::nullopt;
  }

  /// A pointer to something that may be a page becomes one to narrower numbers: what is stored by it lies in that
  /// place, too.
  void seenDifferently(const CastExpr& c, ValueId v) {
    const QualType from = c.getSubExpr()->getType()->getPointeeType().getCanonicalType(),
                   to = c.getType()->getPointeeType().getCanonicalType();
    if (from.isNull() || to.isNull() || to->isVoidType() || from->isVoidType() || in_offset_) return;
    // Of a record: as bytes, see punBehind(); as another one, Solver::disguisedOpen(), where its memory is known.
    if (recordOf(from) || !v || !interesting(from)) return;
    if (behind_arrays_.count(&c)) return;
    // Pieces of a pointer, or of a number in a field: not of numbers in an array.
    auto* op = dyn_cast<UnaryOperator>(c.getSubExpr()->IgnoreParens());
    const bool place = op && op->getOpcode() == UO_AddrOf && isa<MemberExpr>(op->getSubExpr()->IgnoreParens());
    if (!from->isPointerType() && !place) return;
    if (wideInteger(to)) {
      // `*(unsigned long *)&d->page` is followed; such a pointer that goes elsewhere is not.
      if (!place || &c == direct_) return;
    } else if (const RecordDecl* record = recordOf(to)) {
      // put_unaligned(): a struct for its one member's sake. Others lie behind an array, in memory that has both.
      if (!place && !record->getName().empty()) return;
      if (wrapper(*record) && context_.hasSameUnqualifiedType(record->field_begin()->getType(), from)) return;
    } else if (!to->isIntegerType()) {
      return;
    }
    lose(load(v), Loss::cast, c.getBeginLoc());
    store(v, unknown(from, Loss::cast, c.getBeginLoc()));
  }
  /// `*(long *)rec`, `((u8 *)rec)[8]`, `*(void **)((char *)rec + offset)`: a piece of a record by another type.
  void punBehind(const Expr* pointer, QualType piece) {
    const Expr* e = pointer;
    bool cast = false;
    for (;;) {
      e = e->IgnoreParens();
      if (auto* c = dyn_cast<CastExpr>(e)) {
        cast |= c->getCastKind() == CK_BitCast;
        if (c->getCastKind() == CK_LValueToRValue || c->getCastKind() == CK_ArrayToPointerDecay) break;
        e = c->getSubExpr();
      } else if (auto* op = dyn_cast<BinaryOperator>(e); op && op->isAdditiveOp() && op->getType()->isPointerType()) {
        e = op->getLHS()->getType()->isPointerType() ? op->getLHS() : op->getRHS();
      } else {
        break;
      }
    }
    const QualType pointee = e->getType()->getPointeeType();
    if (!cast || pointee.isNull()) return;
    // A helper that writes and reads any record by an offset.
    if (auto* read = dyn_cast<ImplicitCastExpr>(e); pointee->isVoidType() && read && isa<DeclRefExpr>(read->getSubExpr()->IgnoreParens()))
      if (const ValueId v = eval(e)) out_.raw.push_back(v);
    const RecordDecl* record = recordOf(pointee.getCanonicalType());
    if (!record || transparent(*record) || recordOf(piece.getCanonicalType())) return;
    pun(pointee);
  }
  /// A record seen as another one or as numbers for longer than one expression.
  void rawView(const CastExpr& c, ValueId v) {
    const QualType from = c.getSubExpr()->getType()->getPointeeType().getCanonicalType(),
                   to = c.getType()->getPointeeType().getCanonicalType();
    if (from.isNull() || to.isNull() || looks_ || in_offset_ || &c == direct_) return;
    const RecordDecl *record = recordOf(from), *other = recordOf(to);
    if (!record || transparent(*record) || kernels(*record)) return;
    if (to->isVoidType()) {
      if (v && record->getDefinition()) out_.untyped.push_back({v, names_.record(*record->getDefinition())});
      return;
    }
    if (!isa<ExplicitCastExpr>(c)) return;
    if (other) {
      // What is only passed on so is a cookie.
      if (!transparent(*other) && !begins(*record, *other) && !begins(*other, *record) && !handed_on_.count(&c)) pun(from);
    } else if (to->isPointerType() || (to->isIntegerType() && !isKindOf(to, *record))) {
      pun(from);
    }
  }
  /// The kind of a record is often its first member, and is read so.
  bool isKindOf(QualType type, const RecordDecl& record) const {
    const RecordDecl* whole = record.getDefinition();
    return type->isEnumeralType() && whole && !whole->field_empty() &&
           context_.hasSameUnqualifiedType(whole->field_begin()->getType(), type);
  }
  /// Whether the first member of the one is the other, at any depth.
  static bool begins(const RecordDecl& with, const RecordDecl& whole) {
    const RecordDecl* at = whole.getDefinition();
    while (at && at != with.getDefinition()) {
      if (at->field_empty()) return false;
      const RecordDecl* first = recordOf(at->field_begin()->getType().getCanonicalType());
      at = first ? first->getDefinition() : nullptr;
    }
    return at != nullptr;
  }
  const Expr* direct_ = nullptr;  ///< a pointer that is read or written through where it stands
  bool filling_unseen_ = false;  ///< the initializer of such a record is at hand
  bool in_offset_ = false;  ///< what an offset of a member is taken from: container_of()

  /// `(struct bio_vec *)iter->bvec`: somebody else's array, which is not written to.
  bool castsConstAway(const CastExpr& c) const {
    if (!isa<ExplicitCastExpr>(c)) return false;
    const QualType from = c.getSubExpr()->getType()->getPointeeType(), to = c.getType()->getPointeeType();
    return !from.isNull() && !to.isNull() && from.isConstQualified() && !to.isConstQualified() && familyOf(to);
  }
  /// The pages of an array go into a view of it, and none comes back.
  ValueId viewOf(const Expr* e, ValueId array) {
    if (!array) return 0;
    ValueId view = cell(e, "view", familyOf(e->getType()->getPointeeType()));
    store(view, load(array));
    return seenAs(e->getType(), view);
  }

  /// The page behind a number: a struct page * kept in an integer, a frame number, an address.
  ValueId pageOf(QualType type, ValueId v) {
    if (!v) return v;
    ValueId page = fresh(type);
    flow(FlowKind::page, page, v);
    return page;
  }

  /// vmemmap_base and its like: the base of address arithmetic is no page.
  bool nowhere(const Expr* e) const {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenCasts());
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    return var && var->hasGlobalStorage() && model_.nowhere.count(var->getName());
  }

  /// An integer that a pointer does not fit in: a frame number in small machines, or a piece of one.
  bool narrower(QualType type) const {
    return type->isIntegerType() && !type->isBooleanType() && !type->isEnumeralType() && context_.getTypeSize(type) < pointer_width_;
  }
  static constexpr unsigned kFrameNumber = 32;  ///< bits of one that is whole
  /// The numbers that such an integer was made of.
  void piecesOf(const Expr* e, std::set<ValueId>& out) const {
    e = e->IgnoreParens();
    if (auto found = narrowed_.find(e); found != narrowed_.end()) {
      out.insert(found->second);
    } else if (auto* cast = dyn_cast<CastExpr>(e)) {
      piecesOf(cast->getSubExpr(), out);
    } else if (auto* unary = dyn_cast<UnaryOperator>(e); unary && unary->isArithmeticOp()) {
      piecesOf(unary->getSubExpr(), out);
    } else if (auto* choice = dyn_cast<AbstractConditionalOperator>(e)) {
      piecesOf(choice->getTrueExpr(), out);
      piecesOf(choice->getFalseExpr(), out);
    } else if (auto* binary = dyn_cast<BinaryOperator>(e)) {
      if (binary->isComparisonOp() || binary->isLogicalOp() || binary->isAssignmentOp() || binary->getOpcode() == BO_Rem ||
          (binary->getOpcode() == BO_And && offsetMask(binary)))
        return;
      if (binary->getOpcode() != BO_Comma) piecesOf(binary->getLHS(), out);
      piecesOf(binary->getRHS(), out);
    } else if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
      auto* var = dyn_cast<VarDecl>(ref->getDecl());
      if (auto known = pieces_.find(var); var && known != pieces_.end()) out.insert(known->second.begin(), known->second.end());
    }
  }
  /// All of them in one value; 0 where there are none.
  ValueId wholeOf(const Expr* e) {
    std::set<ValueId> pieces;
    piecesOf(e, pieces);
    if (pieces.size() < 2) return pieces.empty() ? 0 : *pieces.begin();
    const ValueId all = fresh();
    for (ValueId piece : pieces) copy(all, piece);
    return all;
  }
  /// A narrow integer is put into `to`.
  void storePieces(const Expr* from, const Expr* to) {
    if (holdsNumber(to)) return;
    auto* ref = dyn_cast<DeclRefExpr>(to->IgnoreParens());
    storePieces(from, to->getType(), ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr);
  }
  /// A variable of the function is followed, memory is not.
  void storePieces(const Expr* from, QualType type, const VarDecl* var = nullptr) {
    if (!from || !narrower(type)) return;
    std::set<ValueId> pieces;
    piecesOf(from, pieces);
    if (var && var->hasLocalStorage() && !addressed_.count(var)) pieces_[var].merge(pieces);
    else
      for (ValueId piece : pieces) lose(piece, Loss::piece, from->getBeginLoc());
  }
  /// Where a page is made of a number that no flow leads to, it may be any number that became narrow here.
  void loseNarrowed() {
    if (std::none_of(out_.lost.begin(), out_.lost.end(), [](const LostFact& l) { return l.in && l.why == Loss::number; })) return;
    for (auto& [v, at] : narrowings_) lose(v, Loss::number, at);
  }

  /// The page of a number that no flow leads to: it was narrower, or came from nowhere. A constant
  /// below `no_page` is none.
  ValueId pageOfNumber(QualType type, const Expr* number, int64_t no_page = 1) {
    Expr::EvalResult known;
    if (number->isValueDependent()) return 0;
    if (number->EvaluateAsRValue(known, context_)) {
      if (!known.Val.isInt()) return 0;
      const int64_t value = known.Val.getInt().extOrTrunc(64).getSExtValue();
      if (-no_page < value && value < no_page) return 0;
    }
    return unknown(type, Loss::number, number->getBeginLoc());
  }

  ValueId functionValue(const FunctionDecl* fn) {
    enqueue(fn);
    taken_.insert(names_.function(*fn));
    if (!in_table_) taken_outside_.insert(names_.function(*fn));
    return addressOf(functionObject(*fn));
  }

  /// symbol_get(): a function by its name.
  ValueId symbolValue(const CallExpr& call) {
    auto* name = call.getNumArgs() ? dyn_cast<clang::StringLiteral>(call.getArg(0)->IgnoreParenImpCasts()) : nullptr;
    if (name)
      if (auto* fn = dyn_cast_or_null<FunctionDecl>(scope_(context_.Idents.get(name->getString())))) return functionValue(fn);
    return unknown(call.getType(), Loss::expression, call.getBeginLoc());
  }

  /// What this function, or everybody, reads from the field `name` is only looked at.
  bool views(const std::string& name) const {
    if (model_.data_only.count(name)) return true;
    auto by = model_.views.find(name);
    return fn_ && by != model_.views.end() && by->second.count(fn_->getNameAsString());
  }
  /// The field holds one function, of the field's name: the model knows what that does.
  ValueId looker(const std::string& name) {
    Object o;
    o.kind = ObjectKind::function;
    o.key = o.member = name;
    return addressOf(object(std::move(o)));
  }

  /// The value that an lvalue holds.
  ValueId loadFrom(const Expr* e) {
    e = e->IgnoreParens();
    if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) {
        if (tracked(var)) {
          auto it = state_.find(var);
          return it == state_.end() ? 0 : it->second;
        }
        if (var->getType()->isArrayType()) return lvalue(e);
        if (recordOf(var->getType().getCanonicalType())) wholeRecord(addressOf(variableObject(var)), var->getType());
        if (!interesting(var->getType())) return 0;
        if (var->hasGlobalStorage() && model_.nowhere.count(var->getName())) return 0;
        return load(lvalue(e), e->getType());
      }
      return eval(e);
    }
    ValueId address = lvalue(e);
    wholeRecord(address, e->getType());
    if (!interesting(e->getType()) || holdsNumber(e)) return 0;
    if (e->getType()->isArrayType()) return address;
    if (auto* member = dyn_cast<MemberExpr>(e)) {
      auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
      if (field) {
        const std::string name = fieldName(*field);
        if (views(name)) return 0;
        if (model_.borrow.count(name)) return looker(name);
      }
      // A pointer inside a carrier leads to more of the carrier, or to its pages.
      if (field && carries(*field) && e->getType()->isPointerType()) {
        ValueId v = fresh(e->getType());
        copy(v, address);
        copy(v, load(address));
        return v;
      }
    }
    if (const std::string field = handoverField(e); !field.empty() && model_.find(field, EffectKind::source)) {
      ValueId v = fresh(e->getType());
      copy(v, load(address, e->getType()));
      handoverCall(e, field).result = v;
      return v;
    }
    if (!numberBehindPointer(e)) return load(address, e->getType());
    if (!address) return 0;
    ValueId v = fresh();
    flow(FlowKind::load_number, v, address);
    return v;
  }

  /// `*p` or `p[i]` as an integer: what is known to be a pointer or a carrier is not meant.
  bool numberBehindPointer(const Expr* e) const {
    if (!wideInteger(e->getType())) return false;
    e = e->IgnoreParens();
    // `*(unsigned long *)&d->page`: a pointer lies there by its type.
    auto pointers = [](const Expr* base) {
      const QualType pointee = base->IgnoreParenCasts()->getType()->getPointeeType();
      return !pointee.isNull() && pointee.getCanonicalType()->isPointerType();
    };
    if (auto* op = dyn_cast<UnaryOperator>(e)) return op->getOpcode() == UO_Deref && !pointers(op->getSubExpr());
    auto* element = dyn_cast<ArraySubscriptExpr>(e);
    return element && !element->getBase()->IgnoreParenImpCasts()->getType()->isArrayType() && !pointers(element->getBase());
  }

  /// The address of an lvalue.
  ValueId lvalue(const Expr* e) {
    e = e->IgnoreParens();
    if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl())) return addressOf(variableObject(var));
      return eval(e);
    }
    if (auto* member = dyn_cast<MemberExpr>(e)) {
      auto* field = dyn_cast<FieldDecl>(member->getMemberDecl());
      // Unnamed structs and unions are part of the record around them.
      while (!member->isArrow()) {
        auto* around = dyn_cast<MemberExpr>(member->getBase()->IgnoreParenImpCasts());
        auto* unnamed = around ? dyn_cast<FieldDecl>(around->getMemberDecl()) : nullptr;
        if (!unnamed || !unnamed->isAnonymousStructOrUnion()) break;
        member = around;
      }
      ValueId base = member->isArrow() ? eval(member->getBase()) : baseAddress(member->getBase());
      if (!field) return 0;
      if (fn_ && base && !looks_ && model_.find(fieldName(*field), EffectKind::extra))
        handoverCall(e, fieldName(*field)).args.push_back(base);
      if (carries(*field) || wraps(*member)) return base;
      const Storing storing(*this, nullptr);
      for (const Expr* at = e; auto* outer = dyn_cast<MemberExpr>(at);) {
        if (auto* of = dyn_cast<FieldDecl>(outer->getMemberDecl())) uniteAround(*of);
        if (outer->isArrow()) break;
        at = outer->getBase()->IgnoreParenImpCasts();
      }
      return memberOf(base, *field);
    }
    if (auto* index = dyn_cast<ArraySubscriptExpr>(e)) {
      if (!index->getBase()->IgnoreParenImpCasts()->getType()->isArrayType()) punBehind(index->getBase(), index->getType());
      direct_ = index->getBase()->IgnoreParenImpCasts();
      ValueId base = eval(index->getBase());
      carried(base, eval(index->getIdx()), index->getIdx());
      return base;
    }
    if (auto* op = dyn_cast<UnaryOperator>(e)) {
      if (op->getOpcode() == UO_Deref) {
        punBehind(op->getSubExpr(), op->getType());
        direct_ = op->getSubExpr()->IgnoreParenImpCasts();
        return eval(op->getSubExpr());
      }
      if (op->getOpcode() == UO_Extension || op->getOpcode() == UO_Real || op->getOpcode() == UO_Imag)
        return lvalue(op->getSubExpr());
      return eval(e);
    }
    if (auto* literal = dyn_cast<CompoundLiteralExpr>(e)) {
      ValueId address = cell(e, "literal");
      initialize(address, literal->getInitializer(), literal->getType());
      return address;
    }
    if (auto* cast = dyn_cast<CastExpr>(e)) {
      if (cast->getCastKind() == CK_LValueBitCast || cast->getCastKind() == CK_NoOp) return lvalue(cast->getSubExpr());
      return eval(e);
    }
    if (isa<StringLiteral>(e) || isa<PredefinedExpr>(e)) return 0;
    return eval(e);
  }

  /// put_unaligned(): a cast to a record without a name, for its one member's sake.
  static bool wraps(const MemberExpr& member) {
    auto* cast = dyn_cast<CStyleCastExpr>(member.getBase()->IgnoreParens());
    auto* record = dyn_cast<RecordDecl>(member.getMemberDecl()->getDeclContext());
    return cast && member.isArrow() && record && wrapper(*record);
  }
  static bool wrapper(const RecordDecl& record) {
    return record.getName().empty() && !record.getTypedefNameForAnonDecl() && std::distance(record.field_begin(), record.field_end()) == 1;
  }

  /// The address of the record a `.` selects from; it may be an rvalue.
  ValueId baseAddress(const Expr* base) {
    base = base->IgnoreParenImpCasts();
    if (isa<CallExpr>(base) || isa<StmtExpr>(base) || isa<BinaryOperator>(base) || isa<ConditionalOperator>(base))
      return eval(base);
    return lvalue(base);
  }

  /// A record of this function that nobody else gets: only single members of it are read and written.
  bool unseen(const VarDecl& var) const {
    auto it = otherwise_.find(&var);
    return var.hasLocalStorage() && recordOf(var.getType().getCanonicalType()) && !var.hasAttr<CleanupAttr>() &&
           (it == otherwise_.end() || it->second == 0);
  }

  /// "record.field" of the model's `handover`, else nothing.
  std::string handoverField(const Expr* e) {
    auto* member = dyn_cast<MemberExpr>(e->IgnoreParens());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (!field || !fn_ || !e->getType()->isPointerType()) return "";
    if (auto* ref = dyn_cast<DeclRefExpr>(member->getBase()->IgnoreParens()); ref && !member->isArrow())
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl()); var && unseen(*var)) return "";
    std::string name = fieldName(*field);
    return model_.find(name, EffectKind::consume) ? name : "";
  }
  /// To the later steps such a store is a call that takes the page over, and a load one that brings another; who
  /// gets at the counter of a page takes a reference.
  CallFact& handoverCall(const Expr* e, const std::string& field) {
    return handoverCall(cast<MemberExpr>(e->IgnoreParens())->getMemberLoc(), field);
  }
  CallFact& handoverCall(SourceLocation at, const std::string& field) {
    CallFact fact;
    fact.caller = fn_index_;
    fact.name = fact.callee = field;
    fact.at = names_.place(sources_.getSpellingLoc(at));
    out_.calls.push_back(std::move(fact));
    return out_.calls.back();
  }

  /// `at`: the member that is written, or what initializes it.
  void handOver(const Expr* at, CallFact& call, ValueId value) {
    call.args.push_back(value);
    handovers_[at] = uint32_t(&call - out_.calls.data());
    has_takers_ = true;
  }

  void assign(const Expr* to, ValueId value, const Expr* from = nullptr) {
    to = to->IgnoreParens();
    if (auto* ref = dyn_cast<DeclRefExpr>(to)) {
      if (auto* var = dyn_cast<VarDecl>(ref->getDecl()); var && tracked(var)) {
        state_[var] = value;
        return;
      }
    }
    ValueId address = lvalue(to);
    wholeRecord(address, to->getType());
    storePieces(from, to);
    if (!interesting(to->getType()) || holdsNumber(to)) return;
    if (const std::string field = handoverField(to); !field.empty()) {
      if (value) handOver(to, handoverCall(to, field), value);
      // An array is still read by who put it there.
      if (model_.find(field, EffectKind::source)) return;
    }
    if (auto* member = dyn_cast<MemberExpr>(to))
      if (auto* field = dyn_cast<FieldDecl>(member->getMemberDecl())) loosePair(*field, value, member->getMemberLoc());
    if (!numberBehindPointer(to)) store(address, value);
    else storeNumber(address, value);
    if (guards_ && address && value)
      guard_.stores.push_back({address, value, guards_->next(), guards_->atoms(), guards_->origins(to),
                               from ? guards_->variable(from) : kNoIndex, from ? guards_->origins(from) : GuardOrigins(),
                               from ? group_ : kNoIndex});
  }

  /// A write to a field that conditions may be about; without `value`, by a way that is not followed.
  void tag(const Expr* to, const Expr* value, uint64_t touched = ~uint64_t(0)) {
    auto* member = dyn_cast<MemberExpr>(to->IgnoreParens());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (!field || !field->getType()->isScalarType()) return;
    TagStore t;
    t.function = fn_index_;
    t.field = fieldObject(*field);
    t.touched = touched;
    if (guards_ && value && (member->isArrow() || group_ != kNoIndex)) {
      if (member->isArrow()) t.var = guards_->variable(member->getBase());
      t.group = group_;
      t.order = guards_->next();
      t.atoms = guards_->atoms();
      if (touched == ~uint64_t(0)) t.value = guards_->value(value);
      // What is cut off, or comes back negative, is another number.
      if (field->isBitField() && (t.value.kind != GuardValue::Kind::constant || field->getType()->isSignedIntegerType()))
        t.value = {};
    }
    out_.tags.push_back(std::move(t));
  }

  ValueId evalUnary(const UnaryOperator* op) {
    const Expr* sub = op->getSubExpr();
    switch (op->getOpcode()) {
      case UO_AddrOf: {
        if (auto* ref = dyn_cast<DeclRefExpr>(sub->IgnoreParens()))
          if (auto* fn = dyn_cast<FunctionDecl>(ref->getDecl())) return functionValue(fn);
        tag(sub, nullptr);
        return lvalue(sub);
      }
      case UO_Deref:
        return loadFrom(op);
      case UO_PreInc: case UO_PreDec: case UO_PostInc: case UO_PostDec:
        tag(sub, nullptr);
        return loadFrom(sub);  // p + 1 is in the same object
      case UO_LNot:
        eval(sub);
        return 0;
      case UO_Extension: case UO_Plus: case UO_Minus: case UO_Not:
        return eval(sub);
      default:
        eval(sub);
        return 0;
    }
  }

  ValueId evalBinary(const BinaryOperator* op) {
    BinaryOperatorKind kind = op->getOpcode();
    if (kind == BO_Assign) {
      ValueId v = eval(op->getRHS());
      const Storing storing(*this, op);
      group_ = together_ ? together_->group(op).value_or(kNoIndex) : kNoIndex;
      assign(op->getLHS(), v, op->getRHS());
      tag(op->getLHS(), op->getRHS());
      group_ = kNoIndex;
      return v;
    }
    if (kind == BO_Comma) {
      eval(op->getLHS());
      return eval(op->getRHS());
    }
    if (op->isLogicalOp()) {
      eval(op->getLHS());
      State before = state_;
      bool live = live_;
      eval(op->getRHS());
      State after = std::move(state_);
      merge(before, live, after, live_);
      return 0;
    }
    if (op->isCompoundAssignmentOp()) {
      const Storing storing(*this, op);
      tag(op->getLHS(), op->getRHS(), touchedBits(op));
      ValueId right = eval(op->getRHS());
      ValueId left = loadFrom(op->getLHS());
      if (op->getOpcode() != BO_RemAssign) storePieces(op->getRHS(), op->getLHS());
      if (moves(op->getOpcode()) && (op->getOpcode() != BO_SubAssign || left || address(op->getRHS()))) return left;
      if (op->getType()->isPointerType()) carried(left, right, op->getRHS());
      if (!op->getType()->isPointerType() && right && left && right != left) {
        ValueId v = fresh();
        copy(v, left);
        copy(v, right);
        assign(op->getLHS(), v);
        return v;
      }
      if (!op->getType()->isPointerType() && right && !left) assign(op->getLHS(), right);
      return left ? left : right;
    }
    const bool in_offset = std::exchange(in_offset_, kind == BO_Sub && isOffset(op->getRHS()));
    ValueId left = eval(op->getLHS());
    in_offset_ = in_offset;
    ValueId right = eval(op->getRHS());
    if (op->isComparisonOp()) return 0;
    if (!interesting(op->getType())) return 0;
    if (op->getType()->isPointerType()) {
      // vmemmap + pfn: the page is the number's, not the base's; in `pages + i` the number is a distance.
      const RecordDecl* pointee = recordOf(op->getType()->getPointeeType().getCanonicalType());
      bool page = pointee && tagOf(*pointee) == "page";
      const bool first = op->getLHS()->getType()->isPointerType();
      ValueId& number = first ? right : left;
      if (!page) {
        ValueId pointer = first ? left : right;
        if (!pointer) lend(number);
        else carried(pointer, number, first ? op->getRHS() : op->getLHS());
        return pointer;
      }
      if (!left && !right) return pageOfNumber(op->getType(), first ? op->getRHS() : op->getLHS());
      number = pageOf(op->getType(), number);
      if (!left || !right) return left ? left : right;
    }
    if (kind == BO_Sub && op->getLHS()->getType()->isPointerType()) {
      // How many there are between them; page - vmemmap is a frame number.
      const RecordDecl* pointee = recordOf(op->getLHS()->getType()->getPointeeType().getCanonicalType());
      return pointee && model_.typed.count(tagOf(*pointee)) ? (left ? left : right) : 0;
    }
    if (kind == BO_Rem || (kind == BO_And && offsetMask(op))) return 0;
    if (kind == BO_Sub && address(op->getRHS())) return 0;
    // In `constant - number` the number is still there.
    if (moves(kind)) return left || kind != BO_Sub ? left : right;
    if (!left || !right || left == right) return left ? left : right;
    ValueId v = fresh();
    copy(v, left);
    copy(v, right);
    return v;
  }

  /// A pointer that is moved by a whole address or frame number has that in it: `table + pfn`, `&map[pfn]`.
  void carried(ValueId pointer, ValueId number, const Expr* from) {
    if (pointer != number && wideInteger(from->IgnoreParenImpCasts()->getType())) lose(number, Loss::number, from->getBeginLoc());
  }

  static bool isOffset(const Expr* e) {
    e = e->IgnoreParenCasts();
    if (isa<OffsetOfExpr>(e)) return true;
    // &((struct demo *)0)->member
    auto* op = dyn_cast<UnaryOperator>(e);
    auto* member = op && op->getOpcode() == UO_AddrOf ? dyn_cast<MemberExpr>(op->getSubExpr()->IgnoreParens()) : nullptr;
    return member && isa<IntegerLiteral>(member->getBase()->IgnoreParenCasts());
  }

  /// The bits that `x |= 4` and its like can change.
  uint64_t touchedBits(const BinaryOperator* op) const {
    Expr::EvalResult bits;
    if (op->getRHS()->isValueDependent() || !op->getRHS()->EvaluateAsInt(bits, context_)) return ~uint64_t(0);
    const uint64_t number = uint64_t(bits.Val.getInt().extOrTrunc(64).getZExtValue());
    switch (op->getOpcode()) {
      case BO_OrAssign: case BO_XorAssign: return number;
      case BO_AndAssign: return ~number;
      default: return ~uint64_t(0);
    }
  }

  /// `(long)p`: what is left after it is subtracted is a distance. Not so where p may be the base of an array of
  /// struct page, or of memory (mem_map, high_memory): then it is a frame number or an offset into memory.
  bool address(const Expr* e) const {
    e = e->IgnoreParenCasts();
    if (!e->getType()->isPointerType()) return false;
    const RecordDecl* pointee = recordOf(e->getType()->getPointeeType().getCanonicalType());
    if (pointee && model_.typed.count(tagOf(*pointee))) return false;
    auto* ref = dyn_cast<DeclRefExpr>(e);
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    return !var || !var->hasGlobalStorage();
  }

  /// Operators whose right side is a distance: no address in it comes through.
  static bool moves(BinaryOperatorKind kind) {
    return kind == BO_Sub || kind == BO_Shl || kind == BO_Shr || kind == BO_SubAssign || kind == BO_ShlAssign ||
           kind == BO_ShrAssign;
  }
  /// `addr & ~PAGE_MASK`: the place in the page.
  bool offsetMask(const BinaryOperator* op) const {
    for (const Expr* side : {op->getRHS(), op->getLHS()}) {
      Expr::EvalResult value;
      if (side->isValueDependent() || !side->EvaluateAsInt(value, context_)) continue;
      return value.Val.getInt().isNonNegative() && value.Val.getInt().getActiveBits() <= 16;
    }
    return false;
  }

  ValueId evalConditional(const AbstractConditionalOperator* op) {
    ValueId common = 0;
    if (auto* binary = dyn_cast<BinaryConditionalOperator>(op)) common = eval(binary->getCommon());
    else eval(op->getCond());
    State before = state_;
    bool live = live_;
    ValueId yes = common ? common : eval(op->getTrueExpr());
    State after = state_;
    bool after_live = live_;
    state_ = before;
    live_ = live;
    ValueId no = eval(op->getFalseExpr());
    State other = state_;
    merge(after, after_live, other, live_);
    if (!interesting(op->getType())) return 0;
    if (!yes || !no || yes == no) return yes ? yes : no;
    ValueId v = fresh(op->getType());
    copy(v, yes);
    copy(v, no);
    return v;
  }

  ValueId evalStmtExpr(const StmtExpr* e) {
    ValueId last = 0;
    const CompoundStmt* body = e->getSubStmt();
    for (const Stmt* s : body->body()) {
      if (s == body->body_back()) {
        while (auto* label = dyn_cast<LabelStmt>(s)) {
          enterLabel(*label);
          s = label->getSubStmt();
        }
        if (auto* value = dyn_cast<Expr>(s)) {
          last = eval(value);
          break;
        }
      }
      exec(s);
    }
    return interesting(e->getType()) ? last : 0;
  }

  // ---- calls ----------------------------------------------------------

  /// memset(rec, 0, n) of a part of a record: of a flag and a page in it one may be written, and the other not.
  void writesPart(const CallExpr& call, llvm::StringRef name) {
    for (const char* prefix : {"__builtin_", "__underlying_", "__"}) name.consume_front(prefix);
    static const std::set<llvm::StringRef> kWriters = {"memset", "memcpy", "memmove", "memset_io", "memcpy_fromio",
                                                       "copy_from_user", "memset32", "memset64", "memzero_explicit",
                                                       "mempcpy", "memcpy_chk", "memset_chk", "strncpy", "strcpy",
                                                       "strlcpy", "strscpy", "strscpy_pad"};
    if (!kWriters.count(name) || call.getNumArgs() < 2) return;
    QualType type = call.getArg(0)->IgnoreParenCasts()->getType().getCanonicalType();
    if (type->isPointerType()) type = type->getPointeeType();
    while (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType();
    const RecordDecl* record = recordOf(type.getCanonicalType());
    if (!record || !record->isCompleteDefinition() || type->isDependentType()) return;
    const uint64_t size = uint64_t(context_.getTypeSizeInChars(type).getQuantity());
    const Expr* bytes = call.getArg(call.getNumArgs() - 1)->IgnoreParenCasts();
    auto whole = [&](const Expr* e) {
      Expr::EvalResult known;
      return size && !e->isValueDependent() && e->EvaluateAsInt(known, context_) &&
             known.Val.getInt().getExtValue() > 0 && uint64_t(known.Val.getInt().getExtValue()) % size == 0;
    };
    auto* times = dyn_cast<BinaryOperator>(bytes);
    if (whole(bytes) || (times && times->getOpcode() == BO_Mul && (whole(times->getLHS()) || whole(times->getRHS())))) return;
    markParts(*record, 0);
  }
  void markParts(const RecordDecl& record, int depth) {
    constexpr int kDeep = 8;  // records in records
    if (depth > kDeep) return;
    bool has_page = false;
    for (const FieldDecl* field : record.fields()) {
      has_page |= pageRecord(field->getType(), model_) != nullptr;
      QualType type = field->getType().getCanonicalType();
      while (auto* array = type->getAsArrayTypeUnsafe()) type = array->getElementType().getCanonicalType();
      if (const RecordDecl* inner = recordOf(type); inner && inner->isCompleteDefinition()) markParts(*inner, depth + 1);
    }
    if (!has_page) return;
    for (const FieldDecl* field : record.fields())
      if (field->getType()->isScalarType()) out_.parts.push_back(fieldObject(*field));
  }

  /// An argument that is a pointer to bytes for this call alone.
  static bool madeBytes(const Expr* arg) {
    const QualType type = arg->IgnoreParenCasts()->getType().getCanonicalType();
    if (auto* array = type->getAsArrayTypeUnsafe()) return !array->getElementType()->isCharType();
    return !bytes(type) && (type->isPointerType() || type->isIntegerType());
  }
  static bool bytes(QualType type) {
    const QualType pointee = type.getCanonicalType()->getPointeeType();
    return !pointee.isNull() && pointee->isCharType();
  }
  /// `u64 *`: where frame numbers and addresses may lie.
  bool pointsToNumber(QualType type) const {
    type = type.getCanonicalType();
    return type->isPointerType() && wideInteger(type->getPointeeType());
  }
  /// A pointer to a record that is only declared: what it is nobody here can tell.
  bool disguise(QualType type) const {
    const QualType pointee = type.getCanonicalType()->getPointeeType();
    const RecordDecl* record = pointee.isNull() ? nullptr : recordOf(pointee.getCanonicalType());
    return record && !record->getDefinition() && !transparent(*record);
  }
  /// A function of the kernel's interface, which the kernel's headers declare, or of the compiler.
  bool kernels(const Decl& decl) {
    auto [known, added] = kernels_.try_emplace(decl.getCanonicalDecl(), false);
    if (!added) return known->second;
    return known->second = declaredByKernel(decl);
  }
  std::map<const Decl*, bool> kernels_;
  bool declaredByKernel(const Decl& decl) {
    // What the compiler declares stands where it is used first.
    if (auto* fn = dyn_cast<FunctionDecl>(&decl); fn && fn->isImplicit()) return true;
    for (const Decl* one : decl.redecls()) {
      const SourceLocation at = sources_.getFileLoc(one->getLocation());
      if (at.isInvalid()) return true;
      const std::string& path = names_.path(names_.file(at));
      if (path.empty() || path[0] == '/' || isKernelHeader(path)) return true;
    }
    return false;
  }
  /// The records that the callee sees: true where there are any. The kernel does not know a driver's records, and
  /// an inline function that is not read keeps none, if it calls nobody who could.
  bool recordsOf(const CallExpr& call, const FunctionDecl* callee, CallFact& fact) {
    if (callee && (callee->getBuiltinID() || byKernelMacro(callee->getLocation()))) return false;
    const FieldDecl* through = callee ? nullptr : calledField(call);
    // Who implements an interface of a header is in the tree, and is read for the members that he names.
    if (through && !sources_.isInMainFile(sources_.getFileLoc(through->getParent()->getLocation()))) return false;
    const bool kernel = callee && kernels(*callee);
    std::set<std::string> all;
    auto add = [&](QualType type) {
      const RecordDecl* record = recordOf(strip(type));
      if (!record || !record->getDefinition() || transparent(*record)) return;
      if (kernel && !kernels(*record)) return;
      all.insert(names_.record(*record->getDefinition()));
    };
    // What a function prints it only looks at.
    const unsigned named = callee && callee->isVariadic() && callee->hasAttr<FormatAttr>() ? callee->getNumParams() : call.getNumArgs();
    for (unsigned i = 0; i < named && i < call.getNumArgs(); ++i) {
      const Expr* e = call.getArg(i)->IgnoreParenCasts();
      add(e->getType());
      // Who has the address of a member finds the record around it.
      auto* op = dyn_cast<UnaryOperator>(e);
      const Expr* place = op && op->getOpcode() == UO_AddrOf ? op->getSubExpr()->IgnoreParens() : e;
      if (!kernel && place->isLValue() && (op || e->getType()->isArrayType()))
        for (; auto* member = dyn_cast<MemberExpr>(place); place = member->getBase()->IgnoreParenImpCasts())
          add(member->getBase()->getType());
    }
    add(call.getType());
    if (all.empty() || (callee && skippedBody(*callee) && inlines_.of(*callee).calls.empty())) return false;
    fact.records.assign(all.begin(), all.end());
    return true;
  }

  /// sizeof(record), or so many of them.
  const RecordDecl* sizedRecord(const Expr* e) {
    e = e->IgnoreParenImpCasts();
    if (auto* op = dyn_cast<BinaryOperator>(e); op && op->getOpcode() == BO_Mul) {
      const RecordDecl* left = sizedRecord(op->getLHS());
      return left ? left : sizedRecord(op->getRHS());
    }
    auto* size = dyn_cast<UnaryExprOrTypeTraitExpr>(e);
    return size && size->getKind() == UETT_SizeOf ? recordOf(size->getTypeOfArgument().getCanonicalType()) : nullptr;
  }
  std::string madeAs(const CallExpr& call) {
    for (const Expr* arg : call.arguments())
      if (const RecordDecl* record = sizedRecord(arg); record && record->getDefinition()) return names_.record(*record->getDefinition());
    return "";
  }

  /// Whether the function may write by the pointer that it is given there.
  static bool writesTo(const CallExpr& call, const FunctionDecl* callee, unsigned argument) {
    if (!callee || argument >= callee->getNumParams()) return true;
    const QualType type = callee->getParamDecl(argument)->getType();
    const QualType pointee = type->getPointeeType();
    return pointee.isNull() ? !type->isIntegerType() || call.getArg(argument)->getType()->isPointerType()
                            : !pointee.isConstQualified();
  }
  static bool scans(const FunctionDecl* callee, unsigned argument) {
    auto* format = callee && argument >= callee->getNumParams() ? callee->getAttr<FormatAttr>() : nullptr;
    return format && format->getType()->getName().contains("scanf");
  }

  ValueId evalCall(const CallExpr* call) {
    const Storing storing(*this, nullptr);  // what its arguments do is not done by the statement around it
    const FunctionDecl* callee = call->getDirectCallee();
    if (callee && callee->getDeclName().isIdentifier() && model_.symbols.count(callee->getName())) return symbolValue(*call);
    if (callee && callee->getDeclName().isIdentifier()) writesPart(*call, callee->getName());
    CallFact fact;
    fact.caller = fn_index_;
    if (!callee) fact.pointer = eval(call->getCallee());
    else fact.name = ownFunction(*callee) ? kOwn + names_.function(*callee) : callee->getNameAsString();

    bool effect = callee && model_.effects.find(fact.name) != model_.effects.end();
    if (callee && !effect && fact.name.starts_with("__") && callee->getBuiltinID() && !model_.borrow.count(fact.name) &&
        !model_.plain.count(fact.name))
      return unknownBuiltin(*call);
    bool borrow = callee ? !effect && model_.borrow.count(fact.name) : callsLooker(*call);
    if (effect && fn_)
      if (const Effect* taker = model_.find(fact.name, EffectKind::consume); taker && !taker->unless.empty())
        if (flagged(*call, *taker, *fn_, context_)) {
          effect = false;
          borrow = true;
        }
    // A looker that may sleep is an effect as well.
    const bool looks = borrow || (callee && model_.borrow.count(fact.name));
    const bool lends = borrow && !model_.plain.count(fact.name);
    const bool looked = std::exchange(looks_, looks_ || borrow);

    /// The number that may lie behind an argument afterwards; 0: it writes none there.
    auto written = [&](QualType type, unsigned argument) -> ValueId {
      if (!wideInteger(type) || !writesTo(*call, callee, argument)) return 0;
      return unknown(type, Loss::expression, call->getBeginLoc());
    };
    std::vector<std::pair<const VarDecl*, ValueId>> cells;
    bool any = false;
    for (unsigned i = 0; i < call->getNumArgs(); ++i) {
      const Expr* arg = call->getArg(i);
      ValueId v = 0;
      const VarDecl* var = AddressScan::addressed(arg);
      if (var && tracked(var) && !borrow) {
        v = cell(arg, "arg");
        // An acquire overwrites what the variable held, where it is not used after a failure; any other callee may not.
        auto it = state_.find(var);
        const bool overwrites = callee && model_.find(fact.name, EffectKind::acquire) && fn_ && it != state_.end() &&
                                it->second && !usedAfterFailure(*fn_, context_, model_, *call, *var);
        if (it != state_.end() && !overwrites) store(v, it->second);
        if (looks) store(v, written(var->getType(), i));
        cells.emplace_back(var, v);
      } else if (var && tracked(var)) {
        // A looker writes nothing into it that could matter, but a number.
        auto it = state_.find(var);
        if (lends && it != state_.end()) lend(it->second);
        if (const ValueId number = written(var->getType(), i)) {
          if (it != state_.end()) copy(number, it->second);
          state_[var] = number;
        }
      } else {
        if (auto* cast = dyn_cast<ExplicitCastExpr>(arg->IgnoreParenImpCasts())) handed_on_.insert(cast);
        v = eval(arg);
        if (!v && callee && !borrow && !effect && i < 64)
          if ((v = wholeOf(arg))) fact.narrow_args |= uint64_t(1) << i;
        // &d->pfn, of a number: copy_from_user() and its like.
        auto* op = dyn_cast<UnaryOperator>(arg->IgnoreParenCasts());
        if (looks && op && op->getOpcode() == UO_AddrOf) store(v, written(op->getSubExpr()->getType(), i));
      }
      // sscanf(): another number than before.
      if (v && scans(callee, i))
        if (const QualType to = arg->IgnoreParenCasts()->getType()->getPointeeType(); !to.isNull() && wideInteger(to))
          store(v, unknown(to, Loss::arguments, call->getBeginLoc()));
      if (lends) lend(v);
      if (v && i == 0 && borrow && fact.name.find("mem") != std::string::npos) out_.cleared.push_back(v);
      fact.args.push_back(v);
      any |= v != 0;
      if (i < 64) {
        if (arg->isNullPointerConstant(context_, Expr::NPC_ValueDependentIsNull)) fact.null_args |= uint64_t(1) << i;
        // Whether there is an array counts, too.
        if (callee && i < callee->getNumParams() && takesPageArray(callee->getParamDecl(i)->getType())) any = true;
        QualType type = callee && i < callee->getNumParams() ? callee->getParamDecl(i)->getType() : arg->getType();
        // void * takes anything, and a transparent union one of several: what is passed decides.
        if (strip(type)->isVoidType() || (type->isUnionType() && !arg->getType()->isUnionType())) type = arg->IgnoreParenImpCasts()->getType();
        // What a function prints it only looks at.
        const bool printed = callee && callee->isVariadic() && i >= callee->getNumParams() && callee->hasAttr<FormatAttr>();
        if (wideInteger(type)) fact.integer_args |= uint64_t(1) << i;
        // Text and buffers are bytes from the start; what became bytes for the call is more than that.
        const bool as_bytes = bytes(type) && madeBytes(arg);
        if (as_bytes) fact.byte_args |= uint64_t(1) << i;
        const bool numbers = pointsToNumber(type) || pointsToNumber(arg->IgnoreParenCasts()->getType());
        if (!printed && (leadsToPage(type, model_) || wideInteger(type) || as_bytes || numbers || disguise(type) || (fact.narrow_args >> i & 1)))
          fact.page_args |= uint64_t(1) << i;
      }
    }
    if (!borrow && !effect) any |= recordsOf(*call, callee, fact);
    // strncpy(), mempcpy(): the compiler's, and bytes to it.
    if (!borrow && !effect && callee && callee->getBuiltinID() && context_.BuiltinInfo.isPredefinedLibFunction(callee->getBuiltinID()) &&
        !model_.plain.count(fact.name))
      for (const Expr* arg : call->arguments()) pun(arg->IgnoreParenCasts()->getType()->getPointeeType());

    looks_ = looked;
    if (callee && model_.find(fact.name, EffectKind::notifier)) out_.functions[fn_index_].notifier = true;

    bool wants_result = interesting(call->getType());
    if (const FieldDecl* field = calledField(*call)) {
      const std::string name = fieldName(*field);
      for (const OperationPair& pair : model_.pairs) {
        if (name == pair.first) wants_result = false;
        if (name == pair.second && size_t(pair.arg) < fact.args.size()) fact.args[pair.arg] = 0;
      }
    }
    if (!borrow && (effect || any || wants_result)) {
      if (wants_result) fact.result = fresh(call->getType());
      fact.named_args = callee && callee->isVariadic() ? callee->getNumParams() : call->getNumArgs();
      locate(call->getCallee(), fact);
      if (callee) {
        if (fact.callee.empty()) fact.callee = names_.function(*callee);
        fact.callee_file = names_.file(callee->getLocation());
        fact.static_callee = !callee->isExternallyVisible();
        fact.skipped_body = skippedBody(*callee);
        // Who gets neither a record nor a number hands on nothing that matters.
        const bool numbers = fact.skipped_body && numbersOnly(*callee);
        if (fact.skipped_body && (numbers || !fact.records.empty() || fact.integer_args || fact.narrow_args)) {
          const InlineBodies::Summary& body = inlines_.of(*callee);
          fact.computes = numbers && body.quiet();
          fact.hands_on.assign(body.calls.begin(), body.calls.end());
        }
        if (!effect && !oneOfSeveral(*callee)) enqueue(callee);
      }
      effect = effect || (callee && model_.effects.find(fact.name) != model_.effects.end());
      if (effect) {
        for (const Expr* arg : call->arguments()) fact.arg_text.push_back(text(arg));
        for (const ParmVarDecl* param : callee->parameters()) {
          fact.param_types.push_back(param->getType().getCanonicalType().getUnqualifiedType().getAsString());
          fact.param_names.push_back(param->getNameAsString());
        }
        if (const Effect* taker = model_.find(fact.name, EffectKind::consume); taker && taker->flag_arg >= 0)
          fact.flagged = unsigned(taker->flag_arg) < call->getNumArgs() &&
                         mayHaveFlag(*call->getArg(unsigned(taker->flag_arg)), taker->flag, context_, preprocessor_);
        if (model_.find(fact.name, EffectKind::acquire) || model_.find(fact.name, EffectKind::release) ||
            model_.find(fact.name, EffectKind::dirty))
          has_sites_ = true;
        if (model_.find(fact.name, EffectKind::acquire)) has_acquires_ = true;
        if (model_.find(fact.name, EffectKind::extra)) has_extras_ = true;
        if (model_.find(fact.name, EffectKind::consume)) has_takers_ = true;
        const Effect* source = model_.find(fact.name, EffectKind::source);
        if (source && !source->memory) has_sources_ = true;
        if (source && source->memory) fact.made_as = madeAs(*call);
        if (source && source->entry && fn_)
          fact.looked_up = looksUp(*call, *fn_, model_, written_);
      }
      calls_[call] = uint32_t(out_.calls.size());
      placed_.emplace_back(call, uint32_t(out_.calls.size()));
      out_.calls.push_back(std::move(fact));
      if (guards_) guardCall(call);
    }
    ValueId result = out_.calls.empty() || borrow ? 0 : (wants_result && (effect || any || wants_result) ? out_.calls.back().result : 0);
    // memset() and its like return what they were given.
    if (borrow && !lends && call->getType()->isPointerType() && !fact.args.empty()) result = fact.args[0];
    // A looker gives no page away of which nothing is known.
    if (borrow && !result && pageRecord(call->getType(), model_))
      result = unknown(call->getType(), Loss::expression, call->getBeginLoc());
    for (auto& [var, address] : cells) state_[var] = load(address, var->getType());
    if (callee && callee->isNoReturn()) live_ = false;
    return result;
  }

  /// A builtin that the model does not name: it may do anything with what it gets.
  ValueId unknownBuiltin(const CallExpr& call) {
    const SourceLocation at = call.getBeginLoc();
    for (const Expr* arg : call.arguments()) {
      if (const VarDecl* var = AddressScan::addressed(arg); var && tracked(var)) {
        if (auto it = state_.find(var); it != state_.end()) lose(it->second, Loss::expression, at);
        state_[var] = unknown(var->getType(), Loss::expression, at);
        continue;
      }
      const ValueId v = eval(arg);
      lose(v, Loss::expression, at);
      pun(arg->IgnoreParenCasts()->getType()->getPointeeType());
      const QualType pointee = arg->IgnoreParenImpCasts()->getType()->getPointeeType();
      if (v && !pointee.isNull() && !pointee.isConstQualified()) store(v, unknown(pointee, Loss::expression, at));
    }
    return unknown(call.getType(), Loss::expression, at);
  }

  /// The content of a carrier lies in the carrier, not in its fields.
  uint32_t guardField(const FieldDecl& field) {
    return transparent(*field.getParent()) ? kNoIndex : fieldObject(field);
  }

  void guardCall(const CallExpr* call) {
    GuardCall g;
    g.call = uint32_t(out_.calls.size() - 1);
    g.order = guards_->next();
    g.atoms = guards_->atoms();
    for (const Expr* arg : call->arguments()) {
      g.values.push_back(guards_->value(arg));
      g.origins.push_back(interesting(arg->getType()) ? guards_->origins(arg) : GuardOrigins());
    }
    if (auto* member = dyn_cast<MemberExpr>(call->getCallee()->IgnoreParenCasts()); member && member->isArrow())
      g.table = guards_->value(member->getBase());
    g.joints = guards_->joints(call);
    for (const Together::Use& use : together_->uses(call)) {
      const uint32_t page = guardField(*use.page), flag = guardField(*use.test.flag);
      if (page != kNoIndex && flag != kNoIndex)
        g.uses.push_back({use.argument, page, flag, use.test.mask, use.test.want, use.test.equal});
    }
    guards_->note(call, g.call);
    guard_.calls.push_back(std::move(g));
  }

  /// The field of function pointers that the call goes through.
  static const FieldDecl* calledField(const CallExpr& call) {
    auto* member = dyn_cast<MemberExpr>(call.getCallee()->IgnoreParenImpCasts());
    return member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
  }
  bool callsLooker(const CallExpr& call) const {
    const FieldDecl* field = calledField(call);
    return field && model_.borrow.count(fieldName(*field));
  }
  /// A function of a pair that comes into its field by another way than a static table: it goes with all.
  void loosePair(const FieldDecl& field, ValueId function, SourceLocation at) {
    if (!function || !field.getType()->isFunctionPointerType()) return;
    const std::string name = fieldName(field);
    for (const OperationPair& pair : model_.pairs) {
      if (name != pair.first && name != pair.second) continue;
      CallFact call;
      call.caller = fn_index_;
      call.pointer = function;
      call.at = names_.place(sources_.getSpellingLoc(at));
      if (name == pair.second) {
        call.args.resize(size_t(pair.arg) + 1);
        call.args.back() = load(addressOf(returned(pair, false)));
        call.named_args = uint32_t(call.args.size());
      } else {
        const ValueId result = call.result = fresh();
        store(addressOf(returned(pair, false)), result);
        store(addressOf(returned(pair, true)), result);
      }
      out_.calls.push_back(std::move(call));
    }
  }
  ObjectId returned(const OperationPair& pair, bool loose) {
    Object o;
    o.kind = ObjectKind::global;
    o.key = o.member = pair.returned(loose);
    o.is_static = true;  // nobody else can name it
    return object(std::move(o));
  }
  /// A driver's function that has the name of one which the model speaks for, or of a tracepoint. The GUP API's own
  /// file has static acquires and releases (__get_user_pages(), mm/gup.c): those are meant, and so are references
  /// that the core's private headers count.
  bool ownFunction(const FunctionDecl& fn) {
    if (!fn.getIdentifier()) return false;
    const bool traces = isTracepoint(fn.getName().str());
    if ((!traces && !model_.knows(fn.getName())) || model_.given.count(fn.getName())) return false;
    const FunctionDecl* definition = nullptr;
    for (EffectKind kind : {EffectKind::acquire, EffectKind::release, EffectKind::dirty, EffectKind::extra})
      if (model_.find(fn.getName(), kind)) {
        if (fn.isExternallyVisible() || !fn.isDefined(definition) || !own(definition->getLocation())) return false;
        if (kind == EffectKind::release) return releasesNothing(*definition);
        return kind == EffectKind::acquire && !implementsModel() &&
               sources_.isInMainFile(sources_.getFileLoc(definition->getLocation()));
      }
    if (!fn.isExternallyVisible() && fn.isDefined(definition) &&
        sources_.isInMainFile(sources_.getFileLoc(definition->getLocation())))
      return !traces || !definition->getLocation().isMacroID();
    if (kernels(fn)) return false;
    for (const Decl* one : fn.redecls())
      if (byKernelMacro(one->getLocation())) return false;
    return true;
  }
  /// Whether a macro of the kernel's headers makes what stands there: a tracepoint, a static call.
  bool byKernelMacro(SourceLocation at) {
    for (; at.isMacroID(); at = sources_.getImmediateMacroCallerLoc(at)) {
      // A name that ## makes: what it begins with is the first token of the body, and no macro.
      if (sources_.isWrittenInScratchSpace(sources_.getSpellingLoc(at))) continue;
      const llvm::StringRef name = Lexer::getImmediateMacroName(at, sources_, context_.getLangOpts());
      const MacroInfo* macro = name.empty() ? nullptr : preprocessor_.getMacroInfo(preprocessor_.getIdentifierInfo(name));
      const SourceLocation defined = macro ? sources_.getFileLoc(macro->getDefinitionLoc()) : SourceLocation();
      if (defined.isInvalid()) return true;  // undefined since: as the trace headers do
      const std::string& path = names_.path(names_.file(defined));
      if (path.empty() || path[0] == '/' || isKernelHeader(path)) return true;
    }
    return false;
  }
  /// A release of a driver hands the page to another one; what does something else with it has only the name.
  bool releasesNothing(const FunctionDecl& fn) {
    struct Calls : RecursiveASTVisitor<Calls> {
      std::set<const FunctionDecl*> all;
      bool VisitCallExpr(CallExpr* call) {
        if (const FunctionDecl* callee = call->getDirectCallee(); callee && callee->getIdentifier()) all.insert(callee);
        return true;
      }
    } calls;
    calls.TraverseStmt(fn.getBody());
    return llvm::none_of(calls.all, [&](const FunctionDecl* callee) {
      return model_.find(callee->getName(), EffectKind::release) || model_.find(callee->getName(), EffectKind::consume);
    });
  }
  /// An inline function of the kernel's headers for which another configuration has another one: what this one does
  /// with a page says nothing of that.
  bool oneOfSeveral(const FunctionDecl& fn) {
    const FunctionDecl* definition = nullptr;
    if (!fn.getIdentifier() || !fn.isDefined(definition) || own(definition->getLocation())) return false;
    auto [known, added] = several_.try_emplace(definition, false);
    if (!added) return known->second;
    const auto [file, offset] = sources_.getDecomposedLoc(sources_.getFileLoc(definition->getLocation()));
    bool invalid = false;
    const llvm::StringRef text = sources_.getBufferData(file, &invalid);
    return known->second = !invalid && hasAlternative(text, offset, fn.getName());
  }
  std::map<const FunctionDecl*, bool> several_;
  /// Such a body is none to FunctionDecl::hasBody().
  static bool skippedBody(const FunctionDecl& fn) {
    const FunctionDecl* definition = nullptr;
    return fn.isDefined(definition) && definition->hasSkippedBody();
  }
  static bool numbersOnly(const FunctionDecl& fn) {
    if (!fn.getReturnType()->isIntegerType() || fn.isVariadic()) return false;
    for (const ParmVarDecl* param : fn.parameters())
      if (!param->getType()->isIntegerType()) return false;
    return true;
  }

  /// A macro that a driver gives a name of the model, and that is not the old name of what it calls.
  bool ownMacro(SourceLocation body, llvm::StringRef macro, const CallFact& fact) {
    const SourceLocation defined = sources_.getSpellingLoc(body);
    if (sources_.isWrittenInScratchSpace(defined)) return !byKernelMacro(body);
    const std::string& path = names_.path(names_.file(defined));
    if (path.empty() || path[0] == '/' || isKernelHeader(path)) return false;
    if (implementsModel()) return false;
    for (EffectKind kind : {EffectKind::acquire, EffectKind::release}) {
      const Effect* meant = model_.find(macro.str(), kind);
      const Effect* done = model_.find(fact.name, kind);
      if (meant && done && meant->arg == done->arg && meant->bulk == done->bulk && meant->unpin == done->unpin) return false;
    }
    return true;
  }
  /// The GUP API's own file, mm/gup.c: what others can call of it is an acquire of the model.
  bool implementsModel() {
    if (!implements_) {
      implements_ = false;
      for (const std::string& name : model_.names(EffectKind::acquire))
        if (auto* fn = dyn_cast_or_null<FunctionDecl>(scope_(context_.Idents.get(name)));
            fn && fn->getDefinition() && fn->isExternallyVisible() &&
            sources_.isInMainFile(sources_.getFileLoc(fn->getDefinition()->getLocation())))
          implements_ = true;
    }
    return *implements_;
  }
  std::optional<bool> implements_;

  void locate(const Expr* callee, CallFact& fact) {
    const Expr* e = callee->IgnoreParenImpCasts();
    SourceLocation loc = e->getBeginLoc();
    if (auto* member = dyn_cast<MemberExpr>(e)) loc = member->getMemberLoc();
    while (loc.isMacroID() && sources_.isMacroArgExpansion(loc)) loc = sources_.getImmediateSpellingLoc(loc);
    // __free_page(p), page_cache_release(p): the model knows the macro by its name.
    for (SourceLocation at = loc; at.isMacroID(); at = sources_.getImmediateMacroCallerLoc(at)) {
      if (sources_.isMacroArgExpansion(at)) continue;
      llvm::StringRef macro = Lexer::getImmediateMacroName(at, sources_, context_.getLangOpts());
      SourceLocation use = sources_.getImmediateMacroCallerLoc(at);
      if (use.isMacroID() || !model_.knows(macro) || macro == fact.name || ownMacro(at, macro, fact)) continue;
      fact.name = macro.str();
      fact.callee = macro.str();
      fact.at = names_.place(use);
      return;
    }
    if (loc.isMacroID()) {
      fact.in_macro = true;
      fact.macro = Lexer::getImmediateMacroName(loc, sources_, context_.getLangOpts()).str();
      SourceLocation spelling = sources_.getSpellingLoc(loc);
      // Pasted tokens have no file: they stand where the macro is used.
      if (sources_.isWrittenInScratchSpace(spelling)) spelling = sources_.getExpansionLoc(loc);
      // A macro that renames its caller's function (`#define get_user_pages
      // get_user_pages6`) still has the name at the call.
      loc = spelling;
    }
    fact.at = names_.place(loc);
  }

  std::string text(const Expr* e) {
    CharSourceRange range = CharSourceRange::getTokenRange(e->getSourceRange());
    range = Lexer::makeFileCharRange(range, sources_, context_.getLangOpts());
    return range.isValid() ? Lexer::getSourceText(range, sources_, context_.getLangOpts()).str() : "";
  }

  // ---- initializers ---------------------------------------------------

  void initialize(ValueId address, const Expr* init, QualType type) {
    if (!init) return;
    type = type.getCanonicalType();
    if (auto* list = dyn_cast<InitListExpr>(init->IgnoreParenImpCasts())) {
      if (auto* record = recordOf(type)) {
        unsigned i = 0;
        if (record->isUnion()) {
          if (auto* field = list->getInitializedFieldInUnion(); field && list->getNumInits())
            initializeField(address, *field, list->getInit(0));
          return;
        }
        for (const FieldDecl* field : record->fields()) {
          if (field->isUnnamedBitField()) continue;
          if (i >= list->getNumInits()) break;
          initializeField(address, *field, list->getInit(i++));
        }
        return;
      }
      if (auto* array = type->getAsArrayTypeUnsafe()) {
        for (const Expr* element : list->inits()) initialize(address, element, array->getElementType());
        return;
      }
    }
    if (isa<ImplicitValueInitExpr>(init)) return;
    ValueId v = eval(init);
    wholeRecord(address, type);
    storePieces(init, type);
    if (interesting(type)) store(address, v);
  }

  void initializeField(ValueId address, const FieldDecl& field, const Expr* init) {
    if (!init || isa<ImplicitValueInitExpr>(init)) return;
    ValueId at = carries(field) ? address : memberOf(address, field);
    const Expr* e = init->IgnoreParenCasts();
    if (auto* ref = dyn_cast<DeclRefExpr>(e); ref && isa<FunctionDecl>(ref->getDecl()) && !table_.empty()) {
      auto& fn = *cast<FunctionDecl>(ref->getDecl());
      out_.tables.push_back({table_, names_.tag(*field.getParent()), field.getNameAsString(), names_.function(fn)});
      in_table_ = true;
    } else if (field.getType()->isScalarType()) {
      TagStore t;  // of a record that is not followed
      t.function = fn_index_;
      t.field = fieldObject(field);
      out_.tags.push_back(std::move(t));
    }
    if (!in_table_ && field.getType()->isFunctionPointerType()) {
      const ValueId function = eval(init);
      store(at, function);
      loosePair(field, function, init->getBeginLoc());
    } else if (holdsNumber(field)) {
      eval(init);
    } else if (const std::string name = fieldName(field);
               fn_ && !filling_unseen_ && field.getType()->isPointerType() && model_.find(name, EffectKind::consume)) {
      const ValueId value = eval(init);
      if (value) handOver(init, handoverCall(init->getBeginLoc(), name), value);
      if (!model_.find(name, EffectKind::source)) store(at, value);
    } else {
      initialize(at, init, field.getType());
    }
    in_table_ = false;
  }

  void global(const VarDecl* var) {
    if (!var->hasInit()) return;
    table_ = names_.variable(*var);
    initialize(addressOf(variableObject(var)), var->getInit(), var->getType());
    table_.clear();
  }

  // ---- statements -----------------------------------------------------

  void enterLabel(const LabelStmt& label) {
    Join& join = labels_[label.getDecl()];
    if (scanned_labels_.late.count(label.getDecl())) expectAll(join);
    arrive(join);
    live_ = true;
    if (guards_) guards_->forget();
  }

  void exec(const Stmt* s) {
    if (!s) return;
    if (auto* e = dyn_cast<Expr>(s)) {
      eval(e);
      return;
    }
    switch (s->getStmtClass()) {
      case Stmt::CompoundStmtClass:
        for (const Stmt* child : cast<CompoundStmt>(s)->body()) exec(child);
        return;
      case Stmt::DeclStmtClass:
        for (const Decl* decl : cast<DeclStmt>(s)->decls())
          if (auto* var = dyn_cast<VarDecl>(decl)) {
            const Storing storing(*this, decl);
            local(var);
          }
        return;
      case Stmt::IfStmtClass:
        return execIf(cast<IfStmt>(s));
      case Stmt::ForStmtClass: {
        auto* loop = cast<ForStmt>(s);
        exec(loop->getInit());
        return execLoop(loop->getCond(), loop->getBody(), loop->getInc(), false);
      }
      case Stmt::WhileStmtClass:
        return execLoop(cast<WhileStmt>(s)->getCond(), cast<WhileStmt>(s)->getBody(), nullptr, false);
      case Stmt::DoStmtClass:
        return execLoop(cast<DoStmt>(s)->getCond(), cast<DoStmt>(s)->getBody(), nullptr, true);
      case Stmt::SwitchStmtClass:
        return execSwitch(cast<SwitchStmt>(s));
      case Stmt::CaseStmtClass:
      case Stmt::DefaultStmtClass: {
        if (!switches_.empty()) {
          State now = std::move(state_);
          bool live = live_;
          State start = switches_.back();
          if (guards_) {
            guards_->leave(switch_marks_.back().second);
            if (auto* label = dyn_cast<CaseStmt>(s); label && !live) guards_->enterCase(switch_marks_.back().first, *label);
          }
          merge(start, true, now, live);
        }
        live_ = true;
        exec(cast<SwitchCase>(s)->getSubStmt());
        return;
      }
      case Stmt::LabelStmtClass: {
        enterLabel(*cast<LabelStmt>(s));
        exec(cast<LabelStmt>(s)->getSubStmt());
        return;
      }
      case Stmt::GotoStmtClass:
        jump(labels_[cast<GotoStmt>(s)->getLabel()]);
        live_ = false;
        return;
      case Stmt::IndirectGotoStmtClass:
        eval(cast<IndirectGotoStmt>(s)->getTarget());
        for (const LabelDecl* label : scanned_labels_.taken) jump(labels_[label]);
        live_ = false;
        return;
      case Stmt::BreakStmtClass:
        if (!breaks_.empty()) jump(*breaks_.back());
        live_ = false;
        return;
      case Stmt::ContinueStmtClass:
        if (!continues_.empty()) jump(*continues_.back());
        live_ = false;
        return;
      case Stmt::ReturnStmtClass: {
        const Expr* out = cast<ReturnStmt>(s)->getRetValue();
        ValueId v = eval(out);
        if (out) storePieces(out, out->getType());
        copy(result_, v);
        returned_[cast<ReturnStmt>(s)] = v;
        live_ = false;
        return;
      }
      case Stmt::GCCAsmStmtClass:
        return assembly(*cast<GCCAsmStmt>(s));
      case Stmt::AttributedStmtClass:
        return exec(cast<AttributedStmt>(s)->getSubStmt());
      default:
        for (const Stmt* child : s->children()) exec(child);
        return;
    }
  }

  /// `register unsigned long sp asm("rsp");` outside functions: an operand for the compiler's sake (the kernel's
  /// ASM_CALL_CONSTRAINT), no place that a value is kept in.
  static bool isRegister(const Expr* e) {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParens());
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    return var && var->getStorageClass() == SC_Register && var->hasGlobalStorage();
  }

  /// A pointer that goes in is lost, and what comes out comes from nowhere: nobody reads instructions. Without one the
  /// tied operand alone comes out (RELOC_HIDE() and its like).
  void assembly(const GCCAsmStmt& code) {
#if LLVM_VERSION_MAJOR >= 21
    const std::string text = code.getAsmString();
    const bool empty = StringRef(text).trim().empty();
#else
    const bool empty = code.getAsmString()->getString().trim().empty();
#endif
    std::vector<ValueId> in;
    for (unsigned i = 0; i < code.getNumInputs(); ++i) in.push_back(operand(code.getInputExpr(i), empty));
    std::vector<ValueId> changed;
    for (unsigned i = 0; i < code.getNumOutputs(); ++i)
      if (code.isOutputPlusConstraint(i) && !isRegister(code.getOutputExpr(i)))
        changed.push_back(operand(code.getOutputExpr(i), empty));
    for (unsigned i = 0; i < code.getNumOutputs(); ++i) {
      const Expr* to = code.getOutputExpr(i);
      if (isRegister(to)) continue;
      tag(to, nullptr);
      if (!interesting(to->getType())) {
        assign(to, 0);
        continue;
      }
      const ValueId v = fresh(to->getType());
      bool tied = code.isOutputPlusConstraint(i);
      for (unsigned k = 0; k < code.getNumInputs(); ++k)
        if (code.getInputConstraint(k) == std::to_string(i)) {
          if (empty) copy(v, in[k]);
          tied = true;
        }
      if (!empty || !tied) comesFromNowhere(v, Loss::assembly, code.getBeginLoc());
      if (empty) {
        for (ValueId other : changed) copy(v, other);
      }
      assign(to, v);
    }
    for (unsigned i = 0; i < code.getNumLabels(); ++i) jump(labels_[code.getLabelExpr(i)->getLabel()]);
  }
  /// The value of an operand: of what lies in memory, where it is memory.
  ValueId operand(const Expr* e, bool empty) {
    const Expr* inner = e->IgnoreParens();
    auto* ref = dyn_cast<DeclRefExpr>(inner);
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    ValueId v = 0;
    if (!e->isLValue() || (var && tracked(var))) {
      v = e->isLValue() ? loadFrom(e) : eval(e);
    } else {
      tag(e, nullptr);
      const ValueId address = lvalue(e);
      lend(address);
      v = interesting(e->getType()) ? load(address, e->getType()) : 0;
    }
    lend(v);
    if (!empty && e->getType()->isPointerType()) lose(v, Loss::assembly, e->getBeginLoc());
    return v;
  }

  /// `__attribute__((cleanup(f)))`: f(&var) runs where the scope ends.
  void cleanup(const VarDecl& var, const FunctionDecl& fn) {
    CallFact fact;
    fact.caller = fn_index_;
    fact.name = fn.getNameAsString();
    if (model_.borrow.count(fact.name)) return;
    fact.callee = names_.function(fn);
    fact.callee_file = names_.file(fn.getLocation());
    fact.static_callee = !fn.isExternallyVisible();
    fact.args.push_back(addressOf(variableObject(&var)));
    fact.page_args = 1;
    fact.named_args = 1;
    fact.at = names_.place(sources_.getExpansionLoc(var.getLocation()));
    enqueue(&fn);
    out_.calls.push_back(std::move(fact));
  }

  void local(const VarDecl* var) {
    if (auto* attribute = var->getAttr<CleanupAttr>(); attribute && fn_) cleanup(*var, *attribute->getFunctionDecl());
    if (var->isStaticLocal()) {
      if (var->hasInit()) global(var);
      return;
    }
    if (!var->hasInit()) {
      if (tracked(var)) state_[var] = 0;
      return;
    }
    if (tracked(var)) {
      state_[var] = eval(var->getInit());
      return;
    }
    if (interesting(var->getType()) || recordOf(var->getType().getCanonicalType()) || var->getType()->isArrayType()) {
      const Expr* init = var->getInit();
      if (recordOf(var->getType().getCanonicalType()) && !isa<InitListExpr>(init->IgnoreParenImpCasts())) {
        ValueId v = eval(init);
        wholeRecord(addressOf(variableObject(var)), var->getType());
        if (interesting(var->getType())) store(addressOf(variableObject(var)), v);
        return;
      }
      filling_unseen_ = unseen(*var);
      initialize(addressOf(variableObject(var)), init, var->getType());
      filling_unseen_ = false;
    } else {
      eval(var->getInit());
      storePieces(var->getInit(), var->getType(), var);
    }
  }

  /// What a variable has after a branch: one value where `on` was not zero, and another where it was.
  struct Gate {
    const VarDecl* on = nullptr;  ///< never written after its initialization
    ValueId yes = 0, no = 0;
  };
  std::map<ValueId, Gate> gates_;
  Writes written_;

  /// `if (map)`, `if (!map)`, `if (map != NULL)`: the variable that decides, null where it is none of these.
  const VarDecl* decides(const Expr* e, bool& negated) {
    for (negated = false;;) {
      e = e->IgnoreParenImpCasts();
      if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_LNot) {
        negated = !negated;
        e = op->getSubExpr();
        continue;
      }
      if (auto* op = dyn_cast<BinaryOperator>(e); op && (op->getOpcode() == BO_EQ || op->getOpcode() == BO_NE)) {
        if (!op->getRHS()->isNullPointerConstant(context_, Expr::NPC_ValueDependentIsNotNull)) return nullptr;
        negated ^= op->getOpcode() == BO_EQ;
        e = op->getLHS();
        continue;
      }
      break;
    }
    auto* ref = dyn_cast<DeclRefExpr>(e);
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    const bool keeps = var && var->hasLocalStorage() && var->getType()->isScalarType() &&
                       !var->getType().isVolatileQualified() && !written_.count(var);
    return keeps ? var : nullptr;
  }
  /// A value does not outlive its way around a loop: where it is found, `on` is what it was when it was chosen.
  void enter(const VarDecl* on, bool yes) {
    if (!on) return;
    for (auto& [var, value] : state_)
      if (auto gate = gates_.find(value); gate != gates_.end() && gate->second.on == on)
        value = yes ? gate->second.yes : gate->second.no;
  }

  void execIf(const IfStmt* s) {
    eval(s->getCond());
    bool negated = false;
    const VarDecl* on = decides(s->getCond(), negated);
    const State undecided = state_;
    enter(on, negated);
    State before = state_;
    state_ = undecided;
    enter(on, !negated);
    bool live = live_;
    const size_t mark = guards_ ? guards_->mark() : 0;
    auto branch = [&](bool holds) {
      if (!guards_) return;
      guards_->leave(mark);
      guards_->enter(s->getCond(), holds);
    };
    branch(true);
    exec(s->getThen());
    State yes = std::move(state_);
    bool yes_live = live_;
    state_ = before;
    live_ = live;
    branch(false);
    if (s->getElse()) exec(s->getElse());
    State no = std::move(state_);
    bool no_live = live_;
    // Where only one branch goes on, its condition holds from here.
    if (guards_) guards_->leave(mark);
    if (yes_live != no_live) branch(yes_live);
    merge(yes, yes_live, no, no_live);
    if (!on || !yes_live || !no_live) return;
    for (auto& [var, value] : state_) {
      auto with = yes.find(var), without = no.find(var);
      if (with == yes.end() || without == no.end()) continue;
      const Gate gate{on, negated ? without->second : with->second, negated ? with->second : without->second};
      if (gate.yes == gate.no) continue;
      auto known = undecided.find(var);
      auto old = known == undecided.end() ? gates_.end() : gates_.find(known->second);
      if (old != gates_.end() && old->second.on == on && old->second.yes == gate.yes && old->second.no == gate.no)
        value = old->first;
      else
        gates_[value] = gate;
    }
  }

  void execLoop(const Expr* cond, const Stmt* body, const Expr* inc, bool body_first) {
    Join head, out, again;
    // A jump may lead into the loop.
    if (!live_) expectAll(head);
    jump(head);
    const size_t mark = guards_ ? guards_->mark() : 0;
    if (guards_) guards_->loop(1);
    state_ = head.phis;
    if (!body_first && cond) eval(cond);
    State exit_state = state_;
    bool exits_at_head = !body_first && cond;
    breaks_.push_back(&out);
    continues_.push_back(&again);
    exec(body);
    breaks_.pop_back();
    continues_.pop_back();
    arrive(again);
    if (inc) eval(inc);
    if (body_first && cond) {
      eval(cond);
      exit_state = state_;
    }
    jump(head);
    // The phis of the head saw every way around; leave by the condition or a break.
    bool endless = !cond;
    if (cond) {
      Expr::EvalResult value;
      if (!exits_at_head) {
        if (live_) {
          state_ = exit_state;
          jump(out);
        }
      } else {
        state_ = exit_state;
        live_ = head.used;
        bool forever = cond->EvaluateAsInt(value, context_) && value.Val.getInt().getBoolValue();
        if (!forever) jump(out);
        endless = forever;
      }
    }
    (void)endless;
    live_ = out.used;
    state_ = out.phis;
    if (!guards_) return;
    guards_->loop(-1);
    guards_->leave(mark);
  }

  void execSwitch(const SwitchStmt* s) {
    eval(s->getCond());
    Join out;
    switches_.push_back(state_);
    switch_marks_.push_back({s->getCond(), guards_ ? guards_->mark() : 0});
    breaks_.push_back(&out);
    bool has_default = false;
    for (const SwitchCase* c = s->getSwitchCaseList(); c; c = c->getNextSwitchCase())
      has_default |= isa<DefaultStmt>(c);
    State before = state_;
    bool was_live = live_;
    live_ = false;
    exec(s->getBody());
    breaks_.pop_back();
    switches_.pop_back();
    if (guards_) guards_->leave(switch_marks_.back().second);
    switch_marks_.pop_back();
    jump(out);
    if (!has_default) {
      state_ = before;
      live_ = was_live;
      jump(out);
    }
    live_ = out.used;
    state_ = out.phis;
  }

  // ---- functions ------------------------------------------------------

  void close(const FunctionDecl& fn) {
    for (const Closure& closure : closures(fn, context_, model_)) {
      auto acquire = calls_.find(closure.acquire);
      if (acquire == calls_.end()) continue;
      std::vector<uint32_t> by;
      for (const CallExpr* release : closure.releases)
        if (auto at = calls_.find(release); at != calls_.end()) by.push_back(at->second);
      if (by.size() == closure.releases.size()) out_.calls[acquire->second].closed_by = std::move(by);
    }
  }
  void arguments(const FunctionDecl& fn) {
    const auto arrays = nullArrays(fn, context_);
    for (auto& [call, index] : placed_) {
      CallFact& fact = out_.calls[index];
      for (auto at = arrays.lower_bound({call, 0}); at != arrays.end() && at->first.first == call; ++at) {
        if (at->second.null && at->first.second < 64) fact.null_arrays |= uint64_t(1) << at->first.second;
        for (uint32_t param : at->second.params) fact.passed_arrays.push_back({at->first.second, param});
      }
      fact.hidden_flag = model_.find(fact.name, EffectKind::acquire) && flags_.hidden(*call);
    }
  }
  void place(const FunctionDecl& fn) {
    auto contexts = contexts_.of(fn);
    for (auto& [call, index] : placed_)
      if (auto at = contexts.find(call); at != contexts.end()) out_.calls[index].context = at->second;
    for (auto& [call, context] : contexts) {
      const FunctionDecl* callee = call->getDirectCallee();
      if (calls_.count(call) || !callee || !callee->getIdentifier() || callee->getBuiltinID() ||
          (model_.knows(callee->getName()) && !ownFunction(*callee)))
        continue;
      auto [known, added] = plain_.try_emplace(names_.function(*callee), uint32_t(out_.plain_callees.size()));
      if (added) out_.plain_callees.push_back(known->first);
      out_.plain_calls.push_back({fn_index_, known->second, context});
    }
  }
  void balance(const FunctionDecl& fn) {
    for (const CallExpr* call : balanced(fn, context_, model_, written_))
      if (auto at = calls_.find(call); at != calls_.end()) out_.calls[at->second].balanced = true;
  }

  void findPairings(const FunctionDecl& fn) {
    auto found = pathsOf(fn, context_, [this](const Expr& e) {
      if (auto at = handovers_.find(&e); at != handovers_.end()) return at->second;
      auto* call = dyn_cast<CallExpr>(&e);
      auto at = call ? calls_.find(call) : calls_.end();
      if (at == calls_.end()) return kNoIndex;
      const std::string& name = out_.calls[at->second].name;
      return model_.find(name, EffectKind::extra) || model_.find(name, EffectKind::consume) ? at->second : kNoIndex;
    });
    if (!found) return;
    found->function = fn_index_;
    out_.pairings.push_back(std::move(*found));
  }

  void findPaths(const FunctionDecl& fn) {
    PathNotes notes;
    notes.call = [this](const CallExpr& call) {
      auto at = calls_.find(&call);
      return at == calls_.end() ? kNoIndex : at->second;
    };
    notes.acquire = [this](uint32_t call) { return model_.find(out_.calls[call].name, EffectKind::acquire); };
    notes.stores = [this](const void* at) {
      auto it = stored_.find(at);
      return it == stored_.end() ? nullptr : &it->second;
    };
    notes.returned = [this](const ReturnStmt& s) {
      auto it = returned_.find(&s);
      return it == returned_.end() ? 0 : it->second;
    };
    notes.tested = [this](const Expr& e) {
      auto it = pointers_.find(e.IgnoreParens());
      return it == pointers_.end() ? 0 : it->second;
    };
    if (auto found = paths(fn, context_, notes)) {
      found->function = fn_index_;
      out_.paths.push_back(std::move(*found));
    }
  }

  void function(const FunctionDecl& fn) {
    if (model_.knows(fn.getName()) && !ownFunction(fn)) {
      // The model speaks for it; its own sites are listed as its implementation.
      const Effect* frames = model_.find(fn.getName(), EffectKind::acquire);
      bool whole = false;
      if (const Effect* release = model_.find(fn.getName(), EffectKind::release)) whole = release->whole;
      if (!whole && !(frames && frames->acquire == AcquireKind::frames)) implementation_ = true;
    }
    fn_ = &fn;
    fn_index_ = uint32_t(out_.functions.size());
    FunctionFact fact;
    fact.key = names_.function(fn);
    fact.name = fn.getNameAsString();
    fact.at = names_.place(fn.getLocation());
    fact.is_static = !fn.isExternallyVisible();
    fact.in_header = !sources_.isInMainFile(sources_.getFileLoc(fn.getLocation()));
    fact.implementation = implementation_;
    fact.weak = fn.hasAttr<WeakAttr>();
    implementation_ = false;
    passUnionMembers(fn.getBody(), model_);
    AddressScan scan;
    scan.TraverseStmt(fn.getBody());
    escaping_ = std::move(scan.escaping);
    addressed_ = std::move(scan.addressed_at_all);
    pieces_.clear();
    behind_arrays_ = castsBehindArrays(fn, model_, context_);
    otherwise_ = std::move(scan.otherwise);
    scanned_labels_ = {};
    scanned_labels_.TraverseStmt(fn.getBody());
    scanned_labels_.variables.insert(scanned_labels_.variables.end(), fn.param_begin(), fn.param_end());
    Written written;
    written.TraverseStmt(fn.getBody());
    written_ = std::move(written.all);
    state_.clear();
    labels_.clear();
    gates_.clear();
    breaks_.clear();
    continues_.clear();
    switches_.clear();
    switch_marks_.clear();
    live_ = true;
    placed_.clear();
    has_sites_ = has_acquires_ = has_sources_ = has_extras_ = has_takers_ = false;
    calls_.clear();
    handovers_.clear();
    stored_.clear();
    returned_.clear();
    pointers_.clear();
    guards_.reset();
    together_.reset();
    guard_ = {};
    if (own(fn.getLocation())) {
      guard_.function = fn_index_;
      guards_.emplace(fn, context_, model_, Guards::Keys{[this](const FieldDecl& field) { return guardField(field); },
                                                         [this](const VarDecl& var) { return names_.variable(var); }});
      together_.emplace(fn, context_, model_);
    }
    fact.first_value = out_.values;
    result_ = fresh(fn.getReturnType());
    fact.result = result_;
    for (const ParmVarDecl* param : fn.parameters()) {
      ValueId v = fresh(param->getType());
      fact.params.push_back(v);
      fact.param_pageish.push_back(leadsToPage(param->getType(), model_));
      fact.param_types.push_back(param->getType().getCanonicalType().getUnqualifiedType().getAsString());
      if (tracked(param)) {
        state_[param] = v;
        continue;
      }
      if (recordOf(param->getType().getCanonicalType())) wholeRecord(addressOf(variableObject(param)), param->getType());
      if (interesting(param->getType())) store(addressOf(variableObject(param)), v);
    }
    out_.functions.push_back(std::move(fact));
    exec(fn.getBody());
    out_.functions[fn_index_].last_value = out_.values;
    if (guards_) {
      guard_.vars = guards_->takeVars();
      out_.guards.push_back(std::move(guard_));
      guards_.reset();
    }
    if (own(fn.getLocation())) {
      place(fn);
      arguments(fn);
    }
    if (has_acquires_ || (has_sources_ && has_sites_)) close(fn);
    if (has_acquires_) findPaths(fn);
    if (has_extras_) balance(fn);
    if (has_extras_ && has_takers_) findPairings(fn);
    findCallbacks(fn, model_, written_,
                  {[this](const FieldDecl& field) { return fieldObject(field); },
                   [this](const VarDecl& var) { return variableObject(&var); },
                   [this](const FunctionDecl& function) { return names_.function(function); },
                   [this](const CallExpr& call) {
                     auto at = calls_.find(&call);
                     return at == calls_.end() ? kNoIndex : at->second;
                   }},
                  out_);
    if (auto carving = carves(fn, context_, model_, written_))
      out_.carvings.push_back({fn_index_, carving->param, fieldObject(*carving->counter)});
    if (has_sites_) out_.shapes.push_back(extractShape(fn, context_, names_.path(names_.file(fn.getLocation()))));
    fn_ = nullptr;
  }

 public:
  std::set<std::string> taken_;
  std::set<std::string> taken_outside_;  ///< of tables of operations
  std::set<std::string> punned_, copied_;  ///< as in UnitFacts

 private:
  std::string table_;
  bool in_table_ = false;
  bool implementation_ = false;
  bool looks_ = false;  ///< in an argument of a function that only looks
  std::set<const Expr*> handed_on_;  ///< casts that are arguments of calls
};

}  // namespace

void extractFacts(ASTContext& context, Preprocessor& preprocessor, FileScope scope, const Model& model, const std::string& root,
                  UnitFacts& out) {
  // Index 0 is the unit itself.
  out.values = 1;
  Extractor extractor(context, preprocessor, std::move(scope), model, root, out);
  extractor.run();
  out.punned.assign(extractor.punned_.begin(), extractor.punned_.end());
  out.copied.assign(extractor.copied_.begin(), extractor.copied_.end());
  for (FunctionFact& fn : out.functions) {
    fn.address_taken = extractor.taken_.count(fn.key) != 0;
    fn.only_in_tables = fn.address_taken && !extractor.taken_outside_.count(fn.key);
  }
}

}  // namespace gupkit
