#include "value/show.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/invisible.h"
#include "base/utf8.h"
#include "value/time.h"
#include <stdio.h>

enum { LEAST_COLUMNS = 8 };

static const char ellipsis[] = "…";

// ── whole ──
static bool add_character(Buf *buf, uint32_t c) {
    switch (c) {
    case '"': return buf_add_c(buf, "\\\"");
    case '\\': return buf_add_c(buf, "\\\\");
    case '\n': return buf_add_c(buf, "\\n");
    case '\r': return buf_add_c(buf, "\\r");
    case '\t': return buf_add_c(buf, "\\t");
    default: break;
    }
    if (!invisible_alone(c)) return buf_add_utf8(buf, c);
    if (c < 0x80) return buf_addf(buf, "\\x%02x", c);
    return buf_addf(buf, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

// The content of CEL's string literal.
static bool add_text(Buf *buf, Sv text) {
    for (size_t i = 0; i < text.len;)
        if (!add_character(buf, utf8_next(text, &i))) return false;
    return true;
}

static bool add_bytes(Buf *buf, Sv bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        bool added = c < 0x80 ? add_character(buf, c) : buf_addf(buf, "\\x%02x", c);
        if (!added) return false;
    }
    return true;
}

static bool add_double(Buf *buf, double number) {
    size_t before = buf->len;
    if (!num_add_double(buf, number)) return false;
    Sv text = sv_slice(buf_sv(buf), before, buf->len);
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.at[i]) && text.at[i] != '-') return true;
    return buf_add_c(buf, ".0");
}

// As people write it where that is exact: "10m", "1m 12s", "12d"; else in seconds.
static bool add_duration(Buf *buf, Value value) {
    enum { MINUTE = 60 };
    bool whole = value.nanos == 0 && value.seconds >= MINUTE;
    if (whole && value.seconds < INT64_MAX / 1000000000) {
        static const struct {
            int64_t seconds, least;
        } rounded[] = {{86400, (int64_t)100 * 86400}, {3600, 48 * 3600}, {60, 3600}, {1, 60}};
        size_t at = 0;
        while (value.seconds < rounded[at].least)
            at++;
        if (value.seconds % rounded[at].seconds == 0)
            return duration_add_human(buf, value.seconds * 1000000000);
    }
    return cel_duration_add(buf, value);
}

static bool add_scalar(Buf *buf, Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL: return buf_add_c(buf, "null");
    case VALUE_BOOL: return buf_add_c(buf, value.boolean ? "true" : "false");
    case VALUE_INT: return num_add_i64(buf, value.integer);
    case VALUE_UINT: return buf_addf(buf, "%lluu", (unsigned long long)value.uinteger);
    case VALUE_DOUBLE: return add_double(buf, value.number);
    case VALUE_DURATION: return add_duration(buf, value);
    case VALUE_TIMESTAMP: return timestamp_add(buf, value);
    case VALUE_STRING:
        return buf_add_c(buf, "\"") && add_text(buf, value_text(value)) && buf_add_c(buf, "\"");
    case VALUE_BYTES:
        return buf_add_c(buf, "b\"") && add_bytes(buf, value_text(value)) && buf_add_c(buf, "\"");
    default: return buf_add(buf, value_text(value));
    }
}

static bool add_whole(Buf *buf, Value value) {
    size_t count = value_count(value);
    if (value.kind == VALUE_OPTIONAL) {
        if (count == 0) return buf_add_c(buf, "optional.none()");
        return buf_add_c(buf, "optional.of(") && add_whole(buf, value_item(value, 0)) &&
               buf_add_char(buf, ')');
    }
    bool map = value.kind == VALUE_MAP;
    if (!map && value.kind != VALUE_LIST) return add_scalar(buf, value);
    if (!buf_add_char(buf, map ? '{' : '[')) return false;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !buf_add_c(buf, ", ")) return false;
        if (map && (!add_whole(buf, value_key(value, i)) || !buf_add_c(buf, ": "))) return false;
        if (!add_whole(buf, map ? value_at(value, i) : value_item(value, i))) return false;
    }
    return buf_add_char(buf, map ? '}' : ']');
}

// ── shortened ──
// The last part of a text that is at most `columns` wide.
static Sv fit_end(Sv text, size_t columns) {
    size_t width = utf8_width(text);
    if (width <= columns) return text;
    Sv cut = utf8_fit(text, width - columns);
    size_t at = cut.len;
    if (utf8_width(cut) < width - columns) utf8_next(text, &at); // a wide one across the border
    return sv_slice(text, at, text.len);
}

static bool add_middle_cut(Buf *buf, Sv text, size_t columns) {
    if (utf8_width(text) <= columns) return buf_add(buf, text);
    size_t head = (columns - 1) * 2 / 3;
    return buf_add(buf, utf8_fit(text, head)) && buf_add_c(buf, ellipsis) &&
           buf_add(buf, fit_end(text, columns - 1 - head));
}

