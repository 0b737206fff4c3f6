// SPDX-License-Identifier: GPL-2.0-only
// What an acquire returned decides which ways hold pages: `if (ret < nr) goto fail;`. So the conditions
// are evaluated for each of the things that it can have brought
//
//   all    as many pages as were asked for
//   some   fewer, but one at least
//
// where a variable or a field still says what it returned. A way that neither can take holds nothing; on a way
// that only `none` can take, a variable for the page still has what it had before.
#include "facts/paths.h"

#include <map>
#include <set>
#include <string>

#include "clang/AST/Expr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"

namespace gupkit {

using namespace clang;

namespace {

using clang::Expr;
using clang::Stmt;

/// A variable, or a field of what a variable points to: `ret`, `buf->nr_pages`; empty for anything else.
std::string accessPath(const Expr* e) {
  e = e->IgnoreParenImpCasts();
  if (auto* cast = dyn_cast<CStyleCastExpr>(e); cast && cast->getType()->isIntegerType()) return accessPath(cast->getSubExpr());
  if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
    auto* var = dyn_cast<VarDecl>(ref->getDecl());
    return var ? std::to_string(reinterpret_cast<uintptr_t>(var->getCanonicalDecl())) : "";
  }
  if (auto* member = dyn_cast<MemberExpr>(e)) {
    const std::string base = accessPath(member->getBase());
    return base.empty() ? "" : base + "." + member->getMemberDecl()->getNameAsString();
  }
  return "";
}

const FunctionDecl* namedCallee(const CallExpr& call) {
  const FunctionDecl* callee = call.getDirectCallee();
  return callee && callee->getDeclName().isIdentifier() ? callee : nullptr;
}

constexpr uint8_t kNone = 4;  ///< beside kAll and kSome: an error, or no page

/// What one acquire brought, evaluated in conditions.
class Outcome {
 public:
  Outcome(const ASTContext& context, const Effect& effect, const CallExpr& acquire) : context_(context), acquire_(acquire) {
    page_ = effect.result_page;
    one_ = effect.one || page_;
    const FunctionDecl* callee = acquire.getDirectCallee();
    for (unsigned i = 0; callee && i < acquire.getNumArgs() && i < callee->getNumParams(); ++i)
      if (callee->getParamDecl(i)->getType()->isIntegerType() && callee->getParamDecl(i)->getName().contains("nr_pages"))
        count_ = acquire.getArg(i);
    if (count_) number_ = constant(count_);
    one_ |= number_ == 1;
    if (one_) number_ = 1;
  }

  uint8_t brings() const { return one_ ? PathAcquire::kAll : PathAcquire::kAll | PathAcquire::kSome; }
  bool page() const { return page_; }
  bool is(const Expr* e) const { return e && e->IgnoreParenCasts() == &acquire_; }

  /// Whether `e` holds where it brought that; nothing where that is not known. `same`: what still has its result.
  std::optional<bool> holds(const Expr* e, uint8_t brought, const std::set<std::string>& same) const {
    e = e->IgnoreParenImpCasts();
    if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_LNot) {
      auto sub = holds(op->getSubExpr(), brought, same);
      return sub ? std::optional(!*sub) : std::nullopt;
    }
    if (auto* call = dyn_cast<CallExpr>(e); call && call->getNumArgs() >= 2)
      if (const FunctionDecl* fn = namedCallee(*call); fn && fn->getName() == "__builtin_expect")
        return holds(call->getArg(0), brought, same);
    if (auto* op = dyn_cast<BinaryOperator>(e)) {
      if (op->isLogicalOp()) {
        auto a = holds(op->getLHS(), brought, same), b = holds(op->getRHS(), brought, same);
        const bool all = op->getOpcode() == BO_LAnd;
        if (a && *a != all) return !all;
        if (b && *b != all) return !all;
        return a && b ? std::optional(all) : std::nullopt;
      }
      if (op->isComparisonOp()) return compare(*op, brought, same);
    }
    if (result(e, same)) return !page_ && brought != kNone ? std::optional(true) : std::nullopt;
    Expr::EvalResult known;
    if (!e->isValueDependent() && e->getType()->isIntegerType() && e->EvaluateAsInt(known, context_))
      return known.Val.getInt().getBoolValue();
    return std::nullopt;
  }

