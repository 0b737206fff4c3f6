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

/// No page of another source can come to the release.
bool closed(const View& c, const Evidence& e, const Effect& effect) {
  return c.program().openBehind(e.ref, unsigned(effect.arg), effect.bulk).empty();
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
    f.proved = closed(c, e, *effect);
    c.addWay(f, e, unsigned(effect->arg), effect->bulk);
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
    f.proved = !k.get && !k.iov && !k.other && !k.extra && closed(c, e, *effect);
    c.addWay(f, e, unsigned(effect->arg), effect->bulk);
    f.path.push_back(c.step(e.ref, "released by " + c.call(e.ref)));
    c.out.push_back(std::move(f));
  }
}

}  // namespace gupkit::lint
