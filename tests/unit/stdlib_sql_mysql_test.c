// Reading a statement in the dialect of MariaDB and MySQL: quotes and comments, what binds, and
// what a statement does besides reading, however it is hidden.
#include "check.h"

#include "drivers/sql/sql_lex.h"

// "marked | acts", or "refused: …".
static Sv lexed(Arena *arena, const char *query) {
    SqlText text;
    SqlProblem problem = {0};
    if (!sql_lex_as(arena, sv_from_c(query), SQL_MYSQL, &text, &problem))
        return sv_format(arena, "refused: %.*s", SV_ARG(problem.error));
    Sv marked = sql_marked(arena, &text);
    return sv_format(arena, "%.*s | %.*s", SV_ARG(marked), SV_ARG(text.acts));
}

static void check_lex(const char *query, const char *wanted) {
    Arena *arena = arena_new(1 << 20);
    CHECK_C(lexed(arena, query), wanted);
    arena_free(arena);
}

static void quotes(void) {
    check_lex("SELECT :a, :b, :a", "SELECT ?, ?, ? | ");
    check_lex("SELECT 'it\\'s :a', :b", "SELECT 'it\\'s :a', ? | ");
    check_lex("SELECT \"it\\\"s :a\", :b", "SELECT \"it\\\"s :a\", ? | ");
    check_lex("SELECT \"it's :a\", 'say \"x', `a\"':c`, :b",
              "SELECT \"it's :a\", 'say \"x', `a\"':c`, ? | ");
    check_lex("SELECT `a\\`, :b", "SELECT `a\\`, ? | ");
    check_lex("SELECT e'a\\'', :b", "SELECT e'a\\'', ? | ");
    check_lex("SELECT $$, :b", "SELECT $$, ? | ");
    check_lex("SELECT '${x}', :b", "SELECT '${x}', ? | ");
    check_lex("SELECT ${x}", "refused: '${' stands in the query, which is never templated");
    check_lex("SELECT ?", "refused: '?' stands in the query, but values are bound by name");
    check_lex("SELECT @a := :b", "SELECT @a := ? | ");
    check_lex("SELECT 'a", "refused: a string that begins in line 1 does not end");
    check_lex(
        "SELECT 1 \\G",
        "refused: a backslash stands in the query: commands such as \\G belong to mysql's shell");
}

static void comments(void) {
    check_lex("SELECT 1 # :a\n, :b", "SELECT 1 # :a\n, ? | ");
    check_lex("SELECT 5--1, :b", "SELECT 5--1, ? | ");
    check_lex("SELECT 5-- :a\n, :b", "SELECT 5-- :a\n, ? | ");
    check_lex("SELECT 1 /* /* :a */, :b", "SELECT 1 /* /* :a */, ? | ");
    check_lex("SELECT 1 /* :a */ /* /*/, :b", "SELECT 1 /* :a */ /* /*/, ? | ");
    check_lex("SELECT /*+ NO_INDEX_MERGE(t) */ a FROM t",
              "SELECT /*+ NO_INDEX_MERGE(t) */ a FROM t | ");
    check_lex("SELECT /*+ QB_NAME(`*/`) */ 1",
              "refused: a quote stands in a hint, /*+ … */, and MySQL reads on behind it");
    check_lex("SELECT 1 /*!50000 FOR UPDATE */",
              "refused: what stands in a comment of the form /*! … */ is carried out by MySQL");
    check_lex("SELECT 1 /*M!100100 FOR UPDATE */",
              "refused: what stands in a comment of the form /*! … */ is carried out by MySQL");
}

// What the server reads as a comment must be one here too: else a quote in it hides what follows.
static void hidden(void) {
    static const char into[] = "SELECT … INTO OUTFILE writes a file of the server";
    static const char *const hides[] = {
        "SELECT 1 # \r'\n INTO OUTFILE '/tmp/x' # '",
        "SELECT 1 --\x7f'\n INTO OUTFILE '/tmp/x' -- '",
        "SELECT 1 --\t'\n INTO OUTFILE '/tmp/x' -- '",
        "SELECT 1 /* ' */ INTO OUTFILE '/tmp/x' /* ' */",
        "SELECT '\\\\' INTO OUTFILE '/tmp/x'",
        "SELECT \"\\\\\" INTO OUTFILE '/tmp/x' # \"",
        "SELECT `\\` INTO OUTFILE '/tmp/x' # `",
        "SELECT 1 /* /* */ INTO OUTFILE '/tmp/x' # */",
        "(SELECT 1) INTO OUTFILE '/tmp/x'",
        "TABLE t INTO OUTFILE '/tmp/x'",
        "WITH a AS (SELECT 1) SELECT 1 INTO DUMPFILE '/tmp/x'",
        "SELECT 1 UNION SELECT 2 INTO/**/OUTFILE '/tmp/x'",
    };
    for (size_t i = 0; i < sizeof hides / sizeof *hides; i++) {
        Arena *arena = arena_new(1 << 20);
        SqlText text = {0};
        SqlProblem problem = {0};
        bool read = sql_lex_as(arena, sv_from_c(hides[i]), SQL_MYSQL, &text, &problem);
        if (!read || !sv_eq_c(text.acts, into)) fprintf(stderr, "%s\n", hides[i]);
        CHECK(read && sv_eq_c(text.acts, into));
        arena_free(arena);
    }
}

