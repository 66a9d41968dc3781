// wait: a pause that can be cancelled.
#include "spec/action.h"

#include "base/num.h"

typedef struct WaitParams {
    int64_t duration;
} WaitParams;

static const int64_t longest = 30 * 24 * 3600 * (int64_t)1000000000;

static const Param params[] = {
    PARAM(WaitParams, duration, DURATION, .flags = PARAM_REQUIRED | PARAM_SHORT, .min = 0,
          .max = 30 * 24 * 3600 * (int64_t)1000000000, .doc = "How long: `30s`, `5m`, `1h30m`."),
};

static const ActionExample examples[] = {
    {"Caches are given time to fill", "name: Caches are given time to fill\n"
                                      "wait: 30s\n"},
};

static Sv human(Arena *arena, int64_t ns) {
    enum { SMALL = 64 };
    BUF_AUTO Buf buf = buf_new(SMALL);
    duration_add_human(&buf, ns);
    return buf_keep(&buf, arena);
}

static Sv touches(const void *decoded, Arena *arena) {
    Sv asked = human(arena, ((const WaitParams *)decoded)->duration);
    return sv_format(arena, "wait %.*s", SV_ARG(asked));
}

static void manual(const HandCall *call, Hand *out) {
    const WaitParams *given = call->params;
    Sv asked = given->duration ? human(call->arena, given->duration) : SV("for a while");
    out->parts[out->count++] =
        (HandPart){.lead = sv_format(call->arena, "Wait %.*s.", SV_ARG(asked))};
}

static void run(const ActionCall *call, Outcome *out) {
    const WaitParams *given = call->params;
    Sv asked = human(call->arena, given->duration);
    *out = (Outcome){.end = OUTCOME_ANSWERED,
                     .request = sv_format(call->arena, "wait %.*s", SV_ARG(asked))};
    switch (wait_sleep(&call->waiter, given->duration)) {
    case WAIT_READY: out->answer = sv_format(call->arena, "waited %.*s", SV_ARG(asked)); return;
    case WAIT_CANCELLED:
        out->cancelled = true;
        out->reason = SV("the run was stopped during the pause");
        break;
    case WAIT_DEADLINE:
        out->timed_out = true;
        out->reason = SV("the time allowed for the step was over before the pause was");
        out->hint = SV("let timeout: be longer than the pause");
        break;
    case WAIT_FAILED: out->reason = SV("the system could not wait"); break;
    }
    out->end = OUTCOME_NO_ANSWER;
}

const Action action_wait = {
    .name = "wait",
    .summary = "Pauses for a while.",
    .since = "0.1",
    .doc =
        "Ctrl-C ends the pause at once. A pause shows nothing about the system, so it never counts as "
        "evidence: to wait until something holds, use `poll` on the step that looks.",
    .effect = EFFECT_READ,
    .touches = touches,
    .manual = manual,
    .timeout_ns = longest,
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(WaitParams),
    .shows_nothing = true,
    .examples = examples,
    .example_count = sizeof examples / sizeof *examples,
    .run = run,
};
