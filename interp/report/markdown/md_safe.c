#include "report/markdown/md_safe.h"
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

// ":x:" would become a little picture. Few of their names begin with a digit, as times do.
static bool begins_picture(Sv words, size_t at) {
    static const char *const numbered[] = {
        "100", "1234", "8ball", "1st_place_medal", "2nd_place_medal", "3rd_place_medal"};
    size_t end = at + 1;
    while (end < words.len &&
           (ascii_is_word(words.at[end]) || words.at[end] == '+' || words.at[end] == '-'))
        end++;
    if (end == at + 1 || end >= words.len || words.at[end] != ':') return false;
    Sv name = sv_slice(words, at + 1, end);
    bool known = !ascii_is_digit(name.at[0]);
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
        known |= sv_eq_c(name, numbered[i]);
    return known;
}

// "gh-12" is another way to write "#12".
static bool begins_number(Sv words, size_t at) {
    if (at + 1 >= words.len || !ascii_is_digit(words.at[at + 1])) return false;
    return words.at[at] == '#' ||
           (words.at[at] == '-' && at >= 2 && sv_eq_nocase(sv_slice(words, at - 2, at), SV("gh")));
}

enum { COMMIT_LETTERS = 40 };

// The digest of a commit would be shortened, and become a link to it.
static bool begins_commit(Sv words, size_t at) {
    if (at > 0 && ascii_is_word(words.at[at - 1])) return false;
    size_t end = at;
    while (end < words.len && ascii_is_hex(words.at[end]))
        end++;
    return end - at == COMMIT_LETTERS && (end == words.len || !ascii_is_word(words.at[end]));
}

// What is made into something else after the page is read, so that no escape helps: a character of
// it has to be an element of its own.
static bool must_be_apart(Sv words, size_t at) {
    char c = words.at[at];
    return c == '@' || c == '$' || begins_link(words, at) || begins_number(words, at) ||
           (c == ':' && begins_picture(words, at)) || begins_commit(words, at);
}

static void add_apart(Buf *out, char c) {
    buf_addf(out, "<span>%c</span>", c);
}

// "# a #": the marks at the end of a heading are not shown.
static bool closes_heading(Sv words, size_t at) {
    return words.at[at] == '#' && at > 0 && words.at[at - 1] == ' ';
}

// How long what has no place to break is so far, and how long it may become.
typedef struct Unbroken {
    size_t length, most;
} Unbroken;

// Adds a place to break before what comes next, where it is needed: behind a sign if there is one.
static void add_break(Buf *out, Unbroken *run, Sv words, size_t at) {
    char c = words.at[at];
    if (((unsigned char)c & 0xc0) == 0x80) return;
    size_t left = 0; // until there is a space
    while (at + left < words.len && words.at[at + left] != ' ' && left <= run->most)
        left++;
    bool sign = at > 0 && sv_find_char(SV("/?&=,;:_.)"), words.at[at - 1], 0) != SV_NONE;
    bool needed = run->length + left > run->most;
    if (c == ' ')
        run->length = 0;
    else if (needed && (run->length >= run->most || (sign && run->length >= run->most / 2))) {
        buf_add_c(out, "<wbr>");
        run->length = 1;
    } else
        run->length++;
}

static void add_character(Buf *out, Sv words, size_t at, bool marks) {
    char c = words.at[at];
    if (c == '<')
        buf_add_c(out, "&lt;");
    else if (c == '&')
        buf_add_c(out, "&amp;");
    else if (must_be_apart(words, at))
        add_apart(out, c);
    else {
        if (marks || closes_heading(words, at) || sv_find_char(SV("\\`*_[]|~"), c, 0) != SV_NONE)
            buf_add_char(out, '\\');
        buf_add_char(out, c);
    }
}

static void add_words(Buf *out, Sv text, size_t most) {
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    Sv words = flat(&buf, text);
    bool at_start = out->len == 0 || out->at[out->len - 1] == '\n';
    if (at_start) words = sv_trim(words);
    size_t mark = at_start ? block_mark(words) : SV_NONE;
    Unbroken run = {0, most};
    for (size_t i = 0; i < words.len; i++) {
        if (most > 0) add_break(out, &run, words, i);
        add_character(out, words, i, i == mark);
    }
}

void md_safe_words(Buf *out, Sv text) {
    add_words(out, text, 0);
}

void md_safe_html(Buf *out, Sv text) {
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    Sv words = flat(&buf, text);
    for (size_t i = 0; i < words.len; i++) {
        char c = words.at[i];
        if (c == '<')
            buf_add_c(out, "&lt;");
        else if (c == '>')
            buf_add_c(out, "&gt;");
        else if (c == '&')
            buf_add_c(out, "&amp;");
        else if (must_be_apart(words, i))
            add_apart(out, c);
        else
            buf_add_char(out, c);
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

static size_t longest_run(Sv code) {
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < code.len; i++) {
        run = code.at[i] == ' ' ? 0 : run + (((unsigned char)code.at[i] & 0xc0) != 0x80);
        if (run > longest) longest = run;
    }
    return longest;
}

typedef enum Within { WITHIN_LINE, WITHIN_CELL } Within;

static void add_code(Buf *out, Sv text, size_t most, Within within) {
    if (!text.len) return;
    BUF_AUTO Buf buf = buf_new((size_t)8 * text.len + 64);
    Sv code = flat(&buf, text);
    // In a table a backslash before a bar ends the cell, whatever stands before the backslash.
    bool ends = within == WITHIN_CELL && sv_find(code, SV("\\|"), 0) != SV_NONE;
    if (ends || longest_run(code) > most) {
        buf_add_c(out, "<code>");
        add_words(out, text, most);
        buf_add_c(out, "</code>");
        return;
    }
    size_t fence = ticks(code) + 1;
    bool touches = code.at[0] == '`' || code.at[code.len - 1] == '`';
    buf_add_repeat(out, '`', fence);
    if (touches) buf_add_char(out, ' ');
    for (size_t i = 0; i < code.len; i++) {
        if (code.at[i] == '|' && within == WITHIN_CELL) buf_add_char(out, '\\');
        buf_add_char(out, code.at[i]);
    }
    if (touches) buf_add_char(out, ' ');
    buf_add_repeat(out, '`', fence);
}

// So much fits on a line of a page, and in each of two columns.
enum { LINE_RUN = 84, CELL_RUN = 32 };

void md_safe_code(Buf *out, Sv text) {
    add_code(out, text, LINE_RUN, WITHIN_LINE);
}

void md_safe_cell(Buf *out, Sv text) {
    add_words(out, text, CELL_RUN);
}

void md_safe_code_cell(Buf *out, Sv text) {
    add_code(out, text, CELL_RUN, WITHIN_CELL);
}

void md_safe_block_of(Buf *out, const char *language, Sv text) {
    size_t fence = ticks(text) + 1;
    if (fence < 3) fence = 3;
    buf_add_repeat(out, '`', fence);
    buf_add_c(out, language);
    buf_add_char(out, '\n');
    shown_add(out, text, true);
    if (!sv_ends(text, SV("\n"))) buf_add_char(out, '\n');
    buf_add_repeat(out, '`', fence);
    buf_add_char(out, '\n');
}

void md_safe_block(Buf *out, Sv text) {
    md_safe_block_of(out, "text", text);
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
