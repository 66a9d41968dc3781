// Drafts runbooks from a Markdown page, one for each section (`## …`): list items and commands
// become steps, and everything that is not understood becomes a question to a person. Writes no
// file and runs nothing. A draft never passes by itself: what the page leaves open is asked for or
// pointed out.
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "diag/diag.h"
#include "spec/action.h"

// What became of one item of the page.
typedef struct ImportNote {
    uint32_t line; // of the page
    Sv verb;       // "exec"; empty where it became no step
    Sv what;       // the name of the step, or what it was taken for
    Sv decide; // what a person must still decide about it, besides what every step with its verb
               // needs; may be empty
    uint32_t depth; // of the step within groups
} ImportNote;

typedef struct ImportDraft {
    Sv file;    // "pre-deploy-checks.yaml"
    Sv heading; // as on the page
    uint32_t line;
    Sv yaml; // the whole runbook; empty if the section has nothing to do
    uint32_t steps;
    ImportNote *notes;
    uint32_t note_count;
} ImportDraft;

typedef struct Import {
    ImportDraft *drafts; // one for each section, in their order
    uint32_t count;
} Import;

// What a person must decide about every step with this verb; NULL for a group.
const char *import_decide(const Registry *registry, Sv verb);
// False, and reported, if no drafts can be made from the page.
MUST_USE bool import_page(Arena *arena, const Source *page, const Registry *registry, Diags *diags,
                          Import *out);

#endif
