// Values read back from the journal.
#include "base/ascii.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/system/digest.h"
#include "journal/type_notes.h"
#include "journal/type_notes_path.h"
#include "value/json.h"
#include "value/time.h"

// ── paths ──

static bool plain_key(Sv key) {
    for (size_t i = 0; i < key.len; i++) {
        char c = key.at[i];
        bool letter = ascii_is_letter(c) || c == '_';
        if (!letter && (i == 0 || !ascii_is_digit(c))) return false;
    }
    return key.len > 0;
}

void type_notes_path_key(Buf *path, Sv key) {
    if (plain_key(key)) {
        if (path->len > 0) buf_add_char(path, '.');
        buf_add(path, key);
        return;
    }
    buf_add_char(path, '[');
    json_write_text(path, key);
    buf_add_char(path, ']');
}

void type_notes_path_item(Buf *path) {
    buf_add_c(path, "[]");
}

Sv type_notes_path(Arena *arena, const char *field, Sv entry) {
    BUF_AUTO Buf path = buf_new(LIMIT_STRING_BYTES);
    buf_add_c(&path, field);
    if (entry.len > 0) type_notes_path_key(&path, entry);
    return buf_keep(&path, arena);
}

Sv type_notes_path_each(Arena *arena, Sv path) {
    return sv_format(arena, "%.*s each", SV_ARG(path));
}

// ── leaves ──

static bool from_base64(Arena *arena, Sv text, Value *out) {
    BUF_AUTO Buf bytes = buf_new(LIMIT_JSON_BYTES);
    if (!base64_decode(&bytes, text)) return false;
    *out = value_bytes(buf_keep(&bytes, arena));
    return true;
}

static bool from_typed(Arena *arena, Sv kind, Sv text, Value *out) {
    MapBuilder typed = map_builder(arena);
    map_add_sv(&typed, kind, value_string(text));
    return value_from_typed(arena, map_done(&typed), out);
}

bool type_notes_key(Arena *arena, Sv kind, Sv text, Value *out) {
    *out = value_bool(sv_eq_c(text, "true"));
    if (sv_eq_c(kind, "bool")) return sv_eq_c(text, "true") || sv_eq_c(text, "false");
    *out = value_string(text);
    return sv_eq_c(kind, "string") || from_typed(arena, kind, text, out);
}

static Sv number_text(Arena *arena, Value shown) {
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    json_write(&text, shown, JSON_COMPACT);
    return buf_keep(&text, arena);
}

// By its annotation; false if that names no kind of leaf.
static bool from_word(Arena *arena, Value shown, Sv word, Value *out) {
    bool text = shown.kind == VALUE_STRING;
    if (sv_eq_c(word, "timestamp")) return text && timestamp_parse(value_text(shown), out);
    if (sv_eq_c(word, "duration")) return text && cel_duration_parse(value_text(shown), out);
    if (sv_eq_c(word, TYPE_NOTES_NAME)) {
        *out = value_marked(shown, VALUE_CASELESS);
        return text;
    }
    if (sv_eq_c(word, "base64")) return text && from_base64(arena, value_text(shown), out);
    if (sv_eq_c(word, "bytes")) {
        *out = value_bytes(text ? value_text(shown) : SV(""));
        return text;
    }
    return from_typed(arena, word, text ? value_text(shown) : number_text(arena, shown), out);
}

static Taint lost_by(Sv word) {
    if (sv_starts(word, SV("\xc2\xab"))) return TYPE_NOTES_MASKED;
    if (sv_eq_c(word, "cut")) return TYPE_NOTES_CUT;
    if (sv_eq_c(word, "mixed") || sv_eq_c(word, "unkept") || sv_eq_c(word, "optional"))
        return TYPE_NOTES_UNSURE;
    return 0;
}

static bool from_type(Value shown, CelType type, Value *out) {
    if (shown.kind == VALUE_STRING && type.kind == CEL_TYPE_TIMESTAMP)
        return timestamp_parse(value_text(shown), out);
    if (shown.kind == VALUE_STRING && type.kind == CEL_TYPE_DURATION)
        return cel_duration_parse(value_text(shown), out);
    *out = type.kind == CEL_TYPE_BYTES && shown.kind == VALUE_STRING
               ? value_bytes(value_text(shown))
               : value_marked(shown, type.caseless ? VALUE_CASELESS : 0);
    return true;
}

