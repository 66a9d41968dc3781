// What a session takes over from an earlier one: dim, a short line each. Lines are held until
// something else is drawn, so that a group of which everything is kept is one line, and of many
// kept steps in a row the first few are listed and the rest is summed up.
#include "report/terminal/terminal_internal.h"
#include "value/time.h"

enum { LISTED = 4 };

static bool is_kept(const Event *event) {
    Sv verdict = event_text(event, "verdict");
    return event->kind == EVENT_STEP_ENDED && event_bool(event, "reused") &&
           (sv_eq_c(verdict, "passed") || sv_eq_c(verdict, "skipped"));
}

// "kept, 02:14"; of another day "kept, 2026-03-01 02:14".
Sv terminal_kept_when(Terminal *terminal, const Event *event) {
    Sv at = event_text(event, "kept_at");
    if (at.len < sizeof "2026-03-01T02:14" - 1) return SV("kept");
    BUF_AUTO Buf today = buf_new(64);
    timestamp_add(&today, timestamp_from_ns(terminal->session_ns));
    Sv day = sv_slice(at, 0, 10), time = sv_slice(at, 11, 16);
    bool same = sv_starts(buf_sv(&today), day);
    return same ? sv_format(terminal->scratch, "kept, %.*s", SV_ARG(time))
                : sv_format(terminal->scratch, "kept, %.*s %.*s", SV_ARG(day), SV_ARG(time));
}

// ── drawing ──

static void draw_line(Terminal *terminal, const KeptLine *line) {
    if (terminal->section && line->depth == 0) {
        terminal_blank(terminal);
        terminal->section = false;
    }
    const VerdictLook *look = verdict_look(line->verdict);
    terminal_line(terminal, &(TerminalLine){.mark = look->mark,
                                            .ink = INK_DIM,
                                            .number = line->number,
                                            .name = line->name,
                                            .name_ink = INK_DIM,
                                            .right = line->right});
}

static void draw_more(Terminal *terminal, uint32_t steps) {
    BUF_AUTO Buf text = buf_new(100);
    buf_addf(&text, "… %u more kept", steps);
    terminal_line(terminal, &(TerminalLine){.name = buf_sv(&text), .name_ink = INK_DIM});
}

void terminal_kept_end(Terminal *terminal) {
    KeptLines *kept = &terminal->kept;
    if (kept->count == 0) return;
    terminal_skip_end(terminal);
    for (uint32_t i = 0; i < kept->count; i++) {
        const KeptLine *line = &kept->lines[i];
        if (line->header)
            terminal_group_line(terminal, &(GroupLine){line->number, line->name, line->right,
                                                       line->iteration, line->depth});
        else if (line->folded > 0)
            draw_more(terminal, line->folded);
        else
            draw_line(terminal, line);
    }
    kept->count = 0;
    arena_reset(kept->arena);
}

// ── holding ──

static KeptLine *add(Terminal *terminal) {
    KeptLines *kept = &terminal->kept;
    if (kept->count == kept->capacity) {
        kept->capacity = kept->capacity * 2 + 8;
        kept->lines = heap_resize(kept->lines, kept->capacity * sizeof *kept->lines);
    }
    kept->lines[kept->count] = (KeptLine){0};
    return &kept->lines[kept->count++];
}

static KeptLine line_of(Terminal *terminal, const Event *event, Sv right) {
    Arena *arena = terminal->kept.arena;
    return (KeptLine){.number = sv_copy(arena, event_text(event, "number")),
                      .name = sv_copy(arena, event_text(event, "name")),
                      .right = sv_copy(arena, right),
                      .depth = event_int(event, "depth")};
}

// How many kept lines of this depth stand at the end.
static uint32_t in_a_row(const KeptLines *kept, int64_t depth) {
    uint32_t count = 0;
    while (count < kept->count) {
        const KeptLine *line = &kept->lines[kept->count - 1 - count];
        if (line->header || line->depth != depth) break;
        count++;
    }
    return count;
}

static void add_kept(Terminal *terminal, KeptLine line) {
    KeptLines *kept = &terminal->kept;
    KeptLine *last = kept->count > 0 ? &kept->lines[kept->count - 1] : NULL;
    bool follows = last && !last->header && last->depth == line.depth;
    if (follows && last->folded > 0) {
        last->folded += line.steps;
        last->steps += line.steps;
        return;
    }
    if (in_a_row(kept, line.depth) > LISTED) {
        // The last one listed stands for itself and all that follow.
        last->folded = last->steps + line.steps;
        last->steps = last->folded;
        return;
    }
    *add(terminal) = line;
}

static void begin_group(Terminal *terminal, const Event *event) {
    KeptLine line = line_of(terminal, event, event_text(event, "path"));
    line.header = true;
    line.iteration = sv_eq(event_text(event, "kind"), SV("iteration"));
    *add(terminal) = line;
}

static KeptLine *open_header(Terminal *terminal, Sv number) {
    for (uint32_t i = terminal->kept.count; i > 0; i--) {
        KeptLine *line = &terminal->kept.lines[i - 1];
        if (line->header && sv_eq(line->number, number)) return line;
    }
    return NULL;
}

// A group of which nothing but kept steps was told becomes one line.
static bool end_group(Terminal *terminal, const Event *event) {
    KeptLine *header = open_header(terminal, event_text(event, "number"));
    if (!header) return false;
    uint32_t steps = 0;
    for (KeptLine *line = header + 1; line < terminal->kept.lines + terminal->kept.count; line++)
        steps += line->steps;
    if (steps == 0) return false; // it has a reason of its own
    KeptLine whole = *header;
    whole.header = whole.iteration = false;
    whole.steps = steps;
    whole.right = SV("kept");
    whole.verdict = sv_copy(terminal->kept.arena, event_text(event, "verdict"));
    whole.name = sv_format(terminal->kept.arena, "%.*s (%u step%s)", SV_ARG(whole.name), steps,
                           steps == 1 ? "" : "s");
    terminal->kept.count = (uint32_t)(header - terminal->kept.lines);
    add_kept(terminal, whole);
    return true;
}

bool terminal_keep(Terminal *terminal, const Event *event) {
    bool all = terminal->options.quiet || terminal->options.verbose;
    if (!terminal->kept.on || all) return false;
    bool looked = terminal->notes.probed.kind == VALUE_MAP;
    if (event->kind == EVENT_GROUP_STARTED && !terminal_skips_group(terminal, event) &&
        terminal->skipped_group.open == 0) {
        terminal_open(terminal);
        begin_group(terminal, event);
        return true;
    }
    if (is_kept(event) && !looked && terminal->skipped_group.open == 0) {
        if (event_int(event, "depth") == 0) terminal_remember(terminal, event);
        if (!sv_eq(event_text(event, "verdict"), SV("passed"))) terminal->told++;
        KeptLine line = line_of(terminal, event, terminal_kept_when(terminal, event));
        line.verdict = sv_copy(terminal->kept.arena, event_text(event, "verdict"));
        line.steps = 1;
        add_kept(terminal, line);
        return true;
    }
    if (event->kind == EVENT_GROUP_ENDED && end_group(terminal, event)) {
        if (event_int(event, "depth") == 0) terminal_remember(terminal, event);
        if (terminal->open_count > 0) terminal->open_count--;
        return true;
    }
    terminal_kept_end(terminal);
    return false;
}
