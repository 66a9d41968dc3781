// What an expression can come to, whatever its names hold: an abstract evaluation over the checked
// tree. It says too much rather than too little, so that only what is certain is told. An operand
// that has no value (a missing key, text that is no number) is not thought of.
#ifndef CEL_CHECK_RANGE_H
#define CEL_CHECK_RANGE_H

#include "cel/ast.h"

enum { MAY_HOLD = 1, MAY_MISS = 2, MAY_BOTH = 3 };

// What is known of a text, or of each text in a list.
enum { TEXT_LOWER = 1, TEXT_UPPER = 2, TEXT_TRIMMED = 4, TEXT_LINE = 8 };

typedef struct RangeSpan {
    long double least, most;
    bool rare; // nothing that is not asked for: it is no case in which something is missed
} RangeSpan;

typedef struct CelRange {
    uint32_t kinds; // ValueKinds it may be of, a bit each; 0 = it has no value
    uint8_t truth;  // of a bool
    uint8_t traits; // TEXT_LOWER …
    bool known;     // it is `value`
    bool json;      // it came out of JSON, and so does all in it
    bool partial;   // reading it asks whether it is there: a key of a map, an item of a list
    bool patterns;  // those of `among` may hold * for any characters
    Value value;
    long double least, most;       // of a number; of a duration or timestamp in ns
    long double shortest, longest; // size of a text, bytes, a list, a map
    const RangeSpan *spans;        // of a number: within one of these
    uint32_t span_count;           // 0 = anywhere between least and most
    const Value *among, *excluded; // it is one of these; it is none of these
    uint32_t among_count, excluded_count;
} Range;

// Large, and only what is used is set: a hardened build would clear all of it for each expression.
#define RANGE_UNSET __attribute__((uninitialized))

enum { RANGE_PINS = 6, RANGE_LOCALS = 16 };

// An expression whose value is supposed.
typedef struct Pin {
    const CelExpr *subject;
    bool atom; // a condition: its opposite is supposed too
    Range range;
} Pin;

typedef struct Ranger {
    const CelProgram *program;
    const CelNames *names;
    Pin pins[RANGE_PINS];
    uint32_t pin_count;
    Range locals[RANGE_LOCALS];
    Arena *arena;    // for what is computed; made when it is needed
    uint32_t budget; // nodes that may still be looked at
    bool plain;      // what is declared of results is not thought of
} Ranger;

void ranger_start(Ranger *ranger, const CelProgram *program, const CelNames *names);
void ranger_end(Ranger *ranger);

Range range_of(Ranger *ranger, const CelExpr *expr);
// MAY_HOLD, MAY_MISS or both, supposing one by one what conditions on the same thing tell apart;
// 0 where it has no value.
uint8_t range_decide(Ranger *ranger, const CelExpr *expr);
// The same where none of the operands is decided by itself.
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
// What is both: `declared` narrows what the type says.
Range range_meet(const Range *typed, const Range *declared);
// Whether only values of these kinds are possible, and at least one.
bool range_is(const Range *range, uint32_t kinds);
bool range_in_spans(const Range *range, long double number);
long double range_number(Value value); // of a number, a duration, a timestamp

// ── the parts (range_same.c, range_compare.c, range_calls.c) ──
// The same, whatever the names hold: as written, by another spelling, or as a result's row says.
bool range_same(Ranger *ranger, const CelExpr *a, const CelExpr *b);
// 1 = the two conditions are the same, -1 = each is the opposite of the other, 0 = neither.
int range_alike(Ranger *ranger, const CelExpr *a, const CelExpr *b);
// How many things each counts, where both count things of the same list: true with *at_most set
// where the first counts no more than the second, *at_least where no fewer.
bool range_counts(Ranger *ranger, const CelExpr *a, const CelExpr *b, bool *at_most,
                  bool *at_least);
uint8_t range_compare(Ranger *ranger, const CelExpr *expr, const Range *a, const Range *b);
Range range_of_call(Ranger *ranger, const CelExpr *expr, const Range *args);
// Computes a node whose operands are known.
Range range_computed(Ranger *ranger, const CelExpr *expr, const Range *args);
// Whether every text matches (of one line: every text without a line feed).
bool range_matches_all(Sv pattern, bool one_line, bool whole);

#endif
