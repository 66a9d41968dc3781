// confirm: a person answers.
#include "base/ascii.h"
#include "spec/action.h"

#include "value/time.h"

typedef struct ConfirmParams {
    Sv ask;
    Sv show;
    Records answers; // AnswerRow
    bool attended;
    int note;
    int64_t expires;
    bool expires_given;
} ConfirmParams;

// One word that may be answered.
typedef struct AnswerRow {
    Sv is;
    Sv means;
} AnswerRow;

static const char *const outcomes[] = {"pass", "fail", NULL};
static const Param answer_fields[] = {
    PARAM(AnswerRow, is, LITERAL, .flags = PARAM_REQUIRED | PARAM_SHORT, .choices = outcomes,
          .doc = "What becomes of the step: `pass` or `fail`."),
    PARAM(AnswerRow, means, LITERAL,
          .doc = "What the answer says, in a few words, for whoever is asked and for the record."),
};

enum { NOTE_OPTIONAL, NOTE_REQUIRED };
static const char *const notes[] = {"optional", "required", NULL};

enum { ASK, SHOW, ANSWERS, ATTENDED, NOTE_WANTED, EXPIRES };
static const Param params[] = {
    [ASK] = PARAM(ConfirmParams, ask, TEXT, .flags = PARAM_REQUIRED | PARAM_SHORT | PARAM_FILLED,
                  .doc = "The question, or the statement that somebody confirms."),
    [SHOW] = PARAM(ConfirmParams, show, TEXT,
                   .doc = "What to look at before answering: a list, a diff, a count."),
    [ANSWERS] = {.name = "answers",
                 .kind = PARAM_RECORDS,
                 .offset = PARAM_OFFSET(ConfirmParams, answers, RECORDS),
                 .given_offset = SIZE_MAX,
                 .fields = answer_fields,
                 .field_count = sizeof answer_fields / sizeof *answer_fields,
                 .record_size = sizeof(AnswerRow),
                 .doc = "The words that may be answered, each `pass` or `fail`, or with what it "
                        "says: `{ is: pass, means: none needs a replay }`. Without it: `yes` "
                        "passes, `no` fails."},
    [ATTENDED] = PARAM(ConfirmParams, attended, BOOL,
                       .doc = "An answer given ahead, on the command line, does not count."),
    [NOTE_WANTED] = {.name = "note",
                     .kind = PARAM_CHOICE,
                     .offset = PARAM_OFFSET(ConfirmParams, note, CHOICE),
                     .given_offset = SIZE_MAX,
                     .choices = notes,
                     .default_text = "optional",
                     .doc = "With `required` an answer counts only with a note behind it: `yes, "
                            "ticket 42`."},
    [EXPIRES] = {.name = "expires",
                 .kind = PARAM_DURATION,
                 .offset = PARAM_OFFSET(ConfirmParams, expires, DURATION),
                 .given_offset = offsetof(ConfirmParams, expires_given),
                 .min = 1000000000,
                 .max = 30 * 24 * 3600 * (int64_t)1000000000,
                 .doc = "How long the question stands; after that there is no answer."},
};

enum { ANSWER, BY, AT, NOTE, RESULT_COUNT };
static const ResultField results[] = {
    [ANSWER] = {.name = "answer",
                .called = "the answer",
                .type = "string",
                .doc = "The word that was answered."},
    [BY] = {.name = "by", .type = "string", .doc = "Who answered."},
    [AT] = {.name = "at", .type = "timestamp", .doc = "When."},
    [NOTE] = {.name = "note", .type = "string", .doc = "What they added; may be empty."},
};
_Static_assert(sizeof results / sizeof *results == RESULT_COUNT, "each result has its row");

static const ActionExample examples[] = {
    {"A person looks", "name: MFA is enforced for administrators\n"
                       "confirm: MFA is enforced for every administrator\n"},
    {"Answers of its own, with something to look at",
     "name: The pending migrations are reviewed\n"
     "confirm:\n"
     "  ask: May these migrations be applied?\n"
     "  # what the step `pending` keeps by capture: { names: stdout }\n"
     "  show: ${steps.pending.names}\n"
     "  answers:\n"
     "    apply: { is: pass, means: they may run on production }\n"
     "    stop: { is: fail, means: somebody must look first }\n"
     "  attended: true\n"
     "  expires: 30m\n"},
};

