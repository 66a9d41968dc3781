// Files that are sent: read piece by piece as libcurl asks for them, and digested as they go, since
// a step may have made them a moment ago, and somebody may change them meanwhile.
#include "drivers/http/http_line.h"

#include "base/system/digest.h"
#include "base/system/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct Upload {
    Upload *next;
    Sv path, as;
    int fd;
    int64_t size; // as announced: no more is sent, though the file may have grown
    int64_t sent;
    Hasher *hasher; // over what was sent
};

static bool refuse(HttpFailure *failure, Sv reason) {
    *failure = (HttpFailure){.end = OUTCOME_BAD_VALUE, .reason = reason};
    return false;
}

bool upload_open(Transfer *transfer, Sv path, Sv as, Upload **out, HttpFailure *failure) {
    Arena *arena = transfer->call->arena;
    const char *name = sv_to_c(arena, path);
    struct stat about;
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0 || fstat(fd, &about) < 0) {
        Sv why = name ? file_error(arena, errno) : SV("the path holds a NUL byte");
        if (fd >= 0) close(fd);
        return refuse(failure, sv_format(arena, "the file '%.*s' cannot be read: %.*s",
                                         SV_ARG(path), SV_ARG(why)));
    }
    if (!S_ISREG(about.st_mode)) {
        close(fd);
        return refuse(failure, sv_format(arena, "'%.*s' is not a regular file", SV_ARG(path)));
    }
    Upload *upload = arena_new_of(arena, Upload);
    *upload = (Upload){.next = transfer->uploads,
                       .path = path,
                       .as = as,
                       .fd = fd,
                       .size = about.st_size,
                       .hasher = hasher_new()};
    transfer->uploads = upload;
    *out = upload;
    return true;
}

int64_t upload_size(const Upload *upload) {
    return upload->size;
}

size_t upload_read(char *out, size_t size, size_t count, void *self) {
    Upload *upload = self;
    int64_t left = upload->size - upload->sent;
    size_t most = size * count;
    if ((uint64_t)left < most) most = (size_t)left;
    ssize_t got;
    do
        got = most > 0 ? read(upload->fd, out, most) : 0;
    while (got < 0 && errno == EINTR);
    if (got < 0) return CURL_READFUNC_ABORT;
    hasher_add(upload->hasher, (Sv){out, (size_t)got});
    upload->sent += got;
    return (size_t)got;
}

// To its beginning alone: a request that is sent again is sent as a whole.
int upload_seek(void *self, curl_off_t offset, int origin) {
    Upload *upload = self;
    if (offset != 0 || origin != SEEK_SET || lseek(upload->fd, 0, SEEK_SET) < 0)
        return CURL_SEEKFUNC_FAIL;
    hasher_take(upload->hasher);
    upload->sent = 0;
    return CURL_SEEKFUNC_OK;
}

void uploads_end(Transfer *transfer) {
    UsedFiles *sent = transfer->request->sent;
    for (Upload *upload = transfer->uploads; upload; upload = upload->next) {
        Sha256 digest = hasher_end(upload->hasher);
        close(upload->fd);
        if (!transfer->sent || !sent) continue;
        used_files_add(sent, (UsedFile){.path = upload->path,
                                        .as = upload->as,
                                        .digest = sha256_text(transfer->call->arena, digest),
                                        .size = upload->sent});
    }
    transfer->uploads = NULL;
}
