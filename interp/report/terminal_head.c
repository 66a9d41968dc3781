#include "base/utf8.h"
#include "report/terminal_parts.h"
#include "value/show.h"

static void add_value(Buf *buf, Value value) {
    if (value.kind == VALUE_STRING)
        buf_add(buf, value_text(value));
    else
        value_show(buf, value, 60);
}

static size_t widest_name(size_t widest, Value list) {
    for (size_t i = 0; i < value_count(list); i++) {
        size_t width = utf8_width(value_field_text(value_item(list, i), "name", (Sv){0}));
        if (width > widest) widest = width;
    }
    return widest < 24 ? widest : 24;
}

// "  base_url   http://127.0.0.1:8080                 (LAUNCH_BASE_URL)"
static void banner_row(Terminal *terminal, size_t column, Sv name, Sv value, Sv note) {
    Buf *out = &terminal->out;
    bool color = terminal->options.color;
    buf_add_c(out, "  ");
    ink_text(out, color, INK_DIM, name);
    size_t width = utf8_width(name);
    buf_add_repeat(out, ' ', width < column ? column - width + 2 : 2);
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    utf8_add_shown(&text, value, false);
    size_t used = 4 + (width < column ? column : width);
    size_t room = terminal->width > used + 10 ? terminal->width - used : 10;
    Sv fit = buf_sv(&text);
    bool cut = utf8_width(fit) > room;
    buf_add(out, cut ? utf8_fit(fit, room - 1) : fit);
    if (cut) buf_add_c(out, "…");
    if (note.len && utf8_width(fit) + utf8_width(note) + 4 <= room) {
        buf_add_c(out, "  ");
        BUF_AUTO Buf origin = buf_new(4096);
        buf_addf(&origin, "(%.*s)", SV_ARG(note));
        ink_text(out, color, INK_DIM, buf_sv(&origin));
    }
    buf_add_char(out, '\n');
}

static void banner_inputs(Terminal *terminal, Value inputs, size_t column) {
    for (size_t i = 0; i < value_count(inputs); i++) {
        Value input = value_item(inputs, i);
        BUF_AUTO Buf value = buf_new((size_t)64 * 1024);
        add_value(&value, value_field(input, "value"));
        Sv from = value_field_text(input, "from", (Sv){0});
        banner_row(terminal, column, value_field_text(input, "name", (Sv){0}), buf_sv(&value),
                   sv_eq(from, SV("default")) ? (Sv){0} : from);
    }
}

void terminal_head(Terminal *terminal, const Event *event) {
    Buf *out = &terminal->out;
    bool color = terminal->options.color;
    terminal_line(terminal, (Sv){0}, INK_PLAIN, (Sv){0}, event_text(event, "title"), INK_BOLD,
                  event_text(event, "path"));
    Value inputs = event_value(event, "inputs"), connections = event_value(event, "connections");
    Value subject = event_value(event, "subject");
    size_t column = widest_name(widest_name(7, inputs), connections);
    if (!terminal->options.quiet) banner_inputs(terminal, inputs, column);
    for (size_t i = 0; i < value_count(connections); i++) {
        Value connection = value_item(connections, i);
        banner_row(terminal, column, value_field_text(connection, "name", (Sv){0}),
                   value_field_text(connection, "target", (Sv){0}),
                   value_field_text(connection, "kind", (Sv){0}));
    }
    for (size_t i = 0; i < value_count(subject); i++) {
        BUF_AUTO Buf value = buf_new((size_t)64 * 1024);
        add_value(&value, value_at(subject, i));
        banner_row(terminal, column, value_text(value_key(subject, i)), buf_sv(&value),
                   SV("subject"));
    }
    Value selection = event_value(event, "selection");
    for (size_t i = 0; i < value_count(selection); i++) {
        BUF_AUTO Buf value = buf_new((size_t)64 * 1024);
        value_show(&value, value_at(selection, i), 60);
        banner_row(terminal, column, value_text(value_key(selection, i)), buf_sv(&value),
                   SV("the run is narrowed"));
    }
    BUF_AUTO Buf who = buf_new(4096);
    buf_addf(&who, "%.*s on %.*s", SV_ARG(event_text(event, "user")),
             SV_ARG(event_text(event, "host")));
    banner_row(terminal, column, SV("by"), buf_sv(&who), (Sv){0});
    BUF_AUTO Buf run = buf_new(4096);
    buf_add(&run, event_text(event, "run"));
    banner_row(terminal, column, SV("run"), buf_sv(&run), (Sv){0});
    (void)color;
    (void)out;
    terminal->blank = false;
    terminal_blank(terminal);
}

void terminal_group(Terminal *terminal, const Event *event) {
    if (terminal->options.quiet) return;
    Sv kind = event_text(event, "kind");
    bool iteration = sv_eq(kind, SV("iteration"));
    if (!iteration && event_int(event, "depth") == 0) terminal_blank(terminal);
    terminal_line(terminal, SV("▸"), INK_CYAN, event_text(event, "number"),
                  event_text(event, "name"), iteration ? INK_PLAIN : INK_BOLD,
                  event_text(event, "path"));
}
