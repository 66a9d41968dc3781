// Maps keep the order of insertion and find every key, few or many.
#include "base/limits.h"
#include "base/map.h"
#include "check.h"
#include <stdio.h>

static void few_keys(void) {
    Arena *arena = arena_new(1024 * 1024);
    SvMap map = svmap_new(arena);
    int one = 1, two = 2;
    CHECK(svmap_get(&map, SV("a")) == NULL && !svmap_has(&map, SV("a")));
    CHECK(svmap_add(&map, SV("a"), &one));
    CHECK(svmap_add(&map, SV(""), NULL));
    CHECK(!svmap_add(&map, SV("a"), &two));
    CHECK(svmap_get(&map, SV("a")) == &one);
    CHECK(svmap_has(&map, SV("")) && svmap_get(&map, SV("")) == NULL);
    svmap_set(&map, SV("a"), &two);
    CHECK(svmap_get(&map, SV("a")) == &two);
    CHECK_INT(map.count, 2);
    arena_free(arena);
}

static void many_keys(void) {
    enum { MANY = 20000 };
    Arena *arena = arena_new(64 * 1024 * 1024);
    SvMap map = svmap_new(arena);
    for (int i = 0; i < MANY; i++)
        CHECK(svmap_add(&map, sv_format(arena, "key %d", i), arena_copy(arena, &i, sizeof i)));
    int found = 0, in_order = 0;
    for (int i = 0; i < MANY; i++) {
        Sv key = sv_format(arena, "key %d", i);
        const int *number = svmap_get(&map, key);
        found += number && *number == i;
        in_order += sv_eq(map.entries[i].key, key);
    }
    CHECK_INT(found, MANY);
    CHECK_INT(in_order, MANY);
    CHECK(!svmap_has(&map, SV("key 20000")));
    CHECK(!svmap_add(&map, SV("key 9"), NULL));
    CHECK_INT(map.count, MANY);
    arena_free(arena);
}

static void hashes(void) {
    CHECK(hash_bytes(SV("abc")) == hash_bytes(SV("abc")));
    CHECK(hash_bytes(SV("abc")) != hash_bytes(SV("abd")));
    CHECK(hash_bytes(SV("")) != hash_bytes(SV("\0")));
    CHECK(hash_bytes(SV("12345678")) != hash_bytes(SV("12345678\0")));
    CHECK(hash_u64(1) == hash_u64(1) && hash_u64(1) != hash_u64(2));
}

static void limits_have_rows(void) {
    CHECK(limit_row_count > 30);
    for (size_t i = 0; i < limit_row_count; i++)
        CHECK(limit_rows[i].value > 0 && limit_rows[i].doc[0] != '\0' &&
              limit_rows[i].unit[0] != '\0');
    CHECK_C(sv_from_c(limit_rows[0].name), "FILE_BYTES");
    CHECK_INT(limit_rows[0].value, LIMIT_FILE_BYTES);
}

int main(void) {
    few_keys();
    many_keys();
    hashes();
    limits_have_rows();
    return check_done();
}
