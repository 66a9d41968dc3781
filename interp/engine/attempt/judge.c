#include "engine/attempt/judge.h"
#include "base/limits.h"
#include "engine/events/emit.h"

enum { MOST_PARTS = 12 };

Level level_weaker(Level a, Level b) {
    return a > b ? a : b;
}

static int64_t musts_of(Step *const *steps, uint32_t count, Level level) {
    int64_t musts = 0;
    for (uint32_t i = 0; i < count; i++)
        musts += judge_musts(steps[i], level_weaker(steps[i]->level, level));
    return musts;
}

int64_t judge_musts(const Step *step, Level level) {
    int64_t musts = musts_of(step->children, step->child_count, level);
    for (uint32_t i = 0; i < step->expect_count; i++)
        if (level_weaker(step->expects[i].level, level) == LEVEL_MUST) musts++;
    if (!step->include) return musts;
    return musts + musts_of(step->include->steps, step->include->step_count, level) +
           musts_of(step->include->after_rollback, step->include->after_rollback_count, level) +
           musts_of(step->include->finally, step->include->finally_count, level);
}

// Something empty shows nothing. But what would not hold even if it did show something has failed.
static JudgedStatus judge_plainly(EvalContext *eval, const Expect *expect) {
    Value value;
    Fault fault;
    eval->plain = true;
    bool fine = eval_context_run(eval, &expect->expr, true, &value, &fault);
    eval->plain = false;
    if (!fine) return fault.kind == FAULT_ERROR ? JUDGED_ERROR : JUDGED_UNDECIDED;
    return value.kind == VALUE_BOOL && !value.boolean ? JUDGED_MISSED : JUDGED_UNDECIDED;
}

static Judged judge_one(EvalContext *eval, const Expect *expect) {
    Judged judged = {0};
    Value value;
    eval->observed = false;
    eval->steps_count = eval->step->kind == STEP_CHECK;
    eval->results_read = 0;
    if (eval_context_run_traced(eval, &expect->expr, expect->allow_empty, &value, &judged.fault,
                                &judged.traced)) {
        bool truth = value.kind == VALUE_BOOL;
        judged.end = truth && value.boolean ? JUDGED_HELD : truth ? JUDGED_MISSED : JUDGED_ERROR;
        if (!truth) {
            const char *kind = value_kind_name((ValueKind)value.kind);
            judged.fault.message = sv_format(eval->arena, "it is a %s, not true or false", kind);
        }
        judged.unread = judged.end == JUDGED_HELD && !eval->observed;
        return judged;
    }
    switch (judged.fault.kind) {
    case FAULT_ERROR:
    case FAULT_UNKNOWN: judged.end = JUDGED_ERROR; break;
    case FAULT_EMPTY: judged.end = judge_plainly(eval, expect); break;
    default: judged.end = JUDGED_UNDECIDED;
    }
    return judged;
}

static Sv label_of(EvalContext *eval, const Expect *expect) {
    return expect->name ? eval_context_words(eval, expect->name) : expect->text;
}

static Sv reason_of(EvalContext *eval, const Expect *expect, const Judged *judged) {
    Sv label = label_of(eval, expect), message = {0};
    if (expect->message) message = eval_context_words(eval, expect->message);
    if (judged->end == JUDGED_MISSED && message.len == 0)
        return sv_format(eval->arena, "does not hold: %.*s", SV_ARG(label));
    if (judged->end == JUDGED_UNDECIDED)
        return sv_format(eval->arena, "cannot be judged: %.*s: %.*s", SV_ARG(label),
                         SV_ARG(judged->fault.message));
    if (judged->end == JUDGED_ERROR) message = fault_line(eval->arena, &judged->fault);
    return sv_format(eval->arena, "does not hold: %.*s: %.*s", SV_ARG(label), SV_ARG(message));
}

// The reason comes from the expectation that decides: a failure outranks undecided, which outranks
// a warning.
typedef struct Worst {
    uint32_t index;
    int rank; // 0 = none
    int64_t others;
} Worst;

// Among equals the first one is taken, except that the one required by the verb comes before all: a
// 403 explains why expected fields are missing.
static void weigh(Worst *worst, uint32_t index, int rank, bool implied) {
    if (rank > worst->rank)
        *worst = (Worst){index, rank, 0};
    else if (rank == worst->rank)
        *worst = (Worst){implied ? index : worst->index, rank, worst->others + 1};
}

