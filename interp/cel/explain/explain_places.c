// The places within two lists or maps where they differ.
#include "base/limits.h"
#include "base/utf8.h"
#include "cel/eval/value_path.h"
#include "cel/explain/explainer.h"

// A place within two values, as it would be selected: [3].name
typedef struct Difference {
    Explainer *explainer;
    Buf path;
    int depth;
    uint32_t skip;         // so many differences are passed over
    uint32_t passed;       // those that were
    Value a, b;            // the values at the place
    bool a_there, b_there; // whether there is a value at all
} Difference;

static bool find_difference(Difference *place, Value a, Value b);

// False where this one is passed over.
static bool stop_at(Difference *place, Value a, bool a_there, Value b, bool b_there) {
    if (place->passed < place->skip) {
        place->passed++;
        return false;
    }
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
    size_t before = place->path.len;
    buf_addf(&place->path, "[%zu]", both);
    bool more = value_count(a) > both;
    if (stop_at(place, more ? value_item(a, both) : value_null(), more,
                more ? value_null() : value_item(b, both), !more))
        return true;
    place->path.len = before;
    return false;
}

static bool maps_differ(Difference *place, Value a, Value b) {
    for (size_t i = 0; i < value_count(a); i++) {
        const Value *other = value_get(b, value_key(a, i));
        if (other != NULL) {
            if (step_into(place, value_key(a, i), false, value_at(a, i), *other)) return true;
            continue;
        }
        size_t before = place->path.len;
        value_path_add(&place->path, value_key(a, i), false);
        if (stop_at(place, value_at(a, i), true, value_null(), false)) return true;
        place->path.len = before;
    }
    for (size_t i = 0; i < value_count(b); i++) {
        if (value_get(a, value_key(b, i)) != NULL) continue;
        size_t before = place->path.len;
        value_path_add(&place->path, value_key(b, i), false);
        if (stop_at(place, value_null(), false, value_at(b, i), true)) return true;
        place->path.len = before;
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

enum { PLACES_SHOWN = 5, PLACES_COUNTED = 1000, BETWEEN_COLUMNS = 18 };

static bool is_constant(const CelExpr *expr) {
    return expr->run == run_value;
}

typedef struct PlaceSides {
    const CelExpr *here, *there; // the one that is not constant first
    Value a, b;                  // as they were compared
    bool swap;
} PlaceSides;

static void add_place(Explainer *explainer, const PlaceSides *sides, const Difference *place) {
    Arena *arena = explainer->machine->arena;
    const CelExpr *expr = sides->here;
    bool swap = sides->swap;
    Value here = swap ? place->b : place->a, there = swap ? place->a : place->b;
    bool is_here = swap ? place->b_there : place->a_there,
         is_there = swap ? place->a_there : place->b_there;
    Sv text = sv_format(arena, "%.*s%.*s", SV_ARG(explain_text(explainer, expr)),
                        SV_ARG(buf_sv(&place->path)));
    Taint taint = explain_taint(explainer, expr, here) | explain_taint(explainer, expr, there) |
                  sides->a.taint | sides->b.taint;
    bool both = is_here && is_there;
    Sv here_text = SV("absent"), there_text = SV("absent");
    if (both) explain_show_both(explainer, here, there, &here_text, &there_text);
    if (!both && is_here) here_text = explain_show(explainer, here);
    if (!both && is_there) there_text = explain_show(explainer, there);
    // Side by side if there is room for both.
    size_t widths = utf8_width(here_text) + utf8_width(there_text) + BETWEEN_COLUMNS;
    bool wide = both && widths > explain_parting_columns(explainer);
    Sv value =
        sv_format(arena, "%.*s, the other side: %.*s", SV_ARG(here_text), SV_ARG(there_text));
    explain_add_shown(explainer, expr, text, wide ? here_text : value, taint);
    if (wide) {
        bool first = place->skip == 0;
        Sv other = first ? SV("the other side")
                         : sv_format(arena, "the other side%.*s", SV_ARG(buf_sv(&place->path)));
        explain_add_shown(explainer, sides->there, other, there_text, taint);
    }
    if (both) explain_code_points(explainer, expr, here, there, taint);
}

// The first places where lists or maps differ, and how many more there are.
void explain_places(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                    Value b) {
    bool swap = is_constant(a_expr);
    PlaceSides sides = {swap ? b_expr : a_expr, swap ? a_expr : b_expr, a, b, swap};
    for (uint32_t n = 0; n <= PLACES_SHOWN; n++) {
        Difference place = {.explainer = explainer,
                            .path = buf_new(4096),
                            .skip = n < PLACES_SHOWN ? n : PLACES_COUNTED};
        bool found = find_difference(&place, a, b);
        if (found && n < PLACES_SHOWN) add_place(explainer, &sides, &place);
        buf_free(&place.path);
        if (n < PLACES_SHOWN && found) continue;
        if (place.passed > PLACES_SHOWN && n == PLACES_SHOWN)
            explain_add_shown(explainer, sides.here, SV("elsewhere"),
                              sv_format(explainer->machine->arena, "%s%u more places differ",
                                        found ? "more than " : "", place.passed - PLACES_SHOWN),
                              0);
        return;
    }
}
