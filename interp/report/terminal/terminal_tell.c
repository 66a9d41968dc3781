// What is said of a step that takes long where nothing is drawn in place: in a pipe, in the log of
// a CI system.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"

enum { GAP = 2, LEAST_NAME = 8 };
static const int64_t second_ns = 1000000000;
static const int64_t first_ns = 10 * (int64_t)1000000000, each_ns = 60 * (int64_t)1000000000;

static bool is_due(const RunningStep *running, int64_t now_ns) {
    int64_t gone = now_ns - running->seen_ns;
    return running->told == 0 ? gone >= first_ns : gone >= running->told * each_ns;
}

// "began 10s ago, may take 30m, usually takes 58s", "goes on, 2m so far of 30m".
static void add_words(const Terminal *terminal, const RunningStep *running, int64_t gone,
                      Buf *out) {
    int64_t limit = running->known.limit_ns;
    const UsualTimes *times = terminal->progress.usual;
    int64_t usual = times ? usual_time(times, sv_from_c(running->address)) : 0;
    buf_add_c(out, running->told == 0 ? "began " : "goes on, ");
    terminal_add_limit(out, running->told == 0 ? first_ns : gone / each_ns * each_ns);
    buf_add_c(out, running->told == 0 ? " ago" : " so far");
    if (limit > 0) {
        buf_add_c(out, running->told == 0 ? ", may take " : " of ");
        terminal_add_limit(out, limit);
    }
    if (running->told > 0 || usual < first_ns) return;
    buf_add_c(out, ", usually takes ");
    terminal_add_limit(out, usual / second_ns * second_ns);
}

static void tell(Terminal *terminal, RunningStep *running, int64_t now_ns) {
    BUF_AUTO Buf words = buf_new(LINE_BYTES), name = buf_new(LINE_BYTES);
    add_words(terminal, running, now_ns - running->seen_ns, &words);
    shown_addf(&name, "%s %s", running->number, running->name);
    Sv mark = SV("… ");
    size_t taken = utf8_width(mark) + GAP + words.len;
    size_t most = terminal->width > taken + LEAST_NAME ? terminal->width - taken : LEAST_NAME;
    buf_add(&terminal->out, mark);
    terminal_add_fit(terminal, INK_PLAIN, buf_sv(&name), most);
    buf_addf(&terminal->out, "  %.*s\n", SV_ARG(buf_sv(&words)));
    terminal->blank = false;
    running->told++;
}

void terminal_tell(Terminal *terminal, int64_t now_ns) {
    if (terminal->options.live || !terminal->options.tells || terminal->held) return;
    for (uint32_t i = 0; i < terminal->running_count; i++) {
        RunningStep *running = &terminal->running[i];
        if (running->seen_ns == 0) running->seen_ns = now_ns;
        if (is_due(running, now_ns)) tell(terminal, running, now_ns);
    }
    terminal_flush(terminal);
}
