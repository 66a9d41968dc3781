// What drivers and the driver manager say, in the wording of the rest of the program.
#include "drivers/odbc/odbc_driver.h"

#include "base/shown/shown.h"
#include <string.h>

enum { MESSAGE_BYTES = 8192, MOST_RECORDS = 8, MOST_NOTICES = 100 };

typedef struct OdbcRecord {
    Sv state;
    SQLINTEGER native;
    Sv text; // of one line or several
} OdbcRecord;

// ── records ──

// "[unixODBC][Driver Manager]", "[psqlodbcw.so]": who says it.
static Sv without_speakers(Sv text) {
    while (text.len && text.at[0] == '[') {
        size_t end = sv_find_char(text, ']', 0);
        if (end == SV_NONE) break;
        text = sv_trim(sv_slice(text, end + 1, text.len));
    }
    return text;
}

static Sv without_secrets(OdbcTask *task, Sv text) {
    for (size_t i = 0; i < 2; i++) {
        Sv secret = task->secrets[i];
        for (size_t at; secret.len && (at = sv_find(text, secret, 0)) != SV_NONE;)
            text = sv_format(task->arena, "%.*s…%.*s", (int)at, text.at,
                             SV_ARG(sv_slice(text, at + secret.len, text.len)));
    }
    return text;
}

static bool read_record(OdbcTask *task, SQLSMALLINT kind, SQLHANDLE handle, SQLSMALLINT number,
                        OdbcRecord *out) {
    SQLWCHAR state[6] = {0}, wide[4096];
    SQLSMALLINT length = 0;
    *out = (OdbcRecord){0};
    if (!handle || !SQL_SUCCEEDED(SQLGetDiagRecW(kind, handle, number, state, &out->native, wide,
                                                 4096, &length)))
        return false;
    Sv text;
    ignore_result(odbc_narrow(task->arena, state, 5, &out->state));
    ignore_result(odbc_narrow(task->arena, wide,
                              length < 0      ? 0
                              : length < 4096 ? (size_t)length
                                              : 4095,
                              &text));
    out->text = without_secrets(task, without_speakers(sv_trim(text)));
    return true;
}

static Sv without_end(Sv line) {
    while (line.len && sv_find_char(SV(";. \r"), line.at[line.len - 1], 0) != SV_NONE)
        line.len--;
    return line;
}

// The first line that says something, as the reason; those that follow are the hint.
static Sv first_line(OdbcTask *task, Sv text, Sv *rest) {
    Sv line = {0};
    *rest = text;
    while (sv_next_line(rest, &line) && !sv_trim(line).len) {
    }
    line = without_end(sv_trim(line));
    static const char *const severities[] = {"ERROR: ", "FATAL: "};
    for (size_t i = 0; i < 2; i++)
        if (sv_starts(line, sv_from_c(severities[i])))
            line = sv_trim(sv_slice(line, strlen(severities[i]), line.len));
    BUF_AUTO Buf shown = buf_new(MESSAGE_BYTES);
    shown_add(&shown, line, false);
    return buf_keep(&shown, task->arena);
}

void odbc_take_notices(OdbcTask *task, SQLSMALLINT kind, SQLHANDLE handle) {
    OdbcRecord record;
    for (SQLSMALLINT i = 1; read_record(task, kind, handle, i, &record); i++) {
        Sv rest;
        // That a field comes in pieces is how it was asked for.
        if (sv_eq_c(record.state, "01004") || task->notices.count >= MOST_NOTICES) continue;
        list_add(&task->notices, value_string(first_line(task, record.text, &rest)));
    }
}

// ── what it means ──

