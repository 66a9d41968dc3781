// Growing byte buffers; none can be made without a ceiling.
// What would pass the ceiling is not added, and the buffer is `full` from then on (see buf_add).
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/sv.h"
#include <stdarg.h>

typedef struct Buf {
    char *at;       // heap memory, or NULL
    size_t len;     // bytes in use
    size_t cap;     // bytes allocated
    size_t ceiling; // most bytes it may hold
    bool full;      // something was refused
} Buf;

Buf buf_new(size_t ceiling);
void buf_free(Buf *buf);
// A buffer that frees itself at the end of its block.
#define BUF_AUTO __attribute__((cleanup(buf_free)))
void buf_clear(Buf *buf);
// False (and full, nothing added) where the ceiling would be passed.
bool buf_add(Buf *buf, Sv text);
bool buf_add_c(Buf *buf, const char *text);
bool buf_add_char(Buf *buf, char c);
bool buf_add_repeat(Buf *buf, char c, size_t count);
bool buf_add_utf8(Buf *buf, uint32_t code_point);
bool buf_addf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_addv(Buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
// Room for `size` more bytes to be written at buf->at + buf->len; NULL where the ceiling forbids.
char *buf_reserve(Buf *buf, size_t size);
Sv buf_sv(const Buf *buf);
// Takes so many bytes from the beginning.
void buf_drop(Buf *buf, size_t count);
// A copy that lives in the arena.
Sv buf_keep(const Buf *buf, Arena *arena);

#endif
