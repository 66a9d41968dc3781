// A whole run as one page.
#include "report/html/html_page.h"
#include "report/html/run/run_page.h"
#include "report/report.h"

static bool is_plain(Sv number) {
    static const Sv plain = SV_INIT("0123456789.undo");
    for (size_t i = 0; i < number.len; i++)
        if (sv_find_char(plain, number.at[i], 0) == SV_NONE) return false;
    return number.len > 0;
}

// By its number, so that a link to a step lasts; a journal that somebody wrote may have one twice.
static Sv *ids_of(const ReportModel *record) {
    Sv *ids = arena_new_array(record->arena, Sv, record->count + 1);
    SvMap taken = svmap_new(record->arena);
    for (uint32_t i = 0; i < record->count; i++) {
        Sv number = entry_text(&record->entries[i], "number");
        bool free = is_plain(number) && !svmap_has(&taken, number);
        ids[i] = free ? sv_format(record->arena, "s%.*s", SV_ARG(number))
                      : sv_format(record->arena, "e%u", i);
        if (free) svmap_add(&taken, number, &ids[i]);
    }
    return ids;
}

void report_html(const ReportModel *record, Buf *out) {
    RunPage page = {.out = out,
                    .record = record,
                    .ids = ids_of(record),
                    .alike = failures_alike(record),
                    .folds = run_folds(record)};
    Sv title = value_field_text(record->started, "title", SV("A run"));
    html_begin(out, sv_format(record->arena, "%.*s – %.*s", SV_ARG(report_model_verdict(record)),
                              SV_ARG(title)));
    run_choose(&page);
    run_head(&page);
    run_criteria(&page);
    run_standing(&page);
    run_timeline(&page);
    run_steps(&page);
    run_sessions(&page);
    run_sources(&page);
    run_journal(&page);
    Sv tool = value_field_text(record->started, "tool", (Sv){0});
    html_end(out, tool.len ? sv_format(record->arena,
                                       "Made from the journal of this run, which %.*s wrote.",
                                       SV_ARG(tool))
                           : (Sv){0});
}
