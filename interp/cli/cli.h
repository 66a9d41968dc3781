// The commands, each in a cmd_*.c, and what they are given. A command prints, and returns the exit
// status.
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/limits.h"
#include "cli/options.h"
#include "diag/diag.h"
#include "engine/run.h"
#include "spec/action.h"

typedef struct Cli {
    const Env *env;
    Arena *arena;
    const Registry *registry;
    bool out_color, err_color; // after --color, NO_COLOR and whether it is a terminal
    size_t width;              // columns of the terminal; 80 where it is none
    bool out_terminal, err_terminal;
    // After this a signal only asks to stop, through the descriptor that is returned (-1 = none);
    // before, it ends the process.
    int (*catch_signals)(void);
    const char *(*signal_name)(void);  // which one it was
    int events_fd;                     // standard output, where the events go there; else -1
    bool (*hush)(int fd, bool hushes); // as in CliWorld
    bool (*went_on)(void);
    void (*set_drawn)(bool is_drawn);
    int *out_error; // errno of the first failed write to standard output; 0 = none failed
} Cli;

// What a command gets from outside.
typedef struct CliWorld {
    const Env *env;
    const Registry *registry;
    int (*catch_signals)(void);
    const char *(*signal_name)(void);
    // Hushes a terminal (these three may be NULL), the same one each time: what is typed is not
    // shown, and is there key by key. However the process ends or is stopped, the terminal is as it
    // was.
    bool (*hush)(int fd, bool hushes);
    // Whether the process was stopped and goes on, since that was asked last.
    bool (*went_on)(void);
    // Lines that are drawn anew stand beneath the cursor, and go when the process is stopped.
    void (*set_drawn)(bool is_drawn);
} CliWorld;

#define COMMAND(ID, name, arguments, least, most, doc, more)                                       \
    int cmd_##ID(const Cli *cli, const CommandLine *line);
#include "cli/commands.def"
#undef COMMAND

// The whole program behind main(): parses, runs the command, returns the status.
int cli_main(const CliWorld *world, int argc, char *const *argv);

// All that is said to people and programs goes through these few, and here nothing passes that acts
// on a terminal or a CI system (base/shown/shown.h). Foreign text has been shown before, where it
// was quoted: in a format each %s is, on one line.

// Writes whole lines to standard output. A failure is remembered, and the command then ends with
// status 9. A reader that went away, like `head`, did not want more: that is no failure.
bool cli_out(const Cli *cli, Sv text);
// The same for lines that are our own commands to a CI system.
bool cli_out_commands(const Cli *cli, Sv text);
bool cli_outf(const Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
// To standard error.
void cli_errf(const Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
// To a terminal that was opened; false if the reader has gone away.
bool cli_write_to(int fd, Sv text, bool color);
// Calls whoever looks elsewhere, at a terminal that has a title: the bell, and a title until
// cli_call_over gives back the one before.
void cli_call(int fd, Sv title);
void cli_call_over(int fd);
// Diagnostics to standard error.
void cli_diagnose(const Cli *cli, const Diags *diags);
// "runbook: message" to standard error; returns the status. Lines of the message are lines where
// the format says so, not where a text in it does.
int cli_usage(const Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_fail(const Cli *cli, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
