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
