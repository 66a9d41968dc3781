// Skipped steps: a line for each, one for a whole group, and one for all the rest if they share a
// reason.
#include "base/utf8.h"
#include "report/terminal/terminal_internal.h"

enum { LISTED = 4 };

// The reason beside it, or beneath where there is no room.
static void draw_skip(Terminal *terminal, Sv number, Sv name, Sv reason) {
    bool room = terminal_has_room(terminal, number, name, reason);
    terminal_line(terminal, &(TerminalLine){.mark = "–",
                                            .ink = INK_DIM,
                                            .number = number,
                                            .name = name,
                                            .right = room ? reason : (Sv){0}});
    if (!room) terminal_prose(terminal, INK_LABEL, "", reason);
}

void terminal_skip_end(Terminal *terminal) {
    Skipped *skipped = &terminal->skipped;
    if (skipped->hidden > 0) {
        BUF_AUTO Buf name = buf_new(LINE_BYTES);
        if (skipped->hidden > 1)
            buf_addf(&name, "to %.*s: %u more steps", SV_ARG(buf_sv(&skipped->last)),
                     skipped->hidden);
        else
            buf_add(&name, buf_sv(&skipped->name)); // a single step is simply listed
        size_t indent = terminal->indent;
        terminal->indent = skipped->indent;
        draw_skip(terminal, buf_sv(&skipped->first), buf_sv(&name), buf_sv(&skipped->reason));
        terminal->indent = indent;
    }
    skipped->hidden = skipped->listed = 0;
    buf_clear(&skipped->reason);
}

static void set(Buf *buf, Sv text) {
    buf_clear(buf);
    buf_add(buf, text);
}

typedef struct SkipLine {
    Sv number, name, reason;
    uint32_t steps; // steps that this line stands for
} SkipLine;

static void add_skip(Terminal *terminal, const SkipLine *line) {
    Skipped *skipped = &terminal->skipped;
    if (!sv_eq(line->reason, buf_sv(&skipped->reason)) || line->reason.len == 0) {
        terminal_skip_end(terminal);
        set(&skipped->reason, line->reason);
    }
    if (skipped->listed >= LISTED && !terminal->options.verbose) {
        if (skipped->hidden == 0) {
            skipped->indent = terminal->indent;
            set(&skipped->first, line->number);
            set(&skipped->name, line->name);
        }
        skipped->hidden += line->steps;
        set(&skipped->last, line->number);
        return;
    }
    skipped->listed++;
    draw_skip(terminal, line->number, line->name, line->reason);
}

void terminal_skip(Terminal *terminal, const Event *event) {
    add_skip(terminal, &(SkipLine){event_text(event, "number"), event_text(event, "name"),
                                   event_text(event, "reason"), 1});
}

// ── groups ──

static void begin_group(Terminal *terminal, const Event *event) {
    SkippedGroup *group = &terminal->skipped_group;
    group->steps = 0;
    group->indent = terminal->indent;
    set(&group->number, event_text(event, "number"));
    set(&group->name, event_text(event, "name"));
    set(&group->reason, event_text(event, "skipped"));
}

static void tell_group(Terminal *terminal) {
    SkippedGroup *group = &terminal->skipped_group;
    group->open = 0;
    if (group->steps == 0) return;
    buf_addf(&group->name, " (%u step%s)", group->steps, group->steps == 1 ? "" : "s");
    size_t indent = terminal->indent;
    terminal->indent = group->indent;
    add_skip(terminal, &(SkipLine){buf_sv(&group->number), buf_sv(&group->name),
                                   buf_sv(&group->reason), group->steps});
    terminal->indent = indent;
}

bool terminal_skips_group(const Terminal *terminal, const Event *event) {
    bool all = terminal->options.verbose || terminal->options.quiet;
    Sv why = event_text(event, "skipped");
    if (all || event->kind != EVENT_GROUP_STARTED || !why.len) return false;
    // What does not apply in a group that goes well is told with that.
    return event_int(event, "depth") == 0 || !sv_starts(why, SV("when: "));
}

bool terminal_skip_group(Terminal *terminal, const Event *event) {
    SkippedGroup *group = &terminal->skipped_group;
    if (group->open == 0 && !terminal_skips_group(terminal, event)) return false;
    if (group->open == 0) begin_group(terminal, event);
    if (event->kind == EVENT_GROUP_STARTED) {
        terminal_open(terminal);
        group->open++;
        return true;
    }
    if (event->kind == EVENT_STEP_ENDED && sv_eq(event_text(event, "verdict"), SV("skipped"))) {
        terminal->told++;
        group->steps++;
        return true;
    }
    if (event->kind == EVENT_GROUP_ENDED && group->open > 1) {
        group->open--;
        terminal->open_count--;
        return true;
    }
    // The group has ended, or something in it is shown by itself: a step that is required.
    tell_group(terminal);
    return false;
}
