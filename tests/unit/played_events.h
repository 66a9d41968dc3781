// Events written by hand: one JSON object a line, {"event": …, "at": ms, "s": "NUMBER ADDRESS the
// name", fields…}. What a row requires and the line leaves out is empty, 0 or false. Where "at" is
// a field of the event the time is "ms"; "boot" is how far the monotonic clock is ahead of it, in
// ms.
#ifndef TESTS_UNIT_PLAYED_EVENTS_H
#define TESTS_UNIT_PLAYED_EVENTS_H

#include "event/event.h"
#include "value/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline Value played_default(Arena *arena, const char *type) {
    if (strcmp(type, "text") == 0 || strncmp(type, "word", 4) == 0)
        return value_string((Sv){"", 0});
    if (strcmp(type, "bool") == 0) return value_bool(false);
    if (strcmp(type, "list") == 0) return value_list(arena, NULL, 0);
    if (strcmp(type, "map") == 0) {
        MapBuilder none = map_builder(arena);
        return map_done(&none);
    }
    return strcmp(type, "any") == 0 ? value_null() : value_int(0);
}

// "3.2 group/step The sentence" into the fields that every event of a step has.
static inline void played_step(MapBuilder *fields, Sv words) {
    Sv number, address, phase = SV("steps");
    sv_next_part(&words, ' ', &number);
    sv_next_part(&words, ' ', &address);
    int64_t depth = 0;
    for (size_t i = 0; i < number.len; i++)
        depth += number.at[i] == '.';
    if (sv_starts(words, SV("finally: ")) || sv_starts(words, SV("undo: ")) ||
        sv_starts(words, SV("probe: ")) || sv_starts(words, SV("after_rollback: "))) {
        sv_next_part(&words, ':', &phase);
        words = sv_trim(words);
    }
    map_add_c(fields, "address", value_string(address));
    map_add_c(fields, "number", value_string(number));
    map_add_c(fields, "name", value_string(words));
    map_add_c(fields, "depth", value_int(depth));
    map_add_c(fields, "phase", value_string(phase));
}

static inline Event played_event(Arena *arena, Sv line, uint64_t seq) {
    Value given;
    JsonError wrong;
    Event event = {.seq = seq};
    if (!json_parse(arena, line, &given, &wrong) ||
        !event_kind_parse(value_field_text(given, "event", (Sv){"", 0}), &event.kind)) {
        fprintf(stderr, "not an event: %.*s\n", SV_ARG(line));
        exit(2);
    }
    int64_t at = value_field_int(given, "ms", value_field_int(given, "at", 0)) * 1000000;
    int64_t boot = value_field_int(given, "boot", 0) * 1000000;
    event.stamp = (Stamp){(int64_t)1772330584 * 1000000000 + at, (int64_t)1000000000 + at + boot};
    MapBuilder fields = map_builder(arena);
    const Value *step = value_get_c(given, "s");
    if (step) played_step(&fields, value_text(*step));
    const EventRow *row = &event_rows[event.kind];
    for (size_t i = 0; i < row->field_count; i++) {
        const Value *value = value_get_c(given, row->fields[i].name);
        if (value)
            map_add_c(&fields, row->fields[i].name, *value);
        else if (!strchr(row->fields[i].type, '?'))
            map_add_c(&fields, row->fields[i].name, played_default(arena, row->fields[i].type));
    }
    event.fields = map_done(&fields);
    Sv problem = event_problem(arena, &event);
    if (problem.len) {
        fprintf(stderr, "%.*s\nin %.*s\n", SV_ARG(problem), SV_ARG(line));
        exit(2);
    }
    return event;
}

// Hands all of them to the sink; each one's memory is gone afterwards.
static inline void play(Sv text, EventSink sink) {
    Sv line;
    uint64_t seq = 0;
    while (sv_next_line(&text, &line)) {
        if (!line.len || line.at[0] == '#') continue;
        Arena *arena = arena_new((size_t)64 * 1024 * 1024);
        Event event = played_event(arena, line, ++seq);
        sink.take(sink.self, &event);
        arena_free(arena);
    }
}

#endif
