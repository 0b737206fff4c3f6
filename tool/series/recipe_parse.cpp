// SPDX-License-Identifier: GPL-2.0-only
// The recipe's text to its types. Every error names the file and the line.
#include <algorithm>
#include <optional>

#include "gupkit/recipe.h"
#include "series/overlay.h"
#include "support/spell.h"
#include "support/text.h"

namespace gupkit {
namespace {

std::vector<std::string> wordsOf(const std::string& line) {
  std::vector<std::string> words;
  for (const std::string& piece : split(line, ' '))
    for (const std::string& word : split(piece, '\t')) {
      if (word.empty() || word == "\r") continue;
      if (word[0] == '#') return words;
      words.push_back(word);
    }
  return words;
}

class StepParser {
 public:
  StepParser(const std::string& text, const std::string& where) : text_(text), where_(where) {}

  Result<RecipeStep> parse() {
    for (const std::string& line : split(text_, '\n')) {
      ++line_;
      const size_t first = line.find_first_not_of(" \t");
      const Status status = first != std::string::npos && line[first] == '|' ? takeLiteral(line.substr(first + 1))
                                                                             : takeWords(wordsOf(line));
      if (!status) return status.error();
    }
    if (const Status status = closeForm(); !status) return status.error();
    if (step_.name.empty()) return Error{where_, "no `step` line", "begin the file with `step NAME`"};
    if (step_.prefix.empty())
      return Error{where_, "step " + step_.name + " has no `prefix` line", "add `prefix mm` or what the subject needs"};
    return step_;
  }

 private:
  Error wrong(const std::string& fault, const std::string& remedy) const {
    return {where_ + ":" + std::to_string(line_), fault, remedy};
  }

  Status takeLiteral(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!literal_)
      return wrong("a line of text belongs to nothing", "put it below anchor, before, after, replace, insert or has-text");
    literal_->push_back(std::move(line));
    return Done{};
  }

  Status takeWords(const std::vector<std::string>& words) {
    if (words.empty()) return Done{};
    const std::string& word = words[0];
    literal_ = nullptr;
    const bool one = words.size() == 2;
    auto needs = [&](const char* form) { return wrong("`" + word + "` is not of the form `" + form + "`", "write it so"); };
    if (word == "step") {
      if (!one) return needs("step NAME");
      if (!step_.name.empty()) return wrong("a second `step` line", "give each step a folder of its own");
      step_.name = words[1];
      return Done{};
    }
    if (word == "prefix") {
      if (words.size() < 2) return needs("prefix WORDS");
      step_.prefix = join({words.begin() + 1, words.end()}, " ");
      return Done{};
    }
    if (word == "last") {
      if (words.size() != 1) return needs("last");
      step_.last = true;
      return Done{};
    }
    if (word == "new") {
      if (!one) return needs("new PATH");
      if (!series::safePath(words[1])) return wrong(words[1] + " is no path inside a tree", "write it relative to the tree");
      if (hook_) return wrong("`new` stands inside a hook", "put it before the first hook");
      if (!step_.files.emplace(words[1], "").second) return wrong(words[1] + " is made twice", "leave one out");
      return Done{};
    }
    if (word == "hook") {
      if (!one) return needs("hook NAME");
      if (const Status status = closeForm(); !status) return status;
      for (const RecipeHook& hook : step_.hooks)
        if (hook.name == words[1]) return wrong("a second hook " + words[1], "give each hook a name of its own");
      step_.hooks.push_back({words[1], {}, {}, line_});
      hook_ = true;
      openForm();
      return Done{};
    }
    if (word == "when") return takeTest(words);
    if (!hook_) return unknown(word, {"step", "prefix", "last", "when", "new", "hook"});
    if (word == "variant") {
      if (words.size() != 1) return needs("variant");
      if (const Status status = closeForm(); !status) return status;
      openForm();
      return Done{};
    }
    HookForm& f = *form_;
    if (word == "file") {
      if (!one) return needs("file PATH");
      if (!series::safePath(words[1])) return wrong(words[1] + " is no path inside a tree", "write it relative to the tree");
      f.file = words[1];
      return Done{};
    }
    if (word == "in") {
      if (!one) return needs("in NAME");
      f.in = words[1];
      return Done{};
    }
    if (const Status status = takePlace(words); !status || taken_) return status;
    return takeAction(words);
  }

