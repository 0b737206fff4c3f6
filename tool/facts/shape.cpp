// SPDX-License-Identifier: GPL-2.0-only
// One walk over a function body. Statements, calls, variables and their mentions are all recorded;
// expression trees only where the planner looks: heads of statements, expression statements,
// arguments and initializers.
#include "facts/shape.h"

#include <algorithm>
#include <unordered_map>

#include <clang/AST/Attr.h>
#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

namespace gupkit {
namespace {

using clang::dyn_cast;
using clang::isa;
using llvm::dyn_cast_or_null;

constexpr size_t kMaxExprs = 100000;
constexpr int kMaxDepth = 400;

class Extractor {
 public:
  Extractor(clang::ASTContext& context, ShapeFunction& out)
      : context_(context), sources_(context.getSourceManager()), out_(out) {}

  void run(const clang::FunctionDecl& function) {
    const clang::Stmt* body = function.getBody();
    if (!body) return;
    file_ = sources_.getFileID(sources_.getExpansionLoc(body->getBeginLoc()));
    text_ = sources_.getBufferData(file_);
    out_.range = spell(function.getSourceRange()).range;
    for (const clang::ParmVarDecl* p : function.parameters()) addVar(*p, -1, true, true);
    out_.body = addStmt(body, -1);
  }

 private:
  struct Use {
    bool read, write, address;
  };
  static constexpr Use kRead{true, false, false};

  struct Spelled {
    Range range;
    bool exact = false;  ///< begins and ends at tokens of the file, or at a whole macro call
    bool body = false;   ///< its first token comes out of a macro body
  };

  /// The token comes out of a macro's body, not from the file or a macro's argument.
  bool fromBody(clang::SourceLocation loc) const {
    while (loc.isMacroID()) {
      if (!sources_.isMacroArgExpansion(loc)) return true;
      loc = sources_.getImmediateSpellingLoc(loc);
    }
    return false;
  }

  uint32_t offset(clang::SourceLocation loc) const { return sources_.getFileOffset(loc); }

  Spelled spell(clang::SourceRange r) const {
    Spelled s;
    if (r.isInvalid()) return s;
    s.body = fromBody(r.getBegin());
    auto c = clang::Lexer::makeFileCharRange(clang::CharSourceRange::getTokenRange(r), sources_,
                                             context_.getLangOpts());
    if (c.isValid() && sources_.getFileID(c.getBegin()) == file_) {
      s.range = {offset(c.getBegin()), offset(c.getEnd())};
      s.exact = true;
      return s;
    }
    clang::SourceLocation begin = sources_.getExpansionLoc(r.getBegin());
    clang::CharSourceRange end = sources_.getExpansionRange(r.getEnd());
    if (sources_.getFileID(begin) != file_ || sources_.getFileID(end.getEnd()) != file_) return s;
    uint32_t last = offset(end.getEnd());
    if (end.isTokenRange())
      last += clang::Lexer::MeasureTokenLength(end.getEnd(), sources_, context_.getLangOpts());
    s.range = {offset(begin), std::max(offset(begin), last)};
    return s;
  }

  /// The offset after white space and comments.
  uint32_t skipBlank(uint32_t at) const {
    while (at < text_.size()) {
      char c = text_[at];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at;
      } else if (text_.substr(at).starts_with("/*")) {
        size_t close = text_.find("*/", at + 2);
        if (close == llvm::StringRef::npos) return at;
        at = static_cast<uint32_t>(close + 2);
      } else if (text_.substr(at).starts_with("//")) {
        size_t nl = text_.find('\n', at);
        at = static_cast<uint32_t>(nl == llvm::StringRef::npos ? text_.size() : nl);
      } else {
        break;
      }
    }
    return at;
  }

  uint32_t withSemicolon(uint32_t end) const {
    uint32_t at = skipBlank(end);
    return at < text_.size() && text_[at] == ';' ? at + 1 : end;
  }

  static bool wantsSemicolon(StmtKind kind) {
    switch (kind) {
      case StmtKind::compound: case StmtKind::if_: case StmtKind::for_: case StmtKind::while_:
      case StmtKind::switch_: case StmtKind::case_: case StmtKind::label:
        return false;
      default:
        return true;
    }
  }

