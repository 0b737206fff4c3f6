// SPDX-License-Identifier: GPL-2.0-only
/// Release pages that get_user_pages*() took by put_user_page() and its
/// relatives, so that the kernel can tell them from pages that others hold. This is the put_user_page dialect, of 5.2
/// to 5.5 and of trees with gupkit's core series: the acquire keeps its name, and loses the
/// mark of one whose releases are not known.
///
/// Converted is a group: an acquire and every release of its pages, all in one
/// file. It is proved by accounting. Each mention of each name that holds the
/// pages (arrays, single pages, addresses of their memory) has to be one that a
/// rule below knows: taking the pages, looking at them, releasing them. One
/// mention that no rule knows, be it a store, an extra reference, a call of a
/// function that keeps them, a macro, assembly or an #if inside the function,
/// and the group stays as it is; MODE=report says why.
///
//# False positives: none are known. What is not converted may still be right
//# to convert: gupkit follows pages through records and other files.
//
// Confidence: High
// Copyright: (C) 2026 the gupkit authors.
// URL: docs/coccinelle.md
// Comments: generated from tool/model/api.model by tool/cocci/generate.py
// Options: --no-includes --include-headers
// Requires: 1.1.0

virtual patch
virtual context
virtual org
virtual report

@initialize:python@
@@
import os
import re

