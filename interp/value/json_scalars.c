#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "value/json_reader.h"
#include <math.h>
#include <string.h>

// ── strings ──
// Whether any of eight bytes ends what is plain: the high bit of each that is zero, or below 0x20,
// stands in the result.
static bool ends_plain(uint64_t bytes) {
    const uint64_t ones = UINT64_MAX / 255, high = ones << 7;
    uint64_t quote = bytes ^ ones * '"', backslash = bytes ^ ones * '\\';
    uint64_t found = ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
                     ((bytes - ones * 0x20) & ~bytes);
    return (found & high) != 0;
}

static const char *plain_end(const char *at, const char *end) {
    for (uint64_t bytes; end - at >= (ptrdiff_t)sizeof bytes; at += sizeof bytes) {
        memcpy(&bytes, at, sizeof bytes);
        if (ends_plain(bytes)) break;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
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
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    char name = reader->at[1];
    if (name == 'u') return read_unicode(reader, to);
    const char *found = name ? strchr(names, name) : NULL;
    if (!found) {
        const char *escape = reader->at++;
        Sv rest = {reader->at, (size_t)(reader->end - reader->at)};
        size_t size = 0;
        utf8_next(rest, &size);
        Buf shown BUF_AUTO = buf_new(64);
        shown_add(&shown, sv_slice(rest, 0, size), false);
        return json_fail(reader, escape, "unknown escape \\%.*s", SV_ARG(buf_sv(&shown)));
    }
    *(*to)++ = bytes[found - names];
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
static bool unescape(JsonReader *reader, char *to, size_t *len) {
    char *begin = to;
    for (;;) {
        const char *stop = plain_end(reader->at, reader->end);
        memcpy(to, reader->at, (size_t)(stop - reader->at));
        to += stop - reader->at;
        reader->at = stop;
        if (stop == reader->end) return json_fail_found(reader, "a closing '\"'");
        if (*stop == '"') break;
        if (*stop != '\\') return fail_control(reader);
        if (!read_escape(reader, &to)) return false;
    }
    *len = (size_t)(to - begin);
    return true;
}

// The latest possible end of the string, so that its memory can be allocated at once.
static const char *closing_quote(const char *at, const char *end) {
    for (;;) {
        at = plain_end(at, end);
        if (at == end || *at == '"') return at;
        at += *at == '\\' && end - at > 1 ? 2 : 1;
    }
}

bool json_read_string(JsonReader *reader, Value *out) {
    const char *begin = ++reader->at, *stop = plain_end(begin, reader->end);
    if (stop < reader->end && *stop == '"') {
        *out = value_string_copy(reader->arena, (Sv){begin, (size_t)(stop - begin)});
        reader->at = stop + 1;
        return true;
    }
    size_t len = 0, room = (size_t)(closing_quote(stop, reader->end) - begin);
    char *text = arena_alloc_raw(reader->arena, room + 1);
    if (!unescape(reader, text, &len)) return false;
    text[len] = '\0';
    reader->at++;
    *out = value_string((Sv){text, len});
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
