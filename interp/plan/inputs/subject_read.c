#include "base/utf8.h"
#include "plan/read/expr.h"
#include "plan/read/read.h"

static const char *const without[SCOPE_NAMES] = {
    [SCOPE_STEPS] = "the subject is observed before any step, and again before the verdict",
    [SCOPE_STEP] = "the subject is observed before any step",
    [SCOPE_SUBJECT] = "it is what is being observed",
    [SCOPE_NOW] = "the subject is observed twice, and must be the same",
};

static bool is_a_name(Book *book, const Subject *subject, const Node *node) {
    const ValueSource *text = subject->text;
    bool named = text && (text->kind != SOURCE_CONSTANT || text->constant.kind != VALUE_STRING ||
                          !utf8_blank(value_text(text->constant)));
    if (named) return true;
    Diag *diag = diag_add(book->diags, DIAG_EMPTY_VALUE, node_place(node),
                          "the subject '%.*s' is empty, and names nothing", SV_ARG(subject->name));
    diag_mend(book->diags, diag,
              "say by what it is known, or let a command say it: %.*s: [git, rev-parse, HEAD]",
              SV_ARG(subject->name));
    return false;
}

static bool read_subject(Book *book, const NodePair *pair, Subject *subject) {
    const Node *node = pair->value;
    TextRules rules = {.key = "a subject",
                       .names = scope_names(&book->scope, (Reader){.without = without}),
                       .no_secret = "the transcript, which shows the subject"};
    *subject = (Subject){.name = pair->key->text, .span = pair->key->span};
    if (node->kind == NODE_SCALAR) {
        if (!node_is_nothing(node) && !(subject->text = text_new(book, node, &rules))) return false;
        return is_a_name(book, subject, node);
    }
    if (!read_list(book, node, "a subject")) return false;
    ValueSource *argv = arena_new_of(book->arena, ValueSource);
    *argv = (ValueSource){.kind = SOURCE_LIST, .span = node->span, .count = node->count};
    argv->items = arena_new_array(book->arena, ValueSource, node->count);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++)
        good = text_read(book, node->items[i], &rules, &argv->items[i]) && good;
    if (good) source_fold(book, argv);
    subject->argv = argv;
    return good;
}

void subject_read(Book *book, const Node *node) {
    if (!read_map(book, node, "subject")) return;
    Runbook *runbook = book->runbook;
    runbook->subject = arena_new_array(book->arena, Subject, node->count);
    CelField *fields = arena_new_array(book->arena, CelField, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (!read_name(book, pair->key->text, pair->key->span, "a subject's name")) continue;
        fields[runbook->subject_count] =
            (CelField){.name = pair->key->text, .type = cel_type(CEL_TYPE_STRING)};
        if (read_subject(book, pair, &runbook->subject[runbook->subject_count]))
            runbook->subject_count++;
    }
    book->scope.subject =
        cel_type_record(book->arena, SV("subject"), fields, runbook->subject_count);
}
