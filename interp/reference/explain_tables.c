#include "reference/explain_internal.h"

#include "base/limits.h"
#include "base/num.h"
#include "cel/function.h"
#include "cel/signature.h"
#include "diag/diag.h"
#include "event/event.h"
#include "event/status.h"
#include "plan/keys/keys.h"

#include <stdio.h>

// "retry.attempts" by its place, "inputs.type" by the key whose entries have it.
static bool is_at(const Explanation *explainer, KeyPlace place) {
    if (explain_is_within(explainer, place_rows[place].schema)) return true;
    for (uint32_t i = 0; i < key_row_count; i++)
        if (key_rows[i].inner == place && explain_is_within(explainer, key_rows[i].name))
            return true;
    return false;
}

bool explain_key(const Explanation *explainer) {
    bool found = false;
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (!sv_eq_c(explainer->topic, row->name) || !is_at(explainer, row->place)) continue;
        explain_separate(explainer);
        found = true;
        explain_heading(explainer, place_rows[row->place].key, row->name);
        explain_prose(explainer, row->doc, 2);
        if (row->example && *row->example) {
            buf_add_c(explainer->out, "\n  For example:\n\n");
            explain_block(explainer, row->example, 4);
        }
    }
    return found;
}

bool explain_function(const Explanation *explainer) {
    bool found = false;
    for (uint32_t nth = 0;; nth++) {
        const CelFunction *row = cel_function_find(explainer->topic, nth);
        if (!row) break;
        if (found) buf_add_char(explainer->out, '\n');
        found = true;
        explain_heading(explainer,
                        row->extension ? "a function of expressions"
                                       : "a standard function of expressions",
                        row->name);
        explain_prose(explainer, row->summary, 2);
        buf_add_char(explainer->out, '\n');
        for (uint32_t i = 0; i < row->overload_count; i++) {
            buf_add_c(explainer->out, "    ");
            signature_add_whole(explainer->out, row->name, row->overloads[i].signature);
            buf_add_char(explainer->out, '\n');
        }
        if (row->example && *row->example) {
            buf_add_c(explainer->out, "\n  True, for example:\n\n");
            explain_block(explainer, row->example, 4);
        }
    }
    for (uint32_t i = 0; i < cel_macro_count; i++) {
        const CelMacro *macro = &cel_macros[i];
        if (!sv_eq_c(explainer->topic, macro->name)) continue;
        found = true;
        explain_heading(explainer, "a macro of expressions", macro->name);
        explain_prose(explainer, macro->summary, 2);
        buf_addf(explainer->out, "\n    %s\n\n  True, for example:\n\n", macro->signature);
        explain_block(explainer, macro->example, 4);
    }
    return found;
}

bool explain_diagnostic(const Explanation *explainer) {
    const DiagRow *row = diag_row_by_name(explainer->topic);
    if (!row) return false;
    explain_heading(explainer, row->severity == SEVERITY_ERROR ? "an error" : "a warning",
                    row->name);
    explain_prose(explainer, row->title, 2);
    buf_add_char(explainer->out, '\n');
    explain_prose(explainer, row->help, 2);
    return true;
}

bool explain_limit(const Explanation *explainer) {
    for (size_t i = 0; i < limit_row_count; i++) {
        const LimitRow *row = &limit_rows[i];
        if (!sv_eq_nocase(explainer->topic, sv_from_c(row->name))) continue;
        explain_heading(explainer, "a limit", row->name);
        buf_addf(explainer->out, "  %lld %s: %s.\n", row->value, row->unit, row->doc);
        return true;
    }
    return false;
}

bool explain_event(const Explanation *explainer) {
    EventKind kind;
    if (!event_kind_parse(explainer->topic, &kind)) return false;
    const EventRow *row = &event_rows[kind];
    explain_heading(explainer,
                    row->flags & EVENT_LIVE_ONLY ? "an event, never written"
                                                 : "an event of the journal",
                    row->name);
    explain_prose(explainer, row->doc, 2);
    buf_add_char(explainer->out, '\n');
    for (size_t i = 0; i < row->field_count; i++)
        explain_row(explainer, row->fields[i].name, row->fields[i].type, row->fields[i].doc);
    return true;
}

