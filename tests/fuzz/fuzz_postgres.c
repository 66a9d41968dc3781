// What a database server answers, through the real driver: the first byte chooses the statement,
// the rest is sent, whatever it is. A statement is answered only where the server said the end of
// it, and with as many rows as it sent; anything else is a reason of one line.
#include "answering.h"
#include "drivers/sql/sql_driver.h"
#include "fuzz.h"
#include "registry.h"

#include <string.h>

enum { RAW = 4, SECOND = 1000000000, MOST_RESULTS = 32 };

typedef struct Asked {
    const char *query;
    bool write, transaction;
    unsigned before; // commands that the driver sends before it, each with an answer of its own
} Asked;

static const Asked asked[] = {{"SELECT id, name FROM t", false, false, 2},
                              {"INSERT INTO t VALUES (1) RETURNING id", true, false, 2},
                              {"UPDATE t SET id = 2 RETURNING id", true, true, 2},
                              {"SELECT f(1)", false, false, 3}};

// No password is asked for, the settings that the driver looks at, a key, and "ready for a query".
static const char greeting[] = "R\0\0\0\10\0\0\0\0"
                               "S\0\0\0\31client_encoding\0UTF8\0"
                               "S\0\0\0\27DateStyle\0ISO, MDY\0"
                               "S\0\0\0\33IntervalStyle\0postgres\0"
                               "K\0\0\0\14\0\0\0\7\0\0\0\7"
                               "Z\0\0\0\5I";

// An INSERT that gives one row.
static const char good[] = "\1"
                           "1\0\0\0\4"
                           "2\0\0\0\4"
                           "C\0\0\0\12BEGIN\0"
                           "1\0\0\0\4"
                           "2\0\0\0\4"
                           "C\0\0\0\15SELECT 1\0"
                           "1\0\0\0\4"
                           "2\0\0\0\4"
                           "T\0\0\0\33\0\1id\0\0\0\0\0\0\0\0\0\0\27\0\4\377\377\377\377\0\0"
                           "D\0\0\0\13\0\1\0\0\0\1"
                           "1"
                           "C\0\0\0\17INSERT 0 1\0"
                           "1\0\0\0\4"
                           "2\0\0\0\4"
                           "C\0\0\0\13COMMIT\0"
                           "Z\0\0\0\5I";

// Where the server is ready in the middle of a result, libpq 15 forgets what it has of that.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:PQmakeEmptyPGresult\n";
}

// ── what was sent, read once more and strictly ──

typedef struct Said {
    unsigned ended; // commands that ended well
    Sv tag;         // of the statement: "SELECT 2"
    unsigned rows;  // of the statement
    bool whole;     // the statement ended well, and the server was ready
    bool error;     // before that
    bool committed; // COMMIT, and then ready
    bool after_tag; // COMMIT was told
} Said;

static void take_message(Said *said, const Asked *statement, char type, Sv body) {
    if (said->whole) {
        if (type == 'C') said->after_tag = sv_eq(body, (Sv){"COMMIT", sizeof "COMMIT"});
        if (type == 'Z' && said->after_tag) said->committed = true;
        return;
    }
    if (type == 'D' && said->ended == statement->before) said->rows++;
    if (type == 'E') said->error = true;
    if (type == 'C' && said->ended++ == statement->before)
        said->tag = sv_slice(body, 0, sv_find_char(body, '\0', 0));
    if (type == 'C' && sv_eq(body, (Sv){"COMMIT", sizeof "COMMIT"})) said->after_tag = true;
    if (type == 'Z') said->whole = said->ended > statement->before && !said->error;
    if (type == 'Z') said->committed = said->whole && said->after_tag;
}

