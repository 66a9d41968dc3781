// Immutable values: what expressions compute with, and what actions take and return. Passed by
// value (32 bytes); what they point to is in an arena and never changes. Each carries a taint: the
// set of secrets that took part in it.
#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include "base/arena.h"
#include "base/sv.h"

typedef enum ValueKind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_UINT,
    VALUE_DOUBLE,
    VALUE_DECIMAL, // exact, any size; text in canonical form
    VALUE_STRING,  // valid UTF-8
    VALUE_BYTES,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_DURATION,
    VALUE_TIMESTAMP,
    VALUE_TYPE,     // text: the type's name ("int", "google.protobuf.Duration", …)
    VALUE_OPTIONAL, // list of no or one value
    VALUE_IP,       // text: canonical form
    VALUE_CIDR,     // text: canonical form
    VALUE_VERSION,  // text: as it was written; see value/version.h
    VALUE_KIND_COUNT
} ValueKind;

// Bit n is for secret number n of the run; bit 30 is for all secrets from 30 on.
typedef uint32_t Taint;
// Not of a secret: the value was there once, and is not any more. Its text says why.
#define TAINT_LOST ((Taint)1 << 31)

struct ValueList;
struct ValueMap;

// What is known about a value besides its content.
typedef enum ValueMark {
    VALUE_CASELESS = 1, // a name that ignores case, like that of a header; for a map: its keys do
    VALUE_RECORD = 2,   // the record that a step left, a map
    VALUE_COMPLETE = 4, // … which is complete: what is missing was seen to be missing
    VALUE_RECORDS = 8,  // the map of all such records, by the steps' ids
    VALUE_UNSEEN = 16   // it was computed without anything observed
} ValueMark;

typedef struct Value {
    uint8_t kind;  // ValueKind
    uint8_t marks; // ValueMark, any of them
    int32_t nanos; // durations and timestamps: -999999999 … 999999999, same sign as seconds for
                   // durations
    Taint taint;
    union {
        bool boolean;
        int64_t integer;
        uint64_t uinteger;
        double number;
        int64_t seconds; // of a duration, or since 1970-01-01T00:00:00Z
        struct {
            const char *at;
            size_t len;
        } text; // string, bytes, decimal, type, ip, cidr, version: use value_text
        const struct ValueList *list; // list, optional
        const struct ValueMap *map;
    };
} Value;

typedef struct ValueList {
    uint32_t count;
    Value *items;
    // For rows of a table, even if there are none: the names that each row has. NULL = not a list
    // of rows. An optional for a missing row has them too.
    const struct ValueList *columns;
} ValueList;

typedef struct ValueMap {
    uint32_t count;
    Value *keys; // bool, int, uint or string; in order of insertion
    Value *values;
    uint32_t *slots;     // hash index, NULL for small maps
    uint32_t slot_count; // a power of two
    bool row;            // it is a row of a table: there can be no other keys
} ValueMap;

// ── making ──
extern const Value VALUE_NONE; // null
Value value_null(void);
Value value_bool(bool boolean);
Value value_int(int64_t integer);
Value value_uint(uint64_t integer);
Value value_double(double number);
Value value_string(Sv text); // the text is not copied
Value value_string_copy(Arena *arena, Sv text);
Value value_bytes(Sv bytes);
// False if the text is not a decimal number. The value holds its canonical form, the same for equal
// numbers.
MUST_USE bool value_decimal(Arena *arena, Sv text, Value *out);
Value value_duration(int64_t seconds, int32_t nanos);
Value value_duration_ns(int64_t ns);
Value value_timestamp(int64_t seconds, int32_t nanos);
Value value_type(Sv name);
Value value_list(Arena *arena, const Value *items, size_t count); // items are copied, not deeply
Value value_list_of(const ValueList *list);
Value value_optional_none(void);
Value value_optional_of(Arena *arena, Value value);
Value value_tainted(Value value, Taint taint);  // adds to the value's own (the outermost only)
Value value_marked(Value value, uint8_t marks); // likewise

typedef struct ListBuilder {
    Arena *arena;
    Value *items;
    uint32_t count, capacity;
} ListBuilder;
ListBuilder list_builder(Arena *arena);
void list_add(ListBuilder *builder, Value value);
Value list_done(ListBuilder *builder);

