#include "base/ascii.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "base/text_list.h"
#include "plan/permit.h"
#include "plan/read/expr.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"

const Secret *runbook_secret(const Runbook *runbook, Sv name) {
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        if (sv_eq(runbook->secrets[i].name, name)) return &runbook->secrets[i];
    return NULL;
}

static void read_command(RunbookLoader *loader, const Node *node, Secret *secret) {
    if (node->kind == NODE_SCALAR && !node->broken) {
        Diag *diag = refuse_value(loader, node, "command", "a list: the program and its arguments");
        diag_hint(loader->diags, diag, "write: command: [pass, show, ops/api]");
        return;
    }
    read_words(loader, node, "command", &secret->argv, &secret->argc);
}

static bool is_variable(Sv name) {
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_word(name.at[i])) return false;
    return name.len > 0;
}

static void read_origin(RunbookLoader *loader, const NodePair *pair, Secret *secret) {
    const char *key = sv_to_c(loader->arena, pair->key->text);
    if (sv_eq(pair->key->text, SV("command"))) {
        secret->from = SECRET_COMMAND;
        read_command(loader, pair->value, secret);
        return;
    }
    if (!read_word(loader, pair->value, key, &secret->text)) return;
    secret->from = sv_eq_c(pair->key->text, "env")    ? SECRET_ENV
                   : sv_eq_c(pair->key->text, "file") ? SECRET_FILE
                                                      : SECRET_PROMPT;
    if (secret->from == SECRET_ENV && !is_variable(secret->text)) {
        Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, pair->value->span,
                              "'env' is the name of a variable: letters, digits and '_'");
        diag_hint(loader->diags, diag, "a secret's value never stands in a runbook");
    }
    if (secret->from == SECRET_FILE)
        secret->text = path_join(loader->arena, path_folder(loader->at->real), secret->text);
}

// One that may not be read is not taken from its source either.
static void hold_origin(RunbookLoader *loader, const Node *value, const Secret *secret) {
    if (value->broken || !permit_secret(secret, loader->arena)) return;
    Span place = value->kind == NODE_LIST && value->count > 0 ? value->items[0]->span : value->span;
    if (secret->from == SECRET_FILE && secret->text.len > 0) allow_path(loader, place, value->text);
    if (secret->from == SECRET_COMMAND && secret->argc > 0)
        allow_program(loader, place, secret->argv[0]);
}

static bool is_origin(Sv key) {
    return sv_eq_c(key, "env") || sv_eq_c(key, "file") || sv_eq_c(key, "command") ||
           sv_eq_c(key, "prompt");
}

static void read_secret(RunbookLoader *loader, const NodePair *pair, Secret *secret) {
    const Node *node = pair->value;
    *secret =
        (Secret){.name = pair->key->text, .span = pair->key->span, .runbook = loader->runbook};
    if (node->kind == NODE_SCALAR && !node->broken) {
        Diag *diag = diag_add(loader->diags, DIAG_WRONG_VALUE, node->span,
                              "a secret must be a map that says where it comes from, found text");
        diag_hint(
            loader->diags, diag,
            "a secret's value never stands in a runbook; write: %.*s: { env: NAME_OF_A_VARIABLE }",
            SV_ARG(secret->name));
        return;
    }
    uint32_t errors = loader->diags->errors;
    if (!read_keys(loader, node, KEY_SECRET, NULL, NULL)) return;
    read_fields_SECRET(loader, node, secret);
    const NodePair *origin = NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *entry = &node->pairs[i];
        if (is_origin(entry->key->text)) {
            if (origin)
                diag_hint(
                    loader->diags,
                    diag_add(loader->diags, DIAG_MISPLACED_KEY, entry->key->span,
                             "a secret comes from one place: '%.*s' cannot stand beside '%.*s'",
                             SV_ARG(entry->key->text), SV_ARG(origin->key->text)),
                    "keep one; two secrets and one_of offer a choice");
            origin = origin ? origin : entry;
        }
    }
    if (origin) {
        read_origin(loader, origin, secret);
        hold_origin(loader, origin->value, secret);
        return;
    }
    if (loader->diags->errors > errors) return; // the cause is a misspelled key
    Diag *diag = diag_add(loader->diags, DIAG_MISSING_KEY, pair->key->span,
                          "secret '%.*s' does not say where it comes from", SV_ARG(secret->name));
    diag_hint(loader->diags, diag, "add one of env, file, command and prompt");
}

// ── one_of ──

