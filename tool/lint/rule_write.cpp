// SPDX-License-Identifier: GPL-2.0-only
// Pages that were taken without FOLL_WRITE and are written to.
//
// Whoever marks a page dirty, or maps it for a device to write to, says that it is written to. Where each acquire that
// the page can come from has its flags written out, without FOLL_WRITE, one of two is wrong: the page may be shared with
// others, who see the write, or it is one of a file that the user may only read.
#include <algorithm>

#include "lint/rules.h"

namespace gupkit::lint {
namespace {

/// Whether an acquire is for reading alone, and says so where it stands.
bool forReading(const View& c, uint32_t source) {
  const Source& s = c.program().sources()[source];
  if ((s.kind != SourceKind::get && s.kind != SourceKind::pin) || s.null_pages) return false;
  const auto flags = c.flags(s.at);
  return flags && flags->find("FOLL_WRITE") == std::string::npos && View::writtenOut(*flags);
}

/// A call whose last argument says "dirty", and says yes.
bool alwaysDirties(const CallFact& call) {
  if (call.name.find("_dirty_lock") == std::string::npos || call.param_names.empty()) return false;
  if (call.arg_text.size() != call.param_names.size()) return false;
  return call.param_names.back().find("dirty") != std::string::npos &&
         (call.arg_text.back() == "true" || call.arg_text.back() == "1");
}

}  // namespace

void writeWithoutFollWrite(View& c) {
  auto look = [&](CallRef ref, const std::vector<uint32_t>& sources, unsigned argument, bool bulk, const char* how) {
    if (sources.empty() || !std::all_of(sources.begin(), sources.end(), [&](uint32_t s) { return forReading(c, s); })) return;
    Finding f = c.at(ref, "write-without-foll-write", c.program().call(ref).name + "() " + how);
    f.proved = c.program().openBehind(ref, argument, bulk).empty();
    Evidence to;
    to.ref = ref;
    to.sources = sources;
    c.addWay(f, to, argument, bulk);
    f.path.push_back(c.step(ref, "written to by " + c.call(ref)));
    c.out.push_back(std::move(f));
  };
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.implementation) continue;
    if (e.kind == SiteKind::dirty)
      look(e.ref, e.sources, 0, false, "says that the page was written to, but it was taken without FOLL_WRITE");
    if (e.kind != SiteKind::release || !alwaysDirties(c.program().call(e.ref))) continue;
    const Effect* effect = c.program().effect(e.ref, EffectKind::release);
    if (effect) look(e.ref, e.sources, unsigned(effect->arg), effect->bulk, "says that the pages were written to, but they were taken without FOLL_WRITE");
  }
  for (CallRef ref : c.program().calls(EffectKind::device)) {
    const CallFact& call = c.program().call(ref);
    const bool writes = std::any_of(call.arg_text.begin(), call.arg_text.end(),
                                    [](const std::string& text) { return text == "DMA_FROM_DEVICE" || text == "PCI_DMA_FROMDEVICE"; });
    if (!writes) continue;
    for (unsigned i = 0; i < call.args.size(); ++i)
      for (bool bulk : {false, true}) {
        const auto sources = c.program().provenance(ref, i, bulk);
        if (!sources.empty()) look(ref, sources, i, bulk, "lets the device write to the page, but it was taken without FOLL_WRITE");
      }
  }
}

}  // namespace gupkit::lint
