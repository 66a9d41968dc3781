// Selection, indices, has() and `in`.
#include "cel/eval/eval.h"
#include "value/show.h"

#include <math.h>

bool index_of(Value value, int64_t *out) {
    switch (value.kind) {
    case VALUE_INT: *out = value.integer; return true;
    case VALUE_UINT:
        if (value.uinteger > INT64_MAX) return false;
        *out = (int64_t)value.uinteger;
        return true;
    case VALUE_DOUBLE:
        // Doubles are exact up to here, and no list is longer.
        if (!(fabs(value.number) < 9007199254740992.0) || floor(value.number) != value.number)
            return false;
        *out = (int64_t)value.number;
        return true;
    default: return false;
    }
}

// ── faults ──

// Names in a message are shortened to this.
enum { SHOWN_KEY = 60, KEYS_COMPARED = 64 };

static Sv shown(Machine *machine, Value value) {
    BUF_AUTO Buf buf = buf_new(4096);
    value_show(&buf, value, SHOWN_KEY);
    return buf_keep(&buf, machine->arena);
}

// The key of the map that is closest to the one asked for; empty if none is close.
static Sv closest_key(Value map, Sv wanted) {
    Sv keys[KEYS_COMPARED];
    size_t count = 0;
    for (size_t i = 0; i < value_count(map) && count < KEYS_COMPARED; i++) {
        Value key = value_key(map, i);
        if (key.kind == VALUE_STRING) keys[count++] = value_text(key);
    }
    return sv_closest(wanted, keys, count);
}

static bool fail_key(Machine *machine, const CelExpr *expr, Value map, Value key) {
    if (map.map->row && machine->strict && key.kind == VALUE_STRING)
        return machine_fail_row(machine, expr, map, value_text(key));
    if (key.kind != VALUE_STRING) {
        return machine_fail(machine, expr, "no such key: %.*s", SV_ARG(shown(machine, key)));
    }
    Sv close = closest_key(map, value_text(key));
    Sv text = shown(machine, key);
    if (close.len > 0) {
        return machine_fail(machine, expr, "no such key: %.*s; did you mean %.*s?", SV_ARG(text),
                            SV_ARG(shown(machine, value_string(close))));
    }
    machine_fail(machine, expr, "no such key: %.*s", SV_ARG(text));
    if (expr->kind != CEL_SELECT) return false;
    return machine_hint(machine, "where it may be absent, ask first: has(%.*s)",
                        SV_ARG(sv_slice(machine->program->text, expr->from, expr->to)));
}

static bool fail_fields(Machine *machine, const CelExpr *expr, Value operand) {
    if (operand.kind == VALUE_NULL) {
        machine_fail(machine, expr, "null has no field '%.*s'", SV_ARG(expr->name));
        return machine_hint(
            machine, "where it may be null, ask first: %.*s != null",
            SV_ARG(sv_slice(machine->program->text, expr->args[0]->from, expr->args[0]->to)));
    }
    return machine_fail(machine, expr, "a value of type %s has no field '%.*s'",
                        value_kind_name(operand.kind), SV_ARG(expr->name));
}

// ── selection ──

// The iterations of a loop count as observed if one of them came to its end.
static bool some_complete(Value list) {
    for (size_t i = 0; list.kind == VALUE_LIST && i < value_count(list); i++)
        if (value_item(list, i).marks & VALUE_COMPLETE) return true;
    return false;
}

// A field that a step left is an observation; so is the absence of one that it was to leave and
// could not.
static void note_look(const Machine *machine, Value container, const Value *found) {
    const CelBinding *binding = machine->binding;
    if (!binding || !binding->observed) return;
    bool observed = found ? !(found->marks & VALUE_UNSEEN) &&
                                ((container.marks & VALUE_RECORD) || some_complete(*found))
                          : (container.marks & VALUE_COMPLETE) != 0;
    if (observed) binding->observed(binding->self);
}

static inline const Value *look_up(const Machine *machine, Value map, Value key) {
    const Value *found = value_get(map, key);
    if (__builtin_expect(map.marks & (VALUE_RECORD | VALUE_RECORDS), 0))
        note_look(machine, map, found);
    return found;
}

// What is found inherits the taint of its container.
static Value found_in(Value container, const Value *value) {
    return value_tainted(*value, container.taint);
}

// Whether the missing name is no possible column, so that its absence is no answer.
static bool is_misspelled(const Machine *machine, Value map, const Value *found) {
    return !found && map.map->row && machine->strict;
}

