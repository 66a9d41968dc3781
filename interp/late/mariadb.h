// MariaDB's client library, loaded late (late.h).
#ifndef LATE_MARIADB_H
#define LATE_MARIADB_H

#include <errmsg.h>
// It has a function of a name that is one of ours.
#define list_add ma_list_add
#include <mysql.h>
#undef list_add
#include <mysqld_error.h>

typedef struct LateMariadb {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/mariadb.def"
#undef FUNCTION
} LateMariadb;
extern LateMariadb late_mariadb;

#ifndef LATE_DIRECT
#include "late/mariadb_names.h" // made from mariadb.def by cmake/late_names.cmake
#endif

#endif
