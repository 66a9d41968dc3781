// What did not pass, kept for the last block: why, what to do and where, for the files terminal*.c.
#ifndef REPORT_TERMINAL_TERMINAL_FAULTS_H
#define REPORT_TERMINAL_TERMINAL_FAULTS_H

#include "report/terminal/terminal_internal.h"

// A value that decided it: "json.mfa.enforced" and "false".
typedef struct FaultValue {
    Sv text, value;
} FaultValue;

enum { FAULT_VALUES = 3 };

struct StepFault {
    Sv address, number, name, verdict, place, again;
    Sv kept;                         // "kept, 02:14" of one that an earlier session decided
    Sv what;                         // what does not hold, or why nothing is known
    size_t answer_at;                // of `what`: where the answer begins; 0 = it holds none
    FaultValue values[FAULT_VALUES]; // the last ones, which decide
    uint32_t value_count, others;    // others = expectations that do not hold besides
    Sv said;                         // the line that a command printed and that tells most
    bool said_by_us;                 // it is no command that said it
    Sv mend;                         // the author's word, or what may help
    Sv waiver;                       // who waived it, until when and why
    Sv rest;                         // what the step says besides, like that it was rolled back
    Sv same;                         // what tells causes apart; empty = it is like no other
    Sv asks, choices;                // a question that nobody answered, and its words
    bool attended;                   // it must be answered at a terminal
    bool itself;                     // what does not hold is the value that is shown
    bool needs;                      // it lacks what another step should have given
    bool told;                       // in the block that is being drawn
    struct StepFault *alike, *next_alike; // the first of the same cause; its next
};                                        // in the terminal's arena

// Notes a step or a group that did not pass, when it ends.
void faults_remember(Terminal *terminal, const Event *event, Sv place);
// One of them by its address; NULL where it is not known.
StepFault *fault_at(const Terminal *terminal, Sv address);

// The first one of the same cause before the last one of that address; NULL where it is the first.
StepFault *faults_alike_before(const Terminal *terminal, Sv address);

// The faults of a verdict, in the order of the runbook, with those of one cause together.
typedef struct FaultList {
    StepFault **items;
    uint32_t count;
    uint32_t needs; // how many only lack what others should have given
} FaultList;
FaultList faults_of(Terminal *terminal, Value reasons);

// Draws one with why, what to do and where. `number` before the name, if it is known.
void fault_draw(Terminal *terminal, StepFault *fault, size_t indent);
// One line for those that only lack what others should have given.
void faults_draw_needs(Terminal *terminal, const FaultList *list);
// Adds "1.2, 1.4 to 1.7".
void numbers_add(Buf *out, const Sv *numbers, size_t count);
// "runbook again 01a229f9" → "01a229f9": how a command names the run; empty where none says it.
Sv faults_run_word(const Terminal *terminal, const FaultList *list, Value ended);

#endif
