// SPDX-License-Identifier: GPL-2.0-only
// Liveness runs forward over the graph, proofs run backward. A proof that comes back to a question
// it is already asking takes it as answered: that is induction over the length of the path, sound
// because every base (function entry, an unknown write) answers no.
#include "edit/flow.h"

#include <algorithm>

namespace gupkit::edit {

Flow::Flow(const ShapeFunction& fn) : fn_(fn) {
  entry_.assign(fn.stmts.size(), -1);
  after_.assign(fn.stmts.size(), -1);
  address_.assign(fn.vars.size(), false);
  for (const VarRef& r : fn.refs)
    if (r.address) address_[r.var] = true;
  exit_ = add({}, -1, -1);
  if (fn.body < 0) return;
  int first = build(fn.body, exit_, {});
  start_ = add({}, -1, -1);
  link(start_, first);
  for (const auto& [name, from] : gotos_) {
    auto to = std::find_if(labels_.begin(), labels_.end(), [&](const auto& l) { return l.first == name; });
    link(from, to == labels_.end() ? exit_ : to->second);
  }
}

int Flow::add(Range range, int stmt, int expr) {
  nodes_.push_back({range, stmt, expr, false, {}, {}});
  return static_cast<int>(nodes_.size()) - 1;
}

void Flow::link(int from, int to, Edge edge) {
  nodes_[from].next.push_back({to, edge});
  nodes_[to].prev.push_back({from, edge});
}

int Flow::build(int id, int next, Targets t) {
  const Stmt& s = fn_.stmts[id];
  after_[id] = next;
  int entry = next;
  switch (s.kind) {
    case StmtKind::compound:
      for (auto it = s.children.rbegin(); it != s.children.rend(); ++it) entry = build(*it, entry, t);
      break;
    case StmtKind::if_: {
      entry = add(s.cond, id, s.cond_expr);
      int then = s.children.empty() ? next : build(s.children[0], next, t);
      int other = s.children.size() > 1 ? build(s.children[1], next, t) : next;
      link(entry, then, Edge::when_true);
      link(entry, other, Edge::when_false);
      break;
    }
    case StmtKind::for_:
    case StmtKind::while_:
    case StmtKind::do_:
      entry = buildLoop(id, next, t);
      break;
    case StmtKind::switch_: {
      entry = add(s.cond, id, s.cond_expr);
      std::vector<int> cases;
      Targets inner{next, t.cont, &cases};
      for (int c : s.children) build(c, next, inner);
      for (int c : cases) link(entry, c);
      link(entry, next);
      break;
    }
    case StmtKind::case_:
    case StmtKind::label: {
      int sub = next;
      for (auto it = s.children.rbegin(); it != s.children.rend(); ++it) sub = build(*it, sub, t);
      entry = add({}, id, -1);
      link(entry, sub);
      if (s.kind == StmtKind::label)
        labels_.push_back({s.label, entry});
      else if (t.cases)
        t.cases->push_back(entry);
      break;
    }
    case StmtKind::goto_:
      entry = add({}, id, -1);
      gotos_.push_back({s.label, entry});
      break;
    case StmtKind::return_:
      entry = add(s.cond, id, s.cond_expr);
      link(entry, exit_);
      break;
    case StmtKind::break_:
    case StmtKind::continue_: {
      entry = add({}, id, -1);
      int to = s.kind == StmtKind::break_ ? t.brk : t.cont;
      link(entry, to < 0 ? exit_ : to);
      break;
    }
    default:
      entry = add(s.range, id, s.expr);
      link(entry, next);
  }
  entry_[id] = entry;
  return entry;
}

int Flow::buildLoop(int id, int next, Targets t) {
  const Stmt& s = fn_.stmts[id];
  int body = s.children.empty() ? -1 : s.children[0];
  if (s.macro_head) {
    Range head = s.range;
    if (body >= 0) head.end = fn_.stmts[body].range.begin;
    int node = add(head, id, -1);
    nodes_[node].opaque = true;
    int first = body >= 0 ? build(body, node, {next, node, nullptr}) : node;
    link(node, first);
    link(node, next);
    return node;
  }
  int cond = add(s.cond, id, s.cond_expr);
  int back = cond;
  if (s.kind == StmtKind::for_) {
    back = add(s.inc, id, s.inc_expr);
    link(back, cond);
  }
  int first = body >= 0 ? build(body, back, {next, back, nullptr}) : back;
  link(cond, first, Edge::when_true);
  // `for (;;)` is left by break alone, but `while (1)` is not looked at that closely.
  if (!s.cond.empty() || s.kind != StmtKind::for_) link(cond, next, Edge::when_false);
  // A node of its own before the loop: what is asked at its entry is not asked of its back edge.
  int init = add(s.init, id, s.init_expr);
  link(init, s.kind == StmtKind::do_ ? first : cond);
  return init;
}

bool Flow::reads(const Node& n, int var) const {
  return std::any_of(fn_.refs.begin(), fn_.refs.end(), [&](const VarRef& r) {
    return r.var == var && (r.read || r.address) && r.at.begin < n.range.end && n.range.begin < r.at.end;
  });
}

bool Flow::writes(const Node& n, int var) const {
  return std::any_of(fn_.refs.begin(), fn_.refs.end(), [&](const VarRef& r) {
    return r.var == var && (r.write || r.address) && r.at.begin < n.range.end && n.range.begin < r.at.end;
  });
}

bool Flow::kills(const Node& n, int var) const {
  const ShapeVar& v = fn_.vars[var];
  if (v.stmt >= 0 && v.stmt == n.stmt && n.range.begin <= v.decl.begin && v.decl.end <= n.range.end) return true;
  if (n.opaque) return false;
  int expr = n.expr;
  while (const Expr* e = at(expr)) {
    if (e->kind == ExprKind::assign && e->op == "=") {
      const Expr* left = at(e->children[0]);
      if (left && left->kind == ExprKind::ref && left->var == var) return true;
      expr = e->children[1];  // a = b = 0
      continue;
    }
    if (e->kind != ExprKind::binary) return false;
    if (e->op == ",") {
      Node left = n;
      left.expr = e->children[0];
      if (kills(left, var)) return true;
      expr = e->children[1];
    } else if (e->op == "&&" || e->op == "||") {
      expr = e->children[0];
    } else {  // both operands of a comparison are evaluated
      Node left = n;
      left.expr = e->children[0];
      if (kills(left, var)) return true;
      expr = e->children[1];
    }
  }
  return false;
}

bool Flow::deadAfter(int stmt, int var) const {
  if (fn_.irregular || var < 0 || address_[var] || after_[stmt] < 0) return false;
  std::vector<bool> seen(nodes_.size());
  std::vector<int> todo{after_[stmt]};
  while (!todo.empty()) {
    int n = todo.back();
    todo.pop_back();
    if (seen[n]) continue;
    seen[n] = true;
    if (reads(nodes_[n], var)) return false;
    if (kills(nodes_[n], var)) continue;
    for (auto [to, edge] : nodes_[n].next) todo.push_back(to);
  }
  return true;
}

bool Flow::nonNegative(int expr, int stmt) const {
  const Expr* e = at(expr);
  if (fn_.irregular || entry_[stmt] < 0 || !e || e->type != ExprType::integer) return false;
  if (!e->is_signed) return !e->has_value || e->value >= 0;
  Visited seen;
  return fitsSigned(expr, e->bits, entry_[stmt], seen);
}

bool Flow::mayStandForNegative(int expr, int copies) const {
  const Expr* e = at(expr);
  if (!e) return true;
  for (int child : e->children)
    if (e->kind != ExprKind::member && mayStandForNegative(child, copies)) return true;
  // `count - 1` is all but the first: who says so has one.
  auto difference = [&](const Expr& d) {
    return d.kind == ExprKind::binary && d.op == "-" && !(at(d.children[1]) && at(d.children[1])->has_value);
  };
  if (!e->has_value && difference(*e)) return true;
  if (e->kind != ExprKind::ref && e->kind != ExprKind::member) return false;
  auto negative = [&](int value, int node) {
    while (at(value) && at(value)->kind == ExprKind::cast && !at(value)->children.empty()) value = at(value)->children[0];
    const Expr* from = at(value);
    if (!from || from->has_value) return from && from->value < 0;
    if (from->kind != ExprKind::ref) return from->kind == ExprKind::call ? from->is_signed : difference(*from);
    // A copy: not of what has been tested before it.
    Visited seen;
    return copies > 0 && mayStandForNegative(value, copies - 1) &&
           (node < 0 || !fitsSigned(value, from->bits, node, seen));
  };
  if (e->kind == ExprKind::ref && e->var >= 0) {
    const ShapeVar& v = fn_.vars[e->var];
    if (negative(v.init_expr, v.stmt < 0 ? -1 : entry_[v.stmt])) return true;
  }
  auto nodeOf = [&](int assign) {
    auto node = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& n) { return n.expr == assign; });
    return node == nodes_.end() ? -1 : static_cast<int>(node - nodes_.begin());
  };
  for (int i = 0; i < static_cast<int>(fn_.exprs.size()); ++i) {
    const Expr& other = fn_.exprs[i];
    if (other.kind == ExprKind::assign && other.children.size() == 2 && same(other.children[0], expr) &&
        (other.op == "-=" || (other.op == "=" && negative(other.children[1], nodeOf(i)))))
      return true;
  }
  return false;
}

