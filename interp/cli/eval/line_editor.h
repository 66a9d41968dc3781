// A line that is typed at a terminal: editing, history, completion. The one file that touches
// libedit; where that is not installed it says so once, and lines are read as they come. Owns the
// terminal's modes while a line is read, and gives them back.
#ifndef CLI_EVAL_LINE_EDITOR_H
#define CLI_EVAL_LINE_EDITOR_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct LineWords {
    size_t start; // where in the text the word begins that they may stand for
    Sv *items;    // whole words
    uint32_t count, capacity;
} LineWords;

typedef struct LineEditorOptions {
    const char *prompt;
    int cancel_fd; // readable once a signal came; -1 = none
    const char *(*signal_name)(void);
    // What may stand at the end of the text before the cursor.
    void (*complete)(void *self, Sv before, Arena *arena, LineWords *out);
    void *self;
} LineEditorOptions;

typedef struct LineEditor LineEditor;

// NULL where the terminal cannot be used so.
LineEditor *line_editor_new(Arena *arena, const LineEditorOptions *options);
void line_editor_free(LineEditor *editor);

typedef enum LineStatus {
    LINE_READ,    // *out has it, without its end
    LINE_CLEARED, // Ctrl-C
    LINE_OVER     // Ctrl-D, or the terminal has gone, or the process is to end
} LineStatus;
LineStatus line_editor_read(LineEditor *editor, Arena *arena, Sv *out);
// Can be had back with the arrow keys from now on.
void line_editor_remember(LineEditor *editor, Arena *arena, Sv line);

#endif