  Status takePlace(const std::vector<std::string>& words) {
    static const std::map<std::string, HookForm::Place> places = {{"anchor", HookForm::Place::anchor},
                                                                  {"top", HookForm::Place::top},
                                                                  {"body", HookForm::Place::body},
                                                                  {"end", HookForm::Place::end},
                                                                  {"file-end", HookForm::Place::file_end}};
    auto place = places.find(words[0]);
    taken_ = place != places.end();
    if (!taken_) return Done{};
    HookForm& f = *form_;
    if (placed_) return wrong("a second place in one hook", "write `variant` before it, or another hook");
    if (words.size() > 2 || (words.size() == 2 && words[1] != "first" && words[1] != "last"))
      return wrong("`" + words[0] + "` is followed by " + words.back(), "write `" + words[0] + "`, or with first or last behind it");
    if (words.size() == 2 && place->second == HookForm::Place::file_end)
      return wrong("a file has one end", "write `file-end` alone");
    f.place = place->second;
    if (words.size() == 2) f.pick = words[1] == "first" ? HookForm::Pick::first : HookForm::Pick::last;
    placed_ = true;
    if (f.place == HookForm::Place::anchor) literal_ = &f.anchor;
    return Done{};
  }

  Status takeAction(const std::vector<std::string>& words) {
    static const std::map<std::string, HookForm::Action> actions = {{"before", HookForm::Action::before},
                                                                    {"after", HookForm::Action::after},
                                                                    {"replace", HookForm::Action::replace},
                                                                    {"insert", HookForm::Action::insert}};
    auto action = actions.find(words[0]);
    if (action == actions.end())
      return unknown(words[0], {"file", "in", "anchor", "top", "body", "end", "file-end", "before", "after", "replace",
                                "insert", "when", "variant", "hook"});
    if (words.size() != 1) return wrong("`" + words[0] + "` takes no more words", "write the text in `|` lines below it");
    if (!placed_) return wrong("`" + words[0] + "` without a place", "say where: anchor, top, body, end or file-end");
    if (acted_) return wrong("a second action in one hook", "write another hook");
    const bool insert = action->second == HookForm::Action::insert;
    if (insert == (form_->place == HookForm::Place::anchor))
      return wrong("`" + words[0] + "` does not go with this place",
                   insert ? "after an anchor write before, after or replace" : "after this place write insert");
    form_->action = action->second;
    acted_ = true;
    literal_ = &form_->lines;
    return Done{};
  }

  Status takeTest(const std::vector<std::string>& words) {
    RecipeTest test;
    const std::string form = words.size() > 1 ? words[1] : "";
    if (form == "api" && words.size() == 3) {
      test.what = RecipeTest::What::api;
      if (words[2] == name(Api::pin)) test.api = Api::pin;
      else if (words[2] == name(Api::put_user_page)) test.api = Api::put_user_page;
      else return wrong(words[2] + " is no dialect", "write pin or put_user_page");
    } else if ((form == "has" || form == "lacks") && words.size() == 5 && words[3] == "in") {
      test.what = RecipeTest::What::word;
      test.word = words[2];
      test.file = words[4];
    } else if ((form == "has-file" || form == "lacks-file") && words.size() == 3) {
      test.what = RecipeTest::What::file;
      test.file = words[2];
    } else if ((form == "has-text" || form == "lacks-text") && words.size() == 3) {
      test.what = RecipeTest::What::text;
      test.file = words[2];
    } else {
      return wrong("no such test: " + join(words, " "),
                   "tests are `api D`, `has W in F`, `lacks W in F`, `has-file F`, `lacks-file F`, `has-text F`, `lacks-text F`");
    }
    if (!test.file.empty() && !series::safePath(test.file))
      return wrong(test.file + " is no path inside a tree", "write it relative to the tree");
    test.wanted = !form.starts_with("lacks");
    // Before a place is named, a test of the first form is one of the whole hook.
    std::vector<RecipeTest>& tests = !hook_ ? step_.when : variant_ ? form_->when : step_.hooks.back().when;
    tests.push_back(std::move(test));
    if (tests.back().what == RecipeTest::What::text) literal_ = &tests.back().lines;
    return Done{};
  }

  Error unknown(const std::string& word, const std::vector<std::string>& known) const {
    std::string remedy = didYouMean(word, known);
    if (remedy.empty()) remedy = "known here: " + join(known, ", ");
    return wrong("no such word: " + word, remedy);
  }

  void openForm() {
    RecipeHook& hook = step_.hooks.back();
    variant_ = !hook.forms.empty();
    HookForm form;
    form.line = line_;
    if (variant_) form.file = hook.forms[0].file;
    hook.forms.push_back(std::move(form));
    form_ = &hook.forms.back();
    placed_ = acted_ = false;
  }

