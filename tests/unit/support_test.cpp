// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "child.h"
#include "support/atomic_file.h"
#include "support/cache.h"
#include "support/color.h"
#include "support/fork_map.h"
#include "support/hash.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/name_text.h"
#include "support/parallel.h"
#include "support/progress.h"
#include "support/spell.h"
#include "support/temp_files.h"
#include "support/text.h"
#include "temp_folder.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> filesUnder(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) files.push_back(fs::relative(entry.path(), folder));
  std::sort(files.begin(), files.end());
  return files;
}

std::string content(const std::string& path) {
  auto text = readFile(path);
  return text ? *text : "error: " + text.error().str();
}

// --- hash

TEST(Hash, IsStableOverRunsAndMachines) {
  EXPECT_EQ(hashOf("").hex(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hashOf("put_user_page").hex().size(), 32u);
}

TEST(Hash, KeepsFieldsApart) {
  EXPECT_NE(Hasher().add("ab").add("c").digest(), Hasher().add("a").add("bc").digest());
  EXPECT_NE(Hasher().add("").digest(), Hasher().digest());
  EXPECT_EQ(Hasher().add("a").add(uint64_t(7)).digest(),
            Hasher().add("a").add(uint64_t(7)).digest());
}

// --- io

TEST(Io, MissingFileNamesObjectFaultAndRemedy) {
  const TempFolder folder;
  auto text = readFile(folder / "none");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().str(), folder / "none: no such file or directory; check the path");
}

TEST(Io, FolderIsNoFile) {
  auto text = readFile("/");
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().remedy, HasSubstr("name a file"));
}

TEST(Io, FullDiskIsAnError) {
  const int fd = open("/dev/full", O_WRONLY);
  ASSERT_GE(fd, 0);
  const Status status = writeAll(fd, "x", "standard output");
  close(fd);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().str(),
            "standard output: no space left on device; free some space, or choose another place");
}

// --- atomic file

