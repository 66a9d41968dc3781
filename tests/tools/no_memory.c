// Loaded by ld.so before anything else: the allocation with the number NO_MEMORY_AT gives none,
// once. With NO_MEMORY_COUNT the number of allocations stands in that file, eight bytes, from the
// start on: a program may leave without running what stands at its end.
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *from, size_t size);

static atomic_long own_calls;
static atomic_long *calls = &own_calls;
static long at;
static pid_t whose;

static void count_in(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return; // a program that the counted one started
    void *there = ftruncate(fd, sizeof *calls) == 0
                      ? mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                      : MAP_FAILED;
    if (there == MAP_FAILED) _exit(125);
    close(fd);
    calls = there;
}

// Before `main`, so that the loader's own allocations do not count.
__attribute__((constructor)) static void begin(void) {
    const char *number = getenv("NO_MEMORY_AT"), *count = getenv("NO_MEMORY_COUNT");
    if (count) count_in(count);
    at = number ? strtol(number, NULL, 10) : -1;
    atomic_store(calls, 0);
    whose = getpid();
}

static bool is_the_one(void) {
    if (at == 0 || getpid() != whose || atomic_fetch_add(calls, 1) + 1 != at) return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size) {
    return is_the_one() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return is_the_one() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *from, size_t size) {
    return is_the_one() ? NULL : __libc_realloc(from, size);
}
