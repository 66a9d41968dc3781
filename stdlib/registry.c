#include "registry.h"

#include "common/command.h"
#include "drivers/process/private.h"
#include "drivers/process/supervisor.h"

// Each table ends with NULL, so that it is well-formed while it has no row.
static const Action *const actions[] = {
#define ACTION(name) &action_##name,
#include "actions.def"
#undef ACTION
    NULL,
};

static const ConnectionKind *const kinds[] = {
#define CONNECTION(name) &connection_##name,
#include "connections.def"
#undef CONNECTION
    NULL,
};

static const Registry registry = {
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions - 1,
    .kinds = kinds,
    .kind_count = sizeof kinds / sizeof *kinds - 1,
    .program = command_program,
    .unbound = command_unbound,
    .clear = private_folders_clear,
};

const Registry *stdlib_registry(void) {
    return &registry;
}

bool stdlib_helped(int argc, char *const *argv, int *status) {
    if (!supervisor_asked(argc, argv)) return false;
    *status = supervisor_main(argv);
    return true;
}
