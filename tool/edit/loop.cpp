// SPDX-License-Identifier: GPL-2.0-only
// Loops whose body is one release: which pages do they visit?
//
// A count that may be negative keeps its loop. `for (i = 0; i < n; i++)` does nothing for
// n == -EFAULT, where the bulk call would take it for a huge number of pages.
#include <algorithm>

#include "edit/work.h"

namespace gupkit::edit {
namespace {

/// How the body names the current page.
enum class Index { plain, minus_one, pre_dec, post_inc, post_dec };

/// The pages that a loop visits: count of them, from start on (none: the first).
struct Span {
  int var = -1;
  Index index = Index::plain;
  int start = -1;        ///< expression; -1: zero, or the variable's value with start_var
  bool start_var = false;
  std::string count;
  std::vector<int> used;  ///< expressions that count and start are made of
};

class LoopReader {
 public:
  LoopReader(const Work& w, int loop) : w_(w), loop_(loop), s_(w.stmt(loop)) {}

  std::optional<Span> read() {
    if (s_.cond_expr < 0) return {};
    bool known = s_.kind == StmtKind::for_ ? readFor() : s_.kind == StmtKind::while_ && readWhile();
    if (!known) return {};
    return span_;
  }

 private:
  const Expr* e(int id) const { return w_.expr(id); }
  int kid(int id, size_t k) const { return e(id)->children[k]; }
  bool isVar(int id, int var) const { return e(id) && e(id)->kind == ExprKind::ref && e(id)->var == var && var >= 0; }
  bool isValue(int id, int64_t v) const { return e(id) && e(id)->has_value && e(id)->value == v; }
  bool isSigned(int var) const { return w_.fn.vars[var].is_signed; }
  bool isBinary(int id, std::string_view op) const { return e(id) && e(id)->kind == ExprKind::binary && e(id)->op == op; }

  /// `i++` or `i--` in any spelling.
  bool steps(int id, int var, const char* op) const {
    const Expr* x = e(id);
    if (!x || x->children.empty() || !isVar(x->children[0], var)) return false;
    if (x->kind == ExprKind::unary) return x->op == op;
    return x->kind == ExprKind::assign && x->op == std::string{op[0], '='} && isValue(x->children[1], 1);
  }

  /// The variable and the value that the head gives it; value -1: none given.
  bool readInit(int& var, int& value) const {
    value = -1;
    if (s_.init.empty()) return true;
    if (s_.init_expr >= 0) {
      const Expr* x = e(s_.init_expr);
      if (x->kind != ExprKind::assign || x->op != "=") return false;
      const Expr* left = e(x->children[0]);
      if (!left || left->kind != ExprKind::ref) return false;
      var = left->var;
      value = x->children[1];
      return var >= 0 && value >= 0;
    }
    for (size_t i = 0; i < w_.fn.vars.size(); ++i) {
      const ShapeVar& v = w_.fn.vars[i];
      if (v.stmt != loop_) continue;
      if (!v.sole || v.init_expr < 0) return false;
      var = static_cast<int>(i);
      value = v.init_expr;
    }
    return value >= 0;
  }

  bool countOk(int count, bool cmp_signed) {
    span_.used.push_back(count);
    return !cmp_signed || w_.flow.nonNegative(count, loop_);
  }

  bool readFor() {
    int var = -1, value = -1;
    const Expr* c = e(s_.cond_expr);
    // `for (i--; i >= 0; i--)`: as many pages as i counted.
    if (s_.init_expr >= 0 && c->kind == ExprKind::binary && (c->op == ">=" || c->op == ">") && s_.inc_expr >= 0) {
      int v = e(kid(s_.cond_expr, 0)) ? e(kid(s_.cond_expr, 0))->var : -1;
      if (v >= 0 && steps(s_.init_expr, v, "--") && atLeastZero(v) && steps(s_.inc_expr, v, "--")) return downFrom(v);
    }
    if (!readInit(var, value)) return false;
    if (s_.inc_expr < 0) {
      // `for (i = n; i--; )` is a while loop with an initial value.
      return s_.init.empty() && readWhile();
    }
    if (var < 0) {
      const Expr* inc = e(s_.inc_expr);
      var = inc->children.empty() || !e(inc->children[0]) ? -1 : e(inc->children[0])->var;
      if (var < 0) return false;
    }
    span_.var = var;
    if (steps(s_.inc_expr, var, "++")) return readUp(var, value);
    if (steps(s_.inc_expr, var, "--")) return readDown(var, value);
    return false;
  }

