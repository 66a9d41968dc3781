// Versions: what is one, their order, and hashes that agree with it. What texts read like.
#include "check.h"
#include "value/json.h"
#include "value/reads_as.h"
#include "value/version.h"

static Arena *arena;

static Value version(const char *text) {
    Value value = value_null();
    CHECK(value_version(sv_from_c(text), &value, NULL));
    return value;
}

// Each comes before all that follow; what stands between | is the same.
static void rows_are_in_order(void) {
    static const char *const rows[][4] = {
        {"0", "v0", "0.0.0", "00.0"},
        {"0.1-rc.1"},
        {"0.1", "0.1.0", "v0.1", "0.01"},
        {"1.0.0-1"},
        {"1.0.0-2"},
        {"1.0.0-10", "1.0-10", "1-010"},
        {"1.0.0-alpha"},
        {"1.0.0-alpha.1", "1-alpha.1+build"},
        {"1.0.0-alpha.2"},
        {"1.0.0-alpha.10"},
        {"1.0.0-alpha.beta"},
        {"1.0.0-beta"},
        {"1.0.0-rc.1"},
        {"1.0.0-rc-1"},
        {"1", "1.0.0", "V1.0", "1.0+20260301"},
        {"1.0.0.1"},
        {"1.9", "1.9.0"},
        {"1.9.4"},
        {"1.10"},
        {"1.10.0.0.0.0.1"},
        {"2"},
        {"10"},
        {"24.04", "24.4"},
        {"18446744073709551616.1"},
        {"18446744073709551616.18446744073709551617"},
        {"99999999999999999999999999"},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    for (size_t i = 0; i < ROWS; i++)
        for (size_t k = 0; k < ROWS; k++)
            for (size_t a = 0; a < 4 && rows[i][a]; a++)
                for (size_t b = 0; b < 4 && rows[k][b]; b++) {
                    Value left = version(rows[i][a]), right = version(rows[k][b]);
                    int order = 99, wanted = (i > k) - (i < k);
                    CHECK(value_compare(left, right, &order));
                    CHECK_INT((order > 0) - (order < 0), wanted);
                    CHECK(value_equal(left, right) == (wanted == 0));
                    if (wanted == 0) CHECK(value_hash(left) == value_hash(right));
                }
}

static void what_is_no_version(void) {
    static const struct {
        const char *text;
        size_t good;
    } rows[] = {{"", 0},         {"v", 0},       {"x1", 0},    {".1", 0},        {"1.", 1},
                {"1..2", 1},     {"1.2-", 3},    {"1.2+", 3},  {"1.2-rc..1", 6}, {"1.2rc1", 3},
                {"1.2 ", 3},     {" 1.2", 0},    {"1.2\n", 3}, {"1.2~rc1", 3},   {"-1", 0},
                {"16.4 (D)", 4}, {"1.2-a_b", 5}, {"vv1", 0},   {"1,2", 1},       {"1.2+a+b", 5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Value value = value_null();
        size_t good = 99;
        CHECK(!value_version(sv_from_c(rows[i].text), &value, &good));
        CHECK_INT(good, rows[i].good);
        CHECK_INT(value.kind, VALUE_NULL);
    }
    char long_one[400];
    for (size_t i = 0; i < sizeof long_one; i++)
        long_one[i] = '1';
    Value value;
    CHECK(!value_version((Sv){long_one, sizeof long_one}, &value, NULL));
}

static void kept_as_written(void) {
    Value typed = value_to_typed(arena, version("v1.10")), again = value_null();
    CHECK(value_from_typed(arena, typed, &again));
    CHECK_INT(again.kind, VALUE_VERSION);
    CHECK_C(value_text(again), "v1.10");
    BUF_AUTO Buf json = buf_new(100);
    CHECK(json_write(&json, again, JSON_COMPACT));
    CHECK_C(buf_sv(&json), "\"v1.10\"");
    CHECK_C(sv_from_c(value_kind_name(VALUE_VERSION)), "version");
}

static void what_texts_read_like(void) {
    static const struct {
        const char *text;
        ReadsAs as;
    } rows[] = {
        {"90", READS_AS_DIGITS},
        {" 90\n", READS_AS_DIGITS},
        {"007", READS_AS_DIGITS},
        {"20260301", READS_AS_DIGITS},
        {"-5", READS_AS_NUMBER},
        {"+5", READS_AS_NUMBER},
        {"0.05", READS_AS_NUMBER},
        {".5", READS_AS_NUMBER},
        {"1e6", READS_AS_NUMBER},
        {"1.5E-3", READS_AS_NUMBER},
        {"1.10.0", READS_AS_VERSION},
        {"v9", READS_AS_VERSION},
        {"v1.9", READS_AS_VERSION},
        {"2.0.0-rc.1", READS_AS_VERSION},
        {"9-beta", READS_AS_VERSION},
        {"10.0.0.1", READS_AS_VERSION},
        {"90%", READS_AS_MEASURE},
        {"1.5 GB", READS_AS_MEASURE},
        {"10ms", READS_AS_MEASURE},
        {"2026-03-01", READS_AS_TEXT},
        {"2026-03-01T22:30:00Z", READS_AS_TEXT},
        {"2026-03-01 22:30:00+00", READS_AS_TEXT},
        {"2026/03/01", READS_AS_TEXT},
        {"2026.03.01", READS_AS_TEXT},
        {"2026-03", READS_AS_TEXT},
        {"2026-W09", READS_AS_TEXT},
        {"2026-060", READS_AS_TEXT},
        {"20260301T223000Z", READS_AS_TEXT},
        {"22:30", READS_AS_TEXT},
        {"01234567-89ab-cdef-0123-456789abcdef", READS_AS_TEXT},
        {"12345678-0000-0000-0000-000000000000", READS_AS_TEXT},
        {"e3b0c442", READS_AS_TEXT},
        {"", READS_AS_TEXT},
        {"-", READS_AS_TEXT},
        {"v", READS_AS_TEXT},
        {"3rd", READS_AS_TEXT},
        {"a10", READS_AS_TEXT},
        {"2026-13-01", READS_AS_VERSION}, // no month
        {"2026-03-01x", READS_AS_VERSION},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_INT(reads_as(sv_from_c(rows[i].text)), rows[i].as);
    CHECK(reads_as_day(SV("20260301")) && reads_as_day(SV("20260301224500")));
    CHECK(!reads_as_day(SV("2026")) && !reads_as_day(SV("20261301")) &&
          !reads_as_day(SV("10240301")));
    CHECK_C(reads_as_unit(SV(" 1.5 GB\n")), "GB");
}

int main(void) {
    arena = arena_new(1 << 20);
    rows_are_in_order();
    what_is_no_version();
    kept_as_written();
    what_texts_read_like();
    arena_free(arena);
    return check_done();
}
