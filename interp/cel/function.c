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

const CelFunction *cel_function_find(Sv name, uint32_t nth) {
    if (name.len == 0) return NULL;
    for (uint32_t f = 0; f < cel_family_count; f++) {
        const CelFamily *family = cel_families[f];
        for (uint32_t i = 0; i < family->count; i++) {
            const char *row = family->rows[i].name;
            // The first byte settles most rows without a call.
            if (row[0] != name.at[0] || strncmp(row, name.at, name.len) != 0) continue;
            if (row[name.len] != '\0') continue;
            if (nth == 0) return &family->rows[i];
            nth--;
        }
    }
    return NULL;
}
