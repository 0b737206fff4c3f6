// SPDX-License-Identifier: GPL-2.0-only
// The linked program on facts written by hand.
#include "gupkit/link.h"

#include <gmock/gmock.h>

namespace gupkit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// drivers/a.c: void done(struct page *page) { put_page(page); }
/// drivers/b.c: void take(void) { struct page *page; get_user_pages(.., &page); done(page); }
class Linked : public ::testing::Test {
 protected:
  Linked() {
    EXPECT_TRUE(parseModel("acquire get_user_pages kind=get arg=0\nrelease put_page\n", "test", model_));
    a_ = unit("drivers/a.c");
    function(a_, "done");
    a_.functions[0].params = {1};
    a_.functions[0].param_pageish = {true};
    a_.values = 3;
    a_.functions[0].result = 2;
    call(a_, "put_page", {1});

    b_ = unit("drivers/b.c");
    function(b_, "take");
    b_.values = 4;
    b_.functions[0].result = 3;
    Object page;
    page.key = "drivers/b.c:take:page";
    b_.objects = {page};
    b_.flows = {{FlowKind::addr, 1, 0}, {FlowKind::load, 2, 1}};
    call(b_, "get_user_pages", {1});
    call(b_, "done", {2});
  }

  static UnitFacts unit(const char* file) {
    UnitFacts out;
    out.file = file;
    out.files = {file};
    return out;
  }
  static void function(UnitFacts& unit, const char* name) {
    FunctionFact fn;
    fn.key = fn.name = name;
    unit.functions.push_back(fn);
  }
  static void call(UnitFacts& unit, const char* name, std::vector<ValueId> args) {
    CallFact call;
    call.callee = call.name = name;
    call.page_args = ~uint64_t(0);
    call.args = std::move(args);
    unit.calls.push_back(call);
  }

  Model model_;
  UnitFacts a_, b_;
  std::map<Demand, Answer> answers_;
};

TEST_F(Linked, CallsOfAKindInTheOrderOfUnits) {
  const Program program(model_, {&b_, &a_}, answers_);
  EXPECT_THAT(program.calls(EffectKind::acquire), ElementsAre(CallRef{0, 0}));
  EXPECT_THAT(program.calls(EffectKind::release), ElementsAre(CallRef{1, 0}));
  EXPECT_THAT(program.calls(EffectKind::dirty), IsEmpty());
}

TEST_F(Linked, APageReachesTheReleaseInAnotherFile) {
  const Program alone(model_, {&a_}, answers_);
  EXPECT_THAT(alone.provenance({0, 0}, 0, false), IsEmpty());
  const Program both(model_, {&a_, &b_}, answers_);
  EXPECT_THAT(both.provenance({0, 0}, 0, false), ElementsAre(0));
}

/// drivers/c.c: any = which ? (void *)list : (void *)&what; put_page(sg_page((struct scatterlist *)any)), where a
/// page is kept behind `any`. What `what` is says whether the page gets to the list.
class OneOfTwo : public Linked {
 protected:
  std::vector<uint32_t> sources(const Object& what) {
    EXPECT_TRUE(parseModel("family scatterlist\n", "test", model_));
    UnitFacts c = unit("drivers/c.c");
    function(c, "f");
    Object page, list = what;
    page.key = "drivers/c.c:f:page";
    list.key = "drivers/c.c:what";
    c.objects = {page, list};
    // 1: &page, 2: page, 3: &what, 4: *(page **)&what = page, 5: the list's view of it, 6: its page
    c.flows = {{FlowKind::addr, 1, 0}, {FlowKind::load, 2, 1}, {FlowKind::addr, 3, 1}, {FlowKind::store, 3, 2},
               {FlowKind::copy, 5, 3}, {FlowKind::load, 6, 5}};
    c.narrow = {{5, kFamily}};
    c.values = 8;
    c.functions[0].result = 7;
    call(c, "get_user_pages", {1});
    call(c, "put_page", {6});
    return Program(model_, {&c}, answers_).provenance({0, 1}, 0, false);
  }
};

TEST_F(OneOfTwo, ACarrierMayLieInMemory) {
  EXPECT_THAT(sources({}), ElementsAre(0));
}

TEST_F(OneOfTwo, NoCarrierLiesInANumberOrALink) {
  Object what;
  what.small = true;
  EXPECT_THAT(sources(what), IsEmpty());
}

