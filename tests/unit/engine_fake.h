// A run without the world: an action whose every attempt is scripted, a clock that steps, and
// events as short lines.
#ifndef TESTS_UNIT_ENGINE_FAKE_H
#define TESTS_UNIT_ENGINE_FAKE_H

#include "base/buf.h"
#include "base/system/file.h"
#include "check.h"
#include "engine/run.h"
#include "event/display_order.h"
#include "event/event.h"
#include "journal/journal.h"
#include "report/recount/recount.h"
#include "value/json.h"
#include <ftw.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

// ── the action `fake`: what each attempt is to do stands in its text ──
// ok, ok JSON, fail, refuse, silence, reset, denied, bad, gateway, sleep MS; several attempts are
// separated by "|", the last one stands for all that follow.

typedef struct FakeParams {
    Sv script;
    Sv live;
} FakeParams;

static const Param fake_params[] = {
    PARAM(FakeParams, script, TEXT, .flags = PARAM_SHORT | PARAM_REQUIRED, .doc = "What it does."),
    PARAM(FakeParams, live, TEXT, .doc = "A live line."),
};

enum { FAKE_VALUE, FAKE_COUNT, FAKE_RESULTS };

static const ResultField fake_results[] = {
    [FAKE_VALUE] = {.name = "value", .type = "dyn", .doc = "What the script says."},
    [FAKE_COUNT] = {.name = "count", .type = "int", .doc = "Which attempt this was."},
};

// Attempts by key, and the order in which steps acted.
typedef struct FakeLog {
    pthread_mutex_t lock;
    char keys[256][40];
    int counts[256];
    int key_count;
    Buf acted;
} FakeLog;
static FakeLog fake_log = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int fake_count(Sv key) {
    pthread_mutex_lock(&fake_log.lock);
    int at = 0;
    while (at < fake_log.key_count && !sv_eq_c(key, fake_log.keys[at]))
        at++;
    if (at == fake_log.key_count && at < 256) {
        memcpy(fake_log.keys[at], key.at, key.len < 39 ? key.len : 39);
        fake_log.key_count++;
    }
    int count = ++fake_log.counts[at];
    pthread_mutex_unlock(&fake_log.lock);
    return count;
}

static Sv fake_turn(Sv script, int count) {
    Sv rest = script, part = {0};
    for (int i = 0; i < count && sv_next_part(&rest, '|', &part); i++)
        continue;
    return sv_trim(part);
}

static void fake_end(const ActionCall *call, Sv word, Sv rest, Outcome *out) {
    JsonError error;
    if (sv_eq_c(word, "ok") || sv_eq_c(word, "gateway")) {
        out->end = OUTCOME_ANSWERED;
        out->answer = SV("answered");
        out->gateway_unsure = sv_eq_c(word, "gateway");
        if (rest.len > 0 && !json_parse(call->arena, rest, &out->results[FAKE_VALUE], &error))
            out->results[FAKE_VALUE] = value_string(rest);
        return;
    }
    static const struct {
        const char *word;
        OutcomeStatus status;
        const char *reason;
    } ends[] = {{"fail", OUTCOME_FAILED, "it said no"},
                {"refuse", OUTCOME_NOT_STARTED, "nobody there"},
                {"silence", OUTCOME_NO_ANSWER, "no answer within 5s"},
                {"reset", OUTCOME_NO_ANSWER, "the connection was reset"},
                {"denied", OUTCOME_DENIED, "not permitted"},
                {"bad", OUTCOME_BAD_VALUE, "a value is wrong"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!sv_eq_c(word, ends[i].word)) continue;
        out->end = ends[i].status;
        out->reason = sv_from_c(ends[i].reason);
        out->over = sv_eq_c(word, "reset");
        if (out->end != OUTCOME_FAILED) out->results = NULL;
    }
}

