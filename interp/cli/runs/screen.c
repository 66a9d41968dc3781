#include "cli/runs/screen.h"
#include "base/heap.h"
#include "base/limits.h"
#include "cli/found/earlier_times.h"
#include "event/display_order.h"
#include "journal/journal.h"
#include "report/terminal/terminal.h"

#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_NS = 100 * 1000 * 1000,
    SECOND_NS = 1000 * 1000 * 1000,
    TIMES_BYTES = 64 * 1024 * 1024
};
// Where nothing is drawn what earlier runs took is of interest once a step takes long.
enum { SECONDS_TO_WAIT = 8 };

struct Screen {
    const Cli *cli;
    Terminal *terminal;
    EventOrder *order;
    EventSink next;  // the order's
    bool live, gone; // gone = the reader has gone away
    bool ticks;      // there is a ticker
    pthread_mutex_t lock;
    pthread_cond_t quit;
    bool quitting;
    pthread_t ticker;
    Console *keys; // where somebody may type ahead; NULL = nowhere
    bool held;     // a question is being asked
    bool told;     // since the last question, that keys were dropped
    const StepFacts *facts;
    Arena *arena;       // of the next three
    Sv runs, name, run; // the folder of runs, what is run, and its id; empty = not known yet
    Arena *times;       // of what earlier runs took; NULL = not read yet
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
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return;
    if (size.ws_col >= 20) terminal_set_width(screen->terminal, size.ws_col);
    terminal_set_height(screen->terminal, size.ws_row);
}

// Once between two questions: what is typed meanwhile answers nothing.
static void drop_keys(Screen *screen) {
    static const char words[] = "(typed ahead: dropped)";
    if (!screen->keys || screen->held || !console_forget(screen->keys) || screen->told) return;
    screen->told = true;
    if (screen->cli->out_terminal)
        terminal_remark(screen->terminal, sv_from_c(words));
    else
        console_write(screen->keys, SV("(typed ahead: dropped)\n"));
}

// By this thread, and with nobody waiting for it.
static void look_at_earlier_runs(Screen *screen) {
    if (screen->times || screen->runs.len == 0) return;
    screen->times = arena_new(TIMES_BYTES);
    Sv runs = screen->runs, name = screen->name, run = screen->run;
    pthread_mutex_unlock(&screen->lock);
    UsualTimes *usual = earlier_times(screen->times, env_system(), runs, name, run);
    pthread_mutex_lock(&screen->lock);
    terminal_set_usual(screen->terminal, usual);
}

static void note_drawn(const Screen *screen) {
    if (screen->live && screen->cli->set_drawn)
        screen->cli->set_drawn(terminal_draws(screen->terminal));
}

static void *tick(void *self) {
    Screen *screen = self;
    pthread_mutex_lock(&screen->lock);
    for (uint64_t count = 0; !screen->quitting; count++) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += screen->live ? TICK_NS : 0;
        until.tv_sec += until.tv_nsec / SECOND_NS + (screen->live ? 0 : 1);
        until.tv_nsec %= SECOND_NS;
        pthread_cond_timedwait(&screen->quit, &screen->lock, &until);
        if (screen->quitting) break;
        drop_keys(screen);
        if (screen->live || count > SECONDS_TO_WAIT) look_at_earlier_runs(screen);
        if (screen->quitting) break;
        if (screen->live) {
            if (screen->keys)
                terminal_set_behind(screen->terminal, !console_in_front(screen->keys));
            follow_size(screen);
            terminal_tick(screen->terminal,
                          screen->cli->env->stamp(screen->cli->env->self).mono_ns);
            note_drawn(screen);
        } else {
            // Not the events' clock: it is no business of theirs.
            terminal_tell(screen->terminal, (int64_t)until.tv_sec * SECOND_NS + until.tv_nsec);
        }
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

static void known(void *self, const Event *started, StepKnown *out) {
    const Screen *screen = self;
    if (screen->facts) step_facts_find(screen->facts, started, out);
}

Screen *screen_new(const Cli *cli, const CommandLine *line, bool live) {
    Screen *screen = heap_alloc(sizeof *screen);
    screen->cli = cli;
    const char *term = cli->env->get(cli->env->self, "TERM");
    bool draws = cli->out_terminal && term && *term && !sv_eq_c(SV("dumb"), term);
    screen->live = live && draws;
    TerminalOptions options = {.write = write_out,
                               .command = write_command,
                               .fold = fold_of(cli),
                               .self = screen,
                               .width = cli->width,
                               .color = cli->out_color,
                               .live = screen->live,
                               .tells = live && !line->quiet,
                               .known = known,
                               .quiet = line->quiet,
                               .verbose = line->verbose};
    screen->terminal = terminal_new(&options);
    screen->order = event_order_new(terminal_sink(screen->terminal));
    screen->next = event_order_sink(screen->order);
    pthread_mutex_init(&screen->lock, NULL);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&screen->quit, &clock);
    pthread_condattr_destroy(&clock);
    screen->arena = arena_new(TIMES_BYTES);
    screen->ticks = (screen->live || (live && !line->quiet)) && start_ticker(screen);
    if (!screen->ticks) screen->live = false;
    return screen;
}

