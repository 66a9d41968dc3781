#include "drivers/process/output_buffer.h"

#include "base/heap.h"
#include "base/utf8.h"
#include <string.h>

// output_buffer_left_out searches for these words in texts as long as the ceiling, never in shorter
// ones.
#define LEFT_OUT_BEGIN "[… "
#define LEFT_OUT_WORDS " bytes were left out here; all of it has "

OutputBuffer output_buffer_new(size_t ceiling) {
    return (OutputBuffer){.head = buf_new(ceiling / 2), .half = ceiling / 2};
}

void output_buffer_free(OutputBuffer *capture) {
    buf_free(&capture->head);
    heap_free(capture->ring);
    if (capture->hasher) hasher_end(capture->hasher);
    *capture = (OutputBuffer){0};
}

// Bytes in the ring: everything beyond the head, at most its size.
static size_t ring_used(const OutputBuffer *capture) {
    uint64_t beyond = capture->total - capture->head.len;
    return beyond < capture->half ? (size_t)beyond : capture->half;
}

// The ring's content in order, as two pieces.
static void ring_pieces(const OutputBuffer *capture, Sv pieces[2]) {
    size_t used = ring_used(capture);
    uint64_t beyond = capture->total - capture->head.len;
    size_t end = capture->half ? (size_t)(beyond % capture->half) : 0;
    if (used < capture->half) {
        pieces[0] = (Sv){capture->ring, used};
        pieces[1] = (Sv){0};
        return;
    }
    pieces[0] = (Sv){capture->ring + end, capture->half - end};
    pieces[1] = (Sv){capture->ring, end};
}

static void begin_digest(OutputBuffer *capture) {
    Sv pieces[2];
    ring_pieces(capture, pieces);
    capture->hasher = hasher_new();
    hasher_add(capture->hasher, buf_sv(&capture->head));
    hasher_add(capture->hasher, pieces[0]);
    hasher_add(capture->hasher, pieces[1]);
}

static void ring_add(OutputBuffer *capture, Sv bytes) {
    if (!capture->ring) capture->ring = heap_alloc(capture->half);
    uint64_t beyond = capture->total - capture->head.len;
    if (!capture->hasher && beyond + bytes.len > capture->half) begin_digest(capture);
    if (capture->hasher) hasher_add(capture->hasher, bytes);
    capture->total += bytes.len;
    if (bytes.len > capture->half) {
        beyond += bytes.len - capture->half;
        bytes = sv_slice(bytes, bytes.len - capture->half, bytes.len);
    }
    size_t at = (size_t)(beyond % capture->half);
    size_t first = capture->half - at < bytes.len ? capture->half - at : bytes.len;
    memcpy(capture->ring + at, bytes.at, first);
    memcpy(capture->ring, bytes.at + first, bytes.len - first);
}

void output_buffer_add(OutputBuffer *capture, Sv bytes) {
    if (capture->total == capture->head.len) {
        size_t room = capture->half - capture->head.len;
        Sv first = sv_slice(bytes, 0, room);
        buf_add(&capture->head, first);
        capture->total += first.len;
        bytes = sv_slice(bytes, first.len, bytes.len);
    }
    if (bytes.len > 0) ring_add(capture, bytes);
}

static void add_grouped(Buf *buf, uint64_t number) {
    if (number >= 1000) {
        add_grouped(buf, number / 1000);
        buf_addf(buf, ",%03llu", (unsigned long long)(number % 1000));
        return;
    }
    buf_addf(buf, "%llu", (unsigned long long)number);
}

// Drops the first bytes of a character whose end was left out.
static Sv whole_end(Sv text) {
    for (size_t i = 1; i <= 3 && i <= text.len; i++) {
        unsigned char c = (unsigned char)text.at[text.len - i];
        if ((c & 0xC0) == 0x80) continue;
        size_t needed = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        return needed > i ? sv_slice(text, 0, text.len - i) : text;
    }
    return text;
}

// Drops the last bytes of a character whose beginning was left out.
static Sv whole_start(Sv text) {
    size_t i = 0;
    while (i < 3 && i < text.len && ((unsigned char)text.at[i] & 0xC0) == 0x80)
        i++;
    return sv_slice(text, i, text.len);
}

static void add_left_out(Buf *buf, Arena *arena, OutputBuffer *capture, uint64_t left_out) {
    Sv digest = sha256_text(arena, hasher_end(capture->hasher));
    capture->hasher = NULL;
    buf_add_c(buf, "\n" LEFT_OUT_BEGIN);
    add_grouped(buf, left_out);
    buf_add_c(buf, " of ");
    add_grouped(buf, capture->total);
    buf_addf(buf, LEFT_OUT_WORDS "%.*s …]\n", SV_ARG(digest));
}

