#include "schema/snippets.h"
#include "value/json.h"

#include <string.h>

enum { SNIPPET_BYTES = 1024 * 1024 };
static const char made[] = "made by `runbook snippets`; they begin where the item of a list does";

// In a file of any kind of YAML they are among others.
static const char prefix[] = "rb-";

static Value lines_of(Arena *arena, Sv body) {
    ListBuilder lines = list_builder(arena);
    while (body.len) {
        size_t end = sv_find_char(body, '\n', 0);
        list_add(&lines, value_string((Sv){body.at, end}));
        body = (Sv){body.at + end + 1, body.len - end - 1};
    }
    return list_done(&lines);
}

// VS Code's, which many others read as well.
static void render_vscode(const Registry *registry, Buf *out) {
    Arena *arena = arena_new((size_t)8 * SNIPPET_BYTES);
    Snippets all = snippets_of(arena, registry);
    MapBuilder map = map_builder(arena);
    for (size_t i = 0; i < all.count; i++) {
        const Snippet *snippet = &all.items[i];
        BUF_AUTO Buf body = buf_new(SNIPPET_BYTES);
        snippet_add_item(&body, snippet->yaml, "\\$}");
        MapBuilder one = map_builder(arena);
        map_add_c(&one, "scope", value_string(SV("yaml")));
        map_add_c(&one, "prefix", value_string(sv_format(arena, "%s%s", prefix, snippet->verb)));
        map_add_c(&one, "description", value_string(sv_from_c(snippet->title)));
        map_add_c(&one, "body", lines_of(arena, buf_keep(&body, arena)));
        map_add_sv(&map, sv_format(arena, "%s: %s", snippet->verb, snippet->title), map_done(&one));
    }
    json_write(out, map_done(&map), JSON_PRETTY);
    buf_add_char(out, '\n');
    arena_free(arena);
}

static void render_ultisnips(const Registry *registry, Buf *out) {
    Arena *arena = arena_new((size_t)8 * SNIPPET_BYTES);
    Snippets all = snippets_of(arena, registry);
    buf_addf(out, "# %s\n", made);
    for (size_t i = 0; i < all.count; i++) {
        buf_addf(out, "\nsnippet %s%s \"", prefix, all.items[i].verb);
        for (const char *c = all.items[i].title; *c; c++)
            buf_add_char(out, *c == '"' ? '\'' : *c);
        buf_add_c(out, "\" b\n");
        snippet_add_item(out, all.items[i].yaml, "\\$`{}");
        buf_add_c(out, "endsnippet\n");
    }
    arena_free(arena);
}

static void add_lisp(Buf *out, Sv text) {
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') buf_add_char(out, '\\');
        buf_add_char(out, text.at[i]);
    }
    buf_add_char(out, '"');
}

// Emacs's, as a file to load.
static void render_yasnippet(const Registry *registry, Buf *out) {
    Arena *arena = arena_new((size_t)8 * SNIPPET_BYTES);
    Snippets all = snippets_of(arena, registry);
    buf_addf(out, ";;; %s -*- lexical-binding: t; -*-\n\n(require 'yasnippet)\n", made);
    buf_add_c(out, "(yas-define-snippets\n 'yaml-mode\n '(");
    for (size_t i = 0; i < all.count; i++) {
        const Snippet *snippet = &all.items[i];
        BUF_AUTO Buf body = buf_new(SNIPPET_BYTES);
        snippet_add_item(&body, snippet->yaml, "\\$`}");
        buf_addf(out, "%s(\"%s%s\" ", i ? "\n   " : "", prefix, snippet->verb);
        add_lisp(out, (Sv){body.at, body.len - 1});
        buf_add_char(out, ' ');
        add_lisp(out, sv_format(arena, "%s: %s", snippet->verb, snippet->title));
        buf_add_c(out, " nil nil ((yas-indent-line 'fixed)))");
    }
    buf_add_c(out, "))\n");
    arena_free(arena);
}

const SnippetForm snippet_forms[] = {
    {"vscode", "runbook/editors/runbook.code-snippets", render_vscode},
    {"ultisnips", "runbook/editors/yaml_runbook.snippets", render_ultisnips},
    {"yasnippet", "runbook/editors/runbook-snippets.el", render_yasnippet},
};
const size_t snippet_form_count = sizeof snippet_forms / sizeof *snippet_forms;
