// Finds out whether a condition is decided before anything is known: the functions for callers
// outside.
#include "cel/check/range.h"

#include <math.h>

static CelDecided decided_by(uint8_t truth) {
    return truth == MAY_HOLD ? CEL_ALWAYS : truth == MAY_MISS ? CEL_NEVER : CEL_OPEN;
}

CelDecided cel_decided(const CelProgram *program, const CelNames *names) {
    if (!program->root) return CEL_OPEN;
    Ranger ranger RANGE_UNSET;
    ranger_start(&ranger, program, names);
    CelDecided decided = decided_by(range_decide(&ranger, program->root));
    ranger_end(&ranger);
    return decided;
}

bool cel_decided_by_ranges(const CelProgram *program, const CelNames *names) {
    if (cel_decided(program, names) == CEL_OPEN) return false;
    Ranger ranger RANGE_UNSET;
    ranger_start(&ranger, program, names);
    ranger.plain = true;
    bool open = range_decide(&ranger, program->root) == MAY_BOTH;
    ranger_end(&ranger);
    return open;
}

static const CelExpr *decider(Ranger *ranger, const CelExpr *expr) {
    bool loop = expr->kind == CEL_LOOP;
    if (expr->kind != CEL_AND && expr->kind != CEL_OR && !loop) return expr;
    if (loop) range_of(ranger, expr); // sets its names
    for (uint32_t i = loop ? 1 : 0; i < expr->count; i++)
        if (expr->args[i]->type.kind == CEL_TYPE_BOOL &&
            range_decide(ranger, expr->args[i]) != MAY_BOTH)
            return decider(ranger, expr->args[i]);
    return expr;
}

const CelExpr *cel_decided_by(const CelProgram *program, const CelNames *names) {
    Ranger ranger RANGE_UNSET;
    ranger_start(&ranger, program, names);
    const CelExpr *expr = decider(&ranger, program->root);
    ranger_end(&ranger);
    return expr;
}

bool cel_contradict(const CelProgram *const *programs, uint32_t count, const CelNames *names) {
    enum { MOST = 64 };
    CelExpr *roots[MOST];
    if (count < 2 || count > MOST) return false;
    for (uint32_t i = 0; i < count; i++)
        roots[i] = programs[i]->root;
    CelExpr all = {.kind = CEL_AND, .count = count, .args = roots};
    Ranger ranger RANGE_UNSET;
    ranger_start(&ranger, programs[0], names);
    bool never = range_decide_parts(&ranger, &all) == MAY_MISS;
    ranger_end(&ranger);
    return never;
}

const CelRange *cel_range(Arena *arena, const CelProgram *program, const CelNames *names,
                          bool constants) {
    if (!program->root) return NULL;
    Ranger ranger RANGE_UNSET;
    ranger_start(&ranger, program, names);
    Range range = range_of(&ranger, program->root);
    if (range_is(&range, 1u << VALUE_BOOL))
        range = range_of_truth(range_decide(&ranger, program->root));
    bool tells = range.known || range.json || range.traits || range.span_count > 0 ||
                 range.among_count > 0 || range.least > -INFINITY || range.most < INFINITY ||
                 range.shortest > 0 || range.longest < INFINITY;
    if (range.excluded_count > 0 || (range.known && !constants)) tells = false;
    Range *out = tells && range.kinds != 0 ? arena_copy(arena, &range, sizeof range) : NULL;
    if (out && out->known) out->value = value_copy(arena, out->value);
    ranger_end(&ranger);
    return out;
}

// ── one result for all ──

static bool reads(const CelExpr *expr, uint32_t index) {
    if (expr->kind == CEL_NAME) return (expr->flags & CEL_GLOBAL) && expr->slot == index;
    for (uint32_t i = 0; i < expr->count; i++)
        if (reads(expr->args[i], index)) return true;
    return false;
}

static const CelExpr *reading(const CelExpr *expr, uint32_t index) {
    if (expr->kind == CEL_NAME)
        return (expr->flags & CEL_GLOBAL) && expr->slot == index ? expr : NULL;
    for (uint32_t i = 0; i < expr->count; i++) {
        const CelExpr *found = reading(expr->args[i], index);
        if (found) return found;
    }
    return NULL;
}

