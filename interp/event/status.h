// The exit statuses, from one table (statuses.def): STATUS_GO and so on, and the rows for help and
// messages.
#ifndef EVENT_STATUS_H
#define EVENT_STATUS_H

#include <stddef.h>

enum {
#define STATUS(name, number, doc) STATUS_##name = (number),
#include "event/statuses.def"
#undef STATUS
};

typedef struct StatusRow {
    const char *name; // "NO_GO"
    int number;
    const char *doc; // what it means
} StatusRow;

extern const StatusRow status_rows[];
extern const size_t status_row_count;

#endif
