// SPDX-License-Identifier: GPL-2.0-only
// The texts and groups of a series, without a tree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "series/batches.h"
#include "series/checkpatch.h"
#include "series/conversions.h"
#include "series/cover.h"
#include "series/mail.h"
#include "series/marks.h"
#include "series/maintainers.h"
#include "series/prefix.h"
#include "series/recipients.h"

namespace gupkit::series {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// ---- mail -------------------------------------------------------------

TEST(SeriesMail, FoldsAtBlanksAndKeepsTheFirstIndent) {
  EXPECT_EQ(fold("aa bb cc", 5), "aa bb\ncc");
  EXPECT_EQ(fold("  - aa bb", 7, "    "), "  - aa\n    bb");
  EXPECT_EQ(fold("longerthanfive b", 5), "longerthanfive\nb");
  EXPECT_EQ(fold("", 5), "");
}

TEST(SeriesMail, AddressesStayInTheirLimits) {
  size_t left_out = 0;
  EXPECT_EQ(addressHeader("To", {}, 100, left_out), "");
  EXPECT_EQ(addressHeader("To", {"a@b", "c@d"}, 100, left_out), "To: a@b, c@d\n");
  const std::string wide(60, 'x');
  EXPECT_EQ(addressHeader("Cc", {wide, wide}, 200, left_out), "Cc: " + wide + ",\n " + wide + "\n");
  EXPECT_EQ(left_out, 0u);
  EXPECT_EQ(addressHeader("Cc", {wide, wide, "a@b"}, 100, left_out), "Cc: " + wide + ", a@b\n");
  EXPECT_EQ(left_out, 1u);
}

const char kMail[] =
    "From 0000 Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\nDate: x\nSubject: [PATCH v2 01/13] misc: x: convert put_page() -->\n"
    " unpin_user_page()\n\nWhy.\n\nMore.\n\nReviewed-by: R <r@s>\n---\nv2: a note\n\n a/b.c | 2 +-\n 1 file changed, 1 insertion(+)\n\n"
    "diff --git a/a/b.c b/a/b.c\n--- a/a/b.c\n+++ b/a/b.c\n@@ -1 +1 @@\n-a\n+b\n-- \ngupkit\n\n";

TEST(SeriesMail, TakesAPatchApart) {
  PatchMail mail;
  ASSERT_TRUE(parsePatchMail(kMail, mail));
  EXPECT_EQ(mail.subject, "misc: x: convert put_page() --> unpin_user_page()");
  EXPECT_EQ(mail.notes, "v2: a note");
  EXPECT_THAT(mail.diff, testing::StartsWith("diff --git"));
  EXPECT_THAT(mail.diff, testing::EndsWith("+b\n"));
  EXPECT_THAT(takeTrailers(mail.body), ElementsAre("Reviewed-by: R <r@s>"));
  EXPECT_EQ(mail.body, "Why.\n\nMore.");
  EXPECT_FALSE(parsePatchMail("Subject: x\n\nno diff\n", mail));
  EXPECT_FALSE(parsePatchMail("", mail));
}

TEST(SeriesMail, TrailersAreAParagraphAtTheEnd) {
  std::string body = "Text.\nReviewed-by: no <a@b>";
  EXPECT_THAT(takeTrailers(body), IsEmpty());
  body = "Text.\n\nNote: this is prose";
  EXPECT_THAT(takeTrailers(body), IsEmpty());
  body = "Text.\n\nFixes: 1234 (\"x\")\nAcked-by: A <a@b>";
  EXPECT_THAT(takeTrailers(body), SizeIs(2));
  EXPECT_EQ(body, "Text.");
}

TEST(SeriesMail, HeadersGoBehindTheSubjectAndNotesBelowTheDashes) {
  const std::string text = withHeadersAndNotes(kMail, "To: t@u\n", "hello");
  EXPECT_THAT(text, HasSubstr("\n unpin_user_page()\nTo: t@u\n\nWhy."));
  EXPECT_THAT(text, HasSubstr("\n---\nhello\n\nv2: a note\n"));
}

// ---- batches ----------------------------------------------------------

std::vector<SeriesPatch> patchesOf(size_t core, size_t convert, size_t last) {
  std::vector<SeriesPatch> patches;
  for (auto [kind, count] : {std::pair(SeriesPatch::Kind::core, core), {SeriesPatch::Kind::convert, convert}, {SeriesPatch::Kind::last, last}})
    for (size_t i = 0; i < count; ++i) {
      patches.emplace_back();
      patches.back().kind = kind;
    }
  return patches;
}

std::string cut(size_t core, size_t convert, size_t last, unsigned most) {
  std::string out;
  size_t at = 0;
  for (const Batch& batch : cutBatches(patchesOf(core, convert, last), most)) {
    EXPECT_EQ(batch.begin, at);
    at = batch.end;
    out += batch.folder + ":" + std::to_string(batch.end - batch.begin) + " ";
  }
  EXPECT_EQ(at, core + convert + last);
  return out;
}

TEST(SeriesBatches, CutALongSeries) {
  EXPECT_EQ(cut(0, 0, 0, 15), "");
  EXPECT_EQ(cut(5, 9, 1, 15), ":15 ");
  EXPECT_EQ(cut(5, 40, 1, 0), ":46 ");
  EXPECT_EQ(cut(5, 10, 1, 15), "batch-1:5 batch-2:11 ");
  EXPECT_EQ(cut(0, 16, 0, 15), "batch-1:8 batch-2:8 ");
  EXPECT_EQ(cut(16, 0, 0, 15), "batch-1:8 batch-2:8 ");
  EXPECT_EQ(cut(3, 31, 1, 15), "batch-1:3 batch-2:10 batch-3:11 batch-4:11 ");
}

// ---- MAINTAINERS and prefixes -----------------------------------------

const char kMaintainers[] =
    "List of maintainers\n\nMISC THINGS\nM:\tA <a@b>\nF:\tdrivers/misc/\n\nONE DRIVER\nM:\tB <b@c>\nF:\tdrivers/misc/one/\n"
    "X:\tdrivers/misc/one/old.c\n\nNUMBERED\nF:\tdrivers/misc/no*\n\nBY NAME\nN:\tpage[-_]*\n\nTHE REST\nF:\t*\nF:\t*/\n";

TEST(SeriesMaintainers, TheMostSpecificEntryCounts) {
  const Maintainers m(kMaintainers);
  EXPECT_EQ(m.entryOf("drivers/misc/a.c"), "MISC THINGS");
  EXPECT_EQ(m.entryOf("drivers/misc/deep/a.c"), "MISC THINGS");
  EXPECT_EQ(m.entryOf("drivers/misc/one/a.c"), "ONE DRIVER");
  EXPECT_EQ(m.entryOf("drivers/misc/one/old.c"), "MISC THINGS");
  EXPECT_EQ(m.entryOf("drivers/misc/no1.c"), "NUMBERED");
  EXPECT_EQ(m.entryOf("mm/x.c"), "");
  EXPECT_EQ(m.entryOf("mm/page_x.h"), "BY NAME");
  EXPECT_EQ(m.entryOf("drivers/misc/page_x.h"), "MISC THINGS");
  EXPECT_EQ(Maintainers().entryOf("mm/x.c"), "");
}

TEST(SeriesRecipients, ACoverGoesToTheListsOfItsBatch) {
  std::vector<SeriesPatch> patches(4);
  for (size_t i = 0; i < 4; ++i) {
    patches[i].to = {"p" + std::to_string(i)};
    patches[i].cc = {"all", "l" + std::to_string(i)};
  }
  EXPECT_THAT(coverRecipients(patches, 2, 4).people, ElementsAre("p0"));
  EXPECT_THAT(coverRecipients(patches, 2, 4).lists, ElementsAre("all", "l0", "l2", "l3"));
}

TEST(SeriesRecipients, EveryMailHasATo) {
  std::vector<SeriesPatch> patches(3);
  patches[0].to = {"a@x"};
  patches[0].cc = patches[1].cc = {"list@x"};
  fillRecipients(patches);
  EXPECT_THAT(patches[1].to, ElementsAre("a@x"));
  EXPECT_THAT(patches[1].cc, ElementsAre("list@x"));
  EXPECT_THAT(patches[2].to, IsEmpty());
  patches[0].to.clear();
  patches[1].to.clear();
  fillRecipients(patches);
  EXPECT_THAT(patches[1].to, ElementsAre("list@x"));
  EXPECT_THAT(patches[1].cc, IsEmpty());
  EXPECT_THAT(coverRecipients(patches, 0, 3).lists, IsEmpty());
}

TEST(SeriesRecipients, RolesAreTakenOff) {
  const Recipients r = parseRecipients(
      "A B <a@b> (maintainer:ARM64 PORT (AARCH64 ARCHITECTURE))\n\"Q. R\" <q@r> (reviewer:X)\nx@y (moderated list:ARM (A))\n"
      "l@k (open list)\nA B <a@b> (supporter:Y)\n\n");
  EXPECT_THAT(r.people, ElementsAre("A B <a@b>", "\"Q. R\" <q@r>"));
  EXPECT_THAT(r.lists, ElementsAre("x@y", "l@k"));
}

TEST(SeriesPrefix, FollowsTheHistoryOfAFile) {
  EXPECT_EQ(prefixOfSubjects({"misc: bcm-vk: fix", "misc: bcm-vk: add", "misc: bcm-vk: drop", "treewide: x"}), "misc: bcm-vk");
  EXPECT_EQ(prefixOfSubjects({"mm: fix", "mm/gup: x", "mm: y", "mm: z"}), "mm");
  EXPECT_EQ(prefixOfSubjects({"Merge x", "Linux 6.1", "one more: sentence with words in it: y"}), "");
  EXPECT_EQ(prefixOfSubjects({}), "");
}

TEST(SeriesPrefix, OrItsFolder) {
  for (auto [file, prefix] : std::vector<std::pair<std::string, std::string>>{
           {"arch/x86/kernel/cpu/sgx/ioctl.c", "x86/sgx"},
           {"arch/s390/kvm/interrupt.c", "KVM: s390"},
           {"arch/arm64/kernel/mte.c", "arm64: mte"},
           {"drivers/misc/bcm-vk/bcm_vk_sg.c", "misc: bcm-vk"},
           {"drivers/virt/fsl_hypervisor.c", "virt: fsl_hypervisor"},
           {"drivers/gpu/drm/radeon/radeon_ttm.c", "drm/radeon"},
           {"drivers/foo/foo.c", "foo"},
           {"drivers/media/pci/ivtv/ivtv-yuv.c", "media: ivtv"},
           {"drivers/tee/tee_shm.c", "tee"},
           {"arch/powerpc/platforms/powernv/npu-dma.c", "powerpc/powernv"},
           {"arch/powerpc/mm/mem.c", "powerpc/mm"},
           {"fs/exec.c", "exec"},
           {"fs/ceph/addr.c", "ceph"},
           {"kernel/events/uprobes.c", "uprobes"},
           {"kernel/futex/core.c", "futex"},
           {"mm/memory.c", "mm/memory"},
           {"security/tomoyo/domain.c", "tomoyo"},
       })
    EXPECT_EQ(prefixOfPath(file), prefix) << file;
  EXPECT_EQ(commonPrefix({"a", "b"}, {"x: y", "x: y"}), "x: y");
  EXPECT_EQ(commonPrefix({"mm/a.c", "mm/b.c"}, {"mm/a", "mm/b"}), "mm");
  EXPECT_EQ(commonPrefix({"drivers/misc/one/a.c", "drivers/misc/one/b.c"}, {"p", "q"}), "one");
  EXPECT_EQ(commonPrefix({"fs/a.c", "mm/b.c"}, {"p", "q"}), "treewide");
}

// ---- conversions ------------------------------------------------------

Site site(SiteKind kind, const std::string& file, unsigned line, const std::string& function, const std::string& callee,
          Verdict verdict = Verdict::convert, std::vector<PathStep> path = {}) {
  Site s;
  s.kind = kind;
  s.file = file;
  s.line = line;
  s.function = function;
  s.callee = callee;
  s.verdict = verdict;
  s.path = std::move(path);
  return s;
}

/// Two drivers of one entry in one folder, one elsewhere, and a release in a third folder.
struct World {
  Scan scan;
  Maintainers maintainers{kMaintainers};
  ConversionInput input{scan, {}, {}, {}, maintainers, prefixOfPath, "gupkit 1 (Clang 19)", "gupkit series --api pin", true};

