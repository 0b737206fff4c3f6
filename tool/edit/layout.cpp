// SPDX-License-Identifier: GPL-2.0-only
// Kernel style: where lines break, what they align to, which braces a single statement keeps.
#include <algorithm>
#include <set>

#include "edit/work.h"

namespace gupkit::edit {
namespace {

constexpr unsigned kColumns = 80;

std::vector<int> remaining(const Work& w, int compound, const std::vector<int>& removed) {
  std::vector<int> kids;
  for (int c : w.stmt(compound).children)
    if (std::find(removed.begin(), removed.end(), c) == removed.end()) kids.push_back(c);
  return kids;
}

/// The compound holds nothing but the fold, comments included.
bool onlyIn(const Work& w, int compound, const Fold& f, const std::vector<int>& removed) {
  if (w.stmt(compound).kind != StmtKind::compound || remaining(w, compound, removed) != f.stmts) return false;
  Range r = w.stmt(compound).range;
  if (w.src.hasDirective(r) || w.stmt(compound).in_macro) return false;
  for (Range c : w.src.comments(r)) {
    bool in_fold = f.range.begin <= c.begin && c.end <= f.range.end;
    bool in_removed = std::any_of(removed.begin(), removed.end(), [&](int s) {
      return w.src.lineBegin(c.begin) == w.src.lineBegin(w.stmt(s).range.begin);
    });
    if (!in_fold && !in_removed) return false;
  }
  return true;
}

/// `do { fold } while (0);` becomes the fold.
void unwrapDo(const Work& w, Fold& f, const std::vector<int>& removed) {
  while (f.parent >= 0) {
    int host = w.stmt(f.parent).parent;
    if (host < 0 || w.stmt(host).kind != StmtKind::do_ || !w.editable(host)) return;
    const Expr* cond = w.expr(w.stmt(host).cond_expr);
    if (!cond || !cond->has_value || cond->value != 0 || !onlyIn(w, f.parent, f, removed)) return;
    int parent = w.stmt(host).parent;
    if ((!f.comments.empty() || !f.either.empty()) && w.stmt(parent).kind != StmtKind::compound) return;
    if (!w.src.comments({f.range.end, w.stmt(host).range.end}).empty()) return;
    f.stmts = {host};
    f.range = w.stmt(host).range;
    f.parent = parent;
  }
}

std::string foldText(const Work& w, const Fold& f) {
  std::string eol(w.src.eol()), indent(w.src.indent(f.range.begin)), out;
  for (const std::string& comment : f.comments) {
    for (char c : comment) {
      if (c == '\n')
        out += eol + indent;
      else
        out += c;
    }
    out += eol + indent;
  }
  unsigned column = f.comments.empty() ? w.src.column(f.range.begin) : columnAfter(0, indent);
  if (f.either.empty()) return out + layCall(w.src, f.name, f.args, column, kColumns) + ";";
  unsigned inner = columnAfter(0, indent + "\t");
  out += "if (" + f.either + ")" + eol + indent + "\t";
  out += layCall(w.src, f.name, f.args, inner, kColumns) + ";" + eol + indent + "else" + eol + indent + "\t";
  return out + layCall(w.src, f.else_name, f.else_args, inner, kColumns) + ";";
}

/// Braces that could go: the text is one line and they stand where kernel style puts them.
bool bracesCanGo(const Work& w, int compound, const std::string& text) {
  const Stmt& s = w.stmt(compound);
  if (s.parent < 0 || text.find('\n') != std::string::npos || s.in_macro) return false;
  const Stmt& p = w.stmt(s.parent);
  if (p.kind != StmtKind::if_ && p.kind != StmtKind::for_ && p.kind != StmtKind::while_) return false;
  uint32_t close = s.range.end - 1;
  if (!w.src.lastOnLine(s.range.begin + 1) || !w.src.firstOnLine(close)) return false;
  std::string_view after = trim(w.src.text().substr(close + 1, w.src.lineEnd(close) - close - 1));
  return after.empty() || after.starts_with("else");
}

/// Part of an if ... else if ... chain: all its branches keep braces if one does.
bool inChain(const Work& w, int if_stmt) {
  const Stmt& s = w.stmt(if_stmt);
  if (s.kind != StmtKind::if_) return false;
  if (s.children.size() > 1 && w.stmt(s.children[1]).kind == StmtKind::if_) return true;
  const Stmt* p = s.parent < 0 ? nullptr : &w.stmt(s.parent);
  return p && p->kind == StmtKind::if_ && p->children.size() > 1 && p->children[1] == if_stmt;
}

void dropBraces(const Work& w, int compound, std::vector<TextEdit>& out) {
  Range r = w.stmt(compound).range;
  uint32_t open = r.begin, close = r.end - 1;
  while (open && (w.src.text()[open - 1] == ' ' || w.src.text()[open - 1] == '\t')) --open;
  out.push_back({{open, r.begin + 1}, ""});
  if (w.src.lastOnLine(r.end)) {
    out.push_back({{w.src.lineBegin(close), w.src.nextLine(close)}, ""});
    return;
  }
  uint32_t next = r.end;
  while (w.src.text()[next] == ' ' || w.src.text()[next] == '\t') ++next;
  out.push_back({{close, next}, ""});
}

}  // namespace

std::string layCall(const Source& src, std::string_view name, const std::vector<std::string>& args,
                    unsigned column, unsigned limit) {
  std::string out = std::string(name) + "(";
  unsigned open = column + static_cast<unsigned>(out.size()), at = open;
  for (size_t i = 0; i < args.size(); ++i) {
    // ", " before, "," or ");" behind
    unsigned need = static_cast<unsigned>(args[i].size()) + (i + 1 == args.size() ? 2 : 1);
    if (i && at + 2 + need > limit && at > open) {
      out += "," + std::string(src.eol()) + indentTo(open);
      at = open;
    } else if (i) {
      out += ", ";
      at += 2;
    }
    out += args[i];
    at += static_cast<unsigned>(args[i].size());
  }
  return out + ")";
}

std::vector<TextEdit> layFolds(const Work& w, std::vector<Fold>& folds, const std::vector<int>& removed) {
  std::vector<TextEdit> out;
  std::set<int> bare;  // compounds that come down to one line
  for (Fold& f : folds) {
    unwrapDo(w, f, removed);
    std::string text = foldText(w, f);
    if (f.parent >= 0 && onlyIn(w, f.parent, f, removed) && bracesCanGo(w, f.parent, text)) bare.insert(f.parent);
    out.push_back({f.range, std::move(text)});
  }
  for (int c : bare) {
    int parent = w.stmt(c).parent;
    if (inChain(w, parent)) continue;
    const auto& branches = w.stmt(parent).children;
    bool all = std::all_of(branches.begin(), branches.end(), [&](int b) {
      return w.stmt(b).kind != StmtKind::compound || bare.count(b);
    });
    if (all) dropBraces(w, c, out);
  }
  return out;
}

std::vector<TextEdit> realign(const Work& w, const std::vector<TextEdit>& renames) {
  std::vector<TextEdit> sorted = renames, out;
  std::sort(sorted.begin(), sorted.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.range.begin < b.range.begin; });
  std::string_view text = w.src.text(), masked = w.src.masked();
  struct Paren {
    unsigned before, after;
  };
  uint32_t done = 0;
  for (const TextEdit& first : sorted) {
    if (first.range.begin < done) continue;
    std::vector<Paren> open;
    unsigned before = 0, after = 0;
    auto next = std::find_if(sorted.begin(), sorted.end(),
                             [&](const TextEdit& e) { return e.range.begin >= first.range.begin; });
    uint32_t at = w.src.lineBegin(first.range.begin);
    // A reindented first line is no concern: it starts where it started.
    while (at < text.size()) {
      if (next != sorted.end() && at == next->range.begin) {
        before = columnAfter(before, text.substr(at, next->range.end - at));
        size_t nl = next->text.rfind('\n');
        after = nl == std::string::npos ? columnAfter(after, next->text)
                                        : columnAfter(0, std::string_view(next->text).substr(nl + 1));
        at = next->range.end;
        ++next;
        continue;
      }
      char c = text[at];
      if (c == '\n') {
        if (open.empty()) break;
        before = after = 0;
        uint32_t begin = ++at;
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
        std::string_view indent = text.substr(begin, at - begin);
        before = after = columnAfter(0, indent);
        bool blank = at >= text.size() || text[at] == '\n' || text[at] == '\r';
        if (!blank && before == open.back().before && open.back().after != before) {
          after = open.back().after;
          out.push_back({{begin, at}, indentTo(after)});
        }
        continue;
      }
      before = columnAfter(before, c);
      after = columnAfter(after, c);
      if (masked[at] == '(' || masked[at] == '[') open.push_back({before, after});
      if ((masked[at] == ')' || masked[at] == ']') && !open.empty()) open.pop_back();
      ++at;
    }
    done = at;
  }
  return out;
}

}  // namespace gupkit::edit
