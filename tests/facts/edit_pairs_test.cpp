// SPDX-License-Identifier: GPL-2.0-only
// Before and after of whole C functions, through Clang: what a maintainer would have written.
// Every release in `before` is a site. A row whose `after` is empty says that nothing changes.
#include <gtest/gtest.h>

#include <set>

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>

#include "facts/shape.h"
#include "gupkit/edit.h"

namespace gupkit {
namespace {

const char* const kPrelude = R"(
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define __maybe_unused __attribute__((unused))
typedef unsigned int u32;
typedef unsigned char u8;
struct page { unsigned long flags; };
struct folio { struct page page; };
struct scatterlist { struct page *page; };
struct sgt { struct scatterlist *sgl; int nents; };
struct buf { struct page **pages; unsigned int npages; int count; bool dirty; struct page *page; int dir; };
struct bvec { struct page *bv_page; };
void put_page(struct page *p);
void release_pages(struct page **pages, int n);
void unpin_user_page(struct page *p);
void unpin_user_pages(struct page **pages, unsigned long n);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long n, bool make_dirty);
void unpin_user_page_range_dirty_lock(struct page *page, unsigned long n, bool make_dirty);
void put_user_page(struct page *p);
void put_user_pages(struct page **pages, unsigned long n);
void put_user_pages_dirty_lock(struct page **pages, unsigned long n, bool make_dirty);
void unpin_folio(struct folio *f);
void folio_put(struct folio *f);
void folio_put_refs(struct folio *f, int n);
void __free_pages(struct page *p, unsigned order);
#define __free_page(page) __free_pages((page), 0)
#define page_cache_release(page) put_page(page)
#define nth_page(page, n) ((page) + (n))
struct folio *page_folio_of(struct page *p);
#define page_folio(p) page_folio_of(p)
int set_page_dirty(struct page *p);
int set_page_dirty_lock(struct page *p);
void SetPageDirty(struct page *p);
int PageDirty(struct page *p);
int PageReserved(struct page *p);
struct page *sg_page(struct scatterlist *sg);
struct scatterlist *sg_next(struct scatterlist *sg);
#define for_each_sg(sgl, sg, n, i) for (i = 0, sg = (sgl); i < (n); i++, sg = sg_next(sg))
int get_user_pages_fast(unsigned long start, int n, unsigned flags, struct page **pages);
int pin_user_pages_fast(unsigned long start, int n, unsigned flags, struct page **pages);
long pin_user_pages(unsigned long start, unsigned long n, unsigned flags, struct page **pages);
long get_user_pages(unsigned long start, unsigned long n, unsigned flags, struct page **pages);
void use(void *p, ...);
int got(void);
unsigned long some(void);
void kfree(void *p);
)";

const std::set<std::string> kReleases = {"put_page", "release_pages", "folio_put", "folio_put_refs", "__free_page",
                                         "page_cache_release", "DROP"};

struct Pair {
  const char* name;
  const char* before;
  const char* after;  ///< empty: unchanged
  const char* options = "";  ///< put, minimal, nosleep, old (no make_dirty), range, folio
  const char* refused = "";  ///< reason codes, one for each refused site, separated by blanks
};

void PrintTo(const Pair& p, std::ostream* out) { *out << p.name; }

class Shapes : public clang::RecursiveASTVisitor<Shapes> {
 public:
  Shapes(clang::ASTContext& context, std::vector<ShapeFunction>& out) : context_(context), out_(out) {}
  bool VisitFunctionDecl(clang::FunctionDecl* f) {
    if (f->doesThisDeclarationHaveABody()) out_.push_back(extractShape(*f, context_, "a.c"));
    return true;
  }

