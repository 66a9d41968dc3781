#include "import/page/markdown_depth.h"

#include "base/ascii.h"
#include "base/limits.h"

// A level takes a mark on the line where it begins and, below that, some columns of every line that
// goes on in it. Fenced text may look like both, hence room to spare.
enum { MOST_MARKS = 2 * LIMIT_PAGE_DEPTH, MOST_COLUMNS = 8 * LIMIT_PAGE_DEPTH, MOST_DIGITS = 9 };

static bool is_blank(Sv line, size_t at) {
    return at >= line.len || line.at[at] == ' ' || line.at[at] == '\t' || line.at[at] == '\r';
}

// The length of ">", "-", "*", "+", "1." or "1)" here; 0 if there is none.
static size_t mark_at(Sv line, size_t at) {
    size_t end = at;
    if (line.at[at] == '>') return 1;
    while (end < line.len && end - at < MOST_DIGITS && ascii_is_digit(line.at[end]))
        end++;
    bool number = end > at && end < line.len && (line.at[end] == '.' || line.at[end] == ')');
    bool bullet = line.at[at] == '-' || line.at[at] == '*' || line.at[at] == '+';
    if (!number && !bullet) return 0;
    end += 1;
    return is_blank(line, end) ? end - at : 0;
}

// - - - - is a line across the page, however long.
static bool is_rule(Sv rest) {
    for (size_t i = 0; i < rest.len; i++)
        if (!is_blank(rest, i) && rest.at[i] != rest.at[0]) return false;
    return rest.len > 0 && (rest.at[0] == '-' || rest.at[0] == '*');
}

static bool is_deep(Sv line) {
    uint32_t marks = 0;
    size_t at = 0, columns = 0;
    while (at < line.len && marks <= MOST_MARKS) {
        size_t length = is_blank(line, at) ? 0 : mark_at(line, at);
        if (!length && !is_blank(line, at)) break;
        columns += line.at[at] == '\t' ? 4 : 1;
        marks += length > 0;
        at += length ? length : 1;
    }
    bool deep = marks > MOST_MARKS || (marks > 0 && columns > MOST_COLUMNS);
    if (!deep) return false;
    size_t first = 0;
    while (is_blank(line, first))
        first++;
    return !is_rule(sv_slice(line, first, line.len));
}

uint32_t markdown_deep_line(Sv page) {
    Sv line;
    for (uint32_t number = 1; sv_next_line(&page, &line); number++)
        if (is_deep(line)) return number;
    return 0;
}
