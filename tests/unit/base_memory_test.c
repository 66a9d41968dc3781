// Arenas and buffers keep to their ceilings and say when they were asked for more.
#include "base/arena.h"
#include "base/buf.h"
#include "check.h"
#include <stdalign.h>

static void arena_counts_and_exhausts(void) {
    Arena *arena = arena_new(100);
    CHECK_INT(arena_ceiling(arena), 100);
    CHECK_INT(arena_used(arena), 0);
    char *first = arena_alloc(arena, 40);
    CHECK_INT(arena_used(arena), 48); // rounded up to the alignment
    CHECK(!arena_exhausted(arena));
    CHECK_INT((uintptr_t)first % alignof(max_align_t), 0);
    for (int i = 0; i < 40; i++)
        CHECK(first[i] == 0);
    char *second = arena_alloc(arena, 48);
    CHECK(!arena_exhausted(arena));
    char *third = arena_alloc(arena, 16);
    CHECK(third != NULL);
    CHECK(arena_exhausted(arena));
    memset(first, 1, 40);
    memset(second, 2, 48);
    memset(third, 3, 16);
    CHECK(first[39] == 1 && second[47] == 2 && third[15] == 3);
    arena_alloc(arena, 0);
    CHECK(arena_exhausted(arena));
    arena_reset(arena);
    CHECK(!arena_exhausted(arena));
    CHECK_INT(arena_used(arena), 0);
    arena_alloc(arena, 96);
    CHECK(!arena_exhausted(arena));
    arena_free(arena);
    arena_free(NULL);
}

static void arena_holds_much(void) {
    Arena *arena = arena_new(64 * 1024 * 1024);
    for (int round = 0; round < 3; round++) {
        unsigned char *kept[1000];
        for (size_t i = 0; i < 1000; i++) {
            size_t size = 1 + i * 37 % 20000;
            kept[i] = arena_alloc(arena, size);
            CHECK(kept[i][size - 1] == 0);
            memset(kept[i], (int)(i & 255), size);
        }
        bool intact = true;
        for (size_t i = 0; i < 1000; i++)
            intact = intact && kept[i][0] == (i & 255) && kept[i][i * 37 % 20000] == (i & 255);
        CHECK(intact);
        arena_reset(arena);
    }
    arena_free(arena);
}

static char order[8];
static void note(void *what) {
    order[strlen(order)] = *(const char *)what;
}

static void arena_drops_newest_first(void) {
    Arena *arena = arena_new(4096);
    arena_on_free(arena, note, arena_copy(arena, "a", 1));
    arena_on_free(arena, note, arena_copy(arena, "b", 1));
    arena_reset(arena);
    CHECK_C(sv_from_c(order), "ba");
    arena_on_free(arena, note, arena_copy(arena, "c", 1));
    arena_free(arena);
    CHECK_C(sv_from_c(order), "bac");
}

static void arrays_grow(void) {
    Arena *arena = arena_new(1024 * 1024);
    int *items = NULL;
    uint32_t count = 0, capacity = 0;
    for (int i = 0; i < 1000; i++) {
        arena_grow(arena, items, count, capacity);
        items[count++] = i;
    }
    int sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += items[i];
    CHECK_INT(sum, 499500);
    CHECK(capacity >= 1000 && capacity < 2100);
    double *numbers = arena_new_array(arena, double, 10);
    CHECK(numbers[9] == 0);
    arena_free(arena);
}

static void buffers_keep_to_the_ceiling(void) {
    Buf buf BUF_AUTO = buf_new(10);
    CHECK(buf_add_c(&buf, "12345"));
    CHECK(!buf_add_c(&buf, "678901"));
    CHECK(buf.full);
    CHECK_C(buf_sv(&buf), "12345");
    CHECK(buf_add_c(&buf, "67890"));
    CHECK(!buf_add_char(&buf, 'x'));
    CHECK_C(buf_sv(&buf), "1234567890");
    CHECK(buf_reserve(&buf, 1) == NULL);
    CHECK(buf_reserve(&buf, SIZE_MAX) == NULL);
    CHECK(buf_reserve(&buf, 0) != NULL);
    buf_clear(&buf);
    CHECK(!buf.full);
    CHECK(!buf_addf(&buf, "%s", "eleven char"));
    CHECK(buf_addf(&buf, "%d-%s", 42, "x"));
    CHECK_C(buf_sv(&buf), "42-x");
    CHECK(buf_add_repeat(&buf, '=', 3));
    CHECK(!buf_add_repeat(&buf, '=', 4));
    CHECK(buf_add_utf8(&buf, 0x20AC));
    CHECK_C(buf_sv(&buf), "42-x===€");
    buf_free(&buf);
    CHECK_INT(buf.len, 0);
    CHECK(buf_add_c(&buf, "again"));
}

static void long_formats_fit(void) {
    Arena *arena = arena_new(1024 * 1024);
    Buf buf BUF_AUTO = buf_new(5000);
    CHECK(buf_addf(&buf, "%01000d|%02000d", 1, 2));
    CHECK_INT(buf.len, 3001);
    CHECK(buf.at[999] == '1' && buf.at[1000] == '|' && buf.at[3000] == '2');
    Sv kept = buf_keep(&buf, arena);
    CHECK_INT(kept.len, 3001);
    CHECK(kept.at[3001] == '\0' && kept.at != buf.at);
    CHECK_C(sv_format(arena, "%s and %d", "this", 7), "this and 7");
    CHECK_INT(sv_format(arena, "%0500d", 3).len, 500);
    arena_free(arena);
}

int main(void) {
    arena_counts_and_exhausts();
    arena_holds_much();
    arena_drops_newest_first();
    arrays_grow();
    buffers_keep_to_the_ceiling();
    long_formats_fit();
    return check_done();
}
