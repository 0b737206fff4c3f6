// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/makefile_text.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "kbuild/files.h"
#include "kbuild/flags.h"
#include "support/text.h"

namespace gupkit::kbuild {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr int kDepth = 40;              ///< of variables in variables, and of includes
constexpr size_t kLongest = 1 << 20;    ///< of one value
/// Bytes that are looked at for one folder. Variables that name each other twice double with each step.
constexpr size_t kMostWork = size_t(64) << 20;
constexpr size_t kEntry = 4096;         ///< of it, an entry of a folder for a wildcard
constexpr size_t kMostFiles = 500;      ///< read for one folder

Words wordsOf(const std::string& text) {
  Words out;
  for (size_t at = 0; at < text.size();) {
    at = text.find_first_not_of(" \t\n", at);
    if (at == std::string::npos) break;
    const size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string joined(const Words& words) { return join(words, " "); }

/// `pattern` with one % against a word; the stem where it fits.
bool fits(const std::string& pattern, const std::string& word, std::string* stem = nullptr) {
  const size_t percent = pattern.find('%');
  if (percent == std::string::npos) return pattern == word;
  const size_t tail = pattern.size() - percent - 1;
  if (word.size() < pattern.size() - 1 || word.compare(0, percent, pattern, 0, percent) != 0 ||
      word.compare(word.size() - tail, tail, pattern, percent + 1, tail) != 0) {
    return false;
  }
  if (stem) *stem = word.substr(percent, word.size() - tail - percent);
  return true;
}

bool fitsOne(const Words& patterns, const std::string& word) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return fits(p, word); });
}

std::string patsubst(const std::string& from, const std::string& to, const std::string& text) {
  Words out;
  size_t size = 0;
  for (const std::string& word : wordsOf(text)) {
    std::string stem;
    if ((size += to.size() + word.size()) > kLongest) break;
    if (!fits(from, word, &stem)) {
      out.push_back(word);
      continue;
    }
    std::string made = to;
    if (const size_t percent = made.find('%'); percent != std::string::npos && from.find('%') != std::string::npos)
      made.replace(percent, 1, stem);
    out.push_back(made);
  }
  return joined(out);
}

