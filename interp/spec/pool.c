#include "spec/pool.h"

#include "base/heap.h"
#include <pthread.h>
#include <string.h>

typedef struct Kept {
    const char *kind; // a literal of the action's
    char *key;        // heap copy
    size_t key_len;
    void *thing;
    void (*close)(void *thing);
    struct Kept *next; // the one put before it
} Kept;

struct Pool {
    pthread_mutex_t lock;
    Kept *newest;
};

Pool *pool_new(void) {
    Pool *pool = heap_alloc(sizeof *pool);
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

static void drop(Kept *kept) {
    heap_free(kept->key);
    heap_free(kept);
}

void pool_free(Pool *pool) {
    if (!pool) return;
    while (pool->newest) {
        Kept *kept = pool->newest;
        pool->newest = kept->next;
        kept->close(kept->thing);
        drop(kept);
    }
    pthread_mutex_destroy(&pool->lock);
    heap_free(pool);
}

static bool matches(const Kept *kept, const char *kind, Sv key) {
    return strcmp(kept->kind, kind) == 0 && sv_eq((Sv){kept->key, kept->key_len}, key);
}

void *pool_take(Pool *pool, const char *kind, Sv key) {
    if (!pool) return NULL;
    pthread_mutex_lock(&pool->lock);
    // The newest is the one least likely to have been closed by the other side.
    Kept **link = &pool->newest;
    while (*link && !matches(*link, kind, key))
        link = &(*link)->next;
    Kept *found = *link;
    if (found) *link = found->next;
    pthread_mutex_unlock(&pool->lock);
    if (!found) return NULL;
    void *thing = found->thing;
    drop(found);
    return thing;
}

void pool_put(Pool *pool, const char *kind, Sv key, void *thing, void (*close)(void *thing)) {
    if (!pool) {
        close(thing);
        return;
    }
    Kept *kept = heap_alloc(sizeof *kept);
    *kept = (Kept){.kind = kind, .key_len = key.len, .thing = thing, .close = close};
    kept->key = heap_alloc(key.len + 1);
    if (key.len) memcpy(kept->key, key.at, key.len);
    pthread_mutex_lock(&pool->lock);
    kept->next = pool->newest;
    pool->newest = kept;
    pthread_mutex_unlock(&pool->lock);
}
