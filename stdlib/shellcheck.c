#include "shellcheck.h"

#include "drivers/process/environment.h"
#include "drivers/process/process.h"
#include "drivers/process/program.h"
#include <sys/wait.h>

// Excluded: what the runbook takes care of (2148: no first line that names the shell, 2154:
// variables that `env` sets) and what `check` says itself (2155).
static const Sv arguments[] = {SV_INIT("shellcheck"), SV_INIT("--norc"), SV_INIT("--format=json1"),
                               SV_INIT("--severity=info"),
                               SV_INIT("--exclude=SC2148,SC2154,SC2155")};
enum { FIXED = sizeof arguments / sizeof *arguments };

static ShellCheckStatus judge(Arena *arena, Process *process, Sv *out) {
    bool ended = process->end == PROCESS_ENDED && WIFEXITED(process->status);
    int status = ended ? WEXITSTATUS(process->status) : -1;
    // 1: it found something.
    if (status == 0 || status == 1) {
        *out = output_buffer_bytes(&process->out, arena);
        return SHELLCHECK_DONE;
    }
    Sv said = last_lines_text(&process->lines, arena), line = SV("");
    sv_next_line(&said, &line);
    *out = ended ? sv_format(arena, "it ended with exit %d: %.*s", status, SV_ARG(line))
                 : SV("it did not end by itself");
    return SHELLCHECK_FAILED;
}

ShellCheckStatus shellcheck_run(Arena *arena, Sv script, const char *dialect, Sv folder,
                                const Waiter *waiter, Sv *out) {
    EnvironmentSpec wanted = {0};
    Environment environment;
    Sv file;
    Refusal refusal;
    if (!environment_build(arena, waiter->env, &wanted, &environment, out))
        return SHELLCHECK_FAILED;
    if (!program_find(arena, arguments[0], environment.path, folder, &file, &refusal))
        return SHELLCHECK_MISSING;
    Sv argv[FIXED + 2];
    for (size_t i = 0; i < FIXED; i++)
        argv[i] = arguments[i];
    argv[FIXED] = sv_format(arena, "--shell=%s", dialect);
    argv[FIXED + 1] = SV("-");
    ProcessSpec spec = {.file = file,
                        .argv = argv,
                        .argc = FIXED + 2,
                        .environment = environment.entries,
                        .environment_count = environment.count,
                        .folder = folder,
                        .input = script};
    Process process;
    process_run(&spec, waiter, NULL, &process);
    ShellCheckStatus status = judge(arena, &process, out);
    process_free(&process);
    return status;
}
