#include "schema/snippets.h"
#include "plan/keys/keys.h"

#include <string.h>

static Sv without_feed(Sv text) {
    if (sv_ends(text, SV("\n"))) text.len--;
    return text;
}

// A verb of the language has a line of its own as its example, without the name that a step has.
static Snippet of_verb(Arena *arena, const KeyRow *row) {
    const char *name = key_row(KEY_STEP, SV("name"))->example;
    return (Snippet){row->name, row->doc, sv_format(arena, "%s\n%s", name, row->example)};
}

Snippets snippets_of(Arena *arena, const Registry *registry) {
    size_t most = key_row_count;
    for (size_t i = 0; i < registry->action_count; i++)
        most += registry->actions[i]->example_count;
    Snippets all = {arena_new_array(arena, Snippet, most), 0};
    for (size_t i = 0; i < registry->action_count; i++) {
        const Action *action = registry->actions[i];
        for (size_t k = 0; k < action->example_count; k++)
            all.items[all.count++] = (Snippet){action->name, action->examples[k].title,
                                               without_feed(sv_from_c(action->examples[k].yaml))};
    }
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_VERB) all.items[all.count++] = of_verb(arena, &key_rows[i]);
    }
    return all;
}

// ── a line of an example ──

typedef struct ExampleLine {
    size_t indent;
    Sv key;   // with the dash before it; empty = none
    Sv value; // what is typed over; empty = nothing
    bool opens_block;
} ExampleLine;

static Sv from(Sv text, size_t at) {
    return (Sv){text.at + at, text.len - at};
}

static size_t indent_of(Sv text) {
    size_t indent = 0;
    while (indent < text.len && text.at[indent] == ' ')
        indent++;
    return indent;
}

// Within a block nothing is a key.
static ExampleLine line_of(Sv text, bool in_block) {
    ExampleLine line = {.indent = indent_of(text)};
    Sv rest = from(text, line.indent);
    if (in_block) {
        line.value = rest;
        return line;
    }
    if (rest.at[0] == '#') {
        line.key = rest;
        return line;
    }
    size_t colon = sv_find(rest, SV(": "), 0);
    if (colon >= rest.len) {
        line.key = rest;
        return line;
    }
    line.key = (Sv){rest.at, colon + 2};
    line.value = from(rest, line.key.len);
    line.opens_block = line.value.at[0] == '|' || line.value.at[0] == '>';
    if (line.opens_block) {
        line.key = rest;
        line.value = (Sv){0};
    }
    return line;
}

static void add_escaped(Buf *out, Sv text, const char *escaped) {
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(escaped, text.at[i])) buf_add_char(out, '\\');
        buf_add_char(out, text.at[i]);
    }
}

static void add_place(Buf *out, int *places, Sv value, const char *escaped) {
    buf_addf(out, "${%d:", ++*places);
    add_escaped(out, value, escaped);
    buf_add_char(out, '}');
}

static Sv next_line(Sv *rest) {
    size_t end = sv_find_char(*rest, '\n', 0);
    Sv line = {rest->at, end < rest->len ? end : rest->len};
    *rest = from(*rest, line.len + (line.len < rest->len));
    return line;
}

void snippet_add_item(Buf *out, Sv yaml, const char *escaped) {
    const char *before = "- ";
    int places = 0;
    size_t block = SIZE_MAX; // lines that are indented more than this are within one
    for (Sv rest = yaml; rest.len;) {
        Sv text = next_line(&rest);
        if (indent_of(text) <= block) block = SIZE_MAX;
        ExampleLine line = line_of(text, block != SIZE_MAX);
        if (line.opens_block) block = line.indent;
        buf_addf(out, "%s%*s", before, (int)line.indent, "");
        add_escaped(out, line.key, escaped);
        if (line.value.len) add_place(out, &places, line.value, escaped);
        buf_add_char(out, '\n');
        before = "  ";
    }
}

// ── as a schema suggests it ──

static bool add_to(MapBuilder *map, Arena *arena, ExampleLine line, int *places) {
    if (!line.value.len || !line.key.len) return false;
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    add_place(&text, places, line.value, "\\$}");
    map_add_sv(map, (Sv){line.key.at, line.key.len - 2}, value_string(buf_keep(&text, arena)));
    return true;
}

// "  - name: …" and the lines of the same map.
static bool read_item(Sv *rest, Arena *arena, int *places, Value *out) {
    MapBuilder map = map_builder(arena);
    for (bool first = true; rest->len && rest->at[0] == ' '; first = false) {
        ExampleLine line = line_of(next_line(rest), false);
        if (line.indent != (first ? 2 : 4)) return false;
        if (first) {
            if (!sv_starts(line.key, SV("- "))) return false;
            line.key = from(line.key, 2);
        }
        if (!add_to(&map, arena, line, places)) return false;
    }
    Value item = map_done(&map);
    *out = value_list(arena, &item, 1);
    return true;
}

Value snippet_body(Arena *arena, Sv yaml) {
    MapBuilder map = map_builder(arena);
    int places = 0;
    for (Sv rest = yaml; rest.len;) {
        ExampleLine line = line_of(next_line(&rest), false);
        Value item;
        if (line.indent == 0 && sv_ends(line.key, SV(":"))) {
            if (!read_item(&rest, arena, &places, &item)) return value_null();
            map_add_sv(&map, (Sv){line.key.at, line.key.len - 1}, item);
        } else if (line.indent > 0 || !add_to(&map, arena, line, &places)) {
            return value_null();
        }
    }
    return map_done(&map);
}
