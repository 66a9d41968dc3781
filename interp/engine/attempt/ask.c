#include "engine/attempt/ask.h"
#include "base/system/digest.h"
#include "engine/events/emit.h"
#include "engine/events/verdict_summary.h"
#include "history/recorded_run.h"
#include "inputs/answers.h"

enum { DIGEST_SHOWN = 12 };

static Value choices_of(Arena *arena, const Question *question) {
    ListBuilder choices = list_builder(arena);
    for (size_t i = 0; i < question->count; i++) {
        MapBuilder choice = map_builder(arena);
        map_add_c(&choice, "word", value_string(question->choices[i].word));
        map_add_c(&choice, "passes", value_bool(question->choices[i].passes));
        if (question->choices[i].means.len)
            map_add_c(&choice, "means", value_string(question->choices[i].means));
        list_add(&choices, map_done(&choice));
    }
    return list_done(&choices);
}

static void add_part(Hasher *hasher, Sv part) {
    hasher_add(hasher, part);
    hasher_add(hasher, (Sv){"\0", 1});
}

// An answer may be bound to what was asked: the question, what was shown, the choices, the runbook
// and its inputs.
static Sv digest_of(const Run *run, const Question *question, Arena *arena) {
    Hasher *hasher = hasher_new();
    add_part(hasher, question->text);
    add_part(hasher, question->show);
    for (size_t i = 0; i < question->count; i++)
        add_part(hasher, question->choices[i].word);
    for (uint32_t i = 0; i < run->plan->file_count; i++)
        add_part(hasher, run->plan->files[i].digest);
    add_part(hasher, run->inputs_digest);
    return sha256_text(arena, hasher_end(hasher));
}

static bool refuse(Answer *out, AskStatus status, Sv reason) {
    out->end = status;
    out->reason = reason;
    return false;
}

static bool take_ahead(const Run *run, const NamedText *given, const Question *question, Sv digest,
                       Arena *arena, Answer *out) {
    AnswerAhead ahead = answer_ahead(given->text);
    Sv plain = sv_slice(digest, sizeof "sha256:" - 1, digest.len);
    if (question->attended)
        return refuse(out, ASK_REFUSED,
                      SV("it must be answered at a terminal, not ahead (attended)"));
    if (ahead.bound && (ahead.digest.len < DIGEST_SHOWN || !sv_starts(plain, ahead.digest)))
        return refuse(
            out, ASK_REFUSED,
            sv_format(arena,
                      "the answer given ahead is bound to another question; this one is %.*s",
                      DIGEST_SHOWN, plain.at));
    const Choice *choice = answer_choice(question, ahead.word);
    if (!choice)
        return refuse(out, ASK_REFUSED,
                      sv_format(arena, "'%.*s' was answered ahead, which is none of the choices",
                                SV_ARG(ahead.word)));
    if (question->note_required && ahead.note.len == 0)
        return refuse(out, ASK_REFUSED,
                      sv_format(arena,
                                "'%.*s' was answered ahead without the note that is required: "
                                "'%.*s, WHY'",
                                SV_ARG(choice->word), SV_ARG(choice->word)));
    *out = (Answer){.end = ASK_ANSWERED,
                    .word = choice->word,
                    .passes = choice->passes,
                    .by = run->by,
                    .note = ahead.note};
    return true;
}

// ── at the terminal ──

static Sv place_of(Arena *arena, Span span) {
    if (!span.source) return SV("");
    Place at = source_place(span.source, span.offset);
    return sv_format(arena, "%.*s:%u:%u", SV_ARG(span.source->path), (unsigned)at.line,
                     (unsigned)at.column);
}

// What a person sees of it: nothing secret, and who asks.
static Question as_shown(const Run *run, const StepInstance *instance, const Question *question,
                         Arena *arena) {
    Question shown = *question;
    shown.text = masker_text(run->masker, arena, question->text);
    shown.show = masker_text(run->masker, arena, question->show);
    shown.number = instance->number;
    shown.name = masker_text(run->masker, arena, instance->name);
    shown.about = instance->step->description;
    shown.place = place_of(arena, instance->step->span);
    return shown;
}

static bool ask_at_terminal(Run *run, const StepInstance *instance, const Question *question,
                            const Waiter *waiter, Arena *arena, Answer *out) {
    const RunOptions *options = run->options;
    Question shown = as_shown(run, instance, question, arena);
    if (!options->ask || !options->interactive)
        return refuse(out, ASK_NO_TERMINAL, SV("nobody is there to ask: there is no terminal"));
    pthread_mutex_lock(&run->asking);
    bool answered = options->ask(options->self, &shown, waiter, arena, out);
    pthread_mutex_unlock(&run->asking);
    if (answered && out->by.len == 0) out->by = run->by;
    return answered;
}

