# SPDX-License-Identifier: GPL-2.0-only
"""The traps: C text that makes the conversion of a group wrong, and their harmless twins.

A text knows these words:
  @X@    the page that the release drops (or, at an acquire, the first page that was taken)
  @PUT@  the release, as a statement
  @V@    at an acquire: the variable with its result
  @N@    a prefix that no other plant has

top   goes before the function; other into another driver's file; header is include/linux/@N@.h, which both include
site  takes the place of the release (or stands behind the acquire: `at`)
rule  group: nothing of the group may convert, and nothing of the plant
      stays: a release on a line with STAYS drops another reference and may not convert; the group may
      all:   the group converts only where the release on a line with MUST does, too

A trap that still converts against its rule is a failure. A twin does the same and gives the reference back: its group
converts still (rule all).
"""
import dataclasses

MUST, STAYS = "/* must */", "/* stays */"


@dataclasses.dataclass
class Plant:
    kind: str
    name: str
    site: str
    top: str = ""
    other: str = ""
    header: str = ""
    rule: str = "group"
    at: str = "release"
    twin: bool = False
    includes: tuple = ()


PLANTS = []


def trap(kind, name, site, **more):
    PLANTS.append(Plant(kind, name, site, **more))


def twin(kind, name, site, **more):
    PLANTS.append(Plant(kind, name, site, rule="all", twin=True, **more))


WANT = "int @N@_want;\n"
FREE = "\t__free_page({0}); " + MUST
PUT = "\tput_page({0}); " + MUST

