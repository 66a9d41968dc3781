// Errors of MariaDB, MySQL and libmariadb, in the wording of the rest of the program.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include <string.h>

enum { HINT_BYTES = 4096 };

bool mariadb_is_own_error(unsigned error) {
    return (error >= CR_MIN_ERROR && error <= CR_MAX_ERROR) ||
           (error >= CER_MIN_ERROR && error <= CER_MAX_ERROR);
}

static Sv place_of(const MariadbSession *session) {
    return mariadb_place(session->call->arena, &session->target);
}

// One line, without the password.
static Sv clean(MariadbSession *session, Sv why) {
    Sv given = session->connection->password;
    Sv password = given.len ? given : session->target.password;
    return sql_message(session->call->arena, why, password);
}

// ── opening ──

// Of the system's own number, which libmariadb puts behind its words: "… 127.0.0.1' (111)".
static bool says(Sv why, const char *words) {
    return sv_find(why, sv_from_c(words), 0) != SV_NONE;
}

bool mariadb_fail_open(MariadbSession *session, unsigned error, Sv why) {
    Arena *arena = session->call->arena;
    Sv place = place_of(session), reason, hint = {0};
    why = clean(session, why);
    bool password = session->connection->password.len || session->target.password.len;
    session->unreached = error == CR_CONNECTION_ERROR || error == CR_CONN_HOST_ERROR;
    if (mariadb_fail_tls(session, error, why, place)) return false;
    if (error == CR_CONNECTION_ERROR && says(why, "(2)")) {
        reason = sv_format(arena, "there is no server at the socket %.*s", SV_ARG(place));
        hint = SV("is MariaDB running on this machine? else name its host in the address");
    } else if ((error == CR_CONNECTION_ERROR || error == CR_CONN_HOST_ERROR) &&
               says(why, "(111)")) {
        reason = sv_format(arena, "connection refused by %.*s", SV_ARG(place));
        hint = SV("is MariaDB or MySQL running there? is the port right?");
    } else if (error == CR_SERVER_LOST || error == CR_SERVER_GONE_ERROR ||
               error == CR_SERVER_HANDSHAKE_ERR || error == CR_SERVER_LOST_EXTENDED) {
        reason =
            sv_format(arena, "%.*s closed the connection before it had answered", SV_ARG(place));
    } else if (error == ER_ACCESS_DENIED_ERROR || error == ER_ACCESS_DENIED_NO_PASSWORD_ERROR) {
        reason = sv_format(arena, "%.*s: %.*s (%u)", SV_ARG(place), SV_ARG(why), error);
        if (!password)
            hint = SV("no password is given: declare it as a secret, and in the connection write "
                      "password: ${secrets.NAME}");
    } else {
        reason = sv_format(arena, "%.*s: %.*s (%u)", SV_ARG(place), SV_ARG(why), error);
    }
    return sql_fail(session->failure, OUTCOME_NOT_STARTED, reason, hint);
}

// ── a statement ──

