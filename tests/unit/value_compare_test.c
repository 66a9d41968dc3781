// Equality, order and hashes across the kinds of numbers, decimals, lists and maps.
#include "check.h"
#include "value/json.h"
#include <math.h>
#include <stdlib.h>

static Arena *arena;

static Value decimal(const char *text) {
    Value value = value_null();
    CHECK(value_decimal(arena, sv_from_c(text), &value));
    return value;
}

// Both ways round; equal values must hash alike.
static void check_order(Value a, Value b, int wanted) {
    int order = 99;
    CHECK(value_compare(a, b, &order));
    CHECK_INT((order > 0) - (order < 0), wanted);
    CHECK(value_compare(b, a, &order));
    CHECK_INT((order > 0) - (order < 0), -wanted);
    CHECK(value_equal(a, b) == (wanted == 0));
    CHECK(value_equal(b, a) == (wanted == 0));
    if (wanted == 0) CHECK(value_hash(a) == value_hash(b));
}

static void integers_and_doubles(void) {
    check_order(value_int(1), value_int(2), -1);
    check_order(value_int(1), value_uint(1), 0);
    check_order(value_int(-1), value_uint(UINT64_MAX), -1);
    check_order(value_int(INT64_MAX), value_uint((uint64_t)INT64_MAX), 0);
    check_order(value_int(INT64_MAX), value_uint((uint64_t)INT64_MAX + 1), -1);
    check_order(value_int(1), value_double(1), 0);
    check_order(value_int(0), value_double(-0.0), 0);
    check_order(value_int(1), value_double(1.5), -1);
    check_order(value_int(-1), value_double(-1.5), 1);
    check_order(value_int(INT64_MAX), value_double(9223372036854775808.0), -1);
    check_order(value_int(INT64_MIN), value_double(-9223372036854775808.0), 0);
    check_order(value_int(INT64_MIN), value_double(-9223372036854777856.0), 1);
    check_order(value_int(9007199254740993), value_double(9007199254740992.0), 1);
    check_order(value_int(-9007199254740993), value_double(-9007199254740992.0), -1);
    check_order(value_uint(UINT64_MAX), value_double(18446744073709551616.0), -1);
    check_order(value_uint(UINT64_C(1) << 63), value_double(9223372036854775808.0), 0);
    check_order(value_uint(0), value_double(-0.5), 1);
    check_order(value_uint(5), value_double(5.5), -1);
    check_order(value_int(5), value_double(HUGE_VAL), -1);
    check_order(value_uint(5), value_double(-HUGE_VAL), 1);
    check_order(value_double(0), value_double(-0.0), 0);
    check_order(value_double(HUGE_VAL), value_double(HUGE_VAL), 0);
}

static void nan_has_no_order(void) {
    Value nan_ = value_double((double)NAN);
    const Value others[] = {nan_, value_int(0), value_uint(0), value_double(1), decimal("1")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        int order = 99;
        CHECK(!value_equal(nan_, others[i]) && !value_equal(others[i], nan_));
        CHECK(!value_compare(nan_, others[i], &order) && !value_compare(others[i], nan_, &order));
        CHECK_INT(order, 99);
    }
}

static void decimals(void) {
    check_order(decimal("1.50"), decimal("1.5"), 0);
    check_order(decimal("1e3"), value_int(1000), 0);
    check_order(decimal("-0.0"), value_int(0), 0);
    check_order(decimal("9223372036854775808"), value_int(INT64_MAX), 1);
    check_order(decimal("9223372036854775808"), value_uint(UINT64_C(1) << 63), 0);
    check_order(decimal("9223372036854775808"), value_double(9223372036854775808.0), 0);
    check_order(decimal("18446744073709551616"), value_double(18446744073709551616.0), 0);
    check_order(decimal("18446744073709551617"), value_double(18446744073709551616.0), 1);
    check_order(decimal("0.5"), value_double(0.5), 0);
    // A double with a fraction is what it reads as: an author who writes 19.99 means 19.99.
    check_order(decimal("19.99"), value_double(19.99), 0);
    check_order(decimal("0.1"), value_double(0.1), 0);
    check_order(decimal("0.1000000000000000055511151231257827"), value_double(0.1), 1);
    check_order(decimal("0.3"), value_double(0.1 + 0.2), -1);
    check_order(decimal("1e400"), value_double(1.7e308), 1);
    check_order(decimal("1e400"), value_double(HUGE_VAL), -1);
    check_order(decimal("-1e400"), value_double(-HUGE_VAL), 1);
    check_order(decimal("1e-400"), value_int(0), 1);
    check_order(decimal("-2"), decimal("-10"), 1);
    check_order(decimal("2"), decimal("10"), -1);
    check_order(decimal("0.02"), decimal("0.1"), -1);
    check_order(decimal("123.45"), decimal("123.450001"), -1);
    check_order(decimal("9007199254740993.5"), value_int(9007199254740993), 1);
}

