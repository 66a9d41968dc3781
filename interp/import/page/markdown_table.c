#include "import/page/markdown_table.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"

enum { MOST_COLUMNS = 64, LONGEST_HEAD = 40 };

typedef struct Cells {
    Sv at[MOST_COLUMNS];
    uint32_t count;
} Cells;

typedef struct Fence { // code between two lines of ``` or ~~~
    char mark;         // 0 = outside
    size_t length;
} Fence;

static size_t indent_of(Sv line) {
    size_t at = 0;
    while (at < line.len && (line.at[at] == ' ' || line.at[at] == '\t'))
        at++;
    return at;
}

static void follow_fence(Fence *fence, Sv line) {
    Sv text = sv_trim(line);
    size_t length = 0;
    while (length < text.len && text.at[length] == text.at[0])
        length++;
    bool marks = length >= 3 && (text.at[0] == '`' || text.at[0] == '~');
    if (!marks) return;
    if (!fence->mark)
        *fence = (Fence){text.at[0], length};
    else if (fence->mark == text.at[0] && length >= fence->length && length == text.len)
        *fence = (Fence){0};
}

// Splits at the bars; a bar after a backslash is text.
static void split(Sv line, Cells *out) {
    Sv text = sv_trim(line);
    if (sv_starts(text, SV("|"))) text = sv_slice(text, 1, text.len);
    bool closed = sv_ends(text, SV("|")) && (text.len < 2 || text.at[text.len - 2] != '\\');
    if (closed) text.len--;
    out->count = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text.len && out->count < MOST_COLUMNS; i++) {
        bool bar = i < text.len && text.at[i] == '|' && (i == 0 || text.at[i - 1] != '\\');
        if (i < text.len && !bar) continue;
        out->at[out->count++] = sv_trim(sv_slice(text, from, i));
        from = i + 1;
    }
}

static bool has_bar(Sv line) {
    return sv_find_char(line, '|', 0) != SV_NONE;
}

// |---|:--:|
static bool is_ruler(Sv line, const Cells *head) {
    Cells cells;
    split(line, &cells);
    if (!has_bar(line) || cells.count != head->count) return false;
    for (uint32_t c = 0; c < cells.count; c++) {
        Sv cell = cells.at[c];
        if (sv_starts(cell, SV(":"))) cell = sv_slice(cell, 1, cell.len);
        if (sv_ends(cell, SV(":"))) cell.len--;
        if (!cell.len) return false;
        for (size_t i = 0; i < cell.len; i++)
            if (cell.at[i] != '-') return false;
    }
    return true;
}

static bool is_number(Sv cell) {
    for (size_t i = 0; i < cell.len; i++)
        if (!ascii_is_digit(cell.at[i]) && cell.at[i] != '.') return false;
    return cell.len > 0;
}

static bool is_code(Sv cell) {
    return cell.len > 2 && sv_starts(cell, SV("`")) && sv_ends(cell, SV("`"));
}

static void add_cell(Buf *out, Sv cell) {
    for (size_t i = 0; i < cell.len; i++)
        if (cell.at[i] != '\\' || i + 1 == cell.len || cell.at[i + 1] != '|')
            buf_add_char(out, cell.at[i]);
}

static void add_row(Buf *out, Sv line, const Cells *head) {
    Cells row;
    split(line, &row);
    bool begun = false;
    for (uint32_t c = 0; c < row.count; c++) {
        Sv cell = row.at[c], name = c < head->count ? head->at[c] : SV("");
        if (name.len > LONGEST_HEAD) name.len = 0;
        bool counts = c == 0 && row.count > 1 && is_number(cell);
        if (!cell.len || counts) continue;
        if (!begun) {
            buf_add(out, sv_slice(line, 0, indent_of(line)));
            buf_add_c(out, "- ");
        } else if (is_code(cell)) {
            buf_add_c(out, ": ");
        } else {
            buf_addf(out, "; %.*s%s", SV_ARG(name), name.len ? ": " : "");
        }
        add_cell(out, cell);
        begun = true;
    }
}

static bool ends_table(Sv line) {
    Sv text = sv_trim(line);
    return !text.len || (!has_bar(line) && (text.at[0] == '#' || text.at[0] == '>' ||
                                            text.at[0] == '`' || text.at[0] == '~'));
}

// Some wikis put metadata about the page between two lines of --- at its top.
static void skip_front(Sv *text, Buf *out) {
    Sv rest = *text, line;
    uint32_t lines = 1;
    if (!sv_next_line(&rest, &line) || !sv_eq_c(line, "---")) return;
    while (sv_next_line(&rest, &line)) {
        lines++;
        if (!sv_eq_c(line, "---")) continue;
        buf_add_repeat(out, '\n', lines);
        *text = rest;
        return;
    }
}

Sv markdown_tables_as_lists(Arena *arena, Sv page) {
    Sv text = page;
    BUF_AUTO Buf out = buf_new((size_t)64 * LIMIT_PAGE_BYTES);
    Fence fence = {0};
    Cells head;
    bool within = false;
    Sv line;
    skip_front(&text, &out);
    while (sv_next_line(&text, &line)) {
        Sv rest = text, next = {0};
        if (within && ends_table(line)) within = false;
        if (!within) follow_fence(&fence, line);
        if (within) {
            add_row(&out, line, &head);
        } else if (!fence.mark && has_bar(line) && indent_of(line) < LIMIT_PAGE_DEPTH * 4 &&
                   sv_next_line(&rest, &next) && (split(line, &head), is_ruler(next, &head))) {
            sv_next_line(&text, &next);
            buf_add_char(&out, '\n'); // the head; its rule ends with the line below
            within = true;
        } else {
            buf_add(&out, line);
        }
        buf_add_char(&out, '\n');
    }
    return out.full ? page : buf_keep(&out, arena);
}
