#include "cli/found/run_rows_names.h"
#include "base/system/file.h"
#include "cli/found/run_entry.h"
#include "cli/found/run_names.h"
#include "history/run_id.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct Sync {
    Arena *arena;
    RunIndex *index;
    Sv folder;
    IndexQuery *add, *drop, *drop_steps;
} Sync;

// ── whether it is as it was ──

static bool as_it_was(const Sync *sync, uint32_t *count) {
    struct stat about;
    const char *path = sv_to_c(sync->arena, sync->folder);
    IndexQuery *query = index_query(
        sync->index, "SELECT device, inode, size, mtime, ctime, settled, names FROM listing");
    if (!path || stat(path, &about) != 0 || !query_next(query)) return false;
    IndexStamp then = {query_int(query, 0), query_int(query, 1), query_int(query, 2),
                       query_int(query, 3), query_int(query, 4), query_int(query, 5) == 1};
    *count = (uint32_t)query_int(query, 6);
    query_rewind(query);
    return index_stamp_is(&then, &about);
}

static void keep_listing(const Sync *sync, const IndexStamp *stamp, uint32_t count) {
    IndexQuery *query =
        index_query(sync->index, "INSERT OR REPLACE INTO listing(only, device, inode, size, mtime, "
                                 "ctime, settled, names) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    const int64_t numbers[] = {stamp->device,   stamp->inode,   stamp->size, stamp->mtime_ns,
                               stamp->ctime_ns, stamp->settled, count};
    for (int i = 0; i < 7; i++)
        query_give_int(query, i + 1, numbers[i]);
    query_run(query);
}

// ── names that came and went ──

static int by_name(const void *a, const void *b) {
    return sv_cmp(*(const Sv *)a, *(const Sv *)b);
}

static void add(Sync *sync, Sv name) {
    query_give(sync->add, 1, name);
    query_give_int(sync->add, 2, !run_is_id(name));
    query_run(sync->add);
}

static void drop(Sync *sync, int64_t place) {
    query_give_int(sync->drop_steps, 1, place);
    query_run(sync->drop_steps);
    query_give_int(sync->drop, 1, place);
    query_run(sync->drop);
}

// Both in the order of names.
static void compare(Sync *sync, const TextList *names) {
    IndexQuery *known = index_query(sync->index, "SELECT folder, place FROM run ORDER BY folder");
    TextList come = {0};
    int64_t *gone = NULL;
    uint32_t gone_count = 0, gone_capacity = 0, i = 0;
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    while (query_next(known)) {
        arena_reset(arena);
        Sv name = query_text(known, 0, arena);
        while (i < names->count && sv_cmp(names->items[i], name) < 0)
            text_list_add(sync->arena, &come, names->items[i++]);
        if (i < names->count && sv_eq(names->items[i], name)) {
            i++;
            continue;
        }
        arena_grow(sync->arena, gone, gone_count, gone_capacity);
        gone[gone_count++] = query_int(known, 1);
    }
    arena_free(arena);
    query_rewind(known);
    for (; i < names->count; i++)
        text_list_add(sync->arena, &come, names->items[i]);
    for (uint32_t k = 0; k < gone_count; k++)
        drop(sync, gone[k]);
    for (uint32_t k = 0; k < come.count; k++)
        add(sync, come.items[k]);
}

static bool list_again(Sync *sync, uint32_t *count) {
    TextList names = {0};
    IndexStamp stamp = {0};
    // Nothing was run yet, which is told without an index.
    if (!run_names_read(sync->arena, sync->folder, &names, &stamp) || names.count == 0)
        return false;
    if (!index_do(sync->index, "BEGIN IMMEDIATE")) return false;
    qsort(names.items, names.count, sizeof *names.items, by_name);
    sync->add = index_query(sync->index,
                            "INSERT INTO run(folder, ordered, id, odd) VALUES (?1, ?1, ?1, ?2)");
    sync->drop = index_query(sync->index, "DELETE FROM run WHERE place = ?1");
    sync->drop_steps = index_query(sync->index, "DELETE FROM step WHERE run = ?1");
    compare(sync, &names);
    keep_listing(sync, &stamp, names.count);
    *count = names.count;
    return index_do(sync->index, index_holds(sync->index) ? "COMMIT" : "ROLLBACK") &&
           index_holds(sync->index);
}

// ── what is called otherwise ──

static bool place_odd(Sync *sync) {
    IndexQuery *odd =
        index_query(sync->index, "SELECT place, folder, ordered, id FROM run WHERE odd");
    IndexQuery *move = NULL;
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    while (query_next(odd)) {
        arena_reset(arena);
        RunEntry entry;
        Sv folder = path_join(arena, sync->folder, query_text(odd, 1, arena));
        if (!run_entry_read(arena, folder, true, &entry)) continue;
        bool same = sv_eq(query_text(odd, 2, arena), entry.order) &&
                    sv_eq(query_text(odd, 3, arena), entry.id);
        if (same) continue;
        if (!move && !index_do(sync->index, "BEGIN IMMEDIATE")) break;
        if (!move)
            move = index_query(sync->index,
                               "UPDATE run SET ordered = ?2, id = ?3, level = 0 WHERE place = ?1");
        query_give_int(move, 1, query_int(odd, 0));
        query_give(move, 2, entry.order);
        query_give(move, 3, entry.id);
        query_run(move);
    }
    arena_free(arena);
    query_rewind(odd);
    if (!move) return index_holds(sync->index);
    return index_do(sync->index, "COMMIT") && index_holds(sync->index);
}

bool run_rows_sync(Arena *arena, RunIndex *index, Sv folder, uint32_t *count) {
    Sync sync = {.arena = arena, .index = index, .folder = folder};
    return (as_it_was(&sync, count) || list_again(&sync, count)) && place_odd(&sync);
}
