// Draws a fault in the last block: why, what to do and where, in as few lines as can be.
#include "base/ascii.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_faults.h"
#include "report/verdict.h"

enum { DETAIL = 4, MOST_ROWS = 3, ALIKE_NAMED = 2 };

static void draw_title(Terminal *terminal, const StepFault *fault, size_t indent) {
    const VerdictLook *look = verdict_look(fault->verdict);
    // The mark of these two is the same.
    bool word = sv_eq_c(fault->verdict, "warned") || sv_eq_c(fault->verdict, "waived");
    Sv name = fault->name.len ? fault->name : fault->address.len ? fault->address : fault->what;
    // One that the run did not come to is only known by its address.
    bool unplaced = !fault->number.len && fault->name.len && fault->address.len;
    if (unplaced)
        name = sv_format(terminal->scratch, "%.*s (%.*s)", SV_ARG(name), SV_ARG(fault->address));
    if (word) name = sv_format(terminal->scratch, "%.*s (%s)", SV_ARG(name), look->word);
    Sv right = fault->place;
    if (fault->kept.len)
        right = sv_format(terminal->scratch, "%.*s  %.*s", SV_ARG(fault->kept), SV_ARG(right));
    terminal_line(terminal, &(TerminalLine){.mark = look->mark,
                                            .ink = look->ink,
                                            .indent = indent,
                                            .number = fault->number,
                                            .name = name,
                                            .right = right,
                                            .looked_for = true});
}

static void draw_rows(Terminal *terminal, Sv text, size_t indent, bool quoted) {
    if (!text.len) return;
    terminal_rows(terminal, INK_REASON, text,
                  &(TerminalRows){.indent = indent, .most = MOST_ROWS, .quoted = quoted});
}

// What a long command came to is never cut for the command.
static Sv with_its_answer(Terminal *terminal, const StepFault *fault, size_t indent) {
    Sv asked = sv_slice(fault->what, 0, fault->answer_at);
    Sv answer = sv_slice(fault->what, fault->answer_at, fault->what.len);
    size_t row = terminal->width > indent ? terminal->width - indent : 1;
    // Rows that break between words are not full.
    size_t room = row * MOST_ROWS - row / 2, taken = utf8_width(answer);
    if (!fault->answer_at || taken + 1 > room || utf8_width(fault->what) <= room)
        return fault->what;
    Sv fitting = utf8_fit(asked, room - taken - 1);
    return sv_format(terminal->scratch, "%.*s…%.*s", SV_ARG(fitting), SV_ARG(answer));
}

static void draw_what(Terminal *terminal, const StepFault *fault, size_t indent) {
    // A check of one value is that value: `json.mfa.enforced` and `json.mfa.enforced = false`.
    bool titled = fault->name.len || fault->address.len;
    if (titled && !fault->itself)
        draw_rows(terminal, with_its_answer(terminal, fault, indent), indent, false);
    for (uint32_t i = 0; i < fault->value_count; i++)
        terminal_value(terminal, &(ShownValue){.text = fault->values[i].text,
                                               .value = fault->values[i].value,
                                               .indent = indent,
                                               .about = fault->what,
                                               .most = MOST_ROWS});
    draw_rows(terminal, fault->said, indent, !fault->said_by_us);
    if (fault->others > 0)
        terminal_wrapped(
            terminal, INK_LABEL,
            sv_format(terminal->scratch, "and %u more of its expectations", fault->others), indent);
}

static void draw_led(Terminal *terminal, const char *label, Sv text, size_t indent) {
    if (!text.len) return;
    draw_rows(terminal, sv_format(terminal->scratch, "%s%.*s", label, SV_ARG(text)), indent, false);
}

static void draw_mend(Terminal *terminal, Sv text, size_t indent) {
    Sv line;
    for (size_t i = 0; i < MOST_ROWS && sv_next_line(&text, &line); i++) {
        if (!sv_trim(line).len) continue;
        if (i > 0) {
            terminal_wrapped(terminal, INK_REASON, line, indent + 2);
            continue;
        }
        buf_add_repeat(&terminal->out, ' ', indent);
        buf_add_c(&terminal->out, "→ ");
        terminal_hanging(terminal, INK_REASON, line, indent + 2);
    }
}

// ── those of the same cause ──

// The last part of "6.5.12" as a number, and what stands before it; false where it is none.
static bool split(Sv number, Sv *before, uint64_t *last) {
    size_t at = number.len;
    while (at > 0 && ascii_is_digit(number.at[at - 1]))
        at--;
    if (at == number.len || number.len - at > 9) return false;
    *before = sv_slice(number, 0, at);
    *last = 0;
    for (size_t i = at; i < number.len; i++)
        *last = *last * 10 + (uint64_t)(number.at[i] - '0');
    return true;
}

