#include "inputs/answers.h"
#include "base/buf.h"
#include "base/limits.h"
#include "diag/diag.h"

// ── which questions a name is for ──

typedef struct Meant {
    Arena *arena;
    Sv name;
    bool found; // as the address, or the number, of a step that asks
    Address address;
    uint32_t ids;     // steps with that id
    Sv first, second; // their addresses
    Sv why;           // of an address that names none
} Meant;

struct Answers {
    Arena *arena;
    const Plan *plan;
    const Addresses *addresses;
    const NamedText *given;
    Meant *meant; // as many
    uint32_t count;
};

static bool asks(const Step *step) {
    return step->ask_first || (step->action && step->action->effect == EFFECT_ANSWER);
}

static bool look(void *self, Step *step, const char *phase, uint32_t depth) {
    Meant *meant = self;
    (void)phase, (void)depth;
    if (!asks(step) || step->id.len == 0 || !sv_eq(step->id, meant->name)) return true;
    Sv address = step_address(meant->arena, step);
    if (meant->ids == 0) meant->first = address;
    if (meant->ids == 1) meant->second = address;
    meant->ids++;
    return true;
}

static Meant meant_by(const Answers *answers, Sv name) {
    const Addresses *addresses = answers->addresses;
    Meant meant = {.arena = answers->arena, .name = name};
    meant.found =
        address_find(addresses, name, &meant.address, &meant.why) && asks(meant.address.step);
    plan_visit(answers->plan->top, look, &meant);
    if (meant.found || meant.ids != 1) return meant;
    // By its id alone.
    meant.found = address_find(addresses, meant.first, &meant.address, &meant.why);
    return meant;
}

// ── before the run ──

static bool same(const Address *a, const Address *b) {
    if (a->step != b->step || a->held_count != b->held_count) return false;
    return a->held_count == 0 || sv_eq(a->exact, b->exact);
}

static bool is_twice(const Answers *answers, uint32_t index) {
    const Meant *meant = answers->meant;
    for (uint32_t i = 0; i < index; i++)
        if (meant[i].found && same(&meant[i].address, &meant[index].address)) return true;
    return false;
}

// ── what an answer says ──

AnswerAhead answer_ahead(Sv text) {
    size_t comma = sv_find_char(text, ',', 0);
    Sv head = sv_slice(text, 0, comma);
    size_t at = sv_find_char(head, '@', 0);
    AnswerAhead ahead = {.word = sv_trim(sv_slice(head, 0, at)), .bound = at != SV_NONE};
    if (ahead.bound) ahead.digest = sv_trim(sv_slice(head, at + 1, head.len));
    if (comma != SV_NONE) ahead.note = sv_trim(sv_slice(text, comma + 1, text.len));
    Sv name = SV("sha256:");
    if (sv_starts(ahead.digest, name))
        ahead.digest = sv_slice(ahead.digest, name.len, ahead.digest.len);
    return ahead;
}

const Choice *answer_choice(const Question *question, Sv word) {
    for (size_t i = 0; i < question->count; i++)
        if (sv_eq_nocase(question->choices[i].word, word)) return &question->choices[i];
    return NULL;
}

static const Choice agreeing[] = {{.word = SV_INIT("yes"), .passes = true},
                                  {.word = SV_INIT("no")}};

// Before a step acts it is agreed to, by these words.
static bool question_of(Arena *arena, const Step *step, Question *out) {
    bool own;
    *out = (Question){.choices = agreeing, .count = sizeof agreeing / sizeof *agreeing};
    return step->ask_first || step_question(arena, step, out, &own);
}

static void hint_words(const Question *question, Sv word, Diags *diags, Diag *diag) {
    BUF_AUTO Buf list = buf_new(LIMIT_FILE_BYTES);
    Sv near = {0};
    for (size_t i = 0; i < question->count; i++) {
        Sv choice = question->choices[i].word;
        const char *between = i == 0 ? "" : i + 1 == question->count ? " or " : ", ";
        buf_addf(&list, "%s%.*s", between, SV_ARG(choice));
        // Of words this short the closest may be the opposite.
        if (!near.len && word.len > 2) near = sv_closest(word, &choice, 1);
    }
    if (near.len)
        diag_hint(diags, diag, "did you mean '%.*s'? it is answered by %.*s", SV_ARG(near),
                  SV_ARG(buf_sv(&list)));
    else
        diag_hint(diags, diag, "it is answered by %.*s", SV_ARG(buf_sv(&list)));
}

// What the question would refuse once it is asked, after all that comes before it was done.
static void check_word(const Answers *answers, uint32_t index, Diags *diags) {
    const Meant *meant = &answers->meant[index];
    const Step *step = meant->address.step;
    Question question;
    if (!question_of(answers->arena, step, &question)) return;
    AnswerAhead ahead = answer_ahead(answers->given[index].text);
    const Choice *choice = answer_choice(&question, ahead.word);
    Diag *diag;
    if (question.attended) {
        diag = diag_add(diags, DIAG_ANSWER_WRONG, step->span,
                        "--answer %.*s: it must be answered at a terminal, not ahead (attended)",
                        SV_ARG(meant->name));
        diag_hint(diags, diag, "leave this --answer out, and run it at a terminal");
    } else if (!choice) {
        diag = diag_add(diags, DIAG_ANSWER_WRONG, step->span,
                        "--answer %.*s: '%.*s' is none of the answers to this question",
                        SV_ARG(meant->name), SV_ARG(ahead.word));
        hint_words(&question, ahead.word, diags, diag);
    } else if (question.note_required && ahead.note.len == 0) {
        diag = diag_add(diags, DIAG_ANSWER_WRONG, step->span,
                        "--answer %.*s: '%.*s' counts only with a note, which is required",
                        SV_ARG(meant->name), SV_ARG(choice->word));
        diag_hint(diags, diag, "write why, after a comma: --answer '%.*s=%.*s, WHY'",
                  SV_ARG(meant->name), SV_ARG(choice->word));
    }
}

