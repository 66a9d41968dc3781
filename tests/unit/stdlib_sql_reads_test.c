// What a statement does besides reading, as far as its text shows: every kind of statement of the
// manuals of PostgreSQL and SQLite, the functions that act in every spelling, and what only looks
// so.
#include "check.h"

#include "drivers/sql/sql_lex.h"
#include "drivers/sql/sql_reads.h"

#include <string.h>

typedef struct Case {
    const char *query, *acts; // "" = it only reads
} Case;

static void check_cases(const Case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Arena *arena = arena_new(1 << 20);
        SqlText text = {0};
        SqlProblem problem = {0};
        Sv found = sql_lex(arena, sv_from_c(cases[i].query), &text, &problem)
                       ? text.acts
                       : sv_format(arena, "refused: %.*s", SV_ARG(problem.error));
        if (!sv_eq_c(found, cases[i].acts)) fprintf(stderr, "%s\n", cases[i].query);
        CHECK_C(found, cases[i].acts);
        arena_free(arena);
    }
}
#define CHECK_CASES(cases) check_cases((cases), sizeof(cases) / sizeof *(cases))

static void what_reads(void) {
    static const Case cases[] = {
        {"SELECT 1", ""},
        {"select * from t where a = 1 order by 2", ""},
        {"(SELECT 1)", ""},
        {"((SELECT 1) UNION (SELECT 2)) ORDER BY 1", ""},
        {"(SELECT a FROM t) UNION ALL SELECT b FROM u", ""},
        {"\xef\xbb\xbfSELECT 1", ""},
        {"-- why\n/* and /* how */ */ SELECT 1", ""},
        {"VALUES (1), (2)", ""},
        {"TABLE t", ""},
        {"SHOW ALL", ""},
        {"SHOW server_version", ""},
        {"WITH x AS (SELECT 1) SELECT * FROM x", ""},
        {"WITH x AS NOT MATERIALIZED (VALUES (1)) TABLE x", ""},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", ""},
        {"WITH a AS (WITH b AS (SELECT 1) SELECT * FROM b) SELECT * FROM a", ""},
        {"WITH x AS (SELECT 1) (SELECT * FROM x) ORDER BY 1", ""},
        {"COPY t TO STDOUT", ""},
        {"copy (select a from t) to stdout with (format csv)", ""},
        {"EXPLAIN SELECT 1", ""},
        {"EXPLAIN ANALYZE SELECT 1", ""},
        {"EXPLAIN (FORMAT JSON) SELECT * FROM t", ""},
        {"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) (SELECT 1)", ""},
        {"EXPLAIN VERBOSE WITH x AS (SELECT 1) SELECT * FROM x", ""},
        {"EXPLAIN QUERY PLAN SELECT * FROM t", ""},
        {"EXPLAIN (SELECT 1)", ""},
        // Planned only.
        {"EXPLAIN DELETE FROM t", ""},
        {"EXPLAIN (COSTS off) UPDATE t SET a = 1", ""},
        {"EXPLAIN (ANALYZE off) DELETE FROM t", ""},
        {"EXPLAIN (\"format\" json, \"analyze\" off) DELETE FROM t", ""},
        {"EXPLAIN (ANALYZE 0, VERBOSE) INSERT INTO t VALUES (1)", ""},
        {"EXPLAIN SELECT nextval('s')", ""},
        {"EXPLAIN CREATE TABLE t AS SELECT 1", ""},
        {"PRAGMA table_info(users)", ""},
        {"PRAGMA main.table_xinfo('users')", ""},
        {"PRAGMA integrity_check", ""},
        {"PRAGMA integrity_check(10)", ""},
        {"pragma journal_mode", ""},
        {"PRAGMA \"user_version\"", ""},
        {"PRAGMA foreign_key_check", ""},
        {"EXPLAIN PRAGMA page_size", ""},
        {"SELECT * FROM pragma_table_info('users')", ""},
        // Advisory locks are given back.
        {"SELECT pg_try_advisory_lock(1), pg_advisory_xact_lock(2), pg_advisory_unlock_all()", ""},
        {"SELECT pg_sleep(1), pg_read_file('x'), pg_stat_file('x'), txid_current(), currval('s')",
         ""},
        {"SELECT pg_is_in_recovery(), pg_stat_get_backend_pid(1), pg_logical_slot_peek_changes('s', "
         "NULL, NULL)",
         ""},
        // Names that are like those of functions, and changes.
        {"SELECT * FROM nextval_log", ""},
        {"SELECT nextval FROM setval WHERE pg_notify = 1", ""},
        {"SELECT t.nextval, \"pg_reload_conf\" FROM t", ""},
        {"SELECT nextval IN (1, 2), (nextval) FROM t", ""},
        {"WITH nextval(a) AS (SELECT 1), setval(b) AS (SELECT 2) SELECT * FROM nextval, setval",
         ""},
        {"SELECT * FROM generate_series(1, 3) AS nextval(a)", ""},
        {"SELECT 'nextval(1)', $$ nextval(2) $$, $x$ setval() $x$ -- nextval(3)\n/* nextval(4) */",
         ""},
        {"SELECT E'\\' nextval(1)', U&'nextval(1)'", ""},
        {"SELECT my_nextval(1), nextval_of(2)", ""},
        {"SELECT schedule('a'), mine.schedule('b')", ""},
        {"SELECT insert, update, delete FROM t WHERE (delete) AND (update IS NULL OR insert = 1)",
         ""},
        {"WITH delete AS (SELECT 1), update AS (SELECT 2) SELECT * FROM delete, update", ""},
        {"SELECT (replace(a, 'x', 'y')), (update).a FROM t", ""},
        {"SELECT substring(a FROM 1 FOR key), substring((a) FOR share), overlay(a PLACING b FROM 1 "
         "FOR update) FROM t",
         ""},
        {"SELECT 1 AS into, t.into FROM t", ""},
        {"SELECT \"into\", \"for\" FROM t", ""},
        {"SELECT a FROM t WHERE do AND call AND lock", ""},
        {"SELECT count(*) FILTER (WHERE x) OVER (PARTITION BY update ORDER BY set) FROM t", ""},
    };
    CHECK_CASES(cases);
}

