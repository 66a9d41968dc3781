#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "value/json_reader.h"
#include <limits.h>
#include <math.h>
#include <string.h>

// ── strings ──
// Which of eight bytes end what is plain (a quote, a backslash, below 0x20): the high bit of the
// first that does stands in the result, and below it nothing.
static uint64_t plain_stops(uint64_t bytes) {
    const uint64_t ones = UINT64_MAX / 255, high = ones << 7;
    uint64_t quote = bytes ^ ones * '"', backslash = bytes ^ ones * '\\';
    uint64_t found = ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
                     ((bytes - ones * 0x20) & ~bytes);
    return found & high;
}

// The first of them is the lowest.
static uint64_t eight_bytes(const char *at) {
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? bytes : __builtin_bswap64(bytes);
}

static bool is_plain(char c) {
    return c != '"' && c != '\\' && (unsigned char)c >= 0x20;
}

static const char *plain_end(const char *at, const char *end) {
    for (; end - at >= (ptrdiff_t)sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t stops = plain_stops(eight_bytes(at));
        if (stops) return at + __builtin_ctzll(stops) / 8;
    }
    while (at < end && is_plain(*at))
        at++;
    return at;
}

// As plain_end, and copies what is before it. There is as much room as text.
static const char *copy_plain(const char *at, const char *end, char **to) {
    for (; end - at >= (ptrdiff_t)sizeof(uint64_t); at += sizeof(uint64_t)) {
        uint64_t stops = plain_stops(eight_bytes(at));
        memcpy(*to, at, sizeof(uint64_t));
        size_t plain = stops ? (size_t)__builtin_ctzll(stops) / 8 : sizeof(uint64_t);
        *to += plain;
        if (stops) return at + plain;
    }
    while (at < end && is_plain(*at))
        *(*to)++ = *at++;
    return at;
}

// Four hexadecimal digits at `at`; -1 where there are none.
static int32_t hex_four(const JsonReader *reader, const char *at) {
    int32_t number = 0;
    if (reader->end - at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        int digit = ascii_hex_value(at[i]);
        if (digit < 0) return -1;
        number = number << 4 | digit;
    }
    return number;
}

// \uXXXX, and the second half if it is the first of a surrogate pair.
static bool read_unicode(JsonReader *reader, char **to) {
    const char *escape = reader->at;
    int32_t first = hex_four(reader, escape + 2);
    if (first < 0) return json_fail(reader, escape, "\\u needs four hexadecimal digits");
    uint32_t code_point = (uint32_t)first;
    reader->at += 6;
    if (first >= 0xDC00 && first <= 0xDFFF)
        return json_fail(reader, escape, "\\u%04x is the second half of a surrogate pair alone",
                         (unsigned)first);
    if (first >= 0xD800 && first <= 0xDBFF) {
        bool pair = reader->end - reader->at >= 6 && reader->at[0] == '\\' && reader->at[1] == 'u';
        int32_t second = pair ? hex_four(reader, reader->at + 2) : -1;
        if (second < 0xDC00 || second > 0xDFFF)
            return json_fail(reader, escape, "\\u%04x is the first half of a surrogate pair alone",
                             (unsigned)first);
        code_point = 0x10000 + ((uint32_t)(first - 0xD800) << 10) + (uint32_t)(second - 0xDC00);
        reader->at += 6;
    }
    *to += utf8_encode(code_point, *to);
    return true;
}

static bool read_escape(JsonReader *reader, char **to) {
    if (reader->end - reader->at < 2) {
        reader->at = reader->end;
        return json_fail_found(reader, "a closing '\"'");
    }
    static const char bytes[UCHAR_MAX + 1] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    char name = reader->at[1];
    if (name == 'u') return read_unicode(reader, to);
    char byte = bytes[(unsigned char)name];
    if (!byte) {
        const char *escape = reader->at++;
        Sv rest = {reader->at, (size_t)(reader->end - reader->at)};
        size_t size = 0;
        utf8_next(rest, &size);
        Buf shown BUF_AUTO = buf_new(64);
        shown_add(&shown, sv_slice(rest, 0, size), false);
        return json_fail(reader, escape, "unknown escape \\%.*s", SV_ARG(buf_sv(&shown)));
    }
    *(*to)++ = byte;
    reader->at += 2;
    return true;
}

static bool fail_control(JsonReader *reader) {
    Buf escape BUF_AUTO = buf_new(64);
    json_write_text(&escape, (Sv){reader->at, 1});
    return json_fail(reader, reader->at, "a control byte 0x%02x in a text is written %.*s",
                     (unsigned char)*reader->at, (int)escape.len - 2, escape.at + 1);
}