  static StmtKind kindOf(const clang::Stmt* s) {
    switch (s->getStmtClass()) {
      case clang::Stmt::CompoundStmtClass: return StmtKind::compound;
      case clang::Stmt::IfStmtClass: return StmtKind::if_;
      case clang::Stmt::ForStmtClass: return StmtKind::for_;
      case clang::Stmt::WhileStmtClass: return StmtKind::while_;
      case clang::Stmt::DoStmtClass: return StmtKind::do_;
      case clang::Stmt::SwitchStmtClass: return StmtKind::switch_;
      case clang::Stmt::CaseStmtClass:
      case clang::Stmt::DefaultStmtClass: return StmtKind::case_;
      case clang::Stmt::LabelStmtClass: return StmtKind::label;
      case clang::Stmt::GotoStmtClass: return StmtKind::goto_;
      case clang::Stmt::ReturnStmtClass: return StmtKind::return_;
      case clang::Stmt::BreakStmtClass: return StmtKind::break_;
      case clang::Stmt::ContinueStmtClass: return StmtKind::continue_;
      case clang::Stmt::DeclStmtClass: return StmtKind::decl;
      default: return isa<clang::Expr>(s) && !isa<clang::StmtExpr>(s) ? StmtKind::expr : StmtKind::other;
    }
  }

  int addStmt(const clang::Stmt* s, int parent) {
    int id = static_cast<int>(out_.stmts.size());
    out_.stmts.emplace_back();
    StmtKind kind = kindOf(s);
    Spelled spelled = spell(s->getSourceRange());
    {
      Stmt& st = out_.stmts.back();
      st.kind = kind;
      st.parent = parent;
      st.range = spelled.range;
      if (wantsSemicolon(kind)) st.range.end = withSemicolon(st.range.end);
      st.in_macro = !spelled.exact || spelled.body;
    }
    if (++depth_ <= kMaxDepth)
      fill(s, id, spelled.body);
    else
      out_.irregular = true;
    --depth_;
    return id;
  }

  void child(int id, const clang::Stmt* s) {
    if (!s) return;
    int c = addStmt(s, id);
    out_.stmts[id].children.push_back(c);
    // The body may end in a ';' that Clang's range leaves out.
    Stmt& st = out_.stmts[id];
    if (st.kind != StmtKind::do_ && st.kind != StmtKind::compound)
      st.range.end = std::max(st.range.end, out_.stmts[c].range.end);
  }

  /// A head expression: its calls and mentions, its range, its tree.
  void head(int id, const clang::Stmt* s, Range Stmt::*range, int Stmt::*expr) {
    if (!s) return;
    visit(s, id);
    Range r = spell(s->getSourceRange()).range;
    if (isa<clang::DeclStmt>(s)) r.end = std::max(r.begin, r.end);
    int e = -1;
    if (const auto* x = dyn_cast<clang::Expr>(s)) e = addExpr(x, 0);
    out_.stmts[id].*range = r;
    out_.stmts[id].*expr = e;
  }

