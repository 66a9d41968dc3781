#include "base/buf.h"
#include "base/system/file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

static FileStatus open_regular(const char *name, int *fd) {
    // Without O_NONBLOCK, opening a fifo would wait for someone to write to it.
    *fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd < 0) return file_status_of(errno);
    struct stat about;
    if (fstat(*fd, &about) != 0) return file_status_of(errno);
    if (S_ISDIR(about.st_mode)) return FILE_IS_FOLDER;
    return S_ISREG(about.st_mode) ? FILE_OK : FILE_NOT_REGULAR;
}

typedef struct FileLines {
    void *self;
    FileLine *take;
    Buf held;  // what has been read of a line, and what follows it
    bool over; // nothing more is wanted
} FileLines;

// Hands on the lines that are whole, and keeps the rest.
static void hand_on(FileLines *lines, size_t from) {
    Sv text = buf_sv(&lines->held);
    size_t at = 0, end;
    while (!lines->over && (end = sv_find_char(text, '\n', from)) != SV_NONE) {
        lines->over = !lines->take(lines->self, sv_slice(text, at, end), true);
        at = from = end + 1;
    }
    buf_drop(&lines->held, at);
}

static FileStatus read_lines(FileLines *lines, int fd) {
    while (!lines->over) {
        char *to = buf_reserve(&lines->held, PIECE);
        if (!to) return FILE_TOO_LARGE;
        ssize_t got = read(fd, to, PIECE);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_status_of(errno);
        if (got == 0) break;
        size_t from = lines->held.len;
        lines->held.len += (size_t)got;
        hand_on(lines, from);
    }
    if (!lines->over && lines->held.len > 0) lines->take(lines->self, buf_sv(&lines->held), false);
    return FILE_OK;
}

FileStatus file_lines_of(int fd, size_t longest, FileLine *take, void *self) {
    FileLines lines = {.self = self, .take = take, .held = buf_new(longest + PIECE)};
    FileStatus status = read_lines(&lines, fd);
    int error = errno;
    buf_free(&lines.held);
    errno = error;
    return status;
}

FileStatus file_lines(Arena *arena, Sv path, size_t longest, FileLine *take, void *self) {
    const char *name = sv_to_c(arena, path);
    if (!name) {
        errno = EINVAL;
        return FILE_ERROR;
    }
    int fd;
    FileStatus status = open_regular(name, &fd);
    if (status == FILE_OK) status = file_lines_of(fd, longest, take, self);
    int error = errno;
    if (fd >= 0) close(fd);
    errno = error;
    return status;
}