# --- places that a page is kept in: what comes out goes to unread code, or is put_page()d along with pages of its own ---
# (traps); is dropped by __free_page(), which gupkit may convert with the rest (trap) or put_page() (twin)
# Rows: kind, name, declarations, store of @X@, load, includes
PLACES = [
    ("global", "variable", "struct page *@N@_slot;", "@N@_slot = @X@;", "@N@_slot", ()),
    ("global", "static", "static struct page *@N@_slot;", "@N@_slot = @X@;", "@N@_slot", ()),
    ("global", "array", "static struct page *@N@_slots[16];\nstatic unsigned int @N@_nr;",
     "@N@_slots[@N@_nr++ & 15] = @X@;", "@N@_slots[--@N@_nr & 15]", ()),
    ("global", "record", "static struct { int users; struct page *page; } @N@_box;", "@N@_box.page = @X@;", "@N@_box.page", ()),
    ("through", "address", "static unsigned long @N@_addr;", "@N@_addr = (unsigned long)page_address(@X@);",
     "virt_to_page((void *)@N@_addr)", ("mm",)),
    ("through", "pfn", "static unsigned long @N@_pfn;", "@N@_pfn = page_to_pfn(@X@);", "pfn_to_page(@N@_pfn)", ("mm",)),
    ("through", "pfn-u32", "static u32 @N@_pfn;", "@N@_pfn = page_to_pfn(@X@);", "pfn_to_page(@N@_pfn)", ("mm",)),
    ("through", "phys", "static phys_addr_t @N@_phys;", "@N@_phys = page_to_phys(@X@);", "pfn_to_page(@N@_phys >> PAGE_SHIFT)", ("mm", "io")),
    ("through", "tagged", "static unsigned long @N@_tag;", "@N@_tag = (unsigned long)(@X@) | 1;", "(struct page *)(@N@_tag & ~1UL)", ()),
    ("through", "xchg", "static struct page *@N@_slot;", "xchg(&@N@_slot, @X@);", "xchg(&@N@_slot, NULL)", ("atomic",)),
    ("through", "cmpxchg", "static struct page *@N@_slot;", "cmpxchg(&@N@_slot, NULL, @X@);", "xchg(&@N@_slot, NULL)", ("atomic",)),
    ("through", "atomic-long", "static atomic_long_t @N@_slot;", "atomic_long_set(&@N@_slot, (long)@X@);",
     "(struct page *)atomic_long_read(&@N@_slot)", ("atomic",)),
    ("through", "release-acquire", "static struct page *@N@_slot;", "smp_store_release(&@N@_slot, @X@);",
     "smp_load_acquire(&@N@_slot)", ("atomic",)),
    ("through", "rcu", "static struct page __rcu *@N@_slot;", "rcu_assign_pointer(@N@_slot, @X@);",
     "rcu_dereference_protected(@N@_slot, 1)", ("rcupdate",)),
    ("through", "percpu", "static DEFINE_PER_CPU(struct page *, @N@_slot);", "this_cpu_write(@N@_slot, @X@);",
     "per_cpu(@N@_slot, 0)", ("percpu",)),
    ("through", "xarray", "static DEFINE_XARRAY(@N@_xa);", "xa_store(&@N@_xa, 1, @X@, 0);", "xa_erase(&@N@_xa, 1)", ("xarray",)),
    ("through", "xarray-cmpxchg", "static DEFINE_XARRAY(@N@_xa);", "xa_cmpxchg(&@N@_xa, 1, NULL, @X@, 0);", "xa_load(&@N@_xa, 1)", ("xarray",)),
    ("through", "radix", "static RADIX_TREE(@N@_rt, 0);", "radix_tree_insert(&@N@_rt, 1, @X@);", "radix_tree_delete(&@N@_rt, 1)", ("radix-tree",)),
    ("through", "idr", "static DEFINE_IDR(@N@_idr);", "idr_alloc(&@N@_idr, @X@, 1, 2, 0);", "idr_remove(&@N@_idr, 1)", ("idr",)),
    ("through", "private", "static struct page *@N@_head;", "set_page_private(@N@_head, (unsigned long)@X@);",
     "(struct page *)page_private(@N@_head)", ("mm",)),
    ("through", "union", "static union { struct page *page; void *any; unsigned long v; } @N@_u;", "@N@_u.page = @X@;",
     "(struct page *)@N@_u.v", ()),
    ("through", "memcpy", "static struct { struct page *page; int n; } @N@_a, @N@_b;",
     "@N@_a.page = @X@; memcpy(&@N@_b, &@N@_a, sizeof(@N@_a));", "@N@_b.page", ("string",)),
    ("through", "bytes", "static char @N@_bytes[64];", "*(struct page **)@N@_bytes = @X@;", "*(struct page **)@N@_bytes", ()),
    ("through", "memcpy-bytes", "static char @N@_bytes[64];",
     "{ struct page *@N@_p = @X@; memcpy(@N@_bytes, &@N@_p, sizeof(@N@_p)); }", "*(struct page **)@N@_bytes", ("string",)),
    ("through", "void-member", "static struct @N@_rec { void *priv; } @N@_rec;", "@N@_rec.priv = @X@;", "(struct page *)@N@_rec.priv", ()),
    ("through", "record-copy", "struct @N@_rec { struct page *page; int n; };\nstatic struct @N@_rec @N@_kept;",
     "{ struct @N@_rec @N@_r = { .page = @X@ }; @N@_kept = @N@_r; }", "@N@_kept.page", ()),
    ("through", "bvec", "static struct bio_vec @N@_bv;", "@N@_bv.bv_page = @X@;", "@N@_bv.bv_page", ("bvec",)),
    ("through", "scatterlist", "static struct scatterlist @N@_sg;", "sg_set_page(&@N@_sg, @X@, PAGE_SIZE, 0);", "sg_page(&@N@_sg)", ("scatterlist",)),
    ("through", "folio", "static struct folio *@N@_folio;", "@N@_folio = page_folio(@X@);", "&@N@_folio->page", ("mm",)),
    ("through", "pointer-to-slot", "static struct page *@N@_slots[4];\nstatic struct page **@N@_at = @N@_slots;",
     "*@N@_at++ = @X@;", "*--@N@_at", ()),
    ("through", "statement-expression", "static struct page *@N@_slot;",
     "@N@_slot = ({ struct page *@N@_t = @X@; @N@_t; });", "@N@_slot", ()),
    ("through", "asm", "static struct page *@N@_slot;", "asm volatile(\"\" : \"=r\"(@N@_slot) : \"0\"(@X@));", "@N@_slot", ()),
    ("through", "builtin-atomic", "static struct page *@N@_slot;", "__atomic_store_n(&@N@_slot, @X@, __ATOMIC_RELEASE);",
     "__atomic_load_n(&@N@_slot, __ATOMIC_ACQUIRE)", ()),
    ("through", "out-parameter", "static struct page *@N@_slot;\nstatic void @N@_out(struct page **to, struct page *from) { *to = from; }",
     "@N@_out(&@N@_slot, @X@);", "@N@_slot", ()),
    ("through", "heap", "struct @N@_rec { struct page *page; };\nstatic struct @N@_rec *@N@_rec;",
     "{ @N@_rec = kzalloc(sizeof(*@N@_rec), 0); if (@N@_rec) @N@_rec->page = @X@; }", "@N@_rec->page", ("slab",)),
    ("through", "flexible-array", "static struct @N@_rec { int n; struct page *pages[]; } *@N@_rec;",
     "{ @N@_rec = kzalloc(sizeof(*@N@_rec) + 8, 0); if (@N@_rec) @N@_rec->pages[0] = @X@; }", "@N@_rec->pages[0]", ("slab",)),
]
GONE = "\t@N@_gone({0});"
OWN = ("void @N@_fill(void);\nvoid @N@_fill(void)\n{\n\tstruct page *page = alloc_page(GFP_KERNEL);\n\n\tif (page) {\n\t\t{0}\n\t}\n}\n")
for kind, name, top, store, load, inc in PLACES:
    site = "{ if (@N@_want) { " + store + " } else { @PUT@ } }"
    out = "\nvoid @N@_exit(void);\nvoid @N@_exit(void)\n{\n\tstruct page *page = " + load + ";\n\n{0}\n}\n"
    make = lambda make, end, body, more="", rule=None: make(
        kind, f"{name}-{end}", site, top=WANT + more + top + out.replace("{0}", body.replace("{0}", "page")) + (
            OWN.replace("{0}", store.replace("@X@", "page")) if end == "mixed" else ""),
        includes=inc + ("gfp", "mm"), **({"rule": rule} if rule else {}))
    make(trap, "gone", GONE, "void @N@_gone(struct page *page);\n")
    make(trap, "mixed", PUT)
    make(trap, "free", FREE, rule="all")
    make(twin, "put", PUT)

for name, top in (("exported", "struct page *@N@_slot;\nEXPORT_SYMBOL_GPL(@N@_slot);\n"),
                  ("unread-exit", "struct page *@N@_slot;\nvoid @N@_gone(struct page **slot);\n"
                                  "void @N@_exit(void);\nvoid @N@_exit(void) { @N@_gone(&@N@_slot); }\n"),
                  ("ref-dec", "static struct page *@N@_slot;\nvoid @N@_exit(void);\n"
                              "void @N@_exit(void) { page_ref_dec(@N@_slot); }\n")):
    trap("global", name, "{ if (@N@_want) @N@_slot = @X@; else { @PUT@ } }", top=WANT + top, includes=("export", "mm", "page_ref"))

