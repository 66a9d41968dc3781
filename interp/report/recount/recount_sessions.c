// A run that was taken up again: what a session takes over, held against the one that decided it.
// Part of recount.h.
#include "report/recount/recount_internal.h"
#include "value/time.h"

// ── what is known of a step ──

static Sv key_of(Arena *arena, Sv phase, Sv address) {
    return sv_format(arena, "%.*s %.*s", SV_ARG(phase), SV_ARG(address));
}

static bool is_event_of(const CountedStep *known, uint64_t seq) {
    return seq == known->origin || seq == known->end_seq || seq == known->taken_up ||
           (seq == known->intent_seq && !known->ended);
}

// "a/" and "undo1" of "a/2.undo1".
static bool is_same_undo(Sv address, Sv other) {
    size_t at = sv_find(address, SV(".undo"), 0), there = sv_find(other, SV(".undo"), 0);
    if (at == SV_NONE || there == SV_NONE) return false;
    size_t slash = at;
    while (slash > 0 && address.at[slash - 1] != '/')
        slash--;
    return slash > 0 && slash < there && sv_starts(other, sv_slice(address, 0, slash)) &&
           sv_find_char(sv_slice(other, 0, there), '/', slash) == SV_NONE &&
           sv_eq(sv_slice(address, at, address.len), sv_slice(other, there, other.len));
}

// Where the runbook was changed what an undo step takes back may have another number by now.
static const CountedStep *known_undo(const Recount *recount, const Event *event, uint64_t wanted) {
    if (recount->accepted.kind != VALUE_MAP || wanted == 0 || !recount_is(event, "phase", "undo"))
        return NULL;
    for (uint32_t i = 0; i < recount->known.count; i++) {
        const CountedStep *known = recount->known.entries[i].value;
        if (sv_eq_c(known->phase, "undo") && is_event_of(known, wanted) &&
            is_same_undo(event_text(event, "address"), known->address))
            return known;
    }
    return NULL;
}

const CountedStep *recount_known(const Recount *recount, const Event *event, uint64_t wanted) {
    if (recount->session < 2) return NULL;
    BUF_AUTO Buf key = buf_new((size_t)64 * 1024);
    bool probe = recount_is(event, "phase", "probe");
    const CountedStep *step = probe ? recount_step(recount, event) : NULL;
    buf_add(&key, step ? step->phase : event_text(event, "phase"));
    buf_add_char(&key, ' ');
    buf_add(&key, event_text(event, "address"));
    const CountedStep *known = svmap_get(&recount->known, buf_sv(&key));
    while (known && wanted > 0 && !is_event_of(known, wanted))
        known = known->same;
    return known ? known : known_undo(recount, event, wanted);
}

static bool is_left_out(const CountedStep *step) {
    return step->verdict == recount_verdict(SV("skipped")) && sv_eq_c(step->cause, "not_reached");
}

bool recount_is_in_doubt(const CountedStep *known) {
    if (!known->ended) return known->intents > 0;
    return known->verdict == recount_verdict(SV("in_doubt"));
}

// It acted in an earlier session, and this one left it out, as with its group.
static bool is_passed_over(const Recount *recount, const CountedStep *step) {
    const CountedStep *known =
        svmap_get(&recount->known, key_of(recount->arena, step->phase, step->address));
    return known && known->acted > 0 && !step->began && !step->kept &&
           step->left == STANDS_NOTHING && sv_eq_c(step->phase, "steps");
}

// A step that began, and neither acted nor ended, leaves what was known of it before.
static bool tells_something(const Recount *recount, const CountedStep *step) {
    if (step->kind.len > 0 || is_passed_over(recount, step)) return false;
    return step->ended ? !is_left_out(step) : step->intents > 0;
}

static void learn(Recount *recount, CountedStep *step) {
    Sv key = key_of(recount->arena, step->phase, step->address);
    CountedStep *other = svmap_get(&recount->known, key);
    // Another one of the same session stands beside it, one of an earlier session is outdated.
    step->same = other && other->session == step->session ? other : NULL;
    svmap_set(&recount->known, key, step);
}

