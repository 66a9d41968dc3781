#include "report/formats/md_safe.h"
#include "base/shown/shown.h"

#include <string.h>

static Sv flat(Buf *buf, Sv text) {
    Sv line;
    bool first = true;
    while (sv_next_line(&text, &line)) {
        if (!first) buf_add_char(buf, ' ');
        first = false;
        shown_add(buf, line, false);
    }
    return buf_sv(buf);
}

void md_safe_words(Buf *out, Sv text) {
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    Sv words = flat(&buf, text);
    bool at_start = out->len == 0 || out->at[out->len - 1] == '\n';
    // What makes a line a heading, a list or a quotation.
    if (at_start && words.len && strchr("#>+-=0123456789", words.at[0])) buf_add_c(out, "&#8203;");
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        // A web address would become a link by itself.
        bool link =
            c == ':' && i + 2 < words.len && words.at[i + 1] == '/' && words.at[i + 2] == '/';
        if (c == '<')
            buf_add_c(out, "&lt;");
        else if (c == '&')
            buf_add_c(out, "&amp;");
        else if (c == '@' || link)
            buf_addf(out, "&#%d;", c);
        else {
            if (c && strchr("\\`*_[]|~", c)) buf_add_char(out, '\\');
            buf_add_char(out, c);
        }
    }
}

// The longest run of backticks in a text.
static size_t ticks(Sv text) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.at[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest;
}

void md_safe_code(Buf *out, Sv text) {
    if (!text.len) return;
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    Sv code = flat(&buf, text);
    size_t fence = ticks(code) + 1;
    bool touches = code.at[0] == '`' || code.at[code.len - 1] == '`';
    buf_add_repeat(out, '`', fence);
    if (touches) buf_add_char(out, ' ');
    for (size_t i = 0; i < code.len; i++) {
        if (code.at[i] == '|') buf_add_char(out, '\\');
        buf_add_char(out, code.at[i]);
    }
    if (touches) buf_add_char(out, ' ');
    buf_add_repeat(out, '`', fence);
}

void md_safe_block(Buf *out, Sv text) {
    size_t fence = ticks(text) + 1;
    if (fence < 3) fence = 3;
    buf_add_repeat(out, '`', fence);
    buf_add_c(out, "text\n");
    shown_add(out, text, true);
    if (!sv_ends(text, SV("\n"))) buf_add_char(out, '\n');
    buf_add_repeat(out, '`', fence);
    buf_add_char(out, '\n');
}

void md_safe_table(Buf *out, const char *const *columns) {
    size_t count = 0;
    for (; columns[count]; count++)
        buf_addf(out, "| %s ", columns[count]);
    buf_add_c(out, "|\n");
    for (size_t i = 0; i < count; i++)
        buf_add_c(out, "|---");
    buf_add_c(out, "|\n");
}
