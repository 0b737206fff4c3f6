// SPDX-License-Identifier: GPL-2.0-only
// Acquire and release of two dialects: each adds to, or takes from, the count what the other does not.
#include "lint/rules.h"

namespace gupkit::lint {
namespace {

struct Kinds {
  bool get = false, pin = false, iov = false, other = false;
  bool extra = false;  ///< somebody takes one more reference on one of them
};

Kinds kindsOf(const View& c, const Evidence& e) {
  Kinds k;
  for (uint32_t s : e.sources) {
    switch (c.program().sources()[s].kind) {
      case SourceKind::get: k.get = true; break;
      case SourceKind::pin: k.pin = true; break;
      case SourceKind::iov: k.iov = true; break;
      case SourceKind::other: k.other = true; break;
    }
    if (const Evidence* from = c.acquire(s)) k.extra |= from->extra;
  }
  return k;
}

/// Why a page of another source may come to the release; empty: none can.
std::string open(const View& c, const Evidence& e, const Effect& effect) {
  const auto openings = c.program().openBehind(e.ref, unsigned(effect.arg), effect.bulk);
  return openings.empty() ? "" : openings[0].why;
}

/// Says on the finding's path why it is not proved.
void doubt(const View& c, Finding& f, CallRef at, const std::string& why) {
  if (!f.proved && !why.empty()) f.path.push_back(c.step(at, "not proved: " + why));
}

}  // namespace

void getReleasedByUnpin(View& c) {
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.kind != SiteKind::release || e.implementation) continue;
    const Effect* effect = c.program().effect(e.ref, EffectKind::release);
    if (!effect || !effect->unpin || effect->got || effect->whole) continue;
    const Kinds k = kindsOf(c, e);
    if (!k.get || k.pin || k.iov || k.other) continue;
    Finding f = c.at(e.ref, "get-released-by-unpin",
                     c.program().call(e.ref).name + "() takes off a pin that get_user_pages() never put on the page");
    const std::string why = open(c, e, *effect);
    f.proved = why.empty();
    c.addWay(f, e, unsigned(effect->arg), effect->bulk);
    doubt(c, f, e.ref, why);
    f.path.push_back(c.step(e.ref, "released by " + c.call(e.ref)));
    c.out.push_back(std::move(f));
  }
}

void pinReleasedByPut(View& c) {
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.kind != SiteKind::release || e.implementation || e.reason == "own-reference") continue;
    const Effect* effect = c.program().effect(e.ref, EffectKind::release);
    if (!effect || effect->unpin || effect->whole) continue;
    const Kinds k = kindsOf(c, e);
    if (!k.pin) continue;
    Finding f = c.at(e.ref, "pin-released-by-put",
                     c.program().call(e.ref).name + "() drops a plain reference of a pinned page: the pin stays for ever");
    const std::string why = k.get || k.iov ? "pages that were not pinned come here, too"
                            : k.other      ? "pages of another source come here, too"
                            : k.extra      ? "somebody takes one more reference, which may be the one that is dropped"
                                           : open(c, e, *effect);
    f.proved = why.empty();
    c.addWay(f, e, unsigned(effect->arg), effect->bulk);
    doubt(c, f, e.ref, why);
    f.path.push_back(c.step(e.ref, "released by " + c.call(e.ref)));
    c.out.push_back(std::move(f));
  }
}

}  // namespace gupkit::lint