TEST_F(OneOfTwo, NothingLiesInCode) {
  Object what;
  what.kind = ObjectKind::function;
  EXPECT_THAT(sources(what), IsEmpty());
}

/// drivers/d.c: struct r { struct page *page; } a, b; get_user_pages(.., &a.page); b.page = alloc_page(); put_page(a.page)
TEST_F(Linked, TwoInstancesOfARecordAreToldApartAndUnitedAgain) {
  EXPECT_TRUE(parseModel("source alloc_page\n", "test", model_));
  UnitFacts d = unit("drivers/d.c");
  function(d, "f");
  Object a, b, page;
  a.key = "drivers/d.c:f:a";
  b.key = "drivers/d.c:f:b";
  page.kind = ObjectKind::field;
  page.key = "drivers/d.c:r.page";
  page.owner = "r";
  page.member = "page";
  d.objects = {a, b, page};
  // 1: &a, 2: &b, 3: &a.page, 4: &b.page, 5: a.page, 6: alloc_page()
  d.flows = {{FlowKind::addr, 1, 0}, {FlowKind::addr, 2, 1}, {FlowKind::addr, 3, 2}, {FlowKind::addr, 4, 2},
             {FlowKind::load, 5, 3}, {FlowKind::store, 4, 6}};
  d.members = {{3, 1, 2}, {4, 2, 2}};
  d.values = 8;
  d.functions[0].result = 7;
  call(d, "get_user_pages", {3});
  call(d, "alloc_page", {});
  d.calls[1].result = 6;
  call(d, "put_page", {5});

  Program program(model_, {&d}, answers_);
  const CallRef put{0, 2};
  EXPECT_THAT(program.provenance(put, 0, false), ElementsAre(0, 1));
  EXPECT_THAT(program.tellApart(), IsEmpty());
  EXPECT_THAT(program.provenance(put, 0, false), ElementsAre(0, 1)) << "deciding alone changes nothing";
  EXPECT_TRUE(program.split());
  EXPECT_THAT(program.provenance(put, 0, false), ElementsAre(0));
  program.unite();
  EXPECT_THAT(program.provenance(put, 0, false), ElementsAre(0, 1));
  EXPECT_FALSE(program.split()) << "nothing was decided since";
  program.tellApart();
  EXPECT_TRUE(program.split());
  EXPECT_THAT(program.provenance(put, 0, false), ElementsAre(0));
}

/// A pointer to any of 12 locals is copied to one that has two of them already, and on to a third.
TEST_F(Linked, ManyObjectsGoOverOneCopy) {
  UnitFacts e = unit("drivers/e.c");
  function(e, "f");
  for (int i = 0; i < 12; ++i) {
    Object local;
    local.key = "drivers/e.c:f:" + std::to_string(i);
    e.objects.push_back(local);
  }
  e.flows = {{FlowKind::copy, 3, 2}, {FlowKind::addr, 2, 3}, {FlowKind::addr, 2, 7}, {FlowKind::copy, 2, 1}};
  for (uint32_t i = 12; i-- > 0;) e.flows.push_back({FlowKind::addr, 1, i});
  e.flows.push_back({FlowKind::copy, 4, 3});  // all are known by then
  e.values = 6;
  e.functions[0].result = 5;
  const Program program(model_, {&e}, answers_);
  std::vector<Program::ObjectRef> all;
  for (ObjectId i = 0; i < 12; ++i) all.push_back(program.object(0, i));
  for (ValueId v = 1; v <= 4; ++v) EXPECT_EQ(program.pointees(0, v), all) << v;
}

