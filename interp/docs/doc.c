#include "docs/doc_internal.h"

#include "base/limits.h"
#include "mask/masker.h"
#include "url/url_secrets.h"

enum { PAGE_BYTES = 64 * 1024 * 1024 };

// The page with the name of its key in place of each credential that the runbooks hold.
static void add_without_written(Buf *out, const Doc *doc, Sv page) {
    Masker *masker = masker_new();
    for (uint32_t f = 0; f < doc->plan->file_count; f++) {
        const WrittenSecrets *written = &doc->plan->files[f].written;
        for (uint32_t i = 0; i < written->count; i++)
            if (written->items[i].sought)
                masker_add(masker, written->items[i].name, written->items[i].value->text,
                           LIMIT_SECRET_MIN_BYTES);
    }
    buf_add(out, masker_text(masker, doc->arena, page));
    masker_free(masker);
}

// The steps are written first: they determine what the head must mention.
bool doc_write(const Plan *plan, bool linked, Buf *out) {
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    Doc doc = {.plan = plan, .arena = arena, .linked = linked};
    BUF_AUTO Buf steps = buf_new(PAGE_BYTES);
    doc_uses_of(&doc, plan->top);
    doc_write_steps(&doc, &(Md){.out = &steps});
    BUF_AUTO Buf page = buf_new(PAGE_BYTES), open = buf_new(PAGE_BYTES);
    Md md = {.out = &page};
    doc_write_head(&doc, &md);
    md_gap(&md);
    buf_add(&page, buf_sv(&steps));
    // Of addresses, whoever does it by hand has the passwords from elsewhere.
    url_secrets_hide(&open, buf_sv(&page), SV("«password»"));
    add_without_written(out, &doc, buf_sv(&open));
    bool whole = !steps.full && !page.full && !open.full && !out->full && !arena_exhausted(arena);
    arena_free(arena);
    return whole;
}
