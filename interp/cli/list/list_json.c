#include "cli/list/list.h"
#include "value/json.h"
#include "value/time.h"

static void put(MapBuilder *map, const char *name, Sv text) {
    if (text.len) map_add_c(map, name, value_string(text));
}

static Value time_value(Arena *arena, int64_t ns) {
    BUF_AUTO Buf text = buf_new(64);
    timestamp_add(&text, timestamp_from_ns(ns));
    return value_string(buf_keep(&text, arena));
}

static Value inputs_value(Arena *arena, Value inputs) {
    MapBuilder map = map_builder(arena);
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < value_count(inputs); i++)
        map_add_sv(&map, value_field_text(value_item(inputs, i), "name", SV("")),
                   value_field(value_item(inputs, i), "value"));
    return map_done(&map);
}

static Value failed_value(Arena *arena, const RunEntry *entry) {
    ListBuilder list = list_builder(arena);
    Value reasons = entry->reasons;
    for (size_t i = 0; reasons.kind == VALUE_LIST && i < value_count(reasons); i++) {
        Sv address = value_field_text(value_item(reasons, i), "address", SV(""));
        if (address.len) list_add(&list, value_string(address));
    }
    return list_done(&list);
}

static Value run_value(Arena *arena, const RunEntry *entry) {
    MapBuilder map = map_builder(arena);
    put(&map, "run", entry->id);
    put(&map, "name", entry->name);
    put(&map, "title", entry->title);
    put(&map, "path", entry->path);
    put(&map, "verdict", runs_state(entry));
    put(&map, "problem", entry->problem);
    if (entry->started_ns > 0) map_add_c(&map, "began", time_value(arena, entry->started_ns));
    if (entry->state == RUN_SEALED) map_add_c(&map, "elapsed", value_int(entry->elapsed_ns));
    put(&map, "user", entry->user);
    put(&map, "host", entry->host);
    map_add_c(&map, "inputs", inputs_value(arena, entry->inputs));
    if (entry->subject.kind == VALUE_MAP) map_add_c(&map, "subject", entry->subject);
    map_add_c(&map, "narrowed", value_bool(entry->narrowed));
    put(&map, "again_of", entry->again_of);
    map_add_c(&map, "running", value_bool(entry->running));
    put(&map, "at", entry->at);
    put(&map, "waits_for", entry->waits_for);
    if (entry->waits_for.len) map_add_c(&map, "waits_since", time_value(arena, entry->waits_ns));
    map_add_c(&map, "resumable", value_bool(entry->resumable));
    map_add_c(&map, "standing", value_int(entry->standing));
    map_add_c(&map, "reasons", failed_value(arena, entry));
    map_add_c(&map, "sessions", value_int(entry->sessions));
    put(&map, "folder", entry->folder);
    return map_done(&map);
}

void list_json(Arena *arena, const ListedRuns *runs, Buf *out) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < runs->count; i++)
        list_add(&list, run_value(arena, runs->items[i]));
    BUF_AUTO Buf json = buf_new(LIMIT_REPORT_BYTES);
    json_write(&json, list_done(&list), JSON_PRETTY);
    json_add_for_log(out, buf_sv(&json));
    buf_add_char(out, '\n');
}
