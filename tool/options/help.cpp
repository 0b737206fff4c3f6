// SPDX-License-Identifier: GPL-2.0-only
#include "options/tables.h"
#include "support/text.h"

namespace gupkit {
namespace {

constexpr size_t width = 80;
constexpr size_t brief_column = 26;

/// `text` in lines that fit; `begun` columns of the first one are taken, the others
/// start behind `indent` blanks.
std::string wrapped(const std::string& text, size_t indent, size_t begun) {
  std::string out;
  size_t column = begun;
  for (const std::string& word : split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > width) {
      out += "\n";
      column = 0;
    }
    if (column < indent) {
      out += std::string(indent - column, ' ');
      column = indent;
    } else if (column > indent) {
      out += " ";
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + "\n";
}

std::string optionRow(const OptionSpec& option, bool brief, bool name_commands) {
  std::string left = option.letter ? std::string("  -") + option.letter + ", " : "      ";
  left += std::string("--") + option.name;
  if (option.argument) left += std::string(" ") + option.argument;
  std::string right = option.brief;
  if (option.fallback) right += std::string(" [") + option.fallback + "]";
  std::string text = left + wrapped(right, brief_column, left.size());
  if (brief) return text;
  std::string more = option.more;
  if (name_commands && !option.commands.empty()) {
    std::vector<std::string> names;
    for (Command command : option.commands) names.push_back(name(command));
    if (!more.empty()) more += ' ';
    more.append("Only of: ").append(join(names, ", ")).append(".");
  }
  return more.empty() ? text : text + wrapped(more, brief_column + 2, 0);
}

constexpr const char* exit_codes =
    "Exit codes:\n"
    "  0    the work was done\n"
    "  1    findings, where findings were asked to fail\n"
    "  2    the work could not be done\n"
    "  130  interrupted\n"
    "\n"
    "Results go to standard output, everything else to standard error. TREE is never\n"
    "written without --in-place.\n";

}  // namespace

std::string helpText(Command command, bool brief) {
  std::string text;
  if (command == Command::none) {
    text += "usage: gupkit COMMAND TREE [ARGUMENT...] [OPTION...]\n\n";
    text += wrapped(
        "Finds the callers of get_user_pages* in a kernel tree, proves where their pages "
        "are released, and converts those releases.",
        0, 0);
    text += "\nCommands:\n";
    for (const CommandSpec& spec : commandTable()) {
      text += "  gupkit " + std::string(spec.name) + " " + spec.arguments + "\n";
      text += wrapped(spec.brief, 6, 0);
    }
  } else {
    for (const CommandSpec& spec : commandTable()) {
      if (spec.command != command) continue;
      text += "usage: gupkit " + std::string(spec.name) + " " + spec.arguments + " [OPTION...]\n\n";
      std::string what = spec.brief;
      what[0] = char(what[0] - 'a' + 'A');
      text += wrapped(what + ".", 0, 0);
      if (!brief) text.append("\n").append(wrapped(spec.more, 0, 0));
    }
  }
  text += "\nOptions:\n";
  for (const OptionSpec& option : optionTable())
    if (belongsTo(option, command)) text += optionRow(option, brief, command == Command::none);
  if (!brief) text += std::string("\n") + exit_codes;
  return text;
}

}  // namespace gupkit
