#include "value/value.h"

// The two equality tests that nearly all keys need, before the general one.
static bool same_key(const Value *a, const Value *b) {
    if (a->kind == VALUE_STRING || b->kind == VALUE_STRING)
        return a->kind == b->kind && sv_eq(value_text(*a), value_text(*b));
    if (a->kind == VALUE_INT && b->kind == VALUE_INT) return a->integer == b->integer;
    return value_equal(*a, *b);
}

// Most texts that differ do so in their length or their first letter.
static uint32_t find_text(const ValueMap *map, Sv key) {
    for (uint32_t i = 0; i < map->count; i++) {
        const Value *each = &map->keys[i];
        if (each->text.len != key.len || each->kind != VALUE_STRING) continue;
        if (key.len > 0 && each->text.at[0] != key.at[0]) continue;
        if (sv_eq(value_text(*each), key)) return i;
    }
    return UINT32_MAX;
}

static uint32_t find_among_few(const ValueMap *map, const Value *key) {
    if (key->kind == VALUE_STRING) return find_text(map, value_text(*key));
    for (uint32_t i = 0; i < map->count; i++)
        if (same_key(&map->keys[i], key)) return i;
    return UINT32_MAX;
}

static uint32_t find_hashed(const ValueMap *map, const Value *key, uint64_t hash) {
    uint32_t mask = map->slot_count - 1;
    for (uint32_t at = (uint32_t)hash & mask; map->slots[at]; at = (at + 1) & mask)
        if (same_key(&map->keys[map->slots[at] - 1], key)) return map->slots[at] - 1;
    return UINT32_MAX;
}

// Such maps are small. A hash of the letters would not find other spellings.
static uint32_t find_caseless(const ValueMap *map, const Value *key) {
    for (uint32_t i = 0; i < map->count; i++)
        if (map->keys[i].kind == VALUE_STRING &&
            sv_eq_nocase(value_text(map->keys[i]), value_text(*key)))
            return i;
    return UINT32_MAX;
}

static uint32_t find(const ValueMap *map, const Value *key, uint8_t marks) {
    if (__builtin_expect((marks | key->marks) & VALUE_CASELESS, 0) && key->kind == VALUE_STRING)
        return find_caseless(map, key);
    return map->slots ? find_hashed(map, key, value_hash(*key)) : find_among_few(map, key);
}

MapBuilder map_builder(Arena *arena) {
    return (MapBuilder){.arena = arena};
}

static void index_key(MapBuilder *builder, uint32_t entry, uint64_t hash) {
    uint32_t mask = builder->slot_count - 1, at = (uint32_t)hash & mask;
    while (builder->slots[at])
        at = (at + 1) & mask;
    builder->slots[at] = entry + 1;
}

static void index_all(MapBuilder *builder) {
    builder->slot_count = builder->slots ? builder->slot_count * 4 : MAP_FEW * 4;
    builder->slots = arena_new_array(builder->arena, uint32_t, builder->slot_count);
    for (uint32_t i = 0; i < builder->count; i++)
        index_key(builder, i, value_hash(builder->keys[i]));
}

static void grow(MapBuilder *builder) {
    uint32_t capacity = builder->capacity;
    arena_grow(builder->arena, builder->keys, builder->count, capacity);
    capacity = builder->capacity;
    arena_grow(builder->arena, builder->values, builder->count, capacity);
    builder->capacity = capacity;
}

static void append(MapBuilder *builder, Value key, Value value, uint64_t hash) {
    if (builder->count == builder->capacity) grow(builder);
    builder->keys[builder->count] = key;
    builder->values[builder->count++] = value;
    if (builder->slots && builder->count <= builder->slot_count / 2)
        index_key(builder, builder->count - 1, hash);
    else if (builder->count > MAP_FEW)
        index_all(builder);
}

bool map_add(MapBuilder *builder, Value key, Value value) {
    ValueMap so_far = {.count = builder->count,
                       .keys = builder->keys,
                       .values = builder->values,
                       .slots = builder->slots,
                       .slot_count = builder->slot_count};
    uint64_t hash = builder->slots ? value_hash(key) : 0;
    uint32_t found =
        builder->slots ? find_hashed(&so_far, &key, hash) : find_among_few(&so_far, &key);
    if (found != UINT32_MAX) return false;
    append(builder, key, value, hash);
    return true;
}

void map_add_new(MapBuilder *builder, Value key, Value value) {
    append(builder, key, value, builder->slots ? value_hash(key) : 0);
}

bool map_add_sv(MapBuilder *builder, Sv key, Value value) {
    return map_add(builder, value_string(key), value);
}

bool map_add_c(MapBuilder *builder, const char *key, Value value) {
    return map_add_sv(builder, sv_from_c(key), value);
}

Value map_done(MapBuilder *builder) {
    ValueMap *map = arena_new_of(builder->arena, ValueMap);
    *map = (ValueMap){.count = builder->count,
                      .keys = builder->keys,
                      .values = builder->values,
                      .slots = builder->slots,
                      .slot_count = builder->slot_count};
    return (Value){.kind = VALUE_MAP, .map = map};
}

Value map_of_few(Arena *arena, const Value *keys, const Value *values, uint32_t count) {
    ValueMap *map = arena_new_of(arena, ValueMap);
    *map = (ValueMap){.count = count,
                      .keys = arena_copy(arena, keys, sizeof *keys * count),
                      .values = arena_copy(arena, values, sizeof *values * count)};
    return (Value){.kind = VALUE_MAP, .map = map};
}

Value value_key(Value map, size_t index) {
    return value_marked(map.map->keys[index], map.marks & VALUE_CASELESS);
}

Value value_at(Value map, size_t index) {
    return map.map->values[index];
}

const Value *value_get(Value map, Value key) {
    if (map.kind != VALUE_MAP) return NULL;
    uint32_t found = find(map.map, &key, map.marks);
    return found == UINT32_MAX ? NULL : &map.map->values[found];
}

const Value *value_get_sv(Value map, Sv key) {
    return value_get(map, value_string(key));
}

const Value *value_get_c(Value map, const char *key) {
    return value_get_sv(map, sv_from_c(key));
}

static const Value *field_of(Value map, const char *key, ValueKind kind) {
    const Value *found = value_get_c(map, key);
    return found && found->kind == kind ? found : NULL;
}

Sv value_field_text(Value map, const char *key, Sv fallback) {
    const Value *found = field_of(map, key, VALUE_STRING);
    return found ? value_text(*found) : fallback;
}

int64_t value_field_int(Value map, const char *key, int64_t fallback) {
    const Value *found = field_of(map, key, VALUE_INT);
    return found ? found->integer : fallback;
}

bool value_field_bool(Value map, const char *key, bool fallback) {
    const Value *found = field_of(map, key, VALUE_BOOL);
    return found ? found->boolean : fallback;
}

Value value_field(Value map, const char *key) {
    const Value *found = value_get_c(map, key);
    return found ? *found : VALUE_NONE;
}
