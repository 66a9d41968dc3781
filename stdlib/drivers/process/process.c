#include "drivers/process/process.h"

#include "base/heap.h"
#include "base/limits.h"
#include "drivers/process/supervisor_link.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { READ_AT_ONCE = 65536, LIVE_EVERY_NS = 50 * 1000000, LIVE_LINE = 2048 };
// The time that the supervisor may need beyond its grace to end a tree that keeps creating
// processes.
static const int64_t longest_ending_ns =
    (KEEPER_GRACE_MS + KEEPER_KILLING_MS + 1500) * (int64_t)1000000;

typedef struct Pipe {
    int read_end;
    int write_end;
} Pipe;

typedef struct RunningProgram {
    const ProcessSpec *spec;
    Waiter waiter;
    SupervisorLink *link;
    Pipe out, err;
    char *read; // READ_AT_ONCE bytes: on the stack they would be zeroed at every call
    Buf live;
    int64_t live_next_ns;
    Process *process;
} RunningProgram;

static void close_end(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

// Only our end is non-blocking: the program's own is as programs expect it.
static bool make_pipe(Pipe *pipe) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *pipe = (Pipe){ends[0], ends[1]};
    return true;
}

// A file in memory instead of a pipe: a program that does not read its input cannot hold us up.
static int open_input(Sv input) {
    if (input.len == 0) return open("/dev/null", O_RDONLY | O_CLOEXEC);
    int fd = memfd_create("input", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < input.len;) {
        ssize_t put = pwrite(fd, input.at + done, input.len - done, (off_t)done);
        if (put > 0) {
            done += (size_t)put;
        } else if (errno != EINTR) {
            close_end(&fd);
        }
    }
    return fd;
}

static int64_t now_ns(const RunningProgram *running) {
    const Env *env = running->waiter.env;
    return env->mono_ns(env->self);
}

static void show_live(RunningProgram *running) {
    int64_t now = now_ns(running);
    if (!running->spec->live || now < running->live_next_ns) return;
    running->live_next_ns = now + LIVE_EVERY_NS;
    last_lines_last(&running->process->lines, &running->live);
    running->spec->live(running->spec->self, buf_sv(&running->live));
}

// Takes what is there; false at the end of the stream.
static bool drain(RunningProgram *running, int fd, OutputBuffer *capture) {
    char *bytes = running->read;
    for (;;) {
        ssize_t got = read(fd, bytes, READ_AT_ONCE);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno == EAGAIN;
        if (got == 0) return false;
        output_buffer_add(capture, (Sv){bytes, (size_t)got});
        last_lines_add(&running->process->lines, (Sv){bytes, (size_t)got});
        show_live(running);
        // A program that prints without end must not keep us from the deadline.
        if (got < READ_AT_ONCE) return true;
    }
}

static void end_tree(RunningProgram *running, ProcessStatus status) {
    running->process->end = status;
    supervisor_end(running->link);
    running->waiter.cancel_fd = running->waiter.hurry_fd > 0 ? running->waiter.hurry_fd : -1;
    running->waiter.deadline_ns = now_ns(running) + longest_ending_ns;
}

// Its processes are given no more time.
static void hurry(RunningProgram *running) {
    supervisor_end(running->link);
    running->waiter.cancel_fd = -1;
}

// Runs until the supervisor reports, which it does when nothing of the program is left. False if it
// cannot.
static bool follow(RunningProgram *running, SupervisorReport *report) {
    bool ending = false;
    for (;;) {
        struct pollfd fds[3] = {{.fd = supervisor_socket(running->link), .events = POLLIN},
                                {.fd = running->out.read_end, .events = POLLIN},
                                {.fd = running->err.read_end, .events = POLLIN}};
        WaitStatus status = wait_for(&running->waiter, fds, 3);
        if (status == WAIT_CANCELLED && ending) {
            hurry(running);
            continue;
        }
        if (status != WAIT_READY && ending) return false;
        if (status != WAIT_READY) {
            end_tree(running, status == WAIT_CANCELLED ? PROCESS_CANCELLED : PROCESS_TIMED_OUT);
            ending = true;
            continue;
        }
        if (fds[1].revents && !drain(running, running->out.read_end, &running->process->out))
            close_end(&running->out.read_end);
        if (fds[2].revents && !drain(running, running->err.read_end, &running->process->err))
            close_end(&running->err.read_end);
        if (fds[0].revents) return supervisor_report(running->link, report);
    }
}

