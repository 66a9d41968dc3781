// How a question looks: what there is to see in its gutter, a page of it at a time, and beneath it
// the question with its answers. Reads nothing.
#ifndef CLI_ASK_QUESTION_VIEW_H
#define CLI_ASK_QUESTION_VIEW_H

#include "base/buf.h"
#include "cli/ask/console.h"
#include "spec/action.h"

typedef struct QuestionView {
    const Console *console;
    const Question *question;
    TextList rows; // of what is shown, wrapped, in the arena
    size_t lines;  // that were wrapped into them
    uint32_t from; // the first row of the page
    uint32_t page; // rows of a page
} QuestionView;

QuestionView question_view(const Console *console, const Question *question, Arena *arena);
// One page, and the question beneath.
void question_view_add(const QuestionView *view, Buf *out);
// Goes on to the next page; behind the last one comes the first. False if there is one page alone.
bool question_view_turn(QuestionView *view);
// What the answers mean, and what else there is to know.
void question_view_explain(const QuestionView *view, Buf *out);
// "y yes, n no"
void question_view_words(const Question *question, Buf *out);

#endif
