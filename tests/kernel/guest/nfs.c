// SPDX-License-Identifier: GPL-2.0-only
/*
 * A got page of a file on NFS, over the loopback and with the kernel's own server.
 * NFS writes back under the folio lock until the folio is clean, so it cannot opt in,
 * and a got page there has to be what it is without the series.
 */
#define _GNU_SOURCE
#include "guest.h"

#include <net/if.h>
#include <sys/socket.h>

static int nfs_setup(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int sock = socket(AF_INET, SOCK_DGRAM, 0);

	if (sock < 0)
		return skip("no network in this kernel");
	must(ioctl(sock, SIOCSIFFLAGS, &ifr));
	close(sock);
	must(mount("nfsd", "/proc/fs/nfsd", "nfsd", 0, NULL));
	must(mkdir(DIR "/export", 0755));
	/* What mountd would answer. */
	must(spit("/proc/net/rpc/auth.unix.ip/channel", "nfsd 127.0.0.1 2147483647 me\n"));
	must(spit("/proc/net/rpc/nfsd.export/channel", "me " DIR "/export 2147483647 9250 0 0 0\n"));
	must(spit("/proc/net/rpc/nfsd.fh/channel", "me 1 \\x00000000 2147483647 " DIR "/export\n"));
	must(spit("/proc/fs/nfsd/versions", "-3 +4 +4.1\n"));
	must(spit("/proc/fs/nfsd/nfsv4leasetime", "10\n"));
	must(spit("/proc/fs/nfsd/nfsv4gracetime", "10\n"));
	must(spit("/proc/fs/nfsd/portlist", "tcp 2049\n"));
	must(spit("/proc/fs/nfsd/threads", "2\n"));
	mkdir("/nfs", 0755);
	must(mount("127.0.0.1:/", "/nfs", "nfs4", 0,
		   "vers=4.1,addr=127.0.0.1,clientaddr=127.0.0.1,proto=tcp,port=2049,sec=sys"));
	return 0;
}

static void nfs_end(void)
{
	umount("/nfs");
	spit("/proc/fs/nfsd/threads", "0\n");
	/* The caches hold the exported filesystem. */
	spit("/proc/net/rpc/nfsd.fh/flush", "4000000000\n");
	spit("/proc/net/rpc/nfsd.export/flush", "4000000000\n");
	spit("/proc/net/rpc/auth.unix.ip/flush", "4000000000\n");
	umount("/proc/fs/nfsd");
}

/* Runs @child; if it does not come back the page is put. Returns whether it hung. */
static int nfs_child(const char *what, int (*child)(void), int dev)
{
	double begin = now();
	int status, hung = 0;
	pid_t pid = must(fork());

	if (!pid) {
		errno = 0;
		status = child();
		printf("NOTE %s: returned %d (%s) after %.2f s\n", what, status, strerror(errno), now() - begin);
		_exit(status != PAGE);
	}
	if (child_wait(pid, 30, &status)) {
		hung = 1;
		show_task(pid, "after 30 s");
		kill(pid, SIGKILL);
		begin = now();
		if (dev >= 0)
			device_drop(dev);
		if (child_wait(pid, 60, &status))
			printf("NOTE %s: not back 60 s after the put\n", what);
		else
			printf("NOTE %s: back %.2f s after the put, status %#x\n", what, now() - begin, status);
	} else if (dev >= 0) {
		device_drop(dev);
	}
	return hung || status;
}

/* A write past the cache has to throw the cached page away first. */
static int nfs_direct(void)
{
	static char buf[2 * PAGE];
	char *page = (char *)(((uintptr_t)buf + PAGE - 1) & ~(PAGE - 1UL));
	int direct = open("/nfs/file", O_RDWR | O_DIRECT);

	if (direct < 0)
		return -1;
	return pwrite(direct, page, PAGE, 0);
}

static int nfs_read(void)
{
	static char buf[PAGE];
	int again = open("/nfs/file", O_RDONLY), n;

	if (again < 0)
		return -1;
	n = pread(again, buf, PAGE, 0);
	if (n > 0 && buf[0] != 'z')
		printf("NOTE read what was there before: %c\n", buf[0]);
	return n;
}

static int nfs_tests(void)
{
	int fd, dev, other, bad[3];
	long got;
	char *map = map_new("/nfs/file", &fd, 1);

	if (!map)
		return fail("no file: %s", strerror(errno));
	got = vmstat("nr_page_got");
	/* The same without a device. */
	map[0] = 'x';
	bad[0] = nfs_child("direct write, nobody has the page", nfs_direct, -1);
	/* A clean got page of a file that changed on the server. */
	dev = must(device(GUP_HOLD_TAKE, map, 1));
	fsync(fd);
	sleep(1);
	other = must(open(DIR "/export/file", O_RDWR));
	must(pwrite(other, "zzzz", 4, 0));
	must(fsync(other));
	close(other);
	bad[1] = nfs_child("open and read of a file that changed on the server", nfs_read, dev);
	fsync(fd);
	map[0] = 'y';
	dev = must(device(GUP_HOLD_TAKE, map, 1));
	bad[2] = nfs_child("direct write, the page is got", nfs_direct, dev);
	munmap(map, PAGE);
	close(fd);
	if (bad[0] || bad[1] || bad[2])
		return fail("hung or failed: without a device %d, changed file %d, direct write %d", bad[0], bad[1], bad[2]);
	if (vmstat("nr_page_got") != got)
		return fail("pages of NFS are counted as got");
	note("read of a changed file and direct writes come back");
	return 0;
}

int test_nfs(void)
{
	int ret = nfs_setup();

	if (ret)
		return ret;
	ret = nfs_tests();
	nfs_end();
	return ret;
}
