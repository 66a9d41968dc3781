// Reads files that several runbooks share.
#include "plan/read/read.h"

bool shared_key(Sv key) {
    const KeyRow *row = key_row(KEY_TOP, key);
    return row && row->shared;
}

static Sv *shared_keys(RunbookLoader *loader, uint32_t *count) {
    Sv *names = arena_new_array(loader->arena, Sv, key_row_count);
    *count = 0;
    for (uint32_t i = 0; i < key_row_count; i++)
        if (key_rows[i].shared) names[(*count)++] = sv_from_c(key_rows[i].name);
    return names;
}

static void refuse_key(RunbookLoader *loader, const Node *key) {
    uint32_t count;
    Sv *known = shared_keys(loader, &count),
       list = join_words(loader->arena, known, count, " and ");
    Sv meant = did_you_mean(loader->arena, key->text, known, count);
    bool other = key_row(KEY_TOP, key->text) != NULL;
    Diag *diag = diag_add(loader->diags, other ? DIAG_MISPLACED_KEY : DIAG_UNKNOWN_KEY, key->span,
                          "a file named by `use` holds no '%.*s'%.*s", SV_ARG(key->text),
                          SV_ARG(other ? SV("") : meant));
    diag_hint(loader->diags, diag,
              "it holds only %.*s; a whole runbook is taken in by an include step", SV_ARG(list));
}

static void refuse_shape(RunbookLoader *loader, const Node *root) {
    uint32_t count;
    Sv *known = shared_keys(loader, &count),
       list = join_words(loader->arena, known, count, " and ");
    Sv expected = sv_format(loader->arena, "a file with a map of %.*s", SV_ARG(list));
    refuse_value(loader, root, "use", expected.at);
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
        refuse_shape(loader, root);
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
        LoadedFile *file = file_open(loader->load, real, shown, "use", place);
        if (file) read_file(loader, file);
    }
}