TEST(AtomicFile, ReplacesAndKeepsTheMode) {
  const TempFolder folder;
  ASSERT_TRUE(writeFileAtomically(folder / "a", "one"));
  chmod((folder / "a").c_str(), 0640);
  ASSERT_TRUE(writeFileAtomically(folder / "a", "two"));
  EXPECT_EQ(content(folder / "a"), "two");
  struct stat st;
  ASSERT_EQ(stat((folder / "a").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0640u);
  EXPECT_THAT(filesUnder(folder.path()), ElementsAre("a"));
}

TEST(AtomicFile, ReplacesTheTargetOfALink) {
  const TempFolder folder;
  folder.write("target", "old");
  ASSERT_EQ(symlink("target", (folder / "link").c_str()), 0);
  ASSERT_TRUE(writeFileAtomically(folder / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(content(folder / "target"), "new");
}

TEST(AtomicFile, FailedWriteLeavesTheOldContentAndNothingElse) {
  const TempFolder folder;
  folder.write("a", "old");
  // A limit on the size of files is a disk that fills up in the middle of a write.
  const int code = inChild([&] {
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit limit = {4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    return writeFileAtomically(folder / "a", std::string(100000, 'x')) ? 1 : 0;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(content(folder / "a"), "old");
  EXPECT_THAT(filesUnder(folder.path()), ElementsAre("a"));
}

TEST(AtomicFile, MissingFolderIsAnError) {
  const TempFolder folder;
  const Status status = writeFileAtomically(folder / "no/a", "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().object, folder / "no/a");
}

TEST(AtomicFile, WritesThroughADevice) {
  EXPECT_TRUE(writeFileAtomically("/dev/null", "x"));
  const Status full = writeFileAtomically("/dev/full", "x");
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().fault, HasSubstr("no space"));
}

// --- cache

TEST(Cache, GivesBackWhatWasPut) {
  const TempFolder folder;
  Cache cache(folder.path());
  EXPECT_EQ(cache.get("key"), std::nullopt);
  const std::string blob("a\0b\n", 4);
  cache.put("key", blob);
  cache.put("empty", "");
  EXPECT_EQ(cache.get("key"), blob);
  EXPECT_EQ(cache.get("empty"), "");
  EXPECT_EQ(Cache(folder.path()).get("key"), blob) << "also in the next run";
  EXPECT_EQ(cache.takeWarning(), std::nullopt);
}

TEST(Cache, EmptyFolderIsNoCache) {
  Cache cache("");
  cache.put("key", "blob");
  EXPECT_EQ(cache.get("key"), std::nullopt);
  EXPECT_EQ(cache.counts().misses, 0u) << "nothing was looked for";
  EXPECT_EQ(cache.takeWarning(), std::nullopt);
  EXPECT_FALSE(fs::exists("/blobs"));
}

TEST(Cache, DropsDamagedEntries) {
  const TempFolder folder;
  Cache cache(folder.path());
  cache.put("key", "some content");
  const std::string entry = folder / filesUnder(folder.path()).at(0);
  const std::string good = content(entry);
  std::vector<std::string> damaged;
  for (size_t at = 0; at < good.size(); ++at) {
    damaged.push_back(good.substr(0, at));
    damaged.push_back(good);
    damaged.back()[at] = char(damaged.back()[at] ^ 1);
  }
  damaged.push_back(good + "x");
  for (const std::string& bytes : damaged) {
    std::ofstream(entry, std::ios::binary) << bytes;
    EXPECT_EQ(cache.get("key"), std::nullopt);
    EXPECT_FALSE(fs::exists(entry)) << "so that it is redone";
  }
  EXPECT_EQ(cache.counts().damaged, damaged.size());
  cache.put("key", "some content");
  EXPECT_EQ(cache.get("key"), "some content");
}

TEST(Cache, EntryUnderAWrongNameIsDamaged) {
  const TempFolder folder;
  Cache cache(folder.path());
  cache.put("one", "1");
  const std::string first = folder / filesUnder(folder.path()).at(0);
  const std::string bytes = content(first);
  fs::remove(first);
  cache.put("two", "2");
  std::ofstream(folder / filesUnder(folder.path()).at(0), std::ios::binary) << bytes;
  EXPECT_EQ(cache.get("two"), std::nullopt);
}

TEST(Cache, PlaceThatCannotBeWrittenIsOneWarning) {
  const TempFolder folder;
  folder.write("file", "");
  Cache cache(folder / "file/cache");
  cache.put("key", "blob");
  cache.put("other", "blob");
  EXPECT_EQ(cache.get("key"), std::nullopt);
  const auto warning = cache.takeWarning();
  ASSERT_TRUE(warning);
  EXPECT_THAT(warning->object, HasSubstr("file/cache"));
  EXPECT_THAT(warning->remedy, HasSubstr("--cache"));
  EXPECT_EQ(cache.takeWarning(), std::nullopt);
}

TEST(Cache, ReadOnlyCacheStillAnswers) {
  const TempFolder folder;
  const int code = withoutPrivileges(folder.path(), [&] {
    Cache(folder / "cache").put("key", "blob");
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
      if (entry.is_directory()) fs::permissions(entry.path(), fs::perms(0555));
    Cache cache(folder / "cache");
    if (cache.get("key") != "blob") return 1;
    cache.put("new", "blob");
    return cache.takeWarning() ? 0 : 2;
  });
  EXPECT_EQ(code, 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    if (entry.is_directory()) fs::permissions(entry.path(), fs::perms(0755));
}

TEST(Cache, FullDiskIsOneWarningAndNoTornEntry) {
  const TempFolder folder;
  const int code = inChild([&] {
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit limit = {4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    Cache cache(folder.path());
    cache.put("key", std::string(100000, 'x'));
    return cache.takeWarning() && !cache.get("key") ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  EXPECT_THAT(filesUnder(folder.path()), IsEmpty());
}

TEST(Cache, TwoProcessesShareIt) {
  const TempFolder folder;
  // Long enough that two unguarded writers would mix their halves.
  auto blobOf = [](int key, int) { return std::string(50000, char('a' + key % 26)); };
  auto work = [&](int writer) {
    Cache cache(folder.path());
    for (int round = 0; round < 200; ++round) {
      const int key = round % 10;
      cache.put(std::to_string(key), blobOf(key, writer));
      const auto blob = cache.get(std::to_string(key));
      if (!blob || *blob != blobOf(key, writer)) return 1;
    }
    return cache.counts().damaged == 0 ? 0 : 2;
  };
  const pid_t child = fork();
  if (child == 0) _exit(work(1));
  EXPECT_EQ(work(0), 0);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(filesUnder(folder.path()).size(), 10u);
}

TEST(Cache, CollectionTakesTheLongestUnused) {
  const TempFolder folder;
  Cache cache(folder.path());
  // "used" was made before "old", but asked for since.
  int64_t age_in_days = 9;
  for (const char* key : {"used", "old", "new"}) {
    const auto before = filesUnder(folder.path());
    cache.put(key, std::string(1000, 'x'));
    for (const std::string& file : filesUnder(folder.path())) {
      if (std::find(before.begin(), before.end(), file) != before.end()) continue;
      const struct timespec then = {time(nullptr) - age_in_days * 86400, 0};
      const struct timespec times[2] = {then, then};
      utimensat(AT_FDCWD, (folder / file).c_str(), times, 0);
    }
    age_in_days -= 4;
  }
  EXPECT_TRUE(cache.get("used"));
  cache.collect(2500);
  EXPECT_FALSE(cache.get("old"));
  EXPECT_TRUE(cache.get("used"));
  EXPECT_TRUE(cache.get("new"));
  cache.collect(0);
  EXPECT_TRUE(cache.get("new")) << "once a day is enough";
  cache.collect(0, 0);
  EXPECT_FALSE(cache.get("new"));
}

// --- interrupts

/// Signals as a program in the foreground has them; a shell's background jobs
/// start with SIGINT ignored.
void installFreshHandlers() {
  for (int number : {SIGINT, SIGTERM, SIGHUP}) signal(number, SIG_DFL);
  installInterruptHandlers();
}

TEST(Interrupt, FirstSignalAsksToStop) {
  const int code = inChild([] {
    installFreshHandlers();
    if (interrupted()) return 1;
    raise(SIGINT);
    return interrupted() ? 0 : 2;
  });
  EXPECT_EQ(code, 0);
}

TEST(Interrupt, IgnoredSignalsStayIgnored) {
  const int code = inChild([] {
    signal(SIGINT, SIG_IGN);
    installInterruptHandlers();
    raise(SIGINT);
    return interrupted() ? 1 : 0;
  });
  EXPECT_EQ(code, 0);
}

TEST(Interrupt, SecondSignalEndsAtOnceAndLeavesNoTempFile) {
  const TempFolder folder;
  const int code = inChild([&] {
    installFreshHandlers();
    folder.write("temp", "half");
    folder.write("kept", "whole");
    TempFile kept(folder / "kept");
    kept.keep();
    const TempFile temp(folder / "temp");
    raise(SIGTERM);
    raise(SIGINT);
    return 3;
  });
  EXPECT_EQ(code, 130);
  EXPECT_THAT(filesUnder(folder.path()), ElementsAre("kept"));
}

TEST(Interrupt, ChildDoesNotRemoveItsParentsFiles) {
  const TempFolder folder;
  folder.write("temp", "half");
  TempFile temp(folder / "temp");
  inChild([] {
    removeTempFiles();
    return 0;
  });
  EXPECT_TRUE(fs::exists(folder / "temp"));
}

TEST(Interrupt, WaitingCallsReturn) {
  const int code = inChild([] {
    installFreshHandlers();
    int ends[2];
    if (pipe(ends) != 0) return 1;
    alarm(10);
    const pid_t parent = getpid();
    if (fork() == 0) {
      usleep(100000);
      kill(parent, SIGINT);
      _exit(0);
    }
    char byte;
    return read(ends[0], &byte, 1) < 0 && errno == EINTR && interrupted() ? 0 : 2;
  });
  EXPECT_EQ(code, 0);
}

TEST(TempFile, MoreThanTheTableHoldsAreStillRemoved) {
  const TempFolder folder;
  {
    std::vector<std::unique_ptr<TempFile>> files;
    for (int i = 0; i < 100; ++i) {
      folder.write(std::to_string(i), "");
      files.push_back(std::make_unique<TempFile>(folder / std::to_string(i)));
    }
  }
  EXPECT_THAT(filesUnder(folder.path()), IsEmpty());
}

// --- threads

TEST(ShareOut, CoversEveryIndexOnce) {
  for (unsigned jobs : {0u, 1u, 3u}) {
    std::vector<std::atomic<int>> seen(1000);
    shareOut(jobs, seen.size(), 7, [&](unsigned worker, size_t begin, size_t end) {
      EXPECT_LT(worker, std::max(1u, jobs));
      for (size_t i = begin; i < end; ++i) ++seen[i];
    });
    for (const auto& count : seen) EXPECT_EQ(count, 1);
  }
  shareOut(4, 0, 7, [](unsigned, size_t, size_t) { FAIL(); });
}

// --- terminal

class Environment : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"NO_COLOR", "CLICOLOR_FORCE", "TERM"}) unsetenv(name);
  }
};

TEST_F(Environment, ColorFollowsTheConventions) {
  const int fd = open("/dev/null", O_WRONLY);
  EXPECT_FALSE(useColor(When::automatic, fd));
  EXPECT_TRUE(useColor(When::always, fd));
  setenv("CLICOLOR_FORCE", "0", 1);
  EXPECT_FALSE(useColor(When::automatic, fd));
  setenv("CLICOLOR_FORCE", "1", 1);
  EXPECT_TRUE(useColor(When::automatic, fd));
  EXPECT_FALSE(useColor(When::never, fd));
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(useColor(When::automatic, fd)) << "NO_COLOR comes first";
  EXPECT_TRUE(useColor(When::always, fd));
  close(fd);
}

/// A pseudo terminal: what is written to slave() can be read back.
class Terminal {
 public:
  Terminal() {
    master_ = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    grantpt(master_);
    unlockpt(master_);
    slave_ = open(ptsname(master_), O_RDWR | O_NOCTTY);
  }
  ~Terminal() {
    close(slave_);
    close(master_);
  }
  int slave() const { return slave_; }
  /// What was written up to now; a terminal hands it over in its own time.
  std::string text() const {
    constexpr char end_mark = '\x04';
    (void)!write(slave_, &end_mark, 1);
    std::string got;
    while (got.empty() || got.back() != end_mark) {
      struct pollfd ready = {master_, POLLIN, 0};
      char byte;
      if (poll(&ready, 1, 10000) != 1 || read(master_, &byte, 1) != 1) return got + "(no end)";
      got += byte;
    }
    got.pop_back();
    return got;
  }

 private:
  int master_ = -1, slave_ = -1;
};

TEST_F(Environment, ProgressIsOneLineThatIsErased) {
  setenv("TERM", "xterm", 1);
  const Terminal terminal;
  {
    Progress progress(When::automatic, terminal.slave());
    progress.update(12, 140, "drivers/foo/b\033[31mar.c");
    progress.update(13, 140, "too soon to be shown");
  }
  EXPECT_EQ(terminal.text(), "\r[12/140] drivers/foo/b?[31mar.c\033[K\r\033[K");
}

TEST_F(Environment, ProgressFitsTheTerminal) {
  setenv("TERM", "xterm", 1);
  const Terminal terminal;
  Progress(When::automatic, terminal.slave()).update(1, 2, std::string(300, 'x') + "/end.c");
  const std::string text = terminal.text();
  EXPECT_EQ(text.size(), 1 + 79 + 3 + 4u);
  EXPECT_THAT(text, HasSubstr("/end.c"));
}

TEST_F(Environment, NoProgressOnDumbTerminalsAndFiles) {
  setenv("TERM", "dumb", 1);
  const Terminal terminal;
  Progress(When::automatic, terminal.slave()).update(1, 2, "a.c");
  EXPECT_EQ(terminal.text(), "");
  const TempFolder folder;
  const int fd = open((folder / "log").c_str(), O_WRONLY | O_CREAT, 0600);
  Progress(When::automatic, fd).update(1, 2, "a.c");
  EXPECT_EQ(content(folder / "log"), "");
  Progress(When::always, fd).update(1, 2, "a.c");
  EXPECT_EQ(content(folder / "log"), "[1/2] a.c\n");
  close(fd);
}

// --- words

TEST(Spell, CountsASwapAsOneMistake) {
  EXPECT_EQ(editDistance("scna", "scan"), 1u);
  EXPECT_EQ(editDistance("scan", "scan"), 0u);
  EXPECT_EQ(editDistance("", "scan"), 4u);
  EXPECT_EQ(editDistance("bacd", "abdc"), 2u);
  EXPECT_EQ(editDistance("scxn", "scan"), 1u);
}

TEST(Spell, FindsTheNearWordOnly) {
  const std::vector<std::string> commands = {"prepare", "scan", "explain", "convert"};
  EXPECT_EQ(nearest("scna", commands), "scan");
  EXPECT_EQ(nearest("explian", commands), "explain");
  EXPECT_EQ(nearest("covnert", commands), "convert");
  EXPECT_EQ(nearest("zzzz", commands), "");
  EXPECT_EQ(didYouMean("prepar", commands), "did you mean \"prepare\"?");
  EXPECT_EQ(didYouMean("", commands), "");
}

TEST(Text, SplitsAndTrims) {
  EXPECT_THAT(split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(split("a,", ','), ElementsAre("a", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_EQ(trim(" \ta b\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
}

TEST(NameText, LeadsThereAndBack) {
  for (const std::string name : {"plain.c", "\xc3\xa4.c", "b\xe4" "d.c", "\\x5c", "a\\b", "\xff\xfe", "\xed\xa0\x80", "\\xe4", "\xc0\xaf"}) {
    EXPECT_EQ(asBytes(asUtf8(name)), name);
  }
  EXPECT_EQ(asUtf8("b\xe4" "d.c"), "b\\xe4d.c");
  EXPECT_EQ(asUtf8("\xc3\xa4.c"), "\xc3\xa4.c");
  EXPECT_NE(asUtf8("\\xe4"), asUtf8("\xe4"));
}

TEST(AtomicFile, LeavesATextThatIsNotTheExpectedOne) {
  TempFolder folder;
  const std::string path = folder.path() + "/file", old = "old\n";
  ASSERT_TRUE(writeFileAtomically(path, "saved by hand\n"));
  EXPECT_FALSE(writeFileAtomically(path, "new\n", {.expected = &old}));
  EXPECT_EQ(*readFile(path), "saved by hand\n");
  ASSERT_TRUE(writeFileAtomically(path, old));
  EXPECT_TRUE(writeFileAtomically(path, "new\n", {.expected = &old}));
  EXPECT_EQ(*readFile(path), "new\n");
}

TEST(ForkMap, CountsTheTimeThatAnItemWorks) {
  ForkOptions options;
  options.jobs = 2;
  options.seconds = 1;
  const auto results = forkMap(2, options, [](size_t item) {
    if (item == 0) usleep(1'500'000);  // as on a machine that does something else
    else
      for (std::atomic<unsigned> spin = 0;; ++spin) {
      }
    return std::string("done");
  });
  EXPECT_TRUE(results[0].ok);
  EXPECT_EQ(results[0].blob, "done");
  EXPECT_FALSE(results[1].ok);
  EXPECT_EQ(results[1].fault, "took longer than 1 s of CPU time");
}

TEST(ForkMap, EndsAnItemThatWaitsForEver) {
  ForkOptions options;
  options.idle_seconds = 1;
  const auto results = forkMap(2, options, [](size_t item) {
    if (item == 0) pause();
    return std::string("done");
  });
  EXPECT_EQ(results[0].fault, "waited for 1 s");
  EXPECT_TRUE(results[1].ok);
}

}  // namespace
}  // namespace gupkit
