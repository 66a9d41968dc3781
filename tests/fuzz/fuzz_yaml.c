// YAML: reading ends; every span lies in the source; messages can be shown.
#include "base/limits.h"
#include "fuzz.h"
#include "yaml/node.h"

static void look_at(const Source *source, const Node *node) {
    FUZZ_CLAIM((size_t)node->span.offset + node->span.length <= source->text.len);
    for (uint32_t i = 0; i < node->count && node->kind == NODE_LIST; i++)
        look_at(source, node->items[i]);
    for (uint32_t i = 0; i < node->count && node->kind == NODE_MAP; i++) {
        look_at(source, node->pairs[i].key);
        look_at(source, node->pairs[i].value);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Source *source = source_new(arena, SV("fuzz.yaml"), fuzz_text(data, size));
    Diags diags = diags_new(arena);
    Node *root = yaml_read(arena, source, &diags);
    FUZZ_CLAIM(root != NULL || diags_failed(&diags));
    if (root != NULL) look_at(source, root);
    BUF_AUTO Buf said = buf_new(LIMIT_JSON_BYTES);
    diags_render(&diags, (DiagStyle){.width = 80}, &said);
    arena_free(arena);
    return 0;
}