static void fake_run(const ActionCall *call, Outcome *out) {
    const FakeParams *params = call->params;
    int count = fake_count(call->key);
    Sv turn = fake_turn(params->script, count), rest = turn, word = {0};
    sv_next_part(&rest, ' ', &word);
    rest = sv_trim(sv_slice(turn, word.len, turn.len));
    out->request = sv_format(call->arena, "fake %.*s", SV_ARG(turn));
    out->results = arena_new_array(call->arena, Value, FAKE_RESULTS);
    out->results[FAKE_COUNT] = value_int(count);
    if (params->live.len > 0) call->live(call->self, params->live);
    pthread_mutex_lock(&fake_log.lock);
    buf_addf(&fake_log.acted, "%.*s;", SV_ARG(turn));
    pthread_mutex_unlock(&fake_log.lock);
    if (!sv_eq_c(word, "sleep")) {
        fake_end(call, word, rest, out);
        return;
    }
    WaitStatus status =
        wait_sleep(&call->waiter, strtol(sv_to_c(call->arena, rest), NULL, 10) * 1000000);
    out->end = status == WAIT_READY ? OUTCOME_ANSWERED : OUTCOME_NO_ANSWER;
    out->cancelled = status == WAIT_CANCELLED;
    out->timed_out = status == WAIT_DEADLINE;
    out->reason = status == WAIT_CANCELLED  ? SV("stopped")
                  : status == WAIT_DEADLINE ? SV("too slow")
                                            : SV("");
}

static const Action action_fake = {
    .name = "fake",
    .summary = "Does what its text says.",
    .since = "0.1",
    .doc = "For tests.",
    .effect = EFFECT_READ,
    .timeout_ns = 5000000000,
    .params = fake_params,
    .param_count = 2,
    .params_size = sizeof(FakeParams),
    .results = fake_results,
    .result_count = FAKE_RESULTS,
    .run = fake_run,
};

// ── `asks`: a question to a person ──

typedef struct AsksParams {
    Sv question;
    bool attended;
} AsksParams;

static const Param asks_params[] = {
    PARAM(AsksParams, question, TEXT, .flags = PARAM_SHORT | PARAM_REQUIRED,
          .doc = "The question."),
    PARAM(AsksParams, attended, BOOL, .doc = "Only at a terminal."),
};

static const ResultField asks_results[] = {
    {.name = "answer", .type = "string", .doc = "The word."},
    {.name = "by", .type = "string", .doc = "Who."},
};

static void asks_run(const ActionCall *call, Outcome *out) {
    static const Choice choices[] = {{.word = SV_INIT("yes"), .passes = true},
                                     {.word = SV_INIT("no")}};
    const AsksParams *params = call->params;
    Question question = {.text = params->question,
                         .show = SV(""),
                         .choices = choices,
                         .count = 2,
                         .attended = params->attended,
                         .expires_ns = NO_DEADLINE};
    Answer answer;
    out->request = params->question;
    if (!call->ask(call->self, &question, &call->waiter, call->arena, &answer)) {
        out->end = OUTCOME_NOT_STARTED;
        out->reason = answer.reason;
        return;
    }
    out->end = answer.passes ? OUTCOME_ANSWERED : OUTCOME_FAILED;
    out->reason = answer.passes ? SV("") : SV("answered no");
    out->results = arena_new_array(call->arena, Value, 2);
    out->results[0] = value_string(answer.word);
    out->results[1] = value_string(answer.by);
}

static const Action action_asks = {
    .name = "asks",
    .summary = "Asks.",
    .since = "0.1",
    .doc = "For tests.",
    .effect = EFFECT_ANSWER,
    .timeout_ns = NO_DEADLINE,
    .params = asks_params,
    .param_count = 2,
    .params_size = sizeof(AsksParams),
    .results = asks_results,
    .result_count = 2,
    .run = asks_run,
};

// ── `linked`: needs a connection, shows what it was given ──

typedef struct LinkParams {
    Sv link, password;
} LinkParams;

static const Param link_params[] = {
    PARAM(LinkParams, link, TEXT, .flags = PARAM_REQUIRED, .doc = "The address."),
    PARAM(LinkParams, password, TEXT, .doc = "Secret."),
};

static Sv link_show(const void *params, Sv folder, Arena *arena) {
    (void)folder, (void)arena;
    return ((const LinkParams *)params)->link;
}

