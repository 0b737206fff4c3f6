// SPDX-License-Identifier: GPL-2.0-only
// A release and the dirty call that belongs to it.
//
// The bulk dirty_lock calls test PageDirty themselves, take the page lock and so may sleep. That
// is no change where the driver called set_page_dirty_lock; where it called set_page_dirty or
// SetPageDirty, the place must be proved to be one that may sleep.
#include <algorithm>

#include "edit/work.h"

namespace gupkit::edit {
namespace {

bool isDirtyCall(const std::string& callee, bool may_sleep) {
  if (callee == "set_page_dirty_lock") return true;
  return may_sleep && (callee == "set_page_dirty" || callee == "SetPageDirty");
}

/// The statement is the dirty call on this page, bare or alone in braces.
bool dirties(const Work& w, int stmt, const std::string& page, bool may_sleep) {
  const Stmt& s = w.stmt(stmt);
  if (s.kind == StmtKind::compound) return s.children.size() == 1 && dirties(w, s.children[0], page, may_sleep);
  int c = w.callOf(stmt);
  if (c < 0) return false;
  const ShapeCall& call = w.fn.calls[c];
  return isDirtyCall(call.callee, may_sleep) && call.args.size() == 1 && w.text(call.args[0]) == page;
}

/// PageReserved(), PageCompound(): the driver has a reason of its own for each page.
bool asksThePage(const Work& w, int expr) {
  const Expr* e = w.expr(expr);
  if (!e || (e->kind == ExprKind::call && e->op.starts_with("Page"))) return true;
  return std::any_of(e->children.begin(), e->children.end(), [&](int c) { return asksThePage(w, c); });
}

/// `!PageDirty(page)`.
bool testsDirty(const Work& w, int expr, const std::string& page) {
  const Expr* e = w.expr(expr);
  if (!e || e->kind != ExprKind::unary || e->op != "!") return false;
  const Expr* call = w.expr(e->children[0]);
  return call && call->kind == ExprKind::call && call->op == "PageDirty" && call->children.size() == 1 &&
         squeeze(w.src.at(call->range)) == "PageDirty(" + page + ")";
}

void terms(const Work& w, int expr, std::vector<int>& out) {
  const Expr* e = w.expr(expr);
  if (e && e->kind == ExprKind::binary && e->op == "&&" && !e->in_macro) {
    terms(w, e->children[0], out);
    terms(w, e->children[1], out);
  } else {
    out.push_back(expr);
  }
}

/// The condition without its `!PageDirty(page)` term.
bool condition(const Work& w, const Stmt& s, Unit& unit) {
  if (s.cond_expr < 0 || s.cond.empty()) return false;
  std::vector<int> all, kept;
  terms(w, s.cond_expr, all);
  for (int t : all)
    if (!testsDirty(w, t, unit.page_text)) kept.push_back(t);
  for (int t : kept) {
    if (asksThePage(w, t)) return false;
    unit.cond_pure = unit.cond_pure && w.expr(t)->pure;
    unit.cond_terms.push_back(w.expr(t)->range);
  }
  if (kept.size() == all.size()) {
    unit.cond = w.text(s.cond);
  } else {
    for (int t : kept) {
      if (w.expr(t)->range.empty()) return false;
      if (!unit.cond.empty()) unit.cond += " && ";
      unit.cond += kept.size() > 1 ? operand(w, t, true) : w.text(t);
    }
  }
  return true;
}

/// `struct page *page = pages[i];` or `page = pages[i];` for the unit's page.
int aliasOf(const Work& w, int stmt, int var) {
  const Stmt& s = w.stmt(stmt);
  if (s.kind == StmtKind::decl) {
    const ShapeVar& v = w.fn.vars[var];
    return v.stmt == stmt && v.sole && !v.unused_attr ? v.init_expr : -1;
  }
  const Expr* e = s.kind == StmtKind::expr ? w.expr(s.expr) : nullptr;
  if (!e || e->kind != ExprKind::assign || e->op != "=") return -1;
  const Expr* left = w.expr(e->children[0]);
  return left && left->kind == ExprKind::ref && left->var == var ? e->children[1] : -1;
}

}  // namespace

Unit findUnit(const Work& w, int c, bool may_sleep, bool alias) {
  const ShapeCall& call = w.fn.calls[c];
  Unit unit;
  unit.call = c;
  unit.stmts = {call.stmt};
  unit.parent = w.stmt(call.stmt).parent;
  unit.page = call.arg_exprs.empty() ? -1 : call.arg_exprs[0];
  if (!call.args.empty()) unit.page_text = w.text(call.args[0]);
  int at = w.position(call.stmt);
  if (at < 0 || unit.page < 0) return unit;
  const auto& kids = w.stmt(unit.parent).children;
  const Expr& page = *w.expr(unit.page);
  if (at > 0 && page.pure) {
    int before = kids[at - 1];
    const Stmt& s = w.stmt(before);
    if (dirties(w, before, unit.page_text, may_sleep) && s.kind == StmtKind::expr) {
      unit.dirty = true;
    } else if (s.kind == StmtKind::if_ && s.children.size() == 1 &&
               dirties(w, s.children[0], unit.page_text, may_sleep)) {
      unit.dirty = condition(w, s, unit);
      if (!unit.dirty) unit.cond.clear();
    }
    if (unit.dirty) unit.stmts.insert(unit.stmts.begin(), kids[--at]);
  }
  if (alias && at > 0 && page.kind == ExprKind::ref && page.var >= 0) {
    if (int from = aliasOf(w, kids[at - 1], page.var); from >= 0) {
      unit.alias_var = page.var;
      unit.page = from;
      unit.stmts.insert(unit.stmts.begin(), kids[at - 1]);
    }
  }
  return unit;
}

std::optional<Fold> foldDirty(const Work& w, const Unit& unit) {
  const Expr* page = w.expr(unit.page);
  if (!unit.dirty || !page || !page->lvalue || page->type != ExprType::page || page->in_macro) return {};
  // &pages[i] reads as the array does; a register or a bit-field cannot be a page pointer here.
  if (page->kind != ExprKind::ref && page->kind != ExprKind::member && page->kind != ExprKind::subscript &&
      !(page->kind == ExprKind::unary && page->op == "*"))
    return {};
  Fold fold;
  fold.stmts = unit.stmts;
  fold.parent = unit.parent;
  std::string address = page->kind == ExprKind::unary ? operand(w, page->children[0], false)
                                                      : "&" + w.text(unit.page);
  if (!finishFold(w, unit, fold, {address, "1"}, false)) return {};
  return fold;
}

}  // namespace gupkit::edit
