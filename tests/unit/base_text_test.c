// Text views: looking, cutting, splitting, and "did you mean".
#include "base/arena.h"
#include "check.h"

static void views_compare(void) {
    CHECK(sv_eq(SV(""), (Sv){NULL, 0}));
    CHECK(sv_eq_c(SV("abc"), "abc"));
    CHECK(!sv_eq_c(SV("abc"), "abd"));
    CHECK(!sv_eq_c(SV("abc"), "ab"));
    CHECK(sv_eq_c(sv_from_c(NULL), ""));
    CHECK(sv_eq_nocase(SV("Content-Type"), SV("content-TYPE")));
    CHECK(!sv_eq_nocase(SV("a"), SV("b")));
    CHECK(sv_starts(SV("abc"), SV("ab")) && sv_starts(SV("abc"), SV("")) &&
          !sv_starts(SV("ab"), SV("abc")));
    CHECK(sv_ends(SV("abc"), SV("bc")) && sv_ends((Sv){NULL, 0}, SV("")) &&
          !sv_ends(SV("c"), SV("bc")));
    CHECK(sv_cmp(SV("a"), SV("b")) < 0 && sv_cmp(SV("b"), SV("a")) > 0);
    CHECK(sv_cmp(SV("a"), SV("ab")) < 0 && sv_cmp(SV("ab"), SV("a")) > 0);
    CHECK_INT(sv_cmp(SV(""), (Sv){NULL, 0}), 0);
    CHECK(sv_cmp(SV("z"), SV("\xc3\xa9")) < 0); // bytes are unsigned
}

static void views_are_searched(void) {
    CHECK_INT(sv_find(SV("abcabc"), SV("bc"), 0), 1);
    CHECK_INT(sv_find(SV("abcabc"), SV("bc"), 2), 4);
    CHECK(sv_find(SV("abcabc"), SV("bc"), 5) == SV_NONE);
    CHECK(sv_find(SV("abc"), SV("abcd"), 0) == SV_NONE);
    CHECK_INT(sv_find(SV("abc"), SV(""), 3), 3);
    CHECK(sv_find(SV("abc"), SV(""), 4) == SV_NONE);
    CHECK_INT(sv_find_char(SV("a\0b"), 'b', 0), 2);
    CHECK(sv_find_char(SV("abc"), 'a', 3) == SV_NONE);
    CHECK(sv_find_char((Sv){NULL, 0}, 'a', 0) == SV_NONE);
}

static void views_are_cut(void) {
    CHECK_C(sv_slice(SV("abcdef"), 2, 4), "cd");
    CHECK_C(sv_slice(SV("abc"), 1, 99), "bc");
    CHECK_C(sv_slice(SV("abc"), 5, 9), "");
    CHECK_C(sv_slice(SV("abc"), 2, 1), "");
    CHECK(sv_slice((Sv){NULL, 0}, 0, 5).at == NULL);
    CHECK_C(sv_trim(SV(" \t\r\na b\n ")), "a b");
    CHECK_C(sv_trim(SV(" \n ")), "");
}

static void lines_and_parts(void) {
    Sv rest = SV("one\r\ntwo\n\nlast"), line;
    CHECK(sv_next_line(&rest, &line));
    CHECK_C(line, "one");
    CHECK(sv_next_line(&rest, &line));
    CHECK_C(line, "two");
    CHECK(sv_next_line(&rest, &line));
    CHECK_C(line, "");
    CHECK(sv_next_line(&rest, &line));
    CHECK_C(line, "last");
    CHECK(!sv_next_line(&rest, &line));
    rest = SV("ended\n");
    CHECK(sv_next_line(&rest, &line));
    CHECK(!sv_next_line(&rest, &line));

    Sv part;
    int count = 0;
    rest = SV("a,,b,");
    for (const char *wanted[] = {"a", "", "b", ""}; sv_next_part(&rest, ',', &part); count++)
        if (count < 4) CHECK_C(part, wanted[count]);
    CHECK_INT(count, 4);
    CHECK(!sv_next_part(&rest, ',', &part));
}

static void copies(void) {
    Arena *arena = arena_new(4096);
    Sv copy = sv_copy(arena, SV("abc"));
    CHECK_C(copy, "abc");
    CHECK(copy.at[3] == '\0');
    CHECK(sv_copy(arena, (Sv){NULL, 0}).at[0] == '\0');
    CHECK(strcmp(sv_to_c(arena, SV("abc")), "abc") == 0);
    CHECK(sv_to_c(arena, SV("a\0c")) == NULL);
    CHECK(strcmp(sv_to_c(arena, (Sv){NULL, 0}), "") == 0);
    arena_free(arena);
}

static void distances(void) {
    CHECK_INT(sv_distance(SV("url"), SV("ulr")), 1); // neighbours that changed places
    CHECK_INT(sv_distance(SV("URL"), SV("url")), 0);
    CHECK_INT(sv_distance(SV("kitten"), SV("sitting")), 3);
    CHECK_INT(sv_distance(SV(""), SV("abc")), 3);
    CHECK_INT(sv_distance(SV("ca"), SV("abc")), 3);
    static const char many[200] = {'a'};
    CHECK_INT(sv_distance((Sv){many, 200}, SV("a")), 200);
}

static void suggestions(void) {
    static const Sv keys[] = {SV_INIT("url"), SV_INIT("headers"), SV_INIT("timeout"),
                              SV_INIT("expect"), SV_INIT("id")};
    CHECK_C(sv_closest(SV("ulr"), keys, 5), "url");
    CHECK_C(sv_closest(SV("header"), keys, 5), "headers");
    CHECK_C(sv_closest(SV("timout"), keys, 5), "timeout");
    CHECK_C(sv_closest(SV("Expects"), keys, 5), "expect");
    CHECK_C(sv_closest(SV("banana"), keys, 5), "");
    CHECK_C(sv_closest(SV("x"), keys, 5), "");
    CHECK_C(sv_closest(SV("zz"), keys, 5), "");
    CHECK_C(sv_closest(SV(""), keys, 5), "");
    CHECK_C(sv_closest(SV("url"), NULL, 0), "");
}

int main(void) {
    views_compare();
    views_are_searched();
    views_are_cut();
    lines_and_parts();
    copies();
    distances();
    suggestions();
    return check_done();
}
