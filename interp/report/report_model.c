#include "report/report_model.h"
#include "base/system/file.h"
#include "report/sessions.h"
#include "report/standing.h"
#include "report/verdict.h"
#include "value/time.h"

void report_model_init(ReportModel *record, Arena *arena) {
    *record = (ReportModel){.arena = arena,
                            .earlier = svmap_new(arena),
                            .undo = svmap_new(arena),
                            .standing = svmap_new(arena)};
    verdict_audit_init(&record->audit, arena);
}

static ReportEntry *add_entry(ReportModel *record, EntryKind kind) {
    arena_grow(record->arena, record->entries, record->count, record->capacity);
    ReportEntry *entry = &record->entries[record->count++];
    *entry = (ReportEntry){
        .kind = kind, .notes = notes_new(record->arena), .session = record->session_count + 1};
    return entry;
}

// The entry of this kind and number that has not ended. Steps follow each other, so only the last
// one can be open; groups contain others.
static ReportEntry *open_entry(ReportModel *record, EntryKind kind, Sv number) {
    for (uint32_t i = record->count; i > 0; i--) {
        ReportEntry *entry = &record->entries[i - 1];
        if (entry->kind != kind) continue;
        bool open = entry->end.kind != VALUE_MAP;
        if (open && sv_eq(value_field_text(entry->begin, "number", (Sv){0}), number)) return entry;
        if (kind == ENTRY_STEP) return NULL;
    }
    return NULL;
}

static void begin(ReportModel *record, EntryKind kind, const Event *event) {
    ReportEntry *entry = add_entry(record, kind);
    entry->begin = value_copy(record->arena, event->fields);
    entry->began_ns = event->stamp.wall_ns;
    entry->looked = event_int(event, "taken_up") > 0;
    undone_take(record, record->count - 1, event);
}

static Sv key_of(Arena *arena, uint64_t seq) {
    return sv_format(arena, "%llu", (unsigned long long)seq);
}

// What it saw is what it saw then; a probe may have looked again.
static void keep(ReportModel *record, ReportEntry *entry) {
    uint64_t from = (uint64_t)value_field_int(entry->end, "kept_from", 0);
    const ReportEntry *then = svmap_get(&record->earlier, key_of(record->arena, from));
    entry->kept = true;
    entry->decided = from;
    if (!then) return; // the journal is not to be believed, which others say
    Value probed = entry->notes.probed;
    entry->notes = then->notes;
    if (probed.kind == VALUE_MAP) entry->notes.probed = probed;
    if (entry->begin.kind != VALUE_MAP) entry->begin = then->begin;
    entry->began_ns = then->began_ns;
    entry->ended_ns = then->ended_ns;
    entry->session = then->session;
    entry->acted = then->acted;
}

// What was told so far is what was known then; it is told anew.
static void begin_session(ReportModel *record, const Event *event) {
    for (uint32_t i = 0; i < record->count; i++) {
        ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_STEP && entry->decided > 0)
            svmap_set(&record->earlier, key_of(record->arena, entry->decided), entry);
    }
    record->entries = NULL;
    record->count = record->capacity = 0;
    record->undo = svmap_new(record->arena);
    record->standing = svmap_new(record->arena);
    record->standing_cut = false;
    record->undo_count = 0;
    record->ended = record->left = record->stopped = record->subject_changed = value_null();
    record->parked = value_null();
    arena_grow(record->arena, record->sessions, record->session_count, record->session_capacity);
    record->sessions[record->session_count++] =
        (ReportSession){value_copy(record->arena, event->fields), event->stamp.wall_ns};
}

static void end(ReportModel *record, EntryKind kind, const Event *event) {
    ReportEntry *entry = open_entry(record, kind, event_text(event, "number"));
    if (!entry) {
        entry = add_entry(record, kind);
        undone_take(record, record->count - 1, event);
    }
    entry->end = value_copy(record->arena, event->fields);
    entry->ended_ns = event->stamp.wall_ns;
    entry->decided = event->seq;
    if (event_int(event, "kept_from") > 0) keep(record, entry);
}

static void take_note(ReportModel *record, const Event *event) {
    ReportEntry *entry = open_entry(record, ENTRY_STEP, event_text(event, "number"));
    if (entry) notes_take(&entry->notes, event);
}

static void take_intent(ReportModel *record, const Event *event) {
    ReportEntry *entry = open_entry(record, ENTRY_STEP, event_text(event, "number"));
    if (entry) entry->acted = !sv_eq_c(entry_text(entry, "effect"), "idempotent");
}

// Also of probes, which have no entry.
static void take_attempt(ReportModel *record, const Event *event) {
    if (event->kind != EVENT_ATTEMPT_ENDED) return;
    if (value_count(event_value(event, "cautions")) > 0) {
        arena_grow(record->arena, record->ways, record->way_count, record->way_capacity);
        record->ways[record->way_count++] = value_copy(record->arena, event->fields);
    }
    if (value_count(event_value(event, "files")) > 0) {
        arena_grow(record->arena, record->uploads, record->upload_count, record->upload_capacity);
        record->uploads[record->upload_count++] = value_copy(record->arena, event->fields);
    }
}

