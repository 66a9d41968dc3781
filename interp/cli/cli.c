#include "cli/cli.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "cli/narrow.h"
#include "event/status.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef int Command(const Cli *cli, const CommandLine *line);

static Command *const commands[COMMAND_COUNT] = {
#define COMMAND(ID, name, arguments, least, most, doc, more) cmd_##ID,
#include "cli/commands.def"
#undef COMMAND
};

enum { OUTPUT_BYTES = 16 * 1024 * 1024, TITLE_COLUMNS = 80 };

static bool write_all(int fd, Sv text) {
    while (text.len) {
        ssize_t written = write(fd, text.at, text.len);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) {
            poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
            continue;
        }
        if (written <= 0) return false;
        text = sv_slice(text, (size_t)written, text.len);
    }
    return true;
}

// The one place where anything is written for people.
static bool put(int fd, Sv text, ShownOutput how) {
    BUF_AUTO Buf safe = buf_new((size_t)4 * text.len + 64);
    return shown_add_output(&safe, text, how) && write_all(fd, buf_sv(&safe));
}

static bool put_out(const Cli *cli, Sv text, bool to_ci) {
    ShownOutput how = {cli->out_color, cli->out_terminal, to_ci};
    if (put(STDOUT_FILENO, text, how)) return true;
    if (*cli->out_error == 0) *cli->out_error = errno;
    return false;
}

bool cli_out(const Cli *cli, Sv text) {
    return put_out(cli, text, false);
}

bool cli_out_commands(const Cli *cli, Sv text) {
    return put_out(cli, text, true);
}

bool cli_write_to(int fd, Sv text, bool color) {
    return put(fd, text, (ShownOutput){.color = color});
}

// The title before is put on the terminal's stack (XTPUSHTITLE) and taken from there.
void cli_call(int fd, Sv title) {
    BUF_AUTO Buf text = buf_new(OUTPUT_BYTES);
    buf_add_c(&text, "\x1b[22;0t\x1b]0;");
    BUF_AUTO Buf safe = buf_new(OUTPUT_BYTES);
    shown_add(&safe, title, false);
    buf_add(&text, utf8_fit(buf_sv(&safe), TITLE_COLUMNS));
    buf_add_c(&text, "\a\a");
    write_all(fd, buf_sv(&text));
}

void cli_call_over(int fd) {
    write_all(fd, SV("\x1b[23;0t"));
}

static size_t columns(const Env *env, int fd) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
    const char *text = env->get(env->self, "COLUMNS");
    unsigned long given = text ? strtoul(text, NULL, 10) : 0;
    return given >= 20 && given <= 1000 ? given : 80;
}

// What people read there, in lines of the terminal's width.
static void put_error(const Cli *cli, Sv text) {
    BUF_AUTO Buf lines = buf_new((size_t)4 * text.len + OUTPUT_BYTES);
    narrow_add(&lines, text, cli->err_terminal ? columns(cli->env, STDERR_FILENO) : 0);
    cli_write_to(STDERR_FILENO, buf_sv(&lines), cli->err_color);
}

bool cli_outf(const Cli *cli, const char *format, ...) {
    BUF_AUTO Buf buf = buf_new(OUTPUT_BYTES);
    va_list args;
    va_start(args, format);
    shown_addv(&buf, format, args);
    va_end(args);
    return cli_out(cli, buf_sv(&buf));
}

void cli_errf(const Cli *cli, const char *format, ...) {
    BUF_AUTO Buf buf = buf_new(OUTPUT_BYTES);
    va_list args;
    va_start(args, format);
    shown_addv(&buf, format, args);
    va_end(args);
    put_error(cli, buf_sv(&buf));
}

void cli_diagnose(const Cli *cli, const Diags *diags) {
    BUF_AUTO Buf buf = buf_new(OUTPUT_BYTES);
    diags_render(diags, (DiagStyle){cli->err_color, cli->width, cli->err_terminal}, &buf);
    put_error(cli, buf_sv(&buf));
}