bool Flow::notAbove(int low, int high, int stmt) const {
  const Expr *a = at(low), *b = at(high);
  if (!a || !b || fn_.irregular || entry_[stmt] < 0) return false;
  if (a->has_value && a->value == 0) return nonNegative(high, stmt);
  if (a->has_value && b->has_value) return a->value <= b->value;
  Fact fact{termOf(low), termOf(high)};
  if (fact.low < 0 || fact.high < 0) return false;
  Visited seen;
  return holdsBefore(entry_[stmt], fact, seen);
}

bool Flow::fitsSigned(int expr, int bits, int node, Visited& seen) const {
  const Expr* e = at(expr);
  if (!e || e->type != ExprType::integer) return false;
  if (e->has_value) return e->value >= 0 && (bits > 63 || e->value >> (bits - 1) == 0);
  if (e->bits < bits && !e->is_signed) return true;
  bits = std::min<int>(bits, e->bits);
  switch (e->kind) {
    case ExprKind::ref:
    case ExprKind::member: {
      int term = termOf(expr);
      return term >= 0 && holdsBefore(node, {-1, term, bits}, seen);
    }
    case ExprKind::binary: {
      if (e->op == "==" || e->op == "!=" || e->op == "<" || e->op == ">" || e->op == "<=" || e->op == ">=" ||
          e->op == "&&" || e->op == "||")
        return true;
      const Expr* by = at(e->children[1]);
      const bool shift = e->op == ">>" && by && by->has_value && by->value >= 0 && by->value < 64;
      bool left = fitsSigned(e->children[0], bits + (shift ? static_cast<int>(by->value) : 0), node, seen);
      if (e->op == ">>") return left;
      bool right = fitsSigned(e->children[1], bits, node, seen);
      if (e->op == "%") return left || (right && !e->is_signed);
      if (e->op == "/") return left && (right || !e->is_signed);
      if (e->op == "&") return left || right;
      return (e->op == "+" || e->op == "*" || e->op == "|") && left && right;
    }
    case ExprKind::cond:
      return fitsSigned(e->children[1], bits, node, seen) && fitsSigned(e->children[2], bits, node, seen);
    case ExprKind::cast:
      return fitsSigned(e->children[0], bits, node, seen);
    default:
      return false;
  }
}

