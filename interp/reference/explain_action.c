#include "reference/explain_internal.h"

#include "base/num.h"
#include "reference/result_note.h"

static void add_note(Buf *note, const Param *param) {
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
        add_note(&note, &params[i]);
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
        result_add_note(&note, &action->results[i], "");
        buf_add_char(&note, '\0');
        explain_row(explainer, action->results[i].name, note.at, action->results[i].doc);
    }
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
    buf_addf(out, "Effect by default: %s%s.", effect_name(action->effect),
             action->effect_of ? ", or as its parameters say" : "");
    if (action->timeout_ns != NO_DEADLINE) {
        buf_add_c(out, " Timeout by default: ");
        duration_add_human(out, action->timeout_ns);
        buf_add_char(out, '.');
    }
    if (action->implied_expect)
        buf_addf(out, "\nIt must hold too that `%s`, unless a must expectation reads %s",
                 action->implied_expect, action->implied_unless);
    if (action->implied_waiver) buf_addf(out, " or %s: true stands there", action->implied_waiver);
    if (action->implied_expect) buf_add_char(out, '.');
    buf_add_char(out, '\n');
    for (size_t i = 0; i < action->example_count; i++) {
        buf_addf(out, "\n%s:\n\n", action->examples[i].title);
        explain_block(explainer, action->examples[i].yaml, 2);
    }
    return true;
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

// ── one parameter or result, of all that have it ──

// The owner of a parameter or result: an action, or a kind of connection after them.
typedef struct Owner {
    const char *name;
    bool connection;
    const Param *param;        // NULL = it has none of that name
    const ResultField *result; // likewise
    const char *doc;
} Owner;

static const Param *param_named(const Param *params, size_t count, Sv name) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_c(name, params[i].name)) return &params[i];
    return NULL;
}

static Owner owner_at(const Explanation *explainer, size_t at, bool result) {
    const Registry *registry = explainer->registry;
    Sv topic = explainer->topic;
    Owner owner = {.doc = ""};
    if (at >= registry->action_count) {
        const ConnectionKind *kind = registry->kinds[at - registry->action_count];
        owner.name = kind->name;
        owner.connection = true;
        if (!result) owner.param = param_named(kind->params, kind->param_count, topic);
    } else {
        const Action *action = registry->actions[at];
        int index = result ? action_result(action, topic) : -1;
        owner.name = action->name;
        if (index >= 0) owner.result = &action->results[index];
        if (!result) owner.param = param_named(action->params, action->param_count, topic);
    }
    if (owner.param && owner.param->doc) owner.doc = owner.param->doc;
    if (owner.result) owner.doc = owner.result->doc;
    return owner;
}

static bool has_it(const Owner *owner) {
    return owner->param || owner->result;
}

// What several have in common is said once: "a parameter of shell, exec".
static void tell_owner(const Explanation *explainer, const Owner *first, const Buf *owners) {
    BUF_AUTO Buf kind = buf_new(400), note = buf_new(1000);
    buf_addf(&kind, "a %s of %.*s", first->param ? "parameter" : "result", SV_ARG(buf_sv(owners)));
    buf_add_char(&kind, '\0');
    explain_heading(explainer, kind.at, first->param ? first->param->name : first->result->name);
    explain_prose(explainer, first->doc, 2);
    if (first->param)
        add_note(&note, first->param);
    else
        result_add_note(&note, first->result, "");
    buf_addf(explainer->out, "\n  It is of the %s %.*s.\n", first->param ? "kind" : "type",
             SV_ARG(buf_sv(&note)));
}

static bool tell_all(const Explanation *explainer, bool result) {
    size_t count = explainer->registry->action_count + explainer->registry->kind_count;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        Owner first = owner_at(explainer, i, result);
        BUF_AUTO Buf owners = buf_new(400);
        bool told = !has_it(&first);
        for (size_t k = 0; k < count && !told; k++) {
            Owner other = owner_at(explainer, k, result);
            if (!has_it(&other) || !sv_eq_c(sv_from_c(first.doc), other.doc)) continue;
            told = k < i;
            buf_addf(&owners, "%s%s%s", owners.len > 0 ? ", " : "", other.name,
                     other.connection ? " connections" : "");
        }
        if (told) continue;
        if (any) buf_add_char(explainer->out, '\n');
        tell_owner(explainer, &first, &owners);
        any = true;
    }
    return any;
}

bool explain_param(const Explanation *explainer) {
    return tell_all(explainer, false);
}

bool explain_result(const Explanation *explainer) {
    return tell_all(explainer, true);
}
