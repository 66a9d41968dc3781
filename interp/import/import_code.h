// Classifies a piece of code on a page: a request, a command, a variable, a flag, or just a word.
// Decides by its looks alone, and in case of doubt for the word.
#ifndef IMPORT_IMPORT_CODE_H
#define IMPORT_IMPORT_CODE_H

#include "base/arena.h"
#include "base/sv.h"

typedef enum CodeKind {
    CODE_WORD,      // anything else: a file's name, a term
    CODE_REQUEST,   // GET /path
    CODE_COMMAND,   // npm ci, X=true npm ci
    CODE_STATEMENT, // SELECT …
    CODE_VARIABLE,  // LAUNCH_BASE_URL, LAUNCH_SMOKE=true
    CODE_FLAG       // --volume-seed
} CodeKind;

typedef struct CodeVariable {
    Sv name;
    Sv value; // empty if none is set
} CodeVariable;

typedef struct Code {
    CodeKind kind;
    Sv method, url;          // of a request
    bool method_guessed;     // none was written
    Sv line;                 // of a command: all of it
    Sv command;              // without the variables in front of it
    CodeVariable *variables; // of a command: variables set in front of it; of a variable: itself
    uint32_t variable_count;
} Code;

Code code_of(Arena *arena, Sv text);
// Whether it only consists of words, with nothing for a shell to interpret.
bool code_is_plain(Sv command);
// Whether it begins with the name of a program that changes things, as far as its words tell.
bool code_is_risky(Sv command);
bool code_reads(Sv method);
// Whether it is a path or whole URL in which nothing would have to be encoded.
bool code_is_target(Sv text);
bool code_is_method(Sv word);
// Whether it has ${inputs.x} or the like, which a script may not contain; no page means those.
bool code_has_templates(Sv text);
// The length of a placeholder at `at` – <name>, :name or {name} – and the name in it; 0 if there is
// none. The last two are only allowed with `url`. A shell variable appears as <$NAME>, and its name
// includes the $.
size_t code_placeholder(Sv text, size_t at, bool url, Sv *name);

#endif
