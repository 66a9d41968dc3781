// The reference as Markdown, a chapter for each table: actions, keys, functions, diagnostics,
// limits, events, statuses. docs/reference/ holds it; a test makes it again and compares.
#ifndef REFERENCE_REFERENCE_H
#define REFERENCE_REFERENCE_H

#include "base/buf.h"
#include "spec/action.h"

typedef struct ReferenceChapter {
    const char *name; // "actions"
    void (*render)(const Registry *registry, Buf *out);
} ReferenceChapter;

extern const ReferenceChapter reference_chapters[];
extern const size_t reference_chapter_count;

// The beginning of every chapter.
void reference_head(Buf *out, const char *title, const char *words);
// "| `name` | note | doc |"
void reference_row(Buf *out, const char *name, const char *note, const char *doc);
// Words for a cell of a table.
void reference_words(Buf *out, const char *text);

#endif
