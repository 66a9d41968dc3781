#include "cel/functions/tables/row_difference.h"

#include "base/buf.h"
#include "value/show.h"

enum {
    ROW_COLUMNS = 120, // of a row that is shown
    VALUE_COLUMNS = 40,
    COLUMNS_NAMED = 4, // of one row
    ROWS_PAIRED = 100, // of each side
    SHOWN_BYTES = 1 << 20
};

// Rows by their position in the list.
typedef struct Rows {
    uint32_t at[ROWS_PAIRED];
    uint32_t count, all;
} Rows;

static Rows left_over(Value rows, const bool *met) {
    Rows left = {.count = 0};
    for (size_t i = 0; i < value_count(rows); i++) {
        if (met[i]) continue;
        if (left.count < ROWS_PAIRED) left.at[left.count++] = (uint32_t)i;
        left.all++;
    }
    return left;
}

// The value that is wanted in a column of the found row; NULL if there is none.
static const Value *wanted_in(Value found, size_t column, Value wanted) {
    if (wanted.kind == VALUE_MAP) return value_get(wanted, value_key(found, column));
    if (wanted.kind != VALUE_LIST || column >= value_count(wanted)) return NULL;
    return &wanted.list->items[column];
}

// Whether both have the same columns.
static bool are_alike(Value found, Value wanted) {
    size_t count = found.kind == VALUE_MAP ? value_count(found) : 0;
    bool rows = wanted.kind == VALUE_MAP || wanted.kind == VALUE_LIST;
    if (count < 2 || !rows || value_count(wanted) != count) return false;
    for (size_t i = 0; i < count; i++)
        if (wanted_in(found, i, wanted) == NULL) return false;
    return true;
}

// Whether the first column, which is a row's name where anything is, has the same value; `like` is
// a found row, whose columns give the order.
static bool has_name(Value row, Value like) {
    const Value *name = wanted_in(like, 0, row);
    return name && value_equal(value_at(like, 0), *name);
}

static uint32_t count_named(Value list, const Rows *rows, Value like) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < rows->count; i++)
        count += has_name(value_item(list, rows->at[i]), like);
    return count;
}

static void add_shown(Buf *out, Value value, size_t columns) {
    BUF_AUTO Buf shown = buf_new(SHOWN_BYTES);
    value_show(&shown, value, columns);
    buf_add(out, buf_sv(&shown));
}

// `name is "b", not "B"; in {"id": 2, "name": "b"}`
static CelReason differing(CelCall *call, uint32_t at, Value found, Value wanted) {
    BUF_AUTO Buf text = buf_new(SHOWN_BYTES);
    size_t named = 0, more = 0;
    for (size_t i = 0; i < value_count(found); i++) {
        const Value *other = wanted_in(found, i, wanted);
        if (value_equal(value_at(found, i), *other)) continue;
        if (named == COLUMNS_NAMED) {
            more++;
            continue;
        }
        if (named++ > 0) buf_add_c(&text, ", ");
        Value key = value_key(found, i);
        if (key.kind == VALUE_STRING)
            buf_add(&text, call_shown(call, value_text(key)));
        else
            add_shown(&text, key, VALUE_COLUMNS);
        BUF_AUTO Buf is = buf_new(SHOWN_BYTES), not = buf_new(SHOWN_BYTES);
        value_show_difference(&is, &not, value_at(found, i), *other, VALUE_COLUMNS);
        buf_addf(&text, " is %.*s, not %.*s", SV_ARG(buf_sv(&is)), SV_ARG(buf_sv(&not )));
    }
    if (more > 0) buf_addf(&text, ", and %zu more columns differ", more);
    buf_add_c(&text, "; in ");
    add_shown(&text, found, ROW_COLUMNS);
    Sv about = sv_format(call->work.arena, "differs [%u]", at);
    return (CelReason){about, buf_keep(&text, call->work.arena)};
}

static CelReason whole(CelCall *call, const char *word, uint32_t at, Value row) {
    BUF_AUTO Buf text = buf_new(SHOWN_BYTES);
    add_shown(&text, row, ROW_COLUMNS);
    return (CelReason){sv_format(call->work.arena, "%s [%u]", word, at),
                       buf_keep(&text, call->work.arena)};
}

static void drop(Rows *rows, uint32_t i) {
    rows->all--;
    rows->count--;
    for (; i < rows->count; i++)
        rows->at[i] = rows->at[i + 1];
}

