// A catalogue as a test reads it: a table a paragraph, a column or an index a line.
//   users
//     plan varchar(20)? = 'free'          a column that may be null, and its default
//     users_pkey (id) unique, key         an index
#ifndef TESTS_UNIT_CATALOGUE_SHOWN_H
#define TESTS_UNIT_CATALOGUE_SHOWN_H

#include "action_bench.h"
#include "base/buf.h"

static inline Value catalogue_member(Value map, const char *name) {
    const Value *found = value_get_c(map, name);
    CHECK(found != NULL);
    return found ? *found : value_null();
}

static inline void catalogue_add_column(Buf *out, Value column) {
    Value made = catalogue_member(column, "default");
    buf_addf(out, "  %.*s %.*s%s", SV_ARG(value_text(catalogue_member(column, "name"))),
             SV_ARG(value_text(catalogue_member(column, "type"))),
             catalogue_member(column, "nullable").boolean ? "?" : "");
    if (made.kind != VALUE_NULL) buf_addf(out, " = %.*s", SV_ARG(value_text(made)));
    buf_add_c(out, catalogue_member(column, "primary_key").boolean ? ", key\n" : "\n");
}

static inline void catalogue_add_index(Buf *out, Value index) {
    Value columns = catalogue_member(index, "columns");
    buf_addf(out, "  %.*s (", SV_ARG(value_text(catalogue_member(index, "name"))));
    for (size_t i = 0; i < value_count(columns); i++)
        buf_addf(out, "%s%.*s", i ? ", " : "", SV_ARG(value_text(value_item(columns, i))));
    buf_addf(out, ")%s%s%s\n", catalogue_member(index, "unique").boolean ? " unique" : "",
             catalogue_member(index, "partial").boolean ? " partial" : "",
             catalogue_member(index, "primary_key").boolean ? " key" : "");
}

static inline void catalogue_check(Bench *bench, const char *wanted) {
    BUF_AUTO Buf out = buf_new(1 << 20);
    Value tables = value_null();
    Sv error = {0};
    bench_run(bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench->out.reason, "");
    CHECK(bench_result(bench, &action_sql, "tables", &tables, &error));
    for (size_t i = 0; i < value_count(tables); i++) {
        Value table = value_item(tables, i), columns = catalogue_member(table, "columns"),
              indexes = catalogue_member(table, "indexes");
        buf_addf(&out, "%.*s\n", SV_ARG(value_text(catalogue_member(table, "name"))));
        for (size_t k = 0; k < value_count(columns); k++)
            catalogue_add_column(&out, value_item(columns, k));
        for (size_t k = 0; k < value_count(indexes); k++)
            catalogue_add_index(&out, value_item(indexes, k));
    }
    CHECK_C(buf_sv(&out), wanted);
}

#endif
