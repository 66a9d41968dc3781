// What is typed at a question, and what of the keys of a terminal may become part of it.
#include "check.h"
#include "cli/ask/answer_words.h"
#include "cli/ask/line_keys.h"

static const Choice choices[] = {{.word = SV_INIT("proceed"), .passes = true},
                                 {.word = SV_INIT("leave"), .passes = true},
                                 {.word = SV_INIT("lock"), .passes = true},
                                 {.word = SV_INIT("stop")}};

static const Choice one_is_p[] = {{.word = SV_INIT("p"), .passes = true}, {.word = SV_INIT("no")}};

static TypedStatus typed(const char *line, const char *word, const char *note) {
    Question question = {.choices = choices, .count = 4};
    TypedAnswer answer;
    TypedStatus status = answer_typed(&question, sv_from_c(line), &answer);
    if (word) CHECK(answer.choice != NULL);
    if (word && answer.choice) CHECK_SV(answer.choice->word, sv_from_c(word));
    if (note) CHECK_SV(answer.note, sv_from_c(note));
    return status;
}

static void words(void) {
    CHECK_INT(typed("proceed", "proceed", ""), TYPED_ANSWER);
    CHECK_INT(typed("STOP", "stop", ""), TYPED_ANSWER);
    CHECK_INT(typed(" pr , ticket 42, and more ", "proceed", "ticket 42, and more"), TYPED_ANSWER);
    CHECK_INT(typed("s", "stop", ""), TYPED_ANSWER);
    CHECK_INT(typed("le", "leave", ""), TYPED_ANSWER);
    // What two words begin with is none of them.
    CHECK_INT(typed("l", NULL, NULL), TYPED_UNKNOWN);
    CHECK_INT(typed("stops", NULL, NULL), TYPED_UNKNOWN);
    CHECK_INT(typed("stop it", NULL, NULL), TYPED_UNKNOWN);
    CHECK_INT(typed(", ticket 42", NULL, NULL), TYPED_UNKNOWN);
    CHECK_INT(typed("", NULL, NULL), TYPED_NOTHING);
    CHECK_INT(typed("   ", NULL, NULL), TYPED_NOTHING);
    CHECK_INT(typed("?", NULL, NULL), TYPED_HELP);
}

// By habit a page is turned: that is never an answer.
static void pages(void) {
    CHECK_INT(typed("p", NULL, NULL), TYPED_PAGE);
    CHECK_INT(typed("P", NULL, NULL), TYPED_PAGE);
    CHECK_INT(typed("page", NULL, NULL), TYPED_PAGE);
    CHECK_INT(typed("p, ticket 42", NULL, NULL), TYPED_UNKNOWN);
    Question question = {.choices = one_is_p, .count = 2};
    TypedAnswer answer;
    CHECK_INT(answer_typed(&question, SV("p"), &answer), TYPED_ANSWER);
    CHECK_INT(answer_typed(&question, SV("page"), &answer), TYPED_PAGE);
}

static void briefs(void) {
    Question question = {.choices = choices, .count = 4};
    CHECK_SV(answer_brief(&question, &choices[0]), SV("pr"));
    CHECK_SV(answer_brief(&question, &choices[1]), SV("le"));
    CHECK_SV(answer_brief(&question, &choices[2]), SV("lo"));
    CHECK_SV(answer_brief(&question, &choices[3]), SV("s"));
}

static void notes(void) {
    Question question = {.choices = choices, .count = 4, .note_required = true};
    TypedAnswer answer;
    CHECK_INT(answer_typed(&question, SV("stop"), &answer), TYPED_NO_NOTE);
    CHECK_INT(answer_typed(&question, SV("stop, "), &answer), TYPED_NO_NOTE);
    CHECK_INT(answer_typed(&question, SV("stop, x"), &answer), TYPED_ANSWER);
    CHECK_INT(answer_typed(&question, SV("stop it"), &answer), TYPED_UNKNOWN);
    CHECK(answer.no_comma);
    CHECK_INT(answer_typed(&question, SV("stay here"), &answer), TYPED_UNKNOWN);
    CHECK(!answer.no_comma);
}

static void clean(const char *line, const char *wanted) {
    BUF_AUTO Buf out = buf_new(1024);
    line_keys_clean(&out, sv_from_c(line));
    CHECK_SV(buf_sv(&out), sv_from_c(wanted));
}

static void keys(void) {
    clean("ticket\x1b[A 4\x1b[15~2\x1bOP", "ticket 42");
    clean("\x1b[1;5Ayes\x07\x16\x1b", "yes");
    clean("d\xc3\xa9j\xc3\xa0 vu \xc2\x9b", "d\xc3\xa9j\xc3\xa0 vu ");
    clean("yes\x1b[", "yes");
    CHECK_SV(line_keys_of(SV("\x1b[D")), SV("\x02"));
    CHECK_SV(line_keys_of(SV("\x1b[3~")), SV("\x1b[3~"));
    CHECK_INT(line_keys_of(SV("\x1b[15~")).len, 0);
    CHECK_INT(line_keys_of(SV("\x1b[200~")).len, 0);
    CHECK_INT(line_keys_length(SV("\x1b[1;5")), 0);
    CHECK_INT(line_keys_length(SV("\x1b[1;5Ax")), 6);
}

int main(void) {
    words();
    pages();
    briefs();
    notes();
    keys();
    return check_done();
}
