#include "docs/doc_internal.h"

#include "base/limits.h"

enum { PAGE_BYTES = 64 * 1024 * 1024 };

// The steps are written first: they determine what the head must mention.
bool doc_write(const Plan *plan, Buf *out) {
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    Doc doc = {.plan = plan, .arena = arena};
    BUF_AUTO Buf steps = buf_new(PAGE_BYTES);
    doc_uses_of(&doc, plan->top);
    doc_write_steps(&doc, &(Md){.out = &steps});
    Md md = {.out = out};
    doc_write_head(&doc, &md);
    md_gap(&md);
    buf_add(out, buf_sv(&steps));
    bool whole = !steps.full && !out->full && !arena_exhausted(arena);
    arena_free(arena);
    return whole;
}
