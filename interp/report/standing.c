#include "report/standing.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/ink.h"
#include "report/left_so_far.h"

// ── what stands ──

enum { NAME_COLUMNS = 200, NUMBERS_LISTED = 20 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

Value standing_of(Value ended) {
    Value standing = value_field(ended, "standing");
    bool told = value_count(standing) > 0 && !sv_eq_c(text_of(ended, "verdict"), "GO");
    return told ? standing : value_null();
}

static Sv verdict_at(Value ended, Sv address) {
    Value reasons = value_field(ended, "reasons");
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (sv_eq(text_of(reason, "address"), address)) return text_of(reason, "verdict");
    }
    return (Sv){0};
}

void standing_add_entry(Buf *out, Value ended, Value entry) {
    if (entry.kind != VALUE_MAP) { // the list was shortened, and says so itself
        if (entry.kind == VALUE_STRING) buf_add(out, value_text(entry));
        return;
    }
    buf_add(out, text_of(entry, "number"));
    buf_add_char(out, ' ');
    Sv name = text_of(entry, "name"), fitting = utf8_fit(name, NAME_COLUMNS);
    buf_add(out, fitting);
    if (fitting.len < name.len) buf_add_c(out, "…");
    if (sv_eq_c(text_of(entry, "stands"), "doubt"))
        buf_add_c(out, " (in doubt)");
    else if (sv_eq_c(verdict_at(ended, text_of(entry, "address")), "failed"))
        buf_add_c(out, " (failed: perhaps in part)");
}

bool standing_is_doubtful(Value entry) {
    return sv_eq_c(text_of(entry, "stands"), "doubt");
}

size_t standing_of_that_name(Value standing, size_t at) {
    Sv name = text_of(value_item(standing, at), "name");
    size_t count = 0;
    for (size_t i = 0; i < value_count(standing); i++) {
        Value other = value_item(standing, i);
        if (!name.len || standing_is_doubtful(other)) continue;
        if (!sv_eq(text_of(other, "name"), name)) continue;
        if (i < at) return 0;
        count++;
    }
    return count;
}

typedef struct ByHand {
    const char *why; // the word in the entry; "" = there are no undo steps
    const char *one, *more;
} ByHand;

static bool is_by_hand(Value entry, const char *why) {
    return entry.kind == VALUE_MAP && !value_field_bool(entry, "undo", false) &&
           sv_eq_c(value_field_text(entry, "why", SV("")), why);
}

static void add_by_hand(Buf *out, Value standing, const ByHand *by) {
    uint32_t count = 0;
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        if (!is_by_hand(entry, by->why)) continue;
        if (++count > NUMBERS_LISTED) continue;
        buf_addf(out, "%s%.*s",
                 count > 1      ? ", "
                 : out->len > 0 ? "; "
                                : "",
                 SV_ARG(text_of(entry, "number")));
    }
    if (count > NUMBERS_LISTED) buf_addf(out, " and %u more", count - NUMBERS_LISTED);
    if (count > 0) buf_addf(out, ": by hand, %s", count > 1 ? by->more : by->one);
}