bool Flow::holdsBefore(int node, const Fact& fact, Visited& seen) const {
  if (!seen.insert({node, fact}).second) return true;
  if (nodes_[node].prev.empty()) return false;  // function entry
  return std::all_of(nodes_[node].prev.begin(), nodes_[node].prev.end(), [&](const auto& from) {
    const Node& p = nodes_[from.first];
    if (from.second != Edge::plain && implies(p.expr, from.second == Edge::when_true, fact)) {
      // The comparison speaks of the value after the node only when nothing else there changes it.
      auto plain = [&](int term) {
        if (term < 0 || !changes(p, term)) return true;
        if (term >= static_cast<int>(fn_.vars.size())) return false;
        int count = 0;
        for (const VarRef& r : fn_.refs)
          if (r.var == term && r.write && r.at.begin < p.range.end && p.range.begin < r.at.end) ++count;
        return count == 1 && kills(p, term);
      };
      if (plain(fact.low) && plain(fact.high)) return true;
    }
    return holdsAfter(from.first, fact, seen);
  });
}

bool Flow::changes(const Node& n, int term) const {
  if (term < static_cast<int>(fn_.vars.size())) return writes(n, term) || kills(n, term);
  int root = rootOf(term - static_cast<int>(fn_.vars.size()));
  if (root < 0 || writes(n, root) || kills(n, root)) return true;
  if (n.range.empty()) return false;
  // Memory: any call may write it, and any store that is not to a local variable.
  if (n.opaque) return true;
  for (const ShapeCall& c : fn_.calls)
    if (c.call.begin < n.range.end && n.range.begin < c.call.end) return true;
  if (const Expr* e = at(n.expr)) {
    if (e->pure) return false;
    const Expr* target = e->children.empty() ? nullptr : at(e->children[0]);
    bool local = target && target->kind == ExprKind::ref && target->var >= 0;
    if (e->kind == ExprKind::assign) return !local || !at(e->children[1]) || !at(e->children[1])->pure;
    return !(e->kind == ExprKind::unary && local);
  }
  if (n.stmt < 0 || fn_.stmts[n.stmt].kind != StmtKind::decl) return true;
  return std::any_of(fn_.vars.begin(), fn_.vars.end(), [&](const ShapeVar& v) {
    return v.stmt == n.stmt && v.has_init && (v.init_expr < 0 || !at(v.init_expr)->pure);
  });
}

