// Each step that did not pass, with all that is known of why; an undo step behind what it undoes.
#include "base/shown/shown.h"
#include "report/by_hand.h"
#include "report/ink.h"
#include "report/markdown/md_page.h"
#include "report/page/criteria.h"
#include "report/standing.h"

enum { LINES_OPEN = 30, LINE_BYTES = 1024 * 1024, NUMBERS_BYTES = 2000 };

typedef struct Section {
    MdPage *page;
    bool headed;
    uint32_t left_out;
    Buf numbers; // of those that were left out
} Section;

static void add_heading(MdPage *page, Buf *out, const ReportEntry *entry,
                        const ReportEntry *undone) {
    buf_addf(out, "%s# ", page->heading);
    markdown_anchor(page, out, entry);
    buf_addf(out, "%s ", verdict_look(entry_verdict(entry))->mark);
    md_safe_words(out, entry_text(entry, "number"));
    if (undone) {
        buf_add_c(out, " undo of ");
        md_safe_words(out, entry_text(undone, "name"));
        buf_add_char(out, ':');
    }
    buf_add_char(out, ' ');
    md_safe_words(out, entry_text(entry, "name"));
    buf_add_c(out, "\n\n");
}

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

// Where the expectations beneath it say no more than that.
static bool is_said_beneath(const ReportEntry *entry, Sv cause) {
    uint32_t others;
    Value missed = failure_telling(&entry->notes, &others);
    if (missed.kind != VALUE_MAP || !sv_starts(cause, SV("does not hold: "))) return false;
    Sv message = text_of(missed, "message");
    return failure_rest(cause, expectation_label(missed), message).len == 0;
}

static void add_cause(MdPage *page, Buf *out, const ReportEntry *entry) {
    Sv cause = criterion_cause(page->record, entry);
    if (!cause.len || is_said_beneath(entry, cause)) return;
    buf_add_c(out, "Why: ");
    md_safe_words(out, cause);
    buf_add_c(out, "\n\n");
}

// "`checks.yaml:20` – `GET /x → 500 in 3ms`"
static void add_where(MdPage *page, Buf *out, const ReportEntry *entry) {
    Sv place = place_text(page->record->arena, failure_fields(entry)),
       exchange = notes_exchange(&entry->notes);
    md_safe_code(out, place);
    if (place.len && exchange.len) buf_add_c(out, " – ");
    md_safe_code(out, exchange);
    if (entry->kept)
        buf_addf(out, "%skept, %.*s", place.len || exchange.len ? ", " : "",
                 SV_ARG(page_time(page->record->arena, entry->ended_ns)));
    if (place.len || exchange.len || entry->kept) buf_add_c(out, "\n\n");
}

// Where a value came from, unless that is told already: of the step, or of the value before.
static Sv source_of(const StepNotes *notes, Value parts, size_t at) {
    Sv from = text_of(value_item(parts, at), "from"),
       before = at > 0 ? text_of(value_item(parts, at - 1), "from") : notes_exchange(notes);
    return sv_eq(from, before) || sv_eq(from, notes_exchange(notes)) ? (Sv){0} : from;
}

// Each value that decided it.
static void add_values(Buf *out, const StepNotes *notes, Value parts) {
    static const char *const columns[] = {"", "was", "in", NULL};
    static const char *const few[] = {"", "was", NULL};
    bool sources = false;
    for (size_t i = 0; i < value_count(parts); i++)
        sources |= source_of(notes, parts, i).len > 0;
    if (!value_count(parts)) return;
    md_safe_table(out, sources ? columns : few);
    for (size_t i = 0; i < value_count(parts); i++) {
        if (failure_is_lines(value_item(parts, i))) continue;
        markdown_code_cell(out, text_of(value_item(parts, i), "text"));
        markdown_code_cell(out, text_of(value_item(parts, i), "value"));
        if (sources) markdown_code_cell(out, source_of(notes, parts, i));
        buf_add_c(out, "|\n");
    }
    buf_add_char(out, '\n');
    for (size_t i = 0; i < value_count(parts); i++)
        if (failure_is_lines(value_item(parts, i)))
            md_safe_block_of(out, "diff", text_of(value_item(parts, i), "value"));
}

// "✗ MFA is enforced: `json.mfa == 'required'`", its values, and the author's word.
static void add_expectation(Buf *out, const StepNotes *notes, Value expectation) {
    Sv title = text_of(expectation, "title"), message = expectation_message(expectation);
    buf_add_c(out, sv_eq_c(text_of(expectation, "level"), "must") ? "✗ " : "! ");
    md_safe_words(out, title);
    if (title.len) buf_add_c(out, ": ");
    md_safe_code(out, text_of(expectation, "text"));
    buf_add_c(out, "\n\n");
    add_values(out, notes, value_field(expectation, "parts"));
    if (!message.len) return;
    buf_add_c(out, sv_eq_c(text_of(expectation, "verdict"), "error") ? "error: " : "→ ");
    md_safe_words(out, message);
    buf_add_c(out, "\n\n");
}

static void add_expectations(Buf *out, const StepNotes *notes) {
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        Value each = notes->expectations[i];
        if (!expectation_holds(each) && !expectation_not_judged(notes, each))
            add_expectation(out, notes, each);
    }
    BUF_AUTO Buf more = buf_new(200);
    failure_add_not_judged(&more, notes);
    if (more.len) buf_addf(out, "%.*s\n", SV_ARG(buf_sv(&more)));
}

