// Conditions that leave no case out (x < 5 || x >= 5): a value that is compared with constants more
// than once is assumed in turn to be each constant and in each interval between.
#include "cel/check/range.h"

#include <math.h>

enum { SUBJECTS = 24, CONSTANTS = 12, PARTS = 2 * CONSTANTS + 3, MOST_CASES = 4096 };

typedef struct RangeSubject {
    const CelExpr *expr;
    bool atom; // it is a whole condition
    uint32_t seen;
    Value constants[CONSTANTS];
    uint32_t count;
} RangeSubject;

typedef struct Gathered {
    Ranger *ranger;
    RangeSubject subjects[SUBJECTS];
    uint32_t count;
    bool open; // values of any type are treated as numbers if they are ordered
} Gathered;

// ── what is compared ──

static const Value *constant(const CelExpr *expr) {
    bool known = expr->kind == CEL_LITERAL || (expr->flags & CEL_FOLDED) != 0;
    return known ? expr->value : NULL;
}

static void add_constant(RangeSubject *subject, Value value) {
    for (uint32_t i = 0; i < subject->count; i++)
        if (subject->constants[i].kind == value.kind && value_equal(subject->constants[i], value))
            return;
    if (subject->count < CONSTANTS) subject->constants[subject->count++] = value;
}

static RangeSubject *subject_of(Gathered *all, const CelExpr *expr, bool atom) {
    for (uint32_t i = 0; i < all->count; i++) {
        RangeSubject *subject = &all->subjects[i];
        if (subject->atom != atom) continue;
        bool same = atom ? range_alike(all->ranger, subject->expr, expr) != 0
                         : range_same(all->ranger, subject->expr, expr);
        if (same) return subject;
    }
    if (all->count == SUBJECTS) return NULL;
    RangeSubject *subject = &all->subjects[all->count++];
    subject->expr = expr;
    subject->atom = atom;
    subject->seen = subject->count = 0;
    return subject;
}

static bool may_part(CelType type, Value value) {
    // For lists and maps only the empty one is a separate case.
    if (value.kind == VALUE_LIST) return type.kind == CEL_TYPE_LIST && value_count(value) == 0;
    if (value.kind == VALUE_MAP) return type.kind == CEL_TYPE_MAP && value_count(value) == 0;
    switch (value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
    case VALUE_STRING:
    case VALUE_DURATION: break;
    default: return false;
    }
    switch (type.kind) {
    case CEL_TYPE_DYN:
    case CEL_TYPE_BOOL:
    case CEL_TYPE_INT:
    case CEL_TYPE_DOUBLE:
    case CEL_TYPE_STRING:
    case CEL_TYPE_DURATION: return true;
    default: return false;
    }
}

static bool gather_list(Gathered *all, const CelExpr *leaf) {
    const Value *list = constant(leaf->args[1]);
    if (!list || list->kind != VALUE_LIST) return false;
    size_t count = value_count(*list);
    if (count == 0 || count > CONSTANTS) return false;
    for (size_t i = 0; i < count; i++)
        if (!may_part(leaf->args[0]->type, value_item(*list, i))) return false;
    RangeSubject *subject = subject_of(all, leaf->args[0], false);
    if (!subject || subject->count + count > CONSTANTS) return false;
    subject->seen++;
    for (size_t i = 0; i < count; i++)
        add_constant(subject, value_item(*list, i));
    return true;
}

static bool gather_relation(Gathered *all, const CelExpr *leaf) {
    if (leaf->kind != CEL_BINARY || leaf->op < CEL_OP_EQUAL) return false;
    if (leaf->op == CEL_OP_IN) return gather_list(all, leaf);
    const Value *left = constant(leaf->args[0]), *right = constant(leaf->args[1]);
    if (!left == !right) return false;
    const CelExpr *expr = left ? leaf->args[1] : leaf->args[0];
    Value value = left ? *left : *right;
    bool ordered = leaf->op != CEL_OP_EQUAL && leaf->op != CEL_OP_UNEQUAL;
    bool any = expr->type.kind == CEL_TYPE_DYN;
    if (!may_part(expr->type, value) || (ordered && any && !all->open)) return false;
    if (ordered && value.kind == VALUE_STRING) return false;
    RangeSubject *subject = subject_of(all, expr, false);
    if (!subject || subject->count == CONSTANTS) return false;
    subject->seen++;
    add_constant(subject, value);
    return true;
}

