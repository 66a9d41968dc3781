#include "drivers/process/supervisor_link.h"

#include "base/heap.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char pool_kind[] = "supervisor";
enum { VARIABLES_KEPT = 64, ORDER_CEILING = 64 * 1024 * 1024 };

struct SupervisorLink {
    int socket;
    pid_t pid;
};

// The supervisor is this program again. It only needs the variables that the loader and the
// sanitizers read.
static void choose_environment(const Env *env, char *out[VARIABLES_KEPT + 1]) {
    size_t count = 0;
    for (char *const *at = env->all(env->self); *at && count < VARIABLES_KEPT; at++) {
        Sv entry = sv_from_c(*at);
        Sv name = sv_slice(entry, 0, sv_find_char(entry, '=', 0));
        if (sv_starts(name, SV("LD_")) || sv_ends(name, SV("SAN_OPTIONS"))) out[count++] = *at;
    }
    out[count] = NULL;
}

static int spawn_supervisor(int socket, const Env *env, pid_t *out) {
    char name[] = "runbook", argument[] = KEEPER_ARGUMENT;
    char *argv[] = {name, argument, NULL}, *envp[VARIABLES_KEPT + 1];
    choose_environment(env, envp);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // It must not hold anything open whose end somebody waits for.
    for (int i = 0; i < 3; i++)
        posix_spawn_file_actions_addopen(&actions, i, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, socket, KEEPER_SOCKET);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    int error = posix_spawn(out, "/proc/self/exe", &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static SupervisorLink *start_supervisor(const Env *env) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return NULL;
    // A descriptor below 4 would collide with the supervisor's standard streams or its socket.
    int theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, KEEPER_SOCKET + 1);
    close(ends[1]);
    pid_t pid = 0;
    int error = theirs < 0 ? errno : spawn_supervisor(theirs, env, &pid);
    if (theirs >= 0) close(theirs);
    if (error) {
        close(ends[0]);
        errno = error;
        return NULL;
    }
    SupervisorLink *link = heap_alloc(sizeof *link);
    *link = (SupervisorLink){ends[0], pid};
    return link;
}

// Whether the supervisor still listens.
static bool is_alive(const SupervisorLink *link) {
    struct pollfd fd = {.fd = link->socket, .events = POLLIN};
    return poll(&fd, 1, 0) == 0;
}

SupervisorLink *supervisor_take(Pool *pool, const Env *env) {
    for (SupervisorLink *link; (link = pool_take(pool, pool_kind, (Sv){0}, POOL_ANY, NULL));) {
        if (is_alive(link)) return link;
        supervisor_drop(link);
    }
    return start_supervisor(env);
}

void supervisor_drop(SupervisorLink *link) {
    close(link->socket);
    // Without a command it ends at once; with one that cannot be ended (a hanging disk) it is left
    // behind.
    int status;
    for (int i = 0; i < 400; i++) {
        pid_t pid = waitpid(link->pid, &status, WNOHANG);
        if (pid != 0 && !(pid < 0 && errno == EINTR)) break;
        poll(NULL, 0, i < 20 ? 1 : 10);
    }
    heap_free(link);
}

void supervisor_release(SupervisorLink *link) {
    close(link->socket);
    // It ends once what was left prints no more: at once, or long after this process.
    waitpid(link->pid, NULL, WNOHANG);
    heap_free(link);
}

static void close_kept(void *thing) {
    supervisor_drop(thing);
}

void supervisor_keep(Pool *pool, SupervisorLink *link) {
    pool_put(pool, pool_kind, (Sv){0}, (Sv){0}, 0, link, close_kept);
}

// ── orders ──

static void add_text(Buf *buf, Sv text) {
    buf_add(buf, text);
    buf_add_char(buf, '\0');
}

static bool add_texts(Buf *buf, const ProcessSpec *spec) {
    add_text(buf, spec->folder);
    add_text(buf, spec->file);
    add_text(buf, sv_from_c(spec->private_folder));
    for (size_t i = 0; i < spec->argc; i++)
        add_text(buf, spec->argv[i]);
    for (size_t i = 0; i < spec->environment_count; i++)
        add_text(buf, spec->environment[i]);
    for (size_t i = 0; i < spec->keep_count; i++)
        add_text(buf, spec->keep_names[i]);
    return !buf->full;
}

static bool send_whole(int socket, Sv bytes) {
    while (bytes.len > 0) {
        ssize_t put = send(socket, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes = sv_slice(bytes, (size_t)put, bytes.len);
    }
    return true;
}

// Sends the order, with the descriptors on its first byte, and as much of the texts as fits.
static ssize_t send_first(int socket, const SupervisorRequest *order, Sv texts,
                          const int streams[3]) {
    union {
        char bytes[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct iovec parts[2] = {{(void *)(uintptr_t)order, sizeof *order},
                             {(void *)(uintptr_t)texts.at, texts.len}};
    struct msghdr message = {.msg_iov = parts,
                             .msg_iovlen = 2,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(3 * sizeof(int));
    memcpy(CMSG_DATA(header), streams, 3 * sizeof(int));
    ssize_t put;
    do
        put = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (put < 0 && errno == EINTR);
    return put;
}

bool supervisor_start(SupervisorLink *link, const ProcessSpec *spec, const int streams[3]) {
    BUF_AUTO Buf texts = buf_new(ORDER_CEILING);
    if (!add_texts(&texts, spec)) {
        errno = E2BIG;
        return false;
    }
    SupervisorRequest order = {.verb = KEEPER_START,
                               .size = (uint32_t)texts.len,
                               .argc = (uint32_t)spec->argc,
                               .envc = (uint32_t)spec->environment_count,
                               .keep = spec->keep,
                               .keepc = (uint32_t)spec->keep_count};
    ssize_t put = send_first(link->socket, &order, buf_sv(&texts), streams);
    if (put < (ssize_t)sizeof order) return false;
    size_t sent = (size_t)put - sizeof order;
    return send_whole(link->socket, sv_slice(buf_sv(&texts), sent, texts.len));
}

void supervisor_end(SupervisorLink *link) {
    SupervisorRequest order = {.verb = KEEPER_END};
    // A supervisor that is gone has nothing to end; the missing report will say so.
    send_whole(link->socket, (Sv){(const char *)&order, sizeof order});
}

int supervisor_socket(const SupervisorLink *link) {
    return link->socket;
}

bool supervisor_report(SupervisorLink *link, SupervisorReport *out) {
    for (size_t used = 0; used < sizeof *out;) {
        ssize_t got = recv(link->socket, (char *)out + used, sizeof *out - used, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        used += (size_t)got;
    }
    return true;
}
