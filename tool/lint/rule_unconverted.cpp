// SPDX-License-Identifier: GPL-2.0-only
// An acquire in the dialect that the tree leaves behind.
#include "lint/rules.h"

namespace gupkit::lint {

void unconverted(View& c) {
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.kind != SiteKind::acquire || e.implementation || e.sources.empty()) continue;
    const Source& source = c.program().sources()[e.sources[0]];
    if (source.kind != SourceKind::get || source.null_pages || e.verdict == Verdict::converted) continue;
    // It stays get_user_pages() on purpose: an MMU notifier, or only struct page is looked at.
    if (e.verdict == Verdict::keep) continue;
    const bool convertible = e.verdict == Verdict::convert;
    const std::string call = c.program().call(e.ref).name + "()";
    std::string message = convertible ? call + " takes pages that nothing tracks, and each of their releases could be converted"
                                      : call + " takes pages that nothing tracks; its releases need a person: " +
                                            reasonText(e.reason);
    Finding f = c.at(e.ref, "unconverted", message);
    f.proved = convertible;
    f.when_new = !convertible;
    f.path.push_back(c.step(e.ref, "pages taken by " + call));
    for (CallRef release : e.releases) {
      f.path.push_back(c.step(release, "released by " + c.call(release)));
      f.places.push_back(c.place(release));
    }
    c.out.push_back(std::move(f));
  }
}

}  // namespace gupkit::lint
