#include "drivers/process/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

const char *private_folder_new(Arena *arena, const Env *env) {
    const char *places[] = {env->get(env->self, "XDG_RUNTIME_DIR"), "/dev/shm",
                            env->get(env->self, "TMPDIR"), "/tmp"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!places[i] || places[i][0] != '/') continue;
        Sv name = sv_format(arena, "%s/runbook-XXXXXX", places[i]);
        char *folder = sv_to_c(arena, name);
        if (folder && mkdtemp(folder)) return folder;
    }
    return NULL;
}

static bool write_whole(int fd, Sv content) {
    for (size_t done = 0; done < content.len;) {
        ssize_t put = write(fd, content.at + done, content.len - done);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        done += (size_t)put;
    }
    return true;
}

Sv private_file_new(Arena *arena, const char *folder, const char *name, Sv content) {
    Sv path = sv_format(arena, "%s/%s", folder, name);
    const char *at = sv_to_c(arena, path);
    int fd = at ? open(at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    if (fd < 0) return (Sv){0};
    bool written = write_whole(fd, content);
    return close(fd) == 0 && written ? path : (Sv){0};
}

void private_folder_remove(const char *folder) {
    DIR *entries = opendir(folder);
    if (!entries) return;
    for (struct dirent *entry; (entry = readdir(entries));)
        if (entry->d_name[0] != '.') unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
    rmdir(folder);
}
