// SQLite, loaded late (late.h).
#ifndef LATE_SQLITE_H
#define LATE_SQLITE_H

#include <sqlite3.h>

typedef struct LateSqlite {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/sqlite.def"
#undef FUNCTION
} LateSqlite;
extern LateSqlite late_sqlite;

#ifndef LATE_DIRECT
#include "late/sqlite_names.h" // made from sqlite.def by cmake/late_names.cmake
#endif

#endif
