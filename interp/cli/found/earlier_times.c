#include "cli/found/earlier_times.h"
#include "base/system/file.h"
#include "cli/found/run_entry.h"
#include "history/run_id.h"
#include "journal/journal.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { LOOKED_AT = 40, LONGEST_JOURNAL = 1024 * 1024, NAMES = 4096, READING = 64 * 1024 * 1024 };
static const int64_t patience_ns = 20 * 1000 * 1000;

static int newest_first(const void *a, const void *b) {
    return sv_cmp(*(const Sv *)b, *(const Sv *)a);
}

// Ids begin with the time.
static TextList ids_in(Arena *arena, Sv folder) {
    TextList ids = {0};
    DIR *open = opendir(sv_to_c(arena, folder));
    for (struct dirent *each; open && ids.count < NAMES && (each = readdir(open));)
        if (run_is_id(sv_from_c(each->d_name)))
            text_list_add(arena, &ids, sv_copy(arena, sv_from_c(each->d_name)));
    if (open) closedir(open);
    if (ids.count > 1) qsort(ids.items, ids.count, sizeof *ids.items, newest_first);
    return ids;
}

static bool is_short(Arena *arena, Sv journal) {
    struct stat about;
    return stat(sv_to_c(arena, journal), &about) == 0 && S_ISREG(about.st_mode) &&
           about.st_size <= LONGEST_JOURNAL;
}

typedef struct KeptEvents {
    Event *events;
    uint32_t count, capacity;
    Arena *arena;
} KeptEvents;

// What was read of a journal counts once it is known to be intact.
static bool keep(void *self, const Event *event) {
    KeptEvents *kept = self;
    if (event->kind != EVENT_STEP_ENDED && event->kind != EVENT_RUN_ENDED &&
        event->kind != EVENT_RUN_RESUMED)
        return true;
    arena_grow(kept->arena, kept->events, kept->count, kept->capacity);
    Event *copy = &kept->events[kept->count++];
    *copy = *event;
    copy->fields = value_copy(kept->arena, event->fields);
    return true;
}

static bool add_run(Arena *arena, Sv journal, UsualTimes *times) {
    KeptEvents kept = {.arena = arena};
    JournalProblem problem;
    if (!journal_read(arena, journal, (EventSink){&kept, keep}, &problem) || !problem.intact ||
        !problem.sealed)
        return false;
    EventSink sink = usual_times_sink(times);
    for (uint32_t i = 0; i < kept.count; i++)
        sink.take(sink.self, &kept.events[i]);
    return true;
}

UsualTimes *earlier_times(Arena *arena, const Env *env, Sv folder, Sv name, Sv but_for) {
    UsualTimes *times = usual_times_new(arena);
    Arena *reading = arena_new(READING);
    int64_t until = env->mono_ns(env->self) + patience_ns;
    TextList ids = ids_in(arena, folder);
    for (uint32_t i = 0, looked = 0, found = 0; i < ids.count; i++) {
        if (looked == LOOKED_AT || found == USUAL_RUNS || env->mono_ns(env->self) > until) break;
        if (sv_eq(ids.items[i], but_for)) continue;
        looked++;
        arena_reset(reading);
        RunEntry entry;
        if (!run_entry_read(reading, path_join(reading, folder, ids.items[i]), true, &entry))
            continue;
        if (entry.state == RUN_SEALED && !entry.narrowed && sv_eq(entry.name, name) &&
            is_short(reading, entry.journal))
            found += add_run(reading, entry.journal, times);
    }
    arena_free(reading);
    usual_times_settle(times);
    return times;
}
