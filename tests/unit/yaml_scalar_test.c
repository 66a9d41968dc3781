// What untyped leaves are, and which are refused.
#include "base/limits.h"
#include "check.h"
#include "yaml/pitfalls.h"
#include "yaml/scalar.h"

static Arena *arena;

static CoreValue core(const char *text) {
    Node node = {.kind = NODE_SCALAR, .style = SCALAR_PLAIN, .text = sv_from_c(text)};
    return scalar_core(arena, &node);
}

static void is_kind(CoreKind kind, const char *const *texts) {
    for (; *texts; texts++) {
        CoreValue value = core(*texts);
        if (value.kind != kind) fprintf(stderr, "%s is of kind %d\n", *texts, (int)value.kind);
        CHECK_INT(value.kind, kind);
    }
}

static void test_kinds(void) {
    is_kind(CORE_NULL, (const char *const[]){"", "~", "null", "Null", "NULL", NULL});
    is_kind(CORE_BOOL,
            (const char *const[]){"true", "True", "TRUE", "false", "False", "FALSE", NULL});
    is_kind(CORE_INT, (const char *const[]){"0", "1", "-1", "9223372036854775807",
                                            "-9223372036854775808", NULL});
    is_kind(CORE_BIG,
            (const char *const[]){"9223372036854775808", "123456789012345678901234567890", NULL});
    is_kind(CORE_DOUBLE, (const char *const[]){"0.5", "-1.25", "3.14", NULL});
    is_kind(CORE_TEXT,
            (const char *const[]){"yes", "NO",    "on",    "off",        "tRUE",     "nUll", "a",
                                  "-",   "+",     "1.2.3", "2026-03-01", "1 2",      "e3",   "..",
                                  "-a",  "12:ab", "1,000", "0.5.",       "10.0.0.1", NULL});
    is_kind(CORE_AMBIGUOUS,
            (const char *const[]){"0123", "-007",  "1_000", "22:30", "190:20:30", "1e3",
                                  "1.20", "1.0",   ".5",    "5.",    "+5",        "-0",
                                  "0x1F", "0o17",  "0b101", ".inf",  "-.inf",     ".nan",
                                  "1E5",  "1e400", "00",    "0.10",  "20:30.5",   NULL});
}

static void test_values(void) {
    CHECK_INT(core("-42").integer, -42);
    CHECK(core("True").boolean);
    CHECK(!core("false").boolean);
    CHECK(core("0.5").number == 0.5);
    CHECK_C(core("0123").plainly, "123");
    CHECK_C(core("-007").plainly, "-7");
    CHECK_C(core("00").plainly, "0");
    CHECK_C(core("1.20").plainly, "1.2");
    CHECK_C(core("1e3").plainly, "1000");
    CHECK_C(core("1e400").plainly, "");
    CHECK_C(core("22:30").plainly, "");
    Node quoted = {.kind = NODE_SCALAR, .style = SCALAR_SINGLE, .text = SV("0123")};
    CHECK_INT(scalar_core(arena, &quoted).kind, CORE_TEXT);
}

static void test_quotes(void) {
    CHECK_C(yaml_quote(arena, SV("plain")), "'plain'");
    CHECK_C(yaml_quote(arena, SV("it's")), "\"it's\"");
    CHECK_C(yaml_quote(arena, SV("it's \\d")), "'it''s \\d'");
    CHECK_C(yaml_quote(arena, SV("'a' \"b\"")), "'''a'' \"b\"'");
    CHECK_C(yaml_scalar(arena, SV("a == b")), "a == b");
    CHECK_C(yaml_scalar(arena, SV("a: b")), "'a: b'");
    CHECK_C(yaml_scalar(arena, SV("a #b")), "'a #b'");
    CHECK_C(yaml_scalar(arena, SV("!a")), "'!a'");
    CHECK_C(yaml_scalar(arena, SV("")), "''");
}

int main(void) {
    arena = arena_new(LIMIT_PROGRAM_MEMORY);
    test_kinds();
    test_values();
    test_quotes();
    arena_free(arena);
    return check_done();
}