  bool result(const Expr* e, const std::set<std::string>& same) const {
    e = e->IgnoreParenImpCasts();
    if (is(e)) return true;
    if (auto* op = dyn_cast<BinaryOperator>(e); op && op->getOpcode() == BO_Assign) return result(op->getRHS(), same);
    if (auto* cast = dyn_cast<CStyleCastExpr>(e)) return result(cast->getSubExpr(), same);
    const std::string path = accessPath(e);
    return !path.empty() && same.count(path);
  }

 private:
  const ASTContext& context_;
  const CallExpr& acquire_;
  const Expr* count_ = nullptr;
  std::optional<int64_t> number_;  ///< how many pages were asked for, where that is a constant
  bool page_ = false, one_ = false;

  std::optional<int64_t> constant(const Expr* e) const {
    Expr::EvalResult known;
    if (e->isValueDependent() || !e->getType()->isIntegerType() || !e->EvaluateAsInt(known, context_)) return std::nullopt;
    return known.Val.getInt().extOrTrunc(64).getSExtValue();
  }
  bool asked(const Expr* e) const {
    if (!count_) return false;
    const std::string a = accessPath(e), b = accessPath(count_);
    return !a.empty() && a == b;
  }

  std::optional<bool> compare(const BinaryOperator& op, uint8_t brought, const std::set<std::string>& same) const {
    const Expr *left = op.getLHS(), *right = op.getRHS();
    BinaryOperatorKind kind = op.getOpcode();
    if (!result(left, same)) {
      if (!result(right, same)) return std::nullopt;
      std::swap(left, right);
      kind = BinaryOperator::reverseComparisonOp(kind);
    }
    if (page_) return std::nullopt;
    if (brought == kNone) {
      const auto number = constant(right);
      const bool below = asked(right) || (number && *number > 0);
      if (!below && !(number && *number == 0)) return std::nullopt;
      switch (kind) {
        case BO_LT: case BO_NE: return below ? std::optional(true) : std::nullopt;
        case BO_GE: case BO_EQ: return below ? std::optional(false) : std::nullopt;
        case BO_LE: return true;
        case BO_GT: return false;
        default: return std::nullopt;
      }
    }
    const bool all = brought == PathAcquire::kAll;
    // -1, 0, 1: how the result compares; 2: not known.
    int order = 2;
    if (asked(right)) {
      order = all ? 0 : -1;
    } else if (auto number = constant(right)) {
      if (*number < 0 && op.getLHS()->getType()->isUnsignedIntegerType()) order = -1;  // IS_ERR_VALUE()
      else if (*number <= 0) order = 1;
      else if (number_ && all) order = *number_ < *number ? -1 : *number_ > *number;
      else if (number_ && *number >= *number_) order = -1;
      else if (*number == 1 && (kind == BO_LT || kind == BO_GE)) order = 1;
    }
    if (order == 2) return std::nullopt;
    switch (kind) {
      case BO_LT: return order < 0;
      case BO_GT: return order > 0;
      case BO_LE: return order <= 0;
      case BO_GE: return order >= 0;
      case BO_EQ: return order == 0;
      case BO_NE: return order != 0;
      default: return std::nullopt;
    }
  }
};

const Effect* acquireOf(const CallExpr& call, const Model& model) {
  const FunctionDecl* callee = namedCallee(call);
  return callee ? model.find(callee->getName(), EffectKind::acquire) : nullptr;
}

/// What is known at the start of a block.
struct Known {
  uint8_t brought = 0;          ///< which of kAll, kSome may have been
  std::set<std::string> same;   ///< what still has the result
};

/// The control flow from one acquire on: what its result says of each way.
class Spread {
 public:
  Spread(const CFG& cfg, const Outcome& outcome) : cfg_(cfg), outcome_(outcome) {}

  template <class Seen>
  void run(const CFGBlock& block, size_t element, uint8_t brought, Seen seen) {
    Known start{brought, {}};
    walk(block, element + 1, start, seen);
    while (!work_.empty()) {
      const CFGBlock* next = work_.back();
      work_.pop_back();
      walk(*next, 0, in_.at(next), seen);
    }
  }
  /// Which of kAll, kSome can take this way out of the block.
  uint8_t way(const CFGBlock& block, unsigned index) const {
    auto it = ways_.find({block.getBlockID(), index});
    return it == ways_.end() ? 0 : it->second;
  }

