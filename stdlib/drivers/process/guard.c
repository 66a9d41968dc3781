#include "drivers/process/guard.h"

#include "drivers/process/keeping.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// A supervisor whose runner is gone ends what it keeps within this time, or does not answer.
enum { ANSWER_MS = KEEPER_ORPHAN_GRACE_MS + KEEPER_KILLING_MS + 500, NEVER = -1 };

typedef struct GuardDuty {
    pid_t supervisor;
    GuardBoard *board;
    size_t handed;
    int signals;
    int64_t orphaned_ns; // since when the runner is gone; 0 = it is not
} GuardDuty;

static void let_go(GuardDuty *guard) {
    for (size_t i = 0; i < guard->handed; i++)
        close(KEEPER_HANDED + (int)i);
    guard->handed = 0;
}

static int state_of(const GuardDuty *guard) {
    return atomic_load(&guard->board->state);
}

// What the supervisor had left running on purpose is a child of this process now, and of whoever is
// above once this one ends: the runner must not be that one.
static void wait_for_runner(void) {
    struct pollfd runner = {.fd = KEEPER_SOCKET, .events = 0};
    while (poll(&runner, 1, NEVER) < 0 && errno == EINTR)
        continue;
}

static void take_over(GuardDuty *guard) {
    // Nobody reads orders any more: who is still writing one must not wait.
    shutdown(KEEPER_SOCKET, SHUT_RD);
    Keeping keeping = {.signals = guard->signals, .deaf = true, .report = {.lost = 1}};
    ProcessTree tree;
    tree_look(&tree);
    keeping.report.left = keeping_names(&tree, false, keeping.report.names);
    keeping_end(&keeping);
    keeping_run(&keeping);
    private_folder_remove(guard->board->private_folder);
    send(KEEPER_SOCKET, &keeping.report, sizeof keeping.report, MSG_NOSIGNAL);
    close(KEEPER_SOCKET);
    if (keeping.report.alive) keeping_outlive(&keeping);
}

// False once the supervisor is no more; *killed tells how it ended.
static bool look_after(GuardDuty *guard, bool *killed) {
    int status;
    for (;;) {
        pid_t pid = waitpid(guard->supervisor, &status, WNOHANG | WUNTRACED);
        if (pid < 0 && errno == EINTR) continue;
        if (pid == 0) return true;
        // Whoever stops it would have all that it watches over go unwatched.
        if (pid > 0 && WIFSTOPPED(status)) {
            kill(guard->supervisor, SIGCONT);
            continue;
        }
        *killed = pid > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        return false;
    }
}

static void hear(GuardDuty *guard) {
    struct signalfd_siginfo seen;
    while (read(guard->signals, &seen, sizeof seen) == (ssize_t)sizeof seen)
        if (seen.ssi_signo == GUARD_LET_GO) let_go(guard);
}

static bool is_late(const GuardDuty *guard) {
    int state = state_of(guard);
    return guard->orphaned_ns && (state == GUARDED_BUSY || state == GUARDED_IDLE) &&
           keeping_now_ns() - guard->orphaned_ns > ANSWER_MS * (int64_t)1000000;
}

int guard_main(pid_t supervisor, GuardBoard *board, size_t handed) {
    sigset_t heard;
    sigemptyset(&heard);
    sigaddset(&heard, SIGCHLD);
    sigaddset(&heard, GUARD_LET_GO);
    GuardDuty guard = {supervisor, board, handed, signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK),
                       0};
    // What runs that were killed have left is nobody else's to remove, and nobody waits for this.
    private_folders_clear();
    bool killed = false;
    while (look_after(&guard, &killed)) {
        struct pollfd fds[2] = {
            {.fd = guard.signals, .events = POLLIN},
            {.fd = guard.orphaned_ns ? -1 : KEEPER_SOCKET, .events = POLLRDHUP}};
        int ready = poll(fds, 2, guard.orphaned_ns ? ANSWER_MS / 4 : NEVER);
        if (ready > 0 && fds[0].revents) hear(&guard);
        if (ready > 0 && fds[1].revents) guard.orphaned_ns = keeping_now_ns();
        if (is_late(&guard)) kill(supervisor, SIGKILL);
    }
    if (!killed) return 0;
    hear(&guard);
    if (state_of(&guard) == GUARDED_LEAVING)
        wait_for_runner();
    else
        take_over(&guard);
    return 0;
}
