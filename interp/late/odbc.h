// unixODBC's driver manager, loaded late (late.h).
#ifndef LATE_ODBC_H
#define LATE_ODBC_H

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

typedef struct LateOdbc {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/odbc.def"
#undef FUNCTION
} LateOdbc;
extern LateOdbc late_odbc;

#ifndef LATE_DIRECT
#include "late/odbc_names.h" // made from odbc.def by cmake/late_names.cmake
#endif

#endif
