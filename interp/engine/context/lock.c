#include "engine/context/lock.h"
#include "base/shown/shown.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "engine/context/lock_told.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// How long it is tried while the name is taken and nobody listens: its holder has come to bind it
// and not to listen yet, or is about to be gone.
enum { TRIES = 500, BETWEEN_MS = 2 };

struct RunLock {
    int socket; // its name is the lock
    int sign;   // its name says whose it is; -1 = it could not be made
    LockTeller teller;
};

static void digest_of(Sv what, char out[LOCK_NAME_DIGITS + 1]) {
    Sha256 digest = sha256_of(what);
    BUF_AUTO Buf hex = buf_new(128);
    hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    memcpy(out, hex.at, LOCK_NAME_DIGITS);
    out[LOCK_NAME_DIGITS] = '\0';
}

socklen_t lock_address(const char *digest, Sv run, struct sockaddr_un *out) {
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    // The first byte stays zero: a name without a file.
    int length = snprintf(out->sun_path + 1, sizeof out->sun_path - 1, LOCK_NAME_BEGINS "%s%s%.*s",
                          digest, run.len ? "/" : "", SV_ARG(run));
    size_t most = sizeof out->sun_path - 2;
    size_t used = length < 0 ? 0 : (size_t)length < most ? (size_t)length : most;
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + used);
}

static int new_socket(void) {
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

// False with errno.
static bool take_name(int fd, const char *digest, Sv run) {
    struct sockaddr_un at;
    socklen_t length = lock_address(digest, run, &at);
    return bind(fd, (struct sockaddr *)&at, length) == 0;
}

static int make_sign(const char *digest, Sv run) {
    int fd = new_socket();
    if (fd < 0 || take_name(fd, digest, run)) return fd;
    close(fd);
    return -1;
}

static LockStatus fail(Arena *arena, int fd, Sv *message) {
    Sv why = file_error(arena, errno);
    *message = sv_format(arena, "the lock cannot be made: a socket: %.*s", SV_ARG(why));
    if (fd >= 0) close(fd);
    return LOCK_FAILED;
}

static RunLock *held(Arena *arena, int fd, const char *digest, const LockHolder *holder) {
    RunLock *lock = arena_new_of(arena, RunLock);
    lock->socket = fd;
    lock->sign = make_sign(digest, holder->run);
    lock->teller.socket = fd;
    lock_teller_begin(&lock->teller, arena, holder);
    return lock;
}

LockStatus lock_take(Arena *arena, Sv what, const LockHolder *holder, RunLock **out, Sv *message) {
    char digest[LOCK_NAME_DIGITS + 1];
    digest_of(what, digest);
    int fd = new_socket();
    if (fd < 0) return fail(arena, fd, message);
    for (int i = 0; i < TRIES; i++) {
        Sv who;
        if (take_name(fd, digest, SV(""))) {
            // From here on whoever connects sees whose it is.
            if (listen(fd, SOMAXCONN) != 0) return fail(arena, fd, message);
            *out = held(arena, fd, digest, holder);
            return LOCK_HELD;
        }
        if (errno != EADDRINUSE) return fail(arena, fd, message);
        if (lock_ask_holder(arena, digest, holder->root, &who)) {
            *message = sv_format(arena, "another run holds the lock: %.*s", SV_ARG(who));
            close(fd);
            return LOCK_TAKEN;
        }
        poll(NULL, 0, BETWEEN_MS);
    }
    close(fd);
    *message = sv_format(arena,
                         "another process holds the lock, and does not say who it is: its socket "
                         "is @" LOCK_NAME_BEGINS "%s, which `ss -xlp` lists",
                         digest);
    return LOCK_TAKEN;
}

void lock_tell_journal(RunLock *lock, Sv path) {
    if (!lock || path.len >= sizeof lock->teller.journal) return;
    pthread_mutex_lock(&lock->teller.mutex);
    memcpy(lock->teller.journal, path.at, path.len);
    lock->teller.journal[path.len] = '\0';
    pthread_mutex_unlock(&lock->teller.mutex);
}

void lock_tell_step(RunLock *lock, Sv number, Sv name, bool ended) {
    if (!lock) return;
    LockTeller *teller = &lock->teller;
    char step[LOCK_STEP_BYTES];
    snprintf(step, sizeof step, "%.*s %.*s", SV_ARG(number), SV_ARG(name));
    pthread_mutex_lock(&teller->mutex);
    // Of several at once the one that began last is told.
    if (!ended || strcmp(teller->step, step) == 0) {
        memcpy(teller->step, step, sizeof step);
        teller->ended = ended;
    }
    pthread_mutex_unlock(&teller->mutex);
}

void lock_step(RunLock *lock, char out[LOCK_STEP_SHOWN]) {
    out[0] = '\0';
    if (!lock) return;
    LockTeller *teller = &lock->teller;
    pthread_mutex_lock(&teller->mutex);
    if (teller->step[0])
        snprintf(out, LOCK_STEP_SHOWN, "%s %s", teller->ended ? "after" : "at", teller->step);
    else
        snprintf(out, LOCK_STEP_SHOWN, "before its first step");
    pthread_mutex_unlock(&teller->mutex);
}

size_t lock_descriptors(const RunLock *lock, int out[LOCK_DESCRIPTORS]) {
    size_t count = 0;
    if (lock) out[count++] = lock->socket;
    if (lock && lock->sign >= 0) out[count++] = lock->sign;
    return count;
}

void lock_leave(RunLock *lock) {
    if (!lock) return;
    lock_teller_end(&lock->teller);
    if (lock->sign >= 0) close(lock->sign);
    close(lock->socket);
}
