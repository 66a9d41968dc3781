// What an argument can be, for completion: told from how the tables write it.
#ifndef CLI_MANUAL_TAKES_H
#define CLI_MANUAL_TAKES_H

#include "base/arena.h"
#include "base/sv.h"

typedef enum Takes {
    TAKES_ANYTHING, // nothing that could be offered
    TAKES_BOOK,     // a runbook's file
    TAKES_PAGE,     // a page of Markdown
    TAKES_FILE,
    TAKES_FOLDER,
    TAKES_RUN,
    TAKES_ADDRESS, // of a step in the runbook, or in that of the run, that stands in the line
    TAKES_INPUT,   // NAME=VALUE, an input of it
    TAKES_WORDS,   // one of a few
    TAKES_REPORT   // FORMAT=PATH
} Takes;

typedef struct Offer {
    Takes takes;
    Sv words; // of TAKES_WORDS: "auto always never"
} Offer;

// Of an operand as commands.def writes it ("RUN", "[FILE…]"), and of an option's argument.
Offer taken_by_operand(Arena *arena, Sv written);
Offer taken_by_option(Arena *arena, const char *argument);
// The n-th operand of a command, from 0 on; beyond the last, the last where it may be repeated.
Sv operand_at(const char *arguments, size_t index);
// "junit tap markdown": all formats.
Sv report_words(Arena *arena);

#endif
