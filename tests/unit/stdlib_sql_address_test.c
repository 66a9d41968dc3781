// Addresses of databases: where they lead by libpq's own reading and by the links of files, as
// people are shown it, and as the places that `allow` and locks know.
#include "check.h"
#include "drivers/sql/sql_driver.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena *arena;
static char folder[] = "/tmp/runbook-addresses-XXXXXX";

static Sv shown(const char *address) {
    return sql_show_address(arena, sv_from_c(address), sv_from_c(folder));
}

static Sv places(const char *address) {
    TextList list = sql_places(arena, sv_from_c(address), sv_from_c(folder));
    Sv out = SV("");
    for (uint32_t i = 0; i < list.count; i++)
        out = sv_format(arena, "%.*s%s%.*s", SV_ARG(out), i ? " " : "", SV_ARG(list.items[i]));
    return out;
}

static void both(const char *address, const char *text) {
    CHECK_C(shown(address), text);
    CHECK_C(places(address), text);
}

static void write_file(const char *name, const char *text) {
    FILE *file = fopen(sv_format(arena, "%s/%s", folder, name).at, "w");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void servers(void) {
    both("postgres://ann:secret@h:5433/db?sslmode=require", "postgres://h:5433/db");
    both("postgresql://ann@H.Example/db", "postgres://h.example:5432/db");
    both("postgres://ann@h", "postgres://h:5432/ann");
    both("postgres://[::1]:5432/db", "postgres://[::1]:5432/db");
    both("postgres://h/db#1?password=secret", "postgres://h:5432/db#1");
    CHECK_C(shown("postgres://h1:1,h2:2/db"), "postgres://h1:1,h2:2/db");
    CHECK_C(places("postgres://h1:1,h2:2/db"), "postgres://h1:1/db postgres://h2:2/db");
    CHECK_C(places("postgres://h1,h2:/db?port=7"), "postgres://h1:7/db postgres://h2:7/db");
}

// What stands behind the question mark.
static void options(void) {
    both("postgres://good/app?host=evil", "postgres://evil:5432/app");
    both("postgres://good:5432/app?port=6666", "postgres://good:6666/app");
    both("postgres://good/app?dbname=other", "postgres://good:5432/other");
    both("postgres://good/app?%64bname=other", "postgres://good:5432/other");
    both("postgres://good/app?host=a&host=evil", "postgres://evil:5432/app");
    both("postgres://?host=h&port=1&dbname=d", "postgres://h:1/d");
    both("postgres:///db?host=/run/x%20y&port=1", "postgres:///db?host=/run/x y&port=1");
    CHECK_C(shown("postgres://good/app?hostaddr=10.0.0.66"),
            "postgres://good:5432/app?hostaddr=10.0.0.66");
    CHECK_C(places("postgres://good/app?hostaddr=10.0.0.66"), "postgres://10.0.0.66:5432/app");
    both("postgres:///app?hostaddr=10.0.0.66", "postgres://10.0.0.66:5432/app");
    CHECK_C(places("postgres://a,b/app?hostaddr=10.0.0.66,::1"),
            "postgres://10.0.0.66:5432/app postgres://[::1]:5432/app");
    CHECK_C(shown("postgres://h/app?options=-c%20search_path%3Dother"),
            "postgres://h:5432/app?options=-c%20search_path%3Dother");
    CHECK_C(places("postgres://h/app?options=-c%20search_path%3Dother"), "postgres://h:5432/app");
    // Nothing in a name of a database is taken for another part.
    both("postgres://h/a%2Fb", "postgres://h:5432/a%2Fb");
    both("postgres://evil/x?dbname=y/good:5432%2Fapp", "postgres://evil:5432/y%2Fgood:5432%2Fapp");
    // libpq does not expand an address within an address.
    both("postgres://h/?dbname=postgres://evil/x", "postgres://h:5432/postgres:%2F%2Fevil%2Fx");
    both("postgres://h/?dbname=host%3Devil", "postgres://h:5432/host=evil");
}

static void environment(void) {
    setenv("PGHOST", "evil", 1);
    both("postgres:///app", "postgres://evil:5432/app");
    both("postgres://good/app", "postgres://good:5432/app");
    setenv("PGHOSTADDR", "10.0.0.66", 1);
    CHECK_C(shown("postgres://good/app"), "postgres://good:5432/app?hostaddr=10.0.0.66");
    CHECK_C(places("postgres://good/app"), "postgres://10.0.0.66:5432/app");
    unsetenv("PGHOSTADDR");
    setenv("PGPORT", "6432", 1);
    setenv("PGDATABASE", "shop", 1);
    both("postgres://good", "postgres://good:6432/shop");
    both("postgres://good:1/app", "postgres://good:1/app");
    unsetenv("PGDATABASE");
    setenv("PGUSER", "ann", 1);
    both("postgres://good", "postgres://good:6432/ann");
    setenv("PGOPTIONS", "-c search_path=other", 1);
    CHECK_C(shown("postgres://good/app"),
            "postgres://good:6432/app?options=-c%20search_path%3Dother");
    unsetenv("PGOPTIONS");
    unsetenv("PGPORT");
    unsetenv("PGUSER");
    write_file("services", "[other]\nhost=evil\nport=99\ndbname=theirs\nuser=ann\n");
    setenv("PGSERVICEFILE", sv_format(arena, "%s/services", folder).at, 1);
    both("postgres:///?service=other", "postgres://evil:99/theirs");
    both("postgres://good/app?service=other", "postgres://good:99/app");
    setenv("PGSERVICE", "other", 1);
    both("postgres:///app", "postgres://evil:99/app");
    setenv("PGSERVICE", "none", 1);
    Sv unknown = shown("postgres://good/app");
    CHECK_C(unknown, "postgres://good/app"); // it leads nowhere
    unsetenv("PGSERVICE");
    unsetenv("PGSERVICEFILE");
    unsetenv("PGHOST");
}

// Passwords that were not encoded as they should be are not shown as parts of anything.
static void passwords(void) {
    static const char *const written[] = {
        "postgres://ann:se@cret@h/db",   "postgres://ann:se?cret@h/db",
        "postgres://ann:se#cret@h/db",   "postgres://ann:se/cret@h/db?x=y",
        "postgres://h/db?password=cret", "postgres://h/db?sslpassword=cret"};
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        CHECK(sv_find(shown(written[i]), SV("cret"), 0) == SV_NONE);
        CHECK(sv_find(places(written[i]), SV("cret"), 0) == SV_NONE);
    }
    CHECK_C(shown("postgres://ann:se@cret@h/db"), "postgres://h/db");
    CHECK_C(shown("postgres://ann:se/cret@h/db?x=y"), "postgres://h/db");
}

