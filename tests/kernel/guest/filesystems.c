// SPDX-License-Identifier: GPL-2.0-only
/*
 * Got pages on filesystems other than the ext4 with 4k blocks on a disk with
 * protection information that the first tests have. The same on each: a device
 * writes into a mapped page while it is fsynced; nothing fails, nothing is logged,
 * and after the put and a remount the disk has what memory had.
 */
#define _GNU_SOURCE
#include "guest.h"

#include <linux/fs.h>
#include <linux/fscrypt.h>

#define RAM "/dev/ram2"
#define AT "/fs"
#define FILE_NAME AT "/file"

struct fs {
	const char *type, *disk, *options;
	char *const *mkfs;
	int opted_in;	/* whether the series has to count its pages */
};

static int fs_mount(const struct fs *fs)
{
	return mount(fs->disk, AT, fs->type, 0, fs->options);
}

static int fs_make(const struct fs *fs)
{
	static char list[4096];
	char name[64];
	int status;

	snprintf(name, sizeof(name), "\t%s\n", fs->type);
	slurp("/proc/filesystems", list, sizeof(list));
	if (!strstr(list, name))
		return skip("this kernel does not have the filesystem");
	setenv("TEST_DIR", "1", 1);	/* XFS is smaller here than it likes */
	setenv("TEST_DEV", "1", 1);
	setenv("QA_CHECK_FS", "1", 1);
	status = run(fs->mkfs);
	mkdir(AT, 0755);
	if (status || fs_mount(fs))
		return fail("no %s: %s %d, %s", fs->type, fs->mkfs[0], status, strerror(errno));
	return 0;
}

/* What one run saw. */
struct seen {
	int failed;		/* fsyncs */
	long errors;		/* of guards */
	long snapshots, got;	/* -1: the kernel does not count */
	int differs;		/* after the remount */
};

static int fs_hold(const struct fs *fs, int rounds, struct seen *seen)
{
	long errors = guard_errors(), snapshots = vmstat("page_got_snapshot"), got = vmstat("nr_page_got");
	static char disk[PAGE], mem[PAGE];
	char *map;
	int fd, dev, n, last;

	memset(seen, 0, sizeof(*seen));
	map = map_new(FILE_NAME, &fd, 1);
	if (!map)
		return fail("no file: %s", strerror(errno));
	klog_line(NULL);
	dev = must(device(GUP_HOLD_HOLD, map, 1));
	fsync_loop(fd, map, rounds, &seen->failed);
	if (wait_for_device(map, 100))
		return fail("the device does not write");
	must(device_drop(dev));
	last = fsync(fd);
	memcpy(mem, map, PAGE);
	munmap(map, PAGE);
	close(fd);
	if (fs->disk[5] == 's')
		seen->errors = guard_errors() - errors;
	seen->snapshots = snapshots < 0 ? -1 : vmstat("page_got_snapshot") - snapshots;
	seen->got = got < 0 ? -1 : vmstat("nr_page_got") - got;
	if (last)
		return fail("fsync after the put: %s", strerror(errno));
	must(umount(AT));
	must(fs_mount(fs));
	fd = must(open(FILE_NAME, O_RDONLY));
	n = read(fd, disk, PAGE);
	close(fd);
	seen->differs = n != PAGE || memcmp(mem, disk, PAGE);
	return 0;
}

static int fs_test(const char *name, const struct fs *fs, int rounds, struct seen *seen)
{
	char *line;
	int ret = fs_make(fs);

	if (ret)
		return ret;
	ret = fs_hold(fs, rounds, seen);
	umount(AT);
	if (ret)
		return ret;
	printf("FIGURE %s.fsyncs %d\nFIGURE %s.failed %d\nFIGURE %s.errors %ld\nFIGURE %s.snapshots %ld\n", name, rounds, name,
	       seen->failed, name, seen->errors, name, seen->snapshots);
	line = klog_line("WARNING:");
	if (line)
		return fail("%s", line);
	if (seen->failed || seen->errors)
		return fail("%d of %d fsyncs failed, %ld guard errors", seen->failed, rounds, seen->errors);
	if (seen->differs)
		return fail("the file differs after the remount");
	if (seen->got >= 0 && !seen->got != !fs->opted_in)
		return fail("%ld pages got of a filesystem that %s", seen->got, fs->opted_in ? "opted in" : "did not opt in");
	return 0;
}

