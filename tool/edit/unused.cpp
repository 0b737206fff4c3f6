// SPDX-License-Identifier: GPL-2.0-only
// Declarations that lose their last use.
//
// The compiler sees one configuration: a variable that another one uses is still named in the
// text, and so its declaration stays and the fold that would leave it unused here is given up.
#include <algorithm>
#include <map>

#include "edit/work.h"

namespace gupkit::edit {
namespace {

bool inside(Range inner, Range outer) { return outer.begin <= inner.begin && inner.end <= outer.end; }

bool inFolds(const std::vector<Fold>& folds, Range r) {
  return std::any_of(folds.begin(), folds.end(), [&](const Fold& f) { return inside(r, f.range); });
}

bool named(const Fold& f, const std::string& name) {
  auto in = [&](const std::string& text) { return !mentions(text, name).empty(); };
  return std::any_of(f.args.begin(), f.args.end(), in) || in(f.either) ||
         std::any_of(f.else_args.begin(), f.else_args.end(), in);
}

bool removable(const Work& w, const std::vector<Fold>& folds, const ShapeVar& v) {
  if (v.in_macro || v.unused_attr || v.stmt < 0 || w.stmt(v.stmt).kind != StmtKind::decl) return false;
  const Stmt& s = w.stmt(v.stmt);
  if (s.in_macro || w.src.hasDirective(s.range) || w.src.at(v.decl).find('(') != std::string_view::npos) return false;
  if (v.has_init && (v.init_expr < 0 || !w.expr(v.init_expr)->has_value)) return false;
  for (const PpRegion& r : w.regions)
    if (inside(s.range, r.range) && !inside(w.fn.range, r.range)) return false;
  // The name stands nowhere else, not even where this configuration does not look.
  std::string_view body = w.src.maskedAt(w.fn.range);
  for (uint32_t at : mentions(body, v.name)) {
    std::string_view before = trim(body.substr(0, at));
    if (before.ends_with("struct") || before.ends_with("union") || before.ends_with("enum")) continue;
    uint32_t begin = w.fn.range.begin + at;
    Range r{begin, begin + static_cast<uint32_t>(v.name.size())};
    if (!inside(r, v.decl) && !inFolds(folds, r)) return false;
  }
  return true;
}

/// One statement's declarators, some of which go.
void removeFrom(const Work& w, int stmt, const std::vector<int>& gone, Unused& out) {
  const Stmt& s = w.stmt(stmt);
  std::vector<int> all;
  for (size_t i = 0; i < w.fn.vars.size(); ++i)
    if (w.fn.vars[i].stmt == stmt) all.push_back(static_cast<int>(i));
  auto goes = [&](int v) { return std::find(gone.begin(), gone.end(), v) != gone.end(); };
  if (gone.size() < all.size()) {
    for (size_t i = 0; i < all.size(); ++i) {
      if (!goes(all[i])) continue;
      bool kept_before = std::any_of(all.begin(), all.begin() + static_cast<long>(i), [&](int v) { return !goes(v); });
      Range cut = kept_before ? Range{w.fn.vars[all[i - 1]].decl.end, w.fn.vars[all[i]].decl.end}
                              : Range{w.fn.vars[all[i]].decl.begin, w.fn.vars[all[i + 1]].decl.begin};
      out.edits.push_back({cut, ""});
    }
    return;
  }
  out.removed_stmts.push_back(stmt);
  Range cut = s.range;
  // The line goes with it, and a comment that explains it; a blank line that ended the declarations too.
  uint32_t end = w.src.lineEnd(cut.end);
  if (w.src.firstOnLine(cut.begin) && trim(w.src.maskedAt({cut.end, end})).empty()) {
    cut = {w.src.lineBegin(cut.begin), w.src.nextLine(cut.end)};
    const auto& kids = w.stmt(s.parent).children;
    int at = w.position(stmt);
    bool first = std::all_of(kids.begin(), kids.begin() + at, [&](int k) {
      return std::find(out.removed_stmts.begin(), out.removed_stmts.end(), k) != out.removed_stmts.end();
    });
    bool last = at + 1 >= static_cast<int>(kids.size()) ||
                w.stmt(kids[at + 1]).kind != StmtKind::decl;
    if (first && last && w.src.firstOnLine(w.src.lineEnd(cut.end)) && cut.end < w.src.text().size())
      cut.end = w.src.nextLine(cut.end);
  }
  out.edits.push_back({cut, ""});
}

}  // namespace

Unused findUnused(const Work& w, const std::vector<Fold>& folds) {
  Unused out;
  std::map<int, std::vector<int>> gone;  // declaration -> variables
  for (size_t i = 0; i < w.fn.vars.size(); ++i) {
    const ShapeVar& v = w.fn.vars[i];
    int var = static_cast<int>(i);
    if (v.param || inFolds(folds, v.decl)) continue;
    bool touched = false, read = false, written = false;
    for (const VarRef& r : w.fn.refs) {
      if (r.var != var) continue;
      if (inFolds(folds, r.at))
        touched = true;
      else if (r.read || r.address)
        read = true;
      else
        written = true;
    }
    if (!touched || read) continue;
    if (std::any_of(folds.begin(), folds.end(), [&](const Fold& f) { return named(f, v.name); })) continue;
    if (!written && removable(w, folds, v)) {
      gone[v.stmt].push_back(var);
      continue;
    }
    for (size_t f = 0; f < folds.size(); ++f)
      if (w.mentioned(var, folds[f].range)) out.cancel.push_back(f);
  }
  if (!out.cancel.empty()) return out;
  for (const auto& [stmt, vars] : gone) removeFrom(w, stmt, vars, out);
  return out;
}

}  // namespace gupkit::edit
