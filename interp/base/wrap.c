#include "base/wrap.h"

#include "base/utf8.h"

static size_t add_words(Buf *buf, Sv line, size_t at, size_t indent, size_t width) {
    Sv word;
    bool first = true;
    while (sv_next_part(&line, ' ', &word)) {
        if (word.len == 0) continue;
        size_t columns = utf8_width(word);
        if (!first && at + 1 + columns > width) {
            buf_add_char(buf, '\n');
            buf_add_repeat(buf, ' ', indent);
            at = indent;
        } else if (!first) {
            buf_add_char(buf, ' ');
            at++;
        }
        buf_add(buf, word);
        at += columns;
        first = false;
    }
    return at;
}

bool wrap_add(Buf *buf, Sv text, size_t at, size_t indent, size_t width) {
    Sv line;
    bool first = true;
    while (sv_next_line(&text, &line)) {
        if (!first) {
            buf_add_char(buf, '\n');
            if (line.len) buf_add_repeat(buf, ' ', indent);
            at = indent;
        }
        first = false;
        if (sv_starts(line, SV("  ")))
            buf_add(buf, line);
        else
            at = add_words(buf, line, at, indent, width);
    }
    return !buf->full;
}

Sv wrap_take_row(Sv *rest, size_t columns) {
    Sv row = utf8_fit(*rest, columns);
    if (row.len < rest->len) {
        size_t at = row.len, next = row.len;
        while (next < rest->len && rest->at[next] == ' ')
            next++;
        if (next == row.len)
            while (at > row.len * 2 / 3 && row.at[at - 1] != ' ')
                at--;
        if (at > row.len * 2 / 3) row = sv_slice(row, 0, at);
    }
    if (row.len == 0 && rest->len > 0) { // not even one fits
        size_t at = 0;
        utf8_next(*rest, &at);
        row = sv_slice(*rest, 0, at);
    }
    // The break stands for a space that has no room.
    bool space = row.len < rest->len && rest->at[row.len] == ' ' && row.at[row.len - 1] != ' ';
    *rest = sv_slice(*rest, row.len + space, rest->len);
    return row;
}
