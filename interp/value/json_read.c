#include "base/ascii.h"
#include "base/heap.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "value/json_reader.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool json_fail(JsonReader *reader, const char *at, const char *format, ...) {
    if (reader->duplicate) return false;
    reader->error.offset = (size_t)(at - reader->start);
    va_list args;
    va_start(args, format);
    vsnprintf(reader->error.message, sizeof reader->error.message, format, args);
    va_end(args);
    return false;
}

bool json_fail_found(JsonReader *reader, const char *expected) {
    if (reader->at == reader->end)
        return json_fail(reader, reader->at, "expected %s but the text ends here", expected);
    Sv rest = {reader->at, (size_t)(reader->end - reader->at)};
    size_t size = 0;
    utf8_next(rest, &size);
    Buf found BUF_AUTO = buf_new(64);
    shown_add(&found, sv_slice(rest, 0, size), false);
    return json_fail(reader, reader->at, "expected %s but found '%.*s'", expected,
                     SV_ARG(buf_sv(&found)));
}

static void skip_space(JsonReader *reader) {
    const char *at = reader->at;
    while (at < reader->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    reader->at = at;
}

static bool take(JsonReader *reader, char c) {
    if (reader->at == reader->end || *reader->at != c) return false;
    reader->at++;
    return true;
}

static bool read_word(JsonReader *reader, Value *out) {
    const char *end = reader->at;
    while (end < reader->end && ascii_is_word(*end))
        end++;
    Sv word = {reader->at, (size_t)(end - reader->at)};
    if (sv_eq_c(word, "true") || sv_eq_c(word, "false"))
        *out = value_bool(word.len == 4);
    else if (sv_eq_c(word, "null"))
        *out = value_null();
    else
        return json_fail(reader, reader->at,
                         "unknown word '%.*s': JSON has true, false and null, and text in double "
                         "quotes",
                         word.len < 30 ? (int)word.len : 30, word.at);
    reader->at = end;
    return true;
}

static bool read_value(JsonReader *reader, Value *out);

static void push_item(JsonReader *reader, Value item) {
    if (reader->item_count == reader->item_capacity) {
        reader->item_capacity = reader->item_capacity * 2 + 64;
        reader->items = heap_resize(reader->items, reader->item_capacity * sizeof *reader->items);
    }
    reader->items[reader->item_count++] = item;
}

static void push_entry(JsonReader *reader, Value key, Value value, const char *at) {
    size_t count = reader->entry_count++;
    if (count == reader->entry_capacity) {
        size_t more = reader->entry_capacity = count * 2 + 64;
        reader->keys = heap_resize(reader->keys, more * sizeof *reader->keys);
        reader->values = heap_resize(reader->values, more * sizeof *reader->values);
        reader->key_places = heap_resize(reader->key_places, more * sizeof *reader->key_places);
    }
    reader->keys[count] = key;
    reader->values[count] = value;
    reader->key_places[count] = at;
}

static bool go_deeper(JsonReader *reader) {
    if (arena_exhausted(reader->arena))
        return json_fail(reader, reader->at,
                         "the values need more memory than the limit of %zu bytes",
                         arena_ceiling(reader->arena));
    if (++reader->depth <= reader->deepest) return true;
    return json_fail(reader, reader->at, "nested more than %u levels deep", reader->deepest);
}

static bool read_list(JsonReader *reader, Value *out) {
    size_t first = reader->item_count;
    if (!go_deeper(reader)) return false;
    reader->at++;
    skip_space(reader);
    bool more = !take(reader, ']');
    while (more) {
        Value item;
        if (!read_value(reader, &item)) return false;
        push_item(reader, item);
        skip_space(reader);
        more = take(reader, ',');
        if (!more && !take(reader, ']')) return json_fail_found(reader, "',' or ']'");
        if (!more) break;
        skip_space(reader);
        if (reader->at < reader->end && *reader->at == ']')
            return json_fail_found(reader, "another value after ','");
    }
    size_t count = reader->item_count - first;
    *out = value_list(reader->arena, count > 0 ? &reader->items[first] : NULL, count);
    reader->item_count = first;
    reader->depth--;
    return true;
}

static void say_duplicate(JsonReader *reader, size_t entry) {
    if (reader->duplicate) return;
    Buf key BUF_AUTO = buf_new(256);
    shown_add(&key, utf8_fit(value_text(reader->keys[entry]), 40), false);
    json_fail(reader, reader->key_places[entry], "duplicate key \"%.*s\"", SV_ARG(buf_sv(&key)));
    reader->duplicate = true;
}

// One bit of 64: keys with different bits are different.
static uint64_t bit_of(Sv key) {
    size_t mark = key.len * 7;
    if (key.len > 0) mark += (unsigned char)key.at[0] + 31U * (unsigned char)key.at[key.len - 1];
    return (uint64_t)1 << (mark & 63);
}

static bool is_among(const Value *keys, size_t count, Sv key) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq(value_text(keys[i]), key)) return true;
    return false;
}

