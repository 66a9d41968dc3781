// sql on a real MariaDB: the catalogue; addresses, and servers that cannot be reached or give up.
#include "action_bench.h"
#include "maria_server.h"

#include "drivers/sql/sql_driver.h"

static PgServer server;
static SqlConnection connection;

static Bench new_bench(void) {
    Bench bench = bench_new();
    bench.connection = &connection;
    return bench;
}

static void catalogue(void) {
    maria_ask(
        &server,
        "CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT, tenant VARCHAR(20) NOT NULL DEFAULT 'none', note "
        "TEXT, total DECIMAL(10, 2) DEFAULT 0, made DATETIME DEFAULT current_timestamp(), PRIMARY KEY (id), "
        "UNIQUE KEY by_tenant (tenant, id), KEY by_total (total));"
        "CREATE VIEW seen AS SELECT id FROM orders; CREATE TABLE Empty (x INT)");
    Bench bench = new_bench();
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 2 tables |  | ");
    CHECK_C(
        bench_json(&bench, &action_sql, "tables"),
        "[{\"name\": \"Empty\", \"columns\": [{\"name\": \"x\", \"type\": \"int(11)\", \"nullable\": true, \"default\": null, "
        "\"primary_key\": false}], \"indexes\": []}, {\"name\": \"orders\", \"columns\": [{\"name\": \"id\", \"type\": "
        "\"int(11)\", \"nullable\": false, \"default\": null, \"primary_key\": true}, {\"name\": \"tenant\", \"type\": "
        "\"varchar(20)\", \"nullable\": false, \"default\": \"'none'\", \"primary_key\": false}, {\"name\": \"note\", "
        "\"type\": \"text\", \"nullable\": true, \"default\": null, \"primary_key\": false}, {\"name\": \"total\", \"type\": "
        "\"decimal(10,2)\", \"nullable\": true, \"default\": \"0.00\", \"primary_key\": false}, {\"name\": \"made\", "
        "\"type\": \"datetime\", \"nullable\": true, \"default\": \"current_timestamp()\", \"primary_key\": false}], "
        "\"indexes\": [{\"name\": \"PRIMARY\", \"columns\": [\"id\"], \"unique\": true, \"partial\": false, "
        "\"primary_key\": true}, {\"name\": \"by_tenant\", \"columns\": [\"tenant\", \"id\"], \"unique\": true, "
        "\"partial\": false, \"primary_key\": false}, {\"name\": \"by_total\", \"columns\": [\"total\"], \"unique\": false, "
        "\"partial\": false, \"primary_key\": false}]}]");
    bench_free(&bench);
}

// ── addresses ──

static void check_address(const char *json, const char *wanted, const char *shown) {
    Bench bench = bench_new();
    const ConnectionKind *kind = &connection_sql;
    SqlConnection *decoded =
        bench_decode(&bench, kind->params, kind->param_count, kind->params_size, json);
    int at;
    Sv error = {0}, hint = {0};
    bool good = kind->validate(decoded, bench.arena, &at, &error, &hint);
    CHECK_C(good ? SV("good") : sv_format(bench.arena, "%.*s | %.*s", SV_ARG(error), SV_ARG(hint)),
            wanted);
    if (shown) CHECK_C(kind->show(decoded, (Sv){0}, bench.arena), shown);
    bench_free(&bench);
}

static void addresses(void) {
    static const char usual[] =
        "mysql://USER@HOST:3306/DATABASE; special characters in a part are written %40 for @, %2F for /";
    char wanted[512];
    check_address("{\"sql\": \"mysql://ann:hush@DB.example/app\"}", "good",
                  "mysql://db.example:3306/app");
    check_address("{\"sql\": \"mariadb://ann@[::1]:3307/app\"}", "good", "mysql://[::1]:3307/app");
    check_address("{\"sql\": \"mysql://ann:h%40sh@h/app?socket=/run/m.sock\"}", "good",
                  "mysql:///app?socket=/run/m.sock");
    check_address("{\"sql\": \"mysql://h\"}", "good", "mysql://h:3306/");
    snprintf(wanted, sizeof wanted, "it is no address of a MariaDB or MySQL database | %s", usual);
    check_address("{\"sql\": \"mysql://ann:hu@sh@h/app\"}", wanted, "mysql://…");
    check_address("{\"sql\": \"mysql://ann:hu/sh@h/app\"}", wanted, "mysql://…");
    check_address("{\"sql\": \"mysql://h:port/app\"}", wanted, NULL);
    snprintf(wanted, sizeof wanted, "the address names no host | %s", usual);
    check_address("{\"sql\": \"mysql:///app\"}", wanted, NULL);
    check_address(
        "{\"sql\": \"mysql://h/app?sslmode=disable\"}",
        "'sslmode' stands in the address, which says nothing of TLS | write it beside the address: tls: { mode: "
        "verify-full }, or require, or off",
        NULL);
    check_address(
        "{\"sql\": \"mysql://h/app?charset=latin1\"}",
        "'charset' is no option of such an address | it takes one, ?socket=/run/mysqld/mysqld.sock; leave others out",
        NULL);
    check_address("{\"sql\": \"mysql://h/app?socket=m.sock\"}",
                  "'socket' must be an absolute path | ?socket=/run/mysqld/mysqld.sock", NULL);
}

// ── servers that cannot be reached ──

