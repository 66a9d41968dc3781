#include "cli/found/run_told.h"
#include "base/limits.h"
#include "report/page/criteria.h"
#include "value/json.h"

// ── of a record ──

static Sv copy(Arena *arena, const ReportEntry *entry, const char *field) {
    return sv_copy(arena, entry_text(entry, field));
}

// Each attempt of a poll but the last says what it waits for.
static bool waits(const ReportEntry *entry) {
    for (uint32_t i = 0; i < entry->notes.attempt_count; i++)
        if (value_field_text(entry->notes.attempts[i], "saw", (Sv){0}).at) return true;
    return false;
}

static void add_step(Arena *arena, const ReportModel *record, const ReportEntry *entry,
                     PastSteps *out) {
    Sv phase = entry_text(entry, "phase");
    bool asked =
        sv_eq_c(entry_text(entry, "effect"), "answer") || entry->notes.asked.kind == VALUE_MAP;
    arena_grow(arena, out->items, out->count, out->capacity);
    out->items[out->count++] =
        (PastStep){.number = copy(arena, entry, "number"),
                   .address = copy(arena, entry, "address"),
                   .name = copy(arena, entry, "name"),
                   .verdict = entry_goes_on(record, entry) ? SV(PAST_GOES_ON)
                                                           : sv_copy(arena, entry_verdict(entry)),
                   .elapsed_ns = entry_int(entry, "elapsed"),
                   .attempts = (uint32_t)entry_int(entry, "attempts"),
                   .waits = waits(entry),
                   .person = asked,
                   .forward = sv_eq_c(phase, "steps") || sv_eq_c(phase, "finally"),
                   .kept = entry->kept};
}

static Sv alike(Arena *arena, const ReportModel *record) {
    BUF_AUTO Buf text = buf_new(LIMIT_REPORT_BYTES);
    Value files = report_model_began_with(record, "files"),
          inputs = report_model_began_with(record, "inputs_digest");
    json_write(&text, inputs, JSON_COMPACT);
    for (size_t i = 0; files.kind == VALUE_LIST && i < value_count(files); i++)
        json_write(&text, value_field(value_item(files, i), "digest"), JSON_COMPACT);
    json_write(&text, report_model_began_with(record, "subject"), JSON_COMPACT);
    return buf_keep(&text, arena);
}

const RunTold *run_told_of(Arena *arena, const ReportModel *record) {
    RunTold *told = arena_new_of(arena, RunTold);
    Value subject = report_model_began_with(record, "subject");
    *told = (RunTold){.judged = subject.kind == VALUE_MAP && value_count(subject) > 0,
                      .alike = alike(arena, record)};
    for (uint32_t i = 0; i < record->count; i++)
        if (record->entries[i].kind == ENTRY_STEP)
            add_step(arena, record, &record->entries[i], &told->steps);
    return told;
}

// ── in the index ──

static void take_step(IndexQuery *query, Arena *arena, PastSteps *out) {
    arena_grow(arena, out->items, out->count, out->capacity);
    out->items[out->count++] = (PastStep){.number = query_text(query, 0, arena),
                                          .address = query_text(query, 1, arena),
                                          .name = query_text(query, 2, arena),
                                          .verdict = query_text(query, 3, arena),
                                          .elapsed_ns = query_int(query, 4),
                                          .attempts = (uint32_t)query_int(query, 5),
                                          .waits = query_int(query, 6) == 1,
                                          .person = query_int(query, 7) == 1,
                                          .forward = query_int(query, 8) == 1,
                                          .kept = query_int(query, 9) == 1};
}

const RunTold *run_told_read(Arena *arena, RunIndex *index, int64_t place) {
    IndexQuery *run =
        index_query(index, "SELECT alike, judged FROM run WHERE place = ?1 AND told = 1");
    query_give_int(run, 1, place);
    RunTold *told = query_next(run) ? arena_new_of(arena, RunTold) : NULL;
    if (told) {
        *told = (RunTold){.alike = query_text(run, 0, arena), .judged = query_int(run, 1) == 1};
        IndexQuery *steps =
            index_query(index, "SELECT number, address, name, verdict, elapsed, attempts, waits, "
                               "person, forward, kept FROM step WHERE run = ?1 ORDER BY place");
        query_give_int(steps, 1, place);
        while (query_next(steps))
            take_step(steps, arena, &told->steps);
        query_rewind(steps);
    }
    query_rewind(run);
    return index_holds(index) ? told : NULL;
}

static void write_step(IndexQuery *write, const PastStep *step, uint32_t place) {
    query_give_int(write, 2, place);
    query_give(write, 3, step->number);
    query_give(write, 4, step->address);
    query_give(write, 5, step->name);
    query_give(write, 6, step->verdict);
    query_give_int(write, 7, step->elapsed_ns);
    query_give_int(write, 8, step->attempts);
    query_give_int(write, 9, step->waits);
    query_give_int(write, 10, step->person);
    query_give_int(write, 11, step->forward);
    query_give_int(write, 12, step->kept);
    query_run(write);
}

void run_told_write(RunIndex *index, int64_t place, const RunTold *told) {
    IndexQuery *drop = index_query(index, "DELETE FROM step WHERE run = ?1");
    query_give_int(drop, 1, place);
    query_run(drop);
    if (!told) return;
    IndexQuery *mark =
        index_query(index, "UPDATE run SET told = 1, alike = ?2, judged = ?3 WHERE place = ?1");
    query_give_int(mark, 1, place);
    query_give(mark, 2, told->alike);
    query_give_int(mark, 3, told->judged);
    query_run(mark);
    IndexQuery *write = index_query(
        index, "INSERT INTO step(run, place, number, address, name, verdict, elapsed, attempts, "
               "waits, person, forward, kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
               "?11, ?12)");
    query_give_int(write, 1, place);
    for (uint32_t i = 0; i < told->steps.count; i++)
        write_step(write, &told->steps.items[i], i);
}
