#include "journal/type_notes.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "journal/type_notes_path.h"
#include "value/json.h"

// What is known at a path. JSON tells texts and numbers apart, so each has a word of its own.
typedef struct NotesWalk {
    Arena *arena;
    bool typed;
    Buf path;
    SvMap texts, numbers; // path → Sv *: what its leaves are; empty = what they look like
    SvMap *each; // path → ListBuilder *: the word of each value there; NULL = not yet asked
} NotesWalk;

#define LAQUO "\xc2\xab"
#define RAQUO "\xc2\xbb"

// ── whether there is anything to say ──

static bool is_json(Value value) {
    switch ((ValueKind)value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_DOUBLE:
    case VALUE_STRING:
    case VALUE_LIST:
    case VALUE_MAP: return true;
    default: return false;
    }
}

static bool same_text(Value a, Value b) {
    return b.kind == VALUE_STRING && sv_eq(value_text(a), value_text(b));
}

// A kind that JSON lacks and that a declared type implies.
static bool told_by_type(Value before, Value after) {
    return (before.kind == VALUE_DURATION || before.kind == VALUE_TIMESTAMP) && !before.taint &&
           after.kind == VALUE_STRING && sv_find(value_text(after), SV(LAQUO), 0) == SV_NONE;
}

static bool says_all(Value before, Value after, bool typed) {
    if (typed && told_by_type(before, after)) return true;
    if (before.taint || !is_json(before) || before.kind != after.kind) return false;
    if (!typed && (before.marks & VALUE_CASELESS)) return false;
    if (!typed && before.kind == VALUE_LIST && before.list->columns) return false;
    size_t count = value_count(before);
    switch ((ValueKind)before.kind) {
    case VALUE_STRING: return same_text(before, after);
    case VALUE_LIST:
        if (before.list == after.list && count == 0) return true;
        if (value_count(after) != count) return false;
        for (size_t i = 0; i < count; i++)
            if (!says_all(value_item(before, i), value_item(after, i), typed)) return false;
        return true;
    case VALUE_MAP:
        if (value_count(after) != count) return false;
        for (size_t i = 0; i < count; i++)
            if (value_key(before, i).kind != VALUE_STRING ||
                !same_text(value_key(before, i), value_key(after, i)) ||
                !says_all(value_at(before, i), value_at(after, i), typed))
                return false;
        return true;
    default: return true;
    }
}

// ── what a leaf is ──

// The names of the secrets in a text: "«a» «b»"; empty if there are none.
static Sv names_in(Arena *arena, Sv text) {
    BUF_AUTO Buf names = buf_new(LIMIT_STRING_BYTES);
    for (size_t at = 0; (at = sv_find(text, SV(LAQUO), at)) != SV_NONE;) {
        size_t end = sv_find(text, SV(RAQUO), at);
        if (end == SV_NONE) break;
        Sv name = sv_slice(text, at, end + sizeof RAQUO - 1);
        if (sv_find(buf_sv(&names), name, 0) == SV_NONE)
            buf_addf(&names, "%s%.*s", names.len > 0 ? " " : "", SV_ARG(name));
        at = end;
    }
    return buf_keep(&names, arena);
}

// A text that was altered: truncated by the journal, or else masked.
static Sv why_differs(Arena *arena, Sv before, Sv after) {
    Sv end = sv_format(arena, " of %zu bytes)", before.len);
    if (sv_ends(after, end) || sv_starts(after, SV("\xe2\x80\xa6 ("))) return SV("cut");
    Sv names = names_in(arena, after);
    return names.len > 0 ? names : SV("cut");
}

static Sv bytes_word(Arena *arena, Sv before, Sv after, bool typed) {
    if (sv_eq(before, after)) return typed ? SV("") : SV("bytes");
    if (sv_eq(after, sv_format(arena, "%zu bytes", before.len))) return SV("cut");
    if (utf8_valid(before, NULL)) return why_differs(arena, before, after);
    Sv names = names_in(arena, after);
    return names.len > 0 ? names : SV("base64");
}

// Whether a reader of the JSON gets all digits of the number.
static bool digits_stay(Arena *arena, Value decimal) {
    Value read, again;
    if (!json_parse(arena, value_text(decimal), &read, NULL)) return false;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    json_write(&text, read, JSON_COMPACT);
    return value_decimal(arena, buf_sv(&text), &again) &&
           sv_eq(value_text(again), value_text(decimal));
}

