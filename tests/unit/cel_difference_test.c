// Two texts that do not agree: both are shown where they part, however long they are, wherever that
// is, whichever side is a literal, alone or within lists and maps. Texts that look alike show their
// code points.
#include "base/utf8.h"
#include "cel_fixture.h"
#include "check.h"
#include "soak.h"

enum { VIEW = 60, CLOSELY = 170, LONGEST = 400, PARTS = 12 };

typedef struct Shown {
    CelPart parts[PARTS];
    uint32_t count;
} Shown;

static Shown explained(Arena *arena, Sv text, const Value *named) {
    Fixture fixture = {.count = 0};
    fixture_add(&fixture, "left", cel_type(CEL_TYPE_DYN), named[0]);
    fixture_add(&fixture, "right", cel_type(CEL_TYPE_DYN), named[1]);
    CelNames names = fixture_names(&fixture);
    Diags diags = diags_new(arena);
    CelProgram program;
    Shown shown = {.count = 0};
    bool fine = cel_parse(arena, text, (SpanMap){0}, &diags, &program) &&
                cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), &diags, NULL);
    CHECK(fine);
    if (!fine) return shown;
    CelBinding binding = {.self = &fixture, .get = fixture_get};
    CelOptions options = {.strict = true};
    shown.count = cel_explain(arena, &program, &binding, &options, 160, shown.parts, PARTS);
    return shown;
}

// What stands at a difference, within the columns that the narrowest view has.
static bool shows(Sv value, Sv wanted) {
    return sv_find(utf8_fit(value, VIEW), wanted, 0) != SV_NONE;
}

static Sv row_of(Arena *arena, size_t len, size_t at, Sv mark, bool lines) {
    BUF_AUTO Buf text = buf_new(LONGEST * 4);
    for (size_t i = 0; i < len; i++) {
        if (i == at)
            buf_add(&text, mark);
        else
            buf_add_c(&text, lines && i % 7 == 3 ? "\n" : "x");
    }
    if (at >= len) buf_add(&text, mark);
    return buf_keep(&text, arena);
}

static Sv literal_of(Arena *arena, Sv text) {
    BUF_AUTO Buf json = buf_new(LONGEST * 8);
    json_write_text(&json, text);
    return buf_keep(&json, arena);
}

static void check_sides(const Shown *shown, bool literal, size_t len) {
    uint32_t with_l = 0, with_r = 0;
    for (uint32_t i = 0; i < shown->count; i++) {
        with_l += shows(shown->parts[i].value, SV("LEFT"));
        with_r += shows(shown->parts[i].value, SV("RIGHT"));
    }
    CHECK(with_l > 0);
    // A short literal stands in the expectation, whole and above it.
    CHECK(with_r > 0 || (literal && len < 60));
    if (with_l == 0 || (with_r == 0 && !literal)) fprintf(stderr, "  at the length %zu\n", len);
}

static void one_difference(size_t len, size_t at, bool lines) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Sv left = row_of(arena, len, at, SV("LEFT"), lines);
    Sv right = row_of(arena, len, at, SV("RIGHT"), lines);
    Value texts[] = {value_string(left), value_string(right)};
    Sv literal = literal_of(arena, right);
    Shown shown = explained(arena, SV("left == right"), texts);
    check_sides(&shown, false, len);
    shown = explained(arena, sv_format(arena, "left == %.*s", SV_ARG(literal)), texts);
    check_sides(&shown, true, len);
    shown = explained(arena, sv_format(arena, "%.*s == left", SV_ARG(literal)), texts);
    check_sides(&shown, true, len);
    MapBuilder a = map_builder(arena), b = map_builder(arena);
    map_add_c(&a, "name", texts[0]);
    map_add_c(&b, "name", texts[1]);
    Value maps[] = {map_done(&a), map_done(&b)};
    Value lists[] = {value_list(arena, &maps[0], 1), value_list(arena, &maps[1], 1)};
    shown = explained(arena, SV("left == right"), maps);
    check_sides(&shown, len < 20, len);
    shown = explained(arena, SV("left == right"), lists);
    check_sides(&shown, len < 20, len);
    shown = explained(arena, sv_format(arena, "left == [{'name': %.*s}]", SV_ARG(literal)), lists);
    check_sides(&shown, len < 20, len);
    arena_free(arena);
}

