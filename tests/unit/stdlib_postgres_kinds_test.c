// Every kind of statement that the manual of PostgreSQL lists, and the functions that act, against
// a real server: without `write: true` none of them reaches it; with it each is one that it knows.
#include "action_bench.h"
#include "pg_server.h"

#include "drivers/sql/sql_driver.h"
#include "soak.h"

#include <libpq-fe.h>
#include <sys/stat.h>

static PgServer server;
static SqlConnection connection;
static char file[64] = "/tmp/runbook-kinds-XXXXXX/made";

// What only reads is answered.
static const char *const reading[] = {
    "SELECT 1 AS a",
    "(SELECT 1 AS a) UNION (SELECT 2)",
    "/* a comment */ SELECT count(*) AS n FROM nextval_log",
    "TABLE things",
    "VALUES (1)",
    "SHOW ALL",
    "SHOW server_version",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
    "WITH x AS MATERIALIZED (SELECT 1 AS a) (SELECT a FROM x) ORDER BY 1",
    "WITH nextval(a) AS (SELECT 1), setval(b) AS (SELECT 2) SELECT a, b FROM nextval, setval",
    "EXPLAIN SELECT 1",
    "EXPLAIN (FORMAT JSON) SELECT 1",
    "EXPLAIN (ANALYZE, TIMING off) SELECT id FROM things",
    "EXPLAIN DELETE FROM things",
    "EXPLAIN (ANALYZE off) UPDATE things SET name = 'x'",
    "EXPLAIN SELECT nextval('things_id_seq')",
    "SELECT pg_try_advisory_lock(1) AS a, pg_advisory_unlock_all() AS b",
    "SELECT 'nextval(1)' AS a, $$ pg_reload_conf() $$ AS b -- nextval(1)",
    "SELECT a.update, (delete) AS b FROM (SELECT 1 AS update, 2 AS delete) a",
    "SELECT * FROM generate_series(1, 2) AS nextval(a)",
    "SELECT substring('abc' FROM 1 FOR share) AS a FROM (SELECT 2 AS share) t",
};

// What acts; `known` is what the server is to say where it is sent with `write: true`, NULL = it is
// carried out.
typedef struct Acting {
    const char *query, *known;
} Acting;

// It needs a transaction around it.
static bool is_within(const char *query) {
    return strncmp(query, "LOCK", 4) == 0;
}

