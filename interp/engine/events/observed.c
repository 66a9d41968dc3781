#include "engine/events/observed.h"
#include "base/limits.h"

enum { TAIL_BYTES = 4096, LEAF_BYTES = 16 };

typedef struct Cutter {
    Run *run;
    Arena *arena;
    size_t left; // bytes
} Cutter;

static bool spend(Cutter *cutter, size_t bytes) {
    if (bytes > cutter->left) return false;
    cutter->left -= bytes;
    return true;
}

// Never within a character.
static size_t whole_characters(Sv text, size_t at) {
    while (at > 0 && at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static Value cut_string(Cutter *cutter, Value value) {
    Sv text = value_text(value);
    if (spend(cutter, text.len)) return value;
    size_t kept = whole_characters(text, cutter->left);
    Sv head = masker_part(cutter->run->masker, cutter->arena, text, 0, kept);
    cutter->left = 0;
    return value_string(sv_format(cutter->arena, "%.*s\xe2\x80\xa6 (%zu of %zu bytes)",
                                  SV_ARG(head), kept, text.len));
}

static Value cut(Cutter *cutter, Value value);

static Value cut_list(Cutter *cutter, Value value) {
    ListBuilder items = list_builder(cutter->arena);
    size_t count = value_count(value);
    for (size_t i = 0; i < count; i++) {
        if (cutter->left == 0) {
            Sv rest =
                sv_format(cutter->arena, "\xe2\x80\xa6 (%zu more of %zu items)", count - i, count);
            list_add(&items, value_string(rest));
            break;
        }
        list_add(&items, cut(cutter, value_item(value, i)));
    }
    return value_tainted(list_done(&items), value.taint);
}

static Value cut_map(Cutter *cutter, Value value) {
    MapBuilder entries = map_builder(cutter->arena);
    size_t count = value_count(value);
    for (size_t i = 0; i < count; i++) {
        if (cutter->left == 0) {
            Sv rest = sv_format(cutter->arena, "%zu more of %zu entries", count - i, count);
            map_add_c(&entries, "\xe2\x80\xa6", value_string(rest));
            break;
        }
        cut(cutter, value_key(value, i));
        map_add(&entries, value_key(value, i), cut(cutter, value_at(value, i)));
    }
    return value_tainted(map_done(&entries), value.taint);
}

static Value cut(Cutter *cutter, Value value) {
    if (value.taint) return value;
    switch (value.kind) {
    case VALUE_STRING: return cut_string(cutter, value);
    case VALUE_LIST: return cut_list(cutter, value);
    case VALUE_MAP: return cut_map(cutter, value);
    case VALUE_BYTES:
    case VALUE_DECIMAL:
        if (spend(cutter, value_text(value).len))
            return masker_value(cutter->run->masker, cutter->arena, value);
        return value_string(sv_format(cutter->arena, "%zu bytes", value_text(value).len));
    default:
        if (!spend(cutter, LEAF_BYTES)) cutter->left = 0;
        // In the form in which it will be read back, so that the event needs no copy.
        return masker_value(cutter->run->masker, cutter->arena, value);
    }
}

Value observed_value(Run *run, Arena *arena, Value value) {
    Cutter cutter = {run, arena, LIMIT_OBSERVED_BYTES};
    return cut(&cutter, value);
}

Value observed_within(Run *run, Arena *arena, Value value, size_t *left) {
    size_t most = *left < LIMIT_OBSERVED_BYTES ? *left : LIMIT_OBSERVED_BYTES;
    Cutter cutter = {run, arena, most};
    Value shown = cut(&cutter, value);
    *left -= most - cutter.left;
    return shown;
}

Value observed_results(Run *run, Arena *arena, const Action *action, const Value *results) {
    MapBuilder observed = map_builder(arena);
    for (size_t i = 0; results && i < action->result_count; i++) {
        const ResultField *field = &action->results[i];
        // Results that are derived from others are derived again by the reader.
        if (field->derive && results[i].kind == VALUE_NULL) continue;
        map_add_c(&observed, field->name, observed_value(run, arena, results[i]));
    }
    return map_done(&observed);
}

Sv observed_tail(Run *run, Arena *arena, Sv text) {
    if (text.len <= TAIL_BYTES) return masker_text(run->masker, arena, text);
    size_t from = text.len - TAIL_BYTES, line = sv_find_char(text, '\n', from);
    if (line != SV_NONE && line + 1 < text.len) from = line + 1;
    while (from < text.len && ((unsigned char)text.at[from] & 0xC0) == 0x80)
        from++;
    return masker_part(run->masker, arena, text, from, text.len);
}