// Whether both are taken to be one row with other values: no other row that is left over has that
// name.
static bool is_one_row(const RowsLeft *left, const Rows *found, const Rows *wanted, uint32_t at,
                       Value row) {
    Value candidate = value_item(left->found, at);
    if (!are_alike(candidate, row)) return false;
    return has_name(row, candidate) && count_named(left->found, found, candidate) == 1 &&
           count_named(left->wanted, wanted, candidate) == 1;
}

// Takes the pairs off both sides; returns how many there were, `limit` of them as reasons.
static uint32_t take_pairs(CelCall *call, const RowsLeft *left, Rows *found, Rows *wanted,
                           CelReason *out, uint32_t limit) {
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < wanted->count;) {
        Value row = value_item(left->wanted, wanted->at[i]);
        uint32_t j = 0;
        while (j < found->count && !is_one_row(left, found, wanted, found->at[j], row))
            j++;
        if (!call_spend(call, found->count + wanted->count)) return pairs;
        if (j == found->count) {
            i++;
            continue;
        }
        uint32_t at = found->at[j];
        if (pairs < limit) out[pairs] = differing(call, at, value_item(left->found, at), row);
        pairs++;
        drop(wanted, i);
        drop(found, j);
    }
    return pairs;
}

static uint32_t add_whole(CelCall *call, const char *word, Value list, const Rows *rows,
                          CelReason *out, uint32_t limit) {
    uint32_t made = 0;
    for (; made < rows->count && made < limit; made++)
        out[made] = whole(call, word, rows->at[made], value_item(list, rows->at[made]));
    return made;
}

static void add_more(Buf *out, uint32_t count, const char *what) {
    if (count > 0) buf_addf(out, "%s%u more %s", out->len > 0 ? ", " : "", count, what);
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

// Rows of a database beside those of csv(), whose values are texts: the name of a column that has a
// number, a time or the like on one side and a text on the other; null if there is none.
static Value unlike_column(Value found, Value wanted) {
    for (size_t i = 0; are_alike(found, wanted) && i < value_count(found); i++) {
        Value is = value_at(found, i), other = *wanted_in(found, i, wanted);
        bool texts = is.kind == VALUE_STRING || is.kind == VALUE_NULL;
        if (!texts && other.kind == VALUE_STRING) return value_key(found, i);
    }
    return value_null();
}

static bool add_unlike(CelCall *call, const RowsLeft *left, const Rows *found, const Rows *wanted,
                       CelReason *out) {
    if (found->count == 0 || wanted->count == 0) return false;
    Value column = unlike_column(value_item(left->found, found->at[0]),
                                 value_item(left->wanted, wanted->at[0]));
    if (column.kind != VALUE_STRING) return false;
    Sv name = call_shown(call, value_text(column));
    *out = (CelReason){SV("never equal"),
                       sv_format(call->work.arena,
                                 "'%.*s' is a text on the other side alone: compare "
                                 "textRows(…) with rows of csv()",
                                 SV_ARG(name))};
    return true;
}

uint32_t row_differences(CelCall *call, const RowsLeft *left, CelReason *out, uint32_t limit) {
    Rows found = left_over(left->found, left->taken), wanted = left_over(left->wanted, left->met);
    // One is kept for what is not shown, and each of the three has its share.
    uint32_t room = limit - 1;
    CelReason unlike;
    bool is_unlike = add_unlike(call, left, &found, &wanted, &unlike);
    room -= is_unlike;
    uint32_t pairs = take_pairs(call, left, &found, &wanted, out, room);
    uint32_t others = least(wanted.all + found.all, room / 2);
    uint32_t made = least(pairs, room - others), shown_pairs = made, rest = room - made;
    uint32_t missing = least(wanted.count, rest - least(found.all, rest / 2));
    made += add_whole(call, "missing", left->wanted, &wanted, out + made, missing);
    uint32_t extra = add_whole(call, "unexpected", left->found, &found, out + made, room - made);
    made += extra;
    BUF_AUTO Buf more = buf_new(1024);
    add_more(&more, pairs - shown_pairs, "differ");
    add_more(&more, wanted.all - missing, "missing");
    add_more(&more, found.all - extra, "unexpected");
    if (more.len > 0) out[made++] = (CelReason){SV("rows"), buf_keep(&more, call->work.arena)};
    if (is_unlike) out[made++] = unlike;
    return made;
}
