// SPDX-License-Identifier: GPL-2.0-only
// What the planner's steps share: one function under edit, its units of release, its folds.
//
// A unit is a release with what belongs to it (the dirty call before it, the alias it goes through).
// A fold replaces a unit, or the loop around it, by one call. What no fold covers is renamed in place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edit/flow.h"
#include "edit/text.h"
#include "gupkit/edit.h"

namespace gupkit::edit {

/// The releases of a dialect.
struct Names {
  std::string_view page, pages, dirty_lock;
};
Names namesOf(Api api);

/// A function under edit. Offsets are the file's.
struct Work {
  Work(const ShapeFunction& fn, const Source& src, const std::vector<PpRegion>& regions, const EditApi& api)
      : fn(fn), src(src), regions(regions), api(api), names(namesOf(api.api)), flow(fn) {}

  const ShapeFunction& fn;
  const Source& src;
  const std::vector<PpRegion>& regions;
  const EditApi& api;
  Names names;
  Flow flow;

  const Stmt& stmt(int id) const { return fn.stmts[id]; }
  const Expr* expr(int id) const { return id < 0 ? nullptr : &fn.exprs[id]; }
  std::string text(Range r) const { return squeeze(src.at(r)); }
  std::string text(int expr_id) const { return text(fn.exprs[expr_id].range); }
  /// The variable is mentioned in the range.
  bool mentioned(int var, Range r) const;
  /// No token of it comes out of a macro body, no directive stands in it.
  bool editable(int stmt_id) const;
  /// The whole-statement call that makes up the statement, or -1.
  int callOf(int stmt_id) const;
  /// Position among its parent's children, -1 where the parent is no compound.
  int position(int stmt_id) const;
};

struct Unit {
  int call = -1;           ///< the release
  int parent = -1;         ///< of its statements
  std::vector<int> stmts;  ///< consecutive siblings
  int page = -1;           ///< the released expression, through the alias where there is one
  std::string page_text;
  int alias_var = -1;
  bool dirty = false;
  std::string cond;    ///< of the dirty call; empty: always
  std::vector<Range> cond_terms;
  bool cond_pure = true;
};

struct Fold {
  std::vector<int> sites;  ///< indices into ShapeFunction::calls
  std::vector<int> stmts;  ///< what it replaces: consecutive siblings
  int parent = -1;
  Range range;
  std::vector<std::string> comments;  ///< kept before the call, without indentation
  std::string name;
  std::vector<std::string> args;
  std::string either;    ///< without make_dirty: the condition that chooses between two calls
  std::string else_name; ///< the other of the two
  std::vector<std::string> else_args;
};

/// The release with its dirty call; `alias` allows `page = pages[i];` before it.
Unit findUnit(const Work& w, int call, bool may_sleep, bool alias);
/// One call for release and dirty call; none where that is no improvement.
std::optional<Fold> foldDirty(const Work& w, const Unit& unit);
/// One call for the loop whose body is the unit.
std::optional<Fold> foldLoop(const Work& w, const Unit& unit);
/// Fills range, comments and the call of a fold whose stmts and parent are set.
bool finishFold(const Work& w, const Unit& unit, Fold& fold, std::vector<std::string> one_or_many, bool many);

/// What the folds leave without a use.
struct Unused {
  std::vector<TextEdit> edits;
  std::vector<int> removed_stmts;
  /// Folds that would leave a variable set but never read, or unused and not removable.
  std::vector<size_t> cancel;
};
Unused findUnused(const Work& w, const std::vector<Fold>& folds);

/// Text of the folds, `do {} while (0)` unwrapped and braces dropped as checkpatch wants them.
std::vector<TextEdit> layFolds(const Work& w, std::vector<Fold>& folds, const std::vector<int>& removed_stmts);
/// A call that starts at a column, broken at its arguments beyond `limit` columns.
std::string layCall(const Source& src, std::string_view name, const std::vector<std::string>& args,
                    unsigned column, unsigned limit);
/// Continuation lines that were aligned to a parenthesis follow it.
std::vector<TextEdit> realign(const Work& w, const std::vector<TextEdit>& renames);

/// One-for-one replacement of a call; the reason code where there is none.
struct Rename {
  std::vector<TextEdit> edits;
  std::string refused, detail;
};
Rename rename(const Work& w, const ShapeCall& call, const SiteEdit& site);
/// The text of an expression as an operand: in parentheses where it binds less than '+' or, if
/// tight, than a postfix operator.
std::string operand(const Work& w, int expr_id, bool tight);
bool isPageRelease(std::string_view callee);

}  // namespace gupkit::edit