// "lax:…" is answered by whoever answers.
static void link_cautions(const void *params, const Env *env, Arena *arena, Cautions *out) {
    const LinkParams *link = params;
    (void)arena;
    (void)env;
    if (sv_starts(link->link, SV("lax:")))
        cautions_add(out, (Caution){SV("nobody is asked who answers"), BOUND_INSECURE,
                                    sv_slice(link->link, 4, link->link.len), NULL});
    if (sv_eq(link->password, SV("open")))
        cautions_add(out, (Caution){.text = SV("everybody can listen"), .whom = link->link});
}

static const ConnectionKind kind_link = {.name = "link",
                                         .summary = "For tests.",
                                         .params = link_params,
                                         .param_count = 2,
                                         .params_size = sizeof(LinkParams),
                                         .show = link_show,
                                         .cautions = link_cautions};

typedef struct LinkedParams {
    Sv text;
} LinkedParams;
static const Param linked_params[] = {
    PARAM(LinkedParams, text, TEXT, .flags = PARAM_SHORT | PARAM_REQUIRED, .doc = "What to say.")};
static const ResultField linked_results[] = {
    {.name = "said", .type = "string", .doc = "Address and text."},
    {.name = "password", .type = "string", .doc = "What it was given."}};

static void linked_run(const ActionCall *call, Outcome *out) {
    const LinkedParams *params = call->params;
    const LinkParams *connection = call->connection;
    Sv reason;
    out->request =
        sv_format(call->arena, "%.*s %.*s", SV_ARG(connection->link), SV_ARG(params->text));
    if (!call->permitted(call->self, "host", connection->link, &reason)) {
        out->end = OUTCOME_DENIED;
        out->reason = reason;
        return;
    }
    out->end = OUTCOME_ANSWERED;
    out->answer = SV("said");
    out->results = arena_new_array(call->arena, Value, 2);
    out->results[0] = value_string(out->request);
    out->results[1] =
        value_string(sv_format(call->arena, "it is %.*s!", SV_ARG(connection->password)));
}

static const Action action_linked = {.name = "linked",
                                     .summary = "Says.",
                                     .since = "0.1",
                                     .doc = "For tests.",
                                     .effect = EFFECT_READ,
                                     .connection_kind = "link",
                                     .connection_required = true,
                                     .timeout_ns = 5000000000,
                                     .params = linked_params,
                                     .param_count = 1,
                                     .params_size = sizeof(LinkedParams),
                                     .results = linked_results,
                                     .result_count = 2,
                                     .run = linked_run};

// "subject" programs: what they print is their last argument; "fail" fails.
static int program_calls;
static bool fake_program(Arena *arena, const Texts *argv, Sv folder, bool secret,
                         const Waiter *waiter, Sv *out, Sv *error) {
    (void)folder, (void)waiter, (void)secret;
    Sv last = argv->items[argv->count - 1];
    program_calls++;
    if (sv_eq_c(last, "fail")) {
        *error = SV("it failed with status 1");
        return false;
    }
    *out = sv_eq_c(last, "changing") ? sv_format(arena, "state %d\n", program_calls)
                                     : sv_format(arena, "%.*s\n", SV_ARG(last));
    return true;
}

static const Action *const fake_actions[] = {&action_fake, &action_asks, &action_linked};
static const ConnectionKind *const fake_kinds[] = {&kind_link};
static const Registry fake_registry = {.actions = fake_actions,
                                       .action_count = 3,
                                       .kinds = fake_kinds,
                                       .kind_count = 1,
                                       .program = fake_program};

// ── a clock that steps a millisecond each time it is read, random bytes that are not, a small
// environment ──

static int64_t fake_now;
static int64_t fake_step = 1000000;
static int64_t fake_set_back;                // how far the wall clock is set back …
static int64_t fake_set_back_at = INT64_MAX; // … once this much has passed
static const char *const *fake_variables;    // NAME, value, NAME, value, NULL

static Stamp fake_stamp(void *self) {
    (void)self;
    int64_t now = __atomic_add_fetch(&fake_now, fake_step, __ATOMIC_RELAXED);
    int64_t wall = 1772330645000000000 + now;
    return (Stamp){now >= fake_set_back_at ? wall - fake_set_back : wall, now};
}

static bool fake_random(void *self, void *out, size_t size) {
    (void)self;
    memset(out, 0xAB, size);
    return true;
}