static bool knows_column(Machine *machine, const CelExpr *expr, Value none, Sv name) {
    const ValueList *columns = none.list->columns;
    return !columns || !machine->strict || value_has_column(columns, name) ||
           machine_fail_column(machine, expr, columns, name);
}

// Nothing found: the result has no known columns any more.
static Value still_none(Value none) {
    none.list = value_optional_none().list;
    return none;
}

// The field of a map, or of the map in an optional, as an optional.
static bool select_maybe(Machine *machine, const CelExpr *expr, Value operand, Value *out) {
    Value map = operand;
    if (operand.kind == VALUE_OPTIONAL) {
        if (value_count(operand) == 0) {
            if (!knows_column(machine, expr, operand, expr->name)) return false;
            *out = still_none(operand);
            return true;
        }
        map = value_tainted(value_item(operand, 0), operand.taint);
    }
    // JSON often has null for something missing: .?a.?b continues past it.
    if (map.kind == VALUE_NULL && (expr->flags & CEL_OPTIONAL)) {
        *out = value_optional_none();
        return true;
    }
    if (map.kind != VALUE_MAP) {
        // A selection from an optional without a map fails like one from the value itself.
        return fail_fields(machine, expr, map);
    }
    const Value *value = look_up(machine, map, value_string(expr->name));
    if (is_misspelled(machine, map, value))
        return fail_key(machine, expr, map, value_string(expr->name));
    *out = value == NULL ? value_optional_none()
                         : value_optional_of(machine->arena, found_in(map, value));
    return true;
}

bool run_select(Machine *machine, const CelExpr *expr, Value *out) {
    Value operand;
    if (!machine_eval(machine, expr->args[0], &operand)) return false;
    if (operand.kind == VALUE_MAP) {
        const Value *value = look_up(machine, operand, value_string(expr->name));
        if (value == NULL) return fail_key(machine, expr, operand, value_string(expr->name));
        *out = found_in(operand, value);
        return true;
    }
    if (operand.kind == VALUE_OPTIONAL) return select_maybe(machine, expr, operand, out);
    return fail_fields(machine, expr, operand);
}

bool run_select_optional(Machine *machine, const CelExpr *expr, Value *out) {
    Value operand;
    if (!machine_eval(machine, expr->args[0], &operand)) return false;
    return select_maybe(machine, expr, operand, out);
}

bool run_has(Machine *machine, const CelExpr *expr, Value *out) {
    Value operand;
    if (!machine_eval(machine, expr->args[0], &operand)) return false;
    if (operand.kind == VALUE_OPTIONAL) {
        if (value_count(operand) == 0) {
            if (!knows_column(machine, expr, operand, expr->name)) return false;
            *out = value_bool(false);
            return true;
        }
        operand = value_item(operand, 0);
    }
    if (operand.kind != VALUE_MAP) return fail_fields(machine, expr, operand);
    const Value *value = look_up(machine, operand, value_string(expr->name));
    if (is_misspelled(machine, operand, value))
        return fail_key(machine, expr, operand, value_string(expr->name));
    *out = value_bool(value != NULL);
    return true;
}

// ── indices ──

// The item, or NULL if it is not there. False with a fault if the index has the wrong type.
static bool find_item(Machine *machine, const CelExpr *expr, Value operand, Value index, Value *at,
                      const Value **out) {
    if (operand.kind == VALUE_MAP) {
        *out = look_up(machine, operand, index);
        return true;
    }
    if (operand.kind != VALUE_LIST) {
        return machine_fail(machine, expr, "a value of type %s cannot be indexed",
                            value_kind_name(operand.kind));
    }
    int64_t number = 0;
    if (!index_of(index, &number)) {
        return machine_fail(machine, expr->args[1], "a list's index is a whole number, not %.*s",
                            SV_ARG(shown(machine, index)));
    }
    *out = NULL;
    if (number < 0 || (uint64_t)number >= value_count(operand)) return true;
    *at = value_item(operand, (size_t)number);
    *out = at;
    return true;
}

static bool index_maybe(Machine *machine, const CelExpr *expr, Value operand, Value index,
                        Value *out) {
    if (operand.kind == VALUE_OPTIONAL) {
        if (value_count(operand) == 0) {
            if (index.kind == VALUE_STRING &&
                !knows_column(machine, expr, operand, value_text(index)))
                return false;
            *out = still_none(operand);
            return true;
        }
        operand = value_tainted(value_item(operand, 0), operand.taint);
    }
    if (operand.kind == VALUE_NULL && (expr->flags & CEL_OPTIONAL)) {
        *out = value_optional_none();
        return true;
    }
    Value room;
    const Value *item = NULL;
    if (!find_item(machine, expr, operand, index, &room, &item)) return false;
    if (operand.kind == VALUE_MAP && is_misspelled(machine, operand, item))
        return fail_key(machine, expr, operand, index);
    *out = item == NULL ? value_of_rows(machine->arena, value_optional_none(), operand)
                        : value_optional_of(machine->arena, found_in(operand, item));
    out->taint |= index.taint;
    return true;
}

