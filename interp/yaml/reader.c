#include "base/heap.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "yaml/yaml_internal.h"
#include <yaml.h>

enum { MANY_KEYS = 16 }; // from this number on duplicate keys are found by hash

typedef struct YamlReader {
    Arena *arena;
    const Source *source;
    Diags *diags;
    const CleanedBytes *cleaned;
    const Patch *patch;
    yaml_parser_t parser;
    size_t cursor_index;  // a code point of the screened text …
    size_t cursor_offset; // … and its offset in the source
    size_t told;          // an earlier pass has reported everything before this offset
    bool mute;            // the node that is read now is refused as a whole
    Arena *scratch;       // holds the two stacks …
    Node **items;         // … of items of open lists
    uint32_t item_count, item_capacity;
    NodePair *pairs; // … of pairs of open maps
    uint32_t pair_count, pair_capacity;
    bool failed;  // libyaml gave up: parser.error
    bool stopped; // we gave up, and have said why
} YamlReader;

// libyaml counts code points; we count bytes. Marks only move forward, except for the ends of
// blocks.
static size_t offset_of(YamlReader *reader, size_t index) {
    if (reader->cleaned->ascii) return index;
    Sv text = reader->source->text;
    size_t at = reader->cursor_offset;
    for (; reader->cursor_index < index && at < text.len; reader->cursor_index++)
        utf8_next(text, &at);
    for (; reader->cursor_index > index && at > 0; reader->cursor_index--)
        do
            at--;
        while (at > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    reader->cursor_offset = at;
    return at;
}

static Span span_of(YamlReader *reader, const yaml_event_t *event) {
    size_t from = offset_of(reader, event->start_mark.index),
           to = offset_of(reader, event->end_mark.index);
    return (Span){reader->source, (uint32_t)from, (uint32_t)(to > from ? to - from : 0)};
}

static bool next_event(YamlReader *reader, yaml_event_t *event) {
    if (!yaml_parser_parse(&reader->parser, event)) {
        reader->failed = true;
        return false;
    }
    return true;
}

// A problem is reported in the first pass that reaches it.
static bool may_tell(const YamlReader *reader, Span span) {
    return !reader->mute && span.offset >= reader->told;
}

static void refuse_extras(YamlReader *reader, Span span, const yaml_char_t *tag,
                          const yaml_char_t *anchor, Node *node) {
    if (!tag && !anchor) return;
    node->broken = true;
    if (!may_tell(reader, span)) return;
    char first = span.offset < reader->source->text.len ? reader->source->text.at[span.offset] : 0;
    if (tag && first == '!')
        pitfall_tag(reader->diags, span);
    else
        pitfall_anchor(reader->diags, span);
}

static ScalarStyle style_of(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return SCALAR_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return SCALAR_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE: return SCALAR_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return SCALAR_FOLDED;
    default: return SCALAR_PLAIN;
    }
}

// The end mark of a block is at what comes next; its span ends with its last line that has content.
static Span without_end(Span span) {
    Sv text = span_text(span);
    while (span.length > 0 && (text.at[span.length - 1] == '\n' ||
                               text.at[span.length - 1] == '\r' || text.at[span.length - 1] == ' '))
        span.length--;
    return span;
}

static Node *read_scalar(YamlReader *reader, const yaml_event_t *event) {
    Node *node = arena_new_of(reader->arena, Node);
    node->kind = NODE_SCALAR;
    node->style = (uint8_t)style_of(event->data.scalar.style);
    node->span = span_of(reader, event);
    Sv decoded = {(const char *)event->data.scalar.value, event->data.scalar.length};
    Sv raw = span_text(node->span);
    if (node->style >= SCALAR_LITERAL) node->span = without_end(node->span);
    node->text = node->style == SCALAR_PLAIN && sv_eq(raw, decoded)
                     ? raw
                     : clean_bytes_restore(reader->arena, reader->cleaned, decoded);
    node->broken = patch_holds(reader->patch, node->span);
    refuse_extras(reader, node->span, event->data.scalar.tag, event->data.scalar.anchor, node);
    return node;
}

static Node *read_node(YamlReader *reader, const yaml_event_t *event, uint32_t depth, bool in_flow);

static Node *read_next(YamlReader *reader, yaml_event_type_t end, uint32_t depth, bool in_flow,
                       Span *last) {
    yaml_event_t event;
    if (!next_event(reader, &event)) return NULL;
    Node *node = NULL;
    if (event.type == end)
        *last = span_of(reader, &event);
    else
        node = read_node(reader, &event, depth, in_flow);
    yaml_event_delete(&event);
    return node;
}

static bool too_deep(YamlReader *reader, Span span, uint32_t depth) {
    if (depth <= LIMIT_YAML_DEPTH) return false;
    Diag *diag =
        diag_add(reader->diags, DIAG_LIMIT, (Span){span.source, span.offset, 1},
                 "nested deeper than the limit of %d levels (YAML_DEPTH)", LIMIT_YAML_DEPTH);
    diag_hint(reader->diags, diag, "move a part into a runbook of its own and include it");
    reader->stopped = true;
    return true;
}

