// SPDX-License-Identifier: GPL-2.0-only
// A page table entry holds one reference on its page. Whoever clears the entry and calls
// page_remove_rmap() has that reference; whoever makes an entry (page_add_anon_rmap(), a device
// exclusive entry) gives it one. So with the references that are in the function's hands,
//
//     get_page(), page_remove_rmap()        one more
//     put_page(), page_add_anon_rmap()      one less
//
// The control flow graph is walked for each page parameter with that number, which has to be
// zero wherever the function ends. Where a put would take it below zero, the put drops what the
// caller holds, and nothing is said about the function. An entry may be made before the old one is
// cleared: page_make_device_exclusive_one() (mm/rmap.c) does that.
//
// Only parameters that nothing writes, and locals that are always computed from one, are followed: all
// of these calls then work on the count of one page, or of the folio that it lies in.
#include "facts/balance.h"

#include <map>
#include <memory>
#include <set>

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"
#include "facts/page_type.h"

namespace gupkit {

using namespace clang;

namespace {

class Roots {
 public:
  Roots(const Model& model, const Writes& writes) : model_(model), writes_(writes) {}

  /// The parameter whose page, or another page of whose folio, the expression is; null where that is not sure: what is
  /// read through a page (page->private, the next on its list) is another.
  const ParmVarDecl* of(const clang::Expr* e, bool moved = false) {
    e = e->IgnoreParens();
    if (auto* cast = dyn_cast<CastExpr>(e))
      return cast->getCastKind() == CK_IntegralToPointer ? nullptr : of(cast->getSubExpr(), moved);
    if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
      auto* var = dyn_cast<VarDecl>(ref->getDecl());
      const RecordDecl* record = var ? pageRecord(var->getType(), model_) : nullptr;
      // page + 1 is a page with a count of its own; folio_page(folio, 1) is not.
      if (!record || !var->hasLocalStorage() || (moved && record->getName() != "folio")) return nullptr;
      return of(*var);
    }
    if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_AddrOf) {
      // &folio->page
      auto* member = dyn_cast<MemberExpr>(op->getSubExpr()->IgnoreParens());
      if (!member || !pageRecord(op->getType(), model_)) return nullptr;
      for (; !member->isArrow(); member = cast<MemberExpr>(member->getBase()->IgnoreParens()))
        if (!isa<MemberExpr>(member->getBase()->IgnoreParens())) return nullptr;
      return pageRecord(member->getBase()->getType(), model_) ? of(member->getBase(), moved) : nullptr;
    }
    if (auto* op = dyn_cast<BinaryOperator>(e)) {
      if (op->getOpcode() == BO_Comma || op->getOpcode() == BO_Assign) return of(op->getRHS(), moved);
      if (!op->isAdditiveOp()) return nullptr;
      return of(op->getLHS()->getType()->isPointerType() ? op->getLHS() : op->getRHS(), true);
    }
    if (auto* either = dyn_cast<ConditionalOperator>(e)) {
      const ParmVarDecl* one = of(either->getTrueExpr(), moved);
      return one && one == of(either->getFalseExpr(), moved) ? one : nullptr;
    }
    if (auto* block = dyn_cast<StmtExpr>(e)) {
      auto* last = block->getSubStmt()->body_empty() ? nullptr : dyn_cast<clang::Expr>(block->getSubStmt()->body_back());
      return last ? of(last, moved) : nullptr;
    }
    auto* call = dyn_cast<CallExpr>(e);
    const FunctionDecl* callee = call && call->getNumArgs() ? call->getDirectCallee() : nullptr;
    if (!callee || !callee->getDeclName().isIdentifier() || !model_.heads.count(callee->getName())) return nullptr;
    return of(call->getArg(0), moved);
  }

 private:
  const Model& model_;
  const Writes& writes_;
  std::set<const VarDecl*> busy_;