static void check_decimal(const char *text, const char *wanted) {
    CHECK_C(value_text(decimal(text)), wanted);
}

static void canonical_texts(void) {
    check_decimal("0", "0");
    check_decimal("-0.000", "0");
    check_decimal("+7", "7");
    check_decimal("007", "7");
    check_decimal("1.50", "1.5");
    check_decimal(".5", "0.5");
    check_decimal("5.", "5");
    check_decimal("100", "100");
    check_decimal("1e2", "100");
    check_decimal("-12.30e-1", "-1.23");
    check_decimal("0.001", "0.001");
    check_decimal("12345678901234567890.12345678901234567890",
                  "12345678901234567890.1234567890123456789");
    check_decimal("1e30", "1000000000000000000000000000000");
    check_decimal("1e31", "10000000000000000000000000000000");
    check_decimal("12.5e40", "125000000000000000000000000000000000000000");
    char whole[320] = "1";
    memset(whole + 1, '0', 308);
    check_decimal(whole, whole); // as far as doubles go a whole number keeps its digits
    whole[309] = '0';
    check_decimal(whole, "1e+309");
    check_decimal("12.5e400", "1.25e+401");
    check_decimal("1e-31", "0.0000000000000000000000000000001");
    check_decimal("1e-32", "1e-32");
    check_decimal("-1.5e-400", "-1.5e-400");
    check_decimal("0e99999999999999999999999", "0");
    check_decimal("1e+05", "100000");
    static const char *const refused[] = {"",
                                          "-",
                                          ".",
                                          "1e",
                                          "e1",
                                          "1.2.3",
                                          "NaN",
                                          "Infinity",
                                          " 1",
                                          "1 ",
                                          "1e20001",
                                          "1e-20001",
                                          "1e999999999999999999999",
                                          "1e-999999999999999999999",
                                          "0x1",
                                          "1,5",
                                          "--1",
                                          "1e5x"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Value value = value_int(7);
        CHECK(!value_decimal(arena, sv_from_c(refused[i]), &value) && value.integer == 7);
    }
}

static void check_sum(Value a, char op, Value b, const char *wanted) {
    Value value = value_null();
    CHECK(decimal_arithmetic(arena, op, a, b, &value));
    CHECK_INT(value.kind, VALUE_DECIMAL);
    CHECK_C(value_text(value), wanted);
}

static void arithmetic(void) {
    check_sum(decimal("0.1"), '+', decimal("0.2"), "0.3");
    check_sum(decimal("0.1"), '+', value_double(0.2), "0.3");
    check_sum(decimal("1e20"), '+', decimal("1e-20"), "100000000000000000000.00000000000000000001");
    check_sum(decimal("1"), '-', value_int(INT64_MIN), "9223372036854775809");
    check_sum(value_uint(UINT64_MAX), '*', value_uint(UINT64_MAX),
              "340282366920938463426481119284349108225");
    check_sum(decimal("-1.5"), '*', decimal("2"), "-3");
    check_sum(decimal("1"), '/', decimal("4"), "0.25");
    check_sum(decimal("1"), '/', decimal("3"), "0.3333333333333333333333333333333333");
    check_sum(decimal("2"), '/', decimal("3"), "0.6666666666666666666666666666666667");
    check_sum(decimal("-2"), '/', decimal("3"), "-0.6666666666666666666666666666666667");
    check_sum(decimal("2"), '/', decimal("-3"), "-0.6666666666666666666666666666666667");
    check_sum(
        decimal("1e100"), '/', decimal("8"),
        "1250000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000");
    check_sum(decimal("0"), '/', decimal("7"), "0");
    // Half to even: exactly half of the last of 34 digits.
    check_sum(decimal("10000000000000000000000000000000005"), '/', value_int(10),
              "1000000000000000000000000000000000");
    check_sum(decimal("10000000000000000000000000000000015"), '/', value_int(10),
              "1000000000000000000000000000000002");
    check_sum(decimal("7.5"), '%', decimal("2"), "1.5");
    check_sum(decimal("-7.5"), '%', decimal("2"), "-1.5");
    check_sum(decimal("7.5"), '%', decimal("-2"), "1.5");
    Value value = value_int(7);
    CHECK(!decimal_arithmetic(arena, '/', decimal("1"), decimal("0"), &value));
    CHECK(!decimal_arithmetic(arena, '%', decimal("1"), value_int(0), &value));
    CHECK(!decimal_arithmetic(arena, '+', decimal("1"), value_double(HUGE_VAL), &value));
    CHECK(!decimal_arithmetic(arena, '+', value_double((double)NAN), decimal("1"), &value));
    CHECK(!decimal_arithmetic(arena, '+', decimal("1"), value_bool(true), &value));
    CHECK(!decimal_arithmetic(arena, '*', decimal("1e19999"), decimal("10"), &value));
    CHECK(!decimal_arithmetic(arena, '^', decimal("1"), decimal("1"), &value));
    CHECK_INT(value.integer, 7);
    CHECK(decimal_arithmetic(arena, '+', value_tainted(decimal("1"), 1),
                             value_tainted(value_int(1), 4), &value));
    CHECK_INT(value.taint, 5);
}

