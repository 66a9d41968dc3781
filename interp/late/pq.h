// libpq, loaded late (late.h).
#ifndef LATE_PQ_H
#define LATE_PQ_H

#include <libpq-fe.h>

typedef struct LatePq {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/pq.def"
#undef FUNCTION
} LatePq;
extern LatePq late_pq;

#ifndef LATE_DIRECT
#include "late/pq_names.h" // made from pq.def by cmake/late_names.cmake
#endif

#endif
