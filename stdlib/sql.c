// sql: one statement.
#include "drivers/sql/sql_driver.h"

#include "base/limits.h"
#include "base/system/file.h"
#include "common/manual.h"
#include "drivers/sql/sql_lex.h"
#include "drivers/sql/sql_words.h"
#include "sql_results.h"
#include "value/json.h"

typedef struct SqlParams {
    Sv query;
    Sv file;
    Sv file_text;
    bool catalogue;
    Value params;
    bool params_given;
    bool write;
    bool transaction;
    bool allow_empty;
} SqlParams;

enum { QUERY, FILE_, CATALOGUE, PARAMS, WRITE, TRANSACTION, ALLOW_EMPTY };
static const Param params[] = {
    [QUERY] =
        PARAM(SqlParams, query, VERBATIM, .flags = PARAM_SHORT | PARAM_SQL_BINDS | PARAM_EXCLUSIVE,
              .doc = "The statement, never templated: values are bound where `:name` stands."),
    [FILE_] = PARAM(
        SqlParams, file, FILE, .flags = PARAM_EXCLUSIVE,
        .text_offset = PARAM_OFFSET(SqlParams, file_text, TEXT),
        .doc =
            "A file that holds the statement, in place of `query`. It is read when the runbook is; where its name is only "
            "known later, by the step."),
    [CATALOGUE] = PARAM(
        SqlParams, catalogue, BOOL, .flags = PARAM_EXCLUSIVE | PARAM_STATED,
        .doc =
            "In place of a query: `true` asks which tables there are, with their columns and indexes, in one form whichever "
            "database it is. The step yields `tables`, and no rows."),
    [PARAMS] =
        {.name = "params",
         .kind = PARAM_DATA,
         .offset = PARAM_OFFSET(SqlParams, params, DATA),
         .given_offset = offsetof(SqlParams, params_given),
         .doc =
             "The values of the names in the query: `params: { name: ${inputs.name} }`. A list is an "
             "array, a map is JSON."},
    [WRITE] = PARAM(
        SqlParams, write, BOOL, .flags = PARAM_STATED,
        .doc =
            "The statement is meant to act. Without it only what reads is taken (`runbook explain sql-statements`), and it runs in a transaction that only reads."),
    [TRANSACTION] = PARAM(
        SqlParams, transaction, BOOL,
        .doc =
            "With `write`: between BEGIN and COMMIT. What the step expects is judged before COMMIT; "
            "where it does not hold all is rolled back. The server is given the step's deadline, but MySQL. What MariaDB and MySQL "
            "keep at once (CREATE, ALTER, DROP …) is refused beside it."),
    [ALLOW_EMPTY] = PARAM(
        SqlParams, allow_empty, BOOL,
        .doc =
            "With `write`: any number of rows will do, none as well. Without it a change that touched "
            "no row is undecided, unless an expectation reads `affected` or the rows."),
};

static const ActionExample examples[] = {
    {"No migration is pending",
     "name: No migration is pending\n"
     "sql: SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NULL\n"
     "expect: value == 0\n"},
    {"Values are bound by name", "name: The tenant is active\n"
                                 "sql:\n"
                                 "  query: SELECT status, plan FROM tenants WHERE slug = :slug\n"
                                 "  params: { slug: \"${inputs.tenant}\" }\n"
                                 "expect: |\n"
                                 "  row.status == 'active'\n"
                                 "  row.plan in ['team', 'enterprise']\n"},
    {"A change", "name: Stale sessions are closed\n"
                 "sql:\n"
                 "  query: UPDATE sessions SET closed_at = now() WHERE last_seen < :before\n"
                 "  params: { before: \"${now - days(30)}\" }\n"
                 "  write: true\n"
                 "expect: affected < 1000\n"},
    {"Every table of a tenant's data can be searched by tenant",
     "name: Every table of a tenant's data can be searched by tenant\n"
     "sql: { catalogue: true }\n"
     "expect: |\n"
     "  tables.filter(t, t.columns.exists(c, c.name == 'tenant_id'))\n"
     "    .all(t, t.indexes.exists(i, !i.partial && i.columns[0] == 'tenant_id'))\n"},
};

