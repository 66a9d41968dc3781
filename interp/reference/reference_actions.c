#include "base/num.h"
#include "reference/reference_internal.h"
#include "reference/result_note.h"

static void add_note(Buf *note, const Param *param) {
    buf_add_c(note, param_kind_name(param->kind));
    if (param->flags & PARAM_REQUIRED) buf_add_c(note, ", required");
    if (param->flags & PARAM_BESIDE)
        buf_add_c(note, param->flags & PARAM_EITHER ? ", beside the verb or within"
                                                    : ", beside the verb");
    if (param->default_text) buf_addf(note, ", default `%s`", param->default_text);
    for (size_t i = 0; param->choices && param->choices[i]; i++)
        buf_addf(note, "%s `%s`", i ? " or" : ":", param->choices[i]);
}

static void add_params(Buf *out, const Param *params, size_t count, Sv prefix) {
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO Buf name = buf_new(512), note = buf_new(4096);
        buf_addf(&name, "%.*s%s", SV_ARG(prefix), params[i].name);
        buf_add_char(&name, '\0');
        add_note(&note, &params[i]);
        buf_add_char(&note, '\0');
        reference_row(out, name.at, note.at, params[i].doc);
        if (!params[i].field_count) continue;
        BUF_AUTO Buf inner = buf_new(512);
        buf_addf(&inner, "%.*s%s.", SV_ARG(prefix), params[i].name);
        if (params[i].kind == PARAM_RECORDS) buf_add_c(&inner, "NAME.");
        add_params(out, params[i].fields, params[i].field_count, buf_sv(&inner));
    }
}

static void add_examples(Buf *out, const Action *action) {
    for (size_t i = 0; i < action->example_count; i++) {
        const ActionExample *example = &action->examples[i];
        buf_addf(out, "%s:\n\n```yaml\n%s", example->title, example->yaml);
        if (!sv_ends(sv_from_c(example->yaml), SV("\n"))) buf_add_char(out, '\n');
        buf_add_c(out, "```\n\n");
    }
}

static void add_result(Buf *out, const Action *action, const ResultField *field) {
    BUF_AUTO Buf note = buf_new(1000);
    result_add_note(&note, action, field, "`");
    buf_add_char(&note, '\0');
    reference_row(out, field->name, note.at, field->doc);
}

static void add_words(Buf *out, const ActionWords *list) {
    buf_addf(out, "### %s (%s)\n\n%s\n\n| word | |\n|---|---|\n", list->title, list->topic,
             list->doc);
    for (size_t i = 0; i < list->count; i++) {
        buf_addf(out, "| `%s` | ", list->words[i].word);
        reference_words(out, list->words[i].doc);
        buf_add_c(out, " |\n");
    }
    buf_add_char(out, '\n');
}

static void add_action(Buf *out, const Action *action) {
    buf_addf(out, "\n## %s\n\n%s", action->name, action->summary);
    if (action->doc && *action->doc)
        buf_addf(out, "\n\n%.*s", SV_ARG(sv_trim(sv_from_c(action->doc))));
    buf_addf(out, "\n\nEffect by default: `%s`%s.", effect_name(action->effect),
             action->effect_of ? ", or as its parameters say" : "");
    if (action->connection_kind)
        buf_addf(out, " Goes by a connection of the kind `%s`.", action->connection_kind);
    if (action->timeout_ns != NO_DEADLINE) {
        buf_add_c(out, " Timeout by default: ");
        duration_add_human(out, action->timeout_ns);
        buf_add_char(out, '.');
    }
    if (action->implied_expect)
        buf_addf(out, " It must hold too that `%s`, unless a `must` expectation reads `%s`",
                 action->implied_expect, action->implied_unless);
    if (action->implied_waiver)
        buf_addf(out, " or `%s: true` stands there", action->implied_waiver);
    if (action->implied_expect) buf_add_char(out, '.');
    buf_addf(out, " Since %s.\n\n| parameter | takes | |\n|---|---|---|\n", action->since);
    add_params(out, action->params, action->param_count, (Sv){0});
    buf_add_char(out, '\n');
    if (action->result_count) buf_add_c(out, "| yields | type | |\n|---|---|---|\n");
    for (size_t i = 0; i < action->result_count; i++)
        add_result(out, action, &action->results[i]);
    if (action->result_count) buf_add_char(out, '\n');
    add_examples(out, action);
    for (size_t i = 0; i < action->words_count; i++)
        add_words(out, &action->words[i]);
}

void reference_actions(const Registry *registry, Buf *out) {
    reference_head(
        out, "Actions and connections",
        "What a step does is its verb. `check`, `include` and `steps` are part of the language itself; see "
        "[keys](keys.md). `runbook explain VERB.NAME` tells of one parameter or result.");
    for (size_t i = 0; i < registry->action_count; i++)
        add_action(out, registry->actions[i]);
    for (size_t i = 0; i < registry->kind_count; i++) {
        const ConnectionKind *kind = registry->kinds[i];
        buf_addf(out, "\n## Connection: %s\n\n%s\n\n| parameter | takes | |\n|---|---|---|\n",
                 kind->name, kind->summary);
        add_params(out, kind->params, kind->param_count, (Sv){0});
    }
}
