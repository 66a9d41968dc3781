#include "cli/found/runs.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "cli/found/run_entry.h"
#include "history/run_id.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LOOKED_AT = 2000, MOST_FOUND = 3, MOST_DEEP = 3 };

Sv runs_shown_path(Arena *arena, Sv path) {
    Sv here = path_real(arena, SV(".")), real = path_real(arena, path);
    if (!here.at || !real.at || !sv_starts(real, here) || here.len == 1) return path;
    if (real.len == here.len) return SV(".");
    return real.at[here.len] == '/' ? sv_slice(real, here.len + 1, real.len) : path;
}

// ── outside of every project ──

typedef struct RunSearch {
    Arena *arena;
    Sv found[MOST_FOUND];
    uint32_t count, looked;
} RunSearch;

static bool is_plain_folder(const char *path) {
    struct stat about;
    return path && lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static void search_in(RunSearch *search, Sv above, int depth) {
    DIR *folder = opendir(sv_to_c(search->arena, above));
    for (struct dirent *each; folder && (each = readdir(folder));) {
        if (each->d_name[0] == '.') continue;
        if (++search->looked > MOST_LOOKED_AT || search->count == MOST_FOUND) break;
        Sv inner = path_join(search->arena, above, sv_copy(search->arena, sv_from_c(each->d_name)));
        if (!is_plain_folder(sv_to_c(search->arena, inner))) continue;
        Sv runs = path_join(search->arena, inner, SV(".runbook/runs"));
        if (is_plain_folder(sv_to_c(search->arena, runs)))
            search->found[search->count++] = inner;
        else if (depth < MOST_DEEP)
            search_in(search, inner, depth + 1);
    }
    if (folder) closedir(folder);
}

static bool holds(Arena *arena, Sv folder, Sv name) {
    const char *path = sv_to_c(arena, path_join(arena, folder, name));
    return path && access(path, F_OK) == 0;
}

// If a runbook is given by its path from here, its runs are beneath here as well.
static void look_beneath(Arena *arena, Sv project, bool indexed, RunList *out) {
    RunSearch beneath = {.arena = arena};
    search_in(&beneath, project, 1);
    if (beneath.count == 1) {
        runs_list_in(arena, beneath.found[0], indexed, out);
        return;
    }
    for (uint32_t i = 0; i < beneath.count; i++)
        out->beneath = sv_format(arena, "%.*s%s%.*s", SV_ARG(out->beneath), i ? " or --root " : "",
                                 SV_ARG(runs_shown_path(arena, beneath.found[i])));
}

static void list(Arena *arena, Sv root, bool indexed, RunList *out) {
    ProjectRoot found = path_project_root(arena, root, SV("."), (Sv){0});
    Sv project = found.path;
    *out = (RunList){0};
    if (found.stranger.len) {
        out->problem = sv_format(arena, "%.*s; if it is meant, name it: --root %.*s",
                                 SV_ARG(found.stranger), SV_ARG(found.refused));
        return;
    }
    if (!project.len) {
        out->problem = sv_format(arena, "there is no folder '%.*s' to be the root", SV_ARG(root));
        return;
    }
    runs_list_in(arena, project, indexed, out);
    bool outside =
        !root.len && !holds(arena, project, SV(".git")) && !holds(arena, project, SV(".runbook"));
    if (outside) look_beneath(arena, project, indexed, out);
}

void runs_list(Arena *arena, Sv root, RunList *out) {
    list(arena, root, false, out);
}

void runs_list_indexed(Arena *arena, Sv root, RunList *out) {
    list(arena, root, true, out);
}

Sv runs_state(const RunEntry *entry) {
    switch (entry->state) {
    case RUN_UNBEGUN: return SV("never began");
    case RUN_DAMAGED: return SV("damaged");
    case RUN_SEALED: return entry->verdict;
    default: return entry->running ? SV("running") : SV("no verdict");
    }
}

bool run_ended_well(Sv verdict) {
    return sv_eq_c(verdict, "GO") || sv_eq_c(verdict, "PARTIAL");
}

int runs_empty(const RunList *list, Buf *why) {
    if (list->problem.len) {
        buf_add(why, list->problem);
        return list->folder.len ? STATUS_JOURNAL : STATUS_USAGE;
    }
    buf_addf(why, "nothing was run yet: there is nothing beneath %.*s", SV_ARG(list->shown));
    if (list->beneath.len)
        buf_addf(why, "; there are runs further down: --root %.*s", SV_ARG(list->beneath));
    return 0;
}

Sv runs_short_id_told(Arena *arena, Value started) {
    return run_id_told(arena, started);
}

Sv runs_name(Arena *arena, Sv root, const RunEntry *run) {
    RunList list;
    runs_list(arena, root, &list);
    Sv own = path_real(arena, run->folder);
    bool listed = false;
    runs_wish(&list, (RunWish){.id = run->id});
    const RunEntry *each;
    for (uint32_t i = 0; !listed && (each = runs_at(&list, i)); i++)
        listed = sv_eq(each->id, run->id) && sv_eq(path_real(arena, each->folder), own);
    return listed && root.len == 0 ? runs_short_id(&list, run->id)
                                   : runs_shown_path(arena, run->folder);
}

Sv runs_word(Arena *arena, Sv root, const RunEntry *run) {
    BUF_AUTO Buf word = buf_new(LIMIT_STRING_BYTES);
    shown_add_shell_word(&word, runs_name(arena, root, run));
    return buf_keep(&word, arena);
}

// ── which one is meant ──

static int refuse(Buf *error, const RunList *list, const char *what, Sv word) {
    if (list->count == 0) {
        int status = runs_empty(list, error);
        if (status == 0 && !list->beneath.len)
            buf_add_c(error, "; name the run's folder, or the project by --root");
        return status ? status : STATUS_USAGE;
    }
    buf_addf(error, "%s '%.*s'; `runbook runs` lists them", what, SV_ARG(word));
    return STATUS_USAGE;
}

static int refuse_name(RunList *list, Sv name, Buf *error) {
    TextList names = {0};
    runs_book_names(list, &names);
    Sv near = sv_closest(name, names.items, names.count);
    if (!near.len) return refuse(error, list, "there is no run of a runbook called", name);
    buf_addf(error, "there is no run of a runbook called '%.*s'; did you mean latest:%.*s?",
             SV_ARG(name), SV_ARG(near));
    return STATUS_USAGE;
}

static int refuse_narrowed(const RunList *list, Sv name, Sv newest, Buf *error) {
    buf_addf(error,
             "every run of '%.*s' was narrowed, and judges a part alone; the newest is %.*s: name "
             "it by that where it is meant",
             SV_ARG(name), SV_ARG(runs_short_id(list, newest)));
    return STATUS_USAGE;
}

// It may be a later run of that name, so no older one may take its place.
static int refuse_damaged(const RunEntry *entry, Sv name, Buf *error) {
    Sv id = path_name(entry->folder);
    buf_addf(error,
             "which run of '%.*s' is the latest cannot be told: run %.*s is newer, and %.*s; name "
             "the run that is meant by its id",
             SV_ARG(name), SV_ARG(id), SV_ARG(entry->problem));
    return STATUS_JOURNAL;
}

static bool unreadable(const RunEntry *entry) {
    return entry->state == RUN_UNBEGUN || entry->state == RUN_DAMAGED;
}

// The newest complete run of the runbook. A run is only passed over if it is known to be another
// one.
static int find_latest_of(Arena *arena, RunList *list, Sv name, RunEntry *out, Buf *error) {
    Sv narrowed = {0};
    const RunEntry *each;
    for (uint32_t i = 0; (each = runs_at(list, i)); i++) {
        RunEntry entry = *each;
        bool named = sv_eq(name, entry.name);
        if (!unreadable(&entry) && named && !entry.narrowed) {
            *out = entry;
            out->passed_over = narrowed;
            return 0;
        }
        runs_check(arena, &entry);
        if (unreadable(&entry)) return refuse_damaged(&entry, name, error);
        if (named && !narrowed.len) narrowed = entry.id;
    }
    if (narrowed.len) return refuse_narrowed(list, name, narrowed, error);
    return refuse_name(list, name, error);
}

static int find_latest(Arena *arena, RunList *list, Sv word, RunEntry *out, Buf *error) {
    Sv name = sv_slice(word, sizeof "latest:" - 1, word.len);
    // It comes of a variable that is empty: any run at all is not what was meant.
    if (!name.len && !sv_eq(word, SV("latest"))) {
        buf_addf(error, "'latest:' names no runbook; latest:NAME is the newest run of NAME, and "
                        "latest the newest of all");
        return STATUS_USAGE;
    }
    const RunEntry *newest = list->count > 0 ? runs_at(list, 0) : NULL;
    if (!newest) return refuse(error, list, "there is no run to be", word);
    if (name.len) return find_latest_of(arena, list, name, out, error);
    *out = *newest;
    return 0;
}

static int refuse_many(const RunList *list, const RunEntry *a, const RunEntry *b, Sv word,
                       Buf *error) {
    buf_addf(error, "several runs begin with '%.*s': ", SV_ARG(word));
    buf_addf(error, "%.*s and %.*s among them; give more of the id",
             SV_ARG(runs_short_id(list, a->id)), SV_ARG(runs_short_id(list, b->id)));
    return STATUS_USAGE;
}

// Between a run and the repetitions of its steps the first is meant: its id is the one that was
// written down.
static int find_by_id(RunList *list, Sv word, RunEntry *out, Buf *error) {
    const RunEntry *found = NULL, *other = NULL, *each;
    if (list->source) runs_wish(list, (RunWish){.id = word});
    for (uint32_t i = 0; word.len > 0 && (each = runs_at(list, i)); i++) {
        if (!sv_starts(each->id, word)) continue;
        if (sv_eq(each->id, word)) {
            *out = *each;
            return 0;
        }
        bool repeats = each->again_of.len > 0 && sv_starts(each->again_of, word);
        if (repeats && found) continue;
        bool replaces = found && found->again_of.len > 0 && sv_starts(found->again_of, word);
        if (found && !replaces) other = each;
        if (!found || replaces) found = each;
    }
    if (!found) return refuse(error, list, "there is no run", word);
    if (other) return refuse_many(list, found, other, word, error);
    *out = *found;
    return 0;
}

// A folder with a journal in it, or the journal itself.
static bool find_by_path(Arena *arena, Sv word, RunEntry *out) {
    if (sv_eq(path_name(word), SV("journal.jsonl"))) word = path_folder(word);
    return run_entry_read(arena, word, false, out);
}

// What may not be looked at is not said to be missing.
static int refuse_path(Arena *arena, Sv word, Buf *error) {
    struct stat about;
    const char *journal = sv_to_c(arena, path_join(arena, word, SV("journal.jsonl")));
    if (journal && stat(journal, &about) != 0 && errno == EACCES) {
        buf_addf(error, "%.*s cannot be looked at: %.*s", SV_ARG(word),
                 SV_ARG(file_error(arena, EACCES)));
        return STATUS_JOURNAL;
    }
    buf_addf(error, "%.*s holds no journal.jsonl, so it is no run's folder", SV_ARG(word));
    return STATUS_USAGE;
}

int runs_find(Arena *arena, Sv root, Sv word, RunEntry *out, Buf *error) {
    RunList list;
    bool is_path = sv_find_char(word, '/', 0) != SV_NONE;
    if (is_path || sv_eq(word, SV("."))) {
        if (find_by_path(arena, word, out)) return 0;
        return refuse_path(arena, word, error);
    }
    runs_list(arena, root, &list);
    if (sv_eq(word, SV("latest")) || sv_starts(word, SV("latest:")))
        return find_latest(arena, &list, word, out, error);
    if (find_by_path(arena, word, out)) return 0;
    return find_by_id(&list, word, out, error);
}

int runs_open(const Cli *cli, Sv root, Sv word, RunEntry *out) {
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    int status = runs_find(cli->arena, root, word, out, &error);
    if (status != 0) return cli_fail(cli, status, "%.*s", SV_ARG(buf_sv(&error)));
    Sv id = out->id.len ? out->id : path_name(out->folder);
    if (out->state == RUN_UNBEGUN)
        return cli_fail(cli, STATUS_JOURNAL, "run %.*s never began: %.*s", SV_ARG(id),
                        SV_ARG(out->problem));
    if (out->foreign)
        return cli_fail(cli, STATUS_JOURNAL, "run %.*s cannot be read: %.*s", SV_ARG(id),
                        SV_ARG(out->problem));
    if (out->passed_over.len)
        cli_errf(cli, "runbook: %.*s is run %.*s; %.*s is newer, and was narrowed to a part\n",
                 SV_ARG(word), SV_ARG(id), SV_ARG(out->passed_over));
    return 0;
}
