#include "cel/eval/value_path.h"
#include "base/ascii.h"
#include "value/show.h"

enum { KEY_COLUMNS = 40 };

static bool is_name(Sv text) {
    if (text.len == 0 || ascii_is_digit(text.at[0])) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool in_name = ascii_is_word(c);
        if (!in_name) return false;
    }
    return true;
}

void value_path_add(Buf *buf, Value key, bool list) {
    if (!list && key.kind == VALUE_STRING && is_name(value_text(key))) {
        buf_addf(buf, ".%.*s", SV_ARG(value_text(key)));
        return;
    }
    buf_add_char(buf, '[');
    value_show(buf, key, KEY_COLUMNS);
    buf_add_char(buf, ']');
}