/// drivers/w.c: void walk(struct page *page, struct wc *wc) { wc->one(page); }
///     void look(struct page *page) {}  void drop(struct page *page) { put_page(page); }
///     user: struct wc a = { .one = look }; get_user_pages(.., &page); walk(page, &a);
///     cache: struct wc b = { .one = drop }; walk(alloc_page(), &b);
class Walk : public Linked {
 protected:
  Walk() {
    EXPECT_TRUE(parseModel("source alloc_page\n", "test", model_));
    w_ = unit("drivers/w.c");
    for (const char* name : {"walk", "look", "drop", "user", "cache"}) function(w_, name);
    w_.values = 30;
    Object page, a, b, one;
    page.key = "drivers/w.c:user:page";
    a.key = "drivers/w.c:user:a";
    b.key = "drivers/w.c:cache:b";
    one.kind = ObjectKind::field;
    one.key = "drivers/w.c:wc.one";
    one.owner = "wc";
    one.member = "one";
    Object look, drop;
    look.kind = drop.kind = ObjectKind::function;
    look.key = look.member = "look";
    drop.key = drop.member = "drop";
    w_.objects = {page, a, b, one, look, drop};
    for (int f = 0; f < 5; ++f) w_.functions[f].result = ValueId(25 + f);
    // walk: 1 page, 2 wc, 3 &wc->one, 4 the function
    w_.functions[0].params = {1, 2};
    w_.functions[1].params = {5};
    w_.functions[2].params = {6};
    w_.flows = {{FlowKind::addr, 3, 3}, {FlowKind::load, 4, 3},
                // user: 7 &page, 8 page, 9 &a, 10 &a.one = 11 look
                {FlowKind::addr, 7, 0}, {FlowKind::load, 8, 7}, {FlowKind::addr, 9, 1}, {FlowKind::addr, 10, 3},
                {FlowKind::addr, 11, 4}, {FlowKind::store, 10, 11},
                // cache: 12 page, 13 &b, 14 &b.one = 15 drop
                {FlowKind::addr, 13, 2}, {FlowKind::addr, 14, 3}, {FlowKind::addr, 15, 5}, {FlowKind::store, 14, 15}};
    call(w_, "", {1});
    w_.calls[0].pointer = 4;
    call(w_, "put_page", {6});
    w_.calls[1].caller = 2;
    call(w_, "get_user_pages", {7});
    call(w_, "walk", {8, 9});
    w_.calls[2].caller = w_.calls[3].caller = 3;
    call(w_, "alloc_page", {});
    w_.calls[4].result = 12;
    call(w_, "walk", {12, 13});
    w_.calls[4].caller = w_.calls[5].caller = 4;
    w_.through = {{0, 0, 0, 1, 3}};
    w_.handed = {{3, 1, HandedFact::kNone, 1}, {5, 1, HandedFact::kNone, 2}};
    w_.callbacks = {{1, 3, "look"}, {2, 3, "drop"}};
  }
  std::vector<uint32_t> dropped() { return Program(model_, {&w_}, answers_).provenance({0, 1}, 0, false); }

  UnitFacts w_;
};

TEST_F(Walk, APageGoesToTheFunctionsOfItsRecordAlone) { EXPECT_THAT(dropped(), ElementsAre(1)); }

TEST_F(Walk, NotSoWhereTheFieldIsWrittenThroughAPointer) {
  w_.rewritten = {3};
  EXPECT_THAT(dropped(), ElementsAre(0, 1));
}

TEST_F(Walk, NotSoWhereTheFunctionIsNotKnown) {
  w_.callbacks[0].function.clear();
  EXPECT_THAT(dropped(), ElementsAre(0, 1));
}

TEST_F(Walk, WhatComesWithARecordOfUnknownOriginGoesToAllFunctions) {
  w_.handed.erase(w_.handed.begin());
  EXPECT_THAT(dropped(), ElementsAre(0, 1));
}

/// drivers/p.c: two tables of operations, { user_map, user_unmap } with pages of GUP, { own_map, own_unmap } without.
class Pair : public Linked {
 protected:
  Pair() {
    EXPECT_TRUE(parseModel("source alloc_page\npair ops.map ops.unmap arg=1\n", "test", model_));
    p_ = unit("drivers/p.c");
    for (const char* name : {"user_map", "user_unmap", "own_map", "own_unmap"}) function(p_, name);
    Object page;
    page.key = "drivers/p.c:user_map:page";
    p_.objects = {page};
    // 1: &page, 2: page, 5: alloc_page()
    p_.flows = {{FlowKind::addr, 1, 0}, {FlowKind::load, 2, 1}};
    p_.values = 20;
    p_.functions[0].result = 2;
    p_.functions[1].params = {3, 4};
    p_.functions[2].result = 5;
    p_.functions[3].params = {6, 7};
    p_.functions[1].result = 8;
    p_.functions[3].result = 9;
    call(p_, "get_user_pages", {1});
    call(p_, "alloc_page", {});
    p_.calls[1].result = 5;
    p_.calls[1].caller = 2;
    call(p_, "put_page", {4});
    p_.calls[2].caller = 1;
    call(p_, "put_page", {7});
    p_.calls[3].caller = 3;
    p_.tables = {{"user_ops", "ops", "map", "user_map"}, {"user_ops", "ops", "unmap", "user_unmap"},
                 {"own_ops", "ops", "map", "own_map"}, {"own_ops", "ops", "unmap", "own_unmap"}};
  }
  std::vector<uint32_t> dropped(uint32_t call) { return Program(model_, {&p_}, answers_).provenance({0, call}, 0, false); }

