// Patterns of allow.databases: what they permit, and above all what they do not.
#include "base/system/file.h"
#include "check.h"
#include "plan/database_pattern.h"

#include <stdlib.h>

static Arena *arena;
static Sv folder;

static bool permits(const char *pattern, const char *place) {
    return database_matches(arena, folder, sv_from_c(pattern), sv_from_c(place));
}

static void servers(void) {
    static const char place[] = "postgres://db.example:5432/app";
    static const char *const permitting[] = {
        "*",
        "postgres://*",
        place,
        "postgresql://db.example:5432/app",
        "db.example:5432/app",
        "db.example/app",
        "postgres://db.example/app",
        "DB.Example/app",
        "*.example/app",
        "db.example/*",
        "db.example:543?/app",
        "*/*",
    };
    static const char *const others[] = {
        "",
        "app",
        "db.example",
        "postgres://db.example",
        "db.example:5432",
        "db.example:5433/app",
        "db.example/App",
        "db.example/app2",
        "example/app",
        "*/app2",
        "db*app",
        "db.example:5432/app/",
        "sqlite:*",
        "/db.example:5432/app",
    };
    for (size_t i = 0; i < sizeof permitting / sizeof *permitting; i++)
        check_true(permits(permitting[i], place), permitting[i], __FILE__, __LINE__);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        check_true(!permits(others[i], place), others[i], __FILE__, __LINE__);
    // The name of a database cannot pass for a host.
    CHECK(!permits("*good:5432/app", "postgres://evil:5432/good:5432%2Fapp"));
    CHECK(!permits("postgres://*.good/app", "postgres://evil:5432/x.good%2Fapp"));
    CHECK(permits("[::1]/app", "postgres://[::1]:5432/app"));
    CHECK(permits("postgres:///app?host=/run/pg", "postgres:///app?host=/run/pg&port=5432"));
    CHECK(permits("postgres:///app?host=/run/pg&port=5432",
                  "postgres:///app?host=/run/pg&port=5432"));
    CHECK(!permits("postgres:///app?host=/run/pg", "postgres:///app?host=/tmp/pg&port=5432"));
    CHECK(!permits("postgres:///app?host=*", "postgres:///app?host=/tmp/pg&port=5432"));
    CHECK(!permits("*/app", "postgres:///app?host=/tmp/pg&port=5432"));
}

static void servers_of_mariadb(void) {
    static const char place[] = "mysql://db.example:3306/app";
    static const char *const permitting[] = {
        "*",
        "mysql://*",
        "mariadb://*",
        place,
        "mysql://DB.Example/app",
        "mariadb://db.example:3306/app",
        "db.example/app",
        "db.example:3306/app",
        "*.example/*",
    };
    static const char *const others[] = {
        "postgres://*",
        "postgres://db.example/app",
        "sqlite:*",
        "db.example:5432/app",
        "mysql://db.example/app2",
        "mysql://example/app",
        "mysql://db.example:3307/app",
    };
    for (size_t i = 0; i < sizeof permitting / sizeof *permitting; i++)
        check_true(permits(permitting[i], place), permitting[i], __FILE__, __LINE__);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        check_true(!permits(others[i], place), others[i], __FILE__, __LINE__);
    CHECK(!permits("mysql://*", "postgres://db.example:5432/app"));
    CHECK(permits("mysql:///app?socket=/run/m.sock", "mysql:///app?socket=/run/m.sock"));
    CHECK(!permits("mysql:///app?socket=/run/m.sock", "mysql:///app?socket=/tmp/m.sock"));
    CHECK(!permits("*/app", "mysql:///app?socket=/tmp/m.sock"));
}

static void files(void) {
    const char *inside = sv_format(arena, "sqlite:%.*s/data/app.db", SV_ARG(folder)).at;
    static const char *const permitting[] = {"data/app.db",          "sqlite:data/app.db",
                                             "sqlite:./data/app.db", "data/*.db",
                                             "sqlite:*/app.db",      "*"};
    static const char *const others[] = {"app.db", "*.db", "data", "sqlite:/data/app.db",
                                         "postgres://*"};
    for (size_t i = 0; i < sizeof permitting / sizeof *permitting; i++)
        check_true(permits(permitting[i], inside), permitting[i], __FILE__, __LINE__);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        check_true(!permits(others[i], inside), others[i], __FILE__, __LINE__);
    CHECK(permits(inside, inside));
    CHECK(permits("/srv/*/app.db", "sqlite:/srv/a/app.db"));
    CHECK(!permits("/srv/*/app.db", "sqlite:/srv/a/b/app.db"));
    CHECK(!permits("/srv/*", "sqlite:/srv/a/b"));
    CHECK(permits("sqlite::memory:", "sqlite::memory:"));
    CHECK(!permits("sqlite:data/app.db", "sqlite::memory:"));
}

static void by_odbc(void) {
    static const char server[] = "odbc://db.example:5432/app";
    CHECK(permits("db.example:5432/app", server));
    CHECK(permits("db.example/app", server));
    CHECK(permits("odbc://DB.example/*", server));
    CHECK(!permits("odbc:*", "odbc://other.example/app"));
    CHECK(!permits("db.example/other", server));
    CHECK(!permits("db.example", server));
    CHECK(!permits("postgres://db.example:5432/app", server));
    // What only its driver knows is permitted as a whole.
    static const char unknown[] = "odbc:?Driver=Oracle;DBQ=//h:1521/x";
    CHECK(permits(unknown, unknown));
    CHECK(!permits("h:1521/x", unknown));
    CHECK(!permits("odbc:?Driver=Oracle;DBQ=//h:1521/y", unknown));
    Sv real = path_real(arena, folder);
    const char *file = sv_format(arena, "odbc:%.*s/data/app.db", SV_ARG(real)).at;
    CHECK(permits("data/app.db", file));
    CHECK(permits("odbc:data/app.db", file));
    CHECK(!permits("data/app", file));
}

int main(void) {
    arena = arena_new(1024 * 1024);
    char made[] = "/tmp/runbook-patterns-XXXXXX";
    CHECK(mkdtemp(made) != NULL);
    folder = path_real(arena, sv_from_c(made));
    servers();
    servers_of_mariadb();
    by_odbc();
    files();
    CHECK(remove(made) == 0);
    arena_free(arena);
    return check_done();
}
