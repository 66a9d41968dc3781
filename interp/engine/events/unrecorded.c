#include "engine/events/unrecorded.h"
#include "base/heap.h"

// In memory of its own: a run may make any number of changes.
struct Unrecorded {
    UnrecordedChange change;
    Buf texts;
    uint64_t upto;             // bytes of the journal up to its end; 0 = it has none
    struct Unrecorded *before; // that began before it
};

static void drop(Unrecorded *each) {
    buf_free(&each->texts);
    heap_free(each);
}

static Sv kept(Buf *texts, size_t from, size_t len) {
    return (Sv){texts->at + from, len};
}

static Unrecorded *make(Run *run, const StepInstance *instance, Sv request) {
    Unrecorded *made = heap_alloc(sizeof *made);
    Arena *arena = arena_new(64 * 1024);
    Sv name = masker_text(run->masker, arena, instance->name);
    made->texts = buf_new(64 * 1024);
    buf_add(&made->texts, instance->address);
    buf_add(&made->texts, instance->number);
    buf_add(&made->texts, name);
    buf_add(&made->texts, request);
    size_t at = 0;
    made->change = (UnrecordedChange){.probe = instance->step->probe != NULL, .verdict = SV("")};
    made->change.address = kept(&made->texts, at, instance->address.len);
    at += instance->address.len;
    made->change.number = kept(&made->texts, at, instance->number.len);
    at += instance->number.len;
    made->change.name = kept(&made->texts, at, name.len);
    made->change.request = kept(&made->texts, at + name.len, request.len);
    arena_free(arena);
    return made;
}

static Unrecorded **find(Run *run, Sv address) {
    Unrecorded **at = &run->unrecorded;
    while (*at && !sv_eq((*at)->change.address, address))
        at = &(*at)->before;
    return at;
}

static void forget(Run *run, Sv address) {
    Unrecorded **at = find(run, address), *found = *at;
    if (!found) return;
    *at = found->before;
    drop(found);
}

// The end of a change was written before it lasts: only then is it recorded.
static bool is_recorded(const Run *run, const Unrecorded *each) {
    return each->upto > 0 && journal_lasts(run->journal, each->upto);
}

static void forget_recorded(Run *run) {
    for (Unrecorded **at = &run->unrecorded; *at;) {
        Unrecorded *each = *at;
        if (!is_recorded(run, each)) {
            at = &each->before;
            continue;
        }
        *at = each->before;
        drop(each);
    }
}

void unrecorded_begin(Run *run, const StepInstance *instance, Sv request, bool begins) {
    pthread_mutex_lock(&run->emitting);
    forget(run, instance->address); // of an attempt before it
    forget_recorded(run);
    Unrecorded *made = make(run, instance, request);
    made->change.begun = begins;
    made->before = run->unrecorded;
    run->unrecorded = made;
    pthread_mutex_unlock(&run->emitting);
}

void unrecorded_end(Run *run, const StepInstance *instance, Verdict verdict) {
    pthread_mutex_lock(&run->emitting);
    Unrecorded *found = *find(run, instance->address);
    if (found) found->change.verdict = sv_from_c(verdict_name(verdict));
    if (found && !run->lost) found->upto = journal_written(run->journal);
    pthread_mutex_unlock(&run->emitting);
}

void unrecorded_take(Run *run, Arena *arena, RunResult *out) {
    uint32_t count = 0;
    if (!run->lost) return;
    forget_recorded(run);
    for (const Unrecorded *each = run->unrecorded; each; each = each->before)
        count++;
    out->unrecorded = arena_new_array(arena, UnrecordedChange, count);
    out->unrecorded_count = count;
    for (const Unrecorded *each = run->unrecorded; each; each = each->before) {
        UnrecordedChange *change = &out->unrecorded[--count];
        *change = each->change;
        change->address = sv_copy(arena, change->address);
        change->number = sv_copy(arena, change->number);
        change->name = sv_copy(arena, change->name);
        change->request = sv_copy(arena, change->request);
    }
}

void unrecorded_free(Run *run) {
    while (run->unrecorded) {
        Unrecorded *first = run->unrecorded;
        run->unrecorded = first->before;
        drop(first);
    }
}
