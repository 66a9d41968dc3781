// What a failure shows: each sub-expression that is not constant, once, with its value. The
// expression was evaluated with a trace; the tree is walked along the operands that decided.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "cel/explain/explainer.h"
#include "value/show.h"

enum { KEY_COLUMNS = 40, MORE_COLUMNS = 14 };

// ── parts ──

static const TraceNode *traced(const Explainer *explainer, const CelExpr *expr) {
    return explain_traced(explainer, expr);
}

static bool is_constant(const CelExpr *expr) {
    return expr->run == run_value;
}

Sv explain_text(Explainer *explainer, const CelExpr *expr) {
    Sv text = sv_slice(explainer->machine->program->text, expr->from, expr->to);
    BUF_AUTO Buf buf = buf_new(text.len + 1);
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
        if (!space && blank) buf_add_char(&buf, ' ');
        if (!space) buf_add_char(&buf, c);
        blank = space;
    }
    return buf_keep(&buf, explainer->machine->arena);
}

static Sv show(Explainer *explainer, Value value, size_t columns) {
    BUF_AUTO Buf buf = buf_new(1024 * 1024);
    value_show(&buf, value, columns);
    return buf_keep(&buf, explainer->machine->arena);
}

Sv explain_show(Explainer *explainer, Value value) {
    return show(explainer, value, explainer->columns);
}

Sv explain_show_rows(Explainer *explainer, Value rows) {
    return show(explainer, rows, explainer->rows);
}

Taint explain_taint(Explainer *explainer, const CelExpr *expr, Value value) {
    Taint taint = 0;
    Fault fault = {0}, *before = explainer->machine->fault;
    explainer->machine->fault = &fault;
    // A value that is too large to be searched counts as tainted by every secret.
    if (!machine_taint(explainer->machine, expr, value, &taint)) taint = UINT32_MAX;
    explainer->machine->fault = before;
    return taint;
}

void explain_add(Explainer *explainer, CelPart part) {
    if (explainer->count >= explainer->limit) return;
    for (uint32_t i = 0; i < explainer->count; i++) {
        if (sv_eq(explainer->out[i].text, part.text)) return;
    }
    explainer->out[explainer->count++] = part;
}

static bool failed(const Explainer *explainer, const CelExpr *expr) {
    return traced(explainer, expr)->state == TRACE_FAULT;
}

// Whether the node failed because something below it did; then that is shown instead.
static bool failed_below(const Explainer *explainer, const CelExpr *expr) {
    if (!failed(explainer, expr)) return false;
    for (uint32_t i = 0; i < expr->count; i++) {
        if (failed(explainer, expr->args[i])) return true;
    }
    return false;
}

void explain_node(Explainer *explainer, const CelExpr *expr) {
    const TraceNode *node = traced(explainer, expr);
    if (node->state == TRACE_UNSEEN || is_constant(expr) || failed_below(explainer, expr)) return;
    CelPart part = {
        .span = spanmap_span(&explainer->machine->program->map, expr->from, expr->to),
        .text = explain_text(explainer, expr),
        .failed = node->state == TRACE_FAULT,
        .name = cel_first_name(expr),
    };
    if (part.failed) {
        part.value = node->fault.message;
    } else {
        bool chosen = expr->kind == CEL_LOOP && node->value.kind == VALUE_LIST;
        part.value = chosen ? explain_show_rows(explainer, node->value)
                            : explain_show(explainer, node->value);
        part.taint = explain_taint(explainer, expr, node->value);
    }
    explain_add(explainer, part);
}

// ── selections ──

// For a map in which something was not found, the keys say more than the values.
static Sv keys_of(Explainer *explainer, Value map) {
    size_t columns = explainer->columns > 0 ? explainer->columns : SIZE_MAX;
    BUF_AUTO Buf buf = buf_new(64 * 1024);
    size_t count = value_count(map), shown = 0;
    buf_add_c(&buf, "a map with the keys ");
    for (; shown < count; shown++) {
        BUF_AUTO Buf key = buf_new(1024);
        Value name = value_key(map, shown);
        bool plain = name.kind == VALUE_STRING && value_text(name).len > 0;
        if (!plain || !shown_add(&key, value_text(name), false))
            value_show(&key, name, KEY_COLUMNS);
        if (shown > 0 &&
            utf8_width(buf_sv(&buf)) + utf8_width(buf_sv(&key)) + MORE_COLUMNS > columns)
            break;
        buf_addf(&buf, "%s%.*s", shown > 0 ? ", " : "", SV_ARG(buf_sv(&key)));
    }
    if (shown < count) buf_addf(&buf, ", … %zu more", count - shown);
    return buf_keep(&buf, explainer->machine->arena);
}