  void fill(const clang::Stmt* s, int id, bool body_token) {
    switch (out_.stmts[id].kind) {
      case StmtKind::compound:
        for (const clang::Stmt* c : s->children()) child(id, c);
        break;
      case StmtKind::if_: {
        const auto* x = dyn_cast<clang::IfStmt>(s);
        head(id, x->getCond(), &Stmt::cond, &Stmt::cond_expr);
        child(id, x->getThen());
        child(id, x->getElse());
        break;
      }
      case StmtKind::for_: {
        const auto* x = dyn_cast<clang::ForStmt>(s);
        if (const auto* d = dyn_cast_or_null<clang::DeclStmt>(x->getInit())) declare(*d, id);
        head(id, x->getInit(), &Stmt::init, &Stmt::init_expr);
        head(id, x->getCond(), &Stmt::cond, &Stmt::cond_expr);
        head(id, x->getInc(), &Stmt::inc, &Stmt::inc_expr);
        child(id, x->getBody());
        macroHead(id, body_token, x->getBody());
        break;
      }
      case StmtKind::while_: {
        const auto* x = dyn_cast<clang::WhileStmt>(s);
        head(id, x->getCond(), &Stmt::cond, &Stmt::cond_expr);
        child(id, x->getBody());
        macroHead(id, body_token, x->getBody());
        break;
      }
      case StmtKind::do_: {
        const auto* x = dyn_cast<clang::DoStmt>(s);
        child(id, x->getBody());
        head(id, x->getCond(), &Stmt::cond, &Stmt::cond_expr);
        break;
      }
      case StmtKind::switch_: {
        const auto* x = dyn_cast<clang::SwitchStmt>(s);
        head(id, x->getCond(), &Stmt::cond, &Stmt::cond_expr);
        child(id, x->getBody());
        break;
      }
      case StmtKind::case_:
        child(id, dyn_cast<clang::SwitchCase>(s)->getSubStmt());
        if (isa<clang::DefaultStmt>(s)) out_.stmts[id].label = "default";
        break;
      case StmtKind::label:
        out_.stmts[id].label = dyn_cast<clang::LabelStmt>(s)->getName();
        child(id, dyn_cast<clang::LabelStmt>(s)->getSubStmt());
        break;
      case StmtKind::goto_:
        out_.stmts[id].label = dyn_cast<clang::GotoStmt>(s)->getLabel()->getName().str();
        break;
      case StmtKind::return_:
        head(id, dyn_cast<clang::ReturnStmt>(s)->getRetValue(), &Stmt::cond, &Stmt::cond_expr);
        break;
      case StmtKind::decl:
        declare(*dyn_cast<clang::DeclStmt>(s), id);
        visit(s, id);
        break;
      case StmtKind::expr: {
        visit(s, id);
        int e = addExpr(dyn_cast<clang::Expr>(s), 0);
        out_.stmts[id].expr = e;
        break;
      }
      case StmtKind::other:
        if (isa<clang::IndirectGotoStmt>(s)) out_.irregular = true;
        if (const auto* a = dyn_cast<clang::GCCAsmStmt>(s); a && a->isAsmGoto()) out_.irregular = true;
        visit(s, id);
        break;
      default:
        break;
    }
  }

  /// `for_each_x(...) body`: the loop is the macro's, the body is the file's.
  void macroHead(int id, bool body_token, const clang::Stmt* body) {
    if (!body_token || fromBody(body->getBeginLoc())) return;
    Stmt& st = out_.stmts[id];
    st.macro_head = true;
    st.in_macro = false;
  }

  void declare(const clang::DeclStmt& d, int id) {
    for (const clang::Decl* x : d.decls())
      if (const auto* v = dyn_cast<clang::VarDecl>(x)) addVar(*v, id, d.isSingleDecl(), false);
  }

  void addVar(const clang::VarDecl& v, int stmt, bool sole, bool param) {
    if (!v.hasLocalStorage() || !v.getIdentifier()) return;
    ShapeVar var;
    var.name = v.getName().str();
    clang::QualType type = v.getType().getCanonicalType();
    var.type = type.getAsString(context_.getPrintingPolicy());
    if (type->isIntegralOrEnumerationType()) {
      var.is_signed = type->isSignedIntegerOrEnumerationType();
      var.bits = static_cast<uint8_t>(std::min<uint64_t>(255, context_.getTypeSize(type)));
    }
    var.param = param;
    var.stmt = stmt;
    var.sole = sole;
    var.has_init = v.hasInit();
    var.unused_attr = v.hasAttr<clang::UnusedAttr>() || v.hasAttr<clang::CleanupAttr>() ||
                      type.isVolatileQualified();
    Spelled name = spell({v.getLocation(), v.getLocation()});
    Spelled whole = spell({v.getLocation(), v.getEndLoc()});
    var.in_macro = !name.exact || !whole.exact || fromBody(v.getLocation()) || fromBody(v.getBeginLoc());
    var.decl = whole.range;
    while (var.decl.begin && (text_[var.decl.begin - 1] == '*' || text_[var.decl.begin - 1] == ' ')) {
      uint32_t at = var.decl.begin - 1;
      while (at && text_[at] == ' ') --at;
      if (text_[at] != '*') break;
      var.decl.begin = at;
    }
    vars_[&v] = static_cast<int>(out_.vars.size());
    out_.vars.push_back(var);
    if (v.hasInit()) {
      int e = addExpr(v.getInit(), 0);
      out_.vars[vars_[&v]].init_expr = e;
    }
  }

