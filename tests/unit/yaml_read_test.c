// Reads a file named on the command line and shows its diagnostics and tree (a tool), or runs its checks.
#include "check.h"
#include "base/file.h"
#include "base/limits.h"
#include "yaml/node.h"

static void show(const Node *node, int depth) {
    for (int i = 0; i < depth; i++) printf("  ");
    Place a = source_place(node->span.source, node->span.offset);
    Place b = source_place(node->span.source, node->span.offset + node->span.length);
    printf("%s %u:%u-%u:%u%s ", node_kind_name(node), a.line, a.column, b.line, b.column, node->broken ? " broken" : "");
    if (node->kind == NODE_SCALAR) {
        printf("[%.*s]", SV_ARG(node->text));
        for (size_t i = 0; i < node->text.len; i++) {
            Span s = spanmap_span(&node->map, i, i + 1);
            Sv t = span_text(s);
            if (!(t.len == 1 && t.at[0] == node->text.at[i])) printf(" {%zu:%.*s}", i, SV_ARG(t));
        }
    }
    printf("\n");
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_LIST) show(node->items[i], depth + 1);
        else { show(node->pairs[i].key, depth + 1); show(node->pairs[i].value, depth + 2); }
    }
}

int main(int argc, char **argv) {
    Arena *arena = arena_new(LIMIT_PROGRAM_MEMORY);
    for (int i = 1; i < argc; i++) {
        Sv text;
        if (file_read(arena, sv_from_c(argv[i]), LIMIT_FILE_BYTES, &text) != FILE_OK) return 1;
        Source *source = source_new(arena, sv_from_c(argv[i]), text);
        Diags diags = diags_new(arena);
        Node *root = yaml_read(arena, source, &diags);
        Buf out BUF_AUTO = buf_new(1 << 20);
        diags_render(&diags, (DiagStyle){false, 0}, &out);
        printf("%.*s", SV_ARG(buf_sv(&out)));
        if (root) show(root, 0);
    }
    arena_free(arena);
    CHECK(true);
    return check_done();
}
