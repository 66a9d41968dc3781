#include "report/formats/md_safe.h"
#include "base/ascii.h"
#include "base/shown/shown.h"

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

// "# a", "> a", "- a", "1. a": where what makes a line a heading, a quotation or a list ends.
static size_t block_mark(Sv words) {
    size_t at = 0;
    while (at < words.len && ascii_is_digit(words.at[at]))
        at++;
    if (at >= words.len) return SV_NONE;
    return sv_find_char(at ? SV(".)") : SV("#>+-="), words.at[at], 0) == SV_NONE ? SV_NONE : at;
}

// A web address would become a link by itself.
static bool begins_link(Sv words, size_t at) {
    Sv rest = sv_slice(words, at, words.len);
    if (words.at[at] == ':') return sv_starts(rest, SV("://"));
    return words.at[at] == '.' && at >= 3 && sv_eq_nocase(sv_slice(words, at - 3, at), SV("www"));
}

// "# a #": the marks at the end of a heading are not shown.
static bool closes_heading(Sv words, size_t at) {
    return words.at[at] == '#' && at > 0 && words.at[at - 1] == ' ';
}

void md_safe_words(Buf *out, Sv text) {
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    Sv words = flat(&buf, text);
    bool at_start = out->len == 0 || out->at[out->len - 1] == '\n';
    if (at_start) words = sv_trim(words);
    size_t mark = at_start ? block_mark(words) : SV_NONE;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        if (c == '<')
            buf_add_c(out, "&lt;");
        else if (c == '&')
            buf_add_c(out, "&amp;");
        else if (c == '@' || begins_link(words, i))
            buf_addf(out, "&#%d;", c);
        else {
            if (i == mark || closes_heading(words, i) ||
                sv_find_char(SV("\\`*_[]|~"), c, 0) != SV_NONE)
                buf_add_char(out, '\\');
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
    // In a table a backslash before a bar ends the cell, whatever stands before the backslash.
    if (sv_find(code, SV("\\|"), 0) != SV_NONE) {
        buf_add_c(out, "<code>");
        md_safe_words(out, text);
        buf_add_c(out, "</code>");
        return;
    }
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