static void add_alike(MdPage *page, Buf *out, uint32_t index) {
    BUF_AUTO Buf same = buf_new(out->ceiling);
    failure_add_alike(&same, page->record, &page->alike, index);
    out->full |= same.full;
    if (!same.len) return;
    buf_add_c(out, "↳ ");
    md_safe_words(out, sv_trim(buf_sv(&same)));
    buf_add_c(out, "\n\n");
}

// Attempts, the output, a person's word.
static void add_besides(MdPage *page, Buf *out, uint32_t index) {
    BUF_AUTO Buf text = buf_new(out->ceiling);
    failure_add_besides(&text, &page->record->entries[index]);
    out->full |= text.full;
    size_t lines = 0;
    Sv rest = buf_sv(&text), line;
    while (sv_next_line(&rest, &line))
        lines++;
    if (!lines) return;
    bool folded = lines > LINES_OPEN;
    if (folded)
        buf_addf(out, "<details><summary>What was seen besides: %zu lines</summary>\n\n", lines);
    md_safe_block(out, buf_sv(&text));
    buf_add_char(out, '\n');
    if (folded) buf_add_c(out, "</details>\n\n");
}

static void add_by_hand(Buf *out, const ReportEntry *entry) {
    Value attempt = notes_last_attempt(&entry->notes);
    for (size_t i = 0; i < asked_by_hand(attempt); i++) {
        Sv line = hand_line_text(attempt, i), note = hand_line_note(attempt, i);
        if (line.len) markdown_command(out, "By hand:", line);
        if (!note.len) continue;
        buf_add_c(out, line.len ? "where " : "By hand: ");
        md_safe_words(out, note);
        buf_add_c(out, "\n\n");
    }
}

static void add_next(MdPage *page, Buf *out, const ReportEntry *entry) {
    Sv again = value_field_text(entry->end, "again", (Sv){0}), run = page->record->word;
    BUF_AUTO Buf show = buf_new(LINE_BYTES);
    if (again.len) {
        markdown_command(out, "Once more:", again);
        return;
    }
    if (!run.len) return;
    buf_addf(&show, "runbook show %.*s ", SV_ARG(run));
    shown_add_shell_word(&show, entry_text(entry, "number"));
    markdown_command(out, "All that it saw:", buf_sv(&show));
}

static bool is_told(const Section *section, const ReportEntry *entry) {
    Sv verdict = entry_verdict(entry);
    uint32_t index = (uint32_t)(entry - section->page->record->entries);
    return entry->kind == ENTRY_STEP && !sv_eq_c(verdict, "passed") &&
           !sv_eq_c(verdict, "skipped") && !entry_goes_on(section->page->record, entry) &&
           section->page->alike.first[index] == index;
}

// From the first one on that has no room none is told, so that what is left out is the end.
static void add(Section *section, const ReportEntry *entry, const ReportEntry *undone) {
    MdPage *page = section->page;
    if (!is_told(section, entry)) return;
    BUF_AUTO Buf one = buf_new(page->out->ceiling);
    if (!section->left_out) {
        add_heading(page, &one, entry, undone);
        add_cause(page, &one, entry);
        add_where(page, &one, entry);
        add_expectations(&one, &entry->notes);
        add_alike(page, &one, (uint32_t)(entry - page->record->entries));
        add_besides(page, &one, (uint32_t)(entry - page->record->entries));
        add_by_hand(&one, entry);
        add_next(page, &one, entry);
    }
    if (!section->headed) markdown_heading(page, "What did not pass");
    section->headed = true;
    if (!section->left_out && (page->most == 0 || page->out->len + one.len <= page->most / 2)) {
        markdown_add_part(page, &one);
        return;
    }
    Sv number = entry_text(entry, "number");
    if (section->numbers.len + number.len < NUMBERS_BYTES)
        buf_addf(&section->numbers, "%s%.*s", section->left_out ? ", " : "", SV_ARG(number));
    section->left_out++;
}

static void add_left_out(Section *section) {
    Buf *out = section->page->out;
    Sv run = section->page->record->word;
    if (!section->left_out) return;
    buf_addf(out, "There is no room here for %u more that did not pass: ", section->left_out);
    md_safe_words(out, buf_sv(&section->numbers));
    bool cut = section->numbers.len + 64 >= NUMBERS_BYTES;
    BUF_AUTO Buf command = buf_new(LINE_BYTES);
    buf_addf(&command, "runbook report %.*s markdown", SV_ARG(run.len ? run : SV("RUN")));
    markdown_command(out, cut ? " and others. All of them:" : ". All of them:", buf_sv(&command));
}

void markdown_failures(MdPage *page) {
    const ReportModel *record = page->record;
    Section section = {page, false, 0, buf_new((size_t)2 * NUMBERS_BYTES)};
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_PHASE || entry->kind == ENTRY_NOTE || entry_is_undo(entry))
            continue;
        add(&section, entry, NULL);
        const ReportEntry *undo = undone_first(record, entry);
        for (; undo; undo = undone_next(record, undo))
            add(&section, undo, entry);
    }
    add_left_out(&section);
    buf_free(&section.numbers);
}
