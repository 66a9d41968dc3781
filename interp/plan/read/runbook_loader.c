#include "base/ascii.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "plan/permit.h"
#include "plan/read/read.h"

enum { DEFAULT_FRESH_S = 15 * 60, DEFAULT_VALID_S = 4 * 3600 };

static int64_t seconds(int64_t count) {
    return count * 1000000000;
}

// The stem of the file, turned into a valid name.
static Sv stem_name(Arena *arena, Sv path) {
    Sv stem = path_stem(path);
    char *name = arena_copy(arena, stem.at, stem.len + (stem.len == 0));
    size_t len = stem.len < 64 ? stem.len : 64;
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        c = ascii_lower(c);
        bool good = ascii_is_lower(c) || ascii_is_digit(c);
        name[i] = good ? c : '-';
    }
    while (len > 0 && name[0] == '-') {
        name++;
        len--;
    }
    return len > 0 ? (Sv){name, len} : SV("runbook");
}

static const char *pinned_error(FileStatus status) {
    return status == FILE_MISSING     ? "there is no such file"
           : status == FILE_TOO_LARGE ? "it is too large"
                                      : "it cannot be read";
}

// Reads a file that an expression names: relative to the file that is being read, beneath the root.
static bool read_pinned(void *self, Sv path, const char *as, Arena *arena, Sv *out, Sv *error) {
    const RunbookLoader *loader = self;
    Sv whole = path_join(arena, path_folder(loader->at->real), path);
    Sv real = path_real(arena, whole);
    if (!real.at) {
        *error = sv_from_c(pinned_error(FILE_MISSING));
        return false;
    }
    if (!path_beneath(arena, loader->load->plan->root, real)) {
        *error = SV("it lies outside of the project root");
        return false;
    }
    Touch touch = touch_path(arena, path, whole);
    PermitRefusal refusal;
    if (!permit(loader->runbook, arena, &touch, &refusal)) {
        *error = sv_format(arena, "%.*s\n%.*s", SV_ARG(refusal.reason), SV_ARG(refusal.hint));
        return false;
    }
    Sv shown =
        path_tidy(loader->arena, path_join(loader->arena, path_folder(loader->at->shown), path));
    FileStatus status =
        file_pin(loader->load, sv_copy(loader->arena, real), shown, LIMIT_JSON_BYTES, as, out);
    if (status != FILE_OK) *error = sv_from_c(pinned_error(status));
    return status == FILE_OK;
}

static RunbookLoader *begin_runbook(PlanLoader *load, LoadedFile *file, RunbookLoader *outer,
                                    const Step *including) {
    Arena *arena = load->arena;
    RunbookLoader *loader = arena_new_of(arena, RunbookLoader);
    Runbook *runbook = arena_new_of(arena, Runbook);
    *loader = (RunbookLoader){.load = load,
                              .arena = arena,
                              .diags = load->diags,
                              .runbook = runbook,
                              .file = file,
                              .at = file,
                              .outer = outer,
                              .including = including};
    loader->depth = outer ? outer->depth + 1 : 0;
    loader->ids = svmap_new(arena);
    loader->held = svmap_new(arena);
    loader->secret_vars = svmap_new(arena);
    loader->default_keys = svmap_new(arena);
    loader->defaults = (Defaults){.timeout_ns = NO_DEADLINE, .params = svmap_new(arena)};
    scope_begin(&loader->scope, arena);
    *runbook =
        (Runbook){.source = file->source,
                  .path = file->shown,
                  .folder = path_folder(file->real),
                  .name = stem_name(arena, file->shown),
                  .on_failure = ON_FAILURE_INHERIT,
                  .fresh_for_ns = seconds(DEFAULT_FRESH_S),
                  // An included runbook has the valid_for of its surroundings unless it sets one.
                  .valid_for_ns = outer ? outer->runbook->valid_for_ns : seconds(DEFAULT_VALID_S),
                  .parent = outer ? outer->runbook : NULL,
                  .included_by = including};
    CelOptions *options = arena_new_of(arena, CelOptions);
    *options = (CelOptions){.strict = true, .read_file = read_pinned, .files = loader};
    loader->scope.options = options;
    return loader;
}

Runbook *runbook_read(PlanLoader *load, LoadedFile *file, RunbookLoader *outer,
                      const Step *including) {
    // Problems with the YAML do not stop the other checks: all errors are reported at once.
    if (!file->root || (file->told && file->read)) return NULL;
    uint32_t errors = load->diags->errors;
    RunbookLoader *loader = begin_runbook(load, file, outer, including);
    file->read = true;
    if (foreign_diagnose(load, file)) {
        file->told = true;
        return NULL;
    }
    top_read(loader, file->root);
    if (load->diags->errors > errors) file->told = true;
    return loader->runbook;
}