// Also one that was cut off behind its answer: what a person said is said.
static void learn_answer(Recount *recount, CountedStep *step) {
    if (step->answer.len == 0) return;
    Sv key = key_of(recount->arena, step->phase, step->address);
    step->answered_earlier = svmap_get(&recount->answered, key);
    svmap_set(&recount->answered, key, step);
}

const CountedStep *recount_answered(const Recount *recount, const CountedStep *step) {
    return svmap_get(&recount->answered, key_of(recount->arena, step->phase, step->address));
}

// "3.2" of "3.2.undo1".
static void note_undone(Recount *recount, const CountedStep *step) {
    if (!step->undo) return;
    size_t at = sv_find(step->number, SV("undo"), 0);
    if (at == SV_NONE || at == 0) return;
    svmap_set(&recount->taken_back, sv_slice(step->number, 0, at - 1), recount->top);
}

bool recount_was_undone(const Recount *recount, Sv number) {
    for (size_t at = 0; at <= number.len; at++)
        if ((at == number.len || number.at[at] == '.') &&
            svmap_has(&recount->taken_back, sv_slice(number, 0, at)))
            return true;
    return false;
}

static void learn_undone(Recount *recount, CountedStep *step) {
    if (!step->undone) return;
    svmap_set(&recount->undone_earlier, key_of(recount->arena, step->phase, step->address), step);
}

bool recount_is_gone(const Recount *recount, const CountedStep *step) {
    for (const CountedStep *of = step; of && of->address.len > 0; of = of->above) {
        const CountedStep *undone =
            svmap_get(&recount->undone_earlier, key_of(recount->arena, of->phase, of->address));
        if (undone && undone->undone_seq > step->acted) return true;
    }
    return false;
}

// ── a session begins ──

static bool is_time(Sv text, int64_t wall_ns) {
    Value time;
    int64_t seconds = wall_ns / 1000000000;
    return timestamp_parse(text, &time) && time.seconds == seconds;
}

static bool has_steps_of(Value began, const Event *event) {
    return began.kind == VALUE_MAP &&
           event_int(event, "steps") == value_field_int(began, "steps", -1) &&
           event_int(event, "children") ==
               value_field_int(began, "children", event_int(event, "children"));
}

static const char *wrong_in(const Recount *recount, const Event *event) {
    Sv ended = recount->ended.len > 0 ? recount->ended : SV("died");
    Sv waits = event_text(event, "waited_for"), at = event_text(event, "ended_at");
    Sv signal = event_text(event, "signal");
    bool accepted = value_count(event_value(event, "accepted")) > 0;
    bool same = has_steps_of(recount->started, event) || has_steps_of(recount->accepted, event);
    if (event_int(event, "session") != (int64_t)recount->session + 1)
        return "its number is not the next one";
    if (!sv_eq(event_text(event, "run"), value_field_text(recount->started, "run", SV(""))))
        return "it is of another run";
    if (sv_eq_c(ended, "GO") || sv_eq_c(ended, "PARTIAL")) return "there was nothing left to do";
    if (!sv_eq(event_text(event, "ended"), ended)) return "the one before did not end so";
    if (signal.len > 0 && !sv_eq(signal, recount->signal))
        return "that did not stop the one before";
    if (!sv_eq(waits, recount->waits_for)) return "the one before did not wait there";
    if (at.len > 0 && !is_time(at, recount->last_wall_ns))
        return "the one before ended at another time";
    if (event_int(event, "before") !=
        recount->before_ns + recount->last_ns - recount->top->began_ns)
        return "those before it took another time";
    return same || accepted ? NULL : "it has other steps, and nobody accepted that";
}

static void forget_counts(Recount *recount, const Event *event) {
    recount->steps = svmap_new(recount->arena);
    recount->leaves = svmap_new(recount->arena);
    recount->top = arena_new_of(recount->arena, CountedStep);
    recount->top->children = event_int(event, "children");
    recount->top->began_ns = event->stamp.mono_ns;
    recount->open = 0;
    for (int i = 0; i < COUNTED_VERDICTS; i++)
        recount->counts[i] = recount->undone[i] = 0;
    recount->held = recount->missed = recount->confirmed = recount->reasons = 0;
    recount->failed = recount->doubted = recount->denied = recount->stopped = false;
    recount->looked = recount->finishing = recount->unconfirmed = false;
    recount->ended = recount->signal = recount->waits_for = (Sv){0};
}

