// YAML's traps: what an author naturally writes and YAML reads as something else. Each is told with
// the line rewritten. Knows no key of the language: it looks at lines, and is asked by those who
// know what was wanted.
#ifndef YAML_PITFALLS_H
#define YAML_PITFALLS_H

#include "yaml/node.h"

// A text or an expression was wanted and YAML made `node` of what was written (`a ? b : c` became a
// map). False, and nothing reported, where it is no such trap.
bool pitfall_node(Diags *diags, const Node *node);
// The expression does not parse because YAML cut it off: at ` #`, or at a comma within [ ] or { }.
// False, and nothing reported, where it was not cut.
bool pitfall_cut(Diags *diags, const Node *scalar);
// A tag, anchor or alias at the start of what lies at `span`; always reports.
void pitfall_tag(Diags *diags, Span span);
void pitfall_anchor(Diags *diags, Span span);
void pitfall_alias(Diags *diags, Span span);
// Nothing stands before a leading && or ||: offers what lies at `written` without it. False where
// it begins with neither.
bool pitfall_leading_operator(Diags *diags, Diag *diag, Span written);
// A flow map of which an entry has a key and no value: `{ that: f(x, y) }`.
void pitfall_flow_entry(Diags *diags, const Node *map, const Node *key);

// The text as a quoted scalar on one line.
Sv yaml_quote(Arena *arena, Sv text);
// As yaml_quote where a plain scalar would not do.
Sv yaml_scalar(Arena *arena, Sv text);
// As yaml_scalar within [ ] or { }.
Sv yaml_flow_scalar(Arena *arena, Sv text);
// As it stands between quotes that are there already.
Sv yaml_within_single(Arena *arena, Sv text);
Sv yaml_within_double(Arena *arena, Sv text);
// The line the span begins on, without its indentation, with the span's bytes replaced.
Sv yaml_rewrite(Arena *arena, Span span, Sv with);

#endif
