// What a bounded computation over values may spend, and how it says that it gave up: memory of one
// arena, a number of operations, and a fault where it ends without a value. CEL's functions and the
// languages beside CEL (JSONPath, JSON Schema, XPath) are all paid for so. Knows no expression.
#ifndef MATCH_WORK_H
#define MATCH_WORK_H

#include "base/buf.h"
#include "base/halt.h"
#include "diag/diag.h"
#include "match/regex.h"
#include "value/value.h"

typedef enum FaultKind {
    FAULT_ERROR,   // an evaluation error: no such key, division by zero, unlike types, …
    FAULT_MISSING, // needs something that is not there (an earlier step left it unset): undecided
    FAULT_EMPTY,   // strict mode: what is compared or gone over is empty: nothing was shown
    FAULT_UNKNOWN, // strict mode: null or NaN was compared, which answers nothing
    FAULT_LIMIT,   // cost, memory, time or recursion limit; a library that is not installed
    FAULT_STOPPED  // it was not wanted any more, and given up
} FaultKind;

typedef struct Fault {
    FaultKind kind;
    Span span;    // the sub-expression that erred
    Sv message;   // "no such key: 'sessions'"
    Sv hint;      // may be empty
    bool lasting; // what is unknown stays so wherever the value goes, in arguments too
    bool unlike;  // two values of unlike types met, and neither was null
    bool lost;    // what is missing was there once, and is not kept
} Fault;

typedef struct Work {
    Arena *arena;        // results live here
    Fault *fault;        // written where something fails; its span is set by who called
    uint64_t *cost;      // operations so far
    uint64_t cost_limit; // to spend
    bool strict;         // what shows nothing is a fault, as runbooks have it
    const Halt *halt;    // asked while it is spent; NULL = nobody
} Work;

// The words for FAULT_STOPPED.
extern const char work_stopped[];
// After so many operations it is looked whether they are still wanted: some milliseconds.
enum { WORK_LOOK_EVERY = 1 << 13 };

// Whether the fault ends everything: no part of the expression may decide without it.
static inline bool fault_ends_all(FaultKind kind) {
    return kind == FAULT_LIMIT || kind == FAULT_STOPPED;
}

// Always return false.
bool work_fail(Work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool work_fail_limit(Work *work, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Adds operations; false (and a limit fault) where the budget is spent.
bool work_spend(Work *work, uint64_t operations);
// False (and a fault) where it is no longer wanted.
bool work_is_wanted(Work *work);
// False (and a limit fault) where the arena is used up. For loops that allocate.
bool work_has_memory(Work *work);
// False (and a limit fault) where a list would be longer than LIMIT_LIST_ITEMS.
bool work_list_fits(Work *work, uint64_t items);
// The text as a value in the arena; a limit fault where the buffer is full.
MUST_USE bool work_keep(Work *work, const Buf *buf, Value *out);
// A foreign text for a message: what acts is shown, a long one is shortened. Without quotes.
Sv work_shown(Work *work, Sv text);

// Searches and pays for it. False with a fault, also where the search was given up.
bool work_find(Work *work, const Regex *regex, Sv text, RegexSearch *asked, bool *found);
// As work_find, for whether there is a match alone.
bool work_matches(Work *work, const Regex *regex, Sv text, bool *found);
// The fault for REGEX_LIMIT, or for a search that was not wanted any more. Always false.
bool work_regex_limit(Work *work);

#endif