static bool are_different(const Value *keys, size_t count) {
    uint64_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        Sv key = value_text(keys[i]);
        uint64_t bit = bit_of(key);
        if ((seen & bit) && is_among(keys, i, key)) return false;
        seen |= bit;
    }
    return true;
}

// For the open object whose entries begin at `first`.
static Value build_map(JsonReader *reader, size_t first) {
    size_t count = reader->entry_count - first;
    const Value *keys = reader->keys + first, *values = reader->values + first;
    if (count <= MAP_FEW && are_different(keys, count))
        return map_of_few(reader->arena, keys, values, (uint32_t)count);
    MapBuilder map = map_builder(reader->arena);
    uint64_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = bit_of(value_text(keys[i]));
        if (!(seen & bit))
            map_add_new(&map, keys[i], values[i]);
        else if (!map_add(&map, keys[i], values[i]))
            say_duplicate(reader, first + i);
        seen |= bit;
    }
    return map_done(&map);
}

static bool read_entry(JsonReader *reader) {
    const char *at = reader->at;
    Value key, value;
    if (at == reader->end || *at != '"') return json_fail_found(reader, "a key in double quotes");
    if (!json_read_string(reader, &key)) return false;
    skip_space(reader);
    if (!take(reader, ':')) return json_fail_found(reader, "':' after the key");
    if (!read_value(reader, &value)) return false;
    push_entry(reader, key, value, at);
    return true;
}

static bool read_object(JsonReader *reader, Value *out) {
    size_t first = reader->entry_count;
    if (!go_deeper(reader)) return false;
    reader->at++;
    skip_space(reader);
    bool more = !take(reader, '}');
    while (more) {
        if (!read_entry(reader)) return false;
        skip_space(reader);
        more = take(reader, ',');
        if (!more && !take(reader, '}')) return json_fail_found(reader, "',' or '}'");
        if (more) skip_space(reader);
    }
    *out = build_map(reader, first);
    reader->entry_count = first;
    reader->depth--;
    return true;
}

static bool read_value(JsonReader *reader, Value *out) {
    skip_space(reader);
    if (reader->at == reader->end) return json_fail_found(reader, "a value");
    char c = *reader->at;
    switch (c) {
    case '{': return read_object(reader, out);
    case '[': return read_list(reader, out);
    case '"': return json_read_string(reader, out);
    case '\'':
        return json_fail(reader, reader->at, "text stands in double quotes, not in single ones");
    case '+':
    case '.':
        return json_fail(reader, reader->at, "a number begins with a digit or '-', not with '%c'",
                         c);
    default: break;
    }
    if (c == '-' || ascii_is_digit(c)) return json_read_number(reader, out);
    if (ascii_is_word(c)) return read_word(reader, out);
    return json_fail_found(reader, "a value");
}

static bool read_text(JsonReader *reader, Sv text, Value *out) {
    size_t bad;
    if (text.len > LIMIT_JSON_BYTES)
        return json_fail(reader, reader->start, "the text has %zu bytes; the limit is %d", text.len,
                         LIMIT_JSON_BYTES);
    if (!utf8_valid(text, &bad))
        return json_fail(reader, reader->start + bad, "byte 0x%02x is not UTF-8 here",
                         (unsigned char)text.at[bad]);
    if (sv_starts(text, SV("\xEF\xBB\xBF"))) reader->at += 3;
    skip_space(reader);
    if (reader->at == reader->end) return json_fail(reader, reader->at, "the text is empty");
    if (!read_value(reader, out)) return false;
    skip_space(reader);
    if (reader->at < reader->end) return json_fail_found(reader, "the end after the value");
    reader->error.well_formed = reader->duplicate;
    if (reader->duplicate) return false;
    if (!arena_exhausted(reader->arena)) return true;
    return json_fail(reader, reader->end, "the values need more memory than the limit of %zu bytes",
                     arena_ceiling(reader->arena));
}

bool json_parse(Arena *arena, Sv text, Value *out, JsonError *error) {
    return json_parse_within(arena, text, LIMIT_JSON_DEPTH, out, error);
}

bool json_parse_within(Arena *arena, Sv text, unsigned depth, Value *out, JsonError *error) {
    if (!text.at) text = SV("");
    JsonReader reader = {.arena = arena,
                         .start = text.at,
                         .at = text.at,
                         .end = text.at + text.len,
                         .deepest = depth};
    Value value;
    bool read = read_text(&reader, text, &value);
    heap_free(reader.items);
    heap_free(reader.keys);
    heap_free(reader.values);
    heap_free(reader.key_places);
    if (read) *out = value;
    if (!read && error) *error = reader.error;
    return read;
}

bool json_well_formed(Sv text) {
    Arena *arena = arena_new(LIMIT_ATTEMPT_MEMORY * (size_t)4);
    Value value;
    JsonError error = {.well_formed = false};
    bool read = json_parse(arena, text, &value, &error);
    arena_free(arena);
    return read || error.well_formed;
}
