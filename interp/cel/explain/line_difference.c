#include "cel/explain/line_difference.h"

#include "base/shown/shown.h"
#include "base/utf8.h"

#include <string.h>

enum {
    LINES_MOST = 100000, // of one text; what is behind them is compared as one
    EDITS_MOST = 300,    // looked for; where there are more, all between the first and the last
    SHOWN_LINES = 40,    // of all hunks
    AROUND = 3,          // lines that are the same, before and behind
    LINE_COLUMNS = 120,
    BEFORE_COLUMNS = 30, // of a cut line, before the place where it parts
    HEADING_BYTES = 200
};

typedef struct TextLines {
    Sv *items;
    size_t count;
    bool open; // the last one has no line feed
} TextLines;

static TextLines lines_of(Arena *arena, Sv text) {
    size_t most = sv_count(text, '\n') + 1;
    if (most > LINES_MOST) most = LINES_MOST;
    TextLines lines = {.items = arena_new_array(arena, Sv, most)};
    lines.open = text.len > 0 && text.at[text.len - 1] != '\n';
    while (text.len > 0) {
        size_t end = lines.count + 1 == most ? SV_NONE : sv_find_char(text, '\n', 0);
        Sv line = sv_slice(text, 0, end);
        if (end == SV_NONE && !lines.open) line.len--;
        lines.items[lines.count++] = line;
        text = end == SV_NONE ? (Sv){0} : sv_slice(text, end + 1, text.len);
    }
    return lines;
}

typedef struct LineComparison {
    Arena *arena;
    TextLines a, b;
    bool *a_gone, *b_new; // for each line
} LineComparison;

static bool same_line(const LineComparison *of, size_t i, size_t j) {
    if (!sv_eq(of->a.items[i], of->b.items[j])) return false;
    bool a_open = of->a.open && i + 1 == of->a.count, b_open = of->b.open && j + 1 == of->b.count;
    return a_open == b_open;
}

// ── the shortest edit (Myers), forwards, with what was reached after each number of edits ──

typedef struct Reached {
    int32_t *rows; // for each number of edits: 2 × that + 1 positions
    int32_t edits;
} Reached;

static int32_t *row_of(const Reached *reached, int32_t edits) {
    return reached->rows + (size_t)edits * (size_t)edits;
}

static int32_t reach(const int32_t *before, int32_t edits, int32_t k) {
    if (edits == 0) return 0;
    // before[k'] for k' from -(edits - 1) to edits - 1, in steps of two, at k' + edits - 1
    bool down =
        k == -edits || (k != edits && before[k - 1 + edits - 1] < before[k + 1 + edits - 1]);
    return down ? before[k + 1 + edits - 1] : before[k - 1 + edits - 1] + 1;
}

static bool search(const LineComparison *of, size_t from, int32_t n, int32_t m, Reached *out) {
    size_t room = (size_t)(EDITS_MOST + 1) * (EDITS_MOST + 1);
    *out = (Reached){.rows = arena_new_array(of->arena, int32_t, room)};
    for (int32_t d = 0; d <= EDITS_MOST; d++) {
        const int32_t *before = d > 0 ? row_of(out, d - 1) : NULL;
        int32_t *now = row_of(out, d);
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = reach(before, d, k), y = x - k;
            while (x < n && y >= 0 && y < m && same_line(of, from + (size_t)x, from + (size_t)y)) {
                x++;
                y++;
            }
            now[k + d] = x;
            if (x < n || y < m) continue;
            out->edits = d;
            return true;
        }
    }
    return false;
}

static void walk_back(const LineComparison *of, size_t from, int32_t n, int32_t m,
                      const Reached *reached) {
    int32_t x = n, y = m;
    for (int32_t d = reached->edits; d > 0; d--) {
        const int32_t *before = row_of(reached, d - 1);
        int32_t k = x - y;
        bool down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
        int32_t k_before = down ? k + 1 : k - 1;
        x = before[k_before + d - 1];
        y = x - k_before;
        if (down)
            of->b_new[from + (size_t)y] = true;
        else
            of->a_gone[from + (size_t)x] = true;
    }
}

static void compare(LineComparison *of) {
    size_t from = 0, a_end = of->a.count, b_end = of->b.count;
    while (from < a_end && from < b_end && same_line(of, from, from))
        from++;
    while (a_end > from && b_end > from && same_line(of, a_end - 1, b_end - 1))
        a_end--, b_end--;
    Reached reached;
    int32_t n = (int32_t)(a_end - from), m = (int32_t)(b_end - from);
    if (search(of, from, n, m, &reached)) {
        walk_back(of, from, n, m, &reached);
        return;
    }
    for (size_t i = from; i < a_end; i++)
        of->a_gone[i] = true;
    for (size_t i = from; i < b_end; i++)
        of->b_new[i] = true;
}

// ── showing ──

typedef struct Drawing {
    const LineComparison *of;
    Buf *out;
    size_t shown, left_out;
} Drawing;

static size_t shared(Sv a, Sv b) {
    size_t at = 0;
    while (at < a.len && at < b.len && a.at[at] == b.at[at])
        at++;
    while (at > 0 && at < a.len && ((unsigned char)a.at[at] & 0xC0) == 0x80)
        at--;
    return at;
}

