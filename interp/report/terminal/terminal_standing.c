// What is still in place, how it is taken back and how the run goes on. Commands are there to be
// copied: they have a line of their own, and are never wrapped or cut.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/left_so_far.h"
#include "report/standing.h"
#include "report/terminal/terminal_faults.h"

static void draw_label(Terminal *terminal, const char *label) {
    buf_add_c(&terminal->out, "  ");
    ink_text(&terminal->out, terminal->options.color, INK_DIM, sv_from_c(label));
}

static void draw_command(Terminal *terminal, const char *label, Sv command) {
    draw_label(terminal, label);
    BUF_AUTO Buf shown = buf_new(LINE_BYTES);
    shown_add(&shown, command, false);
    ink_text(&terminal->out, terminal->options.color, INK_COMMAND, buf_sv(&shown));
    buf_add_char(&terminal->out, '\n');
}

enum { ENTRIES_LISTED = 4 };

// A line each: the number says which one it is, where its name is cut.
static void draw_entry(Terminal *terminal, Value ended, Value entry, size_t count) {
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    standing_add_entry(&line, ended, entry);
    BUF_AUTO Buf more = buf_new(200);
    if (count > 1) buf_addf(&more, " (and %zu more of that name)", count - 1);
    size_t indent = 4;
    buf_add_repeat(&terminal->out, ' ', indent);
    if (standing_is_doubtful(entry)) { // of which all must be known
        terminal_hanging(terminal, INK_REASON, buf_sv(&line), indent + 2);
        return;
    }
    terminal_add_fit(terminal, INK_REASON, buf_sv(&line),
                     terminal->width - indent - buf_sv(&more).len);
    buf_add(&terminal->out, buf_sv(&more));
    buf_add_char(&terminal->out, '\n');
}

// Those in doubt are told one by one; of the others, those of one name together, and of very many
// the rest is counted.
static void draw_folded(Terminal *terminal, Value ended, Value standing) {
    size_t listed = 0, left_out = 0;
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        bool alone = entry.kind != VALUE_MAP || standing_is_doubtful(entry);
        size_t count = alone ? 1 : standing_of_that_name(standing, i);
        if (count == 0) continue;
        if (!alone && listed == ENTRIES_LISTED) {
            left_out += count;
            continue;
        }
        listed += !alone;
        draw_entry(terminal, ended, entry, count);
    }
    if (left_out > 0)
        terminal_wrapped(terminal, INK_REASON,
                         sv_format(terminal->scratch, "and %zu more", left_out), 4);
}

// All of them on one line where there is room, else one a line.
static void draw_list(Terminal *terminal, Value ended, Value standing) {
    static const char label[] = "done and still in place:";
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    for (size_t i = 0; i < value_count(standing); i++) {
        if (i > 0) buf_add_c(&line, ", ");
        standing_add_entry(&line, ended, value_item(standing, i));
    }
    draw_label(terminal, label);
    if (utf8_width(buf_sv(&line)) + sizeof label + 2 <= terminal->width) {
        buf_add_char(&terminal->out, ' ');
        shown_add(&terminal->out, buf_sv(&line), false);
        buf_add_char(&terminal->out, '\n');
        return;
    }
    buf_add_char(&terminal->out, '\n');
    draw_folded(terminal, ended, standing);
}

static void draw_undo(Terminal *terminal, Value ended) {
    Sv undo = value_field_text(ended, "undo", (Sv){0});
    BUF_AUTO Buf by_hand = buf_new(LINE_BYTES);
    bool all = undo.len == 0 && value_count(standing_of(ended)) > ENTRIES_LISTED &&
               standing_lacks_undo(ended);
    if (all)
        buf_add_c(&by_hand, "by hand, there are no undo steps for them");
    else
        standing_add_by_hand(&by_hand, ended);
    if (undo.len) draw_command(terminal, "to take back: ", undo);
    if (!by_hand.len) return;
    if (undo.len)
        buf_add_c(&terminal->out, "    ");
    else
        draw_label(terminal, "to take back: ");
    terminal_hanging(terminal, INK_PLAIN, buf_sv(&by_hand), undo.len ? 4 : 16);
}

// Only where that is known of every change.
static void draw_nothing(Terminal *terminal, Value ended, Value standing) {
    bool go = sv_eq_c(value_field_text(ended, "verdict", (Sv){0}), "GO");
    if (go || value_count(standing) > 0 || terminal->untold > 0 || terminal->running_count > 0)
        return;
    bool back = value_field_int(value_field(ended, "undone"), "planned", 0) > 0;
    // What an earlier session did may be seen no more, and yet have happened.
    if (!back && (terminal->session_ns || terminal->cleaned > 0)) return;
    draw_label(terminal, "changed: ");
    buf_add_c(&terminal->out, back ? "nothing that is still in place\n" : "nothing\n");
}

