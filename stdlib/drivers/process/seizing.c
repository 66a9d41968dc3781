#include "drivers/process/seizing.h"

#include "drivers/process/keeping.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 10, ARGUMENTS = 4096 };

static size_t read_arguments(pid_t pid, char out[ARGUMENTS]) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t got = read(file, out, ARGUMENTS - 1);
    close(file);
    size_t used = got > 0 ? (size_t)got : 0;
    out[used] = '\0';
    return used;
}

// A supervisor of another command, or one that is only just being started and still looks like this
// process.
static bool is_supervisor(pid_t pid) {
    char arguments[ARGUMENTS], own[ARGUMENTS];
    size_t used = read_arguments(pid, arguments);
    // It has none while it becomes another program, and once it ends.
    for (int i = 0; i < 5 && used == 0 && tree_alive(pid); i++) {
        poll(NULL, 0, 1);
        used = read_arguments(pid, arguments);
    }
    size_t first = strlen(arguments) + 1;
    if (first < used && strcmp(arguments + first, KEEPER_ARGUMENT) == 0) return true;
    return used > 0 && used == read_arguments(getpid(), own) && memcmp(arguments, own, used) == 0;
}

static void kill_and_wait(pid_t pid) {
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}

// The supervisor has the session of the guard.
static void end_halves(pid_t guard) {
    ProcessTree tree;
    kill_and_wait(guard);
    tree_look(&tree);
    for (size_t i = 0; i < tree.count; i++)
        if (tree.parents[i] == getpid() && getsid(tree.pids[i]) == guard &&
            is_supervisor(tree.pids[i]))
            kill_and_wait(tree.pids[i]);
}

// What came from commands, and does not stand beneath a supervisor.
static void look(ProcessTree *orphans) {
    ProcessTree tree;
    tree_look(&tree);
    orphans->count = 0;
    for (size_t i = 0; i < tree.count; i++) {
        bool own = tree.parents[i] == getpid();
        if (own ? is_supervisor(tree.pids[i]) : !tree_holds(orphans, tree.parents[i])) continue;
        orphans->pids[orphans->count] = tree.pids[i];
        orphans->parents[orphans->count++] = tree.parents[i];
    }
}

static bool any_alive(const ProcessTree *orphans) {
    bool alive = false;
    for (size_t i = 0; i < orphans->count; i++) {
        if (orphans->parents[i] == getpid()) waitpid(orphans->pids[i], NULL, WNOHANG);
        alive |= tree_alive(orphans->pids[i]);
    }
    return alive;
}

// Signals what there is until nothing is left, for that long at most.
static bool end_all(int signal, int ms, ProcessTree *orphans) {
    for (int passed = 0; passed < ms; passed += LOOK_AGAIN_MS) {
        look(orphans);
        if (!any_alive(orphans)) return true;
        if (passed == 0 || signal == SIGKILL) {
            tree_signal(orphans, signal);
            tree_signal(orphans, SIGCONT);
        }
        poll(NULL, 0, LOOK_AGAIN_MS);
    }
    return false;
}

void seize_orphans(pid_t guard, SupervisorReport *out) {
    ProcessTree orphans;
    *out = (SupervisorReport){.lost = 1};
    end_halves(guard);
    look(&orphans);
    out->left = keeping_names(&orphans, false, out->names);
    if (end_all(SIGTERM, KEEPER_ORPHAN_GRACE_MS, &orphans)) return;
    if (end_all(SIGKILL, KEEPER_KILLING_MS, &orphans)) return;
    out->alive = keeping_names(&orphans, true, out->alive_names);
}
