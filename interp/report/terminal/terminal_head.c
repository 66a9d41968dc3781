// The head of a transcript: which runbook, what it is pointed at, who runs it and when.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_faults.h"
#include "report/verdict.h"
#include "value/show.h"
#include "value/time.h"

enum { WIDEST_NAME = 24, VALUE_COLUMNS = 200, VALUE_ROWS = 3 };

static void add_value(Buf *buf, Value value) {
    if (value.kind == VALUE_STRING)
        buf_add(buf, value_text(value));
    else if (value.kind == VALUE_NULL)
        buf_add_c(buf, "none");
    else
        value_show(buf, value, VALUE_COLUMNS);
}

// "  base_url   http://127.0.0.1:8080                 (LAUNCH_BASE_URL)"
static void row(Terminal *terminal, size_t column, Sv name, Sv value, Sv note) {
    Buf *out = &terminal->out;
    bool color = terminal->options.color;
    buf_add_c(out, verdict_is_imitated(name) ? "  │ " : "  ");
    ink_text(out, color, INK_DIM, name);
    size_t width = utf8_width(name);
    buf_add_repeat(out, ' ', width < column ? column - width + 2 : 2);
    size_t used = 4 + (width < column ? column : width);
    // The note stands beside it where there is room, else beneath.
    bool beside = used + utf8_width(value) + utf8_width(note) + 4 <= terminal->width;
    Sv aside = note.len ? sv_format(terminal->scratch, "(%.*s)", SV_ARG(note)) : note;
    if (aside.len && beside) {
        ink_begin(out, color, INK_PLAIN);
        shown_add(out, value, false);
        ink_end(out, color, INK_PLAIN);
        buf_add_c(out, "  ");
        ink_text(out, color, INK_LABEL, aside);
        buf_add_char(out, '\n');
        return;
    }
    terminal_rows(terminal, INK_PLAIN, value,
                  &(TerminalRows){.at = used, .indent = column + 4, .most = VALUE_ROWS});
    if (aside.len) terminal_wrapped(terminal, INK_LABEL, aside, column + 4);
}

// What must not be overlooked has lines of its own, as many as it needs.
static void draw_cautions(Terminal *terminal, Value cautions, size_t column) {
    for (size_t i = 0; i < value_count(cautions); i++)
        terminal_wrapped(terminal, INK_REASON, value_text(value_item(cautions, i)), column + 4);
}

// ── connections: those that lead to the same place, in the same way, are told together ──

static bool same_way(Value a, Value b) {
    return sv_eq(value_field_text(a, "target", (Sv){0}), value_field_text(b, "target", (Sv){0})) &&
           sv_eq(value_field_text(a, "kind", (Sv){0}), value_field_text(b, "kind", (Sv){0})) &&
           value_equal(value_field(a, "cautions"), value_field(b, "cautions"));
}

// "app, member": the connection at `at` and all that are told with it; empty if it is told already.
static Sv names_together(Terminal *terminal, Value connections, size_t at) {
    Value first = value_item(connections, at);
    for (size_t i = 0; i < at; i++) {
        if (same_way(value_item(connections, i), first)) return (Sv){0};
    }
    BUF_AUTO Buf names = buf_new(LINE_BYTES);
    buf_add(&names, value_field_text(first, "name", (Sv){0}));
    for (size_t i = at + 1; i < value_count(connections); i++) {
        Value other = value_item(connections, i);
        if (!same_way(first, other)) continue;
        buf_add_c(&names, ", ");
        buf_add(&names, value_field_text(other, "name", (Sv){0}));
    }
    return sv_copy(terminal->scratch, buf_sv(&names));
}

// ── inputs: those that somebody gave, and the rest in one line ──

static bool is_given(const Terminal *terminal, Value input) {
    Sv from = value_field_text(input, "from", (Sv){0});
    return terminal->options.verbose || (from.len > 0 && !sv_eq_c(from, "default"));
}

// The first input that was given and has that very text; null where there is none.
static Value input_of(const Terminal *terminal, Value inputs, Sv target) {
    for (size_t i = 0; i < value_count(inputs) && target.len > 0; i++) {
        Value input = value_item(inputs, i), value = value_field(input, "value");
        if (is_given(terminal, input) && value.kind == VALUE_STRING &&
            sv_eq(value_text(value), target))
            return input;
    }
    return value_null();
}

// Whether a line of its own would only say again what an input says.
static bool is_at_input(const Terminal *terminal, Value connection, Value inputs) {
    Sv target = value_field_text(connection, "target", (Sv){0});
    return value_count(value_field(connection, "cautions")) == 0 &&
           input_of(terminal, inputs, target).kind == VALUE_MAP;
}

