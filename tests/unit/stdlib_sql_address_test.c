// Addresses of databases: as people are shown them, and as the place that tells one from another.
#include "check.h"
#include "drivers/sql/sql_driver.h"

static Arena *arena;

static Sv shown(const char *address) {
    return sql_show_address(arena, sv_from_c(address));
}

static void showing(void) {
    CHECK_C(shown("postgres://ann:secret@h:5432/db?sslmode=require"), "postgres://h:5432/db");
    CHECK_C(shown("postgresql://ann@h/db"), "postgresql://h/db");
    CHECK_C(shown("postgres:///db?host=/run"), "postgres:///db");
    CHECK_C(shown("postgres://h1:1,h2:2/db"), "postgres://h1:1,h2:2/db");
    CHECK_C(shown("postgres://[::1]:5432/db"), "postgres://[::1]:5432/db");
    CHECK_C(shown("postgres://h/db#1?password=secret"), "postgres://h/db#1");
    CHECK_C(shown("sqlite:data/a@b.db"), "sqlite:data/a@b.db");
    // Passwords that were not encoded as they should be.
    CHECK_C(shown("postgres://ann:se@cret@h/db"), "postgres://h/db");
    CHECK_C(shown("postgres://ann:se?cret@h/db"), "postgres://h/db");
    CHECK_C(shown("postgres://ann:se#cret@h/db"), "postgres://h/db");
    CHECK_C(shown("postgres://ann:se/cret@h/db?x=y"), "postgres://h/db");
}

static const char *given(void *self, const char *name) {
    (void)self;
    return strcmp(name, "PGPORT") == 0 ? "6432" : NULL;
}

static Sv place(const char *address) {
    Env env = {.get = given};
    return sql_place(arena, &env, sv_from_c(address), SV("/nowhere"));
}

static void places(void) {
    CHECK_C(place("postgres://ann:secret@H.Example:5432/db"), "postgres://h.example:5432/db");
    CHECK_C(place("postgres://h/db"), "postgres://h:6432/db");
    CHECK_C(place("postgres://[::1]:5432/db"), "postgres://[::1]:5432/db");
    CHECK_C(place("postgres://h1:1,h2:2/db"), "postgres://h1:1,h2:2:6432/db");
    CHECK_C(place("postgres:///db?host=h&port=1"), "postgres://h:1/db");
    CHECK_C(place("postgres://ann:se?host=x@h/db?port=2"), "postgres://h:2/db");
    CHECK_C(place("postgres://?dbname=d"), "postgres://:6432/d");
}

int main(void) {
    arena = arena_new(1024 * 1024);
    showing();
    places();
    arena_free(arena);
    return check_done();
}
