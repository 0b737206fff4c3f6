// SPDX-License-Identifier: GPL-2.0-only
#include "series/prefix.h"

#include <algorithm>
#include <map>

#include "support/text.h"

namespace gupkit::series {
namespace {

std::vector<std::string> parts(const std::string& file) { return split(file, '/'); }

std::string stem(const std::string& name) { return name.substr(0, name.find('.')); }

/// "a: b: do it" -> {"a", "b"}. A part is a name, not a sentence.
std::vector<std::string> leading(const std::string& subject) {
  std::vector<std::string> out;
  size_t at = 0;
  for (;;) {
    const size_t colon = subject.find(": ", at);
    if (colon == std::string::npos) return out;
    const std::string part = subject.substr(at, colon - at);
    if (part.empty() || part.size() > 30 || std::count(part.begin(), part.end(), ' ') > 1) return out;
    if (part.starts_with("Revert") || part.starts_with("[")) return {};
    out.push_back(part);
    at = colon + 2;
  }
}

/// Folders whose subsystem has a way of its own. `{1}`: a part of the path, counted from
/// 0, the file for what lies beyond it; `{f}`: the file. Endings are left away.
struct Convention {
  const char* folder;
  const char* prefix;
};
constexpr Convention kConventions[] = {
    {"arch/powerpc/kvm/", "KVM: PPC"},
    {"arch/*/kvm/", "KVM: {1}"},
    {"arch/x86/kernel/cpu/", "x86/{4}"},
    {"arch/x86/kernel/", "x86/{f}"},
    {"arch/x86/", "x86/{2}"},
    {"arch/powerpc/platforms/", "powerpc/{3}"},
    {"arch/powerpc/", "powerpc/{2}"},
    {"arch/", "{1}: {f}"},
    {"block/", "block"},
    {"crypto/", "crypto: {f}"},
    {"Documentation/", "docs"},
    {"drivers/gpu/drm/", "drm/{3}"},
    {"drivers/infiniband/hw/", "RDMA/{3}"},
    {"drivers/infiniband/", "RDMA/{2}"},
    {"drivers/media/pci/", "media: {3}"},
    {"drivers/media/usb/", "media: {3}"},
    {"drivers/media/", "media: {f}"},
    {"drivers/rapidio/", "rapidio"},
    {"drivers/sbus/char/", "sbus: {f}"},
    {"drivers/scsi/", "scsi: {2}"},
    {"drivers/tee/", "tee"},
    {"drivers/vfio/", "vfio"},
    {"drivers/", "{1}: {2}"},
    {"fs/", "{1}"},
    {"include/", "{f}"},
    {"io_uring/", "io_uring"},
    {"ipc/", "ipc/{f}"},
    {"kernel/events/core.c", "perf/core"},
    {"kernel/*/core.c", "{1}"},
    {"kernel/", "{f}"},
    {"lib/", "lib/{f}"},
    {"mm/", "mm/{f}"},
    {"net/", "net/{1}"},
    {"security/", "{1}"},
    {"sound/", "ALSA: {1}"},
    {"tools/testing/selftests/", "selftests/{3}"},
    {"tools/", "tools/{1}"},
    {"virt/kvm/", "KVM"},
};

bool under(const std::string& file, const std::string& pattern) {
  const std::vector<std::string> want = parts(pattern), have = parts(file);
  for (size_t i = 0; i < want.size(); ++i) {
    if (want[i].empty()) return have.size() > i;  // the slash at the end
    if (i >= have.size() || (want[i] != "*" && want[i] != have[i])) return false;
  }
  return want.size() == have.size();
}

std::string filled(const std::string& form, const std::string& file) {
  const std::vector<std::string> path = parts(file);
  std::string out;
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '{') {
      out += form[i];
      continue;
    }
    const size_t close = form.find('}', i);
    const std::string what = form.substr(i + 1, close - i - 1);
    const size_t index = what == "f" ? path.size() - 1 : size_t(what[0] - '0');
    out += stem(path[std::min(index, path.size() - 1)]);
    i = close;
  }
  // drivers/foo/foo.c is "foo", not "foo: foo".
  if (const size_t colon = out.find(": "); colon != std::string::npos && out.substr(0, colon) == out.substr(colon + 2)) out.resize(colon);
  return out;
}

}  // namespace

std::string prefixOfSubjects(const std::vector<std::string>& subjects) {
  std::map<std::string, size_t> votes;
  for (const std::string& subject : subjects) {
    std::string prefix;
    for (const std::string& part : leading(subject)) {
      prefix += (prefix.empty() ? "" : ": ") + part;
      ++votes[prefix];
    }
  }
  // The longest one that a third of the commits have.
  std::string best;
  for (const auto& [prefix, count] : votes)
    if (count * 3 >= subjects.size() && count >= 2 &&
        (best.empty() || leading(prefix + ": ").size() > leading(best + ": ").size() ||
         (leading(prefix + ": ").size() == leading(best + ": ").size() && count > votes[best])))
      best = prefix;
  return best;
}

std::string prefixOfPath(const std::string& file) {
  for (const Convention& convention : kConventions)
    if (under(file, convention.folder)) return filled(convention.prefix, file);
  return stem(parts(file).back());
}

std::string commonPrefix(const std::vector<std::string>& files, const std::vector<std::string>& prefixes) {
  if (prefixes.empty()) return "mm";
  if (std::all_of(prefixes.begin(), prefixes.end(), [&](const std::string& p) { return p == prefixes[0]; })) return prefixes[0];
  // What all of them begin with: "mm/memory", "mm/mempolicy" -> "mm".
  std::string common = prefixes[0];
  for (const std::string& p : prefixes) {
    size_t same = 0;
    while (same < common.size() && same < p.size() && common[same] == p[same]) ++same;
    common.resize(same);
  }
  while (!common.empty() && common.back() != '/' && common.back() != ':') common.pop_back();
  if (!common.empty()) common.pop_back();
  if (!common.empty()) return common;
  // The last part of the folder that holds all of them.
  std::string folder = files[0].substr(0, files[0].find_last_of('/') + 1);
  for (const std::string& file : files)
    while (!folder.empty() && !file.starts_with(folder)) folder.resize(folder.find_last_of('/', folder.size() - 2) + 1);
  if (folder.empty()) return "treewide";
  folder.pop_back();
  return folder.substr(folder.find_last_of('/') + 1);
}

}  // namespace gupkit::series
