// Several runs at once, each in a process of its own and in a group of processes of its own, so
// that a signal reaches each of them once: the one that it is handed here.
#include "base/limits.h"
#include "base/system/file.h"
#include "cli/several/several_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Child {
    Job *job; // NULL = free
    pid_t pid;
    int ended; // readable once it has
    int said;  // a file in memory: all that it printed
    int told;  // the same: its journal, and why nothing ran, a line each
} Child;

static int memory_file(const char *name) {
    return memfd_create(name, MFD_CLOEXEC);
}

// All of such a file.
static void take_file(int fd, Buf *out) {
    char bytes[64 * 1024];
    for (off_t at = 0;;) {
        ssize_t got = pread(fd, bytes, sizeof bytes, at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return;
        buf_add(out, (Sv){bytes, (size_t)got});
        at += got;
    }
}

static void tell_journal(void *self, Sv journal) {
    const Child *child = self;
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    buf_addf(&line, "%.*s\n", SV_ARG(journal));
    // Without it the run is told of as one that did not begin.
    ignore_result(file_write_all(child->told, buf_sv(&line)));
}

_Noreturn static void be_child(const Several *several, Child *child, pid_t parent) {
    Cli own = *several->cli;
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    setpgid(0, 0);
    // Without whoever shows what it says it stops in order.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    bool ready = getppid() == parent && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
                 dup2(child->said, STDOUT_FILENO) >= 0 && dup2(child->said, STDERR_FILENO) >= 0;
    if (!ready) _exit(STATUS_STOPPED);
    own.out_terminal = own.err_terminal = false;
    own.err_color = own.out_color;
    several_run_one(&own, child->job, (DeskEnd){.began = tell_journal, .self = child});
    BUF_AUTO Buf told = buf_new((size_t)1024 * 1024);
    if (!child->job->journal.len) buf_addf(&told, "\n%.*s\n", SV_ARG(child->job->message));
    bool written = file_write_all(child->told, buf_sv(&told));
    _exit(written ? child->job->status : STATUS_JOURNAL);
}

static void fail_to_start(const Several *several, Job *job) {
    Sv why = file_error(several->cli->arena, errno);
    job->begun = true;
    job->status = STATUS_JOURNAL;
    job->message = sv_format(several->cli->arena, "it could not be started: %.*s", SV_ARG(why));
}

static void close_child(Child *child) {
    const int all[] = {child->ended, child->said, child->told};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] >= 0) close(all[i]);
    *child = (Child){.ended = -1, .said = -1, .told = -1};
}

static void start(const Several *several, Job *job, Child *child) {
    pid_t parent = getpid();
    *child = (Child){job, -1, -1, memory_file("output"), memory_file("end")};
    if (child->said >= 0 && child->told >= 0) child->pid = fork();
    if (child->pid == 0) be_child(several, child, parent);
    if (child->pid > 0) {
        setpgid(child->pid, child->pid); // whoever is first
        child->ended = pidfd_open(child->pid, 0);
        job->begun = true;
    }
    if (child->ended >= 0) return;
    fail_to_start(several, job);
    if (child->pid > 0) {
        kill(child->pid, SIGKILL);
        waitpid(child->pid, NULL, 0);
    }
    close_child(child);
}

static int status_of(int how) {
    if (WIFEXITED(how)) return WEXITSTATUS(how);
    int signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
    bool crashed = signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS || signal == SIGILL ||
                   signal == SIGFPE;
    return crashed ? STATUS_DEFECT : STATUS_JOURNAL;
}

static void finish(const Several *several, Child *child) {
    const Cli *cli = several->cli;
    Job *job = child->job;
    int how = 0;
    while (waitpid(child->pid, &how, 0) < 0 && errno == EINTR)
        continue;
    job->status = status_of(how);
    BUF_AUTO Buf said = buf_new(LIMIT_REPORT_BYTES), told = buf_new((size_t)1024 * 1024);
    take_file(child->told, &told);
    take_file(child->said, &said);
    Sv rest = buf_sv(&told), line = {0};
    if (sv_next_line(&rest, &line)) job->journal = sv_copy(cli->arena, line);
    if (sv_next_line(&rest, &line)) job->message = sv_copy(cli->arena, line);
    if (!told.len) job->message = SV("it died before it began");
    // It was made harmless where it was said.
    cli_out_commands(cli, buf_sv(&said));
    cli_outf(cli, "\n");
    close_child(child);
}

static int number_of_signal(const char *name) {
    return strcmp(name, "SIGTERM") == 0 ? SIGTERM : strcmp(name, "SIGHUP") == 0 ? SIGHUP : SIGINT;
}

// As often as it came here.
static void hand_on(const Several *several, const Child *children, int cancel_fd) {
    char presses[16];
    ssize_t count = read(cancel_fd, presses, sizeof presses);
    if (count > 0)
        cli_errf(several->cli, "%s is handed on to every run that goes on; nothing new begins\n",
                 several->cli->signal_name());
    for (ssize_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < several->at_once; i++)
            if (children[i].job)
                kill(children[i].pid, number_of_signal(several->cli->signal_name()));
}

static void wait_for_one(const Several *several, Child *children, int cancel_fd) {
    struct pollfd ready[65];
    uint32_t count = several->at_once;
    for (uint32_t i = 0; i < count; i++)
        ready[i] =
            (struct pollfd){.fd = children[i].job ? children[i].ended : -1, .events = POLLIN};
    ready[count] = (struct pollfd){.fd = cancel_fd, .events = POLLIN};
    if (poll(ready, count + 1, -1) < 0) return;
    if (ready[count].revents & POLLIN) hand_on(several, children, cancel_fd);
    for (uint32_t i = 0; i < count; i++)
        if (ready[i].fd >= 0 && ready[i].revents) finish(several, &children[i]);
}

static Child *free_child(const Several *several, Child *children) {
    for (uint32_t i = 0; i < several->at_once; i++)
        if (!children[i].job) return &children[i];
    return NULL;
}

void several_run_beside(Several *several) {
    const Cli *cli = several->cli;
    Child *children = arena_new_array(cli->arena, Child, several->at_once);
    for (uint32_t i = 0; i < several->at_once; i++)
        children[i] = (Child){.ended = -1, .said = -1, .told = -1};
    int cancel_fd = cli->catch_signals();
    uint32_t next = 0, running = 0;
    do {
        Child *child = free_child(several, children);
        bool begins = child && next < several->count && *cli->signal_name() == '\0';
        if (begins) {
            Job *job = &several->jobs[next++];
            cli_errf(cli, "began %.*s\n", SV_ARG(job->path));
            start(several, job, child);
        } else {
            wait_for_one(several, children, cancel_fd);
        }
        running = 0;
        for (uint32_t i = 0; i < several->at_once; i++)
            running += children[i].job != NULL;
    } while (running > 0 || (next < several->count && *cli->signal_name() == '\0'));
}
