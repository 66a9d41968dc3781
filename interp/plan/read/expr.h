// Reads the three kinds of text in a runbook – expressions, texts with ${…}, literal texts – and
// refuses what each of them cannot be.
#ifndef PLAN_READ_EXPR_H
#define PLAN_READ_EXPR_H

#include "plan/read/runbook_loader.h"

// A bare expression. False, and reported, if it is none.
bool expr_read(RunbookLoader *loader, const Node *node, const char *key, const CelNames *names,
               CelType wanted, Expr *out);
// The same, allocated in the arena.
Expr *expr_new(RunbookLoader *loader, const Node *node, const char *key, const CelNames *names,
               CelType wanted);
// Parses an expression that was cut out of a longer text; `text` lies at `map`.
bool expr_parse(RunbookLoader *loader, Sv text, SpanMap map, const CelNames *names, CelType wanted,
                Expr *out);
// Whether the node is a text that can be an expression: not a list, not folded, not cut off by
// YAML, without ${…}.
bool expr_is_text(RunbookLoader *loader, const Node *node, const char *key);

// The text as an expression, without the ${…} in it: ${inputs.base}/x becomes inputs.base + '/x'.
Sv bare_expression(const RunbookLoader *loader, Sv text);

// What a text may hold.
typedef struct TextRules {
    const char *key; // for messages
    const CelNames *names;
    CelType wanted; // type of a value that is one ${…}
    bool literal;   // no ${…}
    const char *
        no_secret; // not NULL: a secret in it is refused, since it would show in "its command line"
    bool url;
    bool text_only; // a value that is one ${…} must be usable as text: no list, no map
} TextRules;

// A scalar, constant or template. Its declared kind decides its type, so a plain number stays text.
bool text_read(RunbookLoader *loader, const Node *node, const TextRules *rules, ValueSource *out);
// Whether a value is inserted there in another tool's way: $inputs.x, {{ inputs.x }}; `inner` is
// what it names.
bool text_foreign(Sv text, size_t at, Sv *form, Sv *inner);
ValueSource *text_new(RunbookLoader *loader, const Node *node, const TextRules *rules);
// Any tree. Untyped leaves follow YAML's core schema.
bool data_read(RunbookLoader *loader, const Node *node, const TextRules *rules, ValueSource *out);
// False, and reported, if there is a ${…} in the key.
bool key_is_plain(RunbookLoader *loader, const Node *key);
// Turns a list or map of constants into a constant.
void source_fold(RunbookLoader *loader, ValueSource *source);
// The static type of the source's value.
CelType source_type(Arena *arena, const ValueSource *source);
// The name of the secret that an expression would reveal ("secrets.api_key"); empty if it reveals
// none.
Sv expr_secret(const RunbookLoader *loader, const CelNames *names, const CelUse *use,
               const CelProgram *program);
// As expr_secret, for a source and everything in it.
Sv source_secret(const RunbookLoader *loader, const ValueSource *source);

#endif
