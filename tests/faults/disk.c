/* A disk and a line that end a program at a chosen operation, and that remember what was not synced.
 *
 * Loaded into a real console or a real central with LD_PRELOAD. It counts what the program does to the
 * files of one folder and to its sockets, and kills the program (kill -9) before, in the middle of, or
 * after the operation it was told. It also keeps a journal of every write with what it replaced, so that
 * the test can take back what no sync had made durable: a power cut.
 *
 *   FAULT_FOLDER   the files that count
 *   FAULT_JOURNAL  where the journal is written; not in that folder
 *   FAULT_AT       the step at which the program dies; 0 for never
 *   FAULT_LIES     set: a sync says that it is done and does nothing, as bad disks do
 *
 * A journal is a row of records, numbers as 8 bytes in the machine's order:
 *   kind (w write, s sync, t truncation, u unlink), offset, length, size of the file before, bytes that
 *   are written, length of the path, the path, and for a write or a truncation `length` bytes that it
 *   replaced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
#include <limits.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int journal = -1;
static long die_at, steps, lies;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static ssize_t (*real_send)(int, const void *, size_t, int);
static ssize_t (*real_recv)(int, void *, size_t, int);
static ssize_t (*real_writev)(int, const struct iovec *, int);

__attribute__((constructor)) static void begin(void)
{
	real_write = dlsym(RTLD_NEXT, "write");
	real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
	real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
	real_unlink = dlsym(RTLD_NEXT, "unlink");
	real_send = dlsym(RTLD_NEXT, "send");
	real_recv = dlsym(RTLD_NEXT, "recv");
	real_writev = dlsym(RTLD_NEXT, "writev");
	folder = getenv("FAULT_FOLDER");
	const char *at = getenv("FAULT_AT");
	die_at = at ? atol(at) : 0;
	lies = getenv("FAULT_LIES") != NULL;
	const char *kept = getenv("FAULT_JOURNAL");
	if (kept)
		journal = open(kept, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Counts a step, and dies where it is the one. */
static void step(void)
{
	if (__atomic_add_fetch(&steps, 1, __ATOMIC_RELAXED) == die_at) {
		kill(getpid(), SIGKILL);
		for (;;)
			pause();
	}
}

/* The file's path, where it is one of those that count. Memory of SQLite's readers is no file. */
static int counts(int fd, char path[PATH_MAX])
{
	char name[64];
	if (!folder)
		return 0;
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(name, path, PATH_MAX - 1);
	if (length <= 0)
		return 0;
	path[length] = 0;
	size_t inside = strlen(folder);
	return strncmp(path, folder, inside) == 0 && path[inside] == '/'
		&& !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static void put(const void *bytes, size_t length)
{
	const char *at = bytes;
	while (length > 0) {
		ssize_t written = real_write(journal, at, length);
		if (written <= 0)
			_exit(97);
		at += written;
		length -= written;
	}
}

static void record(char kind, const char *path, uint64_t offset, uint64_t length, uint64_t size,
	uint64_t written, const void *replaced)
{
	if (journal < 0)
		return;
	uint64_t numbers[5] = { offset, length, size, written, strlen(path) };
	put(&kind, 1);
	put(numbers, sizeof numbers);
	put(path, numbers[4]);
	if (length)
		put(replaced, length);
}

/* Keeps what lies in the file from `offset` for `length`, as far as it goes. */
static void keep(char kind, int fd, const char *path, off_t offset, size_t length)
{
	struct stat now;
	if (journal < 0 || fstat(fd, &now) != 0)
		return;
	size_t there = offset >= now.st_size ? 0 : (size_t)(now.st_size - offset);
	if (there > length)
		there = length;
	char *old = malloc(there + 1);
	ssize_t got = there ? pread(fd, old, there, offset) : 0;
	record(kind, path, offset, got > 0 ? got : 0, now.st_size, length, old);
	free(old);
}

static ssize_t written(int fd, const char *path, const void *bytes, size_t length, off_t offset)
{
	pthread_mutex_lock(&lock);
	step();
	keep('w', fd, path, offset, length);
	/* In the middle: a torn write. */
	size_t half = length / 2;
	if (__atomic_add_fetch(&steps, 1, __ATOMIC_RELAXED) == die_at) {
		real_pwrite(fd, bytes, half, offset);
		kill(getpid(), SIGKILL);
		for (;;)
			pause();
	}
	ssize_t done = real_pwrite(fd, bytes, length, offset);
	int kept = errno;
	step();
	pthread_mutex_unlock(&lock);
	errno = kept;
	return done;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	char path[PATH_MAX];
	if (!counts(fd, path))
		return real_write(fd, bytes, length);
	off_t at = lseek(fd, 0, SEEK_CUR);
	ssize_t done = written(fd, path, bytes, length, at);
	if (done > 0)
		lseek(fd, at + done, SEEK_SET);
	return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
	char path[PATH_MAX];
	if (!counts(fd, path))
		return real_pwrite(fd, bytes, length, offset);
	return written(fd, path, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return pwrite64(fd, bytes, length, offset);
}

static int synced(int fd, int (*real)(int))
{
	char path[PATH_MAX];
	if (!counts(fd, path))
		return real(fd);
	pthread_mutex_lock(&lock);
	step();
	int done = lies ? 0 : real(fd);
	if (done == 0 && !lies)
		record('s', path, 0, 0, 0, 0, NULL);
	step();
	pthread_mutex_unlock(&lock);
	return done;
}

int fsync(int fd)
{
	return synced(fd, real_fsync);
}

int fdatasync(int fd)
{
	return synced(fd, real_fdatasync);
}

int ftruncate64(int fd, off_t size)
{
	char path[PATH_MAX];
	struct stat now;
	if (!counts(fd, path))
		return real_ftruncate(fd, size);
	pthread_mutex_lock(&lock);
	step();
	if (fstat(fd, &now) == 0)
		keep('t', fd, path, size, now.st_size > size ? now.st_size - size : 0);
	int done = real_ftruncate(fd, size);
	step();
	pthread_mutex_unlock(&lock);
	return done;
}

int ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

int unlink(const char *path)
{
	if (!folder || strncmp(path, folder, strlen(folder)) != 0)
		return real_unlink(path);
	pthread_mutex_lock(&lock);
	step();
	int done = real_unlink(path);
	if (done == 0)
		record('u', path, 0, 0, 0, 0, NULL);
	step();
	pthread_mutex_unlock(&lock);
	return done;
}

/* The line: before and after every piece that is sent or received. */
ssize_t send(int fd, const void *bytes, size_t length, int flags)
{
	step();
	ssize_t done = real_send(fd, bytes, length, flags);
	step();
	return done;
}

ssize_t recv(int fd, void *bytes, size_t length, int flags)
{
	ssize_t done = real_recv(fd, bytes, length, flags);
	if (done > 0)
		step();
	return done;
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
	struct stat kind;
	int is_line = fstat(fd, &kind) == 0 && S_ISSOCK(kind.st_mode);
	if (is_line)
		step();
	ssize_t done = real_writev(fd, pieces, count);
	if (is_line)
		step();
	return done;
}
