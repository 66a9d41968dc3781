// Reading single values by the declared type of their key, and the wording of what is refused.
// Every function returns false after a report; a node that is broken was reported before and
// returns false silently.
#ifndef PLAN_READ_READ_H
#define PLAN_READ_READ_H

#include "plan/read/runbook_loader.h"

// Known keys, required keys, empty values of a map at a place; `extra` asks whether a key that has
// no row is known all the same (verbs, names), NULL = none is. False where the node is no map.
typedef bool ReadExtra(void *self, const NodePair *pair);
bool read_keys(RunbookLoader *loader, const Node *map, KeyPlace place, ReadExtra *extra,
               void *self);

// Some value in it could not be read as YAML, so that other keys may be hidden in it: what is
// missing is not known.
bool has_broken(const Node *map);
bool read_word(RunbookLoader *loader, const Node *node, const char *key,
               Sv *out); // literal text, never templated
bool read_sentence(RunbookLoader *loader, const Node *node, const char *key,
                   Sv *out); // text for people: ${ is refused
bool read_bool(RunbookLoader *loader, const Node *node, const char *key, bool *out);
// For a text that other tools take for true or false.
void hint_bool(RunbookLoader *loader, Diag *diag, Sv text, const char *key);
bool read_int(RunbookLoader *loader, const Node *node, const char *key, int64_t min, int64_t max,
              int64_t *out);
bool read_number(RunbookLoader *loader, const Node *node, const char *key, double min, double max,
                 double *out);
bool read_duration(RunbookLoader *loader, const Node *node, const char *key, int64_t *out);
// One of the row's choices, by index.
bool read_choice(RunbookLoader *loader, const Node *node, KeyPlace place, const char *key,
                 int *out);
// A list of words, or one.
bool read_words(RunbookLoader *loader, const Node *node, const char *key, Sv **out,
                uint32_t *count);
// snake_case, not a name that expressions know already.
bool read_name(RunbookLoader *loader, Sv text, Span span, const char *what);
bool read_map(RunbookLoader *loader, const Node *node, const char *key);
bool read_list(RunbookLoader *loader, const Node *node, const char *key);

// "'KEY' must be EXPECTED, found FOUND"; a key of several words stands without quotes.
Diag *refuse_value(RunbookLoader *loader, const Node *node, const char *key, const char *expected);
// 'timeout', or "an input" as it is.
Sv named(Arena *arena, const char *key);
// Where a node begins, short enough to point at: its first key, its dash, its first line.
Span node_place(const Node *node);
// "…; did you mean 'X'?" or "", in the arena.
Sv did_you_mean(Arena *arena, Sv word, const Sv *candidates, size_t count);
// The first line of a text, shortened for a message.
Sv first_words(Arena *arena, Sv text);
// The first line of what lies at a span.
Span first_line(Span span);
Sv join_words(Arena *arena, const Sv *words, size_t count, const char *last); // "a, b or c"

// A word of another tool for a key of this place; false, and nothing reported, where it is none.
bool refuse_synonym(RunbookLoader *loader, KeyPlace place, const Node *key);
// A name that one file of a runbook declares and another declares again.
void refuse_clash(RunbookLoader *loader, const char *what, const Node *key, Span first);

#endif
