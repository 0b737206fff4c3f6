// SPDX-License-Identifier: GPL-2.0-only
#include "edit/work.h"

#include <algorithm>

namespace gupkit::edit {

Names namesOf(Api api) {
  if (api == Api::pin) return {"unpin_user_page", "unpin_user_pages", "unpin_user_pages_dirty_lock"};
  return {"put_user_page", "put_user_pages", "put_user_pages_dirty_lock"};
}

bool Work::mentioned(int var, Range r) const {
  return std::any_of(fn.refs.begin(), fn.refs.end(),
                     [&](const VarRef& x) { return x.var == var && x.at.begin < r.end && r.begin < x.at.end; });
}

bool Work::editable(int stmt_id) const {
  const Stmt& s = stmt(stmt_id);
  if (s.in_macro || s.macro_head || s.range.empty() || src.hasDirective(s.range)) return false;
  return std::all_of(s.children.begin(), s.children.end(), [&](int c) { return editable(c); });
}

int Work::callOf(int stmt_id) const {
  for (size_t i = 0; i < fn.calls.size(); ++i)
    if (fn.calls[i].stmt == stmt_id && fn.calls[i].whole_stmt && !fn.calls[i].in_macro) return static_cast<int>(i);
  return -1;
}

int Work::position(int stmt_id) const {
  int parent = stmt(stmt_id).parent;
  if (parent < 0 || stmt(parent).kind != StmtKind::compound) return -1;
  const auto& kids = stmt(parent).children;
  return static_cast<int>(std::find(kids.begin(), kids.end(), stmt_id) - kids.begin());
}

bool isPageRelease(std::string_view callee) {
  return callee == "put_page" || callee == "page_cache_release" || callee == "__free_page" ||
         callee == "put_user_page";
}

std::string operand(const Work& w, int expr_id, bool tight) {
  const Expr& e = *w.expr(expr_id);
  std::string text = w.text(expr_id);
  bool plain = false;
  switch (e.kind) {
    case ExprKind::ref: case ExprKind::member: case ExprKind::subscript: case ExprKind::call:
    case ExprKind::literal:
      plain = true;
      break;
    case ExprKind::unary:
      plain = !tight || e.postfix;
      break;
    case ExprKind::cast:
      plain = !tight;
      break;
    case ExprKind::binary:
      plain = !tight && (e.op == "+" || e.op == "-" || e.op == "*" || e.op == "/" || e.op == "%");
      break;
    default:
      break;
  }
  // A macro call stands by itself, whatever its body is made of.
  if (e.in_macro) {
    size_t word = 0;
    while (word < text.size() && isIdent(text[word])) ++word;
    plain = word == text.size() || !callArgs(text, std::string_view(text).substr(0, word)).empty();
  }
  return plain ? text : "(" + text + ")";
}

bool finishFold(const Work& w, const Unit& unit, Fold& fold, std::vector<std::string> args, bool many) {
  fold.sites = {unit.call};
  fold.range = {w.stmt(fold.stmts.front()).range.begin, w.stmt(fold.stmts.back()).range.end};
  if (w.src.hasDirective(fold.range)) return false;
  for (int s : fold.stmts)
    if (!w.editable(s)) return false;
  for (Range c : w.src.comments(fold.range)) {
    if (w.stmt(fold.parent).kind != StmtKind::compound) return false;
    if (!w.src.firstOnLine(c.begin) || !w.src.lastOnLine(c.end) || c.end > fold.range.end) return false;
    std::string own(w.src.indent(c.begin)), text;
    for (uint32_t at = c.begin; at < c.end;) {
      uint32_t end = std::min(w.src.lineEnd(at), c.end);
      std::string_view line = w.src.text().substr(at, end - at);
      if (at != c.begin && line.starts_with(own)) line.remove_prefix(own.size());
      if (!text.empty()) text += '\n';
      text += line;
      if (end >= c.end) break;
      at = w.src.nextLine(at);
    }
    fold.comments.push_back(text);
  }
  if (!unit.dirty) {
    fold.name = many ? w.names.pages : w.names.page;
    fold.args = std::move(args);
    return true;
  }
  fold.name = w.names.dirty_lock;
  fold.args = args;
  if (w.api.make_dirty) {
    fold.args.push_back(unit.cond.empty() ? "true" : unit.cond);
    return true;
  }
  if (unit.cond.empty()) return true;
  if (w.stmt(fold.parent).kind != StmtKind::compound) return false;  // whose else would it be?
  fold.either = unit.cond;
  fold.else_name = many ? w.names.pages : w.names.page;
  fold.else_args = many ? args : std::vector<std::string>{unit.page_text};
  return true;
}

}  // namespace gupkit::edit
