// Finds where a shell script continues or succeeds although something in it failed, and no option
// of the shell can help. Does not know runbooks. A text that it cannot read gives no findings.
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct ScriptShell {
    bool errexit;      // -e
    bool pipefail;     // -o pipefail
    bool has_pipefail; // it knows the option at all (bash, ksh, zsh)
    bool may_stay;     // what it leaves running is meant to stay
} ScriptShell;

typedef struct ScriptFinding {
    uint32_t from, to; // bytes of the script
    Sv reason;         // one line
    Sv hint;           // what to write instead; may hold several lines
} ScriptFinding;

typedef struct ScriptFindings {
    ScriptFinding *items;
    uint32_t count, capacity;
} ScriptFindings;

// In order of their places.
ScriptFindings script_look(Arena *arena, Sv text, const ScriptShell *shell);

#endif