static void every_length(void) {
    // Past both views a length is like the next; all of them are for tools/torture.
    for (size_t len = 1; len <= LONGEST; len += len < CLOSELY || soaking() ? 1 : 9) {
        size_t places[] = {0, len / 3, len / 2, len - 1, len};
        for (size_t i = 0; i < sizeof places / sizeof *places; i++)
            one_difference(len, places[i], i == 2);
    }
}

// ── look-alikes ──

static void check_alike(const char *left, const char *right, const char *wanted) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Value texts[] = {value_string(sv_from_c(left)), value_string(sv_from_c(right))};
    Value lists[] = {value_list(arena, &texts[0], 1), value_list(arena, &texts[1], 1)};
    for (int deep = 0; deep < 2; deep++) {
        Shown shown = explained(arena, SV("left == right"), deep ? lists : texts);
        Sv found = {0};
        for (uint32_t i = 0; i < shown.count; i++)
            if (sv_eq_c(shown.parts[i].text, "they look alike")) found = shown.parts[i].value;
        CHECK_C(found, wanted);
    }
    arena_free(arena);
}

static void look_alikes(void) {
    check_alike("caf\u00e9", "cafe\u0301",
                "character 4: U+00E9, not U+0065 U+0301 (combining mark)");
    check_alike("a b", "a\u00a0b", "character 2: U+0020 (space), not U+00A0 (no-break space)");
    check_alike("ab", "a\u200bb", "character 2: U+0062, not U+200B (zero-width space)");
    check_alike("\ufeffok", "ok", "character 1: U+FEFF (byte order mark), not U+006F");
    check_alike("pay", "p\u0430y", "character 2: U+0061, not U+0430 (Cyrillic)");
    check_alike("ok", "\u03bfk", "character 1: U+006F, not U+03BF (Greek)");
    check_alike("ok", "ok ", "character 3: the end, not U+0020 (space)");
    check_alike("ok\r", "ok", "character 3: U+000D (carriage return), not the end");
    check_alike("a\tb", "a b", "character 2: U+0009 (tab), not U+0020 (space)");
    check_alike("a  b", "a b", "character 3: U+0020 (space), not U+0062");
    check_alike("1\u20132", "1-2", "character 2: U+2013, not U+002D");
    check_alike("\uff11", "1", "character 1: U+FF11 (full width), not U+0031");
    check_alike("it\u2019s", "it's", "character 3: U+2019, not U+0027");
    check_alike("co\u00adop", "coop", "character 3: U+00AD (soft hyphen), not U+006F");
    // What can be seen to differ needs no such words.
    check_alike("abc", "abd", "");
    check_alike("e", "e\u0301", "");
    check_alike("ok", "ok then", "");
    check_alike("", "x", "");
    check_alike("OK", "ok", "");
}

// A secret's characters are part of it.
static void secrets_stay(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Value texts[] = {value_tainted(value_string(SV("p\u0430ss")), 2), value_string(SV("pass"))};
    Shown shown = explained(arena, SV("left == right"), texts);
    uint32_t told = 0;
    for (uint32_t i = 0; i < shown.count; i++) {
        if (!sv_eq_c(shown.parts[i].text, "they look alike")) continue;
        CHECK_INT(shown.parts[i].taint, 2);
        told++;
    }
    CHECK_INT(told, 1);
    arena_free(arena);
}

int main(void) {
    every_length();
    look_alikes();
    secrets_stay();
    return check_done();
}