// ── an answer of an earlier session ──

// It stands while the question, what was shown, the runbook and the inputs are the same, and nobody
// answers anew. One that did not pass is asked for again: going on means that something has
// changed since.
static bool take_earlier(const Run *run, const StepInstance *instance, const Question *question,
                         Sv digest, Answer *out) {
    if (!run->session.take_up) return false;
    const RecordedStep *step = recorded_run_step_of(
        run->session.take_up->recorded, instance->address, sv_from_c(instance->context.phase));
    if (!step || step->asked.kind != VALUE_MAP || step->answered.kind != VALUE_MAP) return false;
    const Choice *choice =
        answer_choice(question, value_field_text(step->answered, "answer", SV("")));
    if (!choice || !choice->passes || !value_field_bool(step->answered, "passes", false) ||
        !sv_eq(value_field_text(step->asked, "digest", SV("")), digest))
        return false;
    *out = (Answer){.end = ASK_ANSWERED,
                    .word = choice->word,
                    .passes = true,
                    .by = value_field_text(step->answered, "by", SV("")),
                    .note = value_field_text(step->answered, "note", SV("")),
                    .terminal = value_field_bool(step->answered, "terminal", false),
                    .wall_ns = step->answered_ns};
    return true;
}

// ── nobody answers now ──

static bool park(Run *run, const StepInstance *instance, const Question *question, Sv digest,
                 Arena *arena, Answer *out) {
    pthread_mutex_lock(&run->emitting);
    if (!atomic_load(&run->parked.there)) {
        run->parked.address = sv_copy(run->arena, instance->address);
        run->parked.number = sv_copy(run->arena, instance->number);
        run->parked.question = sv_copy(run->arena, question->text);
        run->parked.digest = sv_copy(run->arena, digest);
        atomic_store(&run->parked.there, true);
    }
    pthread_mutex_unlock(&run->emitting);
    return refuse(out, ASK_PARKED,
                  sv_format(arena, "the run waits for an answer (--park): runbook resume asks it"));
}

// ── asking ──

static void record_question(Worker *worker, const StepInstance *instance, const Question *question,
                            Sv digest, Stamp *stamp) {
    EventBuilder builder = event_builder_of_step(worker, EVENT_ASKED, instance);
    event_put_text(&builder, "question", question->text);
    event_put_text(&builder, "show", question->show);
    event_put_text(&builder, "digest", digest);
    event_put_value(&builder, "choices", choices_of(builder.arena, question));
    event_put_bool(&builder, "attended", question->attended);
    event_send(&builder, stamp);
}

static bool record_answer(Worker *worker, const StepInstance *instance, const Question *question,
                          const Answer *answer, bool reused, Stamp asked, Stamp *stamp) {
    bool answered = answer->end == ASK_ANSWERED;
    EventBuilder builder = event_builder_of_step(worker, EVENT_ANSWERED, instance);
    event_put_text(&builder, "answer", answered ? answer->word : SV(""));
    event_put_bool(&builder, "passes", answered && answer->passes);
    const Choice *choice = answered ? answer_choice(question, answer->word) : NULL;
    if (choice && choice->means.len) event_put_text(&builder, "means", choice->means);
    event_put_text(&builder, "by", answered ? answer->by : SV(""));
    event_put_text(&builder, "note", answered ? answer->note : SV(""));
    event_put_bool(&builder, "terminal", answered && answer->terminal);
    event_put_text(&builder, "reason", answered ? SV("") : answer->reason);
    if (reused) event_put_bool(&builder, "reused", true);
    event_put_since(&builder, "elapsed", asked);
    return event_send(&builder, stamp);
}

bool ask(Worker *worker, const StepInstance *instance, const Question *question,
         const Waiter *waiter, Arena *arena, Answer *out) {
    Run *run = worker->run;
    Sv digest = digest_of(run, question, arena);
    Stamp asked = {0}, answered_at = {0};
    record_question(worker, instance, question, digest, &asked);
    emit_release(worker);
    *out = (Answer){0};
    const NamedText *given =
        answers_find(run->answers, instance->step, instance->address, instance->number);
    bool reused = !given && take_earlier(run, instance, question, digest, out);
    bool answered = reused  ? true
                    : given ? take_ahead(run, given, question, digest, arena, out)
                    : run->options->park
                        ? park(run, instance, question, digest, arena, out)
                        : ask_at_terminal(run, instance, question, waiter, arena, out);
    // An answer that cannot be recorded was not given.
    if (!record_answer(worker, instance, question, out, reused, asked, &answered_at)) return false;
    if (reused)
        verdict_summary_rests_on(run, instance->step->runbook,
                                 verdict_summary_then(run, out->wall_ns));
    else
        out->wall_ns = answered_at.wall_ns;
    return answered;
}
