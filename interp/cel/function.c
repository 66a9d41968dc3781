#include "cel/function.h"
#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Faults are rare and short; what does not fit is cut, never overrun.
enum { FAULT_BYTES = 1024 };

static bool fail(CelCall *call, CelFaultKind kind, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static bool fail(CelCall *call, CelFaultKind kind, const char *format, va_list args) {
    char text[FAULT_BYTES];
    int wanted = vsnprintf(text, sizeof text, format, args);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof text ? (size_t)wanted : sizeof text - 1;
    *call->fault = (CelFault){.kind = kind, .message = sv_copy(call->arena, (Sv){text, len})};
    return false;
}

bool call_fail(CelCall *call, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fail(call, CEL_FAULT_ERROR, format, args);
    va_end(args);
    return false;
}

bool call_fail_limit(CelCall *call, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fail(call, CEL_FAULT_LIMIT, format, args);
    va_end(args);
    return false;
}

bool call_spend(CelCall *call, uint64_t work) {
    if (work > call->cost_limit || *call->cost > call->cost_limit - work) {
        return call_fail_limit(call, "the expression needs more than %llu operations",
                               (unsigned long long)call->cost_limit);
    }
    *call->cost += work;
    return true;
}

uint32_t cel_function_rows(Sv name, const CelFunction **out, uint32_t limit) {
    uint32_t count = 0;
    if (name.len == 0) return 0;
    for (uint32_t f = 0; f < cel_family_count; f++) {
        const CelFamily *family = cel_families[f];
        for (uint32_t i = 0; i < family->count && count < limit; i++) {
            const char *row = family->rows[i].name;
            // The first byte settles most rows without a call.
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
