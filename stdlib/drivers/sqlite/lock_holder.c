#include "drivers/sqlite/lock_holder.h"

#include "base/num.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { LOCKS_BYTES = 256 * 1024, NAME_BYTES = 32 };

static Sv read_text(Arena *arena, const char *path, size_t most) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return (Sv){0};
    char *bytes = arena_alloc_raw(arena, most);
    size_t used = 0;
    for (ssize_t got; used < most && (got = read(fd, bytes + used, most - used)) > 0;)
        used += (size_t)got;
    close(fd);
    return (Sv){bytes, used};
}

// 1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 1073741824 1073742335
static bool reads_as_lock(Sv line, Sv file, int64_t *pid) {
    Sv word;
    Sv words[8];
    size_t count = 0;
    while (count < 8 && sv_next_part(&line, ' ', &word))
        if (word.len > 0) words[count++] = word;
    return count >= 6 && sv_eq_c(words[3], "WRITE") && sv_eq(words[5], file) &&
           num_parse_i64(words[4], pid);
}

Sv lock_holder(Arena *arena, const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return (Sv){0};
    Sv file = sv_format(arena, "%02x:%02x:%llu", major(status.st_dev), minor(status.st_dev),
                        (unsigned long long)status.st_ino);
    Sv rest = read_text(arena, "/proc/locks", LOCKS_BYTES), line;
    int64_t pid = 0;
    while (sv_next_line(&rest, &line)) {
        if (!reads_as_lock(line, file, &pid) || pid <= 0) continue;
        if (pid == getpid()) return SV("another step of this run");
        Sv comm = sv_format(arena, "/proc/%lld/comm", (long long)pid);
        Sv name = sv_trim(read_text(arena, comm.at, NAME_BYTES));
        return name.len ? sv_format(arena, "%.*s, process %lld", SV_ARG(name), (long long)pid)
                        : sv_format(arena, "process %lld", (long long)pid);
    }
    return (Sv){0};
}
