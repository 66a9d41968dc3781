#include "engine/context/lock_told.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "history/run_id.h"
#include "value/time.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MS = 1000, SOCKETS_BYTES = 4 * 1024 * 1024 };

// ── the side of the holder ──

// Where the run keeps what it does is nobody else's business.
static bool is_of_us(int peer) {
    struct ucred who;
    socklen_t size = sizeof who;
    return getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == geteuid() || who.uid == 0);
}

static void answer(LockTeller *teller, int peer) {
    char text[LOCK_TOLD_BYTES];
    bool us = is_of_us(peer);
    pthread_mutex_lock(&teller->mutex);
    int length = snprintf(text, sizeof text, "%.*s%s %s\n%s%s\n", (int)teller->length, teller->text,
                          teller->ended ? "after" : "at", teller->step, us ? "journal " : "",
                          us ? teller->journal : "");
    pthread_mutex_unlock(&teller->mutex);
    // Who does not listen is not waited for.
    if (length > 0 && (size_t)length < sizeof text)
        ignore_result(send(peer, text, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0);
}

static void *serve(void *self) {
    LockTeller *teller = self;
    for (;;) {
        struct pollfd fds[2] = {{.fd = teller->socket, .events = POLLIN},
                                {.fd = teller->quit, .events = POLLIN}};
        if (poll(fds, 2, ANSWER_MS) < 0 && errno != EINTR) return NULL;
        if (fds[1].revents || atomic_load(&teller->over)) return NULL;
        if (!fds[0].revents) continue;
        int peer = accept4(teller->socket, NULL, NULL, SOCK_CLOEXEC);
        if (peer >= 0) {
            answer(teller, peer);
            close(peer);
        } else if (errno == EMFILE || errno == ENFILE) {
            poll(NULL, 0, ANSWER_MS / 10); // there is one again later
        }
    }
}

static Sv shown(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LOCK_TOLD_BYTES);
    shown_add(&out, text, false);
    return buf_keep(&out, arena);
}

void lock_teller_begin(LockTeller *teller, Arena *arena, const LockHolder *holder) {
    Sv text =
        sv_format(arena, "run %.*s\nby %.*s\nhost %.*s\nsince %.*s\nrunbook %.*s\nroot %.*s\n",
                  SV_ARG(holder->run), SV_ARG(shown(arena, holder->by)),
                  SV_ARG(shown(arena, holder->host)), SV_ARG(holder->since),
                  SV_ARG(shown(arena, holder->runbook)), SV_ARG(shown(arena, holder->root)));
    teller->text = text.at;
    teller->length = text.len;
    pthread_mutex_init(&teller->mutex, NULL);
    teller->quit = eventfd(0, EFD_CLOEXEC);
    if (teller->quit < 0 || pthread_create(&teller->thread, NULL, serve, teller) == 0) return;
    close(teller->quit);
    teller->quit = -1;
}

void lock_teller_end(LockTeller *teller) {
    uint64_t one = 1;
    if (teller->quit >= 0) {
        // Seen within a moment also where the thread cannot be woken.
        atomic_store(&teller->over, true);
        while (write(teller->quit, &one, sizeof one) < 0 && errno == EINTR)
            continue;
        pthread_join(teller->thread, NULL);
        close(teller->quit);
    }
    pthread_mutex_destroy(&teller->mutex);
}

// ── the side of who is turned away ──

// "run 0192…\nby ann\n…"
static Sv line_of(Sv text, const char *key) {
    Sv line;
    while (sv_next_line(&text, &line)) {
        size_t blank = sv_find_char(line, ' ', 0);
        if (blank != SV_NONE && sv_eq_c(sv_slice(line, 0, blank), key))
            return sv_slice(line, blank + 1, line.len);
    }
    return SV("");
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

// All that it says, for as long as it may take.
static Sv hear(Arena *arena, int fd) {
    char *text = arena_alloc_raw(arena, LOCK_TOLD_BYTES);
    size_t used = 0;
    int64_t until = now_ms() + ANSWER_MS;
    while (used < LOCK_TOLD_BYTES) {
        int64_t left = until - now_ms();
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        ssize_t got = ready > 0 ? read(fd, text + used, LOCK_TOLD_BYTES - used) : -1;
        if (got <= 0) break;
        used += (size_t)got;
    }
    return (Sv){text, used};
}

// 'R', 'S', … as the kernel tells it; 0 = there is no such process.
static char state_of(pid_t pid) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = '\0';
    const char *end = strrchr(text, ')');
    return end && end[1] == ' ' ? end[2] : 0;
}

static bool has_died(const struct ucred *who) {
    char state = who->pid > 0 ? state_of(who->pid) : '?'; // a process of another container
    return state == 0 || state == 'Z' || state == 'X';
}

// The run whose sign is there, whether it lives or not; empty if none is.
static Sv signed_by(Arena *arena, const char *digest) {
    Sv list;
    Sv sign = sv_format(arena, "@" LOCK_NAME_BEGINS "%s/", digest);
    if (file_read(arena, SV("/proc/net/unix"), SOCKETS_BYTES, &list) != FILE_OK) return SV("");
    size_t at = sv_find(list, sign, 0);
    if (at == SV_NONE) return SV("");
    size_t from = at + sign.len, end = sv_find_char(list, '\n', from);
    Sv run = sv_slice(list, from, end == SV_NONE ? list.len : end);
    return run_is_id(run) ? run : SV("");
}

