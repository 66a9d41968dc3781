// Drafts runbooks from a Markdown page: one for each section (`## …`), its list items and commands
// as steps, everything that is not understood as a question to a person. Writes no file and runs
// nothing. A draft never passes anything by itself: what the page leaves open is asked for or said.
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "diag/diag.h"
#include "spec/action.h"

// What was made of one item of the page.
typedef struct ImportNote {
    uint32_t line;  // of the page
    Sv verb;        // "exec"; empty where it became no step
    Sv what;        // the step's name, or what it was taken for
    Sv decide;      // what a person must still decide of it, besides what its verb asks of all; may
                    // be empty
    uint32_t depth; // of the step within groups
} ImportNote;

typedef struct ImportDraft {
    Sv file;    // "pre-deploy-checks.yaml"
    Sv heading; // as on the page
    uint32_t line;
    Sv yaml; // the whole runbook; empty where the section has nothing to do
    uint32_t steps;
    ImportNote *notes;
    uint32_t note_count;
} ImportDraft;

typedef struct Import {
    ImportDraft *drafts; // one for each section, in their order
    uint32_t count;
} Import;

// What a person must decide of every step with this verb; NULL for a group.
const char *import_decide(const Registry *registry, Sv verb);
// False, and reported, where the page is none that drafts could be made from.
MUST_USE bool import_page(Arena *arena, const Source *page, const Registry *registry, Diags *diags,
                          Import *out);

#endif
