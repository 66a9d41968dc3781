// The text of `runbook explain TOPIC`, made from the rows of every table: actions, keys, functions,
// macros, diagnostics, events, limits, and what stands within them ("http.status",
// "retry.attempts"). Plain text, wrapped to `width` columns.
#ifndef REFERENCE_EXPLAIN_H
#define REFERENCE_EXPLAIN_H

#include "base/buf.h"
#include "spec/action.h"

// False if there is no such topic; *out then stays empty. A word with several meanings gets all of
// them.
bool explain_topic(const Registry *registry, Sv topic, size_t width, Buf *out);
// All topics, by table, and one of each kind of which there are too many.
void explain_overview(const Registry *registry, size_t width, Buf *out);
// Every topic that is a word by itself, with what is said of it first. A word with several meanings
// comes several times.
typedef void TopicVisit(void *self, const char *topic, const char *doc);
void explain_visit(const Registry *registry, TopicVisit *visit, void *self);
// "  topic   doc", as the parts of an explanation list what they tell of.
void explain_list_row(size_t width, const char *topic, const char *doc, Buf *out);
// The topic closest to a misspelled one, or empty.
Sv explain_closest(Arena *arena, const Registry *registry, Sv topic);

#endif
