// SPDX-License-Identifier: GPL-2.0-only
#include "options/man.h"

#include <algorithm>

#include "options/tables.h"
#include "support/text.h"

namespace gupkit {
namespace {

/// Text of a page: no macro at the start of a line, dashes that can be copied.
std::string troff(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if (c == '\'' ) out += "\\(aq";
    else if (c == '~') out += "\\(ti";
    else out += c;
  }
  if (out.starts_with(".")) out.insert(0, "\\&");
  return out;
}

std::string optionItem(const OptionSpec& option, bool name_commands) {
  std::string out = ".TP\n";
  if (option.letter) out += std::string("\\fB\\-") + option.letter + "\\fR, ";
  out += "\\fB" + troff(std::string("--") + option.name) + "\\fR";
  if (option.argument) out += " \\fI" + troff(option.argument) + "\\fR";
  out += "\n" + troff(option.brief) + ".";
  if (option.fallback) out += troff(std::string(" Default: ") + option.fallback + ".");
  out += "\n";
  if (*option.more) out += troff(option.more) + "\n";
  if (name_commands && !option.commands.empty()) {
    std::vector<std::string> names;
    for (Command command : option.commands) names.push_back(name(command));
    out += troff("Only of: " + join(names, ", ") + ".") + "\n";
  }
  return out;
}

}  // namespace

std::string manPage(Command command, const std::string& version) {
  const auto& commands = commandTable();
  const auto spec = std::find_if(commands.begin(), commands.end(), [&](const CommandSpec& s) { return s.command == command; });
  const bool one = spec != commands.end();
  const std::string title = one ? std::string("gupkit-") + spec->name : "gupkit";
  std::string upper = title;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : char(c); });
  std::string out = ".\\\" SPDX-License-Identifier: GPL-2.0-only\n.TH " + troff(upper) + " 1 \"\" \"gupkit " + version + "\" \"gupkit manual\"\n";
  out += ".SH NAME\n" + troff(title) + " \\- ";
  out += one ? troff(spec->brief) + "\n" : "convert the callers of get_user_pages in a Linux kernel tree\n";
  out += ".SH SYNOPSIS\n.B gupkit";
  if (one) out += std::string(" ") + spec->name + "\n.I " + troff(spec->arguments) + "\n";
  else out += "\n.I COMMAND TREE\n[\\fIARGUMENT\\fR...]\n";
  out += "[\\fIOPTION\\fR...]\n.SH DESCRIPTION\n";
  if (one) {
    out += troff(spec->more) + "\n";
  } else {
    out += "Finds the callers of get_user_pages* in a kernel tree, proves where their pages are released, and converts those releases.\n"
           ".SH COMMANDS\n";
    for (const CommandSpec& each : commands)
      out += ".TP\n\\fBgupkit " + troff(each.name) + "\\fR \\fI" + troff(each.arguments) + "\\fR\n" + troff(each.brief) + ".\n";
  }
  out += ".SH OPTIONS\n";
  for (const OptionSpec& option : optionTable())
    if (belongsTo(option, command)) out += optionItem(option, !one);
  out += ".SH EXIT STATUS\n.TP\n0\nthe work was done\n.TP\n1\nfindings, where findings were asked to fail\n.TP\n2\nthe work could not be done\n"
         ".TP\n130\ninterrupted\n"
         ".SH FILES\n.TP\n.I $XDG_CACHE_HOME/gupkit\nelse\n.IR \\(ti/.cache/gupkit :\nresults of earlier runs; see\n.BR gupkit\\-cache (1)\n"
         ".SH SEE ALSO\n";
  std::string others;
  auto refer = [&](const std::string& page) { others += (others.empty() ? "" : ",\n") + std::string(".BR ") + troff(page) + " (1)"; };
  if (one) refer("gupkit");
  for (const CommandSpec& each : commands)
    if (each.command != command) refer(std::string("gupkit-") + each.name);
  // A comma belongs to the request's own arguments.
  std::string list;
  for (size_t at = 0; at < others.size();) {
    const size_t end = std::min(others.find(",\n", at), others.size());
    list += others.substr(at, end - at) + (end < others.size() ? " ,\n" : "\n");
    at = end + 2;
  }
  return out + list;
}

}  // namespace gupkit
