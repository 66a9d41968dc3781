// A tree is a list of lists; each map and list that is not empty opens and closes.
#include "report/html/html_value.h"
#include "base/limits.h"
#include "report/html/html_text.h"
#include "value/json.h"

enum { JSON_CEILING = LIMIT_JSON_BYTES, DEEPEST = 24, SHORT_BYTES = 110 };

typedef struct Tree {
    Buf *out;
    HtmlBound bound;
    size_t told;
    bool left_out;
} Tree;

static bool may_tell(Tree *tree) {
    bool may = tree->bound.leaves == 0 || tree->told < tree->bound.leaves;
    tree->told++;
    tree->left_out |= !may;
    return may;
}

static void add_rest(const Tree *tree) {
    if (!tree->left_out) return;
    buf_add_c(tree->out, "<p class=\"rest\">This is not all of it");
    if (tree->bound.command.len) buf_add_c(tree->out, ": ");
    html_leaf(tree->out, "code", NULL, tree->bound.command);
    buf_add_c(tree->out, "</p>\n");
}

// ── one value in a line ──

static const char *class_of(Value value) {
    switch (value.kind) {
    case VALUE_NULL:
    case VALUE_BOOL: return "word";
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
    case VALUE_DECIMAL: return "number";
    default: return "text";
    }
}

static void add_json(Buf *out, Value value) {
    BUF_AUTO Buf json = buf_new(JSON_CEILING);
    json_write(&json, value, JSON_SPACED);
    buf_addf(out, "<code class=\"%s\">", class_of(value));
    html_text(out, buf_sv(&json));
    buf_add_c(out, "</code>");
    out->full |= json.full;
}

static bool is_nested(Value value) {
    return (value.kind == VALUE_MAP || value.kind == VALUE_LIST) && value_count(value) > 0;
}

static bool holds_nested(Value value) {
    for (size_t i = 0; i < value_count(value); i++)
        if (is_nested(value.kind == VALUE_MAP ? value_at(value, i) : value_item(value, i)))
            return true;
    return false;
}

// What can be read at a glance needs no opening.
static bool is_short(Value value) {
    if (holds_nested(value)) return false;
    BUF_AUTO Buf json = buf_new(SHORT_BYTES);
    json_write(&json, value, JSON_SPACED);
    return !json.full;
}

// ── a table ──

enum { MOST_COLUMNS = 12 };

static bool has_column(const Sv *columns, size_t count, Sv name) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq(columns[i], name)) return true;
    return false;
}

// How many there are; MOST_COLUMNS + 1 where these are too many, or not all are texts.
static size_t columns_of(Value rows, Sv *columns) {
    size_t count = 0;
    for (size_t i = 0; i < value_count(rows); i++) {
        Value row = value_item(rows, i);
        for (size_t k = 0; row.kind == VALUE_MAP && k < value_count(row); k++) {
            if (value_key(row, k).kind != VALUE_STRING) return MOST_COLUMNS + 1;
            Sv name = value_text(value_key(row, k));
            if (has_column(columns, count, name)) continue;
            if (count == MOST_COLUMNS) return MOST_COLUMNS + 1;
            columns[count++] = name;
        }
    }
    return count;
}

bool html_is_rows(Value value) {
    Sv columns[MOST_COLUMNS];
    if (value.kind != VALUE_LIST || value_count(value) == 0) return false;
    size_t count = columns_of(value, columns), cells = 0;
    if (count == 0 || count > MOST_COLUMNS) return false;
    for (size_t i = 0; i < value_count(value); i++) {
        Value row = value_item(value, i);
        if (row.kind != VALUE_MAP || value_count(row) == 0 || holds_nested(row)) return false;
        cells += value_count(row);
    }
    return cells * 2 >= count * value_count(value);
}

static bool is_figure(const Value *value) {
    return value && value_is_number(*value);
}

static void add_cell(Buf *out, const Value *value) {
    buf_add_c(out, is_figure(value) ? "<td class=\"number\">" : "<td>");
    if (value && value->kind == VALUE_STRING)
        html_text(out, value_text(*value));
    else if (value)
        add_json(out, *value);
    buf_add_c(out, "</td>");
}

