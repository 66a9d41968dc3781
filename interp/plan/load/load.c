#include "base/limits.h"
#include "base/system/file.h"
#include "plan/read/runbook_loader.h"

static Plan *begin_plan(Arena *arena, Sv path, Sv real, const PlanOptions *options, Diags *diags) {
    Plan *plan = arena_new_of(arena, Plan);
    ProjectRoot root = path_project_root(arena, options->root, path_folder(real), real);
    *plan = (Plan){.arena = arena, .registry = options->registry, .root = root.path};
    if (root.stranger.len) {
        Diag *diag = diag_add(diags, DIAG_STRANGE_ROOT, (Span){0}, "%.*s", SV_ARG(root.stranger));
        diag_hint(diags, diag, "name the root that is meant: --root %.*s",
                  SV_ARG(path_folder(path)));
        return NULL;
    }
    if (!plan->root.at) {
        diag_add(diags, DIAG_FILE_UNREADABLE, (Span){0}, "there is no folder '%.*s' to be the root",
                 SV_ARG(options->root));
        return NULL;
    }
    if (!path_beneath(arena, plan->root, real)) {
        Diag *diag =
            diag_add(diags, DIAG_OUTSIDE_ROOT, (Span){0},
                     "the runbook lies outside of the project root %.*s", SV_ARG(plan->root));
        diag_hint(diags, diag, "name a root above it with --root, or leave --root out");
        return NULL;
    }
    return plan;
}

static void refuse_absent(Sv path, Sv meant, Diags *diags) {
    if (meant.len) {
        diag_add(diags, DIAG_FILE_UNREADABLE, (Span){0},
                 "there is no file '%.*s'; did you mean %.*s?", SV_ARG(path), SV_ARG(meant));
        return;
    }
    Diag *diag =
        diag_add(diags, DIAG_FILE_UNREADABLE, (Span){0}, "there is no file '%.*s'", SV_ARG(path));
    diag_hint(diags, diag,
              "name an existing runbook; paths are relative to the folder you are in\n"
              "`runbook run` lists the runbooks here");
}

Plan *plan_load(Arena *arena, Sv path, const PlanOptions *options, Diags *diags) {
    uint32_t errors = diags->errors;
    Sv real = path_real(arena, path);
    if (!real.at) {
        refuse_absent(path, options->meant, diags);
        return NULL;
    }
    Plan *plan = begin_plan(arena, path, real, options, diags);
    if (!plan) return NULL;
    PlanLoader load = {.arena = arena,
                       .scratch = arena_new(LIMIT_PROGRAM_MEMORY),
                       .diags = diags,
                       .registry = options->registry,
                       .undigested = options->undigested,
                       .scripts = options->scripts,
                       .plan = plan,
                       .files = svmap_new(arena),
                       .actions = svmap_new(arena)};
    LoadedFile *file = file_open(&load, real, path, "runbook", (Span){0});
    plan->top = file ? runbook_read(&load, file, NULL, NULL) : NULL;
    plan->total_steps = load.steps;
    arena_free(load.scratch);
    if (arena_exhausted(arena) && diags->errors == errors)
        diag_add(
            diags, DIAG_LIMIT, (Span){0},
            "the runbook with all it includes needs more than the limit of 1 GiB (PROGRAM_MEMORY)");
    return plan->top && diags->errors == errors ? plan : NULL;
}
