// A driver for ODBC that hears of nothing: it stands still where its connection string says
// (Deaf=connect, execute, fetch or commit), for as many milliseconds as Still= has, whatever it was
// told of times, and whoever cancels. Then it goes on as if nothing had been. Other words make it a
// bad one: Deaf=results gives two, refuses has no COMMIT, nothing says of no rows how many there
// are. What it has done it writes to the file of Log=, a word a line.
#include <sql.h>
#include <sqlext.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

typedef struct Deaf {
    char mode[32], log[256];
    int still_ms;
} Deaf;

typedef struct Asked {
    Deaf *of;
    int reads, fetched, results;
} Asked;

static Deaf connections[64];
static Asked statements[1024];
static int connected, asked;

static void note(const Deaf *deaf, const char *word) {
    FILE *log = fopen(deaf->log, "a");
    if (!log) return;
    fprintf(log, "%s\n", word);
    fclose(log);
}

static int is(const Deaf *deaf, const char *mode) {
    return strcmp(deaf->mode, mode) == 0;
}

static void stand_still(const Deaf *deaf, const char *where) {
    if (is(deaf, where)) usleep((useconds_t)deaf->still_ms * 1000);
}

static void take(const char *way, const char *key, char *out, size_t size) {
    const char *at = strcasestr(way, key);
    if (at) snprintf(out, size, "%.*s", (int)strcspn(at + strlen(key), ";"), at + strlen(key));
}

SQLRETURN SQLAllocHandle(SQLSMALLINT kind, SQLHANDLE in, SQLHANDLE *out) {
    static int environment;
    if (kind == SQL_HANDLE_ENV) *out = &environment;
    if (kind == SQL_HANDLE_DBC)
        *out = &connections[__atomic_fetch_add(&connected, 1, __ATOMIC_SEQ_CST) % 64];
    if (kind != SQL_HANDLE_STMT) return SQL_SUCCESS;
    Asked *statement = &statements[__atomic_fetch_add(&asked, 1, __ATOMIC_SEQ_CST) % 1024];
    *statement = (Asked){.of = in};
    *out = statement;
    return SQL_SUCCESS;
}

SQLRETURN SQLFreeHandle(SQLSMALLINT kind, SQLHANDLE handle) {
    (void)kind, (void)handle;
    return SQL_SUCCESS;
}

SQLRETURN SQLDriverConnect(SQLHDBC dbc, SQLHWND window, SQLCHAR *way, SQLSMALLINT length,
                           SQLCHAR *out, SQLSMALLINT room, SQLSMALLINT *used, SQLUSMALLINT how) {
    (void)window, (void)length, (void)out, (void)room, (void)how;
    Deaf *deaf = dbc;
    char still[16] = "0";
    *deaf = (Deaf){0};
    take((char *)way, "Deaf=", deaf->mode, sizeof deaf->mode);
    take((char *)way, "Log=", deaf->log, sizeof deaf->log);
    take((char *)way, "Still=", still, sizeof still);
    for (const char *at = still; *at >= '0' && *at <= '9'; at++)
        deaf->still_ms = 10 * deaf->still_ms + (*at - '0');
    static int inside;
    if (__atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST) > 1) note(deaf, "twice");
    stand_still(deaf, "connect");
    __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
    note(deaf, "connect");
    if (used) *used = 0;
    return SQL_SUCCESS;
}

SQLRETURN SQLDisconnect(SQLHDBC dbc) {
    note(dbc, "disconnect");
    return SQL_SUCCESS;
}

SQLRETURN SQLGetInfo(SQLHDBC dbc, SQLUSMALLINT what, SQLPOINTER out, SQLSMALLINT room,
                     SQLSMALLINT *used) {
    (void)dbc;
    const char *text = what == SQL_DBMS_NAME ? "Deaf" : "03.00";
    if (what == SQL_TXN_CAPABLE) {
        *(SQLUSMALLINT *)out = SQL_TC_DML;
        return SQL_SUCCESS;
    }
    if (out) snprintf(out, (size_t)room, "%s", text);
    if (used) *used = (SQLSMALLINT)strlen(text);
    return SQL_SUCCESS;
}

SQLRETURN SQLSetConnectAttr(SQLHDBC dbc, SQLINTEGER what, SQLPOINTER value, SQLINTEGER length) {
    (void)dbc, (void)what, (void)value, (void)length;
    return SQL_SUCCESS;
}

SQLRETURN SQLSetStmtAttr(SQLHSTMT statement, SQLINTEGER what, SQLPOINTER value, SQLINTEGER length) {
    (void)statement, (void)what, (void)value, (void)length;
    return SQL_SUCCESS;
}

