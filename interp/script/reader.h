// Shared by the files that read a script.
#ifndef SCRIPT_READER_H
#define SCRIPT_READER_H

#include "script/tree.h"

enum { SH_MOST_DEPTH = 60, SH_MOST_HERE = 16 };

typedef struct ShHere { // a here-document whose text has not been reached yet
    ShRedirect *redirect;
    Sv end;
    bool tabs; // leading ones are left out
} ShHere;

typedef struct ShReader {
    Arena *arena;
    Sv text;
    uint32_t at;
    uint32_t end; // end of the last word, keyword or closing token
    uint32_t depth;
    bool bad;
    bool in_test; // within [[ ]], where only blanks end a word
    ShHere here[SH_MOST_HERE];
    uint32_t here_count;
} ShReader;

char sh_peek(const ShReader *reader, uint32_t ahead); // NUL at the end
bool sh_fail(ShReader *reader);
// Skips blanks and continued lines; with `lines` also line ends, comments and here-documents.
void sh_skip(ShReader *reader, bool lines);
// Whether a word begins here.
bool sh_at_word(const ShReader *reader);
MUST_USE bool sh_word(ShReader *reader, ShWord *out);
// parse.c: a list up to what closes it.
ShList *sh_list(ShReader *reader);

#endif
