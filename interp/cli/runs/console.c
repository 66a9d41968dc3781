#include "cli/runs/console.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static bool is_set(const Env *env, const char *name) {
    const char *value = env->get(env->self, name);
    return value && *value && !sv_eq_c(SV("false"), value);
}

// A background process that reads from its terminal would be stopped by it.
static bool in_front(int fd) {
    return tcgetpgrp(fd) == getpgrp();
}

static size_t columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 80;
}

Console console_open(const Env *env, bool color) {
    Console console = {.fd = -1, .color = color, .width = 80};
    if (is_set(env, "CI")) return console;
    if (isatty(STDIN_FILENO) && in_front(STDIN_FILENO)) {
        int flags = fcntl(STDIN_FILENO, F_GETFL);
        console.fd = STDIN_FILENO;
        // A terminal is usually open for both; otherwise the question could not be seen.
        if ((flags & O_ACCMODE) == O_RDWR) {
            console.width = columns(console.fd);
            return console;
        }
        console.fd = -1;
    }
    if (!isatty(STDIN_FILENO) && !isatty(STDOUT_FILENO) && !isatty(STDERR_FILENO)) return console;
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && in_front(fd)) {
        console.fd = fd;
        console.opened = true;
        console.width = columns(fd);
    } else if (fd >= 0) {
        close(fd);
    }
    return console;
}

void console_close(Console *console) {
    if (console->opened) close(console->fd);
    console->fd = -1;
}

void console_forget(const Console *console) {
    tcflush(console->fd, TCIFLUSH);
}

void console_write(const Console *console, Sv text) {
    cli_write_to(console->fd, text, console->color);
}

static ConsoleStatus read_line(const Console *console, const Waiter *waiter, Buf *out) {
    for (;;) {
        struct pollfd ready = {.fd = console->fd, .events = POLLIN};
        switch (wait_for(waiter, &ready, 1)) {
        case WAIT_CANCELLED: return CONSOLE_CANCELLED;
        case WAIT_DEADLINE: return CONSOLE_EXPIRED;
        case WAIT_FAILED: return CONSOLE_EOF;
        case WAIT_READY: break;
        }
        char c;
        ssize_t got = read(console->fd, &c, 1);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return CONSOLE_EOF;
        if (c == '\n') return CONSOLE_LINE;
        buf_add_char(out, c);
    }
}

ConsoleStatus console_line(const Console *console, const Waiter *waiter, bool hidden, Buf *out) {
    struct termios shown, quiet;
    bool changed = hidden && tcgetattr(console->fd, &shown) == 0;
    if (changed) {
        quiet = shown;
        quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
        quiet.c_lflag |= ECHONL;
        changed = tcsetattr(console->fd, TCSAFLUSH, &quiet) == 0;
    }
    ConsoleStatus status = hidden && !changed ? CONSOLE_EOF : read_line(console, waiter, out);
    if (changed) tcsetattr(console->fd, TCSAFLUSH, &shown);
    if (status != CONSOLE_LINE) {
        tcflush(console->fd, TCIFLUSH);
        console_write(console, SV("\n"));
    }
    return status;
}