static void count(Judgement *out, Worst *worst, uint32_t index, const Expect *expect, Level level) {
    enum { RANK_WARNED = 1, RANK_UNDECIDED, RANK_FAILED };
    JudgedStatus status = out->items[index].end;
    if (out->items[index].left_out) return;
    if (level == LEVEL_MUST && status == JUDGED_UNDECIDED)
        out->stopped |= out->items[index].fault.kind == FAULT_STOPPED;
    if (status == JUDGED_HELD) {
        if (level == LEVEL_MUST) (*(out->items[index].unread ? &out->unread : &out->held))++;
    } else if (level == LEVEL_SHOULD) {
        out->warned++;
        weigh(worst, index, RANK_WARNED, expect->implied);
    } else if (level == LEVEL_MUST && status == JUDGED_UNDECIDED) {
        out->undecided++;
        weigh(worst, index, RANK_UNDECIDED, expect->implied);
    } else if (level == LEVEL_MUST) {
        out->missed++;
        weigh(worst, index, RANK_FAILED, expect->implied);
    }
}

static Sv reason_of_tautology(EvalContext *eval, const Step *step, const Judged *items) {
    uint32_t first = 0;
    while (!items[first].unread)
        first++;
    return sv_format(eval->arena, "shows nothing: %.*s: it holds without reading any answer",
                     SV_ARG(label_of(eval, &step->expects[first])));
}

// If `offline` decides `inputs.offline || status == 200`, the status was not looked at.
static bool stood_in_for(const Expect *implied, uint64_t results_read) {
    return implied->unless_read > 0 && (results_read >> ((implied->unless_read - 1) % 64) & 1) != 0;
}

void judge(EvalContext *eval, const Step *step, Level level, Judgement *out) {
    *out = (Judgement){.reason = SV("")};
    out->items = arena_new_array(eval->arena, Judged, step->expect_count);
    Worst worst = {0};
    uint64_t read = 0; // by expectations of the step's own level
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        if (stood_in_for(expect, read)) {
            out->items[i].left_out = true;
            continue;
        }
        out->items[i] = judge_one(eval, expect);
        if (expect->level == step->level) read |= eval->results_read;
        count(out, &worst, i, expect, level_weaker(expect->level, level));
    }
    out->read = read;
    if (worst.rank == 0) {
        out->shows_nothing = out->held == 0 && out->unread > 0;
        if (out->shows_nothing) out->reason = reason_of_tautology(eval, step, out->items);
        return;
    }
    out->error = out->items[worst.index].end == JUDGED_ERROR;
    out->reason = reason_of(eval, &step->expects[worst.index], &out->items[worst.index]);
    if (worst.others > 0)
        out->reason = sv_format(eval->arena, "%.*s (and %lld more)", SV_ARG(out->reason),
                                (long long)worst.others);
}

// ── telling ──

static Value part_of(EvalContext *eval, const Expr *expr, const CelPart *part, Arena *arena,
                     Sv from) {
    MapBuilder fields = map_builder(arena);
    Sv value = part->value;
    if (part->taint) value = masker_shown(eval->worker->run->masker, arena, part->taint);
    bool result =
        part->name < expr->names.count && expr->names.items[part->name].index >= SCOPE_RESULT;
    map_add_c(&fields, "text", value_string(part->text));
    map_add_c(&fields, "value", value_string(value));
    map_add_c(&fields, "from", value_string(result ? from : SV("")));
    return map_done(&fields);
}

static Value parts_of(EvalContext *eval, const Expr *expr, CelTraced *traced, Arena *arena, Sv from,
                      bool held) {
    CelPart parts[MOST_PARTS];
    uint32_t part_count = eval_context_explain(traced, held, parts, MOST_PARTS);
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < part_count; i++)
        list_add(&list, part_of(eval, expr, &parts[i], arena, from));
    return list_done(&list);
}

static const char *judged_name(JudgedStatus status) {
    static const char *const names[] = {[JUDGED_HELD] = "held",
                                        [JUDGED_MISSED] = "missed",
                                        [JUDGED_ERROR] = "error",
                                        [JUDGED_UNDECIDED] = "undecided"};
    return names[status];
}

static Sv message_of(EvalContext *eval, const Expect *expect, const Judged *judged) {
    if (judged->end == JUDGED_HELD) return SV("");
    if (judged->end != JUDGED_MISSED) return judged->fault.message;
    return expect->message ? eval_context_words(eval, expect->message) : SV("");
}

static void report_one(EvalContext *eval, const StepInstance *instance, const Step *step,
                       uint32_t index, const Judged *judged, Sv from) {
    const Expect *expect = &step->expects[index];
    Level level = level_weaker(expect->level, instance->level);
    EventBuilder builder = event_builder_of_step(eval->worker, EVENT_EXPECTATION, instance);
    event_put_int(&builder, "index", index + 1);
    event_put_text(&builder, "text", expect->text);
    event_put_text(&builder, "title",
                   expect->name ? eval_context_words(eval, expect->name) : SV(""));
    event_put_text(&builder, "level", sv_from_c(level_name(level)));
    event_put_text(&builder, "verdict", sv_from_c(judged_name(judged->end)));
    event_put_text(&builder, "message", message_of(eval, expect, judged));
    // Evidence shows what was observed even if everything holds; its origin is then the attempt.
    bool held = judged->end == JUDGED_HELD;
    Value parts =
        parts_of(eval, &expect->expr, judged->traced, builder.arena, held ? SV("") : from, held);
    event_put_value(&builder, "parts", parts);
    event_put_bool(&builder, "implied", expect->implied);
    if (judged->unread) event_put_bool(&builder, "unread", true);
    if (expect->of_verb) event_put_bool(&builder, "of_verb", true);
    event_put_place(&builder, expect->span);
    event_send(&builder, NULL);
}

