// The terminal of the person who runs this: lines are read from it and questions written to it.
// Owns the descriptor; only ever a terminal that this process may read from.
#ifndef CLI_RUNS_CONSOLE_H
#define CLI_RUNS_CONSOLE_H

#include "base/buf.h"
#include "base/system/waiter.h"

typedef struct Console {
    int fd;       // for reading and writing; -1 = nobody is there
    bool opened;  // by us: to be closed
    size_t width; // columns
    bool color;
} Console;

// The terminal on standard input, else the controlling one if output goes to a terminal. In the
// background, or if CI is set in the environment, nobody is there.
Console console_open(const Env *env, bool color);
void console_close(Console *console);

typedef enum ConsoleStatus {
    CONSOLE_LINE,
    CONSOLE_EOF,
    CONSOLE_EXPIRED,  // the waiter's deadline
    CONSOLE_CANCELLED // the waiter's cancel
} ConsoleStatus;

// Discards what was typed before now, which cannot be an answer to the next question.
void console_forget(const Console *console);
void console_write(const Console *console, Sv text);
// A line without its end. With `hidden` it is not shown while it is typed.
ConsoleStatus console_line(const Console *console, const Waiter *waiter, bool hidden, Buf *out);

#endif
