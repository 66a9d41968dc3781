// What a verb requires by itself, and `all` over a list whose size is expected too.
#include "cel/ast.h"
#include "plan/read.h"
#include "plan/step.h"

#include <string.h>

// Made once for each action: its implied expectation, shared by all steps that have it.
typedef struct ActionFacts {
    bool good;
    Expr expr;
    uint32_t unless; // index of the result that switches it off
} ActionFacts;

static ActionFacts *facts_of(StepDraft *draft) {
    Load *load = draft->book->load;
    const Action *action = draft->step->action;
    Sv name = sv_from_c(action->name);
    ActionFacts *facts = svmap_get(&load->actions, name);
    if (facts) return facts;
    facts = arena_new_of(load->arena, ActionFacts);
    svmap_add(&load->actions, name, facts);
    Sv text = sv_from_c(action->implied_expect);
    Source *source =
        source_new(load->arena, sv_format(load->arena, "what %s requires", action->name), text);
    SpanMap map = spanmap_straight(load->arena, source, 0, (uint32_t)text.len);
    facts->good =
        expr_parse(draft->book, text, map, draft->after, cel_type(CEL_TYPE_BOOL), &facts->expr);
    facts->unless = (uint32_t)action_result(action, sv_from_c(action->implied_unless));
    return facts;
}

static bool reads_result(const Expr *expr, uint32_t result) {
    for (uint32_t i = 0; i < expr->use.name_count; i++)
        if (expr->names.items[expr->use.names[i]].index == SCOPE_RESULT + result) return true;
    return false;
}

typedef enum Switch { SWITCH_NONE, SWITCH_MAYBE, SWITCH_OFF } Switch;

static Switch switch_of(Step *step, uint32_t result) {
    Switch found = SWITCH_NONE;
    for (uint32_t i = 0; i < step->expect_count; i++) {
        Expect *expect = &step->expects[i];
        expect->of_verb = reads_result(&expect->expr, result);
        if (expect->level != step->level || !expect->of_verb) continue;
        bool surely = cel_reads_where_true(&expect->expr.program, SCOPE_RESULT + result);
        if (surely) found = SWITCH_OFF;
        if (found == SWITCH_NONE) found = SWITCH_MAYBE;
    }
    return found;
}

// ── all over a list of expected size ──

static Sv folded_text(Arena *arena, const CelProgram *program, const CelExpr *expr) {
    Sv text = sv_slice(program->text, expr->from, expr->to);
    Buf out BUF_AUTO = buf_new(text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != ' ' && text.at[i] != '\n') buf_add_char(&out, text.at[i]);
    return buf_keep(&out, arena);
}

// Lists within a loop are known by what the loop goes over: a list of the same name in another loop
// is another one.
static Sv named_within(Arena *arena, Sv around, Sv list) {
    return sv_format(arena, "%.*s%.*s", SV_ARG(around), SV_ARG(list));
}

static Sv around_body(Arena *arena, const CelProgram *program, const CelExpr *loop, Sv around) {
    Sv range = folded_text(arena, program, loop->args[0]);
    return sv_format(arena, "%.*s%.*s|%.*s|%.*s|", SV_ARG(around), SV_ARG(range),
                     SV_ARG(loop->loop->names[0]), SV_ARG(loop->loop->names[1]));
}

static void add_sizes(Arena *arena, const CelProgram *program, const CelExpr *expr, Sv around,
                      Words *sized) {
    bool size = expr->kind == CEL_CALL && sv_eq(expr->name, SV("size")) && expr->count == 1;
    if (size)
        words_add(arena, sized,
                  named_within(arena, around, folded_text(arena, program, expr->args[0])));
    for (uint32_t i = 0; i < expr->count && expr->kind != CEL_LOOP; i++)
        add_sizes(arena, program, expr->args[i], around, sized);
}

// A size counts where the expectation cannot hold without it: not as one side of ||, not within
// `exists`.
static void gather_sizes(Arena *arena, const CelProgram *program, const CelExpr *expr, Sv around,
                         Words *sized) {
    if (expr->kind == CEL_AND) {
        for (uint32_t i = 0; i < expr->count; i++)
            gather_sizes(arena, program, expr->args[i], around, sized);
    } else if (expr->kind == CEL_LOOP && expr->op == CEL_LOOP_ALL) {
        gather_sizes(arena, program, expr->args[1], around_body(arena, program, expr, around),
                     sized);
    } else if (expr->kind == CEL_BINARY) {
        add_sizes(arena, program, expr, around, sized);
    } else if (expr->kind == CEL_UNARY && expr->args[0]->kind == CEL_BINARY) {
        add_sizes(arena, program, expr->args[0], around, sized);
    }
}

