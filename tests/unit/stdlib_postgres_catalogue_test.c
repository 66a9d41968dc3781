// The catalogue of a PostgreSQL database.
#include "catalogue_shown.h"
#include "pg_server.h"

#include "drivers/sql/sql_driver.h"

#include <libpq-fe.h>

static PgServer server;
static SqlConnection connection;

static void set_up(const char *script) {
    PGconn *conn = PQconnectdb(server.tcp);
    PGresult *result = PQexec(conn, script);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fprintf(stderr, "%s", PQerrorMessage(conn));
    CHECK(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
    PQfinish(conn);
}

// An index that is not built for want of unique rows stays, and is not used.
static void build_in_vain(const char *script) {
    PGconn *conn = PQconnectdb(server.tcp);
    PGresult *result = PQexec(conn, script);
    CHECK(PQresultStatus(result) == PGRES_FATAL_ERROR);
    PQclear(result);
    PQfinish(conn);
}

static void check(const char *wanted) {
    Bench bench = bench_new();
    bench.connection = &connection;
    catalogue_check(&bench, wanted);
    bench_free(&bench);
}

static void every_kind(void) {
    set_up("CREATE DOMAIN filled AS text NOT NULL");
    set_up("CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, "
           "plan varchar(20) DEFAULT 'free', gone int, kind filled, "
           "number bigint GENERATED ALWAYS AS IDENTITY, "
           "longer text GENERATED ALWAYS AS (plan || plan) STORED, at timestamptz DEFAULT now(), "
           "price numeric(10,2), marks text[])");
    set_up("ALTER TABLE users DROP COLUMN gone");
    set_up("CREATE TABLE members (tenant int, person int, since date, "
           "PRIMARY KEY (person, tenant) INCLUDE (since))");
    set_up("CREATE TABLE \"Odd 'name'\" (\"a \"\"b\"\"\" int, \"select\" int)");
    set_up("CREATE TABLE nothing ()");
    set_up("CREATE TABLE log (at date NOT NULL, line text) PARTITION BY RANGE (at)");
    set_up("CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO "
           "('2027-01-01')");
    set_up("CREATE INDEX log_at ON log (at)");
    set_up("CREATE INDEX \"Odd index\" ON \"Odd 'name'\" (\"select\", \"a \"\"b\"\"\" DESC)");
    set_up("CREATE INDEX by_lower ON users (lower(email), plan)");
    set_up("CREATE UNIQUE INDEX by_plan ON users (plan) INCLUDE (id) WHERE price > 1");
    set_up("CREATE UNIQUE INDEX by_price ON users (price DESC) INCLUDE (id)");
    set_up("CREATE VIEW seen AS SELECT id FROM users");
    set_up("CREATE MATERIALIZED VIEW kept AS SELECT id FROM users");
    set_up("INSERT INTO members VALUES (1, 1), (1, 2)");
    build_in_vain("CREATE UNIQUE INDEX CONCURRENTLY by_tenant ON members (tenant)");
    check("Odd 'name'\n"
          "  a \"b\" integer?\n"
          "  select integer?\n"
          "  Odd index (select, a \"b\")\n"
          "log\n"
          "  at date\n"
          "  line text?\n"
          "  log_at (at)\n"
          "log_2026\n"
          "  at date\n"
          "  line text?\n"
          "  log_2026_at_idx (at)\n"
          "members\n"
          "  tenant integer, key\n"
          "  person integer, key\n"
          "  since date?\n"
          "  members_pkey (person, tenant) unique key\n"
          "nothing\n"
          "users\n"
          "  id integer = nextval('users_id_seq'::regclass), key\n"
          "  email text\n"
          "  plan character varying(20)? = 'free'::character varying\n"
          "  kind filled\n"
          "  number bigint\n"
          "  longer text?\n"
          "  at timestamp with time zone? = now()\n"
          "  price numeric(10,2)?\n"
          "  marks text[]?\n"
          "  by_lower ((expression), plan)\n"
          "  by_plan (plan) partial\n"
          "  by_price (price) unique\n"
          "  users_email_key (email) unique\n"
          "  users_pkey (id) unique key\n");
}

// A name without a schema means the first along the path that has it.
static void along_the_path(void) {
    set_up("CREATE SCHEMA first; CREATE SCHEMA other; "
           "CREATE TABLE first.nothing (here int); CREATE TABLE other.users (id int); "
           "CREATE VIEW first.members AS SELECT 1 AS one");
    set_up("ALTER DATABASE postgres SET search_path = pg_catalog, none, first, public");
    Bench bench = bench_new();
    bench.connection = &connection;
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 5 tables |  | ");
    bench_free(&bench);
    set_up("ALTER DATABASE postgres SET search_path = other, information_schema");
    check("users\n"
          "  id integer?\n");
    set_up("ALTER DATABASE postgres SET search_path = first");
    check("nothing\n"
          "  here integer?\n");
    set_up("ALTER DATABASE postgres SET search_path = none");
    check("");
    set_up("ALTER DATABASE postgres RESET search_path");
}

// Somebody who may read no table still sees all that there are.
static void without_rights(void) {
    set_up("CREATE ROLE guest LOGIN");
    SqlConnection as_guest = connection;
    Bench bench = bench_new();
    Sv address = connection.sql;
    size_t at = sv_find(address, SV("://"), 0) + 3, host = sv_find_char(address, '@', 0);
    as_guest.sql =
        sv_format(bench.arena, "%.*sguest@%.*s", SV_ARG(sv_slice(address, 0, at)),
                  SV_ARG(sv_slice(address, host == SV_NONE ? at : host + 1, address.len)));
    bench.connection = &as_guest;
    bench.credentials++;
    bench_run(&bench, &action_sql, "{\"catalogue\": true}");
    CHECK_C(bench_outcome(&bench), "answered | 6 tables |  | ");
    bench_free(&bench);
}

int main(void) {
    if (!pg_start(&server)) {
        puts("skipped: PostgreSQL is not installed");
        return 77;
    }
    connection.sql = sv_from_c(server.tcp);
    every_kind();
    along_the_path();
    without_rights();
    pg_stop(&server);
    return check_done();
}
