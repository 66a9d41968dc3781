#include "cli/past/past_read.h"
#include "base/system/file.h"
#include "cli/found/run_told.h"
#include "cli/found/runs.h"
#include "cli/runs/run_model.h"

enum { LOOKED_AT = 10000 };

typedef struct PastReader {
    const Cli *cli;
    RunList list;
    Past *past;
} PastReader;

static bool is_read(const RunEntry *entry) {
    return entry->state == RUN_SEALED || entry->state == RUN_OPEN;
}

static PastRun run_of(const PastReader *all, const RunEntry *entry) {
    bool named = entry->id.len > 0;
    return (PastRun){.id = entry->id,
                     .short_id = named ? runs_short_id(&all->list, entry->id) : SV(""),
                     .folder = path_name(entry->folder),
                     .state = runs_state(entry),
                     .problem = entry->problem,
                     .began_ns = entry->started_ns,
                     .elapsed_ns = entry->elapsed_ns,
                     .ended = entry->state == RUN_SEALED,
                     .user = entry->user,
                     .again_of = entry->again_of,
                     .waits_for = entry->waits_for,
                     .inputs = entry->inputs,
                     .subject = entry->subject,
                     .narrowed = entry->narrowed,
                     .sessions = entry->sessions,
                     .standing = entry->standing};
}

// ── what its steps did ──

// A verdict that its own events contradict is told as what they show.
static void read_told(PastReader *all, RunEntry *entry, PastRun *run) {
    Arena *arena = all->cli->arena;
    Cli own = *all->cli;
    own.arena = arena_new(LIMIT_RUN_MEMORY);
    ReportModel record;
    JournalProblem problem;
    bool read = run_record_read(&own, entry->journal, &record, &problem);
    bool doubted = read && verdict_audit_contradicted(&record.audit);
    const RunTold *told = read ? run_told_of(arena, &record) : NULL;
    if (doubted) {
        run->state = SV("NO VERDICT");
        run->problem = sv_copy(arena, record.problem);
    }
    if (told && record.intact && !doubted && entry->state == RUN_SEALED) entry->told = told;
    if (told) {
        run->steps = told->steps;
        run->alike = told->alike;
        run->judged = told->judged;
    }
    arena_free(own.arena);
}

static void take_told(PastReader *all, RunEntry *entry, PastRun *run) {
    if (!is_read(entry)) return;
    const RunTold *told = entry->state == RUN_SEALED ? runs_told(&all->list, entry) : NULL;
    if (!told) {
        read_told(all, entry, run);
        return;
    }
    run->steps = told->steps;
    run->alike = told->alike;
    run->judged = told->judged;
}

// ── books ──

static PastBook *book_of(Past *past, const RunEntry *entry) {
    for (uint32_t i = 0; i < past->count; i++)
        if (sv_eq(past->books[i].name, entry->name)) return &past->books[i];
    arena_grow(past->arena, past->books, past->count, past->capacity);
    PastBook *book = &past->books[past->count++];
    *book = (PastBook){.name = entry->name, .title = entry->title, .path = entry->path};
    return book;
}

static void add_unread(Past *past, PastRun run) {
    arena_grow(past->arena, past->unread, past->unread_count, past->unread_capacity);
    past->unread[past->unread_count++] = run;
}

static void add(PastReader *all, RunEntry *entry) {
    Past *past = all->past;
    past->runs++;
    if (entry->name.len == 0) {
        add_unread(past, run_of(all, entry));
        return;
    }
    PastBook *book = book_of(past, entry);
    if (book->count == PAST_RUNS) {
        book->older++;
        return;
    }
    runs_check(past->arena, entry);
    PastRun run = run_of(all, entry);
    take_told(all, entry, &run);
    arena_grow(past->arena, book->runs, book->count, book->capacity);
    book->runs[book->count++] = run;
}

static void add_all(PastReader *all, Sv name) {
    RunWish wish = {.name = name};
    runs_wish(&all->list, wish);
    RunEntry *entry;
    for (uint32_t i = 0; i < LOOKED_AT && (entry = runs_at(&all->list, i)); i++)
        if (name.len == 0 || sv_matches(name, entry->name) || entry->name.len == 0) add(all, entry);
    all->past->older = runs_left(&all->list);
}

// ── the last two ──

// Whole ones that are over, and of which the journal holds.
static bool can_be_compared(const PastRun *run) {
    return run->ended && !run->problem.len && !run->narrowed;
}

static const ReportModel *record_of(const PastReader *all, const PastRun *run) {
    ReportModel *record = arena_new_of(all->past->arena, ReportModel);
    JournalProblem problem;
    Sv folder = path_join(all->past->arena, all->list.folder, run->folder);
    Sv journal = path_join(all->past->arena, folder, SV("journal.jsonl"));
    return run_record_read(all->cli, journal, record, &problem) && record->intact ? record : NULL;
}

static Sv word_of(const PastRun *run) {
    return run->short_id.len ? run->short_id : run->folder;
}

static void compare_last(const PastReader *all, PastBook *book) {
    const PastRun *newest = NULL, *before = NULL;
    for (uint32_t r = 0; r < book->count && !before; r++) {
        if (!can_be_compared(&book->runs[r])) continue;
        if (newest)
            before = &book->runs[r];
        else
            newest = &book->runs[r];
    }
    if (!before) return;
    const ReportModel *a = record_of(all, before), *b = record_of(all, newest);
    if (!a || !b) return;
    book->last = arena_new_of(all->past->arena, Comparison);
    compare(all->past->arena, a, b, book->last);
    book->last_a = word_of(before);
    book->last_b = word_of(newest);
}

// ── all of it ──

static int refuse_name(const PastReader *all, Sv name) {
    return cli_fail(all->cli, STATUS_USAGE,
                    "there is no run of a runbook called '%.*s'; `runbook runs` lists them all",
                    SV_ARG(name));
}

static Past past_new(const Cli *cli, const RunList *list, Sv name) {
    // .runbook/runs of it.
    Sv real = path_real(cli->arena, path_folder(path_folder(list->folder)));
    return (Past){.arena = cli->arena,
                  .project = real.at ? path_name(real) : list->shown,
                  .chosen = name,
                  .now_ns = cli->env->stamp(cli->env->self).wall_ns};
}

static int nothing(const Cli *cli, const RunList *list) {
    BUF_AUTO Buf why = buf_new((size_t)64 * 1024);
    int status = runs_empty(list, &why);
    return cli_fail(cli, status ? status : STATUS_USAGE, "%.*s", SV_ARG(buf_sv(&why)));
}

int past_read(const Cli *cli, Sv root, Sv name, Past *out) {
    PastReader all = {.cli = cli, .past = out};
    runs_list_indexed(cli->arena, root, &all.list);
    if (all.list.said.len) cli_errf(cli, "runbook: %.*s\n", SV_ARG(all.list.said));
    if (all.list.count == 0) return nothing(cli, &all.list);
    *out = past_new(cli, &all.list, name);
    add_all(&all, name);
    // What the index gave until it failed may not be all there is.
    if (!runs_hold(&all.list)) {
        runs_keep(&all.list);
        runs_list(cli->arena, root, &all.list);
        *out = past_new(cli, &all.list, name);
        add_all(&all, name);
    }
    for (uint32_t i = 0; i < out->count; i++) {
        compare_last(&all, &out->books[i]);
        past_settle(out->arena, &out->books[i]);
    }
    runs_keep(&all.list);
    return out->count > 0 || name.len == 0 ? 0 : refuse_name(&all, name);
}
