#include "drivers/process/supervisor.h"

#include "drivers/process/guard.h"
#include "drivers/process/keeping.h"
#include "drivers/process/supervisor_order.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NEVER = -1 };

typedef struct Supervisor {
    int signals; // of SIGCHLD
    pid_t guard;
    GuardBoard *board;
    size_t handed;
} Supervisor;

static void enter(const Supervisor *supervisor, GuardedState state) {
    atomic_store(&supervisor->board->state, state);
}

static void begun(void *self) {
    enter(self, GUARDED_BUSY);
}

// ── what stays ──

// The other ends of what the command prints into.
static void open_other_ends(const Command *command, int out[2]) {
    for (int i = 0; i < 2; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", command->streams[i + 1]);
        out[i] = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    }
}

static bool read_away(int fd) {
    char bytes[4096];
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0)
        continue;
    return got < 0 && (errno == EAGAIN || errno == EINTR);
}

// Runs until the runner is gone and what was left running prints no more. First the runner takes
// what has been printed so far, and says by closing its half of the socket that it has.
static void outlast(int kept[2]) {
    struct pollfd fds[3] = {{.fd = KEEPER_SOCKET, .events = POLLRDHUP}};
    while (poll(fds, 1, NEVER) <= 0)
        continue;
    fds[0].events = 0;
    while (fds[0].fd >= 0 || kept[0] >= 0 || kept[1] >= 0) {
        fds[1] = (struct pollfd){.fd = kept[0], .events = POLLIN};
        fds[2] = (struct pollfd){.fd = kept[1], .events = POLLIN};
        if (poll(fds, 3, NEVER) < 0) continue;
        if (fds[0].revents & POLLHUP) fds[0].fd = -1;
        for (int i = 0; i < 2; i++)
            if (fds[i + 1].revents && !read_away(kept[i])) close_all(&kept[i], 1);
    }
}

// What was left running is no part of the run: nothing that says that the run still acts is held
// for it.
static void let_go(Supervisor *supervisor) {
    for (size_t i = 0; i < supervisor->handed; i++)
        close(KEEPER_HANDED + (int)i);
    supervisor->handed = 0;
    kill(supervisor->guard, GUARD_LET_GO);
}

// ── one command ──

static bool report_to_runner(const Keeping *keeping) {
    const SupervisorReport *report = &keeping->report;
    return !keeping->orphaned &&
           send(KEEPER_SOCKET, report, sizeof *report, MSG_NOSIGNAL) == (ssize_t)sizeof *report;
}

// The streams stay open here until the report is sent: their end would wake the runner too early.
// False if no further command is taken.
static bool run_command(Supervisor *supervisor, Command *command) {
    Keeping keeping = {.signals = supervisor->signals,
                       .keep = command->order.keep,
                       .names = command->keep,
                       .name_count = command->order.keepc};
    SupervisorReport *report = &keeping.report;
    int kept[2] = {-1, -1};
    bool made = command_make_files(command, supervisor->board->private_folder, &report->filed);
    report->error = made ? command_start(command, &keeping.pid) : errno;
    if (report->error == 0) keeping_run(&keeping);
    private_folder_remove(supervisor->board->private_folder);
    if (report->kept > 0) {
        open_other_ends(command, kept);
        let_go(supervisor);
    }
    enter(supervisor, report->kept > 0    ? GUARDED_LEAVING
                      : report->alive > 0 ? GUARDED_STUCK
                                          : GUARDED_IDLE);
    report->last = getppid() != supervisor->guard; // its guard was killed
    bool heard = report_to_runner(&keeping);
    if (report->kept == 0 && report->alive == 0) return heard && !report->last;
    command_free(command);
    if (report->kept > 0)
        outlast(kept);
    else
        keeping_outlive(&keeping);
    return false;
}

// ── the process ──

bool supervisor_asked(int argc, char *const *argv) {
    return argc == 3 && strcmp(argv[1], KEEPER_ARGUMENT) == 0;
}

static bool prepare(size_t handed) {
    // Stopping a run stops the runner; this process outlives it, to end what it keeps.
    static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    close_range(KEEPER_HANDED + (unsigned)handed, ~0U, 0);
    for (int fd = KEEPER_SOCKET; fd < KEEPER_HANDED + (int)handed; fd++)
        if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) return false;
    prctl(PR_SET_DUMPABLE, 0);
    sigset_t heard;
    sigemptyset(&heard);
    sigaddset(&heard, SIGCHLD);
    sigaddset(&heard, GUARD_LET_GO);
    return sigprocmask(SIG_BLOCK, &heard, NULL) == 0 && prctl(PR_SET_CHILD_SUBREAPER, 1) == 0;
}

static int supervise(Supervisor *supervisor) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    supervisor->signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (supervisor->signals < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return 70;
    for (bool more = true; more;) {
        Command command;
        more = command_receive(&command, begun, supervisor) && run_command(supervisor, &command);
        command_free(&command);
    }
    // A guard that was stopped would hold what it holds for ever.
    kill(supervisor->guard, SIGCONT);
    return 0;
}

int supervisor_main(char *const *argv) {
    size_t handed = (size_t)(argv[2][0] - '0');
    GuardBoard *board =
        mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED || !prepare(handed)) return 70;
    pid_t guard = getpid(), supervisor = fork();
    if (supervisor < 0) return 70;
    if (supervisor > 0) return guard_main(supervisor, board, handed);
    return supervise(&(Supervisor){.guard = guard, .board = board, .handed = handed});
}
