// SPDX-License-Identifier: GPL-2.0-only
// Takers that take nothing, because a flag of the taker's record says so:
//
//     if (!frag)
//             shinfo->flags |= SKBFL_MANAGED_FRAG_REFS;
//     else if (!skb_zcopy_managed(skb))
//             return ...;
//     __skb_fill_page_desc_noacc(shinfo, frag++, page, offset, size);
#pragma once

#include "clang/AST/ASTContext.h"
#include "gupkit/model.h"

namespace gupkit {

/// Whether on every way through `fn` to `call` the flag `taker.unless` was set in a member of what the call's
/// first argument points to, or `taker.told` said of it, or of what it was made from, that it is; and
/// nothing since then could have taken it away.
bool flagged(const clang::CallExpr& call, const Effect& taker, const clang::FunctionDecl& fn,
             clang::ASTContext& context);

}  // namespace gupkit
