#include "drivers/sql/sql_driver.h"

#include "base/limits.h"
#include "base/map.h"

Sv sql_pool_key(const ActionCall *call, const SqlStatement *statement) {
    Sv credentials = {(const char *)&call->credentials, sizeof call->credentials};
    Sv way = statement->write ? SV(" write ") : SV(" read ");
    return sv_concat(call->arena, (Sv[]){call->connection_name, way, credentials}, 3);
}

// ── what may be touched ──

// Of a list of servers any may be the one that answers.
static bool is_permitted(const ActionCall *call, const SqlConnection *connection, Outcome *out) {
    TextList places = sql_places(call->arena, connection->sql, call->folder);
    // A database in memory is where it says.
    if (!places.count) text_list_add(call->arena, &places, connection->sql);
    for (uint32_t i = 0; i < places.count; i++) {
        if (call->permitted(call->self, "database", places.items[i], &out->reason)) continue;
        out->end = OUTCOME_DENIED;
        return false;
    }
    return true;
}

static bool may_go(const ActionCall *call, const SqlConnection *connection, Outcome *out) {
    sql_cautions(call->arena, connection, &out->cautions);
    for (size_t i = 0; i < out->cautions.count; i++) {
        if (call->may_go(call->self, &out->cautions.items[i], &out->reason)) continue;
        out->end = OUTCOME_DENIED;
        out->hint = caution_hint(call->arena, &out->cautions.items[i]);
        return false;
    }
    return true;
}

bool sql_may_use(const ActionCall *call, const SqlConnection *connection, Outcome *out) {
    return is_permitted(call, connection, out) && may_go(call, connection, out);
}

// ── failures ──

bool sql_fail(Outcome *failure, OutcomeStatus status, Sv reason, Sv hint) {
    failure->end = status;
    failure->over = true;
    failure->reason = reason;
    failure->hint = hint;
    return false;
}

bool sql_load(LateLibrary library, Arena *arena, Outcome *failure) {
    LateFailure missing;
    return late_load(library, &missing) ||
           sql_fail(failure, OUTCOME_NOT_STARTED, sv_copy(arena, sv_from_c(missing.reason)),
                    sv_copy(arena, sv_from_c(missing.hint)));
}

bool sql_fail_waiting(Outcome *failure, Arena *arena, WaitStatus status, bool sent,
                      const char *what) {
    failure->timed_out = status == WAIT_DEADLINE;
    failure->cancelled = status == WAIT_CANCELLED;
    const char *why = status == WAIT_DEADLINE    ? "the time allowed for the step was over"
                      : status == WAIT_CANCELLED ? "the run was stopped"
                                                 : "the system could not wait";
    sql_fail(failure, sent ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
             sv_format(arena, "%s %s", why, what), (Sv){0});
    failure->over = !sent; // until the server says that it stopped
    return false;
}

bool sql_fail_given_up(Outcome *failure, Arena *arena, bool write, bool in_doubt, Sv why, Sv hint) {
    if (!write) return sql_fail(failure, OUTCOME_NO_ANSWER, why, hint);
    const char *then = in_doubt ? "whether it was done is not known" : "nothing was changed";
    return sql_fail(failure, in_doubt ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
                    sv_format(arena, "%.*s; %s", SV_ARG(why), then), hint);
}

bool sql_fail_limit(Outcome *failure, Arena *arena, const SqlStatement *statement, Sv what,
                    Sv hint) {
    if (statement->catalogue) hint = SV("ask for what is looked for, by a query");
    if (!statement->write) return sql_fail(failure, OUTCOME_NO_ANSWER, what, hint);
    failure->taken_back = statement->transaction;
    return sql_fail(failure, OUTCOME_FAILED,
                    statement->transaction
                        ? sv_format(arena, "%.*s; it was rolled back", SV_ARG(what))
                        : sv_format(arena, "it was carried out, but %.*s", SV_ARG(what)),
                    hint);
}

bool sql_fail_read_only(Outcome *failure, Sv reason) {
    return sql_fail(failure, OUTCOME_FAILED, reason,
                    SV("add write: true if this step is meant to change data"));
}

bool sql_meter_field(SqlMeter *meter, size_t bytes, Arena *arena, Sv *over) {
    meter->bytes += bytes;
    if (bytes > LIMIT_SQL_FIELD_BYTES)
        *over = sv_format(
            arena, "a field of row %zu holds %zu bytes; at most %d are taken (SQL_FIELD_BYTES)",
            meter->rows + 1, bytes, LIMIT_SQL_FIELD_BYTES);
    else if (meter->bytes > LIMIT_SQL_BYTES)
        *over = sv_format(arena, "the rows hold more than %d bytes (SQL_BYTES)", LIMIT_SQL_BYTES);
    else
        return true;
    return false;
}

bool sql_meter_row(SqlMeter *meter, Arena *arena, Sv *over) {
    if (++meter->rows <= LIMIT_SQL_ROWS) return true;
    *over = sv_format(arena, "it gives more than %d rows (SQL_ROWS)", LIMIT_SQL_ROWS);
    return false;
}

bool sql_check_columns(Outcome *failure, Arena *arena, const SqlStatement *statement,
                       const Sv *columns, size_t count) {
    SvMap seen = svmap_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (svmap_add(&seen, columns[i], failure)) continue;
        Sv hint = sv_eq_c(columns[i], "?column?")
                      ? SV("name them: SELECT 1 AS first, 2 AS second")
                      : sv_format(arena, "name them apart: SELECT a.%.*s AS a_%.*s, …",
                                  SV_ARG(columns[i]), SV_ARG(columns[i]));
        return sql_fail_limit(
            failure, arena, statement,
            sv_format(arena, "two columns are called '%.*s', and a row holds a name once",
                      SV_ARG(columns[i])),
            hint);
    }
    return true;
}
