// SPDX-License-Identifier: GPL-2.0-only
// The commands and options, for the parser and the help alike.
#pragma once

#include <string>
#include <vector>

#include "options/options.h"

namespace gupkit {

struct CommandSpec {
  Command command;
  const char* name;
  const char* arguments;
  const char* brief;  ///< one line, no full stop
  const char* more;  ///< whole sentences, wrapped by the help
  std::vector<Format> formats;
};

struct OptionSpec {
  const char* name;  ///< without the dashes
  char letter;  ///< 0: none
  const char* argument;  ///< nullptr: a switch
  const char* fallback;  ///< what holds without it, for the help; may be nullptr
  const char* brief;
  const char* more;
  std::vector<Command> commands;  ///< empty: of every command
  Status (*set)(Options&, const std::string& value);
};

const std::vector<CommandSpec>& commandTable();
const std::vector<OptionSpec>& optionTable();

/// Does `option` belong to `command`? Before the command is known, every one does.
bool belongsTo(const OptionSpec& option, Command command);

}  // namespace gupkit
