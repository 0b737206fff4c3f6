// SPDX-License-Identifier: GPL-2.0-only
// pin_user_pages*() without an array: it warns, and fails.
#include "lint/rules.h"

namespace gupkit::lint {

void pinWithNullArray(View& c) {
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.kind != SiteKind::acquire || e.implementation || e.sources.empty()) continue;
    const Source& source = c.program().sources()[e.sources[0]];
    if (source.kind != SourceKind::pin || source.pages < 0) continue;
    const auto by = source.null_pages ? std::optional(e.ref) : c.program().nullArray(e.ref, unsigned(source.pages));
    if (!by) continue;
    Finding f = c.at(e.ref, "pin-with-null-array",
                     c.program().call(e.ref).name + "() without an array for the pages warns and fails");
    f.proved = source.null_pages;
    f.path.push_back(c.step(*by, f.proved ? "the array is NULL" : "the array may be NULL here"));
    f.places.push_back(c.place(*by));
    c.out.push_back(std::move(f));
  }
}

}  // namespace gupkit::lint
