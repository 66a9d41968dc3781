// A table or a column that may have been meant.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/text_list.h"

enum { MOST_NAMES = 4000, COLUMNS = 2000 };

TextList mariadb_list(MariadbSession *session, const char *query) {
    Arena *arena = session->call->arena;
    Outcome told = *session->failure;
    TextList names = {0};
    if (mariadb_query(session, query) && session->status == 0 && mariadb_store(session) &&
        session->result) {
        for (MYSQL_ROW row; names.count < MOST_NAMES && (row = mysql_fetch_row(session->result));)
            if (row[0]) text_list_add(arena, &names, sv_copy(arena, sv_from_c(row[0])));
        mysql_free_result(session->result);
        session->result = NULL;
    }
    *session->failure = told;
    return names;
}

// What stands between two of the message's quotes: "Table 'app.usrs' doesn't exist (1146)".
static Sv quoted(Sv message, Sv before) {
    size_t from = sv_find(message, before, 0);
    if (from == SV_NONE) return (Sv){0};
    size_t end = sv_find_char(message, '\'', from + before.len);
    if (end == SV_NONE) return (Sv){0};
    Sv name = sv_slice(message, from + before.len, end);
    for (size_t dot; (dot = sv_find_char(name, '.', 0)) != SV_NONE;)
        name = sv_slice(name, dot + 1, name.len);
    return name;
}

static Sv closest_table(MariadbSession *session, Sv name) {
    TextList names = mariadb_list(session, "SELECT table_name FROM information_schema.tables WHERE "
                                           "table_schema = DATABASE() LIMIT 4000");
    return sv_closest(name, names.items, names.count);
}

// Among the columns of the tables that the statement names.
static Sv closest_column(MariadbSession *session, Sv name) {
    Arena *arena = session->call->arena;
    TextList names =
        mariadb_list(session, "SELECT CONCAT(table_name, '\\n', column_name) FROM "
                              "information_schema.columns WHERE table_schema = DATABASE() "
                              "LIMIT 4000");
    TextList columns = {0};
    for (uint32_t i = 0; i < names.count && columns.count < COLUMNS; i++) {
        Sv rest = names.items[i], table = {0};
        sv_next_line(&rest, &table);
        if (sql_is_named(session->statement->text->text, table))
            text_list_add_once(arena, &columns, rest);
    }
    return sv_closest(name, columns.items, columns.count);
}

void mariadb_suggest(MariadbSession *session) {
    Outcome *failure = session->failure;
    Sv meant = {0};
    if (failure->end != OUTCOME_FAILED) return;
    if (sv_ends(failure->reason, SV("(1146)")))
        meant = closest_table(session, quoted(failure->reason, SV("Table '")));
    else if (sv_ends(failure->reason, SV("(1054)")))
        meant = closest_column(session, quoted(failure->reason, SV("Unknown column '")));
    if (meant.len)
        failure->hint =
            sv_format(session->call->arena, "%.*s%sdid you mean '%.*s'?", SV_ARG(failure->hint),
                      failure->hint.len ? "\n" : "", SV_ARG(meant));
}