# --- a list ------------------------------------------------------------------------------------------------------------
NODE = "struct @N@_node { struct list_head list; struct page *page; };\nstatic LIST_HEAD(@N@_list);\n"
ADD = ("{ struct @N@_node *@N@_n = @N@_want ? kmalloc(sizeof(*@N@_n), 0) : NULL;"
       " if (@N@_n) { @N@_n->page = @X@; list_add(&@N@_n->list, &@N@_list); } else { @PUT@ } }")
DRAIN = ("void @N@_drain(void);\nvoid @N@_drain(void)\n{\n\tstruct @N@_node *n, *t;\n\n"
         "\tlist_for_each_entry_safe(n, t, &@N@_list, list) {\n\t\tlist_del(&n->list);\n\t{0}\n\t\tkfree(n);\n\t}\n}\n")
INC = ("list", "slab", "gfp", "mm")
trap("list", "node-free", ADD, rule="all", top=WANT + NODE + DRAIN.replace("{0}", FREE.format("n->page")), includes=INC)
trap("list", "node-gone", ADD, top=WANT + NODE + "void @N@_gone(struct page *page);\n" + DRAIN.replace("{0}", GONE.format("n->page")), includes=INC)
trap("list", "node-mixed", ADD, includes=INC, top=WANT + NODE + DRAIN.replace("{0}", PUT.format("n->page")) + "void @N@_fill(void);\nvoid @N@_fill(void)\n{\n"
     "\tstruct @N@_node *n = kmalloc(sizeof(*n), GFP_KERNEL);\n\n\tif (n) {\n\t\tn->page = alloc_page(GFP_KERNEL);\n\t\tlist_add(&n->list, &@N@_list);\n\t}\n}\n")
twin("list", "node-put", ADD, top=WANT + NODE + DRAIN.replace("{0}", PUT.format("n->page")), includes=INC)
trap("list", "unread-drain", ADD, top=WANT + NODE + "void @N@_flush(struct list_head *list);\nvoid @N@_drain(void);\n"
     "void @N@_drain(void) { @N@_flush(&@N@_list); }\n", includes=INC)
LRU = "{ if (@N@_want) list_add(&(@X@)->lru, &@N@_list); else { @PUT@ } }"
LRU_DRAIN = ("void @N@_drain(void);\nvoid @N@_drain(void)\n{\n\tstruct page *p, *t;\n\n"
             "\tlist_for_each_entry_safe(p, t, &@N@_list, lru) {\n\t\tlist_del(&p->lru);\n\t{0}\n\t}\n}\n")
HEAD = "static LIST_HEAD(@N@_list);\n"
trap("list", "lru-free", LRU, rule="all", top=WANT + HEAD + LRU_DRAIN.replace("{0}", FREE.format("p")), includes=INC)
twin("list", "lru-put", LRU, top=WANT + HEAD + LRU_DRAIN.replace("{0}", PUT.format("p")), includes=INC)
trap("list", "put-pages-list", LRU, top=WANT + HEAD + "void @N@_drain(void);\n"
     "void @N@_drain(void) { put_pages_list(&@N@_list); }\n", includes=INC)

# --- a get_page() whose put is elsewhere -------------------------------------------------------------------------------
LATE = "void @N@_late(void);\nvoid @N@_late(void) { put_page({0}); } " + STAYS + "\n"
trap("extra", "global", "{ get_page(@X@); @N@_slot = @X@; @PUT@ }", rule="stays",
     top="static struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm",))
trap("extra", "record", "{ get_page(@X@); @N@_rec.page = @X@; @PUT@ }", rule="stays",
     top="static struct { struct page *page; } @N@_rec;\n" + LATE.replace("{0}", "@N@_rec.page"), includes=("mm",))
trap("extra", "other-file", "{ @N@_hold(@X@); @N@_slot = @X@; @PUT@ }", rule="stays",
     top="#include <linux/@N@.h>\nstatic struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"),
     header="struct page;\nvoid @N@_hold(struct page *page);\n",
     other="#include <linux/@N@.h>\n#include <linux/mm.h>\nvoid @N@_hold(struct page *page) { get_page(page); }\n", includes=("mm",))
trap("extra", "unread", "{ @N@_hold(@X@); @N@_slot = @X@; @PUT@ }", rule="stays",
     top="void @N@_hold(struct page *page);\nstatic struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm",))
trap("extra", "try-get", "{ if (try_get_page(@X@)) @N@_slot = @X@; @PUT@ }", rule="stays",
     top="static struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm",))
trap("extra", "page-ref-inc", "{ page_ref_inc(@X@); @N@_slot = @X@; @PUT@ }", rule="stays",
     top="static struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm", "page_ref"))
trap("extra", "refcount-inc", "{ atomic_inc(&(@X@)->_refcount); @N@_slot = @X@; @PUT@ }", rule="stays",
     top="static struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm", "atomic"))
trap("extra", "folio-get", "{ folio_get(page_folio(@X@)); @N@_slot = @X@; @PUT@ }", rule="stays",
     top="static struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm",))
trap("extra", "loop", "{ int @N@_i; for (@N@_i = 0; @N@_i < @N@_want; @N@_i++) get_page(@X@); @N@_slot = @X@; @PUT@ }", rule="stays",
     top=WANT + "static struct page *@N@_slot;\n" + LATE.replace("{0}", "@N@_slot"), includes=("mm",))
twin("extra", "balanced", "{ @N@_use(@X@); @PUT@ }",
     top="static int @N@_seen;\nstatic void @N@_use(struct page *page)\n{\n\tget_page(page);\n\t@N@_seen++;\n\tput_page(page);\n}\n", includes=("mm",))

