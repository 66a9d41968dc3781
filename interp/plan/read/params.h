// Reads the parameters of actions and connections: turns YAML nodes into sources of values, by the
// rows of the action.
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

// Reads one parameter from its node. False after a report.
bool param_read(RunbookLoader *loader, const Param *param, const Node *node, const CelNames *names,
                ValueSource *out);
// A text that is never templated: a script, a query (verbatim.c).
bool read_verbatim(RunbookLoader *loader, const Param *param, const Node *node, ValueSource *out);
// Reads the keys of a map, each a parameter without PARAM_BESIDE, into set->sources. `skip` names
// keys that are not parameters.
bool params_read_map(RunbookLoader *loader, ParamSet *set, const Node *map);
// Checks required and exclusive parameters of this level.
bool params_check_given(RunbookLoader *loader, const ParamSet *set, Span place);
// Decodes into `out` (zeroed, params_size bytes) what is known before anything runs. False after a
// report.
bool params_decode_known(RunbookLoader *loader, const ParamSet *set, void *out);
// Reports that the known parameters do not go together: `error` at parameter `index`, or at `place`
// for -1.
void params_refuse(RunbookLoader *loader, const ParamSet *set, int index, Span place, Sv error,
                   Sv hint);
// A command line written as the items of a list: npm, ci, --no-audit.
Sv argv_items(Arena *arena, Sv command);
// Whether some parameter that takes any tree is one ${…}, so that nothing can be said about its
// content.
bool params_open(const ParamSet *set);
size_t params_find(const ParamSet *set, Sv name); // returns set->count if there is none

#endif