// A long string is cut before it is escaped, so that no time is spent on what is not shown.
static bool add_scalar_cut(Buf *buf, Value value, size_t columns) {
    Buf text BUF_AUTO = buf_new(LIMIT_STRING_BYTES);
    size_t enough = columns * 4 + 64;
    bool cut = (value.kind == VALUE_STRING || value.kind == VALUE_BYTES) &&
               value_text(value).len > enough * 4;
    if (!cut) {
        add_scalar(&text, value);
        return add_middle_cut(buf, buf_sv(&text), columns);
    }
    Sv whole = value_text(value);
    size_t head_end = enough, tail_begin = whole.len - enough;
    while (((unsigned char)whole.at[head_end] & 0xC0) == 0x80)
        head_end--;
    while (tail_begin < whole.len && ((unsigned char)whole.at[tail_begin] & 0xC0) == 0x80)
        tail_begin++;
    Buf joined BUF_AUTO = buf_new(whole.len);
    buf_add(&joined, sv_slice(whole, 0, head_end));
    buf_add(&joined, sv_slice(whole, tail_begin, whole.len));
    value.text.at = joined.at;
    value.text.len = joined.len;
    add_scalar(&text, value);
    return add_middle_cut(buf, buf_sv(&text), columns);
}

static bool add_cut(Buf *buf, Value value, size_t columns);

// Adds the whole value if it fits; false, and nothing added, if it does not.
static bool add_if_fits(Buf *buf, Value value, size_t columns) {
    Buf whole BUF_AUTO = buf_new(columns * 4 + 16);
    if (!add_whole(&whole, value) || utf8_width(buf_sv(&whole)) > columns) return false;
    return buf_add(buf, buf_sv(&whole));
}

static bool add_entry(Buf *buf, Value value, size_t index, size_t columns) {
    if (value.kind != VALUE_MAP) return add_cut(buf, value_item(value, index), columns);
    size_t before = buf->len;
    // Readers look for the key, so it is cut last.
    size_t key_columns = columns > 2 * LEAST_COLUMNS ? columns - LEAST_COLUMNS : columns / 2;
    if (!add_cut(buf, value_key(value, index), key_columns) || !buf_add_c(buf, ": ")) return false;
    size_t width = utf8_width(sv_slice(buf_sv(buf), before, buf->len));
    return add_cut(buf, value_at(value, index), columns > width ? columns - width : 1);
}

static bool entry_fits(Value value, size_t index, size_t columns) {
    Buf whole BUF_AUTO = buf_new(columns * 4 + 16);
    bool map = value.kind == VALUE_MAP;
    bool added = !map || (add_whole(&whole, value_key(value, index)) && buf_add_c(&whole, ": "));
    added = added && add_whole(&whole, map ? value_at(value, index) : value_item(value, index));
    return added && utf8_width(buf_sv(&whole)) <= columns;
}

static bool holds_others(Value value) {
    return value.kind == VALUE_LIST || value.kind == VALUE_MAP;
}

// Whether an entry is of use in so many columns: a whole key and a bit of its value.
static bool worth_showing(Value value, size_t index, size_t columns) {
    if (entry_fits(value, index, columns)) return true;
    bool map = value.kind == VALUE_MAP;
    size_t least = LEAST_COLUMNS;
    if (holds_others(map ? value_at(value, index) : value_item(value, index))) least *= 2;
    if (map) {
        Buf key BUF_AUTO = buf_new(columns * 4 + 16);
        if (!add_whole(&key, value_key(value, index))) return false;
        least += utf8_width(buf_sv(&key)) + 2;
    }
    return columns >= least;
}

// A long item must not push out all that follow; a list or map that fits is not cut.
static size_t share_of(Value value, size_t index, size_t rest, size_t columns) {
    Value item = value.kind == VALUE_MAP ? value_at(value, index) : value_item(value, index);
    if (rest == 0 || columns <= 3 * LEAST_COLUMNS) return columns;
    if (holds_others(item) && entry_fits(value, index, columns)) return columns;
    return columns * 2 / 3;
}

static size_t width_of_more(size_t rest) {
    char more[48];
    return rest > 0 ? (size_t)snprintf(more, sizeof more, ", . %zu more", rest) : 0;
}

