#include "docs/doc_internal.h"

#include "base/limits.h"
#include "url/url_secrets.h"

enum { PAGE_BYTES = 64 * 1024 * 1024 };

// The steps are written first: they determine what the head must mention.
bool doc_write(const Plan *plan, Buf *out) {
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    Doc doc = {.plan = plan, .arena = arena};
    BUF_AUTO Buf steps = buf_new(PAGE_BYTES);
    doc_uses_of(&doc, plan->top);
    doc_write_steps(&doc, &(Md){.out = &steps});
    BUF_AUTO Buf page = buf_new(PAGE_BYTES);
    Md md = {.out = &page};
    doc_write_head(&doc, &md);
    md_gap(&md);
    buf_add(&page, buf_sv(&steps));
    // Of addresses, whoever does it by hand has the passwords from elsewhere.
    url_secrets_hide(out, buf_sv(&page), SV("«password»"));
    bool whole = !steps.full && !page.full && !out->full && !arena_exhausted(arena);
    arena_free(arena);
    return whole;
}
