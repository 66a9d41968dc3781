// The pool lends each thing to one taker at a time, under its kind and key, and closes what is
// left.
#include "check.h"

#include "spec/action.h"

#include <pthread.h>

static int closed;

static void close_thing(void *thing) {
    closed += *(int *)thing;
}

static void lending(void) {
    int a = 1, b = 10, c = 100;
    closed = 0;
    Pool *pool = pool_new();
    CHECK(pool_take(pool, "http", SV("x"), POOL_ANY, NULL) == NULL);
    pool_put(pool, "http", SV("app"), SV("x"), 0, &a, close_thing);
    pool_put(pool, "http", SV("app"), SV("x"), 0, &b, close_thing);
    pool_put(pool, "sql", SV("app"), SV("x"), 0, &c, close_thing);
    CHECK(pool_take(pool, "http", SV("y"), POOL_ANY, NULL) == NULL);
    CHECK(pool_take(pool, "http", SV("x"), POOL_ANY, NULL) == &b);
    CHECK(pool_take(pool, "http", SV("x"), POOL_ANY, NULL) == &a);
    CHECK(pool_take(pool, "http", SV("x"), POOL_ANY, NULL) == NULL);
    CHECK(pool_take(pool, "sql", SV("x"), POOL_ANY, NULL) == &c);
    pool_put(pool, "sql", SV("app"), SV("x\0y"), 0, &c, close_thing);
    pool_put(pool, "http", SV("app"), SV(""), 0, &a, close_thing);
    CHECK(pool_take(pool, "sql", SV("x"), POOL_ANY, NULL) == NULL);
    pool_free(pool);
    CHECK_INT(closed, 101);
    pool_free(NULL);
    // Without a pool nothing is kept.
    closed = 0;
    CHECK(pool_take(NULL, "http", SV("x"), POOL_ANY, NULL) == NULL);
    pool_put(NULL, "http", SV("app"), SV("x"), 0, &a, close_thing);
    CHECK_INT(closed, 1);
}

// What was opened before a change is not lent to who reads after it, and is closed then.
static void age(void) {
    int a = 1, b = 10, c = 100;
    uint64_t begun;
    closed = 0;
    Pool *pool = pool_new();
    CHECK(pool_take(pool, "http", SV("x"), pool_changes(pool), &begun) == NULL);
    CHECK_INT(begun, 0);
    pool_put(pool, "http", SV("app"), SV("x"), begun, &a, close_thing);
    CHECK(pool_take(pool, "http", SV("x"), pool_changes(pool), &begun) == &a);
    pool_put(pool, "http", SV("app"), SV("x"), begun, &a, close_thing);
    pool_note_change(pool);
    CHECK(pool_take(pool, "http", SV("x"), POOL_ANY, &begun) == &a);
    CHECK_INT(begun, 0);
    pool_put(pool, "http", SV("app"), SV("x"), begun, &a, close_thing);
    pool_put(pool, "http", SV("app"), SV("y"), begun, &b, close_thing);
    CHECK(pool_take(pool, "http", SV("x"), pool_changes(pool), &begun) == NULL);
    CHECK_INT(closed, 1); // and what is kept under another key is not touched
    CHECK_INT(begun, 1);
    pool_put(pool, "http", SV("app"), SV("x"), begun, &c, close_thing);
    // Behind a young one an old one may lie.
    pool_put(pool, "http", SV("app"), SV("x"), 0, &a, close_thing);
    CHECK(pool_take(pool, "http", SV("x"), pool_changes(pool), NULL) == &c);
    CHECK_INT(closed, 2);
    pool_put(pool, "http", SV("app"), SV("x"), 1, &c, close_thing);
    CHECK(pool_take(pool, "http", SV("x"), POOL_NONE, NULL) == NULL);
    CHECK_INT(closed, 102);
    pool_free(pool);
    CHECK_INT(closed, 112);
}

static void closing(void) {
    int a = 1, b = 10, c = 100, d = 1000;
    closed = 0;
    Pool *pool = pool_new();
    pool_put(pool, "sql", SV("db"), SV("read"), 0, &a, close_thing);
    pool_put(pool, "sql", SV("db"), SV("write"), 0, &b, close_thing);
    pool_put(pool, "http", SV("app"), SV("x"), 0, &c, close_thing);
    pool_put(pool, "keeper", (Sv){0}, SV(""), 0, &d, close_thing);
    pool_close(pool, SV("db"));
    CHECK_INT(closed, 11);
    pool_close(pool, SV(""));
    CHECK_INT(closed, 111);
    CHECK(pool_take(pool, "keeper", SV(""), POOL_ANY, NULL) == &d);
    pool_close(NULL, SV(""));
    pool_note_change(NULL);
    CHECK_INT(pool_changes(NULL), 0);
    pool_free(pool);
}

enum { THREADS = 8, ROUNDS = 2000 };

typedef struct Thing {
    int holders;
} Thing;

static void close_nothing(void *thing) {
    (void)thing;
}

static void *take_turns(void *self) {
    Pool *pool = self;
    for (int i = 0; i < ROUNDS; i++) {
        Thing *thing = pool_take(pool, "kind", SV("key"), POOL_ANY, NULL);
        if (!thing) continue;
        if (__atomic_add_fetch(&thing->holders, 1, __ATOMIC_SEQ_CST) != 1) return self;
        __atomic_sub_fetch(&thing->holders, 1, __ATOMIC_SEQ_CST);
        pool_put(pool, "kind", SV("app"), SV("key"), 0, thing, close_nothing);
    }
    return NULL;
}

static void threads(void) {
    Pool *pool = pool_new();
    Thing things[3] = {{0}, {0}, {0}};
    for (int i = 0; i < 3; i++)
        pool_put(pool, "kind", SV("app"), SV("key"), 0, &things[i], close_nothing);
    pthread_t all[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&all[i], NULL, take_turns, pool);
    for (int i = 0; i < THREADS; i++) {
        void *shared = NULL;
        pthread_join(all[i], &shared);
        CHECK(shared == NULL);
    }
    pool_free(pool);
}

static void handed(void) {
    Pool *pool = pool_new();
    int out[POOL_HANDED];
    CHECK_INT(pool_handed(pool, out), 0);
    pool_hand_on(pool, 7);
    pool_hand_on(pool, -1);
    pool_hand_on(pool, 9);
    CHECK_INT(pool_handed(pool, out), 2);
    CHECK(out[0] == 7 && out[1] == 9);
    for (int i = 0; i < 2 * POOL_HANDED; i++)
        pool_hand_on(pool, 20 + i);
    CHECK_INT(pool_handed(pool, out), POOL_HANDED);
    CHECK_INT(pool_handed(NULL, out), 0);
    pool_free(pool);
}

static void effects(void) {
    Effect effect;
    CHECK(effect_parse(SV("read"), &effect) && effect == EFFECT_READ);
    CHECK(effect_parse(SV("idempotent"), &effect) && effect == EFFECT_IDEMPOTENT);
    CHECK(effect_parse(SV("change"), &effect) && effect == EFFECT_CHANGE);
    CHECK(!effect_parse(SV("answer"), &effect) && !effect_parse(SV("Read"), &effect) &&
          !effect_parse(SV(""), &effect));
    CHECK_C(sv_from_c(effect_name(EFFECT_ANSWER)), "answer");
}

int main(void) {
    lending();
    age();
    closing();
    threads();
    handed();
    effects();
    return check_done();
}
