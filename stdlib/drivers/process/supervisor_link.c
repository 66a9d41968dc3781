#include "drivers/process/supervisor_link.h"

#include "base/heap.h"
#include "drivers/process/private.h"
#include "drivers/process/seizing.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char pool_kind[] = "supervisor";
enum { VARIABLES_KEPT = 64, ORDER_CEILING = 64 * 1024 * 1024 };

struct SupervisorLink {
    int socket;
    pid_t pid;     // of the guard
    size_t handed; // descriptors that it holds
};

// The supervisor is this program again. It only needs the variables that the loader and the
// sanitizers read, and those that say where private files may be.
static bool is_needed(Sv name) {
    static const char *const places[] = {PRIVATE_PLACES};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (sv_eq_c(name, places[i])) return true;
    return sv_starts(name, SV("LD_")) || sv_ends(name, SV("SAN_OPTIONS"));
}

static void choose_environment(const Env *env, char *out[VARIABLES_KEPT + 1]) {
    size_t count = 0;
    for (char *const *at = env->all(env->self); *at && count < VARIABLES_KEPT; at++) {
        Sv entry = sv_from_c(*at);
        Sv name = sv_slice(entry, 0, sv_find_char(entry, '=', 0));
        if (is_needed(name)) out[count++] = *at;
    }
    out[count] = NULL;
}

// What the supervisor gets besides its standard streams: its socket and what it is to hold, at
// numbers that collide with none of those that they are to have there.
typedef struct Inherited {
    int descriptors[1 + POOL_HANDED];
    size_t count;
} Inherited;

static void inherited_close(const Inherited *inherited) {
    for (size_t i = 0; i < inherited->count; i++)
        close(inherited->descriptors[i]);
}

static bool inherit(Inherited *inherited, int descriptor) {
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, KEEPER_HANDED + POOL_HANDED);
    if (copy >= 0) inherited->descriptors[inherited->count++] = copy;
    return copy >= 0;
}

static int spawn_supervisor(const Inherited *inherited, const Env *env, pid_t *out) {
    char name[] = "runbook", argument[] = KEEPER_ARGUMENT;
    char handed[] = {(char)('0' + inherited->count - 1), '\0'};
    char *argv[] = {name, argument, handed, NULL}, *envp[VARIABLES_KEPT + 1];
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
    for (size_t i = 0; i < inherited->count; i++)
        posix_spawn_file_actions_adddup2(&actions, inherited->descriptors[i],
                                         KEEPER_SOCKET + (int)i);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    int error = posix_spawn(out, "/proc/self/exe", &actions, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static int start_with(int socket, Pool *pool, const Env *env, SupervisorLink *out) {
    Inherited inherited = {.count = 0};
    int handed[POOL_HANDED];
    size_t count = pool_handed(pool, handed);
    bool all = inherit(&inherited, socket);
    for (size_t i = 0; all && i < count; i++)
        all = inherit(&inherited, handed[i]);
    int error = all ? spawn_supervisor(&inherited, env, &out->pid) : errno;
    inherited_close(&inherited);
    out->handed = count;
    return error;
}

static SupervisorLink *start_supervisor(Pool *pool, const Env *env) {
    int ends[2];
    // What is left of a command whose supervisor and guard are both killed comes to this process.
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return NULL;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return NULL;
    SupervisorLink made = {.socket = ends[0]};
    int error = start_with(ends[1], pool, env, &made);
    close(ends[1]);
    if (error) {
        close(ends[0]);
        errno = error;
        return NULL;
    }
    SupervisorLink *link = heap_alloc(sizeof *link);
    *link = made;
    return link;
}

// Whether the supervisor still listens.
static bool is_alive(const SupervisorLink *link) {
    struct pollfd fd = {.fd = link->socket, .events = POLLIN};
    return poll(&fd, 1, 0) == 0;
}

SupervisorLink *supervisor_take(Pool *pool, const Env *env) {
    for (SupervisorLink *link; (link = pool_take(pool, pool_kind, (Sv){0}, POOL_ANY, NULL));) {
        int handed[POOL_HANDED];
        if (is_alive(link) && link->handed == pool_handed(pool, handed)) return link;
        supervisor_drop(link);
    }
    return start_supervisor(pool, env);
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

static void close_released(void *thing) {
    SupervisorLink *link = thing;
    close(link->socket);
    // It ends once what was left prints no more: at once, or long after this process.
    waitpid(link->pid, NULL, WNOHANG);
    heap_free(link);
}

void supervisor_release(Pool *pool, SupervisorLink *link) {
    shutdown(link->socket, SHUT_WR);
    pool_put(pool, "released supervisor", (Sv){0}, (Sv){0}, 0, link, close_released);
}

void supervisor_seize(SupervisorLink *link, SupervisorReport *out) {
    close(link->socket);
    seize_orphans(link->pid, out);
    private_folders_clear(); // nobody else is left to do so
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
    for (size_t i = 0; i < spec->file_count; i++) {
        const PrivateFile *file = &spec->files[i];
        SupervisorFile row = {file->argument, (uint32_t)file->index, (uint32_t)file->content.len};
        buf_add(buf, (Sv){(const char *)&row, sizeof row});
    }
    add_text(buf, spec->folder);
    add_text(buf, spec->file);
    for (size_t i = 0; i < spec->argc; i++)
        add_text(buf, spec->argv[i]);
    for (size_t i = 0; i < spec->environment_count; i++)
        add_text(buf, spec->environment[i]);
    for (size_t i = 0; i < spec->keep_count; i++)
        add_text(buf, spec->keep_names[i]);
    for (size_t i = 0; i < spec->file_count; i++)
        add_text(buf, spec->files[i].name);
    for (size_t i = 0; i < spec->file_count; i++)
        buf_add(buf, spec->files[i].content);
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
    size_t rows = spec->file_count * sizeof(SupervisorFile);
    SupervisorRequest order = {.verb = KEEPER_START,
                               .size = (uint32_t)(texts.len - rows),
                               .argc = (uint32_t)spec->argc,
                               .envc = (uint32_t)spec->environment_count,
                               .keep = spec->keep,
                               .keepc = (uint32_t)spec->keep_count,
                               .filec = (uint32_t)spec->file_count};
    ssize_t put = send_first(link->socket, &order, buf_sv(&texts), streams);
    size_t sent = put > (ssize_t)sizeof order ? (size_t)put - sizeof order : 0;
    bool whole = put >= (ssize_t)sizeof order &&
                 send_whole(link->socket, sv_slice(buf_sv(&texts), sent, texts.len));
    // The texts of private files are most often secrets.
    int error = errno;
    if (spec->file_count > 0) explicit_bzero(texts.at, texts.len);
    errno = error;
    return whole;
}

void supervisor_end(SupervisorLink *link) {
    SupervisorRequest order = {.verb = KEEPER_END};
    // One that somebody has stopped could not hear. Its guard does the same for the supervisor.
    kill(link->pid, SIGCONT);
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
