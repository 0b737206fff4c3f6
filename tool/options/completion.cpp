// SPDX-License-Identifier: GPL-2.0-only
// Completions of commands, options and the values that are words; everything else completes as a file.
#include "options/man.h"
#include "options/tables.h"
#include "support/text.h"

namespace gupkit {
namespace {

/// The words that an option takes; empty: a file, or anything.
std::vector<std::string> valuesOf(const OptionSpec& option) {
  const std::string option_name = option.name;
  if (option_name == "api") return {"auto", "put_user_page", "pin"};
  if (option_name == "engine") return {"clang", "cocci", "both"};
  if (option_name == "color" || option_name == "progress") return {"auto", "always", "never"};
  if (option_name == "completion") return {"bash", "zsh", "fish"};
  std::vector<std::string> out;
  if (option_name == "format")
    for (Format format : {Format::text, Format::json, Format::sarif, Format::csv, Format::markdown, Format::html, Format::github, Format::gitlab})
      out.push_back(name(format));
  return out;
}

std::string optionsOf(Command command) {
  std::vector<std::string> out;
  for (const OptionSpec& option : optionTable())
    if (belongsTo(option, command)) out.push_back(std::string("--") + option.name);
  return join(out, " ");
}

/// In single quotes of a shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

/// zsh reads colons and brackets of a description.
std::string plain(std::string text) {
  for (char& c : text)
    if (c == ':' || c == '[' || c == ']') c = c == ':' ? ',' : c == '[' ? '(' : ')';
  return text;
}

std::string bash() {
  std::string names, cases, values;
  for (const CommandSpec& spec : commandTable()) {
    names += std::string(names.empty() ? "" : " ") + spec.name;
    cases += std::string("\t") + spec.name + ") words=" + quoted(optionsOf(spec.command)) + " ;;\n";
  }
  for (const OptionSpec& option : optionTable())
    if (const auto words = valuesOf(option); option.argument && !words.empty())
      values += std::string("\t--") + option.name + ") mapfile -t COMPREPLY < <(compgen -W " + quoted(join(words, " ")) + " -- \"$word\"); return ;;\n";
  return "# SPDX-License-Identifier: GPL-2.0-only\n"
         "# bash completion for gupkit; written by gupkit --completion bash\n"
         "_gupkit() {\n"
         "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= words= i\n"
         "\tfor ((i = 1; i < COMP_CWORD; ++i)); do\n"
         "\t\tif [[ \" " + names + " \" == *\" ${COMP_WORDS[i]} \"* ]]; then command=${COMP_WORDS[i]}; break; fi\n"
         "\tdone\n"
         "\tcase $before in\n" + values + "\tesac\n"
         "\tif [[ -z $command && $word != -* ]]; then\n"
         "\t\tmapfile -t COMPREPLY < <(compgen -W " + quoted(names) + " -- \"$word\")\n"
         "\t\treturn\n"
         "\tfi\n"
         "\tif [[ $word == -* ]]; then\n"
         "\t\tcase $command in\n" + cases + "\t*) words=" + quoted(optionsOf(Command::none)) + " ;;\n"
         "\t\tesac\n"
         "\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "\t\treturn\n"
         "\tfi\n"
         "\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "}\n"
         "complete -o filenames -F _gupkit gupkit\n";
}

std::string zsh() {
  std::string out = "#compdef gupkit\n# SPDX-License-Identifier: GPL-2.0-only\n# zsh completion for gupkit; written by gupkit --completion zsh\n"
                    "_gupkit() {\n\tlocal -a commands options\n\tlocal command i\n\tcommands=(\n";
  for (const CommandSpec& spec : commandTable()) out += "\t\t" + quoted(std::string(spec.name) + ":" + plain(spec.brief)) + "\n";
  out += "\t)\n\tfor ((i = 2; i < CURRENT; ++i)); do\n\t\tif [[ -n ${(M)commands:#${words[i]}:*} ]]; then command=${words[i]}; break; fi\n\tdone\n"
         "\tif [[ -z $command && $PREFIX != -* ]]; then\n\t\t_describe command commands\n\t\treturn\n\tfi\n\tcase $command in\n";
  auto specs = [](Command command) {
    std::string list;
    for (const OptionSpec& option : optionTable()) {
      if (!belongsTo(option, command)) continue;
      std::string spec = std::string("*--") + option.name + (option.argument ? "=" : "") + "[" + plain(option.brief) + "]";
      if (option.argument) {
        const auto words = valuesOf(option);
        spec += std::string(":") + plain(option.argument) + ":" + (words.empty() ? "_files" : "(" + join(words, " ") + ")");
      }
      list += " " + quoted(spec);
    }
    return list;
  };
  for (const CommandSpec& spec : commandTable()) out += std::string("\t") + spec.name + ") options=(" + specs(spec.command) + ") ;;\n";
  return out + "\t*) options=(" + specs(Command::none) + ") ;;\n\tesac\n\t_arguments -S $options '*:file:_files'\n}\n"
               "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _gupkit \"$@\"; else compdef _gupkit gupkit; fi\n";
}

std::string fish() {
  std::string out = "# SPDX-License-Identifier: GPL-2.0-only\n# fish completion for gupkit; written by gupkit --completion fish\n";
  std::string names;
  for (const CommandSpec& spec : commandTable()) names += std::string(" ") + spec.name;
  for (const CommandSpec& spec : commandTable())
    out += std::string("complete -c gupkit -f -n '__fish_use_subcommand' -a ") + spec.name + " -d " + quoted(spec.brief) + "\n";
  for (const OptionSpec& option : optionTable()) {
    out += std::string("complete -c gupkit -l ") + option.name;
    if (option.letter) out += std::string(" -s ") + option.letter;
    if (!option.commands.empty()) {
      std::string owners;
      for (Command command : option.commands) owners += std::string(" ") + name(command);
      out += " -n '__fish_seen_subcommand_from" + owners + "'";
    }
    if (option.argument) {
      const auto words = valuesOf(option);
      out += words.empty() ? " -r" : " -x -a " + quoted(join(words, " "));
    }
    out += " -d " + quoted(option.brief) + "\n";
  }
  return out;
}

}  // namespace

std::string completionScript(const std::string& shell) {
  return shell == "bash" ? bash() : shell == "zsh" ? zsh() : shell == "fish" ? fish() : "";
}

}  // namespace gupkit
