#include "cli/ask/console.h"
#include "cli/ask/line_editor.h"
#include "cli/ask/line_keys.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { LEAST_COLUMNS = 20, LEAST_ROWS = 4, EDITOR_BYTES = 64 * 1024 };

static bool is_set(const Env *env, const char *name) {
    const char *value = env->get(env->self, name);
    return value && *value && !sv_eq_c(SV("false"), value);
}

// A background process that reads from its terminal would be stopped by it.
static bool in_front(int fd) {
    return tcgetpgrp(fd) == getpgrp();
}

void console_follow_size(Console *console) {
    struct winsize size = {0};
    bool known = ioctl(console->fd, TIOCGWINSZ, &size) == 0;
    console->width = known && size.ws_col >= LEAST_COLUMNS ? size.ws_col : 80;
    console->height = known && size.ws_row >= LEAST_ROWS ? size.ws_row : 24;
}

// By the names under which such terminals go. What does not know the sequence would print it.
static bool has_title(Sv term, bool in_tmux) {
    static const char *const able[] = {"xterm", "tmux",    "rxvt",    "foot", "alacritty",
                                       "kitty", "wezterm", "konsole", "vte",  "gnome",
                                       "st-",   "contour", "ghostty"};
    if (in_tmux && sv_starts(term, SV("screen"))) return true;
    for (size_t i = 0; i < sizeof able / sizeof *able; i++)
        if (sv_starts(term, sv_from_c(able[i]))) return true;
    return false;
}

static Console opened(const Env *env, int fd, bool own, bool color) {
    const char *term = env->get(env->self, "TERM"), *tmux = env->get(env->self, "TMUX");
    Sv name = sv_from_c(term ? term : "");
    Console console = {.fd = fd, .opened = own, .color = color};
    console.edits = name.len > 0 && !sv_eq_c(name, "dumb");
    console.titled = has_title(name, tmux && *tmux);
    console_follow_size(&console);
    return console;
}

Console console_open(const Env *env, bool color) {
    const Console nobody = {.fd = -1, .width = 80, .height = 24};
    if (is_set(env, "CI")) return nobody;
    if (isatty(STDIN_FILENO) && in_front(STDIN_FILENO)) {
        int flags = fcntl(STDIN_FILENO, F_GETFL);
        // A terminal is usually open for both; otherwise the question could not be seen.
        if ((flags & O_ACCMODE) == O_RDWR) return opened(env, STDIN_FILENO, false, color);
    }
    if (!isatty(STDIN_FILENO) && !isatty(STDOUT_FILENO) && !isatty(STDERR_FILENO)) return nobody;
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return nobody;
    if (in_front(fd)) return opened(env, fd, true, color);
    close(fd);
    return nobody;
}

void console_close(Console *console) {
    if (console->editor) line_editor_free(console->editor);
    if (console->arena) arena_free(console->arena);
    console->editor = NULL;
    console->arena = NULL;
    if (console->opened) close(console->fd);
    console->fd = -1;
}

bool console_forget(const Console *console) {
    int waiting = 0;
    if (!in_front(console->fd)) return false;
    bool typed = ioctl(console->fd, FIONREAD, &waiting) == 0 && waiting > 0;
    tcflush(console->fd, TCIFLUSH);
    return typed;
}

void console_write(const Console *console, Sv text) {
    cli_write_to(console->fd, text, console->color);
}

static ConsoleStatus status_of(LineStatus end) {
    switch (end) {
    case LINE_READ: return CONSOLE_LINE;
    case LINE_EXPIRED: return CONSOLE_EXPIRED;
    case LINE_CANCELLED: return CONSOLE_CANCELLED;
    default: return CONSOLE_EOF;
    }
}

// What was typed and not read is no answer to anything.
static ConsoleStatus ended(const Console *console, ConsoleStatus status) {
    if (status != CONSOLE_LINE) tcflush(console->fd, TCIFLUSH);
    return status;
}

static void complete(void *self, Sv before, Arena *arena, LineWords *out) {
    const TextList *words = ((const Console *)self)->words;
    if (!words || sv_find_char(before, ' ', 0) != SV_NONE) return;
    out->start = 0;
    for (uint32_t i = 0; i < words->count; i++)
        if (sv_starts(words->items[i], before)) text_list_add(arena, &out->list, words->items[i]);
}

static bool disturbed(void *self) {
    Console *console = self;
    bool went_on = console->went_on && console->went_on();
    return atomic_exchange(&console->disturbed, false) || went_on;
}

void console_disturb(Console *console) {
    atomic_store(&console->disturbed, true);
}

ConsoleStatus console_line(Console *console, const Waiter *waiter, Sv prompt, const TextList *words,
                           Arena *arena, Sv *out) {
    LineEditorOptions options = {.prompt = sv_to_c(arena, prompt),
                                 .fd = console->fd,
                                 .cancel_fd = -1,
                                 .waiter = waiter,
                                 .plain = !console->edits,
                                 .complete = complete,
                                 .disturbed = disturbed,
                                 .self = console};
    console->words = words;
    disturbed(console);
    if (!console->arena) console->arena = arena_new(EDITOR_BYTES);
    if (!console->editor)
        console->editor = line_editor_new(console->arena, &options);
    else
        line_editor_set(console->editor, &options);
    if (!console->editor) return CONSOLE_EOF;
    return ended(console, status_of(line_editor_read(console->editor, arena, out)));
}

ConsoleStatus console_hidden_line(const Console *console, const Waiter *waiter, Sv prompt,
                                  Arena *arena, Sv *out) {
    struct termios shown, quiet;
    if (tcgetattr(console->fd, &shown) != 0) return CONSOLE_EOF;
    quiet = shown;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
    quiet.c_lflag |= ECHONL | ICANON;
    if (tcsetattr(console->fd, TCSAFLUSH, &quiet) != 0) return CONSOLE_EOF;
    LineEditorOptions options = {.prompt = sv_to_c(arena, prompt),
                                 .fd = console->fd,
                                 .cancel_fd = -1,
                                 .waiter = waiter,
                                 .plain = true,
                                 .whole = true};
    LineEditor *editor = line_editor_new(arena, &options);
    LineStatus end = editor ? line_editor_read(editor, arena, out) : LINE_OVER;
    if (editor) line_editor_free(editor);
    tcsetattr(console->fd, TCSAFLUSH, &shown);
    return ended(console, status_of(end));
}