#define SETS   " changes a setting of the session, which ends with the step"
#define AWAKE  "makes no sense alone: a transaction does not reach beyond its step"
#define CURSOR " a cursor, which no step has"

// Those of the manual of PostgreSQL, each as it begins.
static void kinds_of_postgres(void) {
    static const Case cases[] = {
        {"ABORT", "refused: 'ABORT' " AWAKE},
        {"ALTER TABLE t ADD x int", "ALTER changes what there is"},
        {"ALTER SYSTEM SET work_mem = '4MB'", "ALTER changes what there is"},
        {"ALTER ROLE app SET search_path = x", "ALTER changes what there is"},
        {"ANALYZE t", "ANALYZE gathers statistics that queries are planned by"},
        {"BEGIN READ WRITE", "refused: 'BEGIN' " AWAKE},
        {"CALL p(1)", "CALL runs a procedure, which may do anything"},
        {"CHECKPOINT", "CHECKPOINT has the server write what it holds in memory to its disk"},
        {"CLOSE c", "CLOSE closes" CURSOR},
        {"CLUSTER t", "CLUSTER rewrites a table"},
        {"COMMENT ON TABLE t IS 'x'", "COMMENT changes what is said of something"},
        {"COMMIT", "refused: 'COMMIT' " AWAKE},
        {"COMMIT PREPARED 'x'", "refused: 'COMMIT' " AWAKE},
        {"COPY t FROM '/tmp/x'", "COPY … FROM adds rows"},
        {"COPY t FROM PROGRAM 'x'", "COPY … FROM adds rows"},
        {"COPY t TO '/tmp/x'", "COPY … TO a file writes one on the server"},
        {"COPY t (a, b) TO '/tmp/x' (FORMAT csv)", "COPY … TO a file writes one on the server"},
        {"COPY (SELECT 1) TO PROGRAM 'sh'", "COPY … TO PROGRAM starts a program on the server"},
        {"COPY t TO /* x */ program 'sh'", "COPY … TO PROGRAM starts a program on the server"},
        {"COPY (DELETE FROM t RETURNING a) TO '/x'", "DELETE within it changes rows"},
        {"CREATE TABLE t (x int)", "CREATE makes something"},
        {"CREATE TEMP TABLE t AS SELECT 1", "CREATE makes something"},
        {"CREATE EXTENSION dblink", "CREATE makes something"},
        {"DEALLOCATE ALL", "DEALLOCATE drops a prepared statement, which no step has"},
        {"DECLARE c CURSOR FOR SELECT 1", "DECLARE makes a cursor, which ends with the step"},
        {"DELETE FROM t", "DELETE removes rows"},
        {"DISCARD ALL", "DISCARD drops what a session holds, and a step begins without any of it"},
        {"DO $$ BEGIN COPY t TO PROGRAM 'sh'; END $$", "DO runs code, which may do anything"},
        {"do 'x'", "DO runs code, which may do anything"},
        {"DROP TABLE t", "DROP removes something"},
        {"END", "refused: 'END' " AWAKE},
        {"EXECUTE q(1)", "EXECUTE runs a prepared statement, which no step has"},
        {"FETCH ALL FROM c", "FETCH reads from" CURSOR},
        {"GRANT ALL ON t TO app", "GRANT gives rights"},
        {"IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c", "IMPORT makes foreign tables"},
        {"INSERT INTO t SELECT 1", "INSERT adds rows"},
        {"LISTEN c", "LISTEN waits for notices, which ends with the step"},
        {"LOAD 'x'", "LOAD loads code into the session"},
        {"LOCK TABLE t", "LOCK takes a lock, which ends with the step"},
        {"MERGE INTO t USING s ON a = b WHEN MATCHED THEN DELETE", "MERGE changes rows"},
        {"MOVE NEXT FROM c", "MOVE moves" CURSOR},
        {"NOTIFY c, 'x'", "NOTIFY wakes whoever listens"},
        {"PREPARE q AS SELECT 1",
         "PREPARE keeps a statement for a session, which ends with the step"},
        {"PREPARE TRANSACTION 'x'",
         "PREPARE keeps a statement for a session, which ends with the step"},
        {"REASSIGN OWNED BY a TO b", "REASSIGN gives what somebody owns to another"},
        {"REFRESH MATERIALIZED VIEW v", "REFRESH fills a materialized view again"},
        {"REINDEX TABLE t", "REINDEX makes indexes again"},
        {"RELEASE SAVEPOINT a", "refused: 'RELEASE' " AWAKE},
        {"RESET ALL", "RESET" SETS},
        {"REVOKE ALL ON t FROM app", "REVOKE takes rights"},
        {"ROLLBACK TO a", "refused: 'ROLLBACK' " AWAKE},
        {"SAVEPOINT a", "refused: 'SAVEPOINT' " AWAKE},
        {"SECURITY LABEL ON TABLE t IS 'x'", "SECURITY changes a label of security"},
        {"SELECT 1 INTO t", "SELECT … INTO makes a table"},
        {"SELECT * INTO UNLOGGED t FROM u", "SELECT … INTO makes a table"},
        {"WITH x AS (SELECT 1) SELECT * INTO t FROM x", "SELECT … INTO makes a table"},
        {"(SELECT 1 INTO t)", "SELECT … INTO makes a table"},
        {"SELECT * FROM t FOR UPDATE", "FOR UPDATE locks the rows that are read"},
        {"SELECT * FROM t FOR NO KEY UPDATE NOWAIT",
         "FOR NO KEY UPDATE locks the rows that are read"},
        {"SELECT * FROM (SELECT a FROM t FOR SHARE OF t) x",
         "FOR SHARE locks the rows that are read"},
        {"(SELECT * FROM t) FOR KEY SHARE SKIP LOCKED",
         "FOR KEY SHARE locks the rows that are read"},
        {"WITH x AS (SELECT 1) (SELECT * FROM t) FOR UPDATE",
         "FOR UPDATE locks the rows that are read"},
        {"TABLE t FOR UPDATE", "FOR UPDATE locks the rows that are read"},
        {"SELECT a FROM t LIMIT 1FOR UPDATE", "FOR UPDATE locks the rows that are read"},
        {"SET search_path = x", "SET" SETS},
        {"SET LOCAL role = x", "SET" SETS},
        {"SET CONSTRAINTS ALL DEFERRED", "SET" SETS},
        {"SET SESSION AUTHORIZATION x", "SET" SETS},
        {"SET TRANSACTION READ WRITE", "SET" SETS},
        {"START TRANSACTION", "refused: 'START' " AWAKE},
        {"TRUNCATE t", "TRUNCATE removes all rows"},
        {"UNLISTEN *", "UNLISTEN ends waiting for notices, which no step does"},
        {"UPDATE t SET a = 1", "UPDATE changes rows"},
        {"VACUUM FULL t", "VACUUM rewrites files of the database"},
        {"/* SELECT */ VACUUM", "VACUUM rewrites files of the database"},
        {"(UPDATE t SET a = 1)", "UPDATE changes rows"},
        {"SELCT 1", "SELCT begins no kind of statement that is known to only read"},
        {"DESCRIBE t", "refused: 'DESCRIBE' is taken by MariaDB and MySQL alone"},
        {"GRANTED", "GRANTED begins no kind of statement that is known to only read"},
        {"WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM x",
         "INSERT within it changes rows"},
        {"WITH x AS MATERIALIZED (/* */ delete\nfrom t RETURNING a) SELECT * FROM x",
         "DELETE within it changes rows"},
        {"WITH x AS (UPDATE ONLY t SET a = 1 RETURNING a) TABLE x",
         "UPDATE within it changes rows"},
        {"WITH x AS (MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE RETURNING a) SELECT 1",
         "MERGE within it changes rows"},
        {"WITH x AS (SELECT 1) DELETE FROM t", "a WITH before DELETE changes rows"},
        {"WITH x(a) AS (SELECT 1), y AS (SELECT 2) INSERT INTO t SELECT * FROM x",
         "a WITH before INSERT changes rows"},
        {"WITH a AS (WITH b AS (SELECT 1) UPDATE t SET a = 1 RETURNING a) SELECT * FROM a",
         "a WITH before UPDATE changes rows"},
        {"EXPLAIN ANALYZE DELETE FROM t", "EXPLAIN ANALYZE carries it out: DELETE removes rows"},
        {"EXPLAIN ANALYSE VERBOSE INSERT INTO t VALUES (1)",
         "EXPLAIN ANALYZE carries it out: INSERT adds rows"},
        {"EXPLAIN (ANALYZE) UPDATE t SET a = 1",
         "EXPLAIN ANALYZE carries it out: UPDATE changes rows"},
        {"EXPLAIN (FORMAT JSON, ANALYZE true) EXECUTE q",
         "EXPLAIN ANALYZE carries it out: EXECUTE runs a prepared statement, which no step has"},
        {"EXPLAIN (ANALYZE off, ANALYZE on) DELETE FROM t",
         "EXPLAIN ANALYZE carries it out: DELETE removes rows"},
        {"EXPLAIN (\"analyze\") DELETE FROM t",
         "EXPLAIN ANALYZE carries it out: DELETE removes rows"},
        {"EXPLAIN (VERBOSE, U&\"\\0061nalyze\" on) DELETE FROM t",
         "EXPLAIN ANALYZE carries it out: DELETE removes rows"},
        {"EXPLAIN (\"verbose\", \"analyze\" 1) SELECT nextval('s')",
         "nextval() takes a number that is not given back"},
        {"EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1",
         "EXPLAIN ANALYZE carries it out: CREATE makes something"},
        {"EXPLAIN ANALYZE WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x",
         "DELETE within it changes rows"},
        {"EXPLAIN ANALYZE SELECT pg_notify('a', 'b')", "pg_notify() wakes whoever listens"},
    };
    CHECK_CASES(cases);
}

