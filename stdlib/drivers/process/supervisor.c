#include "drivers/process/supervisor.h"

#include "base/heap.h"
#include "drivers/process/private.h"
#include "drivers/process/process_tree.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NEVER = -1, KILL_AGAIN_MS = 20 };

// ── orders ──

typedef struct Command {
    SupervisorRequest order;
    char *texts;        // heap; what the order says follows it
    const char *folder; // the first three texts
    const char *program;
    const char *private_folder;
    char **argv; // heap, NULL-terminated
    char **envp;
    char **keep;
    int streams[3];
} Command;

static void close_all(int *fds, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (fds[i] >= 0) close(fds[i]);
        fds[i] = -1;
    }
}

static void command_free(Command *command) {
    // The environment may hold secrets that must not stay in this process.
    if (command->texts) explicit_bzero(command->texts, command->order.size);
    heap_free(command->texts);
    heap_free(command->argv);
    heap_free(command->envp);
    heap_free(command->keep);
    close_all(command->streams, 3);
}

static bool read_whole(void *out, size_t size) {
    for (size_t used = 0; used < size;) {
        ssize_t got = read(KEEPER_SOCKET, (char *)out + used, size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        used += (size_t)got;
    }
    return true;
}

// Reads the bytes of the order, with the descriptors that come with it.
static bool receive_order(SupervisorRequest *order, int streams[3]) {
    union {
        char bytes[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {order, sizeof *order};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;
    do
        got = recvmsg(KEEPER_SOCKET, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0) return false;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(3 * sizeof(int)))
        memcpy(streams, CMSG_DATA(header), 3 * sizeof(int));
    return read_whole((char *)order + got, sizeof *order - (size_t)got);
}

// Takes the next text off `*at`.
static char *next_text(char **at) {
    char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

static bool receive_command(Command *command) {
    *command = (Command){.streams = {-1, -1, -1}};
    // An order to end that crossed the command's own end has no effect.
    do {
        if (!receive_order(&command->order, command->streams)) return false;
    } while (command->order.verb != KEEPER_START);
    const SupervisorRequest *order = &command->order;
    command->texts = heap_alloc((size_t)order->size + 1);
    if (!read_whole(command->texts, order->size)) return false;
    char *at = command->texts;
    command->folder = next_text(&at);
    command->program = next_text(&at);
    command->private_folder = next_text(&at);
    command->argv = heap_alloc((order->argc + (size_t)1) * sizeof *command->argv);
    command->envp = heap_alloc((order->envc + (size_t)1) * sizeof *command->envp);
    for (uint32_t i = 0; i < order->argc; i++)
        command->argv[i] = next_text(&at);
    for (uint32_t i = 0; i < order->envc; i++)
        command->envp[i] = next_text(&at);
    command->keep = heap_alloc((order->keepc + (size_t)1) * sizeof *command->keep);
    for (uint32_t i = 0; i < order->keepc; i++)
        command->keep[i] = next_text(&at);
    return true;
}

// ── starting ──

// In a session of its own a command has no terminal: it cannot ask anything, and Ctrl-C only
// reaches the runner.
static int start(const Command *command, pid_t *out) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    for (int i = 0; i < 3; i++)
        posix_spawn_file_actions_adddup2(&actions, command->streams[i], i);
    posix_spawn_file_actions_addchdir_np(&actions, command->folder);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int error =
        posix_spawn(out, command->program, &actions, &attributes, command->argv, command->envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

// ── keeping ──

typedef enum Phase {
    PHASE_RUNNING,   // the command itself runs
    PHASE_LINGERING, // it has ended, something it started has not
    PHASE_ENDING,    // TERM was sent to all
    PHASE_KILLING    // KILL was sent, until nothing is left
} Phase;

typedef struct Watch {
    int signals; // of SIGCHLD
    const Command *command;
    pid_t pid; // of the command; 0 once it was waited for
    Phase phase;
    int64_t until_ns; // when the phase ends, or NEVER
    bool orphaned;    // the runner is gone
    bool over;        // nothing is left except what may stay
    SupervisorReport report;
} Watch;

static int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * (int64_t)1000000000 + time.tv_nsec;
}

static void enter(Watch *watch, Phase phase, int64_t ms) {
    watch->phase = phase;
    watch->until_ns = now_ns() + ms * 1000000;
}

// Only a command that ended by itself may leave something running.
static bool spares(const Watch *watch) {
    return watch->pid == 0 && !watch->report.ended && watch->command->order.keep != KEEP_NOTHING;
}

// Separates what may stay, with all that came from it, from the rest.
static void look(const Watch *watch, ProcessTree *ending, ProcessTree *staying) {
    ProcessTree tree;
    tree_look(&tree);
    ending->count = staying->count = 0;
    for (size_t i = 0; i < tree.count; i++) {
        bool stays =
            spares(watch) && tree_alive(tree.pids[i]) &&
            (watch->command->order.keep == KEEP_ALL || tree_holds(staying, tree.parents[i]) ||
             tree_runs(tree.pids[i], watch->command->keep, watch->command->order.keepc));
        ProcessTree *into = stays ? staying : ending;
        into->pids[into->count] = tree.pids[i];
        into->parents[into->count++] = tree.parents[i];
    }
}

static void signal_tree(const Watch *watch, int signal) {
    ProcessTree ending, staying;
    look(watch, &ending, &staying);
    tree_signal(&ending, signal);
}

static void begin_ending(Watch *watch, int64_t grace_ms) {
    signal_tree(watch, SIGTERM);
    // A stopped process receives TERM only once it continues.
    signal_tree(watch, SIGCONT);
    enter(watch, PHASE_ENDING, grace_ms);
}

enum { NAMES = sizeof((SupervisorReport *)0)->names };

static uint32_t note_names(const ProcessTree *tree, char names[NAMES]) {
    size_t used = 0;
    uint32_t count = 0;
    for (size_t i = 0; i < tree->count; i++) {
        char name[32];
        if (!tree_alive(tree->pids[i])) continue;
        count++;
        tree_name(tree->pids[i], name, sizeof name);
        size_t room = NAMES - used, length = strlen(name);
        if (length == 0 || length + 3 > room) continue;
        if (used > 0) {
            names[used++] = ',';
            names[used++] = ' ';
        }
        memcpy(names + used, name, length + 1);
        used += length;
    }
    return count;
}

static void end_if_only_kept(Watch *watch) {
    ProcessTree ending, staying;
    if (!spares(watch)) return;
    look(watch, &ending, &staying);
    for (size_t i = 0; i < ending.count; i++)
        if (tree_alive(ending.pids[i])) return;
    watch->report.kept = note_names(&staying, watch->report.kept_names);
    watch->over = watch->report.kept > 0;
}

// The command has ended, and some of what it started has not.
static void end_the_rest(Watch *watch, int64_t grace_ms) {
    ProcessTree ending, staying;
    end_if_only_kept(watch);
    if (watch->over) return;
    look(watch, &ending, &staying);
    watch->report.left = note_names(&ending, watch->report.names);
    // One process may have replaced another during the look; it is ended all the same.
    if (watch->report.left == 0) watch->report.left = 1;
    begin_ending(watch, grace_ms);
}

static void end_of_phase(Watch *watch) {
    switch (watch->phase) {
    case PHASE_RUNNING: return;
    case PHASE_LINGERING: end_the_rest(watch, KEEPER_GRACE_MS); return;
    case PHASE_ENDING:
    case PHASE_KILLING:
        signal_tree(watch, SIGKILL);
        enter(watch, PHASE_KILLING, KILL_AGAIN_MS);
        return;
    }
}

// Waits for all processes that have ended; false if no child is left.
static bool reap(Watch *watch) {
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == EINTR) continue;
        if (pid <= 0) return pid == 0;
        if (pid != watch->pid) continue;
        watch->pid = 0;
        watch->report.status = status;
        watch->report.ended = watch->phase != PHASE_RUNNING;
        if (watch->phase == PHASE_RUNNING) enter(watch, PHASE_LINGERING, KEEPER_LINGER_MS);
    }
}

static void hear(Watch *watch) {
    SupervisorRequest order;
    int none[3] = {-1, -1, -1};
    bool more = receive_order(&order, none);
    int64_t grace_ms = more ? KEEPER_GRACE_MS : KEEPER_ORPHAN_GRACE_MS;
    watch->orphaned = !more;
    if (watch->phase == PHASE_LINGERING)
        end_the_rest(watch, grace_ms);
    else if (watch->phase == PHASE_RUNNING || !more)
        begin_ending(watch, grace_ms);
    else if (watch->phase == PHASE_ENDING)
        end_of_phase(watch); // asked once more: no grace any longer
    close_all(none, 3);
}

static int ms_left(const Watch *watch) {
    if (watch->phase == PHASE_RUNNING) return NEVER;
    int64_t left = watch->until_ns - now_ns();
    return left > 0 ? (int)(left / 1000000 + 1) : 0;
}

// Runs until neither the command nor anything that came from it is left, except what may stay.
static void keep(Watch *watch) {
    while (reap(watch)) {
        if (watch->phase == PHASE_ENDING || watch->phase == PHASE_KILLING) end_if_only_kept(watch);
        if (watch->over) return;
        struct pollfd fds[2] = {{.fd = watch->signals, .events = POLLIN},
                                {.fd = watch->orphaned ? -1 : KEEPER_SOCKET, .events = POLLIN}};
        int ready = poll(fds, 2, ms_left(watch));
        if (ready == 0) end_of_phase(watch);
        if (ready <= 0) continue;
        struct signalfd_siginfo seen[8];
        while (fds[0].revents && read(watch->signals, seen, sizeof seen) > 0)
            continue;
        if (fds[1].revents) hear(watch);
    }
}

static bool report_to_runner(const SupervisorReport *report) {
    return send(KEEPER_SOCKET, report, sizeof *report, MSG_NOSIGNAL) == (ssize_t)sizeof *report;
}

// The other ends of what the command prints into.
static void open_other_ends(const Command *command, int out[2]) {
    for (int i = 0; i < 2; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", command->streams[i + 1]);
        out[i] = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    }
}

// The streams stay open here until the report is sent: their end would wake the runner too early.
static bool run_command(int signals, const Command *command, int kept[2]) {
    Watch watch = {.signals = signals, .command = command, .phase = PHASE_RUNNING};
    watch.report.error = start(command, &watch.pid);
    if (watch.report.error == 0) keep(&watch);
    if (watch.report.kept > 0) open_other_ends(command, kept);
    if (watch.orphaned && command->private_folder[0])
        private_folder_remove(command->private_folder);
    return !watch.orphaned && report_to_runner(&watch.report) && watch.report.kept == 0;
}

static bool read_away(int fd) {
    char bytes[4096];
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0)
        continue;
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

// Runs until what was left running prints no more. First the runner takes what has been printed so
// far.
static void outlast(int kept[2]) {
    char byte;
    while (read(KEEPER_SOCKET, &byte, 1) > 0)
        continue;
    close(KEEPER_SOCKET);
    while (kept[0] >= 0 || kept[1] >= 0) {
        struct pollfd fds[2] = {{.fd = kept[0], .events = POLLIN},
                                {.fd = kept[1], .events = POLLIN}};
        if (poll(fds, 2, NEVER) < 0) continue;
        for (int i = 0; i < 2; i++)
            if (fds[i].revents && !read_away(kept[i])) close_all(&kept[i], 1);
    }
}

// ── the process ──

bool supervisor_asked(int argc, char *const *argv) {
    return argc == 2 && strcmp(argv[1], KEEPER_ARGUMENT) == 0;
}

static int prepare(void) {
    // Stopping a run stops the runner; this process outlives it, to end what it keeps.
    static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    close_range(KEEPER_SOCKET + 1, ~0U, 0);
    if (fcntl(KEEPER_SOCKET, F_SETFD, FD_CLOEXEC) != 0) return -1;
    prctl(PR_SET_DUMPABLE, 0);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &child, NULL) != 0) return -1;
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return -1;
    return signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
}

int supervisor_main(void) {
    int signals = prepare();
    if (signals < 0) return 70;
    for (;;) {
        Command command;
        int kept[2] = {-1, -1};
        bool more = receive_command(&command) && run_command(signals, &command, kept);
        command_free(&command);
        if (more) continue;
        outlast(kept);
        return 0;
    }
}