static Sv leaf_word(const NotesWalk *walk, Value before, Value after) {
    Arena *arena = walk->arena;
    Sv shown = after.kind == VALUE_STRING ? value_text(after) : SV("");
    if (before.taint) return shown.len > 0 ? shown : SV("unkept");
    switch ((ValueKind)before.kind) {
    case VALUE_STRING:
        if (!same_text(before, after)) return why_differs(arena, value_text(before), shown);
        return before.marks & VALUE_CASELESS && !walk->typed ? SV(TYPE_NOTES_NAME) : SV("");
    case VALUE_BYTES: return bytes_word(arena, value_text(before), shown, walk->typed);
    case VALUE_DECIMAL:
        if (after.kind == VALUE_STRING) return SV("cut");
        if (!digits_stay(arena, before)) return SV("unkept");
        break;
    case VALUE_DOUBLE:
        if (after.kind == VALUE_DOUBLE) return SV("");
        break;
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT: return before.kind == after.kind ? SV("") : SV("cut");
    default: break;
    }
    Sv names = names_in(arena, shown);
    if (names.len > 0) return names;
    return walk->typed ? SV("") : sv_from_c(value_kind_name((ValueKind)before.kind));
}

// ── walking ──

static bool is_masked(Sv word) {
    return sv_starts(word, SV(LAQUO));
}

// Those of rows are said for all of a place, or not at all.
static void remember_each(const NotesWalk *walk, Sv word) {
    ListBuilder *words = svmap_get(walk->each, buf_sv(&walk->path));
    if (words) list_add(words, value_string(type_notes_are_rows(word) ? SV("") : word));
}

static void remember(NotesWalk *walk, SvMap *words, Sv word) {
    Sv *known = svmap_get(words, buf_sv(&walk->path));
    if (!known) {
        known = arena_new_of(walk->arena, Sv);
        *known = word;
        svmap_add(words, buf_keep(&walk->path, walk->arena), known);
    } else if (sv_starts(*known, SV(TYPE_NOTES_ROWS)) || sv_starts(word, SV(TYPE_NOTES_ROWS))) {
        // With lists of several tables nothing tells which columns belong to which.
        if (!sv_eq(*known, word)) *known = SV("");
    } else if (!sv_eq(*known, word)) {
        *known = is_masked(*known) && is_masked(word)
                     ? sv_format(walk->arena, "%.*s %.*s", SV_ARG(*known), SV_ARG(word))
                     : SV("mixed");
    }
}

static Sv rows_word(Arena *arena, Value rows) {
    BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
    buf_add_c(&word, TYPE_NOTES_ROWS);
    json_write(&word, value_list_of(rows.list->columns), JSON_COMPACT);
    return buf_keep(&word, arena);
}

static void note(NotesWalk *walk, Value before, Value after);

static void note_items(NotesWalk *walk, Value before, Value after) {
    size_t len = walk->path.len;
    type_notes_path_item(&walk->path);
    for (size_t i = 0; i < value_count(after); i++)
        note(walk, value_item(before, i), value_item(after, i));
    walk->path.len = len;
}

static void note_entries(NotesWalk *walk, Value before, Value after) {
    for (size_t i = 0; i < value_count(after); i++) {
        size_t len = walk->path.len;
        type_notes_path_key(&walk->path, value_text(value_key(after, i)));
        note(walk, value_at(before, i), value_at(after, i));
        walk->path.len = len;
    }
}

static bool is_container(Value value) {
    return value.kind == VALUE_LIST || value.kind == VALUE_MAP;
}

static bool is_same_key(Arena *arena, Value before, Value after) {
    Value again;
    Sv kind = sv_from_c(value_kind_name((ValueKind)before.kind));
    return !before.taint && after.kind == VALUE_STRING &&
           type_notes_key(arena, kind, value_text(after), &again) && again.kind == before.kind &&
           value_equal(again, before);
}

static bool same_keys(Arena *arena, Value before, Value after) {
    for (size_t i = 0; i < value_count(before); i++)
        if (!is_same_key(arena, value_key(before, i), value_key(after, i))) return false;
    return true;
}

// "keys int", or "keys int string" where they are of several kinds; empty where all are texts.
static Sv keys_word(Arena *arena, Value map) {
    BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
    bool texts = true, alike = true;
    for (size_t i = 0; i < value_count(map); i++) {
        ValueKind kind = (ValueKind)value_key(map, i).kind;
        texts &= kind == VALUE_STRING;
        alike &= kind == (ValueKind)value_key(map, 0).kind;
    }
    if (texts) return SV("");
    buf_add_c(&word, "keys");
    for (size_t i = 0; i < (alike ? 1 : value_count(map)); i++)
        buf_addf(&word, " %s", value_kind_name((ValueKind)value_key(map, i).kind));
    return buf_keep(&word, arena);
}

static bool is_number(Value after) {
    return after.kind == VALUE_INT || after.kind == VALUE_UINT || after.kind == VALUE_DOUBLE ||
           after.kind == VALUE_DECIMAL;
}