static void close_span(Node *node, Span last, Span end) {
    if (node->flow)
        node->span = span_join(node->span, end);
    else if (last.source)
        node->span = span_join((Span){last.source, node->span.offset, 0}, last);
}

static Node *read_list(YamlReader *reader, const yaml_event_t *event, uint32_t depth,
                       bool in_flow) {
    Node *node = arena_new_of(reader->arena, Node);
    node->kind = NODE_LIST;
    node->in_flow = in_flow;
    node->flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    node->span = span_of(reader, event);
    if (too_deep(reader, node->span, depth)) return NULL;
    refuse_extras(reader, node->span, event->data.sequence_start.tag,
                  event->data.sequence_start.anchor, node);
    Span end = {0}, last = {0};
    uint32_t base = reader->item_count;
    Node *item;
    while ((item = read_next(reader, YAML_SEQUENCE_END_EVENT, depth + 1, node->flow || in_flow,
                             &end))) {
        arena_grow(reader->scratch, reader->items, reader->item_count, reader->item_capacity);
        reader->items[reader->item_count++] = item;
        node->count++;
        last = item->span;
        if (reader->stopped || reader->failed) return NULL;
    }
    close_span(node, last, end);
    if (reader->failed || reader->stopped) return NULL;
    node->items =
        arena_copy(reader->arena, reader->items + base, sizeof *node->items * node->count);
    reader->item_count = base;
    return node;
}

static void refuse_duplicate(YamlReader *reader, const Node *key, const Node *first) {
    if (!may_tell(reader, key->span)) return;
    Diag *diag = diag_add(reader->diags, DIAG_DUPLICATE_KEY, key->span,
                          "key '%.*s' stands here a second time", SV_ARG(key->text));
    diag->related = first->span;
    diag->related_message = SV("first written here");
    diag_hint(reader->diags, diag, "keep one of the two");
}

// False if the key must not be kept.
static bool check_key(YamlReader *reader, const Node *map, SvMap *seen, Node *key) {
    if (key->kind != NODE_SCALAR) {
        if (may_tell(reader, key->span)) {
            Diag *diag = diag_add(reader->diags, DIAG_YAML_KEY, key->span,
                                  "a key must be text, found %s", node_kind_name(key));
            diag_hint(reader->diags, diag, "quote it where it is meant as text");
        }
        return false;
    }
    if (key->style == SCALAR_PLAIN && sv_eq(key->text, SV("<<"))) {
        if (may_tell(reader, key->span)) {
            Diag *diag = diag_add(reader->diags, DIAG_YAML_MERGE, key->span,
                                  "YAML merge keys are not used here");
            diag_hint(reader->diags, diag,
                      "put what is shared under defaults, or in a file named by use");
        }
        return false;
    }
    const Node *first = NULL;
    if (map->count < MANY_KEYS) {
        const NodePair *pair = node_pair(map, key->text);
        first = pair ? pair->key : NULL;
    } else {
        for (uint32_t i = seen->count; i < map->count; i++)
            svmap_add(seen, map->pairs[i].key->text, map->pairs[i].key);
        first = svmap_get(seen, key->text);
    }
    if (first) refuse_duplicate(reader, key, first);
    return !first;
}

static bool lacks_colon(const Node *key) {
    Sv text = key->span.source->text;
    size_t at = (size_t)key->span.offset + key->span.length;
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '\r'))
        at++;
    return at >= text.len || text.at[at] != ':';
}

static Node *read_map(YamlReader *reader, const yaml_event_t *event, uint32_t depth, bool in_flow) {
    Node *node = arena_new_of(reader->arena, Node);
    node->kind = NODE_MAP;
    node->in_flow = in_flow;
    node->flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    node->span = span_of(reader, event);
    if (too_deep(reader, node->span, depth)) return NULL;
    refuse_extras(reader, node->span, event->data.mapping_start.tag,
                  event->data.mapping_start.anchor, node);
    SvMap seen = svmap_new(reader->scratch);
    Span end = {0}, last = {0};
    uint32_t base = reader->pair_count;
    const Node *valueless = NULL;
    bool inner_flow = node->flow || in_flow;
    Node *key;
    while ((key = read_next(reader, YAML_MAPPING_END_EVENT, depth + 1, inner_flow, &end))) {
        if (reader->stopped || reader->failed) return NULL;
        node->pairs = reader->pairs + base;
        bool keep = check_key(reader, node, &seen, key);
        bool mute = reader->mute;
        reader->mute = mute || (!keep && sv_eq(key->text, SV("<<")));
        Node *value = read_next(reader, YAML_NO_EVENT, depth + 1, inner_flow, &end);
        reader->mute = mute;
        if (!value) return NULL;
        last = value->span.length > 0 ? value->span : key->span;
        if (node->flow && !valueless && node_is_nothing(value) && lacks_colon(key)) valueless = key;
        if (!keep) continue;
        arena_grow(reader->scratch, reader->pairs, reader->pair_count, reader->pair_capacity);
        reader->pairs[reader->pair_count++] = (NodePair){key, value};
        node->count++;
    }
    close_span(node, last, end);
    if (reader->failed || reader->stopped) return NULL;
    node->pairs =
        arena_copy(reader->arena, reader->pairs + base, sizeof *node->pairs * node->count);
    reader->pair_count = base;
    if (valueless) {
        node->broken = true;
        if (may_tell(reader, node->span)) pitfall_flow_entry(reader->diags, node, valueless);
    }
    return node;
}