// The bytes between the quotes; each escape is longer than its character.
static bool unescape(JsonReader *reader, char **to) {
    for (;;) {
        reader->at = copy_plain(reader->at, reader->end, to);
        if (reader->at == reader->end) return json_fail_found(reader, "a closing '\"'");
        if (*reader->at == '"') return true;
        if (*reader->at != '\\') return fail_control(reader);
        if (!read_escape(reader, to)) return false;
    }
}

// The latest possible end of the string, so that its memory can be allocated at once.
static const char *closing_quote(const char *at, const char *end) {
    for (;;) {
        at = plain_end(at, end);
        if (at == end || *at == '"') return at;
        at += *at == '\\' && end - at > 1 ? 2 : 1;
    }
}

// In a text of usual length one piece of memory takes all its strings: each has two quotes, and
// needs one byte beside its own.
static char *room_of(JsonReader *reader) {
    enum { USUAL = 64 * 1024 };
    size_t left = (size_t)(reader->end - reader->at);
    if (reader->room) return reader->room;
    if (reader->end - reader->start > USUAL)
        return arena_alloc_raw(reader->arena,
                               (size_t)(closing_quote(reader->at, reader->end) - reader->at) +
                                   sizeof(uint64_t));
    return reader->room = arena_alloc_raw(reader->arena, left + 1);
}

bool json_read_string(JsonReader *reader, Value *out) {
    reader->at++;
    char *text = room_of(reader), *to = text;
    if (!unescape(reader, &to)) return false;
    *to = '\0';
    reader->at++;
    if (reader->room) reader->room = to + 1;
    *out = value_string((Sv){text, (size_t)(to - text)});
    return true;
}

// ── numbers ──
static bool is_digit(const JsonReader *reader) {
    return reader->at < reader->end && ascii_is_digit(*reader->at);
}

static void skip_digits(JsonReader *reader) {
    while (is_digit(reader))
        reader->at++;
}

// Checks the grammar; *integer tells whether there is neither fraction nor exponent.
static bool scan_number(JsonReader *reader, bool *integer) {
    const char *begin = reader->at;
    if (*reader->at == '-') reader->at++;
    if (!is_digit(reader)) return json_fail_found(reader, "a digit after '-'");
    bool zero = *reader->at == '0';
    reader->at++;
    if (zero && is_digit(reader))
        return json_fail(reader, begin, "a number must not begin with 0 unless it is 0");
    skip_digits(reader);
    *integer = true;
    if (reader->at < reader->end && *reader->at == '.') {
        *integer = false;
        reader->at++;
        if (!is_digit(reader)) return json_fail_found(reader, "a digit after '.'");
        skip_digits(reader);
    }
    if (reader->at < reader->end && (*reader->at == 'e' || *reader->at == 'E')) {
        *integer = false;
        reader->at++;
        if (reader->at < reader->end && (*reader->at == '+' || *reader->at == '-')) reader->at++;
        if (!is_digit(reader)) return json_fail_found(reader, "a digit of the exponent");
        skip_digits(reader);
    }
    return true;
}

static bool read_decimal(JsonReader *reader, Sv text, Value *out) {
    if (value_decimal(reader->arena, text, out)) return true;
    return json_fail(reader, text.at, "a number with more than %d digits, or a larger exponent",
                     LIMIT_DECIMAL_DIGITS);
}

static bool is_zero(Sv text) {
    for (size_t i = 0; i < text.len && text.at[i] != 'e' && text.at[i] != 'E'; i++)
        if (ascii_is_digit(text.at[i]) && text.at[i] != '0') return false;
    return true;
}

bool json_read_number(JsonReader *reader, Value *out) {
    const char *begin = reader->at;
    bool integer = false;
    if (!scan_number(reader, &integer)) return false;
    Sv text = {begin, (size_t)(reader->at - begin)};
    int64_t whole;
    if (integer && num_parse_i64(text, &whole)) {
        *out = value_int(whole);
        return true;
    }
    double number;
    bool large = text.len > LIMIT_DECIMAL_DIGITS * 2; // to be refused without work
    if (integer || large || !num_parse_double(text, &number))
        return read_decimal(reader, text, out);
    bool kept = !isinf(number) && (number != 0 || is_zero(text));
    if (!kept) return read_decimal(reader, text, out);
    *out = value_double(number);
    return true;
}