static Sv container_word(const NotesWalk *walk, Value before) {
    Sv keys = before.kind == VALUE_MAP ? keys_word(walk->arena, before) : SV("");
    if (walk->typed || keys.len > 0) return keys;
    if (before.marks & VALUE_CASELESS) return SV(TYPE_NOTES_NAME);
    return before.kind == VALUE_LIST && before.list->columns ? rows_word(walk->arena, before)
                                                             : SV("");
}

static void note_word(NotesWalk *walk, Value after, Sv word) {
    if (walk->each)
        remember_each(walk, word);
    else if (!is_container(after) || word.len > 0)
        remember(walk, is_number(after) ? &walk->numbers : &walk->texts, word);
}

// What was altered as a whole is read back all the same: each place in it counts.
static void note_lost(NotesWalk *walk, Value after, Sv word) {
    if (after.kind == VALUE_NULL)
        note_word(walk, value_string(word), word);
    else
        note_word(walk, after, word);
    if (!walk->each || !is_container(after)) return;
    size_t len = walk->path.len;
    for (size_t i = 0; i < value_count(after); i++) {
        if (after.kind == VALUE_LIST)
            type_notes_path_item(&walk->path);
        else
            type_notes_path_key(&walk->path, value_text(value_key(after, i)));
        note_lost(walk, after.kind == VALUE_LIST ? value_item(after, i) : value_at(after, i), word);
        walk->path.len = len;
    }
}

static void note(NotesWalk *walk, Value before, Value after) {
    if (before.kind == VALUE_NULL && after.kind == VALUE_NULL) {
        if (walk->each) remember_each(walk, SV(""));
        return;
    }
    bool whole = is_container(before) && !before.taint && before.kind == after.kind &&
                 value_count(before) == value_count(after) &&
                 (before.kind == VALUE_LIST || same_keys(walk->arena, before, after));
    if (!whole) {
        bool leaf = before.taint || !is_container(before);
        note_lost(walk, after, leaf ? leaf_word(walk, before, after) : SV("cut"));
        return;
    }
    note_word(walk, after, container_word(walk, before));
    if (before.kind == VALUE_LIST)
        note_items(walk, before, after);
    else
        note_entries(walk, before, after);
}

// ── telling ──

// JSON tells a text from a number, but a word stands for both.
static bool is_mixed(const NotesWalk *walk, const SvMapEntry *place) {
    const Sv *text = svmap_get(&walk->texts, place->key),
             *number = svmap_get(&walk->numbers, place->key);
    const Sv mixed = SV("mixed");
    return (text && sv_eq(*text, mixed)) || (number && sv_eq(*number, mixed)) ||
           (text && number && !sv_eq(*text, *number));
}

static void find_mixed(NotesWalk *walk, const SvMap *words, SvMap *each) {
    for (uint32_t i = 0; i < words->count; i++) {
        const SvMapEntry *place = &words->entries[i];
        if (!is_mixed(walk, place) || svmap_has(each, place->key)) continue;
        ListBuilder *list = arena_new_of(walk->arena, ListBuilder);
        *list = list_builder(walk->arena);
        svmap_add(each, place->key, list);
    }
}

static void tell(NotesWalk *walk, Value before, Value after, MapBuilder *notes) {
    SvMap each = svmap_new(walk->arena);
    find_mixed(walk, &walk->texts, &each);
    find_mixed(walk, &walk->numbers, &each);
    const SvMap *all[] = {&walk->texts, &walk->numbers};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        for (uint32_t i = 0; i < all[k]->count; i++) {
            const SvMapEntry *place = &all[k]->entries[i];
            Sv word = svmap_has(&each, place->key) ? SV("mixed") : *(const Sv *)place->value;
            // Adds nothing if the path has an annotation already.
            if (word.len > 0) map_add_sv(notes, place->key, value_string(word));
        }
    if (each.count == 0) return;
    walk->each = &each;
    note(walk, before, after);
    for (uint32_t i = 0; i < each.count; i++)
        map_add_sv(notes, type_notes_path_each(walk->arena, each.entries[i].key),
                   list_done(each.entries[i].value));
}

void type_notes_add(MapBuilder *notes, const char *field, Sv entry, Value before, Value after,
                    bool typed) {
    if (says_all(before, after, typed)) return;
    Arena *arena = notes->arena;
    NotesWalk walk = {.arena = arena,
                      .typed = typed,
                      .path = buf_new(LIMIT_STRING_BYTES),
                      .texts = svmap_new(arena),
                      .numbers = svmap_new(arena)};
    buf_add(&walk.path, type_notes_path(arena, field, entry));
    note(&walk, before, after);
    tell(&walk, before, after, notes);
    buf_free(&walk.path);
}
