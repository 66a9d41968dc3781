// Modifiers of a step that are the same whatever stands around it.
#include "base/limits.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static void read_id(StepDraft *draft, const Node *node) {
    Sv id;
    if (!read_word(draft->book, node, "id", &id) ||
        !read_name(draft->book, id, node->span, "an id"))
        return;
    draft->step->id = id;
}

static void read_level(StepDraft *draft, const Node *node) {
    int choice;
    if (!read_choice(draft->book, node, KEY_STEP, "level", &choice)) return;
    // What stands around it caps it.
    Level own = (Level)choice;
    draft->step->level = own > draft->place->level ? own : draft->place->level;
}

static void read_parallel(StepDraft *draft, const Node *node) {
    Book *book = draft->book;
    int64_t count;
    bool loop = draft_key(draft, "for_each") != NULL;
    if (draft->step->kind != STEP_GROUP && !loop) {
        Diag *diag = diag_add(book->diags, DIAG_MISPLACED_KEY, draft_key(draft, "parallel")->span,
                              "'parallel' goes with a group or a loop");
        diag_mend(book->diags, diag, "put the steps that may run at once into a group: steps:");
        return;
    }
    if (read_int(book, node, "parallel", 1, LIMIT_PARALLEL, &count))
        draft->step->parallel = (uint32_t)count;
}

static void read_timeout(StepDraft *draft, const Node *node) {
    Step *step = draft->step;
    int64_t ns = NO_DEADLINE;
    if (node && !read_duration(draft->book, node, "timeout", &ns)) return;
    bool whole = step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    if (whole || draft_key(draft, "for_each")) step->whole_ns = ns;
    if (whole) step->timeout_ns = ns;
    if (!step->action) return;
    // A wait ends by itself, and a person is given the time they need.
    bool bounded = !step->action->shows_nothing && step->action->timeout_ns != NO_DEADLINE;
    int64_t usual = bounded && draft->book->defaults.timeout_ns != NO_DEADLINE
                        ? draft->book->defaults.timeout_ns
                        : step->action->timeout_ns;
    step->timeout_ns = node && !draft_key(draft, "for_each") ? ns : usual;
}

static void read_allow_empty(StepDraft *draft, const Node *node) {
    if (!draft_key(draft, "for_each")) {
        Diag *diag =
            diag_add(draft->book->diags, DIAG_MISPLACED_KEY, draft_key(draft, "allow_empty")->span,
                     "'allow_empty' goes with for_each");
        diag_mend(
            draft->book->diags, diag,
            "for an `all` over an empty list it stands within the expectation:\n- that: …\n  allow_empty: true");
        return;
    }
    read_bool(draft->book, node, "allow_empty", &draft->step->allow_empty);
}

static void read_connection_keys(StepDraft *draft) {
    Book *book = draft->book;
    Step *step = draft->step;
    const Node *fresh = draft_get(draft, "fresh"), *close = draft_get(draft, "close");
    if (fresh) fresh_read(draft, fresh);
    if (!close) return;
    if (step->kind == STEP_ACTION) {
        read_bool(book, close, "close", &step->close);
        return;
    }
    Diag *diag = diag_add(book->diags, DIAG_MISPLACED_KEY, draft_key(draft, "close")->span,
                          "'close' goes with a step that acts");
    diag_mend(book->diags, diag, "write it beside the step that needs it");
}

void modifiers_read(StepDraft *draft) {
    Book *book = draft->book;
    Step *step = draft->step;
    const Node *node;
    int choice;
    if ((node = draft_get(draft, "id"))) read_id(draft, node);
    if ((node = draft_get(draft, "description")))
        read_sentence(book, node, "description", &step->description);
    if ((node = draft_get(draft, "tags")))
        read_words(book, node, "tags", &step->tags, &step->tag_count);
    if ((node = draft_get(draft, "required"))) read_bool(book, node, "required", &step->required);
    if ((node = draft_get(draft, "level"))) read_level(draft, node);
    if ((node = draft_get(draft, "parallel"))) read_parallel(draft, node);
    if ((node = draft_get(draft, "allow_empty"))) read_allow_empty(draft, node);
    read_connection_keys(draft);
    if ((node = draft_get(draft, "on_failure")) &&
        read_choice(book, node, KEY_STEP, "on_failure", &choice))
        step->on_failure = (OnFailure)(ON_FAILURE_STOP + choice);
    read_timeout(draft, draft_get(draft, "timeout"));
}
