#include "cli/narrow.h"
#include "base/ascii.h"
#include "base/utf8.h"
#include "cli/options.h"

enum { ESCAPE = 0x1b, NOTE_TEXT = 8, HANG = 2 };

// Columns, colours left out.
static size_t columns_of(Sv text) {
    size_t columns = 0, from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != ESCAPE) continue;
        columns += utf8_width(sv_slice(text, from, i));
        while (i < text.len && text.at[i] != 'm')
            i++;
        from = i + 1;
    }
    return from < text.len ? columns + utf8_width(sv_slice(text, from, text.len)) : columns;
}

// ── what stays in one piece ──

static size_t word_end(Sv line, size_t from) {
    size_t end = sv_find_char(line, ' ', from);
    return end == SV_NONE ? line.len : end;
}

// With all of what stands in backticks.
static size_t quoted_end(Sv line, size_t from, size_t end) {
    bool open = false;
    for (size_t i = from; i < end; i++) {
        open ^= line.at[i] == '`';
        if (!open || i + 1 < end) continue;
        size_t close = sv_find_char(line, '`', end);
        if (close == SV_NONE) return end;
        end = word_end(line, close);
    }
    return end;
}

// "runbook resume …", where a clause begins.
static bool is_command(Sv line, size_t at) {
    static const Sv program = SV_INIT("runbook ");
    Sv rest = sv_slice(line, at, line.len);
    if (!sv_starts(rest, program)) return false;
    size_t before = at;
    while (before > 0 && line.at[before - 1] == ' ')
        before--;
    if (before > 0 && sv_find_char(SV(":;,("), line.at[before - 1], 0) == SV_NONE) return false;
    Sv name = sv_slice(rest, program.len, word_end(rest, program.len));
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (sv_eq_c(name, command_rows[i].name)) return true;
    return false;
}

static size_t command_end(Sv line, size_t from) {
    bool quoted = false;
    for (size_t i = from; i < line.len; i++) {
        quoted ^= line.at[i] == '\'';
        bool ends = line.at[i] == ';' || line.at[i] == ',' || line.at[i] == ')';
        bool over = i + 1 == line.len || line.at[i + 1] == ' ';
        if (!quoted && ends && over) return i + 1;
        if (!quoted && sv_starts(sv_slice(line, i, line.len), SV(" ("))) return i;
    }
    return line.len;
}

typedef struct Line {
    Sv text;
    size_t hang; // columns before what goes on
    bool note;   // "      = …": what stands behind the first colon is to be written so
} Line;

static size_t piece_end(const Line *line, size_t from) {
    Sv text = line->text;
    size_t inner = from + (text.at[from] == '(');
    if (is_command(text, inner)) return command_end(text, inner);
    bool led = from >= 2 && text.at[from - 1] == ' ' && text.at[from - 2] == ':';
    if (line->note && led) return text.len;
    return quoted_end(text, from, word_end(text, from));
}

// ── lines ──

static size_t spaces_at(Sv text, size_t from) {
    size_t count = 0;
    while (from + count < text.len && text.at[from + count] == ' ')
        count++;
    return count;
}

static void add_line(Buf *out, const Line *line, size_t width) {
    Sv text = line->text;
    size_t at = spaces_at(text, 0), column = at;
    bool first = true;
    buf_add_repeat(out, ' ', at);
    while (at < text.len) {
        size_t end = piece_end(line, at), gap = spaces_at(text, end);
        Sv piece = sv_slice(text, at, end);
        size_t columns = columns_of(piece);
        if (!first && column + columns > width) {
            while (out->len > 0 && out->at[out->len - 1] == ' ')
                out->len--;
            buf_add_char(out, '\n');
            buf_add_repeat(out, ' ', line->hang);
            column = line->hang;
        }
        buf_add(out, piece);
        buf_add_repeat(out, ' ', end + gap < text.len ? gap : 0);
        column += columns + gap;
        at = end + gap;
        first = false;
    }
}

static Sv plain_start(Sv line) {
    while (line.len > 0 && line.at[0] == ESCAPE) {
        size_t end = sv_find_char(line, 'm', 0);
        line = sv_slice(line, end == SV_NONE ? line.len : end + 1, line.len);
    }
    return line;
}

// A line of the runbook, which has the width already.
static bool is_excerpt(Sv line) {
    line = plain_start(line);
    size_t at = spaces_at(line, 0);
    while (at < line.len && ascii_is_digit(line.at[at]))
        at++;
    Sv rest = sv_slice(line, at, line.len);
    return sv_starts(rest, SV("|")) || sv_starts(rest, SV(" |"));
}

void narrow_add(Buf *out, Sv text, size_t width) {
    bool note = false; // its further lines are code
    while (text.len > 0) {
        size_t end = sv_find_char(text, '\n', 0);
        Sv line = sv_slice(text, 0, end == SV_NONE ? text.len : end);
        text = sv_slice(text, end == SV_NONE ? text.len : end + 1, text.len);
        size_t indent = spaces_at(line, 0);
        Sv rest = plain_start(sv_slice(line, indent, line.len));
        bool begins = indent == NOTE_TEXT - 2 && sv_starts(rest, SV("="));
        note = begins || (note && indent >= NOTE_TEXT);
        if (width == 0 || columns_of(line) <= width || (note && !begins) || is_excerpt(line))
            buf_add(out, line);
        else
            add_line(out, &(Line){line, begins ? NOTE_TEXT : indent + HANG, begins}, width);
        if (end != SV_NONE) buf_add_char(out, '\n');
    }
}
