#include "engine/events/told.h"
#include "base/limits.h"

enum {
    TAIL_BYTES = 4096,
    LEAF_BYTES = 16,  // what a number counts for
    ITEM_SHARE = 64,  // of a list or map of the event itself: one item for so many bytes of a text,
    LEAST_ITEMS = 32, // … but never fewer than these
    MOST_DEPTH = LIMIT_JOURNAL_DEPTH / 2
};

const size_t told_lengths[] = {LIMIT_OBSERVED_BYTES, 4096, 1024, 256, 64};
const size_t told_length_count = sizeof told_lengths / sizeof *told_lengths;

// ── cutting ──

typedef struct Cutter {
    Run *run;
    Arena *arena;
    size_t left; // bytes
    int depth;   // lists and maps around what is at hand
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

// Masked before it is cut, so that no part of a secret is left over.
static Sv cut_text(Run *run, Arena *arena, Sv text, size_t most) {
    size_t kept = whole_characters(text, most);
    Sv head = masker_part(run->masker, arena, text, 0, kept);
    return sv_format(arena, "%.*s\xe2\x80\xa6 (%zu of %zu bytes)", SV_ARG(head), kept, text.len);
}

static Value cut_string(Cutter *cutter, Value value) {
    Sv text = value_text(value);
    if (spend(cutter, text.len)) return value;
    size_t most = cutter->left;
    cutter->left = 0;
    return value_string(cut_text(cutter->run, cutter->arena, text, most));
}

static Value cut(Cutter *cutter, Value value);

// Also what is empty takes room.
static Value cut_item(Cutter *cutter, Value value) {
    size_t before = cutter->left;
    Value shown = cut(cutter, value);
    if (cutter->left == before && before > 0) cutter->left--;
    return shown;
}

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
        list_add(&items, cut_item(cutter, value_item(value, i)));
    }
    return value_tainted(list_done(&items), value.taint);
}

static size_t key_bytes(Value key) {
    return key.kind == VALUE_STRING ? value_text(key).len : LEAF_BYTES;
}

static Value cut_map(Cutter *cutter, Value value) {
    MapBuilder entries = map_builder(cutter->arena);
    size_t count = value_count(value);
    for (size_t i = 0; i < count; i++) {
        // A part of a key would be another key.
        if (cutter->left == 0 || !spend(cutter, key_bytes(value_key(value, i)))) {
            cutter->left = 0;
            Sv rest = sv_format(cutter->arena, "%zu more of %zu entries", count - i, count);
            map_add_c(&entries, "\xe2\x80\xa6", value_string(rest));
            break;
        }
        map_add(&entries, value_key(value, i), cut_item(cutter, value_at(value, i)));
    }
    return value_tainted(map_done(&entries), value.taint);
}

static Value cut_container(Cutter *cutter, Value value) {
    if (cutter->depth == MOST_DEPTH) return value_string(SV("\xe2\x80\xa6 (deeper)"));
    cutter->depth++;
    Value shown = value.kind == VALUE_LIST ? cut_list(cutter, value) : cut_map(cutter, value);
    cutter->depth--;
    return shown;
}

static Value cut(Cutter *cutter, Value value) {
    if (value.taint) return value;
    switch (value.kind) {
    case VALUE_STRING: return cut_string(cutter, value);
    case VALUE_LIST:
    case VALUE_MAP: return cut_container(cutter, value);
    case VALUE_VERSION:
    case VALUE_BYTES:
    case VALUE_DECIMAL:
        if (spend(cutter, value_text(value).len)) return value;
        return value_string(sv_format(cutter->arena, "%zu bytes", value_text(value).len));
    default:
        if (!spend(cutter, LEAF_BYTES)) cutter->left = 0;
        return value;
    }
}

// Counts as cutting does. What fits is not copied, as nearly everything does.
static bool fits(Value value, size_t *left, int depth) {
    size_t bytes = LEAF_BYTES;
    switch (value.kind) {
    case VALUE_STRING:
    case VALUE_VERSION:
    case VALUE_BYTES:
    case VALUE_DECIMAL: bytes = value_text(value).len; break;
    case VALUE_LIST:
    case VALUE_MAP: bytes = 0; break;
    default: break;
    }
    if (value.taint) bytes = 0;
    if (bytes > *left || depth > MOST_DEPTH) return false;
    *left -= bytes;
    bool container = (value.kind == VALUE_LIST || value.kind == VALUE_MAP) && !value.taint;
    for (size_t i = 0; container && i < value_count(value); i++) {
        bool map = value.kind == VALUE_MAP;
        size_t key = map ? key_bytes(value_key(value, i)) : 0;
        if (key > *left || *left == 0) return false;
        *left -= key;
        size_t before = *left;
        if (!fits(map ? value_at(value, i) : value_item(value, i), left, depth + 1)) return false;
        if (*left == before && before > 0) --*left;
    }
    return true;
}

// ── telling ──

typedef struct Teller {
    Run *run;
    Arena *arena;
    size_t most;
    bool silent; // no secret is known
} Teller;

