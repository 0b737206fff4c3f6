// SPDX-License-Identifier: GPL-2.0-only
// Per function: match sites to calls, fold what folds, rename the rest.
#include <algorithm>
#include <map>

#include "edit/work.h"

namespace gupkit {
namespace edit {
namespace {

constexpr unsigned kMaxColumns = 100;

struct Target {
  int call = -1;
  const SiteEdit* site = nullptr;
};

/// What may be written for a site, best first; the rename comes after the last.
std::vector<Fold> choices(const Work& w, const Target& t, bool minimal) {
  std::vector<Fold> found;
  const ShapeCall& call = w.fn.calls[t.call];
  if (minimal || t.site->what != SiteEdit::What::release || !isPageRelease(call.callee) || !call.whole_stmt ||
      call.args.size() != 1 || call.callee == w.names.page)
    return found;
  auto add = [&](std::optional<Fold> f) {
    if (f) found.push_back(std::move(*f));
  };
  Unit whole = findUnit(w, t.call, t.site->may_sleep, true);
  add(foldLoop(w, whole));
  if (whole.alias_var >= 0) {
    Unit without = findUnit(w, t.call, t.site->may_sleep, false);
    add(foldLoop(w, without));
    add(foldDirty(w, without));
  } else {
    add(foldDirty(w, whole));
  }
  return found;
}

/// A renamed call that no longer fits its line is broken at its arguments.
void breakLong(const Work& w, const ShapeCall& call, Rename& r) {
  if (call.args.size() < 2 || !call.whole_stmt || r.edits.empty() || r.edits[0].text.find('\n') != std::string::npos)
    return;
  uint32_t begin = w.src.lineBegin(call.call.begin), end = w.src.lineEnd(call.call.end);
  if (w.src.lineBegin(call.call.end) != begin || !w.src.comments(call.call).empty()) return;
  long length = columnAfter(0, w.src.at({begin, end}));
  if (length > kMaxColumns) return;  // it was too long before: not ours to lay out
  std::vector<std::string> args;
  for (size_t i = 0; i < call.args.size(); ++i) {
    std::string text(w.src.at(call.args[i]));
    bool keep = true;
    for (const TextEdit& e : r.edits) {
      if (e.range.begin < call.args[i].end && call.args[i].begin < e.range.end) {
        if (e.text.empty()) keep = false;
        else text = e.text;
      }
    }
    if (keep) args.push_back(text);
  }
  for (const TextEdit& e : r.edits) length += static_cast<long>(e.text.size()) - (e.range.end - e.range.begin);
  if (length <= kMaxColumns) return;
  std::string name = r.edits[0].text;
  r.edits = {{call.call, layCall(w.src, name, args, w.src.column(call.call.begin), kMaxColumns)}};
}

struct FunctionPlan {
  std::vector<TextEdit> edits;
  std::vector<Refusal> refusals;
};

FunctionPlan planFunction(const Work& w, const std::vector<Target>& targets, bool minimal) {
  FunctionPlan plan;
  std::vector<std::vector<Fold>> options;
  std::vector<Rename> renames;
  for (const Target& t : targets) {
    renames.push_back(rename(w, w.fn.calls[t.call], *t.site));
    options.push_back(renames.back().refused.empty() ? choices(w, t, minimal) : std::vector<Fold>{});
  }
  std::vector<size_t> choice(targets.size());
  std::vector<Fold> folds;
  Unused unused;
  for (;;) {
    folds.clear();
    std::vector<size_t> owner;
    for (size_t i = 0; i < targets.size(); ++i) {
      if (choice[i] >= options[i].size()) continue;
      folds.push_back(options[i][choice[i]]);
      owner.push_back(i);
    }
    unused = findUnused(w, folds);
    if (unused.cancel.empty()) break;
    for (size_t f : std::vector<size_t>(unused.cancel)) {
      // One step back each round, however many variables object.
      if (std::find(owner.begin(), owner.end(), owner[f]) != owner.end() &&
          choice[owner[f]] < options[owner[f]].size()) {
        const Fold& now = options[owner[f]][choice[owner[f]]];
        if (now.range.begin == folds[f].range.begin && now.range.end == folds[f].range.end) ++choice[owner[f]];
      }
    }
  }
  plan.edits = layFolds(w, folds, unused.removed_stmts);
  plan.edits.insert(plan.edits.end(), unused.edits.begin(), unused.edits.end());
  std::vector<TextEdit> tokens;
  for (size_t i = 0; i < targets.size(); ++i) {
    if (choice[i] < options[i].size()) continue;
    Rename& r = renames[i];
    if (!r.refused.empty()) {
      plan.refusals.push_back({targets[i].site->file, targets[i].site->offset, r.refused, r.detail});
      continue;
    }
    breakLong(w, w.fn.calls[targets[i].call], r);
    tokens.insert(tokens.end(), r.edits.begin(), r.edits.end());
  }
  std::vector<TextEdit> aligned = realign(w, tokens);
  plan.edits.insert(plan.edits.end(), tokens.begin(), tokens.end());
  // Lines inside a fold are gone already.
  for (TextEdit& e : aligned)
    if (std::none_of(folds.begin(), folds.end(), [&](const Fold& f) {
          return f.range.begin < e.range.end && e.range.begin < f.range.end;
        }))
      plan.edits.push_back(std::move(e));
  return plan;
}

/// A pinned page is unpinned in a tree of the other dialect, too: its releases are planned by themselves.
FunctionPlan planDialects(const ShapeFunction& fn, const Source& src, const std::vector<PpRegion>& regions,
                          const std::vector<Target>& targets, const EditApi& api, bool minimal) {
  FunctionPlan plan;
  for (const bool other : {false, true}) {
    std::vector<Target> mine;
    for (const Target& t : targets)
      if ((t.site->api && *t.site->api != api.api) == other) mine.push_back(t);
    if (mine.empty()) continue;
    EditApi mine_api = api;
    if (other) {
      mine_api = EditApi{};  // what every tree has that can pin
      mine_api.api = *mine[0].site->api;
      mine_api.minimal = api.minimal;
    }
    Work work(fn, src, regions, mine_api);
    FunctionPlan p = planFunction(work, mine, minimal);
    plan.edits.insert(plan.edits.end(), p.edits.begin(), p.edits.end());
    plan.refusals.insert(plan.refusals.end(), p.refusals.begin(), p.refusals.end());
  }
  return plan;
}

bool ordered(std::vector<TextEdit>& edits) {
  std::sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) {
    return std::pair(a.range.begin, a.range.end) < std::pair(b.range.begin, b.range.end);
  });
  for (size_t i = 1; i < edits.size(); ++i)
    if (edits[i].range.begin < edits[i - 1].range.end) return false;
  return true;
}

/// The line that an offset stands on belongs to a directive: `#define` and what it continues.
bool inDirective(const Source& src, uint32_t offset) {
  if (offset > src.text().size()) return false;
  for (uint32_t at = src.lineBegin(offset);; at = src.lineBegin(at - 1)) {
    if (trim(src.text().substr(at, src.lineEnd(at) - at)).starts_with("#")) return true;
    if (!at) return false;
    uint32_t end = src.lineEnd(at - 1);
    while (end && (src.text()[end - 1] == '\r')) --end;
    if (!end || src.text()[end - 1] != '\\') return false;
  }
}

}  // namespace
}  // namespace edit

