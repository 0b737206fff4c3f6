// SPDX-License-Identifier: GPL-2.0-only
// The calls that a tree has for edits to use.
#pragma once

#include "gupkit/edit.h"
#include "gupkit/tree.h"
#include "gupkit/verdict.h"

namespace gupkit {

inline EditApi editApi(const TreeInfo& tree, const VerdictOptions& verdict) {
  EditApi api;
  api.api = verdict.api;
  api.make_dirty = verdict.api == Api::pin ? true : tree.dirty_lock_takes_make_dirty || !tree.has_put_user_page;
  api.range_dirty_lock = tree.has_unpin_range_dirty_lock;
  api.unpin_folio = tree.has_unpin_folio;
  api.unpin_user_folio = verdict.declared.count("unpin_user_folio") != 0;
  return api;
}

}  // namespace gupkit