# --- a record of another driver ----------------------------------------------------------------------------------------
BOX = "struct page;\nstruct @N@_box { struct page *page; int users; };\nextern struct @N@_box @N@_box;\n"
MY = WANT + "#include <linux/@N@.h>\nstruct @N@_box @N@_box;\n"
KEEP = "{ if (@N@_want) @N@_box.page = @X@; else { @PUT@ } }"
OTHER = "#include <linux/@N@.h>\n#include <linux/gfp.h>\n#include <linux/mm.h>\nvoid @N@_other(void);\nvoid @N@_other(void) { {0} }\n"
trap("other-driver", "gone", KEEP, top=MY, header=BOX + "void @N@_gone(struct page *page);\n", other=OTHER.replace("{0}", GONE.format("@N@_box.page")))
trap("other-driver", "free", KEEP, rule="all", top=MY, header=BOX, other=OTHER.replace("{0}", FREE.format("@N@_box.page")))
twin("other-driver", "put", KEEP, top=MY, header=BOX, other=OTHER.replace("{0}", PUT.format("@N@_box.page")))
trap("other-driver", "fills", KEEP, header=BOX,
     top=MY + "void @N@_exit(void);\nvoid @N@_exit(void) { put_page(@N@_box.page); }\n",
     other=OTHER.replace("{0}", "@N@_box.page = alloc_page(GFP_KERNEL);"), includes=("mm",))
trap("other-driver", "unread-owner", "{ if (@N@_want) @N@_box_of(1)->page = @X@; else { @PUT@ } }",
     header=BOX + "struct @N@_box *@N@_box_of(int id);\n", top=WANT + "#include <linux/@N@.h>\n")
trap("other-driver", "fills-through", KEEP, header=BOX + "void @N@_fill(struct @N@_box *box);\n",
     top=MY + "void @N@_exit(void);\nvoid @N@_exit(void) { @N@_fill(&@N@_box); put_page(@N@_box.page); }\n",
     other="#include <linux/@N@.h>\n#include <linux/gfp.h>\nvoid @N@_fill(struct @N@_box *box) { box->page = alloc_page(GFP_KERNEL); }\n", includes=("mm",))

# --- a second source behind a condition --------------------------------------------------------------------------------
DROP = "static void @N@_drop(struct page *page) { put_page(page); } {0}\n"
MINE = "void @N@_mine(void);\nvoid @N@_mine(void)\n{\n\tstruct page *page = {0};\n\n\tif (page)\n\t\t{1};\n}\n"
INC = ("gfp", "mm")
trap("second-source", "helper", "{ @N@_drop(@X@); @REST@ }", top=DROP.replace("{0}", "") + MINE.replace("{0}", "alloc_page(GFP_KERNEL)").replace("{1}", "@N@_drop(page)"), includes=INC)
twin("second-source", "helper", "{ @N@_drop(@X@); @REST@ }", top=DROP.replace("{0}", MUST) + MINE.replace("{0}", "alloc_page(GFP_KERNEL)").replace("{1}", "__free_page(page)"), includes=INC)
for name, other in (("find-get-page", "find_get_page(@N@_map, 0)"), ("vmalloc", "vmalloc_to_page(@N@_vm)"), ("unread", "@N@_lookup(1)"),
                    ("alloc-pages-node", "alloc_pages_node(0, GFP_KERNEL, 0)"), ("pages-exact", "virt_to_page(alloc_pages_exact(4096, GFP_KERNEL))"),
                    ("get-zeroed", "virt_to_page((void *)get_zeroed_page(GFP_KERNEL))")):
    decl = {"find-get-page": "extern struct address_space *@N@_map;\n", "vmalloc": "extern void *@N@_vm;\n",
            "unread": "struct page *@N@_lookup(int id);\n"}.get(name, "")
    trap("second-source", name, "{ @N@_drop(@X@); @REST@ }", top=decl + DROP.replace("{0}", "") + MINE.replace("{0}", other).replace("{1}", "@N@_drop(page)"),
         includes=INC + ("pagemap", "vmalloc"))
SWAP = ("{ struct page *@N@_p = @X@; if (@N@_want) { struct page *@N@_o = {0}; if (@N@_o) { put_page(@N@_p); @N@_p = @N@_o; } } "
        "put_page(@N@_p); @REST@ }")
trap("second-source", "bounce", SWAP.replace("{0}", "alloc_page(GFP_KERNEL)"), top=WANT, includes=INC)
trap("second-source", "bounce-unread", SWAP.replace("{0}", "@N@_lookup(1)"), top=WANT + "struct page *@N@_lookup(int id);\n", includes=INC)
trap("second-source", "after-acquire", "{ if (@N@_want && @V@ > 0) { put_page(@X@); @X@ = alloc_page(GFP_KERNEL); } }", top=WANT, at="acquire", includes=INC)
trap("second-source", "pool", "{ @N@_drop(@X@); @REST@ }", top="extern mempool_t *@N@_pool;\n" + DROP.replace("{0}", "")
     + MINE.replace("{0}", "mempool_alloc(@N@_pool, GFP_KERNEL)").replace("{1}", "@N@_drop(page)"), includes=INC + ("mempool",))

