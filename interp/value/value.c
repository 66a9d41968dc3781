#include "value/value.h"
#include "base/limits.h"
#include "value/json.h"

const Value VALUE_NONE = {.kind = VALUE_NULL};

Value value_null(void) {
    return VALUE_NONE;
}

Value value_bool(bool boolean) {
    return (Value){.kind = VALUE_BOOL, .boolean = boolean};
}

Value value_int(int64_t integer) {
    return (Value){.kind = VALUE_INT, .integer = integer};
}

Value value_uint(uint64_t integer) {
    return (Value){.kind = VALUE_UINT, .uinteger = integer};
}

Value value_double(double number) {
    return (Value){.kind = VALUE_DOUBLE, .number = number};
}

static Value of_text(ValueKind kind, Sv text) {
    return (Value){.kind = (uint8_t)kind, .text = {text.at, text.len}};
}

Value value_string(Sv text) {
    return of_text(VALUE_STRING, text);
}

Value value_string_copy(Arena *arena, Sv text) {
    return value_string(sv_copy(arena, text));
}

Value value_bytes(Sv bytes) {
    return of_text(VALUE_BYTES, bytes);
}

Value value_type(Sv name) {
    return of_text(VALUE_TYPE, name);
}

enum { SECOND = 1000000000 };

Value value_duration(int64_t seconds, int32_t nanos) {
    return (Value){.kind = VALUE_DURATION, .nanos = nanos, .seconds = seconds};
}

Value value_duration_ns(int64_t ns) {
    return value_duration(ns / SECOND, (int32_t)(ns % SECOND));
}

Value value_timestamp(int64_t seconds, int32_t nanos) {
    return (Value){.kind = VALUE_TIMESTAMP, .nanos = nanos, .seconds = seconds};
}

int64_t value_duration_to_ns(Value duration) {
    int64_t ns;
    bool over = __builtin_mul_overflow(duration.seconds, (int64_t)SECOND, &ns) ||
                __builtin_add_overflow(ns, (int64_t)duration.nanos, &ns);
    if (!over) return ns;
    return duration.seconds < 0 ? INT64_MIN : INT64_MAX;
}

static Value of_list(ValueKind kind, const ValueList *list) {
    return (Value){.kind = (uint8_t)kind, .list = list};
}

Value value_list_of(const ValueList *list) {
    return of_list(VALUE_LIST, list);
}

static const ValueList *new_list(Arena *arena, const Value *items, size_t count) {
    ValueList *list = arena_new_of(arena, ValueList);
    list->count = (uint32_t)count;
    list->items = arena_copy(arena, items, sizeof *items * count);
    return list;
}

Value value_list(Arena *arena, const Value *items, size_t count) {
    return of_list(VALUE_LIST, new_list(arena, items, count));
}

Value value_optional_none(void) {
    static const ValueList none = {0};
    return of_list(VALUE_OPTIONAL, &none);
}

Value value_optional_of(Arena *arena, Value value) {
    return of_list(VALUE_OPTIONAL, new_list(arena, &value, 1));
}

Value value_tainted(Value value, Taint taint) {
    value.taint |= taint;
    return value;
}

Value value_marked(Value value, uint8_t marks) {
    value.marks |= marks;
    return value;
}

ListBuilder list_builder(Arena *arena) {
    return (ListBuilder){.arena = arena};
}

void list_add(ListBuilder *builder, Value value) {
    arena_grow(builder->arena, builder->items, builder->count, builder->capacity);
    builder->items[builder->count++] = value;
}

Value list_done(ListBuilder *builder) {
    ValueList *list = arena_new_of(builder->arena, ValueList);
    *list = (ValueList){.count = builder->count, .items = builder->items};
    return value_list_of(list);
}

// ── rows ──

static Value with_columns(Arena *arena, Value list, const ValueList *columns) {
    ValueList *made = arena_copy(arena, list.list, sizeof *made);
    made->columns = columns;
    list.list = made;
    return list;
}

Value value_rows(Arena *arena, Value list, Value columns) {
    Value *items = arena_new_array(arena, Value, value_count(list));
    for (size_t i = 0; i < value_count(list); i++) {
        items[i] = value_item(list, i);
        if (items[i].kind != VALUE_MAP) continue;
        ValueMap *row = arena_copy(arena, items[i].map, sizeof *row);
        row->row = true;
        items[i].map = row;
    }
    Value made = with_columns(arena, list, columns.list);
    ((ValueList *)(uintptr_t)made.list)->items = items;
    return made;
}

Value value_of_rows(Arena *arena, Value made, Value source) {
    if (source.kind != VALUE_LIST || !source.list->columns) return made;
    return with_columns(arena, made, source.list->columns);
}

bool value_has_column(const ValueList *columns, Sv name) {
    for (uint32_t i = 0; i < columns->count; i++)
        if (sv_eq(value_text(columns->items[i]), name)) return true;
    return false;
}

// ── looking ──
Sv value_text(Value value) {
    return (Sv){value.text.at, value.text.len};
}

bool value_has_no_case(Value text) {
    return (text.marks & VALUE_CASELESS) != 0 || !sv_has_letters(value_text(text));
}

const char *value_kind_name(ValueKind kind) {
    static const char *const names[VALUE_KIND_COUNT] = {
        [VALUE_NULL] = "null",     [VALUE_BOOL] = "bool",         [VALUE_INT] = "int",
        [VALUE_UINT] = "uint",     [VALUE_DOUBLE] = "double",     [VALUE_DECIMAL] = "decimal",
        [VALUE_STRING] = "string", [VALUE_BYTES] = "bytes",       [VALUE_LIST] = "list",
        [VALUE_MAP] = "map",       [VALUE_DURATION] = "duration", [VALUE_TIMESTAMP] = "timestamp",
        [VALUE_TYPE] = "type",     [VALUE_OPTIONAL] = "optional", [VALUE_IP] = "ip",
        [VALUE_CIDR] = "cidr",     [VALUE_VERSION] = "version",
    };
    return kind < VALUE_KIND_COUNT ? names[kind] : "unknown";
}

