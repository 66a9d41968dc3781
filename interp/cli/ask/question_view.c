#include "cli/ask/question_view.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/ask/answer_words.h"
#include "report/ink.h"
#include "report/verdict.h"

enum { VIEW_BYTES = 4 * 1024 * 1024, GUTTER = 6, INDENT = 3, LEAST_PAGE = 4, MOST_RULE = 100 };

// ── what there is to see ──

// Where a row goes on that does not fit: beneath its last column, if that leaves room.
static size_t hanging(Sv line, size_t width) {
    size_t lead = 0, column = 0;
    while (lead < line.len && line.at[lead] == ' ')
        lead++;
    for (size_t i = lead; i + 1 < line.len; i++) {
        Sv before = sv_slice(line, 0, i + 1);
        bool begins =
            i > lead && line.at[i] != ' ' && line.at[i - 1] == ' ' && line.at[i - 2] == ' ';
        if (begins && utf8_width(before) <= width) column = utf8_width(sv_slice(line, 0, i));
    }
    if (column > 0 && column <= width * 2 / 3) return column;
    return lead <= width / 2 ? lead : 0;
}

// As much of the line as fits, up to a blank if there is one.
static size_t fitting(Sv line, size_t width, size_t from) {
    if (utf8_width(line) <= width) return line.len;
    size_t most = utf8_fit(line, width).len;
    size_t at = most;
    while (at > from && line.at[at] != ' ')
        at--;
    if (at > from) return at;
    if (most > 0) return most;
    size_t next = 0;
    utf8_next(line, &next);
    return next;
}

static void add_rows(TextList *rows, Arena *arena, Sv line, size_t width) {
    size_t hang = hanging(line, width);
    BUF_AUTO Buf row = buf_new(VIEW_BYTES);
    buf_add(&row, line);
    for (;;) {
        bool first = sv_eq(buf_sv(&row), line);
        size_t taken = fitting(buf_sv(&row), width, first ? 0 : hang);
        Sv rest = sv_slice(buf_sv(&row), taken, row.len);
        text_list_add(arena, rows, sv_copy(arena, sv_slice(buf_sv(&row), 0, taken)));
        while (rest.len > 0 && rest.at[0] == ' ')
            rest = sv_slice(rest, 1, rest.len);
        if (rest.len == 0) return;
        BUF_AUTO Buf next = buf_new(VIEW_BYTES);
        buf_add_repeat(&next, ' ', hang);
        buf_add(&next, rest);
        buf_clear(&row);
        buf_add(&row, buf_sv(&next));
    }
}

static size_t text_width(const Console *console) {
    return console->width > GUTTER + 10 ? console->width - GUTTER - 1 : 10;
}

// ── the question ──

static void begin(const Console *console, Buf *out, Ink ink) {
    ink_begin(out, console->color, ink);
}

static void end(const Console *console, Buf *out, Ink ink) {
    ink_end(out, console->color, ink);
}

// " ── 2.3 The dead letters are reviewed ───────── 2 lines ──"
static void add_rule(const QuestionView *view, Buf *out) {
    const Question *question = view->question;
    size_t width = view->console->width - 1;
    if (width > MOST_RULE) width = MOST_RULE;
    BUF_AUTO Buf name = buf_new(VIEW_BYTES), size = buf_new(64);
    shown_addf(&name, "%.*s %.*s", SV_ARG(question->number), SV_ARG(question->name));
    if (view->lines > 0) buf_addf(&size, "%zu line%s ", view->lines, view->lines == 1 ? "" : "s");
    size_t around = sizeof " --  ---- " - 1 + utf8_width(buf_sv(&size)) + 2;
    Sv text = utf8_fit(buf_sv(&name), width > around + 4 ? width - around : 4);
    bool cut = text.len < name.len;
    begin(view->console, out, INK_DIM);
    buf_add_c(out, " ── ");
    end(view->console, out, INK_DIM);
    begin(view->console, out, INK_BOLD);
    buf_add(out, text);
    if (cut) buf_add_c(out, "…");
    end(view->console, out, INK_BOLD);
    begin(view->console, out, INK_DIM);
    buf_add_char(out, ' ');
    size_t used = sizeof " -- " - 1 + utf8_width(text) + cut + 1;
    size_t tail = utf8_width(buf_sv(&size)) + (size.len ? 3 : 0);
    for (size_t i = used + tail; i < width; i++)
        buf_add_c(out, "─");
    if (size.len) buf_addf(out, " %.*s──", SV_ARG(buf_sv(&size)));
    end(view->console, out, INK_DIM);
    buf_add_char(out, '\n');
}