  UnitFacts p_;
};

TEST_F(Pair, WhatOneMapsItsOwnTableUnmaps) {
  EXPECT_THAT(dropped(2), ElementsAre(0));
  EXPECT_THAT(dropped(3), ElementsAre(1));
}

TEST_F(Pair, ATableOfAnotherRecordIsNone) {
  for (TableEntry& entry : p_.tables) entry.type = "other_ops";
  EXPECT_THAT(dropped(2), IsEmpty());
}

TEST_F(Pair, AFunctionThatIsPutThereAtRunTimeGoesWithAll) {
  p_.tables.resize(2);
  // 10: own_map, 11: what it returns, 12 and 13: where that goes
  Object own, all, loose;
  own.kind = ObjectKind::function;
  own.key = own.member = "own_map";
  all.kind = loose.kind = ObjectKind::global;
  all.key = model_.pairs[0].returned(false);
  loose.key = model_.pairs[0].returned(true);
  all.is_static = loose.is_static = true;
  p_.objects.insert(p_.objects.end(), {own, all, loose});
  p_.flows.insert(p_.flows.end(), {{FlowKind::addr, 10, 1}, {FlowKind::addr, 12, 2}, {FlowKind::addr, 13, 3},
                                   {FlowKind::store, 12, 11}, {FlowKind::store, 13, 11}});
  call(p_, "", {});
  p_.calls[4].pointer = 10;
  p_.calls[4].result = 11;
  EXPECT_THAT(dropped(2), ElementsAre(0, 1));
}

/// drivers/t.c: take(m) returns a piece of the memory behind m. One piece gets a page of GUP, the other one of
/// alloc_page(); put_page() drops that of the first.
class Pieces : public Linked {
 protected:
  Pieces() {
    EXPECT_TRUE(parseModel("source alloc_page\nmemory kzalloc\nfresh kzalloc\n", "test", model_));
    t_ = unit("drivers/t.c");
    function(t_, "take");
    function(t_, "user");
    for (FunctionFact& fn : t_.functions) fn.is_static = true;
    Object page, count;
    page.key = "drivers/t.c:user:page";
    count.kind = ObjectKind::field;
    count.key = "drivers/t.c:message.used";
    count.owner = "message";
    count.member = "used";
    t_.objects = {page, count};
    t_.values = 20;
    // 1: m of take() and what it returns; 5: m of user(), 6 and 7: its pieces, 8: &page, 9: page, 10: alloc_page()
    t_.functions[0].params = {1};
    t_.functions[0].result = 2;
    t_.functions[0].first_value = 1;
    t_.functions[0].last_value = 5;
    t_.functions[1].result = 12;
    t_.flows = {{FlowKind::copy, 2, 1}, {FlowKind::addr, 8, 0}, {FlowKind::load, 9, 8},
                {FlowKind::store, 6, 9}, {FlowKind::store, 7, 10}, {FlowKind::load, 11, 6}};
    call(t_, "kzalloc", {});
    t_.calls[0].result = 5;
    call(t_, "take", {5});
    t_.calls[1].result = 6;
    call(t_, "take", {5});
    t_.calls[2].result = 7;
    call(t_, "get_user_pages", {8});
    call(t_, "alloc_page", {});
    t_.calls[4].result = 10;
    call(t_, "put_page", {11});
    for (CallFact& of : t_.calls) of.caller = 1;
    t_.carvings = {{0, 0, 1}};
    GuardFunction user;
    user.function = 1;
    user.vars.resize(1);
    user.vars[0].root = 0;
    t_.guards = {user};
    TagStore zero, more;
    zero.function = 1;
    zero.var = 0;
    zero.field = more.field = 1;
    zero.value.kind = GuardValue::Kind::constant;
    t_.tags = {zero, more};
  }
  bool apart() {
    // The record is the file's own; whether another file includes it is asked for all the same.
    for (const Demand& demand : Program(model_, {&t_}, answers_).tellApart()) {
      EXPECT_EQ(demand.what, Demand::What::field);
      EXPECT_EQ(demand.file, "drivers/t.c");
      answers_[demand] = Answer::read;
    }
    Program program(model_, {&t_}, answers_);
    EXPECT_THAT(program.provenance({0, 5}, 0, false), ElementsAre(0, 1));
    EXPECT_THAT(program.tellApart(), IsEmpty());
    program.split();
    return program.provenance({0, 5}, 0, false).size() == 1;
  }

