// Words that are no row of the tables of the language: names that expressions read, verdicts, exit
// statuses, and what this tool calls things.
#include "reference/explain_internal.h"

#include "base/ascii.h"
#include "base/num.h"
#include "event/status.h"
#include "words/words.h"

#include <stdio.h>

// ── names in expressions ──

typedef struct NameField {
    const char *owner, *name, *type, *doc;
} NameField;

static const char *const names[][2] = {
#define EVERYWHERE(ID, name, doc) {name, doc},
#define RUN_FIELD(ID, name, type, doc)
#define END_FIELD(ID, name, type, doc)
#define STEP_FIELD(ID, name, type, doc)
#define LEFT_FIELD(ID, name, type, doc)
#include "plan/keys/names.def"
#undef EVERYWHERE
#undef RUN_FIELD
#undef END_FIELD
#undef STEP_FIELD
#undef LEFT_FIELD
};

static const NameField fields[] = {
#define EVERYWHERE(ID, name, doc)
#define RUN_FIELD(ID, name, type, doc)  {"run", name, #type, doc},
#define END_FIELD(ID, name, type, doc)  {"run", name, #type, doc},
#define STEP_FIELD(ID, name, type, doc) {"step", name, #type, doc},
#define LEFT_FIELD(ID, name, type, doc) {"steps", name, #type, doc},
#include "plan/keys/names.def"
#undef EVERYWHERE
#undef RUN_FIELD
#undef END_FIELD
#undef STEP_FIELD
#undef LEFT_FIELD
};
enum { NAME_COUNT = sizeof names / sizeof *names, FIELD_COUNT = sizeof fields / sizeof *fields };

static void add_small(Buf *out, const char *capitals) {
    for (; *capitals; capitals++)
        buf_add_char(out, ascii_lower(*capitals));
}

static void tell_fields(const Explanation *explainer, const char *owner) {
    bool first = true;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!sv_eq_c(sv_from_c(owner), fields[i].owner)) continue;
        if (first) buf_add_char(explainer->out, '\n');
        first = false;
        BUF_AUTO Buf type = buf_new(100);
        add_small(&type, fields[i].type);
        buf_add_char(&type, '\0');
        explain_row(explainer, fields[i].name, type.at, fields[i].doc);
    }
}

bool explain_name(const Explanation *explainer) {
    for (size_t i = 0; i < NAME_COUNT && explainer->within.len == 0; i++) {
        if (!sv_eq_c(explainer->topic, names[i][0])) continue;
        explain_heading(explainer, "a name that expressions read", names[i][0]);
        explain_prose(explainer, names[i][1], 2);
        tell_fields(explainer, names[i][0]);
        return true;
    }
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!sv_eq_c(explainer->topic, fields[i].name) ||
            !sv_eq_c(explainer->within, fields[i].owner))
            continue;
        buf_addf(explainer->out, "%s.%s (a name that expressions read)\n\n", fields[i].owner,
                 fields[i].name);
        explain_prose(explainer, fields[i].doc, 2);
        buf_add_c(explainer->out, "\n  It is of the type ");
        add_small(explainer->out, fields[i].type);
        buf_add_c(explainer->out, ".\n");
        return true;
    }
    return false;
}

// ── verdicts and terms ──

typedef enum TermKind { TERM_RUN, TERM_STEP, TERM_WORD } TermKind;
typedef struct TermRow {
    TermKind kind;
    const char *word, *doc;
    const char *more; // commands that tell more, between semicolons
} TermRow;

static const char VERDICTS[] = "runbook explain verdicts";
static const TermRow terms[] = {
#define RUN_VERDICT(word, doc) {TERM_RUN, word, doc, VERDICTS},
#define VERDICT(word, doc)     {TERM_STEP, word, doc, VERDICTS},
#define TERM(word, doc, more)  {TERM_WORD, word, doc, more},
#include "reference/terms.def"
#undef RUN_VERDICT
#undef VERDICT
#undef TERM
};
enum { TERM_COUNT = sizeof terms / sizeof *terms };

