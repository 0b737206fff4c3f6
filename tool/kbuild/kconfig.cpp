// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/kconfig.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "kbuild/arch.h"
#include "kbuild/files.h"

namespace gupkit::kbuild {
namespace {

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

/// Recursive descent over `a && (b || !c)`.
class Condition {
 public:
  Condition(std::string_view text, const std::function<bool(const std::string&)>& value) : text_(text), value_(value) {}

  bool whole() { return disjunction(); }

 private:
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(std::string_view token) {
    skip();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  bool disjunction() {
    bool is = conjunction();
    while (take("||")) is = conjunction() || is;
    return is;
  }
  bool conjunction() {
    bool is = comparison();
    while (take("&&")) is = comparison() && is;
    return is;
  }
  bool comparison() {
    bool is = factor();
    for (std::string_view token : {"!=", "<=", ">=", "=", "<", ">"}) {
      if (take(token)) {
        factor();
        return true;
      }
    }
    return is;
  }
  bool factor() {
    skip();
    if (depth_ == kDepth) at_ = text_.size();
    if (at_ >= text_.size()) return true;
    ++depth_;
    const bool is = insideFactor();
    --depth_;
    return is;
  }
  bool insideFactor() {
    if (text_[at_] == '!' && text_.substr(at_, 2) != "!=") {
      ++at_;
      // "not set" is possible for whatever is not an architecture's own symbol.
      skip();
      const size_t start = at_;
      negated_ = !negated_;
      const bool is = factor();
      negated_ = !negated_;
      const std::string name(text_.substr(start, at_ - start));
      return archOfSymbol(name).empty() ? true : !is;
    }
    if (take("(")) {
      const bool is = disjunction();
      take(")");
      return is;
    }
    if (text_[at_] == '"' || text_[at_] == '\'') {
      const char quote = text_[at_++];
      while (at_ < text_.size() && text_[at_] != quote) ++at_;
      at_ = std::min(at_ + 1, text_.size());
      return true;
    }
    if (text_.substr(at_, 2) == "$(") {
      int depth = 0;
      do {
        if (text_[at_] == '(') ++depth;
        if (text_[at_] == ')') --depth;
        ++at_;
      } while (at_ < text_.size() && (depth > 0 || text_[at_ - 1] == '$'));
      return true;
    }
    const size_t start = at_;
    while (at_ < text_.size() && isWord(text_[at_])) ++at_;
    if (at_ == start) {
      ++at_;
      return true;
    }
    const std::string name(text_.substr(start, at_ - start));
    if (name == "y" || name == "m") return true;
    if (name == "n") return false;
    // A negated symbol that is no architecture's is not asked for: see above.
    if (negated_ && archOfSymbol(name).empty()) return false;
    return value_(name);
  }

  std::string_view text_;
  const std::function<bool(const std::string&)>& value_;
  static constexpr int kDepth = 200;  ///< nobody nests deeper; the rest of the text says nothing
  size_t at_ = 0;
  int depth_ = 0;
  bool negated_ = false;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::string_view firstWord(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && !std::isspace(static_cast<unsigned char>(text[end]))) ++end;
  return text.substr(0, end);
}

/// The lines of a Kconfig file, continued ones joined, comments removed.
std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::string line;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    std::string part = text.substr(at, end - at);
    at = end + 1;
    if (!part.empty() && part.back() == '\\') {
      part.pop_back();
      line += part + " ";
      continue;
    }
    line += part;
    lines.push_back(line);
    line.clear();
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace

bool evaluateCondition(std::string_view expression, const std::function<bool(const std::string&)>& value) {
  return Condition(expression, value).whole();
}

Kconfig Kconfig::read(const std::string& tree) {
  Kconfig kconfig;
  kconfig.tree_ = tree;
  std::error_code ec;
  for (const auto& entry : std::filesystem::directory_iterator(tree + "/arch", ec)) {
    if (entry.is_directory(ec)) kconfig.archs_.push_back(entry.path().filename().string());
  }
  kconfig.readFile(tree, "Kconfig", "", {}, 0);
  // Before 4.20 an architecture's Kconfig includes all the others.
  for (const std::string& arch : kconfig.archs_) {
    kconfig.readFile(tree, "arch/" + arch + "/Kconfig", arch, {}, 0);
  }
  return kconfig;
}

void Kconfig::readFile(const std::string& tree, const std::string& file, const std::string& arch,
                       const std::vector<std::string>& enclosing, int depth) {
  // A generic file is read once, whichever architecture includes it first.
  const std::string own_arch = archOfPath(file);
  if (depth > 30 || !seen_.emplace(file, true).second) return;
  const auto text = slurp(tree + "/" + file);
  if (!text) return;

  enum class In { nothing, config, menu, choice };
  std::vector<std::string> conditions = enclosing;
  std::vector<size_t> blocks;  // how many conditions there were before each if, menu and choice
  In in = In::nothing;
  Definition* current = nullptr;
  std::string symbol;
  size_t help_indent = 0;
  bool in_help = false;
  for (const std::string& raw : linesOf(*text)) {
    size_t indent = 0;
    for (char c : raw) {
      if (c == ' ') {
        ++indent;
      } else if (c == '\t') {
        indent = (indent / 8 + 1) * 8;
      } else {
        break;
      }
    }
    std::string_view line = trimmed(raw);
    if (line.empty() || line[0] == '#') continue;
    if (in_help) {
      if (help_indent == 0) help_indent = indent;
      if (indent >= help_indent && indent > 0) continue;
      in_help = false;
    }
    const std::string_view word = firstWord(line);
    const std::string_view rest = trimmed(line.substr(word.size()));
    if (word == "help" || word == "---help---") {
      in_help = true;
      help_indent = 0;
    } else if (word == "config" || word == "menuconfig") {
      symbol = std::string(firstWord(rest));
      Definition definition;
      definition.arch = own_arch;
      definition.conditions = conditions;
      auto& all = definitions_[symbol];
      all.push_back(std::move(definition));
      current = &all.back();
      in = In::config;
    } else if (word == "if") {
      blocks.push_back(conditions.size());
      conditions.emplace_back(rest);
      in = In::nothing;
    } else if (word == "menu" || word == "choice") {
      blocks.push_back(conditions.size());
      in = word == "menu" ? In::menu : In::choice;
      current = nullptr;
    } else if (word == "endif" || word == "endmenu" || word == "endchoice") {
      if (!blocks.empty()) {
        conditions.resize(blocks.back());
        blocks.pop_back();
      }
      in = In::nothing;
    } else if (word == "comment") {
      in = In::nothing;
      current = nullptr;
    } else if (word == "source" || word == "osource" || word == "rsource" || word == "orsource") {
      std::string path;
      for (char c : rest) {
        if (c == '#') break;
        if (c != '"' && c != '\'') path += c;
      }
      path = std::string(trimmed(path));
      if (word[0] == 'r' || starts(word, "or")) {
        path = (std::filesystem::path(file).parent_path() / path).lexically_normal().string();
      }
      in = In::nothing;
      const size_t variable = path.find('$');
      if (variable == std::string::npos) {
        readFile(tree, path, arch, conditions, depth + 1);
      } else {
        // "arch/$(SRCARCH)/Kconfig": of every architecture.
        const size_t end = path.find('/', variable);
        for (const std::string& each : archs_) {
          const std::string tail = end == std::string::npos ? std::string() : path.substr(end);
          readFile(tree, path.substr(0, variable) + each + tail, each, conditions, depth + 1);
        }
      }
    } else if (word == "depends") {
      std::string_view condition = rest;
      if (starts(condition, "on")) condition = trimmed(condition.substr(2));
      if (in == In::config && current) {
        current->conditions.emplace_back(condition);
      } else if (in == In::menu || in == In::choice) {
        conditions.emplace_back(condition);
      }
    } else if (in == In::config && current) {
      if (word == "select" || word == "imply") {
        if (word == "select") selected_by_[std::string(firstWord(rest))].push_back(symbol);
      } else if (word == "bool" || word == "tristate" || word == "string" || word == "int" || word == "hex" ||
                 word == "prompt") {
        if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) current->has_prompt = true;
      } else if (starts(word, "def") || word == "default") {
        current->has_default = true;
      }
    }
  }
}

std::vector<std::string> Kconfig::files() const {
  std::vector<std::string> files;
  for (const auto& [file, read] : seen_) files.push_back(tree_ + "/" + file);
  return files;
}

std::vector<std::string> Kconfig::needs(const std::string& symbol, const std::string& arch) const {
  std::vector<std::string> order = {symbol};
  for (size_t at = 0; at < order.size() && order.size() < 200; ++at) {
    const auto found = definitions_.find(order[at]);
    if (found == definitions_.end()) continue;
    for (const Definition& definition : found->second) {
      if (!definition.arch.empty() && definition.arch != arch) continue;
      const auto selectors = selected_by_.find(order[at]);
      if (!definition.has_prompt && selectors != selected_by_.end()) {
        for (const std::string& selector : selectors->second) {
          if (std::find(order.begin(), order.end(), selector) == order.end()) order.push_back(selector);
        }
      }
      for (const std::string& condition : definition.conditions) {
        evaluateCondition(condition, [&](const std::string& name) {
          if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
          return true;
        });
      }
    }
  }
  return order;
}

bool Kconfig::possible(const std::string& symbol, const std::string& arch) const {
  std::map<std::string, bool> known;
  return possible(symbol, arch, known, 0);
}

bool Kconfig::possible(const std::string& symbol, const std::string& arch, std::map<std::string, bool>& known,
                       int depth) const {
  const std::string named = archOfSymbol(symbol);
  if (!named.empty() && named != arch) return false;
  const auto found = definitions_.find(symbol);
  // A symbol that no Kconfig file defines is n; asked for directly, nothing is known.
  if (found == definitions_.end()) return !named.empty() || depth == 0;
  if (const auto at = known.find(symbol); at != known.end()) return at->second;
  if (depth > 12) return true;
  known[symbol] = true;  // a cycle says nothing
  const auto value = [&](const std::string& name) { return possible(name, arch, known, depth + 1); };
  bool is = false;
  for (const Definition& definition : found->second) {
    if (!definition.arch.empty() && definition.arch != arch) continue;
    bool all = true;
    for (const std::string& condition : definition.conditions) {
      if (!evaluateCondition(condition, value)) {
        all = false;
        break;
      }
    }
    if (all && !definition.has_prompt && !definition.has_default) {
      // Only a select can set it.
      all = false;
      if (const auto selectors = selected_by_.find(symbol); selectors != selected_by_.end()) {
        for (const std::string& selector : selectors->second) all = all || value(selector);
      }
    }
    is = is || all;
  }
  known[symbol] = is;
  return is;
}

}  // namespace gupkit::kbuild
