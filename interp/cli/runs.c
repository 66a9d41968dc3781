#include "cli/runs.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LEAST_ID = 8 };

Sv runs_shown_path(Arena *arena, Sv path) {
    Sv here = path_real(arena, SV(".")), real = path_real(arena, path);
    if (!here.at || !real.at || !sv_starts(real, here) || here.len == 1) return path;
    if (real.len == here.len) return SV(".");
    return real.at[here.len] == '/' ? sv_slice(real, here.len + 1, real.len) : path;
}

// The bytes [from, from + most) of the file, fewer at its end.
static bool read_part(Arena *arena, int fd, off_t from, size_t most, Sv *out) {
    char *at = arena_alloc_raw(arena, most + 1);
    size_t len = 0;
    while (len < most) {
        ssize_t got = pread(fd, at + len, most - len, from + (off_t)len);
        if (got < 0) return false;
        if (got == 0) break;
        len += (size_t)got;
    }
    *out = (Sv){at, len};
    return true;
}

static bool read_event(Arena *arena, Sv line, EventKind kind, Event *out) {
    Sv prev, error;
    return event_read(arena, line, out, &prev, &error) && out->kind == kind;
}

static void read_first(Arena *arena, Sv line, RunEntry *entry) {
    Event event;
    if (!read_event(arena, line, EVENT_RUN_STARTED, &event)) return;
    entry->id = event_text(&event, "run");
    entry->name = event_text(&event, "name");
    entry->title = event_text(&event, "title");
    entry->path = event_text(&event, "path");
    entry->again_of = event_text(&event, "again_of");
    entry->started_ns = event.stamp.wall_ns;
}

static void read_last(Arena *arena, Sv text, RunEntry *entry) {
    if (!sv_ends(text, SV("\n"))) return;
    text.len--;
    size_t from = text.len;
    while (from > 0 && text.at[from - 1] != '\n')
        from--;
    Event event;
    if (!read_event(arena, sv_slice(text, from, text.len), EVENT_RUN_ENDED, &event)) return;
    entry->sealed = true;
    entry->verdict = event_text(&event, "verdict");
    entry->elapsed_ns = event_int(&event, "elapsed");
}

// False where the folder holds no journal.
static bool read_entry(Arena *arena, Sv folder, RunEntry *out) {
    RunEntry entry = {.folder = folder, .journal = path_join(arena, folder, SV("journal.jsonl"))};
    const char *path = sv_to_c(arena, entry.journal);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0) return false;
    struct stat about;
    Sv first, last;
    size_t most = LIMIT_EVENT_BYTES + 1024;
    bool good = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    off_t tail = good && about.st_size > (off_t)most ? about.st_size - (off_t)most : 0;
    good = good &&
           read_part(arena, fd, 0, (size_t)about.st_size < most ? (size_t)about.st_size : most,
                     &first) &&
           read_part(arena, fd, tail, (size_t)(about.st_size - tail), &last);
    close(fd);
    if (!good) return false;
    Sv rest = first, line;
    if (sv_next_line(&rest, &line)) read_first(arena, line, &entry);
    read_last(arena, last, &entry);
    *out = entry;
    return true;
}

static int newest_first(const void *a, const void *b) {
    const RunEntry *one = a, *other = b;
    if (one->started_ns != other->started_ns) return one->started_ns < other->started_ns ? 1 : -1;
    return -sv_cmp(one->id, other->id);
}

static Sv root_of(Arena *arena, Sv root) {
    return root.len ? root : path_project_root(arena, SV("."));
}

void runs_list(Arena *arena, Sv root, RunList *out) {
    Sv project = root_of(arena, root);
    *out =
        (RunList){.folder = path_join(arena, project, SV(".runbook/runs")),
                  .shown = path_join(arena, runs_shown_path(arena, project), SV(".runbook/runs"))};
    const char *path = sv_to_c(arena, out->folder);
    DIR *folder = path ? opendir(path) : NULL;
    if (!folder) return;
    for (struct dirent *each; (each = readdir(folder));) {
        if (each->d_name[0] == '.') continue;
        arena_grow(arena, out->items, out->count, out->capacity);
        Sv name = sv_copy(arena, sv_from_c(each->d_name));
        if (read_entry(arena, path_join(arena, out->folder, name), &out->items[out->count]))
            out->count++;
    }
    closedir(folder);
    if (out->count > 1) qsort(out->items, out->count, sizeof *out->items, newest_first);
}

