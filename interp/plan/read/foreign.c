// Recognises files of other tools by their shape.
#include "plan/read/runbook_loader.h"
#include "words/words.h"

typedef struct ForeignFile {
    const char *tool;
    const char *keys[3]; // all of them are at the top
    const char *word;    // its word for a command; NULL = it has none
} ForeignFile;

static const ForeignFile foreigns[] = {
    {"a GitHub Actions workflow", {"on", "jobs", NULL}, "run"},
    {"a Kubernetes manifest", {"apiVersion", "kind", NULL}, NULL},
    {"a Docker Compose file", {"services", NULL, NULL}, NULL},
    {"a GitLab CI file", {"stages", NULL, NULL}, "script"},
    {"a CircleCI configuration", {"version", "jobs", "workflows"}, "run"},
    {"a Taskfile", {"version", "tasks", NULL}, "cmd"},
    {"an OpenAPI description", {"openapi", "paths", NULL}, NULL},
    {"a venom test suite", {"testcases", NULL, NULL}, "script"},
    {"a runn book", {"desc", "steps", NULL}, NULL},
    {"an Azure pipeline", {"trigger", "steps", NULL}, "script"},
    {"an Azure pipeline", {"pool", "steps", NULL}, "script"},
    {"a package.json", {"name", "scripts", "version"}, NULL},
    {"a Prometheus rule file", {"groups", NULL, NULL}, NULL},
};

static bool has_key(const Node *map, const char *key) {
    return node_get(map, sv_from_c(key)) != NULL;
}

// What its commands become here.
static Sv advice(const PlanLoader *load, const char *word) {
    const OtherWord *row = word ? word_find(WORD_VERB, sv_from_c(word)) : NULL;
    return row ? sv_format(load->arena, "its `%s:` is `%s:` here\n", word, row->here) : SV("");
}

static void report(const PlanLoader *load, const LoadedFile *file, const char *tool,
                   const char *word) {
    Node *root = file->root;
    uint32_t length =
        root->kind == NODE_MAP && root->count > 0 ? root->pairs[0].key->span.length : 1;
    Diag *diag =
        diag_add(load->diags, DIAG_FOREIGN_FILE, (Span){file->source, root->span.offset, length},
                 "this is no runbook; it looks like %s", tool);
    Sv hint = advice(load, word);
    diag_hint(load->diags, diag,
              "%.*sa runbook begins with\nrunbook: 1\ntitle: …\nsteps:\n  - name: …", SV_ARG(hint));
}

// A list of plays, or of tasks.
static const char *foreign_list(const Node *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *item = list->items[i];
        if (item->kind != NODE_MAP) continue;
        if (has_key(item, "hosts") || has_key(item, "tasks") || has_key(item, "import_playbook"))
            return "an Ansible playbook";
        for (uint32_t k = 0; k < item->count; k++)
            if (sv_find(item->pairs[k].key->text, SV("ansible."), 0) == 0)
                return "a list of Ansible tasks";
    }
    return NULL;
}

static bool is_dagu(const Node *root) {
    const Node *steps = node_get(root, SV("steps"));
    bool list = steps && steps->kind == NODE_LIST && steps->count > 0;
    return list && steps->items[0]->kind == NODE_MAP &&
           (has_key(steps->items[0], "command") || has_key(steps->items[0], "depends"));
}

// Whether it holds only what a file named by `use` may hold.
static bool is_shared(const Node *root) {
    for (uint32_t i = 0; i < root->count; i++)
        if (!shared_key(root->pairs[i].key->text)) return false;
    return root->count > 0;
}

bool foreign_diagnose(const PlanLoader *load, const LoadedFile *file) {
    const Node *root = file->root;
    if (root->broken && root->kind != NODE_MAP) return true;
    if (root->kind == NODE_LIST) {
        const char *tool = foreign_list(root);
        if (tool) {
            report(load, file, tool, NULL);
            return true;
        }
        Diag *diag =
            diag_add(load->diags, DIAG_FOREIGN_FILE, (Span){file->source, root->span.offset, 1},
                     "a runbook is a map of keys, this file holds a list");
        diag_hint(load->diags, diag,
                  "put the list under steps:\nrunbook: 1\ntitle: …\nsteps:\n  - name: …");
        return true;
    }
    if (root->kind == NODE_SCALAR) {
        Diag *diag =
            diag_add(load->diags, DIAG_FOREIGN_FILE, (Span){file->source, root->span.offset, 1},
                     "a runbook is a map of keys, this file holds text alone");
        diag_hint(load->diags, diag,
                  "a runbook begins with\nrunbook: 1\ntitle: …\nsteps:\n  - name: …");
        return true;
    }
    if (has_key(root, "runbook")) return false;
    for (size_t i = 0; i < sizeof foreigns / sizeof *foreigns; i++) {
        const ForeignFile *foreign = &foreigns[i];
        bool all = true;
        for (size_t k = 0; k < 3 && foreign->keys[k]; k++)
            all = all && has_key(root, foreign->keys[k]);
        if (!all) continue;
        report(load, file, foreign->tool, foreign->word);
        return true;
    }
    if (is_shared(root)) {
        Diag *diag = diag_add(load->diags, DIAG_SHARED_FILE, root->pairs[0].key->span,
                              "this file is not run by itself: it holds what runbooks share");
        diag_hint(load->diags, diag,
                  "name it under `use` in a runbook, which is then checked with it");
        return true;
    }
    if (!is_dagu(root)) return false;
    report(load, file, "a Dagu workflow", "command");
    return true;
}
