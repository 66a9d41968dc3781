// Shared by the actions that run programs: their results, their environment, and how an end is
// told.
#ifndef STDLIB_COMMON_COMMAND_H
#define STDLIB_COMMON_COMMAND_H

#include "spec/action.h"

// Parameters that stand beside the verb.
typedef struct CommandParams {
    Pairs env;
    Texts pass_env;
    Sv cwd;
    Sv input;         // `stdin`, which <stdio.h> has as a macro
    Texts background; // what it leaves running is meant to stay: `keep`, or names of programs
    bool any_status;  // only used at load time: nothing is required of the exit status
    Sv save;          // only used by the run itself: the name of the file that holds what it prints
} CommandParams;

// What is run, once it is known.
typedef struct ProgramLine {
    Sv request; // one line, for people
    Texts argv; // argv[0] is looked up in PATH
    Sv script;  // put into a private file whose path becomes the last argument; empty = none
} ProgramLine;

enum { COMMAND_RESULT_COUNT = 11 };
extern const ResultField command_results[COMMAND_RESULT_COUNT];

// The rows of the parameters above, for a struct with the field `command`.
#define COMMAND_PARAMS(Struct)                                                                                                       \
    {.name = "env",                                                                                                                  \
     .kind = PARAM_TEXT_MAP,                                                                                                         \
     .flags = PARAM_BESIDE | PARAM_FILE_VALUES | PARAM_ENVIRONMENT,                                                                  \
     .offset = PARAM_OFFSET(Struct, command.env, TEXT_MAP),                                                                          \
     .given_offset = SIZE_MAX,                                                                                                       \
     .doc = "Variables it gets besides the small base. The text of a value `{ file: … }` goes "                                    \
            "into a private file, and the variable holds its path."},                                                                \
        {.name = "pass_env",                                                                                                         \
         .kind = PARAM_TEXTS,                                                                                                        \
         .flags = PARAM_BESIDE | PARAM_VARIABLES,                                                                                    \
         .offset = PARAM_OFFSET(Struct, command.pass_env, TEXTS),                                                                    \
         .given_offset = SIZE_MAX,                                                                                                   \
         .doc = "Names, or patterns such as `AWS_*`, of variables that are let through. No "                                         \
                "pattern lets the variable of a declared secret through."},                                                          \
        {.name = "cwd",                                                                                                              \
         .kind = PARAM_FOLDER,                                                                                                       \
         .flags = PARAM_BESIDE,                                                                                                      \
         .offset = PARAM_OFFSET(Struct, command.cwd, FOLDER),                                                                        \
         .given_offset = SIZE_MAX,                                                                                                   \
         .doc = "The folder it starts in, relative to the one that runbook was started in."},                                        \
        {.name = "any_status",                                                                                                       \
         .kind = PARAM_BOOL,                                                                                                         \
         .flags = PARAM_BESIDE | PARAM_EITHER,                                                                                       \
         .offset = PARAM_OFFSET(Struct, command.any_status, BOOL),                                                                   \
         .given_offset = SIZE_MAX,                                                                                                   \
         .doc = "`true` where any exit status will do: `exit_code == 0` is not required then."},                                     \
        {.name = "stdin",                                                                                                            \
         .kind = PARAM_TEXT,                                                                                                         \
         .flags = PARAM_BESIDE | PARAM_BYTES,                                                                                        \
         .offset = PARAM_OFFSET(Struct, command.input, TEXT),                                                                        \
         .given_offset = SIZE_MAX,                                                                                                   \
         .doc = "What it reads on its standard input; without it there is nothing to read."},                                        \
        {.name = "save",                                                                                                             \
         .kind = PARAM_LITERAL,                                                                                                      \
         .flags = PARAM_BESIDE,                                                                                                      \
         .offset = PARAM_OFFSET(Struct, command.save, LITERAL),                                                                      \
         .given_offset = SIZE_MAX,                                                                                                   \
         .doc = "The name of a file beneath the run's folder that keeps its standard output: "                                       \
                "`saved` of the results."},                                                                                          \
    {                                                                                                                                \
        .name = "background", .kind = PARAM_TEXTS, .flags = PARAM_BESIDE,                                                            \
        .offset = PARAM_OFFSET(Struct, command.background, TEXTS), .given_offset = SIZE_MAX,                                         \
        .doc =                                                                                                                       \
            "What it leaves running is meant to stay: `keep`, or programs by name, "                                                 \
            "`[ssh, git]`; `none` where `defaults` say otherwise. Of anything else that has to be ended it is not known whether it " \
            "was done: a change is then in doubt, a read undecided."                                                                 \
    }

// Runs it and tells the outcome.
void command_run(const ActionCall *call, const CommandParams *params, const ProgramLine *line,
                 Outcome *out);
// Checks what stands beside the verb, as Action.validate does; `first` is the index of its first
// parameter.
MUST_USE bool command_usable(const CommandParams *params, int first, Arena *arena, int *param,
                             Sv *error, Sv *hint);
bool command_is_shell(Sv program);
// How a shell runs with these arguments, its name first. Returns the index of the script behind -c,
// or their count.
size_t command_shell(const Texts *argv, ActionScript *out);
// Arguments as a person would type them.
Sv command_shown(Arena *arena, const Texts *argv);

// Registry.unbound.
const char *command_unbound(Sv program);

// Registry.program: runs a program without a shell and gives what it printed.
MUST_USE bool command_program(Arena *arena, const Texts *argv, Sv folder, bool secret,
                              const Waiter *waiter, Sv *out, Sv *error);

#endif
