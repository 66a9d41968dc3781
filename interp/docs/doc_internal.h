// Shared by doc*.c alone: the page that is being written, and what it turned out to use.
#ifndef DOCS_DOC_INTERNAL_H
#define DOCS_DOC_INTERNAL_H

#include "docs/doc.h"
#include "docs/md.h"
#include "docs/placeholders.h"

// What the page uses of one runbook. Whatever else the runbook declares is not mentioned.
typedef struct DocUses {
    const Runbook *runbook;
    bool *inputs, *secrets, *connections, *vars; // by index
} DocUses;

typedef struct DocResult {
    const Action *action;
    const ResultField *field;
} DocResult;

typedef struct Doc {
    const Plan *plan;
    Arena *arena;
    DocUses *uses;
    uint32_t use_count, use_capacity;
    DocResult *results; // results that some expression reads, each once
    uint32_t result_count, result_capacity;
    bool reads_key; // some expression reads step.key
    bool linked;    // included runbooks have pages of their own
} Doc;

// ── doc_uses.c ──
// What is used of a runbook so far. Their order on the page is that in which they were first asked
// for.
DocUses *doc_uses_of(Doc *doc, const Runbook *runbook);
// Whether the including step gives the input.
bool doc_input_is_given(const Runbook *runbook, Sv name);
// Records what an expression or a value reads.
void doc_use_expr(Doc *doc, const Step *step, const Expr *expr);
void doc_use_source(Doc *doc, const Runbook *runbook, const ValueSource *source);
void doc_use_connection(Doc *doc, const Runbook *runbook, const Connection *connection);

// ── doc_judge.c: conditions and what must hold ──
// "the status is 200 (`status == 200`)"
void doc_add_condition(Doc *doc, Buf *out, const Step *step, const Expr *condition);
void doc_write_expectations(Doc *doc, const Md *md, const Step *step);
void doc_write_captures(Doc *doc, const Md *md, const Step *step);

// ── doc_step.c: one step ──
// Adds a text with ${…} as Markdown; placeholders of values become code.
void doc_add_text(Doc *doc, Buf *out, const Step *step, const ValueSource *text);
void doc_add_name(Doc *doc, Buf *out, const Step *step);
// Writes what precedes the children of a group, and what is beneath the name of any other step.
void doc_write_before(Doc *doc, const Md *md, const Step *step);
void doc_write_step(Doc *doc, const Md *md, const Step *step);

// ── doc_steps.c: the order of steps ──
void doc_write_steps(Doc *doc, const Md *md);
void doc_write_list(Doc *doc, const Md *md, Step *const *steps, uint32_t count);

// ── doc_head.c: what is to be known before ──
void doc_write_head(Doc *doc, const Md *md);

#endif
