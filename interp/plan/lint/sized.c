// Something empty shows nothing, unless its size is expected too: by another expectation of the
// step, or within the same one.
#include "base/text_list.h"
#include "cel/ast.h"
#include "cel/function.h"
#include "plan/lint/lint.h"
#include "plan/read/read.h"

static Sv folded_text(Arena *arena, const CelProgram *program, const CelExpr *expr) {
    Sv text = sv_slice(program->text, expr->from, expr->to);
    Buf out BUF_AUTO = buf_new(text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != ' ' && text.at[i] != '\n') buf_add_char(&out, text.at[i]);
    return buf_keep(&out, arena);
}

// A list within a loop is identified by what the loop goes over: a list of the same name in another
// loop is another list.
static Sv named_within(Arena *arena, Sv around, Sv list) {
    return sv_format(arena, "%.*s%.*s", SV_ARG(around), SV_ARG(list));
}

static Sv around_body(Arena *arena, const CelProgram *program, const CelExpr *loop, Sv around) {
    Sv range = folded_text(arena, program, loop->args[0]);
    return sv_format(arena, "%.*s%.*s|%.*s|%.*s|", SV_ARG(around), SV_ARG(range),
                     SV_ARG(loop->loop->names[0]), SV_ARG(loop->loop->names[1]));
}

// ── whose size is expected ──

typedef struct Sizes {
    Arena *arena;
    TextList words;
} Sizes;

static bool is_literally_empty(const CelExpr *expr) {
    bool known = expr->kind == CEL_LITERAL || (expr->flags & CEL_FOLDED) != 0;
    if (!known || !expr->value) return false;
    return expr->value->kind == VALUE_STRING
               ? expr->value->text.len == 0
               : expr->value->kind == VALUE_LIST && value_count(*expr->value) == 0;
}

static void add_size(Sizes *sizes, const CelProgram *program, const CelExpr *of, Sv around) {
    text_list_add(sizes->arena, &sizes->words,
                  named_within(sizes->arena, around, folded_text(sizes->arena, program, of)));
}

// x.size(), and x == '' or x != [].
static void add_sizes(Sizes *sizes, const CelProgram *program, const CelExpr *expr, Sv around) {
    bool size = expr->kind == CEL_CALL && sv_eq(expr->name, SV("size")) && expr->count == 1;
    bool equality =
        expr->kind == CEL_BINARY && (expr->op == CEL_OP_EQUAL || expr->op == CEL_OP_UNEQUAL);
    if (size) add_size(sizes, program, expr->args[0], around);
    for (uint32_t i = 0; equality && i < 2; i++)
        if (is_literally_empty(expr->args[i])) add_size(sizes, program, expr->args[1 - i], around);
    for (uint32_t i = 0; i < expr->count && expr->kind != CEL_LOOP; i++)
        add_sizes(sizes, program, expr->args[i], around);
}

// A size counts if the expectation cannot hold without it: not as one side of ||, not within
// `exists`.
static void gather_sizes(Sizes *sizes, const CelProgram *program, const CelExpr *expr, Sv around) {
    if (expr->kind == CEL_AND) {
        for (uint32_t i = 0; i < expr->count; i++)
            gather_sizes(sizes, program, expr->args[i], around);
    } else if (expr->kind == CEL_LOOP && expr->op == CEL_LOOP_ALL) {
        gather_sizes(sizes, program, expr->args[1],
                     around_body(sizes->arena, program, expr, around));
    } else if (expr->kind == CEL_BINARY) {
        add_sizes(sizes, program, expr, around);
    } else if (expr->kind == CEL_UNARY && expr->args[0]->kind == CEL_BINARY) {
        add_sizes(sizes, program, expr->args[0], around);
    }
}

// ── what shows nothing where it is empty ──

typedef struct Count {
    const Sizes *sizes;
    const CelProgram *program;
    uint32_t found; // parts that may show nothing
    uint32_t sized; // … whose size is expected
} Count;

static bool is_sized(const Count *count, const CelExpr *expr, Sv around) {
    Arena *arena = count->sizes->arena;
    Sv text = folded_text(arena, count->program, expr), within = named_within(arena, around, text);
    const TextList *words = &count->sizes->words;
    for (uint32_t i = 0; i < words->count; i++)
        if (sv_eq(words->items[i], text) || sv_eq(words->items[i], within)) return true;
    return false;
}

static bool is_answer(const CelExpr *expr) {
    return (expr->flags & CEL_ANSWERED) != 0;
}

static const CelFunction *row_that_may_show_nothing(const CelExpr *expr) {
    const CelTargets *targets = expr->kind == CEL_CALL ? expr->targets : NULL;
    if (!targets || targets->count == 0 || !targets->items[0].row->shows_nothing) return NULL;
    return targets->items[0].row;
}

static void count_part(Count *count, const CelExpr *expr, Sv around) {
    const CelFunction *row = row_that_may_show_nothing(expr);
    bool equality = expr->kind == CEL_BINARY && expr->op <= CEL_OP_UNEQUAL &&
                    expr->op >= CEL_OP_EQUAL && is_answer(expr->args[0]) &&
                    is_answer(expr->args[1]);
    bool all = expr->kind == CEL_LOOP && expr->op == CEL_LOOP_ALL;
    if (!row && !equality && !all) return;
    bool first = (equality || all || row->two_sides) && is_sized(count, expr->args[0], around);
    bool last = !all && is_sized(count, expr->args[expr->count - 1], around);
    count->found++;
    count->sized += first || last;
}

static void count_parts(Count *count, const CelExpr *expr, Sv around) {
    count_part(count, expr, around);
    Sv within = expr->kind == CEL_LOOP
                    ? around_body(count->sizes->arena, count->program, expr, around)
                    : around;
    for (uint32_t i = 0; i < expr->count; i++)
        count_parts(count, expr->args[i], i == 0 ? around : within);
}

static bool mentions_size(const Expect *expect) {
    static const char *const words[] = {"size", "''", "\"\"", "[]"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_find(expect->expr.program.text, sv_from_c(words[i]), 0) != SV_NONE) return true;
    return false;
}

void expects_size(StepBuilder *builder) {
    Step *step = builder->step;
    Sizes sizes = {.arena = builder->loader->arena};
    for (uint32_t i = 0; i < step->expect_count; i++) {
        const Expect *expect = &step->expects[i];
        if (expect->level == LEVEL_MUST && mentions_size(expect))
            gather_sizes(&sizes, &expect->expr.program, expect->expr.program.root, SV(""));
    }
    for (uint32_t i = 0; sizes.words.count > 0 && i < step->expect_count; i++) {
        Expect *expect = &step->expects[i];
        Count count = {.sizes = &sizes, .program = &expect->expr.program};
        count_parts(&count, expect->expr.program.root, SV(""));
        if (count.found == 0 || count.sized < count.found || expect->allow_empty) continue;
        expect->allow_empty = true;
        expect->sized = true;
    }
}