static const char *fake_get(void *self, const char *name) {
    (void)self;
    for (size_t i = 0; fake_variables && fake_variables[i]; i += 2)
        if (strcmp(fake_variables[i], name) == 0) return fake_variables[i + 1];
    return strcmp(name, "USER") == 0 ? "ada" : strcmp(name, "HOSTNAME") == 0 ? "here" : NULL;
}

static Env fake_env(void) {
    Env env = *env_system();
    env.awake_ns = NULL; // nothing sleeps here
    env.stamp = fake_stamp;
    env.random = fake_random;
    env.get = fake_get;
    return env;
}

// ── events as lines ──

static void show_json(Buf *out, Value value) {
    json_write(out, value, JSON_SPACED);
}

static void show_cautions(Buf *out, Value cautions) {
    for (size_t i = 0; i < value_count(cautions); i++)
        buf_addf(out, ", %.*s", SV_ARG(value_text(value_item(cautions, i))));
}

static void show_connections(Buf *out, Value connections) {
    for (size_t i = 0; i < value_count(connections); i++) {
        Value connection = value_item(connections, i),
              cautions = value_field(connection, "cautions");
        if (value_count(cautions) == 0) continue;
        buf_addf(out, "; %.*s:", SV_ARG(value_field_text(connection, "name", SV(""))));
        show_cautions(out, cautions);
    }
}

static void show_parts(Buf *out, const Event *event) {
    Value parts = event_value(event, "parts");
    for (size_t i = 0; i < value_count(parts); i++) {
        Value part = value_item(parts, i);
        buf_addf(out, "%s%.*s = %.*s", i ? ", " : " | ",
                 SV_ARG(value_field_text(part, "text", SV(""))),
                 SV_ARG(value_field_text(part, "value", SV(""))));
    }
}

static void show_reason(Buf *out, const Event *event, const char *field) {
    Sv text = event_text(event, field);
    if (text.len > 0) buf_addf(out, ": %.*s", SV_ARG(text));
}

static void show_counts(Buf *out, Value counts) {
    for (size_t i = 0; i < value_count(counts); i++)
        if (value_at(counts, i).integer != 0)
            buf_addf(out, " %.*s=%lld", SV_ARG(value_text(value_key(counts, i))),
                     (long long)value_at(counts, i).integer);
}

// What stands is told at the end of the run as well.
static void show_stands(Buf *out, const Event *event) {
    Sv stands = event_text(event, "stands");
    if (stands.len > 0 && !sv_eq_c(stands, "yes")) buf_addf(out, " [stands: %.*s]", SV_ARG(stands));
}

static void show_standing(Buf *out, const Event *event) {
    Value standing = event_value(event, "standing");
    for (size_t i = 0; i < value_count(standing); i++) {
        Value each = value_item(standing, i);
        buf_addf(out, "%s %.*s", i ? "," : "; standing",
                 SV_ARG(value_field_text(each, "number", SV(""))));
        if (sv_eq_c(value_field_text(each, "stands", SV("")), "doubt")) buf_add_c(out, " in doubt");
        if (!value_field_bool(each, "undo", false)) buf_add_c(out, " by hand");
    }
    // Which run it is depends on where the test stands.
    Sv resume = event_text(event, "resume");
    size_t resolve = sv_find(resume, SV(" --resolve"), 0);
    if (resolve != SV_NONE) buf_addf(out, ";%.*s", SV_ARG(sv_slice(resume, resolve, resume.len)));
    if (event_text(event, "undo").len > 0) buf_add_c(out, "; undo");
}

