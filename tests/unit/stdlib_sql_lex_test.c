// Reading a statement as far as binding needs it: what is a name, what only looks like one, and
// what is refused.
#include "check.h"

#include "drivers/sql/sql_lex.h"

// "numbered | names | VERB" and "rows" where rows may come; "error | hint" where it is refused.
static Sv lexed(Arena *arena, const char *query) {
    SqlText text;
    SqlProblem problem = {0};
    if (!sql_lex(arena, sv_from_c(query), &text, &problem))
        return sv_format(arena, "%.*s | %.*s", SV_ARG(problem.error), SV_ARG(problem.hint));
    Sv names = {0};
    for (size_t i = 0; i < text.name_count; i++)
        names = sv_format(arena, "%.*s%s%.*s", SV_ARG(names), i ? "," : "", SV_ARG(text.names[i]));
    Sv numbered = sql_numbered(arena, &text);
    return sv_format(arena, "%.*s | %.*s | %.*s%s", SV_ARG(numbered), SV_ARG(names),
                     SV_ARG(text.verb), text.may_give_rows ? " rows" : "");
}

static void check_lex(const char *query, const char *wanted) {
    Arena *arena = arena_new(1 << 20);
    CHECK_C(lexed(arena, query), wanted);
    arena_free(arena);
}

static void binds(void) {
    check_lex("SELECT 1", "SELECT 1 |  | SELECT rows");
    check_lex("DELETE FROM a RETURNING b", "DELETE FROM a RETURNING b |  | DELETE rows");
    check_lex("WITH x AS (DELETE FROM a RETURNING b) INSERT INTO c SELECT b FROM x",
              "WITH x AS (DELETE FROM a RETURNING b) INSERT INTO c SELECT b FROM x |  | INSERT");
    check_lex("CREATE FUNCTION f() BEGIN ATOMIC DELETE FROM a RETURNING b; END",
              "CREATE FUNCTION f() BEGIN ATOMIC DELETE FROM a RETURNING b; END |  | CREATE");
    check_lex("CALL p(:a)", "CALL p($1) | a | CALL");
    check_lex("  select :a, :b, :a ; ", "select $1, $2, $1 | a,b | SELECT rows");
    check_lex("SELECT :id::uuid, x::text", "SELECT $1::uuid, x::text | id | SELECT rows");
    check_lex("SELECT ':a', E'\\':b', 'it''s :c', \":d\", `:e`",
              "SELECT ':a', E'\\':b', 'it''s :c', \":d\", `:e` |  | SELECT rows");
    check_lex("SELECT e':a\\\\', :b", "SELECT e':a\\\\', $1 | b | SELECT rows");
    check_lex("SELECT 'a\\', :b", "SELECT 'a\\', $1 | b | SELECT rows");
    check_lex("SELECT $$ :a $$, $tag$ $$ :b $tag$, :c",
              "SELECT $$ :a $$, $tag$ $$ :b $tag$, $1 | c | SELECT rows");
    check_lex("SELECT 1 -- :a\n, :b", "SELECT 1 -- :a\n, $1 | b | SELECT rows");
    check_lex("SELECT /* :a /* :b */ :c */ :d", "SELECT /* :a /* :b */ :c */ $1 | d | SELECT rows");
    check_lex("SELECT x[1:2], x[a:b], x[f(1):n], x[:n]",
              "SELECT x[1:2], x[a:b], x[f(1):n], x[$1] | n | SELECT rows");
    check_lex("SELECT f(a := :v), '{\"k\":1}'::jsonb",
              "SELECT f(a := $1), '{\"k\":1}'::jsonb | v | SELECT rows");
    check_lex("SELECT a$b, c$1 FROM t", "SELECT a$b, c$1 FROM t |  | SELECT rows");
    check_lex("SELECT :größe", "SELECT $1 | größe | SELECT rows");
    check_lex("SELECT :a1_B+:c", "SELECT $1+$2 | a1_B,c | SELECT rows");
    check_lex("SELECT a ? 'k', a ?| :keys", "SELECT a ? 'k', a ?| $1 | keys | SELECT rows");
}

