// The range of each kind of node.
#include "cel/check/range.h"
#include "cel/eval/eval.h"

#include <math.h>

enum { BUDGET = 200000, COST = 20000, ARGS = 8, ITEMS = 64, ARENA_BYTES = 1 << 20 };

void ranger_start(Ranger *ranger, const CelProgram *program, const CelNames *names) {
    ranger->program = program;
    ranger->names = names;
    ranger->pin_count = 0;
    ranger->arena = NULL;
    ranger->budget = BUDGET;
    ranger->plain = false;
    for (uint32_t i = 0; i < RANGE_LOCALS; i++)
        ranger->locals[i].kinds = 0; // nothing is known beyond its type
}

void ranger_end(Ranger *ranger) {
    if (ranger->arena) arena_free(ranger->arena);
    ranger->arena = NULL;
}

// ── known operands ──

static Range computed(Ranger *ranger, const CelExpr *expr, CelExpr **args) {
    if (!ranger->arena) ranger->arena = arena_new(ARENA_BYTES);
    CelExpr copy = *expr;
    copy.args = args;
    CelOptions options = {.strict = true, .allow_empty = true, .cost_limit = COST};
    if (ranger->names && ranger->names->options) {
        options.read_file = ranger->names->options->read_file;
        options.files = ranger->names->options->files;
        options.base_folder = ranger->names->options->base_folder;
    }
    Fault fault = {0};
    Machine machine;
    machine_start(&machine, ranger->arena, ranger->program, NULL, &options, NULL, &fault);
    Value value;
    if (copy.run(&machine, &copy, &value)) return range_of_value(value);
    return fault.kind == FAULT_ERROR ? range_nothing() : range_of_type(expr->type);
}

Range range_computed(Ranger *ranger, const CelExpr *expr, const Range *args) {
    CelExpr literals[ARGS], *pointers[ARGS];
    if (expr->count > ARGS) return range_of_type(expr->type);
    for (uint32_t i = 0; i < expr->count; i++) {
        literals[i] = *expr->args[i];
        literals[i].kind = CEL_LITERAL;
        literals[i].run = run_value;
        literals[i].value = &args[i].value;
        pointers[i] = &literals[i];
    }
    return computed(ranger, expr, pointers);
}

// ── names ──

static Range of_name(Ranger *ranger, const CelExpr *expr) {
    Range typed = range_of_type(expr->type);
    if (expr->flags & CEL_LOCAL)
        return expr->slot < RANGE_LOCALS ? range_meet(&typed, &ranger->locals[expr->slot]) : typed;
    if (!(expr->flags & CEL_GLOBAL) || expr->item >= ranger->names->count) return typed;
    const CelName *name = &ranger->names->items[expr->item];
    if (name->range && !ranger->plain) return range_meet(&typed, name->range);
    if (!name->same) return typed;
    Range same = range_of(ranger, name->same);
    return range_meet(&typed, &same);
}

// ── selections ──

static const CelField *field_of(CelType record, Sv name) {
    if (record.kind != CEL_TYPE_RECORD || !record.node) return NULL;
    if (record.node->find) return record.node->find(record.node, name);
    for (uint32_t i = 0; i < record.node->field_count; i++)
        if (sv_eq(record.node->fields[i].name, name)) return &record.node->fields[i];
    return NULL;
}

// The declared range of a record applies to the numbers and durations in it.
static const CelRange *of_numbers(const Ranger *ranger, const CelExpr *expr) {
    const CelExpr *record = expr->args[0];
    bool global = record->kind == CEL_NAME && record->flags & CEL_GLOBAL &&
                  record->item < ranger->names->count && record->type.kind == CEL_TYPE_RECORD;
    const CelRange *range = global ? ranger->names->items[record->item].range : NULL;
    CelTypeKind kind = expr->type.kind;
    bool number = kind == CEL_TYPE_INT || kind == CEL_TYPE_DOUBLE || kind == CEL_TYPE_DURATION;
    return range && range->span_count > 0 && number ? range : NULL;
}

