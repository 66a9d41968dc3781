#include "cli/ask/line_keys.h"
#include "base/ascii.h"
#include "base/utf8.h"

enum { ESCAPE = 0x1b, DELETE = 0x7f, C1_BEGIN = 0x80, C1_END = 0xa0 };

typedef struct LineKey {
    const char *sequence, *meaning;
} LineKey;

static const LineKey keys[] = {
    {"\x1b[A", "\x10"},
    {"\x1b[B", "\x0e"},
    {"\x1b[C", "\x06"},
    {"\x1b[D", "\x02"},
    {"\x1b[H", "\x01"},
    {"\x1b[F", "\x05"},
    {"\x1bOA", "\x10"},
    {"\x1bOB", "\x0e"},
    {"\x1bOC", "\x06"},
    {"\x1bOD", "\x02"},
    {"\x1bOH", "\x01"},
    {"\x1bOF", "\x05"},
    {"\x1b[1~", "\x01"},
    {"\x1b[7~", "\x01"},
    {"\x1b[4~", "\x05"},
    {"\x1b[8~", "\x05"},
    {"\x1b[3~", "\x1b[3~"},
    {"\x1b[1;5C", "\x1b"
                  "f"},
    {"\x1b[1;3C", "\x1b"
                  "f"},
    {"\x1b[1;5D", "\x1b"
                  "b"},
    {"\x1b[1;3D", "\x1b"
                  "b"},
};

// ESC [ parameters final, ESC O final, ESC character.
size_t line_keys_length(Sv text) {
    if (text.len < 2) return 0;
    if (text.at[1] == ESCAPE) return 1;
    if (text.at[1] == 'O') return text.len > 2 ? 3 : 0;
    if (text.at[1] != '[') return 2;
    for (size_t i = 2; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c >= 0x40 && c < DELETE) return i + 1;
        if (c < 0x20 || c >= DELETE) return i; // no such sequence: it ends before that
    }
    return 0;
}

Sv line_keys_of(Sv sequence) {
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (sv_eq_c(sequence, keys[i].sequence)) return sv_from_c(keys[i].meaning);
    bool meta = sequence.len == 2 && (ascii_is_alnum(sequence.at[1]) || sequence.at[1] == DELETE);
    return meta ? sequence : (Sv){0};
}

void line_keys_clean(Buf *out, Sv line) {
    for (size_t i = 0; i < line.len;) {
        if (line.at[i] == ESCAPE) {
            size_t length = line_keys_length(sv_slice(line, i, line.len));
            i = length ? i + length : line.len;
            continue;
        }
        size_t from = i;
        uint32_t c = utf8_next(line, &i);
        bool control = c < ' ' || c == DELETE || (c >= C1_BEGIN && c < C1_END);
        if (!control) buf_add(out, sv_slice(line, from, i));
    }
}
