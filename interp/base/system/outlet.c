#include "base/system/outlet.h"
#include "base/system/file_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

// What a pipe takes without waiting once it says that it is ready.
enum { AT_ONCE_BYTES = 4096 };

bool outlet_open(Outlet *out, Sv path, unsigned mode) {
    Arena *arena = arena_new(64 * 1024);
    const char *name = sv_to_c(arena, path);
    *out = (Outlet){.fd = -1};
    if (name)
        out->fd = file_open_straight(name, O_CREAT | O_TRUNC, (mode_t)mode);
    else
        errno = EINVAL;
    out->error = out->fd < 0 ? errno : 0;
    arena_free(arena);
    errno = out->error;
    return out->fd >= 0;
}

size_t outlet_put(Outlet *out, Sv text, int patience_ms) {
    size_t done = 0;
    while (done < text.len && out->error == 0 && out->fd >= 0) {
        struct pollfd ready = {.fd = out->fd, .events = POLLOUT};
        int found = poll(&ready, 1, patience_ms);
        if (found < 0 && errno == EINTR) continue;
        if (found == 0) break;
        Sv part = sv_slice(text, done, done + AT_ONCE_BYTES);
        ssize_t put = write(out->fd, part.at, part.len);
        if (put > 0)
            done += (size_t)put;
        else if (put == 0 || (errno != EINTR && errno != EAGAIN))
            out->error = put == 0 ? EIO : errno;
    }
    return done;
}

void outlet_close(Outlet *out) {
    if (out->fd >= 0 && close(out->fd) != 0 && out->error == 0) out->error = errno;
    out->fd = -1;
}
