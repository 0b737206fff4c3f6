// SPDX-License-Identifier: GPL-2.0-only
// One call for another, in place.
#include <algorithm>

#include "edit/work.h"

namespace gupkit::edit {
namespace {

Rename refuse(std::string reason, std::string detail) { return {{}, std::move(reason), std::move(detail)}; }

TextEdit newName(const ShapeCall& call, std::string_view name) { return {call.name, std::string(name)}; }

/// The page of a folio expression, as an argument.
std::string pageOf(const Work& w, const ShapeCall& call) {
  std::string text = w.text(call.args[0]);
  if (auto args = callArgs(text, "page_folio"); args.size() == 1) return args[0];
  int e = call.arg_exprs.empty() ? -1 : call.arg_exprs[0];
  return "&" + (e < 0 ? "(" + text + ")" : operand(w, e, true)) + "->page";
}

Rename renameFolio(const Work& w, const ShapeCall& call) {
  bool refs = call.callee == "folio_put_refs";
  if (call.args.size() != (refs ? 2u : 1u)) return refuse("unsupported-form", call.callee + " with other arguments");
  if (refs) {
    const Expr* n = call.arg_exprs.size() > 1 ? w.expr(call.arg_exprs[1]) : nullptr;
    if (!n || !n->has_value || n->value != 1) {
      if (w.api.api != Api::pin || !w.api.unpin_user_folio)
        return refuse("no-bulk-folio-release", "no call releases several references of a folio");
      return {{newName(call, "unpin_user_folio")}, {}, {}};
    }
  }
  Rename r;
  bool folio = w.api.api == Api::pin && w.api.unpin_folio;
  r.edits.push_back(newName(call, folio ? "unpin_folio" : w.names.page));
  Range args{call.args[0].begin, call.args.back().end};
  if (!folio)
    r.edits.push_back({args, pageOf(w, call)});
  else if (refs)
    r.edits.push_back({{call.args[0].end, args.end}, ""});
  return r;
}

/// A negative count released nothing and must go on doing so: the bulk calls warn of one (mm/gup.c since 5.10,
/// IS_ERR_VALUE(npages)) or release for ever.
Rename guardCount(const Work& w, const ShapeCall& call, Rename r) {
  const Expr* count = call.arg_exprs.size() > 1 ? w.expr(call.arg_exprs[1]) : nullptr;
  if (count && count->type == ExprType::integer && !count->is_signed && !count->has_value) {
    // release_pages() took an int, so that an error code in an unsigned variable became negative again.
    if (!w.flow.mayStandForNegative(call.arg_exprs[1])) return r;
    return refuse("count-may-be-negative", "the unsigned count may hold an error code or a negative difference");
  }
  if (count && w.flow.nonNegative(call.arg_exprs[1], call.stmt)) return r;
  const std::string why = "the count may be negative and the call stands where no test can be added";
  if (!count || !count->pure || count->type != ExprType::integer || !call.whole_stmt)
    return refuse("count-may-be-negative", why);
  const Stmt& s = w.stmt(call.stmt);
  int parent = s.parent;
  StmtKind kind = w.stmt(parent).kind;
  bool dangling = kind == StmtKind::if_ && w.stmt(parent).children.size() > 1;
  if (dangling || kind == StmtKind::case_ || kind == StmtKind::label || !w.src.firstOnLine(s.range.begin))
    return refuse("count-may-be-negative", why);
  std::string guard = "if (" + operand(w, call.arg_exprs[1], false) + " > 0)" + std::string(w.src.eol()) +
                      std::string(w.src.indent(s.range.begin)) + "\t";
  r.edits[0].text = guard + r.edits[0].text;
  return r;
}

Rename renamePages(const Work& w, const ShapeCall& call) {
  if (call.args.size() != 2 && call.args.size() != 3)
    return refuse("unsupported-form", call.callee + " with other arguments");
  const Expr* array = call.arg_exprs.empty() ? nullptr : w.expr(call.arg_exprs[0]);
  if (!array || array->type != ExprType::page_array) return refuse("unsupported-form", w.text(call.args[0]) + " is no array of pages");
  Rename r;
  r.edits.push_back(newName(call, w.names.pages));
  if (call.args.size() == 3) {  // the `cold` of 4.14 and before
    const Expr* cold = w.expr(call.arg_exprs[2]);
    if (!cold || !cold->pure) return refuse("unsupported-form", "the third argument has side effects");
    r.edits.push_back({{call.args[1].end, call.args[2].end}, ""});
  }
  return call.callee == "release_pages" ? guardCount(w, call, std::move(r)) : r;
}

/// `A | FLAG | B` as `A | B`, `FLAG` as 0; none where it is no such list of names.
std::optional<std::string> withoutFlag(std::string_view flags, std::string_view flag) {
  std::string out;
  size_t begin = 0;
  bool skipped = false;
  while (begin <= flags.size()) {
    const size_t end = std::min(flags.find('|', begin), flags.size());
    const std::string_view part = flags.substr(begin, end - begin), name = trim(part);
    if (name.empty() || !std::all_of(name.begin(), name.end(), isIdent)) return std::nullopt;
    if (name == flag) skipped = out.empty();
    else if (out.empty()) out = skipped ? part.substr(size_t(name.data() - part.data())) : part;
    else out += "|" + std::string(part);
    begin = end + 1;
  }
  return out.empty() ? "0" : out.substr(0, out.find_last_not_of(" \t\r\n") + 1);
}

bool inArguments(const ShapeCall& call, uint32_t at) {
  return std::any_of(call.args.begin(), call.args.end(), [&](const Range& arg) { return arg.begin <= at && at < arg.end; });
}

/// pin_user_pages*() ask for FOLL_PIN themselves and fail where FOLL_GET is in their flags (mm/gup.c): it goes
/// from the call. Where it comes from a variable it cannot be taken out.
Rename renameAcquire(const Work& w, const ShapeCall& call, const SiteEdit& site) {
  Rename r{{newName(call, site.replacement)}, {}, {}};
  if (w.api.api != Api::pin) return r;
  for (const Range& arg : call.args) {
    if (mentions(w.src.maskedAt(arg), "FOLL_GET").empty()) continue;
    std::optional<std::string> flags = withoutFlag(w.src.at(arg), "FOLL_GET");
    if (!flags) return refuse("unsupported-form", "FOLL_GET cannot be taken out of " + w.text(arg));
    r.edits.push_back({arg, *flags});
  }
  const Range body = w.stmt(w.fn.body).range;
  for (uint32_t at : mentions(w.src.maskedAt(body), "FOLL_GET"))
    if (std::none_of(w.fn.calls.begin(), w.fn.calls.end(), [&](const ShapeCall& c) { return inArguments(c, body.begin + at); }))
      return refuse("unsupported-form", "FOLL_GET stands outside of the call");
  return r;
}

}  // namespace

Rename rename(const Work& w, const ShapeCall& call, const SiteEdit& site) {
  if (call.in_macro) return refuse("in-macro-body", "the call comes out of a macro");
  if (site.what == SiteEdit::What::acquire) {
    if (site.replacement.empty()) return refuse("no-pin-variant", site.callee);
    return renameAcquire(w, call, site);
  }
  if (!site.replacement.empty()) {
    // unpin_user_pages_dirty_lock(pages, n, make_dirty)
    if (call.args.size() == 3 && !w.api.make_dirty) return refuse("unsupported-form", site.replacement + " of two arguments");
    return {{newName(call, site.replacement)}, {}, {}};
  }
  if (isPageRelease(call.callee)) {
    if (call.args.size() != 1) return refuse("unsupported-form", call.callee + " with other arguments");
    if (call.callee == w.names.page) return refuse("already-converted", call.callee);
    return {{newName(call, w.names.page)}, {}, {}};
  }
  if (call.callee == "release_pages" || (call.callee == "put_user_pages" && w.api.api == Api::pin))
    return renamePages(w, call);
  if (call.callee == "put_user_pages_dirty_lock" && w.api.api == Api::pin) {
    Rename r{{newName(call, w.names.dirty_lock)}, {}, {}};
    // Until 5.3 it took two arguments and always marked the pages dirty.
    if (call.args.size() == 2) r.edits.push_back({{call.args[1].end, call.args[1].end}, ", true"});
    return r;
  }
  if (call.callee == "folio_put" || call.callee == "folio_put_refs") return renameFolio(w, call);
  return refuse("unsupported-form", "no counterpart of " + call.callee);
}

}  // namespace gupkit::edit
