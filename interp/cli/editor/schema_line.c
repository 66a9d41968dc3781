#include "cli/editor/schema_line.h"
#include "base/ascii.h"
#include "base/system/file.h"
#include "base/system/own_folder.h"
#include "schema/schema.h"

#include <limits.h>
#include <unistd.h>

#define SCHEMA_FILE "runbook.schema.json"
enum { SCHEMA_BYTES = 16 * 1024 * 1024 };

// Beside the program, wherever its tree lies.
static Sv installed(Arena *arena) {
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program);
    if (length <= 0 || (size_t)length == sizeof program) return (Sv){0};
    Sv folder = path_folder((Sv){program, (size_t)length});
    Sv file =
        path_tidy(arena, path_join(arena, folder, SV("../share/runbook/schemas/" SCHEMA_FILE)));
    const char *name = sv_to_c(arena, file);
    return name && access(name, R_OK) == 0 ? file : (Sv){0};
}

static bool stands_in_a_line(Sv path) {
    for (size_t i = 0; i < path.len; i++)
        if (!ascii_is_word(path.at[i]) && path.at[i] != '/' && path.at[i] != '-' &&
            path.at[i] != '.' && path.at[i] != '+')
            return false;
    return true;
}

// The line ends at a blank, so that a path with one is written as a URL.
static Sv as_address(Arena *arena, Sv path) {
    if (stands_in_a_line(path)) return path;
    BUF_AUTO Buf out = buf_new((size_t)4 * PATH_MAX);
    buf_add_c(&out, "file://");
    for (size_t i = 0; i < path.len; i++) {
        Sv one = {path.at + i, 1};
        if (stands_in_a_line(one))
            buf_add_char(&out, path.at[i]);
        else
            buf_addf(&out, "%%%02X", (unsigned char)path.at[i]);
    }
    return buf_keep(&out, arena);
}

static bool is_written(const Cli *cli, Sv copy) {
    BUF_AUTO Buf schema = buf_new(SCHEMA_BYTES);
    schema_runbook(cli->registry, &schema);
    Sv there;
    if (file_read(cli->arena, copy, SCHEMA_BYTES, &there) == FILE_OK &&
        sv_eq(there, buf_sv(&schema)))
        return true;
    return file_write_atomic(copy, buf_sv(&schema), 0644);
}

// From a folder to the root above it: "../../".
static Sv upwards(Arena *arena, Sv root, Sv folder) {
    BUF_AUTO Buf out = buf_new(PATH_MAX);
    for (Sv at = folder; !sv_eq(at, root) && at.len > root.len; at = path_folder(at))
        buf_add_c(&out, "../");
    return buf_keep(&out, arena);
}

static Sv copied(const Cli *cli, Sv path) {
    Sv folder = path_real(cli->arena, path_folder(path));
    Sv root = folder.at ? path_project_root(cli->arena, (Sv){0}, folder, (Sv){0}).path : (Sv){0};
    if (!root.at) return (Sv){0};
    Sv copy = path_join(cli->arena, own_folder_make(cli->arena, root), SV(SCHEMA_FILE));
    if (!is_written(cli, copy)) return (Sv){0};
    Sv up = upwards(cli->arena, root, folder);
    return sv_format(cli->arena, "%.*s.runbook/" SCHEMA_FILE, SV_ARG(up));
}

Sv schema_line(const Cli *cli, Sv path) {
    Sv file = installed(cli->arena);
    Sv found = file.len ? as_address(cli->arena, file) : copied(cli, path);
    if (!found.len) return found;
    return sv_format(cli->arena, "# yaml-language-server: $schema=%.*s\n", SV_ARG(found));
}