 private:
  clang::ASTContext& context_;
  std::vector<ShapeFunction>& out_;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(EditInput& in) : in_(in) {}
  bool BeginSourceFileAction(clang::CompilerInstance& ci) override {
    ci.getPreprocessor().addPPCallbacks(std::make_unique<PpRegionCollector>(ci.getSourceManager(), regions_));
    return true;
  }
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& ci, llvm::StringRef) override {
    class Consumer : public clang::ASTConsumer {
     public:
      Consumer(EditInput& in, PpRegions& regions) : in_(in), regions_(regions) {}
      void HandleTranslationUnit(clang::ASTContext& context) override {
        Shapes(context, in_.shapes["a.c"]).TraverseDecl(context.getTranslationUnitDecl());
        in_.regions["a.c"] = regions_[context.getSourceManager().getMainFileID()];
      }
      EditInput& in_;
      PpRegions& regions_;
    };
    return std::make_unique<Consumer>(in_, regions_);
  }

 private:
  EditInput& in_;
  PpRegions regions_;
};

bool parse(const std::string& text, EditInput& in) {
  in = {};
  in.text["a.c"] = text;
  return clang::tooling::runToolOnCodeWithArgs(
      std::make_unique<Action>(in), text,
      {"-std=gnu11", "-Wall", "-Wno-unused-function", "-Werror", "-include", "/prelude.h"}, "/a.c", "gupkit-test",
      std::make_shared<clang::PCHContainerOperations>(), {{"/prelude.h", kPrelude}});
}

std::vector<SiteEdit> sitesOf(const EditInput& in, bool may_sleep) {
  std::vector<SiteEdit> sites;
  for (const ShapeFunction& f : in.shapes.at("a.c")) {
    for (const ShapeCall& c : f.calls) {
      SiteEdit s;
      s.file = "a.c";
      s.offset = c.name.begin;
      s.callee = c.callee;
      s.may_sleep = may_sleep;
      if (c.callee.starts_with("get_user_pages")) {
        s.what = SiteEdit::What::acquire;
        s.replacement = "pin" + c.callee.substr(3);
      } else if (!kReleases.count(c.callee)) {
        continue;
      }
      sites.push_back(s);
    }
  }
  return sites;
}

class EditPairs : public ::testing::TestWithParam<Pair> {};

TEST_P(EditPairs, IsWhatAMaintainerWrites) {
  const Pair& p = GetParam();
  std::set<std::string> options;
  for (std::string_view rest = p.options; !rest.empty();) {
    size_t end = rest.find(' ');
    options.insert(std::string(rest.substr(0, end)));
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
  }
  EditApi api;
  api.api = options.count("put") ? Api::put_user_page : Api::pin;
  api.minimal = options.count("minimal");
  api.make_dirty = !options.count("old");
  api.range_dirty_lock = options.count("range");
  api.unpin_folio = options.count("folio");
  std::string before = p.before;
  if (before.front() == '\n') before.erase(0, 1);
  std::string want = *p.after ? p.after : p.before;
  if (want.front() == '\n') want.erase(0, 1);

  EditInput in;
  ASSERT_TRUE(parse(before, in)) << before;
  std::vector<SiteEdit> sites = sitesOf(in, !options.count("nosleep"));
  ASSERT_FALSE(sites.empty());
  if (options.count("put"))
    std::erase_if(sites, [](const SiteEdit& s) { return s.what == SiteEdit::What::acquire; });
  EditPlan plan = planEdits(in, sites, api);
  std::string after = plan.files.empty() ? before : applyEdits(before, plan.files[0].edits);
  EXPECT_EQ(after, want);
  std::string refused;
  for (const Refusal& r : plan.refusals) refused += (refused.empty() ? "" : " ") + r.reason;
  EXPECT_EQ(refused, p.refused);

  // It compiles without a new warning, and a second run finds nothing to do.
  EditInput again;
  if (options.count("old")) return;
  ASSERT_TRUE(parse(after, again)) << after;
  if (!refused.empty() || options.count("put")) return;
  for (const SiteEdit& s : sitesOf(again, true)) ADD_FAILURE() << s.callee << " is left in\n" << after;
}

