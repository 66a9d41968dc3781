// Reads the modifiers of a step that do not depend on its surroundings.
#include "base/limits.h"
#include "plan/read/fields.h"
#include "plan/read/read.h"
#include "plan/steps/step_read.h"

static void read_id(StepBuilder *builder, const Node *node) {
    Sv id;
    if (!read_word(builder->loader, node, "id", &id) ||
        !read_name(builder->loader, id, node->span, "an id"))
        return;
    builder->step->id = id;
}

static void read_level(StepBuilder *builder, const Node *node) {
    int choice;
    if (!read_choice(builder->loader, node, KEY_STEP, "level", &choice)) return;
    // The surroundings cap it.
    Level own = (Level)choice;
    builder->step->level = own > builder->place->level ? own : builder->place->level;
}

static void read_parallel(StepBuilder *builder, const Node *node) {
    RunbookLoader *loader = builder->loader;
    int64_t count;
    bool loop = step_builder_key(builder, "for_each") != NULL;
    if (builder->step->kind != STEP_GROUP && !loop) {
        Diag *diag =
            diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "parallel")->span,
                     "'parallel' goes with a group or a loop");
        diag_hint(loader->diags, diag,
                  "put the steps that may run at once into a group by the key 'steps'");
        return;
    }
    if (read_int(loader, node, "parallel", 1, LIMIT_PARALLEL, &count))
        builder->step->parallel = (uint32_t)count;
}

static void read_timeout(StepBuilder *builder, const Node *node) {
    Step *step = builder->step;
    int64_t ns = NO_DEADLINE;
    if (node && !read_duration(builder->loader, node, "timeout", &ns)) return;
    bool whole = step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
    if (whole || step_builder_key(builder, "for_each")) step->whole_ns = ns;
    if (whole) step->timeout_ns = ns;
    if (!step->action) return;
    // A pause ends by itself, and people get the time they need.
    bool bounded = !step->action->shows_nothing && step->action->timeout_ns != NO_DEADLINE;
    int64_t usual = bounded && builder->loader->defaults.timeout_ns != NO_DEADLINE
                        ? builder->loader->defaults.timeout_ns
                        : step->action->timeout_ns;
    step->timeout_ns = node && !step_builder_key(builder, "for_each") ? ns : usual;
}

static void read_allow_empty(StepBuilder *builder, const Node *node) {
    if (!step_builder_key(builder, "for_each")) {
        Diag *diag = diag_add(builder->loader->diags, DIAG_MISPLACED_KEY,
                              step_builder_key(builder, "allow_empty")->span,
                              "'allow_empty' goes with for_each");
        diag_hint(
            builder->loader->diags, diag,
            "for an `all` over an empty list it stands within the expectation:\n- that: …\n  allow_empty: true");
        return;
    }
    read_bool(builder->loader, node, "allow_empty", &builder->step->allow_empty);
}

static void read_connection_keys(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const Node *fresh = step_builder_get(builder, "fresh"),
               *close = step_builder_get(builder, "close");
    if (fresh) fresh_read(builder, fresh);
    if (!close) return;
    if (step->kind == STEP_ACTION) {
        read_bool(loader, close, "close", &step->close);
        return;
    }
    Diag *diag =
        diag_add(loader->diags, DIAG_MISPLACED_KEY, step_builder_key(builder, "close")->span,
                 "'close' goes with a step that acts");
    diag_hint(loader->diags, diag, "write it beside the step that needs it");
}

void modifiers_read(StepBuilder *builder) {
    RunbookLoader *loader = builder->loader;
    Step *step = builder->step;
    const Node *node;
    read_fields_STEP(loader, builder->node, step);
    if ((node = step_builder_get(builder, "id"))) read_id(builder, node);
    if ((node = step_builder_get(builder, "tags")))
        read_words(loader, node, "tags", &step->tags, &step->tag_count);
    if ((node = step_builder_get(builder, "level"))) read_level(builder, node);
    if ((node = step_builder_get(builder, "parallel"))) read_parallel(builder, node);
    if ((node = step_builder_get(builder, "allow_empty"))) read_allow_empty(builder, node);
    read_connection_keys(builder);
    read_timeout(builder, step_builder_get(builder, "timeout"));
}
