// Tables: sameRows() compares them whatever the order of their rows.
#include "base/limits.h"
#include "cel/functions/call.h"
#include "cel/functions/doubt.h"
#include "cel/functions/tables/row_difference.h"
#include "value/json.h"

// A row in the form in which it is compared: an expected row may be a list of values, in the order
// of the columns.
static bool same_row(Value found, Value wanted) {
    if (found.kind != VALUE_MAP || wanted.kind != VALUE_LIST) return value_equal(found, wanted);
    size_t count = value_count(found);
    if (value_count(wanted) != count) return false;
    for (size_t i = 0; i < count; i++) {
        if (!value_equal(value_at(found, i), value_item(wanted, i))) return false;
    }
    return true;
}

// Equal rows have the same hash, whether they are maps or lists.
static uint64_t row_hash(Value row) {
    if (row.kind != VALUE_MAP && row.kind != VALUE_LIST) return value_hash(row);
    uint64_t hash = value_count(row);
    for (size_t i = 0; i < value_count(row); i++) {
        hash += value_hash(row.kind == VALUE_MAP ? value_at(row, i) : value_item(row, i));
    }
    return hash;
}

// Each wanted row is matched with one equal found row.
typedef struct Pairing {
    bool *taken; // for each found row
    bool *met;   // for each wanted row
    bool whole;  // no row is left over on either side
} Pairing;

// The positions of the found rows, by hash: position + 1, 0 = free.
typedef struct Index {
    uint32_t *slots;
    size_t slot_count; // a power of two
} Index;

static bool index_rows(CelCall *call, Value rows, Index *out) {
    size_t size = value_count(rows), slot_count = 16;
    while (slot_count < size * 2)
        slot_count *= 2;
    *out = (Index){arena_new_array(call->work.arena, uint32_t, slot_count), slot_count};
    if (!call_has_memory(call)) return false;
    for (size_t i = 0; i < size; i++) {
        size_t slot = row_hash(value_item(rows, i)) & (slot_count - 1);
        while (out->slots[slot] != 0) {
            if (!call_spend(call, 1)) return false;
            slot = (slot + 1) & (slot_count - 1);
        }
        out->slots[slot] = (uint32_t)i + 1;
    }
    return true;
}

static bool take(CelCall *call, const Index *index, Value found, Value row, Pairing *pairing,
                 bool *out) {
    size_t slot = row_hash(row) & (index->slot_count - 1);
    *out = false;
    for (; index->slots[slot] != 0 && !*out; slot = (slot + 1) & (index->slot_count - 1)) {
        if (!call_spend(call, 1)) return false;
        size_t at = index->slots[slot] - 1;
        *out = !pairing->taken[at] && same_row(value_item(found, at), row);
        if (*out) pairing->taken[at] = true;
    }
    return true;
}

static bool pair_rows(CelCall *call, Value found, Value wanted, Pairing *out) {
    Index index;
    size_t found_count = value_count(found), wanted_count = value_count(wanted);
    if (!call_spend(call, found_count * 4 + wanted_count * 4 + 1)) return false;
    *out = (Pairing){.taken = arena_new_array(call->work.arena, bool, found_count + 1),
                     .met = arena_new_array(call->work.arena, bool, wanted_count + 1),
                     .whole = found_count == wanted_count};
    if (!index_rows(call, found, &index)) return false;
    for (size_t i = 0; i < wanted_count; i++) {
        if (!take(call, &index, found, value_item(wanted, i), out, &out->met[i])) return false;
        out->whole = out->whole && out->met[i];
    }
    return true;
}

static bool same_rows(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Pairing pairing;
    if (value_count(args[0]) != value_count(args[1])) {
        *out = value_bool(false);
        return true;
    }
    if (!pair_rows(call, args[0], args[1], &pairing)) return false;
    *out = value_bool(pairing.whole);
    return true;
}

static uint32_t why_other_rows(CelCall *call, const Value *args, uint32_t count, CelReason *out,
                               uint32_t limit) {
    (void)count;
    Pairing pairing;
    if (!pair_rows(call, args[0], args[1], &pairing)) return 0;
    RowsLeft left = {args[0], args[1], pairing.taken, pairing.met};
    return row_differences(call, &left, out, limit);
}

// The values of a row in the order of its columns, if it is compared with a list of values.
static Value as_wanted(CelCall *call, Value found, Value wanted) {
    if (found.kind != VALUE_MAP || wanted.kind != VALUE_LIST) return found;
    ListBuilder values = list_builder(call->work.arena);
    for (size_t i = 0; i < value_count(found); i++)
        list_add(&values, value_at(found, i));
    return list_done(&values);
}

// Whether every wanted row without a match may equal one of the rows that are left over.
static bool same_rows_doubts(CelCall *call, const Value *args, uint32_t answered, CelDoubt *out,
                             bool *found) {
    Pairing pairing;
    size_t count = value_count(args[0]);
    if (count != value_count(args[1])) return true;
    if (!pair_rows(call, args[0], args[1], &pairing)) return false;
    *found = true;
    for (size_t i = 0; i < count && *found; i++) {
        Value wanted = value_item(args[1], i);
        *found = pairing.met[i];
        for (size_t j = 0; j < count && !*found; j++) {
            Likeness one = LIKE_OTHERS;
            if (pairing.taken[j]) continue;
            Value row = as_wanted(call, value_item(args[0], j), wanted);
            if (!call_has_memory(call) || !doubt_between(call, row, wanted, answered, out, &one))
                return false;
            *found = one != LIKE_OTHERS;
        }
    }
    return true;
}

