#include "engine/events/ways.h"
#include "engine/events/emit.h"

// One that has been told. In the run's arena.
struct ToldWay {
    const void *of; // the connection, or the step that has none
    Sv text, whom;
    ToldWay *next;
};

Value ways_value(Arena *arena, const Cautions *cautions) {
    ListBuilder texts = list_builder(arena);
    for (size_t i = 0; i < cautions->count; i++)
        list_add(&texts, value_string(cautions->items[i].text));
    return list_done(&texts);
}

// True the first time.
static bool remember(Run *run, const void *of, const Caution *caution) {
    pthread_mutex_lock(&run->emitting);
    ToldWay *told = run->told_ways;
    // Of a connection whose address was not known it was told whoever it leads to.
    while (told && !(told->of == of && sv_eq(told->text, caution->text) &&
                     (told->whom.len == 0 || sv_eq(told->whom, caution->whom))))
        told = told->next;
    if (!told) {
        ToldWay *way = arena_new_of(run->arena, ToldWay);
        *way = (ToldWay){of, sv_copy(run->arena, caution->text), sv_copy(run->arena, caution->whom),
                         run->told_ways};
        run->told_ways = way;
    }
    pthread_mutex_unlock(&run->emitting);
    return !told;
}

void ways_in_head(Run *run, const Connection *connection, const Cautions *cautions) {
    for (size_t i = 0; i < cautions->count; i++)
        remember(run, connection, &cautions->items[i]);
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