  // --- calls and mentions ---------------------------------------------------------------

  void visit(const clang::Stmt* s, int stmt, Use use = kRead) {
    if (!s || ++depth_ > kMaxDepth * 4) {
      if (s) out_.irregular = true, --depth_;
      return;
    }
    visitOne(s, stmt, use);
    --depth_;
  }

  void visitOne(const clang::Stmt* s, int stmt, Use use) {
    if (const auto* p = dyn_cast<clang::ParenExpr>(s)) return visit(p->getSubExpr(), stmt, use);
    if (const auto* b = dyn_cast<clang::BinaryOperator>(s); b && b->isAssignmentOp()) {
      Use left = kRead;
      left.write = true;
      left.read = b->isCompoundAssignmentOp();
      visit(b->getLHS(), stmt, direct(b->getLHS()) ? left : kRead);
      return visit(b->getRHS(), stmt);
    }
    if (const auto* u = dyn_cast<clang::UnaryOperator>(s)) {
      Use inner = kRead;
      if (direct(u->getSubExpr())) {
        inner.write = u->isIncrementDecrementOp();
        inner.address = u->getOpcode() == clang::UO_AddrOf;
      } else if (u->getOpcode() == clang::UO_AddrOf) {
        inner.address = rootedInVar(u->getSubExpr());
      }
      return visit(u->getSubExpr(), stmt, inner);
    }
    if (const auto* m = dyn_cast<clang::MemberExpr>(s)) return visit(m->getBase(), stmt, m->isArrow() ? kRead : use);
    if (const auto* r = dyn_cast<clang::DeclRefExpr>(s)) {
      const auto* v = dyn_cast<clang::VarDecl>(r->getDecl());
      if (auto it = v ? vars_.find(v) : vars_.end(); it != vars_.end()) {
        VarRef ref;
        ref.var = it->second;
        ref.at = spell(r->getSourceRange()).range;
        ref.stmt = stmt;
        ref.read = use.read;
        ref.write = use.write;
        ref.address = use.address;
        out_.refs.push_back(ref);
      }
      return;
    }
    if (const auto* c = dyn_cast<clang::CallExpr>(s)) addCall(*c, stmt);
    if (isa<clang::AsmStmt>(s)) {
      for (const clang::Stmt* c : s->children()) visit(c, stmt, Use{true, true, true});
      return;
    }
    if (const auto* e = dyn_cast<clang::StmtExpr>(s)) {
      ++nested_;
      visit(e->getSubStmt(), stmt);
      --nested_;
      return;
    }
    if (nested_ && isa<clang::DeclStmt>(s)) declareNested(*dyn_cast<clang::DeclStmt>(s));
    if (nested_ && (isa<clang::ReturnStmt>(s) || isa<clang::GotoStmt>(s) || isa<clang::IndirectGotoStmt>(s)))
      out_.irregular = true;
    for (const clang::Stmt* c : s->children()) visit(c, stmt);
  }

  /// Variables of a statement expression: known, so that their mentions count, and never edited.
  void declareNested(const clang::DeclStmt& d) {
    for (const clang::Decl* x : d.decls()) {
      const auto* v = dyn_cast<clang::VarDecl>(x);
      if (!v) continue;
      size_t before = out_.vars.size();
      addVar(*v, -1, false, false);
      if (out_.vars.size() > before) out_.vars.back().in_macro = true;
    }
  }

  static bool direct(const clang::Expr* e) { return isa<clang::DeclRefExpr>(e->IgnoreParens()); }

  /// `&v.x` and `&v[0]` of an array point into v.
  static bool rootedInVar(const clang::Expr* e) {
    e = e->IgnoreParenImpCasts();
    if (const auto* m = dyn_cast<clang::MemberExpr>(e)) return !m->isArrow() && rootedInVar(m->getBase());
    return isa<clang::DeclRefExpr>(e);
  }

