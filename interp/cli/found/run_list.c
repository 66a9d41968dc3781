// The list of runs, newest first. Ids are in the order of time, so that of most runs the name tells
// their place, and only those are read that are asked for.
#include "base/system/file.h"
#include "cli/found/run_entry.h"
#include "cli/found/run_names.h"
#include "cli/found/run_rows.h"
#include "cli/found/run_told.h"
#include "cli/found/runs.h"
#include "history/run_id.h"

#include <errno.h>
#include <stdlib.h>

typedef struct RunName {
    Sv order, id, name;
    RunEntry *entry; // once it was read
} RunName;

struct RunSource {
    Arena *arena; // not owned
    Sv folder;
    RunName *names; // newest first; of an index none
    uint32_t name_count, next;
    RunRows *rows;    // the index; NULL = there is none
    RunEntry **items; // that were asked for
    uint32_t count, capacity;
    RunWish wish;
};

// ── names ──

static int newest_first(const void *a, const void *b) {
    const RunName *one = a, *other = b;
    int order = sv_cmp(other->order, one->order);
    if (order == 0) order = sv_cmp(other->id, one->id);
    return order != 0 ? order : sv_cmp(other->name, one->name); // a copy of a run, as in the index
}

static RunEntry *read_entry(const RunSource *source, Sv name) {
    RunEntry *entry = arena_new_of(source->arena, RunEntry);
    Sv folder = path_join(source->arena, source->folder, name);
    return run_entry_read(source->arena, folder, true, entry) ? entry : NULL;
}

static void take_names(RunSource *source, const TextList *names) {
    source->names = arena_new_array(source->arena, RunName, names->count + 1);
    for (uint32_t i = 0; i < names->count; i++) {
        RunName name = {.order = names->items[i], .id = names->items[i], .name = names->items[i]};
        if (!run_is_id(name.name)) {
            name.entry = read_entry(source, name.name);
            if (!name.entry) continue;
            name.order = name.entry->order;
            name.id = name.entry->id;
        }
        source->names[source->name_count++] = name;
    }
    if (source->name_count > 1)
        qsort(source->names, source->name_count, sizeof *source->names, newest_first);
}

static Sv refused(Arena *arena, const RunList *list) {
    if (errno == ENOENT || errno == ENOTDIR) return (Sv){0};
    return sv_format(arena, "%.*s cannot be listed: %.*s", SV_ARG(list->shown),
                     SV_ARG(file_error(arena, errno)));
}

static void list_names(RunSource *source, RunList *out) {
    TextList names = {0};
    IndexStamp stamp;
    if (!run_names_read(source->arena, source->folder, &names, &stamp))
        out->problem = refused(source->arena, out);
    take_names(source, &names);
    out->count = source->name_count;
}

void runs_list_in(Arena *arena, Sv project, bool indexed, RunList *out) {
    out->folder = path_join(arena, project, SV(".runbook/runs"));
    Sv shown = path_join(arena, runs_shown_path(arena, project), SV(".runbook"));
    out->shown = path_join(arena, shown, SV("runs"));
    RunSource *source = arena_new_of(arena, RunSource);
    *source = (RunSource){.arena = arena, .folder = out->folder};
    out->source = source;
    if (indexed) source->rows = run_rows_open(arena, shown, out->folder, &out->said);
    if (source->rows)
        out->count = run_rows_count(source->rows);
    else
        list_names(source, out);
}

// ── one after the other ──

void runs_wish(RunList *list, RunWish wish) {
    list->source->wish = wish;
}

static bool is_not_wanted(const RunSource *source, const RunName *name) {
    return source->wish.id.len > 0 && !sv_starts(name->id, source->wish.id);
}

static RunEntry *next_by_name(RunSource *source) {
    while (source->next < source->name_count) {
        RunName *name = &source->names[source->next++];
        if (is_not_wanted(source, name)) continue;
        RunEntry *entry = name->entry ? name->entry : read_entry(source, name->name);
        if (entry) return entry;
    }
    return NULL;
}

RunEntry *runs_at(RunList *list, uint32_t i) {
    RunSource *source = list->source;
    while (source && source->count <= i) {
        RunEntry *entry =
            source->rows ? run_rows_next(source->rows, &source->wish) : next_by_name(source);
        if (!entry) return NULL;
        arena_grow(source->arena, source->items, source->count, source->capacity);
        source->items[source->count++] = entry;
    }
    return source ? source->items[i] : NULL;
}

uint32_t runs_left(const RunList *list) {
    const RunSource *source = list->source;
    return source->rows ? run_rows_left(source->rows) : source->name_count - source->next;
}

uint32_t runs_counted(const RunList *list) {
    return list->source->rows ? run_rows_counted(list->source->rows) : 0;
}

bool runs_hold(const RunList *list) {
    return !list->source || !list->source->rows || run_rows_hold(list->source->rows);
}

void runs_keep(RunList *list) {
    RunSource *source = list->source;
    if (!source || !source->rows) return;
    run_rows_keep(source->rows, source->items, source->count);
    run_rows_close(source->rows);
    source->rows = NULL;
}

const RunTold *runs_told(RunList *list, const RunEntry *entry) {
    RunSource *source = list->source;
    return source && source->rows ? run_rows_told(source->rows, entry) : NULL;
}

void runs_book_names(RunList *list, TextList *out) {
    RunSource *source = list->source;
    for (uint32_t i = 0; source && i < source->count; i++)
        text_list_add_once(source->arena, out, source->items[i]->name);
    if (source && source->rows) run_rows_book_names(source->rows, out);
}

// ── ids ──

static void share(Sv id, Sv other, size_t *shared, bool *newest) {
    size_t common = run_id_common(id, other);
    if (common > *shared) *shared = common;
    if (sv_cmp(other, id) > 0) *newest = false;
}

// The first name, from the newest one, of which the id does not come behind this one.
static uint32_t first_not_behind(const RunSource *source, Sv id) {
    uint32_t from = 0, to = source->name_count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (sv_cmp(source->names[middle].order, id) > 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool has_id(const RunSource *source, uint32_t i) {
    return run_is_id(source->names[i].id);
}

// Only its neighbours can begin alike for longer than all others; what is no id is passed over.
Sv runs_short_id(const RunList *list, Sv id) {
    const RunSource *source = list->source;
    if (!run_is_id(id)) return id;
    if (source->rows) return run_rows_short_id(source->rows, id);
    size_t shared = 0;
    bool newest = true;
    uint32_t at = first_not_behind(source, id), own = 0;
    for (uint32_t i = at; i > 0; i--) {
        if (!has_id(source, i - 1)) continue;
        share(id, source->names[i - 1].id, &shared, &newest);
        break;
    }
    for (uint32_t i = at; i < source->name_count; i++) {
        if (!has_id(source, i)) continue;
        // A copy of the run is another one.
        if (sv_eq(source->names[i].id, id) && own++ == 0) continue;
        share(id, source->names[i].id, &shared, &newest);
        break;
    }
    return run_id_cut(id, shared, newest);
}

bool runs_has_id(const RunList *list, Sv id) {
    const RunSource *source = list->source;
    if (!run_is_id(id)) return false;
    if (source->rows) return run_rows_has_id(source->rows, id);
    for (uint32_t i = first_not_behind(source, id);
         i < source->name_count && sv_eq(source->names[i].order, id); i++)
        if (sv_eq(source->names[i].id, id)) return true;
    return false;
}
