// SPDX-License-Identifier: GPL-2.0-only
// Functions that hand out the memory behind a record piece by piece.
//
//     struct entry *take(struct message *m, int n)
//     {
//             struct entry *first = (struct entry *)&m[1];
//             struct entry *mine;
//
//             if (n <= 0)
//                     return NULL;
//             mine = &first[m->used];
//             m->used += n;
//             return mine;
//     }
//
// What two calls return never overlaps, as long as the count only grows. The memory is one for those who
// follow pointers; it may be told apart by the calls where tool/link/carving.cpp finds the rest proved.
#pragma once

#include <optional>

#include "clang/AST/ASTContext.h"
#include "facts/written.h"
#include "gupkit/model.h"

namespace gupkit {

struct Carving {
  unsigned param = 0;                         ///< the record in front of the memory
  const clang::FieldDecl* counter = nullptr;  ///< how many entries are given away
};

/// Nothing where `fn` has another form than the above: every statement is looked at. `writes`: of its body.
std::optional<Carving> carves(const clang::FunctionDecl& fn, clang::ASTContext& context, const Model& model,
                              const Writes& writes);

}  // namespace gupkit
