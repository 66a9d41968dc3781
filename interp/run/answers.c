#include "run/answers.h"
#include "diag/diag.h"

// ── which questions a name is for ──

typedef struct Meant {
    Arena *arena;
    Sv name, plain;   // as given; without the values of iterations
    uint32_t address; // steps with that address
    uint32_t id;      // steps with that id
    Sv first, second; // addresses of the latter
} Meant;

// "all[x=1]/sure[y=2]" is the step "all/sure".
static Sv without_values(Arena *arena, Sv address) {
    BUF_AUTO Buf plain = buf_new(address.len + 1);
    bool within = false;
    for (size_t i = 0; i < address.len; i++) {
        within |= address.at[i] == '[';
        if (!within) buf_add_char(&plain, address.at[i]);
        within &= address.at[i] != ']';
    }
    return buf_keep(&plain, arena);
}

static bool asks(const Step *step) {
    return step->ask_first || (step->action && step->action->effect == EFFECT_ANSWER);
}

static bool look(void *self, Step *step, const char *phase, uint32_t depth) {
    Meant *meant = self;
    (void)phase, (void)depth;
    if (!asks(step)) return true;
    Sv address = step_address(meant->arena, step);
    if (sv_eq(address, meant->plain)) meant->address++;
    if (step->id.len == 0 || !sv_eq(step->id, meant->name)) return true;
    if (meant->id == 0) meant->first = address;
    if (meant->id == 1) meant->second = address;
    meant->id++;
    return true;
}

static Meant meant_by(const Run *run, Sv name, Arena *arena) {
    Meant meant = {.arena = arena, .name = name, .plain = without_values(arena, name)};
    plan_visit(run->plan->top, look, &meant);
    return meant;
}

// ── before the run ──

static bool is_twice(const Run *run, uint32_t index) {
    const Given *answers = run->options->answers;
    for (uint32_t i = 0; i < index; i++)
        if (sv_eq(answers[i].name, answers[index].name)) return true;
    return false;
}

void answers_check(const Run *run, Diags *diags) {
    for (uint32_t i = 0; i < run->options->answer_count; i++) {
        Sv name = run->options->answers[i].name;
        Meant meant = meant_by(run, name, run->arena);
        if (is_twice(run, i)) {
            diag_add(diags, DIAG_ANSWER_AMBIGUOUS, (Span){0}, "--answer %.*s: it is answered twice",
                     SV_ARG(name));
        } else if (meant.address == 0 && meant.id == 0) {
            diag_add(diags, DIAG_ANSWER_UNKNOWN, (Span){0},
                     "--answer %.*s: no step with this id or address asks a person", SV_ARG(name));
        } else if (meant.address == 0 && meant.id > 1) {
            Diag *diag = diag_add(diags, DIAG_ANSWER_AMBIGUOUS, (Span){0},
                                  "--answer %.*s: %u steps with this id ask a person", SV_ARG(name),
                                  meant.id);
            diag_mend(diags, diag, "say which, by its address: %.*s or %.*s", SV_ARG(meant.first),
                      SV_ARG(meant.second));
        }
    }
}

// ── when it is asked ──

static const Given *given_as(const Run *run, Sv name) {
    for (uint32_t i = 0; i < run->options->answer_count; i++)
        if (sv_eq(run->options->answers[i].name, name)) return &run->options->answers[i];
    return NULL;
}

const Given *answers_find(const Run *run, const Seat *seat, Arena *arena) {
    if (run->options->answer_count == 0) return NULL;
    const Given *given = given_as(run, seat->address);
    if (!given) given = given_as(run, step_address(arena, seat->step));
    if (given || seat->step->id.len == 0) return given;
    given = given_as(run, seat->step->id);
    return given && meant_by(run, given->name, arena).address == 0 ? given : NULL;
}