# Functions that look at pages, or at the memory behind an address, and keep nothing.
LOOKERS = set("""
iommu_attach_device iommu_detach_device iommu_attach_group iommu_detach_group iommu_domain_free
iommu_enable_nesting iommu_get_msi_cookie iommu_unmap_fast iommu_iotlb_sync IS_ERR IS_ERR_OR_NULL
PTR_ERR PTR_ERR_OR_ZERO IS_ERR_VALUE kfree kvfree vfree kfree_sensitive kzfree kvfree_sensitive
kfree_rcu drm_free_large devm_kfree kmem_cache_free sock_kfree_s dma_free_coherent kfree_const
memset memzero_explicit memcmp bcmp memchr_inv strlen printk _printk dev_err _dev_err _dev_warn
_dev_info __dynamic_dev_dbg __dynamic_pr_debug pr_err pr_debug _dev_printk dev_printk seq_printf
snprintf sprintf scnprintf kasan_check_write kasan_check_read __might_sleep __might_fault
might_sleep __cond_resched WARN_ON BUG_ON dump_page page_mapcount page_mapped page_mapping
folio_mapping page_mapping_file page_index page_offset page_to_index page_to_pgoff folio_pgoff
folio_pos folio_index page_zonenum page_zone page_to_nid folio_nid SetPagePrivate ClearPagePrivate
PagePrivate PageDirty PageReserved PageAnon PageHighMem PageLocked PageUptodate PageCompound
PageTail PageHead PageTransHuge PageTransCompound PageHuge PageSlab PageSwapCache PageSwapBacked
PageLRU PageActive PageError PageWriteback PageUnevictable PageMlocked PagePoisoned PageHWPoison
PageKsm PageChecked PageReferenced PageMappedToDisk PageReadahead PageReclaim PageWorkingset
PageMovable __PageMovable PageOffline PageGuard PageBuddy PageTable PageHeadHuge SetPageReserved
ClearPageReserved __SetPageReserved __ClearPageReserved ClearPageDirty SetPageUptodate
ClearPageUptodate SetPageReferenced SetPageError ClearPageError SetPageChecked ClearPageChecked
SetPageActive TestClearPageDirty SetPageHWPoison TestSetPageHWPoison ClearPageReferenced
folio_test_anon folio_test_dirty folio_test_locked folio_test_uptodate folio_test_large
folio_test_hugetlb folio_test_swapcache folio_test_reserved folio_nr_pages folio_size folio_order
folio_shift is_zone_device_page is_device_private_page is_device_coherent_page is_pci_p2pdma_page
is_zero_pfn is_zero_page is_huge_zero_page folio_is_device_private page_is_secretmem
folio_is_longterm_pinnable page_maybe_dma_pinned compound_order compound_nr page_size page_shift
thp_nr_pages thp_size thp_order hpage_nr_pages hugetlb_page_mapping_lock_write lock_page unlock_page
trylock_page __lock_page lock_page_killable folio_lock folio_unlock folio_trylock
folio_lock_killable wait_on_page_bit wait_on_page_locked wait_on_page_writeback folio_wait_writeback
wait_for_stable_page folio_wait_stable end_page_writeback set_page_writeback folio_end_writeback
folio_start_writeback mark_page_accessed folio_mark_accessed activate_page lru_cache_add
folio_add_lru lru_add_drain lru_add_drain_all iounmap __copy_user_nocache copy_to_nontemporal
__copy_user_flushcache dev_coredumpv memcpy_toio __memcpy_toio __memcpy_fromio memset_io
__iowrite32_copy __iowrite64_copy __ioread32_copy iosys_map_set_vaddr dma_buf_map_set_vaddr kunmap
kunmap_atomic __kunmap_atomic kunmap_local kunmap_local_indexed vunmap vm_unmap_ram
flush_dcache_page flush_dcache_folio flush_anon_page flush_kernel_dcache_page flush_icache_page
flush_kernel_vmap_range invalidate_kernel_vmap_range flush_icache_range copy_user_highpage
copy_highpage clear_highpage clear_user_highpage clear_huge_page zero_user zero_user_segment
zero_user_segments memcpy_to_page memcpy_from_page memcpy_page memzero_page memset_page copy_page
clear_page copy_to_user_page copy_from_user_page __flush_dcache_area arch_invalidate_pmem
arch_wb_cache_pmem mte_sync_tags mte_copy_page_tags page_mte_tagged set_page_mte_tagged
try_page_mte_tagging clflush_cache_range drm_clflush_pages drm_clflush_sg drm_clflush_virt_range
copy_page_to_iter copy_page_from_iter copy_page_from_iter_atomic copy_to_user copy_from_user
_copy_to_user _copy_from_user __copy_to_user __copy_from_user clear_user xa_is_err xa_err xas_error
xas_invalid xas_valid put_user get_user copy_to_iter copy_from_iter _copy_to_iter _copy_from_iter
dma_unmap_page dma_unmap_page_attrs dma_unmap_single dma_unmap_single_attrs dma_map_sg
dma_map_sg_attrs dma_map_sgtable dma_unmap_sg dma_unmap_sg_attrs dma_unmap_sgtable
dma_sync_single_for_cpu dma_sync_single_for_device dma_sync_sg_for_cpu dma_sync_sg_for_device
dma_mapping_error dma_sync_single_range_for_cpu dma_sync_single_range_for_device pci_unmap_page
pci_map_sg pci_unmap_sg pci_unmap_single pci_dma_mapping_error ib_dma_unmap_page ib_dma_map_sg
ib_dma_unmap_sg ib_dma_map_sg_attrs ib_dma_unmap_sg_attrs ib_dma_map_sgtable_attrs
ib_dma_unmap_sgtable_attrs ib_dma_unmap_single ib_dma_mapping_error ib_map_mr_sg ib_sg_dma_address
ib_sg_dma_len iommu_unmap iommu_map_sg iommu_map_sg_atomic iommu_map_sgtable sg_init_table
sg_mark_end sg_unmark_end sg_free_table sg_free_append_table sg_free_table_chained sg_alloc_table
sg_alloc_table_chained __sg_alloc_table __sg_free_table sg_nents sg_nents_for_len sg_is_last
sg_is_chain sg_dma_address sg_dma_len sg_copy_to_buffer sg_copy_from_buffer sg_pcopy_to_buffer
sg_pcopy_from_buffer sg_zero_buffer sg_miter_next sg_miter_stop sg_copy_buffer sg_is_dma_bus_address
__sg_page_iter_dma_next vm_insert_page vm_insert_pages vm_map_pages vm_map_pages_zero
remap_pfn_range vm_insert_pfn vmf_insert_pfn vmf_insert_page vm_insert_mixed vmf_insert_mixed
io_remap_pfn_range ptep_get ptep_get_lockless pte_unmap pte_write pte_dirty pte_young pte_present
pte_none pte_special pte_devmap pfn_valid page_is_ram set_memory_uc set_memory_wb set_pages_uc
set_pages_wb set_pages_array_wc set_pages_array_wb set_pages_array_uc set_memory_encrypted
set_memory_decrypted list_del list_del_init list_empty INIT_LIST_HEAD list_is_last list_is_singular
__list_del_entry list_is_head xa_init xa_destroy xa_pointer_tag xa_set_mark xa_clear_mark
radix_tree_tag_set __xa_set_mark xa_release xa_reserve access_process_vm unmap_mapping_range
unmap_mapping_pages invalidate_inode_page invalidate_mapping_pages truncate_inode_page
redirty_page_for_writepage clear_page_dirty_for_io cancel_dirty_page folio_account_cleaned
page_mkclean folio_mkclean try_to_unmap try_to_free_buffers try_to_release_page
filemap_release_folio page_has_private page_buffers create_empty_buffers mem_cgroup_charge
mem_cgroup_uncharge mem_cgroup_charge_skmem account_locked_vm __account_locked_vm
mod_node_page_state inc_node_page_state dec_node_page_state mod_zone_page_state count_vm_event
count_vm_events page_memcg folio_memcg init_completion complete wait_for_completion queue_work
queue_work_on schedule_work flush_work cancel_work_sync INIT_WORK wake_up __wake_up wake_up_process
kref_init kref_get mutex_init __mutex_init __init_work lockdep_init_map init_waitqueue_head
__init_waitqueue_head __raw_spin_lock_init bio_set_pages_dirty bio_init bio_uninit bio_put bio_get
bio_reset bio_full bio_advance submit_bio_wait bio_integrity_add_page bio_chain bio_set_dev
bio_iov_bvec_set __bio_iov_bvec_add_pages kernel_sendpage kernel_sendpage_locked sock_no_sendpage
sock_no_sendpage_locked region_intersects get_order page_to_section follow_pfn follow_pte
fixup_user_fault handle_mm_fault find_vma vma_lookup find_extend_vma crypto_aead_encrypt
crypto_aead_decrypt crypto_skcipher_encrypt crypto_skcipher_decrypt crypto_ahash_update
crypto_ahash_digest crypto_ahash_finup hash_long jhash jhash2 xxh32 crc32 gnttab_set_map_op
gnttab_set_unmap_op gnttab_map_refs gnttab_unmap_refs gnttab_batch_copy trace_printk
trace_seq_printf refcount_set atomic_read dump_mapping wbc_account_cgroup_owner page_endio
flush_write_buffers unmap_kernel_range kmap_flush_unused page_symlink kmsan_handle_dma
kmemleak_ignore kmemleak_not_leak kmemleak_free strncpy_from_user strnlen_user set_bit clear_bit
change_bit test_bit test_and_set_bit test_and_clear_bit test_and_change_bit __set_bit __clear_bit
__change_bit __test_and_set_bit __test_and_clear_bit clear_bit_unlock test_and_set_bit_lock
arch_set_bit arch_clear_bit arch___set_bit arch___clear_bit set_bit_inv clear_bit_inv bitmap_set
bitmap_clear bitmap_zero bitmap_fill find_first_bit find_first_zero_bit find_next_bit
find_next_zero_bit bitmap_find_next_zero_area bitmap_weight bitmap_empty bitmap_full
instrument_atomic_write instrument_atomic_read instrument_atomic_read_write instrument_read
instrument_write dmaengine_prep_slave_sg dmaengine_prep_slave_single dmaengine_prep_rio_sg
dmaengine_prep_dma_cyclic dmaengine_submit dmaengine_prep_interleaved_dma
dmaengine_prep_peripheral_dma_vec instrument_copy_to_user instrument_copy_from_user
instrument_copy_from_user_before instrument_copy_from_user_after instrument_get_user
instrument_put_user raw_copy_to_user raw_copy_from_user user_access_begin user_access_end
__copy_from_user_inatomic __copy_to_user_inatomic __copy_from_user_nocache
__copy_from_user_inatomic_nocache __copy_from_user_flushcache copy_mc_to_user
csum_and_copy_from_user access_ok check_copy_size check_object_size __check_object_size
__underlying_memset fortify_memcpy_chk fortify_memset_chk copy_mc_to_kernel csum_partial
csum_partial_copy_nocheck csum_and_copy_to_user flush_cache_page flush_cache_range flush_cache_vmap
munlock_page mlock_page mlock_vma_page folio_mapped deferred_split_huge_page hugetlb_basepage_index
get_pfnblock_flags_mask __warn_printk warn_slowpath_fmt __WARN_trap __SCT__WARN_trap lock_page_memcg
unlock_page_memcg folio_memcg_lock folio_memcg_unlock __mod_lruvec_page_state __mod_lruvec_state
folio_free_swap free_swap_cache __kunmap_local kunmap_high gen_pool_free mte_copy_tags_from_user
mte_copy_tags_to_user mte_save_page_tags hugetlb_add_file_rmap page_add_file_rmap page_add_anon_rmap
page_add_new_anon_rmap folio_add_new_anon_rmap page_move_anon_rmap page_vma_mapped_walk set_pte_at
pte_mkold mk_pte ll_back_merge_fn __bio_crypt_free_ctx bio_integrity bio_crypt_set_ctx skb_to_sgvec
""".split())
# They return the address of the memory of a page.
ADDRESSES = set("""
page_address folio_address lowmem_page_address page_to_virt phys_to_virt __va pfn_to_kaddr
dma32_to_virt dma64_to_virt kmap kmap_atomic kmap_atomic_prot kmap_local_page kmap_local_folio
kmap_local_pfn kmap_high __va_function
""".split())
# The data of a page is used: by the CPU, by a device.
TOUCHES = set("""
kmap kmap_atomic kmap_local_page kmap_local_folio page_address vmap vm_map_ram kmap_local_pfn
memcpy_to_page memcpy_from_page copy_to_user_page copy_from_user_page copy_page_to_iter
copy_page_from_iter clear_highpage copy_highpage copy_user_highpage dma_map_page dma_map_page_attrs
dma_map_sg dma_map_sg_attrs dma_map_sgtable pci_map_page pci_map_sg sg_set_page
sg_alloc_table_from_pages __sg_alloc_table_from_pages sg_alloc_table_from_pages_segment
sg_alloc_append_table_from_pages bio_add_page iommu_map page_to_phys dma_map_single ib_dma_map_page
ib_dma_map_sg bvec_set_page
""".split())
# They return memory that holds no page yet.
ALLOCATORS = set("""
kmalloc kzalloc kcalloc kmalloc_array krealloc kmemdup kmalloc_node kzalloc_node kcalloc_node
kmalloc_noprof kzalloc_noprof kmalloc_array_noprof krealloc_noprof kvmalloc_node_noprof
kmalloc_array_node __kmalloc kmalloc_trace kmalloc_large kmem_cache_alloc kmem_cache_zalloc
kmem_cache_alloc_node kvmalloc kvzalloc kvmalloc_array kvcalloc kvmalloc_node kvzalloc_node
drm_malloc_ab drm_calloc_large vmalloc vzalloc vmalloc_user vzalloc_node vmalloc_node vmalloc_32
vmalloc_32_user __vmalloc vmalloc_array vcalloc __vmalloc_array __vcalloc vmalloc_huge vrealloc
__vmalloc_node kvcalloc_node krealloc_array kvrealloc kvmemdup kmemdup_array
kmalloc_node_track_caller kmalloc_track_caller kmem_cache_alloc_lru kvzalloc_obj kvmalloc_obj
kvzalloc_flex kvmalloc_flex vmemdup_array_user sock_kmemdup devm_kmalloc devm_kzalloc devm_kcalloc
devm_kmalloc_array devm_krealloc devm_krealloc_array devm_kmemdup devm_kmemdup_array memdup_user
vmemdup_user memdup_user_nul memdup_array_user drmm_kzalloc drmm_kmalloc drmm_kcalloc
drmm_kmalloc_array dma_alloc_coherent dma_alloc_attrs dma_alloc_noncoherent pci_alloc_consistent
dma_pool_alloc dma_pool_zalloc gen_pool_alloc gen_pool_alloc_algo gen_pool_alloc_owner
gen_pool_alloc_algo_owner gen_pool_dma_alloc gen_pool_dma_alloc_algo gen_pool_dma_alloc_align
gen_pool_dma_zalloc gen_pool_dma_zalloc_algo gen_pool_dma_zalloc_align alloc_percpu __alloc_percpu
alloc_percpu_gfp __alloc_percpu_gfp bio_alloc bio_kmalloc bio_alloc_bioset sock_kmalloc alloc_skb
kzalloc_obj kmalloc_obj kzalloc_objs kmalloc_objs kvzalloc_objs kvmalloc_objs kzalloc_flex
kmalloc_flex iommu_domain_alloc iommu_paging_domain_alloc iommu_paging_domain_alloc_flags
frame_vector_create drm_prime_pages_to_sg
""".split())
RELEASES = set("""
put_page page_cache_release __put_page put_page_testzero put_devmap_managed_page folio_put
folio_put_refs put_compound_head release_pages folios_put folios_put_refs __folio_put
folio_put_testzero folio_batch_release __folio_batch_release pagevec_release __pagevec_release
__free_page __free_pages free_page_and_swap_cache free_pages_and_swap_cache put_vaddr_frames
bio_release_pages __bio_release_pages bio_release_page unpin_user_page unpin_user_pages
unpin_user_pages_dirty_lock unpin_user_page_range_dirty_lock unpin_user_folio unpin_folio
unpin_folios put_user_page put_user_pages put_user_pages_dirty put_user_pages_dirty_lock
put_user_page_dirty put_user_page_dirty_lock
""".split())
# A secondary MMU: such pages are given back when the notifier says so.
NOTIFIERS = re.compile(r"\b(?:mmu_interval_read_begin|mmu_interval_read_retry|mmu_notifier_retry|mmu_invalidate_retry|mmu_invalidate_retry_hva|mmu_notifier_retry_hva|mmu_notifier_register|__mmu_notifier_register|mmu_interval_notifier_insert|mmu_interval_notifier_insert_locked|mmu_notifier_get|mmu_notifier_get_locked)\b")
PLAIN_FLAGS = re.compile(r"(?:FOLL_(?!GET\b)\w+|[01])\Z")
NAMES = LOOKERS | ADDRESSES | TOUCHES | ALLOCATORS | RELEASES | set("""
get_user_pages get_user_pages_fast get_user_pages_locked get_user_pages_unlocked
get_user_pages_longterm get_user_pages_remote get_user_pages_foreign get_user_pages6
get_user_pages_locked5 get_user_pages_unlocked5 __get_user_pages __get_user_pages_unlocked
__get_user_pages_locked __get_user_pages_fast get_user_pages_fast_only get_user_page_fast_only
get_user_page_nofault get_user_page_vma_remote get_dump_page pin_user_pages pin_user_pages_fast
pin_user_pages_fast_only pin_user_pages_locked pin_user_pages_unlocked pin_user_pages_remote
memfd_pin_folios get_vaddr_frames iov_iter_get_pages iov_iter_get_pages2 iov_iter_get_pages_alloc
iov_iter_get_pages_alloc2 __iov_iter_get_pages_alloc iov_iter_extract_pages extract_iter_to_sg
""".split())
HIDES = re.compile(r"\basm\b|\b__asm__\b|\basm_volatile_goto\b|\bgoto\s*\*|&&\s*\w+\s*[,;}]|\b__label__\b|\bsetjmp\b|"
                   r"\b__free\b|\b__cleanup\b|\b__attribute__\b|\bDEFINE_FREE\b|\bguard\b")


