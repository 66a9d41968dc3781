// How a person asks what an action asked: lines for a shell, in which the variables of secrets
// stand where secrets stood.
#ifndef HAND_HAND_LINES_H
#define HAND_HAND_LINES_H

#include "base/system/env.h"
#include "mask/masker.h"
#include "plan/plan.h"
#include "spec/hand_line.h"

typedef struct HandSay {
    Masker *masker;
    const Runbook *runbook; // of the step: it knows the variables of its secrets
    Arena *arena;
    const Env *env;      // as it is for the secrets; NULL = what is in it is not known
    const char *unknown; // behind what is made from a secret: ", which is not in the journal"
    // What a name that the masker knows is, where it is no secret; an empty text where it is one.
    // NULL = all are.
    Sv (*is)(void *self, Sv name);
    void *self;
} HandSay;

typedef struct HandSaid {
    Sv line; // empty = there is none, and the note says why
    Sv note; // what the line does not say, on one line; may be empty
} HandSaid;

HandSaid hand_say(const HandSay *say, const HandLine *line);
// The list of {line, note?} as it is written to the journal.
Value hand_lines_value(const HandSay *say, const HandLines *lines);

#endif
