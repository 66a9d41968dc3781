// What the tests of ODBC share: a folder of their own in which the drivers are named, and that no
// setting of this machine reaches.
#ifndef TESTS_UNIT_ODBC_BENCH_H
#define TESTS_UNIT_ODBC_BENCH_H

#include "action_bench.h"
#include "drivers/sql/sql_driver.h"

#include <glob.h>
#include <locale.h>

static char odbc_folder[] = "/tmp/runbook-odbc-XXXXXX";

// Where its server hangs up, PostgreSQL's driver loses what it had of the answer.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:psqlodbcw.so\n";
}

static inline void odbc_write(const char *name, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", odbc_folder, name);
    FILE *file = fopen(path, "w");
    if (!file) abort();
    fputs(text, file);
    fclose(file);
}

static inline bool odbc_has(const char *pattern) {
    glob_t found = {0};
    bool has = glob(pattern, 0, NULL, &found) == 0;
    globfree(&found);
    return has;
}

// False where one of the drivers is not installed.
static inline bool odbc_start(void) {
    if (!odbc_has("/usr/lib/*/odbc/psqlodbcw.so") || !odbc_has("/usr/lib/*/odbc/libsqlite3odbc.so"))
        return false;
    // As the program does.
    setlocale(LC_CTYPE, "C.UTF-8");
    if (!mkdtemp(odbc_folder)) abort();
    odbc_write("odbcinst.ini",
               "[Postgres]\nDriver=psqlodbcw.so\n[SQLite3]\nDriver=libsqlite3odbc.so\n"
               "[Absent]\nDriver=/nowhere/at/all.so\n");
    odbc_write("odbc.ini", "");
    static const char *const leading[] = {"PGHOSTADDR", "PGSERVICE",  "PGOPTIONS",
                                          "PGHOST",     "PGDATABASE", "PGPORT"};
    for (size_t i = 0; i < sizeof leading / sizeof *leading; i++)
        unsetenv(leading[i]);
    setenv("ODBCSYSINI", odbc_folder, 1);
    setenv("ODBCINI", "/dev/null", 1);
    setenv("HOME", odbc_folder, 1);
    return true;
}

static inline void odbc_stop(void) {
    glob_t found = {0};
    char pattern[256];
    snprintf(pattern, sizeof pattern, "%s/*", odbc_folder);
    glob(pattern, 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
    rmdir(odbc_folder);
}

#endif
