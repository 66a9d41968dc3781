// Writes the YAML of a draft: lines, texts and trees with an indent. Text from the page can never
// act as YAML.
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
// Escapes ${, which on a page is not an expression of ours. For text that is the same in every run,
// like a title.
Sv writer_plain(const Writer *writer, Sv text);
// The same for a text that may hold ${…}: templates of other tools are escaped too.
Sv writer_literal(const Writer *writer, Sv text);
Sv writer_scalar(const Writer *writer, Sv text);
// Text of one or many lines behind a key.
void writer_text(const Writer *writer, const char *key, Sv text);
// [npm, run, "${inputs.what}"]
void writer_argv(const Writer *writer, const DraftStep *step);
// A map of texts behind a key; nothing if it is empty.
void writer_pairs(const Writer *writer, const char *key, const DraftVariable *pairs,
                  uint32_t count);
// A tree behind a key, with its texts as templates; values whose name sounds like a credential
// become secrets.
void writer_tree(const Writer *writer, const char *key, Value tree, uint32_t line);

// ── import_write_step.c ──
void writer_steps(const Writer *writer, const DraftSteps *steps);

#endif