static void kinds_of_sqlite(void) {
    static const Case cases[] = {
        {"ATTACH 'x.db' AS x", "refused: 'ATTACH' would reach a database that no connection names"},
        {"DETACH x", "refused: 'DETACH' would leave a database that no step can reach"},
        {"REPLACE INTO t VALUES (1)", "REPLACE changes rows"},
        {"INSERT OR REPLACE INTO t VALUES (1)", "INSERT adds rows"},
        {"WITH x AS (SELECT 1) REPLACE INTO t SELECT * FROM x",
         "a WITH before REPLACE changes rows"},
        {"VACUUM INTO 'copy.db'", "VACUUM rewrites files of the database"},
        {"REINDEX", "REINDEX makes indexes again"},
        {"CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE makes something"},
        {"PRAGMA user_version = 7", "PRAGMA user_version = … sets something"},
        {"PRAGMA main.journal_mode = wal", "PRAGMA journal_mode = … sets something"},
        {"PRAGMA table_info = users", "PRAGMA table_info = … sets something"},
        {"PRAGMA journal_mode(wal)", "PRAGMA journal_mode(…) sets something"},
        {"PRAGMA journal_mode /* x */ (wal)", "PRAGMA journal_mode(…) sets something"},
        {"PRAGMA \"journal_mode\"('wal')", "PRAGMA journal_mode(…) sets something"},
        {"PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint is none that is known to only read"},
        {"PRAGMA main.wal_checkpoint(TRUNCATE)",
         "PRAGMA wal_checkpoint is none that is known to only read"},
        {"PRAGMA incremental_vacuum(5)",
         "PRAGMA incremental_vacuum is none that is known to only read"},
        {"PRAGMA optimize", "PRAGMA optimize is none that is known to only read"},
        {"PRAGMA shrink_memory", "PRAGMA shrink_memory is none that is known to only read"},
        {"PRAGMA writable_schema(1)", "PRAGMA writable_schema(…) sets something"},
        {"PRAGMA unheard_of", "PRAGMA unheard_of is none that is known to only read"},
        {"EXPLAIN PRAGMA journal_mode = wal", "PRAGMA journal_mode = … sets something"},
        {"EXPLAIN QUERY PLAN PRAGMA wal_checkpoint",
         "PRAGMA wal_checkpoint is none that is known to only read"},
        {"SELECT load_extension('x')", "load_extension() runs code from a file"},
        {"SELECT writefile('x', 'y')", "writefile() writes a file"},
        {"SELECT edit(a) FROM t", "edit() starts an editor"},
        {"SELECT `load_extension`('x')", "load_extension() runs code from a file"},
    };
    CHECK_CASES(cases);
}