  bool readUp(int var, int value) {
    const Expr* c = e(s_.cond_expr);
    if (c->kind != ExprKind::binary) return false;
    int left = c->children[0], bound = c->children[1];
    std::string op = c->op;
    if (!isVar(left, var)) {
      std::swap(left, bound);
      op = op == ">" ? "<" : op == ">=" ? "<=" : op == "!=" ? op : "";
    }
    if (!isVar(left, var) || !e(bound) || e(bound)->type != ExprType::integer) return false;
    if (op != "<" && op != "<=" && op != "!=") return false;
    bool from_zero = value >= 0 && isValue(value, 0);
    if (from_zero) {
      span_.count = w_.text(bound);
      if (op == "<=") span_.count = operand(w_, bound, false) + " + 1";
      return countOk(bound, op == "!=" || c->cmp_signed);
    }
    if (op != "<") return false;
    span_.used.push_back(bound);
    std::string start;
    if (value < 0) {
      // The variable's own value at the loop.
      if (!w_.flow.notAbove(left, bound, loop_)) return false;
      span_.start_var = true;
      start = w_.fn.vars[var].name;
    } else {
      if (e(value)->kind == ExprKind::call || !w_.flow.notAbove(value, bound, loop_)) return false;
      span_.start = value;
      span_.used.push_back(value);
      start = operand(w_, value, true);
    }
    span_.count = e(bound)->has_value && value >= 0 && e(value)->has_value && e(bound)->kind == ExprKind::literal &&
                          e(value)->kind == ExprKind::literal
                      ? std::to_string(e(bound)->value - e(value)->value)
                      : operand(w_, bound, false) + " - " + start;
    return true;
  }

  /// `i >= 0` or `i > -1`, of a signed i.
  bool atLeastZero(int var) const {
    const Expr* c = e(s_.cond_expr);
    if (!isSigned(var) || c->kind != ExprKind::binary || !isVar(c->children[0], var)) return false;
    return (c->op == ">=" && isValue(c->children[1], 0)) || (c->op == ">" && isValue(c->children[1], -1));
  }

  bool aboveZero(int var) const {
    const Expr* c = e(s_.cond_expr);
    if (c->kind == ExprKind::ref) return c->var == var;
    return c->kind == ExprKind::binary && isVar(c->children[0], var) && isValue(c->children[1], 0) &&
           (c->op == ">" || c->op == "!=");
  }

  bool downFrom(int var) {
    span_.var = var;
    span_.count = w_.fn.vars[var].name;
    return startsNonNegative(var);
  }

  bool startsNonNegative(int var) {
    if (!isSigned(var)) return true;
    for (size_t i = 0; i < w_.fn.exprs.size(); ++i)
      if (isVar(static_cast<int>(i), var)) return w_.flow.nonNegative(static_cast<int>(i), loop_);
    return false;
  }

  bool readDown(int var, int value) {
    if (atLeastZero(var)) {
      if (value < 0) {
        span_.count = w_.fn.vars[var].name + " + 1";
        return startsNonNegative(var);
      }
      if (isBinary(value, "-") && isValue(kid(value, 1), 1)) {
        span_.count = w_.text(kid(value, 0));
        return countOk(kid(value, 0), true);
      }
      span_.count = operand(w_, value, false) + " + 1";
      return countOk(value, true);
    }
    if (!aboveZero(var)) return false;
    span_.index = Index::minus_one;
    if (value < 0) return downFrom(var);
    span_.count = w_.text(value);
    return countOk(value, isSigned(var));
  }

  bool readWhile() {
    const Expr* c = e(s_.cond_expr);
    auto counter = [&](int id) { return e(id) && e(id)->kind == ExprKind::ref ? e(id)->var : -1; };
    if (c->kind == ExprKind::unary && c->op == "--" && c->postfix) {  // while (i--)
      int v = counter(c->children[0]);
      return v >= 0 && downFrom(v);
    }
    if (c->kind == ExprKind::ref) {  // while (n) put_page(pages[--n])
      span_.index = Index::pre_dec;
      return c->var >= 0 && downFrom(c->var);
    }
    if (c->kind != ExprKind::binary) return false;
    int left = c->children[0], right = c->children[1];
    const Expr* l = e(left);
    if (!l) return false;
    if (l->kind == ExprKind::unary && l->op == "--") {
      int v = counter(l->children[0]);
      if (v < 0) return false;
      bool pre = !l->postfix && c->op == ">=" && isSigned(v);  // while (--i >= 0)
      bool post = l->postfix && (c->op == ">" || c->op == "!=");  // while (i-- > 0)
      return (pre || post) && isValue(right, 0) && downFrom(v);
    }
    int v = counter(left);
    if (v < 0) return false;
    if (aboveZero(v)) {
      span_.index = Index::pre_dec;
      return downFrom(v);
    }
    if (atLeastZero(v)) {
      span_.index = Index::post_dec;
      span_.var = v;
      span_.count = w_.fn.vars[v].name + " + 1";
      return startsNonNegative(v);
    }
    if (c->op == "<" && e(right) && e(right)->type == ExprType::integer) {  // while (i < n) put_page(pages[i++])
      if (!w_.flow.notAbove(left, right, loop_)) return false;
      span_.var = v;
      span_.index = Index::post_inc;
      span_.start_var = true;
      span_.used.push_back(right);
      span_.count = operand(w_, right, false) + " - " + w_.fn.vars[v].name;
      return true;
    }
    return false;
  }

