#include "base/shell_word.h"

static bool is_plain(Sv word) {
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '.' || c == '/' || c == '-';
        if (!plain) return false;
    }
    return word.len > 0;
}

void shell_add_word(Buf *out, Sv word) {
    if (is_plain(word)) {
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
