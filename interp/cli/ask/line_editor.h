// Reads lines at a terminal, with editing, history and completion. The one file that uses libedit.
// Owns the terminal's modes while a line is read, and restores them.
#ifndef CLI_ASK_LINE_EDITOR_H
#define CLI_ASK_LINE_EDITOR_H

#include "base/arena.h"
#include "base/sv.h"
#include "base/system/waiter.h"
#include "base/text_list.h"

typedef struct LineWords {
    size_t start;  // the offset of the word that they may replace
    TextList list; // whole words
} LineWords;

typedef struct LineEditorOptions {
    const char *prompt;
    int fd;        // the terminal
    int cancel_fd; // readable once a signal came; -1 = none
    const char *(*signal_name)(void);
    // Waits instead, for the descriptor and a deadline; what cancels it is left where it is. NULL =
    // cancel_fd ends a line, and is emptied.
    const Waiter *waiter;
    bool plain; // lines as the terminal gives them, and no word about it
    bool whole; // blanks around a line belong to it
    // Finds the possible completions of the text before the cursor; NULL = there are none.
    void (*complete)(void *self, Sv before, Arena *arena, LineWords *out);
    // Asked while nothing is typed: true once something else was written, and the line must be
    // drawn again; NULL = never.
    bool (*disturbed)(void *self);
    void *self;
} LineEditorOptions;

typedef struct LineEditor LineEditor;

// NULL if the terminal is not suitable.
LineEditor *line_editor_new(Arena *arena, const LineEditorOptions *options);
void line_editor_free(LineEditor *editor);
// For the next line; the terminal and whether lines are plain stay as they were.
void line_editor_set(LineEditor *editor, const LineEditorOptions *options);

typedef enum LineStatus {
    LINE_READ,      // *out has it, without its end
    LINE_CLEARED,   // Ctrl-C
    LINE_CANCELLED, // by the waiter
    LINE_EXPIRED,   // its deadline
    LINE_OVER       // Ctrl-D, or the terminal has gone, or the process is to end
} LineStatus;
MUST_USE LineStatus line_editor_read(LineEditor *editor, Arena *arena, Sv *out);
// Adds a line to the history.
void line_editor_remember(LineEditor *editor, Arena *arena, Sv line);

#endif