// What was left running may write on without end.
static void drain_once(RunningProgram *running, int fd, OutputBuffer *capture) {
    ssize_t got = fd >= 0 ? read(fd, running->read, READ_AT_ONCE) : 0;
    if (got <= 0) return;
    output_buffer_add(capture, (Sv){running->read, (size_t)got});
    last_lines_add(&running->process->lines, (Sv){running->read, (size_t)got});
}

// All writers have ended, so everything they wrote has arrived.
static void drain_rest(RunningProgram *running) {
    Process *process = running->process;
    for (uint64_t before = UINT64_MAX; before != process->out.total + process->err.total;) {
        before = process->out.total + process->err.total;
        if (running->out.read_end >= 0) drain(running, running->out.read_end, &process->out);
        if (running->err.read_end >= 0) drain(running, running->err.read_end, &process->err);
    }
}

static void take_names(Process *process, const SupervisorReport *report) {
    process->left = report->left;
    process->kept = report->kept;
    process->alive = report->alive;
    memcpy(process->names, report->names, sizeof process->names);
    memcpy(process->kept_names, report->kept_names, sizeof process->kept_names);
    memcpy(process->alive_names, report->alive_names, sizeof process->alive_names);
}

static void judge(RunningProgram *running, const SupervisorReport *report) {
    Process *process = running->process;
    if (report->error) {
        process->end = report->filed ? PROCESS_UNFILED : PROCESS_NOT_STARTED;
        process->file = report->filed ? report->filed - 1 : 0;
        process->error = report->error;
        return;
    }
    take_names(process, report);
    process->ended = report->alive == 0;
    process->status = report->status;
    // It may have ended by itself before it could be ended, since this process stood still.
    if (report->ended || report->lost) return;
    process->late = process->end == PROCESS_TIMED_OUT;
    process->end = PROCESS_ENDED;
}

static bool hand_over(RunningProgram *running, Pool *pool, const int streams[3]) {
    // One that was kept may be gone by now; then it has started nothing.
    for (int i = 0; i < 2; i++) {
        running->link = supervisor_take(pool, running->waiter.env);
        if (!running->link) return false;
        if (supervisor_start(running->link, running->spec, streams)) return true;
        int error = errno;
        supervisor_drop(running->link);
        running->link = NULL;
        errno = error;
        if (error != EPIPE) return false;
    }
    return false;
}

static bool start(RunningProgram *running, Pool *pool) {
    int input = open_input(running->spec->input);
    bool ready = input >= 0 && make_pipe(&running->out) && make_pipe(&running->err);
    int streams[3] = {input, running->out.write_end, running->err.write_end};
    bool started = ready && hand_over(running, pool, streams);
    running->process->error = started ? 0 : errno;
    close_end(&input);
    close_end(&running->out.write_end);
    close_end(&running->err.write_end);
    return started;
}

// Everything that the command wrote has arrived, unless something of it writes on.
static void finish_output(RunningProgram *running, bool writes_on) {
    if (!writes_on) {
        drain_rest(running);
        return;
    }
    drain_once(running, running->out.read_end, &running->process->out);
    drain_once(running, running->err.read_end, &running->process->err);
}

static void watch(RunningProgram *running, Pool *pool) {
    SupervisorReport report;
    running->process->end = PROCESS_LOST;
    if (!follow(running, &report)) {
        supervisor_seize(running->link, &report);
        take_names(running->process, &report);
        finish_output(running, report.alive > 0);
        return;
    }
    bool goes_on = report.kept > 0 || report.alive > 0;
    finish_output(running, goes_on);
    judge(running, &report);
    if (goes_on)
        supervisor_release(pool, running->link);
    else if (report.lost || report.last)
        supervisor_drop(running->link);
    else
        supervisor_keep(pool, running->link);
}

void process_run(const ProcessSpec *spec, const Waiter *waiter, Pool *pool, Process *out) {
    *out = (Process){.end = PROCESS_UNWATCHED,
                     .out = output_buffer_new(LIMIT_OUTPUT_BYTES),
                     .err = output_buffer_new(LIMIT_OUTPUT_BYTES)};
    RunningProgram running = {.spec = spec,
                              .waiter = *waiter,
                              .out = {-1, -1},
                              .err = {-1, -1},
                              .read = heap_resize(NULL, READ_AT_ONCE),
                              .live = buf_new(LIVE_LINE),
                              .process = out};
    int64_t began = now_ns(&running);
    if (start(&running, pool)) watch(&running, pool);
    out->elapsed_ns = now_ns(&running) - began;
    close_end(&running.out.read_end);
    close_end(&running.err.read_end);
    heap_free(running.read);
    buf_free(&running.live);
}

void process_free(Process *process) {
    output_buffer_free(&process->out);
    output_buffer_free(&process->err);
}