  static void update(const Stmt* s, const Outcome& outcome, std::set<std::string>& same) {
    auto put = [&](const std::string& path, bool has) {
      if (path.empty()) return;
      // A variable that points to other memory takes its fields along.
      for (auto it = same.begin(); it != same.end();)
        it = *it == path || it->compare(0, path.size() + 1, path + ".") == 0 ? same.erase(it) : std::next(it);
      if (has) same.insert(path);
    };
    if (auto* op = dyn_cast<BinaryOperator>(s); op && op->isAssignmentOp()) {
      put(accessPath(op->getLHS()), op->getOpcode() == BO_Assign && outcome.result(op->getRHS(), same));
    } else if (auto* op = dyn_cast<UnaryOperator>(s)) {
      if (op->isIncrementDecrementOp() || op->getOpcode() == UO_AddrOf) put(accessPath(op->getSubExpr()), false);
    } else if (auto* decl = dyn_cast<DeclStmt>(s)) {
      for (const Decl* one : decl->decls())
        if (auto* var = dyn_cast<VarDecl>(one); var && var->hasInit())
          put(std::to_string(reinterpret_cast<uintptr_t>(var->getCanonicalDecl())), outcome.result(var->getInit(), same));
    }
  }

 private:
  const CFG& cfg_;
  const Outcome& outcome_;
  std::map<const CFGBlock*, Known> in_;
  std::vector<const CFGBlock*> work_;
  std::map<std::pair<unsigned, unsigned>, uint8_t> ways_;

  template <class Seen>
  void walk(const CFGBlock& block, size_t element, Known known, Seen& seen) {
    for (size_t i = element; i < block.size(); ++i) {
      auto statement = block[i].getAs<CFGStmt>();
      if (!statement) continue;
      if (!seen(*statement->getStmt())) return;
      if (outcome_.is(dyn_cast<Expr>(statement->getStmt()))) return;  // the next pages: a way of their own
      update(statement->getStmt(), outcome_, known.same);
    }
    const auto* condition = block.succ_size() == 2 && block.getTerminatorStmt() && !isa<SwitchStmt>(block.getTerminatorStmt())
                                ? dyn_cast_or_null<Expr>(block.getLastCondition())
                                : nullptr;
    unsigned index = 0;
    for (const CFGBlock::AdjacentBlock& to : block.succs()) {
      const unsigned at = index++;
      if (!to.getReachableBlock()) continue;
      uint8_t passes = known.brought;
      if (condition)
        for (uint8_t brought : {uint8_t(PathAcquire::kAll), uint8_t(PathAcquire::kSome), kNone})
          if (auto holds = outcome_.holds(condition, brought, known.same); holds && *holds != (at == 0)) passes &= uint8_t(~brought);
      ways_[{block.getBlockID(), at}] |= passes;
      if (!passes) continue;
      auto [it, added] = in_.try_emplace(to.getReachableBlock(), Known{passes, known.same});
      if (!added) {
        Known& old = it->second;
        std::set<std::string> both;
        for (auto& path : old.same)
          if (known.same.count(path)) both.insert(path);
        if ((old.brought | passes) == old.brought && both.size() == old.same.size()) continue;
        old.brought |= passes;
        old.same = std::move(both);
      }
      work_.push_back(to.getReachableBlock());
    }
  }
};

/// `if (p)`, `if (!p)`, `if (p == NULL)`: the pointer, and on which way it is null.
const Expr* nullTest(const Expr* e, ASTContext& context, bool& null_if_holds) {
  for (null_if_holds = false;;) {
    e = e->IgnoreParenImpCasts();
    if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_LNot) {
      null_if_holds = !null_if_holds;
      e = op->getSubExpr();
      continue;
    }
    if (auto* call = dyn_cast<CallExpr>(e); call && call->getNumArgs() >= 2)
      if (const FunctionDecl* fn = namedCallee(*call); fn && fn->getName() == "__builtin_expect") {
        e = call->getArg(0);
        continue;
      }
    if (auto* op = dyn_cast<BinaryOperator>(e); op && (op->getOpcode() == BO_EQ || op->getOpcode() == BO_NE)) {
      if (!op->getRHS()->isNullPointerConstant(context, Expr::NPC_ValueDependentIsNotNull)) return nullptr;
      null_if_holds ^= op->getOpcode() == BO_EQ;
      e = op->getLHS();
      continue;
    }
    break;
  }
  return e->getType()->isPointerType() ? e : nullptr;
}

