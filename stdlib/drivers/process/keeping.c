#include "drivers/process/keeping.h"

#include "drivers/process/supervisor_order.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NEVER = -1, KILL_AGAIN_MS = 20, OUTLIVE_AGAIN_MS = 500 };

int64_t keeping_now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * (int64_t)1000000000 + time.tv_nsec;
}

static void enter(Keeping *keeping, KeepingPhase phase, int64_t ms) {
    keeping->phase = phase;
    keeping->until_ns = keeping_now_ns() + ms * 1000000;
}

// Only a command that ended by itself may leave something running.
static bool spares(const Keeping *keeping) {
    return keeping->pid == 0 && !keeping->report.ended && keeping->keep != KEEP_NOTHING;
}

// Separates what may stay, with all that came from it, from the rest.
static void look(const Keeping *keeping, ProcessTree *ending, ProcessTree *staying) {
    ProcessTree tree;
    tree_look(&tree);
    ending->count = staying->count = 0;
    for (size_t i = 0; i < tree.count; i++) {
        bool stays = spares(keeping) && tree_alive(tree.pids[i]) &&
                     (keeping->keep == KEEP_ALL || tree_holds(staying, tree.parents[i]) ||
                      tree_runs(tree.pids[i], keeping->names, keeping->name_count));
        ProcessTree *into = stays ? staying : ending;
        into->pids[into->count] = tree.pids[i];
        into->parents[into->count++] = tree.parents[i];
    }
}

static void signal_tree(const Keeping *keeping, int signal) {
    ProcessTree ending, staying;
    look(keeping, &ending, &staying);
    tree_signal(&ending, signal);
}

static int64_t grace_ms(const Keeping *keeping) {
    return keeping->orphaned ? KEEPER_ORPHAN_GRACE_MS : KEEPER_GRACE_MS;
}

void keeping_end(Keeping *keeping) {
    signal_tree(keeping, SIGTERM);
    // A stopped process receives TERM only once it continues.
    signal_tree(keeping, SIGCONT);
    enter(keeping, PHASE_ENDING, grace_ms(keeping));
}

uint32_t keeping_names(const ProcessTree *tree, bool pids, char names[KEEPER_NAMES]) {
    size_t used = 0;
    uint32_t count = 0;
    for (size_t i = 0; i < tree->count; i++) {
        char name[32], text[64];
        if (!tree_alive(tree->pids[i])) continue;
        count++;
        tree_name(tree->pids[i], name, sizeof name);
        if (pids)
            snprintf(text, sizeof text, "%d (%s)", (int)tree->pids[i], name);
        else
            snprintf(text, sizeof text, "%s", name);
        size_t room = KEEPER_NAMES - used, length = strlen(text);
        if (length == 0 || length + 3 > room) continue;
        if (used > 0) {
            names[used++] = ',';
            names[used++] = ' ';
        }
        memcpy(names + used, text, length + 1);
        used += length;
    }
    return count;
}

static void end_if_only_kept(Keeping *keeping) {
    ProcessTree ending, staying;
    if (!spares(keeping)) return;
    look(keeping, &ending, &staying);
    for (size_t i = 0; i < ending.count; i++)
        if (tree_alive(ending.pids[i])) return;
    keeping->report.kept = keeping_names(&staying, false, keeping->report.kept_names);
    keeping->over = keeping->report.kept > 0;
}

// The command has ended, and some of what it started has not.
static void end_the_rest(Keeping *keeping) {
    ProcessTree ending, staying;
    end_if_only_kept(keeping);
    if (keeping->over) return;
    look(keeping, &ending, &staying);
    keeping->report.left = keeping_names(&ending, false, keeping->report.names);
    // One process may have replaced another during the look; it is ended all the same.
    if (keeping->report.left == 0) keeping->report.left = 1;
    keeping_end(keeping);
}

// A program that runs as another user, or that waits for a disk, may not be ours to end.
static void give_up(Keeping *keeping) {
    ProcessTree ending, staying;
    look(keeping, &ending, &staying);
    keeping->report.alive = keeping_names(&ending, true, keeping->report.alive_names);
    keeping->over = keeping->report.alive > 0;
    if (keeping->pid) keeping->report.ended = 1;
}

static void kill_all(Keeping *keeping) {
    int64_t now = keeping_now_ns();
    if (keeping->phase != PHASE_KILLING) keeping->killed_ns = now;
    signal_tree(keeping, SIGKILL);
    enter(keeping, PHASE_KILLING, KILL_AGAIN_MS);
    if (now - keeping->killed_ns >= KEEPER_KILLING_MS * (int64_t)1000000) give_up(keeping);
}

static void end_of_phase(Keeping *keeping) {
    switch (keeping->phase) {
    case PHASE_RUNNING: return;
    case PHASE_LINGERING: end_the_rest(keeping); return;
    case PHASE_ENDING:
    case PHASE_KILLING: kill_all(keeping); return;
    }
}

// Waits for all processes that have ended; false if no child is left.
static bool reap(Keeping *keeping) {
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == EINTR) continue;
        if (pid <= 0) return pid == 0;
        if (pid != keeping->pid) continue;
        keeping->pid = 0;
        keeping->report.status = status;
        keeping->report.ended = keeping->phase != PHASE_RUNNING;
        if (keeping->phase == PHASE_RUNNING) enter(keeping, PHASE_LINGERING, KEEPER_LINGER_MS);
    }
}

static void hear(Keeping *keeping) {
    SupervisorRequest order = {0};
    int none[3] = {-1, -1, -1};
    bool more = !keeping->deaf && order_receive(&order, none);
    close_all(none, 3);
    keeping->orphaned = !more;
    if (keeping->phase == PHASE_LINGERING)
        end_the_rest(keeping);
    else if (keeping->phase == PHASE_RUNNING || !more)
        keeping_end(keeping);
    else
        kill_all(keeping);
}

static int ms_left(const Keeping *keeping) {
    if (keeping->phase == PHASE_RUNNING) return NEVER;
    int64_t left = keeping->until_ns - keeping_now_ns();
    return left > 0 ? (int)(left / 1000000 + 1) : 0;
}

static void wait_for_something(const Keeping *keeping, struct pollfd fds[2], int ms) {
    fds[0] = (struct pollfd){.fd = keeping->signals, .events = POLLIN};
    fds[1] = (struct pollfd){.fd = keeping->orphaned ? -1 : KEEPER_SOCKET,
                             .events = keeping->deaf ? POLLRDHUP : POLLIN};
    int ready = poll(fds, 2, ms);
    if (ready <= 0) fds[0].revents = fds[1].revents = 0;
    struct signalfd_siginfo seen[8];
    while (fds[0].revents && read(keeping->signals, seen, sizeof seen) > 0)
        continue;
}

void keeping_run(Keeping *keeping) {
    while (reap(keeping)) {
        struct pollfd fds[2];
        if (keeping->phase == PHASE_ENDING || keeping->phase == PHASE_KILLING)
            end_if_only_kept(keeping);
        if (keeping->over) return;
        int left = ms_left(keeping);
        wait_for_something(keeping, fds, left);
        if (fds[1].revents)
            hear(keeping);
        else if (left != NEVER && ms_left(keeping) == 0)
            end_of_phase(keeping);
    }
}

void keeping_outlive(Keeping *keeping) {
    keeping->orphaned = true; // nobody's order matters any more
    while (reap(keeping)) {
        struct pollfd fds[2];
        signal_tree(keeping, SIGKILL);
        wait_for_something(keeping, fds, OUTLIVE_AGAIN_MS);
    }
}