static bool take(void *self, const Event *event) {
    ReportModel *record = self;
    verdict_audit_take(&record->audit, event);
    take_attempt(record, event);
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        record->started = value_copy(record->arena, event->fields);
        record->started_ns = event->stamp.wall_ns;
        record->ci_url = value_field_text(record->started, "ci_run_url", (Sv){0});
        break;
    case EVENT_RUN_RESUMED: begin_session(record, event); break;
    case EVENT_GROUP_STARTED: begin(record, ENTRY_GROUP, event); break;
    case EVENT_GROUP_ENDED: end(record, ENTRY_GROUP, event); break;
    case EVENT_STEP_STARTED: begin(record, ENTRY_STEP, event); break;
    case EVENT_STEP_ENDED: end(record, ENTRY_STEP, event); break;
    case EVENT_STEP_INTENT: take_intent(record, event); break;
    case EVENT_ATTEMPT_ENDED:
    case EVENT_EXPECTATION:
    case EVENT_CAPTURED:
    case EVENT_ASKED:
    case EVENT_ANSWERED:
    case EVENT_PROBED:
    case EVENT_RESOLVED: take_note(record, event); break;
    case EVENT_PHASE: begin(record, ENTRY_PHASE, event); break;
    case EVENT_NOTE: begin(record, ENTRY_NOTE, event); break;
    case EVENT_SUBJECT:
        record->subject_changed = value_copy(record->arena, event_value(event, "changed"));
        break;
    case EVENT_PARKED:
        record->parked = value_copy(record->arena, event->fields);
        record->parked_ns = event->stamp.wall_ns;
        break;
    case EVENT_STOPPED: record->stopped = value_copy(record->arena, event->fields); break;
    case EVENT_RUN_ENDED:
        record->ended = record->left = value_copy(record->arena, event->fields);
        record->ended_ns = event->stamp.wall_ns;
        undone_end(record);
        break;
    default: break;
    }
    return true;
}

EventSink report_model_sink(ReportModel *record) {
    return (EventSink){record, take};
}

void report_model_of_file(ReportModel *record, Sv path, int64_t wall_ns) {
    MapBuilder started = map_builder(record->arena);
    map_add_c(&started, "name", value_string(path_stem(path)));
    map_add_c(&started, "title", value_string(path));
    map_add_c(&started, "path", value_string(path));
    record->started = map_done(&started);
    record->started_ns = wall_ns;
}

Value report_model_began_with(const ReportModel *record, const char *field) {
    for (uint32_t i = record->session_count; i > 0; i--) {
        const Value *value = value_get_c(record->sessions[i - 1].resumed, field);
        if (value && value->kind != VALUE_NULL) return *value;
    }
    return value_field(record->started, field);
}

Sv report_model_user(const ReportModel *record, uint32_t session) {
    Value began = session < 2 || session > record->session_count + 1
                      ? record->started
                      : record->sessions[session - 2].resumed;
    return value_field_text(began, "user", (Sv){0});
}

Sv report_model_taken_up(const ReportModel *record, uint32_t index) {
    const ReportSession *session = &record->sessions[index];
    BUF_AUTO Buf when = buf_new(64), line = buf_new((size_t)64 * 1024);
    timestamp_add(&when, timestamp_from_ns(session->began_ns / 1000000000 * 1000000000));
    session_add_sentence(&line, session->resumed, session->began_ns, buf_sv(&when));
    return buf_keep(&line, record->arena);
}

Sv report_model_verdict(const ReportModel *record) {
    if (record->not_run) return SV("NOT RUN");
    return record->intact ? verdict_audit_verdict(&record->audit) : SV("NO VERDICT");
}

Sv report_model_sentence(const ReportModel *record) {
    Sv verdict = report_model_verdict(record);
    if (record->not_run) return SV("nothing was run");
    if (record->file_lost) return SV("a file that the run kept is lost, or was changed");
    if (sv_eq_c(verdict, "NO VERDICT"))
        return record->running ? SV("the run is not over")
                               : SV("the run was cut off, or its journal is not intact");
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    Sv user = report_model_user(record, record->session_count + 1);
    bool waits = sv_eq_c(verdict, "STOPPED") &&
                 run_add_waits(&line, record->parked, record->parked_ns, user);
    if (!waits) buf_add_c(&line, run_sentence(verdict, value_field(record->ended, "counts")));
    return buf_keep(&line, record->arena);
}

const char *report_model_problem_of(const ReportModel *record) {
    if (record->running) return "The run is ";
    return record->journal.len && !record->file_lost ? "The journal: " : "";
}

Sv entry_text(const ReportEntry *entry, const char *field) {
    Sv text = value_field_text(entry->end, field, (Sv){0});
    return text.len ? text : value_field_text(entry->begin, field, (Sv){0});
}

int64_t entry_int(const ReportEntry *entry, const char *field) {
    return value_field_int(entry->end, field, value_field_int(entry->begin, field, 0));
}

Sv entry_verdict(const ReportEntry *entry) {
    return value_field_text(entry->end, "verdict", entry->acted ? SV("in_doubt") : SV("undecided"));
}

bool entry_only_warns(const ReportEntry *entry) {
    Sv level = entry_text(entry, "level");
    return entry->kind == ENTRY_STEP && entry->end.kind == VALUE_MAP && level.len > 0 &&
           !sv_eq_c(level, "must") && sv_eq_c(entry_verdict(entry), "undecided");
}

Sv entry_reason(const ReportEntry *entry) {
    if (entry->end.kind != VALUE_MAP)
        return entry->acted ? SV("it began to change something, and its end was not recorded")
                            : SV("it began, and its end was not recorded");
    Value waiver = value_field(entry->end, "waiver");
    if (waiver.kind == VALUE_MAP) return value_field_text(waiver, "reason", (Sv){0});
    bool resolved = sv_eq_c(value_field_text(entry->end, "cause", (Sv){0}), "resolved");
    Sv word = resolved ? session_resolved(entry->notes.arena, entry->notes.resolved) : (Sv){0};
    return word.len > 0 ? word : value_field_text(entry->end, "reason", (Sv){0});
}