EditPlan planEdits(const EditInput& input, const std::vector<SiteEdit>& sites, const EditApi& api) {
  using namespace edit;
  EditPlan plan;
  std::map<std::string, std::map<uint32_t, const SiteEdit*>> by_file;
  for (const SiteEdit& s : sites) by_file[s.file].emplace(s.offset, &s);
  static const std::vector<PpRegion> kNoRegions;
  static const std::vector<ShapeFunction> kNoShapes;
  for (auto& [file, wanted] : by_file) {
    auto text = input.text.find(file);
    auto refuse = [&](const SiteEdit& s, const char* reason, const char* detail) {
      plan.refusals.push_back({file, s.offset, reason, detail});
    };
    if (text == input.text.end()) {
      for (auto& [offset, s] : wanted) refuse(*s, "not-parsed", "the file's text was not given");
      continue;
    }
    Source src(text->second);
    auto shapes = input.shapes.find(file);
    auto regions = input.regions.find(file);
    FileEdits edits{file, {}};
    for (const ShapeFunction& fn : shapes == input.shapes.end() ? kNoShapes : shapes->second) {
      std::vector<Target> targets;
      for (size_t c = 0; c < fn.calls.size(); ++c) {
        auto it = wanted.find(fn.calls[c].name.begin);
        if (it == wanted.end()) continue;
        const SiteEdit& s = *it->second;
        if (src.at(fn.calls[c].name) != fn.calls[c].callee && !fn.calls[c].in_macro) continue;
        if (fn.calls[c].in_macro || fn.calls[c].callee != s.callee)
          refuse(s, "in-macro-body", "the call comes out of a macro");
        else
          targets.push_back({static_cast<int>(c), &s});
        wanted.erase(it);
      }
      if (targets.empty()) continue;
      const std::vector<PpRegion>& where = regions == input.regions.end() ? kNoRegions : regions->second;
      FunctionPlan p = planDialects(fn, src, where, targets, api, api.minimal);
      if (!ordered(p.edits)) {
        p = planDialects(fn, src, where, targets, api, true);
        if (!ordered(p.edits)) {
          for (const Target& t : targets) refuse(*t.site, "unsupported-form", "edits of one function overlap");
          continue;
        }
      }
      edits.edits.insert(edits.edits.end(), p.edits.begin(), p.edits.end());
      plan.refusals.insert(plan.refusals.end(), p.refusals.begin(), p.refusals.end());
    }
    for (auto& [offset, s] : wanted) {
      if (inDirective(src, offset))
        refuse(*s, "in-macro-body", "the call stands in a macro's body");
      else
        refuse(*s, "unsupported-form", "no call of a function that was read");
    }
    if (ordered(edits.edits) && !edits.edits.empty()) plan.files.push_back(std::move(edits));
  }
  std::sort(plan.refusals.begin(), plan.refusals.end(), [](const Refusal& a, const Refusal& b) {
    return std::pair(a.file, a.offset) < std::pair(b.file, b.offset);
  });
  return plan;
}

}  // namespace gupkit