static void verbs(void) {
    check_lex("insert into t values (1)", "insert into t values (1) |  | INSERT");
    check_lex("INSERT INTO t SELECT 1", "INSERT INTO t SELECT 1 |  | INSERT");
    check_lex("DELETE FROM t RETURNING id", "DELETE FROM t RETURNING id |  | DELETE rows");
    check_lex("WITH x AS (DELETE FROM t RETURNING id) SELECT * FROM x",
              "WITH x AS (DELETE FROM t RETURNING id) SELECT * FROM x |  | WITH rows");
    check_lex("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
              "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x |  | INSERT");
    check_lex("(SELECT 1) UNION (SELECT 2)", "(SELECT 1) UNION (SELECT 2) |  | SELECT rows");
    check_lex("-- why\nSELECT 1", "-- why\nSELECT 1 |  | SELECT rows");
    check_lex(
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END |  | CREATE");
    check_lex("CREATE TRIGGER t AFTER INSERT ON x BEGIN DELETE FROM y; END;",
              "CREATE TRIGGER t AFTER INSERT ON x BEGIN DELETE FROM y; END |  | CREATE");
    check_lex("VACUUM", "VACUUM |  | VACUUM");
}

static void check_plain(const char *query, bool plain) {
    Arena *arena = arena_new(1 << 20);
    SqlText text;
    SqlProblem problem;
    CHECK(sql_lex(arena, sv_from_c(query), &text, &problem));
    if (text.plain != plain) fprintf(stderr, "%s\n", query);
    CHECK(text.plain == plain);
    arena_free(arena);
}

static void plain(void) {
    check_plain("SELECT 1", true);
    check_plain("SELECT count(*), MAX (a) FROM t WHERE b IN (1, 2) AND (c OR d) AND e = ANY(:x)",
                true);
    check_plain("SELECT t.a, (t.b) FROM t WHERE t.a = (1)", true);
    check_plain("SELECT * FROM t JOIN u USING (id)", true);
    check_plain("SELECT f(1)", false);
    check_plain("SELECT set_config('x', 'y', false)", false);
    check_plain("SELECT mine.count(1)", false);
    check_plain("SELECT mine . count(1)", false);
    check_plain("SELECT \"count\"(1)", false);
    check_plain("SELECT count /* x */ (1), (SELECT g(2))", false);
    check_plain("WITH x AS (SELECT 1) SELECT * FROM x", false);
    check_plain("VALUES (1)", false);
    check_plain("SET a = 1", false);
    check_plain("DO 'x'", false);
}

static void refused(void) {
    check_lex("", "the query is empty | write one statement: sql: SELECT 1");
    check_lex(" -- nothing\n /* at all */ ;",
              "the query is empty | write one statement: sql: SELECT 1");
    check_lex(
        "SELECT 1;\n\nSELECT 2",
        "there is more than one statement: another begins with 'SELECT 2' | one step is one statement: make a step of each");
    check_lex("SELECT 1; -- fine\n;;", "SELECT 1 |  | SELECT rows");
    check_lex("SELECT\n 'a", "a string that begins in line 2 does not end | close it with '");
    check_lex("SELECT \"a", "a quoted name that begins in line 1 does not end | close it with \"");
    check_lex("SELECT 1 /* a /* b */",
              "a comment that begins in line 1 does not end | close it with */");
    check_lex("DO $x$ a $$ b",
              "a dollar-quoted text that begins in line 1 does not end | close it with $x$");
    check_lex(
        "SELECT $1",
        "'$1' stands in the query, but values are bound by name | write :name, and beside the query "
        "params: { name: … }");
    check_lex(
        "SELECT ${inputs.x}",
        "'${' stands in the query, which is never templated | write :name, and beside the query "
        "params: { name: ${…} }");
    check_lex(
        "BEGIN",
        "'BEGIN' makes no sense alone: a transaction does not reach beyond its step | give the statement "
        "itself, with write: true and transaction: true");
    check_lex(
        "commit",
        "'COMMIT' makes no sense alone: a transaction does not reach beyond its step | give the statement "
        "itself, with write: true and transaction: true");
    check_lex(
        "\\d users",
        "a backslash stands in the query: commands such as \\d belong to psql | ask the catalogue: SELECT … "
        "FROM information_schema.tables");
    check_lex(
        ".tables",
        "commands that begin with a dot belong to SQLite's own shell | ask the catalogue: SELECT name FROM "
        "sqlite_schema");
    check_lex(
        "COPY t FROM STDIN",
        "COPY … FROM STDIN needs a stream, which a step does not have | use shell: with psql, or "
        "INSERT the rows");
}

static void check_names(const char *query, const char *const *given, size_t count,
                        const char *wanted) {
    Arena *arena = arena_new(1 << 20);
    SqlText text;
    SqlProblem problem = {0};
    Sv names[4];
    for (size_t i = 0; i < count; i++)
        names[i] = sv_from_c(given[i]);
    CHECK(sql_lex(arena, sv_from_c(query), &text, &problem));
    bool good = sql_check_names(arena, &text, names, count, &problem);
    Sv found = good ? SV("good")
                    : sv_format(arena, "%.*s | %.*s", SV_ARG(problem.error), SV_ARG(problem.hint));
    CHECK_C(found, wanted);
    arena_free(arena);
}

static void names(void) {
    static const char *const both[] = {"tenant", "id"}, *one[] = {"tenant"};
    check_names("SELECT :id, :tenant", both, 2, "good");
    check_names("SELECT 1", NULL, 0, "good");
    check_names(
        "SELECT :tenat", one, 1,
        "the query's ':tenat' is not among params; did you mean ':tenant'? | write :tenant in the query");
    check_names("SELECT :other", NULL, 0,
                "the query's ':other' is not among params | params: { other: … }");
    check_names(
        "SELECT :tenant", both, 2,
        "params has 'id', which the query does not use | write :id in the query, or leave it out of params");
}

static void places(void) {
    Arena *arena = arena_new(1 << 20);
    SqlText text;
    SqlProblem problem;
    CHECK(sql_lex(arena, SV("SELECT :first, :second, bad"), &text, &problem));
    Sv numbered = sql_numbered(arena, &text);
    CHECK_C(numbered, "SELECT $1, $2, bad");
    CHECK_INT(sql_original_offset(&text, 0), 0);
    CHECK_INT(sql_original_offset(&text, 7), 7);
    CHECK_INT(sql_original_offset(&text, 8), 7);
    CHECK_INT(sql_original_offset(&text, 9), 13);
    CHECK_INT(sql_original_offset(&text, sv_find(numbered, SV("bad"), 0)),
              sv_find(text.text, SV("bad"), 0));
    CHECK_INT(sql_original_offset(&text, 1000), text.text.len);
    CHECK_C(sql_caret(arena, SV("SELECT a,\n  größe, b\nFROM t"), 21), "  größe, b\n         ^");
    CHECK_C(sql_caret(arena, SV("x"), 99), "x\n ^");
    Sv wide = sv_format(arena, "SELECT %0100d, bad FROM a_table_with_a_long_name, another_one", 0);
    CHECK_C(sql_caret(arena, wide, sv_find(wide, SV("bad"), 0)),
            "000000000000000000000000000000000000, bad FROM a_table_with_a_long_name, ano\n"
            "                                      ^");
    CHECK_C(sql_shown(arena, SV("\n  -- the count\n  SELECT count(*)\n  FROM t\n")),
            "SELECT count(*) …");
    CHECK_C(sql_shown(arena, SV("SELECT 1\n\n")), "SELECT 1");
    arena_free(arena);
}

// Whatever the bytes: no crash, and what is taken has as many names as numbers.
static void any_bytes(void) {
    static const char pieces[][6] = {"'",  "\"", "$",  "$$", ":a", "::", "/*", "*/", "--",
                                     "\n", ";",  "E'", "\\", "[",  "]",  "x",  " ",  "\xff"};
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
        if (sql_lex(arena, (Sv){query, used}, &text, &problem)) {
            Sv numbered = sql_numbered(arena, &text);
            if (sql_original_offset(&text, numbered.len) > text.text.len) CHECK(false);
        } else if (problem.error.len == 0) {
            CHECK(false);
        }
        arena_free(arena);
    }
    CHECK(true);
}

int main(void) {
    binds();
    verbs();
    plain();
    refused();
    names();
    places();
    any_bytes();
    return check_done();
}