// As many items as there is room for, and the number of further ones.
static bool add_items_cut(Buf *buf, Value value, size_t columns) {
    size_t count = value_count(value), width = 2, shown = 0;
    Buf text BUF_AUTO = buf_new(columns * 8 + 256);
    for (; shown < count; shown++) {
        size_t rest = count - shown - 1;
        size_t taken = width + (shown > 0 ? 2 : 0) + width_of_more(rest);
        size_t left = columns > taken ? columns - taken : 0;
        if (!worth_showing(value, shown, left)) break;
        size_t share = share_of(value, shown, rest, left);
        size_t before = text.len;
        if (shown > 0) buf_add_c(&text, ", ");
        if (!add_entry(&text, value, shown, share)) break;
        width += utf8_width(sv_slice(buf_sv(&text), before, text.len));
    }
    bool map = value.kind == VALUE_MAP;
    buf_add_char(buf, map ? '{' : '[');
    buf_add(buf, buf_sv(&text));
    if (shown < count) buf_addf(buf, "%s… %zu more", shown > 0 ? ", " : "", count - shown);
    return buf_add_char(buf, map ? '}' : ']');
}

static bool add_cut(Buf *buf, Value value, size_t columns) {
    if (columns == 0) columns = 1;
    if (add_if_fits(buf, value, columns)) return true;
    switch (value.kind) {
    case VALUE_LIST:
    case VALUE_MAP:
        if (columns < LEAST_COLUMNS) return buf_add_c(buf, ellipsis);
        return add_items_cut(buf, value, columns);
    case VALUE_OPTIONAL:
        if (columns < 2 * LEAST_COLUMNS) return buf_add_c(buf, ellipsis);
        return buf_add_c(buf, "optional.of(") &&
               add_cut(buf, value_item(value, 0), columns - (sizeof "optional.of()" - 1)) &&
               buf_add_char(buf, ')');
    default: return add_scalar_cut(buf, value, columns);
    }
}

bool value_show(Buf *buf, Value value, size_t columns) {
    if (columns == 0) return add_whole(buf, value);
    Buf text BUF_AUTO = buf_new(columns * 16 + 1024);
    add_cut(&text, value, columns);
    return utf8_width(buf_sv(&text)) <= columns ? buf_add(buf, buf_sv(&text))
                                                : add_middle_cut(buf, buf_sv(&text), columns);
}

// ── where two part ──
enum { MOST_COMPARED = 1024 * 1024 };

static size_t shared_bytes(Sv a, Sv b) {
    size_t at = 0;
    while (at < a.len && at < b.len && a.at[at] == b.at[at])
        at++;
    while (at > 0 && at < a.len && ((unsigned char)a.at[at] & 0xC0) == 0x80)
        at--;
    return at;
}

// The part of a text around its byte `at`, with a third of the columns before it.
static void add_around(Buf *buf, Sv text, size_t at, size_t columns) {
    Sv before = sv_slice(text, 0, at), after = sv_slice(text, at, text.len);
    size_t lead = columns / 3;
    bool cut_left = utf8_width(before) > lead;
    if (cut_left) before = fit_end(before, lead - 1);
    size_t taken = utf8_width(before) + (cut_left ? 1 : 0), left = columns - taken;
    bool cut_right = utf8_width(after) > left;
    if (cut_left) buf_add_c(buf, ellipsis);
    buf_add(buf, before);
    buf_add(buf, cut_right ? utf8_fit(after, left - 1) : after);
    if (cut_right) buf_add_c(buf, ellipsis);
}

// Long strings with the same beginning are cut to where they differ before they are written out.
static Value from_near(Value value, size_t at, size_t columns) {
    Sv text = value_text(value);
    size_t near = columns * 4 + 64, begin = at > near ? at - near : 0;
    while (begin > 0 && ((unsigned char)text.at[begin] & 0xC0) == 0x80)
        begin--;
    text = sv_slice(text, begin, text.len);
    value.text.at = text.at;
    value.text.len = text.len;
    return value;
}

bool value_show_difference(Buf *a_out, Buf *b_out, Value a, Value b, size_t columns) {
    if (columns == 0) return value_show(a_out, a, 0) && value_show(b_out, b, 0);
    if (columns < LEAST_COLUMNS) columns = LEAST_COLUMNS;
    bool texts = a.kind == b.kind && (a.kind == VALUE_STRING || a.kind == VALUE_BYTES);
    size_t parted = texts ? shared_bytes(value_text(a), value_text(b)) : 0;
    Buf left BUF_AUTO = buf_new(MOST_COMPARED), right BUF_AUTO = buf_new(MOST_COMPARED);
    add_whole(&left, texts ? from_near(a, parted, columns) : a);
    add_whole(&right, texts ? from_near(b, parted, columns) : b);
    Sv a_text = buf_sv(&left), b_text = buf_sv(&right);
    if (utf8_width(a_text) <= columns && utf8_width(b_text) <= columns)
        return value_show(a_out, a, columns) && value_show(b_out, b, columns);
    size_t at = shared_bytes(a_text, b_text);
    add_around(a_out, a_text, at, columns);
    add_around(b_out, b_text, at, columns);
    return !a_out->full && !b_out->full;
}