static bool take(void *self, const Event *event) {
    Screen *screen = self;
    pthread_mutex_lock(&screen->lock);
    terminal_notice(screen->terminal, event);
    screen->next.take(screen->next.self, event);
    note_drawn(screen);
    if (screen->held && screen->keys && event->kind == EVENT_STOPPED) console_disturb(screen->keys);
    pthread_mutex_unlock(&screen->lock);
    return true;
}

EventSink screen_sink(Screen *screen) {
    return (EventSink){screen, take};
}

void screen_set_facts(Screen *screen, const StepFacts *facts) {
    pthread_mutex_lock(&screen->lock);
    screen->facts = facts;
    pthread_mutex_unlock(&screen->lock);
}

void screen_set_earlier(Screen *screen, Sv runs, Sv name, Sv run) {
    pthread_mutex_lock(&screen->lock);
    screen->runs = sv_copy(screen->arena, runs);
    screen->name = sv_copy(screen->arena, name);
    screen->run = sv_copy(screen->arena, run);
    pthread_mutex_unlock(&screen->lock);
}

void screen_set_journal(Screen *screen, Sv path) {
    pthread_mutex_lock(&screen->lock);
    terminal_set_journal(screen->terminal, path);
    pthread_mutex_unlock(&screen->lock);
}

void screen_recall(Screen *screen, Sv journal) {
    pthread_mutex_lock(&screen->lock);
    EventOrder *order = event_order_new(terminal_recall_sink(screen->terminal));
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    JournalProblem problem;
    // What is wrong with it is for whoever takes it up to say.
    bool read = journal_read(arena, journal, event_order_sink(order), &problem);
    (void)read;
    event_order_free(order);
    pthread_mutex_unlock(&screen->lock);
    arena_free(arena);
}

void screen_set_left(Screen *screen, Value left) {
    pthread_mutex_lock(&screen->lock);
    terminal_set_left(screen->terminal, left);
    pthread_mutex_unlock(&screen->lock);
}

void screen_watch_keys(Screen *screen, Console *console) {
    pthread_mutex_lock(&screen->lock);
    screen->keys = console;
    pthread_mutex_unlock(&screen->lock);
}

void screen_hold(Screen *screen) {
    pthread_mutex_lock(&screen->lock);
    drop_keys(screen);
    screen->held = true;
    screen->told = false;
    terminal_hold(screen->terminal);
    note_drawn(screen);
    pthread_mutex_unlock(&screen->lock);
}

void screen_release(Screen *screen) {
    pthread_mutex_lock(&screen->lock);
    screen->held = false;
    terminal_release(screen->terminal);
    pthread_mutex_unlock(&screen->lock);
}

// Whoever has the lock may be stuck, and that must not keep anybody here.
void screen_leave(Screen *screen) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    if (pthread_mutex_timedlock(&screen->lock, &until) == 0) terminal_leave(screen->terminal);
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
    if (screen->ticks) {
        pthread_mutex_lock(&screen->lock);
        screen->quitting = true;
        pthread_cond_signal(&screen->quit);
        pthread_mutex_unlock(&screen->lock);
        pthread_join(screen->ticker, NULL);
    }
    event_order_free(screen->order);
    terminal_free(screen->terminal);
    arena_free(screen->arena);
    if (screen->times) arena_free(screen->times);
    pthread_cond_destroy(&screen->quit);
    pthread_mutex_destroy(&screen->lock);
    heap_free(screen);
}
