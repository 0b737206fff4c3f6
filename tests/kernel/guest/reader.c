// SPDX-License-Identifier: GPL-2.0-only
/*
 * Somebody who may only read a file, and reads it through GUP, while its owner writes
 * it directly. A direct write throws the cached pages away before and after. Were that
 * refused for pages that are got for reading, too, the write would be reported as
 * a collision, and the owner's next fsync would fail.
 */
#define _GNU_SOURCE
#include "guest.h"

#define READER_PAGES 16
#define ROUNDS 500

static void read_for_ever(void)
{
	const size_t size = READER_PAGES * PAGE;
	int fd = open(DIR "/reader", O_RDONLY);
	char *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0), *copy = malloc(size);
	struct iovec to = { copy, size }, from = { map, size };

	for (;;)
		process_vm_readv(getpid(), &to, 1, &from, 1, 0);
}

int test_reader(void)
{
	const size_t size = READER_PAGES * PAGE;
	int fd, direct, i, status, writes = 0, fsyncs_failed = 0;
	char *map = file_map("reader", &fd, READER_PAGES), *buf;
	pid_t pid;

	if (!map || posix_memalign((void **)&buf, PAGE, size))
		return fail("no file: %s", strerror(errno));
	munmap(map, size);
	direct = must(open(DIR "/reader", O_RDWR | O_DIRECT));
	pid = must(fork());
	if (!pid)
		read_for_ever();
	for (i = 0; i < ROUNDS; i++) {
		memset(buf, i, size);
		writes += pwrite(direct, buf, size, 0) != (ssize_t)size;
		if (i % 10 == 9)
			fsyncs_failed += fsync(fd) != 0;
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	close(direct);
	close(fd);
	printf("FIGURE reader.failed %d\n", writes + fsyncs_failed);
	if (writes || fsyncs_failed)
		return fail("%d of %d direct writes and %d fsyncs failed", writes, ROUNDS, fsyncs_failed);
	if (same_after_remount("reader", buf, READER_PAGES))
		return 1;
	free(buf);
	note("%d direct writes under a reader, no fsync failed, data equal", ROUNDS);
	return 0;
}