def blank(text):
    """The text with comments and strings blanked, every place where it was."""
    return re.sub(r"/\*.*?\*/|/" r"/[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'",
                  lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def read(path):
    try:
        with open(path, encoding="latin-1", newline="\n") as f:
            return blank(f.read())
    except OSError:
        return ""


class Source:
    """What semantic patches do not see of a file: its preprocessor lines, and where its words stand."""

    def __init__(self, path):
        self.text = read(path)
        self.starts = [0]
        for line in self.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        own = [self.text] + [read(os.path.join(os.path.dirname(path), name)) for name in
                             re.findall(r'^\s*#\s*include\s+"([^"\n]+)"', open(path, encoding="latin-1").read(), re.M)]
        bodies = [body for text in own for body in re.findall(r"^[ \t]*#[ \t]*define((?:\\\n|[^\n])*)", text, re.M)]
        self.macros = "\n".join(bodies)
        self.own = set(name for text in own for name in
                       re.findall(r"^(?=\w)(?:[\w*]+[ \t\n*]+)*(\w+)\s*\([^;{}]*\)\s*\{", text, re.M))
        self.own |= set(re.match(r"\s*(\w*)", body).group(1) for body in bodies)

    def place(self, line, column):
        return self.starts[min(int(line), len(self.starts)) - 1] + int(column)

    def words(self, name, start, end):
        """Where a name stands in a range; members and tags of records are other things."""
        found = set()
        for m in re.finditer(r"(?<![\w])%s(?!\w)" % re.escape(name), self.text[start:end]):
            before = self.text[:start + m.start()].rstrip()
            if not re.search(r"->\Z|(?<!\.)\.\Z|\b(?:struct|union|enum)\Z", before):
                found.add(start + m.start())
        return found


class Function:
    def __init__(self, source, at):
        self.name = at.current_element
        self.start = source.place(at.current_element_line, at.current_element_column)
        if self.start > source.place(at.line, at.column):  # made by a macro, as SYSCALL_DEFINE()
            self.start = source.text.rfind("\n}", 0, source.place(at.line, at.column)) + 2
        self.end = source.place(at.current_element_line_end, at.current_element_column_end)


class Ledger:
    """What was seen of each name of a file, and which names may hold the same pages.

    A name is (function, where it begins, variable). Its role says what its mentions may be: of
    pages, or of the address of the memory of a page.
    """

    OK = {"pages": set("acquire release dirty declared parameter allocated null tested looked mapped "
                       "read alias passed".split()),
          "address": set("address declared null tested looked data".split())}

    def __init__(self, path):
        self.source = Source(path)
        self.functions = {}
        self.kinds = {}      # name -> {place: kinds}
        self.up = {}         # name -> another of its group
        self.role = {}
        self.aliases = []    # (name, place, name, place): the second gets what the first has
        self.maps = []       # the same: the second gets the address of the memory of the first
        self.calls = {}      # callee -> {place: (number, name)}
        self.params = {}     # (callee, number) -> name
        self.flags = {}      # name -> the flags of its acquires
        self.bulks = {}      # name -> places of its bulk releases
        self.counted = set() # (place of a release, count) where the count was tested
        self.loops = {}      # (name, variable, count) -> whether each such loop folds
        self.stays = None    # root of a group -> why it stays; "": it is converted

    def place(self, at):
        return self.source.place(at.line, at.column)

    def name(self, at, variable):
        function = Function(self.source, at)
        self.functions.setdefault((function.name, function.start), function)
        return (function.name, function.start, variable)

    def saw(self, kind, variable, at):
        name = self.name(at, variable)
        self.see(kind, name, self.place(at))
        return name

    def see(self, kind, name, place):
        self.kinds.setdefault(name, {}).setdefault(place, set()).add(kind)

    def root(self, name):
        while self.up.get(name, name) != name:
            name = self.up[name]
        return name

    def join(self, one, other, role):
        self.role.setdefault(other, role)
        if self.root(one) == self.root(other):
            return False
        self.up[self.root(one)] = self.root(other)
        return True

    def spread(self):
        """From the acquires to every name that may hold the pages."""
        for name, places in self.kinds.items():
            if any("acquire" in kinds for kinds in places.values()):
                self.role[name] = "pages"
        known = -1
        while known != len(self.role):
            known = len(self.role)
            for one, place, other, there in self.aliases:
                if other[2] != "NULL" and one[2] != "NULL" and "pages" in (self.role.get(one), self.role.get(other)):
                    self.role.setdefault(one, "pages")
                    self.see("read", one, place)
                    self.see("alias", other, there)
                    self.join(one, other, "pages")
            for one, place, other, there in self.maps:
                if self.role.get(one) == "pages":
                    self.see("mapped", one, place)
                    self.see("address", other, there)
                    self.join(one, other, "address")
            for callee, places in self.calls.items():
                for place, (number, caller) in places.items():
                    param = self.params.get((callee, number))
                    if param and caller[2] != "NULL" and (self.role.get(param) == "pages" or self.role.get(caller) == "pages"):
                        self.role.setdefault(caller, "pages")
                        self.see("passed", caller, place)
                        self.join(caller, param, "pages")

    # --- the proof ---
    def line(self, place):
        return self.source.text.count("\n", 0, place) + 1

    def statement(self, place):
        """What stands before a place in its statement."""
        return self.source.text[max(self.source.text.rfind(c, 0, place) for c in ";{}") + 1:place]

    def declares(self, kinds, place):
        if kinds & set(("declared", "parameter")):
            return True
        before = self.statement(place).strip()
        return bool(kinds & set(("allocated", "address", "alias", "null"))) and bool(
            re.match(r"(?!else\b|do\b|return\b)[A-Za-z_][\w\s*]*[\w*]\Z", before))

    def why_name(self, name):
        function = self.functions[name[:2]]
        text = self.source.text[function.start:function.end]
        if re.search(r"^[ \t]*#", text, re.M):
            return "%s() has preprocessor lines" % name[0]
        hidden = HIDES.search(text)
        if hidden:
            return "%s() has '%s'" % (name[0], hidden.group(0).strip())
        if re.search(r"\b%s\b" % re.escape(name[2]), self.source.macros):
            return "a macro mentions '%s'" % name[2]
        declared = 0
        for place in sorted(self.source.words(name[2], function.start, function.end)):
            kinds = self.kinds[name].get(place, set())
            if not kinds & self.OK[self.role[name]] or ("part" in kinds and "looked" not in kinds):
                return "line %d does something with '%s' that is not followed" % (self.line(place), name[2])
            if self.declares(kinds, place):
                declared += 1
                if re.search(r"\b(static|extern|volatile|register|union)\b", self.statement(place)) and "parameter" not in kinds:
                    return "'%s' outlives the function" % name[2]
        if declared != 1:
            return "'%s' is declared %s" % (name[2], "more than once" if declared else "elsewhere")
        return ""

    def why_param(self, name):
        """A parameter is known where every call is."""
        for (callee, number), param in self.params.items():
            if param != name:
                continue
            text, heads = self.source.text, [f for (n, _), f in self.functions.items() if n == callee]
            if len(heads) != 1 or len(re.findall(r"\b%s\s*\([^;{}]*\)\s*\{" % re.escape(callee), text)) != 1:
                return "%s() is defined more than once" % callee
            body = text.find("{", heads[0].start)
            if not re.search(r"\bstatic\b", text[heads[0].start:body]):
                return "%s() may be called from other files" % callee
            if re.search(r"\b%s\b" % re.escape(callee), self.source.macros):
                return "a macro has %s()" % callee
            passed = [text.rfind(callee, 0, place) for place, (n, _) in self.calls.get(callee, {}).items() if n == number]
            for m in re.finditer(r"\b%s\b" % re.escape(callee), text):
                if heads[0].start <= m.start() < body or m.start() in passed:
                    continue
                if not re.match(r"\s*\(", text[m.end():]):
                    return "the address of %s() is taken" % callee
                if not re.match(r"[\w\s*]*\bstatic\b[\w\s*]*\Z", self.statement(m.start())):
                    return "not every call of %s() is followed" % callee
        return ""

    def judge(self):
        if self.stays is not None:
            return
        self.spread()
        self.stays = {}
        groups = {}
        for name in self.role:
            groups.setdefault(self.root(name), []).append(name)
        for root, names in groups.items():
            kinds = set(k for name in names for ks in self.kinds.get(name, {}).values() for k in ks)
            clash = sorted(NAMES & self.source.own)
            why = "the file has a %s() of its own" % clash[0] if clash else ""
            if not why and "release" not in kinds:
                why = "no release of these pages was found in this file"
            for name in sorted(names):
                why = why or self.why_name(name) or self.why_param(name) or self.why_count(name)
            self.stays[root] = why or self.why_dialect(names, kinds)

    def why_count(self, name):
        for place, n in self.bulks.get(name, ()):
            if not self.is_count(n, self.functions[name[:2]], place):
                return "the count in line %d may be negative" % self.line(place)
        return ""

    def stores(self, n, begin, end):
        """Whether a variable gets another value in a range."""
        for place in self.source.words(n, begin, end):
            after, before = self.source.text[place + len(n):end], self.source.text[:place].rstrip()
            if re.match(r"\s*(?:=(?!=)|[-+*/%&|^]=|<<=|>>=|\+\+|--)", after) or re.search(r"(?:\+\+|--|(?<!&)&)\Z", before):
                return True
        return False

    def count(self, n, test, release):
        """A test of a count has a release behind it."""
        begin, end = self.place(test), self.place(release)
        if re.match(r"\w+\Z", n) and not self.stores(n, begin, end):
            self.counted.add((end, n))

    def is_count(self, n, function, place):
        """Whether a count is no error where it is used: it was tested there, or every error has left before."""
        if (place, n) in self.counted:
            return True
        text = self.source.text
        for test in re.finditer(r"\bif\s*\(\s*%s\s*<=?\s*0\s*\)\s*(?:\{[^{}]*)?\breturn\b" % re.escape(n), text[function.start:place]):
            begin = function.start + test.end()
            between = text[begin:place]
            depth, low = -test.group(0).count("{"), -test.group(0).count("{")
            for c in re.findall(r"[{}]", between):
                depth += 1 if c == "{" else -1
                low = min(low, depth + test.group(0).count("{"))
            if re.match(r"\w+\Z", n) and low >= 0 and not re.search(r"^\s*(?!default\b)\w+\s*:", between, re.M) and \
                    not self.stores(n, begin, place) and not re.search(r"\bcase\b", between):
                return True
        return False

    def loop(self, name, i, n, type_, marked, place):
        text, function = self.source.text, self.functions[name[:2]]
        fold = True
        if not re.match(r"unsigned\b|size_t\b|u\d+\b|uint", type_):
            own = re.search(r"\b(unsigned|size_t|u8|u16|u32|u64|uint\w*)\b[\w\s,=]*\b%s\b" % i, text[function.start:function.end])
            fold = bool(not type_ and own) or self.is_count(n, function, place)
        if re.search(r"\b(?:%s|%s)\b" % (i, re.escape(name[2])), marked):
            fold = False
        if not type_ and fold:
            fold = self.index_is_free(i, function, place)
        self.loops.setdefault((name, i, n), []).append(fold)

    def index_is_free(self, i, function, place):
        """Whether nobody reads a loop variable after the loop that has a place."""
        text = self.source.text
        head = max(m.start() for m in re.finditer(r"\bfor\b", text[:place]))
        end = text.find(";", place)
        others = [p for p in sorted(self.source.words(i, function.start, function.end)) if not head <= p <= end]
        after = [p for p in others if p > end]
        depth = re.findall(r"[{}]|\b(?:for|while|do)\b", text[function.start:head])
        loops, level = [], 0
        for token in depth:
            if token == "{":
                level += 1
            elif token == "}":
                level -= 1
                loops = [l for l in loops if l <= level]
            else:
                loops.append(level)
        inside = any(l < level for l in loops) or re.search(r"\b(?:for|while)\s*\([^{};]*(?:;[^{};]*){0,2}\)\s*\Z", text[function.start:head])
        declared = re.compile(r"\s*[,;=]")
        if inside and [p for p in others if not declared.match(text, p + len(i))]:
            return False
        return not after or bool(re.match(r"\s*=(?!=)", text[after[0] + len(i):]))

    def folds(self, name, i, n):
        return all(self.loops.get((name, i, n), [False]))

    def why_dialect(self, names, kinds):
        return ""

    def why(self, at, variable):
        self.judge()
        return self.stays.get(self.root(self.name(at, variable)), "its pages are not followed")


ledgers = {}


def ledger(path):
    if path not in ledgers:
        if len(ledgers) > 99:  # headers that come along are few
            ledgers.clear()
        ledgers[path] = Ledger(path)
    return ledgers[path]


def saw(kind, variable, at):
    return ledger(at[0].file).saw(kind, variable, at[0])


def why(variable, at):
    return ledger(at[0].file).why(at[0], variable)


// ---------------------------------------------------------------------------
// Acquires, in every signature from 4.4 to 7.x.

@acquire@
identifier P;
expression tsk, mm, start, nr_pages, write, force, vmas, gup_flags, locked, E;
position a, u;
@@
(
 get_user_pages@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages@a(start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_fast@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_locked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_locked@a(start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_locked@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_unlocked@a(start, nr_pages, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), gup_flags)
|
 get_user_pages_unlocked@a(start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_unlocked@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_longterm@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_remote@a(mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_remote@a(mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas, locked)
|
 get_user_pages_remote@a(tsk, mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas, locked)
|
 get_user_pages_remote@a(tsk, mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_remote@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 __get_user_pages_fast@a(start, nr_pages, write, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_fast_only@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_untracked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_untracked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_untracked@a(start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_untracked@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_fast_untracked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_locked_untracked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_locked_untracked@a(start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_locked_untracked@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_unlocked_untracked@a(start, nr_pages, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), gup_flags)
|
 get_user_pages_unlocked_untracked@a(start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_unlocked_untracked@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_longterm_untracked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_remote_untracked@a(mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), locked)
|
 get_user_pages_remote_untracked@a(mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas, locked)
|
 get_user_pages_remote_untracked@a(tsk, mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas, locked)
|
 get_user_pages_remote_untracked@a(tsk, mm, start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 get_user_pages_remote_untracked@a(tsk, mm, start, nr_pages, write, force, \(P@u\|&P@u\|P@u + E\|&P@u[E]\), vmas)
|
 __get_user_pages_fast_untracked@a(start, nr_pages, write, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
|
 get_user_pages_fast_only_untracked@a(start, nr_pages, gup_flags, \(P@u\|&P@u\|P@u + E\|&P@u[E]\))
)

@script:python@
P << acquire.P;
u << acquire.u;
@@
saw("acquire", P, u)

@script:python@
P << acquire.P;
u << acquire.u;
gup_flags << acquire.gup_flags = "";
@@
book = ledger(u[0].file)
book.flags.setdefault(book.name(u[0], P), []).append(gup_flags)

// ---------------------------------------------------------------------------
// Releases, and dirty calls beside them.

@release depends on acquire@
identifier P;
identifier put = {put_page, page_cache_release};
expression E;
position r, u;
@@
 put@r(\(P@u\|P@u[E]\|*P@u\))

@script:python@
P << release.P;
u << release.u;
@@
saw("release", P, u)

@bulk depends on acquire@
identifier P;
expression E, n;
position r, u;
@@
 release_pages@r(\(P@u\|P@u + E\|&P@u[E]\|&P@u\), n, ...)

@script:python@
P << bulk.P;
u << bulk.u;
r << bulk.r;
n << bulk.n;
@@
book = ledger(u[0].file)
book.bulks.setdefault(saw("release", P, u), []).append((book.place(r[0]), n))

@dirty depends on acquire@
identifier P;
identifier mark = {set_page_dirty, set_page_dirty_lock, SetPageDirty, __set_page_dirty_nobuffers};
expression E;
position u;
@@
 mark(\(P@u\|P@u[E]\|*P@u\))

@script:python@
P << dirty.P;
u << dirty.u;
@@
saw("dirty", P, u)

// ---------------------------------------------------------------------------
// Mentions that change nothing.

@variable depends on acquire@
identifier P;
type T;
expression E;
position u;
@@
(
 T P@u;
|
 T P@u[E];
)

@script:python@
P << variable.P;
u << variable.u;
@@
saw("declared", P, u)

@param depends on acquire@
identifier f, P;
type T;
parameter list[n] before;
position u;
@@
f(before, T P@u, ...) { ... when any
}

@script:python@
f << param.f;
n << param.n;
P << param.P;
u << param.u;
@@
book = ledger(u[0].file)
book.params[(f, int(n))] = book.saw("parameter", P, u[0])

@allocated depends on acquire@
identifier P;
type T, T1;
identifier alloc : script:python() { alloc in ALLOCATORS };
position u;
@@
(
 P@u = \(alloc(...)\|(T1)alloc(...)\);
|
 T P@u = \(alloc(...)\|(T1)alloc(...)\);
)

@script:python@
P << allocated.P;
u << allocated.u;
@@
saw("allocated", P, u)

@tested depends on acquire@
identifier P;
expression E, E1;
position u;
@@
(
 !\(P@u\|P@u[E]\)
|
 \(P@u\|P@u[E]\) == E1
|
 \(P@u\|P@u[E]\) != E1
|
 sizeof(\(P@u\|P@u[E]\|*P@u\))
|
 ARRAY_SIZE(P@u)
)

@script:python@
P << tested.P;
u << tested.u;
@@
saw("tested", P, u)

@compared depends on acquire@
identifier P;
expression E, E1;
position u;
@@
 \(E1 == P@u\|E1 != P@u\|E1 == P@u[E]\|E1 != P@u[E]\)

@script:python@
P << compared.P;
u << compared.u;
@@
saw("tested", P, u)

@tested_alone depends on acquire@
identifier P;
expression E;
statement S1, S2;
position u;
@@
 if (\(P@u\|P@u[E]\)) S1 else S2

@script:python@
P << tested_alone.P;
u << tested_alone.u;
@@
saw("tested", P, u)

@nothing depends on acquire@
identifier P;
type T;
position u;
@@
(
 P@u = NULL;
|
 T P@u = NULL;
)

@script:python@
P << nothing.P;
u << nothing.u;
@@
saw("null", P, u)

@looked depends on acquire@
identifier P;
expression E;
identifier look : script:python() { look in LOOKERS };
position u;
@@
 look(..., \(P@u\|P@u[E]\|*P@u\|&P@u[E]\|P@u + E\|E + P@u\), ...)

@script:python@
P << looked.P;
u << looked.u;
@@
saw("looked", P, u)

@touched depends on acquire@
identifier P;
expression E;
identifier touch : script:python() { touch in TOUCHES };
position u;
@@
 touch(..., \(P@u\|P@u[E]\|*P@u\), ...)

@script:python@
P << touched.P;
u << touched.u;
@@
saw("touched", P, u)

// The address of the memory of a page is a name to account for, too.
@mapped depends on acquire@
identifier P, A;
expression E;
type T, T1;
identifier map : script:python() { map in ADDRESSES };
position u, a;
@@
(
 A@a = \(map(\(P@u\|P@u[E]\|*P@u\))\|(T1)map(\(P@u\|P@u[E]\|*P@u\))\);
|
 T A@a = \(map(\(P@u\|P@u[E]\|*P@u\))\|(T1)map(\(P@u\|P@u[E]\|*P@u\))\);
)

@script:python@
P << mapped.P;
u << mapped.u;
A << mapped.A;
a << mapped.a;
@@
book = ledger(u[0].file)
book.maps.append((book.name(u[0], P), book.place(u[0]), book.name(a[0], A), book.place(a[0])))

// What lies there is data, as long as it is no address of a part of it.
@data depends on acquire@
identifier A;
expression E;
position u;
@@
 \(A@u[E]\|*A@u\)

@script:python@
A << data.A;
u << data.u;
@@
saw("data", A, u)

@part depends on acquire@
identifier A;
expression E;
position u;
@@
 &A@u[E]

@script:python@
A << part.A;
u << part.u;
@@
saw("part", A, u)

// One page out of an array.
@alias depends on acquire@
identifier P, Q;
expression E;
type T;
position u, q;
@@
(
 Q@q = \(P@u\|P@u[E]\|*P@u\|*P@u++\);
|
 T Q@q = \(P@u\|P@u[E]\|*P@u\|*P@u++\);
)

@script:python@
P << alias.P;
u << alias.u;
Q << alias.Q;
q << alias.q;
@@
book = ledger(u[0].file)
book.aliases.append((book.name(u[0], P), book.place(u[0]), book.name(q[0], Q), book.place(q[0])))

// Functions of this file that get the pages: their parameter is accounted for as well.
@passed depends on acquire@
identifier g, P;
expression E;
expression list[n] before;
position u;
@@
 g(before, \(P@u\|P@u + E\|&P@u[E]\|P@u[E]\|*P@u\), ...)

@script:python@
g << passed.g;
n << passed.n;
P << passed.P;
u << passed.u;
@@
book = ledger(u[0].file)
book.calls.setdefault(g, {})[book.place(u[0])] = (int(n), book.name(u[0], P))

// A count that is more than nothing where it is used.
@counted depends on acquire exists@
expression n;
position c, r;
@@
(
 if (\(n@c > 0\|n@c >= 1\|n@c >= 0\)) release_pages@r(..., n, ...);
|
 if (\(n@c > 0\|n@c >= 1\|n@c >= 0\)) { ... when any
   release_pages@r(..., n, ...);
   ... when any
 }
)

@script:python@
n << counted.n;
c << counted.c;
r << counted.r;
@@
ledger(r[0].file).count(n, c[0], r[0])

// ---------------------------------------------------------------------------
// What was found.

@script:python depends on org@
P << acquire.P;
u << acquire.u;
a << acquire.a;
@@
reason = why(P, u)
if reason:
    coccilib.org.print_todo(a[0], "WARNING: references on the pages of %s stay plain ones: %s" % (P, reason))
else:
    coccilib.org.print_todo(a[0], "WARNING: the pages of %s can be told from others: convert with their releases" % P)

@script:python depends on org@
P << release.P;
u << release.u;
r << release.r;
@@
if not why(P, u):
    coccilib.org.print_todo(r[0], "WARNING: releases such pages: put_user_page()")

@script:python depends on org@
P << bulk.P;
u << bulk.u;
r << bulk.r;
@@
if not why(P, u):
    coccilib.org.print_todo(r[0], "WARNING: releases such pages: put_user_pages()")

@script:python depends on report@
P << acquire.P;
u << acquire.u;
a << acquire.a;
@@
reason = why(P, u)
if reason:
    coccilib.report.print_report(a[0], "WARNING: references on the pages of %s stay plain ones: %s" % (P, reason))
else:
    coccilib.report.print_report(a[0], "WARNING: the pages of %s can be told from others: convert with their releases" % P)

@script:python depends on report@
P << release.P;
u << release.u;
r << release.r;
@@
if not why(P, u):
    coccilib.report.print_report(r[0], "WARNING: releases such pages: put_user_page()")

@script:python depends on report@
P << bulk.P;
u << bulk.u;
r << bulk.r;
@@
if not why(P, u):
    coccilib.report.print_report(r[0], "WARNING: releases such pages: put_user_pages()")

// ---------------------------------------------------------------------------
// Which groups are converted: what follows sees no others.

@script:python gets@
P << acquire.P;
u << acquire.u;
f;
@@
if why(P, u):
    cocci.include_match(False)
else:
    coccinelle.f = u[0].current_element

@script:python puts@
P << release.P;
u << release.u;
f;
@@
if why(P, u):
    cocci.include_match(False)
else:
    coccinelle.f = u[0].current_element

@script:python bulk_puts@
P << bulk.P;
u << bulk.u;
f;
@@
if why(P, u):
    cocci.include_match(False)
else:
    coccinelle.f = u[0].current_element

// ---------------------------------------------------------------------------
// A loop over an array is what the bulk call does, if its count is no error.

@loop depends on acquire@
identifier P, i;
identifier put = {put_page, page_cache_release};
type T;
expression n, marked;
position r, u;
@@
(
 for (i = 0; i < n; \(i++\|++i\)) put@r(P@u[i]);
|
 for (T i = 0; i < n; \(i++\|++i\)) put@r(P@u[i]);
|
 for (i = 0; i < n; \(i++\|++i\)) { set_page_dirty_lock(P[i]); put@r(P@u[i]); }
|
 for (T i = 0; i < n; \(i++\|++i\)) { set_page_dirty_lock(P[i]); put@r(P@u[i]); }
|
 for (i = 0; i < n; \(i++\|++i\)) {
   if (marked) set_page_dirty_lock(P[i]);
   put@r(P@u[i]);
 }
|
 for (T i = 0; i < n; \(i++\|++i\)) {
   if (marked) set_page_dirty_lock(P[i]);
   put@r(P@u[i]);
 }
)

@loop_counted depends on loop exists@
expression n;
identifier put = {put_page, page_cache_release};
position c, r;
@@
 if (\(n@c > 0\|n@c >= 1\|n@c >= 0\)) { ... when any
   put@r(...)
   ... when any
 }

@script:python@
n << loop_counted.n;
c << loop_counted.c;
r << loop_counted.r;
@@
ledger(r[0].file).count(n, c[0], r[0])

@script:python@
P << loop.P;
i << loop.i;
n << loop.n;
T << loop.T = "";
marked << loop.marked = "";
r << loop.r;
u << loop.u;
@@
book = ledger(r[0].file)
book.loop(book.name(u[0], P), i, n, T, marked, book.place(r[0]))

@script:python folds@
P << loop.P;
i << loop.i;
n << loop.n;
u << loop.u;
f;
@@
book = ledger(u[0].file)
if why(P, u) or not book.folds(book.name(u[0], P), i, n):
    cocci.include_match(False)
else:
    coccinelle.f = u[0].current_element

// One page that is marked and released.

@pair depends on acquire@
identifier P;
identifier put = {put_page, page_cache_release};
expression E, marked;
position u;
@@
 if (marked) set_page_dirty_lock(\(P@u\|P@u[E]\));
 put(\(P\|P[E]\));

@script:python pairs@
P << pair.P;
u << pair.u;
marked << pair.marked;
f;
@@
if why(P, u) or re.search(r"\b%s\b" % P, marked):
    cocci.include_match(False)
else:
    coccinelle.f = u[0].current_element

// ---------------------------------------------------------------------------
// The conversion.

@depends on patch@
identifier folds.f, loop.P, loop.i;
identifier put = {put_page, page_cache_release};
type T;
expression loop.n, loop.marked;
@@
f(...) { <...
(
- for (i = 0; i < n; \(i++\|++i\)) {
-   if (marked) set_page_dirty_lock(P[i]);
-   put(P[i]);
- }
+ put_user_pages_dirty_lock(P, n, marked);
|
- for (T i = 0; i < n; \(i++\|++i\)) {
-   if (marked) set_page_dirty_lock(P[i]);
-   put(P[i]);
- }
+ put_user_pages_dirty_lock(P, n, marked);
)
...> }

@depends on patch@
identifier folds.f, loop.P, loop.i;
identifier put = {put_page, page_cache_release};
type T;
expression loop.n;
@@
f(...) { <...
(
- for (i = 0; i < n; \(i++\|++i\)) { set_page_dirty_lock(P[i]); put(P[i]); }
+ put_user_pages_dirty_lock(P, n, true);
|
- for (T i = 0; i < n; \(i++\|++i\)) { set_page_dirty_lock(P[i]); put(P[i]); }
+ put_user_pages_dirty_lock(P, n, true);
|
- for (i = 0; i < n; \(i++\|++i\)) put(P[i]);
+ put_user_pages(P, n);
|
- for (T i = 0; i < n; \(i++\|++i\)) put(P[i]);
+ put_user_pages(P, n);
)
...> }

@depends on patch@
identifier folds.f, loop.i;
type T;
@@
f(...) { ... when any
- T i;
  ... when != i
}

@depends on patch@
identifier pairs.f, pair.P;
identifier put = {put_page, page_cache_release};
expression E, pair.marked;
@@
f(...) { <...
(
- if (marked) set_page_dirty_lock(P);
- put(P);
+ put_user_pages_dirty_lock(&P, 1, marked);
|
- if (marked) set_page_dirty_lock(P[E]);
- put(P[E]);
+ put_user_pages_dirty_lock(&P[E], 1, marked);
)
...> }

@depends on patch@
identifier puts.f, release.P;
identifier put = {put_page, page_cache_release};
expression E;
@@
f(...) { <...
(
- set_page_dirty_lock(P);
- put(P);
+ put_user_pages_dirty_lock(&P, 1, true);
|
- set_page_dirty_lock(P[E]);
- put(P[E]);
+ put_user_pages_dirty_lock(&P[E], 1, true);
)
...> }

@depends on patch@
identifier puts.f, release.P;
identifier put = {put_page, page_cache_release};
expression E;
@@
f(...) { <...
- put
+ put_user_page
  (\(P\|P[E]\|*P\))
...> }

@depends on patch@
identifier bulk_puts.f, bulk.P;
expression E, n;
@@
f(...) { <...
(
- release_pages(P, n, ...)
+ put_user_pages(P, n)
|
- release_pages(P + E, n, ...)
+ put_user_pages(P + E, n)
|
- release_pages(&P[E], n, ...)
+ put_user_pages(&P[E], n)
)
...> }

@depends on patch@
identifier gets.f, acquire.P;
expression E;
@@
f(...) { <...
(
- get_user_pages_untracked
+ get_user_pages
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- get_user_pages_fast_untracked
+ get_user_pages_fast
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- get_user_pages_locked_untracked
+ get_user_pages_locked
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- get_user_pages_unlocked_untracked
+ get_user_pages_unlocked
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- get_user_pages_longterm_untracked
+ get_user_pages_longterm
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- get_user_pages_remote_untracked
+ get_user_pages_remote
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- __get_user_pages_fast_untracked
+ __get_user_pages_fast
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
|
- get_user_pages_fast_only_untracked
+ get_user_pages_fast_only
  (..., \(P\|&P\|P + E\|&P[E]\), ...)
)
...> }

@depends on context@
identifier take;
position acquire.a;
@@
* take@a(...)

@depends on context@
identifier put = {put_page, page_cache_release};
position release.r;
@@
* put@r(...)

@depends on context@
position bulk.r;
@@
* release_pages@r(...)
