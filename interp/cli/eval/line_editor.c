#include "cli/eval/line_editor.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "late/edit.h"
#include "late/late.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { REMEMBERED = 500, WORD_BYTES = 16 * 1024, GAP = 2, LEAST_COLUMNS = 20 };

struct LineEditor {
    LineEditorOptions options;
    EditLine *edit; // NULL = libedit is not installed: lines are read as the terminal gives them
    History *lines;
    bool cleared; // by Ctrl-C
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
static void say(Sv text) {
    fwrite(text.at, 1, text.len, stdout);
    fflush(stdout);
}

// ── keys ──

// Drains what a signal left in the pipe.
static void drain(int fd) {
    char bytes[64];
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    while (poll(&wanted, 1, 0) > 0 && read(fd, bytes, sizeof bytes) > 0)
        continue;
}

// False if a signal came instead.
static bool wait_for_key(LineEditor *editor) {
    struct pollfd wanted[] = {{.fd = STDIN_FILENO, .events = POLLIN},
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

// Reads one character; libedit's own function would continue after a signal.
static int read_key(EditLine *edit, wchar_t *out) {
    char bytes[4];
    size_t len = 0, wanted = 1;
    while (len < wanted) {
        if (!wait_for_key(editor_of(edit))) return -1;
        ssize_t got = read(STDIN_FILENO, bytes + len, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got < 0 ? -1 : 0;
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

static size_t columns_of_terminal(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= LEAST_COLUMNS)
        return size.ws_col;
    return 80;
}

// In columns, like `ls`.
static void list_words(const LineWords *words) {
    size_t widest = 0;
    for (uint32_t i = 0; i < words->list.count; i++)
        if (utf8_width(words->list.items[i]) > widest) widest = utf8_width(words->list.items[i]);
    size_t across = columns_of_terminal() / (widest + GAP);
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
    say(buf_sv(&out));
}

static unsigned char complete(EditLine *edit, int key) {
    (void)key;
    LineEditor *editor = editor_of(edit);
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
            list_words(&words);
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
}

LineEditor *line_editor_new(Arena *arena, const LineEditorOptions *options) {
    LineEditor *editor = arena_new_of(arena, LineEditor);
    LateFailure missing;
    editor->options = *options;
    if (!late_load(LATE_EDIT, &missing)) {
        BUF_AUTO Buf words = buf_new(WORD_BYTES);
        shown_addf(&words, "lines cannot be edited: %s; %s\n", missing.reason, missing.hint);
        cli_write_to(STDERR_FILENO, buf_sv(&words), false);
        return editor;
    }
    editor->edit = el_init("runbook", stdin, stdout, stderr);
    editor->lines = history_init();
    if (editor->edit && editor->lines) {
        set_up(editor);
        return editor;
    }
    line_editor_free(editor);
    return NULL;
}

void line_editor_free(LineEditor *editor) {
    if (editor->lines) history_end(editor->lines);
    if (editor->edit) el_end(editor->edit);
}

static LineStatus plain_end(const LineEditor *editor) {
    say(SV("\n"));
    return editor->cleared ? LINE_CLEARED : LINE_OVER;
}

// The terminal's own line, which it gives once it is whole.
static LineStatus read_plain(LineEditor *editor, Arena *arena, Sv *out) {
    BUF_AUTO Buf line = buf_new(WORD_BYTES);
    say(sv_from_c(editor->options.prompt));
    for (;;) {
        char next = '\n';
        if (!wait_for_key(editor)) return plain_end(editor);
        ssize_t got = read(STDIN_FILENO, &next, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 && line.len == 0) return plain_end(editor);
        if (got <= 0 || next == '\n') break;
        buf_add_char(&line, next);
    }
    *out = sv_trim(buf_keep(&line, arena));
    return LINE_READ;
}

LineStatus line_editor_read(LineEditor *editor, Arena *arena, Sv *out) {
    int count = 0;
    editor->cleared = false;
    if (!editor->edit) return read_plain(editor, arena, out);
    el_resize(editor->edit);
    // By itself libedit shows the prompt first, and a Ctrl-D typed before that would be lost.
    el_set(editor->edit, EL_PREP_TERM, 1);
    const char *line = el_gets(editor->edit, &count);
    if (line && count > 0 && !editor->cleared) {
        *out = sv_copy(arena, sv_trim((Sv){line, (size_t)count}));
        return LINE_READ;
    }
    say(editor->cleared ? SV("^C\n") : SV("\n"));
    return editor->cleared ? LINE_CLEARED : LINE_OVER;
}

void line_editor_remember(LineEditor *editor, Arena *arena, Sv line) {
    HistEvent event;
    if (!editor->lines) return;
    const char *text = line.len > 0 && line.len < WORD_BYTES ? sv_to_c(arena, line) : NULL;
    if (text) history(editor->lines, &event, H_ENTER, text);
}
