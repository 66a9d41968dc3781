// Reads single values by the declared type of their key, and words what is refused. Every function
// returns false after a report; for a node that is marked broken, which was reported before, it
// returns false silently.
#ifndef PLAN_READ_READ_H
#define PLAN_READ_READ_H

#include "plan/read/runbook_loader.h"

// Checks the keys of a map at a place: unknown ones, missing ones, empty values. `extra` (may be
// NULL) is asked whether a key without a row is known all the same (verbs, names). False if the
// node is not a map.
typedef bool ReadExtra(void *self, const NodePair *pair);
bool read_keys(RunbookLoader *loader, const Node *map, KeyPlace place, ReadExtra *extra,
               void *self);

// Whether some value in it could not be read as YAML. Other keys may be hidden in it, so nothing
// can be said to be missing.
bool has_broken(const Node *map);
bool read_word(RunbookLoader *loader, const Node *node, const char *key,
               Sv *out); // literal text, never templated
bool read_sentence(RunbookLoader *loader, const Node *node, const char *key,
                   Sv *out); // text for people: ${ is refused
bool read_bool(RunbookLoader *loader, const Node *node, const char *key, bool *out);
// The hint for a text that other tools take for true or false.
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
// snake_case, and not a name that expressions already know.
bool read_name(RunbookLoader *loader, Sv text, Span span, const char *what);
bool read_map(RunbookLoader *loader, const Node *node, const char *key);
bool read_list(RunbookLoader *loader, const Node *node, const char *key);

// "'KEY' must be EXPECTED, found FOUND". A key of several words has no quotes.
Diag *refuse_value(RunbookLoader *loader, const Node *node, const char *key, const char *expected);
// The key as a message names it: 'timeout' in quotes, "an input" as it is.
Sv named(Arena *arena, const char *key);
// The place of a node, short enough to point at: its first key, its dash, its first line.
Span node_place(const Node *node);
// "…; did you mean 'X'?" or "", in the arena.
Sv did_you_mean(Arena *arena, Sv word, const Sv *candidates, size_t count);
// The first line of a text, shortened for a message.
Sv first_words(Arena *arena, Sv text);
// The first line of what lies at a span.
Span first_line(Span span);
Sv join_words(Arena *arena, const Sv *words, size_t count, const char *last); // "a, b or c"

// Reports a word that another tool uses for a key of this place; false, and nothing reported, if it
// is none.
bool refuse_synonym(RunbookLoader *loader, KeyPlace place, const Node *key);
// Reports a name that two files of a runbook declare.
void refuse_clash(RunbookLoader *loader, const char *what, const Node *key, Span first);

#endif
