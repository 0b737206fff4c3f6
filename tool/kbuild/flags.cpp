// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/flags.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "gupkit/kbuild.h"
#include "kbuild/files.h"

namespace gupkit::kbuild {
namespace {

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

bool ends(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

/// Flags whose argument is a path, joined or in the next word.
constexpr std::array<std::string_view, 8> kPathFlags = {"-I",       "-include", "-isystem",  "-iquote",
                                                        "-idirafter", "-imacros", "--sysroot", "-isysroot"};

/// A flag that takes a path in front of `word`, longest first.
std::string_view pathFlagOf(std::string_view word) {
  std::string_view best;
  for (std::string_view flag : kPathFlags) {
    if (starts(word, flag) && flag.size() > best.size()) best = flag;
  }
  return best;
}

std::string absolute(std::string_view path, const std::string& directory) {
  if (path.empty() || path[0] == '/' || path[0] == '=' || directory.empty()) return std::string(path);
  return (std::filesystem::path(directory) / path).lexically_normal().string();
}

bool dropped(std::string_view word) {
  if (word == "-c" || word == "-S" || word == "-E" || word == "-MD" || word == "-MMD" || word == "-MP" ||
      word == "-pipe" || word == "-M" || word == "-MM" || word == "-save-temps" || word == "-w") {
    return true;
  }
  for (std::string_view prefix :
       {"-Wp,-MD", "-Wp,-MMD", "-Wp,-MT", "-Werror", "-fplugin", "-g", "-frandomize-layout", "-fprofile", "-flto",
        "-save-temps", "-fdump", "-fsanitize-coverage-", "-Wa,", "-fdiagnostics", "-fcolor", "-D__CHECKER"}) {
    if (starts(word, prefix)) return true;
  }
  return false;
}

bool droppedWithArgument(std::string_view word) {
  return word == "-o" || word == "-MF" || word == "-MT" || word == "-MQ" || word == "--param" || word == "-dumpbase" ||
         word == "-dumpdir" || word == "-mllvm" || word == "-MJ" || word == "-Xclang" || word == "-Xassembler" ||
         word == "-Xlinker" || word == "-Xpreprocessor" || word == "-include-pch" || word == "-aux-info" ||
         word == "-wrapper" || word == "-B" || word == "-T" || word == "-L" || word == "-l" || word == "-u" ||
         word == "-A" || word == "-iprefix" || word == "-iwithprefix" || word == "-iwithprefixbefore" ||
         word == "--config" || word == "--serialize-diagnostics" || word == "-index-store-path" ||
         word == "-dependency-file" || word == "--output" || word == "-meabi" || word == "-G";
}

/// A word of the command that is none of the flags for parsing, whatever Clang takes it for: other flags that end
/// in a path (-include-pch) must not be taken for one of kPathFlags with the rest of their name as its path.
bool otherFlag(std::string_view word) {
  for (std::string_view prefix : {"-include-", "-isystem-", "-iquote-", "-imacros-", "-idirafter-"}) {
    if (starts(word, prefix)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::vector<std::string>> shellCommands(std::string_view text) {
  std::vector<std::vector<std::string>> commands(1);
  std::string word;
  bool in_word = false;
  const auto endWord = [&] {
    if (in_word) commands.back().push_back(word);
    word.clear();
    in_word = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\'') {
      in_word = true;
      for (++i; i < text.size() && text[i] != '\''; ++i) word += text[i];
    } else if (c == '"') {
      in_word = true;
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        word += text[i];
      }
    } else if (c == '\\' && i + 1 < text.size()) {
      ++i;
      if (text[i] == '\n') continue;
      in_word = true;
      word += text[i];
    } else if (c == ';' || c == '|' || c == '&' || c == '\n') {
      endWord();
      if (!commands.back().empty()) commands.emplace_back();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      endWord();
    } else {
      in_word = true;
      word += c;
    }
  }
  endWord();
  if (commands.back().empty()) commands.pop_back();
  return commands;
}

std::vector<std::string> shellWords(std::string_view text) {
  std::vector<std::string> words;
  for (std::vector<std::string>& command : shellCommands(text)) {
    for (std::string& word : command) words.push_back(std::move(word));
  }
  return words;
}

std::optional<std::vector<std::string>> compileOf(std::string_view text, std::string_view source) {
  for (const std::vector<std::string>& words : shellCommands(text)) {
    bool compiles = false;
    bool other = false;
    bool has_source = false;
    for (const std::string& word : words) {
      if (word == "-c") compiles = true;
      if (word == "-E" || word == "-S") other = true;
      if (ends(word, source) && (word.size() == source.size() || word[word.size() - source.size() - 1] == '/')) {
        has_source = true;
      }
    }
    if (!compiles || other || !has_source || words.size() < 3) continue;
    // What stands before the first option is the compiler, with or without ccache.
    size_t first = 0;
    while (first < words.size() && !starts(words[first], "-") && !starts(words[first], "@")) ++first;
    return std::vector<std::string>(words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
  }
  return std::nullopt;
}

namespace {

Status addWithFiles(const std::vector<std::string>& arguments, const std::string& directory, int depth, std::vector<std::string>& out) {
  for (const std::string& word : arguments) {
    if (word.size() < 2 || word[0] != '@') {
      out.push_back(word);
      continue;
    }
    const auto text = slurp(absolute(std::string_view(word).substr(1), directory));
    if (!text || depth > 8 || text->size() > (size_t(16) << 20))
      return Error{word, "the flags in this file cannot be read", "make the build leave it in place"};
    if (const Status status = addWithFiles(shellWords(*text), directory, depth + 1, out); !status) return status;
  }
  return Done{};
}

}  // namespace

Result<std::vector<std::string>> withResponseFiles(const std::vector<std::string>& arguments, const std::string& directory) {
  std::vector<std::string> out;
  if (const Status status = addWithFiles(arguments, directory, 0, out); !status) return status.error();
  return out;
}

std::vector<std::string> parsingFlags(const std::vector<std::string>& arguments, const std::string& directory) {
  std::vector<std::string> flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (droppedWithArgument(word)) {
      ++i;
    } else if (starts(word, "-o") && word.size() > 2) {
      continue;
    } else if (dropped(word) || otherFlag(word)) {
      continue;
    } else if (const std::string_view flag = pathFlagOf(word); !flag.empty()) {
      std::string_view path = std::string_view(word).substr(flag.size());
      const bool equals = starts(path, "=");
      if (equals) path.remove_prefix(1);
      if (path.empty()) {
        if (++i == arguments.size()) break;
        flags.push_back(word);
        flags.push_back(absolute(arguments[i], directory));
      } else {
        flags.push_back(std::string(flag) + (equals ? "=" : "") + absolute(path, directory));
      }
    } else if (!starts(word, "-")) {
      continue;  // the source, or an output
    } else if ((word == "-D" || word == "-U" || word == "-x" || word == "-target") &&
               i + 1 < arguments.size()) {
      flags.push_back(word);
      flags.push_back(arguments[++i]);
    } else {
      flags.push_back(word);
    }
  }
  return flags;
}

bool forcesIncludes(const std::vector<std::string>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (starts(word, "@")) return true;
    const std::string_view flag = pathFlagOf(word);
    if (flag != "-include" && flag != "-imacros") continue;
    std::string_view path = std::string_view(word).substr(flag.size());
    if (path.empty() && i + 1 < arguments.size()) path = arguments[++i];
    bool known = false;
    for (std::string_view header : {"linux/kconfig.h", "linux/compiler-version.h", "linux/compiler_types.h", "generated/autoconf.h"})
      known = known || ends(path, header);
    if (!known) return true;
  }
  return false;
}

bool forcesIncludes(std::string_view makefile) {
  bool continued = false;
  while (!makefile.empty()) {
    const size_t end = std::min(makefile.find('\n'), makefile.size());
    std::string_view line = makefile.substr(0, end);
    makefile.remove_prefix(std::min(end + 1, makefile.size()));
    const bool goes_on = ends(line, "\\");
    line = line.substr(0, line.find('#'));
    for (std::string_view flag : {"-include", "-imacros"})
      for (size_t at = line.find(flag); at != std::string_view::npos; at = line.find(flag, at + 1)) {
        const bool begins = line.find_first_not_of(" \t") == at && !continued;
        const size_t next = at + flag.size();
        const bool ended = next == line.size() || line[next] == ' ' || line[next] == '\t' || line[next] == '$' || line[next] == '\\';
        if (!begins && ended && line[at - (at > 0)] != '-') return true;
      }
    continued = goes_on;
  }
  return false;
}

std::vector<std::string> withoutFileNames(const std::vector<std::string>& flags) {
  std::vector<std::string> kept;
  for (size_t i = 0; i < flags.size(); ++i) {
    const bool split = flags[i] == "-D" && i + 1 < flags.size();
    const std::string_view macro = split ? std::string_view(flags[i + 1])
                                         : starts(flags[i], "-D") ? std::string_view(flags[i]).substr(2)
                                                                  : std::string_view();
    const bool names_file = starts(macro, "KBUILD_") || starts(macro, "__KBUILD_") || macro == "MODULE";
    if (!names_file) {
      kept.push_back(flags[i]);
      if (split) kept.push_back(flags[i + 1]);
    }
    if (split) ++i;
  }
  return kept;
}

}  // namespace gupkit::kbuild

namespace gupkit {

std::vector<std::string> dropGccOnly(const std::vector<std::string>& flags,
                                     const std::function<bool(const std::string&)>& known) {
  std::vector<std::string> kept;
  for (size_t i = 0; i < flags.size(); ++i) {
    const std::string& flag = flags[i];
    // A flag and its argument in the next word live and die together.
    const bool has_argument = i + 1 < flags.size() && !kbuild::starts(flags[i + 1], "-");
    if (known(flag)) {
      kept.push_back(flag);
      if (has_argument) kept.push_back(flags[i + 1]);
    }
    if (has_argument) ++i;
  }
  return kept;
}

const char* name(FlagSource source) {
  switch (source) {
    case FlagSource::compile_commands: return "compile_commands.json";
    case FlagSource::cmd_file: return ".cmd file";
    case FlagSource::dry_run: return "Kbuild";
    case FlagSource::synthesized: return "synthesized";
  }
  return "";
}

}  // namespace gupkit
