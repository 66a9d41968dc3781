// The difference of two texts, which stand on either side of a line "====". Applied to the first it
// must give the second.
#include "base/utf8.h"
#include "cel/explain/line_difference.h"
#include "fuzz.h"

enum { MOST_BYTES = 1 << 20, LONGEST = 100 };

// Whether the difference shows every line whole: nothing is escaped, cut or left out.
static bool is_plain(Sv text) {
    size_t column = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        column = c == '\n' ? 0 : column + 1;
        if (column > LONGEST || (c != '\n' && (c < ' ' || c > '~' || c == '#' || c == '\\')))
            return false;
    }
    return true;
}

static size_t number_at(Sv line, const char *behind) {
    size_t number = 0, at = sv_find(line, sv_from_c(behind), 0) + 2;
    while (at < line.len && line.at[at] >= '0' && line.at[at] <= '9')
        number = number * 10 + (size_t)(line.at[at++] - '0');
    return number;
}

static void copy_lines(Buf *out, Sv *rest, size_t *at, size_t to) {
    for (Sv line; *at < to && sv_next_line(rest, &line); ++*at)
        buf_addf(out, "%.*s\n", SV_ARG(line));
}

static void apply(Sv text, Sv difference, Buf *out) {
    Sv line, gone;
    size_t at = 1;
    bool open = text.len > 0 && text.at[text.len - 1] != '\n';
    char sign = '\0';
    FUZZ_CLAIM(sv_next_line(&difference, &line) && sv_next_line(&difference, &line));
    while (sv_next_line(&difference, &line)) {
        if (sv_starts(line, SV("@@"))) {
            copy_lines(out, &text, &at, number_at(line, " -"));
            FUZZ_CLAIM(at == number_at(line, " -"));
            open = text.len > 0 && open;
        } else if (sv_starts(line, SV("\\"))) {
            if (sign == '+') out->len--;
            open = false;
        } else {
            sign = line.at[0];
            if (sign != '+') {
                FUZZ_CLAIM(sv_next_line(&text, &gone));
                FUZZ_CLAIM(sv_eq(gone, sv_slice(line, 1, line.len)));
                at++;
            }
            if (sign != '-') buf_addf(out, "%.*s\n", SV_ARG(sv_slice(line, 1, line.len)));
        }
    }
    copy_lines(out, &text, &at, SIZE_MAX);
    if (open && sign != '+') out->len--;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv text = fuzz_text(data, size), middle = SV("====\n");
    size_t at = sv_find(text, middle, 0);
    Sv a = sv_slice(text, 0, at),
       b = at == SV_NONE ? (Sv){0} : sv_slice(text, at + middle.len, text.len);
    BUF_AUTO Buf out = buf_new(MOST_BYTES), made = buf_new(MOST_BYTES);
    line_difference(arena, &out, (LineSide){a, SV("a")}, (LineSide){b, SV("b")});
    FUZZ_CLAIM((out.len > 0) == !sv_eq(a, b));
    if (utf8_valid(text, NULL)) FUZZ_CLAIM(utf8_valid(buf_sv(&out), NULL));
    bool whole = sv_find(buf_sv(&out), SV("… and "), 0) == SV_NONE;
    if (out.len > 0 && whole && is_plain(a) && is_plain(b)) {
        apply(a, buf_sv(&out), &made);
        FUZZ_CLAIM(sv_eq(buf_sv(&made), b));
    }
    arena_free(arena);
    return 0;
}
