#include "engine/context/lock.h"
#include "base/shown/shown.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "history/recorded_run.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_DIGITS = 32, HOLDER_BYTES = 16 * 1024, ID_SHOWN = 8 };

// A folder that belongs to this user alone: in another one somebody could replace the lock files.
static bool own_folder(Arena *arena, const char *path, Sv *why) {
    struct stat about;
    if ((mkdir(path, 0700) != 0 && errno != EEXIST) || lstat(path, &about) != 0)
        *why = sv_format(arena, "%s: %.*s", path, SV_ARG(file_error(arena, errno)));
    else if (!S_ISDIR(about.st_mode))
        *why = sv_format(arena, "%s is %s, and belongs to %.*s", path,
                         S_ISLNK(about.st_mode) ? "a link" : "no folder",
                         SV_ARG(file_owner_shown(arena, about.st_uid)));
    else if (about.st_uid != geteuid())
        *why = sv_format(arena, "the folder %s belongs to %.*s, not to you", path,
                         SV_ARG(file_owner_shown(arena, about.st_uid)));
    else if (about.st_mode & 077)
        *why = sv_format(arena, "the folder %s is open to others (its mode is %04o): chmod 700 %s",
                         path, (unsigned)(about.st_mode & 07777), path);
    else
        return true;
    return false;
}

static const char *folder_of(Arena *arena, const Env *env, Sv *why) {
    const char *runtime = env->get(env->self, "XDG_RUNTIME_DIR");
    Sv folder = runtime && *runtime
                    ? sv_format(arena, "%s/runbook-locks", runtime)
                    : sv_format(arena, "/tmp/runbook-locks-%u", (unsigned)geteuid());
    const char *path = sv_to_c(arena, folder);
    if (own_folder(arena, path, why)) return path;
    if (!runtime || !*runtime) return NULL;
    // The runtime folder may be named without being there (sudo, containers).
    path = sv_to_c(arena, sv_format(arena, "/tmp/runbook-locks-%u", (unsigned)geteuid()));
    return own_folder(arena, path, why) ? path : NULL;
}

static Sv file_of(Arena *arena, const char *folder, Sv what) {
    Sha256 digest = sha256_of(what);
    BUF_AUTO Buf hex = buf_new(128);
    hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return sv_format(arena, "%s/%.*s", folder, NAME_DIGITS, hex.at);
}

// ── who holds it ──

// "run 0192…\npid 12\nby ann\n…"
static Sv line_of(Sv text, const char *key) {
    Sv line;
    while (sv_next_line(&text, &line)) {
        size_t blank = sv_find_char(line, ' ', 0);
        if (blank != SV_NONE && sv_eq_c(sv_slice(line, 0, blank), key))
            return sv_slice(line, blank + 1, line.len);
    }
    return SV("");
}

// The step that began last and has not ended; several if they run at once.
static Sv step_of(Arena *arena, Sv journal) {
    RecordedRun recorded;
    Sv message;
    if (journal.len == 0 || !recorded_run_read(arena, journal, &recorded, &message)) return SV("");
    const RecordedStep *at = NULL;
    for (uint32_t i = 0; i < recorded.count; i++) {
        const RecordedStep *step = recorded.steps[i];
        if (step->kind.len == 0 && step->began > 0 && step->ended == 0) at = step;
    }
    if (!at) return recorded.count == 0 ? SV("before its first step") : SV("between two steps");
    return sv_format(arena, "at %.*s %.*s", SV_ARG(at->number),
                     SV_ARG(value_field_text(at->begin, "name", SV(""))));
}

static Sv shown(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(HOLDER_BYTES);
    shown_add(&out, text, false);
    return buf_keep(&out, arena);
}

static Sv holder_of(Arena *arena, int fd) {
    char *text = arena_alloc_raw(arena, HOLDER_BYTES);
    ssize_t got = pread(fd, text, HOLDER_BYTES, 0);
    Sv said = {text, got > 0 ? (size_t)got : 0};
    Sv run = line_of(said, "run"), step = step_of(arena, line_of(said, "journal"));
    if (run.len == 0) return SV("it has not said who it is");
    return shown(arena,
                 sv_format(arena, "run %.*s of %.*s, by %.*s (pid %.*s), since %.*s%s%.*s",
                           SV_ARG(sv_slice(run, 0, ID_SHOWN)), SV_ARG(line_of(said, "runbook")),
                           SV_ARG(line_of(said, "by")), SV_ARG(line_of(said, "pid")),
                           SV_ARG(line_of(said, "since")), step.len ? ", " : "", SV_ARG(step)));
}

void lock_sign(Arena *arena, int fd, const LockHolder *holder) {
    if (fd < 0) return;
    Sv text =
        sv_format(arena, "run %.*s\npid %ld\nby %.*s\nsince %.*s\nrunbook %.*s\n%s%.*s%s",
                  SV_ARG(holder->run), (long)getpid(), SV_ARG(holder->by), SV_ARG(holder->since),
                  SV_ARG(shown(arena, holder->runbook)), holder->journal.len ? "journal " : "",
                  SV_ARG(holder->journal), holder->journal.len ? "\n" : "");
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text.at, text.len, 0) < 0) return;
}

// ── taking it ──

LockStatus lock_take(Arena *arena, const Env *env, Sv what, const LockHolder *holder, int *fd,
                     Sv *message) {
    Sv stranger;
    const char *folder = folder_of(arena, env, &stranger);
    if (!folder) {
        *message = sv_format(arena,
                             "the lock cannot be made: %.*s; XDG_RUNTIME_DIR names a place of your "
                             "own for it",
                             SV_ARG(stranger));
        return LOCK_FAILED;
    }
    int file = open(sv_to_c(arena, file_of(arena, folder, what)),
                    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        Sv why = file_error(arena, errno);
        *message = sv_format(arena, "the lock cannot be made: %.*s", SV_ARG(why));
        return LOCK_FAILED;
    }
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        lock_sign(arena, file, holder);
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
