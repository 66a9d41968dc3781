#include "cli/ask/line_editor.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "cli/ask/line_keys.h"
#include "cli/cli.h"
#include "late/edit.h"
#include "late/late.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { REMEMBERED = 500, WORD_BYTES = 16 * 1024, GAP = 2, LEAST_COLUMNS = 20 };
// How often the size of the terminal is looked at, and how soon the rest of a sequence comes.
enum { LOOK_NS = 200 * 1000 * 1000, SEQUENCE_MS = 50, SEQUENCE_BYTES = 32, ESCAPE = 0x1b };

struct LineEditor {
    LineEditorOptions options;
    EditLine *edit; // NULL = libedit is not installed: lines are read as the terminal gives them
    History *lines;
    FILE *in, *out;
    bool cleared;   // by Ctrl-C
    LineStatus end; // why the waiter gave up
    Sv keys;        // still to be read, of a sequence; in `meaning`
    char meaning[LINE_KEYS_MOST];
    size_t columns; // when the line was drawn
    bool redrawn;   // not only typed
};

static LineEditor *editor_of(EditLine *edit) {
    void *self = NULL;
    el_get(edit, EL_CLIENTDATA, &self);
    return self;
}

static char *prompt_of(EditLine *edit) {
    return (char *)(uintptr_t)editor_of(edit)->options.prompt;
}

// libedit writes by stdio, so what is said between its lines goes the same way.
static void say(const LineEditor *editor, Sv text) {
    fwrite(text.at, 1, text.len, editor->out);
    fflush(editor->out);
}

// ── keys ──

// Drains what a signal left in the pipe.
static void drain(int fd) {
    char bytes[64];
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    while (poll(&wanted, 1, 0) > 0 && read(fd, bytes, sizeof bytes) > 0)
        continue;
}

