#include "report/html/html_text.h"
#include "base/shown/shown.h"

static const char *reference(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\n': return "&#10;";
    default: return NULL;
    }
}

void html_text(Buf *out, Sv text) {
    BUF_AUTO Buf safe = buf_new(8 * text.len + 64);
    shown_add(&safe, text, true);
    Sv seen = buf_sv(&safe);
    size_t plain = 0;
    for (size_t i = 0; i < seen.len; i++) {
        const char *named = reference(seen.at[i]);
        if (!named) continue;
        buf_add(out, sv_slice(seen, plain, i));
        buf_add_c(out, named);
        plain = i + 1;
    }
    buf_add(out, sv_slice(seen, plain, seen.len));
    out->full |= safe.full;
}

void html_attribute(Buf *out, const char *name, Sv value) {
    buf_addf(out, " %s=\"", name);
    html_text(out, value);
    buf_add_char(out, '"');
}

void html_leaf(Buf *out, const char *tag, const char *of, Sv text) {
    if (!text.len) return;
    buf_addf(out, "<%s", tag);
    if (of) buf_addf(out, " class=\"%s\"", of);
    buf_add_char(out, '>');
    html_text(out, text);
    buf_addf(out, "</%s>", tag);
}

void html_block(Buf *out, Sv text) {
    if (!text.len) return;
    // A reader drops the first line feed behind <pre>, so there is one of ours.
    buf_add_c(out, "<pre>&#10;");
    html_text(out, sv_ends(text, SV("\n")) ? sv_slice(text, 0, text.len - 1) : text);
    buf_add_c(out, "</pre>\n");
}

void html_command(Buf *out, Sv command) {
    if (!command.len) return;
    buf_add_c(out, "<pre class=\"command\">&#10;");
    html_text(out, command);
    buf_add_c(out, "</pre>\n");
}