static Range of_part(Ranger *ranger, const CelExpr *expr) {
    Range from = range_of(ranger, expr->args[0]);
    CelType within = expr->args[0]->type;
    const CelField *field = expr->kind == CEL_SELECT ? field_of(within, expr->name) : NULL;
    if (expr->flags & CEL_TEST) return range_of_truth(MAY_BOTH); // a capture may be left unset
    Range index = range_any();
    if (expr->kind == CEL_INDEX) index = range_of(ranger, expr->args[1]);
    bool plain = !(expr->flags & CEL_OPTIONAL);
    if (from.known && plain && (expr->kind == CEL_SELECT || index.known)) {
        Range args[2] = {from, index};
        return range_computed(ranger, expr, args);
    }
    Range out = range_of_type(expr->type);
    if (expr->type.kind == CEL_TYPE_OPTIONAL) {
        out.json = from.json;
        return out;
    }
    const CelRange *declared = field && field->range ? field->range : of_numbers(ranger, expr);
    if (declared) out = range_meet(&out, declared);
    if (from.json) out = range_of_json();
    bool items = range_is(&from, 1u << VALUE_LIST | 1u << VALUE_MAP);
    if (items && from.traits) out.traits = from.traits;
    out.partial = !field || field->optional || within.nullable;
    return out;
}

// ── arithmetic ──

static bool same_kind(const Range *a, const Range *b, uint32_t kinds) {
    return range_is(a, kinds) && range_is(b, kinds);
}

static Range spread(const CelExpr *expr, const long double *corners, uint32_t count) {
    Range out = range_of_type(expr->type);
    long double least = INFINITY, most = -INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(corners[i])) return out;
        least = fminl(least, corners[i]);
        most = fmaxl(most, corners[i]);
    }
    // Doubles are rounded and these are not.
    long double slack = out.kinds == 1u << VALUE_INT ? 0 : (fabsl(least) + fabsl(most)) * 1e-9L;
    if (isinf(slack)) slack = 0;
    out.least = least - slack;
    out.most = most + slack;
    return out;
}

static Range of_product(const CelExpr *expr, const Range *a, const Range *b) {
    bool divides = expr->op == CEL_OP_DIVIDE;
    if (divides && b->least <= 0 && b->most >= 0) return range_of_type(expr->type);
    const long double from[2] = {a->least, a->most}, by[2] = {b->least, b->most};
    long double corners[4];
    for (uint32_t i = 0; i < 4; i++) {
        long double x = from[i / 2], y = by[i % 2];
        corners[i] = divides ? x / y : x == 0 || y == 0 ? 0 : x * y;
        if (divides && expr->type.kind == CEL_TYPE_INT) corners[i] = truncl(corners[i]);
    }
    return spread(expr, corners, 4);
}

static Range of_rest(const CelExpr *expr, const Range *a, const Range *b) {
    Range out = range_of_type(expr->type);
    if (!range_is(a, 1u << VALUE_INT) || !range_is(b, 1u << VALUE_INT)) return out;
    long double bound = fmaxl(fabsl(b->least), fabsl(b->most)) - 1;
    out.most = a->most <= 0 ? 0 : fminl(bound, a->most);
    out.least = a->least >= 0 ? 0 : fmaxl(-bound, a->least);
    return out;
}

static Range of_sum(Ranger *ranger, const CelExpr *expr, const Range *a, const Range *b) {
    Range out = range_of_type(expr->type);
    bool add = expr->op == CEL_OP_ADD;
    if (add && same_kind(a, b, KIND_SIZED) && a->kinds == b->kinds) {
        out.kinds = a->kinds;
        out.shortest = a->shortest + b->shortest;
        out.longest = a->longest + b->longest;
        return out;
    }
    if (!same_kind(a, b, KIND_NUMBERS) && !same_kind(a, b, 1u << VALUE_DURATION)) return out;
    if (!add && same_kind(a, b, 1u << VALUE_INT) &&
        range_same(ranger, expr->args[0], expr->args[1]))
        return range_of_value(value_int(0));
    long double corners[2] = {add ? a->least + b->least : a->least - b->most,
                              add ? a->most + b->most : a->most - b->least};
    return spread(expr, corners, 2);
}

static Range of_binary(Ranger *ranger, const CelExpr *expr) {
    Range args[2] = {range_of(ranger, expr->args[0]), range_of(ranger, expr->args[1])};
    if (args[0].kinds == 0 || args[1].kinds == 0) return range_nothing();
    if (args[0].known && args[1].known) return range_computed(ranger, expr, args);
    switch (expr->op) {
    case CEL_OP_ADD:
    case CEL_OP_SUBTRACT: return of_sum(ranger, expr, &args[0], &args[1]);
    case CEL_OP_MULTIPLY:
    case CEL_OP_DIVIDE:
        if (same_kind(&args[0], &args[1], KIND_NUMBERS))
            return of_product(expr, &args[0], &args[1]);
        return range_of_type(expr->type);
    case CEL_OP_MODULO: return of_rest(expr, &args[0], &args[1]);
    default: return range_of_truth(range_compare(ranger, expr, &args[0], &args[1]));
    }
}

