// Loaded by ld.so before anything else: the allocation with the number NO_MEMORY_AT gives none,
// once. With NO_MEMORY_COUNT the number of allocations is written there at the end.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *from, size_t size);

static atomic_long calls;
static long at;
static pid_t whose;

// Before `main`, so that the loader's own allocations do not count.
__attribute__((constructor)) static void begin(void) {
    const char *number = getenv("NO_MEMORY_AT");
    at = number ? strtol(number, NULL, 10) : -1;
    whose = getpid();
    atomic_store(&calls, 0);
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("NO_MEMORY_COUNT");
    if (!path || getpid() != whose) return;
    char text[32];
    int length = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, (size_t)length) != length) _exit(125);
    close(fd);
}

static bool is_the_one(void) {
    if (at == 0 || atomic_fetch_add(&calls, 1) + 1 != at || getpid() != whose) return false;
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
