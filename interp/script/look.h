// What the files that look for lost failures share.
#ifndef SCRIPT_LOOK_H
#define SCRIPT_LOOK_H

#include "script/script.h"
#include "script/tree.h"

typedef struct ShLook {
    Arena *arena;
    Sv text;
    ScriptShell shell;
    ScriptFindings *found;
    bool errexit;      // at this place
    uint32_t depth;    // of scripts in quotes
    bool waits, kills; // somewhere in it
    bool told;         // that errexit is off
    bool asks_status;  // $? stands somewhere in it
    const ShList *all; // of the script
    Sv last;           // the name of its last command
} ShLook;

// What becomes of the script where a condition holds.
typedef enum ShUse { SH_USE_UNKNOWN, SH_USE_GOES_ON, SH_USE_ENDS_BADLY } ShUse;

// What is known of a command's place.
typedef struct ShPlace {
    bool last;   // its status is that of the script
    bool final;  // its status is the one of its list, which nothing around it ignores
    bool judged; // what it prints is looked at by a later command of its pipeline
    ShUse use;
    bool asked; // it stands in a condition
    bool loops; // it is done many times, and only the last status counts
    bool taken; // what it prints goes into a word
    bool only;  // nothing else in the script can fail
} ShPlace;

Sv sh_slice(const ShLook *look, ShSpan span);
// The text of `within` with what stands at `place` written anew.
Sv sh_rewritten(const ShLook *look, ShSpan within, ShSpan place, Sv text);
void sh_find(ShLook *look, ShSpan place, const char *reason, Sv hint);

// ── of commands ──
Sv sh_plain(const ShWord *word); // "" where it is not known
bool sh_word_is(const ShWord *word, const char *text);
// The index of the word that names the program, behind sudo, env, timeout and their like;
// word_count where there is none.
uint32_t sh_program(const ShCommand *command);
// Its file's name; "" where it is not known.
Sv sh_program_name(const ShCommand *command);
// It asks a question by its status (test, grep, …), so that no is an answer.
bool sh_asks(const ShPipe *pipe);
bool sh_ends_well(const ShPipe *pipe);  // true, :, exit 0, echo: whatever came before
bool sh_ends_badly(const ShPipe *pipe); // exit 1, false, return 1, a group that ends so
// Nothing in it can fail that anybody would want to know.
bool sh_is_harmless(const ShItem *item);

// It writes into a file, which is more than to say something.
bool sh_writes(const ShLook *look, const ShPipe *pipe);
// The function of that name in the script; NULL where there is none.
const ShCommand *sh_function(const ShLook *look, Sv name);

// What is run there cannot fail, or asks.
bool sh_cannot_fail(const ShRun *run);

// programs.c: what single programs do with failures.
void sh_look_program(ShLook *look, const ShCommand *command, ShPlace place);
// builtins.c: what the shell itself does with them.
void sh_look_builtin(ShLook *look, const ShCommand *command, ShSpan pipe, ShUse use);
// A script within quotes or a here-document, run by a shell that goes on after a failure.
void sh_look_inner(ShLook *look, const ShCommand *command, uint32_t program, ShPlace place);
// functions.c: in a condition, and on the left of && and ||, no shell stops at a failure.
void sh_look_ignored(ShLook *look, const ShPipe *pipe);
// As sh_asks, also of the script's own functions, by how they end.
bool sh_is_question(const ShLook *look, const ShPipe *pipe);
// A function that a trap calls ends the script with another status than it had.
bool sh_forgets_status(const ShLook *look, Sv name);

// look.c: a whole script, or one within another.
ScriptFindings sh_look_script(Arena *arena, Sv text, const ScriptShell *shell, ShPlace place,
                              uint32_t depth);

#endif