static size_t columns_of(const LineEditor *editor) {
    struct winsize size;
    if (ioctl(editor->options.fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= LEAST_COLUMNS)
        return size.ws_col;
    return 80;
}

// Rows of the line above the cursor, which is at that place in it. As it is typed a terminal wraps
// it, and then wraps it anew for another width; what libedit has drawn again are rows of their own.
static size_t rows_above(const LineEditor *editor, size_t at, size_t columns) {
    size_t old = editor->columns;
    if (!editor->redrawn) return at / columns;
    if (columns >= old) return at / old;
    return at / old * ((old + columns - 1) / columns) + at % old / columns;
}

static void take_away(LineEditor *editor, size_t columns) {
    const LineInfo *line = el_line(editor->edit);
    Sv before = {line->buffer, (size_t)(line->cursor - line->buffer)};
    size_t at = utf8_width(sv_from_c(editor->options.prompt)) + utf8_width(before);
    size_t rows = rows_above(editor, at, columns);
    BUF_AUTO Buf out = buf_new(64);
    if (rows > 0) buf_addf(&out, "\x1b[%zuA", rows);
    buf_add_c(&out, "\r\x1b[J");
    say(editor, buf_sv(&out));
}

// A line that is being edited is drawn anew in a window of another size, and where something else
// has been written.
static void keep_drawn(LineEditor *editor) {
    const LineEditorOptions *options = &editor->options;
    size_t columns = columns_of(editor);
    bool disturbed = options->disturbed && options->disturbed(options->self);
    if (!editor->edit && disturbed) say(editor, sv_from_c(options->prompt));
    if (!editor->edit || (columns == editor->columns && !disturbed)) return;
    if (!disturbed) take_away(editor, columns);
    if (columns != editor->columns) el_resize(editor->edit);
    editor->columns = columns;
    editor->redrawn = true;
    el_set(editor->edit, EL_REFRESH);
}

static bool gave_up(LineEditor *editor, LineStatus end) {
    editor->end = end;
    errno = EINTR;
    return false;
}

// By the waiter, which is interrupted only to look at the size. The time is counted in such looks,
// since a clock that stands still must not make it wait for ever.
static bool wait_with_waiter(LineEditor *editor) {
    int64_t left = wait_left(editor->options.waiter);
    for (;;) {
        Waiter look = *editor->options.waiter;
        bool last = left <= LOOK_NS;
        int64_t now = look.env->mono_ns(look.env->self);
        if (!last && __builtin_add_overflow(now, LOOK_NS, &look.deadline_ns))
            look.deadline_ns = NO_DEADLINE;
        struct pollfd wanted = {.fd = editor->options.fd, .events = POLLIN};
        switch (wait_for(&look, &wanted, 1)) {
        case WAIT_READY: return true;
        case WAIT_CANCELLED: return gave_up(editor, LINE_CANCELLED);
        case WAIT_FAILED: return gave_up(editor, LINE_OVER);
        case WAIT_DEADLINE: break;
        }
        if (last || wait_left(editor->options.waiter) == 0) return gave_up(editor, LINE_EXPIRED);
        if (left != INT64_MAX) left -= LOOK_NS;
        keep_drawn(editor);
    }
}

// False if a signal came instead.
static bool wait_for_key(LineEditor *editor) {
    if (editor->options.waiter) return wait_with_waiter(editor);
    struct pollfd wanted[] = {{.fd = editor->options.fd, .events = POLLIN},
                              {.fd = editor->options.cancel_fd, .events = POLLIN}};
    for (;;) {
        int ready = poll(wanted, editor->options.cancel_fd >= 0 ? 2 : 1, -1);
        if (ready < 0 && errno != EINTR) return true;
        if (wanted[1].revents) {
            drain(editor->options.cancel_fd);
            editor->cleared = strcmp(editor->options.signal_name(), "SIGINT") == 0;
            errno = EINTR;
            return false;
        }
        if (ready > 0) return true;
    }
}

static size_t bytes_of(unsigned char first) {
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// What the rest of a sequence means, of which ESC was read. A key of its own means nothing.
static Sv rest_of_sequence(LineEditor *editor) {
    char bytes[SEQUENCE_BYTES] = {ESCAPE};
    size_t len = 1;
    struct pollfd more = {.fd = editor->options.fd, .events = POLLIN};
    while (len < sizeof bytes && line_keys_length((Sv){bytes, len}) == 0) {
        if (poll(&more, 1, SEQUENCE_MS) <= 0 || read(editor->options.fd, bytes + len, 1) != 1)
            break;
        len++;
    }
    Sv meaning = line_keys_of((Sv){bytes, len});
    memcpy(editor->meaning, meaning.len ? meaning.at : "", meaning.len);
    return (Sv){editor->meaning, meaning.len};
}

// Reads one character; libedit's own function would continue after a signal.
static int read_key(EditLine *edit, wchar_t *out) {
    LineEditor *editor = editor_of(edit);
    char bytes[4];
    size_t len = 0, wanted = 1;
    while (len < wanted) {
        if (editor->keys.len > 0) {
            bytes[len++] = editor->keys.at[0];
            editor->keys = sv_slice(editor->keys, 1, editor->keys.len);
            continue;
        }
        if (!wait_for_key(editor)) return -1;
        ssize_t got = read(editor->options.fd, bytes + len, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got < 0 ? -1 : 0;
        if (len == 0 && bytes[0] == ESCAPE) {
            editor->keys = rest_of_sequence(editor);
            continue;
        }
        if (len++ == 0) wanted = bytes_of((unsigned char)bytes[0]);
    }
    size_t at = 0;
    *out = (wchar_t)utf8_next((Sv){bytes, len}, &at);
    return 1;
}

// ── completion ──

static size_t common(Sv a, Sv b) {
    size_t len = 0;
    while (len < a.len && len < b.len && a.at[len] == b.at[len])
        len++;
    return len;
}

static int by_text(const void *a, const void *b) {
    return sv_cmp(*(const Sv *)a, *(const Sv *)b);
}

// In columns, like `ls`.
static void list_words(const LineEditor *editor, const LineWords *words) {
    size_t widest = 0;
    for (uint32_t i = 0; i < words->list.count; i++)
        if (utf8_width(words->list.items[i]) > widest) widest = utf8_width(words->list.items[i]);
    size_t across = columns_of(editor) / (widest + GAP);
    if (across == 0) across = 1;
    size_t down = (words->list.count + across - 1) / across;
    BUF_AUTO Buf out = buf_new(LIMIT_STRING_BYTES);
    buf_add_char(&out, '\n');
    for (size_t row = 0; row < down; row++) {
        for (size_t at = row; at < words->list.count; at += down) {
            Sv word = words->list.items[at];
            bool last = at + down >= words->list.count;
            shown_add(&out, word, false);
            if (!last) buf_add_repeat(&out, ' ', widest + GAP - utf8_width(word));
        }
        buf_add_char(&out, '\n');
    }
    say(editor, buf_sv(&out));
}

static unsigned char complete(EditLine *edit, int key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
    if (!editor->options.complete) return CC_ERROR;
    const LineInfo *line = el_line(edit);
    Sv before = {line->buffer, (size_t)(line->cursor - line->buffer)};
    Arena *arena = arena_new(LIMIT_ATTEMPT_MEMORY);
    LineWords words = {.start = before.len};
    editor->options.complete(editor->options.self, before, arena, &words);
    unsigned char end = CC_ERROR;
    if (words.list.count > 0) {
        qsort(words.list.items, words.list.count, sizeof *words.list.items, by_text);
        Sv typed = sv_slice(before, words.start, before.len);
        Sv whole = sv_slice(words.list.items[0], 0,
                            common(words.list.items[0], words.list.items[words.list.count - 1]));
        char *rest =
            whole.len > typed.len ? sv_to_c(arena, sv_slice(whole, typed.len, whole.len)) : NULL;
        if (rest && el_insertstr(edit, rest) == 0) {
            end = CC_REFRESH;
        } else if (words.list.count > 1) {
            list_words(editor, &words);
            end = CC_REDISPLAY;
        } else {
            end = CC_NORM;
        }
    }
    arena_free(arena);
    return end;
}

// ── lines ──

static void set_up(LineEditor *editor) {
    EditLine *edit = editor->edit;
    HistEvent event;
    history(editor->lines, &event, H_SETSIZE, REMEMBERED);
    history(editor->lines, &event, H_SETUNIQUE, 1);
    el_set(edit, EL_CLIENTDATA, editor);
    el_set(edit, EL_PROMPT, prompt_of);
    el_set(edit, EL_SIGNAL, 0);
    el_set(edit, EL_EDITOR, "emacs");
    el_set(edit, EL_HIST, history, editor->lines);
    el_set(edit, EL_GETCFN, read_key);
    // The non-wide form would leak copies of the two texts.
    el_wset(edit, EL_ADDFN, L"complete-name", L"Completes a name.", complete);
    el_set(edit, EL_BIND, "^I", "complete-name", NULL);
    el_set(edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(edit, EL_BIND, "\033[3~", "ed-delete-next-char", NULL);
}

static FILE *stream_of(int fd, const char *mode) {
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    FILE *stream = own >= 0 ? fdopen(own, mode) : NULL;
    if (!stream && own >= 0) close(own);
    return stream;
}

static bool can_be_edited(const LineEditor *editor) {
    LateFailure missing;
    if (editor->options.plain || !isatty(editor->options.fd)) return false;
    if (late_load(LATE_EDIT, &missing)) return true;
    if (editor->options.waiter) return false; // a question is no place for that
    BUF_AUTO Buf words = buf_new(WORD_BYTES);
    shown_addf(&words, "lines cannot be edited: %s; %s\n", missing.reason, missing.hint);
    cli_write_to(STDERR_FILENO, buf_sv(&words), false);
    return false;
}

LineEditor *line_editor_new(Arena *arena, const LineEditorOptions *options) {
    LineEditor *editor = arena_new_of(arena, LineEditor);
    editor->options = *options;
    editor->out = stream_of(options->fd, "w");
    bool edits = editor->out && can_be_edited(editor);
    if (editor->out && !edits) return editor;
    editor->in = edits ? stream_of(options->fd, "r") : NULL;
    editor->edit = editor->in ? el_init("runbook", editor->in, editor->out, editor->out) : NULL;
    editor->lines = editor->edit ? history_init() : NULL;
    if (editor->lines) {
        set_up(editor);
        return editor;
    }
    line_editor_free(editor);
    return NULL;
}

void line_editor_set(LineEditor *editor, const LineEditorOptions *options) {
    bool plain = editor->options.plain;
    int fd = editor->options.fd;
    editor->options = *options;
    editor->options.plain = plain;
    editor->options.fd = fd;
}

void line_editor_free(LineEditor *editor) {
    if (editor->lines) history_end(editor->lines);
    if (editor->edit) el_end(editor->edit);
    if (editor->in) fclose(editor->in);
    if (editor->out) fclose(editor->out);
}

static LineStatus end_of(const LineEditor *editor) {
    return editor->cleared ? LINE_CLEARED : editor->end;
}

static LineStatus plain_end(const LineEditor *editor) {
    say(editor, SV("\n"));
    return end_of(editor);
}

// The terminal's own line, which it gives once it is whole.
static LineStatus read_plain(LineEditor *editor, Arena *arena, Sv *out) {
    BUF_AUTO Buf line = buf_new(WORD_BYTES);
    say(editor, sv_from_c(editor->options.prompt));
    for (;;) {
        char next = '\n';
        if (!wait_for_key(editor)) return plain_end(editor);
        ssize_t got = read(editor->options.fd, &next, 1);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0 && line.len == 0) return plain_end(editor);
        if (got <= 0 || next == '\n') break;
        buf_add_char(&line, next);
    }
    BUF_AUTO Buf clean = buf_new(WORD_BYTES);
    line_keys_clean(&clean, buf_sv(&line));
    Sv kept = buf_keep(&clean, arena);
    *out = editor->options.whole ? kept : sv_trim(kept);
    return LINE_READ;
}

LineStatus line_editor_read(LineEditor *editor, Arena *arena, Sv *out) {
    int count = 0;
    editor->cleared = false;
    editor->end = LINE_OVER;
    editor->redrawn = false;
    editor->keys = (Sv){0};
    editor->columns = columns_of(editor);
    if (!editor->edit) return read_plain(editor, arena, out);
    el_resize(editor->edit);
    // By itself libedit shows the prompt first, and a Ctrl-D typed before that would be lost.
    el_set(editor->edit, EL_PREP_TERM, 1);
    const char *line = el_gets(editor->edit, &count);
    if (line && count > 0 && !editor->cleared) {
        BUF_AUTO Buf clean = buf_new(LIMIT_STRING_BYTES);
        line_keys_clean(&clean, (Sv){line, strlen(line)});
        *out = sv_trim(buf_keep(&clean, arena));
        return LINE_READ;
    }
    say(editor, editor->cleared ? SV("^C\n") : SV("\n"));
    return end_of(editor);
}

void line_editor_remember(LineEditor *editor, Arena *arena, Sv line) {
    HistEvent event;
    if (!editor->lines) return;
    const char *text = line.len > 0 && line.len < WORD_BYTES ? sv_to_c(arena, line) : NULL;
    if (text) history(editor->lines, &event, H_ENTER, text);
}
