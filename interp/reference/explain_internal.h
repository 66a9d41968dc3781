// The parts of explain, one for each table. They return whether they had something to say.
#ifndef REFERENCE_EXPLAIN_INTERNAL_H
#define REFERENCE_EXPLAIN_INTERNAL_H

#include "base/text_list.h"
#include "reference/explain.h"

typedef struct Explanation {
    const Registry *registry;
    Sv topic;  // "http"; of "http.status" what stands behind the first dot
    Sv within; // … and what stands before it; empty = a topic as a whole
    size_t width;
    Buf *out;
    size_t begun; // where in *out the part at hand begins
} Explanation;

// Whether what stands in `name` is asked for: anything is, where the topic names nothing.
bool explain_is_within(const Explanation *explainer, const char *name);
// A blank line between two things of one part.
void explain_separate(const Explanation *explainer);

bool explain_action(const Explanation *explainer);
bool explain_param(const Explanation *explainer);  // of any action or kind of connection
bool explain_result(const Explanation *explainer); // of any action
bool explain_choice(const Explanation *explainer); // a word that a key or a parameter takes
bool explain_field(const Explanation *explainer);  // of the event it is within
bool explain_words(const Explanation *explainer);  // a list of words that an action knows
bool explain_connection_kind(const Explanation *explainer);
bool explain_key(const Explanation *explainer);
bool explain_function(const Explanation *explainer);
bool explain_diagnostic(const Explanation *explainer);
bool explain_limit(const Explanation *explainer);
bool explain_event(const Explanation *explainer);
bool explain_chapter(
    const Explanation *explainer); // expressions, verdicts, statuses, limits, functions, …
bool explain_name(const Explanation *explainer);   // that expressions can read everywhere
bool explain_term(const Explanation *explainer);   // a verdict, a word of this tool
bool explain_status(const Explanation *explainer); // by its number or its name
bool explain_code(const Explanation *explainer);   // a number that a program or a server ended with
void explain_verdicts(const Explanation *explainer);

// "  name   type, required", then the doc beneath, indented.
void explain_heading(const Explanation *explainer, const char *kind, const char *name);
// Of one line.
void explain_sentence(const Explanation *explainer, Sv text, size_t indent);
void explain_prose(const Explanation *explainer, const char *text, size_t indent);
void explain_row(const Explanation *explainer, const char *name, const char *note, const char *doc);
// "choice, default calm: calm | urgent"
void explain_param_note(Buf *note, const Param *param);
void explain_block(const Explanation *explainer, const char *text, size_t indent);

// ── every topic, for the overview and for "did you mean" ──
typedef struct TopicWords {
    Arena *arena;
    TextList list;
} TopicWords;

void topic_words_add(TopicWords *words, const char *text); // once
void explain_visit_terms(TopicVisit *visit, void *self);
void topic_words_functions(TopicWords *words);

#endif
