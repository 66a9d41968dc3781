#include "plan/read/secret_parts.h"

#include "base/ascii.h"
#include "plan/keys/keys.h"
#include "plan/read/runbook_loader.h"

typedef struct HidingParts {
    Arena *arena;
    Source *source;
} HidingParts;

// Every text of the value as it reads, since messages quote it so.
static void hide_leaves(const HidingParts *hiding, const Node *node) {
    size_t from = node->span.offset, to = from + node->span.length;
    if (node->kind == NODE_SCALAR) source_hide(hiding->arena, hiding->source, from, to, node->text);
    for (uint32_t i = 0; i < node->count; i++)
        hide_leaves(hiding, node->kind == NODE_LIST ? node->items[i] : node->pairs[i].value);
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++)
        hide_leaves(hiding, node->pairs[i].key);
}

// The value and what stands behind it up to `end`: where its quotes or commas are wrong, a part of
// it is there.
static void hide_value(const HidingParts *hiding, const Node *node, size_t end) {
    hide_leaves(hiding, node);
    Sv text = hiding->source->text;
    while (end > node->span.offset && end <= text.len && ascii_is_space(text.at[end - 1]))
        end--;
    if (end > node->span.offset)
        source_hide(hiding->arena, hiding->source, node->span.offset, end, SV(""));
}

static size_t line_end(Sv text, size_t at) {
    size_t end = sv_find_char(text, '\n', at);
    return end == SV_NONE ? text.len : end;
}

static size_t span_end(Span span) {
    return span.offset + span.length;
}

// Where the value of a pair may end at the latest.
static size_t value_end(const HidingParts *hiding, const Node *map, uint32_t pair) {
    const Node *value = map->pairs[pair].value;
    if (map->flow) return span_end(map->span) - 1; // its bracket
    size_t end = line_end(hiding->source->text, span_end(value->span));
    bool last = pair + 1 == map->count;
    return last ? end : map->pairs[pair + 1].key->span.offset;
}

// ── of a runbook ──

static bool like(Sv key, const char *word) {
    return sv_distance(key, sv_from_c(word)) <= 2;
}

static bool is_secret(const Node *input) {
    for (uint32_t i = 0; i < input->count; i++)
        if (like(input->pairs[i].key->text, "secret") &&
            !sv_eq(input->pairs[i].value->text, SV("false")))
            return true;
    return false;
}

// Of an input every value is data that could be its own; the others are words of the language.
static bool may_be_shown(KeyPlace place, Sv key) {
    const KeyRow *row = key_row(place, key);
    return row && (place == KEY_SECRET || row->shape != SHAPE_DATA);
}

static bool is_variable(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_word(text.at[i])) return false;
    return text.len > 0;
}

// What a program is given may be a secret; which program it is may be known.
static void hide_arguments(const HidingParts *hiding, const Node *command) {
    for (uint32_t i = 1; command->kind == NODE_LIST && i < command->count; i++)
        hide_leaves(hiding, command->items[i]);
}

static void hide_entry(const HidingParts *hiding, const Node *map, KeyPlace place) {
    for (uint32_t i = 0; i < map->count; i++) {
        Sv key = map->pairs[i].key->text;
        const Node *value = map->pairs[i].value;
        bool variable = sv_eq(key, SV("env"));
        // `default: a,b` in { }: the rest of the value has become a key.
        if (map->flow && !key_row(place, key) && node_is_nothing(value))
            hide_leaves(hiding, map->pairs[i].key);
        if (place == KEY_SECRET && sv_eq(key, SV("command"))) hide_arguments(hiding, value);
        if (may_be_shown(place, key) && (!variable || is_variable(value->text))) continue;
        hide_value(hiding, value, value_end(hiding, map, i));
    }
}

static void hide_entries(const HidingParts *hiding, const Node *entries, KeyPlace place) {
    bool secrets = place == KEY_SECRET;
    for (uint32_t i = 0; entries->kind == NODE_MAP && i < entries->count; i++) {
        const Node *entry = entries->pairs[i].value;
        if (secrets && sv_eq(entries->pairs[i].key->text, SV("one_of"))) continue;
        if (entry->kind != NODE_MAP && secrets)
            hide_value(hiding, entry, value_end(hiding, entries, i));
        if (entry->kind == NODE_MAP && (secrets || is_secret(entry)))
            hide_entry(hiding, entry, place);
    }
    if (entries->kind != NODE_MAP && secrets) hide_value(hiding, entries, span_end(entries->span));
}