static Node *read_alias(YamlReader *reader, const yaml_event_t *event) {
    Node *node = arena_new_of(reader->arena, Node);
    node->span = span_of(reader, event);
    node->text = span_text(node->span);
    node->broken = true;
    if (may_tell(reader, node->span)) pitfall_alias(reader->diags, node->span);
    return node;
}

static Node *read_node(YamlReader *reader, const yaml_event_t *event, uint32_t depth,
                       bool in_flow) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: {
        Node *node = read_scalar(reader, event);
        node->in_flow = in_flow;
        return node;
    }
    case YAML_SEQUENCE_START_EVENT: return read_list(reader, event, depth, in_flow);
    case YAML_MAPPING_START_EVENT: return read_map(reader, event, depth, in_flow);
    case YAML_ALIAS_EVENT: return read_alias(reader, event);
    default: return NULL;
    }
}

static void refuse_empty(YamlReader *reader) {
    Diag *diag =
        diag_add(reader->diags, DIAG_EMPTY_FILE, (Span){reader->source, 0, 0},
                 sv_trim(reader->source->text).len == 0 ? "the file is empty"
                                                        : "the file holds nothing but comments");
    diag_hint(
        reader->diags, diag,
        "a runbook begins with\nrunbook: 1\ntitle: …\nsteps:\n  - name: …\n`runbook new` writes a first one");
}

static void refuse_second(YamlReader *reader, const yaml_event_t *event) {
    Diag *diag = diag_add(reader->diags, DIAG_YAML_DOCUMENTS, span_of(reader, event),
                          "a second YAML document begins here");
    diag_hint(reader->diags, diag,
              "put each runbook in a file of its own; `include` runs one from another");
    reader->stopped = true;
}

static Node *read_stream(YamlReader *reader) {
    Node *root = NULL;
    bool seen = false;
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event)) return NULL;
        yaml_event_type_t type = event.type;
        if (type == YAML_DOCUMENT_START_EVENT && seen) refuse_second(reader, &event);
        if (type == YAML_DOCUMENT_START_EVENT && !seen) {
            seen = true;
            Span end;
            root = read_next(reader, YAML_NO_EVENT, 1, false, &end);
        }
        yaml_event_delete(&event);
        if (reader->failed || reader->stopped) return NULL;
        if (type == YAML_STREAM_END_EVENT) break;
    }
    if (!seen) refuse_empty(reader);
    return root;
}

// Reports what libyaml could not read. True where another pass can read past it.
static bool recover(YamlReader *reader, Patch *patch) {
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR) heap_out_of_memory();
    SyntaxError error = {.problem = parser->problem ? parser->problem : "the file cannot be read",
                         .context = parser->context};
    bool by_bytes = parser->error == YAML_READER_ERROR;
    error.at = by_bytes ? parser->problem_offset : offset_of(reader, parser->problem_mark.index);
    error.context_at = parser->context ? offset_of(reader, parser->context_mark.index) : error.at;
    Span region = {0};
    if (!syntax_report(reader->source, &error, patch->count == 0, reader->diags, &region))
        return false;
    if (patch->count == RECOVERIES || patch_holds(patch, region)) return false;
    patch->regions[patch->count++] = region;
    return true;
}

static Node *read_once(YamlReader *reader, Patch *patch, bool *again) {
    Sv text = patch_apply(reader->scratch, reader->source, reader->cleaned, patch);
    *again = false;
    if (!yaml_parser_initialize(&reader->parser)) heap_out_of_memory();
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    // An empty text may have a NULL pointer, which libyaml does not accept.
    const char *bytes = text.len > 0 ? text.at : "";
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)bytes, text.len);
    Node *root = read_stream(reader);
    *again = reader->failed && recover(reader, patch);
    yaml_parser_delete(&reader->parser);
    return root;
}

Node *yaml_read(Arena *arena, const Source *source, Diags *diags) {
    CleanedBytes cleaned;
    if (!clean_bytes(arena, source, diags, &cleaned)) return NULL;
    Patch patch = {.count = 0};
    Node *root = NULL;
    size_t told = 0;
    for (bool again = true; again;) {
        YamlReader reader = {.arena = arena,
                             .scratch = arena_new(LIMIT_PROGRAM_MEMORY),
                             .source = source,
                             .diags = diags,
                             .cleaned = &cleaned,
                             .patch = &patch,
                             .cursor_offset = cleaned.mark,
                             .told = told};
        // Even empty collections start within these arrays.
        arena_grow(reader.scratch, reader.items, 0, reader.item_capacity);
        arena_grow(reader.scratch, reader.pairs, 0, reader.pair_capacity);
        root = read_once(&reader, &patch, &again);
        if (again) told = patch.regions[patch.count - 1].offset;
        arena_free(reader.scratch);
    }
    return root;
}