// Also of what no session comes to any more.
static void learn_words(Recount *recount, const Event *event) {
    Value words = event_value(event, "resolutions");
    for (size_t i = 0; i < value_count(words); i++) {
        Value word = value_item(words, i);
        Sv address = value_field_text(word, "address", SV(""));
        CountedStep *known =
            svmap_get(&recount->known, key_of(recount->arena, SV("steps"), address));
        ResolvedAs as = resolved_as(value_field_text(word, "as", SV("")));
        if (known) known->said = as == RESOLVED_DONE || as == RESOLVED_SKIP;
    }
}

void recount_resume(Recount *recount, const Event *event) {
    const char *why = wrong_in(recount, event);
    if (why)
        recount_refuse(recount, event, "session %lld cannot begin so: %s",
                       (long long)event_int(event, "session"), why);
    for (uint32_t i = 0; i < recount->steps.count; i++) {
        CountedStep *step = recount->steps.entries[i].value;
        step->session = recount->session;
        note_undone(recount, step);
        learn_undone(recount, step);
        if (tells_something(recount, step)) learn(recount, step);
        learn_answer(recount, step);
    }
    learn_words(recount, event);
    recount->before_ns += recount->last_ns - recount->top->began_ns;
    recount->session++;
    recount->resumed = value_copy(recount->arena, event->fields);
    if (value_count(event_value(event, "accepted")) > 0) recount->accepted = recount->resumed;
    forget_counts(recount, event);
}

// ── a step ends ──

static void remember(Recount *recount, CountedStep *step, const Event *event) {
    step->end_seq = event->seq;
    step->ended_wall_ns = event->stamp.wall_ns;
    step->elapsed_ns = event_int(event, "elapsed");
    step->reason = hash_bytes(event_text(event, "reason"));
    step->cause = sv_copy(recount->arena, event_text(event, "cause"));
    step->expires =
        sv_copy(recount->arena, value_field_text(event_value(event, "waiver"), "expires", SV("")));
}

static const char *unlike(const CountedStep *known, const CountedStep *step, const Event *event) {
    // A secret that is known by now may have been none then.
    bool masked = sv_find(event_text(event, "reason"), SV("\xc2\xab"), 0) != SV_NONE;
    Sv at = event_text(event, "kept_at");
    if (!known->ended) return "it never ended";
    if (step->verdict != known->verdict) return "its verdict was another one";
    if (!sv_eq(event_text(event, "cause"), known->cause)) return "it had another cause";
    if (!masked && hash_bytes(event_text(event, "reason")) != known->reason)
        return "it had another reason";
    if (!sv_eq(event_text(event, "verb"), known->verb)) return "it did something else";
    if (!sv_eq(event_text(event, "effect"), known->effect)) return "its effect was another one";
    if (!sv_eq(event_text(event, "level"), known->level)) return "its level was another one";
    if (event_int(event, "attempts") != known->attempts && !sv_eq_c(known->verb, "check"))
        return "it made another number of attempts";
    if (event_int(event, "held") != known->held || event_int(event, "missed") != known->missed)
        return "other expectations held";
    if (event_int(event, "elapsed") != known->elapsed_ns) return "it took another time";
    if (!sv_eq(value_field_text(event_value(event, "waiver"), "expires", SV("")), known->expires))
        return "its waiver was another one";
    return at.len > 0 && !is_time(at, known->ended_wall_ns) ? "it ended at another time" : NULL;
}

// What was there of it counts in this session too.
static void take_over(CountedStep *step, const CountedStep *known) {
    step->since = known;
    step->origin = known->origin;
    step->acted = known->acted;
    step->ended_wall_ns = known->ended_wall_ns;
    step->attempts = known->attempts;
    step->answered = known->answered;
    step->agreed = known->agreed;
    step->declined = known->declined;
    step->held = known->held;
    step->missed = known->missed;
    step->resolved = known->resolved;
    step->digest = known->digest;
    step->answer = known->answer;
    step->by = known->by;
}