static void add_page(const QuestionView *view, Buf *out) {
    const Console *console = view->console;
    uint32_t to = view->from + view->page;
    if (to > view->rows.count) to = view->rows.count;
    for (uint32_t i = view->from; i < to; i++) {
        buf_add_c(out, "    │ ");
        buf_add(out, view->rows.items[i]);
        buf_add_char(out, '\n');
    }
    if (view->page >= view->rows.count) return;
    begin(console, out, INK_DIM);
    buf_addf(out, "    ┆ %u–%u of %u rows; p shows %s", view->from + 1, to, view->rows.count,
             to < view->rows.count ? "the next" : "the first again");
    end(console, out, INK_DIM);
    buf_add_char(out, '\n');
}

static void add_question(const QuestionView *view, Buf *out) {
    Sv text = view->question->text, line;
    buf_add_c(out, " ? ");
    for (bool first = true; sv_next_line(&text, &line); first = false) {
        BUF_AUTO Buf safe = buf_new(VIEW_BYTES);
        if (!first) buf_add_repeat(out, ' ', INDENT);
        if (!first && verdict_is_imitated(line)) buf_add_c(&safe, "│ ");
        shown_add(&safe, line, false);
        begin(view->console, out, INK_BOLD);
        wrap_add(out, buf_sv(&safe), INDENT, INDENT, view->console->width);
        end(view->console, out, INK_BOLD);
        buf_add_char(out, '\n');
    }
}

static const char *outcome(const Question *question, const Choice *choice) {
    if (question->acts) return choice->passes ? "the step acts" : "it is left out";
    return choice->passes ? "the step passes" : "the step fails";
}

typedef struct Columns {
    size_t brief, word, means;
} Columns;

static Columns columns_of(const Question *question) {
    Columns columns = {0};
    for (size_t i = 0; i < question->count; i++) {
        const Choice *choice = &question->choices[i];
        BUF_AUTO Buf means = buf_new(VIEW_BYTES);
        shown_add(&means, choice->means, false);
        size_t brief = answer_brief(question, choice).len, word = choice->word.len,
               wide = utf8_width(buf_sv(&means));
        if (brief > columns.brief) columns.brief = brief;
        if (word > columns.word) columns.word = word;
        if (wide > columns.means) columns.means = wide;
    }
    return columns;
}

// "   y yes    replay them          → the step passes"
static void add_choice(const QuestionView *view, Buf *out, const Choice *choice, Columns columns) {
    const Question *question = view->question;
    const Console *console = view->console;
    Sv brief = answer_brief(question, choice);
    BUF_AUTO Buf means = buf_new(VIEW_BYTES);
    shown_add(&means, choice->means, false);
    buf_add_repeat(out, ' ', INDENT);
    begin(console, out, INK_BOLD);
    buf_add(out, brief);
    end(console, out, INK_BOLD);
    buf_add_repeat(out, ' ', columns.brief - brief.len + 1);
    buf_add(out, choice->word);
    size_t at = INDENT + columns.brief + 1 + choice->word.len;
    size_t wanted = INDENT + columns.brief + 1 + columns.word + 2;
    buf_add_repeat(out, ' ', wanted - at);
    const char *becomes = outcome(question, choice);
    size_t whole = wanted + columns.means + 2 + utf8_width(SV("→ ")) + sv_from_c(becomes).len;
    bool beside = whole <= console->width;
    if (columns.means > 0) {
        wrap_add(out, buf_sv(&means), wanted, wanted, console->width);
        if (beside)
            buf_add_repeat(out, ' ', columns.means - utf8_width(buf_sv(&means)) + 2);
        else if (means.len > 0) {
            buf_add_char(out, '\n');
            buf_add_repeat(out, ' ', wanted);
        }
    }
    buf_addf(out, "→ %s", becomes);
    buf_add_char(out, '\n');
}

static void add_choices(const QuestionView *view, Buf *out) {
    Columns columns = columns_of(view->question);
    for (size_t i = 0; i < view->question->count; i++)
        add_choice(view, out, &view->question->choices[i], columns);
}

typedef struct Hints {
    const Console *console;
    Buf *out;
    size_t at;
} Hints;

static void hint(Hints *hints, Sv text) {
    size_t width = utf8_width(text);
    if (hints->at > INDENT && hints->at + 3 + width > hints->console->width) {
        buf_add_char(hints->out, '\n');
        hints->at = 0;
    }
    size_t gap = hints->at == 0 ? INDENT : 3;
    buf_add_repeat(hints->out, ' ', gap);
    buf_add(hints->out, text);
    hints->at += gap + width;
}