static void add_searched(Explainer *explainer, const CelExpr *expr) {
    const TraceNode *node = traced(explainer, expr);
    if (node->state != TRACE_VALUE || node->value.kind != VALUE_MAP ||
        value_count(node->value) == 0) {
        explain_node(explainer, expr);
        return;
    }
    explain_add(explainer,
                (CelPart){
                    .span = spanmap_span(&explainer->machine->program->map, expr->from, expr->to),
                    .text = explain_text(explainer, expr),
                    .value = keys_of(explainer, node->value),
                    .taint = explain_taint(explainer, expr, node->value),
                    .name = cel_first_name(expr),
                });
}

static bool is_path(const CelExpr *expr) {
    return expr->kind == CEL_SELECT || expr->kind == CEL_INDEX || expr->kind == CEL_NAME;
}

// json.a[i].b is one part. If it failed, the value that was searched comes first. A macro's
// variable needs no part of its own: the macro shows the item it stands for.
static void explain_path(Explainer *explainer, const CelExpr *expr) {
    const CelExpr *at = expr;
    for (; at->kind == CEL_SELECT || at->kind == CEL_INDEX; at = at->args[0]) {
        const CelExpr *base = at->args[0];
        bool local = base->kind == CEL_NAME && (base->flags & CEL_LOCAL) != 0;
        bool ended = failed(explainer, at) && !failed(explainer, base);
        if (!is_path(base)) explain_operand(explainer, base);
        if (is_path(base) && ended && !local) add_searched(explainer, base);
        if (ended && at->kind == CEL_SELECT && traced(explainer, base)->state == TRACE_VALUE)
            explain_look_alike(explainer, base, value_string(at->name),
                               traced(explainer, base)->value);
        if (at->kind == CEL_INDEX) explain_operand(explainer, at->args[1]);
        if (ended) explain_node(explainer, at);
        if (!is_path(base)) break;
    }
    if (at->kind == CEL_NAME && failed(explainer, at)) explain_node(explainer, at);
    if (expr->flags & CEL_TEST) {
        add_searched(explainer, expr->args[0]);
    } else {
        explain_node(explainer, expr);
    }
}

// ── operators ──

static bool is_comparison(const CelExpr *expr) {
    return expr->kind == CEL_BINARY && (expr->op == CEL_OP_EQUAL || expr->op == CEL_OP_UNEQUAL);
}

static void explain_binary(Explainer *explainer, const CelExpr *expr) {
    const CelExpr *a = expr->args[0], *b = expr->args[1];
    const TraceNode *a_node = traced(explainer, a), *b_node = traced(explainer, b);
    bool both = a_node->state == TRACE_VALUE && b_node->state == TRACE_VALUE;
    if (is_comparison(expr) && both) {
        explain_difference(explainer, a, b, a_node->value, b_node->value);
        return;
    }
    explain_operand(explainer, a);
    if (expr->op == CEL_OP_IN && both)
        explain_look_alike(explainer, b, a_node->value, b_node->value);
    if (expr->op == CEL_OP_IN && is_path(b) && b_node->state == TRACE_VALUE) {
        explain_operands_of(explainer, b);
        add_searched(explainer, b);
    } else {
        explain_operand(explainer, b);
    }
}

// The operands of a chain that decided: the last evaluated one if it decided alone, otherwise all.
static void explain_chain(Explainer *explainer, const CelExpr *expr) {
    bool deciding = expr->kind == CEL_OR;
    for (uint32_t i = 0; i < expr->count; i++) {
        const TraceNode *node = traced(explainer, expr->args[i]);
        bool decided = node->state == TRACE_FAULT ||
                       (node->state == TRACE_VALUE && node->value.kind == VALUE_BOOL &&
                        node->value.boolean == deciding);
        if (!decided) continue;
        explain_node(explainer, expr->args[i]);
        explain(explainer, expr->args[i]);
        return;
    }
    for (uint32_t i = 0; i < expr->count; i++)
        explain(explainer, expr->args[i]);
}

static void explain_conditional(Explainer *explainer, const CelExpr *expr) {
    explain(explainer, expr->args[0]);
    for (uint32_t i = 1; i < expr->count; i++) {
        if (traced(explainer, expr->args[i])->state != TRACE_UNSEEN)
            explain(explainer, expr->args[i]);
    }
}

