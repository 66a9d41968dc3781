// libpsl, loaded late (late.h).
#ifndef LATE_PSL_H
#define LATE_PSL_H

#include <libpsl.h>

typedef struct LatePsl {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/psl.def"
#undef FUNCTION
} LatePsl;
extern LatePsl late_psl;

#ifndef LATE_DIRECT
#include "late/psl_names.h" // made from psl.def by cmake/late_names.cmake
#endif

#endif
