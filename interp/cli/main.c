#include "cli/cli.h"
#include "stdlib/registry.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

static int cancel_pipe[2] = {-1, -1};
static volatile sig_atomic_t last_signal;

static void on_signal(int number) {
    int saved = errno;
    last_signal = number;
    ssize_t ignored = write(cancel_pipe[1], "x", 1);
    (void)ignored;
    errno = saved;
}

static const char *signal_name(void) {
    switch (last_signal) {
    case SIGINT: return "SIGINT";
    case SIGTERM: return "SIGTERM";
    case SIGHUP: return "SIGHUP";
    default: return "";
    }
}

// A core file would hold the secrets of a run.
static void forbid_core_files(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

// Libraries of TLS would write the keys of every session to the file that it names.
static void keep_session_keys(void) {
    unsetenv("SSLKEYLOGFILE");
}

// Signals that were ignored from the start stay ignored: nohup and background jobs rely on that.
static void catch_signal(int number) {
    struct sigaction before, action = {.sa_handler = on_signal};
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigaction(number, &action, NULL);
}

// ── the modes of the terminal ──

// The terminal that is hushed: nothing that is typed is shown, and keys count as they come, so that
// what is typed ahead is seen. Whoever stops or ends this process gets it as it was.
static volatile sig_atomic_t hushed, drawn, stopped_in_between, gone_on;
static int hushed_fd = -1;
static struct termios modes_before, modes_hushed, modes_when_stopped;

enum { CRASHES = 6 };
static const int crashes[CRASHES] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
static struct sigaction before_crash[CRASHES];

// Whoever sets modes from the background is stopped for it.
static bool in_front(void) {
    return tcgetpgrp(hushed_fd) == getpgrp();
}

static void give_back_terminal(void) {
    if (hushed_fd >= 0 && in_front()) tcsetattr(hushed_fd, TCSANOW, &modes_before);
}

static void on_crash(int number) {
    give_back_terminal();
    for (int i = 0; i < CRASHES; i++)
        if (crashes[i] == number) sigaction(number, &before_crash[i], NULL);
    raise(number);
}

static void watch_stops(void);

// Ctrl-Z: the shell gets its terminal back, without what is drawn anew ten times a second.
static void on_stop(int number) {
    int saved = errno;
    tcgetattr(hushed_fd, &modes_when_stopped);
    stopped_in_between = 1;
    if (drawn) {
        ssize_t ignored = write(hushed_fd, "\x1b[J", 3);
        (void)ignored;
    }
    give_back_terminal();
    struct sigaction stop = {.sa_handler = SIG_DFL};
    sigaction(number, &stop, NULL);
    raise(number);
    errno = saved;
}

static void on_going_on(int number) {
    int saved = errno;
    (void)number;
    if (in_front()) {
        if (stopped_in_between)
            tcsetattr(hushed_fd, TCSANOW, &modes_when_stopped);
        else if (hushed)
            tcsetattr(hushed_fd, TCSANOW, &modes_hushed);
        stopped_in_between = 0;
        gone_on = 1;
        watch_stops();
    }
    errno = saved;
}

static void watch_stops(void) {
    struct sigaction before, stop = {.sa_handler = on_stop};
    if (sigaction(SIGTSTP, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigaction(SIGTSTP, &stop, NULL);
}

static void watch_terminal(int fd) {
    struct sigaction crash = {.sa_handler = on_crash},
                     going_on = {.sa_handler = on_going_on, .sa_flags = SA_RESTART};
    hushed_fd = fd;
    for (int i = 0; i < CRASHES; i++)
        sigaction(crashes[i], &crash, &before_crash[i]);
    sigaction(SIGCONT, &going_on, NULL);
    watch_stops();
}

static bool hush(int fd, bool hushes) {
    if (hushes && hushed_fd < 0) {
        if (tcgetattr(fd, &modes_before) != 0) return false;
        modes_hushed = modes_before;
        modes_hushed.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON);
        modes_hushed.c_cc[VMIN] = 1;
        modes_hushed.c_cc[VTIME] = 0;
        watch_terminal(fd);
    }
    if (fd < 0 || hushed_fd != fd) return false;
    hushed = hushes;
    return in_front() && tcsetattr(fd, TCSANOW, hushes ? &modes_hushed : &modes_before) == 0;
}

static bool went_on(void) {
    bool did = gone_on;
    gone_on = 0;
    return did;
}

static void set_drawn(bool is_drawn) {
    drawn = is_drawn;
}

// ── the program ──

// One pipe for all runs of this process; one that was forked gets its own.
static int catch_signals(void) {
    static pid_t owner;
    if (cancel_pipe[0] >= 0 && owner == getpid()) return cancel_pipe[0];
    owner = getpid();
    if (pipe2(cancel_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
    catch_signal(SIGHUP);
    return cancel_pipe[0];
}

int main(int argc, char **argv) {
    int status;
    if (stdlib_helped(argc, argv, &status)) return status;
    setlocale(LC_CTYPE, "C.UTF-8");
    forbid_core_files();
    keep_session_keys();
    signal(SIGPIPE, SIG_IGN);
    CliWorld world = {.env = env_system(),
                      .registry = stdlib_registry(),
                      .signal_name = signal_name,
                      .catch_signals = catch_signals,
                      .hush = hush,
                      .went_on = went_on,
                      .set_drawn = set_drawn};
    return cli_main(&world, argc, argv);
}
