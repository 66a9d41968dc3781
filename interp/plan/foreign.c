// Files of other tools, told by their shape.
#include "plan/book.h"

typedef struct Foreign {
    const char *tool;
    const char *keys[3]; // all of them at the top
    const char *mend;
} Foreign;

static const Foreign foreigns[] = {
    {"a GitHub Actions workflow",
     {"on", "jobs", NULL},
     "a `run:` becomes `shell:`, a job a group of steps"},
    {"a Kubernetes manifest",
     {"apiVersion", "kind", NULL},
     "a runbook can apply it: exec: [kubectl, apply, -f, FILE]"},
    {"a Docker Compose file",
     {"services", NULL, NULL},
     "a runbook can start it: exec: [docker, compose, up, -d, --wait]"},
    {"a GitLab CI file", {"stages", NULL, NULL}, "a job's `script:` becomes `shell:`"},
    {"a CircleCI configuration", {"version", "jobs", "workflows"}, "a `run:` becomes `shell:`"},
    {"a Taskfile", {"version", "tasks", NULL}, "a task's `cmds:` become `shell:` steps"},
    {"an OpenAPI description",
     {"openapi", "paths", NULL},
     "a runbook calls such an API by http steps"},
    {"a venom test suite",
     {"testcases", NULL, NULL},
     "an `assertions:` entry becomes a line of `expect:`"},
    {"a runn book",
     {"desc", "steps", NULL},
     "add `runbook: 1` and a title, and write `test:` as `expect:`"},
    {"an Azure pipeline", {"trigger", "steps", NULL}, "a `script:` becomes `shell:`"},
    {"an Azure pipeline", {"pool", "steps", NULL}, "a `script:` becomes `shell:`"},
    {"a package.json",
     {"name", "scripts", "version"},
     "a script is run by: exec: [npm, run, NAME]"},
    {"a Prometheus rule file", {"groups", NULL, NULL}, "a runbook asks Prometheus by an http step"},
};

static bool has_key(const Node *map, const char *key) {
    return node_get(map, sv_from_c(key)) != NULL;
}

static void report(Diags *diags, const BookFile *file, const char *tool, const char *mend) {
    Node *root = file->root;
    uint32_t length =
        root->kind == NODE_MAP && root->count > 0 ? root->pairs[0].key->span.length : 1;
    Diag *diag = diag_add(diags, DIAG_FOREIGN_FILE, (Span){file->source, root->span.offset, length},
                          "this is no runbook; it looks like %s", tool);
    diag_mend(diags, diag, "%s\na runbook begins with\nrunbook: 1\ntitle: …", mend);
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

bool foreign_report(Diags *diags, const BookFile *file) {
    const Node *root = file->root;
    if (root->broken && root->kind != NODE_MAP) return true;
    if (root->kind == NODE_LIST) {
        const char *tool = foreign_list(root);
        if (tool) {
            report(
                diags, file, tool,
                "a task becomes a step, its module a verb: http, sql, shell, exec, check, confirm");
            return true;
        }
        Diag *diag = diag_add(diags, DIAG_FOREIGN_FILE, (Span){file->source, root->span.offset, 1},
                              "a runbook is a map of keys, this file holds a list");
        diag_mend(diags, diag,
                  "put the list under steps:\nrunbook: 1\ntitle: …\nsteps:\n  - name: …");
        return true;
    }
    if (root->kind == NODE_SCALAR) {
        Diag *diag = diag_add(diags, DIAG_FOREIGN_FILE, (Span){file->source, root->span.offset, 1},
                              "a runbook is a map of keys, this file holds text alone");
        diag_mend(diags, diag, "a runbook begins with\nrunbook: 1\ntitle: …");
        return true;
    }
    if (has_key(root, "runbook")) return false;
    for (size_t i = 0; i < sizeof foreigns / sizeof *foreigns; i++) {
        const Foreign *foreign = &foreigns[i];
        bool all = true;
        for (size_t k = 0; k < 3 && foreign->keys[k]; k++)
            all = all && has_key(root, foreign->keys[k]);
        if (!all) continue;
        report(diags, file, foreign->tool, foreign->mend);
        return true;
    }
    if (!is_dagu(root)) return false;
    report(diags, file, "a Dagu workflow",
           "a `command:` becomes `shell:`, and steps run in the order they stand in");
    return true;
}
