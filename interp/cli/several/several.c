#include "base/limits.h"
#include "base/num.h"
#include "base/system/file.h"
#include "cli/runs/event_stream.h"
#include "cli/runs/run_options.h"
#include "cli/runs/run_reports.h"
#include "cli/several/several_internal.h"

enum { MOST_AT_ONCE = 64 };

// What went wrong with the program, its records or a change first; then what stopped it; then an
// answer that is no; then what could not be asked at all; then what was left without an answer.
static const int order[] = {STATUS_DEFECT,  STATUS_JOURNAL,   STATUS_IN_DOUBT, STATUS_DENIED,
                            STATUS_STOPPED, STATUS_NO_GO,     STATUS_RUNBOOK,  STATUS_USAGE,
                            STATUS_LOCKED,  STATUS_UNDECIDED, STATUS_PARTIAL,  STATUS_GO};

static size_t rank(int status) {
    size_t at = 0;
    while (at < sizeof order / sizeof *order && order[at] != status)
        at++;
    return at < sizeof order / sizeof *order ? at : 0;
}

int several_worst(int a, int b) {
    return rank(a) <= rank(b) ? a : b;
}

void several_run_one(const Cli *cli, Job *job, DeskEnd end) {
    Cli own = *cli;
    own.arena = arena_new(LIMIT_PROGRAM_MEMORY);
    RunOptions options = run_options(&own, &job->line);
    job->begun = true;
    job->status = desk_run_told(
        &own, &job->line,
        (DeskBook){.path = job->path, .root = job->line.root, .meant = job->meant}, &options, &end);
    job->journal = sv_copy(cli->arena, end.journal);
    job->message = sv_copy(cli->arena, end.message);
    arena_free(own.arena);
}

static bool stopped(const Cli *cli) {
    return *cli->signal_name() != '\0';
}

static void run_in_turn(Several *several) {
    for (uint32_t i = 0; i < several->count && !stopped(several->cli); i++) {
        if (i > 0) cli_outf(several->cli, "\n");
        several_run_one(several->cli, &several->jobs[i], (DeskEnd){0});
    }
}

static void leave_out(Several *several) {
    const Cli *cli = several->cli;
    for (uint32_t i = 0; i < several->count; i++) {
        Job *job = &several->jobs[i];
        if (job->begun) continue;
        job->status = STATUS_STOPPED;
        job->message = sv_format(cli->arena, "stopped by %s before it began", cli->signal_name());
        // The status tells already that it did not run.
        ignore_result(run_reports_refuse(cli, &job->line, job->path, job->message));
    }
}

static bool check_targets(const Several *several, Buf *error) {
    for (uint32_t i = 0; i < several->count; i++) {
        const Job *job = &several->jobs[i];
        if (!run_reports_check(several->cli, &job->line, job->path, error) ||
            !run_reports_check(several->cli, &several->combined, job->path, error) ||
            !event_stream_check(several->cli, &job->line, job->path, error))
            return false;
    }
    return true;
}

static int run_all(Several *several) {
    const Cli *cli = several->cli;
    int status = several_check(several);
    if (status != 0) {
        cli_errf(cli, "nothing was run\n");
        Sv why = sv_format(cli->arena, "nothing was run (status %d)", status);
        bool told = several_reports_refuse(several, why);
        for (uint32_t i = 0; i < several->count; i++)
            told &= run_reports_refuse(cli, &several->jobs[i].line, several->jobs[i].path, why);
        return told ? status : STATUS_JOURNAL;
    }
    if (!several_reports_begin(several)) {
        cli_errf(cli, "nothing was run\n");
        return STATUS_JOURNAL;
    }
    int64_t began = cli->env->stamp(cli->env->self).mono_ns;
    if (several->at_once > 1)
        several_run_beside(several);
    else
        run_in_turn(several);
    leave_out(several);
    int64_t elapsed = cli->env->stamp(cli->env->self).mono_ns - began;
    status = several->jobs[0].status;
    for (uint32_t i = 1; i < several->count; i++)
        status = several_worst(status, several->jobs[i].status);
    return several_end(several, elapsed) || status == STATUS_DEFECT ? status : STATUS_JOURNAL;
}

int several_run(const Cli *cli, const CommandLine *line) {
    Several several = {.cli = cli, .line = line, .at_once = 1, .count = line->operands.count};
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    int64_t jobs = 1;
    if (line->jobs.len && (!num_parse_i64(line->jobs, &jobs) || jobs < 1 || jobs > MOST_AT_ONCE))
        return cli_usage(cli, "--jobs takes a number from 1 to %d, not '%.*s'", MOST_AT_ONCE,
                         SV_ARG(line->jobs));
    several.at_once = (uint32_t)jobs;
    if (!several_divide(&several, &error)) return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    if (several.count == 1) {
        Job *job = &several.jobs[0];
        RunOptions options = run_options(cli, &job->line);
        return desk_run(cli, &job->line,
                        (DeskBook){.path = job->path, .root = line->root, .meant = job->meant},
                        &options);
    }
    if (line->answers.count && !line->as.len)
        return cli_usage(cli, "--answer needs --as NAME: who answers is part of the record");
    if (!check_targets(&several, &error)) return cli_usage(cli, "%.*s", SV_ARG(buf_sv(&error)));
    return run_all(&several);
}
