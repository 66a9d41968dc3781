#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "plan/read/runbook_loader.h"
#include "plan/read/secret_parts.h"
#include <errno.h>

typedef struct Unread {
    Sv shown;
    FileStatus status;
    int error;    // errno
    bool runbook; // it is read as one, or as a part of one
} Unread;

static void refuse_file(PlanLoader *load, Span place, const Unread *file) {
    Diags *diags = load->diags;
    Diag *diag;
    Sv shown = file->shown;
    FileStatus status = file->status;
    int error = file->error;
    bool runbook = file->runbook;
    switch (status) {
    case FILE_MISSING:
        diag =
            diag_add(diags, DIAG_FILE_UNREADABLE, place, "there is no file '%.*s'", SV_ARG(shown));
        if (!place.source)
            diag_hint(diags, diag,
                      "name an existing file; paths are relative to the folder you are in");
        else
            diag_hint(diags, diag, "paths in a runbook are relative to the file they stand in");
        break;
    case FILE_IS_FOLDER:
        diag = diag_add(diags, DIAG_FILE_UNREADABLE, place, "'%.*s' is a folder", SV_ARG(shown));
        diag_hint(diags, diag, runbook ? "name a runbook in it" : "name a file in it");
        break;
    case FILE_TOO_LARGE:
        diag = diag_add(diags, DIAG_LIMIT, place,
                        "'%.*s' is larger than the limit of 4 MiB (FILE_BYTES)", SV_ARG(shown));
        if (runbook) diag_hint(diags, diag, "split it into runbooks that include each other");
        break;
    case FILE_NOT_REGULAR:
        diag = diag_add(diags, DIAG_FILE_UNREADABLE, place, "'%.*s' is no regular file",
                        SV_ARG(shown));
        diag_hint(
            diags, diag,
            "a device, pipe or socket cannot be read again on resume: write it into a file first");
        break;
    case FILE_DENIED:
        diag_add(diags, DIAG_FILE_UNREADABLE, place, "'%.*s' may not be read: permission denied",
                 SV_ARG(shown));
        break;
    default: {
        Sv why = file_error(load->arena, error);
        diag_add(diags, DIAG_FILE_UNREADABLE, place, "'%.*s' cannot be read: %.*s", SV_ARG(shown),
                 SV_ARG(why));
        break;
    }
    }
}

static void note_file(PlanLoader *load, PlanFile file) {
    Plan *plan = load->plan;
    arena_grow(load->arena, plan->files, plan->file_count, load->file_capacity);
    if (!load->undigested) file.digest = sha256_text(load->arena, sha256_of(file.text));
    plan->files[plan->file_count++] = file;
}

FileStatus file_pin(PlanLoader *load, Sv real, Sv shown, size_t most, const char *kind, Sv *out) {
    const PlanFile *known = plan_file(load->plan, real);
    if (known) {
        *out = known->text;
        return FILE_OK;
    }
    FileStatus status = file_read(load->arena, real, most, out);
    if (status == FILE_OK)
        note_file(load, (PlanFile){.path = shown, .real = real, .text = *out, .kind = kind});
    return status;
}

bool file_pin_written(RunbookLoader *loader, Span place, Sv written, const char *kind, Value *out) {
    Sv real, shown, text;
    if (!file_resolve(loader, place, written, &real, &shown)) return false;
    FileStatus status =
        file_pin(loader->load, real, sv_copy(loader->arena, shown), LIMIT_FILE_BYTES, kind, &text);
    if (status != FILE_OK) {
        refuse_file(loader->load, place, &(Unread){shown, status, errno, false});
        return false;
    }
    *out = file_value(loader->arena, real, text);
    return true;
}

const LoadedFile *file_turn_to(RunbookLoader *loader, const Source *source) {
    const LoadedFile *before = loader->at;
    const SvMap *files = &loader->load->files;
    if (!source || before->source == source) return before;
    for (uint32_t i = 0; i < files->count; i++) {
        const LoadedFile *file = files->entries[i].value;
        if (file->source == source) loader->at = file;
    }
    return before;
}

LoadedFile *file_open(PlanLoader *load, Sv real, Sv shown, const char *kind, Span place) {
    LoadedFile *known = svmap_get(&load->files, real);
    if (known) return known->source ? known : NULL;
    LoadedFile *file = arena_new_of(load->arena, LoadedFile);
    *file = (LoadedFile){.real = real, .shown = shown};
    svmap_add(&load->files, real, file);
    Sv text;
    FileStatus status = file_read(load->arena, real, LIMIT_FILE_BYTES, &text);
    if (status != FILE_OK) {
        refuse_file(load, place, &(Unread){shown, status, errno, true});
        return NULL;
    }
    Source *source = source_new(load->arena, shown, text);
    file->source = source;
    uint32_t errors = load->diags->errors;
    file->root = yaml_read(load->arena, file->source, load->diags);
    WrittenSecrets written = written_secrets(load->arena, file->root);
    note_file(
        load,
        (PlanFile){.path = shown, .real = real, .text = text, .kind = kind, .written = written});
    secret_parts_of_runbook(load->arena, source, file->root, &written);
    file->told = load->diags->errors > errors;
    return file;
}

static bool refuse_outside(RunbookLoader *loader, Span place, Sv written) {
    Diag *diag = diag_add(loader->diags, DIAG_OUTSIDE_ROOT, place,
                          "'%.*s' lies outside of the project root", SV_ARG(written));
    diag_hint(loader->diags, diag, "the root is %.*s; --root names another",
              SV_ARG(loader->load->plan->root));
    return false;
}

bool file_resolve(RunbookLoader *loader, Span place, Sv written, Sv *real, Sv *shown) {
    Sv joined = path_join(loader->arena, path_folder(loader->at->real), written);
    Sv found = path_real(loader->arena, joined);
    Sv name =
        path_tidy(loader->arena, path_join(loader->arena, path_folder(loader->at->shown), written));
    if (!found.at) {
        refuse_file(loader->load, place, &(Unread){name, FILE_MISSING, 0, false});
        return false;
    }
    if (!path_beneath(loader->arena, loader->load->plan->root, found))
        return refuse_outside(loader, place, written);
    *real = found;
    *shown = name;
    return true;
}

// As many `..` as folders above it, without a file system to ask.
static bool climbs_out(Sv root, Sv folder, Sv written) {
    if (sv_starts(written, SV("/"))) return !sv_starts(written, root);
    int depth = 0;
    Sv below = sv_slice(folder, root.len, folder.len), part;
    while (sv_next_part(&below, '/', &part))
        depth += part.len > 0;
    while (sv_next_part(&written, '/', &part)) {
        if (sv_eq(part, SV("..")))
            depth--;
        else if (part.len > 0 && !sv_eq(part, SV(".")))
            depth++;
        if (depth < 0) return true;
    }
    return false;
}

bool file_within_root(RunbookLoader *loader, Span place, Sv written, Sv *absolute) {
    Sv folder = path_folder(loader->at->real), root = loader->load->plan->root;
    Sv joined = path_join(loader->arena, folder, written);
    Sv real = path_real(loader->arena, joined);
    bool inside =
        real.at ? path_beneath(loader->arena, root, real) : !climbs_out(root, folder, written);
    if (!inside) return refuse_outside(loader, place, written);
    *absolute = real.at ? real : joined;
    return true;
}
