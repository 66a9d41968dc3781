// A MariaDB server of a test's own, by tests/tools/maria_server; it is stopped when the test ends,
// however it ends.
#ifndef TESTS_UNIT_MARIA_SERVER_H
#define TESTS_UNIT_MARIA_SERVER_H

#include "pg_server.h"

// It has a function of a name that is one of ours.
#define list_add ma_list_add
#include <mysql.h>
#undef list_add
#include <stdarg.h>

// False where MariaDB's server is not installed.
static inline bool maria_start(PgServer *server, char *setting) {
    char program[] = PROJECT_ROOT "/tests/tools/maria_server";
    char *argv[] = {program, setting, NULL};
    return pg_serve(argv, server);
}

static inline unsigned maria_port(const PgServer *server) {
    return (unsigned)strtoul(strrchr(server->tcp, ':') + 1, NULL, 10);
}

// A connection of the test's own, as root.
static inline MYSQL *maria_connect(const PgServer *server) {
    MYSQL *mysql = mysql_init(NULL);
    const unsigned tcp = MYSQL_PROTOCOL_TCP;
    mysql_options(mysql, MYSQL_OPT_PROTOCOL, &tcp);
    if (!mysql_real_connect(mysql, "127.0.0.1", "root", NULL, "app", maria_port(server), NULL,
                            CLIENT_MULTI_STATEMENTS)) {
        fprintf(stderr, "%s\n", mysql_error(mysql));
        abort();
    }
    return mysql;
}

// Statements, one after the other; the last one's first field, or empty.
static inline const char *maria_ask(const PgServer *server, const char *statements) {
    static char kept[512];
    MYSQL *mysql = maria_connect(server);
    kept[0] = '\0';
    if (mysql_query(mysql, statements) != 0) fprintf(stderr, "%s\n", mysql_error(mysql));
    for (;;) {
        MYSQL_RES *result = mysql_store_result(mysql);
        MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
        if (row) snprintf(kept, sizeof kept, "%s", row[0] ? row[0] : "NULL");
        if (result) mysql_free_result(result);
        int more = mysql_next_result(mysql);
        if (more > 0) fprintf(stderr, "%s\n", mysql_error(mysql));
        if (more != 0) break;
    }
    mysql_close(mysql);
    return kept;
}

#endif
