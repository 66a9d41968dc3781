// The connection string that a driver is given: what was shown and allowed, and the password.
#include "drivers/odbc/odbc_driver.h"

#include "base/buf.h"
#include "base/limits.h"

// A value that holds anything but letters and digits stands in braces, in which } is doubled.
static void add_value(Buf *out, Sv value) {
    buf_add_char(out, '{');
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '}') buf_add_char(out, '}');
        buf_add_char(out, value.at[i]);
    }
    buf_add_char(out, '}');
}

static bool is_simple(Sv value) {
    for (size_t i = 0; i < value.len; i++)
        if (sv_find_char(SV("[]{}(),;?*=!@\"'+% "), value.at[i], 0) != SV_NONE) return false;
    return true;
}

static void add_key(Buf *out, Sv name, Sv value) {
    buf_addf(out, "%.*s=", SV_ARG(name));
    if (is_simple(value))
        buf_add(out, value);
    else
        add_value(out, value);
    buf_add_char(out, ';');
}

// Its file is the one that was shown and allowed; none is made where the step only reads; and a
// lock on it is waited for no longer than the step's time.
static void add_file(Buf *out, const OdbcTarget *target, const ActionCall *call,
                     const OdbcTask *task) {
    static const char *const creates[] = {"nocreat", NULL}, *const timeouts[] = {"timeout", NULL};
    if (!target->file || !target->database.len) return;
    add_key(out, SV("Database"), odbc_file(call->arena, target, call->folder));
    if (!odbc_key(target, creates).len) add_key(out, SV("NoCreat"), SV("1"));
    if (!odbc_key(target, timeouts).len)
        add_key(out, SV("Timeout"), sv_format(call->arena, "%lld", odbc_patience_ms(task)));
}

static bool is_there(const OdbcTarget *target, const ActionCall *call, const OdbcTask *task,
                     Outcome *failure) {
    if (!target->file || !target->database.len) return true;
    const char *path = sv_to_c(call->arena, odbc_file(call->arena, target, call->folder));
    return !path || sql_check_file(call->arena, path, task->place, task->statement.write, failure);
}

bool odbc_find_way(OdbcTask *task, const ActionCall *call, const SqlConnection *connection,
                   Outcome *failure) {
    OdbcTarget target;
    Sv error, hint;
    if (!odbc_target(call->arena, connection->sql, &target, &error, &hint))
        return sql_fail(failure, OUTCOME_NOT_STARTED, error, hint);
    if (!sv_to_c(call->arena, connection->sql) || !sv_to_c(call->arena, connection->password))
        return sql_fail(failure, OUTCOME_BAD_VALUE,
                        SV("the connection's address or password holds a NUL byte"), (Sv){0});
    if (!sv_to_c(call->arena, task->text.text))
        return sql_fail(failure, OUTCOME_BAD_VALUE, SV("the query holds a NUL byte"), (Sv){0});
    task->place =
        sv_copy(task->arena, sql_show_address(call->arena, connection->sql, call->folder));
    if (!is_there(&target, call, task, failure)) return false;
    BUF_AUTO Buf way = buf_new(LIMIT_STRING_BYTES);
    if (target.given == 0) add_key(&way, SV("DSN"), target.source);
    for (size_t i = 0; i < target.given; i++)
        if (!target.file || !sv_eq_nocase(target.keys[i].name, SV("database")))
            add_key(&way, target.keys[i].name, target.keys[i].value);
    add_file(&way, &target, call, task);
    if (connection->password.len) add_key(&way, SV("PWD"), connection->password);
    task->way = buf_keep(&way, task->arena);
    task->secrets[0] = sv_copy(task->arena, connection->password);
    task->secrets[1] = sv_copy(task->arena, target.password);
    return true;
}