// "LAUNCH_BASE_URL; http: app, member, public"
static Sv note_of(Terminal *terminal, Value input, Value inputs, Value connections) {
    BUF_AUTO Buf note = buf_new(LINE_BYTES);
    Sv from = value_field_text(input, "from", (Sv){0});
    if (!sv_eq_c(from, "default")) buf_add(&note, from);
    for (size_t i = 0; i < value_count(connections); i++) {
        Value connection = value_item(connections, i);
        if (!is_at_input(terminal, connection, inputs)) continue;
        Value at = input_of(terminal, inputs, value_field_text(connection, "target", (Sv){0}));
        if (!sv_eq(value_field_text(at, "name", (Sv){0}), value_field_text(input, "name", (Sv){0})))
            continue;
        Sv names = names_together(terminal, connections, i);
        if (!names.len) continue;
        buf_addf(&note, "%s%.*s: %.*s", note.len ? "; " : "",
                 SV_ARG(value_field_text(connection, "kind", (Sv){0})), SV_ARG(names));
    }
    return buf_keep(&note, terminal->scratch);
}

typedef struct Head {
    Value inputs, connections, kinds;
    size_t column; // of the values
} Head;

// A duration comes as a text, "600s", and what it is beside it.
static void add_input(Buf *out, const Head *head, Value input) {
    BUF_AUTO Buf path = buf_new(LINE_BYTES);
    buf_addf(&path, "inputs.%.*s", SV_ARG(value_field_text(input, "name", (Sv){0})));
    const Value *kind = value_get_sv(head->kinds, buf_sv(&path));
    Value value = value_field(input, "value");
    int64_t ns;
    if (kind && kind->kind == VALUE_STRING && sv_eq_c(value_text(*kind), "duration") &&
        value.kind == VALUE_STRING && duration_parse(value_text(value), &ns))
        value = value_duration_ns(ns);
    add_value(out, value);
}

static void draw_inputs(Terminal *terminal, const Head *head) {
    for (size_t i = 0; i < value_count(head->inputs); i++) {
        Value input = value_item(head->inputs, i);
        if (!is_given(terminal, input)) continue;
        BUF_AUTO Buf value = buf_new(LINE_BYTES);
        add_input(&value, head, input);
        row(terminal, head->column, value_field_text(input, "name", (Sv){0}), buf_sv(&value),
            note_of(terminal, input, head->inputs, head->connections));
    }
}

enum { DEFAULT_COLUMNS = 32, MORE_COLUMNS = 16 };

// "tenant acme, p1 false and 9 more"
static void draw_defaults(Terminal *terminal, const Head *head) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    size_t left_out = 0, room = terminal->width - head->column - 4 - MORE_COLUMNS;
    for (size_t i = 0; i < value_count(head->inputs); i++) {
        Value input = value_item(head->inputs, i);
        if (is_given(terminal, input)) continue;
        BUF_AUTO Buf one = buf_new(LINE_BYTES);
        buf_addf(&one, "%s%.*s ", line.len ? ", " : "",
                 SV_ARG(value_field_text(input, "name", (Sv){0})));
        add_input(&one, head, input);
        size_t width = utf8_width(buf_sv(&one));
        bool fits = width <= DEFAULT_COLUMNS && utf8_width(buf_sv(&line)) + width <= room;
        if (fits && !left_out)
            buf_add(&line, buf_sv(&one));
        else
            left_out++;
    }
    if (left_out > 0) buf_addf(&line, "%s%zu more", line.len ? " and " : "", left_out);
    if (line.len) row(terminal, head->column, SV("by default"), buf_sv(&line), (Sv){0});
}

static bool has_line(Terminal *terminal, const Head *head, size_t at) {
    Value connection = value_item(head->connections, at);
    if (!names_together(terminal, head->connections, at).len) return false;
    if (value_count(value_field(connection, "cautions")) > 0) return true;
    return !terminal->options.quiet && !is_at_input(terminal, connection, head->inputs);
}

static void draw_connections(Terminal *terminal, const Head *head) {
    for (size_t i = 0; i < value_count(head->connections); i++) {
        if (!has_line(terminal, head, i)) continue;
        Value connection = value_item(head->connections, i);
        row(terminal, head->column, names_together(terminal, head->connections, i),
            value_field_text(connection, "target", (Sv){0}),
            value_field_text(connection, "kind", (Sv){0}));
        draw_cautions(terminal, value_field(connection, "cautions"), head->column);
    }
}

static size_t wider(size_t widest, Sv name) {
    size_t width = utf8_width(name);
    return width > widest && width <= WIDEST_NAME ? width : widest;
}

static size_t column_of(Terminal *terminal, const Head *head) {
    size_t widest = sizeof "subject" - 1;
    bool defaults = false;
    for (size_t i = 0; i < value_count(head->inputs); i++) {
        Value input = value_item(head->inputs, i);
        bool given = is_given(terminal, input);
        if (given) widest = wider(widest, value_field_text(input, "name", (Sv){0}));
        defaults |= !given;
    }
    if (defaults && !terminal->options.quiet) widest = wider(widest, SV("by default"));
    for (size_t i = 0; i < value_count(head->connections); i++)
        if (has_line(terminal, head, i))
            widest = wider(widest, names_together(terminal, head->connections, i));
    return widest;
}

