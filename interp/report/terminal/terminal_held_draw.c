// How what is held is drawn: as lines, or as a part of a CI system's log that a reader can unfold.
#include "base/shown/shown.h"
#include "report/terminal/terminal_held.h"
#include "report/verdict.h"

enum { ELAPSED_COLUMNS = 8 };

static bool is(Sv text, const char *word) {
    return sv_eq_c(text, word);
}

// "56 of 56 ✓    740ms"; of a single step only how long it took.
static Sv right_of(Terminal *terminal, const HeldLine *line) {
    if (line->kept || !is(line->verdict, "passed")) return line->right;
    Sv elapsed = line->elapsed > 0 ? terminal_human(terminal, line->elapsed) : (Sv){0};
    if (line->steps < 2) return elapsed;
    int pad = elapsed.len < ELAPSED_COLUMNS ? ELAPSED_COLUMNS - (int)elapsed.len : 1;
    return sv_format(terminal->scratch, "%u of %u ✓%*s%.*s", line->passed, line->steps, pad, "",
                     SV_ARG(elapsed));
}

static bool has_hole(Sv name) {
    return sv_find(name, SV("…"), 0) != SV_NONE;
}

// What a loop is called: where its name has holes for its items, as its first item is.
Sv held_loop_name(Terminal *terminal, Sv name, Sv first, uint32_t children) {
    if (!has_hole(name) || !first.len || has_hole(first)) return name;
    if (children < 2) return first;
    return sv_format(terminal->scratch, "%.*s, and %u more", SV_ARG(first), children - 1);
}

static void draw_line(Terminal *terminal, const HeldLine *line) {
    const VerdictLook *look = verdict_look(line->verdict);
    Sv name =
        line->lines > 1 ? sv_format(terminal->scratch, "to %.*s", SV_ARG(line->last)) : line->name;
    Sv right = right_of(terminal, line);
    if (line->lines > 1 && !right.len) right = SV("skipped");
    bool reason = is(line->verdict, "skipped") && !line->kept;
    bool room = !reason || terminal_has_room(terminal, line->number, name, right);
    terminal_line(terminal, &(TerminalLine){.mark = look->mark,
                                            .ink = line->kept ? INK_DIM : look->ink,
                                            .number = line->number,
                                            .name = name,
                                            .name_ink = line->kept ? INK_DIM : INK_PLAIN,
                                            .right = room ? right : (Sv){0}});
    if (!room) terminal_prose(terminal, INK_LABEL, "", right);
}

static void draw_more(Terminal *terminal, uint32_t steps) {
    BUF_AUTO Buf text = buf_new(100);
    buf_addf(&text, "… %u more kept", steps);
    terminal_line(terminal, &(TerminalLine){.name = buf_sv(&text), .name_ink = INK_DIM});
}

static void draw_header(Terminal *terminal, const HeldLine *line, const HeldLine *next,
                        const Event *event) {
    Sv first = {0};
    if (next && next->depth == line->depth + 1)
        first = next->name;
    else if (event && event_int(event, "depth") == line->depth + 1)
        first = event_text(event, "name");
    Sv name = line->loop ? held_loop_name(terminal, line->name, first, line->children) : line->name;
    terminal_group_line(terminal, &(GroupLine){line->number, name, (Sv){0}, line->iteration});
}

static void draw_lines(Terminal *terminal, const HeldLines *lines, const Event *event) {
    size_t indent = terminal->indent;
    for (uint32_t i = 0; i < lines->count; i++) {
        const HeldLine *line = &lines->lines[i];
        terminal->indent = terminal_indent_of(terminal, line->depth);
        if (line->header)
            draw_header(terminal, line, i + 1 < lines->count ? line + 1 : NULL, event);
        else if (line->folded > 0)
            draw_more(terminal, line->folded);
        else
            draw_line(terminal, line);
    }
    terminal->indent = indent;
}

void held_draw(Terminal *terminal, const Event *event) {
    HeldLines *held = &terminal->held_lines;
    if (held->count == 0) return;
    terminal_skip_end(terminal);
    draw_lines(terminal, held, event);
    held->count = 0;
    arena_reset(held->arena);
}

void terminal_held_end(Terminal *terminal) {
    held_draw(terminal, NULL);
}

// ── a part of a log that can be unfolded ──

// Line ends and what stands for them would end the name; colons would end a section's.
static void add_name(Buf *out, Sv text, bool section) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool bad = c == '%' || (section && (c == '[' || c == ']' || c == '\r'));
        if (bad && section) continue;
        if (bad)
            buf_add_c(out, "%25");
        else
            buf_add_char(out, c);
    }
}

static void add_label(Terminal *terminal, Buf *out, const HeldLine *line) {
    BUF_AUTO Buf text = buf_new(LINE_BYTES);
    shown_addf(&text, "%s %.*s %.*s", verdict_look(line->verdict)->mark, SV_ARG(line->number),
               SV_ARG(line->name));
    Sv right = right_of(terminal, line);
    if (right.len) shown_addf(&text, "  %.*s", SV_ARG(right));
    add_name(out, buf_sv(&text), terminal->options.fold == TERMINAL_FOLD_SECTIONS);
}

// Seconds since 1970, as a section wants them.
static long long now_of(const Terminal *terminal) {
    return (long long)(terminal->wall_ns / 1000000000);
}

static void begin_section(Terminal *terminal, const HeldLine *line) {
    BUF_AUTO Buf command = buf_new(LINE_BYTES);
    if (terminal->options.fold == TERMINAL_FOLD_GROUPS) {
        buf_add_c(&command, "::group::");
    } else {
        long long began = now_of(terminal) - (long long)(line->elapsed / 1000000000);
        buf_addf(&command, "\x1b[0Ksection_start:%lld:step_%.*s[collapsed=true]\r\x1b[0K", began,
                 SV_ARG(line->number));
    }
    add_label(terminal, &command, line);
    buf_add_char(&command, '\n');
    terminal->options.command(terminal->options.self, buf_sv(&command));
}

static void end_section(Terminal *terminal, const HeldLine *line) {
    BUF_AUTO Buf command = buf_new(LINE_BYTES);
    if (terminal->options.fold == TERMINAL_FOLD_GROUPS)
        buf_add_c(&command, "::endgroup::\n");
    else
        buf_addf(&command, "\x1b[0Ksection_end:%lld:step_%.*s\r\x1b[0K\n", now_of(terminal),
                 SV_ARG(line->number));
    terminal->options.command(terminal->options.self, buf_sv(&command));
}

void held_draw_section(Terminal *terminal, const HeldLine *line) {
    HeldLines *whole = &terminal->whole_lines;
    bool plain = terminal->options.fold == TERMINAL_FOLD_LINES || terminal->held;
    if (plain || whole->count == 0) {
        held_draw(terminal, NULL);
        return;
    }
    terminal_skip_end(terminal);
    terminal_flush(terminal);
    begin_section(terminal, line);
    draw_lines(terminal, whole, NULL);
    terminal_flush(terminal);
    end_section(terminal, line);
    terminal->held_lines.count = whole->count = 0;
    arena_reset(terminal->held_lines.arena);
    arena_reset(whole->arena);
}
