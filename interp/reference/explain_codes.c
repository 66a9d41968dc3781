// Numbers that programs and servers end with: what a transcript shows, and people look up.
#include "reference/explain_internal.h"

#include "base/ascii.h"
#include "base/buf.h"

typedef struct CodeRow {
    int number;
    const char *name, *doc; // no name: what a program ended with
} CodeRow;

static const CodeRow codes[] = {
#define EXIT_CODE(number, doc)         {number, NULL, doc},
#define ANSWER_CODE(number, name, doc) {number, name, doc},
#include "reference/codes.def"
#undef EXIT_CODE
#undef ANSWER_CODE
};

enum { FIRST_SIGNAL = 128, LAST_SIGNAL = 64, LAST_EXIT = 255, FIRST_ANSWER = 300 };

// "401", "exit 137", "status 401", "http 401"; -1 where it is no number.
static int number_of(Sv topic) {
    static const char *const before[] = {"exit status ", "exit code ", "status code ", "status ",
                                         "exit ",        "code ",      "http "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (sv_starts(topic, sv_from_c(before[i])))
            topic = sv_slice(topic, sv_from_c(before[i]).len, topic.len);
    if (topic.len != 3) return -1;
    int number = 0;
    for (size_t i = 0; i < topic.len; i++) {
        if (!ascii_is_digit(topic.at[i])) return -1;
        number = number * 10 + (topic.at[i] - '0');
    }
    return number;
}

static void tell(const Explanation *explainer, int number, const char *name, const char *doc,
                 bool answer) {
    BUF_AUTO Buf head = buf_new(200), text = buf_new(1000);
    buf_addf(&head, "%d%s%s", number, name ? " " : "", name ? name : "");
    buf_add_char(&head, '\0');
    buf_addf(&text, "%s.", doc);
    text.at[0] = ascii_upper(text.at[0]);
    buf_add_char(&text, '\0');
    explain_separate(explainer);
    explain_heading(explainer,
                    answer ? "a status that a server answers" : "what a program ended with",
                    head.at);
    explain_prose(explainer, text.at, 2);
    buf_addf(explainer->out, "\n  More: runbook explain %s\n", answer ? "status" : "exit_code");
}

bool explain_code(const Explanation *explainer) {
    static const char *const classes[] = {
        "the server sends the client elsewhere, or says that nothing has changed",
        "the server refuses the request: its body mostly says why",
        "the server failed, or what is behind it"};
    int number = number_of(explainer->topic);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].number != number) continue;
        tell(explainer, number, codes[i].name, codes[i].doc, codes[i].name != NULL);
        return true;
    }
    if (number > FIRST_SIGNAL && number <= FIRST_SIGNAL + LAST_SIGNAL) {
        BUF_AUTO Buf doc = buf_new(200);
        buf_addf(&doc, "signal %d ended it: a shell counts it behind 128", number - FIRST_SIGNAL);
        buf_add_char(&doc, '\0');
        tell(explainer, number, NULL, doc.at, false);
        return true;
    }
    if (number < FIRST_ANSWER || number >= 600) return false;
    tell(explainer, number, NULL, classes[number / 100 - 3], true);
    return true;
}
