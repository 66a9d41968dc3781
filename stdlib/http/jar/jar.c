#include "http/jar/jar.h"

#include "base/buf.h"
#include "base/heap.h"
#include "base/limits.h"
#include "http/jar/jar_internal.h"

#include <stdlib.h>
#include <string.h>

struct CookieJars {
    CookieJar **items; // in the order of their branches
    uint32_t count, capacity;
};

const char cookie_jar_full[] = "there are 1000 of them (HTTP_COOKIES)";
_Static_assert(LIMIT_HTTP_COOKIES == 1000, "it is said in a text");

// ── memory ──

// A cookie with its texts behind it, in one block.
static StoredCookie *copy_of(const StoredCookie *cookie) {
    const Sv texts[] = {cookie->name, cookie->value, cookie->domain, cookie->path};
    size_t bytes = sizeof *cookie;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bytes += texts[i].len;
    StoredCookie *copy = heap_alloc(bytes);
    *copy = *cookie;
    char *at = (char *)(copy + 1);
    Sv *own[] = {&copy->name, &copy->value, &copy->domain, &copy->path};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].len > 0) memcpy(at, texts[i].at, texts[i].len);
        *own[i] = (Sv){at, texts[i].len};
        at += texts[i].len;
    }
    return copy;
}

static void *grown(void *items, uint32_t count, uint32_t *capacity) {
    if (count < *capacity) return items;
    *capacity = *capacity ? *capacity * 2 : 8;
    return heap_resize(items, *capacity * sizeof(void *));
}

void jar_clear(CookieJar *jar) {
    for (uint32_t i = 0; i < jar->count; i++)
        heap_free(jar->items[i]);
    heap_free(jar->items);
}

static void jar_free(CookieJar *jar) {
    jar_clear(jar);
    heap_free((void *)(uintptr_t)jar->branch.at);
    heap_free(jar);
}

static void jars_free(void *what) {
    CookieJars *jars = what;
    for (uint32_t i = 0; i < jars->count; i++)
        jar_free(jars->items[i]);
    heap_free(jars->items);
    heap_free(jars);
}

CookieJars *cookie_jars_in(ConnectionMemory *memory, bool *made) {
    *made = !memory->thing;
    if (*made) {
        memory->thing = heap_alloc(sizeof(CookieJars));
        memory->drop = jars_free;
    }
    return memory->thing;
}

// ── branches ──

void jar_put(CookieJar *jar, const StoredCookie *cookie) {
    for (uint32_t i = 0; i < jar->count; i++) {
        if (!stored_same(jar->items[i], cookie)) continue;
        heap_free(jar->items[i]);
        jar->items[i] = copy_of(cookie);
        return;
    }
    jar->items = grown(jar->items, jar->count, &jar->capacity);
    jar->items[jar->count++] = copy_of(cookie);
}

static CookieJar *jar_add(CookieJars *jars, Sv branch, const CookieJar *around) {
    CookieJar *jar = heap_alloc(sizeof *jar);
    char *name = heap_alloc(branch.len + 1);
    if (branch.len > 0) memcpy(name, branch.at, branch.len);
    jar->branch = (Sv){name, branch.len};
    for (uint32_t i = 0; around && i < around->count; i++) {
        StoredCookie cookie = *around->items[i];
        cookie.own = false;
        if (!cookie.gone) jar_put(jar, &cookie);
    }
    jars->items = grown(jars->items, jars->count, &jars->capacity);
    uint32_t at = jars->count++;
    for (; at > 0 && sv_cmp(jars->items[at - 1]->branch, branch) > 0; at--)
        jars->items[at] = jars->items[at - 1];
    jars->items[at] = jar;
    return jar;
}

static CookieJar *jar_named(CookieJars *jars, Sv branch, const CookieJar *around) {
    for (uint32_t i = 0; i < jars->count; i++)
        if (sv_eq(jars->items[i]->branch, branch)) return jars->items[i];
    return jar_add(jars, branch, around);
}

static bool is_below(const CookieJar *jar, Sv branch) {
    return jar->branch.len > branch.len && sv_starts(jar->branch, branch);
}

// What the branches beneath a jar took becomes its own: all of them have ended that began before
// those at hand.
static void gather(CookieJars *jars, CookieJar *into, Sv before) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < jars->count; i++) {
        CookieJar *jar = jars->items[i];
        bool over =
            is_below(jar, into->branch) && (before.len == 0 || sv_cmp(jar->branch, before) < 0);
        for (uint32_t k = 0; over && k < jar->count; k++)
            if (jar->items[k]->own) jar_put(into, jar->items[k]);
        if (over)
            jar_free(jar);
        else
            jars->items[kept++] = jar;
    }
    jars->count = kept;
}