/// The local variable for a page whose address the call gets.
const VarDecl* pageVariable(const CallExpr& call) {
  for (const Expr* arg : call.arguments()) {
    auto* op = dyn_cast<UnaryOperator>(arg->IgnoreParenCasts());
    if (!op || op->getOpcode() != UO_AddrOf) continue;
    auto* ref = dyn_cast<DeclRefExpr>(op->getSubExpr()->IgnoreParens());
    auto* var = ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
    if (var && var->hasLocalStorage() && var->getType()->isPointerType()) return var;
  }
  return nullptr;
}

/// All expressions of a loop's condition.
void collect(const Stmt* s, std::set<const Stmt*>& out) {
  if (!s) return;
  out.insert(s);
  for (const Stmt* child : s->children()) collect(child, out);
}

}  // namespace

std::optional<PathFunction> paths(const FunctionDecl& fn, ASTContext& context, const PathNotes& notes) {
  std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  if (!cfg) return std::nullopt;
  PathFunction out;
  out.entry = cfg->getEntry().getBlockID();
  out.exit = cfg->getExit().getBlockID();
  out.blocks.resize(cfg->getNumBlockIDs());
  struct At {
    const CFGBlock* block;
    size_t element;
    const CallExpr* call;
    uint32_t event;
    const VarDecl* page;  ///< `&page`: the variable; null: an array, or memory
  };
  std::vector<At> acquires;
  std::vector<std::set<const Stmt*>> conditions;
  for (const CFGBlock* block : *cfg) {
    PathBlock& to = out.blocks[block->getBlockID()];
    for (size_t i = 0; i < block->size(); ++i) {
      auto statement = (*block)[i].getAs<CFGStmt>();
      if (!statement) continue;
      const Stmt* s = statement->getStmt();
      if (auto* call = dyn_cast<CallExpr>(s)) {
        const uint32_t index = notes.call(*call);
        if (index == UINT32_MAX) continue;
        if (notes.acquire(index)) acquires.push_back({block, i, call, uint32_t(to.events.size()), pageVariable(*call)});
        to.events.push_back({PathEvent::Kind::call, index});
      } else if (auto* leave = dyn_cast<ReturnStmt>(s)) {
        to.events.push_back({PathEvent::Kind::leave, 0, 0, notes.returned(*leave)});
      } else {
        auto add = [&](const void* key) {
          if (auto* stores = notes.stores(key))
            for (auto& [address, value] : *stores) to.events.push_back({PathEvent::Kind::store, 0, address, value});
        };
        if (auto* decl = dyn_cast<DeclStmt>(s))
          for (const Decl* one : decl->decls()) add(one);
        else add(s);
      }
    }
    const Stmt* terminator = block->getTerminatorStmt();
    const Expr* condition = nullptr;
    bool null_if_holds = false;
    uint32_t tested = 0;
    if (block->succ_size() == 2 && terminator && !isa<SwitchStmt>(terminator)) {
      condition = dyn_cast_or_null<Expr>(block->getLastCondition());
      if (condition)
        if (const Expr* pointer = nullTest(condition, context, null_if_holds)) tested = notes.tested(*pointer);
      if ((isa<ForStmt>(terminator) || isa<WhileStmt>(terminator)) && block->succ_begin()->getReachableBlock()) {
        to.loop = uint32_t(out.bodies.size());
        out.bodies.push_back(block->succ_begin()->getReachableBlock()->getBlockID());
        conditions.emplace_back();
        collect(isa<ForStmt>(terminator) ? cast<ForStmt>(terminator)->getCond() : cast<WhileStmt>(terminator)->getCond(),
                conditions.back());
      }
    }
    unsigned index = 0;
    for (const CFGBlock::AdjacentBlock& next : block->succs()) {
      const unsigned at = index++;
      PathEdge edge;
      edge.to = next.getReachableBlock() ? next.getReachableBlock()->getBlockID() : PathBlock::kNone;
      if (tested && (at == 0) == null_if_holds) edge.null = tested;
      to.next.push_back(edge);
    }
    if (block->hasNoReturnElement()) to.next.clear();
  }
  // `while (a && b)`: the blocks of the other conjuncts decide, too.
  for (const CFGBlock* block : *cfg) {
    PathBlock& to = out.blocks[block->getBlockID()];
    const Stmt* terminator = block->getTerminatorStmt();
    if (to.loop != PathBlock::kNone || !terminator) continue;
    for (uint32_t loop = 0; loop < conditions.size(); ++loop)
      if (conditions[loop].count(terminator)) to.loop = loop;
  }
  for (const At& at : acquires) {
    const Outcome outcome(context, *notes.acquire(notes.call(*at.call)), *at.call);
    Spread spread(*cfg, outcome);
    PathAcquire acquire;
    std::set<const Stmt*> others;
    for (const At& other : acquires)
      if (at.page && other.page == at.page && other.call != at.call) {
        others.insert(other.call);
        acquire.overwritten.emplace_back(other.block->getBlockID(), other.event);
      }
    spread.run(*at.block, at.element, outcome.brings(), [&](const Stmt& s) { return !others.count(&s); });
    acquire.call = notes.call(*at.call);
    acquire.block = at.block->getBlockID();
    acquire.event = at.event;
    acquire.brings = outcome.brings();
    std::vector<const CFGBlock*> by_id(cfg->getNumBlockIDs());
    for (const CFGBlock* block : *cfg) by_id[block->getBlockID()] = block;
    for (uint32_t b = 0; b < out.blocks.size(); ++b)
      for (unsigned i = 0; i < out.blocks[b].next.size(); ++i) acquire.ways.push_back(by_id[b] ? spread.way(*by_id[b], i) : 0);
    out.acquires.push_back(std::move(acquire));
  }
  return out;
}