static void show_event(Buf *out, const Event *event) {
    Sv number = event_text(event, "number"), address = event_text(event, "address");
    Sv phase = event_text(event, "phase");
    bool of_step = event_rows[event->kind].flags & EVENT_OF_STEP;
    if (of_step) {
        bool usual = sv_eq_c(phase, "steps");
        buf_addf(out, "%.*s ", SV_ARG(number));
        if (!sv_eq(number, address)) buf_addf(out, "%.*s ", SV_ARG(address));
        if (!usual) buf_addf(out, "(%.*s) ", SV_ARG(phase));
    }
    switch (event->kind) {
    case EVENT_RUN_STARTED:
        buf_addf(out, "run %.*s", SV_ARG(event_text(event, "title")));
        show_connections(out, event_value(event, "connections"));
        break;
    case EVENT_GROUP_STARTED:
        buf_addf(out, "%.*s of %lld", SV_ARG(event_text(event, "kind")),
                 (long long)event_int(event, "children"));
        if (event_int(event, "parallel") > 1) buf_add_c(out, ", parallel");
        break;
    case EVENT_GROUP_ENDED:
        buf_addf(out, "%.*s %.*s", SV_ARG(event_text(event, "kind")),
                 SV_ARG(event_text(event, "verdict")));
        show_reason(out, event, "reason");
        break;
    case EVENT_STEP_STARTED:
        buf_addf(out, "begins: %.*s", SV_ARG(event_text(event, "name")));
        break;
    case EVENT_STEP_INTENT:
        buf_addf(out, "intends: %.*s", SV_ARG(event_text(event, "request")));
        break;
    case EVENT_STEP_RUNNING: buf_addf(out, "live: %.*s", SV_ARG(event_text(event, "line"))); break;
    case EVENT_ATTEMPT_ENDED:
        buf_addf(out, "attempt %lld %.*s", (long long)event_int(event, "attempt"),
                 SV_ARG(event_text(event, "end")));
        show_reason(out, event, "reason");
        if (value_get_c(event->fields, "again_in"))
            buf_addf(out, ", again in %lldms", (long long)event_int(event, "again_in") / 1000000);
        show_cautions(out, event_value(event, "cautions"));
        break;
    case EVENT_EXPECTATION:
        buf_addf(out, "%.*s: %.*s", SV_ARG(event_text(event, "verdict")),
                 SV_ARG(event_text(event, "text")));
        show_reason(out, event, "message");
        show_parts(out, event);
        break;
    case EVENT_CAPTURED:
        buf_addf(out, "captures %.*s = ", SV_ARG(event_text(event, "title")));
        show_json(out, event_value(event, "value"));
        show_reason(out, event, "error");
        break;
    case EVENT_ASKED: buf_addf(out, "asks: %.*s", SV_ARG(event_text(event, "question"))); break;
    case EVENT_ANSWERED:
        buf_addf(out, "answer '%.*s' by '%.*s'%s", SV_ARG(event_text(event, "answer")),
                 SV_ARG(event_text(event, "by")),
                 event_bool(event, "terminal") ? " at a terminal" : "");
        show_reason(out, event, "reason");
        break;
    case EVENT_PROBED:
        buf_addf(out, "probed %.*s", SV_ARG(event_text(event, "found")));
        show_reason(out, event, "reason");
        break;
    case EVENT_STEP_ENDED:
        buf_addf(out, "%.*s", SV_ARG(event_text(event, "verdict")));
        if (event_text(event, "cause").len)
            buf_addf(out, " (%.*s)", SV_ARG(event_text(event, "cause")));
        show_reason(out, event, "reason");
        show_stands(out, event);
        break;
    case EVENT_PHASE:
        buf_addf(out, "phase %.*s", SV_ARG(phase));
        if (event_text(event, "beneath").len > 0)
            buf_addf(out, " beneath %.*s", SV_ARG(event_text(event, "beneath")));
        show_reason(out, event, "reason");
        break;
    case EVENT_SUBJECT:
        buf_add_c(out, "subject changed: ");
        show_json(out, event_value(event, "changed"));
        break;
    case EVENT_NOTE: buf_addf(out, "note: %.*s", SV_ARG(event_text(event, "message"))); break;
    case EVENT_STOPPED:
        buf_addf(out,
                 "stopped by %.*s, request %lld; finally: ", SV_ARG(event_text(event, "signal")),
                 (long long)event_int(event, "request"));
        show_json(out, event_value(event, "finally"));
        if (event_bool(event, "rollback")) buf_add_c(out, "; rollback");
        break;
    case EVENT_RUN_ENDED:
        buf_addf(out, "%.*s, status %lld;", SV_ARG(event_text(event, "verdict")),
                 (long long)event_int(event, "status"));
        show_counts(out, event_value(event, "counts"));
        buf_add_c(out, "; checks");
        show_counts(out, event_value(event, "checks"));
        if (value_count(event_value(event, "undone")) > 0) {
            buf_add_c(out, "; undone");
            show_counts(out, event_value(event, "undone"));
        }
        show_standing(out, event);
        break;
    default: buf_addf(out, "%s", event_rows[event->kind].name); break;
    }
    buf_add_char(out, '\n');
}

