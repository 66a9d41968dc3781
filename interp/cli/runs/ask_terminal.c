#include "cli/runs/ask_terminal.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "report/verdict.h"

enum { ASK_BYTES = 4 * 1024 * 1024, ANSWER_BYTES = 64 * 1024 };

static void add_bold(const Console *console, Buf *out, Sv text, size_t indent) {
    Sv line;
    for (bool first = true; sv_next_line(&text, &line); first = false) {
        BUF_AUTO Buf safe = buf_new(ASK_BYTES);
        if (!first) buf_add_repeat(out, ' ', indent);
        if (!first && verdict_is_imitated(line)) buf_add_c(&safe, "│ ");
        shown_add(&safe, line, false);
        if (console->color) buf_add_c(out, "\x1b[1m");
        wrap_add(out, buf_sv(&safe), indent, indent, console->width);
        if (console->color) buf_add_c(out, "\x1b[0m");
        buf_add_char(out, '\n');
    }
}

// What to look at, uncut: a person cannot judge what is missing.
static void add_shown(Buf *out, Sv show) {
    if (!show.len) return;
    Sv line;
    buf_add_char(out, '\n');
    while (sv_next_line(&show, &line)) {
        buf_add_c(out, "    │ ");
        shown_add(out, line, false);
        buf_add_char(out, '\n');
    }
}

static const char *meaning(const Question *question, const Choice *choice) {
    if (question->acts) return choice->passes ? "the step acts" : "it is left out";
    return choice->passes ? "the step passes" : "it fails";
}

static void add_choices(Buf *out, const Question *question) {
    buf_add_c(out, "\n  ");
    for (size_t i = 0; i < question->count; i++) {
        const Choice *choice = &question->choices[i];
        shown_add(out, choice->word, false);
        buf_addf(out, ": %s%s", meaning(question, choice), i + 1 < question->count ? "; " : "");
    }
    if (question->expires_ns != NO_DEADLINE) {
        buf_add_c(out, ". The question expires in ");
        duration_add_human(out, question->expires_ns);
    }
    buf_add_c(out, ".\n");
}

static void add_who(const Console *console, Buf *out, Sv who) {
    if (!who.len) return;
    if (console->color) buf_add_c(out, "\x1b[2m");
    shown_add(out, who, false);
    if (console->color) buf_add_c(out, "\x1b[0m");
    buf_add_char(out, '\n');
}

static void put(const Console *console, Sv who, const Question *question) {
    BUF_AUTO Buf out = buf_new(ASK_BYTES);
    buf_add_char(&out, '\n');
    add_who(console, &out, who);
    buf_add_c(&out, "? ");
    add_bold(console, &out, question->text, 2);
    add_shown(&out, question->show);
    add_choices(&out, question);
    console_write(console, buf_sv(&out));
}

static void add_words(Buf *out, const Question *question) {
    for (size_t i = 0; i < question->count; i++) {
        if (i) buf_add_c(out, ", ");
        shown_add(out, question->choices[i].word, false);
    }
}

static void put_words(const Console *console, const Question *question) {
    BUF_AUTO Buf out = buf_new(ASK_BYTES);
    buf_add_c(&out, "  Answer (");
    add_words(&out, question);
    buf_add_c(&out, "): ");
    console_write(console, buf_sv(&out));
}

// Says why it asks again; not after a mere Enter.
static void put_unknown(const Console *console, const Question *question, Sv typed) {
    if (!typed.len) return;
    BUF_AUTO Buf out = buf_new(ASK_BYTES);
    buf_add_c(&out, "  '");
    shown_add(&out, typed, false);
    buf_add_c(&out, "' is none of: ");
    add_words(&out, question);
    buf_add_char(&out, '\n');
    console_write(console, buf_sv(&out));
}

