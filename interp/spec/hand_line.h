// A command line by which a person asks once more what an action asked, in parts: what a secret
// took part in is told apart from the rest, so that its name can stand in its place. It is for
// whoever wants to look for themselves, and nothing is ever started from it.
#ifndef SPEC_HAND_LINE_H
#define SPEC_HAND_LINE_H

#include "base/arena.h"
#include "base/sv.h"
#include "value/value.h"

typedef struct HandPiece {
    bool begins; // a word
    bool ours;   // a word of the action's own, in which nothing of anybody else is
    Sv text;
    Taint taint; // of the secrets that took part in it
    Sv called;   // the name of what stands in its place where it is no secret as it is
    Sv is;       // what that is: "the password of the proxy"; empty = made from its secrets
    Sv as;       // how it was written there: "as JSON writes it"; empty = as it is
} HandPiece;

typedef struct HandLine {
    Arena *arena;
    HandPiece *pieces;
    uint32_t count, capacity;
    bool fed;  // it reads `input`
    Sv input;  // any bytes
    Sv *notes; // what the line does not say, one line each
    uint32_t note_count, note_capacity;
} HandLine;

typedef struct HandLines {
    HandLine *items;
    uint32_t count, capacity;
} HandLines;

// A new one, empty.
HandLine *hand_lines_add(Arena *arena, HandLines *lines);
// A word of the action's own.
void hand_option(HandLine *line, const char *word);
// A word.
void hand_word(HandLine *line, Sv text);
// The word goes on.
void hand_more(HandLine *line, Sv text);
void hand_secret(HandLine *line, HandPiece piece);
void hand_note(HandLine *line, Sv note);

#endif
