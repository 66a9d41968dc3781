#include "cli/found/books.h"
#include "base/system/file.h"
#include "cli/found/runs.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 1000, GLANCE = 64 * 1024 };

// ── which files are runbooks ──

static bool is_yaml(Sv name) {
    return !sv_starts(name, SV(".")) && (sv_ends(name, SV(".yaml")) || sv_ends(name, SV(".yml")));
}

typedef struct Glance {
    size_t seen;
    bool runbook;
} Glance;

static bool look_at_line(void *self, Sv line, bool whole) {
    (void)whole;
    Glance *glance = self;
    glance->runbook = sv_starts(line, SV("runbook:"));
    glance->seen += line.len + 1;
    return !glance->runbook && glance->seen < GLANCE;
}

static bool is_runbook(Arena *arena, Sv path) {
    struct stat about;
    const char *name = sv_to_c(arena, path);
    if (!name || stat(name, &about) != 0 || !S_ISREG(about.st_mode)) return false;
    Glance glance = {0};
    ignore_result(file_lines(arena, path, GLANCE, look_at_line, &glance));
    return glance.runbook;
}

static int by_name(const void *a, const void *b) {
    return sv_cmp(*(const Sv *)a, *(const Sv *)b);
}

void books_in(Arena *arena, Sv folder, TextList *out) {
    uint32_t first = out->count;
    const char *name = sv_to_c(arena, folder);
    DIR *listed = name ? opendir(name) : NULL;
    for (struct dirent *each; listed && out->count < MOST && (each = readdir(listed));) {
        Sv file = sv_copy(arena, sv_from_c(each->d_name));
        Sv path = sv_eq(folder, SV(".")) ? file : path_join(arena, folder, file);
        if (is_yaml(file) && is_runbook(arena, path)) text_list_add_once(arena, out, path);
    }
    if (listed) closedir(listed);
    if (out->count > first + 1)
        qsort(out->items + first, out->count - first, sizeof *out->items, by_name);
}

void books_here(Arena *arena, Sv root, TextList *out) {
    static const char *const places[] = {".", "runbooks"};
    ProjectRoot project = path_project_root(arena, root, SV("."), (Sv){0});
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        books_in(arena, sv_from_c(places[i]), out);
    Sv here = path_real(arena, SV("."));
    if (project.path.len && !sv_eq(here, project.path))
        books_in(arena, path_join(arena, runs_shown_path(arena, project.path), SV("runbooks")),
                 out);
}

// ── which one is meant ──

static bool is_there(Arena *arena, Sv path) {
    const char *name = sv_to_c(arena, path);
    return name && access(name, F_OK) == 0;
}

// "pre-deploy" and "pre-deploy.yaml" of runbooks/pre-deploy.yaml.
static bool is_called(Sv path, Sv word) {
    Sv name = path_name(path);
    return sv_eq(word, name) || sv_eq(word, path_stem(path));
}

static Sv without_ending(Sv word) {
    static const char *const endings[] = {".yaml", ".yml"};
    for (size_t i = 0; i < 2; i++) {
        Sv ending = sv_from_c(endings[i]);
        if (sv_ends(word, ending)) return sv_slice(word, 0, word.len - ending.len);
    }
    return word;
}

static Sv joined(Arena *arena, const TextList *paths) {
    BUF_AUTO Buf buf = buf_new((size_t)64 * 1024);
    for (uint32_t i = 0; i < paths->count; i++)
        buf_addf(&buf, "%s%.*s", i ? " or " : "", SV_ARG(paths->items[i]));
    return buf_keep(&buf, arena);
}

// The paths whose names are as close to the word as any is.
static Sv closest(Arena *arena, const TextList *paths, Sv word) {
    TextList stems = {0}, near = {0};
    for (uint32_t i = 0; i < paths->count; i++)
        text_list_add_once(arena, &stems, path_stem(paths->items[i]));
    Sv stem = sv_closest(without_ending(path_name(word)), stems.items, stems.count);
    for (uint32_t i = 0; i < paths->count && stem.len; i++)
        if (sv_eq(path_stem(paths->items[i]), stem)) text_list_add(arena, &near, paths->items[i]);
    return joined(arena, &near);
}

Sv books_path(const Cli *cli, Sv root, Sv word, Sv *meant) {
    Arena *arena = cli->arena;
    *meant = (Sv){0};
    if (is_there(arena, word)) return word;
    TextList here = {0}, called = {0};
    books_here(arena, root, &here);
    for (uint32_t i = 0; i < here.count; i++)
        if (is_called(here.items[i], word)) text_list_add(arena, &called, here.items[i]);
    // `checks/access` of checks/access.yaml
    for (size_t i = 0; i < 2 && called.count == 0; i++) {
        Sv path = sv_format(arena, "%.*s%s", SV_ARG(word), i ? ".yml" : ".yaml");
        if (is_runbook(arena, path)) text_list_add(arena, &called, path);
    }
    if (called.count == 1) {
        cli_errf(cli, "'%.*s' is %.*s\n", SV_ARG(word), SV_ARG(called.items[0]));
        return called.items[0];
    }
    *meant = called.count > 1 ? joined(arena, &called) : closest(arena, &here, word);
    return word;
}
