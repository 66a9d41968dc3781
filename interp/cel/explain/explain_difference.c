// Shows where two values that were compared differ.
#include "base/shown/utf8_alike.h"
#include "base/utf8.h"
#include "cel/explain/explainer.h"
#include "cel/explain/line_difference.h"
#include "value/json.h"
#include "value/show.h"

// ── parts ──

static bool is_constant(const CelExpr *expr) {
    return expr->run == run_value;
}

void explain_add_shown(Explainer *explainer, const CelExpr *expr, Sv text, Sv value, Taint taint) {
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
    SHOWN_BYTES = 1024 * 1024,
    LOOKED_THROUGH = 10000
};

size_t explain_parting_columns(const Explainer *explainer) {
    bool narrow = explainer->columns > 0 && explainer->columns < PARTING_COLUMNS;
    return narrow ? explainer->columns : PARTING_COLUMNS;
}

static bool is_short(const Explainer *explainer, Value value) {
    if (explainer->columns == 0) return true;
    size_t most = explain_parting_columns(explainer);
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
void explain_show_both(Explainer *explainer, Value a, Value b, Sv *a_out, Sv *b_out) {
    BUF_AUTO Buf a_shown = buf_new(SHOWN_BYTES);
    BUF_AUTO Buf b_shown = buf_new(SHOWN_BYTES);
    value_show_difference(&a_shown, &b_shown, a, b, explainer->columns);
    bool whole = is_short(explainer, a) && is_short(explainer, b);
    if (!whole && shared_columns(buf_sv(&a_shown), buf_sv(&b_shown)) > EARLY_COLUMNS) {
        buf_clear(&a_shown);
        buf_clear(&b_shown);
        value_show_difference(&a_shown, &b_shown, a, b, explain_parting_columns(explainer));
    }
    *a_out = buf_keep(&a_shown, explainer->machine->arena);
    *b_out = buf_keep(&b_shown, explainer->machine->arena);
}

// A text that looks like another one, at the place where they differ: its code points there, and
// not those of the other.
void explain_code_points(Explainer *explainer, const CelExpr *expr, Value here, Value there,
                         Taint taint) {
    Utf8Parting parting;
    if (here.kind != VALUE_STRING || there.kind != VALUE_STRING) return;
    if (!utf8_part_alike(value_text(here), value_text(there), &parting)) return;
    BUF_AUTO Buf buf = buf_new(4096);
    buf_addf(&buf, "character %zu: ", parting.at);
    utf8_add_code_points(&buf, parting.a);
    buf_add_c(&buf, ", not ");
    utf8_add_code_points(&buf, parting.b);
    explain_add_shown(explainer, expr, SV("they look alike"),
                      buf_keep(&buf, explainer->machine->arena), taint);
}

void explain_look_alike(Explainer *explainer, const CelExpr *expr, Value text, Value container) {
    bool map = container.kind == VALUE_MAP;
    if (text.kind != VALUE_STRING || (!map && container.kind != VALUE_LIST)) return;
    for (size_t i = 0; i < value_count(container) && i < LOOKED_THROUGH; i++) {
        Value item = map ? value_key(container, i) : value_item(container, i);
        if (item.kind != VALUE_STRING || sv_eq(value_text(item), value_text(text)) ||
            !utf8_look_alike(value_text(item), value_text(text)))
            continue;
        explain_code_points(explainer, expr, item, text, text.taint | item.taint | container.taint);
        return;
    }
}

static void add_side(Explainer *explainer, const CelExpr *expr, Value value, Sv shown) {
    if (!is_constant(expr)) {
        explain_add_shown(explainer, expr, explain_text(explainer, expr), shown, value.taint);
    } else if (!is_short(explainer, value)) {
        // A long literal is shown beside it, cut at the same place.
        explain_add_shown(explainer, expr, SV("the literal"), shown, value.taint);
    }
}

// ── lines ──

enum { FEW_LINES = 2, NAME_BYTES = 60, DIFFERENCE_BYTES = 12 * 1024, JSON_BYTES = 1024 * 1024 };

static bool has_lines(Sv text) {
    return sv_count(sv_slice(text, 0, text.len > 0 ? text.len - 1 : 0), '\n') >= FEW_LINES;
}

static Sv name_of_side(Explainer *explainer, const CelExpr *expr) {
    if (expr->kind == CEL_LITERAL) return SV("the literal");
    Sv text = explain_text(explainer, expr);
    if (text.len <= NAME_BYTES) return text;
    return utf8_fit(text, NAME_BYTES);
}

// The side that reads nothing is what was expected.
static bool is_expected(const CelExpr *expr) {
    return cel_first_name(expr) == UINT32_MAX;
}

static Sv without_secrets(Explainer *explainer, Value value) {
    const CelOptions *options = explainer->machine->options;
    Sv text = value_text(value);
    if (options == NULL || options->without_secrets == NULL) return text;
    return options->without_secrets(options->secrets, explainer->machine->arena, text);
}

// Texts of several lines, as `diff -u` shows them: from what was expected to what is there.
static void add_lines(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                      Value b) {
    if (!explainer->misses || (!has_lines(value_text(a)) && !has_lines(value_text(b)))) return;
    Sv a_text = without_secrets(explainer, a), b_text = without_secrets(explainer, b);
    LineSide a_side = {a_text, name_of_side(explainer, a_expr)},
             b_side = {b_text, name_of_side(explainer, b_expr)};
    bool swap = is_expected(a_expr) && !is_expected(b_expr);
    BUF_AUTO Buf out = buf_new(DIFFERENCE_BYTES);
    line_difference(explainer->machine->arena, &out, swap ? a_side : b_side,
                    swap ? b_side : a_side);
    if (out.len == 0) return;
    explain_add_shown(explainer, swap ? b_expr : a_expr, SV("difference"),
                      buf_keep(&out, explainer->machine->arena), a.taint | b.taint);
}

// Texts that differ in blanks or in the order of keys alone, and are the same as JSON.
static void add_as_json(Explainer *explainer, const CelExpr *expr, Value a, Value b) {
    Arena *arena = explainer->machine->arena;
    Sv texts[] = {sv_trim(value_text(a)), sv_trim(value_text(b))};
    Value values[2];
    for (int i = 0; i < 2; i++) {
        bool like = sv_starts(texts[i], SV("{")) || sv_starts(texts[i], SV("["));
        if (!explainer->misses || !like || texts[i].len > JSON_BYTES ||
            !json_parse(arena, texts[i], &values[i], NULL))
            return;
    }
    if (value_equal(values[0], values[1]))
        explain_add_shown(explainer, expr, SV("as JSON"),
                          SV("both are the same; json(a) == json(b) compares them so"), 0);
}

// ── texts ──

static void add_texts(Explainer *explainer, const CelExpr *a_expr, const CelExpr *b_expr, Value a,
                      Value b) {
    Sv a_shown, b_shown;
    explain_show_both(explainer, a, b, &a_shown, &b_shown);
    add_side(explainer, a_expr, a, a_shown);
    add_side(explainer, b_expr, b, b_shown);
    bool swap = is_constant(a_expr);
    explain_code_points(explainer, swap ? b_expr : a_expr, swap ? b : a, swap ? a : b,
                        a.taint | b.taint);
    add_lines(explainer, a_expr, b_expr, a, b);
    add_as_json(explainer, swap ? b_expr : a_expr, a, b);
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
    if (deep) explain_places(explainer, a_expr, b_expr, a, b);
}
