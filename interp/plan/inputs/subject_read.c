#include "base/shown/invisible.h"
#include "plan/read/expr.h"
#include "plan/read/read.h"

static const char *const without[SCOPE_NAMES] = {
    [SCOPE_STEPS] = "the subject is observed before any step, and again before the verdict",
    [SCOPE_STEP] = "the subject is observed before any step",
    [SCOPE_SUBJECT] = "it is what is being observed",
    [SCOPE_NOW] = "the subject is observed twice, and must be the same",
};

static bool is_a_name(RunbookLoader *loader, const Subject *subject, const Node *node) {
    const ValueSource *text = subject->text;
    bool named = text && (text->kind != SOURCE_CONSTANT || text->constant.kind != VALUE_STRING ||
                          !invisible_whole(value_text(text->constant)));
    if (named) return true;
    Diag *diag = diag_add(loader->diags, DIAG_EMPTY_VALUE, node_place(node),
                          "the subject '%.*s' is empty, and names nothing", SV_ARG(subject->name));
    diag_hint(loader->diags, diag,
              "say by what it is known, or let a command say it: %.*s: [git, rev-parse, HEAD]",
              SV_ARG(subject->name));
    return false;
}

static bool read_subject(RunbookLoader *loader, const NodePair *pair, Subject *subject) {
    const Node *node = pair->value;
    TextRules rules = {.key = "a subject",
                       .names = scope_names(&loader->scope, (ScopeReader){.without = without}),
                       .no_secret = "the transcript, which shows the subject"};
    *subject = (Subject){.name = pair->key->text, .span = pair->key->span};
    if (node->kind == NODE_SCALAR) {
        if (!node_is_nothing(node) && !(subject->text = text_new(loader, node, &rules)))
            return false;
        return is_a_name(loader, subject, node);
    }
    if (!read_list(loader, node, "a subject")) return false;
    ValueSource *argv = arena_new_of(loader->arena, ValueSource);
    *argv = (ValueSource){.kind = SOURCE_LIST, .span = node->span, .count = node->count};
    argv->items = arena_new_array(loader->arena, ValueSource, node->count);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++)
        good = text_read(loader, node->items[i], &rules, &argv->items[i]) && good;
    if (good && argv->count > 0 && argv->items[0].kind == SOURCE_CONSTANT &&
        argv->items[0].constant.kind == VALUE_STRING)
        good = allow_program(loader, node->items[0]->span, value_text(argv->items[0].constant));
    if (good) source_fold(loader, argv);
    subject->argv = argv;
    return good;
}

void subject_read(RunbookLoader *loader, const Node *node) {
    if (!read_map(loader, node, "subject")) return;
    Runbook *runbook = loader->runbook;
    runbook->subject = arena_new_array(loader->arena, Subject, node->count);
    CelField *fields = arena_new_array(loader->arena, CelField, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!read_name(loader, pair->key->text, pair->key->span, "a subject's name")) continue;
        fields[runbook->subject_count] =
            (CelField){.name = pair->key->text, .type = cel_type(CEL_TYPE_STRING)};
        if (read_subject(loader, pair, &runbook->subject[runbook->subject_count]))
            runbook->subject_count++;
    }
    loader->scope.subject =
        cel_type_record(loader->arena, SV("subject"), fields, runbook->subject_count);
}