# --- handed to a function without a body -------------------------------------------------------------------------------
for name, decl, call in (
        ("page", "int @N@_keep(struct page *page);", "@N@_keep(@X@)"), ("void", "int @N@_keep(void *cookie);", "@N@_keep(@X@)"),
        ("pfn", "int @N@_keep(unsigned long pfn);", "@N@_keep(page_to_pfn(@X@))"), ("phys", "int @N@_keep(phys_addr_t at);", "@N@_keep(page_to_phys(@X@))"),
        ("folio", "int @N@_keep(struct folio *folio);", "@N@_keep(page_folio(@X@))"),
        ("varargs", "int @N@_keep(const char *what, ...);", "@N@_keep(\"page\", @X@)"),
        ("u64", "int @N@_keep(u64 cookie);", "@N@_keep((u64)(unsigned long)@X@)"),
        ("ops", "struct @N@_ops { int (*keep)(struct page *page); };\nextern const struct @N@_ops *@N@_ops;", "@N@_ops->keep(@X@)"),
        ("by-value", "struct @N@_rec { struct page *page; int n; };\nint @N@_keep(struct @N@_rec rec);",
         "@N@_keep((struct @N@_rec){ .page = @X@ })"),
        ("array", "int @N@_keep(struct page **pages, int n);", "({ struct page *@N@_a[1] = { @X@ }; @N@_keep(@N@_a, 1); })")):
    trap("no-body", name, "{ if (" + call + " < 0) { @PUT@ } }", top=decl + "\n", includes=("mm", "io"))
twin("no-body", "body", "{ if (@N@_look(@X@) < 0) { @PUT@ } }", top="static int @N@_look(struct page *page) { return PageReserved(page) ? -1 : -2; }\n", includes=("mm",))
trap("no-body", "after-acquire", "{ if (@V@ > 0 && @N@_keep(@X@) == 0) @V@--; }", top="int @N@_keep(struct page *page);\n", at="acquire")

# --- a pipe, a bio, an skb, a page table -------------------------------------------------------------------------------
PIPE = "static struct pipe_inode_info *@N@_pipe;\nvoid @N@_set(struct pipe_inode_info *pipe);\nvoid @N@_set(struct pipe_inode_info *pipe) { @N@_pipe = pipe; }\n"
trap("pipe", "slot", "{ if (@N@_pipe && @N@_push(@N@_pipe, @X@)) ; else { @PUT@ } }", includes=("mm", "pipe_fs_i", "splice"), top=PIPE +
     "static int @N@_push(struct pipe_inode_info *pipe, struct page *page)\n{\n\tstruct pipe_buffer *buf = &pipe->bufs[pipe->head & (pipe->ring_size - 1)];\n\n"
     "\tbuf->page = page;\n\tbuf->len = PAGE_SIZE;\n\tpipe->head++;\n\treturn 1;\n}\n")
trap("pipe", "add-to-pipe", "{ struct pipe_buffer @N@_b = { .page = @X@, .len = PAGE_SIZE }; if (!@N@_pipe || add_to_pipe(@N@_pipe, &@N@_b) < 0) { @PUT@ } }",
     includes=("mm", "pipe_fs_i", "splice"), top=PIPE)
trap("pipe", "splice", "{ struct page *@N@_p[1] = { @X@ }; struct splice_pipe_desc @N@_d = { .pages = @N@_p, .nr_pages = 1 };"
     " if (!@N@_pipe || splice_to_pipe(@N@_pipe, &@N@_d) <= 0) { @PUT@ } }", includes=("mm", "pipe_fs_i", "splice"), top=PIPE)
twin("pipe", "local", "{ struct pipe_buffer @N@_b = { .page = @X@, .len = PAGE_SIZE }; @N@_len += @N@_b.len; @PUT@ }",
     includes=("mm", "pipe_fs_i", "splice"), top="static unsigned int @N@_len;\n")

BIO = "static struct bio *@N@_bio;\nvoid @N@_set(struct bio *bio);\nvoid @N@_set(struct bio *bio) { @N@_bio = bio; }\n"
END = "static void @N@_end(struct bio *bio) { bio_free_pages(bio); bio_put(bio); }\nvoid @N@_go(void);\nvoid @N@_go(void) { @N@_bio->bi_end_io = @N@_end; submit_bio(@N@_bio); }\n"
trap("bio", "submitted", "{ if (!@N@_bio || bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0) != PAGE_SIZE) { @PUT@ } }", top=BIO, includes=("mm", "bio"))
trap("bio", "freed", "{ if (!@N@_bio || bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0) != PAGE_SIZE) { @PUT@ } }", top=BIO + END, includes=("mm", "bio"))
trap("bio", "raw", "{ if (@N@_bio) __bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0); else { @PUT@ } }", top=BIO + END, includes=("mm", "bio"))
trap("bio", "unread-end", "{ if (@N@_bio) __bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0); else { @PUT@ } }", includes=("mm", "bio"),
     top=BIO + "void @N@_end(struct bio *bio);\nvoid @N@_go(void);\nvoid @N@_go(void) { @N@_bio->bi_end_io = @N@_end; submit_bio(@N@_bio); }\n")
trap("bio", "end-frees", rule="all", site="{ if (@N@_bio) __bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0); else { @PUT@ } }", includes=("mm", "bio"),
     top=BIO + "static void @N@_end(struct bio *bio) { __free_page(bio->bi_io_vec[0].bv_page); bio_put(bio); } " + MUST + "\nvoid @N@_go(void);\n"
     "void @N@_go(void) { @N@_bio->bi_end_io = @N@_end; submit_bio(@N@_bio); }\n")
trap("bio", "check-dirty", "{ if (@N@_bio) __bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0); else { @PUT@ } }", includes=("mm", "bio"),
     top=BIO + "static void @N@_end(struct bio *bio) { bio_check_pages_dirty(bio); }\nvoid @N@_go(void);\n"
     "void @N@_go(void) { @N@_bio->bi_end_io = @N@_end; submit_bio(@N@_bio); }\n")