size_t value_count(Value value) {
    switch (value.kind) {
    case VALUE_LIST:
    case VALUE_OPTIONAL: return value.list->count;
    case VALUE_MAP: return value.map->count;
    default: return 0;
    }
}

Value value_item(Value list, size_t index) {
    return list.list->items[index];
}

bool value_is_number(Value value) {
    return value.kind == VALUE_INT || value.kind == VALUE_UINT || value.kind == VALUE_DOUBLE ||
           value.kind == VALUE_DECIMAL;
}

Taint value_taint(Value value) {
    Taint taint = value.taint;
    if (value.kind == VALUE_LIST || value.kind == VALUE_OPTIONAL)
        for (uint32_t i = 0; i < value.list->count; i++)
            taint |= value_taint(value.list->items[i]);
    if (value.kind == VALUE_MAP)
        for (uint32_t i = 0; i < value.map->count; i++)
            taint |= value_taint(value.map->keys[i]) | value_taint(value.map->values[i]);
    return taint;
}

static size_t number_bytes(Value value) {
    BUF_AUTO Buf text = buf_new(LIMIT_DECIMAL_DIGITS * 2);
    json_write(&text, value, JSON_COMPACT);
    size_t bytes = text.len;
    if (sv_starts(buf_sv(&text), SV("-"))) bytes--;
    if (sv_ends(buf_sv(&text), SV(".0"))) bytes -= 2;
    return bytes;
}

static void count_leaf(LeafBytes *leaves, Value value) {
    size_t bytes = 0;
    switch ((ValueKind)value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL: return;
    case VALUE_LIST:
    case VALUE_OPTIONAL:
        for (size_t i = 0; i < value_count(value); i++)
            count_leaf(leaves, value_item(value, i));
        return;
    case VALUE_MAP:
        for (size_t i = 0; i < value_count(value); i++)
            count_leaf(leaves, value_at(value, i));
        return;
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_VERSION: bytes = value_text(value).len; break;
    default: bytes = number_bytes(value);
    }
    if (bytes == 0) return;
    if (leaves->shortest == 0 || bytes < leaves->shortest) leaves->shortest = bytes;
    if (bytes > leaves->longest) leaves->longest = bytes;
}

LeafBytes value_leaf_bytes(Value value) {
    LeafBytes leaves = {0, 0};
    count_leaf(&leaves, value);
    return leaves;
}

static Value copy_list(Arena *arena, Value value) {
    Value *items = arena_new_array(arena, Value, value.list->count);
    for (uint32_t i = 0; i < value.list->count; i++)
        items[i] = value_copy(arena, value.list->items[i]);
    ValueList *list = arena_new_of(arena, ValueList);
    *list = (ValueList){.count = value.list->count, .items = items};
    if (value.list->columns)
        list->columns = copy_list(arena, value_list_of(value.list->columns)).list;
    value.list = list;
    return value;
}

static Value *copy_items(Arena *arena, const Value *items, uint32_t count) {
    Value *copies = arena_alloc_raw(arena, sizeof *copies * count);
    for (uint32_t i = 0; i < count; i++)
        copies[i] = value_copy(arena, items[i]);
    return copies;
}

static bool same_keys(const ValueMap *a, const ValueMap *b) {
    bool same = a->count == b->count && !a->slots && !b->slots;
    for (uint32_t i = 0; same && i < a->count; i++)
        same = a->keys[i].kind == VALUE_STRING && b->keys[i].kind == VALUE_STRING &&
               sv_eq(value_text(a->keys[i]), value_text(b->keys[i]));
    return same;
}

Value value_copy_like(Arena *arena, Value value, Value *like) {
    bool same =
        value.kind == VALUE_MAP && like->kind == VALUE_MAP && same_keys(value.map, like->map);
    if (!same) {
        *like = value_copy(arena, value);
        return *like;
    }
    ValueMap *map = arena_new_of(arena, ValueMap);
    *map = (ValueMap){.count = value.map->count,
                      .row = value.map->row,
                      .keys = like->map->keys,
                      .values = copy_items(arena, value.map->values, value.map->count)};
    value.map = map;
    return value;
}

static Value copy_map(Arena *arena, Value value) {
    ValueMap *map = arena_new_of(arena, ValueMap);
    *map = (ValueMap){.count = value.map->count,
                      .row = value.map->row,
                      .keys = copy_items(arena, value.map->keys, value.map->count),
                      .values = copy_items(arena, value.map->values, value.map->count)};
    if (value.map->slots) {
        map->slot_count = value.map->slot_count;
        map->slots = arena_copy(arena, value.map->slots, sizeof *map->slots * map->slot_count);
    }
    value.map = map;
    return value;
}

Value value_copy(Arena *arena, Value value) {
    switch (value.kind) {
    case VALUE_STRING:
    case VALUE_BYTES:
    case VALUE_DECIMAL:
    case VALUE_TYPE:
    case VALUE_VERSION:
    case VALUE_IP:
    case VALUE_CIDR: {
        Sv text = sv_copy(arena, value_text(value));
        value.text.at = text.at;
        return value;
    }
    case VALUE_LIST:
    case VALUE_OPTIONAL: return copy_list(arena, value);
    case VALUE_MAP: return copy_map(arena, value);
    default: return value;
    }
}
