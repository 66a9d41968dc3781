#include "drivers/process/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static const char beginning[] = "runbook-private-";
enum { PLACES = 4 };

static void list_places(const char *places[PLACES]) {
    const char *all[PLACES] = {getenv("XDG_RUNTIME_DIR"), "/dev/shm", getenv("TMPDIR"), "/tmp"};
    for (size_t i = 0; i < PLACES; i++)
        places[i] = all[i] && all[i][0] == '/' ? all[i] : NULL;
}

// Somebody who clears up may take a folder away before it is locked.
static int open_held(const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat there;
    if (folder < 0) return -1;
    if (flock(folder, LOCK_EX | LOCK_NB) == 0 && fstat(folder, &there) == 0 && there.st_nlink > 0)
        return folder;
    close(folder);
    return -1;
}

static int make_in(const char *place, char *path) {
    enum { TRIES = 3 };
    for (int i = 0; i < TRIES; i++) {
        uint64_t number;
        if (getrandom(&number, sizeof number, 0) != sizeof number) return -1;
        int length = snprintf(path, PRIVATE_PATH, "%s/%s%016llx", place, beginning,
                              (unsigned long long)number);
        if (length >= PRIVATE_PATH) {
            errno = ENAMETOOLONG;
            return -1;
        }
        if (mkdir(path, 0700) != 0) return -1;
        int folder = open_held(path);
        if (folder >= 0) return folder;
    }
    return -1;
}

int private_folder_make(char *path) {
    const char *places[PLACES];
    list_places(places);
    for (size_t i = 0; i < PLACES; i++) {
        int folder = places[i] ? make_in(places[i], path) : -1;
        if (folder >= 0) return folder;
    }
    path[0] = '\0';
    return -1;
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

bool private_file_make(int folder, const char *name, Sv content) {
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    bool written = write_whole(fd, content);
    int error = errno;
    written = close(fd) == 0 && written;
    if (error) errno = error;
    return written;
}

static void remove_opened(int folder, const char *path) {
    // A command may have put folders into it: those are its own, and stay.
    int listed = dup(folder);
    DIR *entries = listed >= 0 ? fdopendir(listed) : NULL;
    if (!entries) {
        if (listed >= 0) close(listed);
        return;
    }
    for (struct dirent *entry; (entry = readdir(entries));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(folder, entry->d_name, 0);
    closedir(entries);
    rmdir(path);
}

void private_folder_remove(char *path) {
    if (!path[0]) return;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) {
        remove_opened(folder, path);
        close(folder);
    }
    path[0] = '\0';
}

// One that nobody has locked belonged to a process that is gone; or it was made this moment, and
// who made it makes another.
static void clear_one(const char *place, const char *name) {
    char path[PRIVATE_PATH];
    struct stat there;
    if (snprintf(path, sizeof path, "%s/%s", place, name) >= PRIVATE_PATH) return;
    int folder = open_held(path);
    if (folder < 0) return;
    if (fstat(folder, &there) == 0 && there.st_uid == geteuid()) remove_opened(folder, path);
    close(folder);
}

void private_folders_clear(void) {
    const char *places[PLACES];
    list_places(places);
    size_t first = 0;
    while (first < PLACES && (!places[first] || access(places[first], W_OK | X_OK) != 0))
        first++;
    DIR *entries = first < PLACES ? opendir(places[first]) : NULL;
    if (!entries) return;
    for (struct dirent *entry; (entry = readdir(entries));)
        if (strncmp(entry->d_name, beginning, strlen(beginning)) == 0)
            clear_one(places[first], entry->d_name);
    closedir(entries);
}
