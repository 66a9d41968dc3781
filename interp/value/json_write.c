#include "base/num.h"
#include "base/shown/invisible.h"
#include "base/system/digest.h"
#include "base/utf8.h"
#include "value/json.h"
#include "value/time.h"
#include <float.h>
#include <math.h>
#include <string.h>

static bool add_escape(Buf *buf, uint32_t c) {
    switch (c) {
    case '"': return buf_add_c(buf, "\\\"");
    case '\\': return buf_add_c(buf, "\\\\");
    case '\b': return buf_add_c(buf, "\\b");
    case '\f': return buf_add_c(buf, "\\f");
    case '\n': return buf_add_c(buf, "\\n");
    case '\r': return buf_add_c(buf, "\\r");
    case '\t': return buf_add_c(buf, "\\t");
    default: break;
    }
    if (c < 0x10000) return buf_addf(buf, "\\u%04x", c);
    return buf_addf(buf, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
                    0xDC00 + ((c - 0x10000) & 0x3FF));
}

// Tests eight bytes at once: whether none of them is a control, a quote, a backslash, DEL, or
// beyond ASCII. (x - 1) & ~x has the high bit set in a byte that is zero, and is correct up to the
// first such byte.
static bool all_plain(const char *at) {
    const uint64_t ones = 0x0101010101010101, highs = ones << 7;
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    uint64_t quote = bytes ^ ones * '"', slash = bytes ^ ones * '\\', del = bytes ^ ones * 0x7F;
    uint64_t control = (bytes - ones * 0x20) & ~bytes;
    uint64_t same = ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((del - ones) & ~del);
    return ((bytes | control | same) & highs) == 0;
}

// The offset of the next byte that may have to be escaped. The journal is written through this, so
// most of a step's own time would be spent here.
static size_t plain_end(Sv text, size_t at) {
    while (text.len - at >= 8 && all_plain(text.at + at))
        at += 8;
    if (text.len - at < 8 && text.len >= 8 && all_plain(text.at + text.len - 8)) return text.len;
    for (; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte < 0x20 || byte >= 0x7F || byte == '"' || byte == '\\') break;
    }
    return at;
}

static bool add_plain_text(Buf *buf, Sv text) {
    char *to = buf_reserve(buf, text.len + 2);
    if (!to) return false;
    to[0] = '"';
    if (text.len > 0) memcpy(to + 1, text.at, text.len);
    to[text.len + 1] = '"';
    buf->len += text.len + 2;
    return true;
}

bool json_write_text(Buf *buf, Sv text) {
    size_t plain = 0; // what is not added yet and needs no change begins here
    size_t i = plain_end(text, 0);
    if (i == text.len) return add_plain_text(buf, text);
    if (!buf_add_char(buf, '"')) return false;
    for (; i < text.len; i = plain_end(text, i)) {
        size_t from = i;
        uint32_t c = utf8_next(text, &i);
        bool ill_formed = c == 0xFFFD && i - from == 1;
        bool escaped = c == '"' || c == '\\' || invisible_alone(c);
        if (!escaped && !ill_formed) continue;
        if (!buf_add(buf, sv_slice(text, plain, from))) return false;
        if (!(escaped ? add_escape(buf, c) : buf_add_utf8(buf, c))) return false;
        plain = i;
    }
    return buf_add(buf, sv_slice(text, plain, text.len)) && buf_add_char(buf, '"');
}

bool json_add_for_log(Buf *out, Sv json) {
    size_t plain = 0;
    for (size_t at; (at = sv_find(json, SV("##"), plain)) != SV_NONE; plain = at + 2)
        if (!buf_add(out, sv_slice(json, plain, at)) || !buf_add_c(out, "#\\u0023")) return false;
    return buf_add(out, sv_slice(json, plain, json.len));
}

// Adds a point or an exponent, so that it is read as a double again.
static bool add_double(Buf *buf, double number) {
    if (!isfinite(number))
        return buf_add_char(buf, '"') && num_add_double(buf, number) && buf_add_char(buf, '"');
    size_t before = buf->len;
    if (!num_add_double(buf, number)) return false;
    Sv text = sv_slice(buf_sv(buf), before, buf->len);
    bool marked = sv_find_char(text, '.', 0) != SV_NONE || sv_find_char(text, 'e', 0) != SV_NONE;
    return marked || buf_add_c(buf, ".0");
}

