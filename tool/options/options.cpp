// SPDX-License-Identifier: GPL-2.0-only
#include "options/options.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "options/man.h"
#include "options/tables.h"
#include "support/parallel.h"
#include "support/spell.h"
#include "support/text.h"

namespace gupkit {
namespace {

const OptionSpec* findOption(const std::string& option_name) {
  for (const OptionSpec& option : optionTable())
    if (option_name == option.name) return &option;
  return nullptr;
}

const OptionSpec* findLetter(char letter) {
  for (const OptionSpec& option : optionTable())
    if (option.letter && option.letter == letter) return &option;
  return nullptr;
}

const CommandSpec* findCommand(const std::string& command_name) {
  for (const CommandSpec& command : commandTable())
    if (command_name == command.name) return &command;
  return nullptr;
}

std::string orHelp(std::string suggestion, const std::string& help) {
  return suggestion.empty() ? help : suggestion;
}

/// Takes the command line apart; what belongs together is checked afterwards.
class Parser {
 public:
  Parser(const std::vector<std::string>& arguments, const std::string& version)
      : arguments_(arguments), version_(version) {}

  Result<Options> parse() {
    bool only_words = false;
    for (at_ = 0; at_ < arguments_.size(); ++at_) {
      const std::string& argument = arguments_[at_];
      Status status = Done{};
      // From the first word that is no option of ours everything is the compiler's.
      if (options_.command == Command::check && !isCheckOption(argument)) {
        options_.compiler.assign(arguments_.begin() + long(at_), arguments_.end());
        break;
      }
      if (only_words || argument.size() < 2 || argument[0] != '-')
        status = takeWord(argument);
      else if (argument == "--")
        only_words = true;
      else if (argument[1] == '-')
        status = takeLong(argument);
      else
        status = takeLetters(argument);
      if (!status) return status.error();
    }
    if (version_asked_) return printing("gupkit " + version_ + "\n");
    if (man_asked_) return printing(manPage(options_.command, version_.substr(0, version_.find(' '))));
    if (!shell_.empty()) {
      std::string script = completionScript(shell_);
      if (script.empty()) return Error{"--completion " + shell_, "no such shell", "choose one of bash, zsh, fish"};
      return printing(std::move(script));
    }
    if (help_asked_) return printing(helpText(options_.command, brief_help_));
    if (const Status status = check(); !status) return status.error();
    return options_;
  }

 private:
  static bool isCheckOption(const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    for (const char* option : {"--error", "--pedantic", "--cache", "--model", "--api", "--help", "--man", "-h"})
      if (name == option) return true;
    return false;
  }

  static Result<Options> printing(std::string text) {
    Options options;
    options.print = std::move(text);
    return options;
  }

  Status takeWord(const std::string& word) {
    if (options_.command != Command::none) {
      words_.push_back(word);
      return Done{};
    }
    const CommandSpec* command = findCommand(word);
    if (!command) {
      std::vector<std::string> names;
      for (const CommandSpec& spec : commandTable()) names.push_back(spec.name);
      return Error{word, "no such command",
                   orHelp(didYouMean(word, names), "gupkit --help lists the commands")};
    }
    options_.command = command->command;
    return Done{};
  }

  Status takeLong(const std::string& argument) {
    const size_t equals = argument.find('=');
    const std::string option_name =
        argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const OptionSpec* option = findOption(option_name);
    if (!option) {
      std::vector<std::string> names;
      for (const OptionSpec& spec : optionTable())
        if (belongsTo(spec, options_.command)) names.push_back(std::string("--") + spec.name);
      return Error{
          "--" + option_name, "no such option",
          orHelp(didYouMean("--" + option_name, names), "gupkit --help lists the options")};
    }
    if (equals == std::string::npos) return take(*option, "--" + option_name, nullptr);
    const std::string value = argument.substr(equals + 1);
    return take(*option, "--" + option_name, &value);
  }

  /// "-j8", "-j 8", "-o FILE", "-h".
  Status takeLetters(const std::string& argument) {
    const OptionSpec* option = findLetter(argument[1]);
    if (!option || (!option->argument && argument.size() > 2)) {
      std::vector<std::string> names;
      for (const OptionSpec& spec : optionTable()) names.push_back(std::string("--") + spec.name);
      return Error{argument, "no such option",
                   orHelp(didYouMean("-" + argument, names), "gupkit --help lists the options")};
    }
    if (argument.size() == 2) return take(*option, argument, nullptr);
    const std::string value = argument.substr(2);
    return take(*option, argument.substr(0, 2), &value);
  }