static const Acting acting[] = {
    {"ALTER TABLE things ADD more int", NULL},
    {"ALTER SYSTEM SET work_mem = '5MB'", NULL},
    {"ALTER SYSTEM RESET ALL", NULL},
    {"ANALYZE things", NULL},
    {"CALL nothing()", NULL},
    {"CHECKPOINT", NULL},
    {"CLOSE c", "cursor \"c\" does not exist"},
    {"CLUSTER things USING things_pkey", NULL},
    {"COMMENT ON TABLE things IS 'x'", NULL},
    {"COPY things TO '/no/such/file'", "could not open file"},
    {"COPY things FROM '/no/such/file'", "could not open file"},
    {"COPY things TO PROGRAM 'exit 3'", "program \"exit 3\" failed"},
    {"COPY things FROM PROGRAM 'exit 3'", "program \"exit 3\" failed"},
    {"CREATE TABLE made (a int)", NULL},
    {"CREATE TEMP TABLE made_temp AS SELECT 1 AS a", NULL},
    {"CREATE MATERIALIZED VIEW seen AS SELECT 1 AS a", NULL},
    {"CREATE EXTENSION dblink", NULL},
    {"DEALLOCATE ALL", NULL},
    {"DECLARE c CURSOR FOR SELECT 1", "DECLARE CURSOR can only be used in transaction blocks"},
    {"DELETE FROM things WHERE id = 77", NULL},
    {"DISCARD ALL", NULL},
    {"DO $$ BEGIN NULL; END $$", NULL},
    {"DROP TABLE made", NULL},
    {"EXECUTE q", "prepared statement \"q\" does not exist"},
    {"EXPLAIN ANALYZE DELETE FROM things WHERE id = 77", NULL},
    {"EXPLAIN (ANALYZE) INSERT INTO made_later VALUES (1)",
     "relation \"made_later\" does not exist"},
    {"EXPLAIN (VERBOSE, \"analyze\") DELETE FROM things WHERE id = 77", NULL},
    {"EXPLAIN (U&\"\\\\0061nalyze\") SELECT pg_reload_conf()", NULL},
    {"FETCH ALL FROM c", "cursor \"c\" does not exist"},
    {"GRANT SELECT ON things TO public", NULL},
    {"IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c", "server \"b\" does not exist"},
    {"INSERT INTO things (name) VALUES ('x')", NULL},
    {"LISTEN c", NULL},
    {"LOAD 'no_such'", "could not access file \"no_such\""},
    {"LOCK TABLE things", NULL},
    {"MERGE INTO things t USING (SELECT 77 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE", NULL},
    {"MOVE NEXT FROM c", "cursor \"c\" does not exist"},
    {"NOTIFY c, 'x'", NULL},
    {"PREPARE q AS SELECT 1", NULL},
    {"PREPARE TRANSACTION 'x'", ""},
    {"REASSIGN OWNED BY nobody_here TO runbook", "role \"nobody_here\" does not exist"},
    {"REFRESH MATERIALIZED VIEW seen", NULL},
    {"REINDEX TABLE things", NULL},
    {"RESET ALL", NULL},
    {"REVOKE SELECT ON things FROM public", NULL},
    {"SECURITY LABEL ON TABLE things IS 'x'", "no security label providers have been loaded"},
    {"SELECT 1 AS a INTO made_by_select", NULL},
    {"SELECT id FROM things FOR UPDATE", NULL},
    {"SELECT * FROM (SELECT id FROM things FOR KEY SHARE) t", NULL},
    {"SET search_path = nowhere", NULL},
    {"SET CONSTRAINTS ALL DEFERRED", NULL},
    {"TRUNCATE parts", NULL},
    {"UNLISTEN *", NULL},
    {"UPDATE things SET name = name", NULL},
    {"VACUUM things", NULL},
    {"WITH x AS (INSERT INTO things (name) VALUES ('y') RETURNING id) SELECT id FROM x", NULL},
    {"WITH x AS (SELECT 1 AS a) UPDATE things SET name = 'z' WHERE id IN (SELECT a FROM x)", NULL},
    {"SELECT nextval('things_id_seq') AS a", NULL},
    {"SELECT setval('things_id_seq', 500) AS a", NULL},
    {"SELECT pg_catalog . \"pg_reload_conf\" /* x */ () AS a", NULL},
    {"SELECT U&\"pg\\\\005freload_conf\"() AS a", NULL},
    {"SELECT u&\"pg!005freload_conf\" UESCAPE '!' () AS a", NULL},
    {"SELECT E'a'\\n'\\\\'', pg_reload_conf() AS a --'", NULL},
    {"SELECT 1 AS x -- \\r, pg_reload_conf() AS a", NULL},
    {"SELECT pg_reload_conf\\f() AS a", NULL},
    {"WITH x AS (SELECT 1 AS a) (SELECT a FROM x) ORDER BY 1, pg_reload_conf()", ""},
    {"SELECT pg_rotate_logfile() AS a", NULL},
    {"SELECT pg_terminate_backend(0) AS a", NULL},
    {"SELECT pg_cancel_backend(0) AS a", NULL},
    {"SELECT pg_notify('c', 'x') AS a", NULL},
    {"SELECT lo_create(0) AS a", NULL},
    {"SELECT lo_from_bytea(0, 'x') AS a", NULL},
    {"SELECT lo_export(1, '/no/such/file') AS a", "large object 1 does not exist"},
    {"SELECT lo_unlink(1) AS a", "large object 1 does not exist"},
    {"SELECT pg_switch_wal() AS a", NULL},
    {"SELECT pg_create_restore_point('x') AS a", NULL},
    {"SELECT pg_backup_start('x', true) AS a", NULL},
    {"SELECT pg_promote() AS a", "recovery is not in progress"},
    {"SELECT pg_create_physical_replication_slot('runbook') AS a", NULL},
    {"SELECT pg_drop_replication_slot('runbook') AS a", NULL},
    {"SELECT pg_replication_origin_create('runbook') AS a", NULL},
    {"SELECT pg_logical_emit_message(false, 'a', 'b') AS a", NULL},
    {"SELECT pg_stat_reset() AS a", NULL},
    {"SELECT pg_stat_reset_shared('bgwriter') AS a", NULL},
    {"SELECT pg_log_backend_memory_contexts(pg_backend_pid()) AS a", NULL},
    {"SELECT pg_import_system_collations('public') AS a", NULL},
    {"SELECT set_config('search_path', 'nowhere', false) AS a", NULL},
    {"SELECT query_to_xml('SELECT 1', true, true, '') AS a", NULL},
    {"SELECT * FROM ts_stat('SELECT to_tsvector(''a'')')", NULL},
    {"SELECT dblink_exec('dbname=no_such_database', 'CREATE TABLE x ()') AS a",
     "could not establish connection"},
    {"SELECT a FROM things, dblink('dbname=no_such_database', 'SELECT 1') AS (a int)",
     "could not establish connection"},
    {"SELECT extensions.dblink_connect('x') AS a", "schema \"extensions\" does not exist"},
};
#define EACH(rows, i) (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++)