static bool follows(Sv a, Sv b) {
    Sv a_before, b_before;
    uint64_t a_last, b_last;
    return split(a, &a_before, &a_last) && split(b, &b_before, &b_last) &&
           sv_eq(a_before, b_before) && b_last == a_last + 1;
}

void numbers_add(Buf *out, const Sv *numbers, size_t count) {
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end + 1 < count && follows(numbers[end], numbers[end + 1]))
            end++;
        if (end == i + 1) end = i; // two are as short by themselves
        buf_addf(out, "%s%.*s", i > 0 ? ", " : "", SV_ARG(numbers[i]));
        if (end > i) buf_addf(out, " to %.*s", SV_ARG(numbers[end]));
        i = end + 1;
    }
}

static void draw_alike(Terminal *terminal, StepFault *fault, size_t indent) {
    uint32_t count = 0;
    for (StepFault *each = fault->next_alike; each; each = each->next_alike)
        count++;
    if (count == 0) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    if (count > ALIKE_NAMED)
        buf_addf(&line, "the same at %u more: ", count);
    else
        buf_add_c(&line, "the same: ");
    Sv *numbers = arena_new_array(terminal->arena, Sv, count + 1);
    size_t at = 0;
    for (StepFault *each = fault->next_alike; each; each = each->next_alike) {
        each->told = true;
        numbers[at++] = each->number.len ? each->number : each->address;
        if (count <= ALIKE_NAMED)
            buf_addf(&line, "%s%.*s %.*s", at > 1 ? ", " : "", SV_ARG(numbers[at - 1]),
                     SV_ARG(each->name));
    }
    if (count > ALIKE_NAMED) numbers_add(&line, numbers, at);
    buf_add_repeat(&terminal->out, ' ', indent);
    terminal_hanging(terminal, INK_REASON, buf_sv(&line), indent + 2);
}

void fault_draw(Terminal *terminal, StepFault *fault, size_t indent) {
    fault->told = true;
    draw_title(terminal, fault, indent);
    size_t at = indent + DETAIL;
    draw_what(terminal, fault, at);
    draw_led(terminal, "asks: ", fault->asks, at);
    draw_led(terminal, "answers: ", fault->choices, at);
    draw_rows(terminal, fault->rest, at, false);
    draw_rows(terminal, fault->waiver, at, false);
    draw_mend(terminal, fault->mend, at);
    draw_alike(terminal, fault, at);
    if (!fault->again.len) return;
    BUF_AUTO Buf command = buf_new(LINE_BYTES);
    shown_add(&command, fault->again, false);
    buf_add_repeat(&terminal->out, ' ', at);
    ink_text(&terminal->out, terminal->options.color, INK_COMMAND, buf_sv(&command));
    buf_add_char(&terminal->out, '\n');
}

void faults_draw_needs(Terminal *terminal, const FaultList *list) {
    if (list->needs == 0) return;
    Sv *numbers = arena_new_array(terminal->arena, Sv, list->needs + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        StepFault *fault = list->items[i];
        if (!fault->needs || fault->told) continue;
        fault->told = true;
        numbers[count++] = fault->number.len ? fault->number : fault->address;
    }
    if (count == 0) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, "%zu more need%s what a step above did not give: ", count,
             count == 1 ? "s" : "");
    numbers_add(&line, numbers, count);
    const VerdictLook *look = verdict_look(SV("undecided"));
    buf_add_c(&terminal->out, "  ");
    ink_text(&terminal->out, terminal->options.color, look->ink, sv_from_c(look->mark));
    buf_add_char(&terminal->out, ' ');
    terminal_hanging(terminal, INK_REASON, buf_sv(&line), 6);
}

Sv faults_run_word(const Terminal *terminal, const FaultList *list, Value ended) {
    static const Sv commands[] = {SV_INIT("runbook again "), SV_INIT("runbook resume "),
                                  SV_INIT("runbook undo ")};
    Value told = ended.kind == VALUE_MAP ? ended : terminal->left;
    Sv lines[2] = {value_field_text(told, "resume", (Sv){0}),
                   value_field_text(told, "undo", (Sv){0})};
    for (uint32_t i = 0; i < list->count + 2; i++) {
        Sv line = i < 2 ? lines[i] : list->items[i - 2]->again;
        for (size_t k = 0; k < sizeof commands / sizeof *commands; k++) {
            if (!sv_starts(line, commands[k])) continue;
            size_t from = commands[k].len, to = from;
            bool quoted = false;
            for (; to < line.len && (quoted || line.at[to] != ' '); to++) {
                if (line.at[to] == '\'') quoted = !quoted;
                if (line.at[to] == '\\') to++;
            }
            return sv_slice(line, from, to < line.len ? to : line.len);
        }
    }
    return (Sv){0};
}
