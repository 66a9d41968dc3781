#include "base/system/file.h"
#include "base/heap.h"
#include "base/system/file_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

FileStatus file_status_of(int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR: return FILE_MISSING;
    case EACCES:
    case EPERM: return FILE_DENIED;
    case EISDIR: return FILE_IS_FOLDER;
    case ENXIO: return FILE_NOT_REGULAR; // a socket
    default: return FILE_ERROR;
    }
}

// The size of a file is only a hint: /proc says 0, and a file may grow while it is read.
static FileStatus read_all(Arena *arena, int fd, size_t hint, size_t ceiling, Sv *out) {
    size_t len = 0, cap = hint < ceiling ? hint + 1 : ceiling + 1;
    char *bytes = heap_resize(NULL, cap + 1);
    for (;;) {
        if (len == cap) {
            cap = cap > ceiling / 2 ? ceiling + 1 : cap * 2 + 1024;
            bytes = heap_resize(bytes, cap + 1);
        }
        ssize_t got = read(fd, bytes + len, cap - len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            FileStatus status = file_status_of(errno);
            heap_free(bytes);
            return status;
        }
        if (got == 0) break;
        len += (size_t)got;
        if (len > ceiling) {
            heap_free(bytes);
            return FILE_TOO_LARGE;
        }
    }
    *out = sv_copy(arena, (Sv){bytes, len});
    heap_free(bytes);
    return FILE_OK;
}

FileStatus file_read(Arena *arena, Sv path, size_t ceiling, Sv *out) {
    const char *name = sv_to_c(arena, path);
    if (!name) {
        errno = EINVAL;
        return FILE_ERROR;
    }
    // Without O_NONBLOCK, opening a fifo would wait for someone to write to it.
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return file_status_of(errno);
    struct stat about;
    FileStatus status;
    if (fstat(fd, &about) != 0)
        status = file_status_of(errno);
    else if (S_ISDIR(about.st_mode))
        status = FILE_IS_FOLDER;
    else if (!S_ISREG(about.st_mode))
        status = FILE_NOT_REGULAR;
    else if (about.st_size > 0 && (uint64_t)about.st_size > ceiling)
        status = FILE_TOO_LARGE;
    else
        status = read_all(arena, fd, (size_t)about.st_size, ceiling, out);
    int error = errno;
    close(fd);
    errno = error;
    return status;
}

bool file_write_all(int fd, Sv content) {
    while (content.len > 0) {
        ssize_t put = write(fd, content.at, content.len);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        content = sv_slice(content, (size_t)put, content.len);
    }
    return true;
}

static bool sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    // Some file systems cannot sync a folder and report EINVAL; the rename has happened all the
    // same.
    bool synced = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return synced;
}

static bool write_and_rename(const char *beside, const char *name, Sv content, unsigned mode) {
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
    if (fd < 0) return false;
    bool written = file_write_all(fd, content) && fsync(fd) == 0;
    int error = errno;
    bool closed = close(fd) == 0;
    if (!written) errno = error;
    if (written && closed && rename(beside, name) == 0) return true;
    error = errno;
    unlink(beside);
    errno = error;
    return false;
}