static Value leaf(Arena *arena, Value shown, Sv word, CelType type) {
    Value value = shown;
    Taint lost = lost_by(word);
    if (lost) return value_tainted(shown, lost);
    bool fine =
        word.len > 0 ? from_word(arena, shown, word, &value) : from_type(shown, type, &value);
    return fine ? value : value_tainted(shown, TYPE_NOTES_UNSURE);
}

// ── trees ──

typedef struct NotesReader {
    Arena *arena;
    Value notes;
    Buf path;
    SvMap each; // path → WordsOfEach *
} NotesReader;

typedef struct WordsOfEach {
    const Value *words; // NULL = it is not told
    size_t next;
} WordsOfEach;

static CelType type_of_key(CelType type, Sv key) {
    if (type.kind == CEL_TYPE_MAP && type.node) return type.node->of;
    for (uint32_t i = 0; type.kind == CEL_TYPE_RECORD && i < type.node->field_count; i++)
        if (sv_eq(type.node->fields[i].name, key)) return type.node->fields[i].type;
    return cel_type(CEL_TYPE_DYN);
}

static CelType key_type(CelType type) {
    return type.kind == CEL_TYPE_MAP && type.node ? type.node->key : cel_type(CEL_TYPE_DYN);
}

static Value restore(NotesReader *reader, Value shown, CelType type);

static Value restore_list(NotesReader *reader, Value shown, CelType type) {
    ListBuilder items = list_builder(reader->arena);
    CelType of = type.kind == CEL_TYPE_LIST && type.node ? type.node->of : cel_type(CEL_TYPE_DYN);
    size_t len = reader->path.len;
    type_notes_path_item(&reader->path);
    for (size_t i = 0; i < value_count(shown); i++)
        list_add(&items, restore(reader, value_item(shown, i), of));
    reader->path.len = len;
    return list_done(&items);
}

static Value restore_map(NotesReader *reader, Value shown, Sv word, CelType type) {
    MapBuilder entries = map_builder(reader->arena);
    bool told = sv_starts(word, SV(TYPE_NOTES_KEYS)), fine = true;
    Sv kinds = sv_slice(word, sizeof TYPE_NOTES_KEYS - 1, word.len), kind;
    for (size_t i = 0; i < value_count(shown); i++) {
        Value key = value_key(shown, i);
        Sv text = value_text(key);
        size_t len = reader->path.len;
        // Where there is one word it is that of all keys.
        if (told) ignore_result(sv_next_part(&kinds, ' ', &kind));
        if (told) fine &= type_notes_key(reader->arena, kind, text, &key);
        type_notes_path_key(&reader->path, text);
        map_add(&entries, key, restore(reader, value_at(shown, i), type_of_key(type, text)));
        reader->path.len = len;
    }
    return value_tainted(map_done(&entries), fine ? 0 : TYPE_NOTES_UNSURE);
}

static Value restore_rows(Arena *arena, Value list, Sv word) {
    Value columns;
    Sv names = sv_slice(word, sizeof TYPE_NOTES_ROWS - 1, word.len);
    bool fine = json_parse(arena, names, &columns, NULL) && columns.kind == VALUE_LIST;
    return fine ? value_rows(arena, list, columns) : list;
}

static WordsOfEach *words_of_each(NotesReader *reader) {
    WordsOfEach *each = svmap_get(&reader->each, buf_sv(&reader->path));
    if (each) return each;
    each = arena_new_of(reader->arena, WordsOfEach);
    Sv path = buf_keep(&reader->path, reader->arena);
    each->words = value_get_sv(reader->notes, type_notes_path_each(reader->arena, path));
    if (each->words && each->words->kind != VALUE_LIST) each->words = NULL;
    svmap_add(&reader->each, path, each);
    return each;
}

static Sv word_here(NotesReader *reader) {
    const Value *found = value_get_sv(reader->notes, buf_sv(&reader->path));
    Sv word = found && found->kind == VALUE_STRING ? value_text(*found) : SV("");
    if (!sv_eq_c(word, "mixed")) return word;
    WordsOfEach *each = words_of_each(reader);
    if (!each->words || each->next >= value_count(*each->words)) return word;
    Value own = value_item(*each->words, each->next++);
    return own.kind == VALUE_STRING ? value_text(own) : word;
}

