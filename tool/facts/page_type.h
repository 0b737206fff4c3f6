// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"
#include "gupkit/model.h"

namespace gupkit {

/// The record that a pointer of `type` leads to, if it is struct page or an alias (Model::typed); else null.
inline const clang::RecordDecl* pageRecord(clang::QualType type, const Model& model) {
  const clang::QualType pointee = type->getPointeeType();
  const auto* record = pointee.isNull() ? nullptr : pointee->getAs<clang::RecordType>();
  return record && model.typed.count(record->getDecl()->getName()) ? record->getDecl() : nullptr;
}

}  // namespace gupkit