static Value tell(const Teller *teller, Value value) {
    size_t left = teller->most;
    bool text = value.kind == VALUE_STRING && !value.taint;
    if (teller->silent && text && value_text(value).len <= left) return value;
    if (!fits(value, &left, 0)) {
        Cutter cutter = {.run = teller->run, .arena = teller->arena, .left = teller->most};
        value = cut(&cutter, value);
    }
    return masker_value(teller->run->masker, teller->arena, value);
}

static bool is_the_same(Value a, Value b) {
    if (a.kind != b.kind || a.taint != b.taint) return false;
    switch (a.kind) {
    case VALUE_STRING:
        return value_text(a).at == value_text(b).at && value_text(a).len == value_text(b).len;
    case VALUE_LIST: return a.list == b.list;
    case VALUE_MAP: return a.map == b.map;
    default: return true;
    }
}

// How many items are told of a list or map that belongs to the event itself.
static size_t items_of(const Teller *teller, size_t count) {
    size_t most = teller->most / ITEM_SHARE;
    if (most < LEAST_ITEMS) most = LEAST_ITEMS;
    return teller->most >= LIMIT_OBSERVED_BYTES || count <= most ? count : most;
}

// The keys are words of ours; so are some of the values.
static Value tell_record(const Teller *teller, const EventField *field, Value record) {
    size_t count = value_count(record), told = items_of(teller, count), same = 0;
    Value *values = arena_new_array(teller->arena, Value, told);
    for (size_t i = 0; i < told; i++) {
        Value before = value_at(record, i);
        bool ours = field->ours[0] && event_entry_is_ours(field, value_text(value_key(record, i)));
        values[i] = ours ? before : tell(teller, before);
        same += is_the_same(values[i], before);
    }
    if (same == count) return record;
    MapBuilder entries = map_builder(teller->arena);
    for (size_t i = 0; i < told; i++)
        map_add(&entries, value_key(record, i), values[i]);
    if (told < count)
        map_add_c(
            &entries, "\xe2\x80\xa6",
            value_string(sv_format(teller->arena, "%zu more of %zu entries", count - told, count)));
    return map_done(&entries);
}

static Value tell_list(const Teller *teller, const EventField *field, Value list) {
    size_t count = value_count(list), told = items_of(teller, count), same = 0;
    ListBuilder items = list_builder(teller->arena);
    for (size_t i = 0; i < told; i++) {
        Value before = value_item(list, i);
        bool record = before.kind == VALUE_MAP && !before.taint;
        Value after = record ? tell_record(teller, field, before) : tell(teller, before);
        same += is_the_same(after, before);
        list_add(&items, after);
    }
    if (same == count) return list;
    if (told < count)
        list_add(&items,
                 value_string(sv_format(teller->arena, "\xe2\x80\xa6 (%zu more of %zu items)",
                                        count - told, count)));
    return list_done(&items);
}

static Value tell_field(const Teller *teller, const EventField *field, Value value) {
    if (event_field_is_ours(field)) return value;
    bool whole = field->type[0] == 'a' || value.taint;
    if (!whole && value.kind == VALUE_MAP) return tell_record(teller, field, value);
    if (!whole && value.kind == VALUE_LIST) return tell_list(teller, field, value);
    return tell(teller, value);
}

Value told_fields(Run *run, Arena *arena, const Event *event, size_t most) {
    const EventRow *row = &event_rows[event->kind];
    Teller teller = {run, arena, most, masker_is_empty(run->masker)};
    size_t count = value_count(event->fields), next = 0;
    Value *values = arena_new_array(arena, Value, count);
    for (size_t i = 0; i < count; i++) {
        Value value = value_at(event->fields, i);
        const EventField *field = event_field(row, value_text(value_key(event->fields, i)), &next);
        // What no row knows is refused when it is written.
        values[i] = field ? tell_field(&teller, field, value) : value;
    }
    ValueMap *map = arena_new_of(arena, ValueMap);
    *map = (ValueMap){.count = (uint32_t)count, .keys = event->fields.map->keys, .values = values};
    return (Value){.kind = VALUE_MAP, .map = map};
}

Sv told_kept(Run *run, Arena *arena, Sv text) {
    enum { ROOM = 64 }; // for what says that it was cut, so that it is not cut again
    return text.len <= LIMIT_OBSERVED_BYTES
               ? text
               : cut_text(run, arena, text, LIMIT_OBSERVED_BYTES - ROOM);
}

bool told_result(const ResultField *field, Value value) {
    return value.kind != VALUE_NULL || !(field->derive || field->only_with || field->not_with);
}

Value told_results(Arena *arena, const Action *action, const Value *results) {
    MapBuilder observed = map_builder(arena);
    for (size_t i = 0; results && i < action->result_count; i++) {
        const ResultField *field = &action->results[i];
        if (!told_result(field, results[i])) continue;
        map_add_c(&observed, field->name, results[i]);
    }
    return map_done(&observed);
}

Sv told_tail(Run *run, Arena *arena, Sv text) {
    if (text.len <= TAIL_BYTES) return masker_text(run->masker, arena, text);
    size_t from = text.len - TAIL_BYTES, line = sv_find_char(text, '\n', from);
    if (line != SV_NONE && line + 1 < text.len) from = line + 1;
    while (from < text.len && ((unsigned char)text.at[from] & 0xC0) == 0x80)
        from++;
    return masker_part(run->masker, arena, text, from, text.len);
}
