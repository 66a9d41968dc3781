#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "report/terminal/terminal_internal.h"
#include "report/verdict.h"

enum { DEPTH_COLUMNS = 2, DEEPEST = 6 };

size_t terminal_indent_of(const Terminal *terminal, int64_t depth) {
    // Where only what did not pass is shown, there is no tree.
    if (terminal->options.quiet || depth < 0) return 0;
    return DEPTH_COLUMNS * (depth < DEEPEST ? (size_t)depth : DEEPEST);
}

size_t terminal_column(const Terminal *terminal) {
    return TEXT_COLUMN + terminal->indent;
}

bool terminal_has_room(const Terminal *terminal, Sv number, Sv name, Sv right) {
    size_t used = terminal->indent + utf8_width(number) + utf8_width(name) + sizeof "✓ " - 1;
    return used + utf8_width(right) + 2 <= terminal->width;
}

void terminal_blank(Terminal *terminal) {
    if (!terminal->blank) buf_add_char(&terminal->out, '\n');
    terminal->blank = true;
}

static void end_line(Terminal *terminal) {
    buf_add_char(&terminal->out, '\n');
    terminal->blank = false;
}

static Sv shown(Terminal *terminal, Sv text) {
    BUF_AUTO Buf buf = buf_new(LINE_BYTES);
    shown_add(&buf, text, false);
    return buf_keep(&buf, terminal->scratch);
}

enum { RIGHT_MARGIN = 120 };

static void add_right(Terminal *terminal, Ink ink, size_t used, Sv right) {
    size_t width = utf8_width(right);
    if (used + 2 + width > terminal->width) {
        end_line(terminal);
        used = 0;
    }
    // On a very wide terminal the eye need not go to its edge.
    size_t margin = terminal->width < RIGHT_MARGIN || used + 2 + width > RIGHT_MARGIN
                        ? terminal->width
                        : RIGHT_MARGIN;
    buf_add_repeat(&terminal->out, ' ', used + width < margin ? margin - used - width : 0);
    ink_text(&terminal->out, terminal->options.color, ink, right);
}

static const char gutter[] = "│ "; // before a line that is not ours and could be taken for it
enum { GUTTER = 2 };

// Adds a row of foreign text behind what the line has already.
static void add_row(Terminal *terminal, Ink ink, Sv row, bool apart) {
    if (apart) buf_add_c(&terminal->out, gutter);
    ink_begin(&terminal->out, terminal->options.color, ink);
    buf_add(&terminal->out, row);
    ink_end(&terminal->out, terminal->options.color, ink);
}

// Adds wrapped rows, all but the first indented; returns the columns of the last.
static size_t add_rows(Terminal *terminal, Ink ink, Sv text, size_t at, size_t indent) {
    BUF_AUTO Buf wrapped = buf_new(LINE_BYTES);
    wrap_add(&wrapped, text, at > indent ? at - indent : 0, 0, terminal->width - indent);
    Sv rest = buf_sv(&wrapped), row, last = {0};
    size_t rows = 0;
    while (sv_next_line(&rest, &row)) {
        if (rows) {
            end_line(terminal);
            buf_add_repeat(&terminal->out, ' ', indent);
        }
        bool first = rows++ == 0 && at > 0; // something of ours stands before it
        add_row(terminal, ink, row, !first && verdict_is_imitated(row));
        last = row;
    }
    return utf8_width(last) + (rows > 1 ? indent : at);
}

void terminal_set_apart(Terminal *terminal, Sv text) {
    if (verdict_is_imitated(text)) buf_add_c(&terminal->out, gutter);
}

// Adds the name on as many lines as it needs, aligned with its own beginning.
void terminal_line(Terminal *terminal, const TerminalLine *line) {
    Buf *out = &terminal->out;
    bool color = terminal->options.color;
    size_t at = line->indent + terminal->indent;
    buf_add_repeat(out, ' ', at);
    if (line->mark) {
        ink_text(out, color, line->ink, sv_from_c(line->mark));
        buf_add_char(out, ' ');
        at += utf8_width(sv_from_c(line->mark)) + 1;
    }
    if (line->number.len) {
        Sv number = shown(terminal, line->number);
        buf_add(out, number);
        buf_add_char(out, ' ');
        at += utf8_width(number) + 1;
    }
    Sv name = shown(terminal, line->name), right = shown(terminal, line->right);
    size_t used = add_rows(terminal, line->name_ink, name, at, at);
    if (right.len) add_right(terminal, line->looked_for ? INK_REASON : INK_LABEL, used, right);
    end_line(terminal);
}

// Adds one line of prose that begins in column `at`, wrapped. `led` = a label of ours stands before
// it, `apart` = it is one of several that are not ours.
static void add_prose(Terminal *terminal, Ink ink, Sv line, size_t at, bool led, bool apart) {
    BUF_AUTO Buf wrapped = buf_new(LINE_BYTES);
    size_t inner = apart ? at + GUTTER : at;
    wrap_add(&wrapped, shown(terminal, line), inner, inner, terminal->width);
    Sv rest = buf_sv(&wrapped), row;
    for (bool first = true; sv_next_line(&rest, &row); first = false) {
        if (!first) {
            end_line(terminal);
            buf_add_repeat(&terminal->out, ' ', at);
            row = sv_slice(row, inner, row.len);
        }
        add_row(terminal, ink, row, apart || (!(first && led) && verdict_is_imitated(row)));
    }
    end_line(terminal);
}