// ── answers ──

static const Choice yes_or_no[] = {{.word = SV_INIT("yes"), .passes = true},
                                   {.word = SV_INIT("no")}};
enum { MOST_ANSWERS = 16, LONGEST_WORD = 32 };

static bool is_word(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool plain = ascii_is_alnum(c) || (i > 0 && (c == '-' || c == '_'));
        if (!plain) return false;
    }
    return text.len > 0 && text.len <= LONGEST_WORD;
}

static const AnswerRow *row_of(const Records *answers, size_t index) {
    return (const AnswerRow *)answers->items + index;
}

static bool passes(const AnswerRow *row) {
    return sv_eq_c(row->is, "pass");
}

static bool check_answer(Arena *arena, Sv word, const AnswerRow *row, Sv *error, Sv *hint) {
    if (!is_word(word)) {
        *error = sv_format(arena, "'%.*s' cannot be an answer: it must be one word", SV_ARG(word));
        *hint = SV("letters, digits, '-' and '_', 32 at most");
        return false;
    }
    if (passes(row) || sv_eq_c(row->is, "fail")) return true;
    *error = sv_format(arena, "the answer '%.*s' must be 'pass' or 'fail', found '%.*s'",
                       SV_ARG(word), SV_ARG(row->is));
    *hint = SV("let it be `pass` where the step then passes, else `fail`");
    return false;
}

static bool validate(const void *decoded, Arena *arena, int *param, Sv *error, Sv *hint) {
    const Records *answers = &((const ConfirmParams *)decoded)->answers;
    size_t passing = 0;
    *param = ANSWERS;
    for (size_t i = 0; i < answers->count; i++) {
        const AnswerRow *row = row_of(answers, i);
        if (!check_answer(arena, answers->names[i], row, error, hint)) return false;
        passing += passes(row);
    }
    if (answers->count > MOST_ANSWERS) {
        *error = sv_format(arena, "there are %zu answers; at most %d can be told apart",
                           answers->count, MOST_ANSWERS);
        *hint = (Sv){0};
        return false;
    }
    if (answers->count > 0 && passing == 0) {
        *error = SV("no answer passes, so the step could never pass");
        *hint = SV("let one of them be `pass`");
        return false;
    }
    if (answers->count > 0 && passing == answers->count) {
        *error = SV("every answer passes, so the question decides nothing");
        *hint = SV("let one of them be `fail`");
        return false;
    }
    return true;
}

static const Choice *choices_of(Arena *arena, const Records *answers, size_t *count) {
    *count = 2;
    if (answers->count == 0) return yes_or_no;
    Choice *choices = arena_new_array(arena, Choice, answers->count);
    for (size_t i = 0; i < answers->count; i++) {
        const AnswerRow *row = row_of(answers, i);
        choices[i] = (Choice){
            .word = answers->names[i], .passes = passes(row), .means = sv_trim(row->means)};
    }
    *count = answers->count;
    return choices;
}

// ── asking ──

static Sv meaning_of(const Question *question, Sv word) {
    for (size_t i = 0; i < question->count; i++)
        if (sv_eq(question->choices[i].word, word)) return question->choices[i].means;
    return (Sv){0};
}

static void tell_answer(Arena *arena, const Question *question, const Answer *answer,
                        Outcome *out) {
    Value *values = arena_new_array(arena, Value, RESULT_COUNT);
    values[ANSWER] = value_string(answer->word);
    values[BY] = value_string(answer->by);
    values[AT] = timestamp_from_ns(answer->wall_ns);
    values[NOTE] = value_string(answer->note);
    out->results = values;
    out->answer = sv_format(arena, "'%.*s' by %.*s%s", SV_ARG(answer->word), SV_ARG(answer->by),
                            answer->terminal ? "" : ", given ahead");
    out->end = answer->passes ? OUTCOME_ANSWERED : OUTCOME_FAILED;
    Sv means = meaning_of(question, answer->word);
    if (!answer->passes)
        out->reason = sv_format(arena, "%.*s answered '%.*s'%s%.*s", SV_ARG(answer->by),
                                SV_ARG(answer->word), means.len ? ": " : "", SV_ARG(means));
}

