// What stands within something else: parameters and results of actions, parameters of connections,
// fields of events, the words of a choice. A topic names it alone ("status": of all that have it)
// or with what it stands in ("http.status").
#include "reference/explain_internal.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "event/event.h"
#include "plan/keys/keys.h"
#include "reference/result_note.h"

enum { NAME_BYTES = 512, OWNERS_BYTES = 1000, NOTE_BYTES = 1000 };

// Whoever has it: an action, or a kind of connection behind them.
typedef struct Owner {
    const char *name;
    const Action *action; // NULL = it is a connection
    bool connection;
    const Param *param;        // NULL = has none of that name
    const ResultField *result; // likewise
    const char *doc;
} Owner;

// What stands before the names of a parameter's own fields: "multipart.NAME.".
static void add_fields_prefix(Buf *out, const Param *param) {
    buf_addf(out, "%s.%s", param->name, param->kind == PARAM_RECORDS ? "NAME." : "");
}

// By its name, or by its path: "tls.ca".
static const Param *param_named(const Param *params, size_t count, Sv path) {
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO Buf prefix = buf_new(NAME_BYTES);
        add_fields_prefix(&prefix, &params[i]);
        if (sv_eq_c(path, params[i].name)) return &params[i];
        if (params[i].field_count == 0 || !sv_starts(path, buf_sv(&prefix))) continue;
        const Param *field = param_named(params[i].fields, params[i].field_count,
                                         sv_slice(path, prefix.len, path.len));
        if (field) return field;
    }
    return NULL;
}

static Owner owner_at(const Explanation *explainer, size_t at, bool result) {
    const Registry *registry = explainer->registry;
    Sv topic = explainer->topic;
    Owner owner = {.doc = ""};
    const Action *action = at < registry->action_count ? registry->actions[at] : NULL;
    const ConnectionKind *kind = action ? NULL : registry->kinds[at - registry->action_count];
    owner.name = action ? action->name : kind->name;
    owner.action = action;
    owner.connection = !action;
    if (!explain_is_within(explainer, owner.name)) return owner;
    int index = result && action ? action_result(action, topic) : -1;
    if (index >= 0) owner.result = &action->results[index];
    if (!result)
        owner.param = action ? param_named(action->params, action->param_count, topic)
                             : param_named(kind->params, kind->param_count, topic);
    if (owner.param && owner.param->doc) owner.doc = owner.param->doc;
    if (owner.result) owner.doc = owner.result->doc;
    return owner;
}

static bool has_it(const Owner *owner) {
    return owner->param || owner->result;
}

// What several say alike is said once: "a parameter of shell, exec".
static void tell_owner(const Explanation *explainer, const Owner *first, const Buf *owners) {
    BUF_AUTO Buf note = buf_new(NOTE_BYTES);
    buf_addf(explainer->out, "%.*s (a %s of %.*s)\n\n", SV_ARG(explainer->topic),
             first->param ? "parameter" : "result", SV_ARG(buf_sv(owners)));
    explain_prose(explainer, first->doc, 2);
    if (first->param)
        explain_param_note(&note, first->param);
    else
        result_add_note(&note, first->action, first->result, "");
    BUF_AUTO Buf kind = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&kind, "It is of the %s %.*s.", first->param ? "kind" : "type", SV_ARG(buf_sv(&note)));
    buf_add_char(explainer->out, '\n');
    explain_sentence(explainer, buf_sv(&kind), 2);
}

static bool tell_all(const Explanation *explainer, bool result) {
    size_t count = explainer->registry->action_count + explainer->registry->kind_count;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        Owner first = owner_at(explainer, i, result);
        BUF_AUTO Buf owners = buf_new(OWNERS_BYTES);
        bool told = !has_it(&first);
        for (size_t k = 0; k < count && !told; k++) {
            Owner other = owner_at(explainer, k, result);
            if (!has_it(&other) || !sv_eq_c(sv_from_c(first.doc), other.doc)) continue;
            told = k < i;
            buf_addf(&owners, "%s%s%s", owners.len > 0 ? ", " : "", other.name,
                     other.connection ? " connections" : "");
        }
        if (told) continue;
        explain_separate(explainer);
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

// Its name alone would be of too many: with its event.
bool explain_field(const Explanation *explainer) {
    EventKind kind;
    if (!event_kind_parse(explainer->within, &kind)) return false;
    for (size_t i = 0; i < event_rows[kind].field_count; i++) {
        const EventField *field = &event_rows[kind].fields[i];
        if (!sv_eq_c(explainer->topic, field->name)) continue;
        buf_addf(explainer->out, "%s (a field of the event %s)\n\n", field->name,
                 event_rows[kind].name);
        explain_prose(explainer, field->doc, 2);
        buf_add_c(explainer->out, "\n  It is of the type ");
        event_field_add_type(explainer->out, field);
        buf_add_c(explainer->out, ".\n");
        return true;
    }
    return false;
}

// ── the words of a choice ──

// "stop (a word of on_failure, a key of a step)"
static bool tell_choice(const Explanation *explainer, const char *const *choices, const char *name,
                        const char *kind, const char *doc) {
    for (size_t i = 0; choices && choices[i]; i++) {
        if (!sv_eq_c(explainer->topic, choices[i])) continue;
        // A number is a status first, and `4` a word of `ip` only as ip.4.
        if (!explainer->within.len && ascii_is_digit(choices[i][0])) continue;
        explain_separate(explainer);
        buf_addf(explainer->out, "%s (a word of %s, %s)\n\n", choices[i], name, kind);
        explain_prose(explainer, doc, 2);
        return true;
    }
    return false;
}

static bool tell_param_choices(const Explanation *explainer, const char *kind, const Param *params,
                               size_t count) {
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        const Param *param = &params[i];
        if (explain_is_within(explainer, param->name) &&
            tell_choice(explainer, param->choices, param->name, kind, param->doc))
            found = true;
        if (tell_param_choices(explainer, kind, param->fields, param->field_count)) found = true;
    }
    return found;
}

bool explain_choice(const Explanation *explainer) {
    const Registry *registry = explainer->registry;
    bool found = false;
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (explain_is_within(explainer, row->name) &&
            tell_choice(explainer, row->choices, row->name, place_rows[row->place].key, row->doc))
            found = true;
    }
    for (size_t i = 0; i < registry->action_count; i++) {
        const Action *action = registry->actions[i];
        BUF_AUTO Buf kind = buf_new(NAME_BYTES);
        buf_addf(&kind, "a parameter of %s", action->name);
        buf_add_char(&kind, '\0');
        if (tell_param_choices(explainer, kind.at, action->params, action->param_count))
            found = true;
    }
    return found;
}