static void files(void) {
    CHECK(mkdir(sv_format(arena, "%s/data", folder).at, 0700) == 0);
    write_file("data/a@b.db", "");
    CHECK(symlink("data/a@b.db", sv_format(arena, "%s/link.db", folder).at) == 0);
    CHECK(symlink("link.db", sv_format(arena, "%s/chain.db", folder).at) == 0);
    CHECK(symlink("data", sv_format(arena, "%s/else", folder).at) == 0);
    CHECK(symlink("/nowhere/x.db", sv_format(arena, "%s/dangling.db", folder).at) == 0);
    const char *real = sv_format(arena, "sqlite:%s/data/a@b.db", folder).at;
    CHECK_C(shown("sqlite:data/a@b.db"), "sqlite:data/a@b.db");
    CHECK_C(shown("sqlite:./data/a@b.db"), "sqlite:./data/a@b.db");
    CHECK_C(shown(real), real);
    CHECK_C(shown("sqlite::memory:"), "sqlite::memory:");
    CHECK_C(places("sqlite::memory:"), "");
    static const char *const ways[] = {"link.db", "chain.db", "else/a@b.db", "data/../link.db",
                                       "data/../data/a@b.db"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *address = sv_format(arena, "sqlite:%s", ways[i]).at;
        CHECK_C(shown(address), real);
        CHECK_C(places(address), real);
    }
    CHECK_C(places("sqlite:data/a@b.db"), real);
    CHECK_C(places(sv_format(arena, "sqlite://%s/link.db", folder).at), real);
    CHECK_C(shown("sqlite:new.db"), "sqlite:new.db");
    CHECK_C(places("sqlite:else/new.db"), sv_format(arena, "sqlite:%s/data/new.db", folder).at);
}

int main(void) {
    static const char *const from_outside[] = {"PGHOST",     "PGHOSTADDR",    "PGPORT",
                                               "PGDATABASE", "PGUSER",        "PGSERVICE",
                                               "PGOPTIONS",  "PGSERVICEFILE", "PGSYSCONFDIR"};
    for (size_t i = 0; i < sizeof from_outside / sizeof *from_outside; i++)
        unsetenv(from_outside[i]);
    arena = arena_new(1024 * 1024);
    CHECK(mkdtemp(folder) != NULL);
    servers();
    options();
    environment();
    passwords();
    files();
    CHECK(system(sv_format(arena, "rm -rf %s", folder).at) == 0);
    arena_free(arena);
    return check_done();
}
