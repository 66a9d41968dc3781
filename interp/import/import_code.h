// What a piece of code on a page is: a request, a command, a variable, a flag, or only a word.
// Decides by its looks alone, and when in doubt for the word.
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
    Sv value; // empty where none is set
} CodeVariable;

typedef struct Code {
    CodeKind kind;
    Sv method, url;          // of a request
    bool method_guessed;     // none was written
    Sv line;                 // of a command: all of it
    Sv command;              // without the variables in front of it
    CodeVariable *variables; // of a command: those set in front of it; of a variable: itself
    uint32_t variable_count;
} Code;

Code code_of(Arena *arena, Sv text);
// Only words: nothing that a shell would have to look at.
bool code_is_plain(Sv command);
// It begins with the name of a program that changes things, as far as its words tell.
bool code_is_risky(Sv command);
bool code_reads(Sv method);
// A path or whole URL with nothing in it that would have to be encoded.
bool code_is_target(Sv text);
bool code_is_method(Sv word);
// ${inputs.x} and the like, which no script may hold; nothing on a page means them.
bool code_has_templates(Sv text);
// <name>, :name or {name} at `at`: its length and the name in it; 0 where there is none. `url`
// allows the last two. A variable of a shell stands as <$NAME>, its name with the $.
size_t code_placeholder(Sv text, size_t at, bool url, Sv *name);

#endif