static const StatusRow *status_of(const TermRow *row) {
    for (size_t i = 0; i < status_row_count; i++)
        if (words_alike(sv_from_c(status_rows[i].name), sv_from_c(row->word)))
            return &status_rows[i];
    return NULL;
}

void explain_verdicts(const Explanation *explainer) {
    static const char *const titles[] = {"A step:", "A run:"};
    static const TermKind kinds[] = {TERM_STEP, TERM_RUN};
    for (size_t k = 0; k < 2; k++) {
        buf_addf(explainer->out, "%s%s\n", k ? "\n" : "", titles[k]);
        for (size_t i = 0; i < TERM_COUNT; i++) {
            if (terms[i].kind != kinds[k]) continue;
            const StatusRow *status = k ? status_of(&terms[i]) : NULL;
            BUF_AUTO Buf note = buf_new(100);
            if (status) buf_addf(&note, "Status %d", status->number);
            buf_add_char(&note, '\0');
            explain_row(explainer, terms[i].word, note.at, terms[i].doc);
        }
    }
}

static void tell_term(const Explanation *explainer, const TermRow *row) {
    static const char *const kinds[] = {
        [TERM_RUN] = "a verdict of a run",
        [TERM_STEP] = "what became of a step",
        [TERM_WORD] = "a word of runbook",
    };
    const StatusRow *status = row->kind == TERM_RUN ? status_of(row) : NULL;
    explain_separate(explainer);
    if (status)
        buf_addf(explainer->out, "%s (%s, exit status %d)\n\n", row->word, kinds[row->kind],
                 status->number);
    else
        explain_heading(explainer, kinds[row->kind], row->word);
    BUF_AUTO Buf doc = buf_new(4096);
    buf_add_c(&doc, row->doc);
    doc.at[0] = ascii_upper(doc.at[0]);
    if (!sv_ends(buf_sv(&doc), SV("."))) buf_add_char(&doc, '.');
    buf_add_char(&doc, '\0');
    explain_prose(explainer, doc.at, 2);
    if (*row->more) buf_addf(explainer->out, "\n  More: %s\n", row->more);
}

bool explain_term(const Explanation *explainer) {
    bool found = false;
    for (size_t i = 0; i < TERM_COUNT; i++) {
        if (!words_alike(explainer->topic, sv_from_c(terms[i].word))) continue;
        tell_term(explainer, &terms[i]);
        found = true;
    }
    return found;
}

// ── exit statuses ──

// "4", "status 4", "exit 4", "code 4".
static Sv number_in(Sv topic) {
    static const char *const before[] = {"exit status ", "exit code ", "status ", "exit ", "code "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        Sv word = sv_from_c(before[i]);
        if (sv_starts(topic, word)) return sv_slice(topic, word.len, topic.len);
    }
    return topic;
}

bool explain_status(const Explanation *explainer) {
    for (size_t i = 0; i < status_row_count; i++) {
        const StatusRow *row = &status_rows[i];
        char number[8];
        snprintf(number, sizeof number, "%d", row->number);
        if (!sv_eq_c(number_in(explainer->topic), number)) continue;
        explain_heading(explainer, "an exit status of runbook", number);
        explain_prose(explainer, row->doc, 2);
        for (size_t k = 0; k < TERM_COUNT; k++) {
            if (terms[k].kind != TERM_RUN || status_of(&terms[k]) != row) continue;
            buf_add_char(explainer->out, '\n');
            explain_row(explainer, terms[k].word, NULL, terms[k].doc);
        }
        buf_add_c(explainer->out, "\n  All, and which one wins: runbook explain statuses\n");
        return true;
    }
    return false;
}

// ── all of them ──

void explain_visit_terms(TopicVisit *visit, void *self) {
    for (size_t i = 0; i < NAME_COUNT; i++)
        visit(self, names[i][0], names[i][1]);
    for (size_t i = 0; i < TERM_COUNT; i++)
        visit(self, terms[i].word, terms[i].doc);
}
