// Shared by several families of functions: returning texts, quoting foreign text in messages,
// regular expressions that are literal or not.
#ifndef CEL_FUNCTIONS_CALL_H
#define CEL_FUNCTIONS_CALL_H

#include "base/buf.h"
#include "cel/function.h"
#include "match/regex.h"

// A row of an extension with nothing but overloads.
#define CALL_ROW(row_name, row_overloads, row_summary, row_example)                                \
    {                                                                                              \
        .name = (row_name), .summary = (row_summary), .example = (row_example), .since = "0.1",    \
        CEL_OVERLOADS(row_overloads), .extension = true                                            \
    }

// A buffer for a text that a function makes, with the ceiling LIMIT_STRING_BYTES.
Buf call_buf(void);
// "an int", "a string": the kind of a value for a message.
Sv call_kind(CelCall *call, Value value);

// Both texts, prepared for a search of one in the other: in lower case if one of them ignores case.
typedef struct CallTexts {
    Sv text, part;
} CallTexts;
CallTexts call_texts(CelCall *call, Value text, Value part);

// For `shows_nothing`: an empty text is searched for.
const char *call_empty_needle(const Value *args, uint32_t count, uint32_t answered);
// … and that text was not written in the runbook: splitting at every character may be meant.
const char *call_empty_answer(const Value *args, uint32_t count, uint32_t answered);
// False, with a fault, if strict mode would have to order or distinguish several numbers of which
// one is NaN.
bool call_numbers(CelCall *call, const char *name, const Value *items, size_t count);

// For `prepare`: compiles the literal argument number `at`. True and nothing done if it is not a
// literal.
MUST_USE bool prepare_regex(Arena *arena, const Value *args, const bool *literal, uint32_t count,
                            uint32_t at, const void **out, Sv *error);
// The prepared regular expression, or `pattern` compiled now; NULL with a fault.
const Regex *call_regex(CelCall *call, Value pattern);

#endif
