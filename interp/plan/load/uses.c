// Files that hold what several runbooks share.
#include "plan/read/read.h"

bool shared_key(Sv key) {
    static const char *const keys[] = {"inputs", "secrets", "connections", "vars", "defaults"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (sv_eq_c(key, keys[i])) return true;
    return false;
}

static void refuse_key(Book *book, const Node *key) {
    static const Sv known[] = {SV_INIT("inputs"), SV_INIT("secrets"), SV_INIT("connections"),
                               SV_INIT("vars"), SV_INIT("defaults")};
    Sv meant = did_you_mean(book->arena, key->text, known, 5);
    bool other = key_row(KEY_TOP, key->text) != NULL;
    Diag *diag = diag_add(book->diags, other ? DIAG_MISPLACED_KEY : DIAG_UNKNOWN_KEY, key->span,
                          "a file named by `use` holds no '%.*s'%.*s", SV_ARG(key->text),
                          SV_ARG(other ? SV("") : meant));
    diag_mend(
        book->diags, diag,
        "it holds only inputs, secrets, connections, vars and defaults; a whole runbook is taken in by an include step");
}

static void read_file(Book *book, BookFile *file) {
    const BookFile *before = book->at;
    Node *root = file->root;
    if (!root || root->broken) return;
    book->at = file;
    if (root->kind == NODE_MAP)
        for (uint32_t i = 0; i < root->count; i++)
            if (!shared_key(root->pairs[i].key->text)) refuse_key(book, root->pairs[i].key);
    if (root->kind == NODE_MAP)
        shared_read(book, root);
    else
        refuse_value(book, root, "use",
                     "a file with a map of inputs, secrets, connections, vars and defaults");
    book->at = before;
}

void uses_read(Book *book, const Node *node) {
    Sv *paths;
    uint32_t count;
    if (!read_words(book, node, "use", &paths, &count)) return;
    SvMap seen = svmap_new(book->arena);
    for (uint32_t i = 0; i < count; i++) {
        Span place = node->kind == NODE_LIST ? node->items[i]->span : node->span;
        Sv real, shown;
        if (!file_resolve(book, place, paths[i], &real, &shown)) continue;
        if (!svmap_add(&seen, real, book) || sv_eq(real, book->file->real)) {
            diag_add(book->diags, DIAG_CLASH, place, "'%.*s' is used twice", SV_ARG(paths[i]));
            continue;
        }
        BookFile *file = file_open(book->load, real, shown, place);
        if (file) read_file(book, file);
    }
}