bool Flow::holdsAfter(int node, const Fact& fact, Visited& seen) const {
  const Node& n = nodes_[node];
  bool low = fact.low >= 0 && changes(n, fact.low);
  bool high = changes(n, fact.high);
  if (!low && !high) return holdsBefore(node, fact, seen);
  if (n.opaque || fact.low >= 0) return false;
  const Expr* e = at(n.expr);
  bool variable = fact.high < static_cast<int>(fn_.vars.size());
  if (!e) {  // a declaration: its initializer decides
    if (!variable || writes(n, fact.high)) return false;
    const ShapeVar& v = fn_.vars[fact.high];
    if (v.stmt < 0 || v.stmt != n.stmt || v.init_expr < 0) return false;
    return !(at(v.init_expr)->kind == ExprKind::call && !at(v.init_expr)->has_value) &&
           fitsSigned(v.init_expr, fact.bits, node, seen);
  }
  if (e->children.empty() || termOf(e->children[0]) != fact.high) return false;
  if (at(e->children[0])->kind == ExprKind::assign) return false;
  if (variable) {
    int writers = 0;
    for (const VarRef& r : fn_.refs)
      if (r.var == fact.high && r.write && r.at.begin < n.range.end && n.range.begin < r.at.end) ++writers;
    if (writers != 1) return false;
  }
  if (e->kind == ExprKind::unary && e->op == "++") return holdsBefore(node, fact, seen);
  if (e->kind != ExprKind::assign) return false;
  const Expr* right = at(e->children[1]);
  // A call may hand an error code through an unsigned type.
  if (!right || (!variable && !right->pure) || (right->kind == ExprKind::call && !right->has_value)) return false;
  if (e->op == "=") return fitsSigned(e->children[1], fact.bits, node, seen);
  if (e->op == "+=") {
    // `pinned += n`: a variable of this function that counts, where nothing shows that it may be anything else.
    const bool counts = right->kind == ExprKind::ref && right->var >= 0 && !fn_.vars[right->var].param && !right->is_signed &&
                        right->bits <= fact.bits && !mayStandForNegative(e->children[1]);
    return (counts || fitsSigned(e->children[1], fact.bits, node, seen)) && holdsBefore(node, fact, seen);
  }
  return (e->op == "/=" || e->op == ">>=") && holdsBefore(node, fact, seen);
}