// The list as one of rows: its maps become rows, and what is computed from them knows the columns
// (a list of texts).
Value value_rows(Arena *arena, Value list, Value columns);
// A list or optional that was made from items of `source`: it consists of rows if `source` does.
Value value_of_rows(Arena *arena, Value made, Value source);
bool value_has_column(const ValueList *columns, Sv name);

typedef struct MapBuilder {
    Arena *arena;
    Value *keys, *values;
    uint32_t count, capacity;
    uint32_t *slots;
    uint32_t slot_count;
} MapBuilder;
MapBuilder map_builder(Arena *arena);
// False, and nothing added, if an equal key is there already.
bool map_add(MapBuilder *builder, Value key, Value value);
// For who knows that there is no equal key.
void map_add_new(MapBuilder *builder, Value key, Value value);
bool map_add_c(MapBuilder *builder, const char *key, Value value);
bool map_add_sv(MapBuilder *builder, Sv key, Value value);
Value map_done(MapBuilder *builder);
// A map of so few entries is looked through from its first to its last.
enum { MAP_FEW = 32 };
// A map of these, copied but not deeply. At most MAP_FEW, and no two keys are equal.
Value map_of_few(Arena *arena, const Value *keys, const Value *values, uint32_t count);

// ── looking ──
Sv value_text(Value value);                  // string, bytes, decimal, type, ip, cidr, version
bool value_has_no_case(Value text);          // whether it ignores case, or has no letters
const char *value_kind_name(ValueKind kind); // "int", "string", "map", …, for messages
size_t value_count(Value value);             // list, optional: items; map: entries
Value value_item(Value list, size_t index);  // index must be in range
Value value_key(Value map, size_t index);    // a name that ignores case if the keys of the map do
Value value_at(Value map, size_t index);
// NULL if the key is not there. Numeric keys are found across int, uint and integral doubles.
const Value *value_get(Value map, Value key);
const Value *value_get_sv(Value map, Sv key);
const Value *value_get_c(Value map, const char *key);
// Typed fields of a map with text keys, with a fallback if the field is absent or of another kind.
Sv value_field_text(Value map, const char *key, Sv fallback);
int64_t value_field_int(Value map, const char *key, int64_t fallback);
bool value_field_bool(Value map, const char *key, bool fallback);
Value value_field(Value map, const char *key); // null where absent
bool value_is_number(Value value);             // int, uint, double, decimal
// All taints of the value and of its contents.
Taint value_taint(Value value);

// How long what a value says is, in bytes, of the shortest and the longest text or number in it:
// what a secret can be found by. Empty texts, true, false and null say nothing of their own.
typedef struct LeafBytes {
    size_t shortest, longest; // 0 = there is none
} LeafBytes;
LeafBytes value_leaf_bytes(Value value);
// Nanoseconds of a duration, clamped to int64.
int64_t value_duration_to_ns(Value duration);

// ── comparing ──
// CEL equality: numbers compare across kinds, NaN is unequal to everything, unlike kinds are
// unequal, maps and lists compare deeply. Texts ignore the case of ASCII letters if one of them
// does.
bool value_equal(Value a, Value b);
// False if the two have no order, or one is NaN. *order is negative, zero or positive.
bool value_compare(Value a, Value b, int *order);
uint64_t value_hash(Value value); // equal values hash alike
// Arithmetic on decimals; `op` is one of + - * / %, a quotient has 34 significant digits, % has the
// sign of a. Ints, uints and whole doubles are taken exactly, other doubles as the shortest text
// that reads back as them (so that decimal 19.99 equals the double 19.99). False: not a number, not
// finite, division by zero, or a result over LIMIT_DECIMAL_DIGITS.
MUST_USE bool decimal_arithmetic(Arena *arena, char op, Value a, Value b, Value *out);

// A deep copy into the arena.
Value value_copy(Arena *arena, Value value);
// A map of which there are many with the same keys: it shares them with *like, an earlier copy in
// the same arena, else becomes *like itself. Begin with null.
Value value_copy_like(Arena *arena, Value value, Value *like);

#endif
