// The functions of each library as late.c fills them in: without types, one address after the
// other. Used by late.c and tables.c alone.
#ifndef LATE_TABLES_H
#define LATE_TABLES_H

#include "late/late.h"

#include <stddef.h>

typedef struct LateTable {
    const char *soname, *package;
    const char *names; // in the order of the addresses, a NUL behind each
    void *addresses;   // a struct of pointers
    size_t count;
} LateTable;

extern const LateTable late_tables[LATE_COUNT];

// Stands in the place of each function until its library is loaded: says so, and aborts.
_Noreturn void late_unloaded(void);

#endif
