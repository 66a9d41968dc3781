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
    CHECK(pool_take(pool, "http", SV("x")) == NULL);
    pool_put(pool, "http", SV("x"), &a, close_thing);
    pool_put(pool, "http", SV("x"), &b, close_thing);
    pool_put(pool, "sql", SV("x"), &c, close_thing);
    CHECK(pool_take(pool, "http", SV("y")) == NULL);
    CHECK(pool_take(pool, "http", SV("x")) == &b);
    CHECK(pool_take(pool, "http", SV("x")) == &a);
    CHECK(pool_take(pool, "http", SV("x")) == NULL);
    CHECK(pool_take(pool, "sql", SV("x")) == &c);
    pool_put(pool, "sql", SV("x\0y"), &c, close_thing);
    pool_put(pool, "http", SV(""), &a, close_thing);
    CHECK(pool_take(pool, "sql", SV("x")) == NULL);
    pool_free(pool);
    CHECK_INT(closed, 101);
    pool_free(NULL);
    // Without a pool nothing is kept.
    closed = 0;
    CHECK(pool_take(NULL, "http", SV("x")) == NULL);
    pool_put(NULL, "http", SV("x"), &a, close_thing);
    CHECK_INT(closed, 1);
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
        Thing *thing = pool_take(pool, "kind", SV("key"));
        if (!thing) continue;
        if (__atomic_add_fetch(&thing->holders, 1, __ATOMIC_SEQ_CST) != 1) return self;
        __atomic_sub_fetch(&thing->holders, 1, __ATOMIC_SEQ_CST);
        pool_put(pool, "kind", SV("key"), thing, close_nothing);
    }
    return NULL;
}

static void threads(void) {
    Pool *pool = pool_new();
    Thing things[3] = {{0}, {0}, {0}};
    for (int i = 0; i < 3; i++)
        pool_put(pool, "kind", SV("key"), &things[i], close_nothing);
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
    threads();
    effects();
    return check_done();
}
