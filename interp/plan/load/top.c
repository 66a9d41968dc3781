#include "plan/inputs/input_value.h"
#include "plan/read/expr.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static void read_version(Book *book, const Node *node) {
    if (node->broken) return;
    if (node->kind == NODE_SCALAR && sv_eq(node->text, SV("1"))) return;
    Diag *diag =
        diag_add(book->diags, DIAG_LANGUAGE_VERSION, first_line(node->span),
                 "'runbook' is the version of the language: 1, found %s%.*s%s",
                 node->kind == NODE_SCALAR ? "'" : "",
                 SV_ARG(node->kind == NODE_SCALAR ? node->text : sv_from_c(node_kind_name(node))),
                 node->kind == NODE_SCALAR ? "'" : "");
    diag_mend(book->diags, diag, "write: runbook: 1");
}

static bool name_ok(Sv name) {
    bool good = name.len > 0 && name.len <= 64 && name.at[0] != '-';
    for (size_t i = 0; i < name.len && good; i++) {
        char c = name.at[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    return good;
}

static void read_runbook_name(Book *book, const Node *node) {
    Sv name;
    if (!read_word(book, node, "name", &name)) return;
    if (name_ok(name)) {
        book->runbook->name = name;
        return;
    }
    Diag *diag = diag_add(
        book->diags, DIAG_BAD_NAME, node->span,
        "a runbook's name must be lower-case letters, digits and '-', at most 64, found '%.*s'",
        SV_ARG(name));
    diag_mend(book->diags, diag, "a sentence for people goes under title");
}

// What a runbook and a file it uses can both hold.
void shared_read(Book *book, const Node *root) {
    const Node *node;
    if ((node = node_get(root, SV("inputs")))) inputs_read(book, node);
    if ((node = node_get(root, SV("secrets")))) secrets_read(book, node);
    if ((node = node_get(root, SV("connections")))) connections_read(book, node);
    if ((node = node_get(root, SV("vars")))) vars_read(book, node);
    if ((node = node_get(root, SV("defaults"))))
        book->later_defaults[book->later_count++] = (LaterDefaults){node, book->at};
}

static void make_types(Book *book) {
    Runbook *runbook = book->runbook;
    CelField *inputs = arena_new_array(book->arena, CelField, runbook->input_count + 1);
    CelField *secrets = arena_new_array(book->arena, CelField, runbook->secret_count + 1);
    for (uint32_t i = 0; i < runbook->input_count; i++) {
        const Input *input = &runbook->inputs[i];
        inputs[i] = (CelField){.name = input->name,
                               .type = input_cel_type(book->arena, input),
                               .doc = input->description};
    }
    for (uint32_t i = 0; i < runbook->secret_count; i++) {
        const Secret *secret = &runbook->secrets[i];
        secrets[i] = (CelField){.name = secret->name,
                                .type = cel_type(CEL_TYPE_STRING),
                                .doc = secret->description,
                                .optional = secret->optional};
        if (secret->optional) secrets[i].why = SV("the secret is optional");
    }
    book->scope.inputs = cel_type_record(book->arena, SV("inputs"), inputs, runbook->input_count);
    book->scope.secrets =
        cel_type_record(book->arena, SV("secrets"), secrets, runbook->secret_count);
    book->scope.subject = cel_type_record(book->arena, SV("subject"), NULL, 0);
}

static void read_words_for_people(Book *book, const Node *root) {
    Runbook *runbook = book->runbook;
    const Node *node;
    if ((node = node_get(root, SV("runbook")))) read_version(book, node);
    if ((node = node_get(root, SV("name")))) read_runbook_name(book, node);
    if ((node = node_get(root, SV("title")))) read_word(book, node, "title", &runbook->title);
    if ((node = node_get(root, SV("description"))))
        read_sentence(book, node, "description", &runbook->description);
    if ((node = node_get(root, SV("owner")))) read_word(book, node, "owner", &runbook->owner);
    if ((node = node_get(root, SV("tags"))))
        read_words(book, node, "tags", &runbook->tags, &runbook->tag_count);
}

static void read_rules(Book *book, const Node *root) {
    Runbook *runbook = book->runbook;
    const Node *node;
    int choice;
    if ((node = node_get(root, SV("lock")))) lock_read(book, node);
    if ((node = node_get(root, SV("fresh_for"))))
        read_duration(book, node, "fresh_for", &runbook->fresh_for_ns);
    if ((node = node_get(root, SV("valid_for"))))
        read_duration(book, node, "valid_for", &runbook->valid_for_ns);
    if ((node = node_get(root, SV("on_failure"))) &&
        read_choice(book, node, KEY_TOP, "on_failure", &choice))
        runbook->on_failure = (OnFailure)(ON_FAILURE_STOP + choice);
}

void top_read(Book *book, const Node *root) {
    const Node *node;
    if (!read_keys(book, root, KEY_TOP, NULL, NULL)) return;
    read_words_for_people(book, root);
    uint32_t files = 1;
    if ((node = node_get(root, SV("use")))) files += node->kind == NODE_LIST ? node->count : 1;
    book->later_defaults = arena_new_array(book->arena, LaterDefaults, files);
    if (node) uses_read(book, node);
    shared_read(book, root);
    make_types(book);
    if ((node = node_get(root, SV("allow")))) allow_read(book, node);
    vars_order(book);
    if ((node = node_get(root, SV("subject")))) subject_read(book, node);
    for (uint32_t i = 0; i < book->later_count; i++) {
        book->at = book->later_defaults[i].file;
        defaults_read(book, book->later_defaults[i].node);
    }
    book->at = book->file;
    read_rules(book, root);
    program_read(book, node_get(root, SV("steps")), node_get(root, SV("finally")));
    connections_check(book);
    if ((node = node_get(root, SV("outputs")))) outputs_read(book, node);
}