static void draw_map(Terminal *terminal, Value map, size_t column, Sv note) {
    for (size_t i = 0; i < value_count(map); i++) {
        BUF_AUTO Buf value = buf_new(LINE_BYTES);
        add_value(&value, value_at(map, i));
        row(terminal, column, value_text(value_key(map, i)), buf_sv(&value), note);
    }
}

// How the run is narrowed.
static void draw_selection(Terminal *terminal, const Event *event, size_t column) {
    Value selection = event_value(event, "selection"), only = value_field(selection, "only");
    Sv again_of = event_text(event, "again_of");
    if (again_of.len == 0) {
        draw_map(terminal, selection, column, SV("the run is narrowed"));
        return;
    }
    BUF_AUTO Buf steps = buf_new(LINE_BYTES);
    for (size_t i = 0; i < value_count(only); i++)
        buf_addf(&steps, "%s%.*s", i ? ", " : "", SV_ARG(value_text(value_item(only, i))));
    row(terminal, column, SV("again"), buf_sv(&steps),
        sv_format(terminal->scratch, "of run %.*s", SV_ARG(again_of)));
}

static void draw_who(Terminal *terminal, const Event *event, size_t column) {
    BUF_AUTO Buf who = buf_new(LINE_BYTES);
    BUF_AUTO Buf when = buf_new(64);
    timestamp_add(&when, timestamp_from_ns(event->stamp.wall_ns / 1000000000 * 1000000000));
    buf_addf(&who, "%.*s on %.*s, %.*s", SV_ARG(event_text(event, "user")),
             SV_ARG(event_text(event, "host")), SV_ARG(buf_sv(&when)));
    row(terminal, column, SV("by"), buf_sv(&who), (Sv){0});
    row(terminal, column, SV("run"), event_text(event, "run"), (Sv){0});
}

static void draw_title(Terminal *terminal, const Event *event) {
    terminal->begun = true;
    terminal_line(terminal, &(TerminalLine){.name = event_text(event, "title"),
                                            .name_ink = INK_BOLD,
                                            .right = event_text(event, "path")});
}

void terminal_head_again(Terminal *terminal, const Event *event) {
    draw_title(terminal, event);
    draw_who(terminal, event, sizeof "subject" - 1);
    terminal->blank = false;
}

void terminal_head(Terminal *terminal, const Event *event) {
    draw_title(terminal, event);
    terminal->again = event_text(event, "again_of").len > 0;
    Head head = {.inputs = event_value(event, "inputs"),
                 .connections = event_value(event, "connections"),
                 .kinds = event_value(event, "kinds")};
    head.column = column_of(terminal, &head);
    draw_inputs(terminal, &head);
    if (!terminal->options.quiet) draw_defaults(terminal, &head);
    draw_connections(terminal, &head);
    draw_map(terminal, event_value(event, "subject"), head.column, SV("what is being judged"));
    draw_selection(terminal, event, head.column);
    draw_who(terminal, event, head.column);
    terminal->blank = false;
    terminal_blank(terminal);
    arena_reset(terminal->scratch);
    terminal_begin_notes(terminal);
}

// ── groups ──

void terminal_open(Terminal *terminal) {
    arena_grow(terminal->arena, terminal->told_before, terminal->open_count,
               terminal->open_capacity);
    terminal->told_before[terminal->open_count++] = terminal->told;
}

void terminal_group_line(Terminal *terminal, const GroupLine *line) {
    terminal_skip_end(terminal);
    terminal_line(terminal, &(TerminalLine){.mark = "▾",
                                            .ink = INK_CYAN,
                                            .number = line->number,
                                            .name = line->name,
                                            .name_ink = line->iteration ? INK_PLAIN : INK_BOLD,
                                            .right = line->right});
}

void terminal_group(Terminal *terminal, const Event *event) {
    terminal_open(terminal);
    if (terminal->options.quiet) return;
    terminal_group_line(terminal, &(GroupLine){event_text(event, "number"),
                                               event_text(event, "name"), event_text(event, "path"),
                                               sv_eq(event_text(event, "kind"), SV("iteration"))});
}

// Nothing if its children have said why; otherwise its own reason (a timeout, an empty list).
void terminal_group_end(Terminal *terminal, const Event *event) {
    if (event_int(event, "depth") == 0) terminal_remember(terminal, event);
    bool said =
        terminal->open_count > 0 && terminal->told_before[--terminal->open_count] != terminal->told;
    Sv verdict = event_text(event, "verdict"), reason = event_text(event, "reason");
    if (said || reason.len == 0 || sv_eq(verdict, SV("passed"))) return;
    terminal->told++;
    faults_remember(terminal, event, terminal_place(terminal, event->fields));
    terminal_skip_end(terminal);
    const VerdictLook *look = verdict_look(verdict);
    terminal_line(terminal, &(TerminalLine){.mark = look->mark,
                                            .ink = look->ink,
                                            .number = event_text(event, "number"),
                                            .name = event_text(event, "name"),
                                            .right = sv_from_c(look->word)});
    terminal_prose(terminal, INK_PLAIN, "", reason);
}
