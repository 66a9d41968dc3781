// Why a step did not pass, in one line, and which steps did not pass for one cause.
#include "base/limits.h"
#include "base/utf8.h"
#include "report/failure.h"

enum { MOST_ALIKE = 20, SAID_COLUMNS = 200 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

Value failure_telling(const StepNotes *notes, uint32_t *others) {
    Value found = value_null();
    int best = 0;
    *others = 0;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value each = notes->expectations[i];
        if (expectation_holds(each) || expectation_not_judged(notes, each)) continue;
        ++*others;
        int rank = expectation_of_verb(each) ? 3 : sv_eq_c(text_of(each, "level"), "must") ? 2 : 1;
        if (rank <= best) continue;
        best = rank;
        found = each;
    }
    if (*others) --*others;
    return found;
}

static Sv without(Sv text, Sv beginning) {
    return sv_starts(text, beginning) ? sv_slice(text, beginning.len, text.len) : text;
}

Sv failure_rest(Sv reason, Sv label, Sv message) {
    size_t at = label.len ? sv_find(reason, label, 0) : SV_NONE;
    if (at == SV_NONE) return reason;
    Sv rest = sv_slice(reason, at + label.len, reason.len);
    if (message.len) rest = without(without(rest, SV(": ")), message);
    if (sv_starts(rest, SV(" (and "))) {
        size_t end = sv_find(rest, SV(" more)"), 0);
        if (end != SV_NONE) rest = sv_slice(rest, end + sizeof " more)" - 1, rest.len);
    }
    return sv_trim(without(without(rest, SV(";")), SV(":")));
}

// ── in one line ──

// What a program said last, or how it ended without a word; what a server answered.
static Sv answer_of(const StepNotes *notes) {
    Value attempt = notes_last_attempt(notes);
    Sv said = said_line(attempt), answer = text_of(attempt, "answer");
    Sv fitting = utf8_fit(said, SAID_COLUMNS);
    const char *cut = fitting.len < said.len ? "…" : "";
    if (sv_starts(answer, SV("exit ")))
        return said.len > 0 ? sv_format(notes->arena, "%.*s%s", SV_ARG(fitting), cut)
                            : sv_format(notes->arena, "%.*s, and it said nothing", SV_ARG(answer));
    if (said.len == 0) return answer;
    return sv_format(notes->arena, "%.*s%s%.*s%s", SV_ARG(answer), answer.len ? ": " : "",
                     SV_ARG(fitting), cut);
}

// A step that is waived tells by whose word.
static bool by_expectation(Sv verdict) {
    return sv_eq_c(verdict, "failed") || sv_eq_c(verdict, "warned");
}

Sv failure_cause(const ReportEntry *entry) {
    const StepNotes *notes = &entry->notes;
    Sv reason = entry_reason(entry);
    uint32_t others;
    Value missed = failure_telling(notes, &others);
    if (missed.kind != VALUE_MAP || !by_expectation(entry_verdict(entry))) return reason;
    if (!expectation_of_verb(missed) || !sv_eq_c(text_of(missed, "verdict"), "missed"))
        return reason;
    Sv label = expectation_label(missed), message = text_of(missed, "message");
    // The engine names another one first where the author wrote that before the status.
    Sv rest = sv_find(reason, label, 0) == SV_NONE ? (Sv){0} : failure_rest(reason, label, message);
    Sv why = message.len ? message : answer_of(notes);
    if (!sv_starts(reason, SV("does not hold: ")))
        return why.len ? sv_format(notes->arena, "%.*s: %.*s", SV_ARG(reason), SV_ARG(why))
                       : reason;
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&line, "does not hold: %.*s", SV_ARG(label));
    if (why.len) buf_addf(&line, ": %.*s", SV_ARG(why));
    if (others) buf_addf(&line, " (and %u more)", others);
    if (rest.len) buf_addf(&line, "; %.*s", SV_ARG(rest));
    return buf_keep(&line, notes->arena);
}

uint32_t failure_entry_of(const ReportModel *record, Value reason) {
    Sv address = text_of(reason, "address"), told = text_of(reason, "reason");
    for (uint32_t i = record->count; i-- > 0;) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_STEP && sv_eq(entry_text(entry, "address"), address) &&
            sv_eq(entry_reason(entry), told))
            return i;
    }
    return record->count;
}

Sv failure_cause_of(const ReportModel *record, Value reason) {
    uint32_t index = failure_entry_of(record, reason);
    return index < record->count ? failure_cause(&record->entries[index])
                                 : text_of(reason, "reason");
}

// ── what was not judged ──

