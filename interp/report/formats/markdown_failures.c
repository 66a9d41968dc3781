// Each step that did not pass, with all that is known of why; an undo step behind what it undoes.
#include "report/failure.h"
#include "report/formats/markdown_internal.h"
#include "report/standing.h"

typedef struct Section {
    Buf *out;
    const ReportModel *record;
    const char *heading, *mark;
    AlikeFailures alike;
    bool headed;
} Section;

static void add(Section *section, const ReportEntry *entry, const ReportEntry *undone) {
    Sv verdict = entry_verdict(entry);
    Buf *out = section->out;
    uint32_t index = (uint32_t)(entry - section->record->entries);
    if (entry->kind != ENTRY_STEP || sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "skipped") ||
        section->alike.first[index] != index)
        return;
    if (!section->headed) buf_add_c(out, section->heading);
    section->headed = true;
    buf_addf(out, "%s ", section->mark);
    md_safe_words(out, entry_text(entry, "number"));
    if (undone) {
        buf_add_c(out, " undo of ");
        md_safe_words(out, entry_text(undone, "name"));
        buf_add_char(out, ':');
    }
    buf_add_char(out, ' ');
    md_safe_words(out, entry_text(entry, "name"));
    buf_add_c(out, "\n\n");
    Sv place = place_text(section->record->arena, failure_fields(entry));
    md_safe_code(out, place);
    if (entry->kept)
        buf_addf(out, "%skept, %.*s", place.len ? ", " : "",
                 SV_ARG(markdown_time(section->record->arena, entry->ended_ns)));
    if (place.len || entry->kept) buf_add_c(out, "\n\n");
    BUF_AUTO Buf text = buf_new(out->ceiling);
    failure_add_step(&text, entry);
    failure_add_alike(&text, section->record, &section->alike, index);
    md_safe_block(out, buf_sv(&text));
    out->full |= text.full;
    buf_add_char(out, '\n');
}

bool markdown_failures(Buf *out, const ReportModel *record, const char *heading, const char *mark) {
    Section section = {out, record, heading, mark, failures_alike(record), false};
    for (uint32_t i = 0; i < record->count; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind == ENTRY_PHASE || entry->kind == ENTRY_NOTE || entry_is_undo(entry))
            continue;
        add(&section, entry, NULL);
        const ReportEntry *undo = undone_first(record, entry);
        for (; undo; undo = undone_next(record, undo))
            add(&section, undo, entry);
    }
    return section.headed;
}
