// What a runbook may touch, and its lock.
#include "plan/expr.h"
#include "plan/read.h"

void allow_read(Book *book, const Node *node) {
    if (!read_keys(book, node, KEY_ALLOW, NULL, NULL)) return;
    MapBuilder allow = map_builder(book->arena);
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (row->place != KEY_ALLOW) continue;
        const Node *list = node_get(node, sv_from_c(row->name));
        ListBuilder patterns = list_builder(book->arena);
        Sv *words = NULL;
        uint32_t count = 0;
        // An empty list allows nothing of that kind, and says so.
        bool empty = list && list->kind == NODE_LIST && list->count == 0;
        if (list && !empty) read_words(book, list, row->name, &words, &count);
        for (uint32_t w = 0; w < count; w++)
            list_add(&patterns, value_string(words[w]));
        map_add_c(&allow, row->name, list_done(&patterns));
    }
    book->runbook->has_allow = true;
    book->runbook->allow = map_done(&allow);
}

void lock_read(Book *book, const Node *node) {
    if (node->kind == NODE_SCALAR) {
        read_word(book, node, "lock", &book->runbook->lock_name);
        return;
    }
    if (!read_keys(book, node, KEY_LOCK, NULL, NULL)) return;
    const Node *name = node_get(node, SV("name"));
    if (name) read_word(book, name, "name", &book->runbook->lock_name);
}
