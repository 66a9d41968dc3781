// Parameters of actions and connections: from YAML nodes to sources of values, by their rows.
#ifndef PLAN_READ_PARAMS_H
#define PLAN_READ_PARAMS_H

#include "plan/read/expr.h"

typedef struct ParamSet {
    const char *owner; // "http", for messages
    const Param *rows;
    size_t count;
    ValueSource **sources; // by index
    const CelNames *names;
} ParamSet;

// One parameter from its node. False after a report.
bool param_read(RunbookLoader *loader, const Param *param, const Node *node, const CelNames *names,
                ValueSource *out);
// A text that is never templated: a script, a query (verbatim.c).
bool read_verbatim(RunbookLoader *loader, const Param *param, const Node *node, ValueSource *out);
// The keys of a map, each a parameter without PARAM_BESIDE, into set->sources. `skip` names keys
// that are not parameters.
bool params_read_map(RunbookLoader *loader, ParamSet *set, const Node *map);
// Required and exclusive ones, of this level alone.
bool params_check_given(RunbookLoader *loader, const ParamSet *set, Span place);
// Decodes what is known before anything runs into `out` (zeroed, params_size bytes). False after a
// report.
bool params_decode_known(RunbookLoader *loader, const ParamSet *set, void *out);
// What is known of the set's parameters does not go together: `error` at parameter `index`, or at
// `place` for -1.
void params_refuse(RunbookLoader *loader, const ParamSet *set, int index, Span place, Sv error,
                   Sv hint);
// A command line as the items of a list: npm, ci, --no-audit.
Sv argv_items(Arena *arena, Sv command);
// Some parameter of any tree is one ${…}: what it holds is not known, so nothing can be said of it.
bool params_open(const ParamSet *set);
size_t params_find(const ParamSet *set, Sv name); // count where there is none

#endif
