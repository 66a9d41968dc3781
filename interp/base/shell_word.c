#include "base/shell_word.h"
#include "base/ascii.h"

static bool is_plain(char c) {
    static const bool marks[128] = {
        ['_'] = true, ['-'] = true, ['.'] = true, ['/'] = true, [':'] = true,
        ['='] = true, ['@'] = true, ['%'] = true, ['+'] = true, [','] = true};
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80 || marks[(unsigned char)c];
}

static bool is_plain_word(Sv word) {
    for (size_t i = 0; i < word.len; i++)
        if (!is_plain(word.at[i])) return false;
    return word.len > 0;
}

void shell_add_word(Buf *out, Sv word) {
    if (is_plain_word(word)) {
        buf_add(out, word);
        return;
    }
    buf_add_char(out, '\'');
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] == '\'')
            buf_add_c(out, "'\\''");
        else
            buf_add_char(out, word.at[i]);
    }
    buf_add_char(out, '\'');
}
