#include "event/status.h"

const StatusRow status_rows[] = {
#define STATUS(name, number, doc) {#name, (number), (doc)},
#include "event/statuses.def"
#undef STATUS
};
const size_t status_row_count = sizeof status_rows / sizeof *status_rows;