static void other_kinds(void) {
    check_order(value_string(SV("a")), value_string(SV("b")), -1);
    check_order(value_string(SV("")), value_string((Sv){NULL, 0}), 0);
    check_order(value_bytes(SV("\x7f")), value_bytes(SV("\x80")), -1);
    check_order(value_bool(false), value_bool(true), -1);
    check_order(value_duration(1, 5), value_duration(1, 6), -1);
    check_order(value_duration(-1, -5), value_duration(0, 0), -1);
    check_order(value_timestamp(5, 0), value_timestamp(4, 999999999), 1);
    int order = 99;
    CHECK(!value_compare(value_string(SV("1")), value_int(1), &order));
    CHECK(!value_compare(value_null(), value_null(), &order));
    CHECK(!value_compare(value_bool(true), value_int(1), &order));
    CHECK_INT(order, 99);
    CHECK(value_equal(value_null(), value_null()));
    CHECK(!value_equal(value_null(), value_bool(false)));
    CHECK(!value_equal(value_bool(true), value_int(1)));
    CHECK(!value_equal(value_string(SV("a")), value_bytes(SV("a"))));
    CHECK(!value_equal(value_duration(1, 0), value_timestamp(1, 0)));
    CHECK(value_equal(value_type(SV("int")), value_type(SV("int"))));
    CHECK(value_equal(value_optional_none(), value_optional_none()));
    CHECK(!value_equal(value_optional_none(), value_optional_of(arena, value_null())));
}

static Value json(const char *text) {
    Value value = value_null();
    CHECK(json_parse(arena, sv_from_c(text), &value, NULL));
    return value;
}

static void check_same(const char *a, const char *b, bool wanted) {
    CHECK(value_equal(json(a), json(b)) == wanted);
    CHECK(value_equal(json(b), json(a)) == wanted);
    if (wanted) CHECK(value_hash(json(a)) == value_hash(json(b)));
}

static void deep_equality(void) {
    check_same("[1,2.0,[3]]", "[1.0,2,[3]]", true);
    check_same("[1,2]", "[2,1]", false);
    check_same("[1]", "[1,1]", false);
    check_same("{\"a\":1,\"b\":[]}", "{\"b\":[],\"a\":1.0}", true);
    check_same("{\"a\":1}", "{\"a\":1,\"b\":2}", false);
    check_same("{\"a\":1}", "{\"b\":1}", false);
    check_same("{\"a\":null}", "{\"b\":null}", false);
    check_same("{}", "[]", false);
}