static Sv touches(const void *decoded, Arena *arena) {
    (void)arena;
    return ((const ConfirmParams *)decoded)->ask;
}

static Sv answer_words(Arena *arena, const Records *answers) {
    size_t count;
    const Choice *choices = choices_of(arena, answers, &count);
    Sv passing = {0}, failing = {0};
    for (size_t i = 0; i < count; i++) {
        Sv *list = choices[i].passes ? &passing : &failing;
        Sv means = choices[i].means;
        *list = sv_format(arena, "%.*s%s`%.*s`%s%.*s%s", SV_ARG(*list), list->len ? ", " : "",
                          SV_ARG(choices[i].word), means.len ? " (" : "", SV_ARG(means),
                          means.len ? ")" : "");
    }
    return sv_format(arena, "Good: %.*s. Not good: %.*s. No answer is no yes.", SV_ARG(passing),
                     SV_ARG(failing));
}

static bool question_of(const void *decoded, Arena *arena, Question *out) {
    const ConfirmParams *given = decoded;
    *out = (Question){.text = given->ask,
                      .show = given->show,
                      .attended = given->attended,
                      .note_required = given->note == NOTE_REQUIRED,
                      .expires_ns = given->expires_given ? given->expires : NO_DEADLINE};
    out->choices = choices_of(arena, &given->answers, &out->count);
    return given->answers.count > 0;
}

static void manual(const HandCall *call, Hand *out) {
    const ConfirmParams *given = call->params;
    if (given->show.len)
        out->parts[out->count++] =
            (HandPart){.lead = SV("Look at:"), .language = "", .text = sv_trim(given->show)};
    Sv lead = SV("Ask somebody who can tell, and write down who answered and when:");
    out->parts[out->count++] = (HandPart){.lead = lead, .text = sv_trim(given->ask)};
    out->parts[out->count++] = (HandPart){.lead = answer_words(call->arena, &given->answers)};
}

static void run(const ActionCall *call, Outcome *out) {
    const ConfirmParams *given = call->params;
    *out = (Outcome){.request = given->ask};
    Question question;
    ignore_result(question_of(given, call->arena, &question));
    Answer answer = {.end = ASK_NO_TERMINAL};
    bool asked = call->ask(call->self, &question, &call->waiter, call->arena, &answer);
    if (asked && answer.end == ASK_ANSWERED) {
        tell_answer(call->arena, &question, &answer, out);
        return;
    }
    out->end = OUTCOME_NOT_STARTED;
    out->cancelled = answer.end == ASK_CANCELLED;
    out->timed_out = answer.end == ASK_EXPIRED;
    out->reason = answer.reason.len ? answer.reason : SV("nobody answered");
}

const Action action_confirm = {
    .name = "confirm",
    .summary = "Asks a person, whose answer decides.",
    .since = "0.1",
    .doc =
        "The question stands at the terminal until it is answered. Without a terminal, without an answer, or "
        "when the question has expired the step is undecided, never passed. An answer may be given "
        "ahead (`--answer ID=yes --as NAME`), unless `attended: true` refuses that; the transcript says "
        "which it was, who answered, when, and what they added.",
    .holds = "answer == 'yes'",
    .fails = "answer == 'no'",
    .effect = EFFECT_ANSWER,
    .touches = touches,
    .question = question_of,
    .manual = manual,
    .timeout_ns = NO_DEADLINE,
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(ConfirmParams),
    .validate = validate,
    .results = results,
    .result_count = RESULT_COUNT,
    .examples = examples,
    .example_count = sizeof examples / sizeof *examples,
    .run = run,
};