bool run_index(Machine *machine, const CelExpr *expr, Value *out) {
    Value operand, index, room;
    if (!machine_eval(machine, expr->args[0], &operand)) return false;
    if (!machine_eval(machine, expr->args[1], &index)) return false;
    if (operand.kind == VALUE_OPTIONAL) return index_maybe(machine, expr, operand, index, out);
    const Value *item = NULL;
    if (!find_item(machine, expr, operand, index, &room, &item)) return false;
    if (item != NULL) {
        *out = value_tainted(found_in(operand, item), index.taint);
        return true;
    }
    if (operand.kind == VALUE_MAP) return fail_key(machine, expr, operand, index);
    return machine_fail(machine, expr, "index %.*s is out of the list, which has %zu item%s",
                        SV_ARG(shown(machine, index)), value_count(operand),
                        value_count(operand) == 1 ? "" : "s");
}

bool run_index_optional(Machine *machine, const CelExpr *expr, Value *out) {
    Value operand, index;
    if (!machine_eval(machine, expr->args[0], &operand)) return false;
    if (!machine_eval(machine, expr->args[1], &index)) return false;
    return index_maybe(machine, expr, operand, index, out);
}

// ── in ──

static bool fail_unlike(Machine *machine, const CelExpr *expr, Value wanted, Value item,
                        const char *what) {
    machine_fail(machine, expr, "'in' compares unlike types: %s is looked for among %ss of type %s",
                 value_kind_name(wanted.kind), what, value_kind_name(item.kind));
    return false;
}

// In strict mode an item of another type, or one that cannot be compared, is an error, unless the
// value was found.
static bool in_list(Machine *machine, const CelExpr *expr, Value wanted, Value list, Value *out) {
    Value unlike = value_null();
    Absorbed absorbed = {.any = false};
    bool found = false, seen_unlike = false;
    for (size_t i = 0; i < value_count(list) && !found; i++) {
        Value item = value_item(list, i);
        if (!machine_spend(machine, expr, 1)) return false;
        if (machine->strict && !values_alike(wanted, item)) {
            unlike = item;
            seen_unlike = true;
        } else if (!machine_equal(machine, expr, wanted, item, &found) &&
                   !machine_absorb(machine, &absorbed)) {
            return false;
        }
    }
    if (!found && seen_unlike) return fail_unlike(machine, expr, wanted, unlike, "item");
    if (!found && !machine_settle(machine, &absorbed)) return false;
    *out = value_bool(found);
    return true;
}

static bool in_map(Machine *machine, const CelExpr *expr, Value wanted, Value map, Value *out) {
    bool found = look_up(machine, map, wanted) != NULL;
    if (!found && map.map->row && machine->strict && wanted.kind == VALUE_STRING)
        return machine_fail_row(machine, expr, map, value_text(wanted));
    if (!found && (expr->flags & CEL_LISTED) && !(map.marks & VALUE_CASELESS))
        return machine_fail_map(machine, expr, map);
    if (!found && machine->strict && value_count(map) > 0) {
        bool alike = false;
        for (size_t i = 0; i < value_count(map) && !alike; i++)
            alike = values_alike(wanted, value_key(map, i));
        if (!alike) return fail_unlike(machine, expr, wanted, value_key(map, 0), "key");
    }
    *out = value_bool(found);
    return true;
}

bool run_in(Machine *machine, const CelExpr *expr, Value *out) {
    Value wanted, container;
    if (!machine_eval(machine, expr->args[0], &wanted)) return false;
    if (!machine_eval(machine, expr->args[1], &container)) return false;
    if (container.kind == VALUE_LIST) return in_list(machine, expr, wanted, container, out);
    if (container.kind == VALUE_MAP) return in_map(machine, expr, wanted, container, out);
    machine_fail(machine, expr, "'in' looks in a list or a map, not in a value of type %s",
                 value_kind_name(container.kind));
    if (container.kind == VALUE_STRING)
        machine_hint(machine, "for a part of a text: text.contains('…')");
    return false;
}