std::optional<PathFunction> pathsOf(const FunctionDecl& fn, ASTContext& context,
                                    const std::function<uint32_t(const Expr&)>& call) {
  std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  if (!cfg) return std::nullopt;
  PathFunction out;
  out.entry = cfg->getEntry().getBlockID();
  out.exit = cfg->getExit().getBlockID();
  out.blocks.resize(cfg->getNumBlockIDs());
  for (const CFGBlock* block : *cfg) {
    PathBlock& to = out.blocks[block->getBlockID()];
    for (const CFGElement& element : *block) {
      auto statement = element.getAs<CFGStmt>();
      auto* e = statement ? dyn_cast<Expr>(statement->getStmt()) : nullptr;
      const uint32_t index = e ? call(*e) : UINT32_MAX;
      if (index != UINT32_MAX) to.events.push_back({PathEvent::Kind::call, index});
    }
    if (block->hasNoReturnElement()) continue;
    for (const CFGBlock::AdjacentBlock& next : block->succs())
      if (next.getReachableBlock()) to.next.push_back({next.getReachableBlock()->getBlockID(), 0});
  }
  return out;
}

bool usedAfterFailure(const FunctionDecl& fn, ASTContext& context, const Model& model, const CallExpr& acquire,
                      const VarDecl& var) {
  std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  if (!cfg) return true;
  auto isVar = [&](const Expr* e) {
    auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParens());
    return ref && ref->getDecl() == &var;
  };
  const Effect* effect = acquireOf(acquire, model);
  if (!effect) return true;
  const Outcome outcome(context, *effect, acquire);
  std::set<const Stmt*> given;  // `&page` of acquires: they overwrite it
  for (const CFGBlock* block : *cfg)
    for (const CFGElement& element : *block)
      if (auto statement = element.getAs<CFGStmt>())
        if (auto* call = dyn_cast<CallExpr>(statement->getStmt()); call && acquireOf(*call, model))
          for (const Expr* arg : call->arguments()) given.insert(arg->IgnoreParenCasts());
  bool used = false;
  for (const CFGBlock* block : *cfg)
    for (size_t i = 0; i < block->size(); ++i) {
      auto statement = (*block)[i].getAs<CFGStmt>();
      if (!statement || statement->getStmt() != &acquire) continue;
      Spread(*cfg, outcome).run(*block, i, kNone, [&](const Stmt& s) {
        if (auto* cast = dyn_cast<CastExpr>(&s); cast && cast->getCastKind() == CK_LValueToRValue && isVar(cast->getSubExpr())) used = true;
        if (auto* op = dyn_cast<UnaryOperator>(&s); op && op->getOpcode() == UO_AddrOf && isVar(op->getSubExpr()) && !given.count(op))
          used = true;
        auto* op = dyn_cast<BinaryOperator>(&s);
        return !(op && op->getOpcode() == BO_Assign && isVar(op->getLHS()));
      });
    }
  return used;
}

}  // namespace gupkit
