#include "reference/explain_internal.h"

#include "base/limits.h"
#include "base/num.h"
#include "reference/result_note.h"

void explain_param_note(Buf *note, const Param *param) {
    buf_add_c(note, param_kind_name(param->kind));
    if (param->flags & PARAM_REQUIRED) buf_add_c(note, ", required");
    if (param->default_text) buf_addf(note, ", default %s", param->default_text);
    if (param->choices) {
        buf_add_c(note, ": ");
        for (size_t i = 0; param->choices[i]; i++)
            buf_addf(note, "%s%s", i ? " | " : "", param->choices[i]);
    }
}

static void list_params(const Explanation *explainer, const Param *params, size_t count,
                        const char *prefix) {
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO Buf name = buf_new(200), note = buf_new(1000);
        buf_addf(&name, "%s%s", prefix, params[i].name);
        buf_add_char(&name, '\0');
        explain_param_note(&note, &params[i]);
        buf_add_char(&note, '\0');
        explain_row(explainer, name.at, note.at, params[i].doc ? params[i].doc : "");
        if (params[i].kind != PARAM_RECORD) continue;
        BUF_AUTO Buf inner = buf_new(200);
        buf_addf(&inner, "%s%s.", prefix, params[i].name);
        buf_add_char(&inner, '\0');
        list_params(explainer, params[i].fields, params[i].field_count, inner.at);
    }
}

static void list_results(const Explanation *explainer, const Action *action) {
    if (!action->result_count) return;
    buf_add_c(explainer->out, "\nIt yields, for expectations and captures:\n");
    for (size_t i = 0; i < action->result_count; i++) {
        BUF_AUTO Buf note = buf_new(1000);
        result_add_note(&note, action, &action->results[i], "");
        buf_add_char(&note, '\0');
        explain_row(explainer, action->results[i].name, note.at, action->results[i].doc);
    }
}

static void tell_defaults(const Explanation *explainer, const Action *action) {
    BUF_AUTO Buf defaults = buf_new(LIMIT_STRING_BYTES), implied = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&defaults, "Effect by default: %s%s.", effect_name(action->effect),
             action->effect_of ? ", or as its parameters say" : "");
    if (action->timeout_ns != NO_DEADLINE) {
        buf_add_c(&defaults, " Timeout by default: ");
        duration_add_human(&defaults, action->timeout_ns);
        buf_add_char(&defaults, '.');
    }
    explain_sentence(explainer, buf_sv(&defaults), 0);
    if (!action->implied_expect) return;
    buf_addf(&implied, "It must hold too that `%s`, unless a must expectation reads %s",
             action->implied_expect, action->implied_unless);
    if (action->implied_waiver)
        buf_addf(&implied, " or %s: true stands there", action->implied_waiver);
    buf_add_char(&implied, '.');
    explain_sentence(explainer, buf_sv(&implied), 0);
}

bool explain_action(const Explanation *explainer) {
    const Action *action = registry_action(explainer->registry, explainer->topic);
    if (!action) return false;
    Buf *out = explainer->out;
    explain_heading(explainer, "what a step does", action->name);
    explain_prose(explainer, action->summary, 2);
    if (action->doc && *action->doc) {
        buf_add_char(out, '\n');
        explain_prose(explainer, action->doc, 2);
    }
    buf_add_c(out, "\nIt takes:\n");
    list_params(explainer, action->params, action->param_count, "");
    list_results(explainer, action);
    buf_add_char(out, '\n');
    tell_defaults(explainer, action);
    for (size_t i = 0; i < action->words_count; i++)
        buf_addf(out, "%s: runbook explain %s\n", action->words[i].title, action->words[i].topic);
    for (size_t i = 0; i < action->example_count; i++) {
        buf_addf(out, "\n%s:\n\n", action->examples[i].title);
        explain_block(explainer, action->examples[i].yaml, 2);
    }
    return true;
}

bool explain_words(const Explanation *explainer) {
    for (size_t i = 0; i < explainer->registry->action_count; i++) {
        const Action *action = explainer->registry->actions[i];
        for (size_t k = 0; k < action->words_count; k++) {
            const ActionWords *list = &action->words[k];
            if (!sv_eq_c(explainer->topic, list->topic)) continue;
            explain_heading(explainer, list->title, list->topic);
            explain_prose(explainer, list->doc, 2);
            buf_add_char(explainer->out, '\n');
            for (size_t n = 0; n < list->count; n++)
                explain_row(explainer, list->words[n].word, NULL, list->words[n].doc);
            return true;
        }
    }
    return false;
}

bool explain_connection_kind(const Explanation *explainer) {
    const ConnectionKind *kind = registry_kind(explainer->registry, explainer->topic);
    if (!kind) return false;
    explain_heading(explainer, "a kind of connection", kind->name);
    explain_prose(explainer, kind->summary, 2);
    buf_add_c(explainer->out, "\nIt takes:\n");
    list_params(explainer, kind->params, kind->param_count, "");
    return true;
}