// The whole word, or a beginning that only one of the words has.
static const Choice *choice_of(const Question *question, Sv typed) {
    const Choice *found = NULL;
    for (size_t i = 0; i < question->count; i++) {
        const Choice *choice = &question->choices[i];
        if (sv_eq_nocase(choice->word, typed)) return choice;
        if (!sv_eq_nocase(sv_slice(choice->word, 0, typed.len), typed)) continue;
        if (found) return NULL;
        found = choice;
    }
    return typed.len ? found : NULL;
}

static bool unanswered(ConsoleStatus status, Answer *out) {
    switch (status) {
    case CONSOLE_EXPIRED:
        out->end = ASK_EXPIRED;
        out->reason = SV("nobody answered in time");
        break;
    case CONSOLE_CANCELLED:
        out->end = ASK_CANCELLED;
        out->reason = SV("the run was stopped before there was an answer");
        break;
    default:
        out->end = ASK_NO_ANSWER;
        out->reason = SV("the terminal's input ended without an answer");
    }
    return false;
}

static bool add_note(const Console *console, const Waiter *waiter, Arena *arena, Answer *out) {
    console_write(console, SV("  A note for the record (Enter for none): "));
    BUF_AUTO Buf line = buf_new(ANSWER_BYTES);
    ConsoleStatus status = console_line(console, waiter, false, &line);
    if (status == CONSOLE_CANCELLED) return unanswered(status, out);
    if (status == CONSOLE_LINE && utf8_valid(buf_sv(&line), NULL))
        out->note = sv_trim(buf_keep(&line, arena));
    console_write(console, SV("\n"));
    return true;
}

static Waiter until_expiry(const Waiter *waiter, const Question *question) {
    Waiter sooner = *waiter;
    if (question->expires_ns == NO_DEADLINE) return sooner;
    int64_t now = waiter->env->mono_ns(waiter->env->self), expires;
    if (!__builtin_add_overflow(now, question->expires_ns, &expires) &&
        expires < sooner.deadline_ns)
        sooner.deadline_ns = expires;
    return sooner;
}

// Deadlines stand still while the machine sleeps, but the question grows older all the same.
static bool has_expired(const Env *env, const Question *question, Stamp asked) {
    if (question->expires_ns == NO_DEADLINE) return false;
    Stamp now = env->stamp(env->self);
    return now.wall_ns - asked.wall_ns > question->expires_ns ||
           now.mono_ns - asked.mono_ns > question->expires_ns;
}

bool ask_question(const Console *console, Sv who, const Question *question, const Waiter *waiter,
                  Arena *arena, Answer *out) {
    Waiter until = until_expiry(waiter, question);
    Stamp asked = waiter->env->stamp(waiter->env->self);
    put(console, who, question);
    console_forget(console);
    for (;;) {
        put_words(console, question);
        BUF_AUTO Buf line = buf_new(ANSWER_BYTES);
        ConsoleStatus status = console_line(console, &until, false, &line);
        if (status == CONSOLE_LINE && has_expired(waiter->env, question, asked))
            status = CONSOLE_EXPIRED;
        if (status != CONSOLE_LINE) return unanswered(status, out);
        const Choice *choice = choice_of(question, sv_trim(buf_sv(&line)));
        if (!choice) {
            put_unknown(console, question, sv_trim(buf_sv(&line)));
            continue;
        }
        *out = (Answer){
            .end = ASK_ANSWERED, .word = choice->word, .passes = choice->passes, .terminal = true};
        return add_note(console, &until, arena, out);
    }
}

bool ask_secret(const Console *console, Sv question, const Waiter *waiter, Arena *arena, Sv *out) {
    BUF_AUTO Buf text = buf_new(ASK_BYTES);
    shown_add(&text, question, false);
    buf_add_c(&text, " (not shown): ");
    console_write(console, buf_sv(&text));
    BUF_AUTO Buf line = buf_new(ANSWER_BYTES);
    if (console_line(console, waiter, true, &line) != CONSOLE_LINE || line.len == 0) return false;
    *out = buf_keep(&line, arena);
    return true;
}