// Above the line where the answer is typed, not beside it: what stays on the screen is the answer
// alone, and it fits every width.
static void add_hints(const QuestionView *view, Buf *out) {
    const Question *question = view->question;
    Hints hints = {view->console, out, 0};
    Sv word = question->count ? question->choices[0].word : SV("yes");
    BUF_AUTO Buf text = buf_new(1024);
    begin(view->console, out, INK_DIM);
    buf_addf(&text, "%s: %.*s, ticket 42",
             question->note_required ? "a note is required, after a comma"
                                     : "a note goes after a comma",
             SV_ARG(word));
    hint(&hints, buf_sv(&text));
    if (view->page < view->rows.count) hint(&hints, SV("p pages"));
    hint(&hints, SV("? explains"));
    hint(&hints, SV("Ctrl-C stops"));
    if (question->expires_ns != NO_DEADLINE) {
        buf_clear(&text);
        buf_add_c(&text, "expires in ");
        duration_add_human(&text, question->expires_ns);
        hint(&hints, buf_sv(&text));
    }
    end(view->console, out, INK_DIM);
    buf_add_char(out, '\n');
}

// ── all of it ──

// Rows that a page may have: what else there is fits the screen with it.
static uint32_t page_of(const QuestionView *view) {
    BUF_AUTO Buf rest = buf_new(VIEW_BYTES);
    add_question(view, &rest);
    add_choices(view, &rest);
    add_hints(view, &rest);
    size_t taken = 3; // the rule, which rows these are, and where the answer is typed
    for (Sv text = buf_sv(&rest), line; sv_next_line(&text, &line);)
        taken++;
    size_t height = view->console->height;
    return (uint32_t)(height > taken + LEAST_PAGE ? height - taken : LEAST_PAGE);
}

QuestionView question_view(const Console *console, const Question *question, Arena *arena) {
    QuestionView view = {.console = console, .question = question};
    Sv show = question->show, line;
    while (sv_next_line(&show, &line)) {
        BUF_AUTO Buf safe = buf_new(VIEW_BYTES);
        shown_add(&safe, line, false);
        add_rows(&view.rows, arena, buf_sv(&safe), text_width(console));
        view.lines++;
    }
    view.page = 0; // with a word on how to turn pages
    view.page = page_of(&view);
    if (view.page > view.rows.count) view.page = view.rows.count;
    return view;
}

bool question_view_turn(QuestionView *view) {
    if (view->page >= view->rows.count) return false;
    view->from += view->page;
    if (view->from >= view->rows.count) view->from = 0;
    return true;
}

void question_view_add(const QuestionView *view, Buf *out) {
    add_rule(view, out);
    add_page(view, out);
    add_question(view, out);
    add_choices(view, out);
    add_hints(view, out);
}

void question_view_words(const Question *question, Buf *out) {
    for (size_t i = 0; i < question->count; i++) {
        Sv word = question->choices[i].word, brief = answer_brief(question, &question->choices[i]);
        buf_addf(out, "%s%.*s", i ? ", " : "", SV_ARG(word));
        if (brief.len < word.len) buf_addf(out, " (%.*s)", SV_ARG(brief));
    }
}

static void add_prose(const QuestionView *view, Buf *out, Sv text) {
    buf_add_repeat(out, ' ', INDENT);
    wrap_add(out, text, INDENT, INDENT, view->console->width);
    buf_add_char(out, '\n');
}

void question_view_explain(const QuestionView *view, Buf *out) {
    const Question *question = view->question;
    BUF_AUTO Buf text = buf_new(VIEW_BYTES);
    buf_add_char(out, '\n');
    shown_addf(&text, "%.*s %.*s asks, in %.*s.", SV_ARG(question->number), SV_ARG(question->name),
               SV_ARG(question->place));
    add_prose(view, out, buf_sv(&text));
    Sv about = question->about, line;
    while (sv_next_line(&about, &line)) {
        buf_clear(&text);
        shown_add(&text, line, false);
        add_prose(view, out, buf_sv(&text));
    }
    add_prose(view, out,
              SV("An answer is one of the words below, or its first letters. Enter alone is no "
                 "answer, and nothing is taken for a yes."));
    buf_clear(&text);
    buf_addf(&text,
             "What stands after a comma is a note: it is kept with the answer, your name and the "
             "time in the run's record.%s",
             question->note_required ? " This question demands one." : "");
    add_prose(view, out, buf_sv(&text));
    buf_clear(&text);
    buf_addf(
        &text,
        "Ctrl-D leaves the question unanswered: the step is undecided%s. Ctrl-C stops the run.",
        question->acts ? " and does not act" : "");
    add_prose(view, out, buf_sv(&text));
    if (question->expires_ns == NO_DEADLINE) return;
    buf_clear(&text);
    buf_add_c(&text, "Without an answer the question expires, ");
    duration_add_human(&text, question->expires_ns);
    buf_add_c(&text, " after it came up, and the step is undecided.");
    add_prose(view, out, buf_sv(&text));
}