static Bench new_bench(void) {
    Bench bench = bench_new();
    bench.connection = &connection;
    return bench;
}

static Sv ask(const char *query) {
    PGconn *conn = PQconnectdb(server.tcp);
    PGresult *result = PQexec(conn, query);
    static char answer[512];
    snprintf(answer, sizeof answer, "%s",
             PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    return sv_from_c(answer);
}

// Quotes of names stand in JSON here.
static const char *as_json(Arena *arena, const char *query, bool write) {
    Buf buf = buf_new(4096);
    for (const char *c = query; *c; c++) {
        if (*c == '"') buf_add_char(&buf, '\\');
        buf_add_char(&buf, *c);
    }
    Sv json = sv_format(arena, "{\"query\": \"%.*s\"%s%s}", SV_ARG(buf_sv(&buf)),
                        write ? ", \"write\": true" : "",
                        write && is_within(query) ? ", \"transaction\": true" : "");
    buf_free(&buf);
    return json.at;
}

static void what_reads(void) {
    for
        EACH(reading, i) {
            Bench bench = new_bench();
            bench_run(&bench, &action_sql,
                      sv_format(bench.arena, "{\"query\": \"%s\"}", reading[i]).at);
            if (bench.out.end != OUTCOME_ANSWERED) CHECK_C(bench_outcome(&bench), reading[i]);
            CHECK_INT(bench.out.end, OUTCOME_ANSWERED);
            bench_free(&bench);
        }
}

// The number that a server counts its statements by would be used up by what reaches it.
static void check_copy(const char *query, const char *outcome, const char *rows) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, as_json(bench.arena, query, false));
    CHECK_C(bench_outcome(&bench), outcome);
    if (*rows) CHECK_C(bench_json(&bench, &action_sql, "rows"), rows);
    // What it was sent by goes on.
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS a\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    bench_free(&bench);
}

static void lines_are_rows(void) {
    check_copy("COPY (VALUES (1, 'a'), (2, 'é')) TO STDOUT (FORMAT csv)", "answered | 2 rows |  | ",
               "[{\"line\": \"1,a\"}, {\"line\": \"2,é\"}]");
    check_copy("COPY (SELECT 1 AS a, 'b' || chr(10) || 'c' AS d) TO STDOUT (FORMAT csv, HEADER)",
               "answered | 2 rows |  | ", "[{\"line\": \"a,d\"}, {\"line\": \"1,\\\"b\\nc\\\"\"}]");
    check_copy("COPY parts TO STDOUT", "answered | 0 rows |  | ", "[]");
    check_copy(
        "COPY (SELECT i FROM generate_series(1, 20000) i) TO STDOUT",
        "no_answer |  | it gives more than 10000 rows (SQL_ROWS) | count them, or add a LIMIT", "");
    check_copy("COPY (SELECT 1 / 0) TO STDOUT", "failed |  | division by zero (22012) | ", "");
    check_copy("COPY nothing_there TO STDOUT",
               "failed |  | relation \"nothing_there\" does not exist (42P01) | ", "");
    check_copy("COPY (SELECT 1) TO STDOUT (FORMAT binary)",
               "no_answer |  | line 1 is no text | leave FORMAT binary out", "");
    check_copy("COPY (SELECT pg_try_advisory_lock(77)) TO STDOUT", "answered | 1 row |  | ",
               "[{\"line\": \"t\"}]");
    CHECK_C(ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0");
    check_copy("COPY (DELETE FROM parts RETURNING a) TO STDOUT",
               "bad_value |  | DELETE within it changes rows, and the step only reads | give the "
               "statement in its parentheses itself",
               "");
    Bench bench = new_bench();
    bench.timeout_ns = 300 * (int64_t)1000000;
    bench_run(
        &bench, &action_sql,
        "{\"query\": \"COPY (SELECT i, pg_sleep(1) FROM generate_series(1, 9) i) TO STDOUT\"}");
    CHECK_C(bench_outcome(&bench),
            "no_answer timed_out |  | the time allowed for the step was over while it ran | ");
    bench_run(&bench, &action_sql, "{\"query\": \"COPY parts TO STDOUT\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "refused | COPY … TO STDOUT only reads | leave it out; a change "
                                   "gives its rows by RETURNING");
    bench_free(&bench);
}

// The lines together, as a file of them would be.
static void check_text(const char *query, const char *text) {
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, as_json(bench.arena, query, false));
    CHECK_C(bench_json(&bench, &action_sql, "text"), text);
    bench_free(&bench);
}

