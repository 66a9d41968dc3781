// Starting a command so that the kernel ends it when its supervisor is killed: posix_spawn cannot
// ask for that, so this does what posix_spawn does, and that.
#include "drivers/process/supervisor_order.h"

#include "base/heap.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Birth {
    const Command *command;
    pid_t parent;
    int error;
} Birth;

static int refuse(Birth *birth) {
    birth->error = errno ? errno : EINVAL;
    return 127;
}

// In a session of its own a command has no terminal: it cannot ask anything, and Ctrl-C only
// reaches the runner. It shares the supervisor's memory until execve, while the supervisor waits.
static int become(void *self) {
    Birth *birth = self;
    const Command *command = birth->command;
    sigset_t none;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    setsid();
    for (int i = 0; i < 3; i++)
        if (dup2(command->streams[i], i) < 0) return refuse(birth);
    if (chdir(command->folder) != 0) return refuse(birth);
    // A supervisor that was killed before this line is no parent any more.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return refuse(birth);
    if (getppid() != birth->parent) return refuse(birth);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(command->program, command->argv, command->envp);
    return refuse(birth);
}

int command_start(const Command *command, pid_t *out) {
    enum { STACK = 64 * 1024 };
    Birth birth = {.command = command, .parent = getpid()};
    sigset_t all, before;
    char *stack = heap_alloc(STACK);
    sigfillset(&all);
    // No signal may be taken in the memory that both share.
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = clone(become, stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, &birth);
    int error = pid < 0 ? errno : birth.error;
    sigprocmask(SIG_SETMASK, &before, NULL);
    heap_free(stack);
    if (pid > 0 && error)
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    if (!error) *out = pid;
    return error;
}