static void add_text(Terminal *terminal, Ink ink, const char *label, Sv text, bool ours) {
    if (text.len == 0) return;
    Buf *out = &terminal->out;
    size_t at = terminal_column(terminal) + utf8_width(sv_from_c(label));
    bool led = *label != '\0', several = sv_find_char(sv_trim(text), '\n', 0) != SV_NONE;
    Sv line;
    for (bool first = true; sv_next_line(&text, &line); first = false) {
        buf_add_repeat(out, ' ', first ? terminal_column(terminal) : at);
        if (first) ink_text(out, terminal->options.color, ink, sv_from_c(label));
        add_prose(terminal, ink, line, at, first && led, several && !ours && !(first && led));
    }
}

void terminal_prose(Terminal *terminal, Ink ink, const char *label, Sv text) {
    add_text(terminal, ink, label, text, false);
}

// Its lines are copied, so none stands behind a bar but those that could be taken for ours.
void terminal_hint(Terminal *terminal, Sv text) {
    add_text(terminal, INK_PLAIN, "→ ", text, true);
}

void terminal_command(Terminal *terminal, const char *label, Sv command) {
    buf_add_repeat(&terminal->out, ' ', terminal_column(terminal));
    buf_add_c(&terminal->out, label);
    ink_text(&terminal->out, terminal->options.color, INK_COMMAND, command);
    end_line(terminal);
}

void terminal_add_fit(Terminal *terminal, Ink ink, Sv text, size_t columns) {
    Sv safe = shown(terminal, text);
    bool cut = utf8_width(safe) > columns;
    ink_begin(&terminal->out, terminal->options.color, ink);
    buf_add(&terminal->out, cut ? utf8_fit(safe, columns - 1) : safe);
    if (cut) buf_add_c(&terminal->out, "…");
    ink_end(&terminal->out, terminal->options.color, ink);
}

void terminal_text(Terminal *terminal, Ink ink, Sv text) {
    buf_add_repeat(&terminal->out, ' ', terminal_column(terminal));
    terminal_add_fit(terminal, ink, text, terminal->width - terminal_column(terminal));
    end_line(terminal);
}

size_t terminal_rows_of_ours(Terminal *terminal, Ink ink, Sv text, size_t at) {
    return add_rows(terminal, ink, shown(terminal, text), at, at);
}

void terminal_hanging(Terminal *terminal, Ink ink, Sv text, size_t at) {
    add_rows(terminal, ink, shown(terminal, text), at, at);
    end_line(terminal);
}

void terminal_wrapped(Terminal *terminal, Ink ink, Sv text, size_t indent) {
    buf_add_repeat(&terminal->out, ' ', indent);
    terminal_set_apart(terminal, text);
    terminal_hanging(terminal, ink, text, indent);
}

void terminal_rest(Terminal *terminal, Ink ink, Sv text, Sv right) {
    size_t used = add_rows(terminal, ink, shown(terminal, text), terminal_column(terminal),
                           terminal_column(terminal) + 2);
    if (right.len) add_right(terminal, INK_LABEL, used, shown(terminal, right));
    end_line(terminal);
}

void terminal_source(Terminal *terminal, Sv line) {
    size_t indent = 0;
    while (indent < line.len && line.at[indent] == ' ')
        indent++;
    size_t at = terminal_column(terminal) + (indent < 8 ? indent : 8);
    buf_add_repeat(&terminal->out, ' ', at);
    line = sv_slice(line, indent, line.len);
    terminal_set_apart(terminal, line);
    add_rows(terminal, INK_PLAIN, shown(terminal, line), at, at + 2);
    end_line(terminal);
}

// Adds the exchange within `room` columns; the part before the arrow is shortened.
static Sv fit_exchange(Terminal *terminal, Sv exchange, size_t room) {
    if (utf8_width(exchange) <= room) return exchange;
    size_t arrow = SV_NONE, next = 0;
    while ((next = sv_find(exchange, SV(" → "), next)) != SV_NONE)
        arrow = next++;
    Sv answer = arrow == SV_NONE ? (Sv){0} : sv_slice(exchange, arrow, exchange.len);
    if (utf8_width(answer) + 8 > room) answer = (Sv){0};
    Sv asked = utf8_fit(exchange, room - 1 - utf8_width(answer));
    return sv_format(terminal->scratch, "%.*s…%.*s", SV_ARG(asked), SV_ARG(answer));
}

void terminal_exchange(Terminal *terminal, Sv text, Sv exchange, size_t indent) {
    enum { LEAST_ROOM = 36 };
    Sv safe = shown(terminal, exchange);
    size_t used = text.len ? indent + utf8_width(shown(terminal, text)) : 0;
    size_t room = used + 2 < terminal->width ? terminal->width - used - 2 : 0;
    bool beside = safe.len && (room >= LEAST_ROOM || room >= utf8_width(safe));
    if (text.len) {
        buf_add_repeat(&terminal->out, ' ', indent);
        terminal_add_fit(terminal, INK_REASON, text, terminal->width - indent);
        if (!beside) end_line(terminal);
    }
    if (!safe.len) return;
    size_t taken = beside && text.len ? used : indent;
    add_right(terminal, INK_LABEL, beside ? used : 0,
              fit_exchange(terminal, safe, terminal->width - taken - 2));
    end_line(terminal);
}

Sv terminal_place(Terminal *terminal, Value fields) {
    Value place = value_field(fields, "place");
    Sv path = value_field_text(place, "path", (Sv){0});
    if (path.len == 0) return (Sv){0};
    return sv_format(terminal->scratch, "%.*s:%lld:%lld", SV_ARG(path),
                     (long long)value_field_int(place, "line", 0),
                     (long long)value_field_int(place, "column", 0));
}

Sv terminal_human(Terminal *terminal, int64_t ns) {
    BUF_AUTO Buf buf = buf_new(64);
    duration_add_human(&buf, ns);
    return buf_keep(&buf, terminal->scratch);
}
