#include "select/item_name.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "cel/syntax/template.h"
#include <string.h>

enum { LONGEST = 60, HEAD_OF_LONG = 40, DIGITS_OF_LONG = 8 };

static bool is_escape(Sv text, size_t at) {
    return text.at[at] == '%' && at + 2 < text.len && ascii_is_hex(text.at[at + 1]) &&
           ascii_is_hex(text.at[at + 2]);
}

// Characters that an address can hold without being misread.
static bool fits(char c) {
    unsigned char byte = (unsigned char)c;
    return byte > ' ' && byte != 0x7F && !strchr("[]=,'\"\\#%", byte);
}

// "#2" at the end tells equal names apart.
static bool is_place(Sv text, size_t at) {
    bool digits = text.at[at] == '#' && at + 1 < text.len;
    for (size_t i = at + 1; i < text.len; i++)
        digits &= ascii_is_digit(text.at[i]);
    return digits;
}

static void add_escaped(Buf *out, Sv text, bool typed) {
    for (size_t i = 0; i < text.len; i++) {
        if (fits(text.at[i]) || (typed && (is_escape(text, i) || is_place(text, i))))
            buf_add_char(out, text.at[i]);
        else
            buf_addf(out, "%%%02X", (unsigned)(unsigned char)text.at[i]);
    }
}

// As much of the text as is readable, without cutting a character or an escape, and then what tells
// it apart from others with the same beginning.
static void add_long(Buf *out, Sv escaped) {
    size_t end = HEAD_OF_LONG;
    while (end > 0 && ((unsigned char)escaped.at[end] & 0xC0) == 0x80)
        end--;
    for (size_t back = 1; back <= 2 && back <= end; back++)
        if (escaped.at[end - back] == '%') end -= back;
    Sha256 digest = sha256_of(escaped);
    BUF_AUTO Buf hex = buf_new(128);
    hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    buf_add(out, sv_slice(escaped, 0, end));
    buf_add_char(out, '~');
    buf_add(out, sv_slice(buf_sv(&hex), 0, DIGITS_OF_LONG));
}

static bool fits_whole(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!fits(text.at[i])) return false;
    return text.len > 0 && text.len <= LONGEST;
}

static void add_name(Buf *out, Sv text, bool typed) {
    if (fits_whole(text)) {
        buf_add(out, text);
        return;
    }
    BUF_AUTO Buf escaped = buf_new((size_t)4 * LIMIT_STRING_BYTES);
    add_escaped(&escaped, text, typed);
    if (text.len == 0)
        buf_add_c(out, "''");
    else if (escaped.len <= LONGEST || escaped.full)
        buf_add(out, buf_sv(&escaped));
    else
        add_long(out, buf_sv(&escaped));
}

static bool add_plain(Buf *out, Value item) {
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    if (value_taint(item) || !template_add_value(&text, item) || text.full) return false;
    add_name(out, buf_sv(&text), false);
    return true;
}

bool item_name_add(Buf *out, Value item, Value *by) {
    static const char *const keys[] = {"id", "name"};
    *by = item;
    if (item.kind != VALUE_MAP) return add_plain(out, item);
    for (size_t i = 0; i < sizeof keys / sizeof *keys && !item.taint; i++) {
        const Value *named = value_get_c(item, keys[i]);
        bool empty = named && named->kind == VALUE_STRING && value_text(*named).len == 0;
        if (!named || empty || !add_plain(out, *named)) continue;
        *by = *named;
        return true;
    }
    return false;
}

void item_name_add_typed(Buf *out, Sv text) {
    if (sv_eq(text, SV("''")))
        buf_add(out, text);
    else
        add_name(out, text, true);
}