  /// `value` is what stood in the same argument, if anything did.
  Status take(const OptionSpec& option, const std::string& as_written, const std::string* value) {
    if (!option.argument) {
      if (value) return Error{as_written, "takes no value", "write " + as_written + " alone"};
      if (std::string(option.name) == "version") return version_asked_ = true, Done{};
      if (std::string(option.name) == "help") {
        help_asked_ = true;
        brief_help_ = as_written == "-h";
        return Done{};
      }
      if (std::string(option.name) == "man") return man_asked_ = true, Done{};
      used_.push_back(&option);
      return option.set(options_, "");
    }
    if (!value) {
      if (at_ + 1 == arguments_.size())
        return Error{as_written, "needs a value", "write " + as_written + " " + option.argument};
      value = &arguments_[++at_];
    }
    if (value->empty())
      return Error{as_written, "has an empty value", "write " + as_written + " " + option.argument};
    if (std::string(option.name) == "completion") return shell_ = *value, Done{};
    used_.push_back(&option);
    return option.set(options_, *value);
  }

  Status check() {
    if (options_.command == Command::none)
      return Error{"gupkit", "no command given", "gupkit --help lists the commands"};
    const std::string command = std::string("gupkit ") + name(options_.command);
    const CommandSpec& spec = *findCommand(name(options_.command));
    for (const OptionSpec* option : used_) {
      if (belongsTo(*option, options_.command)) continue;
      std::vector<std::string> owners;
      for (Command owner : option->commands) owners.push_back(std::string("gupkit ") + name(owner));
      return Error{std::string("--") + option->name, "no option of " + command,
                   "it belongs to " + join(owners, ", ")};
    }
    const bool chosen = std::any_of(used_.begin(), used_.end(), [](const OptionSpec* o) { return std::string(o->name) == "format"; });
    if (!chosen) options_.format = spec.formats.front();
    if (std::find(spec.formats.begin(), spec.formats.end(), options_.format) == spec.formats.end()) {
      std::string other;
      for (const CommandSpec& one : commandTable())
        if (other.empty() && std::find(one.formats.begin(), one.formats.end(), options_.format) != one.formats.end()) other = one.name;
      return Error{std::string("--format ") + name(options_.format), command + " does not write this format",
                   "gupkit " + other + " --format " + name(options_.format) + " does"};
    }
    if (options_.exec_module && !options_.exec)
      return Error{"--exec", "contradicts --no-exec", "leave one of them out"};
    if (options_.exec_module && options_.kernel.empty())
      return Error{"--exec", "is about a driver out of the tree", "leave it out, or add --kernel KDIR"};
    if (options_.in_place && !options_.output.empty())
      return Error{"--output", "there is no diff to write with --in-place",
                   "leave one of them out"};
    if (options_.command == Command::check) {
      if (options_.compiler.empty())
        return Error{command, "no file given", "write make C=1 CHECK=\"gupkit check\""};
      if (options_.jobs == 0) options_.jobs = 1;
      if (options_.cache.empty()) options_.cache = defaultCacheFolder();
      return Done{};
    }
    if (options_.command == Command::cache) return checkCache();
    if (options_.command == Command::doctor && words_.empty()) {
      if (options_.cache.empty()) options_.cache = defaultCacheFolder();
      return Done{};
    }
    if (words_.empty())
      return Error{command, options_.command == Command::compare ? "no OLD.json given" : "no TREE given",
                   "write " + command + " " + spec.arguments};
    options_.tree = words_[0];
    const std::vector<std::string> rest(words_.begin() + 1, words_.end());
    if (options_.command == Command::compare) {
      if (rest.size() != 1)
        return Error{command, rest.empty() ? "no NEW.json given" : "takes two files", "write " + command + " " + spec.arguments};
      options_.other = rest[0];
    } else if (options_.command == Command::explain || options_.command == Command::bundle) {
      if (rest.size() != 1)
        return Error{command, rest.empty() ? "no FILE:LINE given" : "more than one FILE:LINE given",
                     "write " + command + " " + spec.arguments};
      if (const Status status = takePlace(rest[0]); !status) return status;
    } else if ((options_.command == Command::prepare || options_.command == Command::series || options_.command == Command::doctor) && !rest.empty()) {
      return Error{rest[0], command + " takes a TREE and nothing else",
                   "write " + command + " " + spec.arguments};
    } else {
      options_.paths = rest;
    }
    if (options_.command == Command::series) {
      if (options_.output.empty()) return Error{command, "no folder given", "write " + command + " " + spec.arguments};
      if (!options_.core && !options_.conversions)
        return Error{"--no-core", "leaves nothing with --core-only", "leave one of them out"};
    }
    if (const bool choosing = !options_.only.empty() || !options_.skip.empty() || options_.interactive; options_.reverse) {
      if (choosing || options_.verify)
        return Error{"--reverse", "takes all back", "leave --only, --skip, --interactive and --verify out"};
      if (!options_.paths.empty()) return Error{options_.paths[0], "--reverse takes all of TREE back", "leave PATHs out"};
    } else if (choosing && options_.engine == "cocci") {
      return Error{"--engine cocci", "knows of no groups to choose from", "leave it out"};
    }
    if (options_.command == Command::lint)
      if (const Status status = checkLint(); !status) return status;
    if (options_.jobs == 0) options_.jobs = defaultJobs();
    if (options_.cache.empty()) options_.cache = defaultCacheFolder();
    return Done{};
  }