void explain(Explainer *explainer, const CelExpr *expr) {
    if (is_constant(expr) || traced(explainer, expr)->state == TRACE_UNSEEN) return;
    switch ((CelKind)expr->kind) {
    case CEL_AND:
    case CEL_OR: explain_chain(explainer, expr); return;
    case CEL_CONDITIONAL: explain_conditional(explainer, expr); return;
    case CEL_BINARY: explain_binary(explainer, expr); return;
    case CEL_UNARY: explain(explainer, expr->args[0]); return;
    case CEL_LOOP: explain_loop(explainer, expr); return;
    case CEL_SELECT:
    case CEL_INDEX: explain_path(explainer, expr); return;
    case CEL_NAME: explain_node(explainer, expr); return;
    case CEL_CALL:
    case CEL_LIST:
    case CEL_MAP:
    case CEL_MESSAGE:
        for (uint32_t i = 0; i < expr->count; i++)
            explain_operand(explainer, expr->args[i]);
        if (expr->kind == CEL_CALL) explain_reasons(explainer, expr);
        return;
    case CEL_LITERAL: return;
    }
}

void explain_operands_of(Explainer *explainer, const CelExpr *expr) {
    bool path = expr->kind == CEL_SELECT || expr->kind == CEL_INDEX || expr->kind == CEL_NAME;
    if (!path) explain(explainer, expr);
}

// For any other value its operands, then the value itself.
void explain_operand(Explainer *explainer, const CelExpr *expr) {
    explain(explainer, expr);
    bool aggregate = expr->kind == CEL_LIST || expr->kind == CEL_MAP;
    if (!aggregate && expr->kind != CEL_LOOP) explain_node(explainer, expr);
    if (expr->kind == CEL_LOOP && traced(explainer, expr)->value.kind != VALUE_BOOL)
        explain_node(explainer, expr);
}

struct CelTraced {
    Machine machine;
    Trace trace;
    CelBinding binding;
    CelOptions options;
    Fault fault;
};

bool cel_eval_traced(Arena *arena, const CelProgram *program, const CelBinding *binding,
                     const CelOptions *options, Value *out, Fault *fault, CelTraced **traced) {
    CelTraced *own = arena_new_of(arena, CelTraced);
    *own = (CelTraced){.trace = {arena_new_array(arena, TraceNode, program->node_count)}};
    if (binding != NULL) own->binding = *binding;
    if (options != NULL) own->options = *options;
    Value *locals = arena_new_array(arena, Value, program->local_count + 1);
    machine_start(&own->machine, arena, program, &own->binding, &own->options, locals, &own->fault);
    own->machine.trace = &own->trace;
    *traced = own;
    if (machine_run(&own->machine, out)) return true;
    *fault = own->fault;
    return false;
}

static uint32_t explain_all(CelTraced *traced, size_t columns, size_t rows, CelPart *out,
                            uint32_t limit) {
    Machine *machine = &traced->machine;
    machine->cost = 0;
    machine->look_at = 0;
    Explainer explainer = {
        .machine = machine, .columns = columns, .rows = rows, .out = out, .limit = limit};
    const CelExpr *root = machine->program->root;
    const TraceNode *whole = explain_traced(&explainer, root);
    explainer.misses =
        whole->state == TRACE_VALUE && whole->value.kind == VALUE_BOOL && !whole->value.boolean;
    explain(&explainer, root);
    // A condition that is just a call or a fault is shown as well.
    bool itself = root->kind == CEL_CALL || (explainer.count == 0 && !is_constant(root));
    if (itself &&
        (traced->trace.nodes[root->number].state == TRACE_FAULT || root->kind != CEL_CALL))
        explain_node(&explainer, root);
    return explainer.count;
}

uint32_t cel_explain_traced(CelTraced *traced, size_t columns, CelPart *out, uint32_t limit) {
    enum { ROWS_TIMES = 4 };
    return explain_all(traced, columns, columns * ROWS_TIMES, out, limit);
}

uint32_t cel_explain(Arena *arena, const CelProgram *program, const CelBinding *binding,
                     const CelOptions *options, size_t columns, CelPart *out, uint32_t limit) {
    CelTraced *traced;
    Value value;
    Fault fault;
    bool has_value = cel_eval_traced(arena, program, binding, options, &value, &fault, &traced);
    (void)has_value;
    return explain_all(traced, columns, columns, out, limit);
}