// ── chapters ──

static void list_functions(const Explanation *explainer) {
    for (uint32_t i = 0; i < cel_family_count; i++) {
        const CelFamily *family = cel_families[i];
        buf_addf(explainer->out, "%s%s: ", i ? "\n" : "", family->name);
        explain_prose(explainer, family->summary, 0);
        for (uint32_t j = 0; j < family->count; j++)
            explain_row(explainer, family->rows[j].name, NULL, family->rows[j].summary);
    }
    buf_add_c(explainer->out, "\nmacros:\n");
    for (uint32_t i = 0; i < cel_macro_count; i++)
        explain_row(explainer, cel_macros[i].name, NULL, cel_macros[i].summary);
}

static void list_keys(const Explanation *explainer) {
    for (int place = 0; place < KEY_PLACE_COUNT; place++) {
        buf_addf(explainer->out, "%s%s:\n", place ? "\n" : "", place_rows[place].key);
        for (uint32_t i = 0; i < key_row_count; i++)
            if ((int)key_rows[i].place == place)
                explain_row(explainer, key_rows[i].name, key_shape_name(key_rows[i].shape),
                            key_rows[i].doc);
    }
}

static void list_limits(const Explanation *explainer) {
    for (size_t i = 0; i < limit_row_count; i++) {
        BUF_AUTO Buf note = buf_new(200);
        buf_addf(&note, "%lld %s", limit_rows[i].value, limit_rows[i].unit);
        buf_add_char(&note, '\0');
        explain_row(explainer, limit_rows[i].name, note.at, limit_rows[i].doc);
    }
}

static void list_diagnostics(const Explanation *explainer) {
    for (size_t i = 0; i < DIAG_COUNT; i++)
        explain_row(explainer, diag_rows[i].name, NULL, diag_rows[i].title);
}

static void list_events(const Explanation *explainer) {
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++)
        explain_row(explainer, event_rows[i].name, NULL, event_rows[i].doc);
}

static void tell_expressions(const Explanation *explainer) {
    explain_prose(
        explainer,
        "Expressions are CEL, the Common Expression Language: `status == 200 && size(json.items) > 0`. They stand bare "
        "under `expect`, `when`, `until`, `stop_if`, `no_answer`, `capture`, `check`, `for_each`, `vars` and `outputs`; in "
        "texts they stand in ${…}. Shell scripts and SQL are verbatim: values reach a script by `env:`, a query by `:name` "
        "and `params:`.\n\n"
        "Names: inputs, secrets, vars, steps, run, step, subject, now, the names of loops, and in a step's own "
        "expectations and captures what its verb yields (`runbook explain VERB` lists it).\n\n"
        "Runbooks evaluate strictly: unlike types do not compare, a key that is not there is an error (ask with has(json.x), "
        "json.?x or 'x' in json), `all` over an empty list shows nothing and is undecided.\n\n"
        "Try one: runbook eval --strict 'size([1, 2]) == 2'",
        0);
}

static void tell_verdicts(const Explanation *explainer) {
    explain_verdicts(explainer);
}

static void tell_statuses(const Explanation *explainer) {
    for (size_t i = 0; i < status_row_count; i++) {
        char number[8];
        snprintf(number, sizeof number, "%d", status_rows[i].number);
        explain_row(explainer, number, NULL, status_rows[i].doc);
    }
    buf_add_c(explainer->out, "\n");
    explain_prose(explainer, "Where several apply the first in 70, 9, 6, 8, 5, 1, 4, 10 wins.", 0);
}

bool explain_chapter(const Explanation *explainer) {
    static const struct {
        const char *name;
        void (*tell)(const Explanation *explainer);
    } chapters[] = {
        {"expressions", tell_expressions},
        {"functions", list_functions},
        {"verdicts", tell_verdicts},
        {"statuses", tell_statuses},
        {"keys", list_keys},
        {"limits", list_limits},
        {"diagnostics", list_diagnostics},
        {"events", list_events},
    };
    for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++) {
        if (!sv_eq_c(explainer->topic, chapters[i].name)) continue;
        chapters[i].tell(explainer);
        return true;
    }
    return false;
}
