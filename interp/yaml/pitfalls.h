// YAML's traps: what authors naturally write and YAML reads as something else. Each is reported
// with the line rewritten. Knows no key of the language: it looks at lines, and is called by code
// that knows what was expected.
#ifndef YAML_PITFALLS_H
#define YAML_PITFALLS_H

#include "yaml/node.h"

// A text or an expression was expected, and YAML made `node` of it (`a ? b : c` became a map).
// False, and nothing reported, if it is no such trap.
bool pitfall_node(Diags *diags, const Node *node);
// The expression does not parse because YAML cut it off, at ` #` or at a comma within [ ] or { }.
// False, and nothing reported, if it was not cut.
bool pitfall_cut(Diags *diags, const Node *scalar);
// Reports a tag, anchor or alias at the start of `span`.
void pitfall_tag(Diags *diags, Span span);
void pitfall_anchor(Diags *diags, Span span);
void pitfall_alias(Diags *diags, Span span);
// A leading && or || has nothing before it: offers the text at `written` without it. False if it
// begins with neither.
bool pitfall_leading_operator(Diags *diags, Diag *diag, Span written);
// A flow map with an entry that has a key and no value: `{ that: f(x, y) }`.
void pitfall_flow_entry(Diags *diags, const Node *map, const Node *key);

// The text as a quoted scalar on one line.
Sv yaml_quote(Arena *arena, Sv text);
// As yaml_quote if a plain scalar would not do.
Sv yaml_scalar(Arena *arena, Sv text);
// As yaml_scalar within [ ] or { }.
Sv yaml_flow_scalar(Arena *arena, Sv text);
// The text for between quotes that are there already.
Sv yaml_within_single(Arena *arena, Sv text);
Sv yaml_within_double(Arena *arena, Sv text);
// The line the span begins on, without its indentation, with the span's bytes replaced.
Sv yaml_rewrite(Arena *arena, Span span, Sv with);

#endif