static Range of_unary(Ranger *ranger, const CelExpr *expr) {
    Range arg = range_of(ranger, expr->args[0]);
    if (expr->op == CEL_OP_NOT) {
        uint8_t turned = (uint8_t)((arg.truth & MAY_HOLD ? MAY_MISS : 0) |
                                   (arg.truth & MAY_MISS ? MAY_HOLD : 0));
        return range_of_truth(turned);
    }
    if (arg.known) return range_computed(ranger, expr, &arg);
    Range out = range_of_type(expr->type);
    if (range_is(&arg, KIND_NUMBERS) || range_is(&arg, 1u << VALUE_DURATION)) {
        out.least = -arg.most;
        out.most = -arg.least;
    }
    return out;
}

// ── logic ──

// An operand that can only be `deciding` decides.
static Range of_chain(Ranger *ranger, const CelExpr *expr) {
    uint8_t deciding = expr->kind == CEL_AND ? MAY_MISS : MAY_HOLD;
    uint8_t other = MAY_BOTH ^ deciding, out = other;
    bool decided = false, none = false;
    for (uint32_t i = 0; i < expr->count; i++) {
        uint8_t one = range_of(ranger, expr->args[i]).truth;
        decided |= one == deciding;
        none |= one == 0;
        out |= one & deciding;
    }
    if (decided) return range_of_truth(deciding);
    return none ? range_nothing() : range_of_truth(out);
}

static Range of_either(Ranger *ranger, const CelExpr *expr) {
    uint8_t condition = range_of(ranger, expr->args[0]).truth;
    if (condition == MAY_HOLD) return range_of(ranger, expr->args[1]);
    if (condition == MAY_MISS) return range_of(ranger, expr->args[2]);
    Range yes = range_of(ranger, expr->args[1]), no = range_of(ranger, expr->args[2]);
    return range_join(&yes, &no);
}

// ── loops ──

static void set_local(Ranger *ranger, const CelExpr *expr, int which, Range range) {
    const CelLoop *loop = expr->loop;
    if (loop->names[which].len > 0 && loop->slots[which] < RANGE_LOCALS)
        ranger->locals[loop->slots[which]] = range;
}

static void set_item(Ranger *ranger, const CelExpr *expr, const Range *list) {
    bool two = expr->loop->names[1].len > 0;
    Range item = range_any();
    if (list->json) item = range_of_json();
    item.traits = list->traits;
    Range index = range_any();
    if (two && range_is(list, 1u << VALUE_LIST)) index = range_between(VALUE_INT, 0, INFINITY);
    set_local(ranger, expr, 0, two ? index : item);
    set_local(ranger, expr, 1, item);
}

static uint8_t of_items(Ranger *ranger, const CelExpr *expr, const Range *list) {
    bool all = expr->op == CEL_LOOP_ALL, two = expr->loop->names[1].len > 0;
    uint8_t deciding = all ? MAY_MISS : MAY_HOLD, out = MAY_BOTH ^ deciding;
    for (size_t i = 0; i < value_count(list->value); i++) {
        Range item = range_of_value(value_item(list->value, i));
        set_local(ranger, expr, 0, two ? range_of_value(value_int((int64_t)i)) : item);
        set_local(ranger, expr, 1, item);
        uint8_t one = range_decide(ranger, expr->args[1]);
        if (one == deciding) return deciding;
        if (one == 0) return 0;
        out |= one;
    }
    return out;
}

static uint8_t of_quantifier(Ranger *ranger, const CelExpr *expr, const Range *list) {
    bool all = expr->op == CEL_LOOP_ALL, one = expr->op == CEL_LOOP_EXISTS_ONE;
    if (!one && list->known && list->value.kind == VALUE_LIST &&
        value_count(list->value) <= ITEMS && value_count(list->value) > 0)
        return of_items(ranger, expr, list);
    if (!all && range_is(list, KIND_SIZED) && list->longest == 0) return MAY_MISS;
    set_item(ranger, expr, list);
    uint8_t body = range_decide(ranger, expr->args[1]);
    uint8_t whole = all ? MAY_HOLD : MAY_MISS;
    if (body == whole) return whole;
    bool some = range_is(list, KIND_SIZED) && list->shortest >= 1;
    if (some && !one && body == (MAY_BOTH ^ whole)) return body;
    return MAY_BOTH;
}

static Range of_filter(Ranger *ranger, const CelExpr *expr, const Range *list) {
    Range out = range_of_type(expr->type);
    bool sized = range_is(list, KIND_SIZED);
    if (sized) out.longest = list->longest;
    out.json = list->json;
    out.traits = list->traits;
    set_item(ranger, expr, list);
    uint8_t body = range_decide(ranger, expr->args[1]);
    if (body == MAY_MISS) out.longest = 0;
    if (body == MAY_HOLD && sized) out.shortest = list->shortest;
    return out;
}

