#include "base/system/lookup.h"
#include "base/system/file.h"
#include <sys/stat.h>
#include <unistd.h>

static const char system_path[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

Sv lookup_path(const Env *env) {
    const char *path = env->get(env->self, "PATH");
    return sv_from_c(path ? path : system_path);
}

static bool is_file(const char *path) {
    struct stat about;
    return path && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static bool may_run(const char *path) {
    return is_file(path) && access(path, X_OK) == 0;
}

bool lookup_program(Arena *arena, Sv name, Sv path, Sv folder, Sv *out, Sv *near) {
    *near = (Sv){0};
    if (sv_find_char(name, '/', 0) != SV_NONE) {
        Sv file = path_join(arena, folder, name);
        if (!may_run(sv_to_c(arena, file))) {
            *near = file;
            return false;
        }
        *out = file;
        return true;
    }
    Sv part;
    while (name.len > 0 && sv_next_part(&path, ':', &part)) {
        if (!folder.len && !sv_starts(part, SV("/"))) continue;
        // An empty part of PATH means the current folder, as it always has.
        Sv file = path_join(arena, path_join(arena, folder, part.len ? part : SV(".")), name);
        const char *at = sv_to_c(arena, file);
        if (may_run(at)) {
            *out = file;
            return true;
        }
        if (!near->len && is_file(at)) *near = file;
    }
    return false;
}