static bool add_quoted(Buf *buf, Value value, bool (*add)(Buf *buf, Value value)) {
    return buf_add_char(buf, '"') && add(buf, value) && buf_add_char(buf, '"');
}

static bool add_bytes(Buf *buf, Value value) {
    return base64_add(buf, value_text(value));
}

// A whole number with an exponent is written out, since readers take 1e+31 for a double; beyond the
// range of doubles the exponent stays.
static bool add_decimal(Buf *buf, Sv text) {
    size_t power = sv_find(text, SV("e+"), 0);
    int64_t zeros = 0;
    bool plain = power != SV_NONE && num_parse_i64(sv_slice(text, power + 2, text.len), &zeros);
    size_t point = sv_find_char(text, '.', 0);
    Sv whole = sv_slice(text, 0, point < power ? point : power);
    Sv fraction = point < power ? sv_slice(text, point + 1, power) : (Sv){0};
    if (!plain || zeros > DBL_MAX_10_EXP || zeros < (int64_t)fraction.len)
        return buf_add(buf, text);
    return buf_add(buf, whole) && buf_add(buf, fraction) &&
           buf_add_repeat(buf, '0', (size_t)zeros - fraction.len);
}

static bool add_break(Buf *buf, JsonStyle style, size_t depth, bool first) {
    if (!first && !buf_add_char(buf, ',')) return false;
    if (style == JSON_COMPACT || (style == JSON_SPACED && first)) return true;
    if (style == JSON_SPACED) return buf_add_char(buf, ' ');
    return buf_add_char(buf, '\n') && buf_add_repeat(buf, ' ', depth * 2);
}

static bool add_value(Buf *buf, Value value, JsonStyle style, size_t depth);

static bool add_list(Buf *buf, Value list, JsonStyle style, size_t depth) {
    size_t count = value_count(list);
    if (!buf_add_char(buf, '[')) return false;
    for (size_t i = 0; i < count; i++)
        if (!add_break(buf, style, depth + 1, i == 0) ||
            !add_value(buf, value_item(list, i), style, depth + 1))
            return false;
    if (count > 0 && style == JSON_PRETTY && !add_break(buf, style, depth, true)) return false;
    return buf_add_char(buf, ']');
}

static bool add_key(Buf *buf, Value key) {
    if (key.kind == VALUE_STRING) return json_write_text(buf, value_text(key));
    return buf_add_char(buf, '"') && add_value(buf, key, JSON_COMPACT, 0) && buf_add_char(buf, '"');
}

static bool add_map(Buf *buf, Value map, JsonStyle style, size_t depth) {
    size_t count = value_count(map);
    if (!buf_add_char(buf, '{')) return false;
    for (size_t i = 0; i < count; i++)
        if (!add_break(buf, style, depth + 1, i == 0) || !add_key(buf, value_key(map, i)) ||
            !buf_add_c(buf, style == JSON_COMPACT ? ":" : ": ") ||
            !add_value(buf, value_at(map, i), style, depth + 1))
            return false;
    if (count > 0 && style == JSON_PRETTY && !add_break(buf, style, depth, true)) return false;
    return buf_add_char(buf, '}');
}

static bool add_value(Buf *buf, Value value, JsonStyle style, size_t depth) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return buf_add_c(buf, "null");
    case VALUE_BOOL: return buf_add_c(buf, value.boolean ? "true" : "false");
    case VALUE_INT: return num_add_i64(buf, value.integer);
    case VALUE_UINT: return num_add_u64(buf, value.uinteger);
    case VALUE_DOUBLE: return add_double(buf, value.number);
    case VALUE_DECIMAL: return add_decimal(buf, value_text(value));
    case VALUE_STRING:
    case VALUE_TYPE:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: return json_write_text(buf, value_text(value));
    case VALUE_BYTES: return add_quoted(buf, value, add_bytes);
    case VALUE_LIST: return add_list(buf, value, style, depth);
    case VALUE_MAP: return add_map(buf, value, style, depth);
    case VALUE_DURATION: return add_quoted(buf, value, cel_duration_add);
    case VALUE_TIMESTAMP: return add_quoted(buf, value, timestamp_add);
    case VALUE_OPTIONAL:
        return value_count(value) > 0 ? add_value(buf, value_item(value, 0), style, depth)
                                      : buf_add_c(buf, "null");
    case VALUE_KIND_COUNT: break;
    }
    return false;
}

bool json_write(Buf *buf, Value value, JsonStyle style) {
    return add_value(buf, value, style, 0);
}
