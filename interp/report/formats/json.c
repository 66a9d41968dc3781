// The whole run as one JSON document: the fields of its events, grouped by step.
#include "value/json.h"
#include "event/status.h"
#include "report/report.h"
#include "report/standing.h"
#include "value/time.h"

static Value list_of(Arena *arena, const Value *items, uint32_t count) {
    return value_list(arena, items, count);
}

static Value when(Arena *arena, int64_t wall_ns) {
    if (!wall_ns) return value_null();
    BUF_AUTO Buf buf = buf_new(64);
    timestamp_add(&buf, timestamp_from_ns(wall_ns));
    return value_string(buf_keep(&buf, arena));
}

static void add_fields(MapBuilder *map, Value fields) {
    for (size_t i = 0; i < value_count(fields); i++)
        map_add(map, value_key(fields, i), value_at(fields, i));
}

static void add_notes(MapBuilder *map, Arena *arena, const StepNotes *notes) {
    map_add_c(map, "made", list_of(arena, notes->attempts, notes->attempt_count));
    map_add_c(map, "expectations", list_of(arena, notes->expectations, notes->expectation_count));
    map_add_c(map, "captures", list_of(arena, notes->captures, notes->capture_count));
    map_add_c(map, "asked", notes->asked);
    map_add_c(map, "answered", notes->answered);
    map_add_c(map, "probed", notes->probed);
    if (notes->resolved.kind == VALUE_MAP) map_add_c(map, "resolved", notes->resolved);
}

static Value undo_value(const ReportModel *record, const ReportEntry *of);

static Value entry_value(const ReportModel *record, const ReportEntry *entry) {
    static const char *const kinds[] = {"group", "step", "phase", "note"};
    MapBuilder map = map_builder(record->arena);
    map_add_c(&map, "is", value_string(sv_from_c(kinds[entry->kind])));
    if (entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP) {
        map_add_c(&map, "verdict", value_string(entry_verdict(entry)));
        map_add_c(&map, "ended", when(record->arena, entry->ended_ns));
        if (entry->kept) map_add_c(&map, "session", value_int(entry->session));
    }
    add_fields(&map, entry->end);
    add_fields(&map, entry->begin);
    if (entry->kind == ENTRY_STEP) add_notes(&map, record->arena, &entry->notes);
    if (entry_taken_back(record, entry)) map_add_c(&map, "taken_back", value_bool(true));
    if (undone_first(record, entry)) map_add_c(&map, "undo", undo_value(record, entry));
    return map_done(&map);
}

static Value undo_value(const ReportModel *record, const ReportEntry *of) {
    ListBuilder undo = list_builder(record->arena);
    for (const ReportEntry *each = undone_first(record, of); each; each = undone_next(record, each))
        list_add(&undo, entry_value(record, each));
    return list_done(&undo);
}

// How it was taken up again, in order.
static Value sessions_value(const ReportModel *record) {
    ListBuilder list = list_builder(record->arena);
    for (uint32_t i = 0; i < record->session_count; i++) {
        MapBuilder map = map_builder(record->arena);
        map_add_c(&map, "resumed_at", when(record->arena, record->sessions[i].began_ns));
        add_fields(&map, record->sessions[i].resumed);
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

static Value journal_value(const ReportModel *record) {
    MapBuilder map = map_builder(record->arena);
    map_add_c(&map, "path", value_string(record->journal));
    map_add_c(&map, "intact", value_bool(record->intact));
    map_add_c(&map, "problem", value_string(record->problem));
    map_add_c(&map, "digest", value_string(record->digest));
    return map_done(&map);
}

static Value ended_field(const ReportModel *record, Sv name, Value value) {
    bool false_word = verdict_audit_contradicted(&record->audit);
    if (sv_eq_c(name, "verdict")) return value_string(report_model_verdict(record));
    return false_word && sv_eq_c(name, "status") ? value_int(STATUS_JOURNAL) : value;
}

// The last event, with the recomputed verdict.
static Value ended_value(const ReportModel *record) {
    MapBuilder map = map_builder(record->arena);
    for (size_t i = 0; i < value_count(record->ended); i++) {
        Value name = value_key(record->ended, i);
        map_add(&map, name, ended_field(record, value_text(name), value_at(record->ended, i)));
    }
    return record->ended.kind == VALUE_MAP ? map_done(&map) : value_null();
}

// Writes the JSON with each `from` replaced by `to`, which means the same.
static void respell(Buf *out, Sv json, Sv from, Sv to) {
    size_t plain = 0;
    for (size_t at; (at = sv_find(json, from, plain)) != SV_NONE; plain = at + from.len) {
        buf_add(out, sv_slice(json, plain, at));
        buf_add(out, to);
    }
    buf_add(out, sv_slice(json, plain, json.len));
}

// A verdict that a server answered must not be taken for the verdict of this run.
static void keep_verdict(const ReportModel *record, Buf *out, Sv json) {
    if (sv_eq_c(report_model_verdict(record), "GO"))
        buf_add(out, json);
    else
        respell(out, json, SV("\"verdict\": \"GO\""), SV("\"verdict\": \"G\\u004f\""));
}

void report_json(const ReportModel *record, Buf *out) {
    Arena *arena = record->arena;
    ListBuilder entries = list_builder(arena);
    for (uint32_t i = 0; i < record->count; i++)
        if (!entry_is_undo(&record->entries[i]))
            list_add(&entries, entry_value(record, &record->entries[i]));
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "format", value_int(1));
    map_add_c(&map, "verdict", value_string(report_model_verdict(record)));
    map_add_c(&map, "started_at", when(arena, record->started_ns));
    map_add_c(&map, "ended_at", when(arena, record->ended_ns));
    map_add_c(&map, "journal", journal_value(record));
    map_add_c(&map, "started", record->started);
    if (record->session_count > 0) map_add_c(&map, "resumed", sessions_value(record));
    if (record->running) map_add_c(&map, "running", value_bool(true));
    map_add_c(&map, "entries", list_done(&entries));
    map_add_c(&map, "ended", ended_value(record));
    bool died = record->ended.kind != VALUE_MAP && record->left.kind == VALUE_MAP;
    if (died) map_add_c(&map, "left", record->left);
    BUF_AUTO Buf json = buf_new(out->ceiling), safe = buf_new(out->ceiling);
    json_write(&json, map_done(&map), JSON_PRETTY);
    json_add_for_log(&safe, buf_sv(&json));
    keep_verdict(record, out, buf_sv(&safe));
    buf_add_char(out, '\n');
    out->full |= json.full || safe.full;
}
