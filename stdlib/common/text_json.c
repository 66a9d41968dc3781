#include "common/text_json.h"

#include "base/shown/shown.h"
#include "base/utf8.h"
#include "value/json.h"
#include <string.h>

Sv not_text(Arena *arena, Sv bytes, size_t bad, const char *name) {
    size_t line = 1;
    for (size_t i = 0; i < bad; i++)
        line += bytes.at[i] == '\n';
    return sv_format(arena, "%s is not UTF-8 text: byte %zu, on line %zu, is 0x%02x", name, bad + 1,
                     line, (unsigned char)bytes.at[bad]);
}

enum { EXCERPT = 40, SMALL = 1024 };

static void add_beginning(Buf *buf, Sv text) {
    Sv line, rest = sv_trim(text);
    if (!sv_next_line(&rest, &line)) return;
    Sv shown = utf8_fit(line, EXCERPT);
    buf_add_c(buf, ": it begins with '");
    shown_add(buf, shown, false);
    buf_add_c(buf, shown.len < line.len ? "…'" : "'");
}

bool text_as_json(Arena *arena, Sv text, const char *name, Value *out, Sv *error) {
    JsonError problem;
    if (json_parse(arena, text, out, &problem)) return true;
    const char *looks = json_looks_like(text);
    BUF_AUTO Buf buf = buf_new(SMALL);
    if (strcmp(looks, "empty") == 0) {
        buf_addf(&buf, "%s is empty, not JSON", name);
    } else if (strcmp(looks, "malformed JSON") == 0) {
        buf_addf(&buf, "%s is malformed JSON at byte %zu: %s", name, problem.offset,
                 problem.message);
    } else {
        buf_addf(&buf, "%s is %s, not JSON", name, looks);
        if (strcmp(looks, "binary") != 0) add_beginning(&buf, text);
    }
    *error = buf_keep(&buf, arena);
    return false;
}