static void maps_find_keys(void) {
    MapBuilder builder = map_builder(arena);
    CHECK(map_add(&builder, value_int(1), value_string(SV("one"))));
    CHECK(!map_add(&builder, value_uint(1), value_null()));
    CHECK(map_add_c(&builder, "1", value_bool(true)));
    CHECK(!map_add_sv(&builder, SV("1"), value_null()));
    CHECK(map_add(&builder, value_bool(true), value_int(2)));
    CHECK(map_add(&builder, value_uint(UINT64_MAX), value_int(3)));
    Value map = map_done(&builder);
    CHECK_INT(value_count(map), 4);
    CHECK_C(value_text(*value_get(map, value_int(1))), "one");
    CHECK_C(value_text(*value_get(map, value_uint(1))), "one");
    CHECK_C(value_text(*value_get(map, value_double(1))), "one");
    CHECK(value_get(map, value_double(1.5)) == NULL);
    CHECK(value_get(map, value_double((double)NAN)) == NULL);
    CHECK(value_get(map, value_double(18446744073709551616.0)) == NULL);
    CHECK(value_get(map, value_uint(UINT64_MAX))->integer == 3);
    CHECK(value_get_c(map, "1")->boolean && value_get_sv(map, SV("2")) == NULL);
    CHECK_INT(value_key(map, 2).kind, VALUE_BOOL);
    CHECK_INT(value_at(map, 2).integer, 2);
    CHECK(value_get(value_int(1), value_int(1)) == NULL);
}

static void large_maps_find_keys(void) {
    enum { MANY = 5000 };
    MapBuilder builder = map_builder(arena);
    for (int i = 0; i < MANY; i++) {
        CHECK(map_add(&builder, value_int(i), value_int(i * 2)));
        CHECK(map_add_sv(&builder, sv_format(arena, "%d", i), value_int(i * 3)));
    }
    CHECK(!map_add(&builder, value_uint(77), value_null()));
    Value map = value_copy(arena, map_done(&builder));
    int right = 0;
    for (int i = 0; i < MANY; i++) {
        const Value *by_number = value_get(map, value_double(i));
        const Value *by_text = value_get_sv(map, sv_format(arena, "%d", i));
        right += by_number && by_text && by_number->integer == i * 2 && by_text->integer == i * 3;
    }
    CHECK_INT(right, MANY);
    CHECK(value_get(map, value_int(MANY)) == NULL && value_get_c(map, "x") == NULL);
    CHECK(value_equal(map, map));
}

static void fields(void) {
    Value map = json("{\"name\":\"x\",\"count\":3,\"on\":true,\"none\":null}");
    CHECK_C(value_field_text(map, "name", SV("?")), "x");
    CHECK_C(value_field_text(map, "count", SV("?")), "?");
    CHECK_INT(value_field_int(map, "count", -1), 3);
    CHECK_INT(value_field_int(map, "name", -1), -1);
    CHECK(value_field_bool(map, "on", false) && value_field_bool(map, "no", true));
    CHECK_INT(value_field(map, "none").kind, VALUE_NULL);
    CHECK_INT(value_field(map, "absent").kind, VALUE_NULL);
    CHECK_INT(value_field_int(value_null(), "count", -1), -1);
}

static void taints_and_copies(void) {
    Value items[] = {value_int(1), value_tainted(value_string(SV("s")), 2)};
    Value list = value_tainted(value_list(arena, items, 2), 8);
    MapBuilder builder = map_builder(arena);
    map_add(&builder, value_tainted(value_string(SV("k")), 1), list);
    Value map = map_done(&builder);
    CHECK_INT(map.taint, 0);
    CHECK_INT(value_taint(map), 11);
    CHECK_INT(value_taint(value_optional_of(arena, map)), 11);
    Arena *other = arena_new(1024 * 1024);
    Value copy = value_copy(other, value_optional_of(arena, map));
    arena_reset(arena);
    CHECK_INT(value_taint(copy), 11);
    Value inner = value_at(value_item(copy, 0), 0);
    CHECK_C(value_text(value_item(inner, 1)), "s");
    arena_free(other);
    CHECK_INT(value_duration_to_ns(value_duration(INT64_MAX, 0)), INT64_MAX);
    CHECK_INT(value_duration_to_ns(value_duration(INT64_MIN, 0)), INT64_MIN);
    CHECK_INT(value_duration_to_ns(value_duration_ns(-1500000000)), -1500000000);
    CHECK_INT(value_duration_ns(-1500000000).nanos, -500000000);
    for (int kind = 0; kind < VALUE_KIND_COUNT; kind++)
        CHECK(value_kind_name((ValueKind)kind)[0] != '\0');
}

int main(void) {
    arena = arena_new((size_t)64 * 1024 * 1024);
    integers_and_doubles();
    nan_has_no_order();
    decimals();
    canonical_texts();
    arithmetic();
    other_kinds();
    deep_equality();
    maps_find_keys();
    large_maps_find_keys();
    fields();
    taints_and_copies();
    arena_free(arena);
    return check_done();
}
