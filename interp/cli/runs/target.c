#include "cli/runs/target.h"
#include "base/system/file.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool target_is_journal(Sv path) {
    Arena *arena = arena_new(64 * 1024);
    bool journal = sv_eq_c(path_name(path), "journal.jsonl") ||
                   sv_eq_c(path_name(file_behind_links(arena, path)), "journal.jsonl");
    arena_free(arena);
    return journal;
}

// A device, or a pipe that a shell made, is written to where it is; its folder is not.
static bool is_written_in_place(const char *name) {
    struct stat about;
    return stat(name, &about) == 0 && !S_ISREG(about.st_mode);
}

// Tried before the run: what cannot be written afterwards would be lost.
static bool can_write(const Cli *cli, Sv path, const TargetWords *words, Buf *error) {
    Sv real = file_behind_links(cli->arena, path);
    const char *name = sv_to_c(cli->arena, path);
    const char *folder = sv_to_c(cli->arena, path_folder(real.len ? real : path));
    const char *the = words->the;
    struct stat about;
    if (!name || !folder || !path.len)
        buf_addf(error, "%s needs a path after the '='", words->option);
    else if (stat(name, &about) == 0 && S_ISDIR(about.st_mode))
        buf_addf(error, "%s cannot be written: %s is a folder", the, name);
    else if (stat(name, &about) == 0 && S_ISSOCK(about.st_mode))
        buf_addf(error, "%s cannot be written: %s is a socket, which is no file", the, name);
    else if (target_is_journal(path))
        buf_addf(error, "%s cannot be written over a journal: %s", words->some, name);
    else if (!real.len)
        buf_addf(error, "%s %s cannot be written: it is a link that cannot be followed: %.*s", the,
                 name, SV_ARG(file_error(cli->arena, errno)));
    else if (stat(folder, &about) != 0 || !S_ISDIR(about.st_mode))
        buf_addf(error, "%s %s cannot be written: there is no folder %s", the, name, folder);
    else if (is_written_in_place(name) ? access(name, W_OK) != 0 : access(folder, W_OK | X_OK) != 0)
        buf_addf(error, "%s %s cannot be written: %s may not be written to", the, name,
                 is_written_in_place(name) ? name : folder);
    else
        return true;
    return false;
}

bool target_is_same(const Cli *cli, Sv a, Sv b) {
    Arena *arena = cli->arena;
    struct stat one, other;
    const char *name = sv_to_c(arena, a), *other_name = sv_to_c(arena, b);
    if (name && other_name && stat(name, &one) == 0 && stat(other_name, &other) == 0)
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
    return sv_eq(path_name(a), path_name(b)) &&
           sv_eq(path_real(arena, path_folder(a)), path_real(arena, path_folder(b)));
}

static bool would_overwrite(const Cli *cli, Sv path, const TargetWords *words, Sv file,
                            const char *what, Buf *error) {
    if (!file.len || !target_is_same(cli, path, file)) return false;
    buf_addf(error, "%s cannot be written over %s: %.*s", words->the, what, SV_ARG(path));
    return true;
}

// A typing mistake must not cost anybody a runbook.
bool target_check(const Cli *cli, const CommandLine *line, Sv runbook, Sv path,
                  const TargetWords *words, Buf *error) {
    if (!can_write(cli, path, words, error) ||
        would_overwrite(cli, path, words, runbook, "the runbook itself", error) ||
        would_overwrite(cli, path, words, line->waivers, "the waivers", error))
        return false;
    for (uint32_t i = 0; i < line->input_files.count; i++)
        if (would_overwrite(cli, path, words, line->input_files.items[i], "a file of inputs",
                            error))
            return false;
    if (!sv_ends(path, SV(".yaml")) && !sv_ends(path, SV(".yml"))) return true;
    buf_addf(error, "%s YAML: %.*s would be taken for a runbook", words->no, SV_ARG(path));
    return false;
}
