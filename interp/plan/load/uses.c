// Reads files that several runbooks share.
#include "plan/read/read.h"

bool shared_key(Sv key) {
    static const char *const keys[] = {"inputs", "secrets", "connections", "vars", "defaults"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (sv_eq_c(key, keys[i])) return true;
    return false;
}

static void refuse_key(RunbookLoader *loader, const Node *key) {
    static const Sv known[] = {SV_INIT("inputs"), SV_INIT("secrets"), SV_INIT("connections"),
                               SV_INIT("vars"), SV_INIT("defaults")};
    Sv meant = did_you_mean(loader->arena, key->text, known, 5);
    bool other = key_row(KEY_TOP, key->text) != NULL;
    Diag *diag = diag_add(loader->diags, other ? DIAG_MISPLACED_KEY : DIAG_UNKNOWN_KEY, key->span,
                          "a file named by `use` holds no '%.*s'%.*s", SV_ARG(key->text),
                          SV_ARG(other ? SV("") : meant));
    diag_hint(
        loader->diags, diag,
        "it holds only inputs, secrets, connections, vars and defaults; a whole runbook is taken in by an include step");
}

static void read_file(RunbookLoader *loader, LoadedFile *file) {
    const LoadedFile *before = loader->at;
    Node *root = file->root;
    if (!root || root->broken) return;
    loader->at = file;
    if (root->kind == NODE_MAP)
        for (uint32_t i = 0; i < root->count; i++)
            if (!shared_key(root->pairs[i].key->text)) refuse_key(loader, root->pairs[i].key);
    if (root->kind == NODE_MAP)
        shared_read(loader, root);
    else
        refuse_value(loader, root, "use",
                     "a file with a map of inputs, secrets, connections, vars and defaults");
    loader->at = before;
}

void uses_read(RunbookLoader *loader, const Node *node) {
    Sv *paths;
    uint32_t count;
    if (!read_words(loader, node, "use", &paths, &count)) return;
    SvMap seen = svmap_new(loader->arena);
    for (uint32_t i = 0; i < count; i++) {
        Span place = node->kind == NODE_LIST ? node->items[i]->span : node->span;
        Sv real, shown;
        if (!file_resolve(loader, place, paths[i], &real, &shown)) continue;
        if (!svmap_add(&seen, real, loader) || sv_eq(real, loader->file->real)) {
            diag_add(loader->diags, DIAG_CLASH, place, "'%.*s' is used twice", SV_ARG(paths[i]));
            continue;
        }
        LoadedFile *file = file_open(loader->load, real, shown, place);
        if (file) read_file(loader, file);
    }
}
