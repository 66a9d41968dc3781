// Takes a journal up again: who may, what it ends with, and what of it is cut off.
#include "base/system/file.h"
#include "journal/journal_internal.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// How long the commands of a killed run may take to end before the run counts as running.
enum { PATIENCE_MS = 3000, TRY_MS = 20 };

// ── the lock ──

// Of the open file and not of the process: it lasts as long as anybody has that, also who was
// handed it, and closing another descriptor of the same file does not end it.
JournalLock journal_lock(int fd, int patience_ms) {
    for (int waited = 0;; waited += TRY_MS) {
        struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        if (fcntl(fd, F_OFD_SETLK, &whole) == 0) return JOURNAL_LOCK_HELD;
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EACCES) return JOURNAL_LOCK_NONE;
        if (waited >= patience_ms) return JOURNAL_LOCK_BUSY;
        nanosleep(&(struct timespec){.tv_nsec = TRY_MS * 1000000L}, NULL);
    }
}

bool journal_running(Arena *arena, Sv path) {
    const char *name = sv_to_c(arena, path);
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd < 0) return false;
    struct flock whole = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    bool asked = fcntl(fd, F_OFD_GETLK, &whole) == 0;
    close(fd);
    return asked && whole.l_type != F_UNLCK;
}

// ── opening ──

// Who could open the file but is neither its owner nor of its group (root) would go on with what
// somebody else may have written.
static Sv stranger(Arena *arena, const struct stat *about) {
    bool group = (about->st_mode & (S_IRGRP | S_IWGRP)) == (S_IRGRP | S_IWGRP);
    gid_t groups[256];
    int count = getgroups(sizeof groups / sizeof *groups, groups);
    bool ours = about->st_gid == getegid();
    for (int i = 0; i < count; i++)
        ours = ours || groups[i] == about->st_gid;
    if (about->st_uid == geteuid() || (group && ours)) return (Sv){0};
    return sv_format(arena, "it belongs to %.*s, not to you",
                     SV_ARG(file_owner_shown(arena, about->st_uid)));
}

static Sv unopened(Arena *arena, int error) {
    if (error == ENOENT || error == ENOTDIR) return SV("there is none");
    if (error == ELOOP) return SV("it is a link");
    if (error == ENXIO) return SV("it is no file");
    return file_error(arena, error);
}

// Whether the path still leads to the open file.
static bool is_there(const char *path, const struct stat *about) {
    struct stat there;
    return lstat(path, &there) == 0 && there.st_dev == about->st_dev &&
           there.st_ino == about->st_ino;
}

// A descriptor with the lock; -1 with *why.
static int open_locked(Arena *arena, Sv path, JournalTail *tail, Sv *why) {
    const char *name = sv_to_c(arena, path);
    int fd =
        name ? open(name, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY) : -1;
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0) {
        *why = name ? unopened(arena, errno) : SV("its path holds a NUL character");
        if (fd >= 0) close(fd);
        return -1;
    }
    *why = S_ISREG(about.st_mode) ? stranger(arena, &about) : SV("it is no file");
    JournalLock lock = why->len == 0 ? journal_lock(fd, PATIENCE_MS) : JOURNAL_LOCK_NONE;
    int error = errno;
    tail->running = lock == JOURNAL_LOCK_BUSY;
    if (tail->running)
        *why = SV("the run is still going on, or a command that it started is");
    else if (why->len == 0 && lock == JOURNAL_LOCK_NONE)
        *why = sv_format(arena,
                         "its file system keeps no locks (%.*s), so nobody knows whether the run "
                         "has ended",
                         SV_ARG(file_error(arena, error)));
    else if (why->len == 0 && !is_there(name, &about))
        *why = SV("it was replaced at this moment");
    if (why->len == 0) return fd;
    close(fd);
    return -1;
}

static Journal *refuse(Arena *arena, Sv folder, Sv why, Sv *error) {
    *error = sv_format(arena, "the journal in %.*s cannot be taken up again: %.*s", SV_ARG(folder),
                       SV_ARG(why));
    return NULL;
}

// Empty where it can be gone on with.
static Sv damage(Arena *arena, const JournalProblem *read) {
    bool cut = read->intact || read->torn;
    if (read->events == 0 && (cut || read->line == 0))
        return SV("it holds no whole event: the run had not begun");
    if (cut) return (Sv){0};
    return sv_format(arena, "it is %.*s", SV_ARG(journal_problem_words(arena, read)));
}

static Journal *go_on(Arena *arena, int fd, Sv folder, JournalTail *tail, Sv *why) {
    struct stat about, around;
    const char *name = sv_to_c(arena, folder);
    if (fstat(fd, &about) != 0 || stat(name, &around) != 0) {
        *why = file_error(arena, errno);
        return NULL;
    }
    Journal *journal = journal_begin(arena, fd, folder, around.st_mode);
    journal->read_only = true;
    journal->found = (uint64_t)about.st_size;
    journal->size = tail->read.bytes;
    journal->next_seq = tail->read.events + 1;
    memcpy(journal->prev, tail->read.digest.at, JOURNAL_DIGEST_DIGITS);
    tail->cut = journal->found - journal->size;
    return journal;
}

Journal *journal_open_again(Arena *arena, Sv folder, EventSink sink, EventParts parts,
                            JournalTail *tail, Sv *error) {
    *tail = (JournalTail){0};
    Sv why, path = path_join(arena, folder, SV(JOURNAL_FILE));
    int fd = open_locked(arena, path, tail, &why);
    if (fd < 0) return refuse(arena, folder, why, error);
    Journal *journal = NULL;
    if (!journal_read_open(arena, fd, path, sink, parts, &tail->read))
        why = tail->read.message;
    else if ((why = damage(arena, &tail->read)).len == 0)
        journal = go_on(arena, fd, folder, tail, &why);
    if (journal) return journal;
    close(fd);
    return refuse(arena, folder, why, error);
}

bool journal_take_up(Journal *journal) {
    struct stat about;
    if (fstat(journal->fd, &about) != 0) return journal_fail(journal, "looked at", errno);
    if (about.st_nlink == 0 || (uint64_t)about.st_size != journal->found) {
        journal->failed = true;
        journal->error = SV("the journal was changed by somebody else before it was taken up");
        return false;
    }
    bool torn = journal->found != journal->size;
    if (torn && ftruncate(journal->fd, (off_t)journal->size) != 0)
        return journal_fail(journal, "cut to its last whole line", errno);
    // What the process before wrote and did not sync must last as well.
    if (journal_wait_for_disk(journal->fd, fsync) != 0)
        return journal_fail(journal, "made durable", errno);
    journal->found = journal->synced = journal->size;
    journal->read_only = false;
    return true;
}