enum { ASKING_KNOWN = 64, ASKING_LISTED = 8 };

// What --answer takes: the ids of steps that ask, or their addresses where an id is not enough.
typedef struct Asking {
    const Answers *answers;
    Sv names[ASKING_KNOWN], addresses[ASKING_KNOWN];
    uint32_t count; // more than names where there are more
} Asking;

static bool note_asking(void *self, Step *step, const char *phase, uint32_t depth) {
    Asking *asking = self;
    (void)phase, (void)depth;
    if (!asks(step) || step->id.len == 0) return true;
    if (asking->count < ASKING_KNOWN) {
        Sv address = step_address(asking->answers->arena, step);
        bool enough = meant_by(asking->answers, step->id).found;
        asking->addresses[asking->count] = address;
        asking->names[asking->count] = enough ? step->id : address;
    }
    asking->count++;
    return true;
}

static void refuse_unknown(const Answers *answers, const Meant *meant, Diags *diags) {
    Diag *diag = diag_add(diags, DIAG_ANSWER_UNKNOWN, (Span){0},
                          "--answer %.*s: no step with this id or address asks a person",
                          SV_ARG(meant->name));
    Asking asking = {.answers = answers};
    plan_visit(answers->plan->top, note_asking, &asking);
    uint32_t known = asking.count < ASKING_KNOWN ? asking.count : ASKING_KNOWN;
    Sv near = sv_closest(meant->name, asking.names, known);
    if (near.len == 0) near = sv_closest(meant->name, asking.addresses, known);
    if (near.len > 0) {
        diag_hint(diags, diag, "did you mean '%.*s'?", SV_ARG(near));
        return;
    }
    if (sv_starts(meant->why, SV(": "))) {
        diag_hint(diags, diag, "%.*s", SV_ARG(sv_slice(meant->why, 2, meant->why.len)));
        return;
    }
    BUF_AUTO Buf list = buf_new(ASKING_LISTED * (LIMIT_ADDRESS_BYTES + 2));
    for (uint32_t i = 0; i < asking.count && i < ASKING_LISTED; i++)
        buf_addf(&list, "%s%.*s", i > 0 ? ", " : "", SV_ARG(asking.names[i]));
    if (asking.count == 0)
        diag_hint(diags, diag, "nothing in this runbook asks; leave --answer out");
    else
        diag_hint(diags, diag, "these ask: %.*s%s", SV_ARG(buf_sv(&list)),
                  asking.count > ASKING_LISTED ? ", and others" : "");
}

static void check_one(const Answers *answers, uint32_t index, Diags *diags) {
    const Meant *meant = &answers->meant[index];
    Sv name = meant->name;
    if (!meant->found && meant->ids > 1) {
        Diag *diag =
            diag_add(diags, DIAG_ANSWER_AMBIGUOUS, (Span){0},
                     "--answer %.*s: %u steps with this id ask a person", SV_ARG(name), meant->ids);
        diag_hint(diags, diag, "say which, by its address: %.*s or %.*s", SV_ARG(meant->first),
                  SV_ARG(meant->second));
    } else if (!meant->found) {
        refuse_unknown(answers, meant, diags);
    } else if (address_by_place(&meant->address)) {
        Diag *diag = diag_add(diags, DIAG_ANSWER_UNKNOWN, (Span){0},
                              "--answer %.*s: that is an iteration by its place, and another item "
                              "may stand there today",
                              SV_ARG(name));
        diag_hint(diags, diag, "say whom the answer is about: %.*s",
                  SV_ARG(address_form(answers->arena, meant->address.step)));
    } else if (is_twice(answers, index)) {
        diag_add(diags, DIAG_ANSWER_AMBIGUOUS, (Span){0}, "--answer %.*s: it is answered twice",
                 SV_ARG(name));
    } else {
        check_word(answers, index, diags);
    }
}

Answers *answers_check(Arena *arena, const Plan *plan, const Addresses *addresses,
                       const NamedText *given, uint32_t count, Diags *diags) {
    Answers *answers = arena_new_of(arena, Answers);
    *answers =
        (Answers){arena, plan, addresses, given, arena_new_array(arena, Meant, count), count};
    for (uint32_t i = 0; i < count; i++)
        answers->meant[i] = meant_by(answers, given[i].name);
    for (uint32_t i = 0; i < count; i++)
        check_one(answers, i, diags);
    return answers;
}

// ── when it is asked ──

const NamedText *answers_find(const Answers *answers, const Step *step, Sv address, Sv number) {
    const NamedText *found = NULL;
    uint32_t exact = 0;
    for (uint32_t i = 0; i < answers->count; i++) {
        const Meant *meant = &answers->meant[i];
        if (!meant->found || meant->address.step != step ||
            address_fit(&meant->address, address, number) != FIT_WHOLE)
            continue;
        if (found && meant->address.held_count < exact) continue;
        found = &answers->given[i];
        exact = meant->address.held_count;
    }
    return found;
}