static Range of_loop(Ranger *ranger, const CelExpr *expr) {
    Range list = range_of(ranger, expr->args[0]);
    Range out = range_of_type(expr->type);
    bool sized = range_is(&list, KIND_SIZED);
    switch ((CelLoopKind)expr->op) {
    case CEL_LOOP_ALL:
    case CEL_LOOP_EXISTS:
    case CEL_LOOP_EXISTS_ONE: return range_of_truth(of_quantifier(ranger, expr, &list));
    case CEL_LOOP_FILTER: return of_filter(ranger, expr, &list);
    case CEL_LOOP_BIND: set_local(ranger, expr, 0, list); return range_of(ranger, expr->args[1]);
    case CEL_LOOP_SORT_BY:
        out.json = list.json;
        out.traits = list.traits;
        break;
    case CEL_LOOP_OPT_MAP:
    case CEL_LOOP_OPT_FLAT_MAP:
    case CEL_LOOP_TRANSFORM_MAP_ENTRY: return out;
    default: break;
    }
    bool filtered = expr->loop->filtered;
    if (sized) out.longest = list.longest;
    if (sized && !filtered) out.shortest = list.shortest;
    if (filtered) {
        set_item(ranger, expr, &list);
        if (range_decide(ranger, expr->args[1]) == MAY_MISS) out.longest = 0;
    }
    return out;
}

// ── lists, maps, calls ──

static Range of_written(Ranger *ranger, const CelExpr *expr) {
    Range out = range_of_type(expr->type), args[ARGS];
    bool known = expr->count <= ARGS && !expr->maybe;
    for (uint32_t i = 0; known && i < expr->count; i++) {
        args[i] = range_of(ranger, expr->args[i]);
        known = args[i].known;
    }
    if (known) return range_computed(ranger, expr, args);
    uint32_t entries = expr->kind == CEL_MAP ? expr->count / 2 : expr->count;
    if (expr->maybe) {
        out.longest = entries;
        return out;
    }
    out.shortest = expr->kind == CEL_MAP ? fminl(entries, 1) : entries;
    out.longest = entries;
    return out;
}

static Range of_call(Ranger *ranger, const CelExpr *expr) {
    Range args[ARGS];
    if (expr->count > ARGS) return range_of_type(expr->type);
    bool known = true;
    for (uint32_t i = 0; i < expr->count; i++) {
        args[i] = range_of(ranger, expr->args[i]);
        if (args[i].kinds == 0) return range_nothing();
        known = known && args[i].known;
    }
    return known ? range_computed(ranger, expr, args) : range_of_call(ranger, expr, args);
}

// ── what is supposed ──

static bool is_pinned(Ranger *ranger, const CelExpr *expr, Range *out) {
    for (uint32_t i = 0; i < ranger->pin_count; i++) {
        const Pin *pin = &ranger->pins[i];
        int alike = pin->atom ? range_alike(ranger, pin->subject, expr)
                              : range_same(ranger, pin->subject, expr);
        if (alike == 0) continue;
        *out = pin->range;
        if (alike < 0) *out = range_of_truth(MAY_BOTH ^ pin->range.truth);
        return true;
    }
    return false;
}

Range range_of(Ranger *ranger, const CelExpr *expr) {
    bool constant =
        expr->kind == CEL_LITERAL || expr->kind == CEL_NAME || (expr->flags & CEL_FOLDED) != 0;
    if (constant && expr->value) return range_of_value(*expr->value);
    if (ranger->budget == 0) return range_of_type(expr->type);
    ranger->budget--;
    Range out;
    if (ranger->pin_count > 0 && is_pinned(ranger, expr, &out)) return out;
    switch ((CelKind)expr->kind) {
    case CEL_NAME: return of_name(ranger, expr);
    case CEL_SELECT:
    case CEL_INDEX: return of_part(ranger, expr);
    case CEL_CALL: return of_call(ranger, expr);
    case CEL_UNARY: return of_unary(ranger, expr);
    case CEL_BINARY: return of_binary(ranger, expr);
    case CEL_AND:
    case CEL_OR: return of_chain(ranger, expr);
    case CEL_CONDITIONAL: return of_either(ranger, expr);
    case CEL_LIST:
    case CEL_MAP: return of_written(ranger, expr);
    case CEL_LOOP: return of_loop(ranger, expr);
    default: return range_of_type(expr->type);
    }
}