typedef struct Alls {
    uint32_t count; // `all` over some list
    uint32_t sized; // … whose size is expected
} Alls;

static bool has_word(const Words *words, Sv text) {
    for (uint32_t i = 0; i < words->count; i++)
        if (sv_eq(words->items[i], text)) return true;
    return false;
}

static void count_alls(Arena *arena, const CelProgram *program, const CelExpr *expr, Sv around,
                       const Words *sized, Alls *alls) {
    if (expr->kind == CEL_LOOP && expr->op == CEL_LOOP_ALL) {
        Sv list = folded_text(arena, program, expr->args[0]);
        alls->count++;
        alls->sized += has_word(sized, list) || has_word(sized, named_within(arena, around, list));
    }
    Sv within = expr->kind == CEL_LOOP ? around_body(arena, program, expr, around) : around;
    for (uint32_t i = 0; i < expr->count; i++)
        count_alls(arena, program, expr->args[i], i == 0 ? around : within, sized, alls);
}

static bool mentions(const Expect *expect, const char *word) {
    return sv_find(expect->expr.program.text, sv_from_c(word), 0) != SV_NONE;
}

static void allow_sized(StepDraft *draft) {
    Step *step = draft->step;
    Arena *arena = draft->book->arena;
    Words sized = {0};
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        if (expect->level == LEVEL_MUST && mentions(expect, "size"))
            gather_sizes(arena, &expect->expr.program, expect->expr.program.root, SV(""), &sized);
    }
    for (uint32_t i = 0; sized.count > 0 && i < step->expect_count; i++) {
        Expect *expect = &step->expects[i];
        if (!mentions(expect, ".all")) continue;
        Alls alls = {0};
        count_alls(arena, &expect->expr.program, expect->expr.program.root, SV(""), &sized, &alls);
        if (alls.count == 0 || alls.sized < alls.count || expect->allow_empty) continue;
        expect->allow_empty = true;
        expect->sized = true;
    }
}

// What was gathered is kept with what the verb requires too, in as much room as it needs.
static void keep(StepDraft *draft, const Expect *implied) {
    Step *step = draft->step;
    uint32_t count = step->expect_count + (implied ? 1 : 0);
    if (count == 0) return;
    Expect *expects = arena_alloc_raw(draft->book->arena, sizeof *expects * count);
    for (uint32_t i = 0; i < step->expect_count; i++)
        expects[i] = step->expects[i];
    if (implied) expects[step->expect_count] = *implied;
    step->expects = expects;
    step->expect_count = count;
}

// The step says that any value of what the verb requires will do. That is known at load time, since
// what is asked of the step depends on it.
static bool is_waived(StepDraft *draft) {
    const Action *action = draft->step->action;
    int row = action && action->implied_waiver
                  ? action_param(action, sv_from_c(action->implied_waiver))
                  : -1;
    const ValueSource *source = row >= 0 ? draft->step->params[row] : NULL;
    if (!source) return false;
    if (source->kind == SOURCE_CONSTANT) {
        bool waived = false;
        if (draft->params)
            memcpy(&waived, (const char *)draft->params + action->params[row].offset,
                   sizeof waived);
        return waived;
    }
    Diag *diag = diag_add(draft->book->diags, DIAG_WRONG_VALUE, source->span,
                          "'%s' must be true or false as it stands", action->implied_waiver);
    diag_mend(draft->book->diags, diag, "write: %s: true", action->implied_waiver);
    return false;
}

void expects_imply(StepDraft *draft) {
    Step *step = draft->step;
    allow_sized(draft);
    step->implied_waived = is_waived(draft);
    const ActionFacts *facts =
        step->action && step->action->implied_expect ? facts_of(draft) : NULL;
    Switch off = facts && facts->good ? switch_of(step, facts->unless) : SWITCH_OFF;
    if (off == SWITCH_OFF || step->implied_waived) {
        keep(draft, NULL);
        return;
    }
    keep(draft, &(Expect){.expr = facts->expr,
                          .span = step->verb_span,
                          .text = facts->expr.program.text,
                          .level = step->level,
                          .implied = true,
                          .unless_read = off == SWITCH_MAYBE ? facts->unless + 1 : 0});
}
