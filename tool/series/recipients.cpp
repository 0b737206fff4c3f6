// SPDX-License-Identifier: GPL-2.0-only
#include "series/recipients.h"

#include <sys/stat.h>

#include <algorithm>

#include "gupkit/edit.h"
#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/interrupt.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

void addOnce(std::vector<std::string>& all, const std::string& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

}  // namespace

Recipients parseRecipients(const std::string& output) {
  Recipients recipients;
  for (const std::string& line : split(output, '\n')) {
    // "Name <mail> (maintainer:ENTRY (MORE))": the role begins behind the address.
    const size_t at = line.find('@');
    if (at == std::string::npos) continue;
    const size_t role = line.find(" (", at);
    const std::string address(trim(line.substr(0, role)));
    const bool list = role != std::string::npos && line.find(" list", role) != std::string::npos;
    addOnce(list ? recipients.lists : recipients.people, address);
  }
  return recipients;
}

std::vector<std::string> addRecipients(const std::string& root, const std::string& scratch, std::vector<SeriesPatch>& patches) {
  const std::string script = root + "/scripts/get_maintainer.pl";
  struct stat st;
  if (stat(script.c_str(), &st) != 0) return {"no recipients: the tree has no scripts/get_maintainer.pl"};
  std::vector<std::string> notes;
  for (SeriesPatch& patch : patches) {
    if (interrupted()) return notes;
    std::string diff;
    for (const FileChange& change : patch.changes) diff += unifiedDiff(change.file, change.before.value_or(""), change.after.value_or(""));
    const std::string file = scratch + "/recipients.patch";
    if (!writeFileAtomically(file, diff, {.sync = false})) return {"no recipients: " + file + " cannot be written"};
    kbuild::Command command;
    command.argv = {"perl", script, "--no-rolestats", "--roles", "--nogit", "--no-git-fallback", file};
    command.directory = root;
    command.unset = {"GIT_DIR"};
    // The order of perl's hashes would be another one each time.
    command.set = {"PERL_HASH_SEED=0", "PERL_PERTURB_KEYS=0", "LC_ALL=C"};
    command.timeout_seconds = 120;
    auto output = kbuild::run(command);
    if (!output) return {"no recipients: perl cannot be started"};
    if (output->status) {
      notes.push_back("no recipients for \"" + patch.subject + "\": get_maintainer.pl: " + kbuild::lastLines(output->errors, 1));
      continue;
    }
    const Recipients recipients = parseRecipients(output->text);
    patch.to = recipients.people;
    patch.cc = recipients.lists;
    if (patch.to.empty() && patch.cc.empty()) notes.push_back("no recipients for \"" + patch.subject + "\": MAINTAINERS names none");
  }
  fillRecipients(patches);
  return notes;
}

void fillRecipients(std::vector<SeriesPatch>& patches) {
  if (patches.empty()) return;
  const std::vector<std::string> cover = patches[0].to;
  for (SeriesPatch& patch : patches) {
    if (!patch.to.empty() || patch.cc.empty()) continue;
    if (cover.empty()) patch.to.swap(patch.cc);
    else patch.to = cover;
  }
}

Recipients coverRecipients(const std::vector<SeriesPatch>& patches, size_t begin, size_t end) {
  Recipients recipients;
  if (patches.empty()) return recipients;
  recipients.people = patches[0].to;
  auto add = [&](const SeriesPatch& patch) {
    for (const std::string& list : patch.cc)
      if (std::find(recipients.people.begin(), recipients.people.end(), list) == recipients.people.end()) addOnce(recipients.lists, list);
  };
  add(patches[0]);
  for (size_t i = begin; i < end; ++i) add(patches[i]);
  return recipients;
}

}  // namespace gupkit::series