#define RELOADS "pg_reload_conf() has the server read its configuration again"

static void spellings(void) {
    static const Case cases[] = {
        {"SELECT pg_reload_conf()", RELOADS},
        {"SELECT pg_catalog.pg_reload_conf()", RELOADS},
        {"SELECT pg_catalog . pg_reload_conf ()", RELOADS},
        {"SELECT \"pg_catalog\".\"pg_reload_conf\"()", RELOADS},
        {"SELECT \"pg_reload_conf\"()", RELOADS},
        {"SELECT PG_RELOAD_CONF()", "PG_RELOAD_CONF() has the server read its configuration again"},
        {"SELECT pg_reload_conf\n\t\f\v\r ()", RELOADS},
        {"SELECT pg_reload_conf /* a /* b */ ( */ -- (\n()", RELOADS},
        {"SELECT 1 -- it ends here:\r, pg_reload_conf()", RELOADS},
        {"SELECT U&\"pg\\005freload_conf\"()",
         "U&\"pg\\005freload_conf\" is called, and what that is cannot be read"},
        {"SELECT pg_catalog.u&\"pg!005freload_conf\" UESCAPE '!' ()",
         "U&\"pg!005freload_conf\" is called, and what that is cannot be read"},
        {"SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE pg_reload_conf())", RELOADS},
        {"SELECT CASE WHEN a THEN pg_reload_conf() END FROM t", RELOADS},
        {"SELECT * FROM pg_reload_conf()", RELOADS},
        {"SELECT * FROM t, LATERAL pg_reload_conf() AS x", RELOADS},
        {"SELECT * FROM ROWS FROM (f() AS (x int), pg_reload_conf())", RELOADS},
        {"SELECT DISTINCT ON (a) pg_reload_conf() FROM t", RELOADS},
        {"SELECT 1, pg_reload_conf() AS x", RELOADS},
        {"SELECT 1 ORDER BY pg_reload_conf()", RELOADS},
        {"SELECT 1 LIMIT(pg_reload_conf()::int)", RELOADS},
        {"SELECT a[pg_reload_conf()::int] FROM t", RELOADS},
        {"VALUES (pg_reload_conf())", RELOADS},
        {"WITH x AS (SELECT pg_reload_conf()) SELECT * FROM x", RELOADS},
        {"WITH x AS (SELECT 1) (SELECT 1) ORDER BY 1, pg_reload_conf()", RELOADS},
        {"WITH x AS (SELECT 1) SELECT 1, pg_reload_conf() FROM x", RELOADS},
        {"(SELECT 1) UNION (SELECT pg_reload_conf()::int)", RELOADS},
        {"SELECT E'a'\n'\\'', pg_reload_conf() --'", RELOADS},
        {"SELECT E'a' -- more\n  '\\'', pg_reload_conf() --'", RELOADS},
        {"SELECT e'\\'', pg_reload_conf() --'", RELOADS},
        {"SELECT 'a' 'b', pg_reload_conf()", RELOADS},
        {"SELECT $a$ $b$ $a$, pg_reload_conf()", RELOADS},
        {"SELECT 1or pg_reload_conf()", RELOADS},
        {"SELECT 1e5or pg_reload_conf()", RELOADS},
        {"SELECT a$b$c, pg_reload_conf(), d$b$e", RELOADS},
        {"SELECT :a::text, pg_reload_conf()", RELOADS},
        {"SELECT u & \"a\", pg_reload_conf()", RELOADS},
        {"SELECT nextval('s')", "nextval() takes a number that is not given back"},
        {"SELECT setval('s', 1)", "setval() changes what a sequence gives next"},
        {"SELECT extensions.dblink_exec('x', 'y')",
         "dblink_exec() runs a statement in another session"},
        {"SELECT * FROM dblink('a', 'b') AS (x int)",
         "dblink() runs a statement in another session"},
        {"SELECT a FROM t, dblink('a', 'b') AS (x int)",
         "dblink() runs a statement in another session"},
        {"SELECT dblink_connect_u('a')", "dblink_connect_u() opens another session"},
        {"SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
         "pg_terminate_backend() ends another session"},
        {"SELECT lo_export(1, '/x')", "lo_export() writes a file of the server"},
        {"SELECT pg_stat_reset_shared('bgwriter')",
         "pg_stat_reset_shared() throws statistics away"},
        {"SELECT cron.schedule('a', 'b', 'c')",
         "schedule() changes what the database runs by the clock"},
        {"SELECT \"cron\".\"unschedule\"(1)",
         "unschedule() changes what the database runs by the clock"},
        {"SELECT query_to_xml('x', true, true, '')",
         "query_to_xml() runs the statement in its argument"},
        {"SELECT set_config('a', 'b', false)", "set_config() changes a setting"},
    };
    CHECK_CASES(cases);
}