static void lines_are_text(void) {
    static const char no_text[] =
        "error: only COPY … TO STDOUT gives text; any other statement gives rows";
    check_text("COPY (SELECT 1 AS a, 'b' || chr(10) || 'c' AS d) TO STDOUT (FORMAT csv, HEADER)",
               "\"a,d\\n1,\\\"b\\nc\\\"\\n\"");
    check_text("COPY (SELECT 1, NULL, 'x' || chr(9)) TO STDOUT", "\"1\\t\\\\N\\tx\\\\t\\n\"");
    check_text("COPY parts TO STDOUT", "\"\"");
    check_text("SELECT 'a' AS b", no_text);
    check_text("SELECT 1 AS line", no_text);
}

static void what_acts_is_not_sent(void) {
    Bench bench = new_bench();
    bench.deny = ""; // nor is any database asked for
    for
        EACH(acting, i) {
            bench_run(&bench, &action_sql, as_json(bench.arena, acting[i].query, false));
            if (bench.out.end != OUTCOME_BAD_VALUE) CHECK_C(bench_outcome(&bench), acting[i].query);
            CHECK_INT(bench.out.end, OUTCOME_BAD_VALUE);
            Undeclared undeclared = {0};
            const void *decoded =
                bench_decode(&bench, action_sql.params, action_sql.param_count,
                             action_sql.params_size, as_json(bench.arena, acting[i].query, false));
            CHECK(decoded && action_sql.undeclared(decoded, bench.arena, &undeclared));
            CHECK(undeclared.does.len > 0 &&
                  (undeclared.beside.len > 0) == is_within(acting[i].query));
        }
    bench_free(&bench);
}

static void what_acts_is_known(void) {
    for
        EACH(acting, i) {
            Bench bench = new_bench();
            const Acting *row = &acting[i];
            bench_run(&bench, &action_sql, as_json(bench.arena, row->query, true));
            bool wanted = !row->known
                              ? bench.out.end == OUTCOME_ANSWERED
                              : sv_find(bench.out.reason, sv_from_c(row->known), 0) != SV_NONE;
            bool syntax = sv_find(bench.out.reason, SV("syntax error"), 0) != SV_NONE;
            if (!wanted || syntax) CHECK_C(bench_outcome(&bench), row->query);
            CHECK(wanted && !syntax);
            bench_free(&bench);
        }
}

// A step that is done twice, as `again` would.
static void a_program_is_not_started(void) {
    Bench bench = new_bench();
    Sv query =
        sv_format(bench.arena, "DO $do$ BEGIN COPY things TO PROGRAM 'cat >> %s'; END $do$", file);
    for (int i = 0; i < 2; i++) {
        bench_run(&bench, &action_sql, as_json(bench.arena, query.at, false));
        CHECK_C(bench_outcome(&bench),
                "bad_value |  | DO runs code, which may do anything, and the "
                "step only reads | add write: true if this step is meant to "
                "change data");
        CHECK(access(file, F_OK) != 0);
    }
    bench_run(&bench, &action_sql, as_json(bench.arena, query.at, true));
    CHECK_INT(bench.out.end, OUTCOME_ANSWERED);
    CHECK(access(file, F_OK) == 0);
    bench_free(&bench);
}

// Where a server takes backslashes for escapes, what was read as a string is one all the same.
static void strings_are_standard(void) {
    CHECK_C(ask("ALTER ROLE runbook SET standard_conforming_strings = off"), "");
    Bench bench = new_bench();
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT 'a\\\\' AS a, ', setval(''things_id_seq'', 900), ' AS b\"}");
    CHECK_C(bench_json(&bench, &action_sql, "rows"),
            "[{\"a\": \"a\\\\\", \"b\": \", setval('things_id_seq', 900), \"}]");
    CHECK_C(ask("ALTER ROLE runbook RESET standard_conforming_strings"), "");
    bench_free(&bench);
}

// ── texts of all kinds of pieces ──

