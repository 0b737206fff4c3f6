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

/// The page variables that an expression is computed from.
class Reads : public RecursiveASTVisitor<Reads> {
 public:
  explicit Reads(const Model& model) : model_(model) {}
  std::set<const VarDecl*> variables;
  bool other = false;  ///< also a page that no local variable names
  bool moved = false;  ///< a number is added to something

  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    auto* var = dyn_cast<VarDecl>(ref->getDecl());
    if (!var || !pageRecord(var->getType(), model_)) return true;
    if (var->hasLocalStorage()) variables.insert(var);
    else other = true;
    return true;
  }
  bool VisitMemberExpr(MemberExpr* e) { return place(e); }
  bool VisitArraySubscriptExpr(ArraySubscriptExpr* e) { return place(e); }
  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() == UO_Deref) place(op);
    if (op->isIncrementDecrementOp()) moved = true;
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator* op) {
    const bool distance = op->getOpcode() == BO_Sub && op->getRHS()->getType()->isPointerType();
    if (op->isAdditiveOp() && !distance) moved = true;
    return true;
  }
  bool VisitCallExpr(CallExpr* call) {
    if (!call->getType()->isPointerType()) return true;
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee || !callee->getDeclName().isIdentifier() || !model_.find(callee->getName(), EffectKind::flow)) other = true;
    return true;
  }

 private:
  const Model& model_;
  bool place(const clang::Expr* e) {
    if (pageRecord(e->getType(), model_)) other = true;
    return true;
  }
};

class Roots {
 public:
  Roots(const Model& model, const Writes& writes) : model_(model), writes_(writes) {}

  /// The parameter whose page, or another page of whose folio, the expression is; null where that is not sure.
  const ParmVarDecl* of(const clang::Expr* e) {
    Reads reads(model_);
    reads.TraverseStmt(const_cast<clang::Expr*>(e));
    if (reads.other || reads.variables.empty()) return nullptr;
    const ParmVarDecl* root = nullptr;
    for (const VarDecl* var : reads.variables) {
      // page + 1 is a page with a count of its own; folio_page(folio, 1) is not.
      if (reads.moved && pageRecord(var->getType(), model_)->getName() != "folio") return nullptr;
      const ParmVarDecl* one = of(*var);
      if (!one || (root && root != one)) return nullptr;
      root = one;
    }
    return root;
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
