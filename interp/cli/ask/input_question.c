#include "cli/ask/input_question.h"
#include "base/shown/shown.h"
#include "base/wrap.h"
#include "plan/inputs/input_value.h"
#include "report/ink.h"
#include "value/show.h"

enum { TEXT_BYTES = 1024 * 1024, CHOICE_COLUMNS = 60, INDENT = 3 };

static void add_line(const Console *console, Buf *out, Ink ink, Sv text) {
    buf_add_repeat(out, ' ', INDENT);
    ink_begin(out, console->color, ink);
    wrap_add(out, text, INDENT, INDENT, console->width);
    ink_end(out, console->color, ink);
    buf_add_char(out, '\n');
}

static void add_value(Buf *out, Value value) {
    if (value.kind == VALUE_STRING)
        shown_add(out, value_text(value), false);
    else
        value_show(out, value, CHOICE_COLUMNS);
}

static bool has_length(const Input *input) {
    return input->type == INPUT_STRING || input->type == INPUT_URL || input->type == INPUT_PATH ||
           input->type == INPUT_LIST || input->type == INPUT_MAP;
}

// "a whole number, at least 1", "text, one of: EUR, USD".
static void add_bounds(Buf *out, const Input *input) {
    const char *length = has_length(input) ? " long" : "";
    buf_add_c(out, input_type_hint(input->type));
    if (input->has_min) {
        buf_add_c(out, ", at least ");
        add_value(out, input->min);
        buf_add_c(out, length);
    }
    if (input->has_max) {
        buf_add_c(out, ", at most ");
        add_value(out, input->max);
        buf_add_c(out, length);
    }
    if (input->pattern.len) shown_addf(out, ", that matches %.*s", SV_ARG(input->pattern));
    for (size_t i = 0; i < value_count(input->choices); i++) {
        buf_add_c(out, i ? ", " : ", one of: ");
        add_value(out, value_item(input->choices, i));
    }
    if (input->secret) buf_add_c(out, "; it is not shown");
}

static void introduce(const Console *console, const Input *input) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES), text = buf_new(TEXT_BYTES);
    buf_add_c(&out, " ? ");
    shown_add(&text, input->description.len ? sv_trim(input->description) : input->name, false);
    ink_begin(&out, console->color, INK_BOLD);
    wrap_add(&out, buf_sv(&text), INDENT, INDENT, console->width);
    ink_end(&out, console->color, INK_BOLD);
    buf_add_char(&out, '\n');
    buf_clear(&text);
    add_bounds(&text, input);
    add_line(console, &out, INK_PLAIN, buf_sv(&text));
    buf_clear(&text);
    shown_addf(&text, "without asking: --input %.*s=…", SV_ARG(input->name));
    if (input->env.len) shown_addf(&text, ", or %.*s", SV_ARG(input->env));
    buf_add_c(&text, "; Ctrl-D: nothing is run");
    add_line(console, &out, INK_DIM, buf_sv(&text));
    console_write(console, buf_sv(&out));
}

static void refuse(const Console *console, Sv wrong) {
    BUF_AUTO Buf out = buf_new(TEXT_BYTES), text = buf_new(TEXT_BYTES);
    shown_add(&text, wrong, false);
    add_line(console, &out, INK_PLAIN, buf_sv(&text));
    console_write(console, buf_sv(&out));
}

static TextList choices_of(const Input *input, Arena *arena) {
    TextList words = {0};
    for (size_t i = 0; i < value_count(input->choices); i++) {
        Value choice = value_item(input->choices, i);
        if (choice.kind == VALUE_STRING) text_list_add(arena, &words, value_text(choice));
    }
    return words;
}

bool ask_input(Console *console, const Input *input, Sv wrong, const Waiter *waiter, Arena *arena,
               Sv *out) {
    console_follow_size(console);
    if (wrong.len)
        refuse(console, wrong);
    else
        introduce(console, input);
    console_forget(console);
    BUF_AUTO Buf prompt = buf_new(TEXT_BYTES);
    shown_addf(&prompt, " %.*s > ", SV_ARG(input->name));
    TextList words = choices_of(input, arena);
    ConsoleStatus status = input->secret
                               ? console_hidden_line(console, waiter, buf_sv(&prompt), arena, out)
                               : console_line(console, waiter, buf_sv(&prompt), &words, arena, out);
    return status == CONSOLE_LINE;
}