static void add_rows(Tree *tree, Value rows, Sv caption) {
    Sv columns[MOST_COLUMNS];
    Buf *out = tree->out;
    size_t count = columns_of(rows, columns);
    if (count > MOST_COLUMNS) count = 0;
    buf_add_c(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    html_attribute(out, "aria-label", caption.len ? caption : SV("rows"));
    buf_add_c(out, "><table class=\"rows\">");
    html_leaf(out, "caption", NULL, caption);
    buf_add_c(out, "<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        bool figure =
            value_count(rows) > 0 && is_figure(value_get_sv(value_item(rows, 0), columns[i]));
        buf_add_c(out, figure ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        html_text(out, columns[i]);
        buf_add_c(out, "</th>");
    }
    buf_add_c(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < value_count(rows) && may_tell(tree); i++) {
        tree->told += count;
        buf_add_c(out, "<tr>");
        for (size_t k = 0; k < count; k++)
            add_cell(out, value_get_sv(value_item(rows, i), columns[k]));
        buf_add_c(out, "</tr>\n");
    }
    buf_add_c(out, "</tbody></table></div>\n");
}

void html_rows(Buf *out, Value rows, Sv caption, HtmlBound bound) {
    Tree tree = {.out = out, .bound = bound};
    add_rows(&tree, rows, caption);
    add_rest(&tree);
}

// ── a tree ──

static void add_node(Tree *tree, Value value, unsigned open, unsigned depth);

static void add_key(Buf *out, Value map, size_t index) {
    BUF_AUTO Buf key = buf_new(JSON_CEILING);
    json_write(&key, value_key(map, index), JSON_COMPACT);
    html_leaf(out, "span", "key", buf_sv(&key));
    buf_add_c(out, ": ");
    out->full |= key.full;
}

static void add_summary(Tree *tree, Value value) {
    bool map = value.kind == VALUE_MAP;
    size_t count = value_count(value);
    buf_addf(tree->out, "%s <small>%zu %s%s</small> %s", map ? "{" : "[", count,
             map ? "key" : "item", count == 1 ? "" : "s", map ? "}" : "]");
}

static void add_entries(Tree *tree, Value value, unsigned open, unsigned depth) {
    buf_add_c(tree->out, value.kind == VALUE_MAP ? "<ul>" : "<ol start=\"0\">");
    for (size_t i = 0; i < value_count(value) && may_tell(tree); i++) {
        Value entry = value.kind == VALUE_MAP ? value_at(value, i) : value_item(value, i);
        bool folded = is_nested(entry) && depth < DEEPEST && !is_short(entry);
        buf_add_c(tree->out, folded && open > 0 ? "<li><details open><summary>"
                             : folded           ? "<li><details><summary>"
                                                : "<li>");
        if (value.kind == VALUE_MAP) add_key(tree->out, value, i);
        if (folded)
            add_node(tree, entry, open, depth);
        else
            add_json(tree->out, entry);
        buf_add_c(tree->out, folded ? "</details></li>" : "</li>");
    }
    buf_add_c(tree->out, value.kind == VALUE_MAP ? "</ul>" : "</ol>");
}

// Behind "<details><summary>" and the key.
static void add_node(Tree *tree, Value value, unsigned open, unsigned depth) {
    add_summary(tree, value);
    buf_add_c(tree->out, "</summary>");
    if (html_is_rows(value))
        add_rows(tree, value, (Sv){0});
    else
        add_entries(tree, value, open > 0 ? open - 1 : 0, depth + 1);
}

static void add_tree(Tree *tree, Value value, unsigned open) {
    buf_add_c(tree->out, open > 0 ? "<div class=\"tree\"><details open><summary>"
                                  : "<div class=\"tree\"><details><summary>");
    add_node(tree, value, open, 0);
    buf_add_c(tree->out, "</details></div>\n");
}

// ── any value ──

void html_value(Buf *out, Value value, unsigned open, HtmlBound bound) {
    Tree tree = {.out = out, .bound = bound};
    if (html_is_rows(value)) {
        html_rows(out, value, (Sv){0}, bound);
    } else if (is_nested(value) && !is_short(value)) {
        add_tree(&tree, value, open);
        add_rest(&tree);
    } else if (value.kind == VALUE_STRING && sv_find_char(value_text(value), '\n', 0) != SV_NONE) {
        html_block(out, value_text(value));
    } else {
        buf_add_c(out, "<p>");
        add_json(out, value);
        buf_add_c(out, "</p>\n");
    }
}