bool recount_keep(Recount *recount, CountedStep *step, const Event *event) {
    uint64_t from = (uint64_t)event_int(event, "kept_from");
    bool reused = event_bool(event, "reused");
    remember(recount, step, event);
    step->origin = event->seq;
    if (!reused && from == 0) return false;
    const CountedStep *known = recount_known(recount, event, from);
    const char *why = recount->session < 2             ? "there was no earlier session"
                      : !reused || from == 0           ? "it does not say so twice"
                      : !known                         ? "that did not decide it"
                      : from != known->origin          ? "that is not what decided it"
                      : step->began && !step->taken_up ? "it was made anew"
                      : step->absent                   ? "a probe saw that it is not there"
                                                       : unlike(known, step, event);
    if (why) {
        recount_refuse(recount, event, "step %.*s is kept from event %llu, but %s",
                       SV_ARG(step->address), (unsigned long long)from, why);
        return true;
    }
    take_over(step, known);
    return true;
}

static bool is_decided(const CountedStep *known) {
    return known->ended && (known->verdict != recount_verdict(SV("undecided")) ||
                            (sv_eq_c(known->effect, "change") && known->attempts > 0));
}

void recount_not_kept(Recount *recount, CountedStep *step, const Event *event) {
    bool skipped = recount_is(event, "verdict", "skipped");
    const CountedStep *known = step->since ? step->since : recount_known(recount, event, 0);
    const char *why = NULL;
    // What was seen behind one rollback says nothing of the next.
    bool looks_back = recount_is(event, "phase", "after_rollback");
    if (skipped && recount_is(event, "cause", "not_reached") && known && !looks_back &&
        (is_decided(known) || recount_is_in_doubt(known)) && !recount_is_gone(recount, known) &&
        !recount_is_left_behind(recount, known) && !recount_undoes_another(recount, step, known))
        why = "though an earlier session came to it";
    else if (recount_is(event, "cause", "resolved") && step->resolved != RESOLVED_DONE &&
             step->resolved != RESOLVED_SKIP)
        why = "by a person's word that was not given";
    else if (recount_is(event, "cause", "resolved") && !recount_is(event, "verdict", "undecided"))
        why = "by a person's word alone";
    if (why)
        recount_refuse(recount, event, "step %.*s ends as %s %s", SV_ARG(step->address),
                       recount_verdicts[step->verdict], why);
}

// ── what a session does not come to ──

// Also one that is only told to be skipped with its group.
static bool is_come_to(const Recount *recount, Sv address) {
    const CountedStep *step = svmap_get(&recount->leaves, address);
    return step && (step->began || step->kept || step->verdict != recount_verdict(SV("skipped")));
}

const CountedStep *recount_gone(const Recount *recount, Sv address) {
    if (is_come_to(recount, address)) return NULL;
    const CountedStep *known =
        recount->session < 2
            ? NULL
            : svmap_get(&recount->known, key_of(recount->arena, SV("steps"), address));
    bool changes = known && (stands_still(known->left) || recount_is_in_doubt(known));
    return changes ? known : NULL;
}

void recount_doubt_gone(Recount *recount) {
    for (uint32_t i = 0; recount->session > 1 && i < recount->known.count; i++) {
        const CountedStep *known = recount->known.entries[i].value;
        if (sv_eq_c(known->phase, "steps") && sv_eq_c(known->effect, "change") &&
            recount_is_in_doubt(known) && !svmap_has(&recount->taken_back, known->number) &&
            recount_gone(recount, known->address))
            *(known->said ? &recount->unconfirmed : &recount->doubted) = true;
    }
}

// ── a session ends ──

void recount_parked(Recount *recount, const Event *event) {
    recount->waits_for = sv_copy(recount->arena, event_text(event, "address"));
    recount->stopped = true;
}

void recount_session_end(Recount *recount, const Event *event) {
    recount->ended = sv_copy(recount->arena, event_text(event, "verdict"));
    if (recount->waits_for.len > 0) {
        const CountedStep *step = svmap_get(&recount->leaves, recount->waits_for);
        if (!step || !sv_eq_c(step->cause, "parked"))
            recount_refuse(recount, event, "the run waits for %.*s, which asks nothing",
                           SV_ARG(recount->waits_for));
    }
}
