// Reads JSONPath queries: segments, selectors, names. Filters are in jsonpath_filter.c.
#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "jsonpath/jsonpath_query.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// RFC 9535 limits integers to what every JSON reader represents exactly.
#define INT_MOST ((int64_t)9007199254740991)

// ── the cursor ──

bool path_fail(PathReader *reader, size_t at, const char *format, ...) {
    if (reader->failed) return false;
    char text[320];
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    reader->failed = true;
    reader->error = sv_copy(reader->arena, (Sv){text, len});
    reader->error_at = at;
    return false;
}

int path_peek(const PathReader *reader) {
    return reader->at < reader->text.len ? (unsigned char)reader->text.at[reader->at] : -1;
}

bool path_take(PathReader *reader, const char *text) {
    Sv rest = sv_slice(reader->text, reader->at, reader->text.len);
    Sv wanted = sv_from_c(text);
    if (!sv_starts(rest, wanted)) return false;
    reader->at += wanted.len;
    return true;
}

void path_blank(PathReader *reader) {
    for (;;) {
        int next = path_peek(reader);
        if (next != ' ' && next != '\t' && next != '\n' && next != '\r') return;
        reader->at++;
    }
}

Sv path_found(const PathReader *reader) {
    if (reader->at >= reader->text.len) return SV("the end");
    size_t end = reader->at;
    utf8_next(reader->text, &end);
    BUF_AUTO Buf shown = buf_new(64);
    shown_add(&shown, sv_slice(reader->text, reader->at, end), false);
    return sv_format(reader->arena, "'%.*s'", SV_ARG(buf_sv(&shown)));
}

// ── strings ──

static bool read_hex4(PathReader *reader, uint32_t *out) {
    uint64_t number = 0;
    Sv digits = sv_slice(reader->text, reader->at, reader->at + 4);
    if (digits.len < 4 || !num_parse_hex(digits, &number)) {
        return path_fail(reader, reader->at, "expected four hex digits after \\u");
    }
    reader->at += 4;
    *out = (uint32_t)number;
    return true;
}

