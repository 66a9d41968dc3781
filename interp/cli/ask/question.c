#include "cli/ask/question.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/ask/answer_words.h"
#include "cli/ask/question_view.h"
#include "cli/cli.h"

enum { ASK_BYTES = 4 * 1024 * 1024 };

static void put(const QuestionView *view) {
    BUF_AUTO Buf out = buf_new(ASK_BYTES);
    question_view_add(view, &out);
    console_write(view->console, buf_sv(&out));
}

static void explain(const QuestionView *view) {
    BUF_AUTO Buf out = buf_new(ASK_BYTES);
    question_view_explain(view, &out);
    console_write(view->console, buf_sv(&out));
}

// Why it is asked again.
static void put_reason(const Console *console, const Question *question, TypedStatus status,
                       const TypedAnswer *typed) {
    BUF_AUTO Buf out = buf_new(ASK_BYTES);
    Sv word = typed->choice ? typed->choice->word : question->choices[0].word;
    switch (status) {
    case TYPED_NOTHING: buf_add_c(&out, "Enter alone is no answer: "); break;
    case TYPED_PAGE: buf_add_c(&out, "this is all there is to see; answer with "); break;
    case TYPED_NO_NOTE:
        buf_addf(&out, "a note is required, after a comma: %.*s, ticket 42", SV_ARG(word));
        break;
    default:
        shown_addf(&out, "'%.*s' is none of: ", SV_ARG(typed->word));
        if (!utf8_valid(typed->word, NULL)) break;
    }
    if (status != TYPED_NO_NOTE) question_view_words(question, &out);
    if (typed->no_comma) buf_add_c(&out, "; a note goes after a comma");
    BUF_AUTO Buf lines = buf_new(ASK_BYTES);
    buf_add_c(&lines, "   ");
    wrap_add(&lines, buf_sv(&out), 3, 3, console->width);
    buf_add_char(&lines, '\n');
    console_write(console, buf_sv(&lines));
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

static Sv title_of(Arena *arena, const Question *question) {
    return sv_format(arena, "? %.*s",
                     SV_ARG(sv_slice(question->text, 0, sv_find_char(question->text, '\n', 0))));
}

// One line after the other, until one of them is an answer.
static bool converse(Console *console, const Question *question, const Waiter *until, Stamp asked,
                     Arena *arena, Answer *out) {
    QuestionView view = question_view(console, question, arena);
    TextList words = {0};
    for (size_t i = 0; i < question->count; i++)
        text_list_add(arena, &words, question->choices[i].word);
    put(&view);
    console_forget(console);
    for (;;) {
        Sv line;
        ConsoleStatus status = console_line(console, until, SV(" > "), &words, arena, &line);
        if (status == CONSOLE_LINE && has_expired(until->env, question, asked))
            status = CONSOLE_EXPIRED;
        if (status != CONSOLE_LINE) return unanswered(status, out);
        TypedAnswer typed;
        TypedStatus what = answer_typed(question, line, &typed);
        if (what == TYPED_ANSWER) {
            *out = (Answer){.end = ASK_ANSWERED,
                            .word = typed.choice->word,
                            .passes = typed.choice->passes,
                            .note = utf8_valid(typed.note, NULL) ? typed.note : SV(""),
                            .terminal = true};
            return true;
        }
        bool turned = what == TYPED_PAGE && question_view_turn(&view);
        if (what == TYPED_HELP) explain(&view);
        if (!turned && what != TYPED_HELP) {
            put_reason(console, question, what, &typed);
            continue;
        }
        uint32_t from = view.from;
        console_follow_size(console);
        view = question_view(console, question, arena);
        view.from = from < view.rows.count ? from : 0;
        console_write(console, SV("\n"));
        put(&view);
    }
}

bool ask_question(Console *console, const Question *question, const Waiter *waiter, Arena *arena,
                  Answer *out) {
    Waiter until = until_expiry(waiter, question);
    Stamp asked = waiter->env->stamp(waiter->env->self);
    console_follow_size(console);
    if (console->titled) cli_call(console->fd, title_of(arena, question));
    bool answered = converse(console, question, &until, asked, arena, out);
    if (console->titled) cli_call_over(console->fd);
    return answered;
}

bool ask_secret(const Console *console, Sv question, const Waiter *waiter, Arena *arena, Sv *out) {
    BUF_AUTO Buf text = buf_new(ASK_BYTES);
    shown_add(&text, question, false);
    buf_add_c(&text, " (not shown): ");
    return console_hidden_line(console, waiter, buf_sv(&text), arena, out) == CONSOLE_LINE &&
           out->len > 0;
}