__attribute__((format(printf, 2, 0))) static void complain(const Cli *cli, const char *format,
                                                           va_list args) {
    BUF_AUTO Buf buf = buf_new(OUTPUT_BYTES);
    buf_add_c(&buf, cli->err_color ? "\x1b[1;31mrunbook:\x1b[0m " : "runbook: ");
    shown_addv(&buf, format, args);
    buf_add_char(&buf, '\n');
    put_error(cli, buf_sv(&buf));
}

int cli_usage(const Cli *cli, const char *format, ...) {
    va_list args;
    va_start(args, format);
    complain(cli, format, args);
    va_end(args);
    return STATUS_USAGE;
}

int cli_fail(const Cli *cli, int status, const char *format, ...) {
    va_list args;
    va_start(args, format);
    complain(cli, format, args);
    va_end(args);
    return status;
}

static bool wants_color(const Env *env, Sv when, bool terminal) {
    if (sv_eq(when, SV("always"))) return true;
    if (sv_eq(when, SV("never"))) return false;
    const char *no_color = env->get(env->self, "NO_COLOR");
    const char *term = env->get(env->self, "TERM");
    return terminal && !(no_color && *no_color) && !(term && sv_eq_c(SV("dumb"), term));
}

// With `--events -` standard output is for programs, and all that is said to people goes to
// standard error. False with errno.
static bool give_output_to_events(Cli *cli) {
    cli->events_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (cli->events_fd < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return false;
    cli->out_terminal = cli->err_terminal;
    cli->width = columns(cli->env, STDERR_FILENO);
    return true;
}

// The output was lost: a caller that only reads the status must not think that it was written.
static int told(const Cli *cli, int status) {
    int error = *cli->out_error;
    // A terminal that was closed reads no more.
    if (error == EIO && cli->out_terminal) return status;
    if (error == 0 || error == EPIPE || status == STATUS_DEFECT) return status;
    return cli_fail(cli, STATUS_JOURNAL, "standard output could not be written: %.*s",
                    SV_ARG(file_error(cli->arena, error)));
}

int cli_main(const CliWorld *world, int argc, char *const *argv) {
    const Env *env = world->env;
    int out_error = 0;
    Cli cli = {.env = env,
               .out_error = &out_error,
               .events_fd = -1,
               .arena = arena_new(LIMIT_PROGRAM_MEMORY),
               .registry = world->registry,
               .out_terminal = isatty(STDOUT_FILENO),
               .err_terminal = isatty(STDERR_FILENO),
               .signal_name = world->signal_name,
               .catch_signals = world->catch_signals,
               .hush = world->hush,
               .went_on = world->went_on,
               .set_drawn = world->set_drawn};
    cli.width = columns(env, cli.out_terminal ? STDOUT_FILENO : STDERR_FILENO);
    cli.err_color = wants_color(env, (Sv){0}, cli.err_terminal);
    BUF_AUTO Buf error = buf_new(64 * 1024);
    CommandLine line;
    int status;
    if (!command_line_parse(cli.arena, argc, argv, &line, &error)) {
        status = cli_usage(&cli, "%.*s", SV_ARG(buf_sv(&error)));
    } else if (line.color.at && !sv_eq(line.color, SV("auto")) &&
               !sv_eq(line.color, SV("always")) && !sv_eq(line.color, SV("never"))) {
        status =
            cli_usage(&cli, "--color takes auto, always or never, not '%.*s'", SV_ARG(line.color));
    } else if (sv_eq_c(line.events, "-") && !line.help && !give_output_to_events(&cli)) {
        status = cli_fail(&cli, STATUS_JOURNAL, "standard output cannot be used for events: %.*s",
                          SV_ARG(file_error(cli.arena, errno)));
    } else {
        cli.out_color = wants_color(env, line.color, cli.out_terminal);
        cli.err_color = wants_color(env, line.color, cli.err_terminal);
        if (line.help) {
            Sv name = sv_from_c(command_rows[line.command].name);
            CommandLine help = {.command = C_INDEX_HELP, .operands = {&name, 1, 1}};
            status = cmd_HELP(&cli, &help);
        } else {
            status = commands[line.command](&cli, &line);
        }
    }
    status = told(&cli, status);
    arena_free(cli.arena);
    return status;
}
