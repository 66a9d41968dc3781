// Answers given ahead: which question each of them is for. Neither takes an answer nor asks
// anybody.
#ifndef INPUTS_ANSWERS_H
#define INPUTS_ANSWERS_H

#include "inputs/inputs.h"
#include "select/address.h"

typedef struct Answers Answers;

// "yes", "yes@1a2b…, ticket 42": a digest binds the answer to the question that has it.
typedef struct AnswerAhead {
    Sv word, digest, note;
    bool bound;
} AnswerAhead;

AnswerAhead answer_ahead(Sv text);
// NULL if the word is none of the answers.
const Choice *answer_choice(const Question *question, Sv word);

// Reports each name that is not one question's, each question that is answered twice, and each
// answer that its question cannot take, as far as the question is known. A name is
// a step's address, with or without the values of an iteration, its number, or an id that one step
// alone has. No iteration is answered by its place. `addresses` is needed where there is an answer.
Answers *answers_check(Arena *arena, const Plan *plan, const Addresses *addresses,
                       const NamedText *given, uint32_t count, Diags *diags);
// The one for a step at its place in the run: by its whole address, else by its step's address,
// else by its step's id where no other step has that for its address. NULL where there is none.
const NamedText *answers_find(const Answers *answers, const Step *step, Sv address, Sv number);

#endif
