#include "report/formats/xml_text.h"
#include "base/shown/shown.h"

static const char *entity(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    default: return NULL;
    }
}

// XML has no U+FFFE and U+FFFF.
static bool is_noncharacter(Sv text, size_t at) {
    return at + 2 < text.len && (unsigned char)text.at[at] == 0xEF &&
           (unsigned char)text.at[at + 1] == 0xBF && (unsigned char)text.at[at + 2] >= 0xBE;
}

static void add_escaped(Buf *out, Sv text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *named = entity(text.at[i]);
        bool unknown = is_noncharacter(text, i);
        if (!named && !unknown) continue;
        buf_add(out, sv_slice(text, plain, i));
        if (named)
            buf_add_c(out, named);
        else
            buf_addf(out, "\\u{fff%c}", (unsigned char)text.at[i + 2] == 0xBE ? 'e' : 'f');
        i += unknown ? 2 : 0;
        plain = i + 1;
    }
    buf_add(out, sv_slice(text, plain, text.len));
}

static void add(Buf *out, Sv text, bool keep_lines) {
    BUF_AUTO Buf safe = buf_new(8 * text.len + 64);
    shown_add(&safe, text, keep_lines);
    add_escaped(out, buf_sv(&safe));
}

void xml_text(Buf *out, Sv text) {
    add(out, text, true);
}

void xml_attribute(Buf *out, const char *name, Sv value) {
    buf_addf(out, " %s=\"", name);
    add(out, value, false);
    buf_add_char(out, '"');
}

void xml_attribute_int(Buf *out, const char *name, int64_t value) {
    buf_addf(out, " %s=\"%lld\"", name, (long long)value);
}

void xml_attribute_seconds(Buf *out, const char *name, int64_t ns) {
    long long ms = (ns + 500000) / 1000000;
    buf_addf(out, " %s=\"%lld.%03lld\"", name, ms / 1000, ms % 1000);
}