// It gave up: on the connection (08), on a transaction among others (40), for lack of a resource
// (53), because it was told to (57), because of its system (58), for lack of time (HYT), on a lock.
static bool gave_up(Sv state) {
    static const char *const classes[] = {"08", "40", "53", "57", "58", "HYT", "55P03", "HY008"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (sv_starts(state, sv_from_c(classes[i]))) return true;
    return false;
}

// SQLite has no classes: its driver gives its numbers.
static bool sqlite_gave_up(const OdbcTask *task, SQLINTEGER native) {
    static const SQLINTEGER codes[] = {5, 6, 7, 9, 10, 11, 13, 14, 15, 26};
    if (!task->odbc || task->odbc->maker != ODBC_SQLITE) return false;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if ((native & 0xFF) == codes[i]) return true;
    return false;
}

bool odbc_is_dead(const OdbcTask *task) {
    SQLUINTEGER dead = SQL_CD_FALSE;
    Odbc *odbc = task->odbc;
    return odbc && odbc->open &&
           SQL_SUCCEEDED(
               SQLGetConnectAttrW(odbc->dbc, SQL_ATTR_CONNECTION_DEAD, &dead, sizeof dead, NULL)) &&
           dead == SQL_CD_TRUE;
}

// Only these are known to say at COMMIT that all was undone; of a database that is not known the
// others can mean anything.
static bool tells_of_commit(const OdbcTask *task, Sv state) {
    return (task->odbc && task->odbc->maker != ODBC_OTHER) || sv_starts(state, SV("23")) ||
           sv_starts(state, SV("40"));
}

static bool fail_read_only(OdbcTask *task, Sv reason) {
    bool file = task->odbc && task->odbc->maker == ODBC_SQLITE;
    if (task->statement.write)
        return sql_fail(
            &task->told, OUTCOME_FAILED, reason,
            file ? SV("the file and the folder it lies in must be writable")
                 : SV("the server itself only reads: is it a standby? name its primary"));
    return sql_fail_read_only(&task->told,
                              sv_format(task->arena, "the step only reads: %.*s", SV_ARG(reason)));
}

static bool is_about_reading(Sv state, Sv text) {
    return sv_eq_c(state, "25006") || sv_find(text, SV("read-only transaction"), 0) != SV_NONE ||
           sv_find(text, SV("READ ONLY transaction"), 0) != SV_NONE ||
           sv_find(text, SV("attempt to write a readonly database"), 0) != SV_NONE ||
           // A whole server: MariaDB's and MySQL's, SQL Server's, Oracle's words.
           sv_find(text, SV("read-only option"), 0) != SV_NONE ||
           sv_find(text, SV("read-only mode"), 0) != SV_NONE ||
           sv_find(text, SV("database is read-only"), 0) != SV_NONE ||
           sv_find(text, SV("for read-only access"), 0) != SV_NONE;
}

static bool is_locked(const OdbcTask *task, const OdbcRecord *record) {
    int code = record->native & 0xFF;
    return task->odbc->maker == ODBC_SQLITE && (code == 5 || code == 6);
}

static Sv hint_of(OdbcTask *task, const OdbcRecord *record, Sv rest) {
    BUF_AUTO Buf hint = buf_new(MESSAGE_BYTES);
    Sv line;
    while (sv_next_line(&rest, &line)) {
        bool said = sv_trim(line).len && !sv_starts(sv_trim(line), SV("Error while"));
        if (!said || hint.len > MESSAGE_BYTES / 2) continue;
        if (hint.len) buf_add_char(&hint, '\n');
        shown_add(&hint, without_end(line), false);
    }
    if (is_locked(task, record))
        buf_addf(&hint, "%slet the other one finish, or raise the step's timeout",
                 hint.len ? "\n" : "");
    Sv meant = odbc_closest(task, record->text, record->state);
    if (meant.len) buf_addf(&hint, "%sdid you mean '%.*s'?", hint.len ? "\n" : "", SV_ARG(meant));
    return buf_keep(&hint, task->arena);
}

bool odbc_fail(OdbcTask *task, SQLSMALLINT kind, SQLHANDLE handle) {
    OdbcRecord record;
    Arena *arena = task->arena;
    bool write = task->statement.write;
    if (!read_record(task, kind, handle, 1, &record))
        record = (OdbcRecord){.state = SV("HY000"), .text = SV("the ODBC driver does not say why")};
    Sv rest, reason = first_line(task, record.text, &rest);
    bool dead = odbc_is_dead(task) || sv_starts(record.state, SV("08"));
    task->lost = dead;
    if (dead)
        reason = sv_format(arena, "the connection to %.*s was lost: %.*s", SV_ARG(task->place),
                           SV_ARG(reason));
    reason = sv_format(arena, "%.*s (%.*s)", SV_ARG(reason), SV_ARG(record.state));
    if (!dead && is_about_reading(record.state, record.text)) return fail_read_only(task, reason);
    // What stands before the statement.
    if (!odbc_was_sent(task)) {
        Sv hint = dead ? (Sv){0} : hint_of(task, &record, rest);
        bool of_statement = !dead && !gave_up(record.state) &&
                            !sqlite_gave_up(task, record.native) && kind == SQL_HANDLE_STMT &&
                            task->prepared;
        return sql_fail(&task->told, of_statement ? OUTCOME_FAILED : OUTCOME_NOT_STARTED, reason,
                        hint);
    }
    bool unsure = task->committing && !tells_of_commit(task, record.state);
    if (dead || unsure || gave_up(record.state) || sqlite_gave_up(task, record.native)) {
        bool of_time = sv_starts(record.state, SV("HYT"));
        bool in_doubt =
            task->committing || (task->alone && (dead || of_time || task->text.own_blocks));
        return sql_fail_given_up(&task->told, arena, write, in_doubt, reason,
                                 dead ? (Sv){0} : hint_of(task, &record, rest));
    }
    if (task->committing && write)
        reason = sv_format(arena, "it was not committed: %.*s", SV_ARG(reason));
    return sql_fail(&task->told, OUTCOME_FAILED, reason, hint_of(task, &record, rest));
}

bool odbc_fail_dead(OdbcTask *task) {
    task->lost = true;
    Sv reason = sv_format(task->arena, "the connection to %.*s was lost", SV_ARG(task->place));
    return sql_fail_given_up(&task->told, task->arena, task->statement.write,
                             task->committing || task->alone, reason, (Sv){0});
}

// ── opening ──

static Sv hint_for_open(const OdbcRecord *record) {
    static const char no_driver[] =
        "`odbcinst -q -d` lists the drivers that there are; on Debian odbc-postgresql has PostgreSQL's, "
        "odbc-mariadb MariaDB's, libsqliteodbc SQLite's, tdsodbc that of SQL Server";
    if (sv_eq_c(record->state, "IM002"))
        return SV(
            "`odbcinst -q -s` lists the data sources that there are, `odbcinst -q -d` the drivers");
    if (sv_find(record->text, SV("Can't open lib"), 0) != SV_NONE ||
        sv_eq_c(record->state, "IM003") || sv_eq_c(record->state, "IM004"))
        return sv_from_c(no_driver);
    if (sv_find(record->text, SV("no password supplied"), 0) != SV_NONE ||
        sv_starts(record->state, SV("28")))
        return SV("declare the password as a secret, and in the connection write "
                  "password: ${secrets.NAME}");
    if (sv_find(record->text, SV("refused"), 0) != SV_NONE)
        return SV("is the database running there? is the port right?");
    return (Sv){0};
}

bool odbc_fail_open(OdbcTask *task) {
    OdbcRecord record, more;
    SQLHANDLE dbc = task->odbc->dbc;
    if (!read_record(task, SQL_HANDLE_DBC, dbc, 1, &record))
        record = (OdbcRecord){.state = SV("08001"), .text = SV("the ODBC driver does not say why")};
    // The manager says first what it thinks of it, then the driver what it is.
    for (SQLSMALLINT i = 2; i < MOST_RECORDS && read_record(task, SQL_HANDLE_DBC, dbc, i, &more);
         i++)
        if (sv_starts(record.state, SV("01")) && !sv_starts(more.state, SV("01"))) record = more;
    Sv rest, reason = first_line(task, record.text, &rest);
    return sql_fail(&task->told, OUTCOME_NOT_STARTED,
                    sv_format(task->arena, "%.*s: %.*s (%.*s)", SV_ARG(task->place), SV_ARG(reason),
                              SV_ARG(record.state)),
                    hint_for_open(&record));
}
