#include "base/buf.h"
#include "base/system/file.h"
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t last_slash(Sv path) {
    for (size_t i = path.len; i-- > 0;)
        if (path.at[i] == '/') return i;
    return SV_NONE;
}

static Sv without_slashes(Sv path) {
    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    return path;
}

Sv path_folder(Sv path) {
    path = without_slashes(path);
    size_t slash = last_slash(path);
    if (slash == SV_NONE) return SV(".");
    return slash == 0 ? sv_slice(path, 0, 1) : without_slashes(sv_slice(path, 0, slash));
}

Sv path_name(Sv path) {
    path = without_slashes(path);
    size_t slash = last_slash(path);
    return slash == SV_NONE ? path : sv_slice(path, slash + 1, path.len);
}

Sv path_stem(Sv path) {
    Sv name = path_name(path);
    for (size_t i = name.len; i-- > 1;) // a dot in front begins a hidden file's name
        if (name.at[i] == '.') return sv_slice(name, 0, i);
    return name;
}

static Sv without_dot(Sv path) {
    while (sv_starts(path, SV("./"))) {
        size_t at = 2;
        while (at < path.len && path.at[at] == '/')
            at++;
        path = sv_slice(path, at, path.len);
    }
    return path;
}

Sv path_join(Arena *arena, Sv folder, Sv name) {
    if (sv_starts(name, SV("/"))) return sv_copy(arena, name);
    folder = without_slashes(without_dot(folder));
    name = without_dot(name);
    if (folder.len == 0 || sv_eq_c(folder, ".")) return sv_copy(arena, name);
    if (name.len == 0 || sv_eq_c(name, ".")) return sv_copy(arena, folder);
    const char *slash = sv_ends(folder, SV("/")) ? "" : "/";
    return sv_format(arena, "%.*s%s%.*s", SV_ARG(folder), slash, SV_ARG(name));
}

Sv path_join_home(Arena *arena, const char *home, Sv folder, Sv name) {
    bool beneath = sv_starts(name, SV("~/")) && home && *home;
    return beneath ? path_join(arena, sv_from_c(home), sv_slice(name, 2, name.len))
                   : path_join(arena, folder, name);
}

Sv path_tidy(Arena *arena, Sv path) {
    Buf out BUF_AUTO = buf_new(path.len + 2);
    Sv rest = path, part;
    if (sv_starts(path, SV("/"))) buf_add_c(&out, "/");
    while (sv_next_part(&rest, '/', &part)) {
        if (part.len == 0 || sv_eq(part, SV("."))) continue;
        size_t last = out.len;
        while (last > 0 && out.at[last - 1] != '/')
            last--;
        Sv before = sv_slice(buf_sv(&out), last, out.len);
        if (sv_eq(part, SV("..")) && before.len > 0 && !sv_eq(before, SV(".."))) {
            out.len = last > 1 ? last - 1 : last;
            continue;
        }
        bool above_all = sv_eq(part, SV("..")) && before.len == 0 && sv_starts(path, SV("/"));
        if (above_all) continue;
        if (out.len > 0 && out.at[out.len - 1] != '/') buf_add_c(&out, "/");
        buf_add(&out, part);
    }
    return buf_keep(&out, arena);
}

Sv path_real(Arena *arena, Sv path) {
    char resolved[PATH_MAX];
    const char *name = sv_to_c(arena, path);
    if (!name || !realpath(name, resolved)) return (Sv){NULL, 0};
    return sv_copy(arena, sv_from_c(resolved));
}

// A file that does not exist yet is where its folder is; a path that goes up again cannot be
// resolved.
static Sv resolve(Arena *arena, Sv path) {
    Sv real = path_real(arena, path);
    if (real.at) return real;
    Sv name = path_name(path), folder = path_folder(path);
    if (sv_eq_c(name, "..") || sv_eq_c(name, ".") || name.len == 0 || folder.len >= path.len)
        return real;
    const char *link = sv_to_c(arena, path);
    struct stat about;
    if (!link || lstat(link, &about) == 0) return real; // a link that leads nowhere yet
    Sv above = path_real(arena, folder);
    return above.at ? path_join(arena, above, name) : above;
}

bool path_beneath(Arena *arena, Sv root, Sv path) {
    Sv above = path_real(arena, root), below = resolve(arena, path);
    if (!above.at || !below.at) return false;
    if (sv_eq(above, below) || sv_eq_c(above, "/")) return true;
    return sv_starts(below, above) && below.at[above.len] == '/';
}

static bool holds(Arena *arena, Sv folder, Sv name) {
    const char *path = sv_to_c(arena, path_join(arena, folder, name));
    return path && access(path, F_OK) == 0;
}

static bool is_folder(Arena *arena, Sv path) {
    struct stat about;
    const char *name = sv_to_c(arena, path);
    return name && stat(name, &about) == 0 && S_ISDIR(about.st_mode);
}

// Whoever owns the mark of a project, or its folder, decides where records are kept and what
// belongs together.
static bool is_trusted(const char *path, bool link, Sv file, Arena *arena, uid_t *owner) {
    struct stat about, own;
    if ((link ? lstat : stat)(path, &about) != 0) return true;
    *owner = about.st_uid;
    if (about.st_uid == 0 || about.st_uid == geteuid()) return true;
    const char *name = file.len ? sv_to_c(arena, file) : NULL;
    return name && stat(name, &own) == 0 && own.st_uid == about.st_uid;
}

static bool is_strange(Arena *arena, Sv folder, Sv mark, Sv file, Sv *stranger) {
    Sv marked = path_join(arena, folder, mark);
    const char *name = sv_to_c(arena, marked), *root = sv_to_c(arena, folder);
    uid_t owner = 0;
    bool of_mark = !is_trusted(name, true, file, arena, &owner) ||
                   !is_trusted(name, false, file, arena, &owner);
    if (!of_mark && is_trusted(root, false, file, arena, &owner)) return false;
    *stranger = sv_format(
        arena, "%.*s makes %.*s the root of the project, and %s belongs to %.*s: neither to you%s",
        SV_ARG(marked), SV_ARG(folder), of_mark ? "it" : "that folder",
        SV_ARG(file_owner_shown(arena, owner)),
        file.len ? ", nor to root, nor to the owner of the runbook" : " nor to root");
    return true;
}

ProjectRoot path_project_root(Arena *arena, Sv given, Sv folder, Sv file) {
    static const Sv marks[] = {SV_INIT(".git"), SV_INIT(".runbook")};
    ProjectRoot root = {0};
    if (given.len > 0) {
        if (is_folder(arena, given)) root.path = path_real(arena, given);
        return root;
    }
    Sv own = path_real(arena, folder);
    for (Sv at = own; at.at; at = path_folder(at)) {
        bool found = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            if (!holds(arena, at, marks[i])) continue;
            found = true;
            if (!is_strange(arena, at, marks[i], file, &root.stranger)) continue;
            root.refused = at;
            return root;
        }
        root.path = found ? at : own;
        if (found || sv_eq_c(at, "/")) break;
    }
    return root;
}