static bool read_set(RunbookLoader *loader, const Node *node, SecretSet *set) {
    if (!read_list(loader, node, "one_of")) return false;
    *set = (SecretSet){.secrets = arena_new_array(loader->arena, uint32_t, node->count),
                       .span = node->span};
    for (uint32_t i = 0; i < node->count; i++) {
        Sv name;
        if (!read_word(loader, node->items[i], "one_of", &name)) return false;
        const Secret *secret = runbook_secret(loader->runbook, name);
        if (!secret) {
            TextList known = {0};
            for (uint32_t s = 0; s < loader->runbook->secret_count; s++)
                text_list_add(loader->arena, &known, loader->runbook->secrets[s].name);
            Sv meant = did_you_mean(loader->arena, name, known.items, known.count);
            diag_add(loader->diags, DIAG_UNKNOWN_REFERENCE, node->items[i]->span,
                     "there is no secret '%.*s'%.*s", SV_ARG(name), SV_ARG(meant));
            return false;
        }
        uint32_t index = (uint32_t)(secret - loader->runbook->secrets);
        // A secret of one set may be missing if another set is complete.
        loader->runbook->secrets[index].optional = true;
        set->secrets[set->count++] = index;
    }
    return true;
}

static void add_group(RunbookLoader *loader, const Node *node, uint32_t group) {
    Runbook *runbook = loader->runbook;
    uint32_t total = runbook->one_of_count + node->count;
    SecretSet *sets = arena_new_array(loader->arena, SecretSet, total);
    uint32_t *groups = arena_new_array(loader->arena, uint32_t, total);
    for (uint32_t i = 0; i < runbook->one_of_count; i++) {
        sets[i] = runbook->one_of[i];
        groups[i] = runbook->one_of_groups[i];
    }
    uint32_t count = runbook->one_of_count;
    for (uint32_t i = 0; i < node->count; i++)
        if (read_set(loader, node->items[i], &sets[count])) groups[count++] = group;
    runbook->one_of = sets;
    runbook->one_of_groups = groups;
    runbook->one_of_count = count;
}

static bool is_list_of_lists(const Node *node) {
    return node->kind == NODE_LIST && node->count > 0 && node->items[0]->kind == NODE_LIST;
}

static void read_one_of(RunbookLoader *loader, const Node *node) {
    if (!read_list(loader, node, "one_of")) return;
    uint32_t group = 0;
    for (uint32_t i = 0; i < loader->runbook->one_of_count; i++)
        if (loader->runbook->one_of_groups[i] >= group)
            group = loader->runbook->one_of_groups[i] + 1;
    if (!is_list_of_lists(node)) {
        Diag *diag = refuse_value(loader, node, "one_of", "a list of sets");
        Buf each BUF_AUTO = buf_new(LIMIT_EXPRESSION_BYTES);
        for (uint32_t i = 0; i < node->count; i++)
            if (node->items[i]->kind == NODE_SCALAR)
                buf_addf(&each, "%s%.*s", each.len > 0 ? "], [" : "", SV_ARG(node->items[i]->text));
        diag_hint(loader->diags, diag,
                  "write: one_of: [[%.*s]]\nwhere one of them suffices; names that are needed "
                  "together stand in one [ ]",
                  SV_ARG(buf_sv(&each)));
        return;
    }
    if (!is_list_of_lists(node->items[0])) {
        add_group(loader, node, group);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++)
        if (read_list(loader, node->items[i], "one_of")) add_group(loader, node->items[i], group++);
}

void secrets_read(RunbookLoader *loader, const Node *node) {
    if (!read_map(loader, node, "secrets")) return;
    Runbook *runbook = loader->runbook;
    Secret *secrets = arena_new_array(loader->arena, Secret, runbook->secret_count + node->count);
    for (uint32_t i = 0; i < runbook->secret_count; i++)
        secrets[i] = runbook->secrets[i];
    uint32_t count = runbook->secret_count;
    for (uint32_t i = 0; i < node->count; i++) {
        const NodePair *pair = &node->pairs[i];
        if (sv_eq(pair->key->text, SV("one_of"))) continue;
        if (!read_name(loader, pair->key->text, pair->key->span, "a secret's name")) continue;
        const Secret *first = runbook_secret(runbook, pair->key->text);
        if (first) {
            refuse_clash(loader, "secret", pair->key, first->span);
            continue;
        }
        read_secret(loader, pair, &secrets[count++]);
    }
    runbook->secrets = secrets;
    runbook->secret_count = count;
    const Node *one_of = node_get(node, SV("one_of"));
    if (one_of) read_one_of(loader, one_of);
}