  const Work& w_;
  int loop_;
  const Stmt& s_;
  Span span_;
};

/// The array of the loop, as the text of an argument, and the offset of the first index in it.
struct Element {
  std::string array;
  bool range = false;  ///< consecutive struct pages, not an array of pointers
};

class ElementReader {
 public:
  ElementReader(const Work& w, const Span& span, Range body) : w_(w), span_(span), body_(body) {}

  std::optional<Element> read(const Unit& unit) {
    const Expr* page = w_.expr(unit.page);
    if (!page) return {};
    if (page->kind == ExprKind::subscript && !page->in_macro) return subscript(*page);
    return range(*page, unit);
  }

 private:
  std::optional<Element> subscript(const Expr& page) {
    int base = page.children[0], index = page.children[1];
    const Expr* array = w_.expr(base);
    if (!array || array->type != ExprType::page_array || !array->pure || !invariant(base)) return {};
    std::string offset;
    if (!indexes(index, offset)) return {};
    std::string start = span_.start_var ? w_.fn.vars[span_.var].name : span_.start < 0 ? "" : w_.text(span_.start);
    if (!start.empty()) offset = offset.empty() ? start : offset + " + " + operand(start);
    Element found;
    if (offset.empty()) {
      found.array = w_.text(base);
    } else if (array->kind == ExprKind::unary && array->op == "&") {
      const Expr* inner = w_.expr(array->children[0]);
      if (!inner || inner->kind != ExprKind::subscript) return {};
      found.array = "&" + operand(w_, inner->children[0], true) + "[" + operand(w_, inner->children[1], false) +
                    " + " + offset + "]";
    } else {
      found.array = edit::operand(w_, base, false) + " + " + offset;
    }
    return found;
  }

  static std::string operand(const std::string& text) {
    return text.find_first_of("-?:|&^<>= ") == std::string::npos ? text : "(" + text + ")";
  }
  static std::string operand(const Work& w, int id, bool tight) { return edit::operand(w, id, tight); }

  bool isVar(int id) const {
    const Expr* e = w_.expr(id);
    return e && e->kind == ExprKind::ref && e->var == span_.var;
  }

  /// The index is the loop's variable, plus what stays the same.
  bool indexes(int id, std::string& offset) {
    const Expr* e = w_.expr(id);
    if (!e) return false;
    auto stepped = [&](const char* op, bool postfix) {
      return e->kind == ExprKind::unary && e->op == op && e->postfix == postfix && isVar(e->children[0]);
    };
    switch (span_.index) {
      case Index::pre_dec: return stepped("--", false);
      case Index::post_inc: return stepped("++", true);
      case Index::post_dec: return stepped("--", true);
      case Index::minus_one: {
        if (e->kind != ExprKind::binary || e->op != "-" || !isVar(e->children[0])) return false;
        const Expr* one = w_.expr(e->children[1]);
        return one && one->has_value && one->value == 1;
      }
      case Index::plain: break;
    }
    if (isVar(id)) return true;
    if (e->kind != ExprKind::binary || e->op != "+") return false;
    int left = e->children[0], right = e->children[1];
    if (isVar(left)) std::swap(left, right);
    const Expr* other = w_.expr(left);
    if (!isVar(right) || !other || !other->pure || !invariant(left)) return false;
    offset = edit::operand(w_, left, false);
    return true;
  }

