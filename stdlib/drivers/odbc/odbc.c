// Any other database by ODBC: one statement, which is rolled back unless the step says write.
#include "drivers/odbc/odbc_driver.h"

#include "base/heap.h"
#include "drivers/offload/offload.h"

static const char pool_kind[] = "odbc";
enum { STOP_MS = 150 };

// A lock of a database's own is nothing that ODBC knows.
const SharedLock *const odbc_lock = NULL;

// ── the task ──

static void release(void *what) {
    OdbcTask *task = what;
    if (atomic_fetch_sub(&task->holders, 1) > 1) return;
    if (task->odbc) odbc_close(task->odbc);
    pthread_mutex_destroy(&task->guard);
    arena_free(task->arena);
    heap_free(task);
}

// What a thread that is given up still reads must not be the caller's.
static void copy_statement(OdbcTask *task, const SqlStatement *from) {
    Arena *arena = task->arena;
    SqlText *text = &task->text;
    *text = *from->text;
    SqlBind *binds = arena_new_array(arena, SqlBind, text->bind_count);
    for (size_t i = 0; i < text->bind_count; i++) {
        binds[i] = text->binds[i];
        binds[i].name = sv_copy(arena, binds[i].name);
    }
    text->text = sv_copy(arena, text->text);
    text->binds = binds;
    text->names = NULL;
    text->name_count = 0;
    text->verb = sv_copy(arena, text->verb);
    task->statement = *from;
    task->statement.text = text;
    task->statement.params = value_copy(arena, from->params);
}

// These do the same before COMMIT as by themselves.
static bool is_of_rows(Sv verb) {
    static const char *const verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                        "MERGE",  "WITH",   "VALUES", "TABLE"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (sv_eq_c(verb, verbs[i])) return true;
    return false;
}

static OdbcTask *task_new(const ActionCall *call, const SqlStatement *statement) {
    OdbcTask *task = heap_alloc(sizeof *task);
    atomic_init(&task->holders, 1);
    pthread_mutex_init(&task->guard, NULL);
    task->arena = arena_new(arena_ceiling(call->arena));
    copy_statement(task, statement);
    task->left_ns = wait_left(&call->waiter);
    task->notices = list_builder(task->arena);
    task->alone = statement->write && !statement->transaction && !is_of_rows(statement->text->verb);
    // What is not committed yet can be rolled back, whether the step asks for that or not.
    task->statement.transaction = statement->write && !task->alone;
    return task;
}

// ── what is done on a thread ──

// Where the standard's rules of quotes may not hold, what was checked may not be what is done.
static bool is_read_alike(OdbcTask *task) {
    Sv text = task->text.text;
    OdbcMaker maker = task->odbc->maker;
    if (task->statement.write || maker == ODBC_POSTGRES || maker == ODBC_SQLITE) return true;
    const char *what =
        sv_find_char(text, '\\', 0) != SV_NONE ? "a backslash"
        : sv_find(text, SV("/*!"), 0) != SV_NONE || sv_find(text, SV("/*M!"), 0) != SV_NONE
            ? "'/*!'"
        : maker == ODBC_MARIADB && sv_find_char(text, '#', 0) != SV_NONE ? "'#'"
                                                                         : NULL;
    if (!what) return true;
    return sql_fail(
        &task->told, OUTCOME_BAD_VALUE,
        sv_format(task->arena,
                  "the query holds %s, which that database may read otherwise than it was checked",
                  what),
        SV("bind the value where it stands, by :name"));
}

static bool ask(OdbcTask *task) {
    return (task->odbc || odbc_open(task)) && is_read_alike(task) && odbc_prepare_session(task) &&
           (task->statement.catalogue ? odbc_catalogue_rows(task) : odbc_statement(task));
}

static void do_statement(void *what) {
    OdbcTask *task = what;
    task->done = ask(task) && (!odbc_is_dead(task) || odbc_fail_dead(task));
    // The other side had closed a connection that was kept.
    bool again = task->kept && task->lost && (!task->statement.write || !odbc_was_sent(task));
    if (!task->done && again) {
        odbc_close(task->odbc);
        task->odbc = NULL;
        task->answer = (SqlAnswer){0};
        task->lost = false;
        task->done = ask(task) && (!odbc_is_dead(task) || odbc_fail_dead(task));
    }
    task->answer.notices = list_done(&task->notices);
    task->answer.server = task->place;
}

// The answer to a read is whole by then: where this fails the connection is not kept.
static void end_read(OdbcTask *task) {
    if (!task->odbc->manual) return;
    if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, task->odbc->dbc, SQL_ROLLBACK)))
        task->broken = true;
}

static void do_read(void *what) {
    OdbcTask *task = what;
    do_statement(task);
    if (task->done) end_read(task);
}

static void do_commit(void *what) {
    OdbcTask *task = what;
    task->done = odbc_commit(task);
}

static void do_rollback(void *what) {
    OdbcTask *task = what;
    task->done = SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, task->odbc->dbc, SQL_ROLLBACK));
    task->broken = !task->done;
}

// Some drivers ask the server by a connection of its own for this, and wait.
static void do_stop(void *what) {
    OdbcTask *task = what;
    pthread_mutex_lock(&task->guard);
    if (task->running) SQLCancel(task->running);
    pthread_mutex_unlock(&task->guard);
}

// ── waiting for it ──

static Offload *start(OdbcTask *task, void (*work)(void *what)) {
    atomic_fetch_add(&task->holders, 1);
    Offload *offload = offload_start(work, release, task);
    if (!offload) atomic_fetch_sub(&task->holders, 1);
    return offload;
}