static void gather(Gathered *all, const CelExpr *expr) {
    if (constant(expr)) return;
    bool unary = expr->kind == CEL_UNARY && expr->op == CEL_OP_NOT;
    bool either = expr->kind == CEL_CONDITIONAL && expr->type.kind == CEL_TYPE_BOOL;
    if (expr->kind == CEL_AND || expr->kind == CEL_OR || unary || either) {
        for (uint32_t i = 0; i < expr->count; i++)
            gather(all, expr->args[i]);
        return;
    }
    if (gather_relation(all, expr)) return;
    RangeSubject *subject = subject_of(all, expr, true);
    if (subject) subject->seen++;
}

// ── cases ──

static Range narrowed(const Range *base, long double least, long double most) {
    Range out = *base;
    out.known = false;
    out.least = fmaxl(least, base->least);
    out.most = fminl(most, base->most);
    return out;
}

static long double next_to(const Range *base, long double number, bool above) {
    if (range_is(base, 1u << VALUE_INT) || range_is(base, 1u << VALUE_DURATION))
        return above ? number + 1 : number - 1;
    return nextafterl(number, above ? (long double)INFINITY : -(long double)INFINITY);
}

static void add_between(const Range *base, long double least, long double most, Range *parts,
                        uint32_t *count) {
    Range part = narrowed(base, least, most);
    if (part.least > part.most) return;
    bool within = part.span_count == 0;
    for (uint32_t i = 0; i < part.span_count; i++)
        within = within || (part.spans[i].least <= part.most && part.spans[i].most >= part.least);
    if (within) parts[(*count)++] = part;
}

static uint32_t sorted_numbers(const RangeSubject *subject, long double *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < subject->count; i++) {
        long double number = range_number(subject->constants[i]);
        if (isnan(number)) continue;
        uint32_t at = count++;
        for (; at > 0 && out[at - 1] > number; at--)
            out[at] = out[at - 1];
        out[at] = number;
    }
    return count;
}

static uint32_t number_parts(const RangeSubject *subject, const Range *base, Range *parts) {
    long double numbers[CONSTANTS], from = base->least;
    uint32_t many = sorted_numbers(subject, numbers), count = 0;
    for (uint32_t i = 0; i < many; i++) {
        add_between(base, from, next_to(base, numbers[i], false), parts, &count);
        Range one = narrowed(base, numbers[i], numbers[i]);
        bool within = one.least <= one.most && range_in_spans(base, numbers[i]);
        one.known = range_is(base, 1u << VALUE_INT) && numbers[i] == truncl(numbers[i]);
        if (one.known) one.value = value_int((int64_t)numbers[i]);
        if (within) parts[count++] = one;
        from = next_to(base, numbers[i], true);
    }
    add_between(base, from, base->most, parts, &count);
    return count;
}

static bool may_be(Ranger *ranger, const Range *base, Value value) {
    CelExpr literal = {.kind = CEL_LITERAL, .value = &value}, other = {.kind = CEL_MESSAGE};
    CelExpr *args[2] = {&other, &literal};
    CelExpr equal = {.kind = CEL_BINARY, .op = CEL_OP_EQUAL, .args = args, .count = 2};
    Range range = range_of_value(value);
    return range_compare(ranger, &equal, base, &range) != MAY_MISS;
}

static bool is_empty(Value value) {
    bool text = value.kind == VALUE_STRING;
    bool items = value.kind == VALUE_LIST || value.kind == VALUE_MAP;
    return text ? value_text(value).len == 0 : items && value_count(value) == 0;
}

static uint32_t value_parts(Ranger *ranger, const RangeSubject *subject, const Range *base,
                            Range *parts) {
    uint32_t count = 0, same = 0;
    Range rest = *base;
    rest.known = false;
    rest.excluded = subject->constants;
    rest.excluded_count = subject->count;
    for (uint32_t i = 0; i < subject->count; i++) {
        Value value = subject->constants[i];
        if (value.kind == VALUE_NULL) rest.kinds &= ~(1u << VALUE_NULL);
        bool same_kind = value.kind < 32 && range_is(base, 1u << value.kind);
        if (same_kind && is_empty(value)) rest.shortest = fmaxl(rest.shortest, 1);
        if (!may_be(ranger, base, value)) continue;
        parts[count++] = range_of_value(value);
        same += value.kind == VALUE_STRING;
    }
    bool all = base->among_count > 0 && !base->patterns && same >= base->among_count &&
               range_is(base, 1u << VALUE_STRING);
    if (!all && rest.kinds != 0) parts[count++] = rest;
    return count;
}

