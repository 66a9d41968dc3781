// Splits one command of a shell script into the words that its program would get, with variables as
// <$NAME>. Understands quotes, comments and continued lines; refuses everything that only a shell
// can do.
#ifndef IMPORT_IMPORT_WORDS_H
#define IMPORT_IMPORT_WORDS_H

#include "base/arena.h"
#include "base/sv.h"
#include "base/text_list.h"

typedef struct ShellWords {
    TextList list;
    Sv comment;  // in front of it; may be empty
    Sv pipe;     // the command that reads what it prints; may be empty
    size_t from; // where it begins in the script
} ShellWords;

// Takes one command off the script, from *at on. False if it cannot be read; no words if nothing is
// left.
MUST_USE bool shell_words(Arena *arena, Sv script, size_t *at, ShellWords *out);

#endif
