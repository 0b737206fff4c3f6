// SPDX-License-Identifier: GPL-2.0-only
// The model as far as it speaks of one tree.
#pragma once

#include "gupkit/model.h"
#include "gupkit/tree.h"

namespace gupkit {

/// Where the headers declare no pin_user_pages() at all, a function of such a name is its file's own, whatever it
/// does: what it is said to do with references is left out of the model. The same for the calls that release.
inline Model modelFor(Model model, const TreeInfo& tree) {
  if (tree.has_pin) return model;
  for (auto it = model.effects.begin(); it != model.effects.end();) {
    const Effect& effect = it->second;
    const bool pins = effect.kind == EffectKind::acquire && effect.acquire == AcquireKind::pin;
    const bool unpins = effect.kind == EffectKind::release && effect.unpin && !tree.has_put_user_page;
    if ((pins || unpins) && isGupFamily(it->first) && !tree.prototypes.count(it->first)) {
      model.fingerprint += "without " + it->first + "\n";
      it = model.effects.erase(it);
    } else {
      ++it;
    }
  }
  return model;
}

}  // namespace gupkit