Sv runs_short_id(const RunList *list, Sv id) {
    size_t len = LEAST_ID;
    for (uint32_t i = 0; i < list->count; i++) {
        Sv other = list->items[i].id;
        if (sv_eq(other, id)) continue;
        while (len < id.len && sv_starts(other, sv_slice(id, 0, len)))
            len++;
    }
    // A cut just after a hyphen reads badly.
    while (len < id.len && len > 0 && id.at[len - 1] == '-')
        len++;
    return sv_slice(id, 0, len);
}

// ── which one is meant ──

static bool refuse(Buf *error, const RunList *list, const char *what, Sv word) {
    if (list->count == 0) {
        buf_addf(
            error,
            "nothing was run yet beneath %.*s; name the run's folder, or the project by --root",
            SV_ARG(list->shown));
        return false;
    }
    buf_addf(error, "%s '%.*s'; `runbook runs` lists them", what, SV_ARG(word));
    return false;
}

static bool find_latest(Arena *arena, const RunList *list, Sv word, RunEntry *out, Buf *error) {
    Sv name = sv_slice(word, sizeof "latest:" - 1, word.len);
    for (uint32_t i = 0; i < list->count; i++) {
        if (name.len && !sv_eq(name, list->items[i].name)) continue;
        if (!list->items[i].id.len) continue;
        *out = list->items[i];
        return true;
    }
    if (!name.len) return refuse(error, list, "there is no run to be", word);
    Sv *names = arena_new_array(arena, Sv, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++)
        names[i] = list->items[i].name;
    Sv near = sv_closest(name, names, list->count);
    if (!near.len) return refuse(error, list, "there is no run of a runbook called", name);
    buf_addf(error, "there is no run of a runbook called '%.*s'; did you mean latest:%.*s?",
             SV_ARG(name), SV_ARG(near));
    return false;
}

static bool refuse_many(const RunList *list, const RunEntry *a, const RunEntry *b, Sv word,
                        Buf *error) {
    buf_addf(error, "several runs begin with '%.*s': ", SV_ARG(word));
    buf_addf(error, "%.*s and %.*s among them; give more of the id",
             SV_ARG(runs_short_id(list, a->id)), SV_ARG(runs_short_id(list, b->id)));
    return false;
}

// Of a run and those that did a step of it once more the first is meant: its id is the one that was
// written down.
static bool find_by_id(const RunList *list, Sv word, RunEntry *out, Buf *error) {
    const RunEntry *found = NULL, *other = NULL;
    for (uint32_t i = 0; i < list->count && word.len > 0; i++) {
        const RunEntry *each = &list->items[i];
        if (!sv_starts(each->id, word)) continue;
        if (sv_eq(each->id, word)) {
            *out = *each;
            return true;
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
    return true;
}

// A folder with a journal in it, or the journal itself.
static bool find_by_path(Arena *arena, Sv word, RunEntry *out) {
    if (sv_eq(path_name(word), SV("journal.jsonl"))) word = path_folder(word);
    return read_entry(arena, word, out);
}

bool runs_find(Arena *arena, Sv root, Sv word, RunEntry *out, Buf *error) {
    RunList list;
    bool is_path = sv_find_char(word, '/', 0) != SV_NONE;
    if (is_path || sv_eq(word, SV("."))) {
        if (find_by_path(arena, word, out)) return true;
        buf_addf(error, "%.*s holds no journal.jsonl, so it is no run's folder", SV_ARG(word));
        return false;
    }
    runs_list(arena, root, &list);
    if (sv_eq(word, SV("latest")) || sv_starts(word, SV("latest:")))
        return find_latest(arena, &list, word, out, error);
    if (find_by_path(arena, word, out)) return true;
    return find_by_id(&list, word, out, error);
}
