#include "engine/events/ways.h"
#include "engine/events/emit.h"

// One that has been told. In the run's arena.
struct ToldWay {
    const void *of; // the connection, or the step that has none
    Sv text, whom;
    bool leads; // no way: where the head says that it leads
    ToldWay *next;
};

// Where the words of ours end: in front of the word that holds whom.
static size_t ours_of(const Caution *caution) {
    size_t at = caution->whom.len ? sv_find(caution->text, caution->whom, 0) : SV_NONE;
    if (at == SV_NONE) return caution->text.len;
    while (at > 0 && caution->text.at[at - 1] != ' ')
        at--;
    return at;
}

Value ways_value(Run *run, Arena *arena, const Cautions *cautions) {
    ListBuilder texts = list_builder(arena);
    for (size_t i = 0; i < cautions->count; i++) {
        const Caution *caution = &cautions->items[i];
        size_t ours = ours_of(caution);
        Sv behind = sv_slice(caution->text, ours, caution->text.len);
        Sv parts[] = {sv_slice(caution->text, 0, ours), masker_text(run->masker, arena, behind)};
        list_add(&texts, value_string(sv_concat(arena, parts, 2)));
    }
    return list_done(&texts);
}

// True the first time.
static bool remember(Run *run, const void *of, const Caution *caution) {
    pthread_mutex_lock(&run->emitting);
    ToldWay *told = run->told_ways;
    // Of a connection whose address was not known it was told whoever it leads to.
    while (told && !(told->of == of && !told->leads && sv_eq(told->text, caution->text) &&
                     (told->whom.len == 0 || sv_eq(told->whom, caution->whom))))
        told = told->next;
    if (!told) {
        ToldWay *way = arena_new_of(run->arena, ToldWay);
        *way = (ToldWay){of, sv_copy(run->arena, caution->text), sv_copy(run->arena, caution->whom),
                         false, run->told_ways};
        run->told_ways = way;
    }
    pthread_mutex_unlock(&run->emitting);
    return !told;
}

void ways_in_head(Run *run, const Connection *connection, const Cautions *cautions) {
    for (size_t i = 0; i < cautions->count; i++)
        remember(run, connection, &cautions->items[i]);
}

void ways_head_leads(Run *run, const Connection *connection, Sv target) {
    if (!target.len) return;
    ToldWay *way = arena_new_of(run->arena, ToldWay);
    *way = (ToldWay){connection, sv_copy(run->arena, target), (Sv){0}, true, run->told_ways};
    run->told_ways = way;
}

void ways_add_elsewhere(Run *run, Arena *arena, const Connection *connection, Sv target,
                        Cautions *out) {
    pthread_mutex_lock(&run->emitting);
    const ToldWay *told = run->told_ways;
    while (told && !(told->of == connection && told->leads))
        told = told->next;
    pthread_mutex_unlock(&run->emitting);
    if (!target.len || !told || sv_eq(told->text, target)) return;
    Sv text = sv_format(arena, "leads elsewhere than when the run began: %.*s", SV_ARG(target));
    cautions_add(out, (Caution){text, NULL, target, NULL});
}

void ways_tell(Worker *worker, const StepInstance *instance, const WayTaken *way) {
    for (size_t i = 0; i < way->cautions->count; i++) {
        const Caution *caution = &way->cautions->items[i];
        const void *of = way->connection ? (const void *)way->connection : instance->step;
        if (!remember(worker->run, of, caution)) continue;
        Sv via = way->connection ? way->connection->name : (Sv){0};
        emit_note(worker, "warning",
                  sv_format(worker->attempt, "%.*s: %.*s (%.*s%s%.*s)", SV_ARG(instance->address),
                            SV_ARG(caution->text), SV_ARG(way->request), via.len ? " via " : "",
                            SV_ARG(via)));
    }
}