// The server gave up: on a lock or a transaction, for lack of a resource, because it was told to.
static bool gave_up(unsigned error) {
    static const unsigned known[] = {
        ER_CON_COUNT_ERROR,   // too many connections
        ER_OUT_OF_RESOURCES,  // 1041
        ER_DISK_FULL,         // 1021
        ER_CHECKREAD,         // 1020: changed since it was read
        ER_GET_ERRNO,         // 1030: the storage engine's
        ER_OUTOFMEMORY,       // 1037
        ER_OUT_OF_SORTMEMORY, // 1038
        ER_UNKNOWN_COM_ERROR, // 1047: a node of a cluster that is not ready
        ER_SERVER_SHUTDOWN,   // 1053
        ER_ERROR_ON_READ,     // 1024
        ER_ERROR_ON_WRITE,    // 1026
        ER_RECORD_FILE_FULL,  // 1114
        ER_NET_READ_ERROR,    // 1158 …
        1159,
        1160,
        1161,
        ER_NEW_ABORTING_CONNECTION,
        ER_ERROR_DURING_COMMIT,
        ER_ERROR_DURING_ROLLBACK,
        ER_USER_LIMIT_REACHED,
        1203,
        ER_LOCK_WAIT_TIMEOUT,
        ER_LOCK_DEADLOCK,
        ER_QUERY_INTERRUPTED,
        ER_TABLE_DEF_CHANGED,
        ER_XA_RBTIMEOUT,
        ER_XA_RBDEADLOCK,
        ER_LOCK_ABORTED,
        ER_CONNECTION_KILLED,
        ER_STATEMENT_TIMEOUT,
        3024, // MySQL: max_execution_time
        3100, // a group of servers refused it
        3101,
        3572, // NOWAIT
        4031, // disconnected for being idle
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (error == known[i]) return true;
    return false;
}

static const char *known_hint(unsigned error) {
    switch (error) {
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_SPECIFIC_ACCESS_DENIED_ERROR:
    case ER_PROCACCESS_DENIED_ERROR: return "the connection's user needs the right to do this";
    case ER_NO_DB_ERROR: return "name the database in the connection's address: mysql://HOST/NAME";
    case ER_STATEMENT_TIMEOUT:
    case 3024: return "the server's limit, or the step's timeout, was over";
    default: return NULL;
    }
}

// "… for the right syntax to use near 'FORM users' at line 1": the offset in what was sent.
static size_t place_in_sent(Sv sent, Sv message) {
    static const Sv before = SV_INIT("near '"), behind = SV_INIT("' at line ");
    size_t from = sv_find(message, before, 0), to = SV_NONE;
    for (size_t at = 0; (at = sv_find(message, behind, at)) != SV_NONE; at++)
        to = at;
    int64_t line;
    if (from == SV_NONE || to == SV_NONE || to < from + before.len) return SIZE_MAX;
    Sv near = sv_slice(message, from + before.len, to);
    if (!num_parse_i64(sv_slice(message, to + behind.len, message.len), &line)) return SIZE_MAX;
    size_t begin = 0;
    for (; line > 1 && begin != SV_NONE; line--) {
        begin = sv_find_char(sent, '\n', begin);
        if (begin != SV_NONE) begin++;
    }
    if (begin == SV_NONE) return SIZE_MAX;
    if (!near.len) return sent.len;
    size_t at = sv_find(sent, near, begin);
    return at == SV_NONE ? SIZE_MAX : at;
}

static void add_line(Buf *hint, Sv text) {
    if (text.len == 0) return;
    if (hint->len) buf_add_char(hint, '\n');
    shown_add(hint, text, false);
}

static void add_place(MariadbSession *session, unsigned error, Sv message, Buf *hint) {
    const SqlText *text = session->statement->text;
    Arena *arena = session->call->arena;
    if (error != ER_PARSE_ERROR) return;
    size_t at = place_in_sent(sql_marked(arena, text), message);
    if (at != SIZE_MAX) buf_add(hint, sql_caret(arena, text->text, sql_marked_offset(text, at)));
}

static bool fail_read_only(MariadbSession *session, Sv message) {
    if (!session->statement->write)
        return sql_fail_read_only(
            session->failure,
            sv_format(session->call->arena, "the step only reads: %.*s", SV_ARG(message)));
    return sql_fail(session->failure, OUTCOME_FAILED, message,
                    SV("the server itself only reads: is it a replica? name its primary"));
}

static bool fail_lost(MariadbSession *session, unsigned error, Sv why) {
    Arena *arena = session->call->arena;
    Sv place = place_of(session);
    bool closed = error == CR_SERVER_LOST || error == CR_SERVER_GONE_ERROR ||
                  error == CR_SERVER_LOST_EXTENDED;
    session->broken = true;
    bool doubt = session->sent || !session->statement->write;
    return sql_fail(
        session->failure, doubt ? OUTCOME_NO_ANSWER : OUTCOME_NOT_STARTED,
        closed
            ? sv_format(arena, "%.*s closed the connection before it had answered", SV_ARG(place))
            : sv_format(arena, "the connection to %.*s was lost: %.*s", SV_ARG(place), SV_ARG(why)),
        (Sv){0});
}

bool mariadb_fail_row(MariadbSession *session) {
    return fail_lost(session, CR_MALFORMED_PACKET, SV("a row is longer than what came of it"));
}

// A change that was given up is undone with its transaction (take_failure_back says where not). One
// by itself that waited for a lock has not begun, unless it does more than one thing.
static bool may_be_kept(const MariadbSession *session, unsigned error) {
    bool waited = error == ER_LOCK_WAIT_TIMEOUT || error == ER_LOCK_DEADLOCK;
    if (!session->sent) return false;
    if (session->committing) return true;
    return !session->open && (!waited || session->statement->text->own_blocks);
}

bool mariadb_fail(MariadbSession *session) {
    Arena *arena = session->call->arena;
    MYSQL_STMT *prepared = session->prepared;
    unsigned error = prepared ? mysql_stmt_errno(prepared) : 0;
    Sv message =
        error ? sv_from_c(mysql_stmt_error(prepared)) : sv_from_c(mysql_error(session->mysql));
    if (!error) error = mysql_errno(session->mysql);
    Sv why = clean(session, message);
    if (mariadb_is_own_error(error) || error == 0) return fail_lost(session, error, why);
    BUF_AUTO Buf hint = buf_new(HINT_BYTES);
    Sv reason = sv_format(arena, "%.*s (%u)", SV_ARG(why), error);
    if (error == ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION || error == ER_READ_ONLY_MODE ||
        (error == ER_OPTION_PREVENTS_STATEMENT && says(why, "read-only")) ||
        (error == ER_OPTION_PREVENTS_STATEMENT && says(why, "read_only")))
        return fail_read_only(session, reason);
    add_place(session, error, message, &hint);
    add_line(&hint, sv_from_c(known_hint(error)));
    Sv then = buf_keep(&hint, arena);
    if (error == ER_CONNECTION_KILLED || error == ER_SERVER_SHUTDOWN || error == 4031)
        session->broken = true;
    if (!gave_up(error)) {
        if (session->committing && session->statement->transaction)
            reason = sv_format(arena, "it was not committed: %.*s", SV_ARG(reason));
        return sql_fail(session->failure, OUTCOME_FAILED, reason, then);
    }
    return sql_fail_given_up(session->failure, arena, session->statement->write,
                             may_be_kept(session, error), reason, then);
}