// What the name of a branch has more than that of the one around it: which group, and which place
// in it.
enum { GROUP = 8, PLACE = 8, PART = GROUP + PLACE };

CookieJar *cookie_jar(CookieJars *jars, Sv branch) {
    CookieJar *jar = NULL;
    for (size_t len = 0; len <= branch.len; len += PART) {
        jar = jar_named(jars, sv_slice(branch, 0, len), jar);
        // The groups before the one that the branch stands in; all where it is the branch itself.
        Sv before = len < branch.len ? sv_slice(branch, 0, len + GROUP) : (Sv){0};
        gather(jars, jar, before);
    }
    return jar;
}

CookieJar jars_together(CookieJars *jars) {
    CookieJar all = {0};
    for (uint32_t i = 0; i < jars->count; i++)
        for (uint32_t k = 0; k < jars->items[i]->count; k++)
            if (i == 0 || jars->items[i]->items[k]->own) jar_put(&all, jars->items[i]->items[k]);
    return all;
}

// ── taking ──

static uint32_t forget_those_over(CookieJar *jar, int64_t now_seconds) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < jar->count; i++) {
        // That it is gone is news for the branch around.
        bool news = jar->items[i]->own && jar->branch.len > 0;
        if (stored_is_over(jar->items[i], now_seconds) && !news)
            heap_free(jar->items[i]);
        else
            jar->items[kept++] = jar->items[i];
    }
    return jar->count = kept;
}

JarTakes cookie_jar_take(CookieJar *jar, const Cookie *cookie, const Url *from, int64_t now_seconds,
                         const char **why) {
    StoredCookie stored;
    if (!stored_from(cookie, from, now_seconds, &stored, why)) return JAR_IGNORES;
    bool known = false;
    for (uint32_t i = 0; i < jar->count; i++) {
        known |= stored_same(jar->items[i], &stored);
        if (!stored_is_private(from) && stored_guards(jar->items[i], &stored)) {
            *why = "a cookie of its name is Secure, and it came without TLS";
            return JAR_IGNORES;
        }
    }
    stored.gone = stored_is_over(&stored, now_seconds);
    if (stored.gone && !known) return JAR_DELETES;
    if (!known && jar->count >= LIMIT_HTTP_COOKIES &&
        forget_those_over(jar, now_seconds) >= LIMIT_HTTP_COOKIES) {
        *why = cookie_jar_full;
        return JAR_FULL;
    }
    jar_put(jar, &stored);
    return stored.gone ? JAR_DELETES : JAR_TAKES;
}

// ── sending ──

typedef struct Ordered {
    const StoredCookie *cookie;
    uint32_t place;
} Ordered;

// Longer paths first, and what was set earlier (RFC 6265, section 5.4).
static int by_path(const void *left, const void *right) {
    const Ordered *a = left, *b = right;
    if (a->cookie->path.len != b->cookie->path.len)
        return a->cookie->path.len > b->cookie->path.len ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

JarCookie *cookie_jar_matching(CookieJar *jar, Arena *arena, const Url *url, int64_t now_seconds,
                               size_t *count) {
    Ordered *matching = arena_new_array(arena, Ordered, jar->count);
    size_t found = 0;
    for (uint32_t i = 0; i < jar->count; i++)
        if (!stored_is_over(jar->items[i], now_seconds) && stored_goes_to(jar->items[i], url))
            matching[found++] = (Ordered){jar->items[i], i};
    if (found > 1) qsort(matching, found, sizeof *matching, by_path);
    JarCookie *out = arena_new_array(arena, JarCookie, found);
    for (size_t i = 0; i < found; i++)
        out[i] = (JarCookie){sv_copy(arena, matching[i].cookie->name),
                             sv_copy(arena, matching[i].cookie->value)};
    *count = found;
    return out;
}

JarCookie *cookie_jar_all(const CookieJar *jar, Arena *arena, size_t *count) {
    JarCookie *out = arena_new_array(arena, JarCookie, jar->count);
    size_t found = 0;
    for (uint32_t i = 0; i < jar->count; i++)
        if (!jar->items[i]->gone)
            out[found++] = (JarCookie){sv_copy(arena, jar->items[i]->name),
                                       sv_copy(arena, jar->items[i]->value)};
    *count = found;
    return out;
}
