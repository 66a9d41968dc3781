#include "cli/manual/takes.h"
#include "base/buf.h"
#include "cli/manual/man_pages.h"
#include "cli/options.h"
#include "reference/reference.h"
#include "report/report.h"
#include "schema/snippets.h"

enum { WORDS_BYTES = 64 * 1024 };

static const struct {
    const char *written;
    Takes takes;
} argument_rows[] = {
    {"FILE", TAKES_BOOK},       {"PAGE.md", TAKES_PAGE},
    {"RUN", TAKES_RUN},         {"A", TAKES_RUN},
    {"B", TAKES_RUN},           {"PATH", TAKES_FILE},
    {"DIR", TAKES_FOLDER},      {"FORMAT=PATH", TAKES_REPORT},
    {"ADDRESS", TAKES_ADDRESS}, {"NAME=VALUE", TAKES_INPUT},
};

// "auto|always|never" → "auto always never"; empty where it is no choice of words.
static Sv choices(Arena *arena, Sv written) {
    if (sv_find_char(written, '|', 0) == SV_NONE || sv_find_char(written, '=', 0) != SV_NONE)
        return (Sv){0};
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    for (size_t i = 0; i < written.len; i++)
        buf_add_char(&out, written.at[i] == '|' ? ' ' : written.at[i]);
    return buf_keep(&out, arena);
}

Sv report_words(Arena *arena) {
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    for (size_t i = 0; i < REPORT_COUNT; i++)
        buf_addf(&out, "%s%s", i ? " " : "", report_rows[i].name);
    return buf_keep(&out, arena);
}

static Sv command_words(Arena *arena) {
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    for (int i = 0; i < COMMAND_COUNT; i++)
        buf_addf(&out, "%s%s", i ? " " : "", command_rows[i].name);
    return buf_keep(&out, arena);
}

static Sv chapter_words(Arena *arena) {
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    for (size_t i = 0; i < reference_chapter_count; i++)
        buf_addf(&out, "%s ", reference_chapters[i].name);
    buf_add_c(&out, "commands");
    return buf_keep(&out, arena);
}

// The names of the pages are one a line.
static Sv page_words(Arena *arena) {
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    manual_add_names(&out);
    for (size_t i = 0; i < out.len; i++)
        if (out.at[i] == '\n') out.at[i] = ' ';
    return sv_trim(buf_keep(&out, arena));
}

static Sv shell_words(Arena *arena) {
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    for (size_t i = 0; i < shell_row_count; i++)
        buf_addf(&out, "%s%s", i ? " " : "", shell_rows[i].name);
    return buf_keep(&out, arena);
}

static Sv editor_words(Arena *arena) {
    BUF_AUTO Buf out = buf_new(WORDS_BYTES);
    for (size_t i = 0; i < snippet_form_count; i++)
        buf_addf(&out, "%s%s", i ? " " : "", snippet_forms[i].name);
    return buf_keep(&out, arena);
}

static const struct {
    const char *written;
    Sv (*words)(Arena *arena);
} listed_rows[] = {
    {"FORMAT", report_words}, {"COMMAND", command_words}, {"CHAPTER", chapter_words},
    {"PAGE", page_words},     {"SHELL", shell_words},     {"EDITOR", editor_words},
};

static Offer taken_by(Arena *arena, Sv written) {
    Sv words = choices(arena, written);
    if (words.len) return (Offer){.takes = TAKES_WORDS, .words = words};
    for (size_t i = 0; i < sizeof listed_rows / sizeof *listed_rows; i++)
        if (sv_eq_c(written, listed_rows[i].written))
            return (Offer){.takes = TAKES_WORDS, .words = listed_rows[i].words(arena)};
    for (size_t i = 0; i < sizeof argument_rows / sizeof *argument_rows; i++)
        if (sv_eq_c(written, argument_rows[i].written))
            return (Offer){.takes = argument_rows[i].takes};
    return (Offer){.takes = TAKES_ANYTHING};
}

Offer taken_by_operand(Arena *arena, Sv written) {
    if (sv_starts(written, SV("["))) written = sv_slice(written, 1, written.len - 1);
    if (sv_ends(written, SV("…"))) written = sv_slice(written, 0, written.len - SV("…").len);
    return taken_by(arena, written);
}

Offer taken_by_option(Arena *arena, const char *argument) {
    Offer taken = taken_by(arena, sv_from_c(argument ? argument : ""));
    // A runbook is what is run, not what is given to it.
    if (taken.takes == TAKES_BOOK) taken.takes = TAKES_FILE;
    return taken;
}

Sv operand_at(const char *arguments, size_t index) {
    Sv rest = sv_from_c(arguments), operand = {0};
    for (size_t i = 0; rest.len > 0; i++) {
        size_t space = sv_find_char(rest, ' ', 0), end = space == SV_NONE ? rest.len : space;
        operand = sv_slice(rest, 0, end);
        if (i == index) return operand;
        rest = sv_slice(rest, end + (space != SV_NONE), rest.len);
    }
    bool repeats = sv_ends(operand, SV("…")) || sv_ends(operand, SV("…]"));
    return repeats ? operand : (Sv){0};
}
