#include "yaml/scalar.h"
#include "base/ascii.h"
#include "base/num.h"

static bool only(Sv text, const char *allowed) {
    for (size_t i = 0; i < text.len; i++) {
        const char *c = allowed;
        while (*c && *c != text.at[i])
            c++;
        if (!*c) return false;
    }
    return text.len > 0;
}

static bool one_of(Sv text, const char *const *words) {
    for (; *words; words++)
        if (sv_eq_c(text, *words)) return true;
    return false;
}

static bool is_null(Sv text) {
    static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};
    return one_of(text, words);
}

static CoreValue ambiguous(const char *why, Sv plainly) {
    return (CoreValue){.kind = CORE_AMBIGUOUS, .why = why, .plainly = plainly};
}

static Sv shown_double(Arena *arena, double number) {
    Buf text BUF_AUTO = buf_new(64);
    num_add_double(&text, number);
    return buf_keep(&text, arena);
}

// 22:30 and 190:20:30 were numbers to base 60 in YAML 1.1.
static bool is_sexagesimal(Sv body) {
    Sv rest = body, part;
    uint32_t parts = 0;
    while (sv_next_part(&rest, ':', &part)) {
        if (!only(part, parts > 0 ? "0123456789." : "0123456789")) return false;
        parts++;
    }
    return parts > 1;
}

static CoreValue read_int(Arena *arena, Sv text, Sv body) {
    int64_t integer = 0;
    if (body.len > 1 && body.at[0] == '0') {
        size_t zeros = 0;
        while (zeros + 1 < body.len && body.at[zeros] == '0')
            zeros++;
        Sv plain = sv_slice(body, zeros, body.len);
        const char *sign = text.at[0] == '-' ? "-" : "";
        return ambiguous("some readers take a leading 0 for an octal number",
                         sv_format(arena, "%s%.*s", sign, SV_ARG(plain)));
    }
    if (text.at[0] == '+') return ambiguous("its + would be lost", body);
    if (sv_eq(text, SV("-0"))) return ambiguous("its - would be lost", SV("0"));
    if (num_parse_i64(text, &integer)) return (CoreValue){.kind = CORE_INT, .integer = integer};
    return (CoreValue){.kind = CORE_BIG};
}

static CoreValue read_double(Arena *arena, Sv text) {
    double number = 0;
    if (!num_parse_double(text, &number)) return (CoreValue){.kind = CORE_TEXT};
    Sv shown = shown_double(arena, number);
    if (sv_eq(shown, text)) return (CoreValue){.kind = CORE_DOUBLE, .number = number};
    bool finite = number - number == 0;
    bool plain = finite && sv_find_char(shown, 'e', 0) == SV_NONE;
    return ambiguous("as a number it would not be written back the same", plain ? shown : (Sv){0});
}

// The forms that some readers of YAML take for a number and others for text.
static bool other_number(Sv body) {
    static const char *const words[] = {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN", NULL};
    if (one_of(body, words)) return true;
    if (body.len > 2 && body.at[0] == '0') {
        Sv tail = sv_slice(body, 2, body.len);
        if (body.at[1] == 'x') return only(tail, "0123456789abcdefABCDEF_");
        if (body.at[1] == 'o' || body.at[1] == 'b') return only(tail, "01234567_");
    }
    return false;
}

static CoreValue read_plain(Arena *arena, Sv text) {
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};
    if (is_null(text)) return (CoreValue){.kind = CORE_NULL};
    if (one_of(text, yes)) return (CoreValue){.kind = CORE_BOOL, .boolean = true};
    if (one_of(text, no)) return (CoreValue){.kind = CORE_BOOL};
    bool signed_ = text.at[0] == '-' || text.at[0] == '+';
    Sv body = sv_slice(text, signed_ ? 1 : 0, text.len);
    if (body.len == 0) return (CoreValue){.kind = CORE_TEXT};
    if (other_number(body))
        return ambiguous("some readers take it for a number, others for text", (Sv){0});
    if (only(body, "0123456789")) return read_int(arena, text, body);
    if (is_sexagesimal(body))
        return ambiguous("some readers take it for a number to base 60", (Sv){0});
    if (ascii_is_digit(body.at[0]) && only(body, "0123456789_"))
        return ambiguous("some readers take it for a number with _ between its digits", (Sv){0});
    bool number =
        only(body, "0123456789.eE+-") && (ascii_is_digit(body.at[0]) || body.at[0] == '.');
    return number ? read_double(arena, text) : (CoreValue){.kind = CORE_TEXT};
}

CoreValue scalar_core(Arena *arena, const Node *scalar) {
    if (scalar->style != SCALAR_PLAIN) return (CoreValue){.kind = CORE_TEXT};
    return read_plain(arena, scalar->text);
}

bool scalar_is_null(Arena *arena, const Node *node) {
    return node->kind == NODE_SCALAR && !node_is_nothing(node) &&
           scalar_core(arena, node).kind == CORE_NULL;
}
