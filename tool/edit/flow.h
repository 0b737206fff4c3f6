// SPDX-License-Identifier: GPL-2.0-only
// Control flow between the statements of one function, and what follows from it.
//
// Every answer is conservative: false means "not proved", never "disproved".
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gupkit/shape.h"

namespace gupkit::edit {

class Flow {
 public:
  explicit Flow(const ShapeFunction& fn);

  /// After the statement, no path reads the variable's value.
  bool deadAfter(int stmt, int var) const;
  /// The expression, in its own type, is not negative where the statement begins.
  bool nonNegative(int expr, int stmt) const;
  /// The expression is a difference, or some variable or field in it gets one or the result of a call that may be an
  /// error code, anywhere in the function: what is unsigned may then stand for a negative number.
  bool mayStandForNegative(int expr, int copies = 3) const;
  /// low <= high where the statement begins; variables, fields of what they point to, constants.
  bool notAbove(int low, int high, int stmt) const;

 private:
  enum class Edge : uint8_t { plain, when_true, when_false };
  struct Node {
    Range range;
    int stmt = -1;
    int expr = -1;
    bool opaque = false;  ///< the head of a loop that a macro writes
    std::vector<std::pair<int, Edge>> next, prev;
  };
  struct Targets {
    int brk = -1, cont = -1;
    std::vector<int>* cases = nullptr;
  };
  /// low <= high, of terms; with low -1: 0 <= high < 2^(bits - 1). A term is a local variable, or (from
  /// vars.size() on) an expression like `buf->nr`, by the first of its kind.
  struct Fact {
    int low = -1, high = -1, bits = 0;
    auto operator<=>(const Fact&) const = default;
  };
  using Visited = std::set<std::pair<int, Fact>>;

  int add(Range range, int stmt, int expr);
  void link(int from, int to, Edge edge = Edge::plain);
  int build(int stmt, int next, Targets t);
  int buildLoop(int stmt, int next, Targets t);

  bool reads(const Node& n, int var) const;
  bool writes(const Node& n, int var) const;
  /// The node gives the variable a value before anything else in it could read one.
  bool kills(const Node& n, int var) const;
  bool holdsBefore(int node, const Fact& fact, Visited& seen) const;
  bool holdsAfter(int node, const Fact& fact, Visited& seen) const;
  /// The node may change the term's value.
  bool changes(const Node& n, int term) const;
  /// The value is in [0, 2^(bits - 1)), so that a signed type of so many bits holds it unchanged. That a type is
  /// unsigned proves it of wider ones alone: `int n = nr - done` is negative in spite of the u32.
  bool fitsSigned(int expr, int bits, int node, Visited& seen) const;
  bool implies(int expr, bool truth, const Fact& fact) const;
  bool compares(const Expr& e, bool truth, const Fact& fact) const;
  /// What an operand stands for: itself, or what an assignment in it sets; -1: no term.
  int termOf(int expr) const;
  int rootOf(int expr) const;
  int bitsOf(int term) const;
  bool same(int a, int b) const;
  const Expr* at(int expr) const { return expr < 0 ? nullptr : &fn_.exprs[expr]; }

  const ShapeFunction& fn_;
  std::vector<Node> nodes_;
  std::vector<int> entry_, after_;  ///< by statement
  std::vector<std::pair<std::string, int>> labels_, gotos_;
  std::vector<bool> address_;  ///< by variable: someone may write it unseen
  int exit_ = -1, start_ = -1;
};

}  // namespace gupkit::edit
