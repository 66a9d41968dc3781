// The parts of explain, one for each table. They return whether they had something to say.
#ifndef REFERENCE_EXPLAIN_INTERNAL_H
#define REFERENCE_EXPLAIN_INTERNAL_H

#include "reference/explain.h"

typedef struct Explanation {
    const Registry *registry;
    Sv topic;
    size_t width;
    Buf *out;
} Explanation;

bool explain_action(const Explanation *explainer);
bool explain_param(const Explanation *explainer);  // of any action or kind of connection
bool explain_result(const Explanation *explainer); // of any action
bool explain_connection_kind(const Explanation *explainer);
bool explain_key(const Explanation *explainer);
bool explain_function(const Explanation *explainer);
bool explain_diagnostic(const Explanation *explainer);
bool explain_limit(const Explanation *explainer);
bool explain_event(const Explanation *explainer);
bool explain_chapter(
    const Explanation *explainer); // expressions, verdicts, statuses, limits, functions, …

// "  name   type, required", then the doc beneath, indented.
void explain_heading(const Explanation *explainer, const char *kind, const char *name);
void explain_prose(const Explanation *explainer, const char *text, size_t indent);
void explain_row(const Explanation *explainer, const char *name, const char *note, const char *doc);
void explain_block(const Explanation *explainer, const char *text, size_t indent);

#endif
