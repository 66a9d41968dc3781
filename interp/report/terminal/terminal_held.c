// What went well is held until it is known what became of the group that it is in: a group that
// passed whole is one line, and so is one that an earlier session decided. Where something in it
// did not pass its headings are drawn, and what passed beside it is summed up. Of what a session
// takes over, and of which many stand in a row, the first few are listed.
#include "report/terminal/terminal_held.h"
#include "report/verdict.h"
#include "value/time.h"

enum { KEPT_LISTED = 4, PASSED_LISTED = 2 };

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

// ── what can be held ──

static bool is_kept(const Event *event) {
    Sv verdict = event_text(event, "verdict");
    return event_bool(event, "reused") && (is(verdict, "passed") || is(verdict, "skipped"));
}

// Something about it that a reader should see.
static bool has_notes(const Terminal *terminal) {
    const StepNotes *notes = &terminal->notes;
    for (uint32_t i = 0; i < notes->capture_count; i++)
        if (value_field_text(notes->captures[i], "error", (Sv){0}).len) return true;
    return notes->answered.kind == VALUE_MAP || notes->probed.kind == VALUE_MAP ||
           notes->resolved.kind == VALUE_MAP || notes->attempt_count > 1;
}

// The runbook itself says that it does not apply.
static bool is_left_out(const Event *event) {
    bool own = event_bool(event, "own_when") || is(event_text(event, "cause"), "empty_loop");
    return is(event_text(event, "verdict"), "skipped") && own && !event_bool(event, "required");
}

