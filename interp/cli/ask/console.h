// The terminal of the person who runs this: lines are read from it and questions written to it.
// Owns the descriptor; only ever a terminal that this process may read from.
#ifndef CLI_ASK_CONSOLE_H
#define CLI_ASK_CONSOLE_H

#include "base/arena.h"
#include "base/system/waiter.h"
#include "base/text_list.h"

#include <stdatomic.h>

typedef struct Console {
    int fd;               // for reading and writing; -1 = nobody is there
    bool opened;          // by us: to be closed
    size_t width, height; // columns and rows, when it was last looked at
    bool color;
    bool edits;            // it knows more than lines: these can be edited, and it may have a title
    bool titled;           // and its title can be set
    atomic_bool disturbed; // something was written below a question
    bool (*went_on)(void); // whether this process was stopped meanwhile; NULL = not known
    struct LineEditor *editor; // once a line was read
    Arena *arena;              // of the editor
    const TextList *words;     // that Tab completes
} Console;

// What stands there as a question is drawn again, since something else was written beneath. From
// any thread.
void console_disturb(Console *console);

// The terminal on standard input, else the controlling one if output goes to a terminal. In the
// background, or if CI is set in the environment, nobody is there.
Console console_open(const Env *env, bool color);
void console_close(Console *console);
void console_follow_size(Console *console);

typedef enum ConsoleStatus {
    CONSOLE_LINE,
    CONSOLE_EOF,
    CONSOLE_EXPIRED,  // the waiter's deadline
    CONSOLE_CANCELLED // the waiter's cancel
} ConsoleStatus;

// Discards what was typed before now, which cannot be an answer to the next question. True where
// there was something.
bool console_forget(const Console *console);
void console_write(const Console *console, Sv text);
// A line without its end, edited by the person if the terminal can, after `prompt`; Tab completes
// its first word by `words`, which may be NULL. In the arena.
MUST_USE ConsoleStatus console_line(Console *console, const Waiter *waiter, Sv prompt,
                                    const TextList *words, Arena *arena, Sv *out);
// The same, not shown while it is typed.
MUST_USE ConsoleStatus console_hidden_line(const Console *console, const Waiter *waiter, Sv prompt,
                                           Arena *arena, Sv *out);

#endif
