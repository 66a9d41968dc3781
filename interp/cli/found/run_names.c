#include "cli/found/run_names.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

static bool is_folder(int folder, const struct dirent *each) {
    // What a link leads to may come and go, and this folder stays as it is.
    if (each->d_type == DT_DIR || each->d_type == DT_LNK) return true;
    if (each->d_type != DT_UNKNOWN) return false;
    struct stat about;
    return fstatat(folder, each->d_name, &about, 0) == 0 && S_ISDIR(about.st_mode);
}

bool run_names_read(Arena *arena, Sv folder, TextList *names, IndexStamp *stamp) {
    const char *path = sv_to_c(arena, folder);
    DIR *listed = path ? opendir(path) : NULL;
    if (!listed) return false;
    struct stat about;
    // Looked at first: what comes while it is read makes it another state.
    int64_t now_ns = index_now_ns();
    bool known = fstat(dirfd(listed), &about) == 0;
    *stamp = known ? index_stamp(&about, now_ns) : (IndexStamp){0};
    for (struct dirent *each; (each = readdir(listed));)
        if (each->d_name[0] != '.' && is_folder(dirfd(listed), each))
            text_list_add(arena, names, sv_copy(arena, sv_from_c(each->d_name)));
    closedir(listed);
    return true;
}
