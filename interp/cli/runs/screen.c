#include "cli/runs/screen.h"
#include "base/heap.h"
#include "event/display_order.h"
#include "report/terminal/terminal.h"

#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { TICK_NS = 100 * 1000 * 1000 };

// A question without an answer so far.
typedef struct WaitingQuestion {
    Sv number, name, question;
    bool answered;
} WaitingQuestion;

struct Screen {
    const Cli *cli;
    Terminal *terminal;
    EventOrder *order;
    EventSink next;  // the order's
    bool live, gone; // gone = the reader has gone away
    pthread_mutex_t lock;
    pthread_cond_t quit;
    bool quitting;
    pthread_t ticker;
    Arena *arena; // of the questions
    WaitingQuestion *asked;
    uint32_t asked_count, asked_capacity;
};

static void write_out(void *self, Sv text) {
    Screen *screen = self;
    if (!screen->gone && !cli_out(screen->cli, text)) screen->gone = true;
}

static void write_command(void *self, Sv line) {
    Screen *screen = self;
    if (!screen->gone && !cli_out_commands(screen->cli, line)) screen->gone = true;
}

static bool is_true(const Env *env, const char *name) {
    return sv_eq_c(sv_from_c(env->get(env->self, name)), "true");
}

// A log that can be unfolded keeps all lines.
static TerminalFold fold_of(const Cli *cli) {
    if (cli->out_terminal) return TERMINAL_FOLD_LINES;
    return is_true(cli->env, "GITHUB_ACTIONS") ? TERMINAL_FOLD_GROUPS
           : is_true(cli->env, "GITLAB_CI")    ? TERMINAL_FOLD_SECTIONS
                                               : TERMINAL_FOLD_LINES;
}

static void follow_size(Screen *screen) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
        terminal_set_width(screen->terminal, size.ws_col);
}

static void *tick(void *self) {
    Screen *screen = self;
    pthread_mutex_lock(&screen->lock);
    while (!screen->quitting) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_NS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&screen->quit, &screen->lock, &until);
        if (screen->quitting) break;
        follow_size(screen);
        terminal_tick(screen->terminal, screen->cli->env->stamp(screen->cli->env->self).mono_ns);
    }
    pthread_mutex_unlock(&screen->lock);
    return NULL;
}

// Signals are handled by the first thread.
static bool start_ticker(Screen *screen) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&screen->ticker, NULL, tick, screen) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

Screen *screen_new(const Cli *cli, const CommandLine *line, bool live) {
    Screen *screen = heap_alloc(sizeof *screen);
    screen->cli = cli;
    screen->live = live && cli->out_terminal;
    TerminalOptions options = {.write = write_out,
                               .command = write_command,
                               .fold = fold_of(cli),
                               .self = screen,
                               .width = cli->width,
                               .color = cli->out_color,
                               .live = screen->live,
                               .quiet = line->quiet,
                               .verbose = line->verbose};
    screen->terminal = terminal_new(&options);
    screen->order = event_order_new(terminal_sink(screen->terminal));
    screen->next = event_order_sink(screen->order);
    screen->arena = arena_new(LIMIT_RUN_MEMORY);
    pthread_mutex_init(&screen->lock, NULL);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&screen->quit, &clock);
    pthread_condattr_destroy(&clock);
    if (screen->live && !start_ticker(screen)) screen->live = false;
    return screen;
}

static void note_question(Screen *screen, const Event *event) {
    Arena *arena = screen->arena;
    arena_grow(arena, screen->asked, screen->asked_count, screen->asked_capacity);
    screen->asked[screen->asked_count++] =
        (WaitingQuestion){.number = sv_copy(arena, event_text(event, "number")),
                          .name = sv_copy(arena, event_text(event, "name")),
                          .question = sv_copy(arena, event_text(event, "question"))};
}

static void note_answer(Screen *screen, const Event *event) {
    for (uint32_t i = 0; i < screen->asked_count; i++) {
        if (sv_eq(screen->asked[i].number, event_text(event, "number")))
            screen->asked[i].answered = true;
    }
}

Sv screen_who_asks(Screen *screen, Sv question, Arena *arena) {
    Sv who = {0};
    pthread_mutex_lock(&screen->lock);
    for (uint32_t i = 0; i < screen->asked_count && !who.len; i++) {
        const WaitingQuestion *asked = &screen->asked[i];
        if (asked->answered || !sv_eq(asked->question, question)) continue;
        if (sv_eq(asked->name, question)) break;
        who = sv_format(arena, "%.*s %.*s", SV_ARG(asked->number), SV_ARG(asked->name));
    }
    pthread_mutex_unlock(&screen->lock);
    return who;
}

static bool take(void *self, const Event *event) {
    Screen *screen = self;
    pthread_mutex_lock(&screen->lock);
    if (event->kind == EVENT_ASKED) note_question(screen, event);
    if (event->kind == EVENT_ANSWERED) note_answer(screen, event);
    terminal_notice(screen->terminal, event);
    screen->next.take(screen->next.self, event);
    pthread_mutex_unlock(&screen->lock);
    return true;
}

EventSink screen_sink(Screen *screen) {
    return (EventSink){screen, take};
}

void screen_set_journal(Screen *screen, Sv path) {
    pthread_mutex_lock(&screen->lock);
    terminal_set_journal(screen->terminal, path);
    pthread_mutex_unlock(&screen->lock);
}

void screen_set_run(Screen *screen, Sv word) {
    pthread_mutex_lock(&screen->lock);
    terminal_set_run(screen->terminal, word);
    pthread_mutex_unlock(&screen->lock);
}

void screen_hold(Screen *screen) {
    pthread_mutex_lock(&screen->lock);
    terminal_hold(screen->terminal);
    pthread_mutex_unlock(&screen->lock);
}

void screen_release(Screen *screen) {
    pthread_mutex_lock(&screen->lock);
    terminal_release(screen->terminal);
    pthread_mutex_unlock(&screen->lock);
}

void screen_cut(Screen *screen, Sv reason) {
    pthread_mutex_lock(&screen->lock);
    event_order_free(screen->order);
    screen->order = NULL;
    terminal_cut(screen->terminal, reason);
    pthread_mutex_unlock(&screen->lock);
}

void screen_going_on(Screen *screen, Sv where) {
    pthread_mutex_lock(&screen->lock);
    event_order_free(screen->order);
    screen->order = NULL;
    terminal_going_on(screen->terminal, where);
    pthread_mutex_unlock(&screen->lock);
}

void screen_free(Screen *screen) {
    if (screen->live) {
        pthread_mutex_lock(&screen->lock);
        screen->quitting = true;
        pthread_cond_signal(&screen->quit);
        pthread_mutex_unlock(&screen->lock);
        pthread_join(screen->ticker, NULL);
    }
    event_order_free(screen->order);
    terminal_free(screen->terminal);
    arena_free(screen->arena);
    pthread_cond_destroy(&screen->quit);
    pthread_mutex_destroy(&screen->lock);
    heap_free(screen);
}