// Values of any type: each constant, the numbers between, and anything that is not a number.
static uint32_t open_parts(Ranger *ranger, const RangeSubject *subject, const Range *base,
                           Range *parts) {
    long double numbers[CONSTANTS];
    Range rest = *base;
    uint32_t count = 0;
    if (sorted_numbers(subject, numbers) > 0) {
        Range number = *base;
        number.kinds &= KIND_NUMBERS;
        if (number.kinds != 0) count = number_parts(subject, &number, parts);
        rest.kinds &= ~(uint32_t)KIND_NUMBERS;
    }
    RangeSubject texts = *subject;
    texts.count = 0;
    for (uint32_t i = 0; i < subject->count; i++)
        if (isnan(range_number(subject->constants[i])))
            texts.constants[texts.count++] = subject->constants[i];
    uint32_t more = value_parts(ranger, &texts, &rest, parts + count);
    // The excluded values must outlive this call.
    for (uint32_t i = count; i < count + more; i++)
        if (parts[i].excluded == texts.constants) {
            parts[i].excluded = subject->constants;
            parts[i].excluded_count = subject->count;
        }
    return count + more;
}

static uint32_t parts_of(Ranger *ranger, const RangeSubject *subject, Range *parts) {
    if (subject->atom) {
        parts[0] = range_of_truth(MAY_HOLD);
        parts[1] = range_of_truth(MAY_MISS);
        return 2;
    }
    Range base = range_of(ranger, subject->expr);
    if (range_is(&base, 1u << VALUE_BOOL)) {
        parts[0] = range_of_truth(MAY_HOLD);
        parts[1] = range_of_truth(MAY_MISS);
        return 2;
    }
    if (range_is(&base, KIND_NUMBERS) || range_is(&base, 1u << VALUE_DURATION))
        return number_parts(subject, &base, parts);
    if (range_is(&base, 1u << VALUE_STRING)) return value_parts(ranger, subject, &base, parts);
    return open_parts(ranger, subject, &base, parts);
}

// Tries every combination of cases of the subjects from `at` on.
static uint8_t suppose(Ranger *ranger, const CelExpr *expr, RangeSubject **subjects, uint32_t count,
                       uint32_t *cases) {
    if (count == 0) {
        if (*cases == 0) return MAY_BOTH;
        --*cases;
        uint8_t truth = range_of(ranger, expr).truth;
        return truth ? truth : MAY_MISS;
    }
    Range parts[PARTS];
    uint32_t many = parts_of(ranger, subjects[0], parts);
    if (many == 0) return MAY_BOTH;
    Pin *pin = &ranger->pins[ranger->pin_count++];
    uint8_t out = 0;
    for (uint32_t i = 0; i < many && out != MAY_BOTH; i++) {
        *pin = (Pin){subjects[0]->expr, subjects[0]->atom, parts[i]};
        out |= suppose(ranger, expr, subjects + 1, count - 1, cases);
    }
    ranger->pin_count--;
    return out;
}

static bool holds_part(Ranger *ranger, const CelExpr *expr, const CelExpr *part) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (range_same(ranger, expr->args[i], part) || holds_part(ranger, expr->args[i], part))
            return true;
    return false;
}

// stdout == '' || stdout.size() > 0: one subject is part of the other.
static bool is_part(const Gathered *all, const RangeSubject *subject) {
    for (uint32_t i = 0; i < all->count && !subject->atom; i++)
        if (&all->subjects[i] != subject &&
            holds_part(all->ranger, all->subjects[i].expr, subject->expr))
            return true;
    return false;
}

static uint8_t by_cases(Ranger *ranger, const CelExpr *expr, bool open) {
    Gathered all RANGE_UNSET;
    all.ranger = ranger;
    all.open = open;
    all.count = 0;
    gather(&all, expr);
    RangeSubject *chosen[RANGE_PINS];
    uint32_t count = 0, room = RANGE_PINS - ranger->pin_count, cases = MOST_CASES;
    for (uint32_t i = 0; i < all.count && count < room; i++)
        if (all.subjects[i].seen > 1 || is_part(&all, &all.subjects[i]))
            chosen[count++] = &all.subjects[i];
    return count > 0 ? suppose(ranger, expr, chosen, count, &cases) : MAY_BOTH;
}

static bool has_parts(const CelExpr *expr) {
    while (expr->kind == CEL_UNARY && expr->op == CEL_OP_NOT)
        expr = expr->args[0];
    return expr->kind == CEL_AND || expr->kind == CEL_OR || expr->kind == CEL_CONDITIONAL;
}

uint8_t range_decide_parts(Ranger *ranger, const CelExpr *expr) {
    uint8_t truth = by_cases(ranger, expr, false);
    if (truth != MAY_BOTH) return truth;
    truth = by_cases(ranger, expr, true);
    return truth == MAY_MISS ? truth : MAY_BOTH;
}

uint8_t range_decide(Ranger *ranger, const CelExpr *expr) {
    uint8_t truth = range_of(ranger, expr).truth;
    return truth != MAY_BOTH || !has_parts(expr) ? truth : range_decide_parts(ranger, expr);
}
