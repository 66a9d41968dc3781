// A list of maps, as values in failures are shown, as a small table: what is compared by eye stands
// beneath each other. The shown form is read, shortened as it may be; where it cannot be, or a
// table would show less, there is none.
#include "base/ascii.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"
#include <string.h>

enum { MOST_ROWS = 6, MOST_COLUMNS = 48, CELL_COLUMNS = 40, GAP = 2 };

typedef struct ShownTable {
    Sv names[MOST_COLUMNS];
    Sv cells[MOST_ROWS][MOST_COLUMNS];
    size_t columns, rows, more; // more = rows that are not here
    size_t fields_more;         // of the row of which the most are not here
} ShownTable;

// Past a text in quotes, or up to what ends a value that is not a container; SV_NONE where it is
// one.
static size_t past_value(Sv text, size_t at) {
    if (at >= text.len || text.at[at] == '{' || text.at[at] == '[') return SV_NONE;
    if (text.at[at] != '"') {
        while (at < text.len && text.at[at] != ',' && text.at[at] != '}')
            at++;
        return at;
    }
    for (at++; at < text.len && text.at[at] != '"'; at++)
        if (text.at[at] == '\\') at++;
    return at < text.len ? at + 1 : SV_NONE;
}

// Past a container within a row, which a cell only hints at.
static size_t past_container(Sv text, size_t at) {
    size_t depth = 0;
    while (at < text.len) {
        char c = text.at[at];
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && --depth == 0) return at + 1;
        at = c == '"' ? past_value(text, at) : at + 1;
        if (at == SV_NONE) break;
    }
    return SV_NONE;
}

static bool starts_at(Sv text, size_t at, const char *word) {
    return sv_starts(sv_slice(text, at, text.len), sv_from_c(word));
}

static Sv unquoted(Sv text) {
    bool quoted = text.len >= 2 && text.at[0] == '"';
    return quoted ? sv_slice(text, 1, text.len - 1) : text;
}

// An empty text is not one that was left out.
static Sv cell_of(Sv text) {
    Sv cell = unquoted(text);
    return cell.len > 0 ? cell : text;
}

// "… 9 more" and what follows it: 9.
static size_t left_out_at(Sv text, size_t at) {
    size_t more = 0;
    for (size_t i = at + sizeof "… " - 1; i < text.len && ascii_is_digit(text.at[i]); i++)
        more = more * 10 + (size_t)(text.at[i] - '0');
    return more;
}

static size_t column_of(ShownTable *table, Sv name) {
    for (size_t i = 0; i < table->columns; i++)
        if (sv_eq(table->names[i], name)) return i;
    if (table->columns == MOST_COLUMNS) return MOST_COLUMNS;
    table->names[table->columns] = name;
    return table->columns++;
}

// One map; returns where it ends, or SV_NONE.
static size_t read_row(ShownTable *table, Sv text, size_t at) {
    size_t row = table->rows;
    bool kept = row < MOST_ROWS;
    if (kept) table->rows++;
    size_t cells = 0, left_out = 0;
    for (at++; at < text.len && text.at[at] != '}'; cells++) {
        if (starts_at(text, at, "…")) { // the rest of it was left out
            left_out = left_out_at(text, at);
            at = sv_find_char(text, '}', at);
            break;
        }
        if (text.at[at] != '"') return SV_NONE;
        size_t name_end = past_value(text, at);
        if (name_end == SV_NONE || !starts_at(text, name_end, ": ")) return SV_NONE;
        Sv name = unquoted(sv_slice(text, at, name_end));
        size_t from = name_end + 2, to = past_value(text, from);
        bool container = to == SV_NONE;
        if (container) to = past_container(text, from);
        if (to == SV_NONE) return SV_NONE;
        size_t column = kept ? column_of(table, name) : MOST_COLUMNS;
        left_out += kept && column == MOST_COLUMNS;
        if (column < MOST_COLUMNS)
            table->cells[row][column] = container ? SV("…") : cell_of(sv_slice(text, from, to));
        at = starts_at(text, to, ", ") ? to + 2 : to;
    }
    bool torso = row > 0 && left_out > cells; // behind those of which there is more
    if (kept && (cells == 0 || torso)) {      // "{… 9 more}"
        memset(table->cells[row], 0, sizeof table->cells[row]);
        table->rows--;
        table->more++;
    } else if (kept && left_out > table->fields_more) {
        table->fields_more = left_out;
    }
    return at != SV_NONE && at < text.len ? at + 1 : SV_NONE;
}

static bool read_table(ShownTable *table, Sv text) {
    *table = (ShownTable){.rows = 0};
    if (!sv_starts(text, SV("[{\""))) return false;
    size_t at = 1;
    while (at < text.len && text.at[at] != ']') {
        if (starts_at(text, at, "… ")) {
            table->more += left_out_at(text, at);
            break;
        }
        if (text.at[at] != '{') return false;
        if (table->rows == MOST_ROWS) table->more++;
        at = read_row(table, text, at);
        if (at == SV_NONE) return false;
        if (starts_at(text, at, ", ")) at += 2;
    }
    return table->rows > 0 && table->columns > 1;
}

// Of a row most of which was left out a table shows less than its text.
static bool is_full(const ShownTable *table) {
    size_t filled = 0;
    for (size_t i = 0; i < table->rows; i++)
        for (size_t k = 0; k < table->columns; k++)
            filled += table->cells[i][k].len > 0;
    return filled * 3 >= table->rows * table->columns * 2;
}