  Status checkCache() {
    options_.action = words_.empty() ? "size" : words_[0];
    const std::vector<std::string> actions = {"size", "prune", "clear"};
    if (words_.size() > 1 || std::find(actions.begin(), actions.end(), options_.action) == actions.end())
      return Error{words_.back(), "gupkit cache takes one of size, prune and clear", orHelp(didYouMean(words_.back(), actions), "write gupkit cache size")};
    if (options_.limit && options_.action != "prune") return Error{"--limit", "is about gupkit cache prune", "leave it out"};
    if (!options_.limit && options_.action == "prune") return Error{"gupkit cache prune", "needs a limit", "write it like --limit 2G"};
    if (options_.cache.empty()) options_.cache = defaultCacheFolder();
    return Done{};
  }

  Status checkLint() const {
    const int changes = !options_.diff.empty() + !options_.since.empty() + options_.staged + !options_.patch.empty();
    if (changes > 1) return Error{"gupkit lint", "more than one of --diff, --since, --staged and --patch", "leave one of them"};
    if (!options_.diff.empty() && options_.diff.find("..") == std::string::npos)
      return Error{"--diff " + options_.diff, "not of the form A..B", "write it like --diff HEAD~1..HEAD, or use --since REV"};
    for (const std::string* revision : {&options_.diff, &options_.since})
      if (!revision->empty() && (*revision)[0] == '-')
        return Error{*revision, "is an option, no revision", "write it like --since v6.1"};
    if (options_.update_baseline && options_.baseline.empty())
      return Error{"--update-baseline", "there is no baseline to update", "add --baseline FILE"};
    if (options_.update_baseline && changes)
      return Error{"--update-baseline", "a change shows a part of the findings only", "leave the change out"};
    if (options_.update_baseline && !options_.paths.empty())
      return Error{"--update-baseline", "PATHs show a part of the findings only", "leave them out"};
    if (options_.accept_new && !options_.update_baseline)
      return Error{"--accept-new", "is about --update-baseline", "add that, or leave it out"};
    if (options_.accept_new && options_.reason.empty())
      return Error{"--accept-new", "needs a reason", "add --reason TEXT"};
    if (!options_.reason.empty() && !options_.accept_new)
      return Error{"--reason", "is about --accept-new", "add that, or leave it out"};
    return Done{};
  }

  /// FILE:LINE, or FILE:LINE:COLUMN as compilers and `gupkit scan` print it.
  Status takePlace(const std::string& text) {
    std::string file = text;
    std::vector<unsigned> numbers;
    while (numbers.size() < 2) {
      const size_t colon = file.rfind(':');
      if (colon == std::string::npos) break;
      // A line of output that was copied whole ends in a colon.
      if (colon + 1 == file.size() && numbers.empty()) {
        file.pop_back();
        continue;
      }
      unsigned number = 0;
      const char* end = file.data() + file.size();
      const auto [stop, error] = std::from_chars(file.data() + colon + 1, end, number);
      if (error != std::errc() || stop != end || number == 0) break;
      numbers.insert(numbers.begin(), number);
      file.resize(colon);
    }
    if (numbers.empty() || file.empty())
      return Error{text, "not of the form FILE:LINE", "write it like mm/gup.c:123"};
    options_.file = file;
    options_.line = numbers[0];
    if (numbers.size() > 1) options_.column = numbers[1];
    return Done{};
  }

  const std::vector<std::string>& arguments_;
  const std::string& version_;
  size_t at_ = 0;
  Options options_;
  std::vector<std::string> words_;
  std::vector<const OptionSpec*> used_;
  bool version_asked_ = false, help_asked_ = false, brief_help_ = false, man_asked_ = false;
  std::string shell_;  ///< of --completion
};

}  // namespace

const char* name(Command command) {
  for (const CommandSpec& spec : commandTable())
    if (spec.command == command) return spec.name;
  return "";
}

const char* name(Format format) {
  switch (format) {
    case Format::text:
      return "text";
    case Format::json:
      return "json";
    case Format::sarif:
      return "sarif";
    case Format::csv:
      return "csv";
    case Format::markdown:
      return "markdown";
    case Format::html:
      return "html";
    case Format::github:
      return "github";
    case Format::gitlab:
      return "gitlab";
  }
  return "";
}

Result<Options> parseOptions(const std::vector<std::string>& arguments,
                             const std::string& version) {
  return Parser(arguments, version).parse();
}

std::string defaultCacheFolder() {
  const char* base = getenv("XDG_CACHE_HOME");
  // The XDG specification: a relative path is invalid and is ignored.
  if (base && base[0] == '/') return std::string(base) + "/gupkit";
  const char* home = getenv("HOME");
  if (!home || home[0] != '/') {
    const struct passwd* user = getpwuid(getuid());
    home = user ? user->pw_dir : nullptr;
  }
  if (!home || home[0] != '/') return "";
  return std::string(home) + "/.cache/gupkit";
}

}  // namespace gupkit
