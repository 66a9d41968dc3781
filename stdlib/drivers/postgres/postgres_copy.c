// COPY … TO STDOUT: its lines, each a row of one column. A pipeline has no room for it, so its
// transaction is begun and ended by round trips of their own.
#include "base/num.h"
#include "base/utf8.h"
#include "drivers/postgres/postgres_rows.h"

static bool say_each(PostgresSession *session, const char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        PGresult *result;
        if (!postgres_simple(session, texts[i], &result)) return false;
        bool failed = PQresultStatus(result) == PGRES_FATAL_ERROR;
        if (failed) postgres_fail_result(session, result);
        PQclear(result);
        if (failed) return false;
    }
    return true;
}

static bool take_line(PostgresSession *session, Sv line, PostgresRows *rows) {
    Arena *arena = session->call->arena;
    const SqlStatement *statement = session->statement;
    Sv over;
    if (sv_ends(line, SV("\n"))) line = sv_slice(line, 0, line.len - 1);
    if (!utf8_valid(line, NULL))
        return sql_fail(session->failure, OUTCOME_NO_ANSWER,
                        sv_format(arena, "line %zu is no text", rows->meter.rows + 1),
                        SV("leave FORMAT binary out"));
    if (!sql_meter_field(&rows->meter, line.len, arena, &over))
        return sql_fail_limit(session->failure, arena, statement, over, SV("copy less of it"));
    arena_grow(arena, rows->cells, rows->count, rows->capacity);
    rows->cells[rows->count++] = value_string(sv_copy(arena, line));
    return sql_meter_row(&rows->meter, arena, &over) ||
           sql_fail_limit(session->failure, arena, statement, over,
                          SV("count them, or add a LIMIT"));
}

static bool take_lines(PostgresSession *session, PostgresRows *rows) {
    for (;;) {
        char *bytes = NULL;
        int length = PQgetCopyData(session->conn, &bytes, 1);
        if (length < 0) return true; // its end, or an error that the next result tells
        if (length > 0) {
            bool taken = take_line(session, (Sv){bytes, (size_t)length}, rows);
            PQfreemem(bytes);
            if (!taken) return false;
            continue;
        }
        struct pollfd fd = {.fd = PQsocket(session->conn), .events = POLLIN};
        WaitStatus status = wait_for(&session->call->waiter, &fd, 1);
        if (status != WAIT_READY)
            return sql_fail_waiting(session->failure, session->call->arena, status, true,
                                    "while it ran");
        if (!PQconsumeInput(session->conn)) return postgres_fail_lost(session);
    }
}

// "COPY 3" behind three rows: HEADER gives a line more, and nothing gives one less.
static bool counts_agree(PostgresSession *session, const PGresult *result,
                         const PostgresRows *rows) {
    Sv tag = sv_from_c(PQcmdStatus((PGresult *)(uintptr_t)result));
    int64_t said = -1;
    bool counted = sv_starts(tag, SV("COPY ")) &&
                   num_parse_i64(sv_slice(tag, sizeof "COPY " - 1, tag.len), &said) && said >= 0;
    uint64_t came = rows->meter.rows;
    return (counted && (came == (uint64_t)said || came == (uint64_t)said + 1)) ||
           postgres_fail_count(session, tag, came);
}

static bool take_results(PostgresSession *session, PostgresRows *rows) {
    bool good = true, ended = false;
    for (PGresult *result;;) {
        if (!postgres_next(session, &result)) return false;
        if (!result) return !good || ended ? good : postgres_fail_untold(session);
        ExecStatusType status = PQresultStatus(result);
        bool lines = status == PGRES_COPY_OUT;
        if (good && !lines && status != PGRES_COMMAND_OK)
            good = postgres_fail_result(session, result);
        if (good && status == PGRES_COMMAND_OK) good = ended = counts_agree(session, result, rows);
        PQclear(result);
        if (lines && !take_lines(session, rows)) return false;
    }
}

bool postgres_copy_out(PostgresSession *session, PostgresRows *rows) {
    PostgresTransaction around;
    const char *text = sv_to_c(session->call->arena, session->statement->text->text);
    rows->columns = arena_new_of(session->call->arena, Sv);
    rows->columns[0] = SV(SQL_LINE_COLUMN);
    rows->column_count = 1;
    postgres_surround(session, &around);
    if (!say_each(session, around.before, around.before_count)) return false;
    if (!PQsendQuery(session->conn, text)) return postgres_fail_lost(session);
    bool flushed = postgres_flush(session);
    session->sent = true;
    if (!flushed || !take_results(session, rows) ||
        !say_each(session, around.after, around.after_count))
        return false;
    session->traces = false; // all was given back
    return true;
}