Sv output_buffer_bytes(OutputBuffer *capture, Arena *arena) {
    Sv head = buf_sv(&capture->head);
    if (!capture->ring) return sv_copy(arena, head);
    Sv pieces[2];
    ring_pieces(capture, pieces);
    BUF_AUTO Buf tail = buf_new(capture->half);
    buf_add(&tail, pieces[0]);
    buf_add(&tail, pieces[1]);
    BUF_AUTO Buf all = buf_new(2 * capture->half + 512);
    if (capture->hasher) {
        Sv kept_tail = whole_start(buf_sv(&tail));
        head = whole_end(head);
        buf_add(&all, head);
        add_left_out(&all, arena, capture, capture->total - head.len - kept_tail.len);
        buf_add(&all, kept_tail);
    } else {
        buf_add(&all, head);
        buf_add(&all, buf_sv(&tail));
    }
    return buf_keep(&all, arena);
}

Sv output_buffer_left_out(Sv text) {
    size_t words = sv_find(text, SV(LEFT_OUT_WORDS "sha256:"), 0);
    if (words == SV_NONE) return (Sv){0};
    size_t begin = words;
    Sv opening = SV("\n" LEFT_OUT_BEGIN);
    while (begin > 0 && text.at[begin] != '\n')
        begin--;
    Sv line = sv_slice(text, begin, text.len);
    if (!sv_starts(line, opening)) return (Sv){0};
    size_t end = words + strlen(" bytes were left out");
    return sv_slice(text, begin + opening.len, end);
}

// ── the screen ──

enum { SCREEN = sizeof((LastLines *)0)->ring };

// For people: bytes that are not UTF-8 are shown as \xe9.
static void add_bytes_shown(Buf *buf, Sv bytes) {
    size_t from = 0;
    while (from < bytes.len) {
        Sv rest = sv_slice(bytes, from, bytes.len);
        size_t bad;
        if (utf8_valid(rest, &bad)) bad = rest.len;
        buf_add(buf, sv_slice(rest, 0, bad));
        if (bad < rest.len) buf_addf(buf, "\\x%02x", (unsigned char)rest.at[bad]);
        from += bad + 1;
    }
}

static Sv with_bytes_shown(Arena *arena, Sv bytes) {
    if (utf8_valid(bytes, NULL)) return bytes;
    BUF_AUTO Buf buf = buf_new(4 * bytes.len + 4);
    add_bytes_shown(&buf, bytes);
    return buf_keep(&buf, arena);
}

void last_lines_add(LastLines *lines, Sv bytes) {
    if (bytes.len > SCREEN) {
        lines->total += bytes.len - SCREEN;
        bytes = sv_slice(bytes, bytes.len - SCREEN, bytes.len);
    }
    size_t at = (size_t)(lines->total % SCREEN);
    size_t first = SCREEN - at < bytes.len ? SCREEN - at : bytes.len;
    if (first) memcpy(lines->ring + at, bytes.at, first);
    if (bytes.len > first) memcpy(lines->ring, bytes.at + first, bytes.len - first);
    lines->total += bytes.len;
}

// The last bytes, at most `most` of them.
static Sv screen_bytes(const LastLines *lines, char *out, size_t most) {
    size_t kept = lines->total < most ? (size_t)lines->total : most;
    for (size_t i = 0; i < kept; i++)
        out[i] = lines->ring[(lines->total - kept + i) % SCREEN];
    return (Sv){out, kept};
}

Sv last_lines_text(const LastLines *lines, Arena *arena) {
    Sv all = screen_bytes(lines, arena_alloc_raw(arena, SCREEN), SCREEN);
    size_t line = lines->total > SCREEN ? sv_find_char(all, '\n', 0) : SV_NONE;
    if (line != SV_NONE && line + 1 < all.len) all = sv_slice(all, line + 1, all.len);
    return with_bytes_shown(arena, all);
}

void last_lines_last(const LastLines *lines, Buf *line) {
    char bytes[512];
    Sv all = sv_trim(screen_bytes(lines, bytes, sizeof bytes));
    size_t begin = all.len;
    while (begin > 0 && all.at[begin - 1] != '\n' && all.at[begin - 1] != '\r')
        begin--;
    buf_clear(line);
    add_bytes_shown(line, sv_slice(all, begin, all.len));
}
