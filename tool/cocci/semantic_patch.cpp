// SPDX-License-Identifier: GPL-2.0-only
#include "cocci/semantic_patch.h"

#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit {
namespace {

constexpr int kSeconds = 120;

}  // namespace

std::string semanticPatchOf(const std::string& mail) {
  const std::string body = mail.substr(0, mail.find("\n---\n"));
  const std::string head = "As a semantic patch:\n";
  const size_t at = body.rfind(head);
  if (at == std::string::npos || (at && body[at - 1] != '\n')) return "";
  std::string out;
  for (const std::string& line : split(body.substr(at + head.size()), '\n')) {
    if (!line.empty() && line.rfind("    ", 0) != 0) break;
    out += (line.empty() ? line : line.substr(4)) + "\n";
  }
  return out.find("@@") == std::string::npos ? "" : out;
}

Result<std::string> differsFromSemanticPatch(const SeriesPatch& patch, const std::string& rule, const std::string& work) {
  const std::string script = work + "/message.cocci", before = work + "/before.c", after = work + "/after.c";
  if (auto status = writeFileAtomically(script, rule); !status) return status.error();
  for (const FileChange& change : patch.changes) {
    if (!change.before || !change.after) return change.file + " comes or goes";
    for (const std::string& file : {before, after})
      if (auto status = writeFileAtomically(file, *change.before); !status) return status.error();
    kbuild::Command command;
    command.argv = {"spatch", "--very-quiet", "--no-includes", "--sp-file", script, "-o", after, before};
    command.directory = work;
    command.set = {"HOME=" + work, "TMPDIR=" + work};
    command.timeout_seconds = kSeconds;
    auto output = kbuild::run(command);
    if (!output) return output.error();
    if (output->timed_out) return Error{"spatch", "took longer than " + std::to_string(kSeconds) + " s for " + change.file, ""};
    if (output->status != 0) return change.file + ": spatch: " + kbuild::lastLines(output->errors, 1);
    auto made = readFile(after);
    if (!made) return made.error();
    if (*made != *change.after) return change.file;
  }
  return std::string();
}

}  // namespace gupkit
