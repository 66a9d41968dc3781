// Writing a draft's YAML: lines, texts and trees with an indent. Nothing that stands on a page
// becomes YAML of its own accord.
#ifndef IMPORT_WRITE_IMPORT_YAML_H
#define IMPORT_WRITE_IMPORT_YAML_H

#include "import/import_internal.h"

typedef struct Writer {
    Draft *draft;
    Buf *out;
    size_t indent;
} Writer;

void writer_line(const Writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
Writer writer_deeper(const Writer *writer, size_t columns);
// ${ on a page is no expression of ours. For what is the same in every run, like a title.
Sv writer_plain(const Writer *writer, Sv text);
// The same where a text may hold ${…}: what looks like another tool's is none of ours either.
Sv writer_literal(const Writer *writer, Sv text);
Sv writer_scalar(const Writer *writer, Sv text);
// Text of one or many lines behind a key.
void writer_text(const Writer *writer, const char *key, Sv text);
// [npm, run, "${inputs.what}"]
void writer_argv(const Writer *writer, const DraftStep *step);
// A map with texts behind a key; nothing where it is empty.
void writer_pairs(const Writer *writer, const char *key, const DraftVariable *pairs,
                  uint32_t count);
// A tree behind a key, its texts as templates; what is named like a credential is a secret.
void writer_tree(const Writer *writer, const char *key, Value tree, uint32_t line);

// ── import_write_step.c ──
void writer_steps(const Writer *writer, const DraftSteps *steps);

#endif