// What nobody answered: who can, and how without being asked.
static void draw_waiting(Terminal *terminal, Value ended, Sv resume) {
    FaultList list = faults_of(terminal, value_field(ended, "reasons"));
    Sv *numbers = arena_new_array(terminal->arena, Sv, list.count + 1);
    size_t count = 0;
    const StepFault *ahead = NULL;
    for (uint32_t i = 0; i < list.count; i++) {
        const StepFault *fault = list.items[i];
        if (!fault->asks.len) continue;
        numbers[count++] = fault->number.len ? fault->number : fault->address;
        if (!ahead && !fault->attended) ahead = fault;
    }
    if (count == 0) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_add_c(&line, "it asks ");
    numbers_add(&line, numbers, count);
    buf_add_c(&line, " again; whoever may write to the folder of this run can answer");
    if (!ahead) buf_add_c(&line, ", at a terminal alone");
    terminal_wrapped(terminal, INK_REASON, buf_sv(&line), 4);
    if (!ahead) return;
    BUF_AUTO Buf command = buf_new(LINE_BYTES), word = buf_new(LINE_BYTES);
    buf_addf(&word, "%.*s=", SV_ARG(ahead->address));
    buf_addf(&command, "%.*s --go-on --answer ", SV_ARG(resume));
    shown_add_shell_word(&command, buf_sv(&word));
    buf_add_c(&command, "… --as …");
    draw_command(terminal, "to answer ahead: ", buf_sv(&command));
}

static void draw_words(Terminal *terminal, const char *words) {
    terminal_wrapped(terminal, INK_REASON, sv_from_c(words), 4);
}

// Of a run that died.
static void draw_ways(Terminal *terminal, Value ended, bool stands) {
    const char *resume = left_resume_does(ended), *undo = left_undo_does(ended);
    if (resume) {
        draw_command(terminal, "to go on: ", value_field_text(ended, "resume", (Sv){0}));
        draw_words(terminal, resume);
    }
    if (!stands || !undo) return;
    draw_undo(terminal, ended);
    draw_words(terminal, undo);
}

void terminal_standing(Terminal *terminal, Value ended) {
    Value standing = standing_of(ended);
    bool stands = value_count(standing) > 0;
    draw_nothing(terminal, ended, standing);
    if (stands) draw_list(terminal, ended, standing);
    if (value_field_text(ended, "verdict", (Sv){0}).len == 0) {
        draw_ways(terminal, ended, stands);
        return;
    }
    if (stands) draw_undo(terminal, ended);
    Sv resume = value_field_text(ended, "resume", (Sv){0});
    if (!resume.len) return;
    draw_command(terminal, "to go on: ", resume);
    draw_waiting(terminal, ended, resume);
    const char *words = standing_resolutions(ended);
    if (words) draw_words(terminal, words);
}

static Sv folder_of(Terminal *terminal, Sv path) {
    size_t slash = path.len;
    while (slash > 0 && path.at[slash - 1] != '/')
        slash--;
    if (slash < 2) return (Sv){0};
    BUF_AUTO Buf word = buf_new(LINE_BYTES);
    shown_add_shell_word(&word, sv_slice(path, 0, slash - 1));
    return buf_keep(&word, terminal->scratch);
}

void terminal_next(Terminal *terminal, Value ended) {
    FaultList faults = faults_of(terminal, value_field(ended, "reasons"));
    Sv run = faults_run_word(terminal, &faults, ended);
    uint32_t again = 0;
    const StepFault *first = NULL;
    for (uint32_t i = 0; i < faults.count; i++) {
        const StepFault *fault = faults.items[i];
        again += sv_starts(fault->again, SV("runbook again "));
        bool seen = fault->number.len > 0 && sv_find(fault->number, SV(".undo"), 0) == SV_NONE;
        bool more = fault->value_count > 0 || fault->said.len > 0;
        if (!first && seen && more && !fault->needs) first = fault;
    }
    Arena *scratch = terminal->scratch;
    // The command that repeats a step names the run that it is of.
    Sv verdict = value_field_text(ended, "verdict", (Sv){0});
    bool good = sv_eq_c(verdict, "GO") || sv_eq_c(verdict, "PARTIAL");
    if (terminal->again || (!run.len && !good)) run = folder_of(terminal, terminal->journal);
    if (!run.len) return;
    if (again > 1 && !terminal->again)
        draw_command(terminal, "to try again: ",
                     sv_format(scratch, "runbook again %.*s --failed", SV_ARG(run)));
    if (first)
        draw_command(
            terminal, "to see all: ",
            sv_format(scratch, "runbook show %.*s %.*s", SV_ARG(run), SV_ARG(first->number)));
}