uint32_t failure_not_judged(const StepNotes *notes) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value each = notes->expectations[i];
        Sv verdict = text_of(each, "verdict");
        bool counted = sv_eq_c(verdict, "missed") || sv_eq_c(verdict, "error");
        count += counted && sv_eq_c(text_of(each, "level"), "must") &&
                 expectation_not_judged(notes, each);
    }
    return count;
}

uint32_t failure_not_judged_in(const ReportModel *record) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->count; i++)
        if (record->entries[i].kind == ENTRY_STEP && !record->entries[i].undoes)
            count += failure_not_judged(&record->entries[i].notes);
    return count;
}

// ── of one cause ──

bool failure_of_server(Sv answer) {
    static const char *const codes[] = {"401", "429", "502", "503", "504"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (sv_starts(answer, sv_from_c(codes[i]))) return true;
    return false;
}

static void add_missed(Buf *same, const ReportEntry *entry, Value missed) {
    Value attempt = notes_last_attempt(&entry->notes), parts = value_field(missed, "parts");
    Sv answer = text_of(attempt, "answer");
    bool of_verb = expectation_of_verb(missed);
    if (of_verb && failure_of_server(answer)) {
        buf_add(same, answer);
        return;
    }
    buf_addf(same, "%.*s\n%.*s", SV_ARG(place_text(entry->notes.arena, failure_fields(entry))),
             SV_ARG(text_of(missed, "text")));
    if (of_verb) buf_addf(same, "\n%.*s\n%.*s", SV_ARG(said_line(attempt)), SV_ARG(answer));
    for (size_t i = 0; !of_verb && i < value_count(parts); i++)
        buf_addf(same, "\n%.*s", SV_ARG(text_of(value_item(parts, i), "value")));
}

// What tells causes apart; empty = it is like no other.
static Sv same_of(const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    bool well = sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "skipped");
    if (entry->kind != ENTRY_STEP || entry->undoes || well || sv_eq_c(verdict, "in_doubt"))
        return (Sv){0};
    uint32_t others;
    Value missed = failure_telling(&entry->notes, &others);
    BUF_AUTO Buf same = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&same, "%.*s %.*s\n", SV_ARG(verdict), SV_ARG(entry_text(entry, "level")));
    if (missed.kind == VALUE_MAP)
        add_missed(&same, entry, missed);
    else
        buf_addf(&same, "%.*s\n%.*s", SV_ARG(entry_reason(entry)),
                 SV_ARG(text_of(notes_last_attempt(&entry->notes), "mend")));
    return buf_keep(&same, entry->notes.arena);
}

AlikeFailures failures_alike(const ReportModel *record) {
    Arena *arena = record->arena;
    AlikeFailures alike = {.first = arena_new_array(arena, uint32_t, record->count + 1),
                           .next = arena_new_array(arena, uint32_t, record->count + 1)};
    SvMap last = svmap_new(arena), first = svmap_new(arena);
    alike.first[record->count] = record->count;
    for (uint32_t i = 0; i < record->count; i++) {
        alike.first[i] = i;
        Sv same = same_of(&record->entries[i]);
        if (!same.len) continue;
        uint32_t *before = svmap_get(&last, same), *leader = svmap_get(&first, same);
        if (before) {
            alike.next[*before] = i;
            alike.first[i] = *leader;
        }
        uint32_t *own = arena_new_array(arena, uint32_t, 1);
        *own = i;
        if (!before) svmap_set(&first, same, own);
        svmap_set(&last, same, own);
    }
    return alike;
}

Sv failure_as_before(const ReportModel *record, const AlikeFailures *alike, uint32_t index) {
    if (alike->first[index] == index) return SV("");
    const ReportEntry *first = &record->entries[alike->first[index]];
    return sv_format(record->entries[index].notes.arena, "same cause as %.*s %.*s",
                     SV_ARG(entry_text(first, "number")), SV_ARG(entry_text(first, "name")));
}

void failure_add_alike(Buf *out, const ReportModel *record, const AlikeFailures *alike,
                       uint32_t index) {
    uint32_t count = 0;
    for (uint32_t i = alike->next[index]; i; i = alike->next[i])
        count++;
    if (count == 0) return;
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    uint32_t told = 0;
    for (uint32_t i = alike->next[index]; i && told < MOST_ALIKE; i = alike->next[i]) {
        const ReportEntry *entry = &record->entries[i];
        buf_addf(&line, "%s%.*s %.*s", told++ ? ", " : "", SV_ARG(entry_text(entry, "number")),
                 SV_ARG(entry_text(entry, "name")));
    }
    if (told < count) buf_addf(&line, " and %u more", count - told);
    BUF_AUTO Buf label = buf_new(64);
    if (count > 1)
        buf_addf(&label, "the same at %u more: ", count);
    else
        buf_add_c(&label, "the same: ");
    failure_add_quoted(out, buf_sv(&label), buf_sv(&line));
}
