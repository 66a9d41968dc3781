// Rows that were left over when two tables were compared: which of them are the same row with other
// values, which are missing, and which are too many.
#ifndef CEL_FUNCTIONS_TABLES_ROW_DIFFERENCE_H
#define CEL_FUNCTIONS_TABLES_ROW_DIFFERENCE_H

#include "cel/functions/call.h"

typedef struct RowsLeft {
    Value found, wanted; // lists
    const bool *taken;   // for each found row: it has its match
    const bool *met;     // for each wanted row
} RowsLeft;

// At most `limit` reasons, of which the last one counts what is not shown.
uint32_t row_differences(CelCall *call, const RowsLeft *left, CelReason *out, uint32_t limit);

#endif
