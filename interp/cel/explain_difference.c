// Two values that were compared: where they part.
#include "base/limits.h"
#include "cel/explain.h"
#include "cel/place.h"
#include "value/show.h"

// A place within two values, written as it would be selected: [3].name
typedef struct Difference {
    Explainer *explainer;
    Buf path;
    int depth;
    Value a, b;            // at the place
    bool a_there, b_there; // whether there is a value at all
} Difference;

static bool find_difference(Difference *place, Value a, Value b);

static bool stop_at(Difference *place, Value a, bool a_there, Value b, bool b_there) {
    place->a = a;
    place->b = b;
    place->a_there = a_there;
    place->b_there = b_there;
    return true;
}

// Goes into an item; takes the step back where nothing differs there.
static bool step_into(Difference *place, Value key, bool list, Value a, Value b) {
    size_t before = place->path.len;
    place_add(&place->path, key, list);
    if (find_difference(place, a, b)) return true;
    place->path.len = before;
    return false;
}

static bool lists_differ(Difference *place, Value a, Value b) {
    size_t both = value_count(a) < value_count(b) ? value_count(a) : value_count(b);
    for (size_t i = 0; i < both; i++) {
        if (step_into(place, value_int((int64_t)i), true, value_item(a, i), value_item(b, i)))
            return true;
    }
    if (value_count(a) == value_count(b)) return false;
    buf_addf(&place->path, "[%zu]", both);
    bool more = value_count(a) > both;
    return stop_at(place, more ? value_item(a, both) : value_null(), more,
                   more ? value_null() : value_item(b, both), !more);
}

static bool maps_differ(Difference *place, Value a, Value b) {
    for (size_t i = 0; i < value_count(a); i++) {
        const Value *other = value_get(b, value_key(a, i));
        if (other != NULL) {
            if (step_into(place, value_key(a, i), false, value_at(a, i), *other)) return true;
            continue;
        }
        place_add(&place->path, value_key(a, i), false);
        return stop_at(place, value_at(a, i), true, value_null(), false);
    }
    for (size_t i = 0; i < value_count(b); i++) {
        if (value_get(a, value_key(b, i)) != NULL) continue;
        place_add(&place->path, value_key(b, i), false);
        return stop_at(place, value_null(), false, value_at(b, i), true);
    }
    return false;
}

// True at the first place where the two differ.
static bool find_difference(Difference *place, Value a, Value b) {
    bool lists = a.kind == VALUE_LIST && b.kind == VALUE_LIST,
         maps = a.kind == VALUE_MAP && b.kind == VALUE_MAP;
    if (!lists && !maps) return value_equal(a, b) ? false : stop_at(place, a, true, b, true);
    if (place->depth >= LIMIT_JSON_DEPTH) return false;
    place->depth++;
    bool found = lists ? lists_differ(place, a, b) : maps_differ(place, a, b);
    place->depth--;
    return found;
}

// ── parts ──

static bool is_constant(const CelExpr *expr) {
    return expr->run == run_value;
}

static void add_shown(Explainer *explainer, const CelExpr *expr, Sv text, Sv value, Taint taint) {
    explain_add(explainer,
                (CelPart){
                    .span = spanmap_span(&explainer->machine->program->map, expr->from, expr->to),
                    .text = text,
                    .value = value,
                    .taint = taint,
                    .name = explain_name(expr),
                });
}

static void add_texts(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                      Value b) {
    BUF_AUTO Buf a_shown = buf_new(1024 * 1024);
    BUF_AUTO Buf b_shown = buf_new(1024 * 1024);
    Arena *arena = explainer->machine->arena;
    value_show_difference(&a_shown, &b_shown, a, b, explainer->columns);
    if (!is_constant(a_expr)) {
        add_shown(explainer, a_expr, explain_text(explainer, a_expr), buf_keep(&a_shown, arena),
                  a.taint);
    }
    if (!is_constant(b_expr)) {
        add_shown(explainer, b_expr, explain_text(explainer, b_expr), buf_keep(&b_shown, arena),
                  b.taint);
    } else if (b.kind == VALUE_STRING && explainer->columns > 0 &&
               b.text.len + 2 > explainer->columns) {
        // A long literal is shown beside it, cut at the same place.
        add_shown(explainer, b_expr, SV("the literal"), buf_keep(&b_shown, arena), b.taint);
    }
}

static void add_place(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                      Value b) {
    Difference place = {.explainer = explainer, .path = buf_new(4096)};
    if (find_difference(&place, a, b)) {
        Arena *arena = explainer->machine->arena;
        bool swap = is_constant(a_expr);
        const CelExpr *expr = swap ? b_expr : a_expr;
        Value here = swap ? place.b : place.a, there = swap ? place.a : place.b;
        bool is_here = swap ? place.b_there : place.a_there,
             is_there = swap ? place.a_there : place.b_there;
        Sv text = sv_format(arena, "%.*s%.*s", SV_ARG(explain_text(explainer, expr)),
                            SV_ARG(buf_sv(&place.path)));
        Sv here_text = is_here ? explain_show(explainer, here) : SV("absent");
        Sv there_text = is_there ? explain_show(explainer, there) : SV("absent");
        Sv value =
            sv_format(arena, "%.*s, the other side: %.*s", SV_ARG(here_text), SV_ARG(there_text));
        Taint taint = explain_taint(explainer, expr, here) | explain_taint(explainer, expr, there) |
                      a.taint | b.taint;
        add_shown(explainer, expr, text, value, taint);
    }
    buf_free(&place.path);
}

void explain_difference(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                        Value b) {
    bool texts = a.kind == VALUE_STRING && b.kind == VALUE_STRING;
    if (texts) {
        // What the texts were computed from comes first.
        explain_operands_of(explainer, a_expr);
        explain_operands_of(explainer, b_expr);
        add_texts(explainer, a_expr, b_expr, a, b);
        return;
    }
    explain_operand(explainer, a_expr);
    explain_operand(explainer, b_expr);
    bool deep = (a.kind == VALUE_LIST && b.kind == VALUE_LIST) ||
                (a.kind == VALUE_MAP && b.kind == VALUE_MAP);
    if (deep) add_place(explainer, a_expr, b_expr, a, b);
}
