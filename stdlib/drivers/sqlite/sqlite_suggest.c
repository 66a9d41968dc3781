// Where SQLite failed, and what may have been meant: an existing table or column, or a text.
#include "base/text_list.h"
#include "drivers/sqlite/sqlite_driver.h"

#include "base/buf.h"
#include "base/utf8.h"

enum { MOST_NAMES = 4000, HINT_BYTES = 8192 };

// The first column of the query's result.
static TextList ask(SqliteSession *session, const char *query) {
    Arena *arena = session->call->arena;
    TextList names = {0};
    sqlite3_stmt *list = NULL;
    sqlite3_prepare_v2(session->db, query, -1, &list, NULL);
    while (list && names.count < MOST_NAMES && sqlite3_step(list) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(list, 0);
        if (name) text_list_add(arena, &names, sv_copy(arena, sv_from_c(name)));
    }
    sqlite3_finalize(list);
    return names;
}

static Sv closest_table(SqliteSession *session, Sv name) {
    TextList names =
        ask(session, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') LIMIT 4000");
    return sv_closest(name, names.items, names.count);
}

// Among the columns of the tables that the statement names.
static Sv closest_column(SqliteSession *session, Sv name) {
    Sv query = session->statement->text->text, columns[256];
    size_t count = 0;
    Arena *arena = session->call->arena;
    TextList tables =
        ask(session, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') LIMIT 4000");
    for (size_t t = 0; t < tables.count; t++) {
        if (!sql_is_named(query, tables.items[t])) continue;
        BUF_AUTO Buf quoted = buf_new(HINT_BYTES);
        for (size_t i = 0; i < tables.items[t].len; i++) {
            char c = tables.items[t].at[i];
            if (c == '\'') buf_add_char(&quoted, c);
            buf_add_char(&quoted, c);
        }
        TextList of_table =
            ask(session, sv_format(arena, "SELECT name FROM pragma_table_info('%.*s')",
                                   SV_ARG(buf_sv(&quoted)))
                             .at);
        for (size_t i = 0; i < of_table.count && count < 256; i++)
            columns[count++] = of_table.items[i];
    }
    Sv whole = sv_copy(arena, name);
    size_t dot = sv_find_char(whole, '.', 0);
    if (dot != SV_NONE) whole = sv_slice(whole, dot + 1, whole.len);
    return sv_closest(whole, columns, count);
}

// The part of a message that follows these words.
static bool behind(Sv message, Sv words, Sv *name) {
    if (!sv_starts(message, words)) return false;
    *name = sv_slice(message, words.len, message.len);
    return true;
}

static void add_line(Buf *hint, Sv line) {
    buf_addf(hint, "%s%.*s", hint->len ? "\n" : "", SV_ARG(line));
}

Sv sqlite_hint(SqliteSession *session, Sv message, int offset) {
    Arena *arena = session->call->arena;
    Sv query = session->statement->text->text, name, meant = {0};
    size_t at = offset < 0 ? query.len : (size_t)offset;
    BUF_AUTO Buf hint = buf_new(HINT_BYTES);
    if (offset >= 0) buf_add(&hint, sql_caret(arena, query, at));
    bool column = behind(message, SV("no such column: "), &name);
    if (column)
        meant = closest_column(session, name);
    else if (behind(message, SV("no such table: "), &name))
        meant = closest_table(session, name);
    if (meant.len) add_line(&hint, sv_format(arena, "did you mean '%.*s'?", SV_ARG(meant)));
    // By itself SQLite takes such a name for a text if there is no column of that name.
    if (column && at < query.len && query.at[at] == '"')
        add_line(&hint, sv_format(arena, "in double quotes stands a name; a text is '%.*s'",
                                  SV_ARG(name)));
    return buf_keep(&hint, arena);
}
