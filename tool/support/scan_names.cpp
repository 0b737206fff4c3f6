// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/scan.h"

namespace gupkit {

const char* name(Api api) {
  switch (api) {
    case Api::put_user_page:
      return "put_user_page";
    case Api::pin:
      return "pin";
  }
  return "";
}

const char* name(SiteKind kind) {
  switch (kind) {
    case SiteKind::acquire:
      return "acquire";
    case SiteKind::release:
      return "release";
    case SiteKind::dirty:
      return "dirty";
  }
  return "";
}

const char* name(Verdict verdict) {
  switch (verdict) {
    case Verdict::convert:
      return "convert";
    case Verdict::keep:
      return "keep";
    case Verdict::mixed:
      return "mixed";
    case Verdict::unknown:
      return "unknown";
    case Verdict::converted:
      return "converted";
  }
  return "";
}

}  // namespace gupkit
