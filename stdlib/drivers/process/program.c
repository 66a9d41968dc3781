#include "drivers/process/program.h"

#include "base/system/file.h"
#include "base/system/lookup.h"
#include "base/text_list.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_LOOKED_AT = 20000, FIRST_LINE = 256 };

// ── did you mean ──

static void gather_programs(Arena *arena, Sv folder, TextList *names) {
    const char *at = sv_to_c(arena, folder);
    DIR *dir = at ? opendir(at) : NULL;
    if (!dir) return;
    for (struct dirent *entry; (entry = readdir(dir)) && names->count < NAMES_LOOKED_AT;) {
        if (entry->d_name[0] == '.') continue;
        text_list_add(arena, names, sv_copy(arena, sv_from_c(entry->d_name)));
    }
    closedir(dir);
}

static Sv closest_program(Arena *arena, Sv name, Sv path, Sv here) {
    TextList names = {0};
    Sv rest = path, folder;
    while (sv_next_part(&rest, ':', &folder))
        gather_programs(arena, path_join(arena, here, folder), &names);
    return sv_closest(name, names.items, names.count);
}

static bool is_shell_word(Sv name) {
    static const char *const words[] = {
        "cd",  "export", "source", "alias",  "set",  "unset", "eval", "exit",  ".",     "if",
        "for", "while",  "umask",  "ulimit", "wait", "trap",  "read", "shift", "local", "return"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_eq_c(name, words[i])) return true;
    return false;
}

static Refusal not_in_path(Arena *arena, Sv name, Sv path, Sv here) {
    Refusal refusal = {0};
    refusal.reason = sv_format(arena, "could not start: no program '%.*s' in PATH", SV_ARG(name));
    if (is_shell_word(name)) {
        refusal.hint = sv_format(
            arena, "'%.*s' is a word of the shell: use shell: in place of exec:", SV_ARG(name));
    } else if (sv_find_char(name, ' ', 0) != SV_NONE) {
        refusal.hint = SV("write the program and each argument as an item: exec: [npm, ci]");
    } else {
        Sv closest = closest_program(arena, name, path, here);
        if (closest.len)
            refusal.reason = sv_format(arena, "%.*s; did you mean '%.*s'?", SV_ARG(refusal.reason),
                                       SV_ARG(closest));
        refusal.hint = SV("install it, or set PATH by the key 'env'");
    }
    return refusal;
}

// ── what is wrong with a file ──

static Refusal not_a_program(Arena *arena, Sv name, Sv file) {
    struct stat status;
    const char *at = sv_to_c(arena, file);
    Refusal refusal = {0};
    if (!at || stat(at, &status) != 0) {
        refusal.reason = sv_format(arena, "could not start: there is no file '%.*s'", SV_ARG(file));
    } else if (!S_ISREG(status.st_mode)) {
        refusal.reason =
            sv_format(arena, "could not start: '%.*s' is %s, not a program", SV_ARG(name),
                      S_ISDIR(status.st_mode) ? "a folder" : "no regular file");
    } else {
        refusal.reason =
            sv_format(arena, "could not start: '%.*s' may not be executed (its mode is %04o)",
                      SV_ARG(name), (unsigned)(status.st_mode & 07777));
        refusal.hint = sv_format(arena, "chmod +x %.*s", SV_ARG(file));
    }
    return refusal;
}

bool program_find(Arena *arena, Sv name, Sv path, Sv folder, Sv *out, Refusal *refusal) {
    Sv near;
    if (lookup_program(arena, name, path, folder, out, &near)) return true;
    bool named = sv_find_char(name, '/', 0) != SV_NONE;
    *refusal = near.len ? not_a_program(arena, named ? name : near, near)
                        : not_in_path(arena, name, path, folder);
    return false;
}

// The interpreter named by the first line of a script; empty if there is none.
static Sv first_line_interpreter(Arena *arena, Sv file) {
    const char *at = sv_to_c(arena, file);
    int fd = at ? open(at, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0) return (Sv){0};
    char *start = arena_alloc(arena, FIRST_LINE);
    ssize_t got = read(fd, start, FIRST_LINE);
    close(fd);
    Sv text = {start, got > 0 ? (size_t)got : 0}, line;
    if (!sv_starts(text, SV("#!")) || !sv_next_line(&text, &line)) return (Sv){0};
    Sv words = sv_trim(sv_slice(line, 2, line.len));
    size_t space = sv_find_char(words, ' ', 0);
    return space == SV_NONE ? words : sv_slice(words, 0, space);
}

static bool is_folder(Arena *arena, Sv path) {
    struct stat status;
    const char *at = sv_to_c(arena, path);
    return at && stat(at, &status) == 0 && S_ISDIR(status.st_mode);
}

Refusal program_refused(Arena *arena, Sv name, Sv file, Sv folder, int error) {
    if (!is_folder(arena, folder))
        return (Refusal){
            .reason =
                sv_format(arena, "could not start: there is no folder '%.*s'", SV_ARG(folder)),
            .hint = SV("cwd: is relative to the folder that runbook was started in, or to --dir")};
    Sv interpreter = first_line_interpreter(arena, file);
    if (error == ENOENT && interpreter.len)
        return (Refusal){.reason = sv_format(arena,
                                             "could not start: the first line of '%.*s' names the "
                                             "interpreter '%.*s', which is not there",
                                             SV_ARG(name), SV_ARG(interpreter)),
                         .hint = SV("mend that line, or install the interpreter")};
    if (error == ENOEXEC)
        return (Refusal){
            .reason = sv_format(
                arena, "could not start: '%.*s' is neither a program nor a script with a #! line",
                SV_ARG(name)),
            .hint = SV("let its first line be #!/bin/sh, or name what runs it: exec: [sh, FILE]")};
    if (error == E2BIG)
        return (Refusal){
            .reason =
                SV("could not start: arguments and environment are larger than the system takes"),
            .hint = SV("hand large values on by stdin:, or by env: { NAME: { file: … } }")};
    Sv why = file_error(arena, error);
    return (Refusal){
        .reason = sv_format(arena, "could not start '%.*s': %.*s", SV_ARG(name), SV_ARG(why))};
}

Sv signal_name(Arena *arena, int signal) {
    const char *word = sigabbrev_np(signal);
    return word ? sv_format(arena, "SIG%s", word) : sv_format(arena, "signal %d", signal);
}
