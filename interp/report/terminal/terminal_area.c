// The live area, up to three lines that are redrawn in place and removed before anything else is
// drawn: what runs, what it said last or waits for, and the whole.
//
// While it stands there the cursor is at the beginning of its first line, so that all from the
// cursor on can be taken away whatever the window has become meanwhile; and lines are not wrapped
// while they are drawn, for a window that is narrower than it was known to be.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"

static const char *const frames[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
enum { FRAMES = sizeof frames / sizeof *frames, SECOND = 1000000000, AREA_BYTES = 64 * 1024 };
enum { LEAST_NAME = 8, LEAST_HEIGHT = 6, GAP = 2, ROUGHLY = 5 };
_Static_assert(VERDICT_LOOKS >= 7, "each verdict is counted");

bool terminal_draws(const Terminal *terminal) {
    return terminal->live_drawn;
}

void terminal_set_behind(Terminal *terminal, bool behind) {
    // What had stood there was taken away when the process was stopped.
    if (behind) terminal->live_drawn = false;
    terminal->behind = behind;
}

void terminal_live_erase(Terminal *terminal) {
    if (!terminal->live_drawn) return;
    buf_add_c(&terminal->out, "\r\x1b[J");
    terminal->live_drawn = false;
}

// The last column stays free: some terminals wrap as soon as it is filled.
static size_t columns(const Terminal *terminal) {
    size_t width = terminal->options.width;
    if (width > terminal->width) width = terminal->width;
    return width > 1 ? width - 1 : 1;
}

// Without fractions, which would flicker.
static void add_seconds(Buf *out, int64_t ns) {
    if (ns < 60 * (int64_t)SECOND)
        buf_addf(out, "%llds", (long long)(ns / SECOND));
    else
        duration_add_human(out, ns / SECOND * SECOND);
}

// ── what runs ──

// "1m 12s of 30m, usually 58s", as much of it as there is room for: the time itself always.
static void add_time(const Terminal *terminal, const RunningStep *running, size_t room, Buf *out) {
    int64_t elapsed = terminal->now_ns - running->since_ns;
    add_seconds(out, elapsed > 0 ? elapsed : 0);
    BUF_AUTO Buf more = buf_new(AREA_BYTES);
    if (running->known.limit_ns > 0) {
        buf_add_c(&more, " of ");
        terminal_add_limit(&more, running->known.limit_ns);
        if (out->len + more.len <= room) buf_add(out, buf_sv(&more));
        buf_clear(&more);
    }
    int64_t usual = terminal->progress.usual
                        ? usual_time(terminal->progress.usual, sv_from_c(running->address))
                        : 0;
    if (usual < SECOND) return;
    buf_add_c(&more, ", usually ");
    add_seconds(&more, usual);
    if (out->len + more.len <= room) buf_add(out, buf_sv(&more));
}

// The name is cut, and nothing else.
static void add_running(Terminal *terminal, size_t width) {
    Buf *out = &terminal->out;
    const RunningStep *running = &terminal->running[0];
    BUF_AUTO Buf name = buf_new(AREA_BYTES), time = buf_new(AREA_BYTES), more = buf_new(64);
    shown_addf(&name, "%s %s", running->number, running->name);
    if (terminal->running_count > 1) buf_addf(&more, "  and %u more", terminal->running_count - 1);
    size_t room = width > 2 ? width - 2 : 0; // behind the spinner
    size_t fixed = LEAST_NAME + more.len + GAP;
    add_time(terminal, running, room > fixed ? room - fixed : 0, &time);
    size_t taken = more.len + (time.len ? time.len + GAP : 0);
    size_t most = room > taken + LEAST_NAME ? room - taken : LEAST_NAME;
    ink_text(out, terminal->options.color, INK_CYAN, sv_from_c(frames[terminal->frame % FRAMES]));
    buf_add_char(out, ' ');
    Sv text = buf_sv(&name);
    bool cut = utf8_width(text) > most;
    if (cut) text = utf8_fit(text, most - 1);
    buf_add(out, text);
    if (cut) buf_add_c(out, "…");
    buf_add(out, buf_sv(&more));
    size_t used = utf8_width(text) + cut + more.len;
    if (time.len == 0) return;
    buf_add_repeat(out, ' ', room > used + time.len ? room - used - time.len : GAP);
    buf_add(out, buf_sv(&time));
}

// ── what it said last, or waits for ──

static bool add_said(Terminal *terminal, size_t width) {
    const RunningStep *running = &terminal->running[0];
    Sv said = sv_trim(sv_from_c(running->line));
    if (!said.len) return false;
    BUF_AUTO Buf again = buf_new(64);
    int64_t left = running->again_ns - terminal->now_ns;
    if (running->again_ns && left > 0) {
        buf_add_c(&again, "; again in ");
        add_seconds(&again, left + SECOND - 1);
    } else if (running->again_ns) {
        buf_add_c(&again, "; again now");
    }
    size_t gutter = sizeof "  | " - 1;
    if (width < gutter + again.len + LEAST_NAME) return false;
    ink_text(&terminal->out, terminal->options.color, INK_DIM, SV("  │ "));
    terminal_add_fit(terminal, INK_PLAIN, said, width - gutter - again.len);
    buf_add(&terminal->out, buf_sv(&again));
    return true;
}

// ── the whole ──

static void add_sum(const Terminal *terminal, Buf *out) {
    const Progress *progress = &terminal->progress;
    int64_t steps = progress->steps;
    // What loops that have not begun will come to is known from an earlier run at best.
    uint32_t before = progress->usual && progress->loops > 0 ? usual_steps(progress->usual) : 0;
    if (before > steps) steps = before;
    if (progress->ended > steps)
        buf_addf(out, "%lld steps", (long long)progress->ended);
    else
        buf_addf(out, "%lld of %lld%s steps", (long long)progress->ended, (long long)steps,
                 progress->loops > 0 && before == 0 ? " or more" : "");
}

static void add_verdicts(const Terminal *terminal, Buf *out) {
    for (size_t i = 0; i < verdict_look_count && i < VERDICT_LOOKS; i++) {
        int64_t count = terminal->progress.by_verdict[i];
        if (count > 0) buf_addf(out, "  %s %lld", verdict_looks[i].mark, (long long)count);
    }
}

// "about 40s to go", in steps of five seconds where it is long.
static void add_left(const Terminal *terminal, Buf *out) {
    const RunningStep *running = &terminal->running[0];
    if (!terminal->progress.usual) return;
    int64_t left = usual_times_left(terminal->progress.usual, sv_from_c(running->address),
                                    terminal->now_ns - running->since_ns);
    left = (left + SECOND - 1) / SECOND;
    if (left < 1) return;
    if (left > 2 * ROUGHLY) left = (left + ROUGHLY - 1) / ROUGHLY * ROUGHLY;
    buf_add_c(out, ", about ");
    add_seconds(out, left * SECOND);
    buf_add_c(out, " to go");
}

static void add_whole(Terminal *terminal, size_t width) {
    Buf *out = &terminal->out;
    BUF_AUTO Buf sum = buf_new(AREA_BYTES), verdicts = buf_new(AREA_BYTES),
                 time = buf_new(AREA_BYTES);
    add_sum(terminal, &sum);
    add_verdicts(terminal, &verdicts);
    add_seconds(&time, terminal->now_ns - terminal->progress.since_ns);
    size_t plain = time.len;
    add_left(terminal, &time);
    Sv stop = SV("   Ctrl-C stops");
    size_t fixed = 2 + sum.len + GAP;
    if (fixed + time.len > width) time.len = plain;
    if (fixed + time.len + utf8_width(buf_sv(&verdicts)) + 1 > width) buf_clear(&verdicts);
    size_t seen = fixed + time.len + utf8_width(buf_sv(&verdicts));
    if (seen > width) return;
    if (seen + stop.len > width) stop.len = 0;
    buf_add_c(out, "  ");
    buf_add(out, buf_sv(&sum));
    buf_add(out, buf_sv(&verdicts));
    buf_add_repeat(out, ' ', width - seen - stop.len + GAP);
    buf_add(out, buf_sv(&time));
    ink_text(out, terminal->options.color, INK_LABEL, stop);
}

// ── all of it ──

void terminal_live_draw(Terminal *terminal) {
    if (!terminal->options.live || terminal->behind || terminal->running_count == 0) {
        terminal_live_erase(terminal);
        return;
    }
    Buf *out = &terminal->out;
    size_t width = columns(terminal);
    bool tall = terminal->height == 0 || terminal->height >= LEAST_HEIGHT;
    unsigned below = 0;
    buf_add_c(out, "\x1b[?7l");
    add_running(terminal, width);
    buf_add_c(out, "\x1b[K");
    if (tall) {
        size_t before = out->len;
        buf_add_char(out, '\n');
        if (add_said(terminal, width)) {
            below++;
            buf_add_c(out, "\x1b[K\n");
        } else {
            out->len = before + 1;
        }
        if (terminal->progress.begun) {
            add_whole(terminal, width);
            below++;
        }
    }
    buf_add_c(out, "\x1b[J");
    buf_add_c(out, below == 2 ? "\r\x1b[2A" : below == 1 ? "\r\x1b[1A" : "\x1b[1G");
    buf_add_c(out, "\x1b[?7h");
    terminal->live_drawn = true;
}