// Assumes each value of a result in turn.
typedef struct Sweep {
    Ranger *ranger;
    Pin *pin;
    const CelRange *range;
} Sweep;

static const int likely[] = {200, 500, 404, 0, 1, 302};

static uint8_t with_value(Sweep *sweep, const CelExpr *expr, long double number) {
    sweep->pin->range = range_of_value(value_int((int64_t)number));
    uint8_t truth = range_decide(sweep->ranger, expr);
    return truth ? truth : MAY_MISS;
}

static bool is_usual(const CelRange *range, int number) {
    for (uint32_t i = 0; i < range->span_count; i++)
        if (number >= range->spans[i].least && number <= range->spans[i].most)
            return !range->spans[i].rare;
    return false;
}

// The outcomes over all values; stops once they include all of `wanted`.
static uint8_t sweep_until(Sweep *sweep, const CelExpr *expr, uint8_t wanted) {
    uint8_t out = 0;
    for (size_t i = 0; i < sizeof likely / sizeof *likely; i++)
        if (is_usual(sweep->range, likely[i])) {
            out |= with_value(sweep, expr, likely[i]);
            if ((out & wanted) == wanted) return out;
        }
    for (uint32_t i = 0; i < sweep->range->span_count; i++) {
        RangeSpan span = sweep->range->spans[i];
        if (span.rare) continue;
        for (int64_t number = (int64_t)span.least; number <= (int64_t)span.most; number++) {
            out |= with_value(sweep, expr, (long double)number);
            if ((out & wanted) == wanted) return out;
        }
    }
    return out;
}

static bool differs(Sweep *sweep, const CelExpr *expr) {
    uint8_t usual = sweep_until(sweep, expr, MAY_BOTH);
    if (usual != MAY_MISS) return usual == MAY_BOTH;
    for (uint32_t i = 0; i < sweep->range->span_count; i++)
        if (sweep->range->spans[i].rare &&
            with_value(sweep, expr, sweep->range->spans[i].least) & MAY_HOLD)
            return true;
    return false;
}

// Whether some condition that reads the result does not come out the same for all its values.
static bool is_live(Sweep *sweep, const CelExpr *expr, uint32_t index) {
    bool unary = expr->kind == CEL_UNARY && expr->op == CEL_OP_NOT;
    if (expr->kind != CEL_AND && expr->kind != CEL_OR && expr->kind != CEL_CONDITIONAL && !unary)
        return reads(expr, index) && differs(sweep, expr);
    for (uint32_t i = 0; i < expr->count; i++)
        if (is_live(sweep, expr->args[i], index)) return true;
    return false;
}

static bool tells(Sweep *sweep, const CelExpr *expr, uint32_t index) {
    if (expr->kind == CEL_AND) {
        for (uint32_t i = 0; i < expr->count; i++)
            if (tells(sweep, expr->args[i], index)) return true;
        return false;
    }
    return reads(expr, index) && sweep_until(sweep, expr, MAY_MISS) & MAY_MISS &&
           is_live(sweep, expr, index);
}

// status == 200, by far the most common.
static bool is_plain(const CelExpr *expr, const CelExpr *name, const CelRange *range) {
    bool equal = expr->kind == CEL_BINARY && expr->op == CEL_OP_EQUAL && expr->args[0] == name &&
                 expr->args[1]->kind == CEL_LITERAL;
    return equal && expr->args[1]->value->kind == VALUE_INT &&
           range_in_spans(range, (long double)expr->args[1]->value->integer);
}

bool cel_tells(const CelProgram *program, const CelNames *names, uint32_t index) {
    const CelExpr *name = reading(program->root, index);
    if (!name || name->item >= names->count) return false;
    const CelRange *range = names->items[name->item].range;
    if (range && is_plain(program->root, name, range)) return true;
    if (!range || range->span_count == 0 || range->most - range->least > 1024) return true;
    Ranger ranger RANGE_UNSET;
    ranger_start(&ranger, program, names);
    ranger.pin_count = 1;
    ranger.pins[0] = (Pin){.subject = name};
    Sweep sweep = {&ranger, &ranger.pins[0], range};
    bool told = tells(&sweep, program->root, index);
    ranger_end(&ranger);
    return told;
}
