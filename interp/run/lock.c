#include "run/lock.h"
#include "base/digest.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_DIGITS = 32, HOLDER_BYTES = 256 };

// A folder that is this user's alone; someone else's could hand out locks that do not lock.
static bool own_folder(const char *path) {
    struct stat about;
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return false;
    if (lstat(path, &about) != 0) return false;
    if (S_ISDIR(about.st_mode) && about.st_uid == geteuid() && (about.st_mode & 077) == 0)
        return true;
    errno = EPERM;
    return false;
}

static const char *folder_of(Arena *arena, const Env *env) {
    const char *runtime = env->get(env->self, "XDG_RUNTIME_DIR");
    Sv folder = runtime && *runtime
                    ? sv_format(arena, "%s/runbook-locks", runtime)
                    : sv_format(arena, "/tmp/runbook-locks-%u", (unsigned)geteuid());
    const char *path = sv_to_c(arena, folder);
    if (own_folder(path)) return path;
    if (!runtime || !*runtime) return NULL;
    // A runtime folder that is named but not there (sudo, containers).
    path = sv_to_c(arena, sv_format(arena, "/tmp/runbook-locks-%u", (unsigned)geteuid()));
    return own_folder(path) ? path : NULL;
}

static Sv file_of(Arena *arena, const char *folder, Sv what) {
    Sha256 digest = sha256_of(what);
    BUF_AUTO Buf hex = buf_new(128);
    hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return sv_format(arena, "%s/%.*s", folder, NAME_DIGITS, hex.at);
}

static Sv holder_of(Arena *arena, int fd) {
    char text[HOLDER_BYTES];
    ssize_t got = pread(fd, text, sizeof text, 0);
    Sv holder = sv_trim((Sv){text, got > 0 ? (size_t)got : 0});
    return holder.len > 0 ? sv_copy(arena, holder) : SV("it has not said who it is");
}

static void sign(Arena *arena, int fd, Sv run_id) {
    Sv line = sv_format(arena, "run %.*s, pid %ld\n", SV_ARG(run_id), (long)getpid());
    // Only for people: the lock holds without it.
    if (ftruncate(fd, 0) == 0 && pwrite(fd, line.at, line.len, 0) < 0) return;
}

LockEnd lock_take(Arena *arena, const Env *env, Sv what, Sv run_id, int *fd, Sv *message) {
    const char *folder = folder_of(arena, env);
    int file = -1;
    if (folder)
        file = open(sv_to_c(arena, file_of(arena, folder, what)),
                    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        Sv why = file_error(arena, errno);
        *message = sv_format(arena, "the lock cannot be made: %.*s", SV_ARG(why));
        return LOCK_FAILED;
    }
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        sign(arena, file, run_id);
        *fd = file;
        return LOCK_HELD;
    }
    bool taken = errno == EWOULDBLOCK;
    Sv who = taken ? holder_of(arena, file) : file_error(arena, errno);
    *message = taken ? sv_format(arena, "another run holds the lock: %.*s", SV_ARG(who))
                     : sv_format(arena, "the lock cannot be taken: %.*s", SV_ARG(who));
    close(file);
    return taken ? LOCK_TAKEN : LOCK_FAILED;
}

void lock_leave(int fd) {
    if (fd >= 0) close(fd);
}
