#include "base/digest.h"
#include "base/file.h"
#include "cli/run_desk.h"
#include "cli/run_options.h"
#include "cli/runs.h"
#include "run/again.h"

// ── the file that was run ──

static bool has_digest(const Cli *cli, Sv path, Sv digest) {
    Sv text;
    return file_read(cli->arena, path, LIMIT_FILE_BYTES, &text) == FILE_OK &&
           sv_eq(sha256_text(cli->arena, sha256_of(text)), digest);
}

// The journal has the path as it was named then: from here, from the project's root, or from where
// the run's processes began. The one that is the very file wins, else the first that is there.
static bool find_file(const Cli *cli, Value started, Sv *out) {
    Arena *arena = cli->arena;
    Sv path = value_field_text(started, "path", SV("")),
       digest = value_field_text(started, "digest", SV(""));
    const Sv places[] = {path, path_join(arena, value_field_text(started, "root", SV("")), path),
                         path_join(arena, value_field_text(started, "folder", SV("")), path)};
    bool found = false;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!path_real(arena, places[i]).at) continue;
        bool same = has_digest(cli, places[i], digest);
        if (same || !found) *out = runs_shown_path(arena, places[i]);
        found = true;
        if (same) return true;
    }
    return found;
}

static int no_file(const Cli *cli, const Past *past) {
    return cli_fail(
        cli, STATUS_RUNBOOK, "run %.*s was one of %.*s, and that file is not there any more",
        SV_ARG(sv_slice(past->id, 0, 8)), SV_ARG(value_field_text(past->started, "path", SV(""))));
}

static int do_again(const Cli *cli, const CommandLine *line, const Past *past) {
    Sv path, root = value_field_text(past->started, "root", SV(""));
    if (!find_file(cli, past->started, &path)) return no_file(cli, past);
    Again again = {.past = past,
                   .address = line->operands.items[1],
                   .word = line->operands.items[0],
                   .accept_changed = line->accept_changed};
    RunOptions options = run_options(cli, line);
    options.again = &again;
    options.only = &again.address;
    options.only_count = 1;
    options.folder = value_field_text(past->started, "folder", SV(""));
    return desk_run(cli, line, path, root, &options);
}

int cmd_AGAIN(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    RunEntry run;
    if (!runs_find(cli->arena, line->root, line->operands.items[0], &run, &error))
        return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    Past past;
    Sv message;
    int status = past_read(arena, run.journal, &past, &message)
                     ? do_again(cli, line, &past)
                     : cli_fail(cli, STATUS_JOURNAL, "%.*s", SV_ARG(message));
    arena_free(arena);
    return status;
}