class Reader {
 public:
  Reader(const MakeContext& context, const std::string& folder, std::vector<std::string>& left_out)
      : context_(context), left_out_(left_out) {
    const bool absolute = !folder.empty() && folder[0] == '/';
    folder_ = absolute ? folder : context.tree + "/" + folder;
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, std::string>>{
             {"srctree", context.tree}, {"abs_srctree", context.tree}, {"objtree", context.objects},
             {"abs_objtree", context.objects}, {"srcroot", context.module.empty() ? context.tree : context.module},
             {"SRCARCH", context.arch}, {"ARCH", context.make_arch}, {"BITS", context.is_64bit ? "64" : "32"},
             {"CC", context.compiler}, {"KBUILD_EXTMOD", context.module}, {"M", context.module},
             {"KDIR", context.tree}, {"KERNELDIR", context.tree}, {"KERNEL_SRC", context.tree},
             {"KERNELRELEASE", "0"}, {"PWD", folder_}, {"CURDIR", folder_}, {"src", folder_}, {"obj", folder_},
             {"kbuild-dir", folder_}, {"comma", ","}, {"cc-name", "clang"}, {"CONFIG_SHELL", "sh"}}) {
      variables_[name] = {value, false};
    }
    readConfiguration();
    for (const auto& [name, value] : variables_) before_.insert(name);
  }

  void read(const std::string& path, int depth = 0) {
    const auto text = slurp(path);
    if (!text || depth > 8 || files_.size() >= kMostFiles) {
      leave("include " + path + " cannot be read");
      return;
    }
    files_.push_back(path);
    std::vector<bool> active, taken;  // of each open conditional
    bool in_define = false;
    std::string line;
    for (const std::string& piece : split(*text, '\n')) {
      line += piece;
      if (!line.empty() && line.back() == '\\') {
        line.back() = ' ';
        continue;
      }
      std::string now;
      now.swap(line);
      if (!now.empty() && now.back() == '\r') now.pop_back();
      if (now.empty() || now[0] == '\t') continue;  // of a recipe
      now = std::string(trim(withoutComment(now)));
      const std::string word = now.substr(0, now.find_first_of(" \t("));
      if (in_define) {
        in_define = word != "endef";
        continue;
      }
      if (conditional(word, now, active, taken)) continue;
      if (std::find(active.begin(), active.end(), false) != active.end()) continue;
      if (word == "define") in_define = true;
      else if (word == "include" || word == "-include" || word == "sinclude") include(now.substr(word.size()), depth);
      else assignment(now);
    }
  }

  FolderMakefile result() {
    FolderMakefile out;
    for (const auto& [name, value] : variables_) {
      if (before_.count(name) && !changed_.count(name)) continue;
      if (!tells(name)) continue;
      Words words = shellWords(expand(value.text));
      if (!words.empty()) out.variables[name] = std::move(words);
    }
    out.files = files_;
    return out;
  }

 private:
  struct Value {
    std::string text;
    bool recursive = false;
  };

  void leave(const std::string& what) {
    if (std::find(left_out_.begin(), left_out_.end(), what) == left_out_.end()) left_out_.push_back(what);
  }

  static bool tells(const std::string& name) {
    for (const char* whole : {"EXTRA_CFLAGS", "KBUILD_CFLAGS", "KBUILD_CPPFLAGS", "NOSTDINC_FLAGS", "LINUXINCLUDE", "CPPFLAGS"})
      if (name == whole) return true;
    for (const char* begin : {"ccflags-", "subdir-", "CFLAGS_", "obj-", "lib-"})
      if (name.rfind(begin, 0) == 0) return true;
    for (const char* end : {"-y", "-m", "-objs", "-"})
      if (name.ends_with(end)) return true;
    return false;
  }

  void readConfiguration() {
    const auto conf = slurp(context_.objects + "/include/config/auto.conf");
    if (!conf) return;
    for (const std::string& line : split(*conf, '\n')) {
      const size_t equals = line.find('=');
      if (line.rfind("CONFIG_", 0) == 0 && equals != std::string::npos)
        variables_[line.substr(0, equals)] = {line.substr(equals + 1), false};
    }
  }

  static std::string withoutComment(const std::string& line) {
    for (size_t at = 0; at < line.size(); ++at)
      if (line[at] == '#' && (at == 0 || line[at - 1] != '\\')) return line.substr(0, at);
    return line;
  }

  /// Takes ifeq, ifneq, ifdef, ifndef, else and endif.
  bool conditional(const std::string& word, const std::string& line, std::vector<bool>& active, std::vector<bool>& taken) {
    if (word == "endif") {
      if (!active.empty()) active.pop_back(), taken.pop_back();
      return true;
    }
    if (word == "else") {
      if (active.empty()) return true;
      const std::string rest(trim(line.substr(4)));
      const bool was = taken.back();
      active.back() = !was && (rest.empty() || holds(rest));
      taken.back() = was || active.back();
      return true;
    }
    if (word != "ifeq" && word != "ifneq" && word != "ifdef" && word != "ifndef") return false;
    active.push_back(holds(line));
    taken.push_back(active.back());
    return true;
  }

  bool holds(const std::string& line) {
    const std::string word = line.substr(0, line.find_first_of(" \t("));
    const std::string rest(trim(line.substr(word.size())));
    if (word == "ifdef" || word == "ifndef") {
      const auto at = variables_.find(expand(rest));
      return (at != variables_.end() && !at->second.text.empty()) == (word == "ifdef");
    }
    std::string left, right;
    if (!rest.empty() && rest[0] == '(') {
      int depth = 0;
      size_t comma = std::string::npos, end = rest.size();
      for (size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == '(') ++depth;
        if (rest[i] == ')' && --depth == 0) {
          end = i;
          break;
        }
        if (rest[i] == ',' && depth == 1 && comma == std::string::npos) comma = i;
      }
      if (comma == std::string::npos) return false;
      left = rest.substr(1, comma - 1);
      right = rest.substr(comma + 1, end - comma - 1);
    } else if (!rest.empty()) {  // "a" "b"
      const size_t close = rest.find(rest[0], 1);
      left = rest.substr(1, close == std::string::npos ? close : close - 1);
      const std::string other(close == std::string::npos ? std::string() : std::string(trim(rest.substr(close + 1))));
      if (other.size() > 1) right = other.substr(1, other.size() - 2);
    }
    const bool same = trim(expand(left)) == trim(expand(right));
    return same == (word == "ifeq");
  }

  void include(const std::string& names, int depth) {
    for (const std::string& name : wordsOf(expand(names))) {
      std::string path = name;
      if (path[0] != '/') {
        path = folder_ + "/" + name;
        if (!exists(path)) path = context_.tree + "/" + name;
      }
      if (exists(path)) read(fs::path(path).lexically_normal().string(), depth + 1);
    }
  }

  void assignment(const std::string& line) {
    size_t at = 0;
    int depth = 0;
    for (; at < line.size(); ++at) {
      if (line[at] == '(' || line[at] == '{') ++depth;
      if (line[at] == ')' || line[at] == '}') --depth;
      if (depth == 0 && (line[at] == '=' || (line[at] == ':' && line.find('=', at) != at + 1 && line.compare(at, 3, "::=") != 0))) break;
    }
    if (at >= line.size() || line[at] == ':') return;  // a rule, or nothing
    size_t end = at;
    char how = '=';
    if (end && std::string("+:?!").find(line[end - 1]) != std::string::npos) how = line[--end];
    while (end && line[end - 1] == ':') --end;
    std::string name(trim(line.substr(0, end)));
    for (const char* prefix : {"export ", "override ", "private "})
      if (name.rfind(prefix, 0) == 0) name = std::string(trim(name.substr(std::string(prefix).size())));
    name = expand(name);
    if (name.empty() || name.find_first_of(" \t") != std::string::npos) return;
    const std::string value(trim(line.substr(at + 1)));
    Value& variable = variables_[name];
    changed_.insert(name);
    switch (how) {
      case '!':
        leave("!= is not run");
        variable = {"", false};
        break;
      case '?':
        if (variable.text.empty()) variable = {value, true};
        break;
      case '+':
        variable.text += (variable.text.empty() ? "" : " ") + (variable.recursive ? value : expand(value));
        break;
      case ':':
        variable = {escaped(expand(value)), false};
        break;
      default:
        variable = {value, true};
    }
    if (variable.text.size() > kLongest) variable.text.clear();
  }

  /// A value that is final: its dollars are dollars.
  static std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) out += c == '$' ? "$$" : std::string(1, c);
    return out;
  }

  bool mayGoOn(size_t work) {
    if (work_ <= kMostWork && (work_ += work) > kMostWork) leave("it expands to more than is read");
    return work_ <= kMostWork;
  }

  std::string expand(const std::string& text, int depth = 0) {
    std::string out;
    if (depth > kDepth || !mayGoOn(text.size() + 16)) return out;
    for (size_t at = 0; at < text.size() && out.size() < kLongest; ++at) {
      if (text[at] != '$' || at + 1 == text.size()) {
        out += text[at];
        continue;
      }
      const char open = text[++at];
      if (open == '$') {
        out += '$';
        continue;
      }
      if (open != '(' && open != '{') {
        out += valueOf(std::string(1, open), depth);
        continue;
      }
      const char close = open == '(' ? ')' : '}';
      int level = 1;
      const size_t begin = at + 1;
      size_t end = begin;
      for (; end < text.size(); ++end) {
        if (text[end] == open) ++level;
        if (text[end] == close && --level == 0) break;
      }
      out += reference(text.substr(begin, end - begin), depth);
      at = end;
    }
    return out;
  }

  std::string valueOf(const std::string& name, int depth) {
    const auto at = variables_.find(name);
    return at == variables_.end() ? std::string() : expand(at->second.text, depth + 1);
  }

  static Words arguments(const std::string& text) {
    Words out(1);
    int depth = 0;
    for (char c : text) {
      if (c == '(' || c == '{') ++depth;
      if (c == ')' || c == '}') --depth;
      if (c == ',' && depth == 0) out.emplace_back();
      else out.back() += c;
    }
    return out;
  }

  std::string reference(const std::string& text, int depth) {
    const size_t space = text.find_first_of(" \t");
    const std::string function = text.substr(0, space);
    if (space != std::string::npos && function.find('$') == std::string::npos) {
      return call(function, arguments(std::string(trim(text.substr(space + 1)))), depth);
    }
    // $(name:%.o=%.c)
    if (const size_t colon = text.find(':'); colon != std::string::npos && text.find('=', colon) != std::string::npos) {
      const size_t equals = text.find('=', colon);
      std::string from = expand(text.substr(colon + 1, equals - colon - 1), depth + 1), to = expand(text.substr(equals + 1), depth + 1);
      if (from.find('%') == std::string::npos) from = "%" + from, to = "%" + to;
      return patsubst(from, to, valueOf(expand(text.substr(0, colon), depth + 1), depth));
    }
    return valueOf(expand(text, depth + 1), depth);
  }

  std::string call(const std::string& function, const Words& raw, int depth) {
    const auto argument = [&](size_t i) { return i < raw.size() ? expand(raw[i], depth + 1) : std::string(); };
    if (function == "shell") {
      if (trim(raw[0]) == "pwd") return folder_;
      leave("$(shell " + raw[0].substr(0, 60) + ") is not run");
      return {};
    }
    if (function == "call") return called(argument(0), raw, depth);
    if (function == "if") return !trim(argument(0)).empty() ? argument(1) : argument(2);
    if (function == "or" || function == "and") {
      std::string last;
      for (size_t i = 0; i < raw.size(); ++i) {
        last = argument(i);
        if (trim(last).empty() == (function == "and")) return last;
      }
      return last;
    }
    if (function == "foreach") {
      Words out;
      const std::string name = argument(0);
      const Value before = variables_[name];
      for (const std::string& word : wordsOf(argument(1))) {
        variables_[name] = {word, false};
        out.push_back(argument(2));
      }
      variables_[name] = before;
      return joined(out);
    }
    if (function == "strip") return joined(wordsOf(argument(0)));
    if (function == "subst") return replaced(argument(2), argument(0), argument(1));
    if (function == "patsubst") return patsubst(argument(0), argument(1), argument(2));
    if (function == "findstring") return argument(1).find(argument(0)) != std::string::npos ? argument(0) : "";
    if (function == "filter" || function == "filter-out") {
      Words out;
      for (const std::string& word : wordsOf(argument(1)))
        if (fitsOne(wordsOf(argument(0)), word) == (function == "filter")) out.push_back(word);
      return joined(out);
    }
    if (function == "addprefix" || function == "addsuffix") {
      Words words = wordsOf(argument(1));
      const std::string part = argument(0);
      if (words.size() * part.size() > kLongest) return {};
      for (std::string& word : words) word = function == "addprefix" ? part + word : word + part;
      return joined(words);
    }
    Words words = wordsOf(argument(0));
    if (function == "sort") {
      std::sort(words.begin(), words.end());
      words.erase(std::unique(words.begin(), words.end()), words.end());
      return joined(words);
    }
    if (function == "firstword") return words.empty() ? "" : words.front();
    if (function == "lastword") return words.empty() ? "" : words.back();
    if (function == "words") return std::to_string(words.size());
    if (function == "wildcard") return wildcard(words);
    if (function == "realpath" || function == "abspath") {
      for (std::string& word : words) word = fs::path(word[0] == '/' ? word : folder_ + "/" + word).lexically_normal().string();
      return joined(words);
    }
    if (function == "dir" || function == "notdir" || function == "basename") {
      for (std::string& word : words) {
        const size_t slash = word.rfind('/'), dot = word.rfind('.');
        if (function == "dir") word = slash == std::string::npos ? "./" : word.substr(0, slash + 1);
        else if (function == "notdir") word = slash == std::string::npos ? word : word.substr(slash + 1);
        else if (dot != std::string::npos && (slash == std::string::npos || dot > slash)) word.resize(dot);
      }
      return joined(words);
    }
    if (function != "info" && function != "warning" && function != "error") leave("$(" + function + " ...) is not known");
    return {};
  }

  /// Probes of the compiler answer yes, as everywhere: what the parser does not know is dropped later.
  std::string called(const std::string& name, const Words& raw, int depth) {
    const auto argument = [&](size_t i) { return i < raw.size() ? expand(raw[i], depth + 1) : std::string(); };
    if (name == "cc-option" || name == "as-option" || name == "ld-option") return argument(1);
    if (name == "cc-disable-warning") return "-Wno-" + argument(1);
    if (name == "cc-option-yn" || name == "clang-min-version" || name == "test-ge" || name == "test-gt") return "y";
    const auto at = variables_.find(name);
    if (at == variables_.end()) return {};
    if (!mayGoOn(variables_.size())) return {};
    const auto saved = variables_;
    for (size_t i = 0; i < raw.size() && i < 10; ++i) variables_[std::to_string(i)] = {argument(i), false};
    std::string out = expand(at->second.text, depth + 1);
    variables_ = saved;
    return out;
  }

  std::string replaced(std::string text, const std::string& from, const std::string& to) const {
    for (size_t at = 0; !from.empty() && text.size() <= kLongest && (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
    return text;
  }

  /// Of `*`, in any part of a path.
  std::string wildcard(const Words& patterns) {
    Words out;
    for (const std::string& pattern : patterns) {
      const bool absolute = pattern[0] == '/';
      Words found = absolute ? Words{"/"} : Words{""};
      for (const fs::path& part : fs::path(pattern).relative_path()) {
        Words next;
        for (const std::string& folder : found) matches(absolute ? folder : folder_ + "/" + folder, folder, part.string(), next);
        found.swap(next);
      }
      std::sort(found.begin(), found.end());
      out.insert(out.end(), found.begin(), found.end());
    }
    return joined(out);
  }

  /// Adds the names in a folder that fit one part of a pattern.
  void matches(const fs::path& folder, const std::string& spelled, const std::string& part, Words& out) {
    const auto add = [&](const std::string& name) { out.push_back((fs::path(spelled) / name).string()); };
    const size_t star = part.find('*');
    if (star == std::string::npos) {
      if (exists((folder / part).string())) add(part);
      return;
    }
    std::string pattern = part;
    pattern.replace(star, 1, "%");
    std::error_code ec;
    for (fs::directory_iterator it(folder, ec), end; !ec && it != end && mayGoOn(kEntry); it.increment(ec))
      if (const std::string name = it->path().filename().string(); fits(pattern, name)) add(name);
  }

  const MakeContext& context_;
  std::vector<std::string>& left_out_;
  std::string folder_;
  std::map<std::string, Value> variables_;
  std::set<std::string> before_, changed_;
  std::vector<std::string> files_;
  size_t work_ = 0;
};

}  // namespace

FolderMakefile readMakefileText(const MakeContext& context, const std::string& folder, std::vector<std::string>& left_out) {
  Reader reader(context, folder, left_out);
  reader.read(makefileOf(context.tree, folder));
  return reader.result();
}

}  // namespace gupkit::kbuild
