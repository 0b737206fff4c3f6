// SPDX-License-Identifier: GPL-2.0-only
#include "series/apply_recipe.h"

#include <algorithm>

#include "edit/text.h"
#include "series/definition.h"
#include "series/find_lines.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

bool isC(const std::string& file) { return file.ends_with(".c") || file.ends_with(".h"); }

/// Comments and strings are blank in C; other files are taken as they are.
std::string codeOf(const std::string& file, const std::string& text) {
  return isC(file) ? std::string(edit::Source(text).masked()) : text;
}

Result<bool> holds(const RecipeTest& test, Api api, const Overlay& tree) {
  if (test.what == RecipeTest::What::api) return test.api == api;
  auto text = tree.read(test.file);
  if (!text) return text.error();
  bool there = text->has_value();
  if (there && test.what == RecipeTest::What::word) there = hasWord(codeOf(test.file, **text), test.word);
  if (there && test.what == RecipeTest::What::text)
    there = !findLines(**text, {0, uint32_t((*text)->size())}, test.lines).empty();
  return there == test.wanted;
}

Result<bool> allHold(const std::vector<RecipeTest>& tests, Api api, const Overlay& tree) {
  for (const RecipeTest& test : tests) {
    auto answer = holds(test, api, tree);
    if (!answer || !*answer) return answer;
  }
  return true;
}

std::string firstLine(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (trim(line).empty()) continue;
    std::string quoted = "`";
    quoted.append(trim(line)).append("`");
    return lines.size() > 1 ? quoted + " and what follows" : quoted;
  }
  return "an empty line";
}

std::string times(size_t n) { return n == 2 ? "twice" : std::to_string(n) + " times"; }

/// The first place, the last, or the only one; `fault` says why there is none.
template <class T>
const T* pick(const std::vector<T>& found, HookForm::Pick how, const std::string& what, std::string& fault) {
  if (found.empty()) {
    fault = what + " is not there";
    return nullptr;
  }
  if (how == HookForm::Pick::only && found.size() > 1) {
    fault = what + " is there " + times(found.size());
    return nullptr;
  }
  return how == HookForm::Pick::last ? &found.back() : &found.front();
}

std::string spliced(const std::string& text, Range gone, const std::string& lines) {
  std::string out = text.substr(0, gone.begin);
  // A file whose last line has no newline.
  if (!out.empty() && out.back() != '\n' && !lines.empty()) out += '\n';
  return out + lines + text.substr(gone.end);
}

/// The text with the form applied; "" with `fault` set where it does not fit.
std::string tryForm(const HookForm& form, const std::string& text, std::string& fault) {
  const std::string lines = joinLines(form.lines);
  const uint32_t size = uint32_t(text.size());
  if (form.place == HookForm::Place::file_end) return spliced(text, {size, size}, lines);
  std::vector<Definition> definitions;
  const std::string masked = codeOf(form.file, text);
  if (!form.in.empty()) {
    definitions = findDefinitions(masked, form.in);
    if (definitions.empty()) {
      fault = "no definition of " + form.in;
      return "";
    }
  }
  const std::string inside = form.in.empty() ? "" : " in " + form.in;
  if (form.place == HookForm::Place::anchor) {
    std::vector<Range> found;
    if (form.in.empty()) found = findLines(text, {0, size}, form.anchor);
    for (const Definition& d : definitions)
      for (Range r : findLines(text, {d.begin, d.end}, form.anchor)) found.push_back(r);
    const Range* at = pick(found, form.pick, firstLine(form.anchor) + inside, fault);
    if (!at) return "";
    switch (form.action) {
      case HookForm::Action::before: return spliced(text, {at->begin, at->begin}, lines);
      case HookForm::Action::after: return spliced(text, {at->end, at->end}, lines);
      default: return spliced(text, *at, lines);
    }
  }
  const Definition* d = pick(definitions, form.pick, "a definition of " + form.in, fault);
  if (!d) return "";
  if (!d->top) {
    fault = form.in + " has no body over several lines";
    return "";
  }
  uint32_t at = form.place == HookForm::Place::end ? d->bottom : d->top;
  std::string put = lines;
  if (form.place == HookForm::Place::body) {
    at = endOfDeclarations(masked, *d);
    // Declarations and statements are parted by one empty line.
    if (at != d->top) {
      const size_t nl = text.find('\n', at);
      if (nl != std::string::npos && nl < d->bottom && trim(text.substr(at, nl - at)).empty()) at = uint32_t(nl + 1);
      else put = "\n" + put;
    }
  }
  return spliced(text, {at, at}, put);
}