static const char *both_empty(const Value *args, uint32_t count, uint32_t answered) {
    (void)count;
    bool both = answered == 3 && value_count(args[0]) == 0 && value_count(args[1]) == 0;
    return both ? "both sides have no rows, which shows nothing" : NULL;
}

// ── rows as a CSV file has them ──

static bool strange_cell(CelCall *call, size_t row, Value column, Value cell) {
    Sv name = column.kind == VALUE_STRING ? call_shown(call, value_text(column)) : SV("?");
    if (cell.kind == VALUE_NULL)
        return call_fail(call,
                         "row %zu: '%.*s' is null: say how that is written, textRows(rows, '') as "
                         "an empty field",
                         row + 1, SV_ARG(name));
    Sv kind = call_kind(call, cell);
    return call_fail(call, "row %zu: '%.*s' is %.*s, which has no text of its own", row + 1,
                     SV_ARG(name), SV_ARG(kind));
}

static bool cell_text(CelCall *call, size_t row, Value column, Value cell, const Value *null,
                      Value *out) {
    BUF_AUTO Buf text = call_buf();
    Sv quoted = {0};
    switch ((ValueKind)cell.kind) {
    case VALUE_STRING: *out = cell; return true;
    case VALUE_NULL:
        if (!null) return strange_cell(call, row, column, cell);
        *out = value_tainted(*null, cell.taint);
        return true;
    case VALUE_BYTES:
    case VALUE_OPTIONAL:
    case VALUE_TYPE: return strange_cell(call, row, column, cell);
    default: break;
    }
    json_write(&text, cell, JSON_COMPACT);
    quoted = buf_sv(&text);
    // Times and the like are texts in JSON, without anything that is escaped.
    bool is_text = cell.kind != VALUE_LIST && cell.kind != VALUE_MAP && sv_starts(quoted, SV("\""));
    if (is_text) quoted = sv_slice(quoted, 1, quoted.len - 1);
    *out = value_string_copy(call->work.arena, quoted);
    out->taint = value_taint(cell);
    return call_spend(call, quoted.len / 16 + 1) && call_has_memory(call);
}

static bool text_rows(CelCall *call, const Value *args, uint32_t count, Value *out) {
    ListBuilder rows = list_builder(call->work.arena);
    for (size_t i = 0; i < value_count(args[0]); i++) {
        Value row = value_item(args[0], i);
        if (row.kind != VALUE_MAP) {
            Sv kind = call_kind(call, row);
            return call_fail(call,
                             "textRows() takes rows, maps by the names of their columns, but "
                             "item %zu is %.*s",
                             i, SV_ARG(kind));
        }
        MapBuilder map = map_builder(call->work.arena);
        for (size_t k = 0; k < value_count(row); k++) {
            Value cell;
            if (!cell_text(call, i, value_key(row, k), value_at(row, k),
                           count == 2 ? &args[1] : NULL, &cell))
                return false;
            map_add_new(&map, value_key(row, k), cell);
        }
        list_add(&rows, map_done(&map));
        if (!call_has_memory(call)) return false;
    }
    *out = list_done(&rows);
    return true;
}

static const CelOverload text_rows_overloads[] = {
    {"(list(dyn)) -> list(map(string, string))", text_rows},
    {"(list(dyn), string) -> list(map(string, string))", text_rows},
};
static const CelOverload same_rows_overloads[] = {{"(list(dyn), list(dyn)) -> bool", same_rows}};

static const CelFunction rows[] = {
    {.name = "sameRows",
     .summary =
         "Whether both lists hold the same rows, each as often, in any order. An expected row may be a list of "
         "values in the order of the columns.",
     .example = "sameRows([{'id': 1}, {'id': 2}], [{'id': 2}, {'id': 1}])\n"
                "sameRows([{'id': 1, 'n': 'a'}], [[1, 'a']])",
     .since = "0.1",
     CEL_OVERLOADS(same_rows_overloads),
     .extension = true,
     .shows_nothing = both_empty,
     .two_sides = true,
     .doubts = same_rows_doubts,
     .why = why_other_rows},
    {.name = "textRows",
     .summary =
         "Rows with all their values as texts, as csv() has them: numbers and times as JSON writes them, lists and maps "
         "as JSON. Null is an error unless the second argument says how it is written.",
     .example =
         "textRows([{'id': 1, 'at': timestamp('2026-12-01T00:00:00Z')}]) == [{'id': '1', 'at': "
         "'2026-12-01T00:00:00Z'}]\n"
         "sameRows(textRows([{'id': 1, 'n': null}], ''), csv('id,n\\n1,\\n'))",
     .since = "0.1",
     CEL_OVERLOADS(text_rows_overloads),
     .extension = true},
};

const CelFamily cel_family_tables = {
    .name = "tables",
    .summary = "Tables compared as sets of rows.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
