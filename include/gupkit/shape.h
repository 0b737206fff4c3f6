// SPDX-License-Identifier: GPL-2.0-only
// The shape of a function: the statement tree around its sites, as plain data.
//
// The edits step works on this and on the text of the file, without Clang. Every
// range is [begin, end) in bytes of the file that holds the function, and is only
// valid for the content whose hash the facts carry.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gupkit {

struct Range {
  uint32_t begin = 0, end = 0;
  bool empty() const { return begin >= end; }
};

enum class StmtKind : uint8_t {
  compound, if_, for_, while_, do_, switch_, case_, label, goto_, return_, break_, continue_,
  decl,   ///< a declaration statement
  expr,   ///< an expression statement
  other,  ///< asm, statement expression, ...
};

enum class ExprKind : uint8_t {
  ref,        ///< a variable, function or enumerator
  member,     ///< children: the record
  subscript,  ///< children: array, index
  unary,      ///< op is its spelling; children: the operand
  binary,     ///< children: left, right
  assign,     ///< `=` and the compound forms; children: left, right
  call,       ///< op is the callee's name, empty through a pointer; children: arguments
  literal,
  cond,       ///< a ? b : c
  cast,       ///< written out; implicit ones are left out of the tree
  other,
};

/// What the planner must know of an expression's type.
enum class ExprType : uint8_t {
  other,
  integer,
  page,        ///< struct page *, unqualified
  page_array,  ///< struct page ** or struct page *[]
  folio,       ///< struct folio *
};

/// An expression, without the parentheses around it: `likely()` and the like are looked through.
struct Expr {
  ExprKind kind = ExprKind::other;
  ExprType type = ExprType::other;
  Range range;
  std::string op;        ///< operator, callee or member name
  int var = -1;          ///< ref: the local variable or parameter
  std::vector<int> children;
  bool postfix = false;
  bool lvalue = false;
  bool pure = false;       ///< no call (but of sg_page() and the like), no assignment, nothing volatile
  bool is_signed = false;  ///< integers: as declared, before promotion
  uint8_t bits = 0;
  bool cmp_signed = false; ///< comparisons: the common type is signed
  bool has_value = false;  ///< an integer constant expression
  int64_t value = 0;
  bool in_macro = false;   ///< its range covers a macro call, or only begins or ends in one
};

/// One statement. Children are indices into ShapeFunction::stmts, in source order.
struct Stmt {
  StmtKind kind = StmtKind::other;
  Range range;          ///< with the final ';' where the statement has one
  bool in_macro = false;  ///< some token of it comes out of a macro *body*: never edited
  bool macro_head = false;  ///< the loop is written through a macro (for_each_sg...): body may be edited, head not
  int parent = -1;
  std::vector<int> children;  ///< compound: all; if: then[, else]; loops: body; case/label: sub-statement
  Range init, cond, inc;      ///< of if/for/while/do/switch/return; empty where absent
  int init_expr = -1, cond_expr = -1, inc_expr = -1;  ///< indices into ShapeFunction::exprs
  int expr = -1;              ///< of an expression statement
  std::string label;          ///< of goto and label
};

/// A call in the function, also inside larger expressions.
struct ShapeCall {
  std::string callee;  ///< empty for a call through a pointer
  Range name;          ///< the callee's name token
  Range call;          ///< name to closing parenthesis
  std::vector<Range> args;
  int stmt = -1;       ///< innermost statement
  bool whole_stmt = false;  ///< the statement is this call alone (its value unused)
  bool in_macro = false;    ///< the name token comes out of a macro body
  bool macro = false;       ///< the name is a macro's (page_cache_release), the call its whole expansion
  std::vector<int> arg_exprs;  ///< beside args; -1 where the tree has none
};

/// A local variable or parameter.
struct ShapeVar {
  std::string name;
  std::string type;  ///< as written, canonical spelling of the declared type
  bool param = false;
  bool is_signed = false;   ///< integers only
  uint8_t bits = 0;         ///< integers: width, pointers and others: 0
  Range decl;        ///< the declarator with its initializer
  int stmt = -1;     ///< the decl statement, or the `for` that declares it; -1 for parameters
  int init_expr = -1;
  bool sole = false; ///< the only declarator of its statement
  bool has_init = false;
  bool in_macro = false;
  bool unused_attr = false;  ///< __maybe_unused: never removed
};

/// One mention of a variable.
struct VarRef {
  int var = -1;
  Range at;
  int stmt = -1;
  bool write = false;   ///< assigned, incremented
  bool read = true;     ///< false for a plain `v = ...`
  bool address = false; ///< &v
};

struct ShapeFunction {
  std::string name;
  std::string file;   ///< relative to the tree
  Range range;        ///< of the definition
  int body = -1;      ///< index of the outermost compound
  std::vector<Stmt> stmts;
  std::vector<ShapeCall> calls;
  std::vector<ShapeVar> vars;
  std::vector<VarRef> refs;
  std::vector<Expr> exprs;
  /// Control flow that the statement tree does not show (asm goto, computed goto, jumps out of a
  /// statement expression): no conclusion from the order of statements.
  bool irregular = false;
};

/// An `#if` group of the file: edits do not cross or span its lines.
struct PpRegion {
  Range range;        ///< from the '#if' line to the end of the '#endif' line
  std::vector<Range> directives;  ///< the '#if/#elif/#else/#endif' lines themselves
};

}  // namespace gupkit