  explicit World(Api api = Api::pin) {
    scan.tree.api = api;
    add("drivers/misc/a.c", "get_user_pages_fast(p);\n", "pin_user_pages_fast(p);\n");
    add("drivers/misc/b.c", "put_page(q);\n", "unpin_user_page(q);\n");
    add("drivers/net/n.c", "set_page_dirty_lock(x); put_page(x);\n", "unpin_user_pages_dirty_lock(&x, 1, true);\n");
    add("fs/r.c", "put_page(p);\n", "unpin_user_page(p);\n");
    Site get = site(SiteKind::acquire, "drivers/misc/a.c", 1, "a_get", "get_user_pages_fast", Verdict::convert,
                    {{"drivers/misc/a.c", 1, "taken"}, {"fs/r.c", 1, "released"}});
    get.gup_case = 2;
    scan.sites = {get,
                  site(SiteKind::release, "drivers/misc/b.c", 1, "b_put", "put_page"),
                  site(SiteKind::acquire, "drivers/net/h.c", 7, "n_get", "pin_user_pages", Verdict::converted,
                       {{"drivers/net/n.c", 1, "released"}}),
                  site(SiteKind::dirty, "drivers/net/n.c", 1, "n_put", "set_page_dirty_lock"),
                  site(SiteKind::release, "drivers/net/n.c", 1, "n_put", "put_page"),
                  site(SiteKind::release, "fs/r.c", 1, "r_put", "put_page")};
    input.checks["drivers/misc/a.c"].compiled = "Clang 19 for x86, allmodconfig";
    input.checks["fs/r.c"].not_compiled = "nothing builds it";
  }
  void add(const std::string& file, const std::string& before, const std::string& after) {
    input.before[file] = before;
    input.after[file] = after;
  }
};

TEST(SeriesConversions, AcquireAndReleasesAreNeverParted) {
  World w;
  EXPECT_THAT(groupFiles(w.input), ElementsAre(ElementsAre("drivers/misc/a.c", "drivers/misc/b.c", "fs/r.c"), ElementsAre("drivers/net/n.c")));
}

TEST(SeriesConversions, ReleasesOfAnAcquireThatStaysAreNotPartedEither) {
  World w;
  w.add("net/z.c", "put_page(x);\n", "unpin_user_page(x);\n");
  w.scan.sites[2].path.push_back({"net/z.c", 3, "released"});
  w.scan.sites.push_back(site(SiteKind::release, "net/z.c", 3, "z", "put_page"));
  EXPECT_THAT(groupFiles(w.input).back(), ElementsAre("drivers/net/n.c", "net/z.c"));
}

TEST(SeriesConversions, MessagesTellTheFacts) {
  World w;
  const std::vector<SeriesPatch> patches = conversionPatches(w.input);
  ASSERT_THAT(patches, SizeIs(2));
  // A bug fix goes first.
  const SeriesPatch &one = patches[1], &two = patches[0];
  EXPECT_EQ(one.subject, "treewide: convert get_user_pages_fast() --> pin_user_pages_fast()");
  EXPECT_THAT(one.changes, SizeIs(3));
  EXPECT_THAT(one.body, HasSubstr("a_get() in drivers/misc/a.c takes user pages with get_user_pages_fast(),\ncase 2 of"));
  EXPECT_THAT(one.body, HasSubstr("FOLL_LONGTERM, which that case asks for, does not stand at the\ncall."));
  EXPECT_THAT(one.body, HasSubstr("  - put_page() in b_put() in drivers/misc/b.c\n  - put_page() in r_put() in fs/r.c\n"));
  EXPECT_THAT(one.body, HasSubstr("No call was found that marks these pages dirty"));
  EXPECT_THAT(one.body, HasSubstr("Compiled before and after with Clang 19 for x86, allmodconfig, no new\ndiagnostic: drivers/misc/a.c."));
  EXPECT_THAT(one.body, HasSubstr("Not compiled, because nothing builds it: fs/r.c."));
  EXPECT_THAT(one.body, HasSubstr("gupkit 1 (Clang 19)"));
  EXPECT_THAT(one.body, HasSubstr("    + pin_user_pages_fast\n"));
  EXPECT_THAT(one.body, HasSubstr("\nCompile-tested only.\n"));
  EXPECT_EQ(two.subject, "net: n: release pinned pages with unpin_user_pages_dirty_lock()");
  EXPECT_EQ(two.key, "convert/drivers/net/n.c");
  EXPECT_THAT(two.body, HasSubstr("These pages are pinned when they are taken"));
  EXPECT_THAT(two.body, HasSubstr("n_get() in drivers/net/h.c takes user pages with pin_user_pages(), which\npins them already"));
  EXPECT_THAT(two.body, HasSubstr("set_page_dirty_lock() before the release is now\npart of unpin_user_pages_dirty_lock()"));
  for (const SeriesPatch& patch : patches) {
    EXPECT_LE(patch.subject.size(), 75u);
    EXPECT_THAT(patch.body, Not(HasSubstr("Signed-off-by")));
  }
}

TEST(SeriesConversions, PlainRenamesAreASemanticPatch) {
  World w;
  w.add("drivers/net/n.c", "\tif (x)\n\t\tput_page(x);\n", "\tif (x)\n\t\tunpin_user_page(x);\n");
  const std::vector<SeriesPatch> patches = conversionPatches(w.input);
  EXPECT_THAT(patches[1].body, HasSubstr("As a semantic patch:\n\n    @@ @@\n    - get_user_pages_fast\n    + pin_user_pages_fast\n      (...)\n\n"
                                         "    @@ @@\n    - put_page\n    + unpin_user_page\n      (...)"));
  EXPECT_THAT(patches[0].body, Not(HasSubstr("- get_user_pages_fast")));
  // A loop that became a bulk call is none.
  w.add("drivers/net/n.c", "\tfor (;;)\n\t\tput_page(x);\n", "\tunpin_user_pages(x, n);\n");
  EXPECT_THAT(conversionPatches(w.input)[0].body, HasSubstr("Calls that went and came:\n\n    - put_page(...)\n    + unpin_user_pages(...)"));
}

TEST(SeriesConversions, ASemanticPatchLeavesTheCallsOfOtherFunctions) {
  World w;
  const std::string other = "\nvoid other(void)\n{\n\tput_page(y);\n}\n";
  w.add("drivers/net/n.c", "void n_put(void)\n{\n\tput_page(x);\n}\n" + other, "void n_put(void)\n{\n\tunpin_user_page(x);\n}\n" + other);
  EXPECT_THAT(conversionPatches(w.input)[0].body,
              HasSubstr("As a semantic patch:\n\n    @@\n    identifier f = {n_put};\n    @@\n    f(...)\n    {\n    <...\n"
                        "    - put_page\n    + unpin_user_page\n      (...)\n    ...>\n    }"));
  // In the same function no rule tells them apart.
  w.add("drivers/net/n.c", "void n_put(void)\n{\n\tput_page(x);\n\tput_page(y);\n}\n", "void n_put(void)\n{\n\tunpin_user_page(x);\n\tput_page(y);\n}\n");
  EXPECT_THAT(conversionPatches(w.input)[0].body, Not(HasSubstr("semantic patch")));
}

TEST(SeriesConversions, LongTermPinsThatSaySoNeedNoWord) {
  World w;
  w.input.base["drivers/misc/a.c"] = "get_user_pages_fast(p, FOLL_WRITE | FOLL_LONGTERM);\n";
  EXPECT_THAT(conversionPatches(w.input)[1].body, Not(HasSubstr("FOLL_LONGTERM")));
  w.input.base["drivers/misc/a.c"] = "get_user_pages_fast(p, FOLL_WRITE); /* FOLL_LONGTERM */\n";
  EXPECT_THAT(conversionPatches(w.input)[1].body, HasSubstr("FOLL_LONGTERM"));
}

TEST(SeriesConversions, ABugFixNamesTheCommitThatItMends) {
  World w;
  EXPECT_THAT(conversionPatches(w.input)[0].notes, HasSubstr("Find the commit that brought it"));
  w.input.fixes = [](const std::vector<const Site*>& sites) {
    EXPECT_THAT(sites, SizeIs(2));
    return std::string("Fixes: 0123456789ab (\"x\")");
  };
  const std::vector<SeriesPatch> patches = conversionPatches(w.input);
  EXPECT_THAT(patches[0].trailers, ElementsAre("Fixes: 0123456789ab (\"x\")"));
  EXPECT_THAT(patches[0].notes, HasSubstr("Fixes: names the latest commit"));
  EXPECT_THAT(patches[1].trailers, IsEmpty());
  EXPECT_THAT(patches[1].notes, IsEmpty());
}

TEST(SeriesConversions, AFunctionThatTakesBothWaysIsPutToTheSender) {
  World w;
  Site pin = w.scan.sites[0];
  pin.callee = "pin_user_pages_fast";
  pin.verdict = Verdict::converted;
  w.scan.sites.push_back(pin);
  EXPECT_THAT(conversionPatches(w.input)[1].notes, HasSubstr("a_get() in drivers/misc/a.c takes pages both with"));
}

TEST(SeriesConversions, CommentsThatNameWhatIsCalledNoMoreArePutToTheSender) {
  World w;
  w.add("fs/r.c", "/* see put_page() */\nput_page(p);\n", "/* see put_page() */\nunpin_user_page(p);\n");
  EXPECT_THAT(conversionPatches(w.input)[1].notes, HasSubstr("EDITME: comments (or messages)"));
  EXPECT_THAT(conversionPatches(w.input)[1].notes, HasSubstr("\n  fs/r.c:1: put_page()"));
  // It may be another call's.
  w.add("fs/r.c", "/* see put_page() */\nput_page(p);\nput_page(q);\n", "/* see put_page() */\nunpin_user_page(p);\nput_page(q);\n");
  EXPECT_THAT(conversionPatches(w.input)[1].notes, IsEmpty());
}

TEST(SeriesConversions, FilesOfTwoSubsystemsInOneFolderAreTwoPatches) {
  World w;
  w.add("kernel/events/core.c", "put_page(x);\n", "unpin_user_page(x);\n");
  w.add("kernel/events/uprobes.c", "put_page(x);\n", "unpin_user_page(x);\n");
  w.add("mm/memory.c", "put_page(x);\n", "unpin_user_page(x);\n");
  w.add("mm/mempolicy.c", "put_page(x);\n", "unpin_user_page(x);\n");
  const auto groups = groupFiles(w.input);
  ASSERT_THAT(groups, SizeIs(5));
  EXPECT_THAT(groups[2], ElementsAre("kernel/events/core.c"));
  EXPECT_THAT(groups[3], ElementsAre("kernel/events/uprobes.c"));
  EXPECT_THAT(groups[4], ElementsAre("mm/memory.c", "mm/mempolicy.c"));
}

TEST(SeriesConversions, ReleasesThatAreRightAlreadyAreTold) {
  World w;
  w.scan.sites[2].path.push_back({"drivers/net/h.c", 9, "released"});
  w.scan.sites.push_back(site(SiteKind::release, "drivers/net/h.c", 9, "h_put", "unpin_user_page", Verdict::converted));
  w.scan.sites.push_back(site(SiteKind::release, "drivers/net/h.c", 10, "other", "unpin_user_page", Verdict::converted));
  const std::string body = conversionPatches(w.input)[0].body;
  EXPECT_THAT(body, HasSubstr("  - put_page() in n_put()\n  - unpin_user_page() in h_put() in drivers/net/h.c, as it should be\n\nand by nothing else"));
}

TEST(SeriesConversions, FunctionsThatDoTheSameAreOneSentence) {
  World w;
  Site more = w.scan.sites[2];
  more.function = "m_get";
  w.scan.sites.push_back(more);
  EXPECT_THAT(conversionPatches(w.input)[0].body,
              HasSubstr("n_get() in drivers/net/h.c and m_get() in drivers/net/h.c take user\npages with pin_user_pages(), which pins them already.\n"));
}

TEST(SeriesConversions, ManyReleasesAndManyAcquiresReadWell) {
  World w;
  Site more = w.scan.sites[2];
  more.callee = "pin_user_pages_fast";
  w.scan.sites.push_back(more);
  w.scan.sites.push_back(site(SiteKind::release, "drivers/net/n.c", 1, "n_put", "folio_put"));
  w.scan.sites[3].callee = "set_page_dirty";
  w.add("drivers/net/n.c", "set_page_dirty(x); put_page(x); folio_put(x);\n", "unpin_user_pages_dirty_lock(&x, 1, true); unpin_user_page(x);\n");
  const SeriesPatch patch = conversionPatches(w.input)[0];
  EXPECT_EQ(patch.subject, "net: n: release pinned pages with unpin_user_page*()");
  EXPECT_THAT(patch.body, HasSubstr("n_get() in drivers/net/h.c takes user pages with pin_user_pages() and\npin_user_pages_fast(), which pins them already.\n"));
  EXPECT_THAT(patch.body, HasSubstr("which does it for the same pages, and\nwith the page lock held."));
}

TEST(SeriesConversions, KeysAreAllDifferent) {
  World w;
  w.add("drivers/misc/sub/c.c", "put_page(x);\n", "unpin_user_page(x);\n");
  std::set<std::string> keys;
  for (const SeriesPatch& patch : conversionPatches(w.input)) EXPECT_TRUE(keys.insert(patch.key).second) << patch.key;
}

// ---- cover ------------------------------------------------------------

TEST(SeriesCover, CountsSitesByAreaAndListsWhatNeedsAPerson) {
  World w;
  w.scan.sites.push_back(site(SiteKind::acquire, "fs/x/y.c", 9, "hard", "get_user_pages", Verdict::unknown));
  w.scan.sites.back().reason = "no-release-found";
  const std::string table = areaTable(w.scan);
  EXPECT_THAT(table, HasSubstr("  drivers/misc                   2         0      0      0        0\n"));
  EXPECT_THAT(table, HasSubstr("  all                            4         1      0      0        1\n"));
  EXPECT_EQ(byHand(w.scan, 10), "  fs/x/y.c\n    hard(): no-release-found\n");
  const std::vector<SeriesPatch> patches = conversionPatches(w.input);
  const std::vector<Batch> batches = cutBatches(patches, 1);
  const CoverInput cover{patches, batches, &w.scan, Api::pin, "Linux 6.1", "gupkit 1", "gupkit series", "Compiled.", "", {{"no-release-found", "no release was found"}}};
  const std::string text = coverText(cover, 1);
  EXPECT_THAT(text, HasSubstr("EDITME"));
  EXPECT_THAT(text, HasSubstr("  - Compiled.\n"));
  EXPECT_THAT(text, HasSubstr("  2. conversions, 2 of 2: 1 patch (this one)\n"));
  EXPECT_THAT(coverSubject(cover, 0), HasSubstr("(conversions, 1 of 2)"));
}

TEST(SeriesCover, APartSpeaksOfItsOwnPatches) {
  World w;
  std::vector<SeriesPatch> patches = patchesOf(3, 3, 1);
  patches.back().key = "core/track";
  const std::vector<Batch> batches = cutBatches(patches, 4);
  CoverInput cover{patches, batches, &w.scan, Api::pin, "Linux 6.1", "gupkit 1", "gupkit series", "All compiled.", "", {}};
  ASSERT_THAT(batches, SizeIs(2));
  const std::string core = coverText(cover, 0), rest = coverText(cover, 1);
  EXPECT_THAT(core, Not(HasSubstr("by area")));
  EXPECT_THAT(core, Not(HasSubstr("All compiled.")));
  EXPECT_THAT(core, HasSubstr("EDITME: the patches of this part were fitted to the tree and not\n    compiled"));
  EXPECT_THAT(core, HasSubstr("The last patch of the last part switches"));
  EXPECT_THAT(core, Not(HasSubstr("link to them")));
  EXPECT_THAT(rest, HasSubstr("by area"));
  EXPECT_THAT(rest, HasSubstr("  - All compiled.\n"));
  EXPECT_THAT(rest, HasSubstr("EDITME: the patches that convert nothing were fitted"));
  EXPECT_THAT(rest, HasSubstr("EDITME: link to them"));
  cover.proof = "Proved.";
  EXPECT_THAT(coverText(cover, 0), HasSubstr("  - Proved.\n"));
  EXPECT_THAT(coverText(cover, 1), Not(HasSubstr("not compiled")));
}

TEST(SeriesCover, GapsAreFewAndNameNoFolderOfTheMachine) {
  World w;
  for (int i = 0; i < 20; ++i)
    w.scan.gaps.push_back({"arch/a" + std::to_string(i) + ".c", "does not parse: /home/me/cache/asm/bitops.h:3: no 'x/y.h', see /z"});
  const std::vector<SeriesPatch> patches = conversionPatches(w.input);
  const std::vector<Batch> batches = cutBatches(patches, 0);
  const CoverInput cover{patches, batches, &w.scan, Api::pin, "Linux 6.1", "gupkit 1", "gupkit series", "", "", {}};
  const std::string text = coverText(cover, 0);
  EXPECT_THAT(text, HasSubstr("  arch/a14.c: does not parse: asm/bitops.h:3: no 'x/y.h', see z\n  ... and more; `gupkit scan` lists all 20.\n"));
  EXPECT_THAT(text, Not(HasSubstr("arch/a15.c")));
  EXPECT_THAT(text, Not(HasSubstr("/home")));
}

TEST(SeriesCover, CodesAreExplained) {
  const std::map<std::string, std::string> reasons = {{"pin", "one"}, {"pin-long", "two"}, {"other", "three"}};
  EXPECT_EQ(legend("  f(): pin-long\n  g(): spin\n", reasons), "  pin-long: two.\n");
  EXPECT_EQ(legend("  - f.c (pin, other)\n", reasons), "  other: three.\n  pin: one.\n");
}

TEST(SeriesCover, TrackingIsOnOnlyWhereAPatchSwitchesItOn) {
  std::vector<SeriesPatch> patches(2);
  patches[0].kind = patches[1].kind = SeriesPatch::Kind::last;
  patches[0].key = kMarksKey;
  patches[1].key = "core/track";
  std::vector<Batch> batches = cutBatches(patches, 0);
  CoverInput cover{patches, batches, nullptr, Api::put_user_page, "Linux 6.1", "gupkit 1", "gupkit series", "", "", {}};
  EXPECT_THAT(coverText(cover, 0), HasSubstr("are marked:"));
  EXPECT_THAT(coverText(cover, 0), HasSubstr("EDITME: the patches were fitted"));
  EXPECT_THAT(coverText(cover, 0), Not(HasSubstr("conversions")));
  EXPECT_THAT(coverText(cover, 0), HasSubstr("switches tracking on"));
  patches.pop_back();
  batches = cutBatches(patches, 0);
  EXPECT_THAT(coverText(cover, 0), Not(HasSubstr("switches tracking on")));
}

// ---- marks ------------------------------------------------------------

const std::vector<MarkName> kMarks = {{"get_user_pages", "get_user_pages_untracked"},
                                      {"get_user_pages_fast", "get_user_pages_fast_untracked"}};

std::string marked(const std::string& text, const std::set<uint32_t>& proved = {}, unsigned columns = 100) {
  return markCalls("drivers/d.c", text, text, proved, kMarks, columns).text;
}

TEST(SeriesMarks, CallsAreMarkedAndNothingElse) {
  EXPECT_EQ(marked("\tn = get_user_pages_fast(a, 1, 0, &p);\n"), "\tn = get_user_pages_fast_untracked(a, 1, 0, &p);\n");
  EXPECT_EQ(marked("\treturn get_user_pages(a);\n"), "\treturn get_user_pages_untracked(a);\n");
  EXPECT_EQ(marked("#define GUP(a) get_user_pages(a)\n"), "#define GUP(a) get_user_pages_untracked(a)\n");
  EXPECT_EQ(marked("#define GUP get_user_pages(a)\n"), "#define GUP get_user_pages_untracked(a)\n");
  EXPECT_EQ(marked("#if OLD\n\tx = get_user_pages(a);\n#endif\n"), "#if OLD\n\tx = get_user_pages_untracked(a);\n#endif\n");
  for (const char* other : {"\t/* get_user_pages(a) */\n", "\tpr_err(\"get_user_pages(%d)\", n);\n", "\tops->get_user_pages(a);\n",
                            "long get_user_pages(unsigned long a);\n", "struct page *get_user_pages(unsigned long a);\n",
                            "EXPORT_SYMBOL_GPL(get_user_pages);\n", "\tn = get_user_pages_untracked(a);\n", "\tn = my_get_user_pages(a);\n"})
    EXPECT_EQ(marked(other), other);
}

TEST(SeriesMarks, ArgumentsStayAligned) {
  EXPECT_EQ(marked("\tn = get_user_pages\n\t\t(a, b,\n\t\t c);\n"), "\tn = get_user_pages_untracked\n\t\t(a, b,\n\t\t\t   c);\n");
  EXPECT_EQ(marked("\tn = get_user_pages(a,\n\t\t\t   b);\n\tx(a,\n\t  b);\n"),
            "\tn = get_user_pages_untracked(a,\n\t\t\t\t     b);\n\tx(a,\n\t  b);\n");
  EXPECT_EQ(marked("\tn = get_user_pages(a,\n\t\tb);\n"), "\tn = get_user_pages_untracked(a,\n\t\tb);\n");
}

TEST(SeriesMarks, LinesDoNotGetTooLong) {
  EXPECT_EQ(marked("\tn = get_user_pages(an_argument_here, and_another_one, the_third_one);\n"),
            "\tn = get_user_pages_untracked(an_argument_here, and_another_one,\n\t\t\t\t     the_third_one);\n");
  // More than 80 before: up to the tree's limit.
  const std::string wide = "\tn = get_user_pages(an_argument_here, and_another_one, the_third_one, four);\n";
  EXPECT_EQ(marked(wide), "\tn = get_user_pages_untracked(an_argument_here, and_another_one, the_third_one, four);\n");
  EXPECT_EQ(marked(wide, {}, 90), "\tn = get_user_pages_untracked(an_argument_here, and_another_one, the_third_one,\n\t\t\t\t     four);\n");
  // Too far to the right: the value gets a line of its own.
  EXPECT_EQ(marked("\t\t\ta_long_name->a_field = get_user_pages(an_argument_here);\n", {}, 80),
            "\t\t\ta_long_name->a_field =\n\t\t\t\tget_user_pages_untracked(an_argument_here);\n");
  // Comments, strings and macros are not touched.
  for (const char* tail : {"/* two */ b);", "'b');", "xxx, \\\n\t b);"}) {
    const std::string left = "\tn = get_user_pages(an_argument_with_a_name, and_one_more, ";
    EXPECT_EQ(marked(left + tail + "\n"), "\tn = get_user_pages_untracked" + left.substr(left.find('(')) + tail + "\n") << tail;
  }
}

TEST(SeriesMarks, WhatIsProvedStaysAlsoWhenTheConversionMovedIt) {
  const std::string text = "\tx = get_user_pages(a);\n\tput_page(p);\n\ty = get_user_pages(b);\n";
  const uint32_t second = uint32_t(text.rfind("get_user_pages"));
  EXPECT_EQ(marked(text, {second}), "\tx = get_user_pages_untracked(a);\n\tput_page(p);\n\ty = get_user_pages(b);\n");
  const std::string now = "\tx = get_user_pages(a);\n\tput_user_page(p);\n\ty = get_user_pages(b);\n";
  const FileMarks marks = markCalls("d.c", text, now, {second}, kMarks, 100);
  EXPECT_EQ(marks.text, "\tx = get_user_pages_untracked(a);\n\tput_user_page(p);\n\ty = get_user_pages(b);\n");
  EXPECT_EQ(marks.marked, 1u);
  EXPECT_EQ(marks.fault, "");
}

TEST(SeriesMarks, WhatCannotBeToldIsAFault) {
  EXPECT_THAT(markCalls("d.c", "", "\tf = get_user_pages;\n", {}, kMarks, 100).fault, HasSubstr("other than in a call"));
  const std::string text = "\tx = get_user_pages(a);\n";
  EXPECT_THAT(markCalls("d.c", text, text + text, {5}, kMarks, 100).fault, HasSubstr("a core patch changes"));
  EXPECT_THAT(markCalls("d.c", text, text, {4}, kMarks, 100).fault, HasSubstr("is not found in the text"));
}

TEST(SeriesMarks, TheImplementationIsLeftAlone) {
  const std::string own = "long get_user_pages(unsigned long a)\n{\n\treturn get_user_pages_fast(a);\n}\n";
  EXPECT_EQ(marked(own), own);
  EXPECT_EQ(marked("static " + own), "static long get_user_pages(unsigned long a)\n{\n\treturn get_user_pages_fast_untracked(a);\n}\n");
}

// ---- checkpatch -------------------------------------------------------

std::vector<std::string> texts(const std::vector<StyleFinding>& findings) {
  std::vector<std::string> out;
  for (const StyleFinding& f : findings) out.push_back(f.file + "|" + f.type + "|" + f.text);
  return out;
}

TEST(SeriesCheckpatch, FindingsAreTakenApart) {
  EXPECT_THAT(texts(parseCheckpatch("mm/a.c:5: CHECK:SPACING: a: b\n:0: WARNING:BAD: c\ntotal: 3\nx.c:9: ERROR:MISSING_SIGN_OFF: d\n")),
              ElementsAre("mm/a.c|SPACING|mm/a.c:5: CHECK:SPACING: a: b", "|BAD|WARNING:BAD: c",
                          "x.c|MISSING_SIGN_OFF|x.c:9: ERROR:MISSING_SIGN_OFF: d"));
}

TEST(SeriesCheckpatch, OnlyWhatTheListNamesIsExplained) {
  const auto list = builtinExplanations();
  ASSERT_TRUE(list);
  const auto findings = parseCheckpatch("mm/a.c:5: CHECK:SPACING: a\nmm/a.c:6: CHECK:SPACING: b\nmm/b.c:7: CHECK:SPACING: c\n:0: WARNING:SPACING: d\n"
                                        "mm/b.c:9: ERROR:MISSING_SIGN_OFF: e\nmm/n.c:1: WARNING:FILE_PATH_CHANGES: f\n");
  const auto before = parseCheckpatch("mm/a.c:3: CHECK:SPACING: z\n:0: WARNING:SPACING: z\n");
  CheckpatchReport report = explainFindings(findings, before, {true, false}, *list);
  EXPECT_THAT(report.findings, ElementsAre("mm/a.c:6: CHECK:SPACING: b", "mm/b.c:7: CHECK:SPACING: c", "WARNING:SPACING: d"));
  EXPECT_THAT(report.explained, ElementsAre(HasSubstr("SPACING: the code was so before"), HasSubstr("MISSING_SIGN_OFF: "),
                                            HasSubstr("FILE_PATH_CHANGES: ")));
  report = explainFindings(findings, {}, {}, *list);
  EXPECT_EQ(report.findings.size(), 5u);
  EXPECT_EQ(report.explained.size(), 1u);
  const auto wide = parseCheckpatch("mm/a.c:5: WARNING:LONG_LINE: a\n");
  EXPECT_THAT(explainFindings(wide, {}, {false, true}, *list).findings, IsEmpty());
  EXPECT_THAT(explainFindings(wide, {}, {true, false}, *list).findings, SizeIs(1));
}

TEST(SeriesCheckpatch, ACallWithOneLongArgumentStays) {
  const auto list = builtinExplanations();
  ASSERT_TRUE(list);
  auto findings = parseCheckpatch("mm/a.c:57: WARNING:LONG_LINE: a\n");
  EXPECT_EQ(findings.at(0).line, 57u);
  for (auto [code, stays] : std::vector<std::pair<std::string, bool>>{{"\t\tput_user_pages(&a->b[i],", true},
                                                                       {"\t\tput_user_page(a->b[i]);", true},
                                                                       {"\t\tput_user_pages(&a->b[i], 1, true);", false},
                                                                       {"\t\tret = put(a);", false},
                                                                       {"\t\tput_user_page(a); /* why, and how */", false},
                                                                       {"", false}}) {
    findings[0].code = code;
    EXPECT_EQ(explainFindings(findings, {}, {}, *list).findings.empty(), stays) << code;
  }
}

TEST(SeriesCheckpatch, AListSaysWhatIsWrongWithIt) {
  EXPECT_EQ(parseExplanations("# c\n\nA always b c\n", "l")->at(0).reason, "b c");
  EXPECT_THAT(parseExplanations("A always\n", "l").error().str(), HasSubstr("l:1: has no reason"));
  EXPECT_THAT(parseExplanations("\nA sometimes b\n", "l").error().str(), HasSubstr("l:2: no such rule: sometimes"));
}

}  // namespace
}  // namespace gupkit::series
