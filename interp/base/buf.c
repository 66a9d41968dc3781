#include "base/buf.h"
#include "base/heap.h"
#include "base/utf8.h"
#include <stdio.h>
#include <string.h>

Buf buf_new(size_t ceiling) {
    return (Buf){.ceiling = ceiling};
}

void buf_free(Buf *buf) {
    heap_free(buf->at);
    *buf = (Buf){.ceiling = buf->ceiling};
}

void buf_clear(Buf *buf) {
    buf->len = 0;
    buf->full = false;
}

void buf_drop(Buf *buf, size_t count) {
    if (count == 0) return;
    buf->len -= count;
    memmove(buf->at, buf->at + count, buf->len);
}

char *buf_reserve(Buf *buf, size_t size) {
    if (buf->len > buf->ceiling || size > buf->ceiling - buf->len) {
        buf->full = true;
        return NULL;
    }
    size_t wanted = buf->len + size;
    if (wanted > buf->cap || !buf->at) {
        size_t cap = buf->cap > buf->ceiling / 2 ? buf->ceiling : buf->cap * 2;
        if (cap < 64) cap = 64;
        if (cap < wanted) cap = wanted;
        buf->at = heap_resize(buf->at, cap);
        buf->cap = cap;
    }
    return buf->at + buf->len;
}

bool buf_add(Buf *buf, Sv text) {
    char *to = buf_reserve(buf, text.len);
    if (!to) return false;
    if (text.len > 0) memcpy(to, text.at, text.len);
    buf->len += text.len;
    return true;
}

bool buf_add_c(Buf *buf, const char *text) {
    return buf_add(buf, sv_from_c(text));
}

bool buf_add_char(Buf *buf, char c) {
    if (buf->len < buf->cap && buf->len < buf->ceiling) {
        buf->at[buf->len++] = c;
        return true;
    }
    return buf_add(buf, (Sv){&c, 1});
}

bool buf_add_repeat(Buf *buf, char c, size_t count) {
    char *to = buf_reserve(buf, count);
    if (!to) return false;
    memset(to, c, count);
    buf->len += count;
    return true;
}

bool buf_add_utf8(Buf *buf, uint32_t code_point) {
    char bytes[4] = {0};
    return buf_add(buf, (Sv){bytes, utf8_encode(code_point, bytes)});
}

bool buf_addv(Buf *buf, const char *format, va_list args) {
    char small[256];
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(small, sizeof small, format, args);
    bool added = false;
    if (size >= 0 && (size_t)size < sizeof small) {
        added = buf_add(buf, (Sv){small, (size_t)size});
    } else if (size >= 0) {
        // vsnprintf ends with a NUL byte, which needs room of its own for a moment.
        size_t len = (size_t)size;
        char *whole = heap_resize(NULL, len + 1);
        vsnprintf(whole, len + 1, format, again);
        added = buf_add(buf, (Sv){whole, len});
        heap_free(whole);
    }
    va_end(again);
    return added;
}

bool buf_addf(Buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    bool added = buf_addv(buf, format, args);
    va_end(args);
    return added;
}

Sv buf_sv(const Buf *buf) {
    return (Sv){buf->at, buf->len};
}

Sv buf_keep(const Buf *buf, Arena *arena) {
    return sv_copy(arena, buf_sv(buf));
}