  void addCall(const clang::CallExpr& c, int stmt) {
    ShapeCall call;
    call.stmt = stmt;
    const clang::Expr* callee = c.getCallee()->IgnoreParenImpCasts();
    if (const auto* r = dyn_cast<clang::DeclRefExpr>(callee); r && isa<clang::FunctionDecl>(r->getDecl()))
      call.callee = r->getDecl()->getName().str();
    clang::SourceLocation loc = callee->getBeginLoc();
    Range whole = spell(c.getSourceRange()).range;
    if (fromBody(loc)) return addMacroCall(c, loc, call);
    Spelled name = spell(callee->getSourceRange());
    Spelled all = spell(c.getSourceRange());
    call.name = name.range;
    call.call = whole;
    call.in_macro = !name.exact || !all.exact;
    for (const clang::Expr* a : c.arguments()) {
      Spelled arg = spell(a->getSourceRange());
      call.args.push_back(arg.range);
      if (!arg.exact) call.in_macro = true;
      call.arg_exprs.push_back(addExpr(a, 0));
    }
    finish(call);
  }

  /// A call out of a macro body is recorded once, under the name of the macro as the file has it.
  void addMacroCall(const clang::CallExpr& c, clang::SourceLocation loc, ShapeCall& call) {
    clang::CharSourceRange at = sources_.getExpansionRange(loc);
    if (sources_.getFileID(at.getBegin()) != file_) return;
    uint32_t begin = offset(at.getBegin()), end = begin;
    while (end < text_.size() && (isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_')) ++end;
    uint32_t last = offset(at.getEnd());
    if (at.isTokenRange()) last += clang::Lexer::MeasureTokenLength(at.getEnd(), sources_, context_.getLangOpts());
    if (end == begin || !macro_calls_.insert({begin, true}).second) return;
    std::string inner = call.callee;
    call.callee = text_.substr(begin, end - begin).str();
    call.name = {begin, end};
    call.call = {begin, std::max(last, end)};
    // The whole expansion is this call: `#define page_cache_release(p) put_page(p)`.
    Spelled whole = spell(c.getSourceRange());
    call.macro = whole.exact && whole.range.begin == begin && whole.range.end == last;
    call.in_macro = !call.macro;
    if (call.macro) {
      splitArgs(call);
      for (Range a : call.args) {
        int found = -1;
        for (const clang::Expr* x : c.arguments()) {
          Spelled arg = spell(x->getSourceRange());
          if (arg.exact && arg.range.begin == a.begin && arg.range.end == a.end) found = addExpr(x, 0);
        }
        call.arg_exprs.push_back(found);
      }
    }
    finish(call);
  }

  void splitArgs(ShapeCall& call) {
    uint32_t at = skipBlank(call.name.end);
    if (at >= call.call.end || text_[at] != '(') return;
    int depth = 0;
    uint32_t start = at + 1;
    auto add = [&](uint32_t end) {
      uint32_t b = skipBlank(start);
      while (end > b && isspace(static_cast<unsigned char>(text_[end - 1]))) --end;
      if (b < end) call.args.push_back({b, end});
    };
    for (; at < call.call.end; ++at) {
      char ch = text_[at];
      if (ch == '(' || ch == '[' || ch == '{') ++depth;
      if ((ch == ')' || ch == ']' || ch == '}') && --depth == 0) return add(at);
      if (ch == ',' && depth == 1) {
        add(at);
        start = at + 1;
      }
    }
  }

  void finish(ShapeCall& call) {
    Stmt& st = out_.stmts[call.stmt];
    if (st.kind == StmtKind::expr && st.range.begin == call.call.begin &&
        withSemicolon(call.call.end) == st.range.end && st.range.end != call.call.end) {
      call.whole_stmt = true;
      if (call.macro) st.in_macro = false;
    }
    out_.calls.push_back(call);
  }

  // --- expressions ----------------------------------------------------------------------

  static const clang::Expr* bare(const clang::Expr* e) {
    for (;;) {
      e = e->IgnoreParenImpCasts();
      if (const auto* c = dyn_cast<clang::CallExpr>(e); c && c->getNumArgs() >= 1) {
        const auto* f = dyn_cast<clang::DeclRefExpr>(c->getCallee()->IgnoreParenImpCasts());
        const auto* d = f ? dyn_cast<clang::FunctionDecl>(f->getDecl()) : nullptr;
        if (d && d->getIdentifier() && d->getName() == "__builtin_expect") {
          e = c->getArg(0);
          continue;
        }
      }
      const auto* u = dyn_cast<clang::UnaryOperator>(e);
      const auto* v = u && u->getOpcode() == clang::UO_LNot
                          ? dyn_cast<clang::UnaryOperator>(u->getSubExpr()->IgnoreParenImpCasts()) : nullptr;
      if (v && v->getOpcode() == clang::UO_LNot) {
        e = v->getSubExpr();
        continue;
      }
      return e;
    }
  }

  static bool isRecordPtr(clang::QualType type, llvm::StringRef tag) {
    type = type.getCanonicalType();
    const auto* p = type->getAs<clang::PointerType>();
    if (!p || type.hasQualifiers()) return false;
    const clang::RecordDecl* r = p->getPointeeType()->getAsRecordDecl();
    return r && r->getIdentifier() && r->getName() == tag;
  }

  static ExprType typeOf(clang::QualType type) {
    type = type.getCanonicalType();
    if (type->isIntegralOrEnumerationType()) return ExprType::integer;
    if (isRecordPtr(type, "page")) return ExprType::page;
    if (isRecordPtr(type, "folio")) return ExprType::folio;
    if (const auto* p = type->getAs<clang::PointerType>(); p && isRecordPtr(p->getPointeeType(), "page"))
      return ExprType::page_array;
    if (const auto* a = type->getAsArrayTypeUnsafe(); a && isRecordPtr(a->getElementType(), "page"))
      return ExprType::page_array;
    return ExprType::other;
  }

  int addExpr(const clang::Expr* whole, int depth) {
    if (!whole || depth > 64 || out_.exprs.size() > kMaxExprs) return -1;
    const clang::Expr* e = bare(whole);
    Expr x;
    // What macros like likely() wrap has no range of its own when the macro is all there is.
    Spelled at = spell(e->getSourceRange());
    x.range = at.range;
    x.in_macro = !at.exact || at.body;
    x.type = typeOf(e->getType());
    x.lvalue = e->isLValue();
    clang::QualType type = e->getType().getCanonicalType();
    if (x.type == ExprType::integer) {
      x.is_signed = type->isSignedIntegerOrEnumerationType();
      x.bits = static_cast<uint8_t>(std::min<uint64_t>(255, context_.getTypeSize(type)));
      clang::Expr::EvalResult value;
      if (!e->isValueDependent() && e->EvaluateAsInt(value, context_) && value.Val.isInt() &&
          value.Val.getInt().getSignificantBits() <= 64) {
        x.has_value = true;
        x.value = value.Val.getInt().isSigned() ? value.Val.getInt().getSExtValue()
                                                : static_cast<int64_t>(value.Val.getInt().getZExtValue());
      }
    }
    x.pure = x.has_value || pure(e, 0);
    describe(e, x, depth);
    out_.exprs.push_back(std::move(x));
    return static_cast<int>(out_.exprs.size()) - 1;
  }

  void describe(const clang::Expr* e, Expr& x, int depth) {
    auto kid = [&](const clang::Expr* c) { x.children.push_back(addExpr(c, depth + 1)); };
    if (const auto* r = dyn_cast<clang::DeclRefExpr>(e)) {
      x.kind = ExprKind::ref;
      if (r->getDecl()->getIdentifier()) x.op = r->getDecl()->getName().str();
      const auto* v = dyn_cast<clang::VarDecl>(r->getDecl());
      if (auto it = v ? vars_.find(v) : vars_.end(); it != vars_.end()) x.var = it->second;
    } else if (const auto* m = dyn_cast<clang::MemberExpr>(e)) {
      x.kind = ExprKind::member;
      if (m->getMemberDecl()->getIdentifier()) x.op = m->getMemberDecl()->getName().str();
      kid(m->getBase());
    } else if (const auto* a = dyn_cast<clang::ArraySubscriptExpr>(e)) {
      x.kind = ExprKind::subscript;
      kid(a->getLHS());
      kid(a->getRHS());
    } else if (const auto* u = dyn_cast<clang::UnaryOperator>(e)) {
      x.kind = ExprKind::unary;
      x.op = clang::UnaryOperator::getOpcodeStr(u->getOpcode()).str();
      x.postfix = u->isPostfix();
      kid(u->getSubExpr());
    } else if (const auto* b = dyn_cast<clang::BinaryOperator>(e)) {
      x.kind = b->isAssignmentOp() ? ExprKind::assign : ExprKind::binary;
      x.op = b->getOpcodeStr().str();
      if (b->isComparisonOp()) x.cmp_signed = b->getLHS()->getType()->isSignedIntegerOrEnumerationType();
      kid(b->getLHS());
      kid(b->getRHS());
    } else if (const auto* c = dyn_cast<clang::CallExpr>(e)) {
      x.kind = ExprKind::call;
      const auto* f = dyn_cast<clang::DeclRefExpr>(c->getCallee()->IgnoreParenImpCasts());
      if (f && f->getDecl()->getIdentifier() && isa<clang::FunctionDecl>(f->getDecl()))
        x.op = f->getDecl()->getName().str();
      for (const clang::Expr* a : c->arguments()) kid(a);
    } else if (const auto* q = dyn_cast<clang::ConditionalOperator>(e)) {
      x.kind = ExprKind::cond;
      kid(q->getCond());
      kid(q->getTrueExpr());
      kid(q->getFalseExpr());
    } else if (const auto* k = dyn_cast<clang::CStyleCastExpr>(e)) {
      x.kind = ExprKind::cast;
      kid(k->getSubExpr());
    } else if (x.has_value) {
      x.kind = ExprKind::literal;
    }
  }

  /// Calls that look a page up and change nothing.
  static bool looksUp(const clang::Stmt* s) {
    const auto* c = dyn_cast<clang::CallExpr>(s);
    const auto* f = c ? dyn_cast<clang::DeclRefExpr>(c->getCallee()->IgnoreParenImpCasts()) : nullptr;
    if (!f || !f->getDecl()->getIdentifier()) return false;
    static const llvm::StringRef kNames[] = {"sg_page", "_compound_head", "compound_head", "virt_to_page",
                                             "vmalloc_to_page", "pfn_to_page", "__phys_addr"};
    return std::find(std::begin(kNames), std::end(kNames), f->getDecl()->getName()) != std::end(kNames);
  }

  static bool pure(const clang::Stmt* s, int depth) {
    if (!s || depth > 200) return false;
    const auto* e = dyn_cast<clang::Expr>(s);
    if (!e || e->getType().isVolatileQualified()) return false;
    if ((isa<clang::CallExpr>(e) && !looksUp(e)) || isa<clang::StmtExpr>(e) || isa<clang::InitListExpr>(e) ||
        isa<clang::CompoundLiteralExpr>(e))
      return false;
    if (const auto* u = dyn_cast<clang::UnaryOperator>(e); u && u->isIncrementDecrementOp()) return false;
    if (const auto* b = dyn_cast<clang::BinaryOperator>(e); b && b->isAssignmentOp()) return false;
    if (isa<clang::UnaryExprOrTypeTraitExpr>(e)) return true;
    return std::all_of(e->child_begin(), e->child_end(),
                       [&](const clang::Stmt* c) { return pure(c, depth + 1); });
  }

  clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  ShapeFunction& out_;
  clang::FileID file_;
  llvm::StringRef text_;
  std::unordered_map<const clang::VarDecl*, int> vars_;
  std::unordered_map<uint32_t, bool> macro_calls_;
  int depth_ = 0;
  int nested_ = 0;
};

}  // namespace

ShapeFunction extractShape(const clang::FunctionDecl& function, clang::ASTContext& context,
                           std::string_view rel_file) {
  ShapeFunction out;
  out.name = function.getNameAsString();
  out.file = std::string(rel_file);
  Extractor(context, out).run(function);
  return out;
}

}  // namespace gupkit