SQLRETURN SQLGetStmtAttr(SQLHSTMT statement, SQLINTEGER what, SQLPOINTER value, SQLINTEGER room,
                         SQLINTEGER *used) {
    (void)statement, (void)what, (void)room, (void)used;
    *(SQLPOINTER *)value = NULL;
    return SQL_SUCCESS;
}

SQLRETURN SQLPrepare(SQLHSTMT handle, SQLCHAR *text, SQLINTEGER length) {
    (void)length;
    ((Asked *)handle)->reads = strncasecmp((char *)text, "SELECT", 6) == 0;
    return SQL_SUCCESS;
}

SQLRETURN SQLExecute(SQLHSTMT handle) {
    Asked *statement = handle;
    stand_still(statement->of, "execute");
    note(statement->of, "execute");
    return SQL_SUCCESS;
}

SQLRETURN SQLNumResultCols(SQLHSTMT handle, SQLSMALLINT *count) {
    *count = ((Asked *)handle)->reads ? 1 : 0;
    return SQL_SUCCESS;
}

SQLRETURN SQLRowCount(SQLHSTMT handle, SQLLEN *count) {
    *count = is(((Asked *)handle)->of, "nothing") ? -1 : 1;
    return SQL_SUCCESS;
}

SQLRETURN SQLDescribeCol(SQLHSTMT handle, SQLUSMALLINT column, SQLCHAR *name, SQLSMALLINT room,
                         SQLSMALLINT *used, SQLSMALLINT *type, SQLULEN *size, SQLSMALLINT *digits,
                         SQLSMALLINT *nullable) {
    (void)handle, (void)column;
    snprintf((char *)name, (size_t)room, "x");
    *used = 1;
    *type = SQL_INTEGER;
    *size = 10;
    *digits = 0;
    *nullable = SQL_NULLABLE;
    return SQL_SUCCESS;
}

SQLRETURN SQLFetch(SQLHSTMT handle) {
    Asked *statement = handle;
    if (!statement->fetched) stand_still(statement->of, "fetch");
    return statement->fetched++ ? SQL_NO_DATA : SQL_SUCCESS;
}

SQLRETURN SQLGetData(SQLHSTMT handle, SQLUSMALLINT column, SQLSMALLINT as, SQLPOINTER out,
                     SQLLEN room, SQLLEN *used) {
    (void)handle, (void)column, (void)as;
    snprintf(out, (size_t)room, "1");
    *used = 1;
    return SQL_SUCCESS;
}

SQLRETURN SQLMoreResults(SQLHSTMT handle) {
    Asked *statement = handle;
    return is(statement->of, "results") && !statement->results++ ? SQL_SUCCESS : SQL_NO_DATA;
}

SQLRETURN SQLCancel(SQLHSTMT handle) {
    note(((Asked *)handle)->of, "cancel");
    return SQL_SUCCESS;
}

SQLRETURN SQLEndTran(SQLSMALLINT kind, SQLHANDLE handle, SQLSMALLINT how) {
    if (kind != SQL_HANDLE_DBC) return SQL_SUCCESS;
    if (how == SQL_COMMIT) stand_still(handle, "commit");
    if (how == SQL_COMMIT && is(handle, "refuses")) return SQL_ERROR;
    note(handle, how == SQL_COMMIT ? "commit" : "rollback");
    return SQL_SUCCESS;
}

SQLRETURN SQLGetDiagRec(SQLSMALLINT kind, SQLHANDLE handle, SQLSMALLINT number, SQLCHAR *state,
                        SQLINTEGER *native, SQLCHAR *text, SQLSMALLINT room, SQLSMALLINT *used) {
    (void)kind, (void)handle;
    static const char words[] = "[Deaf]it would rather not";
    if (number > 1) return SQL_NO_DATA;
    memcpy(state, "HY000", 6);
    if (native) *native = 0;
    snprintf((char *)text, (size_t)room, "%s", words);
    *used = sizeof words - 1;
    return SQL_SUCCESS;
}

SQLRETURN SQLGetDiagField(SQLSMALLINT kind, SQLHANDLE handle, SQLSMALLINT number, SQLSMALLINT what,
                          SQLPOINTER out, SQLSMALLINT room, SQLSMALLINT *used) {
    (void)kind, (void)handle, (void)number, (void)what, (void)out, (void)room, (void)used;
    return SQL_NO_DATA;
}

SQLRETURN SQLFreeStmt(SQLHSTMT handle, SQLUSMALLINT how) {
    (void)handle, (void)how;
    return SQL_SUCCESS;
}