  const ParmVarDecl* of(const VarDecl& var) {
    auto written = writes_.find(&var);
    if (auto* parameter = dyn_cast<ParmVarDecl>(&var)) return written == writes_.end() ? parameter : nullptr;
    std::vector<const clang::Expr*> values;
    if (var.hasInit()) values.push_back(var.getInit());
    if (written != writes_.end()) values.insert(values.end(), written->second.begin(), written->second.end());
    if (values.empty() || !busy_.insert(&var).second) return nullptr;
    const ParmVarDecl* root = nullptr;
    bool sure = true;
    for (const clang::Expr* value : values) {
      const ParmVarDecl* one = value ? of(value) : nullptr;
      if (!one || (root && root != one)) sure = false;
      root = one;
    }
    busy_.erase(&var);
    return sure ? root : nullptr;
  }
};

/// The calls that change the number of references, by the parameter that they work on.
class Events : public RecursiveASTVisitor<Events> {
 public:
  Events(const Model& model, const Writes& writes) : model_(model), roots_(model, writes) {}
  using Change = std::map<const CallExpr*, int>;
  std::map<const ParmVarDecl*, Change> of;
  std::set<const ParmVarDecl*> broken;

  bool VisitCallExpr(CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier()) return true;
    const StringRef name = callee->getName();
    if (model_.maps.count(name)) return change(*call, 0, -1);
    if (const Effect* extra = model_.find(name, EffectKind::extra)) return change(*call, extra->arg, extra->one ? 1 : 0);
    if (const Effect* release = model_.find(name, EffectKind::release)) return change(*call, release->arg, release->one ? -1 : 0);
    return true;
  }

 private:
  const Model& model_;
  Roots roots_;

  bool change(const CallExpr& call, int argument, int by) {
    if (argument < 0 || unsigned(argument) >= call.getNumArgs()) return true;
    const ParmVarDecl* root = roots_.of(call.getArg(unsigned(argument)));
    if (!root) return true;
    if (by) of[root][&call] = by;
    else broken.insert(root);
    return true;
  }
};

/// Whether the changes even out on every path, and no put comes before what it drops.
bool evensOut(const CFG& cfg, const Events::Change& changes, const Model& model) {
  enum : unsigned { kBelow = 1, kZero = 2, kAbove = 4 };  // the numbers -1, 0 and 1
  std::map<const CFGBlock*, unsigned> in{{&cfg.getEntry(), kZero}};
  std::vector<const CFGBlock*> work{&cfg.getEntry()};
  while (!work.empty()) {
    const CFGBlock* block = work.back();
    work.pop_back();
    unsigned state = in[block];
    for (const CFGElement& element : *block) {
      auto statement = element.getAs<CFGStmt>();
      auto* call = statement ? dyn_cast<CallExpr>(statement->getStmt()) : nullptr;
      auto change = call ? changes.find(call) : changes.end();
      if (change == changes.end()) continue;
      const bool put = change->second < 0 && !model.maps.count(call->getDirectCallee()->getName());
      if (change->second > 0 ? state & kAbove : state & (put ? kBelow | kZero : kBelow)) return false;
      state = change->second > 0 ? state << 1 : state >> 1;
    }
    if (block->hasNoReturnElement()) continue;
    for (const CFGBlock::AdjacentBlock& next : block->succs()) {
      if (!next.getReachableBlock()) continue;
      unsigned& known = in[next.getReachableBlock()];
      if ((known | state) == known) continue;
      known |= state;
      work.push_back(next.getReachableBlock());
    }
  }
  const unsigned end = in[&cfg.getExit()];
  return (end & ~kZero) == 0;
}

}  // namespace

std::vector<const CallExpr*> balanced(const FunctionDecl& fn, ASTContext& context, const Model& model, const Writes& writes) {
  Events events(model, writes);
  events.TraverseStmt(fn.getBody());
  std::unique_ptr<CFG> cfg;
  std::vector<const CallExpr*> out;
  for (auto& [root, changes] : events.of) {
    if (changes.size() < 2 || events.broken.count(root)) continue;
    if (!cfg) cfg = controlFlow(fn, context);
    if (!cfg) return {};
    if (!evensOut(*cfg, changes, model)) continue;
    for (auto& [call, by] : changes) out.push_back(call);
  }
  return out;
}

}  // namespace gupkit
