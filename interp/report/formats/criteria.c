// What was asked of the release: the groups and steps at the top, and what became of each.
#include "report/formats/criteria.h"
#include "report/failure.h"
#include "report/standing.h"
#include "report/verdict.h"

#include <string.h>

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

bool entry_is_criterion(const ReportEntry *entry) {
    return (entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP) &&
           entry_int(entry, "depth") == 0 && sv_eq(entry_text(entry, "phase"), SV("steps"));
}

static bool begins(Sv where, Sv outer, const char *behind) {
    return outer.len > 0 && sv_starts(where, outer) && where.len > outer.len &&
           strchr(behind, where.at[outer.len]) != NULL;
}

// The address of a step with an id does not begin with that of a group without one.
static bool within(const ReportModel *record, Value reason, const ReportEntry *group) {
    uint32_t index = failure_entry_of(record, reason);
    if (index < record->count)
        return begins(entry_text(&record->entries[index], "number"), entry_text(group, "number"),
                      ".");
    return begins(text_of(reason, "address"), entry_text(group, "address"), "/[");
}

// The reason of a step. A group only knows the number of what failed in it, so the first of the
// verdict's reasons that lies within it and has its verdict is used.
static Sv reason_of(const ReportModel *record, const ReportEntry *entry) {
    Sv own = failure_cause(entry);
    if (entry->kind == ENTRY_STEP) return own;
    Value reasons = value_field(record->ended, "reasons"), told = value_null();
    uint32_t count = 0;
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (!within(record, reason, entry)) continue;
        count++;
        bool decides = sv_eq(text_of(reason, "verdict"), entry_verdict(entry));
        if (decides && told.kind != VALUE_MAP) told = reason;
    }
    if (told.kind != VALUE_MAP) return own;
    Sv first = sv_format(record->arena, "%.*s: %.*s", SV_ARG(text_of(told, "name")),
                         SV_ARG(failure_cause_of(record, told)));
    return count > 1 ? sv_format(record->arena, "%.*s (and %u more)", SV_ARG(first), count - 1)
                     : first;
}

// How much of a criterion that passed was judged; empty for all of it.
static Sv criterion_part(const ReportModel *record, uint32_t at) {
    uint32_t steps = 0, skipped = 0;
    for (uint32_t i = at + 1; i < record->count && !entry_is_criterion(&record->entries[i]); i++) {
        const ReportEntry *entry = &record->entries[i];
        bool step = entry->kind == ENTRY_STEP && sv_eq_c(entry_text(entry, "phase"), "steps");
        if (!step || !verdict_judges(entry_text(entry, "effect"), entry_text(entry, "cause")))
            continue;
        steps++;
        skipped += sv_eq_c(entry_verdict(entry), "skipped");
    }
    BUF_AUTO Buf part = buf_new(200);
    verdict_add_part(&part, entry_verdict(&record->entries[at]), steps, skipped);
    return sv_copy(record->arena, buf_sv(&part));
}

Sv criterion_word(const ReportModel *record, const ReportEntry *entry) {
    Sv word = undone_word(record, entry), passed = SV("passed, ");
    if (!sv_starts(word, passed)) return word;
    return sv_format(record->arena, "met, %.*s", SV_ARG(sv_slice(word, passed.len, word.len)));
}

Sv criterion_reason(const ReportModel *record, uint32_t index) {
    Sv reason = reason_of(record, &record->entries[index]);
    return reason.len ? reason : criterion_part(record, index);
}
