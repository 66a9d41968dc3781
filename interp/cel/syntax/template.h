// Text with ${expression} in it. `$${` is a literal `${`. A text that is exactly one ${…} keeps its
// type.
#ifndef CEL_SYNTAX_TEMPLATE_H
#define CEL_SYNTAX_TEMPLATE_H

#include "cel/cel.h"

typedef struct TemplatePart {
    Sv literal;         // used if program.root is NULL
    CelProgram program; // the expression
    Span span;          // with ${ and }
} TemplatePart;

typedef struct Template {
    Sv text; // as written
    SpanMap map;
    TemplatePart *parts; // at least one, except for the empty text
    uint32_t count;
    bool constant; // no expression in it
    bool whole;    // exactly one ${…}: the value keeps its type
} Template;

// Finds the closing brace by lexing the expression (strings and braces in it are understood).
MUST_USE bool template_parse(Arena *arena, Sv text, SpanMap map, Diags *diags, Template *out);
// Checks every expression. `wanted` is the type for a text that is one ${…}; otherwise kinds that
// have a text are required.
bool template_check(Arena *arena, Template *text, const CelNames *names, CelType wanted,
                    Diags *diags, CelUse *use);
// Evaluates it: a text that is one ${…} gives the value as it is, any other a string with the union
// of taints. null, list, map and bytes inside other text are a fault. Bounded by
// LIMIT_TEMPLATE_BYTES.
MUST_USE bool template_eval(Arena *arena, const Template *text, const CelBinding *binding,
                            const CelOptions *options, Value *out, Fault *fault);
// Adds a value as it reads inside text: strings as they are, numbers, bools, durations ("90s"),
// timestamps. False for kinds that have no text.
bool template_add_value(Buf *buf, Value value);

#endif
