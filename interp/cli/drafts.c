#include "cli/drafts.h"

#include "base/system/file.h"
#include "plan/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Target {
    const Cli *cli;
    Sv folder; // where the drafts go
    Sv aside;  // a folder in it, for this process alone, where they are checked
} Target;

static int fail(const Target *target, Sv path, int error) {
    Sv why = file_error(target->cli->arena, error);
    return cli_fail(target->cli, STATUS_JOURNAL, "'%.*s' cannot be written: %.*s", SV_ARG(path),
                    SV_ARG(why));
}

static bool is_there(const Target *target, const ImportDraft *draft) {
    const char *path =
        sv_to_c(target->cli->arena, path_join(target->cli->arena, target->folder, draft->file));
    return path && access(path, F_OK) == 0;
}

static int refuse_existing(const Target *target, const Import *import) {
    BUF_AUTO Buf names = buf_new((size_t)1024 * 1024);
    for (uint32_t i = 0; i < import->count; i++)
        if (import->drafts[i].yaml.len && is_there(target, &import->drafts[i]))
            buf_addf(&names, "%s%.*s", names.len ? ", " : "", SV_ARG(import->drafts[i].file));
    if (!names.len) return 0;
    return cli_usage(
        target->cli,
        "%.*s would be overwritten in %.*s, and no draft is worth that; nothing was written. "
        "Name another folder: --out DIR",
        SV_ARG(buf_sv(&names)), SV_ARG(target->folder));
}

// Reads the draft back like any runbook. If one is invalid that is a defect of this program.
static bool check(const Target *target, const ImportDraft *draft, Sv path) {
    Arena *arena = arena_new(LIMIT_PROGRAM_MEMORY);
    Diags diags = diags_new(arena);
    PlanOptions options = {target->cli->registry, target->aside, .undigested = true};
    bool good = plan_load(arena, path, &options, &diags) && !diags_failed(&diags);
    if (!good) {
        cli_diagnose(target->cli, &diags);
        cli_fail(
            target->cli, STATUS_DEFECT,
            "the draft of '%.*s' (line %u) is not in order, which is a defect of this program; "
            "nothing was written",
            SV_ARG(draft->heading), draft->line);
    }
    arena_free(arena);
    return good;
}

static int write_aside(const Target *target, const Import *import) {
    for (uint32_t i = 0; i < import->count; i++) {
        const ImportDraft *draft = &import->drafts[i];
        if (!draft->yaml.len) continue;
        Sv path = path_join(target->cli->arena, target->aside, draft->file);
        if (!file_write_atomic(path, draft->yaml, 0666)) return fail(target, path, errno);
        if (!check(target, draft, path)) return STATUS_DEFECT;
    }
    return 0;
}

// link() makes a new name or none: a file that was created meanwhile stays as it is.
static int move_in(const Target *target, const Import *import) {
    Arena *arena = target->cli->arena;
    for (uint32_t i = 0; i < import->count; i++) {
        const ImportDraft *draft = &import->drafts[i];
        if (!draft->yaml.len) continue;
        Sv to = path_join(arena, target->folder, draft->file);
        const char *from_c = sv_to_c(arena, path_join(arena, target->aside, draft->file));
        const char *to_c = sv_to_c(arena, to);
        if (link(from_c, to_c) != 0) return fail(target, to, errno);
    }
    return 0;
}

static void clear_aside(const Target *target, const Import *import) {
    Arena *arena = target->cli->arena;
    for (uint32_t i = 0; i < import->count; i++)
        unlink(sv_to_c(arena, path_join(arena, target->aside, import->drafts[i].file)));
    rmdir(sv_to_c(arena, target->aside));
}

int drafts_write(const Cli *cli, const Import *import, Sv folder) {
    Target target = {.cli = cli, .folder = folder};
    if (!file_make_folders(folder, 0777)) return fail(&target, folder, errno);
    int status = refuse_existing(&target, import);
    if (status) return status;
    char *aside = sv_to_c(cli->arena, path_join(cli->arena, folder, SV(".runbook-import-XXXXXX")));
    if (!aside || !mkdtemp(aside)) return fail(&target, folder, errno);
    target.aside = sv_from_c(aside);
    status = write_aside(&target, import);
    if (!status) status = move_in(&target, import);
    clear_aside(&target, import);
    return status;
}