// A path as a shell takes it.
static Sv for_shell(Arena *arena, Sv path) {
    static const char plain[] = "/._-+@%:,=";
    BUF_AUTO Buf out = buf_new(LOCK_TOLD_BYTES);
    bool odd = false;
    for (size_t i = 0; i < path.len; i++)
        odd |= !ascii_is_word(path.at[i]) && !strchr(plain, path.at[i]);
    if (!odd) return path;
    buf_add_char(&out, '\'');
    for (size_t i = 0; i < path.len; i++)
        if (path.at[i] == '\'')
            buf_add_c(&out, "'\\''");
        else
            buf_add_char(&out, path.at[i]);
    buf_add_char(&out, '\'');
    return buf_keep(&out, arena);
}

// By what it can be looked at; empty where this user cannot.
static Sv look_at(Arena *arena, Sv run, Sv journal, Sv root, Sv our_root) {
    const char *path = sv_to_c(arena, journal);
    if (!path || !path[0] || access(path, R_OK) != 0) return SV("");
    Sv folder = path_folder(journal);
    Sv own = path_join(arena, path_join(arena, root, SV(".runbook/runs")), run);
    Sv id = run_id_cut(run, 0, true);
    if (!sv_eq(folder, own))
        return sv_format(arena, "runbook show %.*s", SV_ARG(for_shell(arena, folder)));
    if (sv_eq(root, our_root)) return sv_format(arena, "runbook show %.*s", SV_ARG(id));
    return sv_format(arena, "runbook show %.*s --root %.*s", SV_ARG(id),
                     SV_ARG(for_shell(arena, root)));
}

static Sv pid_shown(Arena *arena, const struct ucred *who) {
    if (who->uid == geteuid()) return sv_format(arena, "pid %ld", (long)who->pid);
    Sv owner = file_owner_shown(arena, who->uid);
    // A process of another container has no number here.
    return who->pid > 0 ? sv_format(arena, "pid %ld of %.*s", (long)who->pid, SV_ARG(owner))
                        : owner;
}

static Sv living(Arena *arena, Sv said, const struct ucred *who, Sv our_root) {
    Sv run = line_of(said, "run"), at = line_of(said, "at"), after = line_of(said, "after");
    Sv look = look_at(arena, run, line_of(said, "journal"), line_of(said, "root"), our_root);
    Sv step = after.len ? sv_format(arena, "after %.*s", SV_ARG(after))
              : at.len  ? sv_format(arena, "at %.*s", SV_ARG(at))
                        : SV("before its first step");
    return shown(arena,
                 sv_format(arena,
                           "run %.*s of %.*s, by %.*s (%.*s) on %.*s, since %.*s, %.*s; wait for "
                           "its end%s%.*s",
                           SV_ARG(run_id_cut(run, 0, true)), SV_ARG(line_of(said, "runbook")),
                           SV_ARG(line_of(said, "by")), SV_ARG(pid_shown(arena, who)),
                           SV_ARG(line_of(said, "host")), SV_ARG(line_of(said, "since")),
                           SV_ARG(step), look.len ? ", or look at it: " : "", SV_ARG(look)));
}

static Sv since(Arena *arena, Sv run) {
    BUF_AUTO Buf text = buf_new(64);
    if (run.len) timestamp_add(&text, timestamp_from_ns(run_id_ns(run) / 1000000000 * 1000000000));
    return buf_keep(&text, arena);
}

// It says nothing: it has died, and what it had started goes on; or it is stopped.
static Sv silent(Arena *arena, const char *digest, const struct ucred *who) {
    Sv run = signed_by(arena, digest);
    char state = who->pid > 0 ? state_of(who->pid) : '?';
    Sv named =
        run.len ? sv_format(arena, "run %.*s (%.*s), since %.*s", SV_ARG(run_id_cut(run, 0, true)),
                            SV_ARG(pid_shown(arena, who)), SV_ARG(since(arena, run)))
                : sv_format(arena, "%.*s", SV_ARG(pid_shown(arena, who)));
    if (has_died(who))
        return sv_format(arena,
                         "%.*s; it has died, and what it had started is still being ended: try "
                         "again in a moment",
                         SV_ARG(named));
    if (state == 'T' || state == 't')
        return sv_format(arena, "%.*s; it is stopped: `kill -CONT %ld` lets it go on",
                         SV_ARG(named), (long)who->pid);
    return sv_format(arena, "%.*s; it does not answer: wait for its end", SV_ARG(named));
}

bool lock_ask_holder(Arena *arena, const char *digest, Sv root, Sv *out) {
    struct sockaddr_un at;
    socklen_t length = lock_address(digest, SV(""), &at), size = sizeof(struct ucred);
    struct ucred who = {.pid = 0};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return false;
    bool met = connect(fd, (struct sockaddr *)&at, length) == 0 &&
               getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0;
    Sv said = met && !has_died(&who) ? hear(arena, fd) : SV("");
    close(fd);
    if (!met) return false;
    *out = line_of(said, "run").len ? living(arena, said, &who, root) : silent(arena, digest, &who);
    return true;
}
