// SPDX-License-Identifier: GPL-2.0-only
#include "cli/call_text.h"

#include <algorithm>

namespace gupkit {
namespace {

bool wordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool spaceChar(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

/// Words that can stand before an expression.
bool isKeyword(const std::string& word) {
  static const std::set<std::string> all = {"return", "else", "do", "case", "sizeof", "goto"};
  return all.count(word) != 0;
}

/// Words that can stand before the name in a declaration, and before no call.
bool isType(const std::string& word) {
  static const std::set<std::string> all = {"void", "int", "long", "short", "char", "unsigned", "signed", "bool",
                                            "float", "double", "extern", "static", "inline", "const", "volatile"};
  return all.count(word) != 0 || word.ends_with("_t");
}

class Scanner {
 public:
  Scanner(const std::string& text, const std::set<std::string>& names, bool members)
      : text_(text), names_(names), members_(members) {}

  std::vector<TextCall> run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  char peek(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  /// Behind blanks, comments and spliced lines.
  size_t skip(size_t i) const {
    for (;;) {
      if (spaceChar(peek(i))) {
        ++i;
      } else if (peek(i) == '\\' && (peek(i + 1) == '\n' || peek(i + 1) == '\r')) {
        i += 2;
      } else if (peek(i) == '/' && peek(i + 1) == '*') {
        const size_t end = text_.find("*/", i + 2);
        i = end == std::string::npos ? text_.size() : end + 2;
      } else if (peek(i) == '/' && peek(i + 1) == '/') {
        i = std::min(text_.find('\n', i), text_.size());
      } else {
        return i;
      }
    }
  }

  void newLine(size_t newline) {
    ++line_;
    line_start_ = newline + 1;
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      const bool spliced = at_ && (text_[at_ - 1] == '\\' || (text_[at_ - 1] == '\r' && at_ > 1 && text_[at_ - 2] == '\\'));
      if (directive_ && !spliced) endDirective();
      newLine(at_++);
    } else if (spaceChar(c) || c == '\\') {
      ++at_;
    } else if (c == '/' && (peek(at_ + 1) == '*' || peek(at_ + 1) == '/')) {
      comment();
    } else if (c == '"' || c == '\'') {
      quoted(c);
    } else if (c == '#' && (text_.find_first_not_of(" \t", line_start_) == at_)) {
      directive_ = true;
      directive_words_ = 0;
      macro_.clear();
      last_word_.clear();
      ++at_;
    } else if (wordChar(c)) {
      word();
    } else {
      punctuation(c);
    }
  }

  void comment() {
    const bool block = text_[at_ + 1] == '*';
    size_t end = block ? text_.find("*/", at_ + 2) : text_.find('\n', at_);
    end = end == std::string::npos ? text_.size() : end + (block ? 2 : 0);
    for (size_t k = at_; k < end; ++k)
      if (text_[k] == '\n') newLine(k);
    at_ = end;
  }

  void quoted(char quote) {
    size_t k = at_ + 1;
    while (k < text_.size() && text_[k] != quote && text_[k] != '\n') k += text_[k] == '\\' ? 2 : 1;
    at_ = k < text_.size() ? k + 1 : text_.size();
    last_ = '"';
  }

  void endDirective() {
    directive_ = false;
    macro_.clear();
    last_ = ';';  // the words of a directive are not before the code behind it
    last_word_.clear();
  }

  /// Each branch starts at the depth that its `#if` was at; behind `#endif` the first one counts.
  void branch(const std::string& word) {
    if (word == "if" || word == "ifdef" || word == "ifndef") {
      branches_.push_back({depth_, function_, -1, ""});
    } else if (branches_.empty()) {
      return;
    } else if (word == "else" || word.starts_with("elif")) {
      Branch& b = branches_.back();
      if (b.first_end < 0) b.first_end = depth_, b.first_function = function_;
      depth_ = b.begin;
      function_ = b.function;
    } else if (word == "endif") {
      const Branch b = branches_.back();
      branches_.pop_back();
      if (b.first_end >= 0) depth_ = b.first_end, function_ = b.first_function;
    }
  }

  void word() {
    size_t end = at_;
    while (end < text_.size() && wordChar(text_[end])) ++end;
    const std::string word = text_.substr(at_, end - at_);
    if (directive_) {
      ++directive_words_;
      if (directive_words_ == 1) branch(directive_kind_ = word);
      else if (directive_words_ == 2 && directive_kind_ == "define") macro_ = word;
    }
    const size_t after = skip(end);
    if (!directive_ && depth_ == 0 && peek(after) == '(') word_before_paren_ = word;
    if (names_.count(word)) use(word, end, after);
    last_word_ = word;
    last_ = 'w';
    at_ = end;
  }

  void use(const std::string& word, size_t, size_t after) {
    const bool member = last_ == '.' || last_ == '>';
    if (member && !members_) return;  // x.put_page(), x->put_page()
    if (directive_ && (directive_words_ < 2 || directive_kind_ == "undef" || (directive_kind_ == "define" && directive_words_ == 2))) return;
    const bool wrapped = last_ == '(' && peek(after) == ')' && peek(skip(after + 1)) == '(';
    const bool called = peek(after) == '(' || wrapped;
    const bool after_word = last_ == 'w' && !isKeyword(last_word_);
    if (!directive_) {
      if (depth_ == 0) {
        if (after_word || last_ == '*') return;
        const bool at_margin = at_ == line_start_;
        if (at_margin && (last_ == ';' || last_ == '}' || last_ == ')')) return;
        if (!called && last_ == '(') return;  // EXPORT_SYMBOL(name)
      } else if (after_word && (isType(last_word_) || !called)) {
        return;
      }
    }
    TextCall t;
    t.name = word;
    t.function = function_;
    t.macro = directive_ && directive_kind_ == "define" ? macro_ : "";
    t.offset = uint32_t(at_);
    t.line = line_;
    t.column = unsigned(at_ - line_start_ + 1);
    t.in_directive = directive_;
    t.called = called;
    t.member = member;
    out_.push_back(std::move(t));
  }

  void punctuation(char c) {
    if (!directive_) {
      if (c == '{') {
        if (depth_ == 0 && last_ == ')') function_ = word_before_paren_;
        ++depth_;
      } else if (c == '}' && depth_ > 0) {
        --depth_;
        // A brace in the margin ends a definition, whatever macros opened.
        if (at_ == line_start_ && branches_.empty()) depth_ = 0;
        if (depth_ == 0) function_.clear();
      }
    }
    last_ = c;
    ++at_;
  }

  struct Branch {
    int begin;
    std::string function;
    int first_end;  ///< -1: still in the first
    std::string first_function;
  };

  const std::string& text_;
  const std::set<std::string>& names_;
  bool members_;
  std::vector<TextCall> out_;
  size_t at_ = 0, line_start_ = 0;
  unsigned line_ = 1;
  int depth_ = 0;  ///< of braces
  bool directive_ = false;
  unsigned directive_words_ = 0;
  std::string directive_kind_, macro_, function_, last_word_, word_before_paren_;
  char last_ = ';';  ///< last token's last character, 'w' for a word
  std::vector<Branch> branches_;
};

}  // namespace

std::vector<TextCall> textUses(const std::string& text, const std::set<std::string>& names, bool members) {
  return Scanner(text, names, members).run();
}

std::vector<TextCall> textCalls(const std::string& text, const std::set<std::string>& names) {
  auto uses = textUses(text, names);
  std::erase_if(uses, [](const TextCall& use) { return !use.called; });
  return uses;
}

}  // namespace gupkit