// The index of the verb's own requirement that was not met; expect_count if there is none.
static uint32_t first_told(const Step *step, const Judgement *judgement) {
    uint32_t i = 0;
    while (i < step->expect_count &&
           !(step->expects[i].implied && judgement->items[i].end != JUDGED_HELD))
        i++;
    return i;
}

void judge_report(EvalContext *eval, const StepInstance *instance, const Step *step,
                  const Judgement *judgement, Sv from) {
    if (!judgement->items) return;
    uint32_t first = first_told(step, judgement);
    if (first < step->expect_count)
        report_one(eval, instance, step, first, &judgement->items[first], from);
    for (uint32_t i = 0; i < step->expect_count; i++)
        if (!judgement->items[i].left_out && i != first)
            report_one(eval, instance, step, i, &judgement->items[i], from);
}

void judge_report_until(EvalContext *eval, const StepInstance *instance, const Expr *until,
                        const Condition *asked, Sv message, Sv from) {
    EventBuilder builder = event_builder_of_step(eval->worker, EVENT_EXPECTATION, instance);
    event_put_int(&builder, "index", 0);
    event_put_text(&builder, "text", until->program.text);
    event_put_text(&builder, "title", SV("until"));
    event_put_text(&builder, "level", sv_from_c(level_name(instance->level)));
    event_put_text(&builder, "verdict", SV("missed"));
    event_put_text(&builder, "message", message);
    event_put_value(&builder, "parts",
                    parts_of(eval, until, asked->traced, builder.arena, from, false));
    event_put_bool(&builder, "implied", false);
    event_put_place(&builder, spanmap_span(&until->program.map, 0, until->program.text.len));
    event_send(&builder, NULL);
}

// What is left of "json.status == 'ok'" behind what was read.
static Sv behind(Sv text, Sv read) {
    if (!sv_starts(text, read)) return text;
    Sv rest = sv_slice(text, read.len, text.len);
    return rest.len > 0 && rest.at[0] == ' ' ? sv_trim(rest) : text;
}

Sv judge_awaited(EvalContext *eval, const Expr *until, const Condition *asked) {
    Sv text = sv_trim(until->program.text), only = {0};
    if (asked->end == CONDITION_ERROR)
        return sv_format(eval->arena, "%.*s, awaited: %.*s",
                         SV_ARG(fault_line(eval->arena, &asked->fault)), SV_ARG(text));
    CelPart parts[MOST_PARTS];
    uint32_t count = eval_context_explain(asked->traced, false, parts, MOST_PARTS), shown = 0;
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    for (uint32_t i = 0; i < count; i++) {
        if (sv_eq(parts[i].text, text)) continue;
        Sv value = parts[i].value;
        if (parts[i].taint)
            value = masker_shown(eval->worker->run->masker, eval->arena, parts[i].taint);
        buf_addf(&line, "%s%.*s = %.*s", shown++ ? ", " : "", SV_ARG(parts[i].text), SV_ARG(value));
        only = parts[i].text;
    }
    Sv awaited = shown == 1 ? behind(text, only) : text;
    buf_addf(&line, "%sawaited: %.*s", shown ? ", " : "", SV_ARG(awaited));
    return buf_keep(&line, eval->arena);
}

Sv judge_condition(EvalContext *eval, const char *what, const Expr *expr, const Condition *asked,
                   const char *is) {
    CelPart parts[MOST_PARTS];
    uint32_t part_count = eval_context_explain(asked->traced, true, parts, MOST_PARTS);
    Sv text = sv_trim(expr->program.text);
    BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
    buf_addf(&line, "%s: %.*s is %s", what, SV_ARG(text), is);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < part_count; i++) {
        if (sv_eq(parts[i].text, text)) continue;
        Sv value = parts[i].value;
        if (parts[i].taint)
            value = masker_shown(eval->worker->run->masker, eval->arena, parts[i].taint);
        buf_addf(&line, "%s%.*s = %.*s", shown++ ? ", " : " (", SV_ARG(parts[i].text),
                 SV_ARG(value));
    }
    if (shown > 0) buf_add_char(&line, ')');
    return buf_keep(&line, eval->arena);
}