static char *const mkfs_xfs[] = { "/sbin/mkfs.xfs", "-q", "-f", RAM, NULL };

/* What mkfs.xfs zeroed without data has protection information of what was there before. */
static void write_zeros(const char *disk)
{
	static char zeros[1 << 20];
	int fd = open(disk, O_WRONLY);

	while (write(fd, zeros, sizeof(zeros)) > 0)
		;
	fsync(fd);
	close(fd);
}

/* The failure that the series is there for, on XFS. */
int test_guard_xfs(void)
{
	static char *const argv[] = { "/sbin/mkfs.xfs", "-q", "-f", DISK, NULL };
	static const struct fs fs = { "xfs", DISK, NULL, argv, 1 };
	struct seen seen;
	int ret;

	must(umount(DIR));
	write_zeros(DISK);
	ret = fs_test("guard-xfs", &fs, fsyncs, &seen);
	umount(AT);
	write_zeros(DISK);
	if (mkfs() || mount_disk())
		return fail("no ext4 on " DISK " any more: %s", strerror(errno));
	if (!ret)
		note("%d fsyncs, 0 guard errors, data equal after remount", fsyncs);
	return ret;
}

int test_xfs(void)
{
	static const struct fs fs = { "xfs", RAM, NULL, mkfs_xfs, 1 };
	struct seen seen;
	int ret = fs_test("xfs", &fs, 20, &seen);

	if (!ret)
		note("no warning in 20 fsyncs of a got page, data equal after remount");
	return ret;
}

static char *const mkfs_ext4[] = { "/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", RAM, NULL };

/* Nobody below wants stable pages: no copies. */
int test_plain(void)
{
	static const struct fs fs = { "ext4", RAM, NULL, mkfs_ext4, 1 };
	struct seen seen;
	int ret = fs_test("plain", &fs, 300, &seen);

	if (!ret && seen.snapshots > 0)
		return fail("%ld copies for a disk that does not want stable pages", seen.snapshots);
	if (!ret)
		note("300 fsyncs, no copy, data equal after remount");
	return ret;
}

int test_blocks_1k(void)
{
	static char *const argv[] = { "/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-b", "1024", RAM, NULL };
	static const struct fs fs = { "ext4", RAM, NULL, argv, 1 };
	struct seen seen;
	int ret = fs_test("blocks-1k", &fs, 300, &seen);

	if (!ret)
		note("300 fsyncs, data equal after remount");
	return ret;
}

int test_journal(void)
{
	static const struct fs fs = { "ext4", RAM, "data=journal", mkfs_ext4, 0 };
	struct seen seen;
	int ret = fs_test("journal", &fs, 100, &seen);

	if (!ret)
		note("100 fsyncs with data=journal, as without the series");
	return ret;
}

int test_ext2(void)
{
	static char *const argv[] = { "/sbin/mke2fs", "-q", "-F", "-t", "ext2", RAM, NULL };
	static const struct fs fs = { "ext2", RAM, NULL, argv, 1 };
	struct seen seen;
	int ret = fs_test("ext2", &fs, 300, &seen);

	if (!ret)
		note("300 fsyncs, data equal after remount");
	return ret;
}

int test_minix(void)
{
	static char *const argv[] = { "/sbin/mkfs.minix", "-3", RAM, NULL };
	static const struct fs fs = { "minix", RAM, NULL, argv, 0 };
	struct seen seen;
	int ret = fs_test("minix", &fs, 300, &seen);

	if (!ret)
		note("300 fsyncs, data equal after remount, nothing counted");
	return ret;
}

/*
 * It checksums before it submits, so a device that goes on writing breaks the
 * checksum. That is so on every kernel: it has not opted in.
 */
int test_btrfs(void)
{
	static char *const argv[] = { "/sbin/mkfs.btrfs", "-q", "-f", "-M", RAM, NULL };
	static const struct fs fs = { "btrfs", RAM, NULL, argv, 0 };
	struct seen seen;
	int ret = fs_test("btrfs", &fs, 100, &seen);

	if (!ret)
		note("100 fsyncs, data equal after remount, nothing counted");
	return ret;
}