// A line, cut so that the place where it parts from `other` is seen.
static void add_line(Drawing *drawing, char sign, Sv line, Sv other, bool open) {
    if (drawing->shown++ >= SHOWN_LINES) {
        drawing->left_out += sign != ' ';
        return;
    }
    BUF_AUTO Buf whole = buf_new((line.len + 1) * 12);
    size_t parts = shared(line, other), from = 0;
    if (utf8_width(line) > LINE_COLUMNS && parts > BEFORE_COLUMNS) from = parts - BEFORE_COLUMNS;
    while (from > 0 && ((unsigned char)line.at[from] & 0xC0) == 0x80)
        from--;
    shown_add(&whole, utf8_fit(sv_slice(line, from, line.len), LINE_COLUMNS * 2), false);
    Sv fitting = utf8_fit(buf_sv(&whole), LINE_COLUMNS);
    buf_add_char(drawing->out, sign);
    if (from > 0) buf_add_c(drawing->out, "…");
    buf_add(drawing->out, fitting);
    if (fitting.len < whole.len || utf8_width(sv_slice(line, from, line.len)) > LINE_COLUMNS * 2)
        buf_add_c(drawing->out, "…");
    buf_add_char(drawing->out, '\n');
    if (open) buf_add_c(drawing->out, "\\ no line feed at its end\n");
}

static void add_a(Drawing *drawing, char sign, size_t i, Sv other) {
    const TextLines *a = &drawing->of->a;
    add_line(drawing, sign, a->items[i], other, sign != ' ' && a->open && i + 1 == a->count);
}

static void add_b(Drawing *drawing, size_t j, Sv other) {
    const TextLines *b = &drawing->of->b;
    add_line(drawing, '+', b->items[j], other, b->open && j + 1 == b->count);
}

// The end of a run of changed lines that begins at i.
static size_t end_of_run(const bool *changed, size_t i, size_t count) {
    while (i < count && changed[i])
        i++;
    return i;
}

// The lines that go and those that come in their place.
static void add_change(Drawing *drawing, size_t *i, size_t *j) {
    const LineComparison *of = drawing->of;
    size_t a_end = end_of_run(of->a_gone, *i, of->a.count),
           b_end = end_of_run(of->b_new, *j, of->b.count), a = *i, b = *j;
    for (; *i < a_end; ++*i)
        add_a(drawing, '-', *i, b + (*i - a) < b_end ? of->b.items[b + (*i - a)] : (Sv){0});
    for (; *j < b_end; ++*j)
        add_b(drawing, *j, a + (*j - b) < a_end ? of->a.items[a + (*j - b)] : (Sv){0});
}

// How many lines are the same from here.
static size_t same_from(const LineComparison *of, size_t i, size_t j) {
    size_t count = 0;
    while (i + count < of->a.count && j + count < of->b.count && !of->a_gone[i + count] &&
           !of->b_new[j + count])
        count++;
    return count;
}

static bool at_change(const LineComparison *of, size_t i, size_t j) {
    return (i < of->a.count && of->a_gone[i]) || (j < of->b.count && of->b_new[j]);
}

// One hunk from a change on, with `before` same lines in front of it.
static void add_hunk(Drawing *drawing, size_t *i, size_t *j, size_t before) {
    const LineComparison *of = drawing->of;
    if (drawing->shown < SHOWN_LINES)
        buf_addf(drawing->out, "@@ -%zu +%zu @@\n", *i - before + 1, *j - before + 1);
    for (size_t at = before; at > 0; at--)
        add_a(drawing, ' ', *i - at, (Sv){0});
    while (at_change(of, *i, *j)) {
        add_change(drawing, i, j);
        size_t same = same_from(of, *i, *j);
        bool joined = same <= 2 * AROUND && at_change(of, *i + same, *j + same);
        size_t most = joined ? same : same < AROUND ? same : AROUND;
        for (size_t at = 0; at < most; at++, ++*i, ++*j)
            add_a(drawing, ' ', *i, (Sv){0});
    }
}

static void add_heading(Buf *out, const char *sign, Sv name) {
    buf_add_c(out, sign);
    shown_add(out, utf8_fit(name, HEADING_BYTES), false);
    buf_add_char(out, '\n');
}

void line_difference(Arena *arena, Buf *out, LineSide without, LineSide with) {
    if (sv_eq(without.text, with.text)) return;
    LineComparison of = {
        .arena = arena, .a = lines_of(arena, without.text), .b = lines_of(arena, with.text)};
    of.a_gone = arena_new_array(arena, bool, of.a.count + 1);
    of.b_new = arena_new_array(arena, bool, of.b.count + 1);
    compare(&of);
    add_heading(out, "--- ", without.name);
    add_heading(out, "+++ ", with.name);
    Drawing drawing = {.of = &of, .out = out};
    for (size_t i = 0, j = 0; i < of.a.count || j < of.b.count;) {
        size_t same = same_from(&of, i, j);
        i += same;
        j += same;
        if (at_change(&of, i, j)) add_hunk(&drawing, &i, &j, same < AROUND ? same : AROUND);
    }
    if (drawing.left_out > 0) buf_addf(out, "… and %zu more lines\n", drawing.left_out);
}