  /// What a form must have, checked when the next one begins.
  Status closeForm() {
    literal_ = nullptr;
    if (!form_) return Done{};
    const HookForm& f = *form_;
    const std::string hook = "hook " + step_.hooks.back().name;
    auto lacks = [&](const std::string& what, const std::string& remedy) {
      return Error{where_ + ":" + std::to_string(f.line), hook + " " + what, remedy};
    };
    if (f.file.empty()) return lacks("names no file", "add `file PATH`");
    if (!placed_) return lacks("has no place", "add anchor, top, body, end or file-end");
    if (!acted_) return lacks("does nothing", "add before, after, replace or insert with `|` lines");
    if (f.place == HookForm::Place::anchor && f.anchor.empty()) return lacks("has an empty anchor", "add `|` lines below `anchor`");
    if (f.lines.empty() && f.action != HookForm::Action::replace) return lacks("adds no lines", "add `|` lines");
    const bool inside = f.place == HookForm::Place::top || f.place == HookForm::Place::body || f.place == HookForm::Place::end;
    if (inside && f.in.empty()) return lacks("needs a definition for its place", "add `in NAME`");
    for (const RecipeTest& test : f.when)
      if (test.what == RecipeTest::What::text && test.lines.empty()) return lacks("tests for no text", "add `|` lines below the test");
    form_ = nullptr;
    return Done{};
  }

  const std::string& text_;
  const std::string& where_;
  unsigned line_ = 0;
  RecipeStep step_;
  bool hook_ = false, variant_ = false;
  HookForm* form_ = nullptr;
  bool placed_ = false, acted_ = false, taken_ = false;
  std::vector<std::string>* literal_ = nullptr;
};

Status takeMessage(RecipeStep& step, const std::string& text, const std::string& where) {
  const size_t nl = text.find('\n');
  step.subject = std::string(trim(text.substr(0, nl)));
  if (step.subject.empty()) return Error{where, "the first line is empty", "begin with the subject, without prefix"};
  std::string rest = nl == std::string::npos ? "" : text.substr(nl + 1);
  if (const size_t second = rest.find('\n'); !rest.empty() && !trim(rest.substr(0, second)).empty())
    return Error{where, "the subject is followed by text", "put an empty line below it"};
  const size_t begin = rest.find_first_not_of('\n');
  rest = begin == std::string::npos ? "" : rest.substr(begin);
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == ' ')) rest.pop_back();
  if (rest.empty()) return Error{where, "the message has no body", "say why the step is needed"};
  step.body = std::move(rest);
  return Done{};
}

/// "NN-name" of "NN-name/step"; "" for what is no part of a step.
std::string stepFolder(const std::string& path) {
  const size_t slash = path.find('/');
  if (slash == std::string::npos) return "";
  const std::string folder = path.substr(0, slash);
  const size_t dash = folder.find('-');
  if (dash == std::string::npos || dash == 0 || dash + 1 == folder.size()) return "";
  return std::all_of(folder.begin(), folder.begin() + long(dash), [](char c) { return c >= '0' && c <= '9'; }) ? folder : "";
}

}  // namespace

Result<RecipeStep> parseStep(const std::string& text, const std::string& where) { return StepParser(text, where).parse(); }

Result<Recipe> parseRecipe(const RecipeFiles& files, const std::string& where) {
  Recipe recipe;
  recipe.where = where;
  std::map<std::string, std::map<std::string, std::string>> folders;
  for (const auto& [path, text] : files)
    if (const std::string folder = stepFolder(path); !folder.empty()) folders[folder][path.substr(folder.size() + 1)] = text;
  for (auto& [folder, inside] : folders) {
    const std::string at = where + "/" + folder;
    if (!inside.count("step")) return Error{at, "has no file `step`", "add it, or take the folder away"};
    if (!inside.count("message")) return Error{at, "has no file `message`", "add it: the subject, an empty line, the body"};
    auto step = parseStep(inside["step"], at + "/step");
    if (!step) return step.error();
    step->folder = folder;
    if (const Status status = takeMessage(*step, inside["message"], at + "/message"); !status) return status.error();
    for (auto& [path, text] : step->files) {
      auto it = inside.find("files/" + path);
      if (it == inside.end()) return Error{at + "/files/" + path, "is not there", "add it, or take `new " + path + "` out of the step"};
      text = it->second;
    }
    for (const auto& [path, text] : inside)
      if (path.starts_with("files/") && !step->files.count(path.substr(6)))
        return Error{at + "/" + path, "no `new` line of the step names it", "add `new " + path.substr(6) + "`, or take the file away"};
    for (const RecipeStep& other : recipe.steps)
      if (other.name == step->name) return Error{at, "its name " + step->name + " is that of " + other.folder, "give it another"};
    recipe.steps.push_back(std::move(*step));
  }
  // The number decides; "10-" comes after "9-".
  std::stable_sort(recipe.steps.begin(), recipe.steps.end(), [](const RecipeStep& a, const RecipeStep& b) {
    return std::stoul(a.folder) < std::stoul(b.folder);
  });
  return recipe;
}

}  // namespace gupkit
