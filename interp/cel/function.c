#include "cel/function.h"
#include <string.h>

const bool sorted_for_equality = true;

uint32_t cel_function_rows(Sv name, const CelFunction **out, uint32_t limit) {
    uint32_t count = 0;
    if (name.len == 0) return 0;
    for (uint32_t f = 0; f < cel_family_count; f++) {
        const CelFamily *family = cel_families[f];
        for (uint32_t i = 0; i < family->count && count < limit; i++) {
            const char *row = family->rows[i].name;
            // Comparing the first byte rules out most rows.
            if (row[0] != name.at[0] || strncmp(row, name.at, name.len) != 0) continue;
            if (row[name.len] == '\0') out[count++] = &family->rows[i];
        }
    }
    return count;
}

const CelFunction *cel_function_find(Sv name, uint32_t nth) {
    const CelFunction *rows[CEL_ROWS_OF_A_NAME];
    uint32_t count = cel_function_rows(name, rows, CEL_ROWS_OF_A_NAME);
    return nth < count ? rows[nth] : NULL;
}