INSTANTIATE_TEST_SUITE_P(Single, EditPairs, ::testing::Values(
Pair{"put_page", R"(
void f(struct page *p)
{
	put_page(p);
}
)", R"(
void f(struct page *p)
{
	unpin_user_page(p);
}
)"},
Pair{"put_page_put_dialect", R"(
void f(struct page *p)
{
	if (p)
		put_page(p);	/* drop */
}
)", R"(
void f(struct page *p)
{
	if (p)
		put_user_page(p);	/* drop */
}
)", "put"},
Pair{"macros_of_old_kernels", R"(
void f(struct page *p, struct page *q)
{
	page_cache_release(p);
	if (q)
		__free_page(q);
}
)", R"(
void f(struct page *p, struct page *q)
{
	unpin_user_page(p);
	if (q)
		unpin_user_page(q);
}
)"},
Pair{"expression_context", R"(
void f(struct page *p, struct page *q, int a)
{
	a ? put_page(p) : put_page(q);
	put_page(p), put_page(q);
}
)", R"(
void f(struct page *p, struct page *q, int a)
{
	a ? unpin_user_page(p) : unpin_user_page(q);
	unpin_user_page(p), unpin_user_page(q);
}
)"},
Pair{"macro_body", R"(
#define DROP(p) do { put_page(p); } while (0)
void f(struct page *p)
{
	DROP(p);
}
)", "", "", "in-macro-body"},
Pair{"folios_without_unpin_folio", R"(
void f(struct folio *a, struct folio **b, struct page *p, int n)
{
	folio_put(a);
	folio_put(b[n]);
	folio_put(page_folio(p));
	folio_put_refs(a, 1);
}
)", R"(
void f(struct folio *a, struct folio **b, struct page *p, int n)
{
	unpin_user_page(&a->page);
	unpin_user_page(&b[n]->page);
	unpin_user_page(p);
	unpin_user_page(&a->page);
}
)"},
Pair{"folios_with_unpin_folio", R"(
void f(struct folio *a, int n)
{
	folio_put(a);
	folio_put_refs(a, n);
}
)", R"(
void f(struct folio *a, int n)
{
	unpin_folio(a);
	folio_put_refs(a, n);
}
)", "folio", "no-bulk-folio-release"},
Pair{"release_pages_unsigned", R"(
void f(struct buf *b)
{
	release_pages(b->pages, b->npages);
}
)", R"(
void f(struct buf *b)
{
	unpin_user_pages(b->pages, b->npages);
}
)"},
Pair{"release_pages_signed_unproved", R"(
void f(struct page **pages, int n)
{
	if (pages)
		release_pages(pages, n);
	kfree(pages);
}
)", R"(
void f(struct page **pages, int n)
{
	if (pages)
		if (n > 0)
			unpin_user_pages(pages, n);
	kfree(pages);
}
)"},
Pair{"release_pages_of_an_error_in_an_unsigned", R"(
int f(struct page **pages)
{
	unsigned long n = 0;

	n = get_user_pages_fast(0, 4, 0, pages);
	if (n > 0)
		release_pages(pages, n);
	return 0;
}
)", "", "put", "count-may-be-negative"},
Pair{"release_pages_of_an_error_in_an_unsigned_field", R"(
int f(struct buf *b)
{
	b->npages = get_user_pages_fast(0, 4, 0, b->pages);
	release_pages(b->pages, b->npages);
	return 0;
}
)", "", "put", "count-may-be-negative"},
Pair{"release_pages_checked", R"(
int f(struct page **pages)
{
	int n = get_user_pages_fast(0, 4, 0, pages);

	if (n <= 0)
		return n;
	use(pages);
	release_pages(pages, n);
	return 0;
}
)", R"(
int f(struct page **pages)
{
	int n = pin_user_pages_fast(0, 4, 0, pages);

	if (n <= 0)
		return n;
	use(pages);
	unpin_user_pages(pages, n);
	return 0;
}
)"},
Pair{"release_pages_in_expression", R"(
void f(struct page **pages, int n)
{
	release_pages(pages, n), kfree(pages);
}
)", "", "put", "count-may-be-negative"},
Pair{"alignment_follows", R"(
int f(unsigned long start, int n, struct page **pages)
{
	int ret;

	ret = get_user_pages_fast(start,
				  some() + got(),
				  0,
		pages);
	if (ret < 0 || got() == get_user_pages(start, n,
					       some(), pages))
		release_pages(pages,
			      4);
	return ret;
}
)", R"(
int f(unsigned long start, int n, struct page **pages)
{
	int ret;

	ret = pin_user_pages_fast(start,
				  some() + got(),
				  0,
		pages);
	if (ret < 0 || got() == pin_user_pages(start, n,
					       some(), pages))
		unpin_user_pages(pages,
				 4);
	return ret;
}
)"}));

INSTANTIATE_TEST_SUITE_P(Loops, EditPairs, ::testing::Values(
Pair{"counted", R"(
void f(struct buf *b)
{
	int i;

	for (i = 0; i < b->npages; i++)
		put_page(b->pages[i]);
	kfree(b->pages);
}
)", R"(
void f(struct buf *b)
{
	unpin_user_pages(b->pages, b->npages);
	kfree(b->pages);
}
)"},
Pair{"counted_with_braces", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i, j;

	for (j = 0; j < n; ++j)
		use(pages[j]);
	for (i = 0; i <= n; ++i) {
		put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int j;

	for (j = 0; j < n; ++j)
		use(pages[j]);
	unpin_user_pages(pages, n + 1);
}
)"},
Pair{"signed_count_unproved", R"(
void f(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		put_page(pages[i]);
}
)", R"(
void f(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		unpin_user_page(pages[i]);
}
)"},
Pair{"signed_count_checked", R"(
int f(struct page **pages)
{
	int i, ret = get_user_pages_fast(0, 4, 0, pages);

	if (ret < 0)
		return ret;
	for (i = 0; i < ret; i++)
		put_page(pages[i]);
	return 0;
}
)", R"(
int f(struct page **pages)
{
	int ret = pin_user_pages_fast(0, 4, 0, pages);

	if (ret < 0)
		return ret;
	unpin_user_pages(pages, ret);
	return 0;
}
)"},
Pair{"signed_count_guarded", R"(
void f(struct page **pages, int n)
{
	int i;

	if (likely(n > 0)) {
		for (i = 0; i < n; i++)
			put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, int n)
{
	if (likely(n > 0))
		unpin_user_pages(pages, n);
}
)"},
Pair{"check_does_not_outlive_a_write", R"(
void f(struct page **pages, int n)
{
	int i;

	if (n < 0)
		return;
	n = got();
	for (i = 0; i < n; i++)
		put_page(pages[i]);
}
)", R"(
void f(struct page **pages, int n)
{
	int i;

	if (n < 0)
		return;
	n = got();
	for (i = 0; i < n; i++)
		unpin_user_page(pages[i]);
}
)"},
Pair{"unsigned_comparison_proves_nothing", R"(
void f(struct page **pages, int n)
{
	int i;

	if (n > 5u) {
		for (i = 0; i < n; i++)
			put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, int n)
{
	int i;

	if (n > 5u) {
		for (i = 0; i < n; i++)
			unpin_user_page(pages[i]);
	}
}
)"},
Pair{"error_path_down", R"(
int f(struct page **pages, int n)
{
	int i, err = 0;

	for (i = 0; i < n; i++) {
		if (get_user_pages_fast(i, 1, 0, &pages[i]) != 1)
			goto out;
	}
	return 0;
out:
	err = -14;
	while (i--)
		put_page(pages[i]);
	return err;
}
)", R"(
int f(struct page **pages, int n)
{
	int i, err = 0;

	for (i = 0; i < n; i++) {
		if (pin_user_pages_fast(i, 1, 0, &pages[i]) != 1)
			goto out;
	}
	return 0;
out:
	err = -14;
	unpin_user_pages(pages, i);
	return err;
}
)"},
Pair{"error_path_down_other_forms", R"(
void f(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		use(pages[i]);
	while (--i >= 0)
		put_page(pages[i]);
}
void g(struct page **pages, unsigned int n)
{
	int i;

	for (i = n - 1; i >= 0; i--)
		put_page(pages[i]);
}
void h(struct page **pages, unsigned int n)
{
	for (; n > 0; n--)
		put_page(pages[n - 1]);
}
void k(struct page **pages, unsigned int n)
{
	while (n > 0)
		put_page(pages[--n]);
}
void l(struct page **pages)
{
	int i = 4;

	for (i--; i >= 0; i--)
		put_page(pages[i]);
}
)", R"(
void f(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		use(pages[i]);
	unpin_user_pages(pages, i);
}
void g(struct page **pages, unsigned int n)
{
	unpin_user_pages(pages, n);
}
void h(struct page **pages, unsigned int n)
{
	unpin_user_pages(pages, n);
}
void k(struct page **pages, unsigned int n)
{
	unpin_user_pages(pages, n);
}
void l(struct page **pages)
{
	int i = 4;

	unpin_user_pages(pages, i);
}
)"},
Pair{"counter_is_read_afterwards", R"(
int f(struct page **pages, unsigned int n)
{
	int i;

	for (i = 0; i < n; i++)
		put_page(pages[i]);
	return i;
}
)", R"(
int f(struct page **pages, unsigned int n)
{
	int i;

	for (i = 0; i < n; i++)
		unpin_user_page(pages[i]);
	return i;
}
)"},
Pair{"counter_is_read_in_the_next_round", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i = 0;

	while (got()) {
		use(pages, i);
		for (i = 0; i < n; i++)
			put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i = 0;

	while (got()) {
		use(pages, i);
		for (i = 0; i < n; i++)
			unpin_user_page(pages[i]);
	}
}
)"},
Pair{"start_in_the_middle", R"(
void f(struct page **pages, unsigned int n, unsigned int s)
{
	unsigned int i;

	if (s < n) {
		for (i = s; i < n; i++)
			put_page(pages[i]);
	}
	for (i = 2; i < 16; i++)
		put_page(pages[i]);
	for (i = s; i < n; i++)
		put_page(pages[i]);
}
)", R"(
void f(struct page **pages, unsigned int n, unsigned int s)
{
	unsigned int i;

	if (s < n)
		unpin_user_pages(pages + s, n - s);
	unpin_user_pages(pages + 2, 14);
	for (i = s; i < n; i++)
		unpin_user_page(pages[i]);
}
)"},
Pair{"checked_fields", R"(
int f(struct buf *b, unsigned int first)
{
	unsigned int i;

	if (first > b->npages)
		return -22;
	for (i = first; i < b->npages; i++)
		put_page(b->pages[i]);
	b->npages = first;
	if (b->count > 0) {
		for (i = 0; (int)i < b->count; i++)
			put_page(b->pages[i]);
	}
	return 0;
}
int g(struct buf *b)
{
	int i;

	if (b->count > 0) {
		for (i = 0; i < b->count; i++)
			put_page(b->pages[i]);
	}
	if (b->count < 0)
		return 0;
	use(b);
	for (i = 0; i < b->count; i++)
		put_page(b->pages[i]);
	return 0;
}
)", R"(
int f(struct buf *b, unsigned int first)
{
	unsigned int i;

	if (first > b->npages)
		return -22;
	unpin_user_pages(b->pages + first, b->npages - first);
	b->npages = first;
	if (b->count > 0) {
		for (i = 0; (int)i < b->count; i++)
			unpin_user_page(b->pages[i]);
	}
	return 0;
}
int g(struct buf *b)
{
	int i;

	if (b->count > 0)
		unpin_user_pages(b->pages, b->count);
	if (b->count < 0)
		return 0;
	use(b);
	for (i = 0; i < b->count; i++)
		unpin_user_page(b->pages[i]);
	return 0;
}
)"},
Pair{"offset_in_the_index", R"(
void f(struct page **pages, unsigned int n, unsigned int base)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		put_page(pages[base + i]);
}
)", R"(
void f(struct page **pages, unsigned int n, unsigned int base)
{
	unpin_user_pages(pages + base, n);
}
)"},
Pair{"more_in_the_body", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		put_page(pages[i]);
		pages[i] = NULL;
	}
	for (i = 0; i < n; i++) {
		if (pages[i])
			put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		unpin_user_page(pages[i]);
		pages[i] = NULL;
	}
	for (i = 0; i < n; i++) {
		if (pages[i])
			unpin_user_page(pages[i]);
	}
}
)"},
Pair{"bound_with_a_call", R"(
void f(struct page **pages)
{
	unsigned long i;

	for (i = 0; i < some(); i++)
		put_page(pages[i]);
}
)", R"(
void f(struct page **pages)
{
	unsigned long i;

	for (i = 0; i < some(); i++)
		unpin_user_page(pages[i]);
}
)"},
Pair{"comments_move_up", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	use(pages);
	for (i = 0; i < n; i++) {
		/* the device is done
		 * with them */
		put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	use(pages);
	/* the device is done
	 * with them */
	unpin_user_pages(pages, n);
}
)"},
Pair{"comment_in_line_keeps_the_loop", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)	/* all */
		put_page(pages[i]);
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)	/* all */
		unpin_user_page(pages[i]);
}
)"},
Pair{"directive_keeps_the_loop", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
#ifdef CONFIG_X
		use(pages[i]);
#endif
		put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
#ifdef CONFIG_X
		use(pages[i]);
#endif
		unpin_user_page(pages[i]);
	}
}
)"},
Pair{"counter_used_in_another_configuration", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		put_page(pages[i]);
#ifdef CONFIG_X
	for (i = 0; i < n; i++)
		use(pages[i]);
#endif
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		unpin_user_page(pages[i]);
#ifdef CONFIG_X
	for (i = 0; i < n; i++)
		use(pages[i]);
#endif
}
)"},
Pair{"loop_written_by_a_macro", R"(
void f(struct sgt *t)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(t->sgl, sg, t->nents, i)
		put_page(sg_page(sg));
}
)", R"(
void f(struct sgt *t)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(t->sgl, sg, t->nents, i)
		unpin_user_page(sg_page(sg));
}
)"},
Pair{"alias_in_the_body", R"(
void f(struct buf *b)
{
	struct page *page;
	int i;

	for (i = 0; i < b->npages; i++) {
		page = b->pages[i];
		put_page(page);
	}
	for (i = 0; i < b->npages; i++) {
		struct page *p = b->pages[i];

		if (b->dirty)
			set_page_dirty_lock(p);
		put_page(p);
	}
}
)", R"(
void f(struct buf *b)
{
	unpin_user_pages(b->pages, b->npages);
	unpin_user_pages_dirty_lock(b->pages, b->npages, b->dirty);
}
)"},
Pair{"array_of_structs", R"(
void f(struct bvec *v, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		put_page(v[i].bv_page);
}
)", R"(
void f(struct bvec *v, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		unpin_user_page(v[i].bv_page);
}
)"},
Pair{"minimal", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}
)", "minimal"},
Pair{"counter_declared_in_the_head", R"(
void f(struct page **pages, int n, int i, int x)
{
	if (x)
		for (unsigned long u = 0; u < i * 4 + x; u++)
			put_page((&pages[i])[u]);
	else
		for (unsigned long u = 0; u < n; u++)
			put_page((pages + x)[u]);
}
)", R"(
void f(struct page **pages, int n, int i, int x)
{
	if (x)
		unpin_user_pages(&pages[i], i * 4 + x);
	else
		unpin_user_pages(pages + x, n);
}
)"}));

