#include "spec/pool.h"

#include "base/heap.h"
#include <pthread.h>
#include <string.h>

typedef struct PooledConnection {
    const char *kind; // a literal of the action's
    char *key;        // heap copy
    size_t key_len;
    char *owner; // likewise; NULL = none
    size_t owner_len;
    uint64_t begun; // how many changes had been made when it was opened
    void *thing;
    void (*close)(void *thing);
    bool session;                  // others may have to wait for it
    struct PooledConnection *next; // the one kept before it
} PooledConnection;

struct Pool {
    pthread_mutex_t lock;
    PooledConnection *newest;
    uint64_t changes;
    int handed[POOL_HANDED];
    size_t handed_count;
};

Pool *pool_new(void) {
    Pool *pool = heap_alloc(sizeof *pool);
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

static char *heap_text(Sv text) {
    char *copy = heap_alloc(text.len + 1);
    if (text.len) memcpy(copy, text.at, text.len);
    return copy;
}

static void drop(PooledConnection *kept) {
    heap_free(kept->key);
    heap_free(kept->owner);
    heap_free(kept);
}

static void close_all(PooledConnection *list) {
    while (list) {
        PooledConnection *kept = list;
        list = kept->next;
        kept->close(kept->thing);
        drop(kept);
    }
}

void pool_free(Pool *pool) {
    if (!pool) return;
    close_all(pool->newest);
    pthread_mutex_destroy(&pool->lock);
    heap_free(pool);
}

static bool matches(const PooledConnection *kept, const char *kind, Sv key) {
    return strcmp(kept->kind, kind) == 0 && sv_eq((Sv){kept->key, kept->key_len}, key);
}

static PooledConnection *unlink_at(PooledConnection **link) {
    PooledConnection *kept = *link;
    *link = kept->next;
    return kept;
}

void *pool_take(Pool *pool, const char *kind, Sv key, uint64_t since, uint64_t *begun) {
    uint64_t unused;
    if (!begun) begun = &unused;
    *begun = 0;
    if (!pool) return NULL;
    PooledConnection *found = NULL, *stale = NULL;
    pthread_mutex_lock(&pool->lock);
    // The newest one is the least likely to have been closed by the other side.
    for (PooledConnection **link = &pool->newest; *link && !found;) {
        if (!matches(*link, kind, key)) {
            link = &(*link)->next;
        } else if ((*link)->begun < since) {
            PooledConnection *old = unlink_at(link);
            old->next = stale;
            stale = old;
        } else {
            found = unlink_at(link);
        }
    }
    *begun = found ? found->begun : pool->changes;
    pthread_mutex_unlock(&pool->lock);
    close_all(stale);
    if (!found) return NULL;
    void *thing = found->thing;
    drop(found);
    return thing;
}

static void put(Pool *pool, PooledConnection given, Sv owner, Sv key) {
    if (!pool) {
        given.close(given.thing);
        return;
    }
    PooledConnection *kept = heap_alloc(sizeof *kept);
    *kept = given;
    kept->key = heap_text(key);
    kept->key_len = key.len;
    kept->owner = owner.at ? heap_text(owner) : NULL;
    kept->owner_len = owner.len;
    pthread_mutex_lock(&pool->lock);
    kept->next = pool->newest;
    pool->newest = kept;
    pthread_mutex_unlock(&pool->lock);
}

void pool_put(Pool *pool, const char *kind, Sv owner, Sv key, uint64_t begun, void *thing,
              void (*close)(void *thing)) {
    put(pool, (PooledConnection){.kind = kind, .begun = begun, .thing = thing, .close = close},
        owner, key);
}

void pool_put_session(Pool *pool, const char *kind, Sv owner, Sv key, uint64_t begun, void *thing,
                      void (*close)(void *thing)) {
    put(pool,
        (PooledConnection){
            .kind = kind, .begun = begun, .thing = thing, .close = close, .session = true},
        owner, key);
}

void pool_hand_on(Pool *pool, int descriptor) {
    if (!pool || descriptor < 0) return;
    pthread_mutex_lock(&pool->lock);
    if (pool->handed_count < POOL_HANDED) pool->handed[pool->handed_count++] = descriptor;
    pthread_mutex_unlock(&pool->lock);
}

size_t pool_handed(Pool *pool, int out[POOL_HANDED]) {
    if (!pool) return 0;
    pthread_mutex_lock(&pool->lock);
    size_t count = pool->handed_count;
    if (count) memcpy(out, pool->handed, count * sizeof *out);
    pthread_mutex_unlock(&pool->lock);
    return count;
}

uint64_t pool_changes(Pool *pool) {
    if (!pool) return 0;
    pthread_mutex_lock(&pool->lock);
    uint64_t changes = pool->changes;
    pthread_mutex_unlock(&pool->lock);
    return changes;
}

void pool_note_change(Pool *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->changes++;
    pthread_mutex_unlock(&pool->lock);
}

// Takes out and closes what belongs to some connection and is chosen.
static void close_chosen(Pool *pool, bool (*chosen)(const PooledConnection *kept, Sv name),
                         Sv name) {
    if (!pool) return;
    PooledConnection *closing = NULL;
    pthread_mutex_lock(&pool->lock);
    for (PooledConnection **link = &pool->newest; *link;) {
        if (!(*link)->owner || !chosen(*link, name)) {
            link = &(*link)->next;
            continue;
        }
        PooledConnection *taken = unlink_at(link);
        taken->next = closing;
        closing = taken;
    }
    pthread_mutex_unlock(&pool->lock);
    close_all(closing);
}

static bool is_of(const PooledConnection *kept, Sv owner) {
    return owner.len == 0 || sv_eq((Sv){kept->owner, kept->owner_len}, owner);
}

void pool_close(Pool *pool, Sv owner) {
    close_chosen(pool, is_of, owner);
}

static bool is_in_the_way(const PooledConnection *kept, Sv changing) {
    return kept->session && !sv_eq((Sv){kept->owner, kept->owner_len}, changing);
}

void pool_make_way(Pool *pool, Sv changing) {
    close_chosen(pool, is_in_the_way, changing);
}