static Sv counted(Arena *arena, size_t count, const char *what) {
    return sv_format(arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static Sv answer_line(Arena *arena, const SqlAnswer *answer, bool write) {
    if (write && answer->column_count == 0)
        return sv_format(arena, "%lld row%s affected", (long long)answer->affected,
                         answer->affected == 1 ? "" : "s");
    return counted(arena, answer->row_count, "row");
}

// What is reported once the statement has ended.
typedef struct Telling {
    const ActionCall *call;
    const SqlParams *given;
    const SqlText *text;
    int64_t began;
    Outcome *out;
} Telling;

static Sv why_untouched(const Telling *telling, const SqlAnswer *answer) {
    if (!telling->given->write || telling->given->allow_empty) return (Sv){0};
    if (answer->untold) return SV("how many rows it touched is not known");
    bool idle = telling->text->changes_rows && answer->affected == 0;
    return idle ? SV("it touched no row") : (Sv){0};
}

static void tell(const Telling *telling, const SqlAnswer *answer) {
    Outcome *out = telling->out;
    out->end = OUTCOME_ANSWERED;
    out->results = sql_results_of(telling->call, answer, telling->given->catalogue, telling->began);
    out->answer =
        telling->given->catalogue
            ? counted(telling->call->arena, value_count(out->results[SQL_TABLES]), "table")
            : answer_line(telling->call->arena, answer, telling->given->write);
    out->untouched = why_untouched(telling, answer);
    if (out->untouched.len)
        out->untouched_hint =
            SV("expect what it must touch, such as affected > 0; where none will do as "
               "well, write allow_empty: true in sql");
}

// Asked by the driver before COMMIT.
static bool may_stay(void *self, const SqlAnswer *answer) {
    const Telling *telling = self;
    tell(telling, answer);
    return telling->call->may_stay(telling->call->self, telling->out);
}

static void conclude(const Telling *telling, const SqlAnswer *answer) {
    Outcome *out = telling->out;
    if (!out->results) tell(telling, answer);
    out->taken_back = answer->taken_back;
    out->idle = answer->idle;
    if (out->taken_back)
        out->answer = sv_format(telling->call->arena, "%.*s, rolled back", SV_ARG(out->answer));
}

// ── the statement ──

static bool refuse(int *param, int at, Sv *error, Sv *hint, Sv reason, Sv what) {
    *param = at;
    *error = reason;
    *hint = what;
    return false;
}

// The text itself, or the content of the file.
static bool read_query(const SqlParams *given, Arena *arena, Sv *out, Sv *error, Sv *hint) {
    *hint = (Sv){0};
    if (given->file.len == 0) {
        *out = given->query;
        return true;
    }
    if (!given->file_text.at) {
        *error = sv_format(arena, "what '%.*s' holds is not known yet", SV_ARG(given->file));
        return false;
    }
    *out = given->file_text;
    if (sv_find(*out, SV("${"), 0) == SV_NONE) return true;
    *error = sv_format(arena, "'${' stands in '%.*s', and a query is never templated",
                       SV_ARG(path_name(given->file)));
    *hint = SV("write :name in the file, and beside it params: { name: ${…} }");
    return false;
}

static bool check_names(const SqlParams *given, Arena *arena, const SqlText *text,
                        SqlProblem *problem) {
    // Params that are one template are not known yet.
    if (given->params_given && given->params.kind == VALUE_NULL) return true;
    size_t count = value_count(given->params);
    Sv *names = arena_new_array(arena, Sv, count);
    for (size_t i = 0; i < count; i++)
        names[i] = value_text(value_key(given->params, i));
    return sql_check_names(arena, text, names, count, problem);
}

// The driver's own statement takes nothing.
static bool validate_catalogue(const SqlParams *given, int *param, Sv *error, Sv *hint) {
    if (given->write)
        return refuse(param, WRITE, error, hint,
                      SV("'write' stands beside 'catalogue', which only reads"),
                      SV("leave it out"));
    if (given->params_given)
        return refuse(param, PARAMS, error, hint,
                      SV("'params' stands beside 'catalogue', which takes no values"),
                      SV("leave it out; choose among the tables in expect: "
                         "tables.filter(t, t.name == inputs.table)"));
    return true;
}

// What is wrong with the statement, in this dialect.
static bool validate_query(const SqlParams *given, Arena *arena, Sv query, SqlDialect dialect,
                           SqlText *text, int *param, Sv *error, Sv *hint) {
    int at = given->file.len ? FILE_ : QUERY;
    SqlProblem problem = {0};
    if (!sql_lex_as(arena, query, dialect, text, &problem))
        return refuse(param, at, error, hint, problem.error, problem.hint);
    if (given->write && text->copies_out)
        return refuse(param, WRITE, error, hint, SV("COPY … TO STDOUT only reads"),
                      SV("leave it out; a change gives its rows by RETURNING"));
    if (text->copies_out && text->bind_count)
        return refuse(param, at, error, hint, SV("COPY takes no values by name"),
                      SV("SELECT the rows"));
    if (!check_names(given, arena, text, &problem))
        return refuse(param, given->params_given ? PARAMS : at, error, hint, problem.error,
                      problem.hint);
    return true;
}

// Where the standard's dialect cannot read it at all, what MySQL's has to say of it is told.
static bool validate_mysql(const SqlParams *given, Arena *arena, Sv query, int *param, Sv *error,
                           Sv *hint) {
    Sv other = {0}, other_hint = {0};
    int other_param = *param;
    SqlText text;
    SqlProblem problem;
    if (validate_query(given, arena, query, SQL_MYSQL, &text, &other_param, &other, &other_hint)) {
        *error = *hint = (Sv){0};
        return true;
    }
    if (sql_lex(arena, query, &text, &problem) ||
        (!sql_lex_as(arena, query, SQL_MYSQL, &text, &problem) &&
         sv_find(query, SV("/*!"), 0) == SV_NONE))
        return false;
    return refuse(param, other_param, error, hint, other, other_hint);
}

static bool validate(const void *decoded, Arena *arena, int *param, Sv *error, Sv *hint) {
    const SqlParams *given = decoded;
    Sv query;
    SqlText text;
    int at = given->file.len ? FILE_ : QUERY;
    if (given->params_given && given->params.kind != VALUE_MAP && given->params.kind != VALUE_NULL)
        return refuse(param, PARAMS, error, hint, SV("'params' must be a map from name to value"),
                      SV("params: { id: 7 }"));
    if (given->transaction && !given->write)
        return refuse(param, TRANSACTION, error, hint,
                      SV("'transaction' stands without 'write: true'"),
                      SV("what only reads is in a transaction of its own already: leave it out"));
    if (given->allow_empty && !given->write)
        return refuse(param, ALLOW_EMPTY, error, hint,
                      SV("'allow_empty' stands without 'write: true'"),
                      SV("what only reads shows by its rows: expect them, or leave it out"));
    if (given->catalogue) return validate_catalogue(given, param, error, hint);
    *param = at;
    // Its name is only known later, and so is what it holds.
    if (given->file.len && !given->file_text.at) return true;
    if (!read_query(given, arena, &query, error, hint)) return false;
    if (validate_query(given, arena, query, SQL_STANDARD, &text, param, error, hint)) return true;
    // Which database it is for is known when the step runs, and then it is read once more.
    return sql_may_be_mysql(query) && validate_mysql(given, arena, query, param, error, hint);
}

// What one database reads, another may not.
static bool fits(const void *decoded, Sv address, Arena *arena, int *param, Sv *error, Sv *hint) {
    const SqlParams *given = decoded;
    Sv query;
    SqlText text;
    SqlDialect dialect = sql_dialect(address);
    if (!sql_driver(address) || given->catalogue || (given->file.len && !given->file_text.at) ||
        !read_query(given, arena, &query, error, hint))
        return true;
    if (!validate_query(given, arena, query, dialect, &text, param, error, hint)) return false;
    // What the standard's dialect has no word for.
    if (given->write || !text.acts.len) return true;
    return refuse(param, given->file.len ? FILE_ : QUERY, error, hint, text.acts,
                  text.acts_hint.len ? text.acts_hint
                                     : SV("if that is meant, declare it: write: true"));
}

// As far as is known at load time: in the standard's dialect, or where that cannot read it, in
// MySQL's.
static bool read_text(Arena *arena, Sv query, SqlText *out) {
    SqlProblem problem;
    return sql_lex(arena, query, out, &problem) ||
           (sql_may_be_mysql(query) && sql_lex_as(arena, query, SQL_MYSQL, out, &problem));
}

static bool undeclared(const void *decoded, Arena *arena, Undeclared *out) {
    const SqlParams *given = decoded;
    Sv query, error, hint;
    SqlText text;
    // One that cannot be read is refused by validate.
    if (given->write || (!given->query.len && !given->file.len) ||
        !read_query(given, arena, &query, &error, &hint) || !read_text(arena, query, &text))
        return false;
    *out = (Undeclared){.param = given->file.len ? FILE_ : QUERY,
                        .does = text.acts,
                        .hint = text.acts_hint,
                        .beside = text.acts_within ? SV("transaction: true") : (Sv){0}};
    return text.acts.len > 0;
}

static bool expect_needed(const void *decoded) {
    const SqlParams *given = decoded;
    Arena *arena = arena_new(4 * LIMIT_FILE_BYTES);
    Sv query, error, hint;
    SqlText text;
    // Of a statement that cannot be read, or that acts without saying so, there is a better reason
    // to refuse it than a missing expectation.
    bool read = read_query(given, arena, &query, &error, &hint) && read_text(arena, query, &text);
    bool needed = read ? text.may_give_rows || (!given->write && !text.acts.len) : !given->write;
    arena_free(arena);
    return needed;
}

static Effect effect_of(const void *decoded) {
    return ((const SqlParams *)decoded)->write ? EFFECT_CHANGE : EFFECT_READ;
}

static Sv touches(const void *decoded, Arena *arena) {
    const SqlParams *given = decoded;
    if (given->catalogue) return SV("the catalogue");
    if (given->file.len)
        return sv_format(arena, "the statement in %.*s", SV_ARG(path_name(given->file)));
    return sql_shown(arena, given->query);
}

static Sv bound_values(Arena *arena, Value values) {
    BUF_AUTO Buf list = buf_new(LIMIT_TEMPLATE_BYTES);
    for (size_t i = 0; i < value_count(values); i++) {
        BUF_AUTO Buf value = buf_new(LIMIT_TEMPLATE_BYTES);
        Value given = value_at(values, i);
        if (given.kind == VALUE_STRING)
            buf_add(&value, value_text(given));
        else
            json_write(&value, given, JSON_SPACED);
        buf_addf(&list, "%s`:%.*s` is `%.*s`", i ? ", " : "Where ",
                 SV_ARG(value_text(value_key(values, i))), SV_ARG(buf_sv(&value)));
    }
    if (list.len) buf_add_char(&list, '.');
    return buf_keep(&list, arena);
}

static void manual(const HandCall *call, Hand *out) {
    const SqlParams *given = call->params;
    Sv query, error, hint;
    if (given->catalogue) {
        hand_part(
            out,
            sv_format(
                call->arena,
                "Look at the tables, columns and indexes of the database `%.*s`: by `\\d *` in psql, `SHOW CREATE TABLE …` in mariadb, `.schema` in sqlite3.",
                SV_ARG(call->connection_name)),
            NULL, (Sv){0});
        return;
    }
    if (!read_query(given, call->arena, &query, &error, &hint)) query = touches(given, call->arena);
    Sv lead = sv_format(call->arena, "%s the database `%.*s`:", given->write ? "Change" : "Ask",
                        SV_ARG(call->connection_name));
    hand_part(out, lead, "sql", sv_trim(query));
    if (value_count(given->params) == 0) return;
    hand_part(out, bound_values(call->arena, given->params), NULL, (Sv){0});
}

static void cautions(const void *decoded, const void *connection, const Env *env, Arena *arena,
                     Cautions *out) {
    (void)decoded, (void)env;
    if (connection) sql_cautions(arena, connection, out);
}

static void run(const ActionCall *call, Outcome *out) {
    const SqlParams *given = call->params;
    const SqlConnection *connection = call->connection;
    *out = (Outcome){.end = OUTCOME_BAD_VALUE, .request = touches(given, call->arena)};
    Sv query;
    SqlText text;
    SqlProblem problem;
    SqlAnswer answer;
    SqlDriver *driver = sql_driver(connection->sql);
    if (!driver) {
        // No driver takes it, and this says why.
        ignore_result(sql_check_address(call->arena, connection->sql, &out->reason, &out->hint));
        return;
    }
    if (given->catalogue)
        query = sql_catalogue(connection->sql);
    else if (!read_query(given, call->arena, &query, &out->reason, &out->hint))
        return;
    else
        out->request = sql_shown(call->arena, query);
    if (!sql_lex_as(call->arena, query, sql_dialect(connection->sql), &text, &problem)) {
        sql_fail(out, OUTCOME_BAD_VALUE, problem.error, problem.hint);
        return;
    }
    // The file may have been another one when the runbook was checked.
    if (!given->write && text.acts.len) {
        sql_fail_read_only(
            out, sv_format(call->arena, "%.*s, and the step only reads", SV_ARG(text.acts)));
        if (text.acts_hint.len) out->hint = text.acts_hint;
        out->end = OUTCOME_BAD_VALUE;
        return;
    }
    if (!sql_may_use(call, connection, out)) return;
    Telling telling = {call, given, &text, call->env->mono_ns(call->env->self), out};
    // Its calls look things up, and leave nothing in a session.
    text.plain = text.plain || given->catalogue;
    SqlStatement statement = {.text = &text,
                              .params = given->params,
                              .write = given->write,
                              .transaction = given->transaction,
                              .catalogue = given->catalogue,
                              .may_stay = may_stay,
                              .self = &telling};
    if (driver(call, connection, &statement, &answer, out)) {
        conclude(&telling, &answer);
        return;
    }
    // What was observed before COMMIT did not become permanent.
    out->results = NULL;
    out->answer = out->untouched = (Sv){0};
}

const Action action_sql = {
    .name = "sql",
    .summary = "Asks a database, with one statement.",
    .since = "0.1",
    .doc =
        "Without `write: true` a statement only reads: SELECT, WITH, VALUES, TABLE, SHOW, EXPLAIN, in SQLite a PRAGMA that sets "
        "nothing. Any other one, and a call of a function that is known to act, is refused before anything runs (`runbook explain "
        "sql-statements`, `sql-functions` and `sql-pragmas` list them). It runs in a transaction that only reads and is rolled back. "
        "That does not undo what a function does outside of the database, and functions of your own, views, operators and foreign tables are "
        "not looked into: the connection's user must be one that may not do what must not be done. "
        "`write: true` lets a statement act, as a statement of its own or, with `transaction: true`, between BEGIN and "
        "COMMIT: then what the step expects and captures is judged before COMMIT, and where it does not hold all is "
        "rolled back. An INSERT, UPDATE, DELETE or MERGE that touched no row, where no expectation reads `affected` or "
        "the rows, is undecided (`allow_empty: true`: any number will do). Values are bound natively where `:name` stands, never pasted into the text.\n\n"
        "PostgreSQL's integers are `int`, floats `double`, numeric an exact `decimal`, boolean `bool`, bytea `bytes`, "
        "date, timestamp and timestamptz `timestamp` (without a zone: UTC), interval `duration` (months have no fixed "
        "length and are refused), json its value, arrays lists, anything else its text. MariaDB's and MySQL's are "
        "likewise: unsigned integers beyond `int` `uint`, TIME `duration`, BIT and YEAR integers, BLOB `bytes`. SQLite's values are what they "
        "are. By ODBC they are what the driver says of each column. Two columns of one name are refused, and so is more than SQL_ROWS, SQL_FIELD_BYTES or SQL_BYTES.\n\n"
        "A database that cannot be reached, or that gives up (a deadlock, a timeout of its own, no space: PostgreSQL's "
        "classes 08, 40, 53, 57, 58, and 55P03; MariaDB's 1205, 1213, 1317, 1969 and their like), an SQLite file that stays locked or is empty, makes the step "
        "undecided; any other error of the statement makes it fail, with the place in the query (ODBC tells none). At the timeout "
        "the server is asked to stop; where it confirms that, a change is known to be over, else it may still be under "
        "way. What can be in a transaction the server gives up by itself soon after, and where the run is gone. Connections are kept between steps, "
        "each for its own credentials, but not beyond a change for what reads after it, nor between the attempts of a "
        "poll; `fresh: true` or `false` says otherwise. Nothing is ever set in a session, so that a pooler can stand "
        "in between.",
    .holds = "row_count == 1",
    .fails = "row_count == 0",
    .effect = EFFECT_READ,
    .effect_of = effect_of,
    .touches = touches,
    .cautions = cautions,
    .manual = manual,
    .connection_kind = "sql",
    .connection_required = true,
    .timeout_ns = 30 * (int64_t)1000000000,
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(SqlParams),
    .validate = validate,
    .fits = fits,
    .undeclared = undeclared,
    .declares = WRITE,
    .words = sql_words,
    .words_count = SQL_WORDS_COUNT,
    .results = sql_results,
    .result_count = SQL_RESULT_COUNT,
    .needs_expect = true,
    .expect_needed = expect_needed,
    .shown_by = UINT64_C(1) << SQL_ROWS | UINT64_C(1) << SQL_ROW | UINT64_C(1) << SQL_VALUE |
                UINT64_C(1) << SQL_TEXT | UINT64_C(1) << SQL_ROW_COUNT |
                UINT64_C(1) << SQL_AFFECTED,
    .examples = examples,
    .example_count = sizeof examples / sizeof *examples,
    .run = run,
};