static Value restore(NotesReader *reader, Value shown, CelType type) {
    Sv word = word_here(reader);
    // A null among items of some kind is a null, unless it may stand for an optional without a
    // value.
    if (shown.kind == VALUE_NULL && !sv_eq_c(word, "optional") && !sv_eq_c(word, "mixed"))
        return shown;
    if (shown.kind != VALUE_LIST && shown.kind != VALUE_MAP)
        return leaf(reader->arena, shown, word, type);
    Value value = shown.kind == VALUE_LIST ? restore_list(reader, shown, type)
                                           : restore_map(reader, shown, word, type);
    if (value.kind == VALUE_LIST && sv_starts(word, SV(TYPE_NOTES_ROWS)))
        return restore_rows(reader->arena, value, word);
    bool names = sv_eq_c(word, TYPE_NOTES_NAME) || key_type(type).caseless;
    value = value_marked(value, names && value.kind == VALUE_MAP ? VALUE_CASELESS : 0);
    return value_tainted(value, word.len > 0 ? lost_by(word) : 0);
}

Value type_notes_restore(Arena *arena, Value shown, Sv path, Value notes, CelType type) {
    if (notes.kind != VALUE_MAP) {
        MapBuilder none = map_builder(arena);
        notes = map_done(&none);
    }
    NotesReader reader = {.arena = arena,
                          .notes = notes,
                          .path = buf_new(LIMIT_STRING_BYTES),
                          .each = svmap_new(arena)};
    buf_add(&reader.path, path);
    Value value = restore(&reader, shown, type);
    buf_free(&reader.path);
    return value;
}

bool type_notes_are_rows(Sv word) {
    return sv_starts(word, SV(TYPE_NOTES_ROWS));
}

bool type_notes_field_cut(Value fields, const char *field) {
    Value notes = fields.kind == VALUE_MAP ? value_field(fields, "kinds") : value_null();
    return notes.kind == VALUE_MAP && sv_eq_c(value_field_text(notes, field, SV("")), "cut");
}

// ── what is lost ──

Sv type_notes_lost(Arena *arena, Value value) {
    if (value.taint & TYPE_NOTES_MASKED)
        return value.kind == VALUE_STRING && value_text(value).len <= 200
                   ? sv_format(arena,
                               "the journal does not hold it: where a secret was, it says %.*s",
                               SV_ARG(value_text(value)))
                   : SV("the journal does not hold it as it was: a secret was in it");
    if (value.taint & TYPE_NOTES_CUT)
        return sv_format(arena,
                         "the journal holds only a part of it: values are cut there at %d KiB "
                         "(OBSERVED_BYTES)",
                         LIMIT_OBSERVED_BYTES / 1024);
    return SV("the journal does not say of which kind it was");
}

static bool holds_name(Sv text, Sv masked) {
    Sv name;
    while (sv_next_part(&masked, ' ', &name))
        if (name.len > 0 && sv_find(text, name, 0) != SV_NONE) return true;
    return false;
}

Value type_notes_mask_again(Arena *arena, Value value, Sv masked) {
    if (value.kind == VALUE_STRING)
        return holds_name(value_text(value), masked) ? value_tainted(value, TYPE_NOTES_MASKED)
                                                     : value;
    if (value.kind == VALUE_LIST) {
        ListBuilder items = list_builder(arena);
        for (size_t i = 0; i < value_count(value); i++)
            list_add(&items, type_notes_mask_again(arena, value_item(value, i), masked));
        return value_tainted(list_done(&items), value.taint);
    }
    if (value.kind != VALUE_MAP) return value;
    MapBuilder entries = map_builder(arena);
    Taint taint = value.taint;
    for (size_t i = 0; i < value_count(value); i++) {
        Value key = value_key(value, i);
        if (key.kind == VALUE_STRING && holds_name(value_text(key), masked))
            taint |= TYPE_NOTES_MASKED;
        map_add(&entries, key, type_notes_mask_again(arena, value_at(value, i), masked));
    }
    return value_tainted(map_done(&entries), taint);
}
