// Shows where two values that were compared differ.
#include "base/limits.h"
#include "base/shown/utf8_alike.h"
#include "base/utf8.h"
#include "cel/eval/value_path.h"
#include "cel/explain/explainer.h"
#include "value/show.h"

// A place within two values, as it would be selected: [3].name
typedef struct Difference {
    Explainer *explainer;
    Buf path;
    int depth;
    Value a, b;            // the values at the place
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

// Descends into an item; undoes the step if nothing differs there.
static bool step_into(Difference *place, Value key, bool list, Value a, Value b) {
    size_t before = place->path.len;
    value_path_add(&place->path, key, list);
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
        value_path_add(&place->path, value_key(a, i), false);
        return stop_at(place, value_at(a, i), true, value_null(), false);
    }
    for (size_t i = 0; i < value_count(b); i++) {
        if (value_get(a, value_key(b, i)) != NULL) continue;
        value_path_add(&place->path, value_key(b, i), false);
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
                    .name = cel_first_name(expr),
                });
}

// The room in 80 columns beside the name of a value: longer texts are shortened around the place
// where they differ.
enum {
    PARTING_COLUMNS = 56,
    EARLY_COLUMNS = 24,
    BETWEEN_COLUMNS = 18,
    SHOWN_BYTES = 1024 * 1024,
    LOOKED_THROUGH = 10000
};

static size_t parting_columns(const Explainer *explainer) {
    bool narrow = explainer->columns > 0 && explainer->columns < PARTING_COLUMNS;
    return narrow ? explainer->columns : PARTING_COLUMNS;
}

static bool is_short(const Explainer *explainer, Value value) {
    if (explainer->columns == 0) return true;
    size_t most = parting_columns(explainer);
    if (value.kind == VALUE_STRING && value.text.len > most * 4) return false;
    BUF_AUTO Buf shown = buf_new(SHOWN_BYTES);
    value_show(&shown, value, most + 1);
    return utf8_width(buf_sv(&shown)) <= most;
}

// How far two displayed texts agree, in columns.
static size_t shared_columns(Sv a, Sv b) {
    size_t at = 0;
    while (at < a.len && at < b.len && a.at[at] == b.at[at])
        at++;
    return utf8_width(sv_slice(a, 0, at));
}

// Two values within the columns, around the place where they differ, which must be visible even in
// the narrowest view.
static void show_both(Explainer *explainer, Value a, Value b, Sv *a_out, Sv *b_out) {
    BUF_AUTO Buf a_shown = buf_new(SHOWN_BYTES);
    BUF_AUTO Buf b_shown = buf_new(SHOWN_BYTES);
    value_show_difference(&a_shown, &b_shown, a, b, explainer->columns);
    bool whole = is_short(explainer, a) && is_short(explainer, b);
    if (!whole && shared_columns(buf_sv(&a_shown), buf_sv(&b_shown)) > EARLY_COLUMNS) {
        buf_clear(&a_shown);
        buf_clear(&b_shown);
        value_show_difference(&a_shown, &b_shown, a, b, parting_columns(explainer));
    }
    *a_out = buf_keep(&a_shown, explainer->machine->arena);
    *b_out = buf_keep(&b_shown, explainer->machine->arena);
}

// A text that looks like another one, at the place where they differ: its code points there, and
// not those of the other.
static void add_code_points(Explainer *explainer, const CelExpr *expr, Value here, Value there,
                            Taint taint) {
    Utf8Parting parting;
    if (here.kind != VALUE_STRING || there.kind != VALUE_STRING) return;
    if (!utf8_part_alike(value_text(here), value_text(there), &parting)) return;
    BUF_AUTO Buf buf = buf_new(4096);
    buf_addf(&buf, "character %zu: ", parting.at);
    utf8_add_code_points(&buf, parting.a);
    buf_add_c(&buf, ", not ");
    utf8_add_code_points(&buf, parting.b);
    add_shown(explainer, expr, SV("they look alike"), buf_keep(&buf, explainer->machine->arena),
              taint);
}

void explain_look_alike(Explainer *explainer, const CelExpr *expr, Value text, Value container) {
    bool map = container.kind == VALUE_MAP;
    if (text.kind != VALUE_STRING || (!map && container.kind != VALUE_LIST)) return;
    for (size_t i = 0; i < value_count(container) && i < LOOKED_THROUGH; i++) {
        Value item = map ? value_key(container, i) : value_item(container, i);
        if (item.kind != VALUE_STRING || sv_eq(value_text(item), value_text(text)) ||
            !utf8_look_alike(value_text(item), value_text(text)))
            continue;
        add_code_points(explainer, expr, item, text, text.taint | item.taint | container.taint);
        return;
    }
}

static void add_side(Explainer *explainer, const CelExpr *expr, Value value, Sv shown) {
    if (!is_constant(expr)) {
        add_shown(explainer, expr, explain_text(explainer, expr), shown, value.taint);
    } else if (!is_short(explainer, value)) {
        // A long literal is shown beside it, cut at the same place.
        add_shown(explainer, expr, SV("the literal"), shown, value.taint);
    }
}

static void add_texts(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                      Value b) {
    Sv a_shown, b_shown;
    show_both(explainer, a, b, &a_shown, &b_shown);
    add_side(explainer, a_expr, a, a_shown);
    add_side(explainer, b_expr, b, b_shown);
    bool swap = is_constant(a_expr);
    add_code_points(explainer, swap ? b_expr : a_expr, swap ? b : a, swap ? a : b,
                    a.taint | b.taint);
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
        Taint taint = explain_taint(explainer, expr, here) | explain_taint(explainer, expr, there) |
                      a.taint | b.taint;
        bool both = is_here && is_there;
        Sv here_text = SV("absent"), there_text = SV("absent");
        if (both) show_both(explainer, here, there, &here_text, &there_text);
        if (!both && is_here) here_text = explain_show(explainer, here);
        if (!both && is_there) there_text = explain_show(explainer, there);
        // Side by side if there is room for both.
        size_t widths = utf8_width(here_text) + utf8_width(there_text) + BETWEEN_COLUMNS;
        bool wide = both && widths > parting_columns(explainer);
        Sv value =
            sv_format(arena, "%.*s, the other side: %.*s", SV_ARG(here_text), SV_ARG(there_text));
        add_shown(explainer, expr, text, wide ? here_text : value, taint);
        if (wide)
            add_shown(explainer, swap ? a_expr : b_expr, SV("the other side"), there_text, taint);
        if (both) add_code_points(explainer, expr, here, there, taint);
    }
    buf_free(&place.path);
}

void explain_difference(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                        Value b) {
    bool texts = a.kind == VALUE_STRING && b.kind == VALUE_STRING;
    if (texts) {
        // The operands of the texts come first.
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