std::string nameOf(const Recipe& recipe, const RecipeStep& step, const RecipeHook& hook) {
  return "hook " + hook.name + " of step " + step.name + " (" + recipe.where + "/" + step.folder + "/step:" +
         std::to_string(hook.line) + ")";
}

/// A hook that is left out only because an earlier one of its step renamed what it asks for was meant for this tree:
/// half a change would go out. What an earlier hook added (`lacks`) may well make it needless.
Status leftOut(const Recipe& recipe, const RecipeStep& step, const RecipeHook& hook, Api api, const Overlay& before, const Overlay& tree) {
  auto meant = allHold(hook.when, api, before);
  if (!meant) return meant.error();
  if (!*meant) return Done{};
  for (const RecipeTest& test : hook.when) {
    auto now = holds(test, api, tree);
    if (!now) return now.error();
    if (*now || !test.wanted) continue;
    return Error{nameOf(recipe, step, hook),
                 "an earlier hook of the step took away what its `when` asks for: " + (test.word.empty() ? test.file : test.word),
                 "nothing was written; ask for what is there then"};
  }
  return Done{};
}

Status applyHook(const Recipe& recipe, const RecipeStep& step, const RecipeHook& hook, Api api, const Overlay& before, Overlay& tree) {
  auto wanted = allHold(hook.when, api, tree);
  if (!wanted) return wanted.error();
  if (!*wanted) return leftOut(recipe, step, hook, api, before, tree);
  std::vector<std::string> faults;
  for (const HookForm& form : hook.forms) {
    auto meant = allHold(form.when, api, tree);
    if (!meant) return meant.error();
    if (!*meant) {
      faults.push_back(form.file + ": a `when` of the variant at line " + std::to_string(form.line) + " does not hold");
      continue;
    }
    auto text = tree.read(form.file);
    if (!text) return text.error();
    std::string fault;
    if (!text->has_value()) {
      fault = "no such file";
    } else {
      std::string after = tryForm(form, **text, fault);
      if (fault.empty()) {
        tree.write(form.file, std::move(after));
        return Done{};
      }
    }
    fault = form.file + ": " + fault;
    if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(fault);
  }
  return Error{nameOf(recipe, step, hook),
               "does not fit this tree: " + join(faults, "; "),
               "nothing was written; add a `variant` for this tree, or leave the core out with --no-core"};
}

}  // namespace

Result<StepChange> applyStep(const Recipe& recipe, const RecipeStep& step, Api api, Overlay& tree) {
  StepChange change{&step, {}};
  auto wanted = allHold(step.when, api, tree);
  if (!wanted) return wanted.error();
  if (!*wanted) return change;
  Overlay after = tree;
  for (const auto& [file, text] : step.files) {
    auto there = after.read(file);
    if (!there) return there.error();
    if (there->has_value())
      return Error{file, "is in the tree already, and step " + step.name + " makes it",
                   "add `when lacks-file " + file + "` to " + recipe.where + "/" + step.folder + "/step"};
    after.write(file, text);
  }
  const Overlay before = after;
  for (const RecipeHook& hook : step.hooks)
    if (const Status status = applyHook(recipe, step, hook, api, before, after); !status) return status.error();
  auto changes = after.changesSince(tree);
  if (!changes) return changes.error();
  change.changes = std::move(*changes);
  tree = std::move(after);
  return change;
}

Result<std::vector<StepChange>> applyRecipe(const Recipe& recipe, Api api, bool last, Overlay& tree) {
  std::vector<StepChange> applied;
  Overlay after = tree;
  for (const RecipeStep& step : recipe.steps) {
    if (step.last != last) continue;
    auto change = applyStep(recipe, step, api, after);
    if (!change) return change.error();
    if (!change->changes.empty()) applied.push_back(std::move(*change));
  }
  tree = std::move(after);
  return applied;
}

}  // namespace gupkit::series
