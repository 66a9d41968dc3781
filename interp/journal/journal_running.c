// Whether a journal is being written.
#include "base/system/file.h"
#include "journal/journal.h"

#include <fcntl.h>
#include <unistd.h>

bool journal_running(Sv path) {
    Arena *arena = arena_new((size_t)64 * 1024);
    const char *name = sv_to_c(arena, path);
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    arena_free(arena);
    if (fd < 0) return false;
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    bool told = fcntl(fd, F_OFD_GETLK, &lock) == 0;
    close(fd);
    return told && lock.l_type == F_WRLCK;
}