static const char *const heads[] = {
    "SELECT ",
    "SELECT 1",
    "SELECT 'a'",
    "SELECT E'a'\n",
    "VALUES (",
    "WITH x AS (SELECT 1) SELECT ",
    "WITH nextval(a) AS (SELECT 1) SELECT ",
    "(SELECT 1) UNION ALL SELECT ",
    "SELECT 1 FROM generate_series(1,1) AS g(a), ",
    "EXPLAIN (ANALYZE) SELECT ",
    "EXPLAIN (\"analyze\" ",
    "WITH x AS (SELECT 1) (SELECT 1) ORDER BY 1",
    "TABLE parts ",
    "SHOW all",
};
static const char *const pieces[] = {
    "'",
    "''",
    "'a'",
    "E'",
    "e'b'",
    "E'\\''",
    "'\\'",
    "\"q\"",
    "\"",
    "$$",
    "$a$",
    "$a$x$a$",
    "--",
    "-- c\n",
    "-- d\r",
    "\n",
    "\r",
    "\v",
    "\t",
    "/*",
    "*/",
    "/* x */",
    "/* /* */",
    "nextval('s')",
    ", nextval('s')",
    ",nextval/**/('s')",
    ", pg_catalog . nextval\f('s')",
    ",(SELECT nextval('s'))",
    "nextval",
    "('s')",
    ",",
    ", ",
    " ",
    " AS a",
    "1",
    "1e",
    "1e5",
    "0x",
    "::text",
    ", 'x'",
    ", 1",
    ",1",
    "||",
    "U&\"nextval\"",
    "U&'x'",
    " UESCAPE '!'",
    "(",
    ")",
    "x$y",
    "N'z'",
    "B'1'",
    "[",
    "]",
    "ARRAY[",
    "(SELECT 1)",
    "-",
    "+",
    "CASE WHEN true THEN ",
    " END",
};

static size_t pick(uint64_t *state, size_t count) {
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(*state >> 33) % count;
}

static Sv any_text(Arena *arena, uint64_t *state) {
    Sv text = sv_from_c(heads[pick(state, sizeof heads / sizeof *heads)]);
    for (size_t left = 1 + pick(state, 7); left > 0; left--)
        text = sv_format(arena, "%.*s%s", SV_ARG(text),
                         pieces[pick(state, sizeof pieces / sizeof *pieces)]);
    return text;
}

// Whatever passes for a read takes no number of a sequence, however the server reads the text.
static void any_texts(void) {
    CHECK_C(ask("CREATE SEQUENCE s"), "");
    uint64_t state = 7;
    long answered = 0;
    PGconn *conn = PQconnectdb(server.tcp);
    for (long round = soaking() ? 400000 : 2000; round > 0; round--) {
        Arena *arena = arena_new(1 << 20);
        SqlText text;
        SqlProblem problem;
        Sv query = any_text(arena, &state);
        if (sql_lex(arena, query, &text, &problem) && text.acts.len == 0) {
            PGresult *result = PQexec(conn, query.at);
            answered += PQresultStatus(result) == PGRES_TUPLES_OK;
            PQclear(result);
            result = PQexec(conn, "SELECT is_called FROM s");
            bool called = strcmp(PQgetvalue(result, 0, 0), "f") != 0;
            PQclear(result);
            if (called) fprintf(stderr, "taken for a read: %.*s\n", SV_ARG(query));
            CHECK(!called);
            if (called) PQclear(PQexec(conn, "ALTER SEQUENCE s RESTART"));
        }
        arena_free(arena);
    }
    PQfinish(conn);
    CHECK(answered > 50);
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    connection.sql = sv_from_c(server.tcp);
    file[strlen(file) - strlen("/made")] = '\0';
    // The server may run as somebody else.
    CHECK(mkdtemp(file) && chmod(file, 0777) == 0);
    char folder[64];
    snprintf(folder, sizeof folder, "%s", file);
    strcat(file, "/made");
    CHECK_C(ask("CREATE TABLE things (id serial PRIMARY KEY, name text)"), "");
    CHECK_C(ask("CREATE TABLE parts (a int)"), "");
    CHECK_C(ask("CREATE TABLE nextval_log (a int)"), "");
    CHECK_C(ask("CREATE PROCEDURE nothing() LANGUAGE sql AS ''"), "");
    what_reads();
    lines_are_rows();
    lines_are_text();
    what_acts_is_not_sent();
    CHECK_C(ask("SELECT is_called || ' ' || (SELECT count(*) FROM things) FROM things_id_seq"),
            "false 0");
    a_program_is_not_started();
    what_acts_is_known();
    strings_are_standard();
    any_texts();
    pg_stop(&server);
    char *remove[] = {"rm", "-rf", folder, NULL};
    pid_t pid;
    CHECK(posix_spawnp(&pid, remove[0], NULL, NULL, remove, environ) == 0);
    waitpid(pid, NULL, 0);
    return check_done();
}
