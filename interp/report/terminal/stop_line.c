#include "report/terminal/stop_line.h"

enum { NAMED_MOST = 3 };

static void add_step(Buf *out, Value step) {
    Sv number = value_field_text(step, "number", SV("")),
       name = value_field_text(step, "name", SV(""));
    buf_addf(out, "%.*s %.*s", SV_ARG(number), SV_ARG(name));
}

// "5 Clean up and 6 The lock is given back"
static void add_steps(Buf *out, Value steps) {
    size_t count = value_count(steps), named = count > NAMED_MOST + 1 ? NAMED_MOST : count;
    for (size_t i = 0; i < named; i++) {
        if (i > 0) buf_add_c(out, i + 1 == count ? " and " : ", ");
        add_step(out, value_item(steps, i));
    }
    if (named < count) buf_addf(out, " and %zu more", count - named);
}

static void add_what_runs(Buf *out, const Event *stopped) {
    Value steps = event_value(stopped, "finally");
    size_t count = value_count(steps);
    bool rollback = event_bool(stopped, "rollback");
    if (rollback)
        buf_add_c(out, count ? "the rollback is done to its end, then "
                             : "the rollback is done to its end");
    if (count > 0) {
        add_steps(out, steps);
        buf_addf(out, " still run%s", count == 1 ? "s" : "");
    }
    if (!rollback && count == 0) buf_add_c(out, "nothing more begins");
}

// Who pressed Ctrl-C presses it again; whoever sent a signal sends another.
static void add_next(Buf *out, Sv signal, bool last) {
    if (sv_eq(signal, SV("SIGINT")))
        buf_addf(out, "press Ctrl-C %s to ", last ? "once more" : "again");
    else
        buf_addf(out, "%s SIGTERM would ",
                 sv_eq(signal, SV("SIGHUP")) ? "a"
                 : last                      ? "a third"
                                             : "another");
}

void stop_line(Buf *out, const Event *stopped, const char *command) {
    Sv signal = event_text(stopped, "signal");
    switch (event_int(stopped, "request")) {
    case 3: buf_addf(out, "left by %.*s: nothing more is done or told", SV_ARG(signal)); return;
    case 2:
        buf_addf(out, "stopped again by %.*s: what runs is ended at once; ", SV_ARG(signal));
        add_what_runs(out, stopped);
        buf_add_c(out, "; ");
        add_next(out, signal, true);
        buf_addf(out, "leave at once, for `runbook %s` to go on", command);
        return;
    default:
        buf_addf(out, "stopped by %.*s: ", SV_ARG(signal));
        add_what_runs(out, stopped);
        buf_add_c(out, "; ");
        add_next(out, signal, false);
        buf_add_c(out, "end what still runs at once");
    }
}