  UnitFacts t_;
};

TEST_F(Pieces, AreToldApartByTheCalls) { EXPECT_TRUE(apart()); }

TEST_F(Pieces, NotSoWhereTheCountIsSetAnew) {
  t_.tags[0].value.number = 1;
  EXPECT_FALSE(apart());
}

TEST_F(Pieces, NotSoWhereAnotherFunctionCounts) {
  t_.tags.push_back(t_.tags[1]);
  t_.tags.back().function = 1;
  EXPECT_FALSE(apart());
}

TEST_F(Pieces, NotSoWhereTheRecordIsNoNewOne) {
  t_.guards[0].vars[0].root = kNoIndex;
  EXPECT_FALSE(apart());
}

TEST_F(Pieces, NotSoWhereOthersLookBehindTheRecord) {
  t_.flows.push_back({FlowKind::load, 13, 5});
  EXPECT_FALSE(apart());
}

TEST_F(Pieces, NotSoWhereTheMemoryIsCleared) {
  t_.cleared = {5};
  EXPECT_FALSE(apart());
}

TEST_F(Pieces, NotSoWhereTheFunctionIsCalledByItsAddress) {
  t_.functions[0].address_taken = true;
  EXPECT_FALSE(apart());
}

TEST(ModelText, AFieldThatIsApartHasARecord) {
  Model model;
  auto status = parseModel("apart dma_address\n", "my.model", model);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().str(), ::testing::HasSubstr("'dma_address' is no RECORD.FIELD"));
  EXPECT_TRUE(parseModel("apart scatterlist.dma_address\nnumber demo.length\n", "my.model", model));
  EXPECT_EQ(model.apart.count("scatterlist.dma_address"), 1u);
  for (const char* wrong : {"pair a.map b.unmap arg=1", "pair map unmap arg=1", "pair a.map a.unmap", "pair a.map a.unmap arg=x"})
    EXPECT_FALSE(parseModel(wrong, "my.model", model)) << wrong;
  EXPECT_TRUE(parseModel("pair a.map a.unmap arg=1\ndata_only map.vaddr\nflow new_table *ret=*0\n", "my.model", model));
  ASSERT_EQ(model.pairs.size(), 1u);
  EXPECT_EQ(model.pairs[0].second, "a.unmap");
  EXPECT_EQ(model.data_only.count("map.vaddr"), 1u);
  EXPECT_TRUE(parseModel("source entry_page entry\nlookup find_entry\n", "my.model", model));
  EXPECT_TRUE(model.find("entry_page", EffectKind::source)->entry);
  EXPECT_EQ(model.lookups.count("find_entry"), 1u);
  EXPECT_FALSE(parseModel("flow new_table **ret=*0\n", "my.model", model));
  EXPECT_FALSE(parseModel("views map_it pages\n", "my.model", model));
  EXPECT_TRUE(parseModel("views map_it map.pages\nlent request.src\nexclusive iter.bvec\n", "my.model", model));
  EXPECT_EQ(model.views["map.pages"].count("map_it"), 1u);
  EXPECT_EQ(model.lent.count("request.src"), 1u);
  EXPECT_EQ(model.exclusive.count("iter.bvec"), 1u);
}

TEST_F(Linked, AnAnswerCountsFromWhenItIsGiven) {
  const Program program(model_, {&a_}, answers_);
  const Demand callers{Demand::What::callers, "done", "", ""};
  auto open = program.openBehind({0, 0}, 0, false);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_TRUE(open[0].demand == callers);
  EXPECT_FALSE(open[0].permanent);

  answers_[callers] = Answer::too_wide;
  open = program.openBehind({0, 0}, 0, false);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_TRUE(open[0].permanent);

  answers_[callers] = Answer::read;
  EXPECT_THAT(program.openBehind({0, 0}, 0, false), IsEmpty());
}

}  // namespace
}  // namespace gupkit
