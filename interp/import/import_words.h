// One command of a shell's script as the words it would give its program. Variables stand in them
// as <$NAME>. Understands quotes, comments and lines that go on; refuses everything that only a
// shell can do.
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

// Takes one command off the script, from *at on. False where it cannot be read; no words where
// nothing is left.
MUST_USE bool shell_words(Arena *arena, Sv script, size_t *at, ShellWords *out);

#endif