int test_f2fs(void)
{
	static char *const argv[] = { "/sbin/mkfs.f2fs", "-q", "-f", RAM, NULL };
	static const struct fs fs = { "f2fs", RAM, NULL, argv, 0 };
	struct seen seen;
	int ret = fs_test("f2fs", &fs, 100, &seen);

	if (!ret)
		note("100 fsyncs, data equal after remount, nothing counted");
	return ret;
}

/* Sectors written to the disk since the boot. */
static long disk_written(void)
{
	char text[512];
	long written = -1;

	if (slurp("/sys/block/sda/stat", text, sizeof(text)) < 0 ||
	    sscanf(text, "%*d %*d %*d %*d %*d %*d %ld", &written) != 1)
		return -1;
	return written;
}

/* A got page stays dirty, and is nevertheless not written to a filesystem that is frozen. */
int test_freeze(void)
{
	char *map, *copy = malloc(FILE_PAGES * PAGE);
	int fd, dir = must(open(DIR, O_RDONLY)), dev;
	long before, written;

	map = file_map("freeze", &fd, FILE_PAGES);
	if (!map || !copy)
		return fail("no file: %s", strerror(errno));
	memset(map, 'F', FILE_PAGES * PAGE);
	dev = must(device(GUP_HOLD_TAKE, map, FILE_PAGES));
	must(fsync(fd));
	must(ioctl(dir, FIFREEZE, 0));
	before = disk_written();
	/* Either may fail or do nothing; neither may wait for the thaw. */
	fsync(fd);
	sync();
	written = disk_written() - before;
	must(ioctl(dir, FITHAW, 0));
	must(device_drop(dev));
	must(fsync(fd));
	memcpy(copy, map, FILE_PAGES * PAGE);
	munmap(map, FILE_PAGES * PAGE);
	close(fd);
	close(dir);
	if (before < 0 || written)
		return fail("%ld sectors written while frozen", written);
	if (same_after_remount("freeze", copy, FILE_PAGES))
		return 1;
	free(copy);
	note("%d got pages, nothing written between freeze and thaw, data equal", FILE_PAGES);
	return 0;
}

/*
 * The pages of a block device are the metadata of what is mounted from it: while they
 * are held, and nobody writes to them, nothing of a transaction that is not committed
 * reaches its place on the disk.
 */
int test_mounted(void)
{
	static char *const argv[] = { "/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", RAM, NULL };
	static const struct fs fs = { "ext4", RAM, "commit=300", argv, 0 };
	const int blocks = 2048;
	const size_t size = (size_t)blocks * PAGE;
	int disk, raw, dev, i, changed = 0, ret = fs_make(&fs);
	char *map, *copies;

	if (ret)
		return ret;
	disk = must(open(RAM, O_RDWR));
	raw = must(open(RAM, O_RDONLY | O_DIRECT));
	copies = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, disk, 0);
	if (copies == MAP_FAILED || map == MAP_FAILED)
		return fail("mmap: %s", strerror(errno));
	dev = must(device(GUP_HOLD_TAKE, map, blocks));
	sync();
	if (pread(raw, copies, size, 0) != (ssize_t)size)
		return fail("read of " RAM ": %s", strerror(errno));
	close(must(open(AT "/new", O_CREAT | O_WRONLY, 0644)));
	/* Of the device alone, which commits nothing. */
	for (i = 0; i < 3; i++)
		must(fsync(disk));
	if (pread(raw, copies + size, size, 0) != (ssize_t)size)
		return fail("read of " RAM ": %s", strerror(errno));
	for (i = 0; i < blocks; i++)
		changed += memcmp(copies + i * PAGE, copies + size + i * PAGE, PAGE) != 0;
	device_drop(dev);
	munmap(map, size);
	munmap(copies, 2 * size);
	close(raw);
	close(disk);
	must(umount(AT));
	printf("FIGURE mounted.changed %d\n", changed);
	if (changed)
		return fail("%d blocks of a transaction that is not committed are on the disk", changed);
	note("%d blocks of a mounted disk held, none written before its transaction", blocks);
	return 0;
}