static void acts(void) {
    check_lex("SHOW GRANTS", "SHOW GRANTS | ");
    check_lex("DESC t", "DESC t | ");
    check_lex("DESCRIBE t", "DESCRIBE t | ");
    check_lex("EXPLAIN t", "EXPLAIN t | ");
    check_lex("EXPLAIN FORMAT=JSON SELECT 1", "EXPLAIN FORMAT=JSON SELECT 1 | ");
    check_lex("EXPLAIN UPDATE t SET a = 1", "EXPLAIN UPDATE t SET a = 1 | ");
    check_lex("EXPLAIN SELECT sys_eval('x')",
              "EXPLAIN SELECT sys_eval('x') | sys_eval() starts a program on the server");
    check_lex(
        "EXPLAIN ANALYZE UPDATE t SET a = 1",
        "EXPLAIN ANALYZE UPDATE t SET a = 1 | EXPLAIN ANALYZE carries it out: UPDATE changes rows");
    check_lex("SELECT `sys_exec`/* */ ('x')",
              "SELECT `sys_exec`/* */ ('x') | sys_exec() starts a program on the server");
    check_lex(
        "SELECT a FROM t LOCK IN SHARE MODE",
        "SELECT a FROM t LOCK IN SHARE MODE | LOCK IN SHARE MODE locks the rows that are read");
    check_lex(
        "SELECT a FROM (SELECT a FROM t FOR UPDATE) x",
        "SELECT a FROM (SELECT a FROM t FOR UPDATE) x | FOR UPDATE locks the rows that are read");
    check_lex("SELECT a FROM t FOR SHARE SKIP LOCKED",
              "SELECT a FROM t FOR SHARE SKIP LOCKED | FOR SHARE locks the rows that are read");
    check_lex("SELECT 1 INTO @x",
              "SELECT 1 INTO @x | SELECT … INTO writes a file of the server, or sets variables");
    check_lex("SELECT share FROM t WHERE a IN (1)", "SELECT share FROM t WHERE a IN (1) | ");
    check_lex(
        "RENAME TABLE a TO b",
        "RENAME TABLE a TO b | RENAME begins no kind of statement that is known to only read");
    check_lex("SELECT 1; DROP TABLE t",
              "refused: there is more than one statement: another begins with 'DROP TABLE t'");
    check_lex(
        "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END;",
        "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END; | CREATE makes something");
}

static void places(void) {
    Arena *arena = arena_new(1 << 20);
    SqlText text;
    SqlProblem problem;
    CHECK(sql_lex_as(arena, SV("SELECT :first, :second, bad"), SQL_MYSQL, &text, &problem));
    Sv marked = sql_marked(arena, &text);
    size_t at = sv_find(marked, SV("bad"), 0);
    CHECK_INT(sql_marked_offset(&text, at), sv_find(text.text, SV("bad"), 0));
    CHECK_INT(sql_marked_offset(&text, sv_find_char(marked, '?', 0)),
              sv_find_char(text.text, ':', 0));
    arena_free(arena);
}

// Whatever the bytes: no crash, and a reason where it is not taken.
static void any_bytes(void) {
    static const char pieces[][6] = {"'",  "\"", "`",   "#",  ":a", "/*!", "/*", "*/", "-- ",
                                     "\n", ";",  "/*+", "\\", "?",  "@",   "x",  " ",  "\x7f"};
    uint64_t state = 7;
    for (int round = 0; round < 20000; round++) {
        Arena *arena = arena_new(1 << 20);
        char query[64] = "";
        size_t used = 0;
        for (int i = 0; i < 10; i++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const char *piece = pieces[(state >> 33) % (sizeof pieces / sizeof *pieces)];
            memcpy(query + used, piece, strlen(piece));
            used += strlen(piece);
        }
        SqlText text;
        SqlProblem problem = {0};
        if (sql_lex_as(arena, (Sv){query, used}, SQL_MYSQL, &text, &problem)) {
            Sv marked = sql_marked(arena, &text);
            if (sql_marked_offset(&text, marked.len) > text.text.len) CHECK(false);
            if (sv_count(marked, '?') < text.bind_count) CHECK(false);
        } else if (problem.error.len == 0) {
            CHECK(false);
        }
        arena_free(arena);
    }
    CHECK(true);
}

int main(void) {
    quotes();
    comments();
    hidden();
    acts();
    places();
    any_bytes();
    return check_done();
}