twin("bio", "waited-for", "{ if (@N@_bio) { __bio_add_page(@N@_bio, @X@, PAGE_SIZE, 0); submit_bio_wait(@N@_bio); } @PUT@ }", top=BIO, includes=("mm", "bio"))

twin("bio", "completion", "{ struct bio *@N@_b = @N@_want ? bio_alloc(@N@_dev, 1, 0, GFP_KERNEL) : NULL; if (@N@_b) { bio_add_page(@N@_b, @X@, PAGE_SIZE, 0);"
     " @N@_b->bi_end_io = @N@_end; submit_bio(@N@_b); } else { @PUT@ } }", includes=("mm", "bio", "gfp", "slab"),
     top=WANT + "static struct block_device *@N@_dev;\nstatic void @N@_end(struct bio *bio)\n{\n\tunsigned int i;\n\n\tfor (i = 0; i < bio->bi_vcnt; i++)\n"
     "\t\tput_page(bio->bi_io_vec[i].bv_page); " + MUST + "\n\tbio_put(bio);\n}\n")
twin("bio", "looked-at", "{ if (@N@_bio) @N@_seen += @N@_bio->bi_vcnt + page_to_pfn(@X@); @PUT@ }", top=BIO + "static unsigned long @N@_seen;\n", includes=("mm", "bio"))

SKB = "static struct sk_buff *@N@_skb;\nvoid @N@_set(struct sk_buff *skb);\nvoid @N@_set(struct sk_buff *skb) { @N@_skb = skb; }\n"
trap("skb", "fill-desc", "{ if (@N@_skb) skb_fill_page_desc(@N@_skb, 0, @X@, 0, PAGE_SIZE); else { @PUT@ } }", top=SKB, includes=("mm", "skbuff"))
trap("skb", "rx-frag", "{ if (@N@_skb) skb_add_rx_frag(@N@_skb, 0, @X@, 0, PAGE_SIZE, PAGE_SIZE); else { @PUT@ } }", top=SKB, includes=("mm", "skbuff"))
trap("skb", "noacc", "{ if (@N@_skb) __skb_fill_page_desc_noacc(skb_shinfo(@N@_skb), 0, @X@, 0, PAGE_SIZE); else { @PUT@ } }", top=SKB, includes=("mm", "skbuff"))
trap("skb", "frag-page", "{ if (@N@_skb) __skb_frag_set_page(&skb_shinfo(@N@_skb)->frags[0], @X@); else { @PUT@ } }", top=SKB, includes=("mm", "skbuff"))
twin("skb", "own-reference", "{ if (@N@_skb) { get_page(@X@); skb_fill_page_desc(@N@_skb, 0, @X@, 0, PAGE_SIZE); } @PUT@ }", top=SKB, includes=("mm", "skbuff"))

twin("skb", "bytes-copied", "{ if (@N@_skb) memcpy(@N@_skb->data, page_address(@X@), 16); @PUT@ }", top=SKB, includes=("mm", "skbuff", "string"))

VMF = "static struct vm_fault *@N@_vmf;\nvoid @N@_set(struct vm_fault *vmf);\nvoid @N@_set(struct vm_fault *vmf) { @N@_vmf = vmf; }\n"
trap("page-table", "fault", "{ if (@N@_vmf) @N@_vmf->page = @X@; else { @PUT@ } }", top=VMF, includes=("mm",))
trap("page-table", "set-pte", "{ if (@N@_vmf) set_pte_at(@N@_vmf->vma->vm_mm, @N@_vmf->address, @N@_vmf->pte, mk_pte(@X@, @N@_vmf->vma->vm_page_prot));"
     " else { @PUT@ } }", top=VMF, includes=("mm", "pgtable"))
trap("page-table", "pfn-pte", "{ if (@N@_vmf) set_pte_at(@N@_vmf->vma->vm_mm, @N@_vmf->address, @N@_vmf->pte,"
     " pfn_pte(page_to_pfn(@X@), @N@_vmf->vma->vm_page_prot)); else { @PUT@ } }", top=VMF, includes=("mm", "pgtable"))
trap("page-table", "insert-pfn", "{ if (!@N@_vmf || vmf_insert_pfn(@N@_vmf->vma, @N@_vmf->address, page_to_pfn(@X@)) != VM_FAULT_NOPAGE) { @PUT@ } }",
     top=VMF, includes=("mm",))
twin("page-table", "insert-page", "{ if (@N@_vmf) vm_insert_page(@N@_vmf->vma, @N@_vmf->address, @X@); @PUT@ }", top=VMF, includes=("mm",))

# --- stored in a record whose address goes to unread code --------------------------------------------------------------
REC = "struct @N@_rec { int n; struct page *page; struct list_head list; };\nstatic struct @N@_rec @N@_rec;\n"
for name, decl, call in (
        ("record", "int @N@_submit(struct @N@_rec *rec);", "@N@_submit(&@N@_rec)"), ("void", "int @N@_submit(void *rec);", "@N@_submit(&@N@_rec)"),
        ("member", "int @N@_submit(struct list_head *list);", "@N@_submit(&@N@_rec.list)"), ("long", "int @N@_submit(unsigned long cookie);", "@N@_submit((unsigned long)&@N@_rec)"),
        ("slot", "int @N@_submit(struct page **page);", "@N@_submit(&@N@_rec.page)"), ("int-member", "int @N@_submit(int *n);", "@N@_submit(&@N@_rec.n)"),
        ("ops", "struct @N@_ops { int (*submit)(struct @N@_rec *rec); };\nextern struct @N@_ops *@N@_ops;", "@N@_ops->submit(&@N@_rec)"),
        ("bytes", "int @N@_submit(const void *data, size_t len);", "@N@_submit(&@N@_rec, sizeof(@N@_rec))")):
    trap("unread-record", name, "{ @N@_rec.page = @X@; if (" + call + " < 0) { @PUT@ } }", top=REC + decl + "\n", includes=("list", "mm"))
