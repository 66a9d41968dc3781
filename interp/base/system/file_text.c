// Whether a file is UTF-8 text. It is read piece by piece, since it may be larger than memory.
#include "base/heap.h"
#include "base/system/file.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, MOST_OF_ONE = 3 }; // bytes of a character whose last one is still to come

// Bytes that are valid UTF-8 but signs of other encodings: NUL between letters (UTF-16, UTF-32) and
// ESC (ISO 2022).
static bool other_encoding(Sv piece) {
    return memchr(piece.at, '\0', piece.len) || memchr(piece.at, 0x1b, piece.len);
}

// The lead byte of a character that continues after the end of the piece.
static bool may_go_on(Sv tail) {
    unsigned char lead = (unsigned char)tail.at[0];
    size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    return tail.len <= MOST_OF_ONE && tail.len < whole;
}

static bool read_pieces(int fd, char *buffer) {
    size_t held = 0;
    for (;;) {
        ssize_t got = read(fd, buffer + held, PIECE);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) return held == 0;
        Sv piece = {buffer, held + (size_t)got};
        size_t bad = 0;
        if (other_encoding(piece)) return false;
        if (utf8_valid(piece, &bad)) bad = piece.len;
        Sv tail = sv_slice(piece, bad, piece.len);
        if (tail.len > 0 && !may_go_on(tail)) return false;
        held = tail.len;
        memmove(buffer, tail.at, held);
    }
}

bool file_is_utf8(Arena *arena, Sv path) {
    const char *name = sv_to_c(arena, path);
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd < 0) return false;
    struct stat about;
    char *buffer = heap_alloc(PIECE + MOST_OF_ONE);
    bool text = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && read_pieces(fd, buffer);
    heap_free(buffer);
    close(fd);
    return text;
}
