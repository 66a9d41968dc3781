// Dates by a format, character sets, percent-encoding and references of HTML: the first line is the
// format or the name of a character set, the rest a text.
#include "base/system/charset.h"
#include "base/utf8.h"
#include "cel/functions/written/date_format.h"
#include "cel/functions/written/html_references.h"
#include "fuzz.h"

static Value read_again(Arena *arena, Sv format, Value moment) {
    BUF_AUTO Buf text = buf_new(1 << 20);
    Sv error = {0};
    Value again = value_null();
    FUZZ_CLAIM(date_write(arena, &text, format, moment, SV("UTC"), &error));
    FUZZ_CLAIM(date_read(arena, buf_keep(&text, arena), format, (Sv){0}, &again, &error));
    return again;
}

// What was read is a moment that is written and read as itself. (What a format leaves out, such as
// the zone of a text, is gone after the first time.)
static void try_dates(Arena *arena, Sv format, Sv text) {
    Sv error = {0};
    Value moment = value_null();
    if (date_format_wrong(arena, format, true).len > 0) return;
    if (!date_read(arena, text, format, (Sv){0}, &moment, &error)) {
        FUZZ_CLAIM(error.len > 0 && utf8_valid(error, NULL));
        return;
    }
    // A year of two digits is of the century that POSIX says.
    Value again = read_again(arena, format, moment);
    FUZZ_CLAIM(value_equal(again, read_again(arena, format, again)));
    error = (Sv){0};
    if (!date_read(arena, text, format, SV("Europe/Paris"), &again, &error))
        FUZZ_CLAIM(error.len > 0);
}

static void try_charset(Arena *arena, Sv name, Sv bytes) {
    BUF_AUTO Buf text = buf_new(1 << 22);
    Sv error = {0};
    if (charset_unknown(arena, name).len > 0) return;
    if (charset_decode(arena, name, bytes, &text, &error))
        FUZZ_CLAIM(utf8_valid(buf_sv(&text), NULL));
    else
        FUZZ_CLAIM(error.len > 0);
}

static void try_html(Sv text) {
    BUF_AUTO Buf escaped = buf_new(1 << 22), again = buf_new(1 << 22);
    html_add_escaped(&escaped, text);
    html_add_unescaped(&again, buf_sv(&escaped));
    FUZZ_CLAIM(sv_eq(buf_sv(&again), text));
    buf_clear(&again);
    html_add_unescaped(&again, text);
    FUZZ_CLAIM(utf8_valid(buf_sv(&again), NULL));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv rest = fuzz_text(data, size), first = {0};
    sv_next_line(&rest, &first);
    try_charset(arena, first, rest);
    if (utf8_valid(first, NULL) && utf8_valid(rest, NULL)) {
        try_dates(arena, first, rest);
        try_html(rest);
    }
    arena_free(arena);
    return 0;
}
