#include "base/num.h"
#include "index/index_internal.h"

bool index_note(RunIndex *index, int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return true;
    int kind = code & 0xFF;
    index->failed = true;
    if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB || kind == SQLITE_FORMAT)
        index->damaged = true;
    return false;
}

bool index_holds(const RunIndex *index) {
    return !index->failed;
}

bool index_do(RunIndex *index, const char *sql) {
    return index_note(index, sqlite3_exec(index->db, sql, NULL, NULL, NULL));
}

IndexQuery *index_query(RunIndex *index, const char *sql) {
    for (IndexQuery *known = index->queries; known; known = known->next)
        if (known->sql == sql) return known;
    IndexQuery *query = arena_new_of(index->arena, IndexQuery);
    *query = (IndexQuery){.index = index, .sql = sql, .next = index->queries};
    index->queries = query;
    int code = sqlite3_prepare_v2(index->db, sql, -1, &query->statement, NULL);
    // The tables are ours, and of this version: one that lacks a column is somebody else's.
    if (code == SQLITE_ERROR) index->damaged = true;
    index_note(index, code);
    return query;
}

void query_give(IndexQuery *query, int place, Sv text) {
    if (query->statement)
        index_note(query->index,
                   sqlite3_bind_text64(query->statement, place, text.len ? text.at : "", text.len,
                                       NULL, SQLITE_UTF8));
}

void query_give_int(IndexQuery *query, int place, int64_t number) {
    if (query->statement)
        index_note(query->index, sqlite3_bind_int64(query->statement, place, number));
}

bool query_next(IndexQuery *query) {
    if (!query->statement || query->index->failed) return false;
    int code = sqlite3_step(query->statement);
    return index_note(query->index, code) && code == SQLITE_ROW;
}

void query_rewind(IndexQuery *query) {
    if (query->statement) sqlite3_reset(query->statement);
}

void query_run(IndexQuery *query) {
    while (query_next(query)) {
    }
    query_rewind(query);
}

Sv query_text(IndexQuery *query, int column, Arena *arena) {
    const void *at = sqlite3_column_text(query->statement, column);
    int bytes = sqlite3_column_bytes(query->statement, column);
    return at && bytes > 0 ? sv_copy(arena, (Sv){at, (size_t)bytes}) : SV("");
}

int64_t query_int(IndexQuery *query, int column) {
    return sqlite3_column_int64(query->statement, column);
}