static size_t width_of(const ShownTable *table, size_t column) {
    size_t widest = utf8_width(table->names[column]);
    for (size_t i = 0; i < table->rows; i++) {
        size_t width = utf8_width(table->cells[i][column]);
        if (width > widest) widest = width;
    }
    return widest > CELL_COLUMNS ? CELL_COLUMNS : widest;
}

static void add_cell(Buf *line, Sv cell, size_t width) {
    Sv text = cell.len ? cell : SV("…");
    bool cut = utf8_width(text) > width;
    Sv kept = cut ? utf8_fit(text, width - 1) : text;
    buf_add(line, kept);
    if (cut) buf_add_c(line, "…");
    buf_add_repeat(line, ' ', width - utf8_width(kept) - cut + GAP);
}

static void draw_row(Terminal *terminal, Ink ink, const Sv *cells, const size_t *widths,
                     size_t count, size_t indent) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    for (size_t i = 0; i < count; i++)
        add_cell(&line, cells[i], widths[i]);
    Sv text = buf_sv(&line);
    while (text.len && text.at[text.len - 1] == ' ')
        text.len--;
    buf_add_repeat(&terminal->out, ' ', indent);
    terminal_set_apart(terminal, text);
    ink_text(&terminal->out, terminal->options.color, ink, text);
    buf_add_char(&terminal->out, '\n');
    terminal->blank = false;
}

// Whether the expression speaks of it: `r.severity == 'HIGH'` of severity.
static bool speaks_of(Sv about, Sv name) {
    for (size_t at = 0; name.len && (at = sv_find(about, name, at)) != SV_NONE; at++) {
        size_t end = at + name.len;
        bool before = at == 0 || !ascii_is_word(about.at[at - 1]);
        if (before && (end == about.len || !ascii_is_word(about.at[end]))) return true;
    }
    return false;
}

static void swap_in(ShownTable *table, size_t to, size_t from) {
    for (; from > to; from--) {
        Sv name = table->names[from];
        table->names[from] = table->names[from - 1];
        table->names[from - 1] = name;
        for (size_t i = 0; i < table->rows; i++) {
            Sv cell = table->cells[i][from];
            table->cells[i][from] = table->cells[i][from - 1];
            table->cells[i][from - 1] = cell;
        }
    }
}

// The column by which a row is known: the one that is called so, else the first.
static size_t known_by(const ShownTable *table) {
    static const char *const names[] = {"id", "uuid", "key", "name", "number", "address", "title"};
    static const char *const ends[] = {"_id", "Id", "_key", "_name", "Name"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t i = 0; i < table->columns; i++)
            if (sv_eq_nocase(table->names[i], sv_from_c(names[n]))) return i;
    for (size_t n = 0; n < sizeof ends / sizeof *ends; n++)
        for (size_t i = 0; i < table->columns; i++)
            if (sv_ends(table->names[i], sv_from_c(ends[n]))) return i;
    return 0;
}

static void what_is_judged_first(ShownTable *table, Sv about) {
    swap_in(table, 0, known_by(table));
    size_t to = 1;
    for (size_t i = 1; i < table->columns; i++)
        if (speaks_of(about, table->names[i])) swap_in(table, to++, i);
}

static bool fits(const Terminal *terminal, const ShownTable *table, size_t indent) {
    size_t used = indent;
    for (size_t i = 0; i < table->columns; i++)
        used += width_of(table, i) + (i ? GAP : 0);
    return used <= terminal->width;
}

// They may be those that matter.
static void draw_left_out(Terminal *terminal, const ShownTable *table, size_t shown,
                          size_t indent) {
    if (shown == table->columns && table->fields_more == 0) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_add_c(&line, "not shown: ");
    for (size_t i = shown; i < table->columns; i++)
        buf_addf(&line, "%s%.*s", i == shown ? "" : ", ", SV_ARG(table->names[i]));
    if (table->fields_more > 0)
        buf_addf(&line, "%s%zu more field%s", shown < table->columns ? ", and " : "",
                 table->fields_more, table->fields_more == 1 ? "" : "s");
    terminal_wrapped(terminal, INK_LABEL, buf_sv(&line), indent);
}

bool terminal_table(Terminal *terminal, Sv value, Sv about, size_t indent, size_t most_rows) {
    ShownTable table;
    BUF_AUTO Buf safe = buf_new(LINE_BYTES);
    shown_add(&safe, value, false);
    if (!read_table(&table, buf_sv(&safe)) || !is_full(&table)) return false;
    if (!fits(terminal, &table, indent)) what_is_judged_first(&table, about);
    size_t widths[MOST_COLUMNS], used = indent, count = 0;
    while (count < table.columns) {
        widths[count] = width_of(&table, count);
        if (used + widths[count] > terminal->width) break;
        used += widths[count++] + GAP;
    }
    if (count < 2) return false;
    size_t rows = table.rows < most_rows ? table.rows : most_rows;
    draw_row(terminal, INK_LABEL, table.names, widths, count, indent);
    for (size_t i = 0; i < rows; i++)
        draw_row(terminal, INK_REASON, table.cells[i], widths, count, indent);
    size_t more = table.more + table.rows - rows;
    if (more > 0)
        terminal_wrapped(terminal, INK_LABEL, sv_format(terminal->scratch, "… %zu more", more),
                         indent);
    draw_left_out(terminal, &table, count, indent);
    return true;
}
