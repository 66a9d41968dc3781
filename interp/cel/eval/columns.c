// Rows of a table have a fixed set of columns: any other name is a misspelling, however it is asked
// for and however many rows there are.
#include "cel/eval/eval.h"
#include "value/show.h"

static Sv closest(const ValueList *columns, Sv name) {
    enum { COMPARED = 64 };
    Sv names[COMPARED];
    size_t count = 0;
    for (uint32_t i = 0; i < columns->count && count < COMPARED; i++)
        names[count++] = value_text(columns->items[i]);
    return sv_closest(name, names, count);
}

static Sv listed(Machine *machine, const ValueList *columns) {
    BUF_AUTO Buf list = buf_new(4096);
    value_show(&list, value_list_of(columns), 160);
    return buf_keep(&list, machine->arena);
}

bool machine_fail_column(Machine *machine, const CelExpr *expr, const ValueList *columns, Sv name) {
    Sv meant = closest(columns, name);
    if (meant.len)
        machine_fail(machine, expr, "there is no column '%.*s'; did you mean '%.*s'?", SV_ARG(name),
                     SV_ARG(meant));
    else
        machine_fail(machine, expr, "there is no column '%.*s'", SV_ARG(name));
    return machine_hint(machine,
                        "the columns are %.*s; where it need not be there, ask '%.*s' in columns",
                        SV_ARG(listed(machine, columns)), SV_ARG(name));
}

bool machine_fail_row(Machine *machine, const CelExpr *expr, Value row, Sv name) {
    ValueList columns = {.count = row.map->count, .items = row.map->keys};
    return machine_fail_column(machine, expr, &columns, name);
}

// ── what a body asks of a row that it may never see ──

typedef struct LoopBody {
    Machine *machine;
    const ValueList *columns;
    uint32_t slot; // of the row
} LoopBody;

static bool is_row(const LoopBody *body, const CelExpr *expr) {
    return expr->kind == CEL_NAME && (expr->flags & CEL_LOCAL) && expr->slot == body->slot;
}

// The name of a column that the node asks the row for.
static bool asks_for(const LoopBody *body, const CelExpr *expr, Sv *name) {
    const CelExpr *text = NULL;
    if (expr->kind == CEL_SELECT && is_row(body, expr->args[0])) {
        *name = expr->name;
        return true;
    }
    if (expr->kind == CEL_INDEX && is_row(body, expr->args[0])) text = expr->args[1];
    if (expr->kind == CEL_BINARY && expr->op == CEL_OP_IN && is_row(body, expr->args[1]))
        text = expr->args[0];
    if (!text || !text->value || text->value->kind != VALUE_STRING) return false;
    *name = value_text(*text->value);
    return true;
}

static bool look(const LoopBody *body, const CelExpr *expr) {
    Sv name;
    if (asks_for(body, expr, &name) && !value_has_column(body->columns, name))
        return machine_fail_column(body->machine, expr, body->columns, name);
    for (uint32_t i = 0; i < expr->count; i++)
        if (!look(body, expr->args[i])) return false;
    return true;
}

bool machine_look_at_rows(Machine *machine, const CelExpr *loop, Value range) {
    bool two = loop->loop->names[1].len > 0;
    LoopBody body = {machine, range.list->columns, loop->loop->slots[two ? 1 : 0]};
    for (uint32_t i = 1; i < loop->count; i++)
        if (!look(&body, loop->args[i])) return false;
    return true;
}