// What is nested too deeply to be followed does not pass for a read.
static void deep(void) {
    enum { DEEP = 5000 };
    char query[2 * DEEP + 64] = "SELECT ";
    size_t used = strlen(query);
    memset(query + used, '(', DEEP);
    query[used + DEEP] = '1';
    memset(query + used + DEEP + 1, ')', DEEP);
    query[used + 2 * DEEP + 1] = '\0';
    Case nested = {query, "more than 256 parentheses stand within each other (SQL_NESTING)"};
    check_cases(&nested, 1);
    Case closed = {"SELECT 1))) , nextval('s')", "nextval() takes a number that is not given back"};
    check_cases(&closed, 1);
}

// Rows that stand twice, or that another one hides, would never be read.
static void tables(void) {
    static const char *const functions[] = {
#define SQL_FUNCTION(name, does)            name,
#define SQL_FUNCTION_OF(schema, name, does) schema "." name,
#include "drivers/sql/sql_functions.def"
#undef SQL_FUNCTION
#undef SQL_FUNCTION_OF
    };
    size_t count = sizeof functions / sizeof *functions;
    CHECK(count > 90);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(functions[i - 1], functions[i]) >= 0) fprintf(stderr, "%s\n", functions[i]);
        CHECK(strcmp(functions[i - 1], functions[i]) < 0);
    }
    CHECK(sql_statement_row(SV("select")) && !sql_statement_row(SV("selec")));
    for (size_t i = 0; i < sql_statement_row_count; i++)
        CHECK(sql_statement_row(sv_from_c(sql_statement_rows[i].word)) == &sql_statement_rows[i]);
}

int main(void) {
    what_reads();
    kinds_of_postgres();
    kinds_of_sqlite();
    spellings();
    deep();
    tables();
    return check_done();
}