/* --- encryption ---------------------------------------------------------------- */

static int add_key(struct fscrypt_key_specifier *spec)
{
	struct {
		struct fscrypt_add_key_arg arg;
		uint8_t raw[64];
	} key = { .arg = { .raw_size = 64 } };
	int fd = open(AT, O_RDONLY), ret;

	key.arg.key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	memset(key.raw, 0x5a, sizeof(key.raw));
	key.raw[7] = 1;
	ret = ioctl(fd, FS_IOC_ADD_ENCRYPTION_KEY, &key.arg);
	close(fd);
	*spec = key.arg.key_spec;
	return ret;
}

/* The last 8 bytes of the file's first page, read(2), or ~0. */
static uint64_t last_word(const char *path)
{
	uint64_t word = ~0ULL;
	int fd = open(path, O_RDONLY);

	if (fd < 0 || pread(fd, &word, 8, PAGE - 8) != 8)
		word = ~0ULL;
	close(fd);
	return word;
}

/* What the device writes between the last fsync before its put and the put. */
static int late_write(const struct fs *fs, const char *path, int *lost)
{
	struct fscrypt_key_specifier spec;
	uint64_t mem;
	int fd, dev;
	char *map = map_new(path, &fd, 1);

	if (!map)
		return fail("no file: %s", strerror(errno));
	memset(map + PAGE - 8, 0, 8);	/* the last store of a CPU */
	dev = must(device(GUP_HOLD_HOLD, map, 1));
	if (wait_for_device(map, 10))
		return fail("the device does not write");
	must(fsync(fd));
	if (wait_for_device(map, 1000))
		return fail("the device does not write");
	must(device_drop(dev));
	mem = *(volatile uint64_t *)(map + PAGE - 8);
	must(fsync(fd));
	munmap(map, PAGE);
	close(fd);
	must(umount(AT));
	must(fs_mount(fs));
	must(add_key(&spec));
	*lost += last_word(path) != mem;
	return 0;
}

/* What goes to the disk is a copy here already, and its buffers are clean before. */
static int fscrypt_rounds(const struct fs *fs)
{
	static const char *const files[] = { AT "/plain/file", AT "/secret/file" };
	struct fscrypt_policy_v2 policy = {
		.version = FSCRYPT_POLICY_V2,
		.contents_encryption_mode = FSCRYPT_MODE_AES_256_XTS,
		.filenames_encryption_mode = FSCRYPT_MODE_AES_256_CTS,
		.flags = FSCRYPT_POLICY_FLAGS_PAD_32,
	};
	struct fscrypt_key_specifier spec;
	int fd, i, round, lost[2] = { 0, 0 };

	if (add_key(&spec))
		return skip("no encryption in this kernel");
	memcpy(policy.master_key_identifier, spec.u.identifier, FSCRYPT_KEY_IDENTIFIER_SIZE);
	must(mkdir(AT "/plain", 0755));
	must(mkdir(AT "/secret", 0755));
	fd = must(open(AT "/secret", O_RDONLY));
	must(ioctl(fd, FS_IOC_SET_ENCRYPTION_POLICY, &policy));
	close(fd);
	for (round = 0; round < 5; round++)
		for (i = 0; i < 2; i++)
			if (late_write(fs, files[i], &lost[i]))
				return 1;
	printf("FIGURE fscrypt.plain_lost %d\nFIGURE fscrypt.encrypted_lost %d\n", lost[0], lost[1]);
	if (lost[0] || lost[1])
		return fail("device data lost: plain %d of 5, encrypted %d of 5", lost[0], lost[1]);
	note("5 rounds each: plain and encrypted equal after remount");
	return 0;
}

int test_fscrypt(void)
{
	static char *const argv[] = { "/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", "-O", "encrypt", RAM, NULL };
	static const struct fs fs = { "ext4", RAM, NULL, argv, 1 };
	int ret = fs_make(&fs);

	if (ret)
		return ret;
	ret = fscrypt_rounds(&fs);
	umount(AT);
	return ret;
}
