// Shared by the files that look for lost failures.
#ifndef SCRIPT_LOOK_H
#define SCRIPT_LOOK_H

#include "base/map.h"
#include "script/script.h"
#include "script/tree.h"

typedef struct ShLook {
    Arena *arena;
    Sv text;
    ScriptShell shell;
    ScriptFindings *found;
    bool errexit;      // in force at this place
    uint32_t depth;    // nesting of scripts in quotes
    bool waits, kills; // anywhere in it
    bool told;         // it was reported that errexit is off
    bool asks_status;  // it uses $? anywhere
    const ShList *all; // the whole script
    uint32_t may_fail; // how many items of it could fail
    SvMap functions;   // name → the command that defines it first
    Sv last;           // the name of its last command
} ShLook;

// What the script does if a condition holds.
typedef enum ShUse { SH_USE_UNKNOWN, SH_USE_GOES_ON, SH_USE_ENDS_BADLY } ShUse;

// What is known about the place of a command.
typedef struct ShPlace {
    bool last;   // its status becomes that of the script
    bool final;  // its status becomes that of its list, which nothing around it ignores
    bool judged; // a later command of its pipeline examines its output
    ShUse use;
    bool asked; // it is in a condition
    bool loops; // it runs many times, and only the last status counts
    bool taken; // its output becomes part of a word
    bool only;  // nothing else in the script can fail
} ShPlace;

Sv sh_slice(const ShLook *look, ShSpan span);
// The text of `within` with the part at `place` replaced.
Sv sh_rewritten(const ShLook *look, ShSpan within, ShSpan place, Sv text);
void sh_find(ShLook *look, ShSpan place, const char *reason, Sv hint);
// True once as much was found as is ever shown (LIMIT_DIAGNOSTICS): looking further only costs.
bool sh_found_enough(const ShLook *look);

// ── of commands ──
Sv sh_plain(const ShWord *word); // "" if it is not known
bool sh_word_is(const ShWord *word, const char *text);
// The index of the word that names the program, after sudo, env, timeout and the like; word_count
// if there is none.
uint32_t sh_program(const ShCommand *command);
// The file name of the program; "" if it is not known.
Sv sh_program_name(const ShCommand *command);
// Whether its status answers a question (test, grep, …), so that no is an answer.
bool sh_asks(const ShPipe *pipe);
bool sh_ends_well(const ShPipe *pipe);  // true, :, exit 0, echo: succeeds whatever came before
bool sh_ends_badly(const ShPipe *pipe); // exit 1, false, return 1, a group that ends so
// Whether nothing in it can fail in a way that matters.
bool sh_is_harmless(const ShItem *item);

// Whether it writes to a file, which is more than printing.
bool sh_writes(const ShLook *look, const ShPipe *pipe);
// The function of that name in the script; NULL if there is none.
const ShCommand *sh_function(const ShLook *look, Sv name);

// Whether what is run there cannot fail, or is a question.
bool sh_cannot_fail(const ShRun *run);

// programs.c: what single programs do with failures.
void sh_look_program(ShLook *look, const ShCommand *command, ShPlace place);
// builtins.c: what the shell itself does with them.
void sh_look_builtin(ShLook *look, const ShCommand *command, ShSpan pipe, ShUse use);
// A script within quotes or a here-document, run by a shell that goes on after a failure.
void sh_look_inner(ShLook *look, const ShCommand *command, uint32_t program, ShPlace place);
// functions.c: in a condition, and on the left of && and ||, no shell stops at a failure.
void sh_look_ignored(ShLook *look, const ShPipe *pipe);
// As sh_asks, also for functions of the script, by how they end.
bool sh_is_question(const ShLook *look, const ShPipe *pipe);
// Whether a function that a trap calls ends the script with a different status.
bool sh_forgets_status(const ShLook *look, Sv name);

// look.c: a whole script, or one within another.
ScriptFindings sh_look_script(Arena *arena, Sv text, const ScriptShell *shell, ShPlace place,
                              uint32_t depth);

#endif