static bool read_unicode_escape(PathReader *reader, Buf *out) {
    size_t at = reader->at;
    uint32_t unit = 0, low = 0;
    if (!read_hex4(reader, &unit)) return false;
    if (unit >= 0xDC00 && unit <= 0xDFFF) {
        return path_fail(reader, at, "a low surrogate without its high one");
    }
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        if (!path_take(reader, "\\u")) {
            return path_fail(reader, at, "a high surrogate without its low one");
        }
        if (!read_hex4(reader, &low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) {
            return path_fail(reader, at, "a high surrogate without its low one");
        }
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    return buf_add_utf8(out, unit);
}

static bool read_escape(PathReader *reader, char quote, Buf *out) {
    static const char codes[] = "bfnrt/\\", values[] = "\b\f\n\r\t/\\";
    int next = path_peek(reader);
    if (next < 0) return path_fail(reader, reader->at, "the string does not end");
    size_t at = reader->at++;
    if (next == 'u') return read_unicode_escape(reader, out);
    if (next == (unsigned char)quote) return buf_add_char(out, quote);
    const char *code = next > 0 ? strchr(codes, next) : NULL;
    if (code == NULL) {
        reader->at = at;
        return path_fail(reader, at - 1, "no such escape: \\ before %.*s in a string between %c",
                         SV_ARG(path_found(reader)), quote);
    }
    return buf_add_char(out, values[code - codes]);
}

bool path_read_text(PathReader *reader, Sv *out) {
    size_t opened = reader->at;
    char quote = reader->text.at[reader->at++];
    BUF_AUTO Buf text = buf_new(reader->text.len + 1);
    for (;;) {
        int next = path_peek(reader);
        if (next < 0) return path_fail(reader, opened, "the string does not end");
        if (next < 0x20) {
            return path_fail(reader, reader->at,
                             "control character %.*s in a string is written \\u%04x",
                             SV_ARG(path_found(reader)), (unsigned)next);
        }
        reader->at++;
        if (next == (unsigned char)quote) break;
        if (next != '\\')
            buf_add_char(&text, (char)next);
        else if (!read_escape(reader, quote, &text))
            return false;
    }
    *out = buf_keep(&text, reader->arena);
    return true;
}

// ── selectors ──

bool path_read_int(PathReader *reader, int64_t *out) {
    size_t from = reader->at;
    bool negative = path_take(reader, "-");
    size_t digits = reader->at;
    while (ascii_is_digit(path_peek(reader)))
        reader->at++;
    Sv written = sv_slice(reader->text, digits, reader->at);
    if (written.len == 0) {
        return path_fail(reader, reader->at, "expected a digit but found %.*s",
                         SV_ARG(path_found(reader)));
    }
    if (written.at[0] == '0' && (written.len > 1 || negative)) {
        return path_fail(reader, from, "an index has no leading zero and is not -0");
    }
    int64_t number = 0;
    if (!num_parse_i64(written, &number) || number > INT_MOST) {
        return path_fail(reader, from, "the index is beyond ±%lld", (long long)INT_MOST);
    }
    *out = negative ? -number : number;
    return true;
}

static bool starts_int(const PathReader *reader) {
    return path_peek(reader) == '-' || ascii_is_digit(path_peek(reader));
}

// Reads what follows an optional start: [start:end:step], with blank space anywhere.
static bool read_slice(PathReader *reader, PathSlice *slice) {
    slice->step = 1;
    path_take(reader, ":");
    path_blank(reader);
    if (starts_int(reader)) {
        if (!path_read_int(reader, &slice->end)) return false;
        slice->has_end = true;
        path_blank(reader);
    }
    if (!path_take(reader, ":")) return true;
    path_blank(reader);
    return !starts_int(reader) || path_read_int(reader, &slice->step);
}

static bool read_index_or_slice(PathReader *reader, PathSelector *out) {
    int64_t number = 0;
    bool has_number = starts_int(reader);
    if (has_number && !path_read_int(reader, &number)) return false;
    size_t after = reader->at;
    path_blank(reader);
    if (path_peek(reader) != ':') {
        reader->at = after;
        *out = (PathSelector){.kind = PATH_INDEX, .index = number};
        return true;
    }
    *out = (PathSelector){.kind = PATH_SLICE, .slice = {.start = number, .has_start = has_number}};
    return read_slice(reader, &out->slice);
}

static bool read_selector(PathReader *reader, PathSelector *out) {
    int next = path_peek(reader);
    if (next == '\'' || next == '"') {
        *out = (PathSelector){.kind = PATH_NAME};
        return path_read_text(reader, &out->name);
    }
    if (path_take(reader, "*")) {
        *out = (PathSelector){.kind = PATH_WILDCARD};
        return true;
    }
    if (path_take(reader, "?")) {
        path_blank(reader);
        const PathFilter *filter = path_read_filter(reader);
        *out = (PathSelector){.kind = PATH_FILTER, .filter = filter};
        return filter != NULL;
    }
    if (next == ':' || starts_int(reader)) return read_index_or_slice(reader, out);
    return path_fail(reader, reader->at,
                     "expected a quoted name, an index, a slice, '*' or '?' but found %.*s",
                     SV_ARG(path_found(reader)));
}

static PathSelector *next_selector(PathReader *reader, PathSegment *segment) {
    arena_grow(reader->arena, segment->selectors, segment->count, segment->capacity);
    return &segment->selectors[segment->count++];
}

static bool read_bracketed(PathReader *reader, PathSegment *segment) {
    do {
        path_blank(reader);
        if (!read_selector(reader, next_selector(reader, segment))) return false;
        path_blank(reader);
    } while (path_take(reader, ","));
    if (path_take(reader, "]")) return true;
    return path_fail(reader, reader->at, "expected ',' or ']' but found %.*s",
                     SV_ARG(path_found(reader)));
}

// ── segments ──

static bool starts_name(int c) {
    return ascii_is_letter(c) || c == '_' || c >= 0x80;
}

static bool read_name(PathReader *reader, Sv *out) {
    size_t from = reader->at;
    if (!starts_name(path_peek(reader))) {
        return path_fail(reader, from, "expected a name, '*' or '[' but found %.*s",
                         SV_ARG(path_found(reader)));
    }
    while (starts_name(path_peek(reader)) || ascii_is_digit(path_peek(reader)))
        reader->at++;
    *out = sv_copy(reader->arena, sv_slice(reader->text, from, reader->at));
    return true;
}

static bool read_segment(PathReader *reader, PathSegment *segment) {
    segment->descendant = path_take(reader, "..");
    bool dot = !segment->descendant && path_take(reader, ".");
    if (!dot && path_take(reader, "[")) return read_bracketed(reader, segment);
    PathSelector *selector = next_selector(reader, segment);
    if (path_take(reader, "*")) {
        *selector = (PathSelector){.kind = PATH_WILDCARD};
        return true;
    }
    *selector = (PathSelector){.kind = PATH_NAME};
    return read_name(reader, &selector->name);
}

static bool is_singular(const PathQuery *query) {
    for (uint32_t i = 0; i < query->count; i++) {
        const PathSegment *segment = &query->segments[i];
        PathSelectorKind kind = segment->selectors[0].kind;
        if (segment->descendant || segment->count != 1) return false;
        if (kind != PATH_NAME && kind != PATH_INDEX) return false;
    }
    return true;
}

bool path_read_query(PathReader *reader, PathQuery *out) {
    *out = (PathQuery){.relative = path_peek(reader) == '@'};
    reader->at++;
    for (;;) {
        size_t before_blank = reader->at;
        path_blank(reader);
        if (path_peek(reader) != '.' && path_peek(reader) != '[') {
            reader->at = before_blank;
            out->singular = is_singular(out);
            return true;
        }
        arena_grow(reader->arena, out->segments, out->count, out->capacity);
        PathSegment *segment = &out->segments[out->count++];
        *segment = (PathSegment){0};
        if (!read_segment(reader, segment)) return false;
    }
}

static bool read_whole(PathReader *reader, PathQuery *out) {
    size_t bad = 0;
    if (!utf8_valid(reader->text, &bad)) return path_fail(reader, bad, "the query is not UTF-8");
    if (reader->text.len > LIMIT_EXPRESSION_BYTES) {
        return path_fail(reader, 0, "the query is longer than %d bytes", LIMIT_EXPRESSION_BYTES);
    }
    if (path_peek(reader) != '$') {
        return path_fail(reader, 0, "a query begins with '$' but found %.*s",
                         SV_ARG(path_found(reader)));
    }
    if (!path_read_query(reader, out)) return false;
    if (reader->at == reader->text.len) return true;
    return path_fail(reader, reader->at, "expected '.', '[' or the end but found %.*s",
                     SV_ARG(path_found(reader)));
}

JsonPath *jsonpath_compile(Arena *arena, Sv query, Sv *error, size_t *at) {
    PathReader reader = {.arena = arena, .text = query};
    JsonPath *path = arena_new_of(arena, JsonPath);
    if (read_whole(&reader, &path->query) && !reader.failed) {
        path->ordered_text = reader.ordered_text;
        return path;
    }
    *error = reader.error;
    *at = reader.error_at;
    return NULL;
}
