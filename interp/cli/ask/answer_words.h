// What a person types at a question: one of its words, or the beginning of one, and a note behind a
// comma. Knows no terminal.
#ifndef CLI_ASK_ANSWER_WORDS_H
#define CLI_ASK_ANSWER_WORDS_H

#include "spec/action.h"

typedef enum TypedStatus {
    TYPED_ANSWER,
    TYPED_NOTHING, // Enter alone
    TYPED_PAGE,
    TYPED_HELP,
    TYPED_NO_NOTE, // an answer, without the note that is required
    TYPED_UNKNOWN
} TypedStatus;

typedef struct TypedAnswer {
    const Choice *choice; // of an answer
    Sv word;              // as it was typed
    Sv note;              // behind the comma; may be empty
    bool no_comma;        // of an unknown one: it begins with an answer, and a comma is missing
} TypedAnswer;

MUST_USE TypedStatus answer_typed(const Question *question, Sv line, TypedAnswer *out);
// The shortest beginning of a word that is enough to type.
Sv answer_brief(const Question *question, const Choice *choice);

#endif