trap("unread-record", "heap", "{ struct @N@_rec *@N@_r = kzalloc(sizeof(*@N@_r), 0); if (@N@_r) @N@_r->page = @X@; if (!@N@_r || @N@_submit(@N@_r) < 0) { @PUT@ } }",
     top=REC.split("static")[0] + "int @N@_submit(struct @N@_rec *rec);\n", includes=("list", "slab", "mm"))
trap("unread-record", "found", "{ struct @N@_rec *@N@_r = @N@_find(1); if (@N@_r) @N@_r->page = @X@; else { @PUT@ } }",
     top=REC.split("static")[0] + "struct @N@_rec *@N@_find(int id);\n", includes=("list", "mm"))
trap("unread-record", "embedded", "{ @N@_dev.rec.page = @X@; if (@N@_submit(&@N@_dev) < 0) { @PUT@ } }",
     top=REC.split("static")[0] + "struct @N@_dev { int id; struct @N@_rec rec; };\nstatic struct @N@_dev @N@_dev;\nint @N@_submit(struct @N@_dev *dev);\n", includes=("list", "mm"))
twin("unread-record", "read", "{ @N@_rec.page = @X@; if (@N@_submit(&@N@_rec) < 0) { @PUT@ } }",
     top=REC + "static int @N@_submit(struct @N@_rec *rec) { return rec->n ? -1 : -2; }\n", includes=("list", "mm"))

# --- a second exported user --------------------------------------------------------------------------------------------
TAKE = "{0}struct page *@N@_take(void)\n{\n\tstruct page *page = @N@_slot;\n\n\t@N@_slot = NULL;\n\treturn page;\n}\n"
SLOT = "{ if (@N@_want) @N@_slot = @X@; else { @PUT@ } }"
trap("exported", "take", SLOT, top=WANT + "static struct page *@N@_slot;\nstruct page *@N@_take(void);\n" + TAKE.replace("{0}", "") + "EXPORT_SYMBOL_GPL(@N@_take);\n", includes=("export", "mm"))
trap("exported", "out", SLOT, includes=("export", "mm"), top=WANT + "static struct page *@N@_slot;\nvoid @N@_take(struct page **to);\n"
     "void @N@_take(struct page **to) { *to = @N@_slot; @N@_slot = NULL; }\nEXPORT_SYMBOL_GPL(@N@_take);\n")
trap("exported", "with-put", "{ if (@N@_want) @N@_slot = @X@; else { @PUT@ } }", includes=("export", "mm"), top=WANT + "static struct page *@N@_slot;\nstruct page *@N@_take(void);\n"
     + TAKE.replace("{0}", "") + "EXPORT_SYMBOL_GPL(@N@_take);\nvoid @N@_exit(void);\nvoid @N@_exit(void) { if (@N@_slot) put_page(@N@_slot); }\n")
twin("exported", "static", SLOT, top=WANT + "static struct page *@N@_slot;\n" + TAKE.replace("{0}", "static ")
     + "void @N@_exit(void);\nvoid @N@_exit(void)\n{\n\tstruct page *page = @N@_take();\n\n\tif (page)\n\t\tput_page(page); " + MUST + "\n}\n", includes=("mm",))

# --- an error path that keeps the page ---------------------------------------------------------------------------------
for name, decl, call in (("hardware", "void @N@_lost(phys_addr_t at);", "@N@_lost(page_to_phys(@X@))"), ("unread", "void @N@_lost(struct page *page);", "@N@_lost(@X@)"),
                         ("mmio", "extern void __iomem *@N@_regs;", "writeq(page_to_phys(@X@), @N@_regs)"), ("cookie", "void @N@_lost(u32 cookie);", "@N@_lost((u32)page_to_pfn(@X@))")):
    trap("error-path", name, "{ if (@N@_want) { " + call + "; } else { @PUT@ } }", top=WANT + decl + "\n", includes=("mm", "io"))
twin("error-path", "put", "{ if (@N@_want) { @N@_seen = page_to_pfn(@X@); } @PUT@ }", top=WANT + "static unsigned long @N@_seen;\n", includes=("mm",))

# --- a release that another module calls -------------------------------------------------------------------------------
PUTTER = "#include <linux/@N@.h>\nvoid @N@_put(struct page *page) { put_page(page); } {0}\nEXPORT_SYMBOL_GPL(@N@_put);\n"
DECL = "struct page;\nvoid @N@_put(struct page *page);\n"
CALLER = "#include <linux/@N@.h>\n#include <linux/gfp.h>\n#include <linux/mm.h>\nvoid @N@_other(void);\nvoid @N@_other(void)\n{\n\tstruct page *page = {0};\n\n\tif (page)\n\t\t{1};\n}\n"
trap("other-module", "alloc", "{ @N@_put(@X@); @REST@ }", top=PUTTER.replace("{0}", ""), header=DECL,
     other=CALLER.replace("{0}", "alloc_page(GFP_KERNEL)").replace("{1}", "@N@_put(page)"), includes=("export", "mm"))