void standing_add_by_hand(Buf *out, Value ended) {
    static const ByHand ways[] = {
        {"", "there are no undo steps for it", "there are no undo steps for them"},
        {"said", "its undo is said to have happened: look whether it did",
         "their undo is said to have happened: look whether it did"},
        {"lost", "its undo needs what the journal does not hold",
         "their undo needs what the journal does not hold"},
        {"gone", "the run does not come to it any more", "the run does not come to them any more"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        add_by_hand(out, standing_of(ended), &ways[i]);
}

bool standing_lacks_undo(Value ended) {
    Value standing = standing_of(ended);
    for (size_t i = 0; i < value_count(standing); i++)
        if (value_item(standing, i).kind == VALUE_MAP && !is_by_hand(value_item(standing, i), ""))
            return false;
    return true;
}

const char *standing_resolutions(Value ended) {
    Sv resume = text_of(ended, "resume");
    if (sv_find(resume, SV(" --resolve "), 0) == SV_NONE) return NULL;
    if (sv_find(resume, SV("=done|again|skip"), 0) == SV_NONE)
        return "Look first what became of it: done = it happened, skip = it stays open";
    return "Look first what became of it: done = it happened, again = it did not, and is made "
           "once more, skip = it stays open";
}

static void add_way(Buf *out, Sv label, Sv command, const char *does) {
    failure_add_quoted(out, label, command);
    if (does) failure_add_quoted(out, SV("  "), sv_from_c(does));
}

void standing_add_lines(Buf *out, Value ended) {
    Value standing = standing_of(ended);
    for (size_t i = 0; i < value_count(standing); i++) {
        BUF_AUTO Buf line = buf_new(LIMIT_EVENT_BYTES);
        standing_add_entry(&line, ended, value_item(standing, i));
        failure_add_quoted(out, SV("still in place: "), buf_sv(&line));
    }
    const char *resume = left_resume_does(ended), *undo = left_undo_does(ended);
    if (resume) add_way(out, SV("to go on: "), text_of(ended, "resume"), resume);
    if (value_count(standing) > 0 && (undo || !resume))
        add_way(out, SV("to take back: "), text_of(ended, "undo"), undo);
    BUF_AUTO Buf by_hand = buf_new(LIMIT_EVENT_BYTES);
    standing_add_by_hand(&by_hand, ended);
    failure_add_quoted(out, SV("to take back: "), buf_sv(&by_hand));
    if (!resume) failure_add_quoted(out, SV("to go on: "), text_of(ended, "resume"));
}

// ── undo steps ──

// The undo steps of one step; the others follow by `next_undo`.
typedef struct UndoChain {
    uint32_t first, last; // index + 1; 0 = there are none
} UndoChain;

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

static Sv number_of(const ReportEntry *entry) {
    return entry_text(entry, "number");
}

// "3.2" of "3.2.undo1" and of what is in it.
static Sv undone_number(Sv number) {
    size_t at = sv_find(number, SV(".undo"), 0);
    return at == SV_NONE ? (Sv){0} : sv_slice(number, 0, at);
}

// Under an entry that is not there nothing can be told: then an undo step stays what it is told as.
void undone_take(ReportModel *record, uint32_t index, const Event *event) {
    Sv number = event_text(event, "number");
    if (!number.len) return;
    if (!is(event_text(event, "phase"), "undo")) {
        UndoChain *none = arena_new_of(record->arena, UndoChain);
        *none = (UndoChain){0};
        svmap_add(&record->undo, sv_copy(record->arena, number), none);
        return;
    }
    UndoChain *chain = svmap_get(&record->undo, undone_number(number));
    if (!chain) return;
    record->entries[index].undoes = true;
    record->undo_count++;
    if (chain->last)
        record->entries[chain->last - 1].next_undo = index + 1;
    else
        chain->first = index + 1;
    chain->last = index + 1;
}

void undone_end(ReportModel *record) {
    Value standing = value_field(record->ended, "standing");
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        record->standing_cut |= entry.kind != VALUE_MAP;
        svmap_set(&record->standing, value_field_text(entry, "number", (Sv){0}), record);
    }
}

bool entry_is_undo(const ReportEntry *entry) {
    return entry->undoes;
}

const ReportEntry *undone_first(const ReportModel *record, const ReportEntry *of) {
    const UndoChain *chain = svmap_get(&record->undo, number_of(of));
    return chain && chain->first && !of->undoes ? &record->entries[chain->first - 1] : NULL;
}

const ReportEntry *undone_next(const ReportModel *record, const ReportEntry *undo) {
    return undo->next_undo ? &record->entries[undo->next_undo - 1] : NULL;
}

static bool passed(const ReportEntry *entry) {
    return is(entry_verdict(entry), "passed") || is(entry_verdict(entry), "warned");
}

// Of a run that has no end: whether all of its own undo steps passed.
static bool undo_passed(const ReportModel *record, const ReportEntry *entry) {
    const ReportEntry *undo = undone_first(record, entry);
    bool well = undo != NULL;
    for (; undo; undo = undone_next(record, undo))
        well &= passed(undo);
    return well;
}

bool entry_taken_back(const ReportModel *record, const ReportEntry *entry) {
    if (entry->kind != ENTRY_STEP || entry_is_undo(entry)) return false;
    Sv stands = value_field_text(entry->end, "stands", (Sv){0});
    if (is(stands, "no")) return passed(entry); // in an earlier session
    if (!stands.len) return false;
    if (record->ended.kind != VALUE_MAP || record->standing_cut) return undo_passed(record, entry);
    return !svmap_has(&record->standing, number_of(entry));
}

// What became of what was seen.
typedef enum Since {
    SINCE_NOTHING,
    SINCE_TAKEN_BACK,
    SINCE_IN_PART, // of a group: something else in it is still in place
    SINCE_UNDO_UNSURE,
    SINCE_UNDO_FAILED
} Since;

// Somebody tried to take it back and did not succeed, or nobody saw it: how it is now was not seen.
static Since since_undo(const ReportModel *record, const ReportEntry *entry) {
    Since since = SINCE_NOTHING;
    const ReportEntry *undo = undone_first(record, entry);
    for (; undo; undo = undone_next(record, undo)) {
        if (passed(undo) || is(entry_verdict(undo), "skipped")) continue;
        bool unsure = undo->end.kind != VALUE_MAP || is(entry_verdict(undo), "in_doubt") ||
                      is(value_field_text(undo->end, "cause", (Sv){0}), "resolved");
        Since own = unsure ? SINCE_UNDO_UNSURE : SINCE_UNDO_FAILED;
        if (own > since) since = own;
    }
    return since;
}

// Kept from an earlier session that took it back in part.
static bool is_half_undone(const ReportEntry *entry) {
    return passed(entry) && value_field_bool(entry->end, "reused", false) &&
           is(value_field_text(entry->end, "stands", (Sv){0}), "doubt");
}

static Since since_step(const ReportModel *record, const ReportEntry *entry) {
    if (entry_taken_back(record, entry)) return SINCE_TAKEN_BACK;
    Since since = since_undo(record, entry);
    return since == SINCE_NOTHING && is_half_undone(entry) ? SINCE_UNDO_UNSURE : since;
}

// An undo that failed is worth more than all that did not.
static Since since_group(const ReportModel *record, uint32_t index) {
    const ReportEntry *group = &record->entries[index];
    int64_t depth = entry_int(group, "depth");
    Since since = since_undo(record, group);
    bool stands = false;
    for (uint32_t i = index + 1; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        bool step = entry->kind == ENTRY_STEP || entry->kind == ENTRY_GROUP;
        if (!step || entry->undoes) continue;
        if (entry_int(entry, "depth") <= depth) break;
        Since own = since_step(record, entry);
        if (own > since) since = own;
        stands |= own == SINCE_NOTHING && entry->kind == ENTRY_STEP &&
                  svmap_has(&record->standing, number_of(entry));
    }
    return since == SINCE_TAKEN_BACK && stands ? SINCE_IN_PART : since;
}

static Since since(const ReportModel *record, const ReportEntry *entry) {
    if (entry->undoes) return SINCE_NOTHING;
    return entry->kind == ENTRY_GROUP ? since_group(record, (uint32_t)(entry - record->entries))
                                      : since_step(record, entry);
}

bool entry_unsettled(const ReportModel *record, const ReportEntry *entry) {
    return since(record, entry) != SINCE_NOTHING;
}

Sv undone_since(const ReportModel *record, const ReportEntry *entry) {
    static const char *const then[] = {"", ", then taken back", ", then taken back in part",
                                       ", then perhaps taken back", ", then its undo failed"};
    return sv_from_c(then[since(record, entry)]);
}

Sv undone_word(const ReportModel *record, const ReportEntry *entry) {
    return sv_format(record->arena, "%s%.*s", verdict_look(entry_verdict(entry))->word,
                     SV_ARG(undone_since(record, entry)));
}

const char *undone_mark(const ReportModel *record, const ReportEntry *entry) {
    static const char *const then[] = {NULL, "–", "–", "‽", "!"};
    const char *mark = passed(entry) ? then[since(record, entry)] : NULL;
    return mark ? mark : verdict_look(entry_verdict(entry))->mark;
}

static void add_line(Buf *out, const ReportEntry *undo) {
    BUF_AUTO Buf line = buf_new(LIMIT_EVENT_BYTES);
    Sv reason = entry_reason(undo);
    buf_addf(&line, "%.*s %.*s: %s%s%.*s", SV_ARG(number_of(undo)),
             SV_ARG(entry_text(undo, "name")), verdict_look(entry_verdict(undo))->word,
             reason.len ? ": " : "", SV_ARG(reason));
    failure_add_quoted(out, SV("undo "), buf_sv(&line));
}

void undone_add_lines(Buf *out, const ReportModel *record, const ReportEntry *of) {
    for (const ReportEntry *undo = undone_first(record, of); undo; undo = undone_next(record, undo))
        if (undo->kind == ENTRY_STEP) add_line(out, undo);
}