static Said read_answer(Sv text, const Asked *statement) {
    Said said = {0};
    enum { HEAD = 5 };
    while (text.len >= HEAD) {
        const unsigned char *head = (const unsigned char *)text.at;
        size_t length =
            (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | (size_t)head[4];
        if (length < 4 || length + 1 > text.len) break;
        take_message(&said, statement, text.at[0], sv_slice(text, HEAD, length + 1));
        text = sv_slice(text, length + 1, text.len);
    }
    return said;
}

// ── the step ──

static bool permit(void *self, const char *kind, Sv what, Sv *reason) {
    (void)self, (void)kind, (void)what, (void)reason;
    return true;
}

static bool may_stay(void *self, const Outcome *so_far) {
    (void)self;
    FUZZ_CLAIM(so_far->results != NULL);
    return true;
}

static void show_line(void *self, Sv line) {
    (void)self, (void)line;
}

static const Value *result(const Outcome *out, const char *name) {
    for (size_t i = 0; i < action_sql.result_count; i++)
        if (strcmp(action_sql.results[i].name, name) == 0) return &out->results[i];
    return NULL;
}

static void run_statement(Arena *arena, const Asked *statement, Outcome *out) {
    SqlConnection connection = {
        .sql = sv_format(arena, "postgres://u@127.0.0.1:%d/d?sslmode=disable&gssencmode=disable",
                         answering_port())};
    Value values[MOST_RESULTS] = {0};
    bool given[MOST_RESULTS] = {0};
    const struct {
        const char *name;
        Value value;
    } set[] = {{"query", value_string(sv_from_c(statement->query))},
               {"write", value_bool(statement->write)},
               {"transaction", value_bool(statement->transaction)}};
    for (size_t i = 0; i < sizeof set / sizeof *set; i++) {
        int at = action_param(&action_sql, sv_from_c(set[i].name));
        FUZZ_CLAIM(at >= 0 && at < MOST_RESULTS);
        values[at] = set[i].value;
        given[at] = true;
    }
    void *params = arena_alloc(arena, action_sql.params_size);
    DecodeError error;
    FUZZ_CLAIM(params_decode(arena, action_sql.params, action_sql.param_count, values, given, false,
                             params, &error));
    const Env *env = env_system();
    Pool *pool = pool_new();
    ActionCall call = {.arena = arena,
                       .params = params,
                       .connection = &connection,
                       .connection_name = SV("db"),
                       .env = env,
                       .folder = SV("/"),
                       .pool = pool,
                       .live = show_line,
                       .permitted = permit,
                       .may_stay = may_stay};
    call.waiter = (Waiter){
        .env = env, .cancel_fd = -1, .deadline_ns = env->mono_ns(env->self) + (int64_t)5 * SECOND};
    action_sql.run(&call, out);
    pool_free(pool);
}

static void claim_answer(Arena *arena, const Asked *statement, bool raw, Sv sent,
                         const Outcome *out) {
    Said said = read_answer(sent, statement);
    const Value *rows = result(out, "rows"), *count = result(out, "row_count");
    FUZZ_CLAIM(rows && count && rows->kind == VALUE_LIST && count->kind == VALUE_INT);
    FUZZ_CLAIM((int64_t)value_count(*rows) == count->integer);
    if (raw) return; // its messages were partly those of the greeting
    FUZZ_CLAIM(said.whole);
    FUZZ_CLAIM(!said.error);
    Sv tag = sv_format(arena, "SELECT %u", said.rows);
    FUZZ_CLAIM(!sv_starts(said.tag, SV("SELECT ")) || sv_eq(said.tag, tag));
    FUZZ_CLAIM(count->integer == said.rows);
    FUZZ_CLAIM(!statement->write || said.committed);
}

static OutcomeStatus answer(Sv input) {
    unsigned char chosen = (unsigned char)input.at[0];
    bool raw = chosen & RAW;
    const Asked *statement = &asked[chosen % RAW];
    Sv sent = sv_slice(input, 1, input.len);
    Arena *arena = arena_new(FUZZ_ARENA);
    Outcome out = {0};
    answering_next(raw ? (Sv){0} : (Sv){greeting, sizeof greeting - 1}, sent);
    run_statement(arena, statement, &out);
    answering_rest();
    FUZZ_CLAIM(!out.timed_out);
    FUZZ_CLAIM(out.end == OUTCOME_ANSWERED || out.reason.len > 0);
    FUZZ_CLAIM(sv_find_char(out.reason, '\n', 0) == SV_NONE);
    if (out.end == OUTCOME_ANSWERED)
        claim_answer(arena, statement, raw, sent, &out);
    else
        FUZZ_CLAIM(out.results == NULL);
    arena_free(arena);
    return out.end;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    // A target that never comes to the end of an answer would show nothing.
    static bool tried;
    if (!tried) FUZZ_CLAIM(answer((Sv){good, sizeof good - 1}) == OUTCOME_ANSWERED);
    tried = true;
    if (size > 0) answer(fuzz_text(data, size));
    return 0;
}
