// The parts of explain, one table each. Each returns whether it had something to say.
#ifndef REFERENCE_EXPLAIN_INTERNAL_H
#define REFERENCE_EXPLAIN_INTERNAL_H

#include "reference/explain.h"

typedef struct Explainer {
    const Registry *registry;
    Sv topic;
    size_t width;
    Buf *out;
} Explainer;

bool explain_action(const Explainer *explainer);
bool explain_param(const Explainer *explainer);  // of any action or kind of connection
bool explain_result(const Explainer *explainer); // of any action
bool explain_connection_kind(const Explainer *explainer);
bool explain_key(const Explainer *explainer);
bool explain_function(const Explainer *explainer);
bool explain_diagnostic(const Explainer *explainer);
bool explain_limit(const Explainer *explainer);
bool explain_event(const Explainer *explainer);
bool explain_chapter(
    const Explainer *explainer); // expressions, verdicts, statuses, limits, functions, …

// "  name   type, required", then the doc beneath, indented.
void explain_heading(const Explainer *explainer, const char *kind, const char *name);
void explain_prose(const Explainer *explainer, const char *text, size_t indent);
void explain_row(const Explainer *explainer, const char *name, const char *note, const char *doc);
void explain_block(const Explainer *explainer, const char *text, size_t indent);

#endif
