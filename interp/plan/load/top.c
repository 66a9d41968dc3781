#include "base/ascii.h"
#include "plan/inputs/input_value.h"
#include "plan/read/expr.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static void read_version(RunbookLoader *loader, const Node *node) {
    if (node->broken) return;
    if (node->kind == NODE_SCALAR && sv_eq(node->text, SV("1"))) return;
    Diag *diag =
        diag_add(loader->diags, DIAG_LANGUAGE_VERSION, first_line(node->span),
                 "'runbook' is the version of the language: 1, found %s%.*s%s",
                 node->kind == NODE_SCALAR ? "'" : "",
                 SV_ARG(node->kind == NODE_SCALAR ? node->text : sv_from_c(node_kind_name(node))),
                 node->kind == NODE_SCALAR ? "'" : "");
    diag_hint(loader->diags, diag, "write: runbook: 1");
}

static bool name_ok(Sv name) {
    bool good = name.len > 0 && name.len <= 64 && name.at[0] != '-';
    for (size_t i = 0; i < name.len && good; i++) {
        char c = name.at[i];
        good = ascii_is_lower(c) || ascii_is_digit(c) || c == '-';
    }
    return good;
}

static void read_runbook_name(RunbookLoader *loader, const Node *node) {
    Sv name;
    if (!read_word(loader, node, "name", &name)) return;
    if (name_ok(name)) {
        loader->runbook->name = name;
        return;
    }
    Diag *diag = diag_add(
        loader->diags, DIAG_BAD_NAME, node->span,
        "a runbook's name must be lower-case letters, digits and '-', at most 64, found '%.*s'",
        SV_ARG(name));
    diag_hint(loader->diags, diag, "a sentence for people goes under title");
}

// Reads what both a runbook and a file that it uses can hold.
void shared_read(RunbookLoader *loader, const Node *root) {
    const Node *node;
    if ((node = node_get(root, SV("inputs")))) inputs_read(loader, node);
    if ((node = node_get(root, SV("secrets")))) secrets_read(loader, node);
    if ((node = node_get(root, SV("connections")))) connections_read(loader, node);
    if ((node = node_get(root, SV("vars")))) vars_read(loader, node);
    if ((node = node_get(root, SV("defaults"))))
        loader->later_defaults[loader->later_count++] = (LaterDefaults){node, loader->at};
}

static void make_types(RunbookLoader *loader) {
    Runbook *runbook = loader->runbook;
    CelField *inputs = arena_new_array(loader->arena, CelField, runbook->input_count + 1);
    CelField *secrets = arena_new_array(loader->arena, CelField, runbook->secret_count + 1);
    for (uint32_t i = 0; i < runbook->input_count; i++) {
        const Input *input = &runbook->inputs[i];
        inputs[i] = (CelField){.name = input->name,
                               .type = input_cel_type(loader->arena, input),
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
    loader->scope.inputs =
        cel_type_record(loader->arena, SV("inputs"), inputs, runbook->input_count);
    loader->scope.secrets =
        cel_type_record(loader->arena, SV("secrets"), secrets, runbook->secret_count);
    loader->scope.subject = cel_type_record(loader->arena, SV("subject"), NULL, 0);
}

static void read_plain_keys(RunbookLoader *loader, const Node *root) {
    Runbook *runbook = loader->runbook;
    const Node *node;
    if ((node = node_get(root, SV("runbook")))) read_version(loader, node);
    if ((node = node_get(root, SV("name")))) read_runbook_name(loader, node);
    if ((node = node_get(root, SV("tags"))))
        read_words(loader, node, "tags", &runbook->tags, &runbook->tag_count);
}

void top_read(RunbookLoader *loader, const Node *root) {
    const Node *node;
    if (!read_keys(loader, root, KEY_TOP, NULL, NULL)) return;
    read_fields_TOP(loader, root, loader->runbook);
    read_plain_keys(loader, root);
    // What is read from here on is held to it.
    if ((node = node_get(root, SV("allow")))) allow_read(loader, node);
    uint32_t files = 1;
    if ((node = node_get(root, SV("use")))) files += node->kind == NODE_LIST ? node->count : 1;
    loader->later_defaults = arena_new_array(loader->arena, LaterDefaults, files);
    if (node) uses_read(loader, node);
    shared_read(loader, root);
    make_types(loader);
    vars_order(loader);
    if ((node = node_get(root, SV("subject")))) subject_read(loader, node);
    for (uint32_t i = 0; i < loader->later_count; i++) {
        loader->at = loader->later_defaults[i].file;
        defaults_read(loader, loader->later_defaults[i].node);
    }
    loader->at = loader->file;
    if ((node = node_get(root, SV("lock")))) lock_read(loader, node);
    program_read(loader, root);
    connections_check(loader);
    if ((node = node_get(root, SV("lock")))) lock_check(loader, node);
    ways_check(loader);
    if ((node = node_get(root, SV("outputs")))) outputs_read(loader, node);
}
