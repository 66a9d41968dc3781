#include "docs/md.h"

#include "base/ascii.h"
#include "base/limits.h"

void md_gap(const Md *md) {
    Buf *out = md->out;
    if (out->len == 0) return;
    if (!sv_ends(buf_sv(out), SV("\n"))) buf_add_char(out, '\n');
    if (!sv_ends(buf_sv(out), SV("\n\n"))) buf_add_char(out, '\n');
}

static void add_lines(const Md *md, const char *mark, Sv text) {
    Sv line;
    while (sv_next_line(&text, &line)) {
        size_t before = md->out->len;
        buf_add_repeat(md->out, ' ', md->indent);
        buf_add_c(md->out, mark);
        buf_add(md->out, line);
        while (md->out->len > before && md->out->at[md->out->len - 1] == ' ')
            md->out->len--;
        buf_add_char(md->out, '\n');
    }
}

void md_line(const Md *md, Sv markdown) {
    add_lines(md, "", markdown);
}

void md_para(const Md *md, Sv markdown) {
    if (!markdown.len) return;
    md_gap(md);
    add_lines(md, "", markdown);
}

void md_quote(const Md *md, Sv markdown) {
    md_gap(md);
    add_lines(md, "> ", markdown);
}

void md_heading(const Md *md, unsigned level, Sv markdown) {
    md_gap(md);
    buf_add_repeat(md->out, ' ', md->indent);
    buf_add_repeat(md->out, '#', level);
    buf_add_char(md->out, ' ');
    buf_add(md->out, markdown);
    buf_add_char(md->out, '\n');
}

static size_t longest_run(Sv text, char c) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.at[i] == c ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest;
}

void md_fence(const Md *md, const char *language, Sv text) {
    size_t ticks = longest_run(text, '`') + 1;
    if (ticks < 3) ticks = 3;
    md_gap(md);
    buf_add_repeat(md->out, ' ', md->indent);
    buf_add_repeat(md->out, '`', ticks);
    buf_addf(md->out, "%s\n", language);
    add_lines(md, "", text);
    buf_add_repeat(md->out, ' ', md->indent);
    buf_add_repeat(md->out, '`', ticks);
    buf_add_char(md->out, '\n');
}

// ── inline ──

static bool is_word(Sv text, size_t at) {
    if (at >= text.len) return false;
    char c = text.at[at];
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

// Within a word `_` is not emphasis, and a lone `&` is not an entity.
static bool must_escape(Sv text, size_t at) {
    switch (text.at[at]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case '<':
    case '~': return true;
    case '_': return !(at > 0 && is_word(text, at - 1) && is_word(text, at + 1));
    case '&': return is_word(text, at + 1) || (at + 1 < text.len && text.at[at + 1] == '#');
    default: return false;
    }
}

static bool has_code(Sv text) {
    size_t ticks = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (sv_starts(sv_slice(text, i, text.len), SV("``"))) return false;
        ticks += text.at[i] == '`';
    }
    return ticks % 2 == 0;
}

// "- a", "1. a", "> a", "# a": the offset of a mark that would begin a block, else SV_NONE.
static size_t block_mark(Sv text) {
    size_t at = 0;
    if (text.len && sv_find_char(SV("-+>#"), text.at[0], 0) != SV_NONE) {
        while (at + 1 < text.len && text.at[at + 1] == '#' && text.at[0] == '#')
            at++;
        bool marks = text.at[0] == '>' || at + 1 == text.len || ascii_is_space(text.at[at + 1]);
        return marks ? 0 : SV_NONE;
    }
    while (at < text.len && ascii_is_digit(text.at[at]))
        at++;
    bool point = at > 0 && at < text.len && (text.at[at] == '.' || text.at[at] == ')');
    return point && (at + 1 == text.len || ascii_is_space(text.at[at + 1])) ? at : SV_NONE;
}

void md_add_text(Buf *out, Sv text) {
    bool code = false, may_code = has_code(text);
    size_t mark = block_mark(text);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (ascii_is_space(c)) {
            if (i == 0 || !ascii_is_space(text.at[i - 1])) buf_add_char(out, ' ');
            continue;
        }
        if (c == '`' && may_code) code = !code;
        bool kept = code || (c == '`' && may_code);
        if (i == mark || (!kept && must_escape(text, i))) buf_add_char(out, '\\');
        buf_add_char(out, c);
    }
}

void md_add_code(Buf *out, Sv text) {
    text = sv_trim(text);
    size_t ticks = longest_run(text, '`') + 1;
    bool padded = text.len == 0 || text.at[0] == '`' || text.at[text.len - 1] == '`';
    buf_add_repeat(out, '`', ticks);
    if (padded) buf_add_char(out, ' ');
    for (size_t i = 0; i < text.len; i++) {
        bool space = ascii_is_space(text.at[i]);
        if (!space)
            buf_add_char(out, text.at[i]);
        else if (!ascii_is_space(text.at[i - 1]))
            buf_add_char(out, ' ');
    }
    if (padded) buf_add_char(out, ' ');
    buf_add_repeat(out, '`', ticks);
}

static bool opens_html(Sv line, size_t at) {
    char next = at + 1 < line.len ? line.at[at + 1] : ' ';
    return line.at[at] == '<' &&
           (is_word(line, at + 1) || next == '/' || next == '!' || next == '?');
}

static bool is_fence(Sv line) {
    return sv_starts(line, SV("```")) || sv_starts(line, SV("~~~"));
}

void md_add_prose(Buf *out, Sv markdown) {
    bool fenced = false;
    Sv line, rest = sv_trim(markdown);
    while (sv_next_line(&rest, &line)) {
        Sv said = sv_trim(line);
        if (is_fence(said)) fenced = !fenced;
        bool code = fenced;
        if (!fenced && sv_starts(said, SV("#"))) buf_add_char(out, '\\');
        for (size_t i = 0; i < line.len; i++) {
            if (line.at[i] == '`') code = !code;
            if (!code && opens_html(line, i)) buf_add_char(out, '\\');
            buf_add_char(out, line.at[i]);
        }
        buf_add_char(out, '\n');
    }
    if (fenced) buf_add_c(out, "```\n");
}

void md_add_cell(Buf *out, Sv markdown) {
    markdown = sv_trim(markdown);
    buf_add_c(out, "| ");
    for (size_t i = 0; i < markdown.len; i++) {
        char c = markdown.at[i];
        if (c == '|') buf_add_char(out, '\\');
        buf_add_char(out, c == '\n' ? ' ' : c);
    }
    buf_add_char(out, ' ');
}