trap("other-module", "unread", "{ @N@_put(@X@); @REST@ }", top=PUTTER.replace("{0}", ""), header=DECL + "struct page *@N@_lookup(int id);\n",
     other=CALLER.replace("{0}", "@N@_lookup(1)").replace("{1}", "@N@_put(page)"), includes=("export", "mm"))
trap("other-module", "pointer", "{ @N@_put(@X@); @REST@ }", top=PUTTER.replace("{0}", ""), header=DECL,
     other="#include <linux/@N@.h>\n#include <linux/gfp.h>\nextern void (*@N@_hook)(struct page *page);\nvoid @N@_other(void);\n"
     "void @N@_other(void)\n{\n\t@N@_hook = @N@_put;\n\t@N@_hook(alloc_page(GFP_KERNEL));\n}\n", includes=("export", "mm"))
twin("other-module", "own-free", "{ @N@_drop(@X@); @REST@ }", top="static void @N@_drop(struct page *page) { put_page(page); } " + MUST + "\n#include <linux/@N@.h>\n", header=DECL,
     other=CALLER.replace("{0}", "alloc_page(GFP_KERNEL)").replace("{1}", "__free_page(page)"), includes=("mm",))

# --- the release itself out of sight -----------------------------------------------------------------------------------
trap("hidden-release", "pointer", "{ if (@N@_want) @N@_rel(@X@); else { @PUT@ } }", top=WANT + "static void (*@N@_rel)(struct page *page) = put_page;\n"
     "void @N@_set(void (*rel)(struct page *page));\nvoid @N@_set(void (*rel)(struct page *page)) { @N@_rel = rel; }\n", includes=("mm",))
trap("hidden-release", "rcu", rule="all", site="{ if (@N@_want) call_rcu(&(@X@)->rcu_head, @N@_free); else { @PUT@ } }", includes=("mm", "rcupdate", "gfp"),
     top=WANT + "static void @N@_free(struct rcu_head *head) { __free_page(container_of(head, struct page, rcu_head)); } " + MUST + "\n")
trap("hidden-release", "cleanup", rule="all", site="{ if (@N@_want) { struct page *@N@_p __attribute__((cleanup(@N@_auto))) = @X@; @N@_seen = page_to_pfn(@N@_p); } else { @PUT@ } }",
     top=WANT + "static unsigned long @N@_seen;\nstatic void @N@_auto(struct page **page) { __free_page(*page); } " + MUST + "\n", includes=("mm", "gfp"))
trap("hidden-release", "timer", rule="all", site="{ if (@N@_want) { @N@_t.page = @X@; mod_timer(&@N@_t.timer, jiffies); } else { @PUT@ } }", includes=("mm", "timer", "gfp", "jiffies"),
     top=WANT + "static struct @N@_t { struct timer_list timer; struct page *page; } @N@_t;\nstatic void @N@_fire(struct timer_list *t) { __free_page(container_of(t, struct @N@_t, timer)->page); } " + MUST + "\n"
     "void @N@_init(void);\nvoid @N@_init(void) { timer_setup(&@N@_t.timer, @N@_fire, 0); }\n")
trap("hidden-release", "work", rule="all", site="{ if (@N@_want) { @N@_w.page = @X@; schedule_work(&@N@_w.work); } else { @PUT@ } }", includes=("mm", "workqueue", "gfp"),
     top=WANT + "static struct @N@_w { struct work_struct work; struct page *page; } @N@_w;\nstatic void @N@_do(struct work_struct *w) { __free_page(container_of(w, struct @N@_w, work)->page); } " + MUST + "\n"
     "void @N@_init(void);\nvoid @N@_init(void) { INIT_WORK(&@N@_w.work, @N@_do); }\n")
twin("hidden-release", "work", "{ if (@N@_want) { @N@_w.page = @X@; schedule_work(&@N@_w.work); } else { @PUT@ } }", includes=("mm", "workqueue"),
     top=WANT + "static struct @N@_w { struct work_struct work; struct page *page; } @N@_w;\nstatic void @N@_do(struct work_struct *w) { put_page(container_of(w, struct @N@_w, work)->page); } " + MUST + "\n"
     "void @N@_init(void);\nvoid @N@_init(void) { INIT_WORK(&@N@_w.work, @N@_do); }\n")
twin("hidden-release", "helper", "{ if (@N@_want) @N@_drop(@X@); else { @PUT@ } }", includes=("mm",),
     top=WANT + "static void @N@_do(struct page *page) { put_page(page); } " + MUST + "\nstatic void @N@_drop(struct page *page) { @N@_do(page); }\n")
trap("hidden-release", "free-page-address", "{ if (@N@_want) free_page((unsigned long)page_address(@X@)); else { @PUT@ } }", top=WANT, includes=("mm", "gfp"))
trap("hidden-release", "ref-sub", "{ if (@N@_want) page_ref_sub(@X@, 1); else { @PUT@ } }", top=WANT, includes=("mm", "page_ref"))
trap("hidden-release", "testzero", "{ if (@N@_want) { if (put_page_testzero(@X@)) __free_page(@X@); } else { @PUT@ } }", top=WANT, includes=("mm", "gfp", "page_ref"))
trap("hidden-release", "free-unref", rule="all", site="{ if (@N@_want) __free_pages(@X@, 0); /* must */ else {\n\t@PUT@ } }", top=WANT, includes=("mm", "gfp"))
trap("hidden-release", "config", "{\n#ifdef CONFIG_@N@_NEVER\n\t@N@_keep(@X@);\n#else\n\t@PUT@\n#endif\n}", top="int @N@_keep(struct page *page);\n", includes=("mm",))

KINDS = sorted({p.kind for p in PLANTS})