INSTANTIATE_TEST_SUITE_P(Dirty, EditPairs, ::testing::Values(
Pair{"conditional", R"(
void f(struct page *p, bool dirty)
{
	if (dirty)
		set_page_dirty_lock(p);
	put_page(p);
}
)", R"(
void f(struct page *p, bool dirty)
{
	unpin_user_pages_dirty_lock(&p, 1, dirty);
}
)"},
Pair{"condition_asks_the_page_that_goes", R"(
void f(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->npages; i++) {
		struct page *page = b->pages[i];

		if (page->flags & 8)
			set_page_dirty_lock(page);
		put_page(page);
	}
}
)", R"(
void f(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->npages; i++) {
		struct page *page = b->pages[i];

		unpin_user_pages_dirty_lock(&page, 1, page->flags & 8);
	}
}
)"},
Pair{"condition_asks_the_page_that_goes_by_a_macro", R"(
#define HOT(p) ((p)->flags & 8)
void f(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->npages; i++) {
		struct page *page = b->pages[i];

		if (HOT(page))
			set_page_dirty_lock(page);
		put_page(page);
	}
}
)", R"(
#define HOT(p) ((p)->flags & 8)
void f(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->npages; i++) {
		struct page *page = b->pages[i];

		unpin_user_pages_dirty_lock(&page, 1, HOT(page));
	}
}
)"},
Pair{"condition_asks_the_page_that_goes_in_a_macro", R"(
#define HOT (page->flags & 8)
void f(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->npages; i++) {
		struct page *page = b->pages[i];

		if (HOT)
			set_page_dirty_lock(page);
		put_page(page);
	}
}
)", R"(
#define HOT (page->flags & 8)
void f(struct buf *b)
{
	unsigned int i;

	for (i = 0; i < b->npages; i++) {
		struct page *page = b->pages[i];

		unpin_user_pages_dirty_lock(&page, 1, HOT);
	}
}
)"},
Pair{"put_dialect_plain_dirty", R"(
void f(struct buf *b)
{
	if (b->dir == 2 && !PageDirty(b->page))
		set_page_dirty(b->page);
	put_page(b->page);
}
)", R"(
void f(struct buf *b)
{
	put_user_pages_dirty_lock(&b->page, 1, b->dir == 2);
}
)", "put"},
Pair{"already_dirty_is_tested", R"(
void f(struct page **pages, unsigned int i)
{
	if (!PageDirty(pages[i]))
		set_page_dirty_lock(pages[i]);
	put_page(pages[i]);
}
)", R"(
void f(struct page **pages, unsigned int i)
{
	unpin_user_pages_dirty_lock(&pages[i], 1, true);
}
)"},
Pair{"reserved_pages_stay", R"(
void f(struct page *p)
{
	if (!PageReserved(p))
		SetPageDirty(p);
	page_cache_release(p);
	if (got() && !PageReserved(p))
		set_page_dirty_lock(p);
	put_page(p);
}
)", R"(
void f(struct page *p)
{
	if (!PageReserved(p))
		SetPageDirty(p);
	unpin_user_page(p);
	if (got() && !PageReserved(p))
		set_page_dirty_lock(p);
	unpin_user_page(p);
}
)"},
Pair{"no_sleep", R"(
void f(struct page *p, struct page *q)
{
	set_page_dirty(p);
	put_page(p);
	set_page_dirty_lock(q);
	put_page(q);
}
)", R"(
void f(struct page *p, struct page *q)
{
	set_page_dirty(p);
	unpin_user_page(p);
	unpin_user_pages_dirty_lock(&q, 1, true);
}
)", "nosleep"},
Pair{"no_lvalue", R"(
void f(struct scatterlist *sg, struct page *p)
{
	set_page_dirty_lock(sg_page(sg));
	put_page(sg_page(sg));
	set_page_dirty_lock(&p[1]);
	put_page(&p[1]);
}
)", R"(
void f(struct scatterlist *sg, struct page *p)
{
	set_page_dirty_lock(sg_page(sg));
	unpin_user_page(sg_page(sg));
	set_page_dirty_lock(&p[1]);
	unpin_user_page(&p[1]);
}
)"},
Pair{"no_page_pointer", R"(
void f(void *p, struct page *const q)
{
	set_page_dirty_lock(p);
	put_page(p);
	set_page_dirty_lock(q);
	put_page(q);
}
)", R"(
void f(void *p, struct page *const q)
{
	set_page_dirty_lock(p);
	unpin_user_page(p);
	set_page_dirty_lock(q);
	unpin_user_page(q);
}
)"},
Pair{"do_while_that_loops", R"(
void f(struct page *p)
{
	do {
		set_page_dirty_lock(p);
		put_page(p);
	} while (1);
}
)", R"(
void f(struct page *p)
{
	do {
		unpin_user_pages_dirty_lock(&p, 1, true);
	} while (1);
}
)"},
Pair{"other_page_is_dirtied", R"(
void f(struct page *p, struct page *q)
{
	set_page_dirty_lock(q);
	put_page(p);
}
)", R"(
void f(struct page *p, struct page *q)
{
	set_page_dirty_lock(q);
	unpin_user_page(p);
}
)"},
Pair{"loop", R"(
void f(struct buf *b, struct page **pages, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (b->dirty && !PageDirty(pages[i])) {
			set_page_dirty_lock(pages[i]);
		}
		put_page(pages[i]);
	}
}
)", R"(
void f(struct buf *b, struct page **pages, unsigned int n)
{
	unpin_user_pages_dirty_lock(pages, n, b->dirty);
}
)"},
Pair{"loop_with_a_condition_of_its_own", R"(
void f(struct page **pages, bool *wrote, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (wrote[i])
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
}
)", R"(
void f(struct page **pages, bool *wrote, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		unpin_user_pages_dirty_lock(&pages[i], 1, wrote[i]);
}
)"},
Pair{"two_argument_generation", R"(
void f(struct page **pages, unsigned int n, bool dirty)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (dirty)
			set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	set_page_dirty_lock(pages[0]);
	put_page(pages[0]);
}
)", R"(
void f(struct page **pages, unsigned int n, bool dirty)
{
	if (dirty)
		put_user_pages_dirty_lock(pages, n);
	else
		put_user_pages(pages, n);
	put_user_pages_dirty_lock(&pages[0], 1);
}
)", "put old"},
Pair{"do_while_unwrapped", R"(
void f(struct page *p, bool dirty, int x)
{
	if (x) {
		do {
			set_page_dirty_lock(p);
			put_page(p);
		} while (0);
	} else {
		do {
			if (dirty)
				set_page_dirty_lock(p);
			put_page(p);
		} while (0);
	}
}
)", R"(
void f(struct page *p, bool dirty, int x)
{
	if (x)
		unpin_user_pages_dirty_lock(&p, 1, true);
	else
		unpin_user_pages_dirty_lock(&p, 1, dirty);
}
)"},
Pair{"other_branch_keeps_braces", R"(
void f(struct page *p, bool dirty, int x)
{
	if (x) {
		set_page_dirty_lock(p);
		put_page(p);
	} else {
		use(p);
		use(&x);
	}
	while (x--) {
		set_page_dirty_lock(p);
		put_page(p);
	}
}
)", R"(
void f(struct page *p, bool dirty, int x)
{
	if (x) {
		unpin_user_pages_dirty_lock(&p, 1, true);
	} else {
		use(p);
		use(&x);
	}
	while (x--)
		unpin_user_pages_dirty_lock(&p, 1, true);
}
)"},
Pair{"consecutive_pages", R"(
void f(struct page *page, unsigned int n, bool dirty, struct scatterlist *sg)
{
	for (unsigned long u = 0; u < n; u++) {
		if (dirty)
			set_page_dirty_lock(nth_page(sg_page(sg), u));
		put_page(nth_page(sg_page(sg), u));
	}
	for (unsigned long u = 0; u < n; u++)
		put_page(page + u);
}
)", R"(
void f(struct page *page, unsigned int n, bool dirty, struct scatterlist *sg)
{
	unpin_user_page_range_dirty_lock(sg_page(sg), n, dirty);
	unpin_user_page_range_dirty_lock(page, n, false);
}
)", "range"},
Pair{"consecutive_pages_without_the_call", R"(
void f(struct page *page, unsigned int n)
{
	for (unsigned long u = 0; u < n; u++) {
		set_page_dirty_lock(nth_page(page, u));
		put_page(nth_page(page, u));
	}
}
)", R"(
void f(struct page *page, unsigned int n)
{
	for (unsigned long u = 0; u < n; u++) {
		set_page_dirty_lock(nth_page(page, u));
		unpin_user_page(nth_page(page, u));
	}
}
)"},
Pair{"long_call_is_broken", R"(
void f(struct buf *a_rather_long_buffer_name, bool another_long_condition)
{
	int i;

	for (i = 0; i < a_rather_long_buffer_name->npages; i++) {
		if (another_long_condition)
			set_page_dirty_lock(a_rather_long_buffer_name->pages[i]);
		put_page(a_rather_long_buffer_name->pages[i]);
	}
}
)", R"(
void f(struct buf *a_rather_long_buffer_name, bool another_long_condition)
{
	unpin_user_pages_dirty_lock(a_rather_long_buffer_name->pages,
				    a_rather_long_buffer_name->npages,
				    another_long_condition);
}
)"}));

}  // namespace
}  // namespace gupkit