static bool went_well(const Terminal *terminal, const Event *event) {
    if (event->kind != EVENT_STEP_ENDED) return false;
    if (is_kept(event))
        return terminal->notes.probed.kind != VALUE_MAP && !terminal_half_undone(event);
    bool passed = is(event_text(event, "verdict"), "passed");
    bool within = terminal->open_count > 0 && event_int(event, "depth") > 0;
    return within && (passed || is_left_out(event)) && !has_notes(terminal);
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

// ── holding ──

static HeldLine *add(HeldLines *held) {
    if (held->count == held->capacity) {
        held->capacity = held->capacity * 2 + 8;
        held->lines = heap_resize(held->lines, held->capacity * sizeof *held->lines);
    }
    held->lines[held->count] = (HeldLine){0};
    return &held->lines[held->count++];
}

static HeldLine line_of(Terminal *terminal, const Event *event, Sv right) {
    Arena *arena = terminal->held_lines.arena;
    return (HeldLine){.number = sv_copy(arena, event_text(event, "number")),
                      .name = sv_copy(arena, event_text(event, "name")),
                      .right = sv_copy(arena, right),
                      .depth = event_int(event, "depth"),
                      .lines = 1};
}

static bool alike(const HeldLine *a, const HeldLine *b) {
    return !a->header && a->depth == b->depth && a->aside == b->aside && a->kept == b->kept &&
           sv_eq(a->verdict, b->verdict);
}

// How many lines like it stand at the end.
static uint32_t in_a_row(const HeldLines *held, const HeldLine *line) {
    uint32_t count = 0;
    while (count < held->count && alike(&held->lines[held->count - 1 - count], line))
        count++;
    return count;
}

static void add_kept(Terminal *terminal, HeldLine line) {
    HeldLines *held = &terminal->held_lines;
    HeldLine *last = held->count > 0 ? &held->lines[held->count - 1] : NULL;
    if (last && alike(last, &line) && last->folded > 0) {
        last->folded += line.steps;
        last->steps += line.steps;
        return;
    }
    if (in_a_row(held, &line) > KEPT_LISTED) {
        // The last one listed stands for itself and all that follow.
        last->folded = last->steps + line.steps;
        last->steps = last->folded;
        return;
    }
    *add(held) = line;
}

static void join(HeldLine *line, const HeldLine *next) {
    line->last = next->lines > 1 ? next->last : next->number;
    line->lines += next->lines;
    line->steps += next->steps;
    line->passed += next->passed;
    line->elapsed += next->elapsed;
    if (!sv_eq(line->right, next->right)) line->right = (Sv){0};
}

static void add_line(Terminal *terminal, HeldLine line) {
    HeldLines *held = &terminal->held_lines;
    if (line.kept) {
        add_kept(terminal, line);
        return;
    }
    uint32_t row = in_a_row(held, &line);
    HeldLine *last = held->count > 0 ? &held->lines[held->count - 1] : NULL;
    if (row > 0 && last->lines > 1) {
        join(last, &line);
    } else if (row >= PASSED_LISTED) {
        join(last - 1, last);
        join(last - 1, &line);
        held->count--;
    } else {
        *add(held) = line;
    }
}

// Where a group can be unfolded by whoever reads the log, each of its lines is kept for that.
static void add_whole(Terminal *terminal, HeldLine line, const Event *event) {
    if (terminal->options.fold == TERMINAL_FOLD_LINES) return;
    HeldLines *whole = &terminal->whole_lines;
    if (line.depth == 0) {
        whole->count = 0;
        arena_reset(whole->arena);
        return; // what stands above them says it
    }
    line.number = sv_copy(whole->arena, line.number);
    line.name = sv_copy(whole->arena, line.name);
    line.right = sv_copy(whole->arena, line.right);
    line.depth = event_int(event, "depth");
    *add(whole) = line;
}

static void begin_group(Terminal *terminal, const Event *event) {
    HeldLine line = line_of(terminal, event, (Sv){0});
    line.header = true;
    line.aside = !is(event_text(event, "phase"), "steps");
    line.iteration = is(event_text(event, "kind"), "iteration");
    line.loop = is(event_text(event, "kind"), "loop");
    line.children = (uint32_t)event_int(event, "children");
    *add(&terminal->held_lines) = line;
    add_whole(terminal, line, event);
}

static void hold_step(Terminal *terminal, const Event *event) {
    Sv verdict = event_text(event, "verdict");
    bool passed = is(verdict, "passed"), kept = event_bool(event, "reused");
    if (event_int(event, "depth") == 0) terminal_remember(terminal, event);
    if (!passed) terminal->told++;
    HeldLine line = line_of(terminal, event,
                            kept     ? terminal_kept_when(terminal, event)
                            : passed ? (Sv){0}
                                     : event_text(event, "reason"));
    line.verdict = passed ? SV("passed") : SV("skipped");
    line.kept = kept;
    line.steps = kept || verdict_judges(event_text(event, "effect"), event_text(event, "cause"));
    line.passed = passed;
    line.aside = !is(event_text(event, "phase"), "steps");
    line.elapsed = passed && event_int(event, "attempts") > 0 ? event_int(event, "elapsed") : 0;
    add_line(terminal, line);
    if (line.depth > 0) add_whole(terminal, line, event);
    arena_reset(terminal->scratch);
    terminal_begin_notes(terminal);
}

static HeldLine *open_header(Terminal *terminal, Sv number) {
    for (uint32_t i = terminal->held_lines.count; i > 0; i--) {
        HeldLine *line = &terminal->held_lines.lines[i - 1];
        if (line->header && sv_eq(line->number, number)) return line;
    }
    return NULL;
}

// A group of which nothing else was told becomes one line.
static bool end_group(Terminal *terminal, const Event *event) {
    HeldLines *held = &terminal->held_lines;
    HeldLine *header = open_header(terminal, event_text(event, "number"));
    Sv verdict = event_text(event, "verdict");
    bool passed = is(verdict, "passed");
    if (!header) return false;
    bool empty = header + 1 == held->lines + held->count;
    if (empty && event_text(event, "reason").len) { // which is told in a line of the group's own
        held->count--;
        return false;
    }
    if (!passed && !is(verdict, "skipped")) return false;
    HeldLine whole = *header;
    whole.header = whole.iteration = false;
    whole.verdict = passed ? SV("passed") : SV("skipped");
    whole.kept = !empty;
    Sv first = {0}, reason = {0};
    bool one_reason = true;
    for (HeldLine *line = header + 1; line < held->lines + held->count; line++) {
        if (!first.len && line->depth == whole.depth + 1) first = line->name;
        bool counts = whole.aside || !line->aside; // what only clears up is not what is judged
        whole.steps += counts ? line->steps : 0;
        whole.passed += !counts ? 0 : line->kept ? line->steps : line->passed;
        whole.kept = whole.kept && line->kept;
        one_reason = one_reason && (!reason.len || sv_eq(reason, line->right));
        reason = line->right;
    }
    whole.elapsed = event_int(event, "elapsed");
    if (whole.loop)
        whole.name =
            sv_copy(held->arena, held_loop_name(terminal, whole.name, first, whole.children));
    if (whole.kept || !passed)
        whole.name = sv_format(held->arena, "%.*s (%u step%s)", SV_ARG(whole.name), whole.steps,
                               whole.steps == 1 ? "" : "s");
    whole.right = whole.kept ? SV("kept") : passed ? (Sv){0} : one_reason ? reason : SV("skipped");
    held->count = (uint32_t)(header - held->lines);
    add_line(terminal, whole);
    return true;
}

// Behind what stands at the top nothing can be joined to it, but for what is kept.
static void draw_top(Terminal *terminal, const Event *event) {
    const HeldLines *held = &terminal->held_lines;
    bool kept = held->count > 0 && held->lines[held->count - 1].kept;
    if (event_int(event, "depth") != 0 || kept) return;
    if (event->kind == EVENT_GROUP_ENDED && held->count == 1)
        held_draw_section(terminal, &held->lines[0]);
    else
        held_draw(terminal, NULL);
}

bool terminal_hold_line(Terminal *terminal, const Event *event) {
    if (terminal->options.quiet || terminal->options.verbose) return false;
    if (is(event_text(event, "phase"), "undo")) { // each step back is told as it is made
        held_draw(terminal, event);
        return false;
    }
    bool skipping = terminal->skipped_group.open > 0;
    if (event->kind == EVENT_GROUP_STARTED && !terminal_skips_group(terminal, event) && !skipping) {
        const HeldLines *held = &terminal->held_lines;
        bool top = event_int(event, "depth") == 0;
        if (top && held->count > 0 && !held->lines[held->count - 1].kept)
            held_draw(terminal, event);
        terminal_open(terminal);
        begin_group(terminal, event);
        return true;
    }
    if (!skipping && went_well(terminal, event)) {
        hold_step(terminal, event);
        draw_top(terminal, event);
        return true;
    }
    if (event->kind == EVENT_GROUP_ENDED && !skipping && end_group(terminal, event)) {
        if (event_int(event, "depth") == 0) terminal_remember(terminal, event);
        if (terminal->open_count > 0) terminal->open_count--;
        draw_top(terminal, event);
        return true;
    }
    // What is told of a step before its end is told with it.
    bool of_step = (event_rows[event->kind].flags & EVENT_OF_STEP) != 0;
    bool silent = event->kind == EVENT_SUBJECT && value_count(event_value(event, "changed")) == 0;
    bool waits = of_step && event->kind != EVENT_STEP_ENDED && event->kind != EVENT_GROUP_STARTED &&
                 event->kind != EVENT_GROUP_ENDED && event->kind != EVENT_ASKED;
    bool well = event->kind == EVENT_GROUP_ENDED && is(event_text(event, "verdict"), "passed") &&
                event_int(event, "depth") > 0;
    if (!waits && !well && !silent) held_draw(terminal, event);
    return false;
}