static void hide_declarations(const HidingParts *hiding, const Node *map) {
    for (uint32_t i = 0; map->kind == NODE_MAP && i < map->count; i++) {
        Sv key = map->pairs[i].key->text;
        const Node *value = map->pairs[i].value;
        if (like(key, "secrets")) hide_entries(hiding, value, KEY_SECRET);
        if (like(key, "inputs")) hide_entries(hiding, value, KEY_INPUT);
        if (!like(key, "actions") || value->kind != NODE_MAP) continue;
        for (uint32_t a = 0; a < value->count; a++)
            hide_declarations(hiding, value->pairs[a].value);
    }
}

// ── line by line, of what is no YAML ──

typedef struct KeyLine {
    Sv key;          // of a line `key: …`; empty where it is none
    size_t from, to; // the line in the source
    size_t value;    // where the value begins; the line's beginning without a key
    bool indented;
} KeyLine;

static bool next_line(Sv text, size_t *at, KeyLine *out) {
    if (*at >= text.len) return false;
    size_t end = line_end(text, *at), key = *at;
    while (key < end && (text.at[key] == ' ' || text.at[key] == '-' || text.at[key] == '\t'))
        key++;
    size_t colon = key;
    while (colon < end && ascii_is_word(text.at[colon]))
        colon++;
    bool has_key = colon > key && colon < end && text.at[colon] == ':';
    *out = (KeyLine){has_key ? sv_slice(text, key, colon) : SV(""), *at, end,
                     has_key ? colon + 1 : *at, key > *at};
    *at = end + 1;
    return true;
}

static void hide_rest(const HidingParts *hiding, const KeyLine *line) {
    Sv text = hiding->source->text, rest = sv_trim(sv_slice(text, line->value, line->to));
    size_t from = (size_t)(rest.at - text.at);
    if (rest.len > 0) source_hide(hiding->arena, hiding->source, from, from + rest.len, rest);
}

static void hide_lines_of_runbook(const HidingParts *hiding) {
    KeyLine line;
    bool within = false, may_show = false;
    for (size_t at = 0; next_line(hiding->source->text, &at, &line);) {
        if (!line.indented && line.key.len > 0)
            within =
                like(line.key, "secrets") || like(line.key, "inputs") || like(line.key, "actions");
        if (!within) continue;
        bool flow =
            sv_find_char(sv_slice(hiding->source->text, line.from, line.to), '{', 0) != SV_NONE;
        if (line.key.len > 0)
            may_show = may_be_shown(KEY_INPUT, line.key) || key_row(KEY_SECRET, line.key);
        if (flow || !may_show) hide_rest(hiding, &line);
    }
}

static void hide_lines_of_inputs(const HidingParts *hiding, const Runbook *runbook) {
    KeyLine line;
    bool open = false;
    for (size_t at = 0; next_line(hiding->source->text, &at, &line);) {
        if (!line.indented) {
            const Input *input = line.key.len > 0 ? runbook_input(runbook, line.key) : NULL;
            open = input && !input->secret;
        }
        if (open) continue;
        if (line.indented) line.value = line.from;
        hide_rest(hiding, &line);
    }
}

// ── all of it ──

void secret_parts_of_runbook(Arena *arena, Source *source, const Node *root,
                             const WrittenSecrets *written) {
    HidingParts hiding = {arena, source};
    for (uint32_t i = 0; i < written->count; i++)
        hide_leaves(&hiding, written->items[i].value);
    if (root)
        hide_declarations(&hiding, root);
    else
        hide_lines_of_runbook(&hiding);
}

static bool is_name(Sv key) {
    return key.len <= 64 && is_variable(key);
}

static bool is_punctuation(char c) {
    return ascii_is_space(c) || c == '{' || c == '}' || c == ':' || c == ',';
}

// All but the signs that stand around keys and values.
static void hide_between(const HidingParts *hiding, size_t from, size_t to) {
    Sv text = hiding->source->text;
    while (from < to && is_punctuation(text.at[from]))
        from++;
    while (to > from && is_punctuation(text.at[to - 1]))
        to--;
    if (to > from) source_hide(hiding->arena, hiding->source, from, to, SV(""));
}

void secret_parts_of_inputs(Arena *arena, Source *source, const Node *root,
                            const Runbook *runbook) {
    HidingParts hiding = {arena, source};
    if (!root) {
        hide_lines_of_inputs(&hiding, runbook);
        return;
    }
    size_t at = 0;
    for (uint32_t i = 0; root->kind == NODE_MAP && i < root->count; i++) {
        const Node *key = root->pairs[i].key, *value = root->pairs[i].value;
        const Input *input = runbook_input(runbook, key->text);
        bool shown = input && !input->secret;
        if (!shown) hide_leaves(&hiding, value);
        if (!is_name(key->text)) continue;
        hide_between(&hiding, at, key->span.offset);
        at = span_end(shown ? value->span : key->span);
    }
    if (root->kind != NODE_MAP) hide_leaves(&hiding, root);
    hide_between(&hiding, at, source->text.len);
}
