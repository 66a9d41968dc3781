#include "report/page/criteria.h"
#include "report/ink.h"
#include "report/standing.h"
#include "report/verdict.h"

static bool is_entry(const ReportEntry *entry) {
    return entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
}

bool entry_is_criterion(const ReportEntry *entry) {
    return is_entry(entry) && !entry_is_undo(entry) && entry_int(entry, "depth") == 0 &&
           sv_eq_c(entry_text(entry, "phase"), "steps");
}

bool entry_goes_on(const ReportModel *record, const ReportEntry *entry) {
    return record->running && is_entry(entry) && entry->end.kind != VALUE_MAP;
}

uint32_t criterion_from(const ReportModel *record, uint32_t index) {
    while (index < record->count && !entry_is_criterion(&record->entries[index]))
        index++;
    return index;
}

static bool is_within(const ReportEntry *entry) {
    return is_entry(entry) && !entry_is_undo(entry) && entry_int(entry, "depth") > 0 &&
           sv_eq_c(entry_text(entry, "phase"), "steps");
}

uint32_t criterion_end(const ReportModel *record, uint32_t index) {
    uint32_t end = index + 1;
    while (end < record->count && is_within(&record->entries[end]))
        end++;
    return end;
}

// ── in a word ──

// A group only says so in its reason.
static bool was_not_reached(const ReportEntry *entry) {
    return sv_eq_c(value_field_text(entry->end, "cause", (Sv){0}), "not_reached") ||
           (entry->kind == ENTRY_GROUP && sv_starts(entry_reason(entry), SV("not reached: ")));
}

static Sv word_of(const ReportEntry *entry) {
    static const struct {
        const char *verdict, *word;
    } words[] = {{"passed", "met"},
                 {"warned", "met, with a warning"},
                 {"failed", "not met"},
                 {"undecided", "not judged"},
                 {"in_doubt", "in doubt"},
                 {"skipped", "left out"},
                 {"waived", "not met, waived"}};
    Sv verdict = entry_verdict(entry);
    if (was_not_reached(entry)) return SV("not judged");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_eq_c(verdict, words[i].verdict)) return sv_from_c(words[i].word);
    return SV("not judged");
}

Sv criterion_word(const ReportModel *record, const ReportEntry *entry) {
    if (entry_goes_on(record, entry)) return SV("goes on");
    Sv since = undone_since(record, entry);
    return sv_format(record->arena, "%.*s%.*s", SV_ARG(word_of(entry)), SV_ARG(since));
}

// ── what did not pass in it ──

static bool is_well(const ReportModel *record, const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    return sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "skipped") ||
           entry_goes_on(record, entry);
}

static bool has_fault_within(const ReportModel *record, uint32_t index) {
    int64_t depth = entry_int(&record->entries[index], "depth");
    for (uint32_t i = index + 1; i < record->count && is_within(&record->entries[i]); i++) {
        if (entry_int(&record->entries[i], "depth") <= depth) return false;
        if (!is_well(record, &record->entries[i])) return true;
    }
    return false;
}

bool criterion_has_fault(const ReportModel *record, const AlikeFailures *alike, uint32_t index) {
    const ReportEntry *entry = &record->entries[index];
    if (!is_within(entry) || is_well(record, entry)) return false;
    if (entry->kind == ENTRY_GROUP) return !has_fault_within(record, index);
    return alike->first[index] == index;
}

Sv criterion_told_by(const ReportModel *record, const AlikeFailures *alike, uint32_t index) {
    Sv first = {0};
    for (uint32_t i = criterion_end(record, index); i-- > index;) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind != ENTRY_STEP || is_well(record, entry)) continue;
        if (alike->first[i] >= index) return (Sv){0};
        first = entry_text(&record->entries[alike->first[i]], "number");
    }
    return first;
}

// How much of a criterion that passed was judged; empty for all of it.
static Sv part_of(const ReportModel *record, uint32_t index) {
    uint32_t steps = 0, skipped = 0, end = criterion_end(record, index);
    for (uint32_t i = index + 1; i < end; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind != ENTRY_STEP ||
            !verdict_judges(entry_text(entry, "effect"), entry_text(entry, "cause")))
            continue;
        steps++;
        skipped += sv_eq_c(entry_verdict(entry), "skipped");
    }
    BUF_AUTO Buf part = buf_new(200);
    verdict_add_part(&part, entry_verdict(&record->entries[index]), steps, skipped);
    return sv_copy(record->arena, buf_sv(&part));
}

Sv criterion_cause(const ReportModel *record, const ReportEntry *entry) {
    Value reasons = value_field(record->ended, "reasons");
    bool waived = sv_eq_c(entry_verdict(entry), "waived");
    for (size_t i = 0; i < value_count(reasons) && waived; i++) {
        Value reason = value_item(reasons, i);
        Sv address = value_field_text(reason, "address", (Sv){0});
        if (address.len && sv_eq(address, entry_text(entry, "address")))
            return value_field_text(reason, "reason", (Sv){0});
    }
    return failure_cause(entry);
}

Sv criterion_reason(const ReportModel *record, uint32_t index) {
    const ReportEntry *entry = &record->entries[index];
    if (entry_goes_on(record, entry)) return (Sv){0};
    if (entry->kind == ENTRY_GROUP && has_fault_within(record, index)) return (Sv){0};
    Sv cause = criterion_cause(record, entry);
    return cause.len ? cause : part_of(record, index);
}

// ── all of them ──

bool criteria_add_sum(Buf *out, const ReportModel *record) {
    CriteriaCounts counts = {0};
    for (uint32_t i = criterion_from(record, 0); i < record->count;
         i = criterion_from(record, i + 1))
        criteria_count(&counts, entry_verdict(&record->entries[i]),
                       record->entries[i].kind == ENTRY_GROUP);
    return verdict_add_criteria(out, report_model_verdict(record), &counts);
}
