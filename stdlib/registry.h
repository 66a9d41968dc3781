// The built-in actions and kinds of connection, gathered from actions.def and connections.def.
#ifndef STDLIB_REGISTRY_H
#define STDLIB_REGISTRY_H

#include "spec/action.h"

#define ACTION(name) extern const Action action_##name;
#include "actions.def"
#undef ACTION
#define CONNECTION(name) extern const ConnectionKind connection_##name;
#include "connections.def"
#undef CONNECTION

// Constant; lives as long as the program.
const Registry *stdlib_registry(void);

// Programs run under a small process beside the runner, which is this program started once more.
// `main` asks this first: if true, this process has been that one, and `main` returns *status.
bool stdlib_helped(int argc, char *const *argv, int *status);

#endif