// ── running a runbook ──

typedef struct Fake {
    Arena *arena;
    char folder[64];
    Env env;
    RunOptions options;
    Buf lines; // of all events
    Buf raw;   // of all events, as JSON
    RunResult result;
    Sv diags;      // rendered
    bool problems; // an event did not fit its row
} Fake;

static bool fake_take(void *self, const Event *event) {
    Fake *fake = self;
    Arena *arena = arena_new(1 << 24);
    Sv problem = event_problem(arena, event);
    if (problem.len > 0) fprintf(stderr, "%.*s\n", SV_ARG(problem));
    fake->problems |= problem.len > 0;
    arena_free(arena);
    show_event(&fake->lines, event);
    event_write(&fake->raw, event, SV("0"));
    buf_add_char(&fake->raw, '\n');
    return true;
}

static void fake_begin(Fake *fake) {
    *fake = (Fake){.arena = arena_new(1 << 30), .lines = buf_new(1 << 24), .raw = buf_new(1 << 26)};
    memcpy(fake->folder, "/tmp/run-test-XXXXXX", sizeof "/tmp/run-test-XXXXXX");
    CHECK(mkdtemp(fake->folder) != NULL);
    fake->env = fake_env();
    fake->options = (RunOptions){
        .sources = {.env = &fake->env, .cancel_fd = -1, .folder = sv_from_c(fake->folder)}};
    fake->options.run_dir = path_join(fake->arena, sv_from_c(fake->folder), SV("run"));
    fake_log.key_count = 0;
    memset(fake_log.counts, 0, sizeof fake_log.counts);
    memset(fake_log.keys, 0, sizeof fake_log.keys);
    buf_free(&fake_log.acted);
    fake_log.acted = buf_new(1 << 20);
    fake_now = 0;
    fake_step = 1000000;
    fake_set_back_at = INT64_MAX;
    fake_variables = NULL;
    program_calls = 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *walk) {
    (void)about, (void)type, (void)walk;
    return remove(path);
}

static void fake_end_all(Fake *fake) {
    nftw(fake->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    buf_free(&fake->lines);
    buf_free(&fake->raw);
    buf_free(&fake_log.acted);
    arena_free(fake->arena);
}

static Sv fake_diags(Fake *fake, const Diags *diags) {
    BUF_AUTO Buf text = buf_new(1 << 20);
    diags_render(diags, (DiagStyle){0}, &text);
    return buf_keep(&text, fake->arena);
}

static bool fake_recount(void *self, const Event *event) {
    recount_take(self, event);
    return true;
}

// What is written must agree with itself: counts, verdicts and times follow from earlier events.
static void fake_agrees(Fake *fake) {
    Recount recount;
    JournalProblem problem;
    if (fake->result.journal.len == 0) return;
    recount_init(&recount, fake->arena);
    CHECK(journal_read(fake->arena, fake->result.journal, (EventSink){&recount, fake_recount},
                       &problem));
    CHECK_C(recount.problem, "");
}

// Loads the file and runs it; what it says is in fake->lines, fake->result and fake->diags.
static inline void fake_run_file(Fake *fake, Sv path, Sv root) {
    PlanOptions plan_options = {.registry = &fake_registry, .root = root};
    Diags diags = diags_new(fake->arena);
    Plan *plan = plan_load(fake->arena, path, &plan_options, &diags);
    // Parallel steps are told in the runbook's order, as every view does.
    EventOrder *order = event_order_new((EventSink){fake, fake_take});
    EventSink sink = event_order_sink(order);
    fake->options.sinks = &sink;
    fake->options.sink_count = 1;
    if (plan) run_plan(plan, &fake->options, &diags, fake->arena, &fake->result);
    event_order_free(order);
    fake->diags = fake_diags(fake, &diags);
    CHECK(!fake->problems);
    fake_agrees(fake);
}

#endif
