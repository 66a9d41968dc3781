// What of one command line is for which of several runs.
#include "base/system/file.h"
#include "cli/found/books.h"
#include "cli/runs/target.h"
#include "cli/several/several_internal.h"
#include "report/report.h"

// In a path it stands for the runbook's name.
#define NAME_SIGN "%s"

static bool is_named(Sv path) {
    return sv_find(path, SV(NAME_SIGN), 0) != SV_NONE;
}

static Sv with_name(const Cli *cli, Sv path, Sv runbook) {
    BUF_AUTO Buf out = buf_new((size_t)64 * 1024);
    size_t plain = 0;
    for (size_t at; (at = sv_find(path, SV(NAME_SIGN), plain)) != SV_NONE;
         plain = at + sizeof NAME_SIGN - 1) {
        buf_add(&out, sv_slice(path, plain, at));
        buf_add(&out, path_stem(runbook));
    }
    buf_add(&out, sv_slice(path, plain, path.len));
    return buf_keep(&out, cli->arena);
}

static void add(Arena *arena, NamedTexts *list, Sv name, Sv text) {
    arena_grow(arena, list->items, list->count, list->capacity);
    list->items[list->count++] = (NamedText){name, text};
}

static bool refuse_option(const Several *several, const char *option, const char *why, Buf *error) {
    buf_addf(error, "%s %s, and %u runbooks are named", option, why, several->count);
    return false;
}

static bool one_only(const Several *several, Buf *error) {
    const CommandLine *line = several->line;
    static const char steps[] = "chooses steps of one runbook";
    if (line->only.count) return refuse_option(several, "--only", steps, error);
    if (line->skip.count) return refuse_option(several, "--skip", steps, error);
    if (line->from.len) return refuse_option(several, "--from", steps, error);
    if (line->run_dir.len)
        return refuse_option(several, "--run-dir", "is the folder of one run", error);
    if (line->waivers.len)
        return refuse_option(several, "--waivers", "is for the steps of one runbook", error);
    return true;
}

static bool named_once(const Several *several, Buf *error) {
    for (uint32_t i = 0; i < several->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            Sv one = several->jobs[k].path, other = several->jobs[i].path;
            if (!target_is_same(several->cli, one, other)) continue;
            buf_addf(error, "%.*s is named twice", SV_ARG(other));
            return false;
        }
    return true;
}

static bool divide_report(Several *several, const NamedText *report, Buf *error) {
    const Cli *cli = several->cli;
    const ReportRow *row = report_row(report->name);
    bool several_files = several->count > 1 && !is_named(report->text);
    if (several_files && row && report_combines(row)) {
        add(cli->arena, &several->combined.reports, report->name, report->text);
        return true;
    }
    if (several_files && row) {
        buf_addf(error,
                 "--report %.*s=%.*s would be written by each of %u runs; %%s "
                 "in it stands for the runbook's name",
                 SV_ARG(report->name), SV_ARG(report->text), several->count);
        return false;
    }
    for (uint32_t i = 0; i < several->count; i++)
        add(cli->arena, &several->jobs[i].line.reports, report->name,
            with_name(cli, report->text, several->jobs[i].path));
    return true;
}

static bool divide_events(Several *several, Buf *error) {
    Sv path = several->line->events;
    bool output = sv_eq_c(path, "-");
    if (output && several->at_once > 1) {
        buf_addf(error, "--events - is for one run at a time, and --jobs %u makes more",
                 several->at_once);
        return false;
    }
    if (path.len && !output && several->count > 1 && !is_named(path)) {
        buf_addf(error,
                 "--events %.*s would be written by each of %u runs; %%s "
                 "in it stands for the runbook's name",
                 SV_ARG(path), several->count);
        return false;
    }
    for (uint32_t i = 0; i < several->count; i++)
        if (path.len)
            several->jobs[i].line.events = with_name(several->cli, path, several->jobs[i].path);
    return true;
}

// Runbooks of one name in different folders.
static bool written_once(const Several *several, Buf *error) {
    for (uint32_t i = 0; i < several->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const CommandLine *one = &several->jobs[k].line, *other = &several->jobs[i].line;
            Sv twice = {0};
            for (uint32_t r = 0; r < one->reports.count; r++)
                if (target_is_same(several->cli, one->reports.items[r].text,
                                   other->reports.items[r].text))
                    twice = other->reports.items[r].text;
            if (one->events.len && !sv_eq_c(one->events, "-") &&
                target_is_same(several->cli, one->events, other->events))
                twice = other->events;
            if (!twice.len) continue;
            buf_addf(error, "%.*s and %.*s would both be written to %.*s",
                     SV_ARG(several->jobs[k].path), SV_ARG(several->jobs[i].path), SV_ARG(twice));
            return false;
        }
    return true;
}

bool several_divide(Several *several, Buf *error) {
    const CommandLine *line = several->line;
    several->jobs = arena_new_array(several->cli->arena, Job, several->count);
    several->combined = *line;
    several->combined.reports = (NamedTexts){0};
    for (uint32_t i = 0; i < several->count; i++) {
        Job *job = &several->jobs[i];
        Sv word = line->operands.items[i];
        books_show_folder(several->cli, line->root, word);
        *job = (Job){.line = *line};
        job->path = books_path(several->cli, line->root, word, &job->meant);
        job->line.operands = (TextList){&line->operands.items[i], 1, 1};
        job->line.reports = (NamedTexts){0};
        job->line.no_github |= several->count > 1; // it is told of all of them at the end
    }
    if (several->count > 1 && (!one_only(several, error) || !named_once(several, error)))
        return false;
    for (uint32_t i = 0; i < line->reports.count; i++)
        if (!divide_report(several, &line->reports.items[i], error)) return false;
    if (!divide_events(several, error)) return false;
    return several->count == 1 || written_once(several, error);
}
