#include "cli/cli.h"
#include "stdlib/registry.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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
                      .catch_signals = catch_signals};
    return cli_main(&world, argc, argv);
}
