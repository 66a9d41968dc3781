// The list of runbooks: what each is for, how often it asks a person, how its last run ended.
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/found/books.h"
#include "cli/found/runs.h"
#include "plan/plan.h"
#include "report/ink.h"
#include "report/verdict.h"

#include <sys/stat.h>

enum { GAP = 2, LEAST = 16 };

typedef struct Book {
    Sv name;  // what to type
    Sv about; // its title, and that it asks
    Sv verdict, when;
    bool loads;
} Book;

typedef struct Shelf {
    const Cli *cli;
    RunList runs;
    Book *books;
    uint32_t count;
    size_t names, titles, verdicts, ages; // widths
} Shelf;

// ── one runbook ──

static bool count_question(void *self, Step *step, const char *phase, uint32_t depth) {
    uint32_t *asks = self;
    (void)depth;
    if (!sv_eq_c(SV("steps"), phase) && !phase_is_closing(phase)) return false;
    bool confirms = step->kind == STEP_ACTION && step->effect == EFFECT_ANSWER;
    if (confirms || step->ask_first) ++*asks;
    return true;
}

static Sv about(const Shelf *shelf, Sv path, Sv root, Sv *recorded) {
    Arena *arena = arena_new(LIMIT_PROGRAM_MEMORY);
    Diags diags = diags_new(arena);
    PlanOptions options = {shelf->cli->registry, root, .undigested = true};
    const Plan *plan = plan_load(arena, path, &options, &diags);
    Sv said = SV("(not in order: `runbook check` says why)");
    if (plan) {
        uint32_t asks = 0;
        plan_visit(plan->top, count_question, &asks);
        BUF_AUTO Buf buf = buf_new((size_t)64 * 1024);
        shown_add(&buf, plan->top->title, false);
        if (asks) buf_addf(&buf, " (asks %u×)", asks);
        said = buf_keep(&buf, shelf->cli->arena);
        *recorded = sv_copy(shelf->cli->arena, plan->top->path);
    }
    arena_free(arena);
    return said;
}

// "just now", "12m ago", "3h ago", "5d ago"
static Sv age(Arena *arena, int64_t ns) {
    int64_t minutes = ns / 1000000000 / 60;
    if (minutes < 1) return SV("just now");
    if (minutes < 60) return sv_format(arena, "%dm ago", (int)minutes);
    if (minutes < 24 * 60) return sv_format(arena, "%dh ago", (int)(minutes / 60));
    return sv_format(arena, "%dd ago", (int)(minutes / 60 / 24));
}

static void add_last_run(Shelf *shelf, Sv path, Book *book) {
    const Env *env = shelf->cli->env;
    book->verdict = SV("–");
    const RunEntry *run;
    for (uint32_t i = 0; path.len && (run = runs_at(&shelf->runs, i)); i++) {
        bool known = run->state == RUN_SEALED || run->state == RUN_OPEN;
        if (!known || run->again_of.len || !sv_eq(run->path, path)) continue;
        book->verdict = run->state == RUN_SEALED ? run->verdict
                        : run->running           ? SV("running")
                                                 : SV("no verdict");
        book->when = age(shelf->cli->arena, env->stamp(env->self).wall_ns - run->started_ns);
        return;
    }
}

// ── all of them ──

static bool is_alone(const TextList *paths, Sv path) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < paths->count; i++)
        count += sv_eq(path_stem(paths->items[i]), path_stem(path));
    return count == 1;
}

static void widen(size_t *width, Sv text) {
    size_t needed = utf8_width(text);
    if (needed > *width) *width = needed;
}

static void add_padded(Buf *out, bool color, Ink ink, Sv text, size_t width) {
    ink_text(out, color, ink, text);
    size_t used = utf8_width(text);
    buf_add_repeat(out, ' ', (used < width ? width - used : 0) + GAP);
}

static void add_book(const Shelf *shelf, const Book *book, Buf *out) {
    bool color = shelf->cli->out_color;
    BUF_AUTO Buf wrapped = buf_new((size_t)64 * 1024);
    wrap_add(&wrapped, book->about, 0, 0, shelf->titles);
    Sv rest = buf_sv(&wrapped), line;
    sv_next_line(&rest, &line);
    buf_add_c(out, "  ");
    add_padded(out, color, INK_BOLD, book->name, shelf->names);
    add_padded(out, color, INK_PLAIN, line, shelf->titles);
    if (book->when.len > 0) {
        add_padded(out, color, run_look(book->verdict)->ink, book->verdict, shelf->verdicts);
        buf_add(out, book->when);
    } else {
        buf_add(out, book->verdict);
    }
    buf_add_char(out, '\n');
    while (sv_next_line(&rest, &line)) {
        buf_add_repeat(out, ' ', 2 + shelf->names + GAP);
        buf_addf(out, "%.*s\n", SV_ARG(line));
    }
}

static const Book *first_in_order(const Shelf *shelf) {
    for (uint32_t i = 0; i < shelf->count; i++)
        if (shelf->books[i].loads) return &shelf->books[i];
    return &shelf->books[0];
}

bool books_show(const Cli *cli, Sv root, const TextList *paths, Sv where) {
    if (paths->count == 0) return false;
    Shelf shelf = {.cli = cli, .count = paths->count};
    runs_list(cli->arena, root, &shelf.runs);
    shelf.books = arena_new_array(cli->arena, Book, paths->count);
    for (uint32_t i = 0; i < paths->count; i++) {
        Book *book = &shelf.books[i];
        Sv path = paths->items[i], recorded = {0};
        BUF_AUTO Buf name = buf_new((size_t)64 * 1024);
        Sv typed = where.len ? path_name(path) : is_alone(paths, path) ? path_stem(path) : path;
        shown_add(&name, typed, false);
        book->name = buf_keep(&name, cli->arena);
        book->about = about(&shelf, path, root, &recorded);
        book->loads = recorded.len > 0;
        add_last_run(&shelf, recorded, book);
        widen(&shelf.names, book->name);
        widen(&shelf.titles, book->about);
        widen(&shelf.verdicts, book->verdict);
        widen(&shelf.ages, book->when);
    }
    size_t others = 2 + shelf.names + GAP + GAP + shelf.verdicts + GAP + shelf.ages;
    size_t room = cli->width > others + LEAST ? cli->width - others : LEAST;
    if (shelf.titles > room) shelf.titles = room;
    BUF_AUTO Buf out = buf_new((size_t)4 * 1024 * 1024);
    if (where.len)
        buf_addf(&out, "runbooks in %.*s:\n", SV_ARG(where));
    else
        buf_add_c(&out, "runbooks here:\n");
    for (uint32_t i = 0; i < shelf.count; i++)
        add_book(&shelf, &shelf.books[i], &out);
    Sv folder = where.len ? sv_format(cli->arena, "%.*s/", SV_ARG(where)) : SV("");
    buf_addf(&out, "\nrun one: runbook run %.*s%.*s\n", SV_ARG(folder),
             SV_ARG(first_in_order(&shelf)->name));
    cli_out(cli, buf_sv(&out));
    return true;
}

bool books_show_folder(const Cli *cli, Sv root, Sv word) {
    struct stat status;
    const char *name = sv_to_c(cli->arena, word);
    if (!name || stat(name, &status) != 0 || !S_ISDIR(status.st_mode)) return false;
    TextList paths = {0};
    books_in(cli->arena, path_tidy(cli->arena, word), &paths);
    BUF_AUTO Buf where = buf_new((size_t)64 * 1024);
    shown_add(&where, path_tidy(cli->arena, word), false);
    return books_show(cli, root, &paths, buf_sv(&where));
}
