// Expressions and texts with ${…} in a runbook: which of the three kinds of text stands where, and
// what each refuses.
#ifndef PLAN_READ_EXPR_H
#define PLAN_READ_EXPR_H

#include "plan/read/runbook_loader.h"

// A bare expression. False, and reported, where it is none.
bool expr_read(RunbookLoader *loader, const Node *node, const char *key, const CelNames *names,
               CelType wanted, Expr *out);
// The same in the arena, for places that hold a pointer.
Expr *expr_new(RunbookLoader *loader, const Node *node, const char *key, const CelNames *names,
               CelType wanted);
// One that was cut out of a longer text; `text` lies at `map`.
bool expr_parse(RunbookLoader *loader, Sv text, SpanMap map, const CelNames *names, CelType wanted,
                Expr *out);
// A text that an expression was expected to be: not a list, not folded, not cut by YAML, no ${…}.
bool expr_is_text(RunbookLoader *loader, const Node *node, const char *key);

// Such a text without the ${…} in it: ${inputs.base}/x is inputs.base + '/x'.
Sv bare_expression(const RunbookLoader *loader, Sv text);

// What a text may hold.
typedef struct TextRules {
    const char *key; // for messages
    const CelNames *names;
    CelType wanted; // of a whole ${…}
    bool literal;   // no ${…}
    const char *
        no_secret; // not NULL: a secret in it is refused, since it would show in "its command line"
    bool url;
    bool text_only; // a whole ${…} must have a text: no list, no map
} TextRules;

// A scalar: constant or template. Typed by its declared kind, so a plain number stays text.
bool text_read(RunbookLoader *loader, const Node *node, const TextRules *rules, ValueSource *out);
// Whether what begins there is how other tools put a value into a text: $inputs.x, {{ inputs.x }};
// `inner` = what it names.
bool text_foreign(Sv text, size_t at, Sv *form, Sv *inner);
ValueSource *text_new(RunbookLoader *loader, const Node *node, const TextRules *rules);
// Any tree; untyped leaves follow YAML's core schema.
bool data_read(RunbookLoader *loader, const Node *node, const TextRules *rules, ValueSource *out);
// False, and reported, where a ${…} stands in a key.
bool key_is_plain(RunbookLoader *loader, const Node *key);
// A list or map of constants becomes one.
void source_fold(RunbookLoader *loader, ValueSource *source);
// The static type of what it yields.
CelType source_type(Arena *arena, const ValueSource *source);
// The name of the secret that an expression would show ("secrets.api_key"); empty where it shows
// none.
Sv expr_secret(const RunbookLoader *loader, const CelNames *names, const CelUse *use, CelType type);
// As expr_secret for a source and all in it.
Sv source_secret(const RunbookLoader *loader, const ValueSource *source);

#endif