  /// nth_page(page, i) or page + i.
  std::optional<Element> range(const Expr& page, const Unit& unit) {
    if (!w_.api.range_dirty_lock || w_.api.api != Api::pin || span_.index != Index::plain) return {};
    if (span_.start >= 0 || span_.start_var) return {};
    Element found;
    found.range = true;
    if (page.kind == ExprKind::binary && page.op == "+" && !page.in_macro && isVar(page.children[1])) {
      const Expr* base = w_.expr(page.children[0]);
      if (!base || base->type != ExprType::page || !base->pure || !invariant(page.children[0])) return {};
      found.array = w_.text(page.children[0]);
      return found;
    }
    std::vector<std::string> args = callArgs(w_.text(page.range), "nth_page");
    const std::string& index = w_.fn.vars[span_.var].name;
    if (args.size() != 2 || args[1] != index || !mentions(args[0], index).empty()) return {};
    if (!steady(args[0])) return {};
    found.array = args[0];
    return found;
  }

  /// Text without side effects, but for calls that only look a page up.
  static bool steady(std::string text) {
    for (const char* name : {"sg_page", "compound_head", "virt_to_page", "vmalloc_to_page", "pfn_to_page"}) {
      std::vector<std::string> inner = callArgs(text, name);
      if (inner.size() == 1) return steady(inner[0]);
    }
    return text.find_first_of("()=") == std::string::npos && text.find("++") == std::string::npos &&
           text.find("--") == std::string::npos;
  }

  /// Nothing in the expression changes inside the loop.
  bool invariant(int id) const {
    const Expr& e = *w_.expr(id);
    if (e.range.empty()) return false;
    for (const VarRef& r : w_.fn.refs) {
      if (!(e.range.begin <= r.at.begin && r.at.end <= e.range.end)) continue;
      if (r.var == span_.var) return false;
      for (const VarRef& x : w_.fn.refs)
        if (x.var == r.var && (x.write || x.address) && body_.begin <= x.at.begin && x.at.end <= body_.end) return false;
    }
    return true;
  }

  const Work& w_;
  const Span& span_;
  Range body_;
};

/// The loop whose whole body is the unit, or -1.
int loopOf(const Work& w, const Unit& unit) {
  int loop = unit.parent;
  if (loop >= 0 && w.stmt(loop).kind == StmtKind::compound) {
    if (w.stmt(loop).children != unit.stmts) return -1;
    loop = w.stmt(loop).parent;
  }
  if (loop < 0) return -1;
  StmtKind kind = w.stmt(loop).kind;
  return kind == StmtKind::for_ || kind == StmtKind::while_ ? loop : -1;
}

bool writtenIn(const Work& w, Range within, Range expr) {
  for (const VarRef& r : w.fn.refs) {
    if (!(expr.begin <= r.at.begin && r.at.end <= expr.end)) continue;
    for (const VarRef& x : w.fn.refs)
      if (x.var == r.var && (x.write || x.address) && within.begin <= x.at.begin && x.at.end <= within.end) return true;
  }
  return false;
}

}  // namespace

std::optional<Fold> foldLoop(const Work& w, const Unit& unit) {
  int loop = loopOf(w, unit);
  if (loop < 0 || !w.editable(loop)) return {};
  const Stmt& s = w.stmt(loop);
  std::optional<Span> span = LoopReader(w, loop).read();
  if (!span || span->var < 0) return {};
  // The counter's last value, and the alias, must be nobody's business.
  const ShapeVar& counter = w.fn.vars[span->var];
  if (counter.stmt != loop && !w.flow.deadAfter(loop, span->var)) return {};
  if (unit.alias_var >= 0 && w.fn.vars[unit.alias_var].stmt != unit.stmts.front() &&
      !w.flow.deadAfter(loop, unit.alias_var))
    return {};
  for (int id : span->used) {
    const Expr& e = *w.expr(id);
    if (!e.pure || e.range.empty() || writtenIn(w, s.range, e.range)) return {};
  }
  if (unit.dirty && !unit.cond_pure) return {};
  for (Range r : unit.cond_terms) {
    if (r.empty() || writtenIn(w, s.range, r)) return {};
    // The alias goes, and with it the page that the condition asks.
    if (unit.alias_var >= 0 && w.mentioned(unit.alias_var, r)) return {};
  }
  Range body = w.stmt(s.children.at(0)).range;
  std::optional<Element> element = ElementReader(w, *span, body).read(unit);
  if (!element) return {};
  Fold fold;
  fold.stmts = {loop};
  fold.parent = s.parent;
  if (!finishFold(w, unit, fold, {element->array, span->count}, true)) return {};
  if (!element->range) return fold;
  fold.name = "unpin_user_page_range_dirty_lock";
  fold.args = {element->array, span->count, !unit.dirty ? "false" : unit.cond.empty() ? "true" : unit.cond};
  fold.either.clear();
  return fold;
}

}  // namespace gupkit::edit