bool Flow::same(int a, int b) const {
  const Expr *x = at(a), *y = at(b);
  if (!x || !y) return false;
  if (x->kind != y->kind || x->op != y->op || x->var != y->var || x->children.size() != y->children.size())
    return false;
  if (x->kind != ExprKind::ref && x->kind != ExprKind::member) return false;
  for (size_t i = 0; i < x->children.size(); ++i)
    if (!same(x->children[i], y->children[i])) return false;
  return true;
}

int Flow::rootOf(int expr) const {
  const Expr* e = at(expr);
  if (!e) return -1;
  if (e->kind == ExprKind::member && e->pure) return rootOf(e->children[0]);
  return e->kind == ExprKind::ref && e->var >= 0 && !address_[e->var] ? e->var : -1;
}

int Flow::bitsOf(int term) const {
  const int variables = static_cast<int>(fn_.vars.size());
  return term < variables ? fn_.vars[term].bits : fn_.exprs[term - variables].bits;
}

int Flow::termOf(int expr) const {
  const Expr* e = at(expr);
  if (!e) return -1;
  if (e->kind == ExprKind::assign && e->op == "=") return termOf(e->children[0]);
  int root = rootOf(expr);
  if (root < 0 || e->kind == ExprKind::ref) return root;
  for (int i = 0; i < expr; ++i)
    if (same(i, expr)) return static_cast<int>(fn_.vars.size()) + i;
  return static_cast<int>(fn_.vars.size()) + expr;
}

bool Flow::implies(int expr, bool truth, const Fact& fact) const {
  const Expr* e = at(expr);
  if (!e) return false;
  if (e->kind == ExprKind::unary && e->op == "!") return implies(e->children[0], !truth, fact);
  if (e->kind != ExprKind::binary) return false;
  if (e->op == "&&" || e->op == "||") {
    bool any = (e->op == "&&") == truth;  // all operands hold: one that says it is enough
    bool left = implies(e->children[0], truth, fact), right = implies(e->children[1], truth, fact);
    return any ? left || right : left && right;
  }
  return compares(*e, truth, fact);
}

bool Flow::compares(const Expr& e, bool truth, const Fact& fact) const {
  static const char* const kOps[] = {"<", "<=", ">", ">=", "==", "!="};
  static const int kNegated[] = {3, 2, 1, 0, 5, 4}, kSwapped[] = {2, 3, 0, 1, 4, 5};
  int op = -1;
  for (int i = 0; i < 6; ++i)
    if (e.op == kOps[i]) op = i;
  if (op < 0) return false;
  if (!truth) op = kNegated[op];
  int left = e.children[0], right = e.children[1];
  if (termOf(left) != fact.high || fact.high < 0) {
    std::swap(left, right);
    op = kSwapped[op];
  }
  if (termOf(left) != fact.high) return false;
  const Expr* other = at(right);
  if (!other) return false;
  // high OP other
  if (fact.low >= 0)
    return termOf(right) == fact.low && (op == 2 || op == 3 || op == 4);
  auto fits = [&](int64_t value) { return value >= 0 && (fact.bits > 63 || value >> (fact.bits - 1) == 0); };
  // Below a constant as unsigned numbers: -EFAULT is not.
  if ((op == 0 || op == 1) && !e.cmp_signed && other->has_value && other->value > 0)
    return fits(other->value - (op == 0));
  if (op == 4 && other->has_value) return fits(other->value);
  bool order = op == 2 || op == 3;
  if (order && !e.cmp_signed) return false;  // -EFAULT > 5u
  if ((op != 4 && !order) || fact.bits < bitsOf(fact.high)) return false;
  if (other->has_value) return op == 2 ? other->value >= -1 : other->value >= 0;
  // Equal to, or above, something unsigned: a count, as no error code compares equal to one.
  return other->type == ExprType::integer && !other->is_signed;
}

}  // namespace gupkit::edit
