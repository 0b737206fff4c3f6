// SPDX-License-Identifier: GPL-2.0-only
// Facts to bytes and back. The format is private to one version of gupkit: the
// cache key carries the version, so there is nothing to migrate.
#include <cstring>
#include <type_traits>

#include "gupkit/facts.h"
#include "support/hash.h"

namespace gupkit {
namespace {

struct Writer {
  std::string out;
  template <class T>
  void pod(const T& v) { out.append(reinterpret_cast<const char*>(&v), sizeof v); }
};

struct Reader {
  const char* at;
  const char* end;
  bool ok = true;
  template <class T>
  void pod(T& v) {
    if (size_t(end - at) < sizeof v) {
      ok = false;
      at = end;
      return;
    }
    std::memcpy(&v, at, sizeof v);
    at += sizeof v;
  }
};

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <Plain T> void io(Writer& w, T& v) { w.pod(v); }
template <Plain T> void io(Reader& r, T& v) { r.pod(v); }

void io(Writer& w, std::string& s) {
  w.pod(uint32_t(s.size()));
  w.out += s;
}
void io(Reader& r, std::string& s) {
  uint32_t n = 0;
  r.pod(n);
  if (size_t(r.end - r.at) < n) {
    r.ok = false;
    r.at = r.end;
    return;
  }
  s.assign(r.at, n);
  r.at += n;
}

// Declared before the vector template so that nested types are found in it.
template <class A> void io(A& a, Range& v);
template <class A> void io(A& a, Expr& v);
template <class A> void io(A& a, Stmt& v);
template <class A> void io(A& a, ShapeCall& v);
template <class A> void io(A& a, ShapeVar& v);
template <class A> void io(A& a, VarRef& v);
template <class A> void io(A& a, ShapeFunction& v);
template <class A> void io(A& a, PpRegion& v);
template <class A> void io(A& a, Place& v);
template <class A> void io(A& a, Object& v);
template <class A> void io(A& a, Flow& v);
template <class A> void io(A& a, MemberFact& v);
template <class A> void io(A& a, CallFact& v);
template <class A> void io(A& a, UntypedFact& v) { all(a, v.value, v.record); }
template <class A> void io(A& a, LostFact& v);
template <class A> void io(A& a, PathEvent& v);
template <class A> void io(A& a, PathEdge& v);
template <class A> void io(A& a, PathBlock& v);
template <class A> void io(A& a, PathAcquire& v);
template <class A> void io(A& a, PathFunction& v);
template <class A> void io(A& a, PlainCall& v);
template <class A> void io(A& a, PassedArray& v);
template <class A> void io(A& a, FunctionFact& v);
template <class A> void io(A& a, TableEntry& v);
template <class A> void io(A& a, GuardValue& v);
template <class A> void io(A& a, GuardAtom& v);
template <class A> void io(A& a, GuardOrigin& v);
template <class A> void io(A& a, GuardVar& v);
template <class A> void io(A& a, GuardJoint::Choice& v);
template <class A> void io(A& a, GuardJoint& v);
template <class A> void io(A& a, GuardUse& v);
template <class A> void io(A& a, GuardCall& v);
template <class A> void io(A& a, GuardStore& v);
template <class A> void io(A& a, TagStore& v);
template <class A> void io(A& a, GuardFunction& v);
template <class A> void io(A& a, SkippedPart& v) { all(a, v.file, v.range); }
template <class A> void io(A& a, std::pair<FileId, PpRegion>& v);
template <class A> void io(A& a, std::pair<ValueId, uint8_t>& v);
template <class A> void io(A& a, std::pair<uint32_t, uint32_t>& v);

template <class T>
void io(Writer& w, std::vector<T>& v) {
  w.pod(uint32_t(v.size()));
  if constexpr (Plain<T> && !std::is_same_v<T, bool>)
    w.out.append(reinterpret_cast<const char*>(v.data()), v.size() * sizeof(T));
  else
    for (auto&& e : v) {
      if constexpr (std::is_same_v<T, bool>) w.pod(char(e));
      else io(w, e);
    }
}
template <class T>
void io(Reader& r, std::vector<T>& v) {
  uint32_t n = 0;
  r.pod(n);
  if (n > size_t(r.end - r.at)) {  // every element takes a byte at least
    r.ok = false;
    return;
  }
  v.resize(n);
  for (uint32_t i = 0; i < n && r.ok; ++i) {
    if constexpr (std::is_same_v<T, bool>) {
      char c = 0;
      r.pod(c);
      v[i] = c;
    } else {
      io(r, v[i]);
    }
  }
}

template <class A, class... T>
void all(A& a, T&... v) { (io(a, v), ...); }

// Most of a call's values are unknown and take one byte.
template <class A> void io(A& a, GuardValue& v) {
  io(a, v.kind);
  if (v.kind == GuardValue::Kind::constant) io(a, v.number);
  else if (v.kind != GuardValue::Kind::unknown) all(a, v.var, v.field);
}
template <class A> void io(A& a, GuardAtom& v) { all(a, v.subject, v.mask, v.want, v.equal); }
template <class A> void io(A& a, GuardOrigin& v) {
  io(a, v.kind);
  if (v.kind != GuardOrigin::Kind::unknown) all(a, v.var, v.field, v.call, v.deref);
}
template <class A> void io(A& a, GuardVar& v) { all(a, v.param, v.looped, v.root); }
template <class A> void io(A& a, GuardJoint::Choice& v) { all(a, v.flag, v.page); }
template <class A> void io(A& a, GuardJoint& v) { all(a, v.flag, v.page, v.choices); }
template <class A> void io(A& a, GuardUse& v) { all(a, v.argument, v.page, v.flag, v.mask, v.want, v.equal); }
template <class A> void io(A& a, GuardCall& v) {
  all(a, v.call, v.order, v.atoms, v.values, v.origins, v.table, v.joints, v.uses);
}
template <class A> void io(A& a, GuardStore& v) {
  all(a, v.pointer, v.value, v.order, v.atoms, v.to, v.from, v.what, v.group);
}
template <class A> void io(A& a, TagStore& v) {
  all(a, v.function, v.var, v.field, v.order, v.atoms, v.value, v.touched, v.group);
}
template <class A> void io(A& a, GuardFunction& v) { all(a, v.function, v.vars, v.calls, v.stores); }
template <class A> void io(A& a, Range& v) { all(a, v.begin, v.end); }
template <class A> void io(A& a, Stmt& v) {
  all(a, v.kind, v.range, v.in_macro, v.macro_head, v.parent, v.children, v.init, v.cond, v.inc, v.init_expr,
      v.cond_expr, v.inc_expr, v.expr, v.label);
}
template <class A> void io(A& a, Expr& v) {
  all(a, v.kind, v.type, v.range, v.op, v.var, v.children, v.postfix, v.lvalue, v.pure, v.is_signed, v.bits,
      v.cmp_signed, v.has_value, v.value, v.in_macro);
}
template <class A> void io(A& a, ShapeCall& v) {
  all(a, v.callee, v.name, v.call, v.args, v.stmt, v.whole_stmt, v.in_macro, v.macro, v.arg_exprs);
}
template <class A> void io(A& a, ShapeVar& v) {
  all(a, v.name, v.type, v.param, v.is_signed, v.bits, v.decl, v.stmt, v.init_expr, v.sole, v.has_init, v.in_macro, v.unused_attr);
}
template <class A> void io(A& a, VarRef& v) { all(a, v.var, v.at, v.stmt, v.write, v.read, v.address); }
template <class A> void io(A& a, ShapeFunction& v) {
  all(a, v.name, v.file, v.range, v.body, v.stmts, v.calls, v.vars, v.refs, v.exprs, v.irregular);
}
template <class A> void io(A& a, PpRegion& v) { all(a, v.range, v.directives); }
template <class A> void io(A& a, Place& v) { all(a, v.file, v.line, v.column, v.offset); }
template <class A> void io(A& a, Object& v) {
  all(a, v.kind, v.key, v.member, v.owner, v.inner, v.points, v.in_union, v.file, v.is_static, v.integer, v.numbers, v.pageish, v.small, v.holds, v.own_page, v.defined, v.swept, v.family);
}
template <class A> void io(A& a, Flow& v) { all(a, v.kind, v.to, v.from); }
template <class A> void io(A& a, MemberFact& v) { all(a, v.to, v.base, v.field); }
template <class A> void io(A& a, ThroughFact& v) { all(a, v.call, v.argument, v.page, v.record, v.field); }
template <class A> void io(A& a, HandedFact& v) { all(a, v.call, v.argument, v.param, v.record); }
template <class A> void io(A& a, LocalCallback& v) { all(a, v.record, v.field, v.function); }
template <class A> void io(A& a, CarveFact& v) { all(a, v.function, v.param, v.counter); }
template <class A> void io(A& a, LostFact& v) { all(a, v.value, v.why, v.in, v.at); }
template <class A> void io(A& a, PathEvent& v) { all(a, v.kind, v.call, v.to, v.value); }
template <class A> void io(A& a, PathEdge& v) { all(a, v.to, v.null); }
template <class A> void io(A& a, PathBlock& v) { all(a, v.events, v.next, v.loop); }
template <class A> void io(A& a, PathAcquire& v) { all(a, v.call, v.block, v.event, v.brings, v.overwritten, v.ways); }
template <class A> void io(A& a, PathFunction& v) { all(a, v.function, v.entry, v.exit, v.blocks, v.bodies, v.acquires); }
template <class A> void io(A& a, CallFact& v) {
  all(a, v.caller, v.callee, v.name, v.callee_file, v.pointer, v.args, v.result, v.at, v.in_macro, v.macro, v.context,
      v.static_callee, v.null_args, v.null_arrays, v.passed_arrays, v.hidden_flag, v.page_args, v.named_args, v.integer_args, v.narrow_args, v.byte_args, v.records, v.made_as, v.skipped_body, v.computes, v.hands_on, v.arg_text, v.param_types, v.param_names,
      v.balanced, v.flagged, v.looked_up, v.closed_by);
}
template <class A> void io(A& a, PassedArray& v) { all(a, v.argument, v.param); }
template <class A> void io(A& a, PlainCall& v) { all(a, v.caller, v.callee, v.context); }
template <class A> void io(A& a, FunctionFact& v) {
  all(a, v.key, v.name, v.at, v.is_static, v.address_taken, v.only_in_tables, v.in_header, v.notifier, v.weak, v.implementation, v.first_value, v.last_value, v.params,
      v.param_pageish, v.param_types, v.result);
}
template <class A> void io(A& a, TableEntry& v) { all(a, v.table, v.type, v.member, v.function); }
template <class A> void io(A& a, std::pair<ValueId, uint8_t>& v) { all(a, v.first, v.second); }
template <class A> void io(A& a, std::pair<uint32_t, uint32_t>& v) { all(a, v.first, v.second); }
template <class A> void io(A& a, std::pair<FileId, PpRegion>& v) { all(a, v.first, v.second); }

template <class A> void unit(A& a, UnitFacts& v) {
  all(a, v.file, v.files, v.objects, v.functions, v.calls, v.plain_calls, v.plain_callees, v.flows, v.tables, v.guards, v.tags, v.parts, v.members, v.through,
      v.handed, v.callbacks, v.carvings, v.lost, v.punned, v.copied, v.untyped, v.raw, v.paths, v.pairings, v.rewritten, v.whole, v.cleared, v.lent, v.values,
      v.narrow, v.shapes, v.regions, v.skipped, v.skipped_in, v.unset, v.deps,
      v.errors);
}

}  // namespace

std::string saveFacts(const UnitFacts& facts) {
  Writer w;
  unit(w, const_cast<UnitFacts&>(facts));  // a writer only reads
  return std::move(w.out);
}

bool loadFacts(const std::string& blob, UnitFacts& facts) {
  Reader r{blob.data(), blob.data() + blob.size()};
  unit(r, facts);
  return r.ok && r.at == r.end;
}

}  // namespace gupkit
