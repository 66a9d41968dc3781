// The possible values of an expression, whatever its names hold: an abstract evaluation of the
// checked tree. It errs on the side of too many values, so that only what is certain is reported.
// Operands without a value (a missing key, text that is not a number) are not considered.
#ifndef CEL_CHECK_RANGE_H
#define CEL_CHECK_RANGE_H

#include "cel/ast.h"

enum { MAY_HOLD = 1, MAY_MISS = 2, MAY_BOTH = 3 };

// What is known about a text, or about each text in a list.
enum { TEXT_LOWER = 1, TEXT_UPPER = 2, TEXT_TRIMMED = 4, TEXT_LINE = 8 };

typedef struct RangeSpan {
    long double least, most;
    bool rare; // only occurs if it is asked for: not a case in which something is missed
} RangeSpan;

typedef struct CelRange {
    uint32_t kinds; // the possible ValueKinds, a bit for each; 0 = it has no value
    uint8_t truth;  // of a bool
    uint8_t traits; // TEXT_LOWER …
    bool known;     // it is exactly `value`
    bool json;      // it comes from JSON, and so does everything in it
    bool partial;   // reading it also asks whether it is there: a key of a map, an item of a list
    bool patterns;  // texts in `among` may contain * for any characters
    Value value;
    long double least, most;       // of a number; of a duration or timestamp in ns
    long double shortest, longest; // size of a text, bytes, a list, a map
    const RangeSpan *spans;        // of a number: it is within one of these
    uint32_t span_count;           // 0 = anywhere between least and most
    const Value *among, *excluded; // it is one of `among`; it is none of `excluded`
    uint32_t among_count, excluded_count;
} Range;

// The struct is large and only the fields in use are set: a hardened build would clear all of it
// for each expression.
#define RANGE_UNSET __attribute__((uninitialized))

enum { RANGE_PINS = 6, RANGE_LOCALS = 16 };

// An expression that is assumed to have some value.
typedef struct Pin {
    const CelExpr *subject;
    bool atom; // a condition: its opposite is assumed as well
    Range range;
} Pin;

typedef struct Ranger {
    const CelProgram *program;
    const CelNames *names;
    Pin pins[RANGE_PINS];
    uint32_t pin_count;
    Range locals[RANGE_LOCALS];
    Arena *arena;    // for computed values; made on first use
    uint32_t budget; // nodes that may still be visited
    bool plain;      // ignore the declared ranges of results
} Ranger;

void ranger_start(Ranger *ranger, const CelProgram *program, const CelNames *names);
void ranger_end(Ranger *ranger);

Range range_of(Ranger *ranger, const CelExpr *expr);
// MAY_HOLD, MAY_MISS or both, after assuming in turn each case that conditions on the same thing
// distinguish; 0 if it has no value.
uint8_t range_decide(Ranger *ranger, const CelExpr *expr);
// The same if none of the operands is decided by itself.
uint8_t range_decide_parts(Ranger *ranger, const CelExpr *expr);

// ── making ──
enum {
    KIND_NUMBERS = 1u << VALUE_INT | 1u << VALUE_UINT | 1u << VALUE_DOUBLE | 1u << VALUE_DECIMAL,
    KIND_TIMES = 1u << VALUE_DURATION | 1u << VALUE_TIMESTAMP,
    KIND_SIZED = 1u << VALUE_STRING | 1u << VALUE_BYTES | 1u << VALUE_LIST | 1u << VALUE_MAP,
    KIND_JSON = 1u << VALUE_NULL | 1u << VALUE_BOOL | 1u << VALUE_INT | 1u << VALUE_DOUBLE |
                1u << VALUE_DECIMAL | 1u << VALUE_STRING | 1u << VALUE_LIST | 1u << VALUE_MAP
};
Range range_any(void);
Range range_nothing(void);
Range range_of_kinds(uint32_t kinds);
Range range_of_type(CelType type);
Range range_of_value(Value value);
Range range_of_truth(uint8_t truth);
Range range_between(ValueKind kind, long double least, long double most);
Range range_of_json(void);
Range range_join(const Range *a, const Range *b);
// The intersection: `declared` narrows what the type says.
Range range_meet(const Range *typed, const Range *declared);
// Whether all possible values are of these kinds, and there is at least one.
bool range_is(const Range *range, uint32_t kinds);
bool range_in_spans(const Range *range, long double number);
long double range_number(Value value); // of a number, a duration, a timestamp

// ── the parts (range_same.c, range_compare.c, range_calls.c) ──
// Whether two expressions are the same whatever the names hold: as written, in another spelling, or
// by the row of a result.
bool range_same(Ranger *ranger, const CelExpr *a, const CelExpr *b);
// 1 = the two conditions are the same, -1 = they are opposites, 0 = neither.
int range_alike(Ranger *ranger, const CelExpr *a, const CelExpr *b);
// Compares two counts of items of the same list. True if both are such counts: *at_most if the
// first is never larger than the second, *at_least if never smaller.
bool range_counts(Ranger *ranger, const CelExpr *a, const CelExpr *b, bool *at_most,
                  bool *at_least);
uint8_t range_compare(Ranger *ranger, const CelExpr *expr, const Range *a, const Range *b);
Range range_of_call(Ranger *ranger, const CelExpr *expr, const Range *args);
// Computes a node whose operands are known values.
Range range_computed(Ranger *ranger, const CelExpr *expr, const Range *args);
// Whether every text matches (`one_line`: every text without a line feed).
bool range_matches_all(Sv pattern, bool one_line, bool whole);

#endif
