#include "base/system/own_folder.h"
#include "base/system/file.h"

#include <unistd.h>

Sv own_folder_make(Arena *arena, Sv root) {
    Sv folder = path_join(arena, root, SV(".runbook"));
    // Where it cannot be made nothing can be written there either, and that says why.
    ignore_result(file_make_folders(folder, 0700));
    Sv ignore = path_join(arena, folder, SV(".gitignore"));
    const char *path = sv_to_c(arena, ignore);
    // Without it git lists the folder, and nothing else is lost.
    if (path && access(path, F_OK) != 0) ignore_result(file_write_atomic(ignore, SV("*\n"), 0644));
    return folder;
}