// Asks it to stop, and waits a moment for it. Whether it has ended.
static bool stop(OdbcTask *task, const ActionCall *call, const Offload *work) {
    Waiter waiter = {.env = call->env,
                     .cancel_fd = -1,
                     .deadline_ns =
                         call->env->mono_ns(call->env->self) + STOP_MS * (int64_t)1000000};
    Offload *stopping = start(task, do_stop);
    bool ended = offload_wait(work, &waiter) == WAIT_READY;
    if (stopping) offload_release(stopping);
    return ended;
}

typedef enum Waited {
    WAITED_DONE,  // the task may be looked at
    WAITED_ENDED, // so it may, but the time was over first
    WAITED_GIVEN_UP
} Waited;

static void fail_waiting(OdbcTask *task, const ActionCall *call, WaitStatus status,
                         Outcome *failure) {
    bool committing = task->settling, sent = committing || odbc_was_sent(task);
    bool may_act = sent && (committing || task->alone || !task->statement.write);
    const char *what =
        committing ? "while it was committed"
        : !sent    ? sv_format(call->arena, "before '%.*s' had answered", SV_ARG(task->place)).at
        : may_act  ? "while it ran"
                   : "while it ran; nothing was committed";
    sql_fail_waiting(failure, call->arena, status, may_act, what);
}

// *failure is set for all but WAITED_DONE.
static Waited wait_for_task(OdbcTask *task, const ActionCall *call, void (*work)(void *what),
                            Outcome *failure) {
    Offload *offload = start(task, work);
    if (!offload) {
        sql_fail(failure, OUTCOME_NOT_STARTED, SV("the system gives no thread to ask by"), (Sv){0});
        return WAITED_ENDED;
    }
    WaitStatus status = offload_wait(offload, &call->waiter);
    int before = ODBC_BEFORE;
    if (status != WAIT_READY) atomic_compare_exchange_strong(&task->stage, &before, ODBC_FORBIDDEN);
    Waited waited = status == WAIT_READY        ? WAITED_DONE
                    : stop(task, call, offload) ? WAITED_ENDED
                                                : WAITED_GIVEN_UP;
    offload_release(offload);
    if (waited == WAITED_DONE) return waited;
    fail_waiting(task, call, status, failure);
    failure->over = failure->over || waited == WAITED_ENDED;
    return waited;
}

// ── one statement ──

static Odbc *take_kept(const ActionCall *call, const SqlStatement *statement, uint64_t *begun) {
    return pool_take(call->pool, pool_kind, sql_pool_key(call, statement), call->kept_since, begun);
}

static void close_kept(void *thing) {
    odbc_close(thing);
}

// What a change may leave in its session must not reach the next step, and neither what stands in a
// transaction that failed.
static void give_back(OdbcTask *task, const ActionCall *call, const SqlStatement *statement,
                      uint64_t begun) {
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE", "MERGE"};
    bool keeps = !statement->write && (task->text.plain || task->statement.catalogue);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        keeps = keeps || sv_eq_c(task->text.verb, verbs[i]);
    if (!keeps || task->broken || !task->done) return;
    pool_put_session(call->pool, pool_kind, call->connection_name, sql_pool_key(call, statement),
                     begun, task->odbc, close_kept);
    task->odbc = NULL;
}

static void drop_arena(void *what) {
    arena_free(what);
}

// What it gives lives as long as what the call gives.
static void hand_over(OdbcTask *task, const ActionCall *call, SqlAnswer *out, Outcome *failure) {
    if (!task->done) {
        task->told.request = failure->request;
        task->told.cautions = failure->cautions;
        *failure = task->told;
    }
    *out = task->answer;
    arena_on_free(call->arena, drop_arena, task->arena);
    task->arena = NULL;
}

// The step is asked while everything can still be rolled back.
static Waited settle(OdbcTask *task, const ActionCall *call, const SqlStatement *asked,
                     Outcome *failure) {
    SqlAnswer *answer = &task->answer;
    answer->taken_back = asked->transaction && !asked->may_stay(asked->self, answer);
    if (!answer->taken_back) {
        task->settling = true;
        return wait_for_task(task, call, do_commit, failure);
    }
    // If this fails, the end of the session does the same.
    Outcome ignored = *failure;
    Waited waited = wait_for_task(task, call, do_rollback, &ignored);
    task->broken = task->broken || waited != WAITED_DONE;
    task->done = true;
    return waited == WAITED_GIVEN_UP ? waited : WAITED_DONE;
}

static Waited carry_out(OdbcTask *task, const ActionCall *call, const SqlStatement *asked,
                        Outcome *failure) {
    void (*work)(void *) = asked->write ? do_statement : do_read;
    Waited waited = wait_for_task(task, call, work, failure);
    bool settles = waited == WAITED_DONE && task->done && asked->write && !task->alone;
    return settles ? settle(task, call, asked, failure) : waited;
}

bool odbc_run(const ActionCall *call, const SqlConnection *connection,
              const SqlStatement *statement, SqlAnswer *out, Outcome *failure) {
    uint64_t begun = pool_changes(call->pool);
    if (!sql_load(LATE_ODBC, call->arena, failure)) return false;
    OdbcTask *task = task_new(call, statement);
    bool done = odbc_find_way(task, call, connection, failure);
    if (done && !task->alone) task->odbc = take_kept(call, statement, &begun);
    task->kept = task->odbc != NULL;
    Waited waited = done ? carry_out(task, call, statement, failure) : WAITED_ENDED;
    done = waited == WAITED_DONE && task->done;
    if (done) give_back(task, call, statement, begun);
    if (waited == WAITED_DONE) hand_over(task, call, out, failure);
    release(task);
    return done;
}