// A device or pipe is written to directly: renaming a file over it would replace it.
static bool is_no_file(const char *name) {
    struct stat about;
    return stat(name, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

// How long a pipe may be without a reader, or its reader without reading.
enum { PIPE_PATIENCE_MS = 2000, PIPE_TRY_MS = 20 };

// Opening a pipe that nobody reads would wait for ever.
int file_open_straight(const char *name, int flags, mode_t mode) {
    for (int waited = 0;; waited += PIPE_TRY_MS) {
        int fd = open(name, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags, mode);
        struct stat about;
        if (fd >= 0 || errno != ENXIO) return fd;
        bool pipe = stat(name, &about) == 0 && S_ISFIFO(about.st_mode);
        errno = ENXIO;
        if (!pipe || waited >= PIPE_PATIENCE_MS) return -1;
        poll(NULL, 0, PIPE_TRY_MS);
    }
}

static bool write_patiently(int fd, Sv content) {
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    while (content.len > 0) {
        ssize_t put = write(fd, content.at, content.len);
        if (put > 0) {
            content = sv_slice(content, (size_t)put, content.len);
            continue;
        }
        if (put < 0 && errno == EINTR) continue;
        if (put == 0 || errno != EAGAIN) return false;
        if (poll(&ready, 1, PIPE_PATIENCE_MS) == 0) {
            errno = ETIMEDOUT;
            return false;
        }
    }
    return true;
}

static bool write_straight(const char *name, Sv content, int flags, unsigned mode) {
    int fd = file_open_straight(name, flags, (mode_t)mode);
    if (fd < 0) return false;
    bool written = write_patiently(fd, content);
    int error = errno;
    bool closed = close(fd) == 0;
    if (!written) errno = error;
    return written && closed;
}

bool file_append(Sv path, Sv content, unsigned mode) {
    Arena *arena = arena_new(64 * 1024);
    const char *name = sv_to_c(arena, path);
    if (!name) errno = EINVAL;
    bool written = name && write_straight(name, content, O_CREAT | O_APPEND, mode);
    int error = errno;
    arena_free(arena);
    errno = error;
    return written;
}

Sv file_write_error(Arena *arena, Sv path, int error) {
    struct stat about;
    const char *name = sv_to_c(arena, path);
    bool pipe = name && stat(name, &about) == 0 && S_ISFIFO(about.st_mode);
    if (pipe && error == ENXIO) return SV("it is a pipe, and nobody reads from it");
    if (pipe && error == ETIMEDOUT) return SV("it is a pipe, and its reader has stopped reading");
    if (pipe && error == EPIPE) return SV("it is a pipe, and its reader went away");
    if (name && stat(name, &about) == 0 && S_ISSOCK(about.st_mode))
        return SV("it is a socket, which is no file");
    return file_error(arena, error);
}

// /dev/stdout may lead to a file, and is none that another one could take the place of.
static bool is_of_system(const char *name) {
    struct stat about;
    Sv path = sv_from_c(name);
    return (sv_starts(path, SV("/dev/")) && lstat(name, &about) == 0 && S_ISLNK(about.st_mode)) ||
           sv_starts(path, SV("/proc/"));
}

// As the kernel does where it protects links: in a folder that all may write to, like /tmp, a link
// is followed if it is the user's own or of who has the folder.
static bool may_follow(Arena *arena, const char *name, const struct stat *link) {
    struct stat folder;
    const char *path = sv_to_c(arena, path_folder(sv_from_c(name)));
    if (!path || stat(path, &folder) != 0) return false;
    bool open_to_all = (folder.st_mode & S_ISVTX) && (folder.st_mode & S_IWOTH);
    return !open_to_all || link->st_uid == geteuid() || link->st_uid == folder.st_uid;
}

Sv file_behind_links(Arena *arena, Sv path) {
    enum { MOST_LINKS = 40 };
    for (int i = 0; i < MOST_LINKS; i++) {
        const char *name = sv_to_c(arena, path);
        struct stat about;
        char target[PATH_MAX];
        if (!name || lstat(name, &about) != 0 || !S_ISLNK(about.st_mode)) return path;
        errno = EACCES;
        ssize_t len = may_follow(arena, name, &about) ? readlink(name, target, sizeof target) : -1;
        if (len <= 0) return (Sv){0};
        Sv to = sv_copy(arena, (Sv){target, (size_t)len});
        path = to.at[0] == '/' ? to : path_join(arena, path_folder(path), to);
    }
    errno = ELOOP;
    return (Sv){0};
}

bool file_write_atomic(Sv path, Sv content, unsigned mode) {
    Arena *arena = arena_new(64 * 1024);
    uint64_t unique = 0;
    char *name = sv_to_c(arena, path);
    bool written = false;
    if (!name || name[0] == '\0') {
        errno = EINVAL;
    } else if (is_no_file(name) || is_of_system(name)) {
        written = write_straight(name, content, O_APPEND, 0);
    } else if (!(name = sv_to_c(arena, file_behind_links(arena, path))) || name[0] == '\0') {
        written = false;
    } else if (getrandom(&unique, sizeof unique, 0) == (ssize_t)sizeof unique) {
        Sv beside = sv_format(arena, "%s.%016llx.tmp", name, (unsigned long long)unique);
        const char *folder = sv_to_c(arena, path_folder(sv_from_c(name)));
        written = write_and_rename(beside.at, name, content, mode) && sync_folder(folder);
    }
    int error = errno;
    arena_free(arena);
    errno = error;
    return written;
}

static bool make_folder(const char *path, unsigned mode) {
    struct stat about;
    if (mkdir(path, (mode_t)mode) == 0) return true;
    if (errno != EEXIST) return false;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) return true;
    errno = ENOTDIR;
    return false;
}

bool file_make_folders(Sv path, unsigned mode) {
    Arena *arena = arena_new(64 * 1024);
    char *name = sv_to_c(arena, path);
    bool made = name != NULL;
    if (!name) errno = EINVAL;
    for (size_t i = 1; made && i <= path.len; i++) {
        if (i < path.len && (name[i] != '/' || name[i - 1] == '/')) continue;
        char cut = name[i];
        name[i] = '\0';
        made = make_folder(name, mode);
        name[i] = cut;
    }
    int error = errno;
    arena_free(arena);
    errno = error;
    return made;
}

Sv file_error(Arena *arena, int error) {
    char words[256];
    return sv_copy(arena, sv_from_c(strerror_r(error, words, sizeof words)));
}

static Sv login_of(Arena *arena, uid_t uid) {
    struct passwd entry, *found = NULL;
    char *room = arena_alloc_raw(arena, 16384);
    if (getpwuid_r(uid, &entry, room, 16384, &found) != 0 || !found) return (Sv){0};
    return sv_from_c(found->pw_name);
}

Sv file_user_name(Arena *arena) {
    return login_of(arena, geteuid());
}

Sv file_owner_shown(Arena *arena, unsigned uid) {
    Sv name = login_of(arena, uid);
    return name.len ? sv_format(arena, "%.*s (uid %u)", SV_ARG(name), uid)
                    : sv_format(arena, "uid %u", uid);
}