static void check_at(const char *address, const char *password, const char *outcome) {
    Bench bench = bench_new();
    SqlConnection other = {.sql = sv_from_c(address), .password = sv_from_c(password)};
    bench.connection = &other;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_C(bench_outcome(&bench), outcome);
    bench_free(&bench);
}

static void unreachable(void) {
    char address[128], wanted[512];
    check_at(
        "mysql://ann:hush@127.0.0.1:1/app", "",
        "not_started |  | connection refused by 127.0.0.1:1 | is MariaDB or MySQL running there? is the port right?");
    check_at(
        "mysql://ann@h/app?socket=/no/such.sock", "",
        "not_started |  | there is no server at the socket /no/such.sock | is MariaDB running on this machine? else name its "
        "host in the address");
    check_at(
        "mysql://no-such-host.invalid/app", "",
        "not_started |  | no such host 'no-such-host.invalid' | look at the spelling of the connection's address");
    snprintf(address, sizeof address, "mysql://locked@127.0.0.1:%u/app", maria_port(&server));
    snprintf(
        wanted, sizeof wanted,
        "not_started |  | 127.0.0.1:%u: Access denied for user 'locked'@'127.0.0.1' (using "
        "password: NO) (1045) | no password is given: declare it as a secret, and in the connection "
        "write password: ${secrets.NAME}",
        maria_port(&server));
    check_at(address, "", wanted);
    snprintf(
        wanted, sizeof wanted,
        "not_started |  | 127.0.0.1:%u: Access denied for user 'locked'@'127.0.0.1' (using password: YES) (1045) | ",
        maria_port(&server));
    check_at(address, "wrong", wanted);
    check_at(address, "river", "answered | 1 row |  | ");
    snprintf(address, sizeof address, "mysql://root@127.0.0.1:%u/nowhere", maria_port(&server));
    snprintf(wanted, sizeof wanted,
             "not_started |  | 127.0.0.1:%u: Unknown database 'nowhere' (1049) | ",
             maria_port(&server));
    check_at(address, "", wanted);
    check_at(server.socket, "", "answered | 1 row |  | ");
}

static void denied(void) {
    Bench bench = new_bench();
    bench.deny = sv_format(bench.arena, "mysql://127.0.0.1:%u/app", maria_port(&server)).at;
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_INT(bench.out.end, OUTCOME_DENIED);
    bench_free(&bench);
}

// ── a server that gives up ──

static void gives_up(void) {
    Bench bench = new_bench();
    MYSQL *other = maria_connect(&server);
    maria_ask(
        &server,
        "CREATE TABLE held (id INT PRIMARY KEY, n INT); INSERT INTO held VALUES (1, 1), (2, 2)");
    mysql_query(other, "START TRANSACTION");
    mysql_query(other, "UPDATE held SET n = 9 WHERE id = 1");
    bench_run(&bench, &action_sql,
              "{\"query\": \"UPDATE held SET n = 5 WHERE id = 1\", \"write\": true}");
    CHECK_C(
        bench_outcome(&bench),
        "not_started |  | Lock wait timeout exceeded; try restarting transaction (1205); nothing was "
        "changed | ");
    mysql_query(other, "ROLLBACK");
    mysql_close(other);
    // A connection that was ended meanwhile is not used again.
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT CONNECTION_ID() AS x\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    Value id;
    Sv error;
    CHECK(bench_result(&bench, &action_sql, "value", &id, &error));
    maria_ask(&server, sv_format(bench.arena, "KILL %lld", (long long)id.integer).at);
    usleep(50000);
    bench_run(&bench, &action_sql, "{\"query\": \"SELECT 1 AS x\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    bench_free(&bench);
}

// A default of the server's that changes how a statement is read is not heeded.
static void modes(void) {
    maria_ask(
        &server,
        "SET GLOBAL sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'; SET GLOBAL time_zone = '+05:00'; SET GLOBAL "
        "autocommit = 0; CREATE TABLE kept (id INT, name VARCHAR(3))");
    Bench bench = new_bench();
    bench_run(&bench, &action_sql,
              "{\"query\": \"SELECT \\\"it\\\\\\\"s\\\" AS a, @@time_zone AS z\"}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row |  | ");
    CHECK_C(bench_json(&bench, &action_sql, "rows"), "[{\"a\": \"it\\\"s\", \"z\": \"+00:00\"}]");
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO kept VALUES (1, 'long')\", \"write\": true}");
    CHECK_C(bench_outcome(&bench),
            "failed |  | Data too long for column 'name' at row 1 (1406) | ");
    bench_run(&bench, &action_sql,
              "{\"query\": \"INSERT INTO kept VALUES (1, 'abc')\", \"write\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 1 row affected |  | ");
    bench_free(&bench);
    CHECK_C(sv_from_c(maria_ask(&server, "SELECT COUNT(*) FROM kept")), "1");
}

int main(int argc, char **argv) {
    BENCH_MAIN;
    static char impatient[] = "innodb-lock-wait-timeout=1";
    if (!maria_start(&server, impatient)) {
        puts("skipped: MariaDB is not installed");
        return 77;
    }
    connection.sql = sv_from_c(server.tcp);
    maria_ask(
        &server,
        "CREATE USER locked@'127.0.0.1' IDENTIFIED BY 'river'; GRANT ALL ON app.* TO locked@'127.0.0.1'");
    catalogue();
    addresses();
    unreachable();
    denied();
    gives_up();
    modes();
    pg_stop(&server);
    return check_done();
}
